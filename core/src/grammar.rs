//! The one grammar of commands: positional text, the same on every platform.

mod named;
mod sorry;

pub use self::{
    named::{has_option, in_order},
    sorry::{SORRY, Sorry, sorry},
};
use crate::{case::Why, desk::DeskSay, ids::CaseNumber};

/// The case that a staff command names as its first argument: `/take R-1042`. A number further on
/// is part of what is said.
pub fn case_named(text: &str) -> Option<CaseNumber> {
    if let Some(Duplicating { case, .. }) = duplicating(text) {
        return case;
    }
    if is_attribution(text) || links_cause(text) {
        return text.split_whitespace().skip(1).take(6).find_map(CaseNumber::parse);
    }
    if !text.starts_with('/') || text.starts_with("//") {
        return None;
    }
    text.split_whitespace().nth(1).and_then(CaseNumber::parse)
}

/// Whether the text is a command of staff or admins about the business rather than about a case:
/// `/duty`, `/cases`, `/merge`, `/hours`.
pub fn is_about_business(text: &str) -> bool {
    match command(text) {
        Some("duty" | "cases" | "find" | "inbox" | "merge" | "sorry" | "report") => true,
        Some("why") => !is_attribution(text),
        // Customers choose their own language by the same name.
        Some("language") => {
            matches!(text.split_whitespace().nth(1), Some("default" | "offer"))
        }
        Some(_) => of_admins(text).is_some(),
        None => false,
    }
}

/// Whether it is a command, and none of those that customers give.
pub fn is_no_customers(text: &str) -> bool {
    command(text).is_some_and(|name| !CUSTOMER.contains(&name))
}

/// The command's name: `/done@luma_bot dana` gives `done`.
pub fn command(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/').filter(|rest| !rest.starts_with('/'))?;
    rest.split_whitespace().next()?.split('@').next().filter(|name| !name.is_empty())
}

/// The first word, and everything behind it with its line ends.
pub(crate) fn word(rest: &str) -> (&str, &str) {
    let rest = rest.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (&rest[..end], rest[end..].trim_start())
}

/// The command of an admin. `/cause late` is none: by that, staff say what went wrong in a case.
pub fn of_admins(text: &str) -> Option<&str> {
    let command = command(text)?;
    let is_theirs = match command {
        "cause" => {
            let part = text.split_whitespace().nth(1).map(|part| part.trim_end_matches('!'));
            let is_meant = |part: &str, known: &str| {
                // In a longer word more goes wrong, and names of causes are less like it.
                let typos = if LONG <= known.len() && LONG <= part.len() { 2 } else { 1 };
                strsim::damerau_levenshtein(known, &part.to_lowercase()) <= typos
            };
            part.is_none_or(|part| CAUSE.iter().any(|known| is_meant(part, known)))
        }
        other => ADMIN.contains(&other),
    };
    is_theirs.then_some(command)
}

/// Whether a command is only like one about causes of an admin: `/cause lst` may be a typo, or what
/// went wrong in a case.
pub(crate) fn is_like_cause(text: &str) -> bool {
    let part = text.split_whitespace().nth(1).map(|part| part.trim_end_matches('!'));
    command(text) == Some("cause")
        && part.is_some_and(|part| !CAUSE.contains(&part.to_lowercase().as_str()))
}

/// The words of `/cause new wrong address label` behind the command, and whether they are noted
/// whatever is like them (`new!`); nothing: it is another part.
pub fn new_cause(rest: &str) -> Option<(&str, bool)> {
    let (part, words) = word(rest);
    // Where the parts of a command are picked, the mark is typed before the words.
    match (part.to_lowercase().as_str(), words.strip_prefix('!')) {
        ("new", Some(words)) => Some((words.trim(), true)),
        ("new", None) => Some((words, false)),
        ("new!", _) => Some((words, true)),
        _ => None,
    }
}

/// `/cause link R-1042 late`: as it is picked, the part is named.
fn links_cause(text: &str) -> bool {
    command(text) == Some("cause") && text.split_whitespace().nth(1) == Some("link")
}

