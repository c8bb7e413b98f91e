//! Chats of an account that somebody connected the bot to: read, and written in on their behalf.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

use amends_core::{
    action::Action,
    desk::{Mark, Title},
    effect::{Body, Receipt, Refusal, To, Words},
    event::VenueEvent,
    ids::CaseNumber,
    lang::Lang,
    place::{Actor, Address, Content, MediaKind, MessageRef, Place, Platform},
    policy::Signals,
    say::{Button, Does, Label, Say},
};
use amends_runtime::port::{Attempt, File, Incoming, SendError, View};
use amends_telegram::{
    classify::Audience,
    data::Keys,
    inbound::{Me, read},
    outbound::{
        call::{Call, Yields},
        plan,
        voice::Voice,
    },
};
use amends_wording::Phrasebook;
use serde_json::{Value, json, value::RawValue};

const DANA: i64 = 42;
const ANNA: i64 = 50;
const CONNECTION: &str = "bc_6K1x-Q";

fn me() -> Me {
    Me { id: 4_839_574_812, username: "luma_bot".to_owned() }
}

fn keys() -> Keys {
    Keys::of("4839574812:AAtoken")
}

fn view() -> View {
    View {
        business: "Luma Café".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(Place::chat(Platform::Telegram, "-1002000000001")),
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    }
}

/// Anna's chat with Dana.
fn theirs() -> Place {
    Place::chat(Platform::Telegram, DANA.to_string()).thread(format!("b:{CONNECTION}"))
}

/// Dana's chat with the bot.
fn private() -> Place {
    Place::chat(Platform::Telegram, DANA.to_string())
}

fn message(place: Place) -> MessageRef {
    MessageRef { place, id: "12".to_owned() }
}

fn actor(id: i64, name: &str) -> Actor {
    let address = Address::new(Platform::Telegram, id.to_string());
    Actor { name: Some(name.to_owned()), ..Actor::new(address) }
}

fn user(id: i64, name: &str) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": name })
}

fn dana() -> Value {
    user(DANA, "Dana")
}

fn anna() -> Value {
    user(ANNA, "Anna")
}

/// A message in Anna's chat with Dana, with these fields more, or other than usual.
fn update(more: Value) -> Value {
    let mut message = json!({ "message_id": 12, "date": 1_763_285_600, "from": dana(),
        "business_connection_id": CONNECTION,
        "chat": { "id": DANA, "type": "private", "first_name": "Dana" } });
    let (Value::Object(message_fields), Value::Object(more)) = (&mut message, more) else {
        panic!("fields are an object")
    };
    message_fields.extend(more);
    json!({ "update_id": 640_000_001, "business_message": message })
}

fn reads(update: &Value) -> Vec<Incoming> {
    read(update.to_string().as_bytes(), &me(), &view(), &keys())
}

fn wrote(by: Actor, reply_to: Option<Actor>, content: Content) -> Incoming {
    // What Anna says is said to Dana.
    let is_anna = by.address.account == ANNA.to_string();
    let mentions = if is_anna { vec![actor(DANA, "Dana")] } else { Vec::new() };
    let event = VenueEvent::Wrote {
        by,
        message: message(theirs()),
        reply_to,
        content,
        mentions,
        press: None,
        private: true,
        on_behalf: true,
    };
    Incoming::Venue { place: theirs(), event }
}

