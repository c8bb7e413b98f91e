//! The default store: one tree of sled, the answer record beside it, and a guard around both.
//!
//! A write is one atomic batch, then synced large values, then the engine's flush, then a sync of
//! the engine's log, then the answer record, and only then `Ok`. After a write that failed nothing
//! in memory is believed any more: the next call opens everything again from what the disk has
//! confirmed. What failed may be on the disk all the same, whole; so a caller reads its state again
//! after an error.

mod backing_up;
mod checking;
mod comparing;
mod distrust;
mod guard;
mod plan;
mod reader;
mod recover;
mod restoring;
mod scrubbing;
mod settings;
mod tree;
mod writing;

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use amends_core::{
    customer::Customer,
    ids::{CaseNumber, CustomerId, EffectKey, ItemNumber, SurveyId, WorkspaceId},
    interaction::InteractionId,
    place::Place,
    policy::Workspace,
    venue::Venue,
};
use jiff::Timestamp;

pub use self::{
    checking::{Checked, Problem},
    restoring::{Present, Rebuilt, Restored},
};
use crate::{
    answers::{AnswerRecord, Line},
    audit::{AuditEntry, AuditHead},
    backup::{self, Copying},
    crash::{self, Points},
    disk::{Disk, Faults, Purpose},
    keys::{Keys, Kind},
    port::{
        ArrivalId, Commit, Counters, DeadLetter, Erasure, Identity, InboxRow, JournalEntry,
        LinkRow, OutboxRow, ReceiptRow, Result, Room, Store, StoreError,
    },
    record,
    sled_store::{
        backing_up::Copies,
        distrust::fenced,
        plan::{Plan, Waiting},
        reader::Reader,
        scrubbing::Scrubbing,
        tree::Tree,
        writing::persist,
    },
};

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of memory that the engine may fill with what it has read.
    pub cache_capacity: u64,
    /// Bytes of disk held in reserve, so that a full disk does not stop what was taken in already.
    pub reserve: u64,
    /// How many bytes of the answer record a start may have to compare with the store, about.
    pub compare: u64,
    /// A disk that fails on purpose, for tests.
    pub faults: Option<Arc<dyn Faults>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_capacity: 64 << 20, reserve: 16 << 20, compare: 1 << 20, faults: None }
    }
}

/// An open store, and what was found when it was opened.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: SledStore,
    /// Lines of the answer record that the store did not have: taken over into its journal where
    /// their place in it was free.
    pub recovered: Vec<Line>,
    /// Numbers of lines in the answer record that can't be read.
    pub damaged_lines: Vec<u64>,
    /// The engine's snapshot was damaged and was rebuilt from its log.
    pub snapshot_rebuilt: bool,
    /// The store could not be read at all: where it was moved to. What is left is `rebuilt` and
    /// `recovered`.
    pub moved_aside: Option<PathBuf>,
    /// The backup that was taken in its place.
    pub rebuilt: Option<Rebuilt>,
}

/// The store on one machine's disk.
#[derive(Debug)]
pub struct SledStore {
    keys: Keys,
    disk: Disk,
    cache_capacity: u64,
    compare: u64,
    /// Something failed: what is in memory is not what the disk has.
    suspect: AtomicBool,
    writer: Mutex<Writer>,
    engine: RwLock<Engine>,
    /// Released last.
    _lock: File,
}

/// What only a writer needs.
#[derive(Debug)]
struct Writer {
    record: AnswerRecord,
    waiting: Waiting,
    scrubbing: Scrubbing,
    copies: Copies,
}

impl Writer {
    fn new(record: AnswerRecord, waiting: Waiting) -> Self {
        Self { record, waiting, scrubbing: Scrubbing::default(), copies: Copies::default() }
    }
}

#[derive(Debug)]
enum Engine {
    Open(Tree),
    /// It could not be opened again yet.
    Closed,
    /// The disk did not confirm a sync: only a new process may read what it has.
    Fenced(String),
}

impl SledStore {
    /// Opens the store in a directory, and repairs what can be repaired.
    pub fn open(dir: &Path, workspace: WorkspaceId, options: Options) -> Result<Opened> {
        let lock = guard::lock(dir)?;
        let disk = Disk::new(dir, options.reserve, options.faults);
        let keys = Keys(workspace);
        let recovered = recover::open(&disk, keys, options.cache_capacity)?;
        disk.take_reserve();
        crash::point(crash::OPEN_BEFORE_OK);
        let store = Self {
            keys,
            disk,
            cache_capacity: options.cache_capacity,
            compare: options.compare,
            suspect: AtomicBool::new(false),
            writer: Mutex::new(Writer::new(recovered.record, recovered.waiting)),
            engine: RwLock::new(Engine::Open(recovered.tree)),
            _lock: lock,
        };
        Ok(Opened {
            store,
            recovered: recovered.missing,
            damaged_lines: recovered.damaged_lines,
            snapshot_rebuilt: recovered.snapshot_rebuilt,
            moved_aside: recovered.moved_aside,
            rebuilt: recovered.rebuilt,
        })
    }

