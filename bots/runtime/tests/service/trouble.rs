//! Nothing can be stored: who typed a command reads so, and admins hear of it.

use std::time::Duration;

use amends_core::{
    action::Action,
    desk::DeskSay,
    effect::{Body, Refusal, To, Words},
    ids::CaseNumber,
    place::Platform,
};
use amends_runtime::{
    item::ServiceError,
    port::{Incoming, SendError},
};
use amends_storage::{
    Store,
    port::{ArrivalId, Cause},
};

use crate::world::{Fake, World, account, at_desk, business, pressed, until, wrote};

fn world() -> World {
    let mut workspace = business();
    workspace.admins = vec![account("50")];
    World::of(workspace)
}

/// How often this was said in private, and how often where staff work.
fn said(fake: &Fake, wanted: &DeskSay) -> (usize, usize) {
    let performed = fake.performed();
    let of = |private: bool| {
        let is_it = |body: &Body| {
            let Body::Send { to, words: Words::Desk(say), .. } = body else { return false };
            say == wanted && matches!(to, To::Private(_)) == private
        };
        performed.iter().filter(|(body, _)| is_it(body)).count()
    };
    (of(true), of(false))
}

/// What its author reads about an update, with the id that stands in the log.
fn not_stored(id: &str) -> DeskSay {
    let id = ArrivalId { source: "telegram".to_owned(), id: id.to_owned() };
    DeskSay::NotStored(Some(Cause::arrival(&id).to_string()))
}

/// What the platform brings is refused, and comes again.
async fn refused(world: &World, id: &str, by: &str, text: &str) {
    let raw = serde_json::to_vec(&[at_desk(by, id, text)]).unwrap();
    let updates = vec![(id.to_owned(), raw)];
    let refused = world.handle().receive(Platform::Telegram, updates).await;
    assert!(matches!(refused, Err(ServiceError::NotStored(_))), "{refused:?}");
}

fn changes(world: &World) -> usize {
    world.handle().policy().workspace.changes.len()
}

/// What the platform brings once more is taken for known: it was refused.
async fn until_taken(world: &World, id: &str, by: &str, text: &str) {
    let raw = serde_json::to_vec(&[at_desk(by, id, text)]).unwrap();
    let handle = world.handle();
    let wait = async {
        loop {
            let updates = vec![(id.to_owned(), raw.clone())];
            if handle.receive(Platform::Telegram, updates).await == Ok(0) {
                return;
            }
        }
    };
    let taken = tokio::time::timeout(Duration::from_secs(20), wait).await;
    taken.expect("it is taken for known");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_a_full_disk_is_answered_once_and_nothing_changes() {
    let world = world();
    world.store.set_full(true);
    world.fake.holds();
    for _ in 0..3 {
        refused(&world, "1", "50", "/reply within 5m").await;
    }
    world.fake.lets_go();
    refused(&world, "2", "50", "good morning").await;
    refused(&world, "3", "42", "/reply within 5m").await;
    refused(&world, "4", "50", "/duty off").await;
    let told = || (said(&world.fake, &not_stored("1")), said(&world.fake, &not_stored("4")));
    until("both commands are answered", || told() == ((0, 1), (0, 1))).await;
    until("the admin hears of it", || said(&world.fake, &DeskSay::StoreFails) == (1, 0)).await;
    assert!(world.handle().policy().workspace.changes.is_empty());
    assert_eq!(told(), ((0, 1), (0, 1)));
    for other in ["2", "3"] {
        let answered = said(&world.fake, &not_stored(other));
        assert_eq!(answered, (0, 0), "neither talk nor strangers are answered");
    }
    // Who brought them is told that they came, so that they don't come again.
    until_taken(&world, "1", "50", "/reply within 5m").await;
    world.store.set_full(false);
    world.passes(40);
    until_taken(&world, "1", "50", "/reply within 5m").await;
    world.receives("9", at_desk("50", "9", "/reply within 7m")).await;
    until("another one is carried out", || changes(&world) == 1).await;
    assert!(world.store.inbox(0, 9).unwrap().is_empty());
    assert_eq!(changes(&world), 1, "what was refused is not carried out later");
}

/// What is refused while its author is being told, and the disk has room again meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_refused_is_not_carried_out_meanwhile() {
    let world = world();
    world.store.set_full(true);
    world.fake.holds();
    refused(&world, "1", "50", "/reply within 5m").await;
    until("the alarm and the refusal", || world.fake.performed().len() == 2).await;
    world.store.set_full(false);
    world.passes(40);
    world.receives("1", at_desk("50", "1", "/reply within 5m")).await;
    world.receives("2", at_desk("50", "2", "/reply within 7m")).await;
    until("another one is carried out", || changes(&world) == 1).await;
    assert_eq!(world.store.inbox(0, 9).unwrap().len(), 1, "it waits until that was said");
    world.fake.lets_go();
    until("it is dropped", || world.store.inbox(0, 9).unwrap().is_empty()).await;
    assert_eq!(changes(&world), 1);
    let again = world.crashes();
    again.receives("1", at_desk("50", "1", "/reply within 5m")).await;
    again.receives("3", at_desk("50", "3", "/reply within 8m")).await;
    until("a third one is carried out", || changes(&again) == 2).await;
    assert_eq!(changes(&again), 2, "that it was refused is kept");
}

