//! What people pick from other bots, such as a film: in private and at the desk it is theirs.

use amends_core::{
    place::{Content, FileRef, MediaKind, Place, Platform},
    policy::Signals,
};
use amends_runtime::port::{Incoming, View};
use amends_telegram::{
    data::Keys,
    inbound::{Me, read},
};
use serde_json::{Value, json};

const DESK: i64 = -1_002_000_000_001;
const SUPPORT: i64 = -1_002_000_000_002;

/// Reads a message that Dana picked from another bot.
fn picked(kind: &str, chat: &Value, more: &Value) -> Vec<Incoming> {
    let gif = json!({ "id": 140_267_078, "is_bot": true, "first_name": "GIF", "username": "gif" });
    let mut message = json!({
        "message_id": 71, "date": 1_763_285_600, "chat": chat, "via_bot": gif,
        "from": { "id": 42, "is_bot": false, "first_name": "Dana" },
    });
    if let (Value::Object(message), Value::Object(more)) = (&mut message, more.clone()) {
        message.extend(more);
    }
    let update = json!({ "update_id": 1, kind: message }).to_string();
    let desk = Place::chat(Platform::Telegram, DESK.to_string());
    let view = View {
        business: "Luma".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(desk),
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    let me = Me { id: 4_839_574_812, username: "luma_bot".to_owned() };
    read(update.as_bytes(), &me, &view, &Keys::of("4839574812:AAtoken"))
}

fn private() -> Value {
    json!({ "id": 42, "type": "private", "first_name": "Dana" })
}

fn group(id: i64) -> Value {
    json!({ "id": id, "type": "supergroup", "title": "Luma", "is_forum": true })
}

fn film() -> Value {
    let file = json!({ "file_id": "f", "file_unique_id": "u", "width": 1, "height": 1,
        "duration": 1 });
    json!({ "animation": file, "document": { "file_id": "f", "file_unique_id": "u" } })
}

#[test]
fn film_of_another_bot_is_the_customers() {
    let file = FileRef {
        id: "f".to_owned(),
        name: Some("video.mp4".to_owned()),
        mime: Some("video/mp4".to_owned()),
        size: None,
    };
    let video = Content::Media { kind: MediaKind::Video, caption: None, files: vec![file] };
    let game = json!({ "game": { "title": "?", "description": "?", "photo": [] } });
    let text = json!({ "text": "cold soup" });
    for (more, expected) in [
        (film(), video),
        (game, Content::Unsupported),
        (text, Content::Text("cold soup".to_owned())),
    ] {
        let read = picked("message", &private(), &more);
        let [Incoming::Wrote { content, .. }] = read.as_slice() else { panic!("{more}: {read:?}") };
        assert_eq!(*content, expected, "{more}");
    }
    let edited = picked("edited_message", &private(), &film());
    assert!(matches!(edited.as_slice(), [Incoming::Edited { .. }]), "{edited:?}");
}

#[test]
fn film_of_another_bot_counts_at_the_desk_and_is_nothing_where_customers_are_served() {
    let desk = picked("message", &group(DESK), &film());
    assert!(matches!(desk.as_slice(), [Incoming::Desk { .. }]), "{desk:?}");
    assert_eq!(picked("message", &group(SUPPORT), &film()), []);
}
