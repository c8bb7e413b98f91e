//! The figures of reports are counted while nothing else waits: from the journal, page by page, each
//! durable together with how far it is. So a report is there at once however much there is to count,
//! and after a kill nothing is counted twice.
//!
//! When days begin at another moment (`/zone`), or a later version counts in another way, what was
//! counted is dropped, and everything is counted anew (INV 20).

use amends_core::metrics::Fold;
use amends_storage::port::StoreError;
use tracing::{error, info};

use super::EngineLoop;
use crate::reports::{self, BEGINNING, Counted, FORM, Folded, PAGE, PAGE_MOST};

/// So many notes are dropped together.
const DROPPED: usize = 512;

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
        let (page, next) = reports::entries(self.store.as_ref(), folded.next, PAGE_MOST)?;
        let counted = Counted { store: self.store.as_ref(), anew: false };
        let mut fold = Fold::new(counted, self.policy.clock.zone().clone());
        for entry in &page {
            fold.take(entry.at, &entry.facts)?;
        }
        let folded = Folded { next, ..folded };
        let mut notes = reports::notes(&fold);
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
