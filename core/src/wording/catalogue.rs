//! Every text that customers read, by its key: what it is for and which placeholders it has.
//!
//! The texts themselves are in `amends-wording`, whose tests hold this list against them.

use serde::{Deserialize, Serialize};

use self::Kind::{Apology, Button, Hint, Menu, Message, Part, Question, Title, Toast};

/// What a text is for, and so what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The one question.
    Question,
    /// Something said in a message.
    Message,
    /// A message that says sorry: it always means it, and is never varied.
    Apology,
    /// A button.
    Button,
    /// A short text that passes by.
    Toast,
    /// The title of a form.
    Title,
    /// What stands in an empty field of a form.
    Hint,
    /// What a command does, in the menu of the app.
    Menu,
    /// A piece of another text.
    Part,
}

impl Kind {
    /// The most that such a text holds, in UTF-16 units: the strictest platform counts so. A
    /// question and the thanks for its answer stand in one message, and share its 2,000.
    pub fn longest(self) -> usize {
        match self {
            Question => 500,
            Message | Apology => 1_400,
            Button => 80,
            Toast => 200,
            Title => 45,
            Hint | Menu => 100,
            Part => 60,
        }
    }

    /// The least that it must hold.
    pub fn shortest(self) -> usize {
        match self {
            Hint | Menu => 3,
            Question | Message | Apology | Button | Toast | Title | Part => 1,
        }
    }

    /// Whether it may have several lines.
    pub fn has_lines(self) -> bool {
        match self {
            Question | Message | Apology => true,
            Button | Toast | Title | Hint | Menu | Part => false,
        }
    }
}

/// One text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: &'static str,
    /// What it is for.
    pub kind: Kind,
    /// The placeholders that it may have.
    pub placeholders: &'static [&'static str],
}

/// Placeholders that a text may leave out: nothing that the customer must know goes with them.
const OPTIONAL: [&str; 2] = ["hello", "business"];
/// Texts beside the questions that a source or place may have of its own: they are said straight
/// after the tap.
const AFTER_TAP: [&str; 4] =
    ["thanks_happy", "thanks_neutral", "sorry_unhappy", "sorry_unhappy_later"];
/// The text beside the questions that may have variants.
const VARIED: &str = "thanks_happy";
/// Apologies that say thank you as well: the customer took the trouble to speak up.
const THANKFUL: [&str; 5] = [
    "sorry_unhappy",
    "sorry_unhappy_later",
    "complain_ack",
    "complain_ack_later",
    "thanks_neutral",
];

impl Entry {
    /// The placeholders that it must keep.
    pub fn required(&self) -> impl Iterator<Item = &'static str> {
        self.placeholders.iter().copied().filter(|name| !OPTIONAL.contains(name))
    }

    /// Whether a source or place may have a text of its own for it.
    pub fn is_placed(&self) -> bool {
        self.kind == Question || AFTER_TAP.contains(&self.key)
    }

    /// Whether it is an apology that says thank you as well.
    pub fn thanks(&self) -> bool {
        THANKFUL.contains(&self.key)
    }

    /// Whether it may have variants.
    pub fn is_varied(&self) -> bool {
        self.kind == Question || self.key == VARIED
    }
}

const fn row(key: &'static str, kind: Kind, placeholders: &'static [&'static str]) -> Entry {
    Entry { key, kind, placeholders }
}

/// The text with this key.
pub fn entry(key: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.key == key)
}

/// Every text, in the order in which customers meet them.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|(_, entries)| entries.iter())
}

/// The texts of a group.
pub fn group(name: &str) -> Option<&'static [Entry]> {
    GROUPS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, entries)| *entries)
}

/// The key that is most like what was typed, if any is like it.
pub fn nearest(typed: &str) -> Option<&'static str> {
    let typed = typed.to_lowercase();
    entries()
        .map(|entry| (strsim::damerau_levenshtein(entry.key, &typed), entry.key))
        .min()
        .filter(|(distance, _)| *distance <= TYPOS)
        .map(|(_, key)| key)
}

/// Keys may differ by so much from what was meant.
const TYPOS: usize = 3;

