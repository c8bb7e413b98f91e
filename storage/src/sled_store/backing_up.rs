//! Backups, step by step, while others write: only the last step makes them wait.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::{Arc, PoisonError, Weak},
};

use super::{SledStore, Writer, guard, reader::Reader, tree::Writes};
use crate::{
    answers,
    backup::{Changes, Copying, Part},
    crash,
    port::Result,
};

/// So many rows are copied in a step.
const AT_ONCE: usize = 512;
/// So many bytes of the answer record are.
const BYTES_AT_ONCE: u64 = 1 << 20;
/// So often rows that were written meanwhile are copied in steps of their own; what is left then is
/// copied with the last step.
const CATCH_UPS: usize = 64;

/// Whoever copies, and is told what is written.
#[derive(Debug, Default)]
pub(super) struct Copies {
    all: Vec<Weak<Changes>>,
}

impl Copies {
    fn add(&mut self, changes: &Arc<Changes>) {
        self.all.retain(|known| known.strong_count() != 0);
        self.all.push(Arc::downgrade(changes));
    }

    /// Takes note of rows that were written.
    pub(super) fn note(&self, writes: &Writes) {
        for changes in self.all.iter().filter_map(Weak::upgrade) {
            changes.note(writes.keys());
        }
    }

    /// What was copied by now is worth nothing.
    pub(super) fn lose(&self) {
        self.all.iter().filter_map(Weak::upgrade).for_each(|changes| changes.lose());
    }
}

impl SledStore {
    /// Takes a step of a backup. Whether it was the last one.
    pub(super) fn back_up(&self, copying: &mut Copying) -> Result<bool> {
        if copying.part() != Part::Nothing && copying.is_lost() {
            tracing::info!("A backup is begun anew: everything was written anew meanwhile");
        }
        match copying.part() {
            Part::Nothing => {
                let mut writer = self.writer();
                self.repair(&mut writer)?;
                writer.copies.add(&copying.begin_rows()?);
                Ok(false)
            }
            Part::Rows => {
                let rows = match copying.reads_from() {
                    Some(next) => self.read(|reader| {
                        let rows = reader.tree.scan_from(next, AT_ONCE);
                        rows.map_err(|failure| guard::error(reader.disk, failure))
                    })?,
                    None => Vec::new(),
                };
                copying.take(&rows)?;
                Ok(false)
            }
            Part::Rest { .. } => {
                if let Some(changed) = copying.many_changed(AT_ONCE, CATCH_UPS) {
                    for key in changed {
                        let value = self.read(|reader| reader.raw(&key))?;
                        copying.row(&key, value.as_deref())?;
                    }
                    return Ok(false);
                }
                let length = self.writer().record.length();
                if BYTES_AT_ONCE < length.saturating_sub(copying.answers_length()) {
                    self.copy_answers(copying, BYTES_AT_ONCE)?;
                    return Ok(false);
                }
                let mut writer = self.writer();
                self.repair(&mut writer)?;
                if copying.is_lost() {
                    return Ok(false);
                }
                self.complete(copying, &writer)?;
                Ok(true)
            }
        }
    }

    /// Copies what is left, while nobody writes.
    fn complete(&self, copying: &mut Copying, writer: &Writer) -> Result<()> {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let reader = Reader { keys: self.keys, tree: engine.tree()?, disk: &self.disk };
        for key in copying.changed() {
            let value = reader.raw(&key)?;
            copying.row(&key, value.as_deref())?;
        }
        crash::point(crash::BACKUP_BEFORE_RECORD);
        let left = writer.record.length().saturating_sub(copying.answers_length());
        self.copy_answers(copying, left)?;
        copying.is_whole(reader.counters()?);
        Ok(())
    }

    fn copy_answers(&self, copying: &mut Copying, bytes: u64) -> Result<()> {
        let read = || -> io::Result<Vec<u8>> {
            let mut file = File::open(self.disk.path(answers::NAME))?;
            file.seek(SeekFrom::Start(copying.answers_length()))?;
            let mut found = Vec::new();
            file.take(bytes).read_to_end(&mut found)?;
            Ok(found)
        };
        let found = read().map_err(|error| self.disk.error(&error))?;
        copying.answers(&found)
    }
}
