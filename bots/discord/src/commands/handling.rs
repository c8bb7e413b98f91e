//! What the commands take by which staff handle a case beside the conversation.

use amends_wording::{Hint, Phrasebook};
use serde_json::Value;

use super::{hinted, kind};

/// What a command takes; nothing if it is none of these.
pub(super) fn options(book: &Phrasebook, name: &str) -> Option<Vec<Value>> {
    let option = |name: &str, hint, required: bool| {
        let mut option = hinted(book, name, hint);
        option["type"] = kind::TEXT.into();
        option["required"] = required.into();
        option
    };
    Some(match name {
        "tastes" => vec![option("text", Hint::Tastes, true)],
        "pause" => vec![option("for", Hint::PauseFor, false)],
        "find" => vec![option("words", Hint::FindWords, true)],
        "duplicate" => {
            let mut of = option("of", Hint::SameAs, true);
            of["autocomplete"] = true.into();
            vec![of]
        }
        _ => return None,
    })
}
