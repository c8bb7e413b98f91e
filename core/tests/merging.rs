//! Two customers who are one person: what is one from then on, and what comes apart again.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    customer::{Contact, Customer, Reach},
    effect::{Body, Purpose, Receipt},
    engine::{Outcome, apply},
    event::{Event, Known, Recorded},
    grammar::{Merging, Party, link_code, merging},
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, Source},
    invariants,
    merging::{MergedBy, emptied, split},
    place::{Address, MessageRef, Place, Platform},
    policy::{Policy, Workspace},
    survey::{Stage, Suppressed},
};
use jiff::{SignedDuration, Timestamp};

fn start() -> Timestamp {
    "2026-11-16T09:20:00Z".parse().unwrap()
}

fn policy() -> Policy {
    let mut workspace = Workspace::new("Luma");
    workspace.timers.ask_delay = SignedDuration::from_mins(10);
    Policy::new(workspace)
}

fn account(id: &str) -> Address {
    Address::new(Platform::Telegram, id)
}

fn somebody(id: u8) -> Customer {
    let address = account(&id.to_string());
    let contact = Contact { reach: Reach::Ok, ..Contact::new(address) };
    let minted = CustomerId::mint(start() + SignedDuration::from_secs(id.into()), &[id; 10]);
    Customer { contacts: vec![contact], ..Customer::new(minted) }
}

/// Something happens so many minutes after the beginning.
fn happens(customer: &mut Customer, minutes: i64, seed: u8, event: Event) -> Outcome {
    let at = start() + SignedDuration::from_mins(minutes);
    let recorded = Recorded {
        seq: 1,
        at,
        entropy: [seed; 32],
        next_case: CaseNumber(1001),
        log_id: None,
        event,
    };
    let before = customer.clone();
    let outcome = apply(customer, &policy(), &recorded);
    let breaches = invariants::check(customer, &policy());
    assert!(breaches.is_empty(), "{breaches:?}");
    let breaches = invariants::check_step(&before, customer, &policy());
    assert!(breaches.is_empty(), "{breaches:?}");
    outcome
}

fn contact_ends(customer: &mut Customer, minutes: i64, id: u8) {
    let ended = start() + SignedDuration::from_mins(minutes);
    let interaction = Interaction::new(format!("web:{id}"), Source::Webhook, ended);
    let (interaction, known) = (Box::new(interaction), Known::default());
    drop(happens(customer, minutes, id, Event::InteractionEnded { interaction, known }));
}

fn becomes_one(older: &mut Customer, newer: &Customer, minutes: i64) -> Outcome {
    let (other, by) = (Box::new(newer.clone()), MergedBy::Source);
    happens(older, minutes, 99, Event::Merged { other, by, asked: None })
}

fn stages(customer: &Customer) -> Vec<Stage> {
    customer.surveys.iter().map(|survey| survey.stage.clone()).collect()
}

#[test]
fn staff_say_who_is_the_same() {
    let (one, other) = (CaseNumber(1042), Party::Case(CaseNumber(1050)));
    for (text, wanted) in [
        ("/merge R-1042 with R-1050", Some(Merging::With(one, other))),
        ("/merge r-1042 R-1050", Some(Merging::With(one, other))),
        ("/merge@luma_bot R-1042 with C-5512", Some(Merging::With(one, Party::External("C-5512")))),
        ("/merge undo R-1042", Some(Merging::Undo(one))),
        ("/merge R-1042 undo", Some(Merging::Undo(one))),
        ("/merge", Some(Merging::Unclear)),
        ("/merge R-1042", Some(Merging::Unclear)),
        ("/merge C-5512 with R-1042", Some(Merging::Unclear)),
        ("/merge R-1042 with R-1050 please", Some(Merging::Unclear)),
        ("/merger R-1042 with R-1050", None),
        ("merge R-1042 with R-1050", None),
    ] {
        assert_eq!(merging(text), wanted, "{text}");
    }
}

#[test]
fn a_code_is_read_however_it_is_typed() {
    for (text, wanted) in [
        ("/link k7qm-2xva", Some("K7QM2XVA")),
        ("/link K7QM 2XVA ", Some("K7QM2XVA")),
        ("/link", None),
        ("/link –", None),
        ("/links K7QM2XVA", None),
    ] {
        assert_eq!(link_code(text).as_deref(), wanted, "{text}");
    }
}

