//! The one writer: a thread that owns the store's writes and the engine.
//!
//! Whatever waits is worked on as one group and made durable by one commit. Nothing is answered or
//! handed to the outbox before that commit returned.

mod at_once;
mod because;
mod dates;
mod deadlines;
mod doubtful;
mod folding;
mod group;
mod known;
mod scrub;
mod startup;
mod telling;
mod trouble;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use amends_core::{event::WorkspaceEvent, ids::CustomerId, place::Platform, policy::Policy};
use amends_storage::{
    crash,
    port::{OutboxRow, Store, StoreError},
};
use jiff::{SignedDuration, Timestamp};
use tokio::{
    runtime,
    sync::{Notify, mpsc, watch},
};
use tracing::{debug, info, warn};

use self::at_once::Fresh;
pub(crate) use self::group::Group;
use crate::{
    clock::{Clock, Stopwatch},
    entrances::Entrances,
    entropy::Entropy,
    figures::Failure,
    health::Health,
    item::{Answer, Item, ServiceError, Settled},
    links::LinkKey,
    port::SharedAdapter,
    reports::Folded,
};

/// The most that is worked on as one group.
pub(crate) const GROUP: usize = 512;
/// How long the thread waits at first before it tries the store again, and at most.
const RETRY: (SignedDuration, SignedDuration) =
    (SignedDuration::from_secs(1), SignedDuration::from_secs(30));
/// How long ids of arrivals count against repetition, and how often older ones are forgotten.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(48);
const TIDY_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// Everything the engine thread owns or shares.
pub(crate) struct EngineLoop {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) adapters: BTreeMap<Platform, SharedAdapter>,
    pub(crate) entrances: Entrances,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) links: LinkKey,
    pub(crate) policy: Arc<Policy>,
    pub(crate) published: watch::Sender<Arc<Policy>>,
    pub(crate) outboxes: BTreeMap<Platform, mpsc::UnboundedSender<Vec<OutboxRow>>>,
    pub(crate) items: mpsc::Receiver<Item>,
    /// For what the thread has others do and report.
    pub(crate) own: mpsc::WeakSender<Item>,
    pub(crate) runtime: runtime::Handle,
    pub(crate) health: Arc<Health>,
    pub(crate) timer: Arc<Notify>,
    pub(crate) state: Waiting,
}

/// What waits inside the engine thread.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Effects that came to their end and are not settled durably yet.
    settled: VecDeque<Settled>,
    /// Events of the business that are not worked on durably yet.
    business: VecDeque<WorkspaceEvent>,
    /// Something waits in the inbox.
    inbox: bool,
    /// The store failed: not before this moment, and how long to wait if it fails again.
    retry: Option<(Timestamp, SignedDuration)>,
    /// When old arrivals were last forgotten.
    tidied_at: Option<Timestamp>,
    /// Customers whose deadline could not be worked on, and until when they are left alone.
    stuck: BTreeMap<CustomerId, Timestamp>,
    /// Who was told meanwhile that nothing can be stored.
    told: trouble::Told,
    /// Who is forgotten and not taken out of everything yet.
    scrub: scrub::Scrubbing,
    /// By which rules the dates of those who are stored were derived.
    dates: dates::Dates,
    /// How far the figures of reports are counted.
    folded: Option<Folded>,
    /// What was in writes that failed, and may be stored all the same.
    doubtful: doubtful::Doubtful,
}

/// Why work on one item failed.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It is the item's own fault: another one may work.
    Item(String),
    /// The store can't be written or read at the moment.
    Store(StoreError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged { .. } | StoreError::Newer { .. } => Self::Item(error.to_string()),
            StoreError::Full { .. }
            | StoreError::Locked { .. }
            | StoreError::Foreign { .. }
            | StoreError::Unwritable { .. }
            | StoreError::Backend(_) => Self::Store(error),
        }
    }
}

impl EngineLoop {
    /// Runs until it is told to stop, or nobody is left who could ask for anything.
    pub(crate) fn run(mut self) {
        self.start_up();
        self.health.started();
        loop {
            let batch = self.wait();
            if batch.is_empty() && !self.has_work() {
                return;
            }
            self.tidy();
            let (rest, fresh, stop) = self.serve(batch);
            let is_asked = !rest.is_empty() || !fresh.is_empty();
            if is_asked || self.something_waits() || !self.state.scrub.is_under_way() {
                self.work(rest, fresh);
            }
            self.scrub();
            self.derive_dates();
            self.go_through_customers();
            self.fold_figures();
            if stop {
                // One more round, so that what is settled during the stop is not found as unknown.
                self.work(Vec::new(), Fresh::default());
                return;
            }
        }
    }

