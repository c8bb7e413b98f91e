//! The port: what the shell asks of a store, and what it may rely on.
//!
//! Every method belongs to one workspace's store handle; no method assumes one process, iterates
//! over everything, or lends a borrow of the store. Whatever a method that writes has returned `Ok`
//! for is durable: it survives a kill and a power cut.

use std::collections::BTreeSet;

use amends_core::{
    admin::Change,
    customer::Customer,
    effect::Effect,
    fact::Fact,
    ids::{CaseNumber, CustomerId, EffectKey, ItemNumber, SurveyId},
    interaction::InteractionId,
    place::{Address, Place},
    policy::Workspace,
    venue::Venue,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use crate::cause::{Cause, CauseKind, NoCause};
use crate::{
    audit::{AuditEntry, AuditHead},
    backup::Copying,
};

/// What went wrong with a store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A stored record can't be read.
    #[error("a stored {kind} is damaged: {reason}")]
    Damaged {
        /// What kind of record.
        kind: &'static str,
        /// Why it can't be read.
        reason: String,
    },
    /// Nothing more can be written: the disk is full.
    #[error(
        "the disk is full: free some space in `{dir}`; nothing was lost, and work goes on by itself"
    )]
    Full {
        /// The store's directory.
        dir: String,
    },
    /// Another process has the store open.
    #[error("another process uses the store (`{lock}`): stop it first, or choose another data_dir")]
    Locked {
        /// The lock file.
        lock: String,
    },
    /// There is something else where the store is to be.
    #[error(
        "`{dir}` holds files that are not of amends (`{file}`): choose an empty directory, or one that \
         is not there yet, as data_dir"
    )]
    Foreign {
        /// The directory.
        dir: String,
        /// One of the files.
        file: String,
    },
    /// A later release wrote it.
    #[error("the store was made by a newer amends ({what}): update amends, or restore a backup")]
    Newer {
        /// What tells so.
        what: String,
    },
    /// Its directory can't be written.
    #[error(
        "`{dir}` can't be written ({reason}): give the account that runs amends the right to, or \
         choose another data_dir"
    )]
    Unwritable {
        /// The directory.
        dir: String,
        /// Why.
        reason: String,
    },
    /// The store's engine failed.
    #[error("the store failed: {0}")]
    Backend(String),
}

/// The result of asking a store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// An identity that leads to a customer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// An account on a chat platform.
    Account(Address),
    /// An id in the business's own system.
    External(String),
}

/// A platform update or another arrival that waits to be worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxRow {
    /// Its place in the order of arrival; given by the store.
    pub seq: u64,
    /// What it came from, and its id there: the same id twice is the same arrival.
    pub id: ArrivalId,
    /// When it came.
    pub at: Timestamp,
    /// What came, as it came.
    pub body: Vec<u8>,
    /// How often work on it failed.
    pub failures: u8,
}

/// What an arrival is known by. Kept for 48 hours after it was worked on, so that the same arrival
/// is never worked on twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArrivalId {
    /// What it came from: `telegram:<bot id>`, `web`, `loop`.
    pub source: String,
    /// Its id there.
    pub id: String,
}

/// An effect that waits to be carried out, or is being.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Its identity.
    pub key: EffectKey,
    /// Whose engine is told about its fate.
    pub subject: Subject,
    /// What to do.
    pub effect: Effect,
    /// Tries that were begun. A row found with a begun try and no fate at start-up is unknown.
    pub attempts: u8,
    /// A try was begun and its fate is not known yet.
    pub sending: bool,
    /// Not before this moment.
    pub not_before: Timestamp,
    /// When the press arrived that it acknowledges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pressed_at: Option<Timestamp>,
    /// What it is done because of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

impl OutboxRow {
    /// What it is done because of; of rows of earlier releases no more is known than that it was
    /// asked for.
    pub fn cause(&self) -> Cause {
        self.cause.unwrap_or(Cause { kind: CauseKind::Fate, nr: self.key.seq })
    }
}

/// Whose state a commit changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A customer.
    Customer(CustomerId),
    /// The business.
    Workspace,
    /// A place where customers are served.
    Venue(Place),
}

