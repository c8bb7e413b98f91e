//! Writing everything anew without what is to be taken out. The engine only ever appends, and what
//! it overwrote stays in its file for a long time: only a fresh file is free of it.
//!
//! It goes in steps, and between them others write. Their rows go to the store in use as always, and
//! to the fresh one before that takes its place.

use std::{
    collections::BTreeSet,
    fs::{File, create_dir_all, metadata, read_dir, remove_dir_all, remove_file, rename},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{
        PoisonError,
        atomic::Ordering,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use amends_core::{ids::CustomerId, venue::Venue};
use jiff::Timestamp;

use super::{Engine, SledStore, Writer, guard};
use crate::{
    answers::{AnswerRecord, Rewriting},
    crash,
    disk::{self, Disk, Purpose, sync_dir},
    keys::{Keys, Kind},
    port::{DeadLetter, Erasure, JournalEntry, LinkRow, ReceiptRow, Result, Room, StoreError},
    record::{self, StoredInteraction, StoredLetter},
    scrub::Scrub,
    sled_store::{
        reader::Reader,
        tree::{Failure, Row, Tree, Writes},
    },
};

/// The other place of the store: where it is written anew, and where it stays until it is opened the
/// next time. Its files can't move while they are open.
const OTHER: &str = "store.other";
/// As long as this is there, the store in use is in the other place.
const MARK: &str = "store.is_other";
/// The room that files take is counted in blocks of so many bytes.
const BLOCK: u64 = 512;
/// So many rows are copied in a step.
const AT_ONCE: usize = 128;
/// So many steps are made durable together, so that little is left for the last one.
const SYNCED_AT_ONCE: usize = 32;
/// So many bytes of the answer record are.
const BYTES_AT_ONCE: u64 = 256 << 10;
/// So long a step waits for the old store to be gone.
const SWEEP_WAIT: Duration = Duration::from_millis(10);
/// So often rows that were written meanwhile are copied in steps of their own; what is left then is
/// copied with the last step.
const CATCH_UPS: usize = 64;

/// Everything, as it is being written anew.
#[derive(Debug)]
pub(super) struct Rewrite {
    fresh: Tree,
    record: Rewriting,
    scrub: Scrub,
    names: Vec<String>,
    /// Where copying goes on; nothing: every row was copied.
    next: Option<Vec<u8>>,
    /// Rows that were written after they had been copied.
    changed: BTreeSet<Vec<u8>>,
    catch_ups: usize,
    copies: usize,
}

/// How far it is.
#[derive(Debug, Default)]
pub(super) enum Scrubbing {
    /// Nothing is written anew.
    #[default]
    Idle,
    /// It is being written.
    Writing(Box<Rewrite>),
    /// The new store has taken its place; the old one is going.
    Sweeping(Sweep),
}

/// The old store, as it goes: closing and deleting it takes a while, and nobody waits for that.
#[derive(Debug)]
pub(super) struct Sweep {
    thread: Option<JoinHandle<()>>,
    gone: Receiver<io::Result<()>>,
}

impl Sweep {
    fn begin(old: Tree, path: PathBuf) -> io::Result<Self> {
        let (sender, gone) = mpsc::channel();
        let sweeps = move || {
            drop(old);
            crash::point(crash::SCRUB_BEFORE_SWEEP);
            // Nobody may wait any more.
            drop(sender.send(remove(&path)));
        };
        let thread = thread::Builder::new().name("store-sweep".to_owned()).spawn(sweeps)?;
        Ok(Self { thread: Some(thread), gone })
    }
}

impl Drop for Sweep {
    fn drop(&mut self) {
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("An old store was closed badly");
        }
    }
}

impl Scrubbing {
    /// Takes note of rows that were written.
    pub(super) fn note(&mut self, writes: &Writes) {
        let Self::Writing(rewrite) = self else { return };
        let next = rewrite.next.clone();
        // What was not copied yet is copied as it is by then.
        let is_copied = |key: &&Vec<u8>| next.as_ref().is_none_or(|next| *key < next);
        rewrite.changed.extend(writes.keys().filter(is_copied).cloned());
    }
}

impl SledStore {
    /// Takes a step. Whether it was the last one.
    pub(super) fn write_anew(
        &self,
        words_before: Timestamp,
        unfinished: &BTreeSet<CustomerId>,
    ) -> Result<bool> {
        let mut writer = self.writer();
        self.repair(&mut writer)?;
        let stepped = self.step(&mut writer, words_before, unfinished);
        if stepped.is_err() {
            writer.scrubbing = Scrubbing::Idle;
        }
        // Once it began to take its place, whoever opens it again finds out how far that came.
        if stepped.is_err() && !self.suspect.load(Ordering::Acquire) {
            // What is half written only takes room. What was there is still in use.
            let removed = remove(&self.disk.path(place_to_write(&self.disk)))
                .and_then(|()| AnswerRecord::drop_rewriting(self.disk.dir()));
            if let Err(error) = removed {
                tracing::warn!(%error, "A store that is not complete could not be removed");
            }
        }
        stepped
    }

    fn step(
        &self,
        writer: &mut Writer,
        words_before: Timestamp,
        unfinished: &BTreeSet<CustomerId>,
    ) -> Result<bool> {
        match std::mem::take(&mut writer.scrubbing) {
            Scrubbing::Idle => {
                let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
                let reader = Reader { keys: self.keys, tree: engine.tree()?, disk: &self.disk };
                let scrub = Scrub::new(reader.erasures()?, words_before, unfinished);
                let rewrite = Rewrite::begin(&reader, scrub, self.cache_capacity)?;
                writer.scrubbing = Scrubbing::Writing(Box::new(rewrite));
                Ok(false)
            }
            Scrubbing::Writing(mut rewrite) => {
                self.disk.make_room(0, Purpose::Intake)?;
                let is_ready = {
                    let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
                    let reader = Reader { keys: self.keys, tree: engine.tree()?, disk: &self.disk };
                    rewrite.go_on(&reader, &writer.record)?
                };
                if is_ready {
                    self.take_place(writer, *rewrite)?;
                } else {
                    writer.scrubbing = Scrubbing::Writing(rewrite);
                }
                Ok(false)
            }
            Scrubbing::Sweeping(sweep) => match sweep.gone.recv_timeout(SWEEP_WAIT) {
                Ok(gone) => {
                    gone.map_err(|error| self.disk.error(&error))?;
                    tell_of_others(&self.disk);
                    Ok(true)
                }
                Err(RecvTimeoutError::Timeout) => {
                    writer.scrubbing = Scrubbing::Sweeping(sweep);
                    Ok(false)
                }
                Err(RecvTimeoutError::Disconnected) => {
                    Err(StoreError::Backend("an old store was closed badly".to_owned()))
                }
            },
        }
    }

    /// What was written anew takes the place of what is in use. Nothing else is served meanwhile.
    fn take_place(&self, writer: &mut Writer, mut rewrite: Rewrite) -> Result<()> {
        let io = |error: io::Error| self.disk.error(&error);
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        let reader = Reader { keys: self.keys, tree: engine.tree()?, disk: &self.disk };
        rewrite.complete(&reader, &writer.record)?;
        let Rewrite { fresh, record, scrub, .. } = rewrite;
        // Should anything fail from here on, everything is opened again from what the disk has.
        self.suspect.store(true, Ordering::Release);
        writer.copies.lose();
        crash::point(crash::SCRUB_BEFORE_RECORD);
        // The record first: as long as the erasures stand in the store, this is done again.
        writer.record = record.take_place(self.disk.dir()).map_err(io)?;
        crash::point(crash::SCRUB_BEFORE_STORE);
        let old = place_in_use(&self.disk);
        exchange(&self.disk).map_err(io)?;
        crash::point(crash::SCRUB_AFTER_STORE);
        let Engine::Open(tree) = std::mem::replace(&mut *engine, Engine::Open(fresh)) else {
            unreachable!("it was read a moment ago");
        };
        self.suspect.store(false, Ordering::Release);
        tracing::info!(erased = scrub.erasures().len(), "The store was written anew");
        let sweep = Sweep::begin(tree, self.disk.path(old)).map_err(io)?;
        writer.scrubbing = Scrubbing::Sweeping(sweep);
        Ok(())
    }
}

impl Rewrite {
    fn begin(reader: &Reader<'_>, scrub: Scrub, cache_capacity: u64) -> Result<Self> {
        let io = |error: io::Error| reader.disk.error(&error);
        crash::point(crash::SCRUB_BEFORE_COPY);
        let dir = reader.disk.path(place_to_write(reader.disk));
        remove(&dir).map_err(io)?;
        // All of it is there twice for a while.
        let record = reader.disk.path(crate::answers::NAME);
        let in_use = reader.disk.path(place_in_use(reader.disk));
        let copy = size(&in_use).and_then(|store| Ok(store.saturating_add(size(&record)?)));
        reader.disk.has_room_beside(copy.map_err(io)?)?;
        create_dir_all(&dir).map_err(io)?;
        let fresh = Tree::open(&dir, cache_capacity);
        Ok(Self {
            fresh: fresh.map_err(|failure| guard::error(reader.disk, failure))?,
            record: AnswerRecord::rewriting(reader.disk.dir()).map_err(io)?,
            names: scrub.names(),
            scrub,
            next: Some(Vec::new()),
            changed: BTreeSet::new(),
            catch_ups: 0,
            copies: 0,
        })
    }

    /// Copies some more. Whether so little is left that it can be copied at once.
    fn go_on(&mut self, reader: &Reader<'_>, record: &AnswerRecord) -> Result<bool> {
        if let Some(next) = self.next.take() {
            crash::point(crash::SCRUB_BETWEEN_ROWS);
            let rows = reader.tree.scan_from(next, AT_ONCE);
            let rows = rows.map_err(|failure| guard::error(reader.disk, failure))?;
            self.next = rows.last().map(|(last, _)| [last.as_slice(), &[0]].concat());
            self.copy(reader, rows)?;
            return Ok(false);
        }
        if !self.copy_record(record, BYTES_AT_ONCE).map_err(|error| reader.disk.error(&error))? {
            return Ok(false);
        }
        if self.changed.len() <= AT_ONCE || CATCH_UPS <= self.catch_ups {
            return Ok(true);
        }
        self.catch_ups += 1;
        self.catch_up(reader)?;
        Ok(false)
    }

    /// Copies the rest, and makes all of it durable.
    fn complete(&mut self, reader: &Reader<'_>, record: &AnswerRecord) -> Result<()> {
        let io = |error: io::Error| reader.disk.error(&error);
        let failed = |failure: Failure| guard::error(reader.disk, failure);
        self.catch_up(reader)?;
        self.copy_record(record, u64::MAX).map_err(io)?;
        self.record.sync().map_err(io)?;
        self.fresh.sync_blobs().map_err(io)?;
        self.fresh.flush().map_err(failed)?;
        self.fresh.sync_log().map_err(io)
    }

    fn copy_record(&mut self, record: &AnswerRecord, most: u64) -> io::Result<bool> {
        let Self { scrub, names, .. } = self;
        self.record.go_on(record, most, |line| scrub.line(line), names)
    }

    /// Copies what was written after it had been copied.
    fn catch_up(&mut self, reader: &Reader<'_>) -> Result<()> {
        let failed = |failure: Failure| guard::error(reader.disk, failure);
        let (mut rows, mut gone) = (Vec::new(), Writes::new());
        for key in std::mem::take(&mut self.changed) {
            match reader.raw(&key)? {
                Some(value) => rows.push((key, value)),
                None => drop(gone.insert(key, None)),
            }
        }
        self.fresh.apply(&gone).map_err(failed)?;
        self.copy(reader, rows)
    }

    fn copy(&mut self, reader: &Reader<'_>, rows: Vec<Row>) -> Result<()> {
        let failed = |failure: Failure| guard::error(reader.disk, failure);
        let mut writes = Writes::new();
        for (key, value) in rows {
            let stays = row(reader.keys, &self.scrub, &key, value)?;
            writes.insert(key, stays);
        }
        self.fresh.apply(&writes).map_err(failed)?;
        self.copies += 1;
        if self.copies.is_multiple_of(SYNCED_AT_ONCE) {
            self.fresh.flush().map_err(failed)?;
            self.fresh.sync_log().map_err(|error| reader.disk.error(&error))?;
        }
        Tree::free_garbage(4);
        Ok(())
    }
}

/// Finishes what was begun before: the store in use comes back to its own place, and another one
/// goes.
pub(super) fn finish(disk: &Disk) -> io::Result<()> {
    let (store, other, mark) = (disk.path(guard::STORE), disk.path(OTHER), disk.path(MARK));
    if mark.exists() {
        if other.exists() {
            remove(&store)?;
            rename(&other, &store)?;
            sync_dir(disk.dir())?;
        }
        remove_file(&mark)?;
        sync_dir(disk.dir())?;
    }
    AnswerRecord::drop_rewriting(disk.dir())?;
    remove(&other)
}

/// Whether a store is in this directory.
pub(super) fn is_in(dir: &Path) -> bool {
    dir.join(guard::STORE).exists() || (dir.join(MARK).exists() && dir.join(OTHER).exists())
}

/// Where the store in use is.
pub(super) fn place_in_use(disk: &Disk) -> &'static str {
    if disk.path(MARK).exists() { OTHER } else { guard::STORE }
}

