//! Forgetting a customer: what could not be deleted is told, also where nobody ever heard of it again.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    customer::{Contact, Customer, Reach},
    effect::{Body, Purpose, Receipt, Words},
    engine::{Outcome, apply},
    event::{Event, Recorded},
    ids::{CaseNumber, CustomerId},
    place::{Address, MessageRef, Place, Platform},
    policy::{Policy, Workspace},
    say::Say,
};
use jiff::Timestamp;

fn now() -> Timestamp {
    "2026-11-16T09:20:00Z".parse().unwrap()
}

/// Somebody with whom three messages stand.
fn somebody() -> Customer {
    let address = Address::new(Platform::Telegram, "7");
    let active_at = Some(now());
    let contact = Contact { reach: Reach::Ok, active_at, ..Contact::new(address) };
    let message =
        |id: u32| MessageRef { place: Place::chat(Platform::Telegram, "7"), id: id.to_string() };
    let told = (1..=3).map(message).collect();
    Customer { contacts: vec![contact], told, ..Customer::new(CustomerId::mint(now(), &[1; 10])) }
}

fn happens(customer: &mut Customer, event: Event) -> Outcome {
    let recorded = Recorded {
        seq: 1,
        at: now(),
        entropy: [7; 32],
        next_case: CaseNumber(1001),
        log_id: None,
        event,
    };
    apply(customer, &Policy::new(Workspace::new("Luma")), &recorded)
}

fn is_deleted(customer: &mut Customer) -> Outcome {
    let (purpose, fate) = (Purpose::Erased, Ok(Receipt::Done));
    happens(customer, Event::Settled { purpose, to: None, fate, refused: None })
}

/// What the customer reads about it: how many messages are gone, and how many are not.
fn receipt(outcome: &Outcome) -> Option<(u32, u32)> {
    outcome.effects.iter().find_map(|effect| {
        let Body::Send { words: Words::Customer(Say::Both(_, say), _), .. } = &effect.body else {
            return None;
        };
        if let Say::ForgetReceipt { deleted, kept } = **say { Some((deleted, kept)) } else { None }
    })
}

#[test]
fn what_was_given_up_counts_as_not_deleted() {
    let mut customer = somebody();
    let erased = happens(&mut customer, Event::ErasureConfirmed);
    assert_eq!((erased.effects.len(), receipt(&erased)), (3, None));
    assert_eq!(receipt(&is_deleted(&mut customer)), None);
    let ended = happens(&mut customer, Event::DeletionsEnded);
    assert_eq!(receipt(&ended), Some((1, 2)));
    assert!(customer.erasing.is_none(), "where they read it is not kept any longer");
    let again = happens(&mut customer, Event::DeletionsEnded);
    assert_eq!(again, Outcome::default());
}

#[test]
fn what_is_heard_of_after_the_receipt_changes_nothing() {
    let mut customer = somebody();
    drop(happens(&mut customer, Event::ErasureConfirmed));
    assert_eq!(receipt(&happens(&mut customer, Event::DeletionsEnded)), Some((0, 3)));
    let after = customer.clone();
    assert_eq!(is_deleted(&mut customer), Outcome::default());
    assert_eq!(customer, after);
}

/// What staff noted of somebody goes with them.
#[test]
fn what_staff_noted_is_forgotten() {
    let tastes = Some("no alcohol".to_owned());
    let mut customer = Customer { tastes, flagged: true, dead_link_at: Some(now()), ..somebody() };
    drop(happens(&mut customer, Event::ErasureConfirmed));
    assert_eq!((customer.tastes, customer.flagged, customer.dead_link_at), (None, false, None));
}
