//! The model: maps behind a lock. What sled does must look like this from outside.

mod backing_up;
mod records;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound::{Excluded, Unbounded},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use amends_core::{
    customer::Customer,
    ids::{CaseNumber, CustomerId, EffectKey, ItemNumber, SurveyId},
    interaction::InteractionId,
    place::Place,
    policy::Workspace,
    venue::Venue,
};
use jiff::{SignedDuration, Timestamp};

pub use self::records::Record;
use crate::{
    audit::{AuditEntry, AuditHead},
    backup::Copying,
    keys::day,
    port::{
        ArrivalId, CaseIsOpen, Commit, Counters, Dead, DeadLetter, Erasure, Identity, InboxRow,
        IndexRow, JournalEntry, LinkRow, NewState, OutboxRow, ReceiptRow, Result, Store,
        StoreError,
    },
    scrub::Scrub,
};

/// A store in memory. A clone is another handle of the same store, so that a simulation can drop
/// its world and open it again: everything that was answered with `Ok` is still there.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    rows: Arc<Mutex<Rows>>,
}

#[derive(Clone, Debug, Default)]
struct Rows {
    full: bool,
    lying: bool,
    lacking: bool,
    last_backup: Option<Timestamp>,
    customers: BTreeMap<CustomerId, (Option<Timestamp>, Customer)>,
    workspace: Option<Workspace>,
    venues: BTreeMap<Place, Venue>,
    identities: BTreeMap<Identity, CustomerId>,
    surveys: BTreeMap<SurveyId, CustomerId>,
    interactions: BTreeMap<InteractionId, (CustomerId, u64)>,
    cases: BTreeMap<CaseNumber, CustomerId>,
    open_cases: BTreeMap<CaseNumber, CustomerId>,
    items: BTreeMap<ItemNumber, CustomerId>,
    threads: BTreeMap<Place, CaseNumber>,
    receipts: BTreeMap<String, ReceiptRow>,
    links: BTreeMap<String, LinkRow>,
    counters: Counters,
    inbox: BTreeMap<u64, InboxRow>,
    last_seq: u64,
    waiting: BTreeSet<ArrivalId>,
    /// By arrival and day.
    handled: BTreeMap<(ArrivalId, i32), Timestamp>,
    outbox: BTreeMap<EffectKey, OutboxRow>,
    journal: BTreeMap<u64, JournalEntry>,
    letters: BTreeMap<(Timestamp, Option<EffectKey>, u64), DeadLetter>,
    notes: BTreeMap<String, Vec<u8>>,
    audit: BTreeMap<u64, AuditEntry>,
    audit_head: AuditHead,
    erasures: Vec<Erasure>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy that goes its own way from here.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self { rows: Arc::new(Mutex::new(self.rows().clone())) }
    }

    /// Makes writes fail as on a full disk, or work again.
    pub fn set_full(&self, full: bool) {
        self.rows().full = full;
    }

    /// As if a backup had been made.
    pub fn set_last_backup(&self, at: Timestamp) {
        self.rows().last_backup = Some(at);
    }

    /// Makes commits that are made seem to fail, as when a disk breaks right behind them.
    pub fn set_lying(&self, lying: bool) {
        self.rows().lying = lying;
    }

    /// Makes a look through the store find that something is missing.
    pub fn set_lacking(&self, lacking: bool) {
        self.rows().lacking = lacking;
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write<T>(&self, change: impl FnOnce(&mut Rows) -> T) -> Result<T> {
        let mut rows = self.rows();
        if rows.full {
            return Err(full());
        }
        Ok(change(&mut rows))
    }
}

fn full() -> StoreError {
    StoreError::Full { dir: "memory".to_owned() }
}

