//! When everything is written anew, so that nothing is left on the disk of those who are forgotten.

use std::collections::BTreeSet;

use amends_core::{fact::Fact, ids::CustomerId};
use amends_storage::port::{Erasure, StoreError, Subject};
use jiff::{SignedDuration, Timestamp};
use tracing::{error, info};

use super::{EngineLoop, Group};

/// It takes a while in a large store, and all others wait for its steps: so much lies between.
const APART: SignedDuration = SignedDuration::from_mins(5);
/// And so many times what the last one took: it may not fill the time.
const TIMES_APART: i32 = 20;
/// Words that are over their time wait for so long.
const WORDS_APART: SignedDuration = SignedDuration::from_hours(24);
/// So many effects are read at once.
const PAGE: usize = 500;
/// So many pages of the journal are looked at in an hour.
const PAGES: usize = 20;

/// Who is forgotten and not taken out of everything yet.
#[derive(Debug, Default)]
pub(crate) struct Scrubbing {
    pending: BTreeSet<CustomerId>,
    last: Option<Timestamp>,
    /// How long the last one took.
    took: SignedDuration,
    /// Journal entries below this number hold no words that are over their time.
    looked_to: u64,
    /// Some do.
    has_old_words: bool,
    /// Everything is being written anew, step by step, without words said before this moment.
    under_way: Option<Timestamp>,
}

impl Scrubbing {
    /// Whether the next step is to be taken.
    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }
}

impl EngineLoop {
    /// Finds out who was forgotten in an earlier run.
    pub(super) fn find_erasures(&mut self) -> Result<(), StoreError> {
        let erasures = self.store.erasures()?;
        self.state.scrub.pending.extend(erasures.into_iter().flat_map(|it| it.customers));
        self.plan_scrub();
        Ok(())
    }

    /// Takes note of what a group changed for those who are forgotten.
    pub(super) fn note_erasures(&mut self, group: &Group) {
        let erasures = group.commits.iter().flat_map(|commit| &commit.erasures);
        let customers = erasures.flat_map(|erasure: &Erasure| erasure.customers.clone());
        self.state.scrub.pending.extend(customers);
        self.plan_scrub();
    }

    fn plan_scrub(&self) {
        let scrub = &self.state.scrub;
        let waits = if scrub.pending.is_empty() { WORDS_APART } else { APART };
        let waits = waits.max(scrub.took.saturating_mul(TIMES_APART));
        let after = |last: Timestamp| last.saturating_add(waits).unwrap_or(Timestamp::MAX);
        let due = scrub.last.map_or(Timestamp::MIN, after);
        let is_wanted = scrub.has_old_words || !scrub.pending.is_empty();
        self.health.scrub(is_wanted.then_some(due));
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
        let speaks = |fact: &Fact| matches!(fact, Fact::Commented { words: Some(_), .. });
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
    /// platforms is done. Each call takes one step: others are served in between.
    pub(super) fn scrub(&mut self) {
        if self.is_held_back() {
            return;
        }
        let now = self.clock.now();
        let words_before = match self.state.scrub.under_way {
            Some(words_before) => words_before,
            None if self.health.wants_scrub(now) => match self.is_anything_under_way() {
                Ok(true) => return,
                Ok(false) => self.words_before(now),
                Err(error) => return self.store_failed(&error),
            },
            None => return,
        };
        let begins = self.state.scrub.under_way.replace(words_before).is_none();
        if begins {
            self.state.scrub.last = Some(now);
            // What is found from here on is for the next time.
            self.state.scrub.has_old_words = false;
        }
        let stepped = self.store.scrub_step(words_before).and_then(|is_done| {
            // Whoever was forgotten meanwhile is still to be taken out.
            let left = if is_done { Some(self.store.erasures()?) } else { None };
            Ok(left)
        });
        match stepped {
            Ok(None) => return,
            Ok(Some(left)) => {
                let erased = self.state.scrub.pending.len();
                info!(erased, "Nothing is left of those who were forgotten");
                self.state.scrub.pending = left.into_iter().flat_map(|it| it.customers).collect();
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

    /// Whether something is still to be deleted, or said to those who are forgotten.
    fn is_anything_under_way(&self) -> Result<bool, StoreError> {
        let pending = &self.state.scrub.pending;
        for id in pending {
            if self.store.customer(*id)?.is_some_and(|customer| customer.erasing.is_some()) {
                return Ok(true);
            }
        }
        let mut after = None;
        loop {
            let rows = self.store.outbox(after, PAGE)?;
            let Some(last) = rows.last() else { return Ok(false) };
            after = Some(last.key);
            let concerns = |subject: &Subject| match subject {
                Subject::Customer(id) => pending.contains(id),
                Subject::Workspace | Subject::Venue(_) => false,
            };
            if rows.iter().any(|row| concerns(&row.subject)) {
                return Ok(true);
            }
        }
    }
}
