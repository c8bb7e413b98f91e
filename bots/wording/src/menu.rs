//! The menus of commands: what a person is offered, and only what is carried out.

use amends_core::{grammar, lang::Lang};

use crate::Phrasebook;

/// The customers' commands and the keys of their descriptions, in the order of the menu.
const CUSTOMER: [(&str, &str); 10] = [
    ("feedback", "cmd_feedback"),
    ("complain", "cmd_complain"),
    ("status", "cmd_status"),
    ("board", "cmd_board"),
    ("language", "cmd_language"),
    ("stop", "cmd_stop"),
    ("resume", "cmd_resume"),
    ("privacy", "cmd_privacy"),
    ("forget", "cmd_forget"),
    ("link", "cmd_link"),
];

/// The commands of staff at the desk and the keys of their descriptions, in the order of the menu.
const STAFF: [(&str, &str); 10] = [
    ("take", "cmd_take"),
    ("join", "cmd_join"),
    ("leave", "cmd_leave"),
    ("note", "cmd_note"),
    ("resolve", "cmd_resolve"),
    ("close", "cmd_close"),
    ("reopen", "cmd_reopen"),
    ("escalate", "cmd_escalate"),
    ("cases", "cmd_cases"),
    ("duty", "cmd_duty"),
];

impl Phrasebook {
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
    pub fn staff_commands(&self) -> Vec<(&'static str, String)> {
        STAFF.map(|(name, key)| (name, self.desk_text(key, &[]))).to_vec()
    }
}
