//! The adapter against a stand-in of the Bot API: what people do reaches us, what we do is seen.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

mod behalf;
mod bench;
mod carried;

use std::{sync::atomic::Ordering, time::Duration};

use amends_core::{
    action::Action,
    desk::{DeskSay, Mark as Colour, Mention, Title},
    effect::{Body, PressRef, Receipt, Refusal, To, Words},
    event::VenueEvent,
    ids::{CaseNumber, SurveyId},
    lang::Lang,
    place::{Address, Content, MediaKind, MessageRef, Place, Platform},
    policy::{Signals, Workspace},
    say::Say,
};
use amends_platforms::telegram::{
    Options, TelegramStandIn,
    faults::Fault,
    people::{Line, NewGroup, Tapped},
    spec::Spec,
    world::{Kind, Mark, Rights, Standing},
};
use amends_runtime::port::{Adapter, Attempt, Incoming, SendError, View};
use amends_telegram::{
    adapter::{ConnectError, Settings, TelegramAdapter},
    menus::Menus,
};
use secrecy::SecretString;
use tokio::time::timeout;
use uuid::Uuid;

use crate::bench::{
    ANNA, Bench, DANA, at_desk, number, private, question, refused, send, settings, title, to_dana,
};

#[tokio::test]
async fn question_is_asked_tapped_and_answered() {
    Spec::is_there();
    let mut bench = Bench::new().await;
    bench.people().start(DANA, Some("r_abc")).unwrap();
    let Incoming::Wrote { by, token, .. } = bench.next().await else { panic!("a start") };
    assert_eq!((by.name.as_deref(), by.language.as_deref()), (Some("Dana"), Some("ro")));
    assert_eq!(token.as_deref(), Some("r_abc"));

    let asked = bench.sent(&question()).await;
    let labels = bench.shown(&asked).labels().join(" ");
    assert_eq!(labels.matches("🙂").count(), 1, "{labels}");
    let label = bench.shown(&asked).buttons[0][2].label.clone();
    let tapped = bench.people().tap(DANA, DANA, number(&asked.id), &label).unwrap();
    let Incoming::Pressed { press, message, action, .. } = bench.next().await else {
        panic!("a press")
    };
    assert_eq!(tapped, Tapped::Query(press.id.clone()));
    assert_eq!(message.as_ref(), Some(&asked));
    let survey = SurveyId(Uuid::from_u128(7));
    assert_eq!(action, Some(Action::Rate { survey, value: 1 }));

    let words = Some(Words::Customer(Say::TapAck, Lang::EN));
    let answer = Body::Answer { press, words, covered: false };
    assert_eq!(bench.perform(&answer).await, Ok(Receipt::Done));
    assert_eq!(bench.standin.look(|world| world.toasts.len()), 1);
    assert_eq!(bench.perform(&answer).await, refused(Refusal::Expired));

    let words = Some(Words::Customer(Say::ThanksHappy, Lang::EN));
    let (message, buttons) = (asked.clone(), Vec::new());
    let edit = Body::Edit { message, words, buttons, purpose: None, press: None };
    assert_eq!(bench.perform(&edit).await, Ok(Receipt::Message(asked.clone())));
    assert!(bench.shown(&asked).buttons.is_empty());
    assert_eq!(bench.perform(&edit).await, Ok(Receipt::Message(asked)), "unchanged is done");
    bench.done().await;
}

#[tokio::test]
async fn forged_tap_asks_for_nothing() {
    let mut bench = Bench::new().await;
    bench.people().start(DANA, None).unwrap();
    bench.next().await;
    let asked = bench.sent(&question()).await;
    bench.people().forge_tap(DANA, DANA, number(&asked.id), "T.1042.AAAAAAAAAA").unwrap();
    let Incoming::Pressed { action, .. } = bench.next().await else { panic!("a press") };
    assert_eq!(action, None);
    bench.done().await;
}

