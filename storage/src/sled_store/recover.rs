//! Opening: the guarded tree, compared with the answer record, made whole where it can be.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use amends_core::{fact::Fact, ids::CaseNumber};

use crate::{
    answers::{AnswerRecord, AppendError, Findings, Line, Mark},
    crash,
    disk::Disk,
    keys::Keys,
    port::{Commit, Counters, Erasure, JournalEntry, NewState, Result, StoreError, Subject},
    sled_store::{
        comparing,
        distrust::fenced,
        guard,
        plan::{Plan, Waiting},
        reader::Reader,
        restoring::{self, Rebuilt},
        tree::{self, Tree},
        writing::{Broken, persist},
    },
};

/// What a journal entry is called that was taken over from the answer record.
const RECOVERED: &str = "recovered";
/// So many entries are looked at or written at once.
const AT_ONCE: usize = 512;

/// Everything that an open store consists of, and what was found on the way.
#[derive(Debug)]
pub(crate) struct Recovered {
    pub(crate) tree: Tree,
    pub(crate) record: AnswerRecord,
    pub(crate) waiting: Waiting,
    /// Lines of the record that the store did not have.
    pub(crate) missing: Vec<Line>,
    pub(crate) damaged_lines: Vec<u64>,
    pub(crate) snapshot_rebuilt: bool,
    pub(crate) moved_aside: Option<PathBuf>,
    pub(crate) rebuilt: Option<Rebuilt>,
}

/// Opens everything. A store whose pages turn out to be unreadable while it is compared is moved
/// aside like one that does not open, and so is one that knows less than a backup that was made of it.
pub(crate) fn open(disk: &Disk, keys: Keys, cache_capacity: u64) -> Result<Recovered> {
    let guarded = guard::open(disk, keys, cache_capacity)?;
    let (snapshot_rebuilt, moved_aside) = (guarded.snapshots_aside, guarded.damaged);
    let (rebuilt, is_first) = (guarded.rebuilt, moved_aside.is_none());
    let trusts = is_first && !snapshot_rebuilt && !comparing::is_doubted(disk);
    match compare(disk, keys, guarded.tree, is_first, trusts) {
        Ok(recovered) => Ok(Recovered { snapshot_rebuilt, moved_aside, rebuilt, ..recovered }),
        Err(StoreError::Damaged { kind: "page", reason }) if is_first => {
            let (aside, rebuilt) = guard::replace(disk, keys, &reason)?;
            let fresh = guard::open(disk, keys, cache_capacity)?;
            let recovered = compare(disk, keys, fresh.tree, false, false)?;
            let moved_aside = Some(aside);
            Ok(Recovered { snapshot_rebuilt, moved_aside, rebuilt, ..recovered })
        }
        Err(error) => Err(error),
    }
}

fn compare(disk: &Disk, keys: Keys, tree: Tree, is_first: bool, trusts: bool) -> Result<Recovered> {
    crash::point(crash::OPEN_BEFORE_COMPARE);
    let comparing = || compare_with(disk, keys, &tree, is_first, trusts);
    let compared = catch_unwind(AssertUnwindSafe(comparing));
    let compared = compared.unwrap_or_else(|_| Err(guard::error(disk, tree::panicked())));
    let (record, waiting, missing, damaged_lines) = compared?;
    Ok(Recovered {
        tree,
        record,
        waiting,
        missing,
        damaged_lines,
        snapshot_rebuilt: false,
        moved_aside: None,
        rebuilt: None,
    })
}

/// What a store and its record turned out to be: the record, what waits, lines that the store lacked,
/// and lines that can't be read.
type Compared = (AnswerRecord, Waiting, Vec<Line>, Vec<u64>);

fn compare_with(
    disk: &Disk,
    keys: Keys,
    tree: &Tree,
    is_first: bool,
    trusts: bool,
) -> Result<Compared> {
    let reader = Reader { keys, tree, disk };
    // Before anything is written: a store of a later release stays as it is.
    let next_seq = reader.counters()?.next_seq;
    if is_first && let Some(backup) = restoring::newest(disk, next_seq) {
        let (had, has) = (backup.manifest().next_seq, next_seq);
        let reason = format!("it ends before entry {has}, and a backup of it before entry {had}");
        return Err(StoreError::Damaged { kind: "page", reason });
    }
    let waiting = Waiting::recover(&reader)?;
    let known = if trusts { comparing::known(&reader)? } else { None };
    let (mut record, findings, missing) = read_record(disk, &reader, known)?;
    tell(&findings, &missing);
    complete(disk, &reader, &mut record, &findings)?;
    take_over(disk, &reader, &waiting, &mut record, &missing)?;
    if !trusts {
        comparing::trust(disk)?;
    }
    Ok((record, waiting, missing, findings.damaged))
}

