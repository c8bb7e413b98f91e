//! After a write that failed: nothing in memory is believed until it was read again.

use std::sync::{PoisonError, atomic::Ordering};

use super::{Engine, SledStore, Writer, recover, scrubbing::Scrubbing, writing::Broken};
use crate::port::{Result, StoreError};

impl SledStore {
    /// Believes nothing in memory any more.
    pub(super) fn distrust(&self, broken: Broken) -> StoreError {
        self.suspect.store(true, Ordering::Release);
        match broken {
            Broken::Reopen(error) => {
                if matches!(error, StoreError::Full { .. }) {
                    self.disk.release_reserve();
                }
                error
            }
            Broken::Fence(error) => {
                tracing::error!(%error, "The disk did not confirm a write: restart the service");
                let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
                *engine = Engine::Fenced(error.to_string());
                fenced(&error.to_string())
            }
        }
    }

    /// Opens everything again after a failure, from what the disk has confirmed.
    pub(super) fn repair(&self, writer: &mut Writer) -> Result<()> {
        if !self.suspect.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        if let Engine::Fenced(reason) = &*engine {
            return Err(fenced(reason));
        }
        if let Engine::Open(tree) = &*engine {
            // Our handle has seen every failure since the store was opened: if it can be synced,
            // then all that the engine wrote is on the disk, and reading it again is safe.
            if let Err(error) = tree.sync_log() {
                let reason = error.to_string();
                *engine = Engine::Fenced(reason.clone());
                return Err(fenced(&reason));
            }
        }
        *engine = Engine::Closed;
        writer.scrubbing = Scrubbing::Idle;
        writer.copies.lose();
        let recovered = recover::open(&self.disk, self.keys, self.cache_capacity)?;
        *writer = Writer::new(recovered.record, recovered.waiting);
        *engine = Engine::Open(recovered.tree);
        self.suspect.store(false, Ordering::Release);
        tracing::info!("The store was opened again after a failed write");
        Ok(())
    }
}

/// What a disk that did not confirm a write means to the caller.
pub(super) fn fenced(reason: &str) -> StoreError {
    StoreError::Backend(format!("the disk did not confirm a write ({reason}): restart the service"))
}