#[tokio::test]
async fn press_on_an_old_message_keeps_working() {
    let mut bench = Bench::new().await;
    bench.people().start(DANA, None).unwrap();
    bench.next().await;
    let asked = bench.sent(&question()).await;
    let label = bench.shown(&asked).buttons[0][0].label.clone();
    bench.ahead_ms.fetch_add(60 * 24 * 3_600_000, Ordering::SeqCst);
    bench.people().tap(DANA, DANA, number(&asked.id), &label).unwrap();
    let Incoming::Pressed { press, message, action, .. } = bench.next().await else {
        panic!("a press")
    };
    assert_eq!(message.as_ref(), Some(&asked));
    assert!(matches!(action, Some(Action::Rate { value: 3, .. })), "{action:?}");
    let answer = Body::Answer { press, words: None, covered: false };
    assert_eq!(bench.perform(&answer).await, Ok(Receipt::Done));
    let words = Some(Words::Customer(Say::ThanksHappy, Lang::EN));
    let (message, buttons) = (asked.clone(), Vec::new());
    let edit = Body::Edit { message, words, buttons, purpose: None, press: None };
    assert_eq!(bench.perform(&edit).await, Ok(Receipt::Message(asked)));
    bench.done().await;
}

#[tokio::test]
async fn staff_without_a_user_name_are_pinged() {
    let bench = Bench::new().await;
    let anna = Mention {
        address: Address::new(Platform::Telegram, ANNA.to_string()),
        name: Some("Anna".to_owned()),
        username: None,
    };
    let say = DeskSay::PleaseTake { case: CaseNumber(1042), on_duty: vec![anna] };
    let called =
        bench.sent(&send(To::Place(bench.desk.clone()), Words::Desk(say), Vec::new())).await;
    let entities = bench.shown(&called).entities;
    assert_eq!(entities.len(), 1, "{entities:?}");
    assert_eq!((&entities[0]["type"], &entities[0]["offset"]), (&"text_mention".into(), &0.into()));
    assert_eq!(entities[0]["user"]["id"], ANNA);
    bench.done().await;
}

#[tokio::test]
async fn case_lives_in_its_thread() {
    let mut bench = Bench::new().await;
    let people = bench.people();
    let desk_id = number(&bench.desk.chat);
    people.start(DANA, None).unwrap();
    bench.next().await;
    let thread = bench.thread().await;
    let topic = number(thread.thread.as_deref().unwrap());
    let name = |bench: &Bench| bench.standin.chat(desk_id).unwrap().topics[&topic].name.clone();
    assert_eq!(name(&bench), "🔴 R-1042 Dana");

    let card = bench.sent(&at_desk(&thread)).await;
    assert_eq!(bench.perform(&Body::Pin { message: card.clone() }).await, Ok(Receipt::Done));
    assert!(bench.shown(&card).is(Mark::Pinned));

    let line = people.write(DANA, DANA, Line::attachment(Kind::Photo, "look")).unwrap();
    let Incoming::Wrote { message, content, .. } = bench.next().await else { panic!("a photo") };
    let caption = Some("look".to_owned());
    let Content::Media { kind: MediaKind::Photo, caption: under, files } = content else {
        panic!("{content:?}")
    };
    assert_eq!((under, files.len()), (caption, 1));
    assert_eq!(message, MessageRef { place: private(), id: line.to_string() });
    let copy = Body::Copy {
        message,
        to: To::Place(thread.clone()),
        caption: None,
        content: None,
        reply_to: None,
        purpose: None,
    };
    let copied = bench.sent(&copy).await;
    assert_eq!(copied.place, thread);
    assert!(bench.shown(&copied).is(Mark::Protected));

    let said = Line::text("I am on it").in_topic(topic).replying_to(number(&copied.id));
    let written = people.write(ANNA, desk_id, said).unwrap();
    let Incoming::Desk { message, reply_to, .. } = bench.next().await else { panic!("a line") };
    assert_eq!(message, MessageRef { place: thread.clone(), id: written.to_string() });
    assert_eq!(reply_to.as_ref(), Some(&copied));
    let delivered = Body::MarkDelivered { message: message.clone() };
    assert_eq!(bench.perform(&delivered).await, Ok(Receipt::Done));
    assert_eq!(bench.shown(&message).reactions.len(), 1);

    let rename = Body::RenameThread {
        thread: thread.clone(),
        case: CaseNumber(1042),
        title: Title { mark: Colour::Green, ..title() },
    };
    for _ in 0..2 {
        assert_eq!(bench.perform(&rename).await, Ok(Receipt::Done), "unchanged is done");
    }
    assert_eq!(name(&bench), "🟢 R-1042 Dana");
    let close = Body::CloseThread { thread: thread.clone() };
    for _ in 0..2 {
        assert_eq!(bench.perform(&close).await, Ok(Receipt::Done), "closed is closed");
    }
    let reopen = Body::ReopenThread { thread: thread.clone(), purpose: None };
    assert_eq!(bench.perform(&reopen).await, Ok(Receipt::Done));
    people.close_topic(ANNA, desk_id, topic).unwrap();
    let Incoming::DeskThreadClosed { by, thread: closed, .. } = bench.next().await else {
        panic!("our own closing means nothing, Anna's does")
    };
    let name = by.as_ref().and_then(|by| by.name.as_deref());
    assert_eq!((name, closed), (Some("Anna"), thread.clone()));
    people.delete_topic(ANNA, desk_id, topic).unwrap();
    assert_eq!(bench.perform(&at_desk(&thread)).await, refused(Refusal::ThreadGone));
    bench.done().await;
}

