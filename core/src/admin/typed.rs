//! How the words of a command are taken apart: one after the other.

use serde::{Deserialize, Serialize};

use crate::grammar;

/// The longest name of something in commands.
const NAME: usize = 40;
/// The longest text that is kept.
const TEXT: usize = 200;

/// Why words can't be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextUnfit {
    /// There are none.
    None,
    /// They are too long.
    TooLong {
        /// How long they are, in characters.
        length: usize,
        /// How long they may be.
        most: usize,
    },
    /// There is something in them that nobody sees.
    Unseen,
    /// It is no name.
    Name {
        /// What was typed.
        typed: String,
        /// How long it may be.
        most: usize,
    },
}

/// Takes the next word. Nothing is left: an empty one.
pub(super) fn word<'a>(rest: &mut &'a str) -> &'a str {
    let (word, left) = grammar::word(rest);
    *rest = left;
    word
}

/// Takes all that is left, without the quotation marks around it.
pub(crate) fn remainder(rest: &str) -> &str {
    let text = rest.trim();
    let quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»')];
    let within = |(open, close): (char, char)| text.strip_prefix(open)?.strip_suffix(close);
    quotes.into_iter().find_map(within).unwrap_or(text).trim()
}

/// A name for commands: letters and digits, `-` and `_`, in small letters.
pub(super) fn name(typed: &str) -> Result<String, TextUnfit> {
    let is_legal = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let name = typed.to_lowercase();
    if (1..=NAME).contains(&name.chars().count()) && name.chars().all(is_legal) {
        return Ok(name);
    }
    Err(TextUnfit::Name { typed: typed.to_owned(), most: NAME })
}

/// Words to be kept: some, not too many, and all of them to be seen.
pub(super) fn text(typed: &str) -> Result<String, TextUnfit> {
    if typed.is_empty() {
        return Err(TextUnfit::None);
    }
    let length = typed.chars().count();
    if TEXT < length {
        return Err(TextUnfit::TooLong { length, most: TEXT });
    }
    if typed.chars().any(is_unseen) {
        return Err(TextUnfit::Unseen);
    }
    Ok(typed.to_owned())
}

/// Control characters, line breaks among them, and what turns the direction of writing.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_one_after_the_other() {
        let mut rest = " dessert\t3.50 a  cake ";
        let (name, cost) = (word(&mut rest), word(&mut rest));
        assert_eq!((name, cost, remainder(rest)), ("dessert", "3.50", "a  cake"));
        let mut rest = "x";
        assert_eq!((word(&mut rest), word(&mut rest), rest), ("x", "", ""));
        assert_eq!(remainder("\"Food came late\""), "Food came late");
        assert_eq!(remainder("„Zu spät“"), "Zu spät");
    }

    #[test]
    fn names_and_texts_are_bounded_and_visible() {
        assert_eq!(name("Dessert_2"), Ok("dessert_2".to_owned()));
        assert_eq!(name("Десерт"), Ok("десерт".to_owned()));
        let long = "x".repeat(10_000);
        for typed in ["", "a b", "a\u{202e}b", "*", "@anna", "<@7>", "a:b", &long] {
            assert!(matches!(name(typed), Err(TextUnfit::Name { .. })), "{typed}");
        }
        assert_eq!(text("cake 🍰 עוגה"), Ok("cake 🍰 עוגה".to_owned()));
        assert_eq!(text(""), Err(TextUnfit::None));
        assert_eq!(text(&long), Err(TextUnfit::TooLong { length: 10_000, most: 200 }));
        for typed in ["a\u{202e}b", "a\nb", "\u{200f}", "a\0", "\u{2066}x"] {
            assert_eq!(text(typed), Err(TextUnfit::Unseen), "{typed:?}");
        }
    }
}
