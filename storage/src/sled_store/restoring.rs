//! A store made of a backup: when somebody asks for it, and when the store can't be read.
//!
//! It is written beside the store, with the answer record and the list of backups that belong to it,
//! and only once all of it is whole and durable the store moves aside: from then on it counts, and
//! until then nothing of what was there is touched. Whoever opens the store next finishes what was
//! begun, or removes it.

use std::{
    fs::{copy, create_dir_all, remove_dir_all, remove_file, rename},
    io,
    path::{Path, PathBuf},
};

use amends_core::ids::WorkspaceId;

use super::{SledStore, checking, guard, scrubbing, tree::Tree};
use crate::{
    answers::{self, AnswerRecord},
    backup::{self, Backup, BackupError, Manifest},
    crash,
    disk::{Disk, free_name, sync_dir, sync_file},
    keys::{Keys, Kind},
    port::{OutboxRow, Result},
    record,
    sled_store::tree::{Failure, Writes},
};

/// Where a store is written; it is not whole yet.
const WRITING: &str = "store.restoring";
/// It is whole, and takes the place of the store.
const WHOLE: &str = "store.restored";
/// The answer record that takes its place with it.
const RECORD: &str = "answers.log.restoring";
/// The list of backups that does.
const KNOWN: &str = "backups.json.restoring";
/// So many rows are written at once.
const AT_ONCE: usize = 512;
/// So many of these are made durable together.
const SYNCED_AT_ONCE: usize = 64;

/// What becomes of a store that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    /// Nothing is done then.
    Stays,
    /// It is moved aside.
    MovesAside,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the store that was there was moved to.
    pub moved_aside: Option<PathBuf>,
    /// The answer record that was there is newer than the one of the backup, and stayed: the next
    /// start takes it over.
    pub kept_record: bool,
}

/// A store that was rebuilt at the opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// From the backup in this directory.
    pub from: PathBuf,
    /// What that is.
    pub manifest: Manifest,
}

impl SledStore {
    /// Makes the store in a directory of a backup. `tell` hears how many rows were written by now.
    pub fn restore(
        dir: &Path,
        workspace: WorkspaceId,
        backup: &Backup,
        present: Present,
        mut tell: impl FnMut(u64),
    ) -> Result<Restored, BackupError> {
        let _lock = guard::lock(dir)?;
        let disk = Disk::new(dir, 0, None);
        let io = |error: io::Error| disk.error(&error);
        scrubbing::finish(&disk).map_err(io)?;
        finish(&disk).map_err(io)?;
        let is_there = scrubbing::is_in(dir);
        if is_there && present == Present::Stays {
            return Err(BackupError::Refused(format!(
                "there is a store in `{}`: with --replace it is moved aside, and nothing of it is \
                 deleted",
                dir.display()
            )));
        }
        backup.verify()?;
        let prepared = write(&disk, Keys(workspace), backup, &mut tell)
            .and_then(|()| Ok(put_beside(&disk, backup).map_err(io)?))
            .and_then(|is_kept| Ok(name_whole(&disk).map(|()| is_kept).map_err(io)?));
        if prepared.is_err() {
            tidy(&disk);
        }
        let kept_record = prepared?;
        crash::point(crash::RESTORE_BEFORE_MOVE);
        let moved_aside = is_there.then(|| free_name(dir, "store.replaced"));
        if let Some(aside) = &moved_aside {
            let moved = rename(disk.path(guard::STORE), aside).and_then(|()| sync_dir(dir));
            moved.map_err(io)?;
            crash::point(crash::RESTORE_AFTER_MOVE);
        }
        finish(&disk).map_err(io)?;
        crash::point(crash::RESTORE_BEFORE_OK);
        Ok(Restored { moved_aside, kept_record })
    }
}