#[tokio::test]
async fn support_group_tells_who_was_served() {
    let mut bench = Bench::new().await;
    let people = bench.people();
    let group = NewGroup::forum("Luma support", ANNA).members(&[DANA]);
    let support = people.create_group(&group).unwrap();
    assert!(matches!(bench.next().await, Incoming::Standing { usable: true, .. }));
    let topic = people.create_topic(ANNA, support, "Order 118").unwrap();
    let place = Place::chat(Platform::Telegram, support.to_string()).thread(topic.to_string());
    let Incoming::Venue { place: at, event } = bench.next().await else { panic!("a topic") };
    assert_eq!(at, place);
    assert!(matches!(event, VenueEvent::Opened { title, .. } if title == "Order 118"));

    let asked = people.write(DANA, support, Line::text("where is it?").in_topic(topic)).unwrap();
    let Incoming::Venue { event: VenueEvent::Wrote { reply_to, .. }, .. } = bench.next().await
    else {
        panic!("Dana's question")
    };
    assert_eq!(reply_to, None, "the topic's opening is no message that is answered");
    let done = Line::text("/done").in_topic(topic).replying_to(asked);
    people.write(ANNA, support, done).unwrap();
    let Incoming::Venue { event: VenueEvent::Wrote { by, reply_to, .. }, .. } = bench.next().await
    else {
        panic!("Anna's command")
    };
    assert_eq!(by.name.as_deref(), Some("Anna"));
    assert_eq!(reply_to.and_then(|actor| actor.name).as_deref(), Some("Dana"));
    people.close_topic(ANNA, support, topic).unwrap();
    let Incoming::Venue { event, .. } = bench.next().await else { panic!("the end") };
    assert!(matches!(event, VenueEvent::Closed { .. }));
    bench.done().await;
}

#[tokio::test]
async fn closed_doors_are_told_apart() {
    let mut bench = Bench::new().await;
    let people = bench.people();
    assert_eq!(bench.perform(&to_dana("hello")).await, refused(Refusal::NotStarted));
    people.start(DANA, None).unwrap();
    bench.next().await;
    bench.sent(&to_dana("hello")).await;
    people.block(DANA).unwrap();
    let address = Address::new(Platform::Telegram, DANA.to_string());
    assert_eq!(bench.next().await, Incoming::Reach { address, reachable: false });
    assert_eq!(bench.perform(&to_dana("hello")).await, refused(Refusal::Blocked));
    people.unblock(DANA).unwrap();
    assert!(matches!(bench.next().await, Incoming::Reach { reachable: true, .. }));
    people.deactivate(DANA).unwrap();
    assert_eq!(bench.perform(&to_dana("hello")).await, refused(Refusal::Deactivated));
    people.set_bot(ANNA, number(&bench.desk.chat), Standing::Kicked).unwrap();
    assert!(matches!(bench.next().await, Incoming::Standing { usable: false, .. }));
    assert_eq!(bench.perform(&at_desk(&bench.desk)).await, refused(Refusal::ChatGone));
    bench.done().await;
}

