//! Nothing that arrives can stop the reading of what comes after it.

use amends_core::policy::Signals;
use amends_runtime::port::{Incoming, View};
use amends_telegram::{
    data::Keys,
    inbound::{Me, read},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn reads(update: &Value) -> Vec<Incoming> {
    let me = Me { id: 1, username: "luma_bot".to_owned() };
    let view = View {
        business: "Luma".to_owned(),
        wording: std::sync::Arc::default(),
        desk: None,
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    read(update.to_string().as_bytes(), &me, &view, &Keys::of("1:token"))
}

fn private() -> Value {
    json!({ "id": 42, "type": "private" })
}

proptest! {
    #[test]
    fn no_text_is_lost(said in "\\PC{1,200}", name in "\\PC{0,40}") {
        let update = json!({ "update_id": 1, "message": {
            "message_id": 1, "date": 1, "chat": private(), "text": said,
            "from": { "id": 42, "is_bot": false, "first_name": name },
        } });
        let incoming = reads(&update);
        let said_so = matches!(incoming.as_slice(), [Incoming::Wrote { content, .. }]
            if content.words() == Some(said.as_str()));
        prop_assert!(said_so, "{incoming:?}");
    }

    #[test]
    fn no_shape_harms(key in "[a-z_]{1,20}", number: i64, nested: bool) {
        let value = if nested { json!([{ &key: number }]) } else { json!(number) };
        for kind in ["message", "edited_message", "callback_query", "my_chat_member"] {
            let update = json!({ "update_id": number, kind: { "chat": private(),
                "message_id": number, "date": number, &key: value } });
            // Without an author nobody did anything.
            prop_assert!(reads(&update).is_empty());
        }
    }

    #[test]
    fn no_bytes_harm(bytes: Vec<u8>) {
        let me = Me { id: 1, username: "luma_bot".to_owned() };
        let view = View {
        business: "Luma".to_owned(),
        wording: std::sync::Arc::default(),
        desk: None,
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
        prop_assert!(read(&bytes, &me, &view, &Keys::of("1:token")).is_empty());
    }
}
