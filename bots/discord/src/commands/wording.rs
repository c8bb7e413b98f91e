//! `/wording` with its parts.

use amends_core::wording::catalogue::{GROUPS, entries};
use amends_wording::{Hint, Phrasebook};
use serde_json::{Value, json};

use super::{SUGGESTIONS, described::hinted, kind, languages};

/// The options of the parts, in the order in which the grammar reads them.
const ORDER: [&str; 4] = ["group", "key", "lang", "number"];

/// Where an option stands in the grammar; those of other commands stay where they are.
pub(super) fn place_of(option: &Value) -> usize {
    let name = option["name"].as_str().unwrap_or_default();
    ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
}

pub(super) fn parts(book: &Phrasebook) -> Vec<Value> {
    let option = |name: &str, hint, required: bool, choices: Vec<Value>| {
        let mut option = hinted(book, name, hint);
        option["type"] = kind::TEXT.into();
        option["required"] = required.into();
        option["choices"] = choices.into();
        option
    };
    let part = |name: &str, hint, options: Vec<Value>| {
        let mut part = hinted(book, name, hint);
        part["type"] = kind::SUBCOMMAND.into();
        part["options"] = options.into();
        part
    };
    let key = || {
        let mut key = option("key", Hint::WordingKey, true, vec![]);
        key["autocomplete"] = true.into();
        key
    };
    let lang = |required| languages::any(option("lang", Hint::WordingLang, required, vec![]));
    // Without words a form opens in which there is room for them.
    let text = || option("text", Hint::WordingText, false, vec![]);
    let groups = GROUPS.map(|(name, _)| json!({ "name": name, "value": name }));
    let group = option("group", Hint::WordingGroup, false, groups.into());
    let number = option("number", Hint::WordingNumber, true, vec![]);
    let mut file = hinted(book, "file", Hint::WordingFile);
    file["type"] = kind::FILE.into();
    file["required"] = true.into();
    vec![
        part("list", Hint::WordingList, vec![group, lang(false)]),
        part("show", Hint::WordingShow, vec![key(), lang(false)]),
        part("set", Hint::WordingSet, vec![key(), lang(true), text()]),
        part("variant", Hint::WordingVariant, vec![key(), lang(true), text()]),
        part("reset", Hint::WordingReset, vec![key(), lang(true)]),
        part("history", Hint::WordingHistory, vec![key(), lang(false)]),
        part("rollback", Hint::WordingRollback, vec![key(), lang(true), number]),
        part("export", Hint::WordingExport, vec![lang(true)]),
        part("import", Hint::WordingImport, vec![file, lang(false)]),
    ]
}

/// The keys that hold what is typed of one.
pub(super) fn keys_like(option: &Value) -> Vec<Value> {
    if option["name"].as_str() != Some("key") {
        return Vec::new();
    }
    let typed = option["value"].as_str().unwrap_or_default().to_lowercase();
    let fitting = entries().map(|entry| entry.key).filter(|key| key.contains(&typed));
    let mut keys: Vec<_> = fitting.collect();
    // What begins as it was typed comes first.
    keys.sort_by_key(|key| !key.starts_with(&typed));
    keys.truncate(SUGGESTIONS);
    keys.into_iter().map(|key| json!({ "name": key, "value": key })).collect()
}