/// Whether an answer record tells of no less than that of a backup.
fn is_newer(here: &Path, backup: &Backup) -> io::Result<bool> {
    let there = AnswerRecord::last_seq(&backup.answers())?;
    Ok(there <= AnswerRecord::last_seq(here)?)
}

/// Writes what takes its place together with the store: the answer record of the backup, unless that
/// which is there is newer, and the list of backups without those that were made later, so that
/// whoever goes back is not brought forward again. Whether the record that is there stays.
fn put_beside(disk: &Disk, backup: &Backup) -> io::Result<bool> {
    crash::point(crash::RESTORE_BEFORE_RECORD);
    let here = disk.path(answers::NAME);
    let is_kept = here.exists() && is_newer(&here, backup)?;
    if !is_kept {
        let fresh = disk.path(RECORD);
        copy(backup.answers(), &fresh)?;
        sync_file(&fresh)?;
    }
    crash::point(crash::RESTORE_BEFORE_KNOWN);
    backup::without_later(disk.dir(), backup.manifest().made_at, &disk.path(KNOWN))?;
    Ok(is_kept)
}

/// Writes a store beside the one in use, durably.
fn write(
    disk: &Disk,
    keys: Keys,
    backup: &Backup,
    tell: &mut dyn FnMut(u64),
) -> Result<(), BackupError> {
    let dir = disk.path(WRITING);
    if dir.exists() {
        remove_dir_all(&dir).map_err(|error| disk.error(&error))?;
    }
    disk.has_room_beside(backup.manifest().files.values().map(|sum| sum.bytes).sum())?;
    load(disk, &dir, keys, backup, tell)
}

/// What was written is whole, with all that belongs to it.
fn name_whole(disk: &Disk) -> io::Result<()> {
    crash::point(crash::RESTORE_BEFORE_WHOLE);
    rename(disk.path(WRITING), disk.path(WHOLE))?;
    sync_dir(disk.dir())
}

/// Writes the rows of a backup into a fresh store.
pub(super) fn load(
    disk: &Disk,
    dir: &Path,
    keys: Keys,
    backup: &Backup,
    tell: &mut dyn FnMut(u64),
) -> Result<(), BackupError> {
    let failed = |failure: Failure| guard::error(disk, failure);
    create_dir_all(dir).map_err(BackupError::at(dir))?;
    let tree = Tree::open(dir, 64 << 20).map_err(failed)?;
    let (mut rows, mut told, mut rounds) = (backup.rows()?, 0_u64, 0_usize);
    loop {
        let some = rows.next(AT_ONCE)?;
        if some.is_empty() {
            break;
        }
        told = told.saturating_add(u64::try_from(some.len()).unwrap_or(u64::MAX));
        let mut writes = Writes::new();
        for (key, value) in some {
            let value = value.map(|value| as_found(keys, &key, value)).transpose()?;
            writes.insert(key, value);
        }
        tree.apply(&writes).map_err(failed)?;
        crash::point(crash::RESTORE_BETWEEN_ROWS);
        rounds += 1;
        if rounds.is_multiple_of(SYNCED_AT_ONCE) {
            tree.flush().map_err(failed)?;
            tree.sync_log().map_err(|error| disk.error(&error))?;
        }
        Tree::free_garbage(4);
        tell(told);
    }
    tree.sync_blobs().map_err(|error| disk.error(&error))?;
    tree.flush().map_err(failed)?;
    tree.sync_log().map_err(|error| disk.error(&error))?;
    Ok(())
}

/// A row as it is taken over. What waited to be sent may have been sent since: nobody knows, and it
/// is treated like everything of which nobody knows.
fn as_found(keys: Keys, key: &[u8], value: Vec<u8>) -> Result<Vec<u8>> {
    if !keys.is(key, Kind::Outbox) {
        return Ok(value);
    }
    let row: OutboxRow = record::decode("outbox row", &value)?;
    let attempts = row.attempts.max(1);
    Ok(record::encode(&OutboxRow { sending: true, attempts, ..row }))
}

