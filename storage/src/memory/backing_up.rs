//! A backup of the model: the same rows that the store on disk has.

use std::collections::BTreeMap;

use amends_core::ids::WorkspaceId;
use serde::Serialize;

use super::Rows;
use crate::{
    answers::Line,
    backup::Copying,
    keys::{Keys, Kind},
    port::Result,
    record::{CustomerToStore, StoredArrival, StoredInteraction, StoredLetter, encode, encode_raw},
};

const KEYS: Keys = Keys(WorkspaceId::FIRST);

/// Rows as they are stored.
#[derive(Default)]
struct Stored(BTreeMap<Vec<u8>, Vec<u8>>);

impl Stored {
    fn put<T: Serialize>(&mut self, key: Vec<u8>, value: &T) {
        self.0.insert(key, encode(value));
    }
}

/// Copies everything at once.
pub(super) fn step(rows: &Rows, copying: &mut Copying) -> Result<()> {
    copying.begin_rows()?;
    for (key, value) in all(rows).0 {
        copying.row(&key, Some(&value))?;
    }
    let mut lines = Vec::new();
    rows.journal.values().flat_map(Line::of).for_each(|line| line.write(&mut lines));
    copying.answers(&lines)?;
    copying.is_whole(rows.counters);
    Ok(())
}

fn all(rows: &Rows) -> Stored {
    let mut stored = Stored::default();
    for (id, (deadline, customer)) in &rows.customers {
        let deadline = *deadline;
        if let Some(at) = deadline {
            stored.put(KEYS.deadline(at, *id), &());
        }
        stored.put(KEYS.customer(*id), &CustomerToStore { deadline, customer });
    }
    if let Some(workspace) = &rows.workspace {
        stored.put(KEYS.all(Kind::Workspace), workspace);
    }
    rows.venues.iter().for_each(|(place, it)| stored.put(KEYS.venue(place), it));
    indexes(rows, &mut stored);
    stored.put(KEYS.all(Kind::Counters), &rows.counters);
    stored.put(KEYS.all(Kind::InboxCeiling), &(rows.last_seq + 1));
    for (seq, row) in &rows.inbox {
        stored.put(KEYS.inbox(*seq), &StoredArrival::from(row.clone()));
    }
    rows.handled.iter().for_each(|((id, day), at)| stored.put(KEYS.handled(*day, id), at));
    rows.outbox.iter().for_each(|(key, row)| stored.put(KEYS.outbox(*key), row));
    rows.journal.iter().for_each(|(seq, entry)| stored.put(KEYS.journal(*seq), entry));
    for letter in rows.letters.values() {
        stored.put(KEYS.dead_letter(letter), &StoredLetter::from(letter.clone()));
    }
    for (name, value) in &rows.notes {
        stored.0.insert(KEYS.note(name), encode_raw(value));
    }
    rows.audit.iter().for_each(|(number, entry)| stored.put(KEYS.audit(*number), entry));
    if !rows.audit.is_empty() {
        stored.put(KEYS.all(Kind::AuditHead), &rows.audit_head);
    }
    for erasure in &rows.erasures {
        if let Some(customer) = erasure.customers.first() {
            stored.put(KEYS.erasure(*customer), erasure);
        }
    }
    stored
}

fn indexes(rows: &Rows, stored: &mut Stored) {
    rows.identities.iter().for_each(|(identity, it)| stored.put(KEYS.identity(identity), it));
    rows.surveys.iter().for_each(|(survey, it)| stored.put(KEYS.survey(*survey), it));
    for (id, (customer, digest)) in &rows.interactions {
        let interaction = StoredInteraction { customer: *customer, digest: *digest };
        stored.put(KEYS.interaction(id), &interaction);
    }
    rows.cases.iter().for_each(|(number, it)| stored.put(KEYS.case(*number), it));
    rows.open_cases.iter().for_each(|(number, it)| stored.put(KEYS.open_case(*number), it));
    rows.items.iter().for_each(|(number, it)| stored.put(KEYS.item(*number), it));
    rows.threads.iter().for_each(|(place, it)| stored.put(KEYS.thread(place), it));
    rows.receipts.iter().for_each(|(token, it)| stored.put(KEYS.receipt(token), it));
    rows.links.iter().for_each(|(code, it)| stored.put(KEYS.link(code), it));
}