impl Rows {
    fn commit(&mut self, commit: &Commit, at: Timestamp) {
        match &commit.state {
            Some(NewState::Customer(customer, deadline)) => {
                self.customers.insert(customer.id, (*deadline, (**customer).clone()));
            }
            Some(NewState::Workspace(workspace)) => self.workspace = Some((**workspace).clone()),
            Some(NewState::Venue(venue)) => {
                self.venues.insert(venue.place.clone(), (**venue).clone());
            }
            None => (),
        }
        if let Some(entry) = &commit.entry {
            self.journal.insert(entry.seq, entry.clone());
        }
        for row in &commit.effects {
            self.outbox.insert(row.key, row.clone());
        }
        for key in &commit.settled {
            self.outbox.remove(key);
        }
        for seq in &commit.handled {
            self.handle(*seq, at);
        }
        for id in &commit.over {
            self.end(id, at);
        }
        for (id, body) in &commit.arrivals {
            self.arrive(id, body, at);
        }
        for row in &commit.index {
            self.index(row.clone());
        }
        if let Some(counters) = commit.counters {
            self.counters = counters;
        }
        for change in &commit.audit {
            let entry = AuditEntry::after(&self.audit_head, change);
            self.audit_head = entry.head();
            self.audit.insert(entry.number, entry);
        }
        commit.erasures.iter().for_each(|erasure| self.erase(erasure));
    }

    fn erase(&mut self, erasure: &Erasure) {
        for account in &erasure.accounts {
            self.identities.remove(&Identity::Account(account.clone()));
        }
        for external in &erasure.external {
            self.identities.remove(&Identity::External(external.clone()));
        }
        for interaction in &erasure.interactions {
            self.interactions.remove(interaction);
        }
        for place in &erasure.places {
            self.threads.remove(place);
        }
        self.erasures.push(erasure.clone());
    }

    fn scrub(&mut self, words_before: Timestamp, unfinished: &BTreeSet<CustomerId>) {
        let scrub = Scrub::new(self.erasures.clone(), words_before, unfinished);
        self.erasures.retain(|erasure| !scrub.finishes(erasure));
        for entry in self.journal.values_mut() {
            *entry = scrub.entry(entry.clone());
        }
        for venue in self.venues.values_mut() {
            scrub.venue(venue);
        }
        self.letters.retain(|_, letter| scrub.keeps(letter));
        self.identities.retain(|_, customer| !scrub.is_of(*customer));
        self.interactions.retain(|_, (customer, _)| !scrub.is_of(*customer));
        self.threads.retain(|_, case| !scrub.is_about(*case));
        self.receipts.retain(|_, receipt| !scrub.is_of(receipt.customer));
        self.links.retain(|_, link| !scrub.is_of(link.customer));
    }

    fn index(&mut self, row: IndexRow) {
        match row {
            IndexRow::Identity(identity, customer) => {
                self.identities.insert(identity, customer);
            }
            IndexRow::Survey(survey, customer) => {
                self.surveys.insert(survey, customer);
            }
            IndexRow::Interaction(id, customer, digest) => {
                self.interactions.insert(id, (customer, digest));
            }
            IndexRow::Case(number, customer, open) => {
                self.cases.insert(number, customer);
                match open {
                    CaseIsOpen::Open => self.open_cases.insert(number, customer),
                    CaseIsOpen::Closed => self.open_cases.remove(&number),
                };
            }
            IndexRow::Item(number, customer, open) => {
                match open {
                    CaseIsOpen::Open => self.items.insert(number, customer),
                    CaseIsOpen::Closed => self.items.remove(&number),
                };
            }
            IndexRow::Thread(place, number) => {
                self.threads.insert(place, number);
            }
            IndexRow::Receipt(token, receipt) => {
                self.receipts.insert(token, receipt);
            }
            IndexRow::Link(code, link) => {
                self.links.insert(code, link);
            }
        }
    }

    fn handle(&mut self, seq: u64, at: Timestamp) {
        if let Some(row) = self.inbox.remove(&seq) {
            self.waiting.remove(&row.id);
            self.handled.insert((row.id, day(at)), at);
        }
    }

    fn end(&mut self, id: &ArrivalId, at: Timestamp) {
        match self.inbox.values().find(|row| row.id == *id).map(|row| row.seq) {
            Some(seq) => self.handle(seq, at),
            None => drop(self.handled.insert((id.clone(), day(at)), at)),
        }
    }

    fn is_repeat(&self, id: &ArrivalId, at: Timestamp) -> bool {
        let since = at.saturating_sub(SignedDuration::from_hours(48)).unwrap_or(Timestamp::MIN);
        let mut handled = self.handled.range((id.clone(), i32::MIN)..=(id.clone(), i32::MAX));
        self.waiting.contains(id) || handled.any(|(_, handled)| since < *handled)
    }

