//! What is over its time goes by itself (`/retention`), whoever it was said by.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    customer::{Contact, Customer, Reach, Remark},
    effect::Body,
    engine::{DatesBy, Outcome, apply},
    event::{Event, Recorded},
    fact::Fact,
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, Source},
    merging::MergedBy,
    place::{Address, Platform},
    policy::{Policy, Workspace},
};
use jiff::{SignedDuration, Timestamp};

fn start() -> Timestamp {
    "2026-11-16T09:20:00Z".parse().unwrap()
}

fn day(day: i64) -> Timestamp {
    start() + SignedDuration::from_hours(24 * day)
}

/// Answers are kept for 60 days, and what was said for 14.
fn policy() -> Policy {
    let mut workspace = Workspace::new("Luma");
    workspace.retention.answers = SignedDuration::from_hours(24 * 60);
    workspace.retention.talks = SignedDuration::from_hours(24 * 14);
    Policy::new(workspace)
}

/// Somebody who was last heard of on the first day.
fn somebody(id: u8) -> Customer {
    let address = Address::new(Platform::Telegram, id.to_string());
    let active_at = Some(start());
    let contact = Contact { reach: Reach::Ok, active_at, ..Contact::new(address) };
    let minted = CustomerId::mint(start(), &[id; 10]);
    let name = Some("Dana".to_owned());
    Customer { contacts: vec![contact], name, ..Customer::new(minted) }
}

fn remark(at: Timestamp, words: &str) -> Remark {
    Remark { at, words: words.to_owned() }
}

fn happens(customer: &mut Customer, at: Timestamp, event: Event) -> Outcome {
    let recorded =
        Recorded { seq: 1, at, entropy: [7; 32], next_case: CaseNumber(1001), log_id: None, event };
    apply(customer, &policy(), &recorded)
}

fn wakes_at(customer: &Customer) -> Timestamp {
    customer.next_deadline(&policy()).unwrap().at
}

/// Wakes the customer when they want to be woken.
fn wakes(customer: &mut Customer) -> Outcome {
    let at = wakes_at(customer);
    happens(customer, at, Event::DeadlineReached)
}

/// What is stored was derived by another retention than holds now.
#[test]
fn another_retention_holds_for_what_is_stored() {
    let with = |days: i64| {
        let mut workspace = policy().workspace.clone();
        workspace.retention.talks = SignedDuration::from_hours(24 * days);
        Policy::new(workspace)
    };
    let is_looked_at = |customer: &mut Customer, at, policy: &Policy| {
        let event = Event::DeadlineReached;
        let next_case = CaseNumber(1001);
        drop(apply(
            customer,
            policy,
            &Recorded { seq: 1, at, entropy: [7; 32], next_case, log_id: None, event },
        ));
        customer.next_deadline(policy).unwrap().at
    };
    assert_ne!(DatesBy::of(&with(14)), DatesBy::of(&with(7)));
    let mut customer = somebody(1);
    customer.words = vec![remark(start(), "cold"), remark(day(9), "late")];
    let mut longer = customer.clone();
    assert_eq!(is_looked_at(&mut customer, day(10), &with(7)), day(16), "not a day less");
    assert_eq!(customer.words, [remark(day(9), "late")]);
    assert_eq!(is_looked_at(&mut longer, day(14), &with(30)), day(30));
    assert_eq!(longer.words.len(), 2);
    let again = longer.clone();
    assert_eq!(is_looked_at(&mut longer, day(15), &with(30)), day(30));
    assert_eq!(longer, again, "to be looked at changes nothing");
}

#[test]
fn words_that_belong_to_nothing_go() {
    let mut customer = somebody(1);
    customer.words = vec![remark(start(), "cold"), remark(day(3), "late")];
    assert_eq!(wakes_at(&customer), day(14));
    drop(wakes(&mut customer));
    assert_eq!(customer.words, [remark(day(3), "late")]);
    drop(wakes(&mut customer));
    assert_eq!(customer.words, []);
    assert_eq!(wakes_at(&customer), day(60));
}

#[test]
fn words_without_a_time_are_over_it() {
    let stored = serde_json::to_value(somebody(1)).unwrap();
    let mut old = stored.clone();
    old["words"] = serde_json::json!(["cold"]);
    let mut customer: Customer = serde_json::from_value(old).unwrap();
    assert_eq!(customer.words[0].words, "cold");
    drop(happens(&mut customer, start(), Event::DeadlineReached));
    assert_eq!(serde_json::to_value(customer).unwrap(), stored);
}

#[test]
fn whoever_was_taken_in_is_known_by_id_in_the_end() {
    let (mut older, mut newer) = (somebody(1), somebody(2));
    newer.words = vec![remark(start(), "cold")];
    let (other, by) = (Box::new(newer.clone()), MergedBy::Source);
    drop(happens(&mut older, day(1), Event::Merged { other, by, asked: None }));
    assert_eq!(wakes_at(&older), day(14));
    drop(wakes(&mut older));
    assert!(older.words.is_empty() && older.merges[0].rest.words.is_empty());
    assert_eq!(wakes_at(&older), day(31) + SignedDuration::from_secs(1));
    drop(wakes(&mut older));
    assert!(older.merges.is_empty());
    assert_eq!(older.known_as(), [older.id, newer.id]);
    assert!(older.is(&newer.contacts[0].address), "the account stays theirs");
}

#[test]
fn whoever_was_not_heard_of_for_long_is_known_no_more() {
    let mut customer = somebody(1);
    let interaction = Box::new(Interaction::new("web:1", Source::Webhook, start()));
    let known = amends_core::event::Known::default();
    drop(happens(&mut customer, day(9), Event::InteractionEnded { interaction, known }));
    let last = loop {
        let outcome = wakes(&mut customer);
        if outcome.facts.contains(&Fact::Erased) {
            break outcome;
        }
        assert!(wakes_at(&customer) <= day(60));
    };
    assert!(customer.contacts.is_empty() && customer.name.is_none());
    assert_eq!(customer.surveys.len(), 1, "counts stay");
    let is_said = |body: &Body| matches!(body, Body::Send { .. });
    assert!(!last.effects.iter().any(|effect| is_said(&effect.body)), "nobody is told");
    assert_eq!(customer.next_deadline(&policy()), None);
}

#[test]
fn whoever_wants_no_questions_stays_known_as_that() {
    let mut customer = somebody(1);
    customer.opted_out = true;
    assert_eq!(customer.next_deadline(&policy()), None);
    drop(happens(&mut customer, day(99), Event::DeadlineReached));
    assert_eq!(customer.contacts.len(), 1);
}