/// Where it is not.
fn place_to_write(disk: &Disk) -> &'static str {
    if disk.path(MARK).exists() { guard::STORE } else { OTHER }
}

/// How much room a store's directory takes and has.
pub(super) fn room(dir: &Path) -> io::Result<Room> {
    Ok(Room { used: size(dir)?, free: disk::room(dir)? })
}

/// How many bytes a file takes, or a directory with all that is in it; nothing there, none.
pub(super) fn size(path: &Path) -> io::Result<u64> {
    let meta = match metadata(path) {
        Ok(meta) => meta,
        // Files come and go while the store is in use.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    if !meta.is_dir() {
        // What was set aside and not written takes no room.
        return Ok(meta.blocks().saturating_mul(BLOCK));
    }
    let mut total: u64 = 0;
    for entry in read_dir(path)? {
        total = total.saturating_add(size(&entry?.path())?);
    }
    Ok(total)
}

/// The store in the other place is the one in use from here on.
fn exchange(disk: &Disk) -> io::Result<()> {
    let mark = disk.path(MARK);
    if mark.exists() {
        remove_file(mark)?;
    } else {
        File::create(mark)?;
    }
    sync_dir(disk.dir())
}

fn remove(dir: &Path) -> io::Result<()> {
    if !dir.exists() {
        return Ok(());
    }
    remove_dir_all(dir)?;
    dir.parent().map_or(Ok(()), sync_dir)
}