/// The texts by what they are about.
pub const GROUPS: [(&str, &[Entry]); 10] = [
    ("question", QUESTION),
    ("answer", ANSWER),
    ("recommend", RECOMMEND),
    ("service", SERVICE),
    ("recovery", RECOVERY),
    ("verdict", VERDICT),
    ("gifts", GIFTS),
    ("board", BOARD),
    ("menu", MENU),
    ("units", UNITS),
];

const QUESTION: &[Entry] = &[
    row("hello_named", Part, &["name"]),
    row("hello", Part, &[]),
    row("ask", Question, &["hello"]),
    row("ask_topic", Question, &["hello", "topic"]),
    row("visit_print", Message, &[]),
    row("visit_page", Message, &["business"]),
    row("visit_code", Message, &["button"]),
    row("btn_answer_on", Button, &["platform"]),
    row("ask_visit", Question, &["hello"]),
    row("ask_expect", Question, &["hello"]),
    row("reminder", Question, &["hello"]),
    row("btn_happy", Button, &[]),
    row("btn_neutral", Button, &[]),
    row("btn_unhappy", Button, &[]),
    row("btn_better", Button, &[]),
    row("btn_same", Button, &[]),
    row("btn_worse", Button, &[]),
    row("btn_5", Button, &[]),
    row("btn_4", Button, &[]),
    row("btn_3", Button, &[]),
    row("btn_2", Button, &[]),
    row("btn_1", Button, &[]),
    row("nps_ask", Question, &["hello"]),
];

const ANSWER: &[Entry] = &[
    row("thanks_happy", Message, &[]),
    row("thanks_neutral", Apology, &[]),
    row("sorry_unhappy", Apology, &["duration"]),
    row("sorry_unhappy_later", Apology, &["due"]),
    row("thread_here", Message, &["thread"]),
    row("open_private", Message, &["link"]),
    row("btn_tell", Button, &[]),
    row("panel", Message, &["business"]),
    row("feedback_off", Message, &[]),
    row("btn_tell_us", Button, &[]),
    row("btn_complain", Button, &[]),
    row("btn_feedback", Button, &[]),
    row("btn_code", Button, &[]),
    row("code_title", Title, &[]),
    row("code_hint", Hint, &[]),
    row("btn_contact_me", Button, &[]),
    row("btn_no_talk", Button, &[]),
    row("no_talk_ack", Message, &[]),
    row("comment_title", Title, &[]),
    row("comment_hint", Hint, &[]),
    row("comment_thanks", Message, &[]),
    row("why_answer", Message, &["n"]),
    row("last_touch", Message, &["gift"]),
    row("btn_change", Button, &[]),
    row("changed_ack", Toast, &["answer"]),
    row("tap_ack", Toast, &[]),
    row("change_closed", Toast, &[]),
    row("late_ack", Toast, &[]),
    row("not_for_you", Toast, &[]),
    row("reply_number", Message, &[]),
];

const RECOMMEND: &[Entry] = &[
    row("recommend_ask", Message, &[]),
    row("btn_yes", Button, &[]),
    row("btn_no", Button, &[]),
    row("recommended_ask", Message, &[]),
    row("recommend_thanks", Message, &[]),
];

const SERVICE: &[Entry] = &[
    row("start", Message, &["hello", "business"]),
    row("receipt_expired", Question, &["hello"]),
    row("complain_prompt", Message, &[]),
    row("complain_ack", Apology, &["duration"]),
    row("complain_ack_later", Apology, &["due"]),
    row("status_none", Message, &[]),
    row("status_open", Message, &["case", "status", "staff", "text", "due"]),
    row("st_open", Part, &[]),
    row("st_working", Part, &[]),
    row("st_waiting", Part, &[]),
    row("st_check", Part, &[]),
    row("stop_ack", Message, &[]),
    row("resume_ack", Message, &[]),
    row("language_set", Message, &[]),
    row("privacy", Message, &["days"]),
    row("privacy_more", Message, &["business"]),
    row("forget_confirm", Message, &[]),
    row("forget_receipt", Message, &["deleted"]),
    row("forget_kept", Message, &["kept"]),
    row("mydata", Message, &[]),
    row("forget_done", Message, &[]),
    row("link_code", Message, &["code", "duration", "platform"]),
    row("link_done", Message, &[]),
    row("link_bad", Message, &[]),
    row("error", Message, &[]),
];

