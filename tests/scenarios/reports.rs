//! `/report`: what was heard, put right and won back (`CONVERSATIONS` 4.8, `METRICS`).

mod asking;
mod golden;
mod telling;

use amends_core::{
    metrics::{Figures, Fold, Nothing, Period, Span},
    policy::Workspace,
};
use amends_runtime::reports;
use amends_storage::port::Store;
use jiff::{civil::date, tz::TimeZone};

use crate::luma::{Luma, PIOTR, account};

/// Piotr administers.
fn administered(workspace: &mut Workspace) {
    workspace.admins = vec![account(PIOTR)];
}

/// November of the year in which everything happens.
fn november() -> Span {
    Span { period: Period::Month, first: date(2026, 11, 1), last: date(2026, 11, 30) }
}

impl Luma {
    /// The figures of November, as a report tells them. They are those of the whole journal.
    fn figures(&self) -> Figures {
        let told = reports::figures(&self.store, ("UTC", &TimeZone::UTC), november()).unwrap();
        let mut fold = Fold::new(Nothing, TimeZone::UTC);
        for entry in self.store.journal(0, 10_000).unwrap() {
            let Ok(()) = fold.take(entry.at, &entry.facts);
        }
        let Ok(from_nothing) = november().figures(&fold, None);
        assert_eq!(told, from_nothing);
        told
    }

    /// Somebody asks in private.
    async fn asks_alone(&mut self, who: i64, command: &str) -> &mut Self {
        self.starts(who).await.begins().writes(who, command).await
    }
}