/// Whether a cause is noted: whoever works here may, in a case and elsewhere.
pub fn notes_cause(text: &str) -> bool {
    command(text) == Some("cause")
        && text.split_once(char::is_whitespace).is_some_and(|(_, rest)| new_cause(rest).is_some())
}

/// Whether somebody asks which causes there are: in a case they are about to name one.
pub fn asks_for_causes(text: &str) -> bool {
    command(text) == Some("cause") && text.split_whitespace().nth(1).is_none()
}

/// What `/qr` names: a place, and a language or an empty word. `/qr till2 ro`; nothing if no place
/// is named.
pub fn printed(rest: &str) -> Option<(&str, &str)> {
    let mut words = rest.split_whitespace();
    let place = words.next()?;
    Some((place, words.next().unwrap_or_default()))
}

/// The place whose printed link somebody asks for.
pub fn printed_place(text: &str) -> Option<&str> {
    if command(text) != Some("qr") {
        return None;
    }
    let (_, rest) = text.split_once(char::is_whitespace)?;
    printed(rest).map(|(place, _)| place).filter(|place| is_place(place))
}

/// Whether a name of a place can stand in a printed link.
pub fn is_place(name: &str) -> bool {
    (1..=PLACE).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// What staff want to be made of two customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging<'a> {
    /// The customer of a case and somebody else are one.
    With(CaseNumber, Party<'a>),
    /// The customer of a case is taken apart again.
    Undo(CaseNumber),
    /// It can't be made out.
    Unclear,
}

/// Whom staff name beside the customer of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party<'a> {
    /// The customer of another case.
    Case(CaseNumber),
    /// The customer with this id in the business's own system.
    External(&'a str),
}

/// `/merge R-1042 with R-1050`, `/merge R-1042 with C-5512`, `/merge undo R-1042`.
pub fn merging(text: &str) -> Option<Merging<'_>> {
    if command(text) != Some("merge") {
        return None;
    }
    let mut words = text.split_whitespace().skip(1).filter(|word| *word != "with");
    let (first, second, more) = (words.next(), words.next(), words.next());
    let case = |word: Option<&str>| word.and_then(CaseNumber::parse);
    Some(match (first, second, more) {
        (Some("undo"), named, None) | (named, Some("undo"), None) => {
            case(named).map_or(Merging::Unclear, Merging::Undo)
        }
        (first, Some(other), None) => {
            let party = CaseNumber::parse(other).map_or(Party::External(other), Party::Case);
            case(first).map_or(Merging::Unclear, |first| Merging::With(first, party))
        }
        (_, _, _) => Merging::Unclear,
    })
}

/// Two cases that staff say are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicating {
    /// The one that closes; nothing: the one in whose thread it is said.
    pub case: Option<CaseNumber>,
    /// The one that goes on; nothing: it can't be made out.
    pub of: Option<CaseNumber>,
}

/// `/duplicate R-1040` in the thread of the case that closes, `/duplicate R-1042 of R-1040` elsewhere.
pub fn duplicating(text: &str) -> Option<Duplicating> {
    if command(text) != Some("duplicate") {
        return None;
    }
    let words = text.split_whitespace().skip(1).filter(|word| *word != "of");
    let mut numbers = words.map(CaseNumber::parse);
    Some(match (numbers.next().flatten(), numbers.next().flatten()) {
        (case, Some(of)) => Duplicating { case, of: Some(of) },
        (of, None) => Duplicating { case: None, of },
    })
}

/// Whether `/why` says why a case is one (`/why 2 recurring ours`), rather than asking why a customer
/// was asked or not (`/why`, `/why @dana`): one of its words can be nothing else.
pub fn is_attribution(text: &str) -> bool {
    command(text) == Some("why") && text.split_whitespace().skip(1).any(Why::is_word)
}