/// A row as it may stay, if it may.
fn row(keys: Keys, scrub: &Scrub, key: &[u8], value: Vec<u8>) -> Result<Option<Vec<u8>>> {
    let is = |kind| keys.is(key, kind);
    let of = |customer: CustomerId, value| Ok((!scrub.is_of(customer)).then_some(value));
    if is(Kind::Journal) {
        let entry: JournalEntry = record::decode("journal entry", &value)?;
        return Ok(Some(record::encode(&scrub.entry(entry))));
    }
    if is(Kind::Venue) {
        let mut venue: Venue = record::decode("venue", &value)?;
        return Ok(Some(if scrub.venue(&mut venue) { record::encode(&venue) } else { value }));
    }
    if is(Kind::DeadLetter) {
        let letter: StoredLetter = record::decode("dead letter", &value)?;
        return Ok(scrub.keeps(&DeadLetter::from(letter)).then_some(value));
    }
    if is(Kind::Identity) {
        return of(record::decode("identity", &value)?, value);
    }
    if is(Kind::Thread) {
        let case = record::decode("thread", &value)?;
        return Ok((!scrub.is_about(case)).then_some(value));
    }
    if is(Kind::Interaction) {
        let stored: StoredInteraction = record::decode("interaction", &value)?;
        return of(stored.customer, value);
    }
    if is(Kind::Receipt) {
        let receipt: ReceiptRow = record::decode("receipt", &value)?;
        return of(receipt.customer, value);
    }
    if is(Kind::Link) {
        let link: LinkRow = record::decode("link", &value)?;
        return of(link.customer, value);
    }
    if is(Kind::Erasure) {
        let erasure: Erasure = record::decode("erasure", &value)?;
        return Ok((!scrub.finishes(&erasure)).then_some(value));
    }
    Ok(Some(value))
}

/// Stores that were moved aside because they were damaged are not written anew.
fn tell_of_others(disk: &Disk) {
    let Ok(found) = read_dir(disk.dir()) else { return };
    for entry in found.flatten() {
        if entry.file_name().to_string_lossy().starts_with("store.damaged") {
            tracing::warn!(
                aside = %entry.path().display(),
                "A store that was moved aside still holds what was erased: delete it"
            );
        }
    }
}
