//! The figures of reports are counted while nothing else waits: from the journal, page by page, each
//! durable together with how far it is. So a report is there at once however much there is to count,
//! and after a kill nothing is counted twice.
//!
//! What a page changed stands in notes of the store. When days begin at another moment (`/zone`), or a
//! later version counts in another way, they are dropped and everything is counted anew (INV 20).

use amends_core::{
    ids::{CaseNumber, SurveyId},
    metrics::{CaseRow, Cell, CellKey, Fold, Kept, SurveyRow},
};
use amends_storage::port::{JournalEntry, Store, StoreError};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tracing::{error, info};

use super::EngineLoop;

/// The note of how far it is, and how the names of those begin that hold what was counted.
const NOTE: &str = "figures";
const BEGINNING: &str = "figures/";
/// In which way it is counted: another number, and everything is counted anew.
const FORM: u32 = 1;
/// As soon as so many entries are not counted they are; a report counts what is left by itself.
const PAGE: usize = 64;
/// So many entries are counted for a report at most.
const AT_ONCE: usize = 2_048;
/// So many notes are dropped together.
const DROPPED: usize = 512;

/// How far the figures are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Folded {
    form: u32,
    /// Where days begin; nothing while what was counted is dropped.
    zone: Option<String>,
    /// The first entry of the journal that is not counted.
    next: u64,
}

impl Folded {
    fn read(store: &dyn Store) -> Result<Option<Self>, StoreError> {
        let kept = store.note(NOTE)?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }

    /// Whether what was counted can be gone on with.
    fn holds(&self, zone: &str, next_seq: u64) -> bool {
        self.form == FORM && self.zone.as_deref() == Some(zone) && self.next <= next_seq
    }

    fn note(&self) -> (String, Vec<u8>) {
        (NOTE.to_owned(), encode(self))
    }
}

/// What was counted by now, as it stands in the store.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    store: &'a dyn Store,
    /// What stands there does not count.
    anew: bool,
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

    fn cell(&self, key: CellKey) -> Result<Option<Cell>, StoreError> {
        self.read(&name_of_cell(key))
    }
}

fn name_of_survey(id: SurveyId) -> String {
    format!("{BEGINNING}survey/{id}")
}

fn name_of_case(number: CaseNumber) -> String {
    format!("{BEGINNING}case/{number}")
}

fn name_of_cell(key: CellKey) -> String {
    format!("{BEGINNING}cell/{}", key.name())
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("it has only string keys")
}

/// What changed, as notes.
fn notes(fold: &Fold<Counted<'_>>) -> Vec<(String, Vec<u8>)> {
    let (surveys, cases, cells) = fold.changed();
    let surveys = surveys.iter().map(|(id, row)| (name_of_survey(*id), encode(row)));
    let cases = cases.iter().map(|(number, row)| (name_of_case(*number), encode(row)));
    let cells = cells.iter().map(|(key, cell)| (name_of_cell(*key), encode(cell)));
    surveys.chain(cases).chain(cells).collect()
}

/// Entries of the journal from one on. One that can't be read hides only itself.
fn entries(
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

impl EngineLoop {
    /// Finds out how far an earlier run came.
    pub(super) fn find_figures(&mut self) -> Result<(), StoreError> {
        self.state.folded = Folded::read(self.store.as_ref())?;
        Ok(())
    }

    /// Whether something is to be counted, and can be now.
    pub(super) fn may_fold(&self) -> bool {
        let Ok(counters) = self.store.counters() else { return false };
        let zone = &self.policy.workspace.zone;
        let waiting = match &self.state.folded {
            Some(folded) if folded.holds(zone, counters.next_seq) => {
                counters.next_seq - folded.next
            }
            // What was counted before is to be dropped.
            Some(_) => u64::MAX,
            None => counters.next_seq.saturating_sub(1),
        };
        PAGE <= usize::try_from(waiting).unwrap_or(usize::MAX) && self.store.takes_in().is_ok()
    }

    /// Counts some of it.
    pub(super) fn fold_figures(&mut self) {
        if self.is_held_back() || !self.may_fold() {
            return;
        }
        match self.fold_page() {
            Ok(()) => (),
            Err(StoreError::Damaged { kind, reason }) => {
                error!(kind, reason, "What was counted can't be read, and is counted anew");
                self.state.folded = Some(Folded { form: FORM, zone: None, next: 1 });
            }
            Err(error) => self.store_failed(&error),
        }
    }

    fn fold_page(&mut self) -> Result<(), StoreError> {
        let zone = self.policy.workspace.zone.clone();
        let next_seq = self.store.counters()?.next_seq;
        let folded = self.state.folded.clone();
        let Some(folded) = folded.filter(|folded| folded.holds(&zone, next_seq)) else {
            return self.drop_figures(zone);
        };
        let (page, next) = entries(self.store.as_ref(), folded.next, PAGE)?;
        let counted = Counted { store: self.store.as_ref(), anew: false };
        let mut fold = Fold::new(counted, self.policy.clock.zone().clone());
        for entry in &page {
            fold.take(entry.at, &entry.facts)?;
        }
        let folded = Folded { next, ..folded };
        let mut notes = notes(&fold);
        notes.push(folded.note());
        // What was counted and how far it is become durable together.
        self.store.keep_all(&notes)?;
        self.state.folded = Some(folded);
        Ok(())
    }

    /// Drops what was counted, to begin anew.
    fn drop_figures(&mut self, zone: String) -> Result<(), StoreError> {
        let begun = Folded { form: FORM, zone: None, next: 1 };
        if self.state.folded.as_ref() != Some(&begun) {
            // From here on nothing of it counts, whatever comes between.
            self.store.keep_all(&[begun.note()])?;
            self.state.folded = Some(begun.clone());
        }
        if self.store.drop_notes(BEGINNING, DROPPED)? < DROPPED {
            let folded = Folded { zone: Some(zone), ..begun };
            self.store.keep_all(&[folded.note()])?;
            self.state.folded = Some(folded);
            info!("Figures are counted from the first entry on");
        }
        Ok(())
    }
}
