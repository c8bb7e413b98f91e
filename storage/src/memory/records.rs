//! Everything a store in memory holds, as bytes: what a search through the files of a store on a
//! disk would find.

use serde::Serialize;

use super::MemoryStore;
use crate::record::{StoredArrival, StoredLetter, encode, encode_raw};

/// One thing that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What kind of thing it is.
    pub kind: &'static str,
    /// Its key and what stands there, in the stored form.
    pub bytes: Vec<u8>,
}

fn all<K: Serialize, V: Serialize>(
    kind: &'static str,
    rows: impl IntoIterator<Item = (K, V)>,
) -> Vec<Record> {
    rows.into_iter().map(|row| Record { kind, bytes: encode(&row) }).collect()
}

impl MemoryStore {
    /// Everything it holds, always in the same order.
    pub fn records(&self) -> Vec<Record> {
        let rows = self.rows();
        let arrivals = rows.inbox.iter().map(|(seq, row)| (seq, StoredArrival::from(row.clone())));
        let letters = rows.letters.iter().map(|(key, it)| (key, StoredLetter::from(it.clone())));
        let notes = rows.notes.iter().flat_map(|(name, value)| {
            let name = Record { kind: "note", bytes: encode(name) };
            [name, Record { kind: "note", bytes: encode_raw(value) }]
        });
        let kinds = [
            all("customer", &rows.customers),
            all("workspace", rows.workspace.iter().map(|workspace| ((), workspace))),
            all("venue", &rows.venues),
            all("identity", &rows.identities),
            all("survey", &rows.surveys),
            all("interaction", &rows.interactions),
            all("case", &rows.cases),
            all("open case", &rows.open_cases),
            all("item", &rows.items),
            all("thread", &rows.threads),
            all("receipt", &rows.receipts),
            all("link", &rows.links),
            all("counters", [((), rows.counters)]),
            all("inbox", arrivals),
            all("waiting", rows.waiting.iter().map(|id| (id, ()))),
            all("handled", &rows.handled),
            all("outbox", &rows.outbox),
            all("journal", &rows.journal),
            all("letter", letters),
            all("audit", &rows.audit),
            all("audit head", [((), &rows.audit_head)]),
            all("erasure", rows.erasures.iter().map(|erasure| ((), erasure))),
        ];
        kinds.into_iter().flatten().chain(notes).collect()
    }
}
