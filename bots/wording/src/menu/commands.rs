//! Which commands the menus of customers, staff and admins show.

use amends_core::{grammar, lang::Lang};

use crate::Phrasebook;

/// The customers' commands and the keys of their descriptions, in the order of the menu.
const CUSTOMER: [(&str, &str); 11] = [
    ("feedback", "cmd_feedback"),
    ("complain", "cmd_complain"),
    ("status", "cmd_status"),
    ("board", "cmd_board"),
    ("language", "cmd_language"),
    ("stop", "cmd_stop"),
    ("resume", "cmd_resume"),
    ("privacy", "cmd_privacy"),
    ("mydata", "cmd_mydata"),
    ("forget", "cmd_forget"),
    ("link", "cmd_link"),
];

/// The commands of staff at the desk and the keys of their descriptions, in the order of the menu.
const STAFF: [(&str, &str); 32] = [
    ("take", "cmd_take"),
    ("join", "cmd_join"),
    ("leave", "cmd_leave"),
    ("note", "cmd_note"),
    ("say", "cmd_say"),
    ("promise", "cmd_promise"),
    ("kept", "cmd_kept"),
    ("move", "cmd_move"),
    ("progress", "cmd_progress"),
    ("handover", "cmd_handover"),
    ("assist", "cmd_assist"),
    ("offer", "cmd_offer"),
    ("delivered", "cmd_delivered"),
    ("resolve", "cmd_resolve"),
    ("close", "cmd_close"),
    ("duplicate", "cmd_duplicate"),
    ("reopen", "cmd_reopen"),
    ("escalate", "cmd_escalate"),
    ("tastes", "cmd_tastes"),
    ("flag", "cmd_flag"),
    ("pause", "cmd_pause"),
    ("undo", "cmd_undo"),
    ("transcript", "cmd_transcript"),
    ("cases", "cmd_cases"),
    ("find", "cmd_find"),
    ("inbox", "cmd_inbox"),
    ("report", "cmd_report"),
    ("merge", "cmd_merge"),
    ("sorry", "cmd_sorry"),
    ("duty", "cmd_duty"),
    ("why", "cmd_why"),
    ("cause", "cmd_cause_staff"),
];

/// The commands of admins and the keys of their descriptions, where they have a menu.
const ADMIN: [(&str, &str); 20] = [
    ("setup", "cmd_setup"),
    ("health", "cmd_health"),
    ("test", "cmd_test"),
    ("zone", "cmd_zone"),
    ("hours", "cmd_hours"),
    ("scale", "cmd_scale"),
    ("ask", "cmd_ask"),
    ("reply", "cmd_reply"),
    ("wording", "cmd_wording"),
    ("role", "cmd_role"),
    ("signals", "cmd_signals"),
    ("audit", "cmd_audit"),
    ("retention", "cmd_retention"),
    ("export", "cmd_export"),
    ("authority", "cmd_authority"),
    ("makegood", "cmd_makegood"),
    ("cause", "cmd_cause"),
    ("value", "cmd_value"),
    ("webhook", "cmd_webhook"),
    ("qr", "cmd_qr"),
];

impl Phrasebook {
    /// The commands of admins with their descriptions, in the order in which a menu shows them.
    pub fn admin_commands(&self, lang: Lang) -> Vec<(&'static str, String)> {
        ADMIN.map(|(name, key)| (name, self.menu_text(lang, key))).to_vec()
    }

    /// The customers' commands with their descriptions, in the order in which a menu shows them:
    /// those that are carried out.
    pub fn commands(&self, lang: Lang) -> Vec<(&'static str, String)> {
        CUSTOMER
            .into_iter()
            .filter(|(name, _)| grammar::CUSTOMER.contains(name))
            .map(|(name, key)| (name, self.customer_text(lang, key, &[])))
            .collect()
    }

    /// The commands of staff at the desk with their descriptions, in the order in which a menu
    /// shows them.
    pub fn staff_commands(&self, lang: Lang) -> Vec<(&'static str, String)> {
        STAFF.map(|(name, key)| (name, self.menu_text(lang, key))).to_vec()
    }
}
