//! What a business leaves behind, and the search for another business in it.

use std::collections::BTreeSet;

use amends_core::{ids::CaseNumber, making::Format};
use amends_runtime::{
    answers::{self, Span},
    documents,
};

use amends_storage::port::Store;

use super::business::Business;
use crate::facts::name_of;

/// One thing that was found, by what it is.
pub(super) struct Found {
    pub(super) what: String,
    pub(super) bytes: Vec<u8>,
}

/// What a business leaves behind, and what happened there, by name.
pub(super) struct Left {
    pub(super) all: Vec<Found>,
    pub(super) happened: BTreeSet<&'static str>,
}

/// So many cases are listed.
const MANY: usize = 1_000;

impl Business {
    /// Everything that it keeps, says, shows and hands out.
    pub(super) fn leaves(&self) -> Vec<Found> {
        let found = |what: &str, bytes: Vec<u8>| Found { what: what.to_owned(), bytes };
        let (handle, store) = (self.handle(), &self.store);
        let mut all = vec![
            found("what was said", self.stands.heard()),
            found("what was handed out", self.stands.files()),
            found("the audit trail", documents::audit(store).unwrap()),
            found("what is in force", format!("{:?}", handle.policy()).into_bytes()),
            found("how it does", format!("{:?}", handle.ready()).into_bytes()),
        ];
        let cases = handle.cases(CaseNumber(0), MANY).unwrap();
        all.push(found("the case list", format!("{cases:?}").into_bytes()));
        let rows = answers::rows(store, Span::ALL).unwrap();
        for format in [Format::Csv, Format::Jsonl] {
            all.push(found("the answers", answers::write(&rows, format)));
        }
        let records = self.store.records().into_iter();
        all.extend(records.map(|record| found(&format!("stored: {}", record.kind), record.bytes)));
        all
    }
}

impl Business {
    /// What happened there, by name.
    pub(super) fn happened(&self) -> BTreeSet<&'static str> {
        let entries = self.store.journal(0, usize::MAX).unwrap();
        entries.iter().flat_map(|entry| entry.facts.iter().map(name_of)).collect()
    }
}

/// Whether a word stands somewhere, in whichever letters.
fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// Where a word stands.
pub(super) fn places_of(all: &[Found], word: &str) -> BTreeSet<String> {
    all.iter().filter(|found| holds(&found.bytes, word)).map(|found| found.what.clone()).collect()
}

/// What differs between two runs of one business.
pub(super) fn differences(one: &[Found], other: &[Found]) -> Vec<String> {
    let mut differ: Vec<String> = one
        .iter()
        .zip(other)
        .filter(|(one, other)| one.what != other.what || one.bytes != other.bytes)
        .map(|(one, other)| told(one, other))
        .collect();
    if one.len() != other.len() {
        differ.push(format!("{} things are left in place of {}", one.len(), other.len()));
    }
    differ
}

/// Where the bytes part.
fn told(one: &Found, other: &Found) -> String {
    let same = one.bytes.iter().zip(&other.bytes).take_while(|(one, other)| one == other).count();
    let shown = |found: &Found| {
        let until = found.bytes.len().min(same + 120);
        let from = same.saturating_sub(120).min(until);
        String::from_utf8_lossy(&found.bytes[from..until]).into_owned()
    };
    format!("{} from byte {same}:\n  {}\n  {}", one.what, shown(one), shown(other))
}
