//! The service as a whole: durable first, each thing once, nothing lost.

#[cfg(test)]
mod dates;
#[cfg(test)]
mod doubtful;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod following;
#[cfg(test)]
mod late;
#[cfg(test)]
mod merging;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod trouble;
#[cfg(test)]
mod world;

use std::{sync::atomic::Ordering, time::Duration};

use amends_core::{
    action::Action,
    effect::{Body, Refusal, To, Words},
    event::{Known, VenueEvent},
    ids::CaseNumber,
    interaction::InteractionId,
    place::{Content, MessageRef, Place, Platform},
    say::{Question, Say},
};
use amends_runtime::{
    item::{IntakeAnswer, ServiceError},
    port::{Incoming, SendError},
};
use amends_storage::port::{Dead, Identity, Store, Subject};
use jiff::SignedDuration;

use crate::world::{
    DESK, Fake, Reaction, World, account, actor, at_desk, contact, ends, is_answer, known, pressed,
    sent_to, status, survey, until, wrote,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_durable_before_it_is_acknowledged() {
    let world = World::new();
    let is_known = || world.store.customer_of(&Identity::Account(account("42"))).unwrap().is_some();
    world.fake.close();
    let (handle, raw) =
        (world.handle(), serde_json::to_vec(&[wrote("42", "1", "/start")]).unwrap());
    let received = tokio::spawn(async move {
        handle.receive(Platform::Telegram, vec![("1".to_owned(), raw)]).await
    });
    until("it is being read", || world.fake.reading.load(Ordering::SeqCst) == 1).await;
    assert!(!received.is_finished() && !is_known());
    world.fake.open();
    assert_eq!(received.await.unwrap(), Ok(1));
    assert!(is_known(), "it was acknowledged before it was durable");
    assert!(world.store.inbox(0, 10).unwrap().is_empty());
}

/// Whoever brought it may bring it again: then it is worked on, and once.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_before_a_step_is_durable_gets_the_update_again() {
    let world = World::new();
    let before = world.store.fork();
    world.receives("1", wrote("42", "1", "/start")).await;
    assert!(!world.store.journal(0, 9).unwrap().is_empty());
    let later = World::over(before, world.clock.clone(), Fake::new());
    later.receives("1", wrote("42", "1", "/start")).await;
    later.receives("1", wrote("42", "1", "/start")).await;
    later.fake.tried(1).await;
    let entries = later.store.journal(0, 99).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.event == "customer_wrote").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_update_twice_is_one_update() {
    let world = World::new();
    world.receives("1", wrote("42", "1", "/start")).await;
    world.fake.tried(1).await;
    world.receives("1", wrote("42", "1", "/start")).await;
    world.receives("2", wrote("43", "1", "/start")).await;
    let performed = world.fake.tried(2).await;
    assert_eq!(sent_to(&performed[1].0), Some(&To::Private(account("43"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_panics_is_given_up_after_three_tries_and_others_are_not_harmed() {
    let world = World::new();
    let good = serde_json::to_vec(&[wrote("42", "1", "/start")]).unwrap();
    let updates = vec![("1".to_owned(), b"poison".to_vec()), ("2".to_owned(), good)];
    assert_eq!(world.handle().receive(Platform::Telegram, updates).await.unwrap(), 2);
    world.fake.tried(1).await;
    until("a dead letter", || !world.store.dead_letters(10).unwrap().is_empty()).await;
    let letters = world.store.dead_letters(10).unwrap();
    assert!(matches!(&letters[0].what, Dead::Arrival(row) if row.id.id == "1"));
    assert_eq!(world.fake.poisoned.load(Ordering::SeqCst), 3);
    assert!(world.store.inbox(0, 10).unwrap().is_empty());
}

/// Shows E47.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_intake_and_tells_the_customer() {
    let world = World::new();
    world.store.set_full(true);
    let action = Some(Action::StillNeed { case: CaseNumber(1001) });
    let raw = serde_json::to_vec(&[pressed("42", "p1", action)]).unwrap();
    for _ in 0..3 {
        let updates = vec![("1".to_owned(), raw.clone())];
        let refused = world.handle().receive(Platform::Telegram, updates).await;
        assert!(matches!(refused, Err(ServiceError::NotStored(_))), "{refused:?}");
    }
    let refused = world.handle().interaction_ended(known("1"), contact("i", &world.clock), 1).await;
    assert!(matches!(refused, Err(ServiceError::NotStored(_))), "{refused:?}");
    let performed = world.fake.tried(1).await;
    let Body::Answer { words: Some(Words::Customer(Say::Error, _)), .. } = &performed[0].0 else {
        panic!("{performed:?}");
    };
    assert!(world.handle().ready().store.is_some());

    world.store.set_full(false);
    let updates = vec![("1".to_owned(), raw)];
    assert_eq!(world.handle().receive(Platform::Telegram, updates).await, Ok(1));
    // The press is now worked on: there is no such case, so it is only confirmed.
    let performed = world.fake.tried(2).await;
    assert!(matches!(&performed[1].0, Body::Answer { words: None, .. }), "{performed:?}");
    until("ready again", || world.handle().ready().ready).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_received_waits_while_the_disk_is_full() {
    let world = World::new();
    world.keeps_waiting("1", pressed("42", "p1", None)).await;
    world.store.set_full(true);
    world.reads().await;
    let performed = world.fake.tried(1).await;
    assert!(matches!(&performed[0].0, Body::Answer { words: Some(_), .. }), "{performed:?}");
    assert_eq!(world.store.inbox(0, 10).unwrap().len(), 1);
    world.store.set_full(false);
    world.passes(40);
    let performed = world.fake.tried(2).await;
    assert!(matches!(&performed[1].0, Body::Answer { words: None, .. }), "{performed:?}");
    until("the inbox is empty", || world.store.inbox(0, 10).unwrap().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_ready_again_although_nobody_brings_anything() {
    let world = World::new();
    until("ready", || world.handle().ready().ready).await;
    world.store.set_full(true);
    let refused = world.handle().interaction_ended(known("1"), contact("i", &world.clock), 1).await;
    assert!(matches!(refused, Err(ServiceError::NotStored(_))), "{refused:?}");
    assert!(world.handle().ready().store.is_some());
    world.store.set_full(false);
    until("ready again", || world.handle().ready().ready).await;
}

/// Shows S-1, INV 1.
#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_answered_planned_once_then_duplicate_or_conflict() {
    let world = World::new();
    let first = ends(&world, "i1", "42").await;
    assert!(matches!(first, IntakeAnswer::Planned(_)), "{first:?}");
    assert_eq!(ends(&world, "i1", "42").await, IntakeAnswer::Duplicate);
    let other = contact("i1", &world.clock);
    let other = world.handle().interaction_ended(known("42"), other, 8).await;
    assert_eq!(other, Ok(IntakeAnswer::Conflict));
    let performed = world.fake.tried(1).await;
    assert_eq!(sent_to(&performed[0].0), Some(&To::Private(account("42"))));
    until("it is asked", || status(&world, "i1") == Some("asked")).await;
    until("the outbox is empty", || world.store.outbox(None, 10).unwrap().is_empty()).await;
}

/// Shows S-11.
#[tokio::test(flavor = "multi_thread")]
async fn an_unhappy_tap_is_durable_before_it_is_answered_and_opens_a_case() {
    let world = World::new();
    ends(&world, "i1", "42").await;
    world.fake.tried(1).await;
    until("it is asked", || status(&world, "i1") == Some("asked")).await;
    let survey = survey(&world, "i1");
    world.receives("1", pressed("42", "p1", Some(Action::Rate { survey, value: 1 }))).await;
    world.fake.tried(2).await;
    let view = world.handle().interaction(&InteractionId("i1".into())).unwrap().unwrap();
    assert_eq!(view.case, Some(CaseNumber(1001)));
    let opened = || {
        let performed = world.fake.performed();
        performed.iter().any(|(body, _)| matches!(body, Body::OpenThread { .. }))
            && performed.iter().any(|(body, _)| is_answer(body))
    };
    until("a thread is opened and the tap answered", opened).await;
    until("the thread leads to the case", || {
        let case = world.handle().case(CaseNumber(1001)).unwrap().unwrap();
        let thread = case.case.thread().cloned();
        thread.is_some_and(|thread| {
            world.store.case_of_thread(&thread).unwrap() == Some(CaseNumber(1001))
        })
    })
    .await;
    assert_eq!(world.handle().cases(CaseNumber(0), 10).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn presses_of_unknown_things_are_confirmed_in_silence() {
    let world = World::new();
    let gone = Action::Take { case: CaseNumber(4711) };
    world.receives("1", pressed("42", "p1", None)).await;
    world.receives("2", pressed("42", "p2", Some(gone))).await;
    let performed = world.fake.tried(2).await;
    for (body, _) in performed {
        assert!(matches!(body, Body::Answer { words: None, .. }), "{body:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_joins_the_external_id_with_the_account_once() {
    let world = World::new();
    let known = Known { external: Some("C-1".into()), ..Known::default() };
    let told = world.handle().interaction_ended(known, contact("i1", &world.clock), 1).await;
    let IntakeAnswer::NoChannel { token } = told.unwrap() else { panic!("there is no channel") };

    world.receives("1", wrote("42", "1", &format!("/start {token}"))).await;
    let performed = world.fake.tried(1).await;
    assert_eq!(sent_to(&performed[0].0), Some(&To::Private(account("42"))));
    until("it is asked", || status(&world, "i1") == Some("asked")).await;
    let of = |identity| world.store.customer_of(&identity).unwrap();
    let customer = of(Identity::Account(account("42")));
    assert!(customer.is_some());
    assert_eq!(of(Identity::External("C-1".into())), customer);
    assert!(world.store.receipt(&token).unwrap().unwrap().used);
    // The same contact told again is still the same contact.
    let known = Known { external: Some("C-1".into()), ..Known::default() };
    let again = world.handle().interaction_ended(known, contact("i1", &world.clock), 1).await;
    assert_eq!(again, Ok(IntakeAnswer::Duplicate));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_good_once_and_for_a_week() {
    let world = World::new();
    let mut tokens = Vec::new();
    for id in ["i1", "i2"] {
        let told =
            world.handle().interaction_ended(Known::default(), contact(id, &world.clock), 1).await;
        let Ok(IntakeAnswer::NoChannel { token }) = told else { panic!("{told:?}") };
        tokens.push(token);
    }
    let question = |performed: &[(Body, bool)]| {
        let body = &performed.last().unwrap().0;
        let Body::Send { words: Words::Customer(Say::Ask { question, .. }, _), .. } = body else {
            panic!("no question: {body:?}");
        };
        question.clone()
    };
    world.receives("1", wrote("42", "1", &format!("/start {}", tokens[0]))).await;
    assert_ne!(question(&world.fake.tried(1).await), Question::ReceiptExpired);
    world.receives("2", wrote("43", "1", &format!("/start {}", tokens[0]))).await;
    assert_eq!(question(&world.fake.tried(2).await), Question::ReceiptExpired);
    world.passes(7 * 24 * 3_600 + 1);
    world.receives("3", wrote("44", "1", &format!("/start {}", tokens[1]))).await;
    assert_eq!(question(&world.fake.tried(3).await), Question::ReceiptExpired);
}

#[tokio::test(flavor = "multi_thread")]
async fn done_in_a_support_topic_asks_the_customer_who_wrote_there() {
    let world = World::new();
    let topic = Place::chat(Platform::Telegram, "-100300").thread("7");
    let said = |by: &str, id: &str, text: &str| Incoming::Venue {
        place: topic.clone(),
        event: VenueEvent::Wrote {
            by: actor(by, "Somebody"),
            message: MessageRef { place: topic.clone(), id: id.to_owned() },
            reply_to: None,
            content: Content::Text(text.to_owned()),
            mentions: Vec::new(),
            press: None,
            private: false,
            on_behalf: false,
        },
    };
    world.receives("1", said("42", "1", "my order is late")).await;
    world.receives("2", said("50", "2", "/done order 118")).await;
    until("the customer is asked", || {
        let performed = world.fake.performed();
        performed.iter().any(|(body, _)| {
            matches!(body, Body::Send { words: Words::Customer(Say::Ask { .. }, _), .. })
        })
    })
    .await;
    let customer = world.store.customer_of(&Identity::Account(account("42"))).unwrap();
    assert!(customer.is_some());
}

/// Shows INV 17, E46.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_knows_about_is_not_repeated_after_a_crash() {
    let world = World::new();
    world.fake.reacts(Reaction::Hang);
    ends(&world, "i1", "42").await;
    world.fake.tried(1).await;
    assert!(world.store.outbox(None, 10).unwrap()[0].sending);

    let world = world.crashes();
    until("maybe asked", || status(&world, "i1") == Some("maybe_asked")).await;
    assert!(world.store.outbox(None, 10).unwrap().is_empty());
    assert!(world.fake.performed().is_empty());
}

/// Shows INV 17, E46.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_nobody_knows_about_is_repeated_and_marked() {
    let world = World::new();
    world.fake.reacts(Reaction::Hang);
    world.receives("1", at_desk("50", "1", "/duty who")).await;
    let first = world.fake.tried(1).await;
    assert!(!first[0].1);

    let world = world.crashes();
    let again = world.fake.tried(1).await;
    assert_eq!(again[0].0, first[0].0);
    assert!(again[0].1, "the repeat is not marked");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_fate_is_repeated_twice_and_then_left() {
    let world = World::new();
    for _ in 0..3 {
        world.fake.fails(SendError::Unknown("read timeout".into()));
    }
    world.receives("1", at_desk("50", "1", "/duty who")).await;
    for tries in 1..=3 {
        let performed = world.fake.tried(tries).await;
        assert_eq!(performed[tries - 1].1, 1 < tries);
        until("the try ended", || {
            let rows = world.store.outbox(None, 10).unwrap();
            rows.iter().all(|row| !row.sending && usize::from(row.attempts) == tries)
        })
        .await;
        world.passes(120);
    }
    until("it is left", || world.store.outbox(None, 10).unwrap().is_empty()).await;
    assert_eq!(world.fake.performed().len(), 3);
}

/// Shows INV 18.
#[tokio::test(flavor = "multi_thread")]
async fn overdue_deadlines_fire_in_order_before_anything_new_is_read() {
    let world = World::new();
    // The customer who is met first is the one whose deadline comes last.
    for (id, customer) in [("late", "42"), ("early", "41")] {
        ends(&world, id, customer).await;
        until("it is asked", || status(&world, id) == Some("asked")).await;
    }
    for (id, customer) in [("early", "41"), ("late", "42")] {
        let action = Some(Action::Rate { survey: survey(&world, id), value: 1 });
        world.receives(id, pressed(customer, id, action)).await;
        until("it is answered", || status(&world, id) == Some("answered")).await;
        world.passes(60);
    }
    world.has_waiting("waits", wrote("43", "1", "/start"));
    let (store, clock) = (world.store.fork(), world.clock.clone());
    clock.advance(SignedDuration::from_hours(1));

    let from = store.counters().unwrap().next_seq;
    let later = World::over(store, clock, Fake::new());
    until("all is read", || later.store.inbox(0, 10).unwrap().is_empty()).await;
    let customer =
        |id: &str| later.store.customer_of(&Identity::Account(account(id))).unwrap().unwrap();
    let journal = later.store.journal(from, 100).unwrap();
    let position = |event: &str, id: &str| {
        let subject = Subject::Customer(customer(id));
        let found = journal.iter().position(|e| e.event == event && e.subject == subject);
        found.unwrap_or_else(|| panic!("no {event} of {id}: {journal:?}"))
    };
    let (early, late) = (position("deadline_reached", "41"), position("deadline_reached", "42"));
    assert!(early < late);
    assert!(late < position("customer_wrote", "43"));
}

/// Shows S-10.
#[tokio::test(flavor = "multi_thread")]
async fn what_never_left_is_tried_again_later() {
    let world = World::new();
    world.fake.fails(SendError::NotSent("no route".into()));
    ends(&world, "i1", "42").await;
    world.fake.tried(1).await;
    until("the try is taken back", || {
        let rows = world.store.outbox(None, 10).unwrap();
        rows.first().is_some_and(|row| !row.sending && row.attempts == 0)
    })
    .await;
    world.passes(2);
    let performed = world.fake.tried(2).await;
    assert!(!performed[1].1, "what never left is no repeat");
    until("it is asked", || status(&world, "i1") == Some("asked")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_is_told_to_wait_waits_also_after_a_restart() {
    let world = World::new();
    world.fake.fails(SendError::RateLimited { after: Duration::from_secs(30) });
    ends(&world, "i1", "42").await;
    world.fake.tried(1).await;
    until("the penalty is kept", || world.store.note("penalties.telegram").unwrap().is_some())
        .await;

    let world = world.crashes();
    ends(&world, "i2", "43").await;
    let performed = world.fake.tried(1).await;
    assert_eq!(sent_to(&performed[0].0), Some(&To::Private(account("43"))));
    world.passes(31);
    let performed = world.fake.tried(2).await;
    assert_eq!(sent_to(&performed[1].0), Some(&To::Private(account("42"))));
}

/// Shows E44.
#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_moved_is_followed() {
    let world = World::new();
    let to = Place::chat(Platform::Telegram, "-100999");
    world.fake.fails(SendError::Moved { to: to.clone() });
    world.receives("1", at_desk("50", "1", "/duty who")).await;
    let performed = world.fake.tried(2).await;
    assert_eq!(sent_to(&performed[1].0), Some(&To::Place(to.clone())));
    until("the desk moved", || world.handle().policy().workspace.desk == Some(to.clone())).await;
}

/// Shows S-10d, E16.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_question_tells_the_engine_why() {
    let world = World::new();
    world.fake.fails(SendError::Refused(Refusal::Blocked));
    ends(&world, "i1", "42").await;
    until("undeliverable", || status(&world, "i1") == Some("undeliverable")).await;
    let view = world.handle().interaction(&InteractionId("i1".into())).unwrap().unwrap();
    assert_eq!(view.why, Some("blocked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_does_not_accept_us_is_left_alone_for_a_while() {
    let world = World::new();
    world.fake.fails(SendError::Rejected("Unauthorized".into()));
    ends(&world, "i1", "42").await;
    until("not ready", || !world.handle().ready().ready).await;
    assert_eq!(world.fake.performed().len(), 1);
    world.passes(31);
    world.fake.tried(2).await;
    until("ready", || world.handle().ready().ready).await;
    until("it is asked", || status(&world, "i1") == Some("asked")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_hears_about_the_business_and_names_of_staff_are_learned() {
    let world = World::new();
    world.receives("1", at_desk("50", "1", "/cases")).await;
    let performed = world.fake.tried(1).await;
    let desk = Place::chat(Platform::Telegram, DESK);
    assert_eq!(sent_to(&performed[0].0), Some(&To::Place(desk)));
    let policy = world.handle().policy();
    assert_eq!(policy.staff(&account("50")).unwrap().name.as_deref(), Some("Anna"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_waits_for_what_is_under_way_and_takes_nothing_more_in() {
    let world = World::new();
    world.receives("1", wrote("42", "1", "/start")).await;
    world.fake.tried(1).await;
    let (handle, store) = (world.handle(), world.store.clone());
    world.service.shutdown().await.unwrap();
    assert!(store.outbox(None, 10).unwrap().is_empty(), "the fate of the send was lost");
    let noted = String::from_utf8(store.note("run").unwrap().unwrap()).unwrap();
    assert_eq!(noted, format!("stopped {}", handle.clock().now()));
    assert_eq!(handle.receive(Platform::Telegram, Vec::new()).await, Err(ServiceError::Stopping));
}

#[tokio::test(flavor = "multi_thread")]
async fn configured_staff_keep_their_names_and_duty_over_a_restart() {
    let world = World::new();
    world.receives("1", at_desk("50", "1", "/duty off")).await;
    world.fake.tried(1).await;
    let world = world.crashes();
    let policy = world.handle().policy();
    let member = policy.staff(&account("50")).unwrap();
    assert!(!member.on_duty);
    assert_eq!(member.name.as_deref(), Some("Anna"));
}