#[test]
fn both_sides_are_read_where_they_write() {
    let said = Content::Text("my soup was cold".to_owned());
    let incoming = reads(&update(json!({ "text": "my soup was cold" })));
    assert_eq!(incoming, [wrote(actor(DANA, "Dana"), None, said)]);

    let earlier = json!({ "message_id": 11, "date": 1, "from": dana(), "text": "thanks",
        "chat": { "id": DANA, "type": "private" }, "business_connection_id": CONNECTION });
    let done = Content::Text("/done".to_owned());
    let incoming = reads(&update(json!({ "from": anna(), "text": "/done",
        "reply_to_message": earlier,
        "entities": [{ "type": "bot_command", "offset": 0, "length": 5 }] })));
    let dana = Some(actor(DANA, "Dana"));
    assert_eq!(incoming, [wrote(actor(ANNA, "Anna"), dana, done.clone())]);

    // Nobody is meant by an answer to one's own words.
    let own = json!({ "message_id": 11, "date": 1, "from": anna(), "text": "bye",
        "chat": { "id": DANA, "type": "private" } });
    let more = json!({ "from": anna(), "text": "/done", "reply_to_message": own });
    assert_eq!(reads(&update(more)), [wrote(actor(ANNA, "Anna"), None, done)]);

    let incoming = reads(&update(json!({ "caption": "look", "voice": { "file_id": "v",
        "file_unique_id": "u", "duration": 4, "file_size": 9 } })));
    let [Incoming::Venue { event: VenueEvent::Wrote { content, .. }, .. }] = incoming.as_slice()
    else {
        panic!("{incoming:?}")
    };
    let Content::Media { kind, caption, files } = content else { panic!("{content:?}") };
    assert_eq!((*kind, caption.as_deref(), files.len()), (MediaKind::Voice, Some("look"), 1));
}

#[test]
fn what_nobody_wrote_just_then_means_nothing() {
    let bot = json!({ "id": 4_839_574_812_i64, "is_bot": true, "first_name": "Luma" });
    for more in [
        json!({ "from": anna(), "text": "How was it?", "sender_business_bot": bot }),
        json!({ "from": anna(), "text": "We are closed", "is_from_offline": true }),
        json!({ "from": bot, "text": "hello" }),
        json!({ "text": "hello", "business_connection_id": "" }),
        json!({ "text": "hello", "business_connection_id": null }),
        json!({ "text": "hello", "chat": { "id": -5, "type": "group", "title": "Luma" } }),
        json!({ "message_auto_delete_timer_changed": { "message_auto_delete_time": 60 } }),
    ] {
        assert_eq!(reads(&update(more.clone())), [], "{more}");
    }
    for kind in ["edited_business_message", "deleted_business_messages", "business_connection"] {
        let mut other = update(json!({ "text": "hello" }));
        let message = other["business_message"].take();
        assert_eq!(reads(&json!({ "update_id": 1, kind: message })), [], "{kind}");
    }
}

#[test]
fn press_there_is_no_press_in_the_private_chat() {
    let data = keys().write(Action::Take { case: CaseNumber(1042) });
    let pressed = json!({ "update_id": 1, "callback_query": { "id": "8112358", "from": dana(),
        "chat_instance": "1", "data": data,
        "message": update(json!({ "text": "How was it?" }))["business_message"] } });
    let incoming = reads(&pressed);
    let [Incoming::Pressed { message: None, .. }] = incoming.as_slice() else {
        panic!("{incoming:?}")
    };
}

fn plans(body: &Body, files: Vec<File>) -> Result<Option<Call>, SendError> {
    let (phrasebook, keys, view, me) = (Phrasebook::new(), keys(), view(), me());
    let voice = Voice { phrasebook: &phrasebook, view: &view, me: &me, keys: &keys };
    plan(body, &voice, &Attempt { files, ..Attempt::default() })
}

fn call(body: &Body) -> Call {
    plans(body, Vec::new()).unwrap().expect("there is something to do")
}

fn words(text: &str) -> Words {
    let say = Say::Words { name: None, text: text.to_owned(), marks: Vec::new() };
    Words::Customer(say, Lang::EN)
}

fn button() -> Vec<Vec<Button>> {
    let does = Does::Act(Action::Take { case: CaseNumber(1042) });
    vec![vec![Button { label: Label::Take, does }]]
}

fn send(place: Place) -> Body {
    Body::Send {
        to: To::Place(place),
        words: words(&"soup ".repeat(1_000)),
        buttons: button(),
        reply_to: Some(message(theirs())),
        ask_reply: true,
        purpose: None,
    }
}

