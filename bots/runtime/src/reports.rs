//! What is counted for reports, as it stands in notes of the store: what each fold over a page of the
//! journal changed, and how far it is.

use amends_core::{
    ids::{CaseNumber, SurveyId},
    metrics::{CaseRow, Cell, Changed, Figures, Fold, Kept, Slot, Span, SurveyRow},
};
use amends_storage::port::{JournalEntry, Store, StoreError};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tracing::error;

/// The note of how far it is, and how the names of those begin that hold what was counted.
const NOTE: &str = "figures";
pub(crate) const BEGINNING: &str = "figures/";
/// In which way it is counted: another number, and everything is counted anew.
pub(crate) const FORM: u32 = 2;
/// As soon as so many entries are not counted they are; a report counts what is left by itself.
pub(crate) const PAGE: usize = 64;
/// So many of them are counted together.
pub(crate) const PAGE_MOST: usize = 256;
/// So many entries are counted for a report at most.
const AT_ONCE: usize = 2_048;

/// How far the figures are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Folded {
    pub(crate) form: u32,
    /// Where days begin; nothing while what was counted is dropped.
    pub(crate) zone: Option<String>,
    /// The first entry of the journal that is not counted.
    pub(crate) next: u64,
}

impl Folded {
    pub(crate) fn read(store: &dyn Store) -> Result<Option<Self>, StoreError> {
        let kept = store.note(NOTE)?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }

    /// Whether what was counted can be gone on with.
    pub(crate) fn holds(&self, zone: &str, next_seq: u64) -> bool {
        self.form == FORM && self.zone.as_deref() == Some(zone) && self.next <= next_seq
    }

    /// It as a note.
    pub(crate) fn note(&self) -> (String, Vec<u8>) {
        (NOTE.to_owned(), encode(self))
    }
}

/// What was counted by now, as it stands in the store.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) store: &'a dyn Store,
    /// What stands there does not count.
    pub(crate) anew: bool,
}

impl Counted<'_> {
    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let kept = if self.anew { None } else { self.store.note(name)? };
        let read = kept.map(|kept| serde_json::from_slice(&kept)).transpose();
        read.map_err(|error| StoreError::Damaged { kind: "figure", reason: error.to_string() })
    }
}

impl Kept for Counted<'_> {
    type Error = StoreError;

    fn survey(&self, id: SurveyId) -> Result<Option<SurveyRow>, StoreError> {
        self.read(&name_of_survey(id))
    }

    fn case(&self, number: CaseNumber) -> Result<Option<CaseRow>, StoreError> {
        self.read(&name_of_case(number))
    }

    fn cell(&self, slot: &Slot) -> Result<Option<Cell>, StoreError> {
        self.read(&name_of_cell(slot))
    }
}

fn name_of_survey(id: SurveyId) -> String {
    format!("{BEGINNING}survey/{id}")
}

fn name_of_case(number: CaseNumber) -> String {
    format!("{BEGINNING}case/{number}")
}

fn name_of_cell(slot: &Slot) -> String {
    format!("{BEGINNING}cell/{}", slot.name())
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("it has only string keys")
}

/// What changed, as notes.
pub(crate) fn notes(fold: &Fold<Counted<'_>>) -> Vec<(String, Vec<u8>)> {
    let Changed { surveys, cases, cells } = fold.changed();
    let surveys = surveys.iter().map(|(id, row)| (name_of_survey(*id), encode(row)));
    let cases = cases.iter().map(|(number, row)| (name_of_case(*number), encode(row)));
    let cells = cells.iter().map(|(key, cell)| (name_of_cell(key), encode(cell)));
    surveys.chain(cases).chain(cells).collect()
}

/// Entries of the journal from one on. One that can't be read hides only itself.
pub(crate) fn entries(
    store: &dyn Store,
    from: u64,
    most: usize,
) -> Result<(Vec<JournalEntry>, u64), StoreError> {
    let after = |entries: &[JournalEntry]| entries.last().map_or(from, |last| last.seq + 1);
    match store.journal(from, most) {
        Ok(entries) => {
            let next = after(&entries);
            Ok((entries, next))
        }
        Err(StoreError::Damaged { .. }) if 1 < most => entries(store, from, most / 2),
        Err(StoreError::Damaged { kind, reason }) => {
            error!(seq = from, kind, reason, "An entry of the journal can't be counted");
            Ok((Vec::new(), from + 1))
        }
        Err(error) => Err(error),
    }
}

/// Everything that is counted by now, and of a tail that is not, as much as can be at once. Also the
/// moment from which on something is missing, if it is.
pub(crate) fn counted<'a>(
    store: &'a dyn Store,
    zone: (&str, &TimeZone),
) -> Result<(Fold<Counted<'a>>, Option<Timestamp>), StoreError> {
    let next_seq = store.counters()?.next_seq;
    let folded = Folded::read(store)?.filter(|folded| folded.holds(zone.0, next_seq));
    let mut next = folded.as_ref().map_or(1, |folded| folded.next);
    let mut fold = Fold::new(Counted { store, anew: folded.is_none() }, zone.1.clone());
    let (mut left, mut last) = (AT_ONCE, None);
    while next < next_seq {
        if left == 0 {
            return Ok((fold, Some(last.unwrap_or(Timestamp::MIN))));
        }
        let (page, after) = entries(store, next, PAGE.min(left))?;
        if after == next {
            break;
        }
        for entry in &page {
            fold.take(entry.at, &entry.facts)?;
            last = Some(entry.at);
        }
        (next, left) = (after, left.saturating_sub(PAGE));
    }
    Ok((fold, None))
}

/// The figures of a period: all that happened in it, counted from where the last page ended.
pub fn figures(
    store: &dyn Store,
    zone: (&str, &TimeZone),
    span: Span,
) -> Result<Figures, StoreError> {
    let (fold, _) = counted(store, zone)?;
    span.figures(&fold, None)
}

/// How many entries of the journal are counted for good.
pub fn counted_so_far(store: &dyn Store) -> Result<u64, StoreError> {
    let folded = Folded::read(store)?;
    Ok(folded.map_or(0, |folded| folded.next.saturating_sub(1)))
}