#[tokio::test]
async fn group_that_moves_is_followed() {
    let mut bench = Bench::new().await;
    let people = bench.people();
    let old = people.create_group(&NewGroup::basic("Luma", ANNA)).unwrap();
    bench.next().await;
    let new = people.migrate(ANNA, old).unwrap();
    let place = |id: i64| Place::chat(Platform::Telegram, id.to_string());
    let moved = Incoming::Migrated { from: place(old), to: place(new) };
    assert_eq!([bench.next().await, bench.next().await], [moved.clone(), moved]);
    let fate = bench.perform(&at_desk(&place(old))).await;
    assert_eq!(fate, Err(SendError::Moved { to: place(new) }));
    bench.done().await;
}

#[tokio::test]
async fn doubt_is_never_taken_for_a_no() {
    let mut bench = Bench::new().await;
    bench.people().start(DANA, None).unwrap();
    bench.next().await;
    let faults = bench.standin.faults();
    for (fault, arrives) in [
        (Fault::BadGateway { executes: true }, true),
        (Fault::BadGateway { executes: false }, false),
        (Fault::ReplyLost, true),
        (Fault::ServerError, false),
    ] {
        let before = bench.standin.stats().deliveries;
        faults.next("sendMessage", fault.clone());
        // The library would sleep ten seconds on some of these.
        let fate = timeout(Duration::from_secs(8), bench.perform(&to_dana("hello"))).await;
        assert!(matches!(fate, Ok(Err(SendError::Unknown(_)))), "{fault:?}: {fate:?}");
        assert_eq!(bench.standin.stats().deliveries - before, u64::from(arrives), "{fault:?}");
    }
    faults.next("sendMessage", Fault::TooMany { retry_after: 7 });
    let after = Duration::from_secs(7);
    assert_eq!(bench.perform(&to_dana("hello")).await, Err(SendError::RateLimited { after }));
    bench.done().await;
}

#[tokio::test]
async fn nobody_at_the_other_end_is_a_definite_no() {
    let standin = TelegramStandIn::start(Options::default()).await.unwrap();
    let adapter = TelegramAdapter::connect(settings(&standin)).await.unwrap();
    let settings = settings(&standin);
    standin.shutdown().await.unwrap();
    let view = View {
        business: "Luma".to_owned(),
        wording: std::sync::Arc::default(),
        desk: None,
        care: None,
        signals: Signals::default(),
        roles: Vec::new(),
    };
    let fate = adapter.perform(&to_dana("hello"), &view, &Attempt::default()).await;
    assert!(matches!(fate, Err(SendError::NotSent(_))), "{fate:?}");
    let error = TelegramAdapter::connect(settings).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
}

#[tokio::test]
async fn wrong_token_is_told_with_advice() {
    let standin = TelegramStandIn::start(Options::default()).await.unwrap();
    let token = SecretString::from("4839574812:AAwrongwrongwrongwrongwrongwrongwr");
    let wrong = Settings { token, ..settings(&standin) };
    let error = TelegramAdapter::connect(wrong).await.unwrap_err();
    assert_eq!(error, ConnectError::Token);
    assert!(error.to_string().contains("@BotFather"), "{error}");
    standin.shutdown().await.unwrap();
}

