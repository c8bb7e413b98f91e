mod endings;
mod interactions;

use amends_core::{
    event::VenueEvent,
    place::{Actor, Content, Emphasis, FileRef, MediaKind, Style},
    policy::{Level, RoleLevel, Signals},
};
use serde_json::json;

use super::*;
use crate::envelope::Around;

const GIL: &str = "7";

fn me() -> Me {
    Me { id: "99".to_owned(), guild: Some("1".to_owned()) }
}

fn keys() -> Keys {
    Keys::of("a.b.c")
}

fn discord(chat: &str) -> Place {
    Place::chat(Platform::Discord, chat)
}

fn view() -> View {
    View {
        business: "Luma".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(discord("30")),
        care: Some(discord("40")),
        signals: Signals::default(),
        roles: vec![RoleLevel {
            platform: Platform::Discord,
            role: "91".to_owned(),
            level: Level::Agent,
        }],
    }
}

fn envelope(t: &str, d: Value) -> Envelope {
    Envelope { t: t.to_owned(), d, parent: None, around: Around::default() }
}

fn in_thread(t: &str, d: Value, parent: &str) -> Envelope {
    Envelope { parent: Some(parent.to_owned()), ..envelope(t, d) }
}

fn read_with(envelope: &Envelope, view: &View) -> Option<Incoming> {
    let mut all = read(&envelope.to_bytes(), &me(), view, &keys()).into_iter();
    let one = all.next();
    assert_eq!(all.next(), None);
    one
}

fn read_one(envelope: &Envelope) -> Option<Incoming> {
    read_with(envelope, &view())
}

fn user(id: &str, name: &str) -> Value {
    json!({ "id": id, "username": name, "global_name": null, "discriminator": "0" })
}

fn message(guild: Option<&str>, channel: &str, content: &str) -> Value {
    json!({ "id": "60", "channel_id": channel, "guild_id": guild, "type": 0, "content": content,
        "author": user(GIL, "gil"), "member": { "nick": "Gil", "roles": ["91"] },
        "attachments": [], "embeds": [], "mentions": [], "edited_timestamp": null })
}

fn gil(actor: &Actor) -> bool {
    actor.address.account == GIL && actor.name.as_deref() == Some("Gil")
}

#[test]
fn word_in_private_is_read() {
    let mut d = message(None, "50", "third **time** late");
    d["author"]["global_name"] = "Gil".into();
    d["member"] = Value::Null;
    d["message_reference"] = json!({ "message_id": "59", "channel_id": "50" });
    let Some(Incoming::Wrote { by, message, reply_to, content, token, press, form, .. }) =
        read_one(&envelope("MESSAGE_CREATE", d))
    else {
        panic!("a word in private")
    };
    assert!(gil(&by) && by.roles.is_empty());
    assert_eq!(message, MessageRef { place: discord("50"), id: "60".to_owned() });
    assert_eq!(reply_to.unwrap().id, "59");
    let bold = Emphasis { from: 6, to: 10, style: Style::Bold };
    assert_eq!(content, Content::styled("third time late", vec![bold]));
    assert_eq!((token, press, form), (None, None, None));
}

#[test]
fn answered_file_is_named() {
    let mut d = message(None, "50", "/wording import ro");
    d["member"] = Value::Null;
    let mut answered = message(None, "50", "the new words");
    answered["id"] = "59".into();
    answered["attachments"] = json!([
        { "id": "5", "filename": "a.toml", "content_type": "text/plain", "size": 12, "url": "u" },
    ]);
    d["referenced_message"] = answered;
    let file = |d: &Value| match read_one(&envelope("MESSAGE_CREATE", d.clone())) {
        Some(Incoming::Wrote { named, .. }) => named.file.map(|file| file.id),
        other => panic!("{other:?}"),
    };
    assert_eq!(file(&d), None, "it answers nothing");
    d["message_reference"] = json!({ "message_id": "59", "channel_id": "50" });
    assert_eq!(file(&d).as_deref(), Some("50/59/5"));
    d["referenced_message"]["attachments"] = json!([]);
    assert_eq!(file(&d), None);
}

