//! The engine: the only file that knows sled.
//!
//! sled 0.34.7 acknowledges a flush before its log is on the disk, keeps values above an eighth of
//! a megabyte in files that it never syncs, and may wait for ever for a write that failed. What is
//! done about each stands beside it.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{File, OpenOptions, metadata, read_dir},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

use crate::{
    disk::{is_full, sync_dir, sync_file},
    sled_store::guard::{LOCK_TRIES, LOCK_WAIT},
};

/// How often it is looked whether the engine waits for a write that failed.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Rows to write: a value, or nothing to remove the row.
pub(crate) type Writes = std::collections::BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A row that was read.
pub(crate) type Row = (Vec<u8>, Vec<u8>);

/// What failed in the engine.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Another process, or a handle of this one, holds the file.
    Locked(PathBuf),
    /// The disk is full.
    Full,
    /// What is on the disk can't be understood.
    Damaged(String),
    /// A later release of the engine wrote it.
    Newer(String),
    /// Anything else.
    Other(String),
}

impl From<sled::Error> for Failure {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) if is_full(&error) => Self::Full,
            // A file that its log tells of is not there, or ends too early; or something else lies
            // in its place.
            sled::Error::Io(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound
                        | io::ErrorKind::UnexpectedEof
                        | io::ErrorKind::InvalidData
                        | io::ErrorKind::InvalidInput
                        | io::ErrorKind::NotADirectory
                        | io::ErrorKind::IsADirectory
                ) =>
            {
                Self::Damaged(error.to_string())
            }
            sled::Error::Corruption { .. } | sled::Error::ReportableBug(_) => {
                Self::Damaged(error.to_string())
            }
            // Settings that this release never wrote: of a later one, or damaged.
            sled::Error::Unsupported(what) if what.contains("pagecache version") => {
                Self::Newer(what)
            }
            sled::Error::Unsupported(what) => Self::Damaged(what),
            sled::Error::CollectionNotFound(_) | sled::Error::Io(_) => {
                Self::Other(error.to_string())
            }
        }
    }
}

/// One open tree.
#[derive(Debug)]
pub(crate) struct Tree {
    db: Option<sled::Db>,
    log: File,
    blobs: Mutex<Blobs>,
    watch: Option<(Sender<()>, JoinHandle<()>)>,
}

/// Values that the engine keeps in files of their own.
#[derive(Debug)]
struct Blobs {
    dir: PathBuf,
    /// Files that are on the disk.
    synced: BTreeSet<OsString>,
    /// The time of the directory at which it held nothing else, if that time is past.
    settled: Option<SystemTime>,
}

