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
    let choices = Lang::ALL.map(|lang| json!({ "name": own_name(lang), "value": lang.code() }));
    let lang = json!({ "type": kind::TEXT, "name": "lang", "required": true,
        "description": hint(Hint::WordingLang), "choices": choices });
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
