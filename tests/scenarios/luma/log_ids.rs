//! Ids of the log in what people read: some are made of ids of the platform, which nobody could guess.

use amends_storage::port::Cause;

/// What comes before an id.
const BEFORE: [&str; 2] = ["In the log: ", "In the log this answer is "];

/// A text with letters alone in place of ids.
pub(crate) fn unquoted(text: &str) -> String {
    text.lines().map(|line| unquoted_line(line) + "\n").collect()
}

/// The ids that stand in a text, in order.
pub(crate) fn quoted(text: &str) -> Vec<Cause> {
    text.lines().filter_map(|line| split(line).map(|(_, id, _)| id)).collect()
}

fn unquoted_line(line: &str) -> String {
    let Some((before, id, after)) = split(line) else { return line.to_owned() };
    let letter = &id.to_string()[..1];
    format!("{before}{letter}…{after}")
}

/// A line around its id: what the line is about goes by it, or the contact of a ledger.
fn split(line: &str) -> Option<(&str, Cause, &str)> {
    let named = BEFORE.iter().find_map(|words| Some(line.find(words)? + words.len()));
    let start = named.or_else(|| is_contact(line).then(|| line.rfind(" (").map(|at| at + 2))?)?;
    let (before, rest) = line.split_at(start);
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (id, after) = rest.split_at(end);
    Some((before, id.parse().ok()?, after))
}

/// Whether a line begins with a time and ends with something in brackets.
fn is_contact(line: &str) -> bool {
    let begins = line
        .trim_start()
        .split_once(' ')
        .is_some_and(|(time, _)| time.len() == 5 && time.find(':') == Some(2));
    begins && line.ends_with(')')
}
