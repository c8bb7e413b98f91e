//! Updates as Telegram sends them, and what they mean.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

use amends_core::{
    action::Action,
    effect::PressRef,
    event::{Ending, VenueEvent},
    ids::CaseNumber,
    place::{Actor, Address, Content, MessageRef, Named, Place, Platform},
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

fn me() -> Me {
    Me { id: 4_839_574_812, username: "luma_bot".to_owned() }
}

fn keys() -> Keys {
    Keys::of("4839574812:AAtoken")
}

fn reads(update: &Value) -> Vec<Incoming> {
    let view = View {
        business: "Luma Café".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(chat(DESK)),
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    read(update.to_string().as_bytes(), &me(), &view, &keys())
}

/// The update of a message with these fields more, or other than usual.
fn update(kind: &str, more: &Value) -> Value {
    let mut message = json!({ "message_id": 71, "date": 1_763_285_600, "from": dana() });
    let Value::Object(more) = more else { panic!("fields are an object") };
    message.as_object_mut().unwrap().extend(more.clone());
    json!({ "update_id": 640_000_001, kind: message })
}

fn in_private(more: &Value) -> Vec<Incoming> {
    let mut update = update("message", more);
    let chat = json!({ "id": 42, "type": "private", "first_name": "Dana", "username": "dana_p" });
    update["message"]["chat"] = chat;
    reads(&update)
}

fn in_group(id: i64, more: &Value) -> Vec<Incoming> {
    let mut update = update("message", more);
    update["message"]["chat"] = group(id);
    reads(&update)
}

fn group(id: i64) -> Value {
    json!({ "id": id, "type": "supergroup", "title": "Luma", "is_forum": true })
}

fn dana() -> Value {
    json!({ "id": 42, "is_bot": false, "first_name": "Dana", "last_name": "Popescu",
        "username": "dana_p", "language_code": "ro" })
}

fn user(id: i64, name: &str) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": name })
}

fn chat(id: i64) -> Place {
    Place::chat(Platform::Telegram, id.to_string())
}

fn message(place: &Place, id: i64) -> MessageRef {
    MessageRef { place: place.clone(), id: id.to_string() }
}

fn actor(id: i64, name: &str) -> Actor {
    let address = Address::new(Platform::Telegram, id.to_string());
    Actor { name: Some(name.to_owned()), ..Actor::new(address) }
}

fn dana_herself() -> Actor {
    let (username, language) = (Some("dana_p".to_owned()), Some("ro".to_owned()));
    Actor { username, language, ..actor(42, "Dana") }
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

#[test]
fn words_in_private_are_read_as_they_are() {
    let said = "the *soup* was <b>cold</b> /take @anna https://a.example";
    let incoming = in_private(&json!({ "text": said, "entities": [
        { "type": "bot_command", "offset": 29, "length": 5 },
        { "type": "of another year", "offset": 0, "length": 3, "unix_time": 5 },
    ] }));
    assert_eq!(
        incoming,
        [Incoming::Wrote {
            by: dana_herself(),
            message: message(&chat(42), 71),
            reply_to: None,
            content: text(said),
            token: None,
            named: Named::default(),
            press: None,
            form: None,
        }]
    );
}

#[test]
fn start_hands_over_its_token() {
    for (said, expected) in [
        ("/start", None),
        ("/start ", None),
        ("/start r_abcDEF-_012", Some("r_abcDEF-_012")),
        ("/start@luma_bot c_1", Some("c_1")),
        ("/start two words", None),
        ("/start не-то", None),
        ("/started r_1", None),
        ("please /start r_1", None),
    ] {
        let incoming = in_private(&json!({ "text": said }));
        let [Incoming::Wrote { token, content, .. }] = incoming.as_slice() else {
            panic!("{said}: {incoming:?}")
        };
        assert_eq!(token.as_deref(), expected, "{said}");
        assert_eq!(*content, text(said));
    }
}

#[test]
fn answered_message_is_named() {
    let answered = json!({
        "message_id": 60, "date": 1_763_285_000, "chat": { "id": 42, "type": "private" },
        "from": { "id": 4_839_574_812_i64, "is_bot": true, "first_name": "Luma" },
        "text": "What happened?", "something new": [{ "of": "another year" }],
    });
    let incoming = in_private(&json!({ "text": "cold", "reply_to_message": answered }));
    let [Incoming::Wrote { reply_to, .. }] = incoming.as_slice() else { panic!("{incoming:?}") };
    assert_eq!(*reply_to, Some(message(&chat(42), 60)));
}

#[test]
fn notices_of_the_platform_mean_nothing() {
    let pinned = json!({ "message_id": 1, "date": 1, "chat": group(DESK), "text": "card" });
    for more in [
        json!({ "new_chat_members": [user(50, "Anna")] }),
        json!({ "left_chat_member": user(50, "Anna") }),
        json!({ "new_chat_title": "Luma desk" }),
        json!({ "pinned_message": pinned }),
        json!({ "forum_topic_edited": { "name": "🟡 R-1042 Dana" }, "is_topic_message": true,
            "message_thread_id": 9 }),
        json!({ "general_forum_topic_hidden": {} }),
        json!({ "video_chat_started": {} }),
        json!({ "chat_owner_left": {} }),
    ] {
        assert_eq!(in_group(DESK, &more), [], "{more}");
        assert_eq!(in_group(SUPPORT, &more), [], "{more}");
    }
}

#[test]
fn edits_in_private_are_read() {
    let mut edited = update("edited_message", &json!({ "text": "cold soup", "edit_date": 5 }));
    edited["edited_message"]["chat"] = json!({ "id": 42, "type": "private" });
    assert_eq!(
        reads(&edited),
        [Incoming::Edited {
            by: dana_herself(),
            message: message(&chat(42), 71),
            content: text("cold soup"),
        }]
    );
}

#[test]
fn blocking_and_coming_back_are_read() {
    for (status, reachable) in [
        (json!({ "status": "kicked", "user": dana(), "until_date": 0 }), false),
        (json!({ "status": "member", "user": dana() }), true),
    ] {
        let update = json!({ "update_id": 1, "my_chat_member": {
            "chat": { "id": 42, "type": "private", "first_name": "Dana" }, "from": dana(),
            "date": 1_763_285_600, "old_chat_member": { "status": "left", "user": dana() },
            "new_chat_member": status,
        } });
        let address = Address::new(Platform::Telegram, "42");
        assert_eq!(reads(&update), [Incoming::Reach { address, reachable }]);
    }
}

#[test]
fn standing_in_a_group_is_read() {
    let bot = json!({ "id": 4_839_574_812_i64, "is_bot": true, "first_name": "Luma" });
    let admin = json!({ "status": "administrator", "user": bot, "can_be_edited": false,
        "is_anonymous": false, "can_manage_chat": true, "can_delete_messages": true,
        "can_manage_video_chats": false, "can_restrict_members": false,
        "can_promote_members": false, "can_change_info": false, "can_invite_users": true,
        "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false,
        "can_manage_topics": true, "can_do_what_comes_next_year": true });
    for (member, usable) in [
        (admin, true),
        (json!({ "status": "member", "user": bot }), true),
        (json!({ "status": "left", "user": bot }), false),
        (json!({ "status": "kicked", "user": bot, "until_date": 0 }), false),
    ] {
        let update = json!({ "update_id": 1, "my_chat_member": {
            "chat": group(DESK), "from": user(51, "Katrin"), "date": 1_763_285_600,
            "old_chat_member": { "status": "left", "user": bot }, "new_chat_member": member,
        } });
        assert_eq!(reads(&update), [Incoming::Standing { place: chat(DESK), usable }]);
    }
}

fn press(data: &str, message: &Value) -> Vec<Incoming> {
    reads(&json!({ "update_id": 1, "callback_query": {
        "id": "8112358", "from": dana(), "chat_instance": "-77", "data": data, "message": message,
    } }))
}

#[test]
fn press_is_read_with_what_it_asks_for() {
    let take = Action::Take { case: CaseNumber(1042) };
    let card = json!({ "message_id": 10, "date": 1_763_285_600, "chat": group(DESK),
        "message_thread_id": 9, "is_topic_message": true, "text": "card",
        "reply_markup": { "inline_keyboard": [[{ "text": "Take it", "of": "another year" }]] } });
    let gone = json!({ "message_id": 10, "date": 0, "chat": group(DESK) });
    let press_ref = PressRef::new(Platform::Telegram, "8112358");
    for (data, under, place, action) in [
        (keys().write(take), &card, chat(DESK).thread("9"), Some(take)),
        (keys().write(take), &gone, chat(DESK), Some(take)),
        ("T.1042.AAAAAAAAAA".to_owned(), &card, chat(DESK).thread("9"), None),
    ] {
        let expected = Incoming::Pressed {
            press: press_ref.clone(),
            by: dana_herself(),
            message: Some(message(&place, 10)),
            action,
        };
        assert_eq!(press(&data, under), [expected]);
    }
}

#[test]
fn desk_is_read_by_its_threads() {
    let opening = json!({ "message_id": 9, "date": 1, "chat": group(DESK),
        "from": { "id": 4_839_574_812_i64, "is_bot": true, "first_name": "Luma" },
        "message_thread_id": 9, "is_topic_message": true,
        "forum_topic_created": { "name": "🔴 R-1042 Dana", "icon_color": 7_322_096 } });
    let line = json!({ "message_id": 12, "date": 1, "chat": group(DESK), "text": "cold",
        "from": opening["from"], "message_thread_id": 9, "is_topic_message": true });
    let topic = chat(DESK).thread("9");
    for (answered, expected) in [(&opening, None), (&line, Some(message(&topic, 12)))] {
        let incoming = in_group(
            DESK,
            &json!({ "from": user(50, "Anna"), "text": "I am on it", "message_thread_id": 9,
                "is_topic_message": true, "reply_to_message": answered }),
        );
        assert_eq!(
            incoming,
            [Incoming::Desk {
                by: actor(50, "Anna"),
                message: message(&topic, 71),
                named: Named { answers_us: expected.is_some(), ..Named::default() },
                reply_to: expected,
                content: text("I am on it"),
                press: None,
                form: None,
            }]
        );
    }
}

#[test]
fn general_topic_and_chains_of_replies_are_no_threads() {
    for more in [
        json!({ "text": "/cases", "from": user(50, "Anna") }),
        json!({ "text": "/cases", "from": user(50, "Anna"), "message_thread_id": 60 }),
        json!({ "text": "/cases", "from": user(50, "Anna"), "message_thread_id": 1,
            "is_topic_message": true }),
    ] {
        let incoming = in_group(DESK, &more);
        let [Incoming::Desk { message: at, .. }] = incoming.as_slice() else {
            panic!("{incoming:?}")
        };
        assert_eq!(*at, message(&chat(DESK), 71));
    }
}

#[test]
fn edits_at_the_desk_are_read() {
    let more = json!({ "text": "corrected", "from": user(50, "Anna"), "message_thread_id": 9,
        "is_topic_message": true, "edit_date": 5 });
    let mut edited = update("edited_message", &more);
    edited["edited_message"]["chat"] = group(DESK);
    let at = message(&chat(DESK).thread("9"), 71);
    let expected =
        Incoming::DeskEdited { by: actor(50, "Anna"), message: at, content: text("corrected") };
    assert_eq!(reads(&edited), [expected]);
    edited["edited_message"]["chat"] = group(SUPPORT);
    assert_eq!(reads(&edited), []);
}

#[test]
fn thread_closed_by_a_human_is_told_from_our_own_closing() {
    let closed = |from: Value| {
        in_group(
            DESK,
            &json!({ "from": from, "message_thread_id": 9, "is_topic_message": true,
                "forum_topic_closed": {} }),
        )
    };
    let thread = chat(DESK).thread("9");
    let by = Some(actor(50, "Anna"));
    assert_eq!(closed(user(50, "Anna")), [Incoming::DeskThreadClosed { by, thread, gone: false }]);
    let bot = json!({ "id": 4_839_574_812_i64, "is_bot": true, "first_name": "Luma" });
    assert_eq!(closed(bot), []);
}

#[test]
fn support_group_is_read_with_who_is_meant() {
    let answered = json!({ "message_id": 60, "date": 1, "chat": group(SUPPORT), "from": dana(),
        "text": "thanks" });
    let incoming = in_group(
        SUPPORT,
        &json!({ "from": user(50, "Anna"), "text": "/done Gil order 118",
            "reply_to_message": answered, "entities": [
                { "type": "bot_command", "offset": 0, "length": 5 },
                { "type": "text_mention", "offset": 6, "length": 3, "user": user(43, "Gil") },
            ] }),
    );
    let event = VenueEvent::Wrote {
        by: actor(50, "Anna"),
        message: message(&chat(SUPPORT), 71),
        reply_to: Some(dana_herself()),
        content: text("/done Gil order 118"),
        mentions: vec![actor(43, "Gil")],
        press: None,
        private: false,
        on_behalf: false,
    };
    assert_eq!(incoming, [Incoming::Venue { place: chat(SUPPORT), event }]);
}

#[test]
fn topics_of_customers_open_close_and_open_again() {
    let place = chat(SUPPORT).thread("9");
    let by = actor(50, "Anna");
    let closed = VenueEvent::Closed {
        by: Some(by.clone()),
        at: None,
        how: Ending::Closed,
        customer: None,
        agent: None,
        private: false,
    };
    for (notice, event) in [
        (
            json!({ "forum_topic_created": { "name": "Order 118", "icon_color": 7_322_096 } }),
            VenueEvent::Opened { by, title: "Order 118".to_owned() },
        ),
        (json!({ "forum_topic_closed": {} }), closed),
        (json!({ "forum_topic_reopened": {} }), VenueEvent::Reopened),
    ] {
        let mut more =
            json!({ "from": user(50, "Anna"), "message_thread_id": 9, "is_topic_message": true });
        more.as_object_mut().unwrap().extend(notice.as_object().unwrap().clone());
        let expected = Incoming::Venue { place: place.clone(), event };
        assert_eq!(in_group(SUPPORT, &more), [expected]);
    }
}

#[test]
fn chat_that_moves_is_followed_from_either_side() {
    let moved = Incoming::Migrated { from: chat(-4_000_001), to: chat(DESK) };
    let mut old = update("message", &json!({ "migrate_to_chat_id": DESK }));
    old["message"]["chat"] = json!({ "id": -4_000_001, "type": "group", "title": "Luma" });
    assert_eq!(reads(&old), std::slice::from_ref(&moved));
    assert_eq!(in_group(DESK, &json!({ "migrate_from_chat_id": -4_000_001 })), [moved]);
}

#[test]
fn who_hides_behind_the_group_or_a_channel_is_anonymous_at_the_desk() {
    let group_bot = json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group",
        "username": "GroupAnonymousBot" });
    for more in [
        json!({ "from": group_bot, "sender_chat": group(DESK), "text": "/take" }),
        json!({ "from": group_bot, "text": "/take" }),
        json!({ "from": { "id": 136_817_688, "is_bot": true, "first_name": "Channel" },
            "sender_chat": { "id": -1_003_000_000_001_i64, "type": "channel", "title": "News" },
            "text": "/take" }),
    ] {
        let incoming = in_group(DESK, &more);
        let [Incoming::Desk { by, .. }] = incoming.as_slice() else { panic!("{incoming:?}") };
        assert!(by.anonymous);
        assert_eq!(by.name, None);
    }
}