impl Tree {
    /// Opens the tree in this directory, once, and makes sure that all of what was read is on disk.
    pub(crate) fn open(dir: &Path, cache_capacity: u64) -> Result<Self, Failure> {
        let db = open_unlocked(dir, cache_capacity)?;
        let watch = watch(&db);
        let opened = || -> io::Result<Self> {
            let blobs = dir.join("blobs");
            sync_dir(&blobs)?;
            let log = OpenOptions::new().read(true).write(true).open(dir.join("db"))?;
            // The engine never syncs its settings or the directories that name its files.
            log.sync_all()?;
            sync_file(&dir.join("conf"))?;
            let tree = Self {
                db: Some(db),
                log,
                blobs: Mutex::new(Blobs { dir: blobs, synced: BTreeSet::new(), settled: None }),
                watch: Some(watch?),
            };
            tree.sync_blobs()?;
            sync_dir(dir)?;
            Ok(tree)
        };
        opened().map_err(|error| sled::Error::Io(error).into())
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.db().get(key)?.map(|value| value.to_vec()))
    }

    /// Rows from `start` to before `end`, in order, at most `limit`.
    pub(crate) fn scan(
        &self,
        start: Vec<u8>,
        end: Vec<u8>,
        limit: usize,
    ) -> Result<Vec<Row>, Failure> {
        if end <= start {
            return Ok(Vec::new());
        }
        let mut rows = Vec::new();
        for row in self.db().range(start..end).take(limit) {
            let (key, value) = row?;
            rows.push((key.to_vec(), value.to_vec()));
        }
        Ok(rows)
    }

    /// Rows from `start` on, in order, at most `limit`.
    pub(crate) fn scan_from(&self, start: Vec<u8>, limit: usize) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        for row in self.db().range(start..).take(limit) {
            let (key, value) = row?;
            rows.push((key.to_vec(), value.to_vec()));
        }
        Ok(rows)
    }

    /// The last key from `start` to before `end`.
    pub(crate) fn last_key(
        &self,
        start: Vec<u8>,
        end: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let last = self.db().range(start..end).next_back().transpose()?;
        Ok(last.map(|(key, _)| key.to_vec()))
    }

    /// Applies all writes, or none, in memory. Nothing is durable yet.
    pub(crate) fn apply(&self, writes: &Writes) -> Result<(), Failure> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes {
            match value {
                Some(value) => batch.insert(key.as_slice(), value.as_slice()),
                None => batch.remove(key.as_slice()),
            }
        }
        Ok(self.db().apply_batch(batch)?)
    }

    /// Syncs values that the engine put into files of their own. It does so itself for none, and a
    /// power cut would leave its log pointing at nothing.
    pub(crate) fn sync_blobs(&self) -> io::Result<()> {
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = metadata(&blobs.dir)?.modified()?;
        if blobs.settled == Some(changed) {
            return Ok(());
        }
        let mut present = BTreeSet::new();
        for entry in read_dir(&blobs.dir)? {
            present.insert(entry?.file_name());
        }
        let mut fresh = present.difference(&blobs.synced).peekable();
        if fresh.peek().is_some() {
            for name in fresh {
                sync_file(&blobs.dir.join(name))?;
            }
            sync_dir(&blobs.dir)?;
        }
        blobs.synced = present;
        // Times of files are coarse. The last write of the log tells how late it is at least: only
        // a change of the directory before that differs from every change to come.
        let passed = self.log.metadata()?.modified()?;
        blobs.settled = (changed < passed).then_some(changed);
        Ok(())
    }

    /// Has the engine write its buffers to its log.
    pub(crate) fn flush(&self) -> Result<(), Failure> {
        self.db().flush()?;
        Ok(())
    }

    /// Makes the log durable. The engine's own flush leaves it in the system's memory.
    pub(crate) fn sync_log(&self) -> io::Result<()> {
        self.log.sync_data()
    }

    /// Frees the garbage of the engine's collector, which piles up when one thread writes.
    pub(crate) fn free_garbage(rounds: usize) {
        for _ in 0..rounds {
            crossbeam_epoch::pin().flush();
        }
    }

    fn db(&self) -> &sled::Db {
        self.db.as_ref().expect("it is only taken when the tree is dropped")
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if let Some(db) = self.db.take() {
            if let Err(error) = db.flush() {
                tracing::warn!(%error, "The store was closed with something unwritten");
            }
            drop(db);
        }
        if let Some((stop, watcher)) = self.watch.take() {
            drop(stop);
            if watcher.join().is_err() {
                tracing::warn!("The store's engine stopped badly");
            }
        }
        Self::free_garbage(8);
    }
}

fn open_unlocked(dir: &Path, cache_capacity: u64) -> Result<sled::Db, Failure> {
    let mut tries = 1;
    loop {
        // The engine asserts where it should complain: what is on disk must not end the process.
        let config =
            sled::Config::new().path(dir).cache_capacity(cache_capacity).flush_every_ms(None);
        let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
        match opened {
            Err(_) => return Err(panicked()),
            Ok(Ok(db)) => return Ok(db),
            Ok(Err(error)) if !is_locked(&error) => return Err(error.into()),
            // The engine lets go of its file a little after it was dropped.
            Ok(Err(_)) if tries < LOCK_TRIES => {
                tries += 1;
                Tree::free_garbage(8);
                thread::sleep(LOCK_WAIT);
            }
            Ok(Err(_)) => return Err(Failure::Locked(dir.join("db"))),
        }
    }
}