/// Whoever could not be told finds the command carried out.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_does_not_arrive_refuses_nothing() {
    let world = world();
    for _ in 0..2 {
        world.fake.fails(SendError::Refused(Refusal::ChatGone));
    }
    world.store.set_full(true);
    refused(&world, "1", "50", "/reply within 5m").await;
    until("the alarm and the refusal", || world.fake.performed().len() == 2).await;
    refused(&world, "1", "50", "/reply within 5m").await;
    world.store.set_full(false);
    world.passes(40);
    world.receives("1", at_desk("50", "1", "/reply within 5m")).await;
    until("it is carried out", || changes(&world) == 1).await;
}

/// A tap that came in the same breath is not dropped with a command.
#[tokio::test(flavor = "multi_thread")]
async fn what_customers_do_waits_although_a_command_beside_it_is_refused() {
    let world = world();
    let tap = pressed("42", "p1", Some(Action::StillNeed { case: CaseNumber(1001) }));
    let raw = |incoming: &Incoming| serde_json::to_vec(&[incoming]).unwrap();
    let command = at_desk("50", "1", "/reply within 5m");
    let updates = || vec![("1".to_owned(), raw(&command)), ("2".to_owned(), raw(&tap))];
    world.store.set_full(true);
    let handle = world.handle();
    let receive = || handle.receive(Platform::Telegram, updates());
    assert!(matches!(receive().await, Err(ServiceError::NotStored(_))));
    until("the command is refused", || said(&world.fake, &not_stored("1")) == (0, 1)).await;
    until_taken(&world, "1", "50", "/reply within 5m").await;
    assert!(matches!(receive().await, Err(ServiceError::NotStored(_))), "the tap is not stored");
    world.store.set_full(false);
    world.passes(40);
    assert_eq!(receive().await, Ok(1));
    let is_confirmed = |(body, _): &(Body, bool)| matches!(body, Body::Answer { words: None, .. });
    until("the tap is worked on", || world.fake.performed().iter().any(is_confirmed)).await;
    assert_eq!(changes(&world), 0);
}

/// The same where the command was taken in, and what comes of it can't be stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_was_taken_in_is_refused_once_and_for_good() {
    let world = world();
    world.keeps_waiting("1", at_desk("50", "1", "/reply within 5m")).await;
    world.store.set_full(true);
    world.reads().await;
    let told = || said(&world.fake, &not_stored("1"));
    until("it is answered", || told() == (0, 1)).await;
    assert_eq!(changes(&world), 0);
    world.store.set_full(false);
    world.passes(40);
    until("it is dropped", || world.store.inbox(0, 9).unwrap().is_empty()).await;
    world.receives("2", at_desk("50", "2", "/reply within 7m")).await;
    until("another one is carried out", || changes(&world) == 1).await;
    assert_eq!((changes(&world), told()), (1, (0, 1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_hear_of_a_full_disk_once_an_hour_while_it_lasts() {
    let world = world();
    let alarms = || said(&world.fake, &DeskSay::StoreFails).0;
    world.store.set_full(true);
    refused(&world, "1", "42", "hello").await;
    until("the first alarm", || alarms() == 1).await;
    world.passes(3_599);
    refused(&world, "2", "42", "hello").await;
    assert_eq!(alarms(), 1);
    // The service looks anew a few seconds after the last try.
    world.passes(61);
    until("the next one comes by itself", || alarms() == 2).await;
    world.store.set_full(false);
    world.receives("3", wrote("42", "1", "/start")).await;
    until("ready again", || world.handle().ready().ready).await;
    world.store.set_full(true);
    refused(&world, "4", "42", "hello").await;
    world.store.set_full(false);
    world.passes(61);
    until("ready once more", || world.handle().ready().ready).await;
    assert_eq!(alarms(), 2, "a disk that comes and goes calls nobody more often");
}

#[tokio::test]
async fn a_store_that_lacks_an_answer_is_told_until_a_start_repairs_it() {
    let world = World::new();
    world.store.set_lacking(true);
    let world = world.crashes();
    let store = || world.handle().ready().store;
    until("it is told", || store().is_some_and(|why| why.contains("it lacks an answer"))).await;
    assert!(store().unwrap().ends_with("restart amends, which repairs it"), "{:?}", store());
    assert!(!world.handle().ready().ready);
    // It works all the same.
    world.receives("1", at_desk("50", "1", "hello")).await;
    world.store.set_lacking(false);
    let world = world.crashes();
    until("it is whole", || world.handle().ready().ready).await;
}
