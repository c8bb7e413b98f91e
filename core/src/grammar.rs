//! The one grammar of commands: positional text, the same on every platform.

use crate::{desk::DeskSay, ids::CaseNumber};

/// The case that a staff command names as its first argument: `/take R-1042`. A number further on
/// is part of what is said.
pub fn case_named(text: &str) -> Option<CaseNumber> {
    if !text.starts_with('/') || text.starts_with("//") {
        return None;
    }
    text.split_whitespace().nth(1).and_then(CaseNumber::parse)
}

/// Whether the text is a staff command about the business rather than about a case: `/duty`,
/// `/cases`.
pub fn is_about_business(text: &str) -> bool {
    matches!(command(text), Some("duty" | "cases"))
}

/// The command's name: `/done@luma_bot dana` gives `done`.
pub fn command(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/').filter(|rest| !rest.starts_with('/'))?;
    rest.split_whitespace().next()?.split('@').next().filter(|name| !name.is_empty())
}

/// Commands of customers.
pub const CUSTOMER: [&str; 7] =
    ["start", "feedback", "complain", "status", "language", "stop", "resume"];
/// Commands of staff within a case.
pub const CASE: [&str; 9] =
    ["take", "join", "leave", "note", "say", "resolve", "close", "reopen", "escalate"];
/// Commands of staff about the business.
pub const BUSINESS: [&str; 3] = ["duty", "cases", "done"];
/// Commands that later versions carry out.
pub const LATER: [&str; 44] = [
    "promise",
    "kept",
    "move",
    "progress",
    "offer",
    "delivered",
    "handover",
    "assist",
    "why",
    "cause",
    "duplicate",
    "undo",
    "find",
    "inbox",
    "tastes",
    "flag",
    "pause",
    "sorry",
    "board",
    "privacy",
    "forget",
    "link",
    "setup",
    "health",
    "test",
    "wording",
    "scale",
    "ask",
    "reply",
    "hours",
    "zone",
    "role",
    "authority",
    "makegood",
    "signals",
    "webhook",
    "qr",
    "value",
    "report",
    "export",
    "retention",
    "audit",
    "mydata",
    "merge",
];

/// The answer to a command that can't be carried out where it was typed.
pub fn not_here(command: &str) -> DeskSay {
    let typed = format!("/{command}");
    if CASE.contains(&command) {
        return DeskSay::WrongPlace { command: typed };
    }
    if LATER.contains(&command) {
        return DeskSay::NotYetThere { command: typed };
    }
    if BUSINESS.contains(&command) || CUSTOMER.contains(&command) {
        return DeskSay::WrongPlace { command: typed };
    }
    let known = CUSTOMER.iter().chain(&CASE).chain(&BUSINESS).chain(&LATER);
    let nearest = known
        .map(|name| (strsim::damerau_levenshtein(name, command), *name))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, name)| format!("/{name}"));
    DeskSay::UnknownCommand { command: typed, nearest }
}
