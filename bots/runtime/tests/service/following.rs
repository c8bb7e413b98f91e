//! What is known of a message only by its id: whose line it is, in whatever thread.

use amends_core::{
    case::Case,
    effect::Body,
    ids::CaseNumber,
    place::{Actor, MessageRef},
};
use amends_runtime::port::Incoming;
use amends_storage::port::{Identity, Store};

use crate::world::{DESK, World, account, actor, at_desk, message, until, wrote};

/// The case of the only customer, as it is stored.
fn case(world: &World) -> Option<Case> {
    let id = world.store.customer_of(&Identity::Account(account("42"))).unwrap()?;
    world.store.customer(id).unwrap()?.open_case().cloned()
}

/// Waits until a line of the customer stands at the desk, and returns it there.
async fn shown(world: &World) -> MessageRef {
    let copy = || case(world)?.lines.first()?.to.clone();
    until("a line at the desk", || copy().is_some()).await;
    copy().unwrap()
}

/// A customer complained, and Anna took the case.
async fn talking() -> World {
    let world = World::new();
    world.receives("1", wrote("42", "1", "/complain cold soup")).await;
    until("a thread", || case(&world).is_some_and(|case| case.thread().is_some())).await;
    world.receives("2", at_desk("50", "1", "/take R-1001")).await;
    until("an owner", || case(&world).is_some_and(|case| case.owner().is_some())).await;
    world
}

fn reacted(by: Actor, message: &MessageRef) -> Incoming {
    Incoming::Reacted { by, message: message.clone(), emoji: "❤".to_owned(), on: true }
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_of_staff_finds_its_line_without_a_thread() {
    let world = talking().await;
    world.receives("3", wrote("42", "7", "and the waiter was rude")).await;
    world.passes(5);
    let copy = shown(&world).await;
    assert!(copy.place.thread.is_some());
    world.receives("4", reacted(actor("50", "Anna"), &message(DESK, &copy.id))).await;
    let on_it = |body: &Body| {
        let Body::React { message, .. } = body else { return None };
        Some(message.clone())
    };
    let found = || world.fake.performed().iter().find_map(|(body, _)| on_it(body));
    until("an emoji", || found().is_some()).await;
    assert_eq!(found(), case(&world).unwrap().lines[0].from.last().cloned());
}

/// Shows E34.
#[tokio::test(flavor = "multi_thread")]
async fn line_that_was_taken_back_in_time_never_leaves() {
    let world = talking().await;
    world.receives("3", wrote("42", "7", "you idiots")).await;
    let waits = || case(&world).and_then(|case| case.burst).map(|burst| burst.lines.len());
    until("a line that waits", || waits().is_some_and(|lines| 0 < lines)).await;
    let gone = message("42", "7");
    world.receives("4", Incoming::Deleted { message: gone.clone() }).await;
    until("nothing waits", || {
        let case = case(&world).unwrap();
        let mut waiting = case.burst.iter().flat_map(|burst| &burst.lines);
        waiting.all(|line| line.message != gone)
    })
    .await;
    assert!(!case(&world).unwrap().lines.iter().any(|line| line.from.contains(&gone)));
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_cases_are_open_a_line_is_found_by_where_it_stands() {
    let world = World::new();
    for other in 100..160 {
        let id = other.to_string();
        world.receives(&id, wrote(&id, "1", "/complain cold soup")).await;
    }
    world.receives("1", wrote("42", "1", "/complain cold soup")).await;
    world.receives("2", wrote("42", "7", "you idiots")).await;
    let gone = message("42", "7");
    let waits = || {
        let case = case(&world)?;
        Some(case.burst?.lines.iter().any(|line| line.message == gone))
    };
    until("a line that waits", || waits() == Some(true)).await;
    assert_eq!(world.handle().cases(CaseNumber(0), 100).unwrap().len(), 61);
    world.receives("3", Incoming::Deleted { message: gone.clone() }).await;
    until("nothing waits", || waits() != Some(true)).await;
}
