//! One person on two accounts becomes one customer: by a code, by a source, by staff; and two again.

use amends_core::{
    customer::Customer,
    desk::DeskSay,
    effect::{Body, Words},
    event::Known,
    ids::CaseNumber,
    place::Address,
    policy::Level,
    say::Say,
};
use amends_storage::port::{Identity, Store};

use crate::world::{
    World, account, at_desk, business, contact, ends, known, member, status, until, wrote,
};

/// A business with a senior.
fn with_senior() -> World {
    let mut workspace = business();
    workspace.staff.push(member("52", Level::Senior));
    World::of(workspace)
}

/// What customers were told so far.
fn said(world: &World) -> Vec<Say> {
    let performed = world.fake.performed().into_iter();
    performed
        .filter_map(|(body, _)| {
            let Body::Send { words: Words::Customer(say, _), .. } = body else { return None };
            Some(say)
        })
        .collect()
}

/// What the desk was told so far, or is about to be told: a group hears no more than it bears.
fn told(world: &World) -> Vec<DeskSay> {
    let performed = world.fake.performed().into_iter().map(|(body, _)| body);
    let waiting = world.store.outbox(None, 1_000).unwrap().into_iter().map(|row| row.effect.body);
    performed
        .chain(waiting)
        .filter_map(|body| {
            let Body::Send { words: Words::Desk(say), .. } = body else { return None };
            Some(say)
        })
        .collect()
}

fn count(world: &World, wanted: &Say) -> usize {
    said(world).iter().filter(|say| *say == wanted).count()
}

/// Whoever has this account by now.
fn whose(world: &World, id: &str) -> Customer {
    let mut id = world.store.customer_of(&Identity::Account(account(id))).unwrap().unwrap();
    loop {
        let customer = world.store.customer(id).unwrap().unwrap();
        match customer.merged_into {
            Some(into) => id = into,
            None => return customer,
        }
    }
}

fn accounts(customer: &Customer) -> Vec<Address> {
    let mut all: Vec<_> = customer.contacts.iter().map(|it| it.address.clone()).collect();
    // Whom of two met in the same moment was met first, nobody knows.
    all.sort();
    all
}

/// The code that an account gets.
async fn code(world: &World, of: &str, update: &str) -> String {
    world.receives(update, wrote(of, update, "/link")).await;
    let found = || {
        said(world).into_iter().find_map(|say| {
            let Say::LinkCode { code, .. } = say else { return None };
            Some(code)
        })
    };
    until("a code", || found().is_some()).await;
    found().unwrap()
}

async fn bad_codes(world: &World, count_of: usize) {
    until("the code is refused", || count(world, &Say::LinkBad) == count_of).await;
}

