//! `/language` of admins: which language customers read whose own isn't known, and which are offered.
//! Customers choose their own by a command of the same name.

use amends_core::lang::Lang;
use amends_wording::{Hint, Phrasebook};
use serde_json::{Value, json};

use super::{SHOWN_TO_ADMINS, SUGGESTIONS, described::hinted, kind, own_name};

pub(super) fn command(book: &Phrasebook) -> Value {
    let option = |name: &str, hint| {
        let mut option = hinted(book, name, hint);
        option["type"] = kind::TEXT.into();
        option["required"] = true.into();
        option
    };
    let part = |name: &str, hint, option: Value| {
        let mut part = hinted(book, name, hint);
        part["type"] = kind::SUBCOMMAND.into();
        part["options"] = json!([option]);
        part
    };
    let lang = any(option("lang", Hint::WordingLang));
    let langs = option("langs", Hint::OfferedLangs);
    let mut command = hinted(book, "language", Hint::Languages);
    command["type"] = kind::SLASH.into();
    command["default_member_permissions"] = SHOWN_TO_ADMINS.into();
    command["options"] = json!([
        part("default", Hint::LanguageDefault, lang),
        part("offer", Hint::LanguageOffer, langs),
    ]);
    command
}

/// An option that takes any language of the business: admins may have added some, so that there is no
/// list of them.
pub(super) fn any(mut option: Value) -> Value {
    if let Some(option) = option.as_object_mut() {
        option.remove("choices");
    }
    option["autocomplete"] = true.into();
    option
}

/// The languages of the business, by what is typed of one.
pub(super) fn like(option: &Value, langs: &[Lang]) -> Vec<Value> {
    if option["name"].as_str() != Some("lang") {
        return Vec::new();
    }
    let typed = option["value"].as_str().unwrap_or_default().to_lowercase();
    let is_like = |lang: &&Lang| {
        lang.code().starts_with(&typed) || own_name(**lang).to_lowercase().starts_with(&typed)
    };
    let fitting = langs.iter().filter(is_like).take(SUGGESTIONS);
    fitting.map(|lang| json!({ "name": own_name(*lang), "value": lang.code() })).collect()
}