const RECOVERY: &[Entry] = &[
    row("joined", Message, &["staff"]),
    row("thread_intro", Message, &["mention"]),
    row("btn_senior", Button, &[]),
    row("role_1", Part, &[]),
    row("role_2", Part, &[]),
    row("role_3", Part, &[]),
    row("reply_missed", Apology, &["duration", "role", "due"]),
    row("promise", Message, &["what", "due"]),
    row("promise_kept", Message, &["what"]),
    row("promise_moved", Apology, &["what", "due"]),
    row("promise_broken", Apology, &["what", "due", "role"]),
    row("promise_broken_next", Message, &["due"]),
    row("progress", Message, &["text", "due"]),
    row("progress_hold", Message, &["staff", "due"]),
    row("handover", Message, &["from", "to"]),
    row("escalated", Message, &["role"]),
    row("senior_ack", Message, &["due", "role"]),
    row("director_here", Message, &["staff", "role"]),
    row("offer", Message, &["offer"]),
    row("btn_accept", Button, &[]),
    row("btn_decline", Button, &[]),
    row("offer_accepted", Message, &["how"]),
    row("offer_declined", Message, &[]),
    row("offer_done", Message, &["offer", "how"]),
    row("offer_by", Message, &["due"]),
    row("nudge_1", Message, &[]),
    row("nudge_2", Message, &["due"]),
    row("closed_silent", Apology, &[]),
    row("btn_still_need", Button, &[]),
    row("reopened", Message, &["duration"]),
    row("welcome_back", Message, &[]),
    row("relay_failed", Message, &[]),
];

const VERDICT: &[Entry] = &[
    row("reask", Message, &["staff", "what"]),
    row("reask_prevent", Part, &["what", "prevent"]),
    row("btn_right_yes", Button, &[]),
    row("btn_right_partly", Button, &[]),
    row("btn_right_no", Button, &[]),
    row("right_yes", Message, &["staff", "business"]),
    row("right_partly", Message, &["staff"]),
    row("right_no", Apology, &["role", "due"]),
    row("cause_fixed", Message, &["hello", "topic", "fix"]),
    row("sorry_first", Apology, &["hello", "what", "fix"]),
    row("sorry_gift", Message, &["gift"]),
    row("btn_need_help", Button, &[]),
];

/// What templates of make-goods hold, by their names there.
const GIFTS: &[Entry] = &[
    row("gift_dessert", Part, &[]),
    row("gift_drinks", Part, &[]),
    row("gift_fresh", Part, &[]),
    row("gift_table", Part, &[]),
    row("gift_delivery", Part, &[]),
    row("gift_replacement", Part, &[]),
    row("gift_surprise", Part, &[]),
    row("gift_discount", Part, &[]),
    row("gift_callback", Part, &[]),
    row("gift_checkup", Part, &[]),
    row("gift_next_visit", Part, &[]),
    row("gift_fee", Part, &[]),
    row("gift_engineer", Part, &[]),
    row("gift_first_fix", Part, &[]),
    row("gift_free_month", Part, &[]),
    row("gift_training", Part, &[]),
    row("gift_data", Part, &[]),
    row("gift_loan_device", Part, &[]),
    row("gift_technician", Part, &[]),
];

const BOARD: &[Entry] = &[
    row("board_title", Message, &[]),
    row("board_item", Message, &["said", "did", "who", "status"]),
    row("board_planned", Part, &["due"]),
    row("board_doing", Part, &[]),
    row("board_done", Part, &["due"]),
    row("board_told", Part, &["n"]),
    row("board_empty", Message, &[]),
];

const MENU: &[Entry] = &[
    row("cmd_feedback", Menu, &[]),
    row("cmd_complain", Menu, &[]),
    row("cmd_status", Menu, &[]),
    row("cmd_board", Menu, &[]),
    row("cmd_language", Menu, &[]),
    row("cmd_stop", Menu, &[]),
    row("cmd_resume", Menu, &[]),
    row("cmd_privacy", Menu, &[]),
    row("cmd_mydata", Menu, &[]),
    row("cmd_forget", Menu, &[]),
    row("cmd_link", Menu, &[]),
];

const UNITS: &[Entry] = &[
    row("unit_s", Part, &["n"]),
    row("unit_min", Part, &["n"]),
    row("unit_h", Part, &["n"]),
    row("unit_d", Part, &["n"]),
];
