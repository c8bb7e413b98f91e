//! A write that seems to fail and is made all the same.

use amends_core::{
    effect::{Body, Words},
    ids::CaseNumber,
    say::Say,
};
use amends_storage::Store;

use crate::world::{World, until, wrote};

/// What the customer was told, and how often.
fn told(world: &World, wanted: impl Fn(&Say) -> bool) -> usize {
    let performed = world.fake.performed();
    let is_it = |body: &Body| {
        let Body::Send { words: Words::Customer(say, _), .. } = body else { return false };
        wanted(say)
    };
    performed.iter().filter(|(body, _)| is_it(body)).count()
}

fn open_cases(world: &World) -> usize {
    world.store.open_cases(CaseNumber(0), 9).unwrap().len()
}

fn is_ack(say: &Say) -> bool {
    matches!(say, Say::ComplainAck { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_although_that_seemed_to_fail_is_said_once() {
    let world = World::new();
    world.store.set_lying(true);
    world.receives("1", wrote("42", "1", "/complain the soup was cold")).await;
    until("the case is stored", || open_cases(&world) == 1).await;
    assert_eq!(told(&world, is_ack), 0, "nothing leaves before the store says that it is there");
    world.store.set_lying(false);
    world.passes(40);
    until("the customer is told", || told(&world, is_ack) == 1).await;
    until("all of it is done", || world.store.outbox(None, 9).unwrap().is_empty()).await;
    assert_eq!(told(&world, is_ack), 1);
    assert_eq!(open_cases(&world), 1);
}
