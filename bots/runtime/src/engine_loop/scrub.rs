//! When everything is written anew, so that nothing is left on the disk of those who are forgotten.

use std::collections::BTreeSet;

use amends_core::{effect::Purpose, event::Event, fact::Fact, ids::CustomerId};
use amends_storage::port::{CauseKind, Erasure, StoreError, Subject};
use jiff::{SignedDuration, Timestamp};
use tracing::{error, info};

use super::{EngineLoop, Group, Trouble, because::Because};
use crate::target;

/// It takes a while in a large store, and all others wait for its steps: so much lies between.
const APART: SignedDuration = SignedDuration::from_mins(5);
/// And so many times what the last one took: it may not fill the time.
const TIMES_APART: i32 = 20;
/// Words that are over their time wait for so long.
const WORDS_APART: SignedDuration = SignedDuration::from_hours(24);
/// Whoever is forgotten waits for so long for what is still to be done on the platforms, so that
/// everything is written anew once and not twice.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// So many effects are read at once.
const PAGE: usize = 500;
/// So many pages of the journal are looked at in an hour.
const PAGES: usize = 20;

/// Who is forgotten and not taken out of everything yet.
#[derive(Debug, Default)]
pub(crate) struct Scrubbing {
    pending: Vec<Pending>,
    last: Option<Timestamp>,
    /// How long the last one took.
    took: SignedDuration,
    /// Journal entries below this number hold no words that are over their time.
    looked_to: u64,
    /// Some do.
    has_old_words: bool,
    /// Customers whose deletions could not even be given up.
    stuck: BTreeSet<CustomerId>,
    /// Everything is being written anew, step by step.
    under_way: Option<Running>,
}

/// Somebody who is forgotten.
#[derive(Debug)]
struct Pending {
    /// By which ids they were known.
    customers: Vec<CustomerId>,
    /// Since when that is known here.
    since: Timestamp,
    /// They were taken out once, and not all was done on the platforms by then: when it is, what that
    /// took is still to be taken out.
    was_unfinished: bool,
}

/// What is being written anew.
#[derive(Clone, Debug)]
struct Running {
    /// Words said before this moment are left out.
    words_before: Timestamp,
    /// With whom something was still to be done when it began.
    unfinished: BTreeSet<CustomerId>,
}

impl Scrubbing {
    /// Whether the next step is to be taken.
    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// What was begun is begun anew, with whatever waits by then.
    pub(super) fn begin_anew(&mut self) {
        // Words that it was begun for are still there, and nothing else remembers them.
        self.has_old_words |= self.under_way.take().is_some();
    }

    /// When so much has passed since the last time, and since it had its share of all time.
    fn after(&self, apart: SignedDuration) -> Timestamp {
        let apart = apart.max(self.took.saturating_mul(TIMES_APART));
        let after = |last: Timestamp| last.saturating_add(apart).unwrap_or(Timestamp::MAX);
        self.last.map_or(Timestamp::MIN, after)
    }

    /// When words that are over their time are to be taken out, if there are any.
    fn words_due(&self) -> Option<Timestamp> {
        self.has_old_words.then(|| self.after(WORDS_APART))
    }

    fn has_begun(&mut self, running: Running, now: Timestamp) {
        self.last = Some(now);
        // What is found from here on is for the next time.
        self.has_old_words = false;
        self.under_way = Some(running);
    }

    fn note(&mut self, customers: &[CustomerId], now: Timestamp) {
        let is_known = self.pending.iter().any(|pending| pending.customers == customers);
        if !is_known {
            let customers = customers.to_vec();
            self.pending.push(Pending { customers, since: now, was_unfinished: false });
        }
    }

    /// Whoever is still to be taken out after everything was written anew: those who were forgotten
    /// meanwhile, and those with whom not all was done.
    fn keep(&mut self, left: &[Erasure], done: &Running, now: Timestamp) {
        self.pending.retain(|pending| left.iter().any(|it| it.customers == pending.customers));
        for pending in &mut self.pending {
            pending.was_unfinished |= pending.is_among(&done.unfinished);
        }
        for erasure in left {
            self.note(&erasure.customers, now);
        }
    }
}

impl Pending {
    fn is_among(&self, some: &BTreeSet<CustomerId>) -> bool {
        self.customers.iter().any(|id| some.contains(id))
    }

    /// Whether they are waited for no longer.
    fn is_ready(&self, unfinished: &BTreeSet<CustomerId>, now: Timestamp) -> bool {
        let has_waited = PATIENCE <= now.duration_since(self.since);
        !self.is_among(unfinished) || (has_waited && !self.was_unfinished)
    }
}

impl EngineLoop {
    /// Finds out who was forgotten in an earlier run.
    pub(super) fn find_erasures(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for erasure in self.store.erasures()? {
            self.state.scrub.note(&erasure.customers, now);
        }
        self.plan_scrub();
        Ok(())
    }

    /// Takes note of what a group changed for those who are forgotten.
    pub(super) fn note_erasures(&mut self, group: &Group) {
        for erasure in group.commits.iter().flat_map(|commit| &commit.erasures) {
            self.state.scrub.note(&erasure.customers, group.now);
        }
        self.plan_scrub();
    }

    fn plan_scrub(&self) {
        let scrub = &self.state.scrub;
        let due = (!scrub.pending.is_empty()).then(|| scrub.after(APART));
        self.health.scrub(due.into_iter().chain(scrub.words_due()).min());
    }

    /// Words said before this moment are over their time.
    fn words_before(&self, now: Timestamp) -> Timestamp {
        let kept = self.policy.workspace.retention.talks;
        now.saturating_sub(kept).unwrap_or(Timestamp::MIN)
    }

