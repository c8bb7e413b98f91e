//! The one grammar of commands: positional text, the same on every platform.

use crate::ids::CaseNumber;

/// The case that a staff command names: `/take R-1042`.
pub fn case_named(text: &str) -> Option<CaseNumber> {
    if !text.starts_with('/') || text.starts_with("//") {
        return None;
    }
    text.split_whitespace().skip(1).find_map(CaseNumber::parse)
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