/// One entry of the journal: what a step found out. Figures are folds over these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Its sequence number: one more than the entry before.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Whose.
    pub subject: Subject,
    /// What kind of event it was, for reading.
    pub event: String,
    /// What it found out.
    pub facts: Vec<Fact>,
}

impl Erasure {
    /// What leads to a customer, as far as they know it themselves.
    pub fn of(customer: &Customer) -> Self {
        let surveys = customer.surveys.iter().map(|survey| survey.interaction.id.clone());
        Self {
            customers: customer.known_as(),
            accounts: customer.contacts.iter().map(|contact| contact.address.clone()).collect(),
            external: customer.external.clone(),
            interactions: surveys.collect(),
            places: customer.places(),
            cases: customer.cases.iter().map(|case| case.number).collect(),
        }
    }
}

/// The new state of one aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewState {
    /// A customer, with the next moment it wants to be woken.
    Customer(Box<Customer>, Option<Timestamp>),
    /// The business.
    Workspace(Box<Workspace>),
    /// A venue.
    Venue(Box<Venue>),
}

/// One step, made durable as a whole or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// The new state, if it changed.
    pub state: Option<NewState>,
    /// The journal entry, if the step had one.
    pub entry: Option<JournalEntry>,
    /// Effects to be carried out: new outbox rows.
    pub effects: Vec<OutboxRow>,
    /// Outbox rows that came to their end: removed.
    pub settled: Vec<EffectKey>,
    /// Inbox rows that were worked on: removed, their ids kept against repetition.
    pub handled: Vec<u64>,
    /// Arrivals that are over, known by their ids, because they were worked on without waiting or
    /// refused for good: those that wait are removed, and the ids of all are kept against repetition.
    pub over: Vec<ArrivalId>,
    /// New arrivals that this step itself asks for (a signal found in a group): added to the inbox.
    pub arrivals: Vec<(ArrivalId, Vec<u8>)>,
    /// Index rows to add.
    pub index: Vec<IndexRow>,
    /// The counters after this step.
    pub counters: Option<Counters>,
    /// Changes by admins, for the audit trail: chained to those before.
    pub audit: Vec<Change>,
    /// Customers who are forgotten.
    pub erasures: Vec<Erasure>,
}

/// A customer who is forgotten. What led to them leads nowhere from then on; what else is stored
/// about them (in the journal, the answer record, venues, and what was given up) goes when the store
/// is scrubbed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Who, and whom they had taken in.
    pub customers: Vec<CustomerId>,
    /// Their accounts.
    pub accounts: Vec<Address>,
    /// Their ids in other systems.
    pub external: Vec<String>,
    /// Their contacts.
    pub interactions: Vec<InteractionId>,
    /// Where they were talked with.
    pub places: Vec<Place>,
    /// Their cases.
    pub cases: Vec<CaseNumber>,
}

/// A row of an index that leads to an aggregate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexRow {
    /// An identity belongs to a customer.
    Identity(Identity, CustomerId),
    /// A survey belongs to a customer.
    Survey(SurveyId, CustomerId),
    /// A contact belongs to a customer; the digest of its content tells a repeat from a conflict.
    Interaction(InteractionId, CustomerId, u64),
    /// A case belongs to a customer, and whether it is open.
    Case(CaseNumber, CustomerId, CaseIsOpen),
    /// An item of the inbox belongs to a customer; only those that stand are listed.
    Item(ItemNumber, CustomerId, CaseIsOpen),
    /// A thread belongs to a case.
    Thread(Place, CaseNumber),
    /// A start token stands for a contact of a customer.
    Receipt(String, ReceiptRow),
    /// A code connects another account with a customer.
    Link(String, LinkRow),
}

/// Whether a case is open: open ones are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseIsOpen {
    /// It is.
    Open,
    /// It is not.
    Closed,
}

/// What a receipt token stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// The customer the contact was with, known by an external id only.
    pub customer: CustomerId,
    /// The contact.
    pub interaction: InteractionId,
    /// Not good after this moment.
    pub expires_at: Timestamp,
    /// It was used.
    pub used: bool,
}

