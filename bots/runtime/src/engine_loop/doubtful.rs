//! A write that failed may be on the disk all the same, whole. What it would have sent and settled is
//! looked for once the store answers again, before anything else is worked on: what is there is not
//! done twice, and is sent.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::ids::EffectKey;
use amends_storage::port::{Commit, OutboxRow, StoreError};
use tracing::warn;

use super::EngineLoop;

/// So many effects are read at once.
const PAGE: usize = 500;

/// What was in writes that failed.
#[derive(Debug, Default)]
pub(crate) struct Doubtful {
    /// What they would have sent.
    effects: BTreeMap<EffectKey, OutboxRow>,
    /// What they would have settled.
    settled: BTreeSet<EffectKey>,
}

impl Doubtful {
    /// Remembers what a write that failed may have done.
    pub(super) fn add(&mut self, commits: Vec<Commit>) {
        for commit in commits {
            self.settled.extend(commit.settled);
            self.effects.extend(commit.effects.into_iter().map(|row| (row.key, row)));
        }
    }
}

impl EngineLoop {
    /// Finds out what became of writes that failed.
    pub(super) fn resolve_doubtful(&mut self) -> Result<(), StoreError> {
        let Doubtful { effects, settled } = &self.state.doubtful;
        let keys = effects.keys().chain(settled);
        let Some(first) = keys.clone().min() else { return Ok(()) };
        let last = keys.max().copied();
        let mut after = first.seq.checked_sub(1).map(|seq| EffectKey { seq, index: u16::MAX });
        let mut there = BTreeSet::new();
        loop {
            let rows = self.store.outbox(after, PAGE)?;
            there.extend(rows.iter().map(|row| row.key));
            after = rows.last().map(|row| row.key);
            if after.is_none() || last < after {
                break;
            }
        }
        let Doubtful { mut effects, settled } = std::mem::take(&mut self.state.doubtful);
        effects.retain(|key, _| there.contains(key));
        self.state.settled.retain(|item| {
            let key = item.row.key;
            !settled.contains(&key) || there.contains(&key)
        });
        if !effects.is_empty() {
            warn!(
                count = effects.len(),
                "A write that seemed to fail is there: its effects leave now"
            );
            self.send_out(effects.into_values().collect());
        }
        Ok(())
    }
}
