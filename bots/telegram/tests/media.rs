//! What is in messages beside words: files, and what can't be copied; and emoji on them.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

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

fn reads(update: &Value) -> Vec<Incoming> {
    let me = Me { id: 4_839_574_812, username: "luma_bot".to_owned() };
    let view = View {
        business: "Luma Café".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(Place::chat(Platform::Telegram, DESK.to_string())),
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    read(update.to_string().as_bytes(), &me, &view, &Keys::of("4839574812:AAtoken"))
}

/// Reads a message that Dana wrote in private.
fn in_private(more: &Value) -> Vec<Incoming> {
    let mut message = json!({
        "message_id": 71, "date": 1_763_285_600, "from": dana(),
        "chat": { "id": 42, "type": "private", "first_name": "Dana" },
    });
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    reads(&json!({ "update_id": 640_000_001, "message": message }))
}

fn dana() -> Value {
    json!({ "id": 42, "is_bot": false, "first_name": "Dana" })
}

fn files(more: &Value) -> Vec<FileRef> {
    let incoming = in_private(more);
    let [Incoming::Wrote { content: Content::Media { files, .. }, .. }] = incoming.as_slice()
    else {
        panic!("{more}: {incoming:?}")
    };
    files.clone()
}

#[test]
fn media_are_told_apart() {
    let file = json!({ "file_id": "f", "file_unique_id": "u", "file_size": 9 });
    let with = |more: Value| {
        let mut body = file.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let moving = with(json!({ "width": 1, "height": 1, "duration": 1 }));
    let place = json!({ "latitude": 44.4, "longitude": 26.1 });
    let sticker = with(json!({ "type": "regular", "width": 1, "height": 1, "is_animated": false,
        "is_video": false }));
    for (key, body, kind, caption) in [
        ("photo", json!([with(json!({ "width": 1, "height": 1 }))]), MediaKind::Photo, true),
        ("document", file.clone(), MediaKind::Document, true),
        ("voice", with(json!({ "duration": 3 })), MediaKind::Voice, true),
        ("video", moving.clone(), MediaKind::Video, true),
        ("animation", moving, MediaKind::Video, true),
        ("video_note", with(json!({ "length": 1, "duration": 1 })), MediaKind::Video, false),
        ("audio", with(json!({ "duration": 3 })), MediaKind::Audio, true),
        ("sticker", sticker, MediaKind::Sticker, false),
        ("location", place.clone(), MediaKind::Location, false),
        (
            "venue",
            json!({ "location": place, "title": "Luma", "address": "Main street" }),
            MediaKind::Location,
            false,
        ),
        (
            "contact",
            json!({ "phone_number": "+40", "first_name": "Dana" }),
            MediaKind::Contact,
            false,
        ),
    ] {
        let mut more = json!({ key: body });
        if caption {
            more["caption"] = json!("look");
        }
        if key == "animation" {
            more["document"] = file.clone();
        }
        let incoming = in_private(&more);
        let [Incoming::Wrote { content, .. }] = incoming.as_slice() else {
            panic!("{key}: {incoming:?}")
        };
        let caption = caption.then(|| "look".to_owned());
        let Content::Media { kind: is, caption: under, .. } = content else { panic!("{key}") };
        assert_eq!((is, under), (&kind, &caption), "{key}");
    }
}

#[test]
fn what_cannot_be_copied_is_not_lost_in_silence() {
    let poll = json!({ "id": "1", "question": "?", "options": [], "total_voter_count": 0,
        "is_closed": false, "is_anonymous": true, "type": "regular",
        "allows_multiple_answers": false });
    for more in [
        json!({ "poll": poll }),
        json!({ "dice": { "emoji": "🎲", "value": 6 } }),
        json!({ "rich_message": { "of": "another year" } }),
        json!({ "nobody knows yet": { "what": "this is" } }),
    ] {
        let incoming = in_private(&more);
        let [Incoming::Wrote { content, .. }] = incoming.as_slice() else {
            panic!("{more}: {incoming:?}")
        };
        assert_eq!(*content, Content::Unsupported, "{more}");
    }
}

#[test]
fn files_are_named_with_what_is_known_of_them() {
    let known = |id: &str, name: &str, mime: &str, size| FileRef {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        mime: Some(mime.to_owned()),
        size,
    };
    let size = |id: &str, side: u32| {
        json!({ "file_id": id, "file_unique_id": id, "width": side, "height": side,
            "file_size": side })
    };
    let largest = json!({ "photo": [size("s", 90), size("l", 1280), size("m", 320)] });
    assert_eq!(files(&largest), [known("l", "photo.jpg", "image/jpeg", Some(1280))]);
    let bill = json!({ "document": { "file_id": "d", "file_unique_id": "d",
        "file_name": "../bill.pdf", "mime_type": "application/pdf", "file_size": 5_000_000_000_u64 } });
    let wanted = known("d", "../bill.pdf", "application/pdf", Some(5_000_000_000));
    assert_eq!(files(&bill), [wanted]);
    let sticker = |animated: bool, video: bool| {
        json!({ "sticker": { "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
            "height": 1, "is_animated": animated, "is_video": video } })
    };
    for (sticker, name, mime) in [
        (sticker(false, false), "sticker.webp", "image/webp"),
        (sticker(true, false), "sticker.tgs", "application/x-tgsticker"),
        (sticker(false, true), "sticker.webm", "video/webm"),
    ] {
        assert_eq!(files(&sticker), [known("s", name, mime, None)]);
    }
    let place = json!({ "location": { "latitude": 44.4, "longitude": 26.1 } });
    assert_eq!(files(&place), []);
    for strange in [json!({ "photo": [] }), json!({ "voice": { "duration": 3 } })] {
        let incoming = in_private(&strange);
        assert!(incoming.len() <= 1, "{incoming:?}");
    }
}

fn reacted(chat: &Value, old: &Value, new: &Value) -> Vec<(String, bool)> {
    let incoming = reads(&json!({ "update_id": 1, "message_reaction": {
        "chat": chat, "message_id": 12, "user": dana(), "date": 1_763_285_600,
        "old_reaction": old, "new_reaction": new,
    } }));
    let of = |incoming: Incoming| {
        let Incoming::Reacted { emoji, on, message, .. } = incoming else { panic!("{incoming:?}") };
        assert_eq!((message.id.as_str(), message.place.thread), ("12", None));
        (emoji, on)
    };
    incoming.into_iter().map(of).collect()
}

#[test]
fn change_of_emoji_is_what_went_and_what_came() {
    let private = json!({ "id": 42, "type": "private", "first_name": "Dana" });
    let desk = json!({ "id": DESK, "type": "supergroup", "title": "Luma", "is_forum": true });
    let support = json!({ "id": DESK - 1, "type": "supergroup", "title": "Luma" });
    let emoji = |emoji: &str| json!({ "type": "emoji", "emoji": emoji });
    let custom = json!({ "type": "custom_emoji", "custom_emoji_id": "5368324170671202286" });
    let (none, heart) = (json!([]), json!([emoji("❤")]));
    let all = json!([custom, { "type": "paid" }, emoji("🙏"), { "of": "another year" }]);
    let gone = |name: &str| (name.to_owned(), false);
    let come = |name: &str| (name.to_owned(), true);
    for chat in [&private, &desk] {
        assert_eq!(reacted(chat, &none, &heart), [come("❤")]);
        assert_eq!(reacted(chat, &heart, &none), [gone("❤")]);
        assert_eq!(reacted(chat, &heart, &heart), []);
        assert_eq!(reacted(chat, &heart, &all), [gone("❤"), come("🙏")]);
    }
    assert_eq!(reacted(&support, &none, &heart), [], "nobody's line stands there");
}

#[test]
fn emoji_of_nobody_mean_nothing() {
    let chat = json!({ "id": 42, "type": "private" });
    for who in [
        json!({ "actor_chat": { "id": DESK, "type": "supergroup", "title": "Luma" } }),
        json!({ "user": { "id": 77, "is_bot": true, "first_name": "Other" } }),
        json!({ "user": "nobody" }),
    ] {
        let mut change = json!({ "chat": chat, "message_id": 12, "date": 1, "old_reaction": [],
            "new_reaction": [{ "type": "emoji", "emoji": "❤" }] });
        change.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
        assert_eq!(reads(&json!({ "update_id": 1, "message_reaction": change })), [], "{who}");
    }
}

#[test]
fn answered_file_is_named() {
    let file = json!({ "file_id": "F1", "file_unique_id": "U1", "file_name": "texts.toml",
        "mime_type": "application/toml", "file_size": 12 });
    let answering = |field: &str, what: &Value, chat: Value| {
        let answered = json!({ "message_id": 60, "date": 1_763_285_000, "chat": chat,
            "from": dana(), field: what });
        in_private(&json!({ "text": "/wording import ro", "chat": chat,
            "reply_to_message": answered }))
    };
    let named = |incoming: Vec<Incoming>| match incoming.as_slice() {
        [Incoming::Wrote { named, .. } | Incoming::Desk { named, .. }] => named.file.clone(),
        _ => panic!("{incoming:?}"),
    };
    let private = json!({ "id": 42, "type": "private", "first_name": "Dana" });
    let desk = json!({ "id": DESK, "type": "supergroup", "title": "Luma desk" });
    for chat in [&private, &desk] {
        let found = named(answering("document", &file, chat.clone()));
        let found = found.expect("the file that it answers");
        assert_eq!((found.id.as_str(), found.size), ("F1", Some(12)));
        assert_eq!(found.name.as_deref(), Some("texts.toml"));
        assert_eq!(named(answering("text", &json!("words"), chat.clone())), None);
    }
    let own = json!({ "caption": "/wording import", "document": file });
    assert_eq!(named(in_private(&own)), None, "it answers nothing");
}