    fn arrive(&mut self, id: &ArrivalId, body: &[u8], at: Timestamp) -> bool {
        if self.is_repeat(id, at) {
            return false;
        }
        self.waiting.insert(id.clone());
        self.last_seq += 1;
        let seq = self.last_seq;
        let row = InboxRow { seq, id: id.clone(), at, body: body.to_vec(), failures: 0 };
        self.inbox.insert(seq, row);
        true
    }

    fn deadlines(&self) -> Vec<(Timestamp, CustomerId)> {
        let mut deadlines: Vec<_> =
            self.customers.iter().filter_map(|(id, (at, _))| Some(((*at)?, *id))).collect();
        deadlines.sort_unstable();
        deadlines
    }
}

impl Store for MemoryStore {
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        Ok(self.rows().customers.get(&id).map(|(_, customer)| customer.clone()))
    }

    fn workspace(&self) -> Result<Option<Workspace>> {
        Ok(self.rows().workspace.clone())
    }

    fn venue(&self, place: &Place) -> Result<Option<Venue>> {
        Ok(self.rows().venues.get(place).cloned())
    }

    fn customer_of(&self, identity: &Identity) -> Result<Option<CustomerId>> {
        Ok(self.rows().identities.get(identity).copied())
    }

    fn customer_of_survey(&self, survey: SurveyId) -> Result<Option<CustomerId>> {
        Ok(self.rows().surveys.get(&survey).copied())
    }

    fn customer_of_case(&self, case: CaseNumber) -> Result<Option<CustomerId>> {
        Ok(self.rows().cases.get(&case).copied())
    }

    fn customer_of_interaction(&self, id: &InteractionId) -> Result<Option<(CustomerId, u64)>> {
        Ok(self.rows().interactions.get(id).copied())
    }

    fn case_of_thread(&self, thread: &Place) -> Result<Option<CaseNumber>> {
        Ok(self.rows().threads.get(thread).copied())
    }

    fn receipt(&self, token: &str) -> Result<Option<ReceiptRow>> {
        Ok(self.rows().receipts.get(token).cloned())
    }

    fn link(&self, code: &str) -> Result<Option<LinkRow>> {
        Ok(self.rows().links.get(code).cloned())
    }

    fn open_cases(&self, after: CaseNumber, limit: usize) -> Result<Vec<(CaseNumber, CustomerId)>> {
        let rows = self.rows();
        let open = rows.open_cases.range((Excluded(after), Unbounded));
        Ok(open.take(limit).map(|(number, customer)| (*number, *customer)).collect())
    }

    fn items(&self, after: ItemNumber, limit: usize) -> Result<Vec<(ItemNumber, CustomerId)>> {
        let rows = self.rows();
        let items = rows.items.range((Excluded(after), Unbounded));
        Ok(items.take(limit).map(|(number, customer)| (*number, *customer)).collect())
    }

    fn counters(&self) -> Result<Counters> {
        Ok(self.rows().counters)
    }

    fn takes_in(&self) -> Result<()> {
        self.write(|_| ())
    }

    fn receive(&self, arrivals: &[(ArrivalId, Vec<u8>)], at: Timestamp) -> Result<usize> {
        self.write(|rows| arrivals.iter().filter(|(id, body)| rows.arrive(id, body, at)).count())
    }

    fn is_repeat(&self, id: &ArrivalId, at: Timestamp) -> Result<bool> {
        Ok(self.rows().is_repeat(id, at))
    }

    fn compare_step(&self, _from: u64) -> Result<Option<u64>> {
        if self.rows().lacking {
            let reason = "it lacks an answer".to_owned();
            return Err(StoreError::Damaged { kind: "store", reason });
        }
        Ok(None)
    }

    fn inbox(&self, after: u64, limit: usize) -> Result<Vec<InboxRow>> {
        let rows = self.rows();
        let waiting = rows.inbox.range((Excluded(after), Unbounded));
        Ok(waiting.take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn inbox_failed(&self, seq: u64) -> Result<()> {
        self.write(|rows| {
            if let Some(row) = rows.inbox.get_mut(&seq) {
                row.failures = row.failures.saturating_add(1);
            }
        })
    }

    fn outbox(&self, after: Option<EffectKey>, limit: usize) -> Result<Vec<OutboxRow>> {
        let rows = self.rows();
        let waiting = rows.outbox.range((after.map_or(Unbounded, Excluded), Unbounded));
        Ok(waiting.take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn outbox_update(&self, updated: &[OutboxRow]) -> Result<Vec<EffectKey>> {
        self.write(|rows| {
            let mut gone = Vec::new();
            for row in updated {
                match rows.outbox.get_mut(&row.key) {
                    Some(stored) => *stored = row.clone(),
                    None => gone.push(row.key),
                }
            }
            gone
        })
    }

    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<(Timestamp, CustomerId)>> {
        let due = self.rows().deadlines().into_iter().take_while(|(at, _)| *at <= now);
        Ok(due.take(limit).collect())
    }

    fn next_due(&self) -> Result<Option<Timestamp>> {
        Ok(self.rows().deadlines().first().map(|(at, _)| *at))
    }

    fn customers(
        &self,
        after: Option<CustomerId>,
        limit: usize,
    ) -> Result<Vec<(CustomerId, Option<Timestamp>)>> {
        let rows = self.rows();
        let found = rows.customers.range((after.map_or(Unbounded, Excluded), Unbounded));
        Ok(found.take(limit).map(|(id, (deadline, _))| (*id, *deadline)).collect())
    }

    fn commit(&self, group: &[Commit], at: Timestamp) -> Result<()> {
        self.write(|rows| {
            for commit in group {
                rows.commit(commit, at);
            }
            rows.lying
        })
        .and_then(|lying| if lying { Err(full()) } else { Ok(()) })
    }

    fn bury(&self, letter: &DeadLetter) -> Result<()> {
        self.write(|rows| {
            let about = match &letter.what {
                Dead::Arrival(row) => {
                    rows.handle(row.seq, letter.at);
                    (None, row.seq)
                }
                Dead::Effect(row) => {
                    rows.outbox.remove(&row.key);
                    (Some(row.key), 0)
                }
            };
            rows.letters.insert((letter.at, about.0, about.1), letter.clone());
        })
    }

    fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>> {
        Ok(self.rows().letters.values().take(limit).cloned().collect())
    }

    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>> {
        Ok(self.rows().journal.range(from..).take(limit).map(|(_, entry)| entry.clone()).collect())
    }

    fn last_backup(&self) -> Option<Timestamp> {
        self.rows().last_backup
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.rows().notes.get(name).cloned())
    }

    fn keep_all(&self, notes: &[(String, Vec<u8>)]) -> Result<()> {
        self.write(|rows| rows.notes.extend(notes.iter().cloned()))
    }

    fn drop_notes(&self, beginning: &str, limit: usize) -> Result<usize> {
        self.write(|rows| {
            let named = rows.notes.keys().filter(|name| name.starts_with(beginning));
            let dropped: Vec<String> = named.take(limit).cloned().collect();
            dropped.iter().filter(|name| rows.notes.remove(*name).is_some()).count()
        })
    }

    fn tidy(&self, before: Timestamp) -> Result<usize> {
        self.write(|rows| {
            let all = rows.handled.len();
            rows.handled.retain(|_, handled| before <= *handled);
            all - rows.handled.len()
        })
    }

    fn audit(&self, from: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        let rows = self.rows();
        Ok(rows.audit.range(from..).take(limit).map(|(_, entry)| entry.clone()).collect())
    }

    fn audit_head(&self) -> Result<AuditHead> {
        Ok(self.rows().audit_head.clone())
    }

    fn erasures(&self) -> Result<Vec<Erasure>> {
        Ok(self.rows().erasures.clone())
    }

    fn scrub_step(
        &self,
        words_before: Timestamp,
        unfinished: &BTreeSet<CustomerId>,
    ) -> Result<bool> {
        self.write(|rows| rows.scrub(words_before, unfinished)).map(|()| true)
    }

    fn backup_step(&self, copying: &mut Copying) -> Result<bool> {
        backing_up::step(&self.rows(), copying).map(|()| true)
    }

    fn close(&self) -> Result<()> {
        Ok(())
    }
}