#[tokio::test]
async fn desk_is_checked_and_menus_are_set() {
    let bench = Bench::new().await;
    assert_eq!(bench.adapter.check_desk(&bench.desk).await, Vec::<String>::new());
    let people = bench.people();
    let admin = Standing::Admin(Rights { manage_topics: false, ..Rights::ALL });
    let weak = people.create_group(&NewGroup::forum("Weak", ANNA).bot(admin)).unwrap();
    let basic = people.create_group(&NewGroup::basic("Basic", ANNA)).unwrap();
    let check = async |id: i64| {
        let place = Place::chat(Platform::Telegram, id.to_string());
        bench.adapter.check_desk(&place).await.join("\n")
    };
    let sentence = "I can't create topics here: make me admin with 'Manage topics'.";
    assert_eq!(check(weak).await, sentence);
    assert!(check(basic).await.starts_with("Topics are off in this group"));
    assert!(check(-1).await.starts_with("I can't see this group"));

    bench.done().await;
}

#[tokio::test]
async fn menus_follow_roles() {
    let bench = Bench::new().await;
    let shown = || bench.standin.look(|world| world.commands.clone());
    let names = |scope: &str| -> Vec<String> {
        let menus = shown();
        let menu = menus[scope].as_array().unwrap().iter();
        menu.map(|command| command["command"].as_str().unwrap().to_owned()).collect()
    };
    let mut workspace = Workspace::new("Luma");
    workspace.desk = Some(bench.desk.clone());
    let mut menus = Menus::default();
    let refresh = async |workspace: &Workspace, menus: &mut Menus| {
        bench.adapter.refresh_menus(workspace, menus).await.unwrap()
    };
    assert!(refresh(&workspace, &mut menus).await);
    assert_eq!(shown().len(), 2 * (1 + Lang::BUILT_IN.len()), "{:?}", shown());
    let customer = names("all_private_chats");
    assert_eq!(customer[..3], ["feedback", "complain", "status"], "{customer:?}");
    assert_eq!(names("all_private_chats/ro"), customer);
    let staff = names(&format!("chat:{}", bench.desk.chat));
    assert_eq!(staff[..3], ["take", "join", "leave"], "{staff:?}");
    let first = |scope: &str| shown()[scope][0]["description"].as_str().unwrap().to_owned();
    assert_eq!(first(&format!("chat:{}", bench.desk.chat)), "Take the case");
    assert_eq!(first(&format!("chat:{}/ro", bench.desk.chat)), "Preluați cazul");
    assert!(!refresh(&workspace, &mut menus).await, "nothing changed");

    // An admin is offered their commands at the desk, and in private beside those of customers.
    workspace.admins = vec![Address::new(Platform::Telegram, ANNA.to_string())];
    assert!(refresh(&workspace, &mut menus).await);
    let at_desk = names(&format!("chat_member:{}:{ANNA}", bench.desk.chat));
    assert!(at_desk.contains(&"role".to_owned()) && !at_desk.contains(&"take".to_owned()));
    assert_eq!(names(&format!("chat_member:{}:{ANNA}/pl", bench.desk.chat)), at_desk);
    let setup = first(&format!("chat_member:{}:{ANNA}/pl", bench.desk.chat));
    assert_eq!(setup, "Przygotuj miejsce pracy zespołu, krok po kroku (admin)");
    let private = names(&format!("chat:{ANNA}/ro"));
    assert!(private.contains(&"role".to_owned()) && private.contains(&"stop".to_owned()));
    assert!(!names(&format!("chat:{}", bench.desk.chat)).contains(&"role".to_owned()));

    // What was set is known after a restart, too, and goes when they are no admin any more.
    let mut menus = Menus::read(&menus.to_bytes());
    assert!(!refresh(&workspace, &mut menus).await);
    workspace.admins.clear();
    workspace.signals.feedback = false;
    assert!(refresh(&workspace, &mut menus).await);
    assert_eq!(shown().len(), 2 * (1 + Lang::BUILT_IN.len()), "{:?}", shown());
    assert!(!names("all_private_chats").contains(&"feedback".to_owned()));
    bench.done().await;
}

#[tokio::test]
async fn answer_to_an_unknown_press_has_expired() {
    let bench = Bench::new().await;
    let press = PressRef::new(Platform::Telegram, "1");
    let fate = bench.perform(&Body::Answer { press, words: None, covered: false }).await;
    assert_eq!(fate, refused(Refusal::Expired));
    bench.done().await;
}