/// Whose questions somebody asks about with `/why`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Whoever the command is given about by its place: a case, or the message it answers.
    Here,
    /// The customer of a case.
    Case(CaseNumber),
    /// The customer with this user name.
    Username(&'a str),
    /// The customer with this account, or with this id in the business's own system.
    Named(&'a str),
    /// Nobody's: it says why a case is one, and no case is known.
    Cause,
}

/// `/why`, `/why R-1042`, `/why @dana`, `/why C-5512`; `/why 2 recurring ours` is something else.
pub fn why(text: &str) -> Option<Whose<'_>> {
    if command(text) != Some("why") {
        return None;
    }
    let Some(word) = text.split_whitespace().nth(1) else { return Some(Whose::Here) };
    if is_attribution(text) {
        return Some(Whose::Cause);
    }
    if let Some(case) = CaseNumber::parse(word) {
        return Some(Whose::Case(case));
    }
    let account = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
    if let Some(account) = account {
        return Some(Whose::Named(account.trim_start_matches('!')));
    }
    Some(word.strip_prefix('@').map_or(Whose::Named(word), Whose::Username))
}

/// The channel that is named: `<#123>` as platforms write it, or its id.
pub fn channel_named(text: &str) -> Option<&str> {
    let text = text.trim();
    let id = text.strip_prefix("<#").and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let is_id = (5..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then_some(id)
}

/// The code in `/link CODE`, as it was given: people write it in small letters, and in groups.
pub fn link_code(text: &str) -> Option<String> {
    if command(text) != Some("link") {
        return None;
    }
    let typed = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    let code: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    (!code.is_empty()).then_some(code)
}

/// Commands of customers.
pub const CUSTOMER: [&str; 12] = [
    "start", "feedback", "complain", "status", "board", "language", "stop", "resume", "privacy",
    "mydata", "forget", "link",
];
/// Commands of staff within a case.
pub const CASE: [&str; 24] = [
    "take",
    "join",
    "leave",
    "note",
    "say",
    "promise",
    "kept",
    "move",
    "progress",
    "offer",
    "delivered",
    "handover",
    "assist",
    "transcript",
    "resolve",
    "close",
    "duplicate",
    "reopen",
    "escalate",
    "tastes",
    "flag",
    "pause",
    "undo",
    "cause",
];
/// Commands of staff about the business.
pub const BUSINESS: [&str; 9] =
    ["duty", "cases", "find", "inbox", "done", "merge", "why", "sorry", "report"];
/// Commands of admins.
pub const ADMIN: [&str; 20] = [
    "zone",
    "hours",
    "language",
    "scale",
    "ask",
    "reply",
    "signals",
    "role",
    "audit",
    "setup",
    "health",
    "test",
    "wording",
    "retention",
    "export",
    "authority",
    "makegood",
    "value",
    "webhook",
    "qr",
];
/// From so many letters on a word may have two mistakes.
const LONG: usize = 6;
/// What admins say after `/cause`; anything else is the name of a cause.
pub const CAUSE: [&str; 7] = ["list", "new", "own", "fixing", "fixed", "public", "board"];
/// The longest name of a place in a printed link.
pub const PLACE: usize = 16;

/// The answer to a command that can't be carried out where it was typed.
pub fn not_here(command: &str) -> DeskSay {
    let typed = format!("/{command}");
    let known = || CUSTOMER.iter().chain(&CASE).chain(&BUSINESS).chain(&ADMIN);
    if known().any(|name| *name == command) {
        return DeskSay::WrongPlace { command: typed };
    }
    let nearest = known()
        .map(|name| (strsim::damerau_levenshtein(name, command), *name))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, name)| format!("/{name}"));
    DeskSay::UnknownCommand { command: typed, nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_names_the_case_that_goes_on() {
        let (one, other) = (Some(CaseNumber(1042)), Some(CaseNumber(1040)));
        for (typed, case, of) in [
            ("/duplicate R-1040", None, other),
            ("/duplicate of R-1040", None, other),
            ("/duplicate R-1042 R-1040", one, other),
            ("/duplicate R-1042 of R-1040", one, other),
            ("/duplicate", None, None),
            ("/duplicate soon", None, None),
        ] {
            assert_eq!(duplicating(typed), Some(Duplicating { case, of }), "{typed}");
            assert_eq!(case_named(typed), case, "{typed}");
        }
        assert_eq!(duplicating("/take R-1040"), None);
    }
}
