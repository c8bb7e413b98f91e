//! Writing everything anew without what is to be taken out. The engine only ever appends, and what
//! it overwrote stays in its file for a long time: only a fresh file is free of it.

use std::{
    fs::{create_dir_all, remove_dir_all, rename},
    io,
    sync::{PoisonError, atomic::Ordering},
};

use amends_core::{ids::CustomerId, venue::Venue};
use jiff::Timestamp;

use super::{Broken, Engine, SledStore, Writer, guard, recover};
use crate::{
    answers::AnswerRecord,
    disk::{Disk, sync_dir},
    keys::{Keys, Kind},
    port::{DeadLetter, JournalEntry, LinkRow, ReceiptRow, Result},
    record::{self, StoredInteraction, StoredLetter},
    scrub::Scrub,
    sled_store::{
        reader::Reader,
        tree::{Failure, Tree, Writes},
    },
};

/// The store that is being written; it is not complete.
const FRESH: &str = "store.fresh";
/// The store that is written and takes the place of the old one.
const NEW: &str = "store.new";
/// The store that has given its place up.
const OLD: &str = "store.old";
/// So many rows are copied at once.
const AT_ONCE: usize = 512;

impl SledStore {
    pub(super) fn write_anew(&self, words_before: Timestamp) -> Result<()> {
        let mut writer = self.writer();
        self.repair(&mut writer)?;
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        let tree = engine.tree()?;
        let reader = Reader { keys: self.keys, tree, disk: &self.disk };
        let erasures = reader.erasures()?;
        let scrub = Scrub::new(&erasures, words_before);
        // The record first: as long as the erasures stand in the store, this is done again.
        let change = |line| scrub.line(line);
        let rewritten = AnswerRecord::rewrite(self.disk.dir(), change, &scrub.names());
        let copied = rewritten
            .map_err(|error| Broken::Reopen(self.disk.error(&error)))
            .and_then(|()| copy(&self.disk, self.keys, tree, &scrub, self.cache_capacity));
        // What is in memory is of the old files, whatever happened.
        self.suspect.store(true, Ordering::Release);
        *engine = Engine::Closed;
        match copied {
            Ok(()) => (),
            Err(Broken::Reopen(error)) => return Err(error),
            Err(Broken::Fence(error)) => return Err(self.disk.error(&error)),
        }
        let recovered = recover::open(&self.disk, self.keys, self.cache_capacity)?;
        *writer = Writer { record: recovered.record, waiting: recovered.waiting };
        *engine = Engine::Open(recovered.tree);
        self.suspect.store(false, Ordering::Release);
        tracing::info!(erased = erasures.len(), "The store was written anew");
        tell_of_others(&self.disk);
        Ok(())
    }
}

/// Finishes what an earlier process began: a store that is complete takes its place, one that is not
/// goes.
pub(super) fn finish(disk: &Disk) -> io::Result<()> {
    let (store, fresh) = (disk.path(guard::STORE), disk.path(FRESH));
    let (new, old) = (disk.path(NEW), disk.path(OLD));
    if fresh.exists() {
        remove_dir_all(&fresh)?;
    }
    if new.exists() {
        if store.exists() {
            if old.exists() {
                remove_dir_all(&old)?;
            }
            rename(&store, &old)?;
        }
        rename(&new, &store)?;
        sync_dir(disk.dir())?;
    }
    if old.exists() && store.exists() {
        remove_dir_all(&old)?;
        sync_dir(disk.dir())?;
    }
    Ok(())
}

/// Copies what may stay into a store of its own, and makes it ready to take its place.
fn copy(
    disk: &Disk,
    keys: Keys,
    from: &Tree,
    scrub: &Scrub<'_>,
    cache_capacity: u64,
) -> Result<(), Broken> {
    let failed = |failure: Failure| Broken::Reopen(guard::error(disk, failure));
    let io = |error: io::Error| Broken::Reopen(disk.error(&error));
    finish(disk).map_err(io)?;
    create_dir_all(disk.path(FRESH)).map_err(io)?;
    let fresh = Tree::open(&disk.path(FRESH), cache_capacity).map_err(failed)?;
    let mut start = Vec::new();
    loop {
        let rows = from.scan_from(start.clone(), AT_ONCE).map_err(failed)?;
        let Some((last, _)) = rows.last() else { break };
        start.clone_from(last);
        start.push(0);
        let mut writes = Writes::new();
        for (key, value) in rows {
            if let Some(value) = row(keys, scrub, &key, value).map_err(Broken::Reopen)? {
                writes.insert(key, Some(value));
            }
        }
        fresh.apply(&writes).map_err(failed)?;
        fresh.flush().map_err(failed)?;
        Tree::free_garbage(16);
    }
    fresh.sync_blobs().map_err(io)?;
    fresh.flush().map_err(failed)?;
    fresh.sync_log().map_err(io)?;
    drop(fresh);
    rename(disk.path(FRESH), disk.path(NEW)).and_then(|()| sync_dir(disk.dir())).map_err(io)
}

/// A row as it may stay, if it may.
fn row(keys: Keys, scrub: &Scrub<'_>, key: &[u8], value: Vec<u8>) -> Result<Option<Vec<u8>>> {
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
    Ok((!is(Kind::Erasure)).then_some(value))
}

/// Stores that were moved aside because they were damaged are not written anew.
fn tell_of_others(disk: &Disk) {
    let Ok(found) = std::fs::read_dir(disk.dir()) else { return };
    for entry in found.flatten() {
        if entry.file_name().to_string_lossy().starts_with("store.damaged") {
            tracing::warn!(
                aside = %entry.path().display(),
                "A store that was moved aside still holds what was erased: delete it"
            );
        }
    }
}
