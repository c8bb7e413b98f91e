//! Whether a text may be said: what must not be is refused, what should not be is told.

mod words;

use serde::{Deserialize, Serialize};

use super::catalogue::{Entry, Kind};
use crate::lang::Lang;

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// It says nothing.
    Empty,
    /// It has a placeholder that this text has not; those that it has.
    Placeholder {
        /// What was typed between the braces.
        typed: String,
        /// Those there are.
        allowed: Vec<String>,
    },
    /// It lacks a placeholder without which the customer does not learn something.
    Missing {
        /// Which.
        name: String,
    },
    /// A brace belongs to no placeholder.
    Brace {
        /// Its position, counted from 1.
        at: usize,
    },
    /// A character can't be seen, or turns the text around.
    Hidden {
        /// Its position, counted from 1.
        at: usize,
        /// Its number.
        code: u32,
    },
    /// It is too long.
    TooLong {
        /// What it is for.
        kind: Kind,
        /// How long it is.
        length: usize,
    },
    /// It is too short.
    TooShort {
        /// What it is for.
        kind: Kind,
        /// How long it is.
        length: usize,
    },
    /// It has several lines where there is room for one.
    Lines {
        /// What it is for.
        kind: Kind,
    },
    /// It asks more than one question. It may be insisted on.
    Questions,
}

/// What is told about a text that is kept all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// It does not say sorry any more.
    NoApology,
    /// It does not say thank you any more.
    NoThanks,
    /// This sounds like the rule book.
    RuleBook(String),
    /// This promises nothing.
    Vague(String),
    /// A button of so many characters is cut on narrow screens.
    LongButton(usize),
}

/// A button that is longer is cut on narrow screens.
pub const BUTTON_SEEN: usize = 28;
/// The longest piece of what was typed that is told again.
const TOLD: usize = 40;
/// More mistakes than these are not told at once.
pub const FLAWS_TOLD: usize = 10;

/// The text as it is kept: line ends of one kind, nothing around it.
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// Holds a tidy text against what it is for.
pub fn check(
    entry: &Entry,
    lang: Lang,
    text: &str,
    insist: bool,
) -> Result<Vec<Advice>, Vec<Flaw>> {
    if text.is_empty() {
        return Err(vec![Flaw::Empty]);
    }
    let mut flaws: Vec<Flaw> = hidden(text).into_iter().collect();
    flaws.extend(size(entry, text));
    match placeholders(text) {
        Ok(used) => {
            let allowed = || entry.placeholders.iter().map(|name| (*name).to_owned()).collect();
            let unknown = used.iter().filter(|name| !entry.placeholders.contains(name));
            flaws.extend(unknown.map(|name| Flaw::Placeholder {
                typed: name.chars().take(TOLD).collect(),
                allowed: allowed(),
            }));
            let missing = entry.required().filter(|name| !used.contains(name));
            flaws.extend(missing.map(|name| Flaw::Missing { name: name.to_owned() }));
        }
        Err(at) => flaws.push(Flaw::Brace { at }),
    }
    let asks = text.chars().filter(|letter| matches!(letter, '?' | '？' | '؟')).count();
    if entry.kind == Kind::Question && 1 < asks && !insist {
        flaws.push(Flaw::Questions);
    }
    flaws.truncate(FLAWS_TOLD);
    if flaws.is_empty() { Ok(advice(entry, lang, text)) } else { Err(flaws) }
}

/// Whether a text in this language says sorry.
pub(crate) fn says_sorry(lang: Lang, text: &str) -> bool {
    !words::lacks(&text.to_lowercase(), words::sorry(lang))
}

/// The names between braces, or the position of a brace that belongs to none, counted from 1.
pub fn placeholders(text: &str) -> Result<Vec<&str>, usize> {
    let position = |at: usize| text[..at].chars().count() + 1;
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(['{', '}']).map(|at| from + at) {
        let Some(inside) = text[at..].strip_prefix('{') else { return Err(position(at)) };
        let name = match inside.find(['{', '}']) {
            Some(end) if inside[end..].starts_with('}') => &inside[..end],
            Some(_) | None => return Err(position(at)),
        };
        if name.trim().is_empty() {
            return Err(position(at));
        }
        names.push(name);
        from = at + 1 + name.len() + 1;
    }
    Ok(names)
}

/// How long a text is, as the strictest platform counts.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn size(entry: &Entry, text: &str) -> Option<Flaw> {
    let (kind, length) = (entry.kind, length(text));
    if kind.longest() < length {
        return Some(Flaw::TooLong { kind, length });
    }
    if length < kind.shortest() {
        return Some(Flaw::TooShort { kind, length });
    }
    (!kind.has_lines() && text.contains('\n')).then_some(Flaw::Lines { kind })
}