/// Finishes what was begun before: a store that is whole takes the place that is free, with all that
/// belongs to it; what is not whole goes, and so does what nobody made room for.
pub(super) fn finish(disk: &Disk) -> io::Result<()> {
    if !is_in(disk.dir()) {
        return remove_left_over(disk);
    }
    let (record, fresh) = (disk.path(answers::NAME), disk.path(RECORD));
    if fresh.exists() {
        if record.exists() {
            rename(&record, free_name(disk.dir(), "answers.log.replaced"))?;
        }
        crash::point(crash::RESTORE_BETWEEN_RECORDS);
        rename(fresh, record)?;
    }
    let known = disk.path(KNOWN);
    if known.exists() {
        rename(known, disk.path(backup::KNOWN))?;
    }
    sync_dir(disk.dir())?;
    crash::point(crash::RESTORE_BEFORE_PLACE);
    rename(disk.path(WHOLE), disk.path(guard::STORE))?;
    remove_left_over(disk)?;
    sync_dir(disk.dir())
}

/// Removes what nobody finishes.
fn remove_left_over(disk: &Disk) -> io::Result<()> {
    let (whole, writing) = (disk.path(WHOLE), disk.path(WRITING));
    for left in [&writing, &disk.path(checking::COPY)] {
        if left.exists() {
            remove_dir_all(left)?;
        }
    }
    if whole.exists() {
        // As long as it has this name it counts as whole.
        rename(whole, &writing)?;
        sync_dir(disk.dir())?;
        remove_dir_all(writing)?;
    }
    for left in [RECORD, KNOWN].map(|name| disk.path(name)) {
        if left.exists() {
            remove_file(left)?;
        }
    }
    Ok(())
}

/// What could not be finished only takes room.
fn tidy(disk: &Disk) {
    if is_in(disk.dir()) {
        return;
    }
    if let Err(error) = remove_left_over(disk) {
        tracing::warn!(%error, "What was written of a backup could not be removed");
    }
}

/// Whether a store is in this directory that only has to take its place.
pub(super) fn is_in(dir: &Path) -> bool {
    dir.join(WHOLE).exists() && !scrubbing::is_in(dir)
}

/// Where the store and the answer record are that the next opening opens.
pub(super) fn in_use(disk: &Disk) -> (PathBuf, PathBuf) {
    let (record, fresh) = (disk.path(answers::NAME), disk.path(RECORD));
    if !is_in(disk.dir()) {
        return (disk.path(scrubbing::place_in_use(disk)), record);
    }
    (disk.path(WHOLE), if fresh.exists() { fresh } else { record })
}

/// The newest backup that is known, if it knows of more than `next_seq`.
pub(super) fn newest(disk: &Disk, next_seq: u64) -> Option<Backup> {
    let known = backup::known(disk.dir());
    let found = known.into_iter().find_map(|dir| match Backup::open(&dir) {
        Ok(backup) => Some(backup),
        Err(error) => {
            tracing::warn!(%error, "A backup that was made can't be used");
            None
        }
    });
    found.filter(|backup| next_seq < backup.manifest().next_seq)
}

/// Prepares a store of the newest backup that can be used. It takes its place once the damaged one
/// was moved aside.
pub(super) fn prepare_newest(disk: &Disk, keys: Keys) -> Option<Rebuilt> {
    for dir in backup::known(disk.dir()) {
        let prepared = Backup::open(&dir).and_then(|backup| {
            backup.verify()?;
            write(disk, keys, &backup, &mut |_| ())?;
            name_whole(disk).map_err(|error| disk.error(&error))?;
            Ok(backup)
        });
        match prepared {
            Ok(backup) => {
                let manifest = backup.manifest().clone();
                return Some(Rebuilt { from: dir, manifest });
            }
            Err(error) => tracing::warn!(%error, "A backup that was made can't be used"),
        }
    }
    None
}
