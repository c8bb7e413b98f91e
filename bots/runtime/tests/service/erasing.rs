//! Forgetting somebody while a platform does not delete what it should: others do not wait for that.

use amends_core::{
    action::Action,
    customer::{Contact, Customer, Erasing, Reach},
    effect::{Body, To, Words},
    ids::CustomerId,
    lang::Lang,
    say::Say,
};
use amends_runtime::{clock::Clock, offline, port::SendError};
use amends_storage::{
    MemoryStore, Store,
    port::{Commit, Erasure, Identity, NewState},
};
use jiff::Timestamp;

use crate::world::{Fake, World, account, message, pressed, until, wrote};

fn start() -> Timestamp {
    "2027-03-01T12:00:00Z".parse().unwrap()
}

/// Somebody to whom something was said.
fn somebody() -> Customer {
    let contact =
        Contact { reach: Reach::Ok, active_at: Some(start()), ..Contact::new(account("42")) };
    let told = vec![message("42", "m42")];
    Customer { contacts: vec![contact], told, ..Customer::new(CustomerId::mint(start(), &[1; 10])) }
}

fn stored(customer: &Customer, erasures: Vec<Erasure>) -> MemoryStore {
    let store = MemoryStore::new();
    let state = Some(NewState::Customer(Box::new(customer.clone()), None));
    store.commit(&[Commit { state, erasures, ..Commit::default() }], start()).unwrap();
    store
}

/// What customers read about what was deleted, and what was not.
fn receipts(world: &World) -> Vec<(u32, u32)> {
    let performed = world.fake.performed().into_iter();
    let receipts = performed.filter_map(|(body, _)| {
        let Body::Send { words: Words::Customer(Say::Both(_, say), _), .. } = body else {
            return None;
        };
        if let Say::ForgetReceipt { deleted, kept } = *say { Some((deleted, kept)) } else { None }
    });
    receipts.collect()
}

/// The deletion of a message went to the dead letters: its fate is heard of by nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_was_given_up_is_told_and_nobody_waits_for_it() {
    let mut customer = somebody();
    let erasures = vec![Erasure::of(&customer)];
    customer.erase(start());
    let to = Some(To::Private(account("42")));
    customer.erasing = Some(Erasing { to, lang: Lang::EN, left: 1, deleted: 2, kept: 0 });
    let store = stored(&customer, erasures);
    let world = World::over(store, Clock::standing(start()), Fake::new());
    until("the customer hears of it", || receipts(&world) == [(2, 1)]).await;
    until("they are taken out", || world.store.erasures().unwrap().is_empty()).await;
    let left = world.store.customer(customer.id).unwrap().unwrap();
    assert!(left.erasing.is_none(), "where they read it is not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_is_still_tried_holds_back_nobody_else_and_leaves_nothing_behind() {
    let customer = somebody();
    let (store, clock, fake) =
        (stored(&customer, Vec::new()), Clock::standing(start()), Fake::new());
    offline::erase(&store, customer.id, &clock).unwrap();
    fake.fails(SendError::NotSent("no route".to_owned()));
    let world = World::over(store, clock, fake);
    world.fake.tried(1).await;

    world.receives("1", wrote("43", "1", "/start")).await;
    until("somebody else is known", || other(&world).is_some()).await;
    let action = Action::Forget { customer: other(&world).unwrap(), yes: true };
    world.receives("2", pressed("43", "p1", Some(action))).await;
    let pending = || world.store.erasures().unwrap();
    let is_only = |pending: &[Erasure]| pending.len() == 1 && pending[0].customers == [customer.id];
    until("the other one reads the receipt", || receipts(&world).len() == 1).await;
    until("the other one is taken out", || is_only(&pending())).await;
    assert_eq!(world.store.outbox(None, 9).unwrap().len(), 1, "the deletion is still wanted");
    let erasing = world.store.customer(customer.id).unwrap().unwrap().erasing;
    assert!(erasing.is_some_and(|erasing| erasing.to.is_some() && erasing.left == 1));

    world.passes(2);
    until("it was deleted", || receipts(&world).len() == 2).await;
    until("all is settled", || world.store.outbox(None, 9).unwrap().is_empty()).await;
    assert!(is_only(&pending()), "what that took is still to be taken out");
    world.passes(300);
    until("it is taken out as well", || pending().is_empty()).await;
}

fn other(world: &World) -> Option<CustomerId> {
    world.store.customer_of(&Identity::Account(account("43"))).unwrap()
}
