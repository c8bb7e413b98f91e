//! Commands, mentions and links that the platform finds in a text by itself.

use serde_json::{Value, json};

/// Counts as the platform does: in UTF-16 units.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Returns the part of a text that an entity covers.
pub(crate) fn units(text: &str, entity: &Value) -> String {
    let number = |key: &str| entity[key].as_u64().and_then(|value| usize::try_from(value).ok());
    let start = number("offset").unwrap_or(0);
    let end = start.saturating_add(number("length").unwrap_or(0));
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16_lossy(units.get(start..end).unwrap_or_default())
}

/// Returns the entities of a text, in order: `given` ones and those found beside them.
pub(crate) fn find(text: &str, given: &[Value]) -> Vec<Value> {
    let mut found = given.to_vec();
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        if let Some((kind, lead, size)) = classify(word) {
            let entity = json!({ "type": kind, "offset": start + lead, "length": size });
            if given.iter().all(|other| !overlap(other, &entity)) {
                found.push(entity);
            }
        }
        start += length(word);
    }
    found.sort_by_key(|entity| entity["offset"].as_u64());
    found
}

/// Returns what a word is, how many units stand before it, and how many it has.
fn classify(word: &str) -> Option<(&'static str, usize, usize)> {
    let word = word.trim_end();
    let bare = word.trim_start_matches(['(', '"', '\'', '«', '„', '“']);
    let lead = length(word) - length(bare);
    if let Some(rest) = bare.strip_prefix('/') {
        let name = name_length(rest);
        let addressee = rest[name..].strip_prefix('@').map_or(0, |to| 1 + name_length(to));
        return (0 < name && name <= 64).then_some(("bot_command", lead, 1 + name + addressee));
    }
    if let Some(rest) = bare.strip_prefix('@') {
        let name = name_length(rest);
        return (4..=32).contains(&name).then_some(("mention", lead, 1 + name));
    }
    let is_link = ["http://", "https://", "t.me/"].iter().any(|scheme| bare.starts_with(scheme));
    let link = bare.trim_end_matches(['.', ',', ')', '!', '?', ';', ':', '"', '\'']);
    is_link.then(|| ("url", lead, length(link)))
}

fn name_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

fn overlap(one: &Value, other: &Value) -> bool {
    let start = |entity: &Value| entity["offset"].as_u64().unwrap_or(0);
    let end = |entity: &Value| start(entity) + entity["length"].as_u64().unwrap_or(0);
    start(one) < end(other) && start(other) < end(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_mentions_and_links_are_found() {
        let text = "/take@desk_bot 👍 @anna_k see https://example.com/a?b.";
        let found = find(text, &[]);
        let parts: Vec<String> = found.iter().map(|entity| units(text, entity)).collect();
        assert_eq!(parts, ["/take@desk_bot", "@anna_k", "https://example.com/a?b"]);
    }

    #[test]
    fn a_lone_slash_and_an_address_are_nothing() {
        assert!(find("1 / 2 me@example.com", &[]).is_empty());
    }

    #[test]
    fn given_entities_win() {
        let given = [json!({ "type": "bold", "offset": 0, "length": 6 })];
        assert_eq!(find("/start", &given), given);
    }
}