#[test]
fn place_tells_what_a_word_on_a_server_is() {
    let word = |parent: Option<&str>, channel: &str| {
        let d = message(Some("1"), channel, "hello");
        let mut envelope = envelope("MESSAGE_CREATE", d);
        envelope.parent = parent.map(ToOwned::to_owned);
        read_one(&envelope)
    };
    assert!(matches!(word(None, "30"), Some(Incoming::Desk { .. })));
    let Some(Incoming::Desk { by, message, .. }) = word(Some("30"), "31") else { panic!("desk") };
    assert_eq!((message.place, by.roles), (discord("30").thread("31"), vec!["91".to_owned()]));
    let Some(Incoming::Room { message, content, .. }) = word(Some("40"), "41") else {
        panic!("room")
    };
    assert_eq!(message.place, discord("40").thread("41"));
    assert_eq!(content, Content::Text("hello".to_owned()));
    assert_eq!(word(None, "40"), None, "nobody is served where rooms are opened");
    let Some(Incoming::Venue { place, event }) = word(Some("20"), "21") else { panic!("venue") };
    assert_eq!(place, discord("20").thread("21"));
    assert!(matches!(event, VenueEvent::Wrote { press: None, private: false, .. }));
}

#[test]
fn word_that_discord_keeps_from_us_was_said_all_the_same() {
    let content = |parent: &str| {
        let d = message(Some("1"), "31", "");
        match read_one(&in_thread("MESSAGE_CREATE", d, parent)) {
            Some(
                Incoming::Desk { content, .. }
                | Incoming::Room { content, .. }
                | Incoming::Venue { event: VenueEvent::Wrote { content, .. }, .. },
            ) => content,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(content("40"), Content::Text(String::new()));
    assert_eq!(content("20"), Content::Text(String::new()));
    assert_eq!(content("30"), Content::Text(String::new()));
}

#[test]
fn bots_webhooks_and_notices_say_nothing() {
    let changed = |field: &str, value: Value| {
        let mut d = message(Some("1"), "30", "hello");
        d[field] = value;
        read_one(&envelope("MESSAGE_CREATE", d))
    };
    assert!(changed("type", 19.into()).is_some());
    assert_eq!(changed("webhook_id", "8".into()), None);
    assert_eq!(changed("type", 7.into()), None);
    let mut bot = user("8", "other");
    bot["bot"] = true.into();
    assert_eq!(changed("author", bot), None);
    assert_eq!(changed("author", user("99", "amends")), None);
    assert_eq!(changed("author", Value::Null), None);
}

#[test]
fn files_are_known_by_message_and_id() {
    let mut d = message(None, "50", "look");
    d["attachments"] = json!([
        { "id": "5", "filename": "a.png", "content_type": "image/png", "size": 12, "url": "u" },
        { "id": "6", "filename": "b.pdf", "content_type": "application/pdf", "size": 13, "url": "u" },
    ]);
    let content = |d: Value| match read_one(&envelope("MESSAGE_CREATE", d)) {
        Some(Incoming::Wrote { content, .. }) => content,
        other => panic!("{other:?}"),
    };
    let Content::Media { kind, caption, files } = content(d.clone()) else { panic!("media") };
    assert_eq!((kind, caption.as_deref()), (MediaKind::Photo, Some("look")));
    let first = FileRef {
        id: "50/60/5".to_owned(),
        name: Some("a.png".to_owned()),
        mime: Some("image/png".to_owned()),
        size: Some(12),
    };
    assert_eq!((files.len(), &files[0]), (2, &first));
    d["flags"] = (1 << 13).into();
    assert!(matches!(content(d), Content::Media { kind: MediaKind::Voice, .. }));
    let mut sticker = message(None, "50", "");
    sticker["sticker_items"] = json!([{ "id": "8", "name": "wave", "format_type": 1 }]);
    let Content::Media { kind: MediaKind::Sticker, files, .. } = content(sticker.clone()) else {
        panic!("sticker")
    };
    assert_eq!(
        (files[0].id.as_str(), files[0].name.as_deref()),
        ("sticker/8.png", Some("wave.png"))
    );
    sticker["sticker_items"][0]["format_type"] = 3.into();
    assert_eq!(content(sticker), Content::Unsupported);
    let mut poll = message(None, "50", "");
    poll["poll"] = json!({});
    assert_eq!(content(poll), Content::Unsupported);
    assert_eq!(content(message(None, "50", "")), Content::Unsupported);
}

#[test]
fn word_where_customers_are_served_tells_whom_it_answers_and_names() {
    let mut d = message(Some("1"), "21", "hi <@8>");
    d["mentions"] = json!([user("8", "dana")]);
    d["message_reference"] = json!({ "message_id": "59", "channel_id": "21" });
    d["referenced_message"] = json!({ "author": user("9", "ion") });
    let mut envelope = in_thread("MESSAGE_CREATE", d, "20");
    envelope.around.channel = Some(Channel { id: "21".into(), kind: 12, ..Channel::default() });
    let Some(Incoming::Venue { event, .. }) = read_one(&envelope) else { panic!("venue") };
    let VenueEvent::Wrote { reply_to, mentions, content, private, .. } = event else { panic!() };
    assert_eq!(reply_to.unwrap().address.account, "9");
    assert_eq!(mentions[0].address.account, "8");
    assert_eq!(content, Content::Text("hi @dana".to_owned()));
    assert!(private, "a private thread");
}

#[test]
fn edits_are_read_where_they_matter() {
    let edited = |guild: Option<&str>, parent: Option<&str>, at: Value| {
        let mut d = message(guild, "31", "better");
        d["edited_timestamp"] = at;
        let mut envelope = envelope("MESSAGE_UPDATE", d);
        envelope.parent = parent.map(ToOwned::to_owned);
        read_one(&envelope)
    };
    let at = || json!("2026-11-16T09:00:00Z");
    assert!(matches!(edited(None, None, at()), Some(Incoming::Edited { .. })));
    assert!(matches!(edited(Some("1"), Some("30"), at()), Some(Incoming::DeskEdited { .. })));
    assert!(matches!(edited(Some("1"), Some("40"), at()), Some(Incoming::Edited { .. })));
    assert_eq!(edited(Some("1"), Some("20"), at()), None);
    assert_eq!(edited(None, None, Value::Null), None, "a preview of a link");
}

#[test]
fn message_that_was_taken_back_is_known_by_its_place() {
    let d = json!({ "id": "60", "channel_id": "31", "guild_id": "1" });
    let message = MessageRef { place: discord("30").thread("31"), id: "60".to_owned() };
    let read = read_one(&in_thread("MESSAGE_DELETE", d, "30"));
    assert_eq!(read, Some(Incoming::Deleted { message }));
}

#[test]
fn emojis_are_read() {
    let reacted = |t: &str, user_id: &str, emoji: Value| {
        let d =
            json!({ "message_id": "60", "channel_id": "50", "user_id": user_id, "emoji": emoji });
        read_one(&envelope(t, d))
    };
    let heart = || json!({ "id": null, "name": "❤️" });
    let Some(Incoming::Reacted { by, message, emoji, on }) =
        reacted("MESSAGE_REACTION_ADD", GIL, heart())
    else {
        panic!("an emoji")
    };
    assert_eq!((by.address.account.as_str(), message.id.as_str()), (GIL, "60"));
    assert_eq!((emoji.as_str(), on), ("❤️", true));
    let own = json!({ "id": "5", "name": "party" });
    let Some(Incoming::Reacted { emoji, on, .. }) = reacted("MESSAGE_REACTION_REMOVE", GIL, own)
    else {
        panic!("an emoji")
    };
    assert_eq!((emoji.as_str(), on), (":party:", false));
    assert_eq!(reacted("MESSAGE_REACTION_ADD", "99", heart()), None, "our own");
}

#[test]
fn other_servers_are_none_of_our_business() {
    let written = |guild: Option<&str>| {
        read_one(&in_thread("MESSAGE_CREATE", message(guild, "21", "/done"), "20"))
    };
    assert!(written(Some("1")).is_some());
    assert_eq!(written(Some("2")), None);
    let mut late = in_thread("MESSAGE_CREATE", message(None, "21", "hello"), "20");
    late.around.channel =
        Some(Channel { id: "21".into(), guild: Some("2".into()), ..Channel::default() });
    assert_eq!(read_one(&late), None, "a message that was fetched does not tell the server");
    let anywhere = Me { guild: None, ..me() };
    let elsewhere = in_thread("MESSAGE_CREATE", message(Some("2"), "21", "hello"), "20");
    let read = read(&elsewhere.to_bytes(), &anywhere, &view(), &keys());
    assert_eq!(read.len(), 1, "as long as we don't know which one is ours");
}

#[test]
fn strange_events_are_nothing() {
    assert_eq!(read(b"", &me(), &view(), &keys()), []);
    assert_eq!(read(b"[]", &me(), &view(), &keys()), []);
    for t in [
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_REACTION_ADD",
        "INTERACTION_CREATE",
        "THREAD_CREATE",
        "THREAD_UPDATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "VOICE_STATE_UPDATE",
        "TYPING_START",
    ] {
        for d in [Value::Null, json!([]), json!({}), json!({ "id": 5, "type": "x" })] {
            assert_eq!(read_one(&envelope(t, d)), None, "{t}");
        }
    }
}