    /// Whether there is a store in a directory.
    pub fn is_in(dir: &Path) -> bool {
        scrubbing::is_in(dir) || restoring::is_in(dir)
    }

    fn read<T>(&self, read: impl FnOnce(Reader<'_>) -> Result<T>) -> Result<T> {
        if self.suspect.load(Ordering::Acquire) {
            self.repair(&mut self.writer())?;
        }
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let read = read(Reader { keys: self.keys, tree: engine.tree()?, disk: &self.disk });
        if matches!(read, Err(StoreError::Damaged { kind: "page", .. })) {
            comparing::doubt(&self.disk);
        }
        read
    }

    fn write<T>(
        &self,
        purpose: Purpose,
        points: &Points,
        plan: impl FnOnce(&mut Plan<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut writer = self.writer();
        self.repair(&mut writer)?;
        let result = {
            let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
            let tree = engine.tree()?;
            let reader = Reader { keys: self.keys, tree, disk: &self.disk };
            let Writer { record, waiting, scrubbing, copies } = &mut *writer;
            let mut planned = Plan::new(self.keys, &reader, waiting);
            let value = plan(&mut planned)?;
            if planned.writes.is_empty() {
                return Ok(value);
            }
            let known = record.grown(self.compare);
            if let Some(mark) = &known {
                comparing::keep(&mut planned, mark);
            }
            let size = planned.size();
            self.disk.make_room(size, purpose)?;
            let Plan { writes, lines, done, .. } = planned;
            persist(tree, &self.disk, record, &writes, &lines, points).map(|()| {
                waiting.settle(done);
                if let Some(mark) = &known {
                    record.told(mark);
                }
                scrubbing.note(&writes);
                copies.note(&writes);
                self.disk.wrote(size);
                value
            })
        };
        result.map_err(|broken| self.distrust(broken))
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    fn tree(&self) -> Result<&Tree> {
        match self {
            Self::Open(tree) => Ok(tree),
            Self::Closed => Err(StoreError::Backend("it could not be opened again".to_owned())),
            Self::Fenced(reason) => Err(fenced(reason)),
        }
    }
}

impl Store for SledStore {
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        self.read(|reader| reader.customer(id))
    }

    fn workspace(&self) -> Result<Option<Workspace>> {
        self.read(|reader| reader.value("workspace", &self.keys.all(Kind::Workspace)))
    }

    fn venue(&self, place: &Place) -> Result<Option<Venue>> {
        self.read(|reader| reader.value("venue", &self.keys.venue(place)))
    }

    fn customer_of(&self, identity: &Identity) -> Result<Option<CustomerId>> {
        self.read(|reader| reader.value("identity", &self.keys.identity(identity)))
    }

    fn customer_of_survey(&self, survey: SurveyId) -> Result<Option<CustomerId>> {
        self.read(|reader| reader.value("survey", &self.keys.survey(survey)))
    }

    fn customer_of_case(&self, case: CaseNumber) -> Result<Option<CustomerId>> {
        self.read(|reader| reader.value("case", &self.keys.case(case)))
    }

    fn customer_of_interaction(&self, id: &InteractionId) -> Result<Option<(CustomerId, u64)>> {
        self.read(|reader| reader.interaction(id))
    }

    fn case_of_thread(&self, thread: &Place) -> Result<Option<CaseNumber>> {
        self.read(|reader| reader.value("thread", &self.keys.thread(thread)))
    }

    fn receipt(&self, token: &str) -> Result<Option<ReceiptRow>> {
        self.read(|reader| reader.value("receipt", &self.keys.receipt(token)))
    }

    fn link(&self, code: &str) -> Result<Option<LinkRow>> {
        self.read(|reader| reader.value("link", &self.keys.link(code)))
    }

    fn open_cases(&self, after: CaseNumber, limit: usize) -> Result<Vec<(CaseNumber, CustomerId)>> {
        self.read(|reader| reader.open_cases(after, limit))
    }

    fn items(&self, after: ItemNumber, limit: usize) -> Result<Vec<(ItemNumber, CustomerId)>> {
        self.read(|reader| reader.items(after, limit))
    }

    fn counters(&self) -> Result<Counters> {
        self.read(|reader| reader.counters())
    }

    fn takes_in(&self) -> Result<()> {
        self.repair(&mut self.writer())?;
        self.disk.make_room(0, Purpose::Intake)
    }

    fn room(&self) -> Result<Option<Room>> {
        scrubbing::room(self.disk.dir()).map(Some).map_err(|error| self.disk.error(&error))
    }

    fn receive(&self, arrivals: &[(ArrivalId, Vec<u8>)], at: Timestamp) -> Result<usize> {
        self.write(Purpose::Intake, &crash::RECEIVE, |plan| {
            let mut new = 0;
            for (id, body) in arrivals {
                new += usize::from(plan.arrival(id, body, at)?);
            }
            Ok(new)
        })
    }

    fn is_repeat(&self, id: &ArrivalId, at: Timestamp) -> Result<bool> {
        let mut writer = self.writer();
        self.repair(&mut writer)?;
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let reader = Reader { keys: self.keys, tree: engine.tree()?, disk: &self.disk };
        writer.waiting.is_repeat(&reader, id, at)
    }

    fn inbox(&self, after: u64, limit: usize) -> Result<Vec<InboxRow>> {
        self.read(|reader| reader.inbox(after, limit))
    }

    fn inbox_failed(&self, seq: u64) -> Result<()> {
        self.write(Purpose::Work, &crash::FAILED, |plan| plan.inbox_failed(seq))
    }

    fn outbox(&self, after: Option<EffectKey>, limit: usize) -> Result<Vec<OutboxRow>> {
        self.read(|reader| reader.outbox(after, limit))
    }

    fn outbox_update(&self, rows: &[OutboxRow]) -> Result<Vec<EffectKey>> {
        self.write(Purpose::Work, &crash::OUTBOX, |plan| {
            let mut gone = Vec::new();
            for row in rows {
                if plan.outbox_update(row)? {
                    gone.push(row.key);
                }
            }
            Ok(gone)
        })
    }

    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<(Timestamp, CustomerId)>> {
        self.read(|reader| reader.due(now, limit))
    }

    fn next_due(&self) -> Result<Option<Timestamp>> {
        self.read(|reader| reader.next_due())
    }

    fn customers(
        &self,
        after: Option<CustomerId>,
        limit: usize,
    ) -> Result<Vec<(CustomerId, Option<Timestamp>)>> {
        self.read(|reader| reader.customers(after, limit))
    }

    fn commit(&self, group: &[Commit], at: Timestamp) -> Result<()> {
        self.write(Purpose::Work, &crash::COMMIT, |plan| {
            group.iter().try_for_each(|commit| plan.commit(commit, at))
        })
    }

    fn bury(&self, letter: &DeadLetter) -> Result<()> {
        self.write(Purpose::Work, &crash::BURY, |plan| {
            plan.bury(letter);
            Ok(())
        })
    }

    fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>> {
        self.read(|reader| reader.dead_letters(limit))
    }

    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>> {
        self.read(|reader| reader.journal(from, limit))
    }

    fn last_backup(&self) -> Option<Timestamp> {
        backup::newest(self.disk.dir())
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let key = self.keys.note(name);
        let bytes = self.read(|reader| reader.raw(&key))?;
        bytes.map(|bytes| record::decode_raw("note", &bytes)).transpose()
    }

    fn keep_all(&self, notes: &[(String, Vec<u8>)]) -> Result<()> {
        self.write(Purpose::Work, &crash::KEEP, |plan| {
            for (name, value) in notes {
                plan.keep(name, value);
            }
            Ok(())
        })
    }

    fn drop_notes(&self, beginning: &str, limit: usize) -> Result<usize> {
        let keys = self.read(|reader| reader.notes(beginning, limit))?;
        self.write(Purpose::Work, &crash::KEEP, |plan| {
            let dropped = keys.len();
            for key in keys {
                plan.remove(key);
            }
            Ok(dropped)
        })
    }

    fn tidy(&self, before: Timestamp) -> Result<usize> {
        /// So many at a time, so that others get their turn between.
        const AT_ONCE: usize = 1_000;
        let mut forgotten = 0;
        loop {
            let keys = self.read(|reader| reader.handled_before(before, AT_ONCE))?;
            let found = keys.len();
            self.write(Purpose::Work, &crash::TIDY, |plan| {
                for key in keys {
                    plan.remove(key);
                }
                Ok(())
            })?;
            forgotten += found;
            if found < AT_ONCE {
                return Ok(forgotten);
            }
        }
    }

    fn audit(&self, from: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        self.read(|reader| reader.audit(from, limit))
    }

    fn audit_head(&self) -> Result<AuditHead> {
        self.read(|reader| reader.audit_head())
    }

    fn erasures(&self) -> Result<Vec<Erasure>> {
        self.read(|reader| reader.erasures())
    }

    fn scrub_step(
        &self,
        words_before: Timestamp,
        unfinished: &BTreeSet<CustomerId>,
    ) -> Result<bool> {
        self.write_anew(words_before, unfinished)
    }

    fn backup_step(&self, copying: &mut Copying) -> Result<bool> {
        self.back_up(copying)
    }

    fn compare_step(&self, from: u64) -> Result<Option<u64>> {
        self.compare_on(from)
    }

    fn close(&self) -> Result<()> {
        let mut writer = self.writer();
        self.repair(&mut writer)?;
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let tree = engine.tree()?;
        tree.flush().map_err(|failure| guard::error(&self.disk, failure))?;
        tree.sync_log().map_err(|error| self.disk.error(&error))
    }
}
