//! Another retention, or another version, reaches those who are stored.

use amends_core::{
    customer::{Customer, Remark},
    engine::DatesBy,
    ids::CustomerId,
    policy::Policy,
};
use amends_runtime::clock::Clock;
use amends_storage::{
    MemoryStore, Store,
    port::{Commit, NewState},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::world::{Fake, World, account, at_desk, business, until, wrote};

/// More than are looked at together.
const CROWD: u8 = 150;
const LAST: usize = 149;

fn start() -> Timestamp {
    "2027-03-01T12:00:00Z".parse().unwrap()
}

/// Their ids, in order.
fn ids() -> Vec<CustomerId> {
    let mut ids: Vec<_> = (0..CROWD).map(|it| CustomerId::mint(start(), &[it; 10])).collect();
    ids.sort_unstable();
    ids
}

/// Many who said something, as a version stored them that knew of no date for it.
fn crowd() -> MemoryStore {
    let store = MemoryStore::new();
    let one = |id| {
        let words = vec![Remark { at: start(), words: "cold".to_owned() }];
        let customer = Customer { words, ..Customer::new(id) };
        let state = Some(NewState::Customer(Box::new(customer), None));
        Commit { state, ..Commit::default() }
    };
    let crowd: Vec<_> = ids().into_iter().map(one).collect();
    store.commit(&crowd, start()).unwrap();
    store
}

fn with_date(store: &MemoryStore) -> usize {
    store.due(Timestamp::MAX, 999).unwrap().len()
}

/// As it is kept how far it is.
fn progress(after: usize, is_done: bool) -> Value {
    let by = DatesBy::of(&Policy::new(business()));
    json!({ "by": by, "after": ids()[after], "is_done": is_done })
}

fn keep(store: &MemoryStore, progress: &Value) {
    store.keep("dates", progress.to_string().as_bytes()).unwrap();
}

fn kept(store: &MemoryStore) -> Option<Value> {
    store.note("dates").unwrap().map(|kept| serde_json::from_slice(&kept).unwrap())
}

fn over(store: &MemoryStore) -> World {
    World::over(store.clone(), Clock::standing(start()), Fake::new())
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_of_an_older_version_are_derived_anew_once() {
    let store = crowd();
    let world = over(&store);
    until("all have a date", || with_date(&store) == usize::from(CROWD)).await;
    let done = Some(progress(LAST, true));
    until("that is kept", || kept(&store) == done).await;
    assert_eq!(store.next_due().unwrap(), Some(start() + SignedDuration::from_hours(24 * 180)));
    drop(world);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_goes_on_where_it_was() {
    let store = crowd();
    keep(&store, &progress(99, false));
    let world = over(&store);
    let done = Some(progress(LAST, true));
    until("that is kept", || kept(&store) == done).await;
    assert_eq!(with_date(&store), 50, "the others were looked at before");
    drop(world);

    let store = crowd();
    keep(&store, &progress(99, true));
    let world = over(&store);
    world.receives("1", wrote("42", "1", "/start")).await;
    until("somebody new is known", || with_date(&store) == 1).await;
    assert_eq!(kept(&store), Some(progress(99, true)), "all were looked at before");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_retention_reaches_everybody() {
    let mut workspace = business();
    workspace.admins = vec![account("50")];
    let world = World::of(workspace);
    world.receives("1", wrote("42", "1", "/start")).await;
    let leaves_after = |days: i64| {
        let due = Some(start() + SignedDuration::from_hours(24 * days));
        world.store.next_due().unwrap() == due
    };
    until("the customer is known", || leaves_after(400)).await;
    world.receives("2", at_desk("50", "2", "/retention answers 60d")).await;
    until("a shorter one counts", || leaves_after(60)).await;
    world.receives("3", at_desk("50", "3", "/retention answers 90d")).await;
    until("a longer one counts", || leaves_after(90)).await;
    world.passes(24 * 3_600 * 50);
    world.receives("4", at_desk("50", "4", "/retention answers 30d")).await;
    let is_gone = || world.store.next_due().unwrap().is_none();
    until("who is over their time by then is forgotten at once", is_gone).await;
}
