//! What waits for one chat.

use std::{collections::BTreeMap, time::Duration};

use amends_core::{
    effect::{Body, Class},
    ids::EffectKey,
};
use jiff::Timestamp;

use super::{Job, meter::Meter};
use crate::target::{self, ChatKind};

/// Where a chat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing waits, or something is under way.
    Nowhere,
    /// It could be served now, with this urgency, when it is its turn.
    Ready(Class, u64),
    /// It can't be served before this moment.
    Asleep(Timestamp),
    /// Its limit lets nothing pass for a while, in nanoseconds since the scheduler began.
    Gated(u64),
}

/// What waits for one chat: within a class in the order in which it was asked for.
pub(super) struct Lane {
    waiting: BTreeMap<Class, BTreeMap<EffectKey, Job>>,
    meter: Meter,
    pub(super) under_way: bool,
    pub(super) standing: Standing,
}

impl Lane {
    pub(super) fn new(meter: Meter) -> Self {
        Self { waiting: BTreeMap::new(), meter, under_way: false, standing: Standing::Nowhere }
    }

    /// Adds what waits. Of two changes of the same thing only the newer is worth the chat's pace:
    /// the older is given back.
    pub(super) fn push(&mut self, mut job: Job) -> Option<Job> {
        let jobs = self.waiting.entry(job.row.effect.class).or_default();
        let same = |other: &&Job| replaces(&job.row.effect.body, &other.row.effect.body);
        let older = jobs.range(..job.row.key).map(|(_, other)| other).find(same);
        let older = older.map(|other| other.row.key);
        let newer = jobs
            .range(job.row.key..)
            .any(|(_, other)| replaces(&other.row.effect.body, &job.row.effect.body));
        if newer {
            return Some(job);
        }
        let older = older.and_then(|key| jobs.remove(&key));
        // It has waited since the first of them.
        job.since = older.iter().map(|older| older.since).fold(job.since, Timestamp::min);
        jobs.insert(job.row.key, job);
        older
    }

    /// Takes out what a change that leaves by another way makes needless.
    pub(super) fn spare(&mut self, newer: &Job) -> Option<Job> {
        let (class, key) = self.waiting.iter().find_map(|(class, jobs)| {
            let older = jobs.range(..newer.row.key).map(|(_, other)| other);
            let mut older =
                older.filter(|other| replaces(&newer.row.effect.body, &other.row.effect.body));
            older.next().map(|job| (*class, job.row.key))
        })?;
        let jobs = self.waiting.get_mut(&class)?;
        let spared = jobs.remove(&key);
        if jobs.is_empty() {
            self.waiting.remove(&class);
        }
        spared
    }

    pub(super) fn waiting(&self) -> impl Iterator<Item = &Job> {
        self.waiting.values().flat_map(BTreeMap::values)
    }

    pub(super) fn is_idle(&self) -> bool {
        !self.under_way && self.waiting.is_empty()
    }

    /// What would leave next: of the firsts of each class that may leave now the most urgent, and
    /// of those whoever waited longest. Only the first of a class is looked at, so that none
    /// overtakes an earlier one.
    pub(super) fn head(&self, now: Timestamp) -> Option<&Job> {
        let may = self.firsts().filter(|job| job.row.not_before <= now);
        may.min_by_key(|job| (job.urgency(now), job.since, job.row.effect.class))
    }

    fn firsts(&self) -> impl Iterator<Item = &Job> {
        self.waiting.values().filter_map(|jobs| jobs.values().next())
    }

    /// When the next of those that could leave becomes more urgent.
    pub(super) fn ages_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.firsts().filter_map(Job::ages).map(|(at, _)| at).filter(|at| now < *at).min()
    }

    /// When the next of those that are put off may leave.
    pub(super) fn next_moment_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.firsts().map(|job| job.row.not_before).filter(|at| now < *at).min()
    }

    /// Whether the chat's limit lets the head pass; if not, how long to wait.
    pub(super) fn ask(
        &self,
        kind: ChatKind,
        now: Timestamp,
        elapsed: Duration,
    ) -> Result<(), Duration> {
        let metered = self
            .head(now)
            .is_some_and(|job| target::is_metered_in_chat(&job.row.effect.body, kind));
        if metered { self.meter.ask(elapsed) } else { Ok(()) }
    }

    /// What was under way ended.
    pub(super) fn ended(&mut self, job: &Job, kind: ChatKind, elapsed: Duration) {
        self.under_way = false;
        if target::is_metered_in_chat(&job.row.effect.body, kind) {
            self.meter.ended(elapsed);
        }
    }

    /// Takes the head out.
    pub(super) fn pop(&mut self, now: Timestamp) -> Option<Job> {
        let (class, key) = self.head(now).map(|job| (job.row.effect.class, job.row.key))?;
        let jobs = self.waiting.get_mut(&class)?;
        let job = jobs.remove(&key);
        if jobs.is_empty() {
            self.waiting.remove(&class);
        }
        job
    }

    pub(super) fn is_rested(&self, elapsed: Duration) -> bool {
        self.meter.is_rested(elapsed)
    }
}

/// Whether carrying out `newer` leaves nothing of what `older` would have done.
fn replaces(newer: &Body, older: &Body) -> bool {
    if let Body::Edit { message, words: Some(_), .. } = newer
        && let Body::Edit { message: earlier, purpose: None, .. } = older
    {
        return message == earlier;
    }
    if let (Body::RenameThread { thread, .. }, Body::RenameThread { thread: earlier, .. }) =
        (newer, older)
    {
        return thread == earlier;
    }
    false
}