    fn has_work(&self) -> bool {
        let waits = self.something_waits() || self.state.scrub.is_under_way();
        (waits || self.may_derive() || self.may_tell() || self.may_fold()) && !self.is_held_back()
    }

    fn something_waits(&self) -> bool {
        self.state.inbox
            || !self.state.settled.is_empty()
            || !self.state.business.is_empty()
            || self.state.told.has_refused()
    }

    /// The store failed a moment ago: what waits is left waiting.
    fn is_held_back(&self) -> bool {
        self.state.retry.is_some_and(|(not_before, _)| self.clock.now() < not_before)
    }

    /// Takes what was asked for; waits for it if there is nothing else to do.
    fn wait(&mut self) -> Vec<Item> {
        let mut batch = Vec::new();
        if !self.has_work() {
            self.items.blocking_recv_many(&mut batch, GROUP);
            return batch;
        }
        while batch.len() < GROUP {
            let Ok(item) = self.items.try_recv() else { break };
            batch.push(item);
        }
        batch
    }

    /// Serves what needs no engine, and returns the rest, what arrived, and whether to stop.
    fn serve(&mut self, batch: Vec<Item>) -> (Vec<Item>, Fresh, bool) {
        let (mut fresh, mut marks, mut rest) = (Fresh::default(), Vec::new(), Vec::new());
        let mut stop = false;
        for item in batch {
            match item {
                Item::Receive { arrivals, answer } => fresh.add(arrivals, answer),
                Item::Mark { row, answer } => marks.push((*row, answer)),
                Item::Keep { name, value, answer } => self.keep(&name, &value, answer),
                Item::Refused { id, heard } => self.refused(id, heard),
                Item::Wake => self.look_again(),
                Item::Readable => self.state.inbox = true,
                Item::Stop => stop = true,
                Item::Settled(_)
                | Item::Ended(_)
                | Item::Reopened { .. }
                | Item::Erase { .. }
                | Item::Business(_)
                | Item::Due => rest.push(item),
            }
        }
        if !marks.is_empty() {
            let (rows, answers): (Vec<_>, Vec<_>) = marks.into_iter().unzip();
            let gone = self.store.outbox_update(&rows);
            match &gone {
                Ok(_) => self.store_works(),
                Err(error) => self.store_failed(error),
            }
            for (row, answer) in rows.iter().zip(answers) {
                let marked = gone.as_ref().map(|gone| !gone.contains(&row.key));
                if let Some(answer) = answer {
                    answer.send(marked.map_err(ServiceError::from)).ok();
                }
            }
        }
        (rest, fresh, stop)
    }

    /// Takes arrivals in, durably, to be worked on later.
    fn receive(&mut self, fresh: Fresh) {
        let Fresh { arrivals: mut all, answers } = fresh;
        if answers.is_empty() {
            return;
        }
        // Who sent it need not send it again.
        all.retain(|(id, _)| !self.state.told.was_refused(id));
        let stored = match all.as_slice() {
            [] => Ok(0),
            all => self.store.receive(all, self.clock.now()),
        };
        match &stored {
            Ok(_) if all.is_empty() => (),
            Ok(_) => {
                crash::point("inbox.after_receive");
                self.state.inbox = true;
                self.store_works();
            }
            Err(error) => {
                self.store_failed(error);
                for (id, body) in &all {
                    // It may be known from before: then it is done already, or will be.
                    let (one, now) = ([(id.clone(), body.clone())], self.clock.now());
                    self.admit(error, (id, body), |engine| {
                        engine.store.receive(&one, now).is_err()
                    });
                }
            }
        }
        for answer in answers {
            let stored = stored.as_ref().map(|new| *new).map_err(ServiceError::from);
            answer.send(stored).ok();
        }
    }

    /// Forgets what arrived so long ago that it can't come again.
    fn tidy(&mut self) {
        let now = self.clock.now();
        if self.state.tidied_at.is_some_and(|at| now.duration_since(at) < TIDY_EVERY) {
            return;
        }
        self.state.tidied_at = Some(now);
        if let Err(error) = self.look_for_old_words() {
            warn!(%error, "Could not look for words that are over their time");
        }
        let before = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        match self.store.tidy(before) {
            Ok(0) => (),
            Ok(forgotten) => debug!(forgotten, "Forgot ids of old arrivals"),
            Err(error) => warn!(%error, "Could not forget ids of old arrivals"),
        }
    }

