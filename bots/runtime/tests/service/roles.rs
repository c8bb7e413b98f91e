//! Who is staff by a role of their platform.

use amends_core::{
    desk::DeskSay,
    effect::{Body, Words},
    fact::Fact,
    place::Actor,
    policy::Level,
};
use amends_runtime::port::Incoming;
use amends_storage::port::Store;

use crate::world::{Fake, ROLE, World, account, at_desk, until, wrote};

/// The same, by somebody who holds these roles.
fn with_roles(mut incoming: Incoming, roles: &[&str]) -> Incoming {
    if let Incoming::Desk { by, .. } | Incoming::Wrote { by, .. } = &mut incoming {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        *by = Actor { roles, ..by.clone() };
    }
    incoming
}

/// What the desk was told last, once so many effects were tried.
async fn told(world: &World, count: usize) -> DeskSay {
    let tried = world.fake.tried(count).await;
    let Body::Send { words: Words::Desk(say), .. } = &tried[count - 1].0 else {
        panic!("nobody at the desk was told anything: {tried:?}")
    };
    say.clone()
}

fn level(world: &World) -> Option<Level> {
    world.handle().policy().staff(&account("60")).map(|member| member.level)
}

fn changes(world: &World) -> Vec<Option<Level>> {
    let journal = world.store.journal(0, 100).unwrap();
    let of_staff = journal.iter().filter(|entry| entry.event == "business_staff_seen");
    let facts = of_staff.flat_map(|entry| &entry.facts);
    let level = |fact: &Fact| {
        let Fact::StaffChanged { who, level } = fact else { return None };
        (*who == account("60")).then_some(*level)
    };
    facts.filter_map(level).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_role_when_they_act_is_staff() {
    let world = World::new();
    world.receives("1", with_roles(at_desk("60", "1", "/cases"), &["99"])).await;
    assert!(matches!(told(&world, 1).await, DeskSay::NotAllowed { .. }));
    world.receives("2", with_roles(at_desk("60", "2", "/cases"), &["99", ROLE])).await;
    assert!(matches!(told(&world, 2).await, DeskSay::Cases { .. }), "their first word counts");
    assert_eq!(level(&world), Some(Level::Agent));
    world.receives("3", at_desk("60", "3", "/cases")).await;
    assert!(matches!(told(&world, 3).await, DeskSay::NotAllowed { .. }), "the role is gone");
    assert_eq!(level(&world), None);
    assert_eq!(changes(&world), [Some(Level::Agent), None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_private_nobody_gains_by_a_role_that_is_not_told_and_nobody_loses_it() {
    let world = World::new();
    world.receives("1", with_roles(at_desk("60", "1", "/cases"), &[ROLE])).await;
    assert!(matches!(told(&world, 1).await, DeskSay::Cases { .. }));
    world.receives("2", wrote("60", "2", "/cases")).await;
    let performed = |is_it: fn(&Body) -> bool| {
        world.fake.performed().iter().filter(|(body, _)| is_it(body)).count()
    };
    let lists = || {
        performed(|it| matches!(it, Body::Send { words: Words::Desk(DeskSay::Cases { .. }), .. }))
    };
    until("an answer as to any customer", || {
        performed(|it| matches!(it, Body::Send { words: Words::Customer(..), .. })) == 1
    })
    .await;
    assert_eq!(lists(), 1, "{:?}", world.fake.performed());
    assert_eq!(level(&world), Some(Level::Agent));
    world.receives("3", with_roles(wrote("60", "3", "/cases"), &[ROLE])).await;
    until("a command that tells the role is obeyed", || lists() == 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_staff_by_name_needs_no_role_and_roles_outlive_a_restart() {
    let world = World::new();
    world.receives("1", with_roles(at_desk("60", "1", "/cases"), &[ROLE])).await;
    world.receives("2", at_desk("50", "2", "/cases")).await;
    assert!(matches!(told(&world, 2).await, DeskSay::Cases { .. }));
    until("all is settled", || world.store.outbox(None, 9).unwrap().is_empty()).await;

    let again = World::over(world.store.fork(), world.clock.clone(), Fake::new());
    let staff = again.handle().policy().workspace.staff.clone();
    let by_role: Vec<_> =
        staff.iter().map(|member| (member.address.account.as_str(), member.by_role)).collect();
    assert_eq!(by_role, [("50", false), ("60", true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_keep_is_kept_apart_and_outlives_a_restart() {
    let world = World::new();
    assert_eq!(world.handle().note("run").unwrap(), None, "that is the service's own");
    world.handle().keep("run", b"ours".to_vec()).await.unwrap();
    assert_eq!(world.handle().note("run").unwrap().as_deref(), Some(&b"ours"[..]));
    world.store.set_full(true);
    assert!(world.handle().keep("run", b"lost".to_vec()).await.is_err());
    world.store.set_full(false);
    let again = World::over(world.store.fork(), world.clock.clone(), Fake::new());
    assert_eq!(again.handle().note("run").unwrap().as_deref(), Some(&b"ours"[..]));
}