fn hidden(text: &str) -> Option<Flaw> {
    let (index, letter) = text.chars().enumerate().find(|(_, letter)| is_hidden(*letter))?;
    Some(Flaw::Hidden { at: index + 1, code: u32::from(letter) })
}

/// Control characters, marks that turn text around, and what has no width. Emoji are joined by
/// U+200D and drawn by U+FE0F: those stay.
fn is_hidden(letter: char) -> bool {
    let is_control = letter.is_control() && letter != '\n';
    is_control
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{180b}'..='\u{180e}'
                | '\u{200b}'
                | '\u{200c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

fn advice(entry: &Entry, lang: Lang, text: &str) -> Vec<Advice> {
    let lower = text.to_lowercase();
    let mut advice = Vec::new();
    if entry.kind == Kind::Apology {
        if words::lacks(&lower, words::sorry(lang)) {
            advice.push(Advice::NoApology);
        }
        if entry.thanks() && words::lacks(&lower, words::thanks(lang)) {
            advice.push(Advice::NoThanks);
        }
    }
    advice.extend(words::rule_book(&lower, lang).map(Advice::RuleBook));
    advice.extend(words::vague(&lower, lang).map(Advice::Vague));
    let length = length(text);
    if entry.kind == Kind::Button && BUTTON_SEEN < length {
        advice.push(Advice::LongButton(length));
    }
    advice
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wording::catalogue::{entries, entry};

    fn flaws(key: &str, text: &str) -> Vec<Flaw> {
        check(entry(key).unwrap(), Lang::EN, text, false).err().unwrap_or_default()
    }

    fn advice_for(key: &str, lang: Lang, text: &str) -> Vec<Advice> {
        check(entry(key).unwrap(), lang, text, false).unwrap()
    }

    #[test]
    fn what_must_not_be_said_is_refused() {
        let allowed = vec!["hello".to_owned()];
        let unknown =
            |typed: &str| Flaw::Placeholder { typed: typed.to_owned(), allowed: allowed.clone() };
        assert_eq!(flaws("ask", "{nmae} How was it?"), [unknown("nmae")]);
        assert_eq!(flaws("ask", "{ hello } How was it?"), [unknown(" hello ")]);
        assert_eq!(flaws("ask", "{Hello} How?"), [unknown("Hello")]);
        assert_eq!(flaws("nudge_2", "Soon."), [Flaw::Missing { name: "due".to_owned() }]);
        for (text, at) in [("a { b", 3), ("ж}", 2), ("{}", 1), ("{{hello}}", 1), ("{hello} {", 9)]
        {
            assert_eq!(flaws("ask", text), [Flaw::Brace { at }], "{text}");
        }
        assert_eq!(flaws("ask", "How? And why?"), [Flaw::Questions]);
        assert_eq!(check(entry("ask").unwrap(), Lang::EN, "How? And why?", true), Ok(vec![]));
        assert_eq!(flaws("ask", "How \u{202e}was it?"), [Flaw::Hidden { at: 5, code: 0x202e }]);
        assert_eq!(flaws("ask", ""), [Flaw::Empty]);
        let kind = Kind::Button;
        assert_eq!(flaws("btn_no", "a\nb"), [Flaw::Lines { kind }]);
        // Each of these counts twice.
        assert_eq!(flaws("btn_no", &"🙂".repeat(41)), [Flaw::TooLong { kind, length: 82 }]);
        assert_eq!(flaws("btn_no", &"🙂".repeat(40)), []);
        assert_eq!(flaws("cmd_stop", "ab"), [Flaw::TooShort { kind: Kind::Menu, length: 2 }]);
    }

    #[test]
    fn what_should_not_be_said_is_told() {
        let within = "Someone is with you within {duration}.";
        assert_eq!(
            advice_for("sorry_unhappy", Lang::EN, within),
            [Advice::NoApology, Advice::NoThanks]
        );
        let policy = "Our Policy: somebody answers within {duration}. We’re sorry – thank you.";
        assert_eq!(
            advice_for("sorry_unhappy", Lang::EN, policy),
            [Advice::RuleBook("policy".to_owned())]
        );
        assert_eq!(
            advice_for("stop_ack", Lang::DE, "So bald wie möglich."),
            [Advice::Vague("so bald wie möglich".to_owned())]
        );
        let long = "b".repeat(29);
        assert_eq!(advice_for("btn_no", Lang::EN, &long), [Advice::LongButton(29)]);
        assert_eq!(advice_for("ask", Lang::RO, "Cum v-a plăcut 👨‍👩‍👧?"), []);
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_check(text in "(\\PC|[{}?\\n\\u{202e}]){0,60}|\\{[a-z_]{0,8}\\}?.{0,9}") {
            for entry in entries() {
                for lang in Lang::BUILT_IN {
                    let found = check(entry, lang, &tidy(&text), false);
                    prop_assert!(!found.is_err_and(|flaws| flaws.is_empty()));
                }
            }
        }
    }
}