    fn keep(&self, name: &str, value: &[u8], answer: Option<Answer<()>>) {
        let kept = self.store.keep(name, value);
        if let Err(error) = &kept {
            warn!(name, %error, "Could not keep a value");
        }
        if let Some(answer) = answer {
            answer.send(kept.map_err(|error| ServiceError::from(&error))).ok();
        }
    }

    /// Works on everything that waits and on what arrived, as one group.
    fn work(&mut self, items: Vec<Item>, mut fresh: Fresh) {
        let mut group = Group::new(self.clock.now());
        let mut outcome = Ok(());
        let mut due = false;
        for item in items {
            let result = match item {
                Item::Settled(settled) => {
                    self.state.settled.push_back(*settled);
                    Ok(())
                }
                Item::Ended(ended) => match self.store.takes_in() {
                    Ok(()) => self.ended(&mut group, *ended),
                    Err(error) => {
                        self.tell_trouble(&error);
                        ended.answer.send(Err(ServiceError::from(&error))).ok();
                        Ok(())
                    }
                },
                Item::Reopened { id, answer } => self.reopened(&mut group, id, answer),
                Item::Erase { typed, answer } => self.erase(&mut group, &typed, answer),
                Item::Business(event) => {
                    self.state.business.push_back(*event);
                    Ok(())
                }
                Item::Due => {
                    due = true;
                    Ok(())
                }
                Item::Receive { .. }
                | Item::Mark { .. }
                | Item::Keep { .. }
                | Item::Refused { .. }
                | Item::Wake
                | Item::Readable
                | Item::Stop => Ok(()),
            };
            outcome = outcome.and(result);
        }
        if outcome.is_ok() && !self.is_held_back() {
            outcome = self
                .resolve_doubtful()
                .and_then(|()| self.drop_refused())
                .and_then(|()| self.business(&mut group))
                .and_then(|()| self.settle(&mut group))
                .and_then(|()| self.inbox(&mut group))
                .and_then(|()| self.at_once(&mut group, &mut fresh));
        }
        self.conclude(group, outcome);
        // What could not be worked on at once.
        self.receive(fresh);
        if due && !self.is_held_back() {
            self.deadlines();
        }
    }

    /// Makes a group durable, and only then answers and hands on. Returns whether it is durable.
    fn conclude(&mut self, group: Group, outcome: Result<(), StoreError>) -> bool {
        let outcome = outcome.and_then(|()| match group.commits.as_slice() {
            [] => Ok(()),
            commits => {
                crash::point("engine.before_commit");
                let watch = Stopwatch::start();
                let done = self.store.commit(commits, group.now);
                if done.is_ok() {
                    self.health.figures.committed(commits.len(), watch.took());
                }
                done
            }
        });
        if let Err(error) = outcome {
            self.store_failed(&error);
            self.give_back(group, &error);
            return false;
        }
        if !group.commits.is_empty() {
            crash::point("engine.after_commit");
            self.store_works();
        }
        self.hand_on(group);
        true
    }

    fn store_failed(&mut self, error: &StoreError) {
        self.health.figures.failed(Failure::Store);
        // The store begins anew by itself, and by then others may wait for something.
        self.state.scrub.begin_anew();
        let wait = self.state.retry.map_or(RETRY.0, |(_, wait)| wait);
        let not_before = self.clock.now().saturating_add(wait).unwrap_or(Timestamp::MAX);
        let longer = wait.checked_mul(2).unwrap_or(RETRY.1).min(RETRY.1);
        self.state.retry = Some((not_before, longer));
        self.tell_trouble(error);
    }

    /// A write succeeded. All is well once there is room for new things, too.
    fn store_works(&mut self) {
        self.state.retry = None;
        if self.health.in_trouble() && self.store.takes_in().is_ok() {
            self.state.told.is_over();
            self.health.store(None);
            info!("The store works again");
        }
    }

    /// Looks whether the trouble is over although nothing waits that could be tried again.
    fn look_again(&mut self) {
        if self.something_waits() || self.is_held_back() {
            return;
        }
        match self.store.takes_in() {
            Ok(()) => self.store_works(),
            Err(error) => self.tell_trouble(&error),
        }
    }
}
