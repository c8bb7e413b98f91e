//! What people read beside commands and their parts, each in their own language.

use amends_core::lang::Lang;
use amends_wording::{Hint, Phrasebook};
use serde_json::{Map, Value, json};

use super::{DESCRIPTION, ENTRY, cut};

/// A name with its description in every language that has one; nothing is said in English if there
/// is none.
pub(super) fn described(name: &str, text: impl Fn(Lang) -> Option<String>) -> Value {
    let default = text(Lang::default()).unwrap_or_default();
    json!({
        "name": name,
        "description": cut(&default, DESCRIPTION),
        "description_localizations": translations(DESCRIPTION, text),
    })
}

/// The same for one of the commands in a list.
pub(super) fn listed(name: &str, list: impl Fn(Lang) -> Vec<(&'static str, String)>) -> Value {
    described(name, |lang| {
        list(lang).into_iter().find(|(other, _)| *other == name).map(|(_, text)| text)
    })
}

/// The same for a part of a command.
pub(super) fn hinted(book: &Phrasebook, name: &str, hint: Hint) -> Value {
    described(name, |lang| Some(book.hint(hint, lang)))
}

/// An entry in the menu of a person or a message. It is its name that is translated.
pub(super) fn entry(book: &Phrasebook, hint: Hint) -> Value {
    let name = cut(&book.hint(hint, Lang::default()), ENTRY);
    let names = translations(ENTRY, |lang| Some(book.hint(hint, lang)));
    json!({ "name": name, "name_localizations": names })
}

fn translations(longest: usize, text: impl Fn(Lang) -> Option<String>) -> Map<String, Value> {
    let others = Lang::BUILT_IN.into_iter().filter(|lang| *lang != Lang::default());
    let translated = others.filter_map(|lang| text(lang).map(|text| (lang, text)));
    translated.map(|(lang, text)| (lang.code().to_owned(), cut(&text, longest).into())).collect()
}