#[test]
fn bots_channels_and_relays_mean_nothing() {
    let bot = json!({ "id": 77, "is_bot": true, "first_name": "Other" });
    let channel = json!({ "id": -1_003_000_000_001_i64, "type": "channel", "title": "News" });
    let channel_bot = json!({ "id": 136_817_688, "is_bot": true, "first_name": "Channel" });
    for more in [
        json!({ "from": bot, "text": "hello" }),
        json!({ "from": user(777_000, "Telegram"), "sender_chat": channel, "text": "hello",
            "is_automatic_forward": true }),
        json!({ "from": user(50, "Anna"), "text": "/take@other_bot R-1042" }),
        json!({ "from": null, "text": "hello" }),
    ] {
        assert_eq!(in_group(DESK, &more), [], "{more}");
        assert_eq!(in_group(SUPPORT, &more), [], "{more}");
    }
    let as_channel = json!({ "from": channel_bot, "sender_chat": channel, "text": "hello" });
    assert_eq!(in_group(SUPPORT, &as_channel), []);
    let incoming =
        in_group(DESK, &json!({ "from": user(50, "Anna"), "text": "/take@Luma_Bot R-1042" }));
    assert_eq!(incoming.len(), 1, "our own name is ours in any spelling");
}

#[test]
fn somebody_who_is_named_or_answered_is_told() {
    let ion = json!({ "id": 54, "is_bot": false, "first_name": "Ion" });
    let said = json!({ "message_id": 60, "date": 1, "chat": group(DESK), "from": ion,
        "text": "I can help" });
    let more = json!({ "from": user(50, "Anna"), "text": "/role add Ion agent",
        "entities": [{ "type": "text_mention", "offset": 10, "length": 3, "user": ion }],
        "reply_to_message": said });
    let incoming = in_group(DESK, &more);
    let [Incoming::Desk { named, .. }] = incoming.as_slice() else { panic!("{incoming:?}") };
    assert_eq!(named.people, [actor(54, "Ion")]);
    assert_eq!(named.answered.as_deref(), Some(&actor(54, "Ion")));
}

