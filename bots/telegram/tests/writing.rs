//! Effects, and the calls that carry them out.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

use amends_core::{
    action::Action,
    desk::{DeskSay, Mark, Mention, Title},
    effect::{Body, Form, PressRef, Receipt, Refusal, To, Words},
    ids::{CaseNumber, SurveyId},
    lang::Lang,
    place::{Address, MessageRef, Place, Platform},
    policy::{Level, Signals},
    say::{Button, Does, Label, Say},
};
use amends_runtime::port::{Attempt, SendError, View};
use amends_telegram::{
    classify::Audience,
    data::Keys,
    inbound::Me,
    outbound::{
        call::{Call, Yields},
        plan,
        voice::Voice,
    },
};
use amends_wording::Phrasebook;
use proptest::prelude::*;
use serde_json::{Value, json, value::RawValue};
use uuid::Uuid;

const DESK: i64 = -1_002_000_000_001;

fn keys() -> Keys {
    Keys::of("4839574812:AAtoken")
}

fn planned(body: &Body, repeat: bool) -> Result<Call, SendError> {
    plans(body, repeat).map(|call| call.expect("there is something to do"))
}

fn plans(body: &Body, repeat: bool) -> Result<Option<Call>, SendError> {
    let view = View {
        business: "Luma Café".to_owned(),
        wording: std::sync::Arc::default(),
        desk: Some(desk()),
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    let me = Me { id: 4_839_574_812, username: "luma_bot".to_owned() };
    let (phrasebook, keys) = (Phrasebook::new(), keys());
    let voice = Voice { phrasebook: &phrasebook, view: &view, me: &me, keys: &keys };
    let attempt = Attempt { repeat, ..Attempt::default() };
    plan(body, &voice, &attempt)
}

fn call(body: &Body) -> Call {
    planned(body, false).unwrap()
}

fn desk() -> Place {
    Place::chat(Platform::Telegram, DESK.to_string())
}

fn topic() -> Place {
    desk().thread("9")
}

fn dana() -> To {
    To::Private(Address::new(Platform::Telegram, "42"))
}

fn private() -> Place {
    Place::chat(Platform::Telegram, "42")
}

fn message(place: &Place, id: i64) -> MessageRef {
    MessageRef { place: place.clone(), id: id.to_string() }
}

fn words(text: &str) -> Words {
    let say =
        Say::Words { name: Some("Anna".to_owned()), text: text.to_owned(), marks: Vec::new() };
    Words::Customer(say, Lang::EN)
}

fn relayed(text: &str) -> Words {
    let lines = vec![text.to_owned()];
    Words::Desk(DeskSay::CustomerWords { name: Some("Dana".to_owned()), lines, marks: Vec::new() })
}

fn send(to: To, words: Words) -> Body {
    Body::Send { to, words, buttons: Vec::new(), reply_to: None, ask_reply: false, purpose: None }
}

fn act(label: Label, action: Action) -> Button {
    Button { label, does: Does::Act(action) }
}

fn take() -> Action {
    Action::Take { case: CaseNumber(1042) }
}

fn title() -> Title {
    Title { mark: Mark::Red, case: CaseNumber(1042), name: Some("Dana".to_owned()) }
}

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

#[test]
fn message_to_a_customer_is_plain() {
    let planned = call(&send(dana(), words("I’m here *now* <b>_`[")));
    assert_eq!(planned.method, "SendMessage");
    assert_eq!(planned.audience, Audience::Person);
    assert_eq!(planned.params["chat_id"], 42);
    assert_eq!(planned.params["link_preview_options"], json!({ "is_disabled": true }));
    let text = planned.params["text"].as_str().unwrap();
    assert!(text.contains("I’m here *now* <b>_`["), "{text}");
    for key in ["parse_mode", "entities", "reply_markup", "message_thread_id", "protect_content"] {
        assert_eq!(planned.params[key], Value::Null, "{key}");
    }
    assert_eq!(planned.yields, Yields::Message(private()));
}

#[test]
fn what_somebody_said_is_never_cut() {
    let said = format!("{} {}", "soup ".repeat(1_500), "/resolve all of it");
    let whole = |first: &Call, key: &str| {
        let texts = first.then.iter().map(|next| &next.params["text"]);
        let texts = std::iter::once(&first.params[key]).chain(texts);
        texts.map(|text| text.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let to_desk = call(&send(To::Place(topic()), relayed(&said)));
    let texts = whole(&to_desk, "text");
    assert_eq!(texts.len(), 2);
    assert!(texts[0].starts_with("Dana: soup") && texts[1].starts_with("… soup"), "{texts:?}");
    assert!(texts[1].ends_with("/resolve all of it"));
    assert_eq!(texts.concat().matches("soup").count(), 1_500);
    for next in &to_desk.then {
        assert_eq!(next.params["message_thread_id"], 9);
        assert_eq!(next.params["protect_content"], true);
    }
    let below = Body::Copy {
        message: message(&topic(), 5),
        to: dana(),
        caption: Some(words(&said)),
        content: None,
        reply_to: None,
        purpose: None,
    };
    let texts = whole(&call(&below), "caption");
    assert!(texts[0].encode_utf16().count() <= 1024);
    assert_eq!(texts.concat().matches("soup").count(), 1_500);
    let changed = Body::Edit {
        message: message(&private(), 5),
        words: Some(words(&said)),
        buttons: Vec::new(),
        purpose: None,
        press: None,
    };
    // The rest stands there since it was said, and is not said again.
    let changed = call(&changed);
    let text = changed.params["text"].as_str().unwrap();
    assert!(text.encode_utf16().count() <= 4096 && text.ends_with('…'), "{text}");
    assert_eq!(changed.then, []);
    assert!(changed.otherwise.is_some_and(|caption| caption.then.is_empty()));
    let ours = call(&send(dana(), Words::Customer(Say::ThanksHappy, Lang::EN)));
    assert_eq!(ours.then, []);
}

#[test]
fn words_of_a_customer_stay_at_the_desk() {
    let planned = call(&send(To::Place(topic()), relayed("cold soup")));
    assert_eq!(planned.audience, Audience::Group);
    assert_eq!(planned.params["chat_id"], DESK);
    assert_eq!(planned.params["message_thread_id"], 9);
    assert_eq!(planned.params["protect_content"], true);
    let own = call(&send(To::Place(topic()), Words::Desk(DeskSay::OfferWait)));
    assert_eq!(own.params["protect_content"], Value::Null);
}

fn somebody(account: &str, name: &str, username: Option<&str>) -> Mention {
    Mention {
        address: Address::new(Platform::Telegram, account),
        name: Some(name.to_owned()),
        username: username.map(str::to_owned),
    }
}

/// The accounts that a call names, each with the part of the text that stands for it.
fn called(call: &Call) -> Vec<(u64, String)> {
    let units: Vec<u16> = call.params["text"].as_str().unwrap().encode_utf16().collect();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let Some(entities) = call.params["entities"].as_array() else { return Vec::new() };
    entities
        .iter()
        .map(|entity| {
            assert_eq!(entity["type"], "text_mention");
            let from = number(&entity["offset"]);
            let part = &units[from..from + number(&entity["length"])];
            (entity["user"]["id"].as_u64().unwrap(), String::from_utf16(part).unwrap())
        })
        .collect()
}

#[test]
fn staff_without_a_user_name_are_called_by_their_account() {
    let on_duty = vec![
        somebody("50", "🙂 Anna", None),
        somebody("51", "Mihai", Some("mihai_l")),
        somebody("52", "@mihai_l", None),
        somebody("53", "Anna", None),
        somebody("elsewhere", "Ion", None),
        Mention { address: Address::new(Platform::Discord, "7001"), ..somebody("54", "Cem", None) },
    ];
    let say = DeskSay::PleaseTake { case: CaseNumber(1042), on_duty };
    let body = send(To::Place(topic()), Words::Desk(say));
    let wanted = [(50, "🙂 Anna"), (52, "@mihai_l"), (53, "Anna")];
    let wanted = wanted.map(|(id, name)| (id, name.to_owned()));
    for repeat in [false, true] {
        assert_eq!(called(&planned(&body, repeat).unwrap()), wanted, "repeat: {repeat}");
    }
    let Body::Send { words, .. } = body else { unreachable!("it was made above") };
    let message = message(&topic(), 12);
    let (words, buttons) = (Some(words), Vec::new());
    let edit = Body::Edit { message, words, buttons, purpose: None, press: None };
    assert_eq!(called(&call(&edit)), wanted);
}

#[test]
fn words_of_others_call_nobody() {
    let why = Some("Anna was rude, call Anna".to_owned());
    let say = DeskSay::SeniorAsked {
        case: CaseNumber(1042),
        called: vec![somebody("50", "Anna", None)],
        level: Level::Senior,
        by_customer: true,
        due: None,
        why,
    };
    let senior = call(&send(To::Place(topic()), Words::Desk(say)));
    assert_eq!(called(&senior), [(50, "Anna".to_owned())], "once, and not in the reason");
    assert_eq!(senior.params["entities"][0]["offset"], 0);
    for words in [relayed("Anna, Anna"), words("Anna")] {
        assert_eq!(called(&call(&send(To::Place(topic()), words))), []);
    }
}

#[test]
fn buttons_tell_us_or_open_the_private_chat() {
    let body = Body::Send {
        to: To::Place(topic()),
        words: Words::Desk(DeskSay::OfferWait),
        buttons: vec![
            vec![act(Label::Take, take()), act(Label::NoTalk, take())],
            vec![Button { label: Label::Tell, does: Does::OpenPrivate("c_abc".to_owned()) }],
        ],
        reply_to: None,
        ask_reply: true,
        purpose: None,
    };
    let keyboard = &call(&body).params["reply_markup"]["inline_keyboard"];
    assert_eq!(keyboard[0].as_array().map(Vec::len), Some(2));
    let data = keyboard[0][0]["callback_data"].as_str().unwrap();
    assert!(data.len() <= 64);
    assert_eq!(keys().read(data), Some(take()));
    assert_eq!(keyboard[1][0]["url"], "https://t.me/luma_bot?start=c_abc");
    assert_eq!(keyboard[1][0]["callback_data"], Value::Null);
}

#[test]
fn reader_may_be_invited_to_reply() {
    let body = Body::Send {
        to: To::Place(topic()),
        words: Words::Desk(DeskSay::AskWhatWasDone { case: CaseNumber(1042) }),
        buttons: Vec::new(),
        reply_to: Some(message(&topic(), 12)),
        ask_reply: true,
        purpose: None,
    };
    let params = call(&body).params;
    assert_eq!(params["reply_markup"], json!({ "force_reply": true, "selective": true }));
    assert_eq!(
        params["reply_parameters"],
        json!({ "message_id": 12, "allow_sending_without_reply": true })
    );
}

#[test]
fn form_is_a_message_to_be_answered_or_nothing() {
    let press = PressRef::new(Platform::Telegram, "8112358");
    let form = |to| Body::Form {
        press: press.clone(),
        form: Form::Done(CaseNumber(1042)),
        words: Words::Desk(DeskSay::AskWhatWasDone { case: CaseNumber(1042) }),
        to,
        purpose: None,
    };
    let asked = call(&form(Some(To::Place(topic()))));
    assert_eq!(asked.method, "SendMessage");
    assert_eq!(asked.params["reply_markup"]["force_reply"], true);
    assert_eq!(asked.yields, Yields::Message(topic()));
    assert_eq!(plans(&form(None), false), Ok(None));
}

#[test]
fn buttons_that_ask_for_a_form_are_left_out() {
    let tell = Action::Tell { survey: SurveyId(Uuid::from_u128(7)) };
    let rows = vec![vec![act(Label::TellUs, tell)], vec![act(Label::Take, take())]];
    let body = |buttons| Body::Send {
        to: dana(),
        words: words("done"),
        buttons,
        reply_to: None,
        ask_reply: false,
        purpose: None,
    };
    let keyboard = &call(&body(rows.clone())).params["reply_markup"]["inline_keyboard"];
    assert_eq!(keyboard.as_array().map(Vec::len), Some(1), "{keyboard}");
    let alone = call(&body(vec![rows[0].clone()]));
    assert_eq!(alone.params["reply_markup"], Value::Null);
}

#[test]
fn message_that_stands_elsewhere_is_not_answered() {
    for elsewhere in [private(), desk(), desk().thread("10")] {
        let body = Body::Send {
            to: To::Place(topic()),
            words: relayed("cold"),
            buttons: Vec::new(),
            reply_to: Some(message(&elsewhere, 12)),
            ask_reply: false,
            purpose: None,
        };
        assert_eq!(call(&body).params["reply_parameters"], Value::Null);
    }
}

#[test]
fn repeat_is_marked() {
    let body = send(dana(), words("I’m here"));
    let text = |repeat| planned(&body, repeat).unwrap().params["text"].to_string();
    assert_eq!(text(true), text(false).replacen('"', "\"↻ ", 1));
}

#[test]
fn edit_replaces_words_and_buttons() {
    let edit = |words, buttons| Body::Edit {
        message: message(&private(), 12),
        words,
        buttons,
        purpose: None,
        press: None,
    };
    let both = call(&edit(Some(words("done")), vec![vec![act(Label::Change, take())]]));
    assert_eq!(both.method, "EditMessageText");
    assert_eq!(both.params["message_id"], 12);
    assert_eq!(both.params["reply_markup"]["inline_keyboard"][0].as_array().map(Vec::len), Some(1));
    let bare = call(&edit(Some(words("done")), Vec::new()));
    assert_eq!(bare.params["reply_markup"], json!({ "inline_keyboard": [] }));
    let buttons = call(&edit(None, Vec::new()));
    assert_eq!(buttons.method, "EditMessageReplyMarkup");
    assert_eq!(buttons.params["reply_markup"], json!({ "inline_keyboard": [] }));
    let receipt = Receipt::Message(message(&private(), 12));
    assert_eq!(buttons.yields.receipt(&raw("true")), receipt);
    assert_eq!(buttons.yields.unchanged(), receipt);
}

#[test]
fn copy_names_no_author() {
    let copy = |from: &Place, to: To, caption| Body::Copy {
        message: message(from, 12),
        to,
        caption,
        content: None,
        reply_to: None,
        purpose: None,
    };
    let to_desk = call(&copy(&private(), To::Place(topic()), None));
    assert_eq!(to_desk.method, "CopyMessage");
    assert_eq!(
        to_desk.params,
        json!({ "chat_id": DESK, "from_chat_id": 42, "message_id": 12, "message_thread_id": 9,
            "protect_content": true })
    );
    let to_customer = call(&copy(&topic(), dana(), Some(words("for you"))));
    assert_eq!(to_customer.params["protect_content"], Value::Null);
    assert!(to_customer.params["caption"].as_str().unwrap().contains("for you"));
}

#[test]
fn press_is_answered_shortly() {
    let press = PressRef::new(Platform::Telegram, "8112358");
    let silent = call(&Body::Answer { press: press.clone(), words: None, covered: false });
    assert_eq!(silent.method, "AnswerCallbackQuery");
    assert_eq!(silent.params, json!({ "callback_query_id": "8112358" }));
    let long =
        call(&Body::Answer { press, words: Some(words(&"🙂".repeat(300))), covered: true });
    let text = long.params["text"].as_str().unwrap();
    assert!(text.encode_utf16().count() <= 200 && text.ends_with('…'), "{text}");
}

#[test]
fn threads_are_opened_renamed_and_closed() {
    let (case, thread) = (CaseNumber(1042), topic());
    let open = call(&Body::OpenThread { desk: desk(), case, title: title(), card: None });
    assert_eq!(open.method, "CreateForumTopic");
    assert_eq!(open.params, json!({ "chat_id": DESK, "name": "🔴 R-1042 Dana" }));
    let topic_json = raw(r#"{"message_thread_id":17,"name":"x","icon_color":1}"#);
    assert_eq!(open.yields.receipt(&topic_json), Receipt::Thread(desk().thread("17")));
    let rename = call(&Body::RenameThread { thread: thread.clone(), case, title: title() });
    assert_eq!(rename.method, "EditForumTopic");
    assert_eq!(rename.params["message_thread_id"], 9);
    assert_eq!(rename.params["name"], "🔴 R-1042 Dana");
    let close = call(&Body::CloseThread { thread: thread.clone() });
    assert_eq!(close.method, "CloseForumTopic");
    assert_eq!(close.params, json!({ "chat_id": DESK, "message_thread_id": 9 }));
    assert_eq!(call(&Body::ReopenThread { thread, purpose: None }).method, "ReopenForumTopic");
}

#[test]
fn delivery_is_marked_and_cards_are_pinned_quietly() {
    let mark = call(&Body::MarkDelivered { message: message(&topic(), 12) });
    assert_eq!(mark.method, "SetMessageReaction");
    assert_eq!(mark.params["reaction"], json!([{ "type": "emoji", "emoji": "👍" }]));
    let pin = call(&Body::Pin { message: message(&topic(), 12) });
    assert_eq!(pin.method, "PinChatMessage");
    assert_eq!(
        pin.params,
        json!({ "chat_id": DESK, "message_id": 12, "disable_notification": true })
    );
}

#[test]
fn receipt_of_a_message_names_it_if_anybody_can() {
    let yields = Yields::Message(topic());
    let receipt = |json: &str| yields.receipt(&raw(json));
    let whole = r#"{"message_id":13,"date":1,"of another year":{}}"#;
    assert_eq!(receipt(whole), Receipt::Message(message(&topic(), 13)));
    // It was sent: an answer that can't be read does not make it unsent.
    for strange in [r#"{"message_id":0}"#, "true", "[]"] {
        assert_eq!(receipt(strange), Receipt::Done, "{strange}");
    }
}

#[test]
fn what_telegram_cannot_do_is_refused() {
    let elsewhere = Place::chat(Platform::Discord, "7001");
    let strange = Place::chat(Platform::Telegram, "general");
    for body in [
        send(To::Private(Address::new(Platform::Discord, "7001")), words("hi")),
        send(To::Place(elsewhere.clone()), words("hi")),
        send(To::Place(strange.clone()), words("hi")),
        send(To::Place(desk().thread("nine")), words("hi")),
        Body::Pin { message: message(&elsewhere, 1) },
        Body::Pin { message: MessageRef { place: desk(), id: "x".to_owned() } },
        Body::CloseThread { thread: desk() },
        send(To::Reply(PressRef::new(Platform::Telegram, "1")), words("hi")),
        Body::Seat {
            room: topic(),
            who: Address::new(Platform::Telegram, "50"),
            inside: true,
            purpose: None,
        },
        Body::OpenRoom {
            care: desk(),
            with: Address::new(Platform::Telegram, "42"),
            title: None,
            purpose: None,
        },
        Body::OpenThread { desk: strange, case: CaseNumber(1), title: title(), card: None },
        Body::Answer {
            press: PressRef::whispering(Platform::Discord, "1"),
            words: None,
            covered: false,
        },
    ] {
        let refused = planned(&body, false);
        assert_eq!(refused, Err(SendError::Refused(Refusal::Other)), "{body:?}");
    }
}

proptest! {
    #[test]
    fn nothing_too_long_leaves(text in "[a-z🙂é \n]{0,6000}", repeat: bool) {
        for body in [send(dana(), words(&text)), send(To::Place(topic()), relayed(&text))] {
            let params = planned(&body, repeat).unwrap().params;
            let length = params["text"].as_str().unwrap().encode_utf16().count();
            prop_assert!((1..=4096).contains(&length), "{length}");
        }
    }
}
