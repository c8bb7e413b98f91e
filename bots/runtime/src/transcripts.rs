//! Transcripts of cases, from what is stored in the moment in which they are sent.

use std::collections::BTreeSet;

use amends_core::{
    ids::{CaseNumber, CustomerId},
    policy::Policy,
    transcript::{self, Transcript},
};
use amends_storage::port::{Erasure, Store, StoreError, Subject};
use jiff::{SignedDuration, Timestamp};

use crate::taken_in;

/// So much of the journal is read at once.
const PAGE: usize = 512;
/// A clock may have jumped back by so much since a case was opened.
const MARGIN: SignedDuration = SignedDuration::from_hours(48);

/// The transcript of a case; nothing if its customer is forgotten by now.
pub(crate) fn of(
    store: &dyn Store,
    id: CustomerId,
    number: CaseNumber,
) -> Result<Option<Transcript>, StoreError> {
    let found = taken_in::follow(id, |id| store.customer(id))?;
    let Some(customer) = found.filter(|customer| customer.erased_at.is_none()) else {
        return Ok(None);
    };
    let (Some(case), Some(workspace)) = (customer.case(number), store.workspace()?) else {
        return Ok(None);
    };
    let mut known: BTreeSet<CustomerId> = Erasure::of(&customer).customers.into_iter().collect();
    known.insert(id);
    let begins = case.opened_at.saturating_sub(MARGIN).unwrap_or(Timestamp::MIN);
    let (mut said, mut from) = (Vec::new(), first_since(store, begins)?);
    loop {
        let entries = store.journal(from, PAGE)?;
        let Some(last) = entries.last() else { break };
        from = last.seq.saturating_add(1);
        for entry in entries {
            if let Subject::Customer(id) = entry.subject
                && known.contains(&id)
            {
                said.extend(entry.facts.into_iter().map(|fact| (entry.at, fact)));
            }
        }
    }
    Ok(Some(transcript::of(&Policy::new(workspace), &customer, case, said)))
}

/// The first entry of the journal from a moment on, found by halves.
fn first_since(store: &dyn Store, at: Timestamp) -> Result<u64, StoreError> {
    let (mut low, mut high) = (1, store.counters()?.next_seq);
    while low < high {
        let middle = low + (high - low) / 2;
        match store.journal(middle, 1)?.first() {
            Some(entry) if entry.at < at => low = entry.seq.saturating_add(1),
            Some(_) | None => high = middle,
        }
    }
    Ok(low)
}
