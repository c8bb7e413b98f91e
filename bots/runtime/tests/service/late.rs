//! A platform that is not there at the start: what came from it waits until it can be read.

use std::sync::atomic::Ordering;

use amends_core::place::Platform;
use amends_storage::port::{Identity, Store};

use crate::world::{World, account, ends, status, until, wrote};

#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_a_platform_that_is_missing_waits_and_nothing_else_does() {
    let world = World::new();
    world.fake.late.store(true, Ordering::SeqCst);
    // More than is worked on at once.
    let updates = (0..600).map(|id| {
        let incoming = [wrote("42", &id.to_string(), "/start")];
        (id.to_string(), serde_json::to_vec(&incoming).unwrap())
    });
    world.handle().receive(Platform::Telegram, updates.collect()).await.unwrap();
    ends(&world, "web:1", "43").await;
    assert!(status(&world, "web:1").is_some(), "contacts are taken in");
    assert_eq!(world.store.inbox(0, 1_000).unwrap().len(), 600);

    world.fake.late.store(false, Ordering::SeqCst);
    world.handle().can_read().await;
    until("an empty inbox", || world.store.inbox(0, 1).unwrap().is_empty()).await;
    assert_eq!(world.store.dead_letters(1).unwrap(), []);
    let identity = Identity::Account(account("42"));
    assert!(world.store.customer_of(&identity).unwrap().is_some());
}