#[test]
fn of_two_planned_questions_one_is_asked() {
    let (mut older, mut newer) = (somebody(1), somebody(2));
    contact_ends(&mut older, 3, 11);
    contact_ends(&mut newer, 2, 12);
    assert!(becomes_one(&mut older, &newer, 5).effects.is_empty());
    let gap = Stage::Suppressed { why: Suppressed::Gap };
    let due = start() + SignedDuration::from_mins(12);
    // The one that is due first; ids sort by the time of the contact.
    assert_eq!(stages(&older), [Stage::Planned { due }, gap]);
    let asked = happens(&mut older, 13, 13, Event::DeadlineReached);
    let sent = asked.effects.iter().filter(|it| matches!(it.body, Body::Send { .. })).count();
    assert_eq!(sent, 1);
}

/// Shows INV 1.
#[test]
fn a_contact_that_both_are_known_for_counts_once() {
    let (mut older, mut newer) = (somebody(1), somebody(2));
    contact_ends(&mut older, 0, 11);
    contact_ends(&mut newer, 1, 11);
    let twin = newer.surveys[0].id;
    drop(becomes_one(&mut older, &newer, 2));
    assert_eq!(older.surveys.len(), 2, "both histories are kept");
    let ids = older.surveys.iter().filter(|survey| survey.interaction.id.0 == "web:11");
    assert_eq!(ids.count(), 1);
    assert!(older.survey(twin).is_some());
}

#[test]
fn who_comes_apart_is_as_before() {
    let (mut older, mut newer) = (somebody(1), somebody(2));
    (older.name, newer.name) = (Some("Dana".to_owned()), Some("Cem".to_owned()));
    (newer.opted_out, newer.otherwise) = (true, Some("+40 700".to_owned()));
    newer.external.push("C-5512".to_owned());
    contact_ends(&mut older, 0, 11);
    let before = (older.clone(), newer.clone());
    drop(becomes_one(&mut older, &newer, 1));
    assert!(older.opted_out, "a no on either side is a no");
    assert_eq!(older.external, ["C-5512"]);
    assert_eq!(emptied(newer.id, older.id).merged_into, Some(older.id));

    let at = |minutes| start() + SignedDuration::from_mins(minutes);
    let apart = split(&older, at(2)).unwrap();
    assert_eq!((&apart.older, &apart.newer), (&before.0, &before.1));
    assert_eq!(apart.reopens, None);
    let last = at(1) + SignedDuration::from_hours(30 * 24);
    assert!(split(&older, last).is_some());
    assert!(split(&older, last + SignedDuration::from_secs(1)).is_none());
    // What was wished since counts for both.
    older.opted_out = false;
    let apart = split(&older, at(3)).unwrap();
    assert!(!apart.older.opted_out && !apart.newer.opted_out);
}

/// However many are taken in, nobody who was is left out when the customer is forgotten.
#[test]
fn everybody_who_was_taken_in_is_known() {
    let mut older = somebody(1);
    let (mut brought, brought_along) = (somebody(30), somebody(31));
    drop(becomes_one(&mut brought, &brought_along, 0));
    drop(becomes_one(&mut older, &brought, 1));
    let mut all = vec![older.id, brought.id, brought_along.id];
    for id in 2..=20 {
        let newer = somebody(id);
        all.push(newer.id);
        drop(becomes_one(&mut older, &newer, id.into()));
    }
    all.sort_unstable();
    assert_eq!(older.known_as(), all);
    assert!(older.merges.len() < all.len() - 1, "not each of them can be taken out again");
}

/// Messages of ours that nobody knows any more are told of when the customer is forgotten.
#[test]
fn what_can_not_be_found_any_more_is_counted() {
    let mut customer = somebody(1);
    let told = |id: u32| {
        let place = Place::chat(Platform::Telegram, "1");
        let message = MessageRef { place, id: id.to_string() };
        let (purpose, fate) = (Purpose::Told, Ok(Receipt::Message(message)));
        Event::Settled { purpose, to: None, fate, refused: None }
    };
    for id in 0..130 {
        drop(happens(&mut customer, 1, 1, told(id)));
        // The same message said differently is no other message.
        drop(happens(&mut customer, 1, 1, told(id)));
    }
    let outcome = happens(&mut customer, 2, 1, Event::ErasureConfirmed);
    let deletes =
        outcome.effects.iter().filter(|effect| matches!(effect.body, Body::Delete { .. })).count();
    let erasing = customer.erasing.unwrap();
    assert_eq!((deletes, erasing.left, erasing.kept), (100, 100, 30));
}
