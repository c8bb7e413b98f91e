//! The bytes of every stored kind, held by files. A change of bytes is a change of what releases in
//! the field have stored: give it a new version and keep reading the old one.
//!
//! `AMENDS_BLESS=1` writes the files anew, for kinds that were never released.

use std::{
    env,
    fmt::{Debug, Write},
    fs,
    path::PathBuf,
};

use amends_core::{
    action::Verdict,
    admin::Change,
    case::Origin,
    customer::Customer,
    fact::{Fact, SaidHow},
    ids::{CaseNumber, EffectKey, ItemNumber},
    interaction::InteractionId,
    merging::MergedBy,
    money::Currency,
    place::MediaKind,
    policy::{Level, Workspace},
    recommending::{After, Recommending, Recommends},
    survey::Suppressed,
    venue::Venue,
};
use serde::Serialize;

use super::{room_samples, samples, *};
use crate::{
    audit::{AuditEntry, AuditHead},
    keys::{Keys, Kind, day},
    port::{Counters, Erasure, Identity, JournalEntry, LinkRow, ReceiptRow, Subject},
};

const KEYS: Keys = Keys(amends_core::ids::WorkspaceId::FIRST);

fn golden(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    if env::var_os("AMENDS_BLESS").is_some() {
        fs::write(&path, bytes).unwrap();
    }
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Holds that the value is written as these bytes, and that these bytes are read as the value.
fn holds<T, S>(name: &str, written: &S, value: &T, kind: &'static str)
where
    T: DeserializeOwned + PartialEq + Debug,
    S: Serialize,
{
    let bytes = encode(written);
    let stored = golden(name, &bytes);
    assert_eq!(
        String::from_utf8_lossy(&bytes),
        String::from_utf8_lossy(&stored),
        "{name} is written in other bytes"
    );
    assert_eq!(decode::<T>(kind, &stored).unwrap(), *value, "{name} is read as something else");
}

fn arrival() -> InboxRow {
    InboxRow {
        seq: 12,
        id: ArrivalId { source: "telegram:1".to_owned(), id: "555".to_owned() },
        at: samples::at(3),
        body: br#"{"update_id":555}"#.to_vec(),
        failures: 2,
    }
}

fn outbox_row() -> OutboxRow {
    OutboxRow {
        key: EffectKey { seq: 9, index: 2 },
        subject: Subject::Customer(samples::customer_id(1)),
        effect: samples::effect(),
        attempts: 1,
        sending: true,
        not_before: samples::at(7),
        pressed_at: None,
        cause: None,
    }
}

#[test]
fn a_customer_keeps_its_bytes() {
    let customer = samples::customer();
    let deadline = Some(samples::at(120));
    let stored = CustomerToStore { deadline, customer: &customer };
    let bytes = encode(&stored);
    assert_eq!(
        String::from_utf8_lossy(&bytes),
        String::from_utf8_lossy(&golden("customer", &bytes))
    );
    let read: StoredCustomer = decode("customer", &golden("customer", &bytes)).unwrap();
    assert_eq!(read.customer, customer);
    let read: StoredDeadline = decode("customer", &golden("customer", &bytes)).unwrap();
    assert_eq!(read.deadline, deadline);
}

#[test]
fn aggregates_keep_their_bytes() {
    let (workspace, venue) = (samples::workspace(), samples::venue());
    holds("workspace", &workspace, &workspace, "workspace");
    holds("venue", &venue, &venue, "venue");
    holds("counters", &Counters::default(), &Counters::default(), "counter");
}

/// What was stored before platforms with roles and rooms were known is read as having none.
#[test]
fn aggregates_without_rooms_are_still_read() {
    let read = |name: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/without_rooms");
        fs::read(path.join(name)).unwrap()
    };
    let workspace = samples::workspace();
    assert_eq!(decode::<Workspace>("workspace", &read("workspace")).unwrap(), workspace);
    assert_eq!(decode::<Venue>("venue", &read("venue")).unwrap(), samples::venue());
}

#[test]
fn a_customer_with_a_room_keeps_its_bytes() {
    let customer = room_samples::customer_with_room();
    holds("customer_with_room", &customer, &customer, "customer");
    let workspace = room_samples::workspace_with_rooms();
    holds("workspace_with_rooms", &workspace, &workspace, "workspace");
    let venue = Venue { private: true, ..samples::venue() };
    holds("venue_in_private", &venue, &venue, "venue");
}

#[test]
fn customers_who_are_handled_keep_their_bytes() {
    let customer = room_samples::customer_handled();
    holds("customer_handled", &customer, &customer, "customer");
    let facts = vec![Fact::LedNowhere];
    holds("facts_of_handling", &facts, &facts, "facts");
}

#[test]
fn whoever_recommends_us_keeps_their_bytes() {
    let recommending = Recommending {
        asked_at: samples::at(90),
        after: After::Recovery,
        would: Some(true),
        did: Some(false),
    };
    let customer = Customer { recommending: Some(recommending), ..samples::customer() };
    holds("customer_who_recommends", &customer, &customer, "customer");
    let fact = |asked, yes| Fact::Recommended { asked, yes, after: After::Answer };
    let facts = vec![fact(Recommends::Would, true), fact(Recommends::Did, false)];
    holds("facts_of_recommending", &facts, &facts, "facts");
}

#[test]
fn facts_of_figures_keep_their_bytes() {
    let (case, survey) = (CaseNumber(1042), samples::survey_id(1));
    let interaction = InteractionId("web:1".to_owned());
    let (ended_at, currency) = (Some(samples::at(0)), Currency::default());
    let rating = samples::rating();
    let (origin, level) = (Origin::Complaint, Level::Agent);
    let facts = vec![
        Fact::Planned { survey, interaction: interaction.clone(), ended_at },
        Fact::Suppressed { survey, interaction, why: Suppressed::Gap, ended_at },
        Fact::Answered { survey, rating, late: true, change: 0, clouds: vec![case] },
        Fact::CaseOpened { case, origin, survey: None, level, clouds: vec![survey] },
        Fact::OfferDelivered { case, cost: 350, worth: 900, currency },
        Fact::Checked { case, verdict: Verdict::Partly },
    ];
    holds("facts_of_figures", &facts, &facts, "facts");
}

#[test]
fn customers_with_an_inbox_keep_their_bytes() {
    let customer = room_samples::customer_with_an_inbox();
    holds("customer_with_an_inbox", &customer, &customer, "customer");
    let (item, case) = (ItemNumber(17), CaseNumber(1042));
    let by = samples::account("7");
    let message = Some(samples::message(&samples::desk(), "60"));
    let facts = vec![
        Fact::ItemOpened { item },
        Fact::ItemEnded {
            item,
            by: Some(by.clone()),
            how: "cause".to_owned(),
            cause: Some("late".to_owned()),
        },
        Fact::Said {
            case,
            by: Some(by.clone()),
            words: Some("Look".to_owned()),
            media: Some(MediaKind::Photo),
            message,
            how: SaidHow::Said,
        },
        Fact::TranscriptTaken { case, by },
    ];
    holds("facts_of_inbox", &facts, &facts, "facts");
}

#[test]
fn customers_who_became_one_keep_their_bytes() {
    let customer = room_samples::customer_of_two();
    holds("customer_of_two", &customer, &customer, "customer");
    let emptied = amends_core::merging::emptied(samples::customer_id(2), samples::customer_id(1));
    holds("customer_taken_in", &emptied, &emptied, "customer");
    let by = MergedBy::Staff(samples::account("7"));
    let facts = vec![
        Fact::Merged { from: samples::customer_id(2), by },
        Fact::Split { from: samples::customer_id(2) },
    ];
    holds("facts_of_merging", &facts, &facts, "facts");
}

#[test]
fn effects_of_rooms_keep_their_bytes() {
    for (name, effect) in room_samples::room_effects() {
        let row = OutboxRow { effect, ..outbox_row() };
        holds(name, &row, &row, "outbox row");
    }
}

#[test]
fn what_waits_keeps_its_bytes() {
    holds("arrival", &StoredArrival::from(arrival()), &StoredArrival::from(arrival()), "inbox row");
    let bytes = || StoredArrival::from(InboxRow { body: vec![0, 255], ..arrival() });
    holds("arrival_of_bytes", &bytes(), &bytes(), "inbox row");
    holds("outbox_row", &outbox_row(), &outbox_row(), "outbox row");
    let row = OutboxRow {
        subject: Subject::Venue(samples::desk().thread("77")),
        effect: samples::desk_effect(),
        ..outbox_row()
    };
    holds("outbox_row_of_desk", &row, &row, "outbox row");
    holds("handled_arrival", &samples::at(3), &samples::at(3), "handled arrival");
    holds("deadline", &(), &(), "deadline");
}

#[test]
fn the_journal_keeps_its_bytes() {
    let entry = JournalEntry {
        seq: 9,
        at: samples::at(30),
        subject: Subject::Customer(samples::customer_id(1)),
        event: "pressed".to_owned(),
        facts: samples::facts(),
    };
    holds("journal_entry", &entry, &entry, "journal entry");
    let entry = JournalEntry { subject: Subject::Workspace, facts: Vec::new(), ..entry };
    holds("journal_entry_of_workspace", &entry, &entry, "journal entry");
}

#[test]
fn dead_letters_keep_their_bytes() {
    for (name, what) in [
        ("dead_arrival", Dead::Arrival(Box::new(arrival()))),
        ("dead_effect", Dead::Effect(Box::new(outbox_row()))),
    ] {
        let letter = DeadLetter { at: samples::at(9), reason: "three failures".to_owned(), what };
        holds(
            name,
            &StoredLetter::from(letter.clone()),
            &StoredLetter::from(letter),
            "dead letter",
        );
    }
}

#[test]
fn index_rows_keep_their_bytes() {
    let customer = samples::customer_id(1);
    holds("customer_id", &customer, &customer, "identity");
    holds("case_number", &CaseNumber(1001), &CaseNumber(1001), "thread");
    let interaction = StoredInteraction { customer, digest: u64::MAX };
    holds("interaction", &interaction, &interaction, "interaction");
    let receipt = ReceiptRow {
        customer,
        interaction: samples::interaction().id,
        expires_at: samples::at(99),
        used: true,
    };
    holds("receipt", &receipt, &receipt, "receipt");
    let link = LinkRow { customer, expires_at: samples::at(600), tries: 2, used: true };
    holds("link", &link, &link, "link");
    assert_eq!(golden("note", &encode_raw(b"\0\xFF")), b"\x01\0\xFF");
    assert_eq!(decode_raw("note", b"\x01\0\xFF").unwrap(), b"\0\xFF");
}

#[test]
fn the_audit_trail_keeps_its_bytes() {
    let change = Change {
        nr: 7,
        at: samples::at(30),
        by: Some(samples::account("53")),
        what: "zone".to_owned(),
        from: "UTC".to_owned(),
        to: "Europe/Bucharest".to_owned(),
        undo: None,
    };
    let first = AuditEntry::after(&AuditHead::default(), &change);
    let second = AuditEntry::after(&first.head(), &change);
    holds("audit_entry", &second, &second, "change");
    holds("audit_head", &second.head(), &second.head(), "audit head");
}

#[test]
fn an_erasure_keeps_its_bytes() {
    let mut erasure = Erasure::of(&room_samples::customer_of_two());
    erasure.external.push("crm-9".to_owned());
    holds("erasure", &erasure, &erasure, "erasure");
}

#[test]
fn keys_keep_their_bytes() {
    let (customer, place) = (samples::customer_id(1), samples::desk().thread("77"));
    let letter = |what| DeadLetter { at: samples::at(9), reason: String::new(), what };
    let keys = [
        ("counters", KEYS.all(Kind::Counters)),
        ("note", KEYS.note("key")),
        ("customer", KEYS.customer(customer)),
        ("workspace", KEYS.all(Kind::Workspace)),
        ("venue", KEYS.venue(&place)),
        ("account", KEYS.identity(&Identity::Account(samples::account("42")))),
        ("external", KEYS.identity(&Identity::External("crm-9".to_owned()))),
        ("survey", KEYS.survey(samples::survey_id(1))),
        ("interaction", KEYS.interaction(&samples::interaction().id)),
        ("case", KEYS.case(CaseNumber(1001))),
        ("open case", KEYS.open_case(CaseNumber(1001))),
        ("item", KEYS.item(ItemNumber(17))),
        ("thread", KEYS.thread(&samples::desk())),
        ("receipt", KEYS.receipt("r\0")),
        ("deadline", KEYS.deadline(samples::at(0), customer)),
        ("inbox", KEYS.inbox(12)),
        ("handled", KEYS.handled(day(samples::at(0)), &arrival().id)),
        ("outbox", KEYS.outbox(outbox_row().key)),
        ("journal", KEYS.journal(9)),
        ("dead arrival", KEYS.dead_letter(&letter(Dead::Arrival(Box::new(arrival()))))),
        ("dead effect", KEYS.dead_letter(&letter(Dead::Effect(Box::new(outbox_row()))))),
        ("inbox ceiling", KEYS.all(Kind::InboxCeiling)),
        ("link", KEYS.link("K7QM2XVA")),
        ("change", KEYS.audit(9)),
        ("audit head", KEYS.all(Kind::AuditHead)),
        ("erasure", KEYS.erasure(customer)),
    ];
    let mut text = String::new();
    for (name, key) in keys {
        write!(text, "{name}: ").unwrap();
        for byte in &key[16..] {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    assert_eq!(text, String::from_utf8(golden("keys", text.as_bytes())).unwrap());
}

#[test]
fn what_can_t_be_read_is_called_damaged_or_newer() {
    for (bytes, reason) in [
        (&b""[..], "a stored venue is damaged: it is empty"),
        (b"\x21{}", "a stored venue is damaged: version `33` is not known to this release"),
        (
            b"\x02{}",
            "the store was made by a newer amends (venue: version `2` is not known to this \
             release): update amends, or restore a backup",
        ),
        (b"\x01{", "a stored venue is damaged: EOF while parsing an object at line 1 column 1"),
    ] {
        let error = decode::<Venue>("venue", bytes).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    assert!(decode_raw("note", b"").is_err());
    assert!(decode_raw("note", b"\x02").is_err());
}