#[test]
fn what_was_noted_about_the_desk_is_read() {
    let said = |note: Value| {
        let mut update = update("message", &json!({ "from": user(50, "Anna"), "text": "/zone" }));
        update["message"]["chat"] = group(DESK);
        update["amends"] = note;
        let incoming = reads(&update);
        let [Incoming::Desk { by, .. }] = incoming.as_slice() else { panic!("{incoming:?}") };
        by.founder
    };
    assert!(said(json!({ "founder": true })));
    assert!(!said(json!({ "founder": false })));
    assert!(!said(Value::Null));
}

#[test]
fn strange_updates_are_skipped() {
    let me = me();
    let view = View {
        business: String::new(),
        wording: std::sync::Arc::default(),
        desk: None,
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    for update in [
        "",
        "null",
        "[]",
        "{}",
        "{\"update_id\":1}",
        "{\"update_id\":1,\"message\":null}",
        "{\"update_id\":1,\"message\":{}}",
        "{\"update_id\":1,\"callback_query\":{\"id\":5}}",
        "{\"update_id\":1,\"of another year\":{\"message\":1}}",
        "{\"update_id\":1,\"my_chat_member\":{\"chat\":{}}}",
        "{\"update_id\":1,\"message\":",
    ] {
        assert_eq!(read(update.as_bytes(), &me, &view, &keys()), [], "{update}");
    }
    assert_eq!(read(&[0xff, 0xfe], &me, &view, &keys()), []);
}
