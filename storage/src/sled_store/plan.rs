//! From steps to rows: what one write changes, worked out before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{customer::Customer, ids::CustomerId};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    answers::Line,
    audit::{AuditEntry, AuditHead},
    keys::{Keys, Kind, day},
    port::{
        ArrivalId, CaseIsOpen, Commit, Counters, Dead, DeadLetter, Erasure, Identity, InboxRow,
        IndexRow, JournalEntry, NewState, OutboxRow, Result,
    },
    record::{
        self, CustomerToStore, StoredArrival, StoredDeadline, StoredInteraction, StoredLetter,
    },
    sled_store::{reader::Reader, tree::Writes},
};

/// Arrivals that wait, as the writer remembers them: rebuilt from the inbox at every opening.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    by_seq: BTreeMap<u64, ArrivalId>,
    ids: BTreeSet<ArrivalId>,
    next_seq: u64,
    /// Below this all numbers count as given out at the next opening.
    ceiling: u64,
    /// The last day on which anything was worked on.
    newest_day: Option<i32>,
}

/// So many numbers are claimed at once, so that a number is never given out twice and an arrival
/// still costs one row.
const CLAIMED_AT_ONCE: u64 = 1024;

impl Waiting {
    /// Reads them from the store.
    pub(crate) fn recover(reader: &Reader<'_>) -> Result<Self> {
        let ceiling = reader.inbox_ceiling()?;
        let mut waiting = Self {
            next_seq: ceiling.max(1),
            ceiling,
            newest_day: reader.newest_day()?,
            ..Self::default()
        };
        let mut after = 0;
        loop {
            let rows = reader.inbox(after, 256)?;
            let Some(last) = rows.last() else { return Ok(waiting) };
            after = last.seq;
            for row in rows {
                waiting.add(row.seq, row.id);
            }
        }
    }

    /// Whether the same arrival waits, or was worked on within 48 hours.
    pub(crate) fn is_repeat(
        &self,
        reader: &Reader<'_>,
        id: &ArrivalId,
        at: Timestamp,
    ) -> Result<bool> {
        Ok(self.ids.contains(id) || reader.was_handled(id, at, self.newest_day)?)
    }

    /// Takes over what a write has changed, after it is durable.
    pub(crate) fn settle(&mut self, done: Done) {
        for seq in done.removed {
            if let Some(id) = self.by_seq.remove(&seq) {
                self.ids.remove(&id);
            }
        }
        for (seq, id) in done.added {
            self.add(seq, id);
        }
        self.next_seq = self.next_seq.max(done.next_seq);
        self.ceiling = self.ceiling.max(done.ceiling);
        self.newest_day = self.newest_day.max(done.newest_day);
    }

    fn add(&mut self, seq: u64, id: ArrivalId) {
        self.next_seq = self.next_seq.max(seq + 1);
        self.ids.insert(id.clone());
        self.by_seq.insert(seq, id);
    }
}

/// What a write changes in [`Waiting`].
#[derive(Debug, Default)]
pub(crate) struct Done {
    added: BTreeMap<u64, ArrivalId>,
    removed: BTreeSet<u64>,
    next_seq: u64,
    ceiling: u64,
    newest_day: Option<i32>,
}

