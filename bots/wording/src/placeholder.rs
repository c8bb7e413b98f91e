//! Placeholders in both spellings: `{name}` as people type them, `{ $name }` as Fluent reads them.

use crate::TextError;

/// Turns a text as people type it into a Fluent pattern. What Fluent would read as something else
/// than text (a line that starts with `[`, white space at an end) is quoted.
pub fn to_fluent(text: &str) -> Result<String, TextError> {
    let mut pattern = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        push_text(&mut pattern, &rest[..at]);
        let (name, after) = rest[at..]
            .strip_prefix('{')
            .and_then(|opened| opened.split_once('}'))
            .filter(|(name, _)| is_name(name))
            .ok_or_else(|| stray(&text, rest, at))?;
        pattern.push_str("{ $");
        pattern.push_str(name);
        pattern.push_str(" }");
        rest = after;
    }
    push_text(&mut pattern, rest);
    if pattern.ends_with(is_blank) {
        quote_last(&mut pattern);
    }
    Ok(pattern)
}

/// Turns a Fluent pattern that consists of text and placeholders into the text that people type.
pub fn to_people(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, opened)) = rest.split_once('{') {
        text.push_str(&unfold(before));
        let (inside, after) = opened.split_once('}').unwrap_or((opened, ""));
        let inside = inside.trim();
        match inside.strip_prefix('$') {
            Some(name) => text.extend(["{", name, "}"]),
            None => text.push_str(inside.trim_matches('"')),
        }
        rest = after;
    }
    text.push_str(&unfold(rest));
    text
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn stray(text: &str, rest: &str, at: usize) -> TextError {
    let before = &text[..text.len() - rest.len() + at];
    TextError::StrayBrace { at: before.chars().count() + 1 }
}

/// Appends text, quoting what would not be text at the place where it comes to stand.
fn push_text(pattern: &mut String, text: &str) {
    for letter in text.chars() {
        let starts_line = pattern.is_empty() || pattern.ends_with(INDENT);
        match letter {
            '\n' => {
                // White space at the end of a line is quoted as well: it would be lost at the end.
                if pattern.ends_with(' ') && !starts_line {
                    quote_last(pattern);
                } else if starts_line {
                    pattern.push_str("{\"\"}");
                }
                pattern.push_str(INDENT);
            }
            '[' | '*' | '.' | ' ' if starts_line => {
                pattern.extend(["{\"", letter.encode_utf8(&mut [0; 4]), "\"}"]);
            }
            letter => pattern.push(letter),
        }
    }
    if pattern.ends_with(INDENT) {
        pattern.push_str("{\"\"}");
    }
}

const INDENT: &str = "\n    ";

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\n' | '\r')
}

fn quote_last(pattern: &mut String) {
    if let Some(last) = pattern.pop() {
        pattern.extend(["{\"", last.encode_utf8(&mut [0; 4]), "\"}"]);
    }
}

/// Takes the indent off the lines after the first.
fn unfold(text: &str) -> String {
    text.replace(INDENT, "\n")
}

#[cfg(test)]
mod tests {
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
    use proptest::prelude::*;

    use super::*;

    fn formatted(pattern: &str) -> String {
        let source = format!("key = {pattern}\n");
        let resource = FluentResource::try_new(source).unwrap();
        let mut bundle = FluentBundle::default();
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap();
        let mut args = FluentArgs::new();
        args.set("name", "{name}");
        let message = bundle.get_message("key").unwrap();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(message.value().unwrap(), Some(&args), &mut errors);
        assert!(errors.is_empty(), "{errors:?}");
        text.into_owned()
    }

    #[test]
    fn both_spellings_say_the_same() {
        assert_eq!(to_fluent("Hi {name}, ok?").unwrap(), "Hi { $name }, ok?");
        assert_eq!(to_people("Hi { $name }, ok?"), "Hi {name}, ok?");
        assert_eq!(to_people("{$name}"), "{name}");
    }

    #[test]
    fn a_stray_brace_is_pointed_at() {
        for (text, at) in [("a { b", 3), ("ж}", 2), ("{}", 1), ("{na me}", 1), ("{name} {", 8)] {
            assert_eq!(to_fluent(text), Err(TextError::StrayBrace { at }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_people_type_is_what_is_said(
            parts in prop::collection::vec("[a-zé 🙂.*\\[\\]\"#=$-]{0,4}|\n|\\{name\\}", 1..8)
        ) {
            let text = parts.concat();
            prop_assume!(!text.is_empty());
            let pattern = to_fluent(&text).unwrap();
            prop_assert_eq!(formatted(&pattern), &*text, "{:?}", pattern);
            prop_assert_eq!(to_people(&pattern), &*text, "{:?}", pattern);
        }
    }
}
