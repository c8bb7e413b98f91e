//! Nothing can be stored: who typed a command reads so, and admins hear of it.

use amends_core::{
    desk::DeskSay,
    effect::{Body, To, Words},
    place::Platform,
};
use amends_runtime::item::ServiceError;

use crate::world::{Fake, World, account, at_desk, business, until, wrote};

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

/// What the platform brings is refused, and comes again.
async fn refused(world: &World, id: &str, by: &str, text: &str) {
    let raw = serde_json::to_vec(&[at_desk(by, id, text)]).unwrap();
    let updates = vec![(id.to_owned(), raw)];
    let refused = world.handle().receive(Platform::Telegram, updates).await;
    assert!(matches!(refused, Err(ServiceError::NotStored(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_a_full_disk_is_answered_once_and_nothing_changes() {
    let world = world();
    world.store.set_full(true);
    for _ in 0..3 {
        refused(&world, "1", "50", "/reply within 5m").await;
    }
    refused(&world, "2", "50", "good morning").await;
    refused(&world, "3", "42", "/reply within 5m").await;
    refused(&world, "4", "50", "/duty off").await;
    let told = || said(&world.fake, &DeskSay::NotStored);
    until("both commands are answered", || told() == (0, 2)).await;
    until("the admin hears of it", || said(&world.fake, &DeskSay::StoreFails) == (1, 0)).await;
    assert!(world.handle().policy().workspace.changes.is_empty());
    assert_eq!(told(), (0, 2), "neither talk nor strangers are answered");
}

/// The same where the command was taken in, and what comes of it can't be stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_was_taken_in_is_answered_once_until_it_is_carried_out() {
    let world = world();
    world.fake.close();
    world.receives("1", at_desk("50", "1", "/reply within 5m")).await;
    world.store.set_full(true);
    world.fake.open();
    let told = || said(&world.fake, &DeskSay::NotStored);
    until("it is answered", || told() == (0, 1)).await;
    assert!(world.handle().policy().workspace.changes.is_empty());
    world.store.set_full(false);
    world.passes(40);
    until("it is carried out", || !world.handle().policy().workspace.changes.is_empty()).await;
    assert_eq!(told(), (0, 1));
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
