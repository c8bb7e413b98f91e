//! Makes harmless what comes from people, without changing what it says.

/// The longest name that is shown.
const NAME_LIMIT: usize = 64;

/// A name fit to stand in a sentence of ours: without characters that hide, reorder or break
/// what stands around it, on one line, at most 64 characters. Nothing if nothing is left.
pub fn clean_name(name: &str) -> Option<String> {
    let visible: String = one_line(name).chars().filter(|letter| !is_invisible(*letter)).collect();
    // What was invisible may have stood between spaces.
    let name: String = one_line(&visible).chars().take(NAME_LIMIT).collect();
    let name = name.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Words fit to be shown: line breaks and tabs stay, other control characters and marks that
/// reorder text go. What is longer than `limit` characters is cut and ends in "…".
pub fn clean_text(text: &str, limit: usize) -> String {
    cut(
        text.replace("\r\n", "\n")
            .chars()
            .map(|letter| if is_line_break(letter) { '\n' } else { letter })
            .filter(|letter| matches!(letter, '\n' | '\t') || !letter.is_control())
            .filter(|letter| !is_reordering(*letter)),
        limit,
    )
}

/// Words as part of one line, so that they can't pretend to be a line of ours.
pub(crate) fn one_line_text(text: &str, limit: usize) -> String {
    cut(one_line(&clean_text(text, usize::MAX)).chars(), limit)
}

/// A user name as the platforms allow it; nothing if nothing is left.
pub(crate) fn clean_username(name: &str) -> Option<String> {
    let allowed = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    let name: String = name.chars().filter(allowed).take(NAME_LIMIT).collect();
    (!name.is_empty()).then_some(name)
}

fn cut(letters: impl Iterator<Item = char>, limit: usize) -> String {
    let mut letters = letters.peekable();
    let mut text: String = letters.by_ref().take(limit).collect();
    if letters.peek().is_some() {
        text.pop();
        text.push('…');
    }
    text
}

/// Collapses every run of white space, line breaks included, and drops control characters.
fn one_line(text: &str) -> String {
    let words = text
        .split(char::is_whitespace)
        .map(|word| word.chars().filter(|letter| !letter.is_control() && !is_reordering(*letter)));
    let mut line = String::with_capacity(text.len());
    for word in words {
        let mut word = word.peekable();
        if word.peek().is_none() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word);
    }
    line
}

fn is_line_break(letter: char) -> bool {
    matches!(letter, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Marks, overrides and isolates of writing direction.
fn is_reordering(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Characters without a shape of their own: they make two names look the same, or a name empty.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_keeps_letters_of_every_script() {
        for name in
            ["Dana", "Ștefan-Łukasz O’Neill", "Дарья", "דנה", "دانا", "张伟", "Zoë 😀", "❤️"]
        {
            assert_eq!(clean_name(name).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_name_loses_what_could_trick_a_reader() {
        let tricks = [
            ("Dana\u{202e}gpj.exe", "Danagpj.exe"),
            ("\u{2066}Da\u{200b}na\u{2069}\u{feff}", "Dana"),
            ("Da\u{e0041}na\u{7}\u{9b}", "Dana"),
            ("  Dana \t\r\n Promised: \u{2028} all  ", "Dana Promised: all"),
            ("Dana \u{200d} Pop", "Dana Pop"),
            ("ends in \u{202e}", "ends in"),
        ];
        for (name, clean) in tricks {
            assert_eq!(clean_name(name).as_deref(), Some(clean), "{name:?}");
        }
    }

    #[test]
    fn a_name_of_nothing_is_none() {
        for name in ["", "  \n", "\u{3164}", "\u{200b}\u{200d}", "\u{2800} \u{202e}", "\u{e0020}"] {
            assert_eq!(clean_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!(clean_name(&"ж".repeat(65)), Some("ж".repeat(64)));
    }

    #[test]
    fn a_text_keeps_its_lines() {
        let text = "one\r\n\ttwo\u{2028}three\u{0}\u{202e} four\u{2069}";
        assert_eq!(clean_text(text, 100), "one\n\ttwo\nthree four");
        assert_eq!(one_line_text(text, 100), "one two three four");
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(clean_text("12345", 5), "12345");
        assert_eq!(clean_text("123456", 5), "1234…");
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(name: String, limit in 1_usize..100) {
            if let Some(clean) = clean_name(&name) {
                prop_assert!(clean.chars().count() <= NAME_LIMIT);
                prop_assert_eq!(clean_name(&clean), Some(clean));
            }
            let text = clean_text(&name, limit);
            prop_assert!(text.chars().count() <= limit);
            prop_assert_eq!(clean_text(&text, limit), text);
        }
    }
}