#[test]
fn words_go_out_on_behalf_of_the_account_without_buttons() {
    let planned = call(&send(theirs()));
    assert_eq!(planned.method, "SendMessage");
    assert_eq!(planned.audience, Audience::Behalf { takes_back: false });
    assert_eq!(planned.params["reply_parameters"]["message_id"], 12);
    assert_eq!(planned.then.len(), 1);
    for call in [&planned, &planned.then[0]] {
        assert_eq!(call.params["chat_id"], DANA);
        assert_eq!(call.params["business_connection_id"], CONNECTION);
        assert_eq!(call.params["message_thread_id"], Value::Null);
        assert_eq!(call.params["reply_markup"], Value::Null);
    }
    assert_eq!(planned.yields, Yields::Message(theirs()));
    let sent = RawValue::from_string(r#"{"message_id":12}"#.to_owned()).unwrap();
    assert_eq!(planned.yields.receipt(&sent), Receipt::Message(message(theirs())));
    let own = call(&send(private()));
    assert_eq!(own.params["business_connection_id"], Value::Null);
    assert_eq!(own.audience, Audience::Person);
}

#[test]
fn words_are_changed_and_taken_back_there() {
    let edit = |words| Body::Edit {
        message: message(theirs()),
        words,
        buttons: button(),
        purpose: None,
        press: None,
    };
    let changed = call(&edit(Some(words("Thank you."))));
    let caption = changed.otherwise.as_deref().unwrap();
    for (call, method) in [(&changed, "EditMessageText"), (caption, "EditMessageCaption")] {
        assert_eq!(call.method, method);
        assert_eq!(call.params["business_connection_id"], CONNECTION);
        assert_eq!(call.params["reply_markup"], Value::Null);
    }
    assert_eq!(plans(&edit(None), Vec::new()), Ok(None), "there are no buttons to change");
    let taken_back = call(&Body::Delete { message: message(theirs()), purpose: None });
    assert_eq!(taken_back.method, "DeleteBusinessMessages");
    assert_eq!(taken_back.audience, Audience::Behalf { takes_back: true });
    assert_eq!(
        taken_back.params,
        json!({ "business_connection_id": CONNECTION, "message_ids": [12] })
    );
}

#[test]
fn files_from_elsewhere_go_out_there_too() {
    let elsewhere = message(Place::chat(Platform::Discord, "7100"));
    let content = Content::Media { kind: MediaKind::Photo, caption: None, files: Vec::new() };
    let body = Body::Copy {
        message: elsewhere,
        to: To::Place(theirs()),
        caption: Some(words("for you")),
        content: Some(Box::new(content)),
        reply_to: None,
        purpose: None,
    };
    let file = || File {
        name: "soup.png".to_owned(),
        mime: Some("image/png".to_owned()),
        bytes: b"soup".to_vec(),
    };
    let planned = plans(&body, vec![file(), file()]).unwrap().unwrap();
    let other_way = planned.otherwise.as_deref().unwrap();
    for call in [&planned, other_way, &planned.then[0]] {
        assert_eq!(call.params["business_connection_id"], CONNECTION, "{}", call.method);
        assert_eq!(call.params["message_thread_id"], Value::Null);
    }
}

#[test]
fn what_cant_be_done_there_is_not_done_in_the_private_chat() {
    let copy = |message: MessageRef, to: Place| Body::Copy {
        message,
        to: To::Place(to),
        caption: None,
        content: None,
        reply_to: None,
        purpose: None,
    };
    let case = CaseNumber(1042);
    let title = || Title { mark: Mark::Red, case, name: None };
    let emoji = "👍".to_owned();
    for body in [
        copy(message(private()), theirs()),
        copy(message(theirs()), private()),
        Body::MarkDelivered { message: message(theirs()) },
        Body::React { message: message(theirs()), emoji, on: true, purpose: None },
        Body::Pin { message: message(theirs()) },
        Body::OpenThread { desk: theirs(), case, title: title(), card: None },
        Body::RenameThread { thread: theirs(), case, title: title() },
        Body::CloseThread { thread: theirs() },
        Body::ReopenThread { thread: theirs(), purpose: None },
        Body::DeleteThread { thread: theirs(), case: None, purpose: None },
    ] {
        let refused = plans(&body, Vec::new());
        assert_eq!(refused, Err(SendError::Refused(Refusal::Unsupported)), "{body:?}");
    }
    let nameless = private().thread("b:");
    for body in [send(nameless.clone()), Body::Delete { message: message(nameless), purpose: None }]
    {
        let refused = plans(&body, Vec::new());
        assert_eq!(refused, Err(SendError::Refused(Refusal::Other)), "{body:?}");
    }
}