    /// Looks whether words in the journal, or in what was given up, are over their time; a few pages
    /// at a time.
    pub(super) fn look_for_old_words(&mut self) -> Result<(), StoreError> {
        let before = self.words_before(self.clock.now());
        let given_up = self.store.dead_letters(1)?;
        self.state.scrub.has_old_words |= given_up.iter().any(|letter| letter.at < before);
        let speaks = |fact: &Fact| {
            matches!(
                fact,
                Fact::Commented { words: Some(_), .. } | Fact::Said { words: Some(_), .. }
            )
        };
        for _ in 0..PAGES {
            let entries = self.store.journal(self.state.scrub.looked_to, PAGE)?;
            for entry in &entries {
                if before <= entry.at {
                    break;
                }
                self.state.scrub.looked_to = entry.seq.saturating_add(1);
                self.state.scrub.has_old_words |= entry.facts.iter().any(speaks);
            }
            let is_all = entries.len() < PAGE || entries.iter().any(|entry| before <= entry.at);
            if is_all {
                break;
            }
        }
        self.plan_scrub();
        Ok(())
    }

    /// Has everything written anew if somebody is forgotten, and all that was to be done on the
    /// platforms is done; or has taken too long, so that others need not wait for it. Each call takes
    /// one step: others are served in between.
    pub(super) fn scrub(&mut self) {
        if self.is_held_back() {
            return;
        }
        let now = self.clock.now();
        let running = match self.state.scrub.under_way.clone() {
            Some(running) => running,
            None if self.health.wants_scrub(now) => match self.may_scrub(now) {
                Ok(None) => return,
                Ok(Some(running)) => {
                    self.state.scrub.has_begun(running.clone(), now);
                    running
                }
                Err(error) => return self.store_failed(&error),
            },
            None => return,
        };
        let stepped = self.store.scrub_step(running.words_before, &running.unfinished);
        let stepped = stepped.and_then(|is_done| {
            let left = if is_done { Some(self.store.erasures()?) } else { None };
            Ok(left)
        });
        match stepped {
            Ok(None) => return,
            Ok(Some(left)) => {
                let erased = self.state.scrub.pending.len();
                self.state.scrub.keep(&left, &running, now);
                info!(erased, left = left.len(), "Those who were forgotten are taken out of all");
            }
            Err(error) => {
                error!(%error, "Those who are forgotten are not taken out of all yet");
                self.state.scrub.has_old_words = true;
            }
        }
        let scrub = &mut self.state.scrub;
        scrub.took = scrub.last.map_or(SignedDuration::ZERO, |began| now.duration_since(began));
        scrub.under_way = None;
        self.plan_scrub();
    }

    /// What is to be written anew, if it is time to begin.
    fn may_scrub(&mut self, now: Timestamp) -> Result<Option<Running>, StoreError> {
        let unfinished = self.unfinished()?;
        let scrub = &self.state.scrub;
        let is_time = scrub.words_due().is_some_and(|due| due <= now)
            || scrub.pending.iter().any(|pending| pending.is_ready(&unfinished, now));
        let words_before = self.words_before(now);
        Ok(is_time.then_some(Running { words_before, unfinished }))
    }

    /// With whom something is still to be done: something to be deleted, or said to them. What was to
    /// be deleted and was given up is over, and they hear that it is not deleted.
    fn unfinished(&mut self) -> Result<BTreeSet<CustomerId>, StoreError> {
        let (waiting, deleting) = self.under_way()?;
        let pending = self.state.scrub.pending.iter();
        let pending: BTreeSet<_> = pending.flat_map(|pending| pending.customers.clone()).collect();
        let mut unfinished: BTreeSet<_> = pending.intersection(&waiting).copied().collect();
        for id in pending {
            let is_erasing = match self.store.customer(id) {
                Ok(customer) => customer.is_some_and(|customer| customer.erasing.is_some()),
                // Nothing can be done with them any more.
                Err(StoreError::Damaged { .. }) => false,
                Err(error) => return Err(error),
            };
            if !is_erasing {
                continue;
            }
            unfinished.insert(id);
            if !deleting.contains(&id) && !self.state.scrub.stuck.contains(&id) {
                self.give_up_deleting(id)?;
            }
        }
        Ok(unfinished)
    }

    /// Of whom effects wait, and of whom such that delete something after they were forgotten.
    fn under_way(&self) -> Result<(BTreeSet<CustomerId>, BTreeSet<CustomerId>), StoreError> {
        let (mut waiting, mut deleting) = (BTreeSet::new(), BTreeSet::new());
        let mut after = None;
        loop {
            let rows = self.store.outbox(after, PAGE)?;
            let Some(last) = rows.last() else { return Ok((waiting, deleting)) };
            after = Some(last.key);
            for row in &rows {
                let Subject::Customer(id) = row.subject else { continue };
                waiting.insert(id);
                if let (Some(Purpose::Erased), _) = target::purpose(&row.effect.body) {
                    deleting.insert(id);
                }
            }
        }
    }

    fn give_up_deleting(&mut self, id: CustomerId) -> Result<(), StoreError> {
        let mut group = Group::new(self.clock.now());
        let ended = self.draft(&mut group, Because::Happened(CauseKind::Business), |draft| {
            Ok(draft.customer_step(id, Event::DeletionsEnded, Vec::new())?)
        });
        match ended {
            Ok(_) => drop(self.conclude(group, Ok(()))),
            Err(Trouble::Item(reason)) => {
                error!(customer.id = %id, reason, "Could not end what was to be deleted");
                self.state.scrub.stuck.insert(id);
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        Ok(())
    }
}
