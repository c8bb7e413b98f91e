//! Files that are made in the moment in which they are sent, from what is stored then.

use std::{collections::BTreeSet, sync::Arc};

use amends_core::{
    customer::Customer,
    effect::Refusal,
    ids::CustomerId,
    making::{Document, Made, Making},
};
use amends_storage::{
    audit::AuditEntry,
    port::{Erasure, JournalEntry, Store, StoreError, Subject},
};
use jiff::tz::TimeZone;
use serde::Serialize;
use tokio::task;

use crate::{
    answers::{self, Span},
    port::{Adapter, File, SendError, View},
    qr, taken_in, transcripts,
};

/// So much of the journal or the audit trail is read at once.
const PAGE: usize = 512;

/// Everything that is stored about a person.
#[derive(Serialize)]
struct AboutYou {
    customer: Customer,
    journal: Vec<JournalEntry>,
}

impl AboutYou {
    fn written(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("stored types have string keys only")
    }
}

fn line(lines: &mut Vec<u8>, entry: &AuditEntry) {
    serde_json::to_writer(&mut *lines, entry).expect("changes have string keys only");
    lines.push(b'\n');
}

/// Makes a file.
pub(crate) async fn make(
    adapter: &dyn Adapter,
    view: &View,
    store: &Arc<dyn Store>,
    document: &Document,
) -> Result<File, SendError> {
    let Document { name, mime, made } = document;
    let bytes = match made {
        Made::Text(text) => text.clone().into_bytes(),
        Made::Qr(text) => qr::picture(text)?,
        Made::Wording(lang) => adapter.wording_file(*lang, view).into_bytes(),
        Made::Later(Making::Transcript { customer, case, format }) => {
            let (store, customer, case) = (Arc::clone(store), *customer, *case);
            let made = task::spawn_blocking(move || transcripts::of(&*store, customer, case)).await;
            let made = made.map_err(|error| SendError::NotSent(error.to_string()))?;
            let made = made.map_err(|error| SendError::NotSent(error.to_string()))?;
            let transcript = made.ok_or(SendError::Refused(Refusal::Recalled))?;
            adapter.transcript(&transcript, *format).into_bytes()
        }
        Made::Later(making) => {
            let (store, making) = (Arc::clone(store), *making);
            let made = task::spawn_blocking(move || later(&*store, making)).await;
            let made = made.map_err(|error| SendError::NotSent(error.to_string()))?;
            let made = made.map_err(|error| SendError::NotSent(error.to_string()))?;
            made.ok_or(SendError::Refused(Refusal::Recalled))?
        }
    };
    Ok(File { name: name.clone(), mime: Some(mime.clone()), bytes })
}

fn later(store: &dyn Store, making: Making) -> Result<Option<Vec<u8>>, StoreError> {
    match making {
        // It needs the words of whoever sends it.
        Making::Transcript { .. } => Ok(None),
        Making::AboutYou(id) => about_you(store, id),
        Making::Audit => audit(store).map(Some),
        Making::Answers { format, month } => {
            let zone = store.workspace()?.and_then(|it| TimeZone::get(&it.zone).ok());
            let zone = zone.unwrap_or(TimeZone::UTC);
            let span = month.map_or(Span::ALL, |month| Span::of(month, &zone));
            Ok(Some(answers::write(&answers::rows(store, span)?, format)))
        }
    }
}

/// Everything that is stored about a person; nothing if they are forgotten by now.
fn about_you(store: &dyn Store, id: CustomerId) -> Result<Option<Vec<u8>>, StoreError> {
    let found = taken_in::follow(id, |id| store.customer(id))?;
    let Some(customer) = found.filter(|customer| customer.erased_at.is_none()) else {
        return Ok(None);
    };
    let mut known: BTreeSet<CustomerId> = Erasure::of(&customer).customers.into_iter().collect();
    known.insert(id);
    let is_theirs = |entry: &JournalEntry| match &entry.subject {
        Subject::Customer(id) => known.contains(id),
        Subject::Workspace | Subject::Venue(_) => false,
    };
    let (mut journal, mut from) = (Vec::new(), 0);
    loop {
        let entries = store.journal(from, PAGE)?;
        let Some(last) = entries.last() else { break };
        from = last.seq.saturating_add(1);
        journal.extend(entries.into_iter().filter(is_theirs));
    }
    Ok(Some(AboutYou { customer, journal }.written()))
}

/// The audit trail, one change in a line.
pub fn audit(store: &dyn Store) -> Result<Vec<u8>, StoreError> {
    let (mut lines, mut from) = (Vec::new(), 0);
    loop {
        let entries = store.audit(from, PAGE)?;
        let Some(last) = entries.last() else { return Ok(lines) };
        from = last.number.saturating_add(1);
        for entry in &entries {
            line(&mut lines, entry);
        }
    }
}