/// What a code that connects accounts stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRow {
    /// The customer who got it.
    pub customer: CustomerId,
    /// Not good after this moment.
    pub expires_at: Timestamp,
    /// How often it was tried in vain.
    pub tries: u8,
    /// It was used.
    pub used: bool,
}

/// What is counted on: never falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// The sequence number of the next journal entry.
    pub next_seq: u64,
    /// The number of the next case.
    pub next_case: CaseNumber,
}

impl Default for Counters {
    fn default() -> Self {
        Self { next_seq: 1, next_case: CaseNumber::FIRST }
    }
}

/// How much room there is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What the store takes, in bytes.
    pub used: u64,
    /// What is free, in bytes.
    pub free: u64,
}

/// Something given up on, kept for a human.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// When it was given up.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// What it was.
    pub what: Dead,
}

/// What was given up on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dead {
    /// An arrival.
    Arrival(Box<InboxRow>),
    /// An effect.
    Effect(Box<OutboxRow>),
}

/// What the shell asks of a store.
///
/// There is one writer, the engine thread, which groups what waits: concurrency control happens
/// there and not in the store. Reads may come from any thread.
pub trait Store: Send + Sync + 'static {
    /// The customer with this id.
    fn customer(&self, id: CustomerId) -> Result<Option<Customer>>;
    /// The business, if it was stored before.
    fn workspace(&self) -> Result<Option<Workspace>>;
    /// What is remembered about a venue.
    fn venue(&self, place: &Place) -> Result<Option<Venue>>;

    /// The customer an identity belongs to.
    fn customer_of(&self, identity: &Identity) -> Result<Option<CustomerId>>;
    /// The customer a survey belongs to.
    fn customer_of_survey(&self, survey: SurveyId) -> Result<Option<CustomerId>>;
    /// The customer a case belongs to.
    fn customer_of_case(&self, case: CaseNumber) -> Result<Option<CustomerId>>;
    /// The customer a contact belongs to, and the digest of its content.
    fn customer_of_interaction(&self, id: &InteractionId) -> Result<Option<(CustomerId, u64)>>;
    /// The case a thread belongs to.
    fn case_of_thread(&self, thread: &Place) -> Result<Option<CaseNumber>>;
    /// What a start token stands for.
    fn receipt(&self, token: &str) -> Result<Option<ReceiptRow>>;
    /// What a code that connects accounts stands for.
    fn link(&self, code: &str) -> Result<Option<LinkRow>>;
    /// Open cases with a number above `after`, in order, at most `limit`.
    fn open_cases(&self, after: CaseNumber, limit: usize) -> Result<Vec<(CaseNumber, CustomerId)>>;

    /// Items of the inbox that stand, with a number above `after`, in order, at most `limit`.
    fn items(&self, after: ItemNumber, limit: usize) -> Result<Vec<(ItemNumber, CustomerId)>>;

    /// The counters.
    fn counters(&self) -> Result<Counters>;
    /// Whether there is room for something new. It is refused first, so that what was taken in
    /// already can be finished.
    fn takes_in(&self) -> Result<()>;
    /// Takes arrivals in, durably. Returns how many were new; an id that is waiting, or was worked
    /// on within the last 48 hours, is not.
    fn receive(&self, arrivals: &[(ArrivalId, Vec<u8>)], at: Timestamp) -> Result<usize>;
    /// Whether the same arrival waits, or was worked on within the last 48 hours.
    fn is_repeat(&self, id: &ArrivalId, at: Timestamp) -> Result<bool>;
    /// Arrivals that wait, with a sequence number above `after`, in order, at most `limit`.
    fn inbox(&self, after: u64, limit: usize) -> Result<Vec<InboxRow>>;
    /// Notes that work on an arrival failed once more.
    fn inbox_failed(&self, seq: u64) -> Result<()>;
    /// Effects that wait, with a key above `after`, in order, at most `limit`.
    fn outbox(&self, after: Option<EffectKey>, limit: usize) -> Result<Vec<OutboxRow>>;
    /// Stores outbox rows again: a try was begun, or put off. Returns the keys of those that came to
    /// their end meanwhile: they are not stored, and must not be carried out.
    fn outbox_update(&self, rows: &[OutboxRow]) -> Result<Vec<EffectKey>>;
    /// Customers whose deadline is `now` or earlier, the earliest first, at most `limit`.
    fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<(Timestamp, CustomerId)>>;
    /// The earliest deadline of all.
    fn next_due(&self) -> Result<Option<Timestamp>>;
    /// Customers in the order of their ids, from above `after` on, each with the deadline that is
    /// stored for it, at most `limit`; those that can't be read included.
    fn customers(
        &self,
        after: Option<CustomerId>,
        limit: usize,
    ) -> Result<Vec<(CustomerId, Option<Timestamp>)>>;
    /// Makes a group of steps durable: all of them, or none.
    fn commit(&self, group: &[Commit], at: Timestamp) -> Result<()>;
    /// Gives something up: removes it from where it waited and keeps it for a human.
    fn bury(&self, letter: &DeadLetter) -> Result<()>;
    /// What was given up, the oldest first, at most `limit`.
    fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>>;
    /// Journal entries with a sequence number of `from` or above, at most `limit`.
    fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>>;
    /// How much room the store takes and has; nothing if it is not on a disk.
    fn room(&self) -> Result<Option<Room>> {
        Ok(None)
    }
    /// When the newest backup was made that is remembered here, if any.
    fn last_backup(&self) -> Option<Timestamp> {
        None
    }
    /// A small value kept by name: keys of our own, penalties.
    fn note(&self, name: &str) -> Result<Option<Vec<u8>>>;
    /// Keeps a small value by name, durably.
    fn keep(&self, name: &str, value: &[u8]) -> Result<()> {
        self.keep_all(&[(name.to_owned(), value.to_vec())])
    }
    /// Keeps small values by their names: all of them, or none.
    fn keep_all(&self, notes: &[(String, Vec<u8>)]) -> Result<()>;
    /// Drops values whose names begin like this, at most `limit`. Returns how many there were.
    fn drop_notes(&self, beginning: &str, limit: usize) -> Result<usize>;
    /// Forgets ids of arrivals worked on before `before`: they no longer count against repetition.
    fn tidy(&self, before: Timestamp) -> Result<usize>;
    /// Changes in the audit trail with a number of `from` or above, in order, at most `limit`.
    fn audit(&self, from: u64, limit: usize) -> Result<Vec<AuditEntry>>;
    /// Where the audit trail ends.
    fn audit_head(&self) -> Result<AuditHead>;
    /// Customers who are forgotten and about whom something is still stored.
    fn erasures(&self) -> Result<Vec<Erasure>>;
    /// Takes a step towards a store in which nothing is left of those, nor words said before a moment:
    /// everything is written anew without them. Whether it was the last step; until then others are
    /// served between steps, and what they write stays. With whomever is `unfinished` something is
    /// still to be done: what that takes stays, and they stay among those who are forgotten, to be
    /// taken out once more. Who that is, and the moment, count with the first step.
    fn scrub_step(
        &self,
        words_before: Timestamp,
        unfinished: &BTreeSet<CustomerId>,
    ) -> Result<bool>;
    /// Takes all these steps, with nobody unfinished.
    fn scrub(&self, words_before: Timestamp) -> Result<()> {
        while !self.scrub_step(words_before, &BTreeSet::new())? {}
        Ok(())
    }
    /// Takes a step of a backup of everything. Whether it was the last one: then the backup is as
    /// everything is in that moment, and can be finished. Others are served between steps.
    fn backup_step(&self, copying: &mut Copying) -> Result<bool>;
    /// Looks through some of what is stored twice, from this place on, and returns where to go on;
    /// nothing at the end. It changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Damaged`] if something is missing or can't be read: the next start repairs it.
    fn compare_step(&self, from: u64) -> Result<Option<u64>> {
        let _ = from;
        Ok(None)
    }
    /// Leaves the store in a state that opens fast.
    fn close(&self) -> Result<()>;
}