/// A failure while the record is read: of the disk, or of the store it is compared with.
pub(super) enum Unread {
    Disk(io::Error),
    Store(StoreError),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Finds lines that the journal does not have.
pub(super) struct Lacking<'a> {
    reader: Reader<'a>,
    /// The one that was looked at last: several lines may be of it.
    entry: Option<JournalEntry>,
    pub(super) lines: Vec<Line>,
}

impl<'a> Lacking<'a> {
    pub(super) fn new(reader: Reader<'a>) -> Self {
        Self { reader, entry: None, lines: Vec::new() }
    }

    pub(super) fn look_for(&mut self, line: &Line) -> Result<(), Unread> {
        if self.entry.as_ref().is_none_or(|entry| entry.seq != line.seq) {
            self.entry = self.reader.entry(line.seq).map_err(Unread::Store)?;
        }
        let is_it = |fact: &Fact| is_same(fact, &line.fact);
        if !self.entry.as_ref().is_some_and(|entry| entry.facts.iter().any(is_it)) {
            self.lines.push(line.clone());
        }
        Ok(())
    }
}

/// Reads the record from where it is known, and finds the lines that the journal does not have.
fn read_record(
    disk: &Disk,
    reader: &Reader<'_>,
    known: Option<Mark>,
) -> Result<(AnswerRecord, Findings, Vec<Line>)> {
    let mut lacking = Lacking::new(*reader);
    let read = AnswerRecord::open(disk.dir(), known, |line| lacking.look_for(line));
    let missing = lacking.lines;
    match read {
        Ok((record, findings)) => Ok((record, findings, missing)),
        Err(Unread::Disk(error)) => Err(disk.error(&error)),
        Err(Unread::Store(error)) => Err(error),
    }
}

fn tell(findings: &Findings, missing: &[Line]) {
    if 0 < findings.cut {
        tracing::warn!(bytes = findings.cut, "Cut a torn end off the answer record");
    }
    if !findings.damaged.is_empty() {
        tracing::error!(
            lines = ?findings.damaged,
            "The answer record has damaged lines: check the disk"
        );
    }
    if let (Some(first), Some(last)) = (missing.first(), missing.last()) {
        tracing::error!(
            count = missing.len(),
            first = first.seq,
            last = last.seq,
            "The store lacks answers that were recorded: they are taken over into its journal"
        );
    }
}

/// Adds to the record what the store has and the record lost: a crash between the two.
fn complete(
    disk: &Disk,
    reader: &Reader<'_>,
    record: &mut AnswerRecord,
    findings: &Findings,
) -> Result<()> {
    let mut known = findings.last.clone();
    let after_known = findings.known.as_ref().and_then(Mark::seq).map(|seq| seq.saturating_add(1));
    let last = findings.last.first().map(|line| line.seq);
    let mut from = last.or(after_known).unwrap_or(0);
    loop {
        let entries = reader.journal(from, AT_ONCE)?;
        let Some(newest) = entries.last() else { return Ok(()) };
        from = newest.seq.saturating_add(1);
        let lines: Vec<Line> =
            entries.iter().flat_map(Line::of).filter(|line| !takes(&mut known, line)).collect();
        if !lines.is_empty() {
            tracing::info!(count = lines.len(), "Completing the answer record from the store");
            record.append(disk, &lines).map_err(|error| match error {
                AppendError::NotWritten(error) | AppendError::NotSynced(error) => {
                    disk.error(&error)
                }
            })?;
        }
    }
}

/// Takes a line out of those that are known, if it is one of them.
fn takes(known: &mut Vec<Line>, line: &Line) -> bool {
    let found = known.iter().position(|it| it.seq == line.seq && is_same(&it.fact, &line.fact));
    found.map(|index| known.swap_remove(index)).is_some()
}

