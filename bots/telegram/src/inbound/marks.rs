//! What is emphasised in a text: from Telegram's units to characters.

use amends_core::place::{Emphasis, Style};
use reqwest::Url;
use serde_json::Value;

/// Reads what is emphasised in a text. What is no emphasis, or can't be read, is left out.
pub(super) fn marks(text: &str, entities: Option<&Value>) -> Vec<Emphasis> {
    let Some(Value::Array(entities)) = entities else { return Vec::new() };
    let ends = ends(text);
    entities.iter().filter_map(|entity| mark(entity, &ends)).collect()
}

/// Where each character ends, in Telegram's units.
fn ends(text: &str) -> Vec<u64> {
    let units = |character: char| if character.len_utf16() == 1 { 1 } else { 2 };
    let mut at = 0;
    let end = |character| {
        at += units(character);
        at
    };
    text.chars().map(end).collect()
}

fn mark(entity: &Value, ends: &[u64]) -> Option<Emphasis> {
    let style = style(entity)?;
    let offset = entity.get("offset")?.as_u64()?;
    let end = offset.checked_add(entity.get("length")?.as_u64()?)?;
    let from = ends.partition_point(|character| *character <= offset);
    let to = ends.partition_point(|character| *character <= end);
    if to <= from {
        return None;
    }
    Some(Emphasis { from: u32::try_from(from).ok()?, to: u32::try_from(to).ok()?, style })
}

fn style(entity: &Value) -> Option<Style> {
    Some(match entity.get("type")?.as_str()? {
        "bold" => Style::Bold,
        "italic" => Style::Italic,
        "underline" => Style::Underline,
        "strikethrough" => Style::Strike,
        "spoiler" => Style::Spoiler,
        "code" => Style::Code,
        "pre" => Style::Pre,
        "blockquote" | "expandable_blockquote" => Style::Quote,
        "text_link" => {
            let link = entity.get("url")?.as_str()?;
            let scheme = Url::parse(link).ok()?;
            let is_web = matches!(scheme.scheme(), "http" | "https");
            Style::Link(is_web.then(|| link.to_owned())?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn emphasis(from: u32, to: u32, style: Style) -> Emphasis {
        Emphasis { from, to, style }
    }

    #[test]
    fn units_become_characters() {
        let entities = json!([
            { "type": "bold", "offset": 0, "length": 2 },
            { "type": "strikethrough", "offset": 3, "length": 4 },
            { "type": "text_link", "offset": 8, "length": 99, "url": "https://a.example/x" },
        ]);
        let found = marks("🙂 soup cold", Some(&entities));
        let link = Style::Link("https://a.example/x".to_owned());
        assert_eq!(
            found,
            [emphasis(0, 1, Style::Bold), emphasis(2, 6, Style::Strike), emphasis(7, 11, link),]
        );
    }

    #[test]
    fn every_kind_of_emphasis_is_read() {
        for (kind, style) in [
            ("bold", Style::Bold),
            ("italic", Style::Italic),
            ("underline", Style::Underline),
            ("strikethrough", Style::Strike),
            ("spoiler", Style::Spoiler),
            ("code", Style::Code),
            ("pre", Style::Pre),
            ("blockquote", Style::Quote),
            ("expandable_blockquote", Style::Quote),
        ] {
            let entities = json!([{ "type": kind, "offset": 1, "length": 1 }]);
            assert_eq!(marks("abc", Some(&entities)), [emphasis(1, 2, style)], "{kind}");
        }
    }

    #[test]
    fn what_is_no_emphasis_is_left_out() {
        let entities = json!([
            { "type": "bot_command", "offset": 0, "length": 3 },
            { "type": "bold", "offset": 3, "length": 3 },
            { "type": "bold", "offset": 0, "length": 0 },
            { "type": "bold", "offset": -1, "length": 2 },
            { "type": "bold" },
            { "type": "text_link", "offset": 0, "length": 3, "url": "javascript:alert(1)" },
            { "type": "text_link", "offset": 0, "length": 3, "url": "tg://user?id=1" },
            "bold",
        ]);
        assert_eq!(marks("abc", Some(&entities)), []);
        assert_eq!(marks("abc", Some(&json!({ "type": "bold" }))), []);
        assert_eq!(marks("abc", None), []);
    }

    proptest! {
        #[test]
        fn marks_stay_inside_the_text(text in "[a🙂é]{0,8}", offset: u64, length in 0_u64..20) {
            for offset in [offset, offset % 20] {
                let entity = json!([{ "type": "code", "offset": offset, "length": length }]);
                for mark in marks(&text, Some(&entity)) {
                    let length = u32::try_from(text.chars().count()).unwrap();
                    prop_assert!(mark.from < mark.to && mark.to <= length, "{mark:?}");
                }
            }
        }
    }
}