/// Shows E48.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_makes_two_accounts_one_customer() {
    let world = World::new();
    let code = code(&world, "42", "1").await;
    assert_eq!(code.len(), 8);
    assert!(code.bytes().all(|letter| b"23456789ABCDEFGHJKMNPQRSTUVWXYZ".contains(&letter)));
    // People type it as they like.
    let typed = format!("/link {} {}", &code[..4].to_lowercase(), &code[4..].to_lowercase());
    world.receives("2", wrote("43", "2", "/start")).await;
    world.receives("3", wrote("43", "3", &typed)).await;
    until("they are one", || count(&world, &Say::LinkDone) == 1).await;
    assert_eq!(accounts(&whose(&world, "43")), [account("42"), account("43")]);
    assert_eq!(whose(&world, "42"), whose(&world, "43"));

    // What is wished on one account counts for both, also after a restart.
    let world = world.crashes();
    world.receives("4", wrote("43", "4", "/stop")).await;
    until("no questions", || whose(&world, "42").opted_out).await;
    ends(&world, "i1", "42").await;
    assert_eq!(status(&world, "i1"), Some("suppressed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_somebody_new_needs_no_second_customer() {
    let world = World::new();
    let code = code(&world, "42", "1").await;
    world.receives("2", wrote("43", "2", &format!("/link {code}"))).await;
    until("they are one", || count(&world, &Say::LinkDone) == 1).await;
    assert_eq!(accounts(&whose(&world, "43")), [account("42"), account("43")]);
    assert!(whose(&world, "42").merges.is_empty());
}

/// Shows T24.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once_and_for_ten_minutes_and_not_for_oneself() {
    let world = World::new();
    let first = code(&world, "42", "1").await;
    world.receives("2", wrote("42", "2", &format!("/link {first}"))).await;
    bad_codes(&world, 1).await;
    assert_eq!(world.store.link(&first).unwrap().unwrap().tries, 1);
    world.receives("3", wrote("43", "3", &format!("/link {first}"))).await;
    until("they are one", || count(&world, &Say::LinkDone) == 1).await;
    assert!(world.store.link(&first).unwrap().unwrap().used);
    world.receives("4", wrote("44", "4", &format!("/link {first}"))).await;
    bad_codes(&world, 2).await;

    let world = World::new();
    let code = code(&world, "42", "1").await;
    world.passes(600);
    world.receives("2", wrote("43", "2", &format!("/link {code}"))).await;
    until("in the last moment", || count(&world, &Say::LinkDone) == 1).await;
    let world = World::new();
    let late = self::code(&world, "42", "1").await;
    world.passes(601);
    world.receives("2", wrote("43", "2", &format!("/link {late}"))).await;
    bad_codes(&world, 1).await;
    assert_eq!(accounts(&whose(&world, "43")), [account("43")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_a_code_by_trying() {
    let world = World::new();
    let code = code(&world, "42", "1").await;
    for number in 0..5 {
        let id = format!("bad{number}");
        world.receives(&id, wrote("43", &id, "/link 22222222")).await;
    }
    bad_codes(&world, 5).await;
    world.receives("2", wrote("43", "2", &format!("/link {code}"))).await;
    bad_codes(&world, 6).await;
    // The code itself is none the worse for it, and ten minutes later there are five tries again.
    let link = world.store.link(&code).unwrap().unwrap();
    assert!(!link.used && link.tries == 0, "{link:?}");
    world.passes(600);
    world.receives("3", wrote("43", "3", &format!("/link {code}"))).await;
    until("they are one", || count(&world, &Say::LinkDone) == 1).await;
}

/// Shows E48.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_names_both_accounts_makes_them_one() {
    let world = World::new();
    ends(&world, "i1", "42").await;
    until("asked", || status(&world, "i1") == Some("asked")).await;
    let known_to_shop = Known { external: Some("C-5512".to_owned()), ..known("43") };
    let handle = world.handle();
    handle.interaction_ended(known_to_shop, contact("i2", &world.clock), 2).await.unwrap();
    until("asked", || status(&world, "i2") == Some("asked")).await;
    world.passes(5 * 3_600);

    let both = Known {
        addresses: vec![account("42")],
        external: Some("C-5512".to_owned()),
        ..Known::default()
    };
    handle.interaction_ended(both, contact("i3", &world.clock), 3).await.unwrap();
    let one = whose(&world, "42");
    assert_eq!(accounts(&one), [account("42"), account("43")]);
    assert_eq!(one.external, ["C-5512"]);
    assert_eq!(one.surveys.len(), 3, "both histories are kept");
    assert_eq!(whose(&world, "43"), one);
    // The gap is one for both.
    until("asked", || status(&world, "i3") == Some("asked")).await;
    ends(&world, "i4", "43").await;
    assert_eq!(status(&world, "i4"), Some("suppressed"));
    // Contacts that were told under the other customer are still known.
    assert_eq!(status(&world, "i2"), Some("superseded"));
}

/// Two complaints of two customers, both with a thread.
async fn two_cases(world: &World) {
    for (number, account) in ["42", "43"].into_iter().enumerate() {
        let id = format!("complaint{number}");
        world.receives(&id, wrote(account, &id, "/complain it is cold")).await;
        let case = CaseNumber(1001 + u32::try_from(number).unwrap());
        let is_there = || whose(world, account).case(case).is_some_and(|it| it.thread().is_some());
        until("a case with a thread", || {
            world.store.customer_of(&Identity::Account(self::account(account))).unwrap().is_some()
                && is_there()
        })
        .await;
    }
}

fn states(world: &World) -> Vec<(u32, &'static str)> {
    let state = |number| {
        let view = world.handle().case(CaseNumber(number)).unwrap();
        view.map(|view| (number, view.case.state()))
    };
    [1001, 1002].into_iter().filter_map(state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn seniors_make_two_customers_one_and_two_again() {
    let world = with_senior();
    two_cases(&world).await;
    for (update, by, text, wanted) in [
        ("m1", "50", "/merge R-1001 with R-1002", None),
        ("m2", "52", "/merge R-1001 with R-1001", Some(DeskSay::SameAlready)),
        ("m3", "52", "/merge R-1001 with R-1007", Some(no_such_case(1007))),
        ("m4", "52", "/merge R-1007 with R-1001", Some(no_such_case(1007))),
        ("m5", "52", "/merge R-1001 C-9", Some(DeskSay::NobodyKnown { who: "C-9".to_owned() })),
        ("m6", "52", "/merge R-1001", Some(DeskSay::MergeHow)),
        (
            "m7",
            "52",
            "/merge undo R-1001",
            Some(DeskSay::NothingToSplit { case: CaseNumber(1001) }),
        ),
    ] {
        world.receives(update, at_desk(by, update, text)).await;
        let is_it = |say: &DeskSay| match &wanted {
            Some(wanted) => say == wanted,
            None => matches!(say, DeskSay::NotAllowed { .. }),
        };
        until(text, || told(&world).iter().any(is_it)).await;
    }
    assert_ne!(whose(&world, "42"), whose(&world, "43"));

    world.receives("m8", at_desk("52", "m8", "/merge R-1002 with R-1001")).await;
    let merged = DeskSay::Merged { case: CaseNumber(1002) };
    until("it is done", || told(&world).contains(&merged)).await;
    assert_eq!(states(&world), [(1001, "open"), (1002, "closed")], "the older number goes on");
    let one = whose(&world, "43");
    assert_eq!(accounts(&one), [account("42"), account("43")]);
    assert_eq!(one.case(CaseNumber(1001)).unwrap().open_promises().count(), 2);
    world.receives("w1", wrote("43", "w1", "hello?")).await;
    let heard = |case: u32| {
        let customer = whose(&world, "43");
        customer.case(CaseNumber(case)).is_some_and(|it| it.said.contains(&"hello?".to_owned()))
    };
    until("words go where the case goes on", || heard(1001)).await;

    let world = world.crashes();
    world.receives("m9", at_desk("52", "m9", "/merge undo R-1001")).await;
    let split = DeskSay::Split { case: CaseNumber(1001) };
    until("it is taken back", || told(&world).contains(&split)).await;
    assert_eq!(states(&world), [(1001, "open"), (1002, "open")]);
    assert_eq!(accounts(&whose(&world, "42")), [account("42")]);
    assert_eq!(accounts(&whose(&world, "43")), [account("43")]);
    world.receives("w2", wrote("43", "w2", "and now?")).await;
    until("words go to their own case", || {
        let customer = whose(&world, "43");
        customer.case(CaseNumber(1002)).is_some_and(|it| it.said.contains(&"and now?".to_owned()))
    })
    .await;
}

fn no_such_case(case: u32) -> DeskSay {
    DeskSay::NoSuchCase { case: CaseNumber(case) }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_thirty_days_they_stay_one() {
    let world = with_senior();
    two_cases(&world).await;
    world.receives("m1", at_desk("52", "m1", "/merge R-1001 with R-1002")).await;
    until("it is done", || whose(&world, "43").id == whose(&world, "42").id).await;
    world.passes(30 * 24 * 3_600 + 1);
    world.receives("m2", at_desk("52", "m2", "/merge undo R-1001")).await;
    let too_late = DeskSay::NothingToSplit { case: CaseNumber(1001) };
    until("it is too late", || told(&world).contains(&too_late)).await;
    assert_eq!(whose(&world, "43").id, whose(&world, "42").id);
}

/// The fate of what was asked for before reaches whoever has what it was for.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_arrives_at_whom_it_concerns() {
    let world = World::new();
    ends(&world, "i1", "42").await;
    until("asked", || status(&world, "i1") == Some("asked")).await;
    world.fake.holds();
    ends(&world, "i2", "43").await;
    until("on its way", || status(&world, "i2") == Some("sending")).await;
    let both = Known { addresses: vec![account("42"), account("43")], ..Known::default() };
    world.handle().interaction_ended(both, contact("i3", &world.clock), 3).await.unwrap();
    assert_eq!(whose(&world, "43").id, whose(&world, "42").id);
    world.fake.lets_go();
    until("asked after all", || status(&world, "i2") == Some("asked")).await;
    assert_eq!(status(&world, "i1"), Some("superseded"));
}