/// Whether two facts are one: either may be scrubbed already, and the other not yet.
pub(super) fn is_same(one: &Fact, other: &Fact) -> bool {
    one == other || one.clone().without_person() == other.clone().without_person()
}

/// Takes over lines that the store does not have, where their place in the journal is free.
fn take_over(
    disk: &Disk,
    reader: &Reader<'_>,
    waiting: &Waiting,
    record: &mut AnswerRecord,
    missing: &[Line],
) -> Result<()> {
    let mut entries: Vec<JournalEntry> = Vec::new();
    for line in missing {
        match entries.last_mut() {
            Some(entry) if entry.seq == line.seq => entry.facts.push(line.fact.clone()),
            _ => entries.push(JournalEntry {
                seq: line.seq,
                at: line.at,
                subject: line.subject.clone(),
                event: RECOVERED.to_owned(),
                facts: vec![line.fact.clone()],
            }),
        }
    }
    let mut counters = reader.counters()?;
    for group in entries.chunks(AT_ONCE) {
        let mut plan = Plan::new(reader.keys, reader, waiting);
        for entry in group {
            if reader.entry(entry.seq)?.is_none() {
                plan.entry(entry);
                counters = counters_after(counters, entry);
            }
            forget_again(&mut plan, reader, entry)?;
        }
        plan.counters(counters);
        // These lines are in the record already.
        let lines = &[];
        persist(reader.tree, disk, record, &plan.writes, lines, &crash::RECOVER).map_err(
            |broken| match broken {
                Broken::Reopen(error) => error,
                Broken::Fence(error) => fenced(&error.to_string()),
            },
        )?;
    }
    Ok(())
}

/// Whoever was forgotten after the store was saved is forgotten again.
fn forget_again(plan: &mut Plan<'_>, reader: &Reader<'_>, entry: &JournalEntry) -> Result<()> {
    let Subject::Customer(id) = entry.subject else { return Ok(()) };
    if !entry.facts.contains(&Fact::Erased) {
        return Ok(());
    }
    let Some(mut customer) = reader.customer(id)?.filter(|it| it.erased_at.is_none()) else {
        return Ok(());
    };
    plan.erase(&Erasure::of(&customer));
    customer.erase(entry.at);
    let state = Some(NewState::Customer(Box::new(customer), None));
    plan.commit(&Commit { state, ..Commit::default() }, entry.at)?;
    tracing::warn!(customer.id = %id, "A customer who had been forgotten is forgotten again");
    Ok(())
}

/// Numbers that were given out are not given out again.
fn counters_after(counters: Counters, entry: &JournalEntry) -> Counters {
    let next_case = entry.facts.iter().filter_map(|fact| match fact {
        Fact::CaseOpened { case, .. } => Some(CaseNumber(case.0.saturating_add(1))),
        Fact::Tagged { .. }
        | Fact::Suppressed { .. }
        | Fact::Planned { .. }
        | Fact::Asked { .. }
        | Fact::Undeliverable { .. }
        | Fact::Answered { .. }
        | Fact::Commented { .. }
        | Fact::CaseClaimed { .. }
        | Fact::FirstWord { .. }
        | Fact::LevelRaised { .. }
        | Fact::PromiseMade { .. }
        | Fact::PromiseKept { .. }
        | Fact::PromiseBroken { .. }
        | Fact::Recommended { .. }
        | Fact::OfferMade { .. }
        | Fact::OfferAnswered { .. }
        | Fact::OfferDelivered { .. }
        | Fact::CauseNamed { .. }
        | Fact::FixTold { .. }
        | Fact::Apologised { .. }
        | Fact::Resolved { .. }
        | Fact::Checked { .. }
        | Fact::Reopened { .. }
        | Fact::CaseClosed { .. }
        | Fact::Merged { .. }
        | Fact::Said { .. }
        | Fact::TranscriptTaken { .. }
        | Fact::ItemOpened { .. }
        | Fact::ItemEnded { .. }
        | Fact::LedNowhere
        | Fact::Split { .. }
        | Fact::StaffChanged { .. }
        | Fact::AdminChanged { .. }
        | Fact::Erased
        | Fact::Alarm { .. } => None,
    });
    Counters {
        next_seq: counters.next_seq.max(entry.seq.saturating_add(1)),
        next_case: next_case.fold(counters.next_case, CaseNumber::max),
    }
}
