//! `/language` of admins: which language customers read whose own isn't known, and which are offered.
//! Customers choose their own by a command of the same name.

use amends_core::lang::Lang;
use amends_wording::{Hint, Phrasebook};
use serde_json::{Value, json};

use super::{DESCRIPTION, SHOWN_TO_ADMINS, cut, kind, own_name};

pub(super) fn command(book: &Phrasebook) -> Value {
    let hint = |hint| cut(&book.hint(hint), DESCRIPTION);
    let part = |name: &str, about, option: Value| {
        json!({ "type": kind::SUBCOMMAND, "name": name, "description": hint(about),
            "options": [option] })
    };
    // Admins may have added languages, so that there is no list of them here.
    let lang = json!({ "type": kind::TEXT, "name": "lang", "required": true,
        "description": hint(Hint::WordingLang), "autocomplete": true });
    let langs = json!({ "type": kind::TEXT, "name": "langs", "required": true,
        "description": hint(Hint::OfferedLangs) });
    json!({
        "type": kind::SLASH,
        "name": "language",
        "description": hint(Hint::Languages),
        "default_member_permissions": SHOWN_TO_ADMINS,
        "options": [
            part("default", Hint::LanguageDefault, lang),
            part("offer", Hint::LanguageOffer, langs),
        ],
    })
}

/// The languages that come with amends, by what is typed of one.
pub(super) fn like(option: &Value) -> Vec<Value> {
    if option["name"].as_str() != Some("lang") {
        return Vec::new();
    }
    let typed = option["value"].as_str().unwrap_or_default().to_lowercase();
    let is_like = |lang: &Lang| {
        lang.code().starts_with(&typed) || own_name(*lang).to_lowercase().starts_with(&typed)
    };
    let fitting = Lang::BUILT_IN.into_iter().filter(is_like);
    fitting.map(|lang| json!({ "name": own_name(lang), "value": lang.code() })).collect()
}