/// One write: rows, lines of the answer record, and what is remembered about the inbox.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    keys: Keys,
    reader: &'a Reader<'a>,
    waiting: &'a Waiting,
    pub(crate) writes: Writes,
    pub(crate) lines: Vec<Line>,
    pub(crate) done: Done,
    /// Deadlines of customers that this plan has set already.
    deadlines: BTreeMap<CustomerId, Option<Timestamp>>,
    /// Arrivals that this plan adds or works on.
    seen: BTreeSet<ArrivalId>,
    /// Where the audit trail ends after this plan, if it adds to it.
    audit_head: Option<AuditHead>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(keys: Keys, reader: &'a Reader<'a>, waiting: &'a Waiting) -> Self {
        Self {
            keys,
            reader,
            waiting,
            writes: Writes::new(),
            lines: Vec::new(),
            done: Done { next_seq: waiting.next_seq, ceiling: waiting.ceiling, ..Done::default() },
            deadlines: BTreeMap::new(),
            seen: BTreeSet::new(),
            audit_head: None,
        }
    }

    /// How many bytes the rows have.
    pub(crate) fn size(&self) -> usize {
        let value = |value: &Option<Vec<u8>>| value.as_ref().map_or(0, Vec::len);
        self.writes.iter().map(|(key, row)| key.len() + value(row)).sum()
    }

    pub(crate) fn commit(&mut self, commit: &Commit, at: Timestamp) -> Result<()> {
        match &commit.state {
            Some(NewState::Customer(customer, deadline)) => self.customer(customer, *deadline)?,
            Some(NewState::Workspace(workspace)) => {
                self.put(self.keys.all(Kind::Workspace), workspace);
            }
            Some(NewState::Venue(venue)) => self.put(self.keys.venue(&venue.place), venue),
            None => (),
        }
        if let Some(entry) = &commit.entry {
            self.entry(entry);
        }
        for row in &commit.effects {
            self.put(self.keys.outbox(row.key), row);
        }
        for key in &commit.settled {
            self.remove(self.keys.outbox(*key));
        }
        for seq in &commit.handled {
            self.handle(*seq, at);
        }
        for id in &commit.over {
            self.end(id, at);
        }
        for (id, body) in &commit.arrivals {
            self.arrival(id, body, at)?;
        }
        for row in &commit.index {
            self.index(row);
        }
        if let Some(counters) = commit.counters {
            self.counters(counters);
        }
        for change in &commit.audit {
            let head = match self.audit_head.take() {
                Some(head) => head,
                None => self.reader.audit_head()?,
            };
            let entry = AuditEntry::after(&head, change);
            self.put(self.keys.audit(entry.number), &entry);
            self.put(self.keys.all(Kind::AuditHead), &entry.head());
            self.audit_head = Some(entry.head());
        }
        commit.erasures.iter().for_each(|erasure| self.erase(erasure));
        Ok(())
    }

    /// What led to a customer leads nowhere any more; the rest is noted for the next scrub.
    pub(crate) fn erase(&mut self, erasure: &Erasure) {
        let keys = self.keys;
        for account in &erasure.accounts {
            self.remove(keys.identity(&Identity::Account(account.clone())));
        }
        for external in &erasure.external {
            self.remove(keys.identity(&Identity::External(external.clone())));
        }
        erasure.interactions.iter().for_each(|id| self.remove(keys.interaction(id)));
        erasure.places.iter().for_each(|place| self.remove(keys.thread(place)));
        if let Some(customer) = erasure.customers.first() {
            self.put(keys.erasure(*customer), erasure);
        }
    }

    pub(crate) fn entry(&mut self, entry: &JournalEntry) {
        self.put(self.keys.journal(entry.seq), entry);
        self.lines.extend(Line::of(entry));
    }

    pub(crate) fn counters(&mut self, counters: Counters) {
        self.put(self.keys.all(Kind::Counters), &counters);
    }

    /// Adds an arrival; whether it is new.
    pub(crate) fn arrival(&mut self, id: &ArrivalId, body: &[u8], at: Timestamp) -> Result<bool> {
        if self.is_repeat(id, at)? {
            return Ok(false);
        }
        let seq = self.done.next_seq;
        self.done.next_seq += 1;
        if self.done.ceiling <= seq {
            let ceiling = seq + CLAIMED_AT_ONCE;
            self.done.ceiling = ceiling;
            self.put(self.keys.all(Kind::InboxCeiling), &ceiling);
        }
        let row = InboxRow { seq, id: id.clone(), at, body: body.to_vec(), failures: 0 };
        self.put(self.keys.inbox(seq), &StoredArrival::from(row));
        self.done.added.insert(seq, id.clone());
        self.seen.insert(id.clone());
        Ok(true)
    }

    pub(crate) fn inbox_failed(&mut self, seq: u64) -> Result<()> {
        if let Some(mut row) = self.reader.inbox_row(seq)? {
            row.failures = row.failures.saturating_add(1);
            self.put(self.keys.inbox(seq), &StoredArrival::from(row));
        }
        Ok(())
    }

    /// Stores a row again, unless it came to its end in the meantime. Whether it did.
    pub(crate) fn outbox_update(&mut self, row: &OutboxRow) -> Result<bool> {
        let is_there = self.reader.has_outbox(row.key)?;
        if is_there {
            self.put(self.keys.outbox(row.key), row);
        }
        Ok(!is_there)
    }

    pub(crate) fn bury(&mut self, letter: &DeadLetter) {
        match &letter.what {
            Dead::Arrival(row) => self.handle(row.seq, letter.at),
            Dead::Effect(row) => self.remove(self.keys.outbox(row.key)),
        }
        self.put(self.keys.dead_letter(letter), &StoredLetter::from(letter.clone()));
    }

    pub(crate) fn keep(&mut self, name: &str, value: &[u8]) {
        self.writes.insert(self.keys.note(name), Some(record::encode_raw(value)));
    }

    pub(crate) fn remove(&mut self, key: Vec<u8>) {
        self.writes.insert(key, None);
    }

    fn put<T: Serialize>(&mut self, key: Vec<u8>, value: &T) {
        self.writes.insert(key, Some(record::encode(value)));
    }

    fn customer(&mut self, customer: &Customer, deadline: Option<Timestamp>) -> Result<()> {
        let key = self.keys.customer(customer.id);
        let before = match self.deadlines.get(&customer.id) {
            Some(planned) => *planned,
            None => self
                .reader
                .value::<StoredDeadline>("customer", &key)?
                .and_then(|stored| stored.deadline),
        };
        if before != deadline {
            if let Some(before) = before {
                self.remove(self.keys.deadline(before, customer.id));
            }
            if let Some(deadline) = deadline {
                self.put(self.keys.deadline(deadline, customer.id), &());
            }
        }
        self.deadlines.insert(customer.id, deadline);
        self.put(key, &CustomerToStore { deadline, customer });
        Ok(())
    }

    fn index(&mut self, row: &IndexRow) {
        let keys = self.keys;
        match row {
            IndexRow::Identity(identity, customer) => self.put(keys.identity(identity), customer),
            IndexRow::Survey(survey, customer) => self.put(keys.survey(*survey), customer),
            IndexRow::Interaction(id, customer, digest) => {
                let stored = StoredInteraction { customer: *customer, digest: *digest };
                self.put(keys.interaction(id), &stored);
            }
            IndexRow::Case(number, customer, open) => {
                self.put(keys.case(*number), customer);
                match open {
                    CaseIsOpen::Open => self.put(keys.open_case(*number), customer),
                    CaseIsOpen::Closed => self.remove(keys.open_case(*number)),
                }
            }
            IndexRow::Item(number, customer, CaseIsOpen::Open) => {
                self.put(keys.item(*number), customer);
            }
            IndexRow::Item(number, _, CaseIsOpen::Closed) => self.remove(keys.item(*number)),
            IndexRow::Thread(place, number) => self.put(keys.thread(place), number),
            IndexRow::Receipt(token, receipt) => self.put(keys.receipt(token), receipt),
            IndexRow::Link(code, link) => self.put(keys.link(code), link),
        }
    }

    /// Takes an arrival out of the inbox and keeps its id against repetition.
    fn handle(&mut self, seq: u64, at: Timestamp) {
        let Some(id) = self.waiting.by_seq.get(&seq).or_else(|| self.done.added.get(&seq)).cloned()
        else {
            return;
        };
        if self.done.removed.contains(&seq) {
            return;
        }
        self.remove(self.keys.inbox(seq));
        self.done.added.remove(&seq);
        self.done.removed.insert(seq);
        self.never_again(id, at);
    }

    /// Takes an arrival out of the inbox if it waits there, and keeps its id either way.
    fn end(&mut self, id: &ArrivalId, at: Timestamp) {
        let is_waiting = self.waiting.ids.contains(id) || self.seen.contains(id);
        let mut waiting = self.waiting.by_seq.iter().chain(&self.done.added);
        let found = is_waiting.then(|| waiting.find(|(_, waiting)| *waiting == id)).flatten();
        match found.map(|(seq, _)| *seq) {
            Some(seq) => self.handle(seq, at),
            None => self.never_again(id.clone(), at),
        }
    }

    /// Keeps the id of an arrival against repetition.
    fn never_again(&mut self, id: ArrivalId, at: Timestamp) {
        self.put(self.keys.handled(day(at), &id), &at);
        self.done.newest_day = self.done.newest_day.max(Some(day(at)));
        self.seen.insert(id);
    }

    /// Whether the same arrival waits, or was worked on within 48 hours.
    fn is_repeat(&self, id: &ArrivalId, at: Timestamp) -> Result<bool> {
        Ok(self.seen.contains(id) || self.waiting.is_repeat(self.reader, id, at)?)
    }
}