/// The engine asserts where it should complain.
pub(crate) fn panicked() -> Failure {
    Failure::Damaged("the engine panicked".to_owned())
}

fn is_locked(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(error) if error.to_string().contains("could not acquire lock"))
}

/// Wakes whoever waits in the engine after a write failed: the thread that failed sets the error
/// down without telling.
fn watch(db: &sled::Db) -> io::Result<(Sender<()>, JoinHandle<()>)> {
    let context = db.context.clone();
    let (stop, stopped) = mpsc::channel::<()>();
    let watcher = thread::Builder::new().name("store-watch".to_owned()).spawn(move || {
        while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
            if context.global_error().is_err() {
                // With an error set it does nothing but wake the others, and returns the error.
                if context.pagecache.log.make_stable(sled::Lsn::MAX).is_ok() {
                    return;
                }
            }
        }
    })?;
    Ok((stop, watcher))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> BTreeSet<OsString> {
        read_dir(dir.join("blobs")).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn every_large_value_is_synced() {
        let dir = tempfile::tempdir().unwrap();
        let tree = Tree::open(dir.path(), 1 << 20).unwrap();
        let mut most = 0;
        for round in 0..60_u8 {
            // Small ones between let the directory settle, so that looking away is tried too.
            let size = if round % 3 == 0 { 200_000 } else { 10 };
            let writes = Writes::from([(vec![round % 7], Some(vec![round; size]))]);
            tree.apply(&writes).unwrap();
            tree.sync_blobs().unwrap();
            let found = names(dir.path());
            most = most.max(found.len());
            assert_eq!(tree.blobs.lock().unwrap().synced, found, "round {round}");
            tree.flush().unwrap();
            tree.sync_log().unwrap();
        }
        assert!(0 < most, "the values were not large enough");
    }

    /// Whoever alters a row of the audit trail behind our back is found out.
    #[test]
    fn an_altered_row_of_the_audit_trail_is_found() {
        use amends_core::{
            admin::Change,
            ids::WorkspaceId,
            place::{Address, Platform},
        };

        use crate::{
            SledStore, Store,
            audit::{AuditCheck, AuditVerdict},
            port::Commit,
            sled_store::Options,
        };

        let dir = tempfile::tempdir().unwrap();
        let options = || Options { reserve: 1 << 20, ..Options::default() };
        let open = || SledStore::open(dir.path(), WorkspaceId::FIRST, options()).unwrap().store;
        let change = |nr: u32| Change {
            nr,
            at: jiff::Timestamp::UNIX_EPOCH,
            by: Some(Address::new(Platform::Telegram, "53")),
            what: "zone".to_owned(),
            from: "UTC".to_owned(),
            to: format!("Zone/{nr}"),
            undo: None,
        };
        let store = open();
        let audit = (1..=3).map(change).collect();
        let now = jiff::Timestamp::UNIX_EPOCH;
        store.commit(&[Commit { audit, ..Commit::default() }], now).unwrap();
        drop(store);

        let tree = Tree::open(&dir.path().join("store"), 1 << 20).unwrap();
        let rows = tree.scan_from(Vec::new(), 99).unwrap().into_iter();
        let altered = rows.filter_map(|(key, value)| {
            let text = String::from_utf8(value).ok()?;
            text.contains("Zone/2")
                .then(|| (key, Some(text.replace("Zone/2", "Zone/9").into_bytes())))
        });
        let writes: Writes = altered.collect();
        assert_eq!(writes.len(), 1);
        tree.apply(&writes).unwrap();
        tree.flush().unwrap();
        drop(tree);

        let store = open();
        let mut check = AuditCheck::default();
        for entry in store.audit(0, 99).unwrap() {
            check.next(&entry);
        }
        let verdict = check.verdict(Some(&store.audit_head().unwrap()));
        assert_eq!(verdict, AuditVerdict::Broken { first: 2 });
    }
}
