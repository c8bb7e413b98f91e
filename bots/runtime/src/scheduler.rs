//! In which order effects leave: by urgency, fairly between chats, within the platform's limits.
//!
//! A chat has at most one effect under way, and those of one class leave in the order in which they
//! were asked for. Answers to presses are not limited and wait for nobody. It knows no network and
//! no store: it is told what waits and asked what is next.

mod changes;
mod gate;
mod lane;
mod limits;
mod meter;
mod penalty;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use amends_core::effect::{Body, Class};
use amends_storage::port::OutboxRow;
use governor::clock::{Clock, Reference};
use jiff::{SignedDuration, Timestamp};
use tracing::Span;

use self::{
    changes::Changes,
    gate::Gate,
    lane::{Lane, Standing},
    meter::Meter,
    penalty::Feedback,
};
pub(crate) use self::{limits::Limits, penalty::Penalties};
use crate::{
    target::{self, Chat, ChatKind},
    window::Window,
};

/// Answers to presses that are under way at the same time.
const ANSWERS: usize = 8;
/// An answer to a press is not worth giving after this long.
const PRESS: SignedDuration = SignedDuration::from_secs(15);
/// A card that waited this long behind calls and lines takes its place among them.
const CARD: Duration = Duration::from_secs(15);
/// When a message that is being changed is looked at again.
const LOOK: Duration = Duration::from_millis(20);
/// Places that questions and what is less urgent leave free, of those in any second: what is urgent
/// overtakes them in the queue, and finds a place at once.
const SPARE: usize = 1;

/// An effect that waits to be carried out.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) row: OutboxRow,
    /// Since when it waits.
    pub(crate) since: Timestamp,
    /// Tries since the start, whether they left this machine or not.
    pub(crate) tries: u32,
    /// Where the log tells of its last try.
    pub(crate) span: Span,
}

impl Job {
    pub(crate) fn new(row: OutboxRow, now: Timestamp) -> Self {
        let since = row.not_before.min(now);
        Self { row, since, tries: 0, span: Span::none() }
    }

    /// The moment after which it is not worth doing.
    pub(crate) fn expires_at(&self) -> Option<Timestamp> {
        let press = matches!(self.row.effect.body, Body::Answer { .. })
            .then(|| self.since.saturating_add(PRESS).unwrap_or(Timestamp::MAX));
        self.row.effect.expires_at.into_iter().chain(press).min()
    }

    fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at().is_some_and(|at| at < now)
    }

    /// When it has waited so long that it becomes more urgent, and how urgent: a question after
    /// half its time, a card when staff would look at what is long over.
    fn ages(&self) -> Option<(Timestamp, Class)> {
        match self.row.effect.class {
            Class::Question => {
                let expires_at = self.row.effect.expires_at?;
                let half = expires_at.duration_since(self.since) / 2;
                Some((self.since + half, Class::Thanks))
            }
            Class::Card => Some((later(self.since, CARD), Class::Staff)),
            Class::Ack | Class::Recovery | Class::Staff | Class::Thanks | Class::Digest => None,
        }
    }

    /// Its urgency now.
    fn urgency(&self, now: Timestamp) -> Class {
        match self.ages() {
            Some((at, class)) if at <= now => class,
            Some(_) | None => self.row.effect.class,
        }
    }
}

/// What is next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Carry this out now.
    Start(Box<Job>),
    /// This was not worth doing any more when its turn came.
    Expired(Box<Job>),
    /// Nothing for this long, or until something is told.
    Wait(Option<Duration>),
}

/// Everything that waits for one platform.
pub(crate) struct Scheduler<C: Clock + Clone> {
    limits: Limits,
    clock: C,
    began: C::Instant,
    /// Over everything: what the platform counts.
    window: Window,
    /// Over everything: evenly.
    overall: Gate<C>,
    lanes: BTreeMap<Chat, Lane>,
    /// Chats that could be served now, the most urgent first, then whose turn it is.
    ready: BTreeSet<(Class, u64, Chat)>,
    /// Chats that can't be served before a moment.
    asleep: BTreeSet<(Timestamp, Chat)>,
    /// Chats whose limit lets nothing pass for a while. That is real time, whatever the clock of the
    /// service says.
    gated: BTreeSet<(u64, Chat)>,
    /// Chats whose urgency changes at a moment.
    changing: BTreeSet<(Timestamp, Chat)>,
    /// Chats with nothing to do, kept until their limits have rested.
    idle: VecDeque<Chat>,
    turns: u64,
    /// How many wait in the lanes.
    waiting: usize,
    answers: VecDeque<Job>,
    answers_under_way: usize,
    changes: Changes,
    feedback: Feedback,
    /// Nothing at all before this moment: the platform does not accept us.
    stopped_until: Option<Timestamp>,
    /// Another run, which may have used up the limit of any chat, ended hardly before this moment.
    careful_since: Option<Duration>,
}

impl<C: Clock + Clone> Scheduler<C> {
    pub(crate) fn new(limits: Limits, clock: C) -> Self {
        let overall = Gate::new(limits.overall(limits.per_second), &clock);
        let began = clock.now();
        Self {
            limits,
            clock,
            began,
            window: limits.window(),
            overall,
            lanes: BTreeMap::new(),
            ready: BTreeSet::new(),
            asleep: BTreeSet::new(),
            gated: BTreeSet::new(),
            changing: BTreeSet::new(),
            idle: VecDeque::new(),
            turns: 0,
            waiting: 0,
            answers: VecDeque::new(),
            answers_under_way: 0,
            changes: Changes::default(),
            feedback: Feedback::new(limits.per_second),
            stopped_until: None,
            careful_since: None,
        }
    }

    /// Starts as if the last run had used up its whole pace until this moment.
    pub(crate) fn start_careful(&mut self) {
        let now = self.elapsed();
        self.window = self.limits.window().used_up(now);
        self.set_rate(self.limits.per_second);
        self.careful_since = Some(now);
    }

    /// How much waits.
    pub(crate) fn len(&self) -> usize {
        self.waiting + self.answers.len()
    }

    /// What waits.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Job> {
        self.lanes.values().flat_map(Lane::waiting).chain(&self.answers)
    }

    /// Adds an effect, new or put back. Returns one that is not worth doing any more because
    /// another one that waits does all of it.
    pub(crate) fn push(&mut self, job: Job, now: Timestamp) -> Option<Job> {
        if self.changes.is_overtaken(&job) {
            return Some(job);
        }
        let (_, chat) = target::target(&job.row.effect.body);
        let Some(chat) = chat else {
            let spared = self.overtake(&job, now);
            self.answers.push_back(job);
            return spared;
        };
        let rate = match chat.kind {
            ChatKind::Private | ChatKind::Marks => self.limits.private,
            ChatKind::Group => self.limits.group,
        };
        let careful_since = self.careful_since;
        let lane = self.lanes.entry(chat.clone()).or_insert_with(|| {
            let meter = Meter::new(rate);
            Lane::new(careful_since.map_or(meter, |since| meter.used_up(since)))
        });
        let spared = lane.push(job);
        if spared.is_none() {
            self.waiting += 1;
        }
        self.stand(&chat, now);
        spared
    }

    /// Takes out what waits and is needless because a press is answered by a newer change.
    fn overtake(&mut self, job: &Job, now: Timestamp) -> Option<Job> {
        let chat = self.changes.note(job)?;
        let spared = self.lanes.get_mut(&chat)?.spare(job)?;
        self.waiting -= 1;
        self.stand(&chat, now);
        Some(spared)
    }

    /// What is next.
    pub(crate) fn next(&mut self, now: Timestamp) -> Next {
        if let Some(until) = self.stopped_until {
            if now < until {
                return Next::Wait(Some(wait(now, until)));
            }
            self.stopped_until = None;
        }
        self.wake(now);
        if let Some(next) = self.next_answer(now) {
            return next;
        }
        while let Some((urgency, _, chat)) = self.ready.first().cloned() {
            let lane = self.lanes.get_mut(&chat).expect("a chat that is ready has a lane");
            if lane.head(now).is_some_and(|job| job.is_expired(now)) {
                let job = lane.pop(now).expect("it has a head");
                self.waiting -= 1;
                self.stand(&chat, now);
                return Next::Expired(Box::new(job));
            }
            if lane.head(now).is_some_and(|job| !self.changes.may_start(job)) {
                self.gate(chat, LOOK);
                continue;
            }
            let elapsed = self.elapsed();
            let lane = self.lanes.get_mut(&chat).expect("a chat that is ready has a lane");
            if let Err(wait) = lane.ask(chat.kind, now, elapsed) {
                self.gate(chat, wait);
                continue;
            }
            if let Some(later) = self.not_yet(urgency, now) {
                return later;
            }
            return self.start(&chat, now);
        }
        Next::Wait(self.next_sleeper(now))
    }

    /// How long nothing of this urgency may leave; nothing if it may.
    fn not_yet(&mut self, urgency: Class, now: Timestamp) -> Option<Next> {
        if let (Some(pause), true) = (self.feedback.pause(now), Class::Recovery < urgency) {
            return Some(self.wait_at_most(now, pause));
        }
        let spare = if Class::Question <= urgency { SPARE } else { 0 };
        match self.window.ask(self.elapsed(), spare) {
            Err(Some(wait)) => return Some(self.wait_at_most(now, wait)),
            Err(None) => return Some(Next::Wait(self.next_sleeper(now))),
            Ok(()) => (),
        }
        let wait = self.overall.ask().err()?;
        Some(self.wait_at_most(now, wait))
    }

    /// An effect is not under way any more.
    pub(crate) fn finished(&mut self, job: &Job, now: Timestamp) {
        let waits = self.changes.ended(job);
        let (_, chat) = target::target(&job.row.effect.body);
        let Some(chat) = chat else {
            self.answers_under_way = self.answers_under_way.saturating_sub(1);
            if let Some(chat) = waits {
                self.stand(&chat, now);
            }
            return;
        };
        let elapsed = self.elapsed();
        self.window.ended(elapsed);
        if let Some(lane) = self.lanes.get_mut(&chat) {
            lane.ended(job, chat.kind, elapsed);
            self.stand(&chat, now);
        }
    }

    /// The platform does not accept us: nothing is sent until then.
    pub(crate) fn stop_until(&mut self, until: Timestamp) {
        self.stopped_until = Some(until);
    }

    /// The platform told us to wait before the next message to this chat.
    pub(crate) fn told_to_wait(&mut self, chat: &Chat, after: Duration, now: Timestamp) {
        let until = later(now, after);
        self.punish(chat, until, now);
        if let Some(per_second) = self.feedback.refused(chat, until, now) {
            self.set_rate(per_second);
        }
    }

    /// A chat may not be written to before then.
    pub(crate) fn punish(&mut self, chat: &Chat, until: Timestamp, now: Timestamp) {
        self.feedback.penalties.insert(chat, until);
        if self.lanes.contains_key(chat) {
            self.stand(chat, now);
        }
    }

    /// The penalties in force, to be kept over a restart.
    pub(crate) fn penalties(&mut self, now: Timestamp) -> &Penalties {
        self.feedback.penalties.forget(now);
        &self.feedback.penalties
    }

    fn next_answer(&mut self, now: Timestamp) -> Option<Next> {
        let expired = self.answers.iter().position(|job| job.is_expired(now));
        if let Some(job) = expired.and_then(|index| self.answers.remove(index)) {
            return Some(Next::Expired(Box::new(job)));
        }
        if ANSWERS <= self.answers_under_way {
            return None;
        }
        let due = self.changes.next_of(&self.answers, now);
        let job = due.and_then(|index| self.answers.remove(index))?;
        self.changes.began(&job);
        self.answers_under_way += 1;
        Some(Next::Start(Box::new(job)))
    }

    fn start(&mut self, chat: &Chat, now: Timestamp) -> Next {
        let lane = self.lanes.get_mut(chat).expect("a chat that is ready has a lane");
        let job = lane.pop(now).expect("a chat that is ready has a head");
        self.changes.began(&job);
        lane.under_way = true;
        self.waiting -= 1;
        self.window.began();
        self.overall.pass();
        self.stand(chat, now);
        Next::Start(Box::new(job))
    }

    /// Wakes chats whose moment has come, and lets go of those whose limits have rested.
    fn wake(&mut self, now: Timestamp) {
        while let Some((at, _)) = self.asleep.first()
            && *at <= now
        {
            let (_, chat) = self.asleep.pop_first().expect("it has a first");
            self.stand(&chat, now);
        }
        let nanos = self.nanos();
        while let Some((until, _)) = self.gated.first()
            && *until <= nanos
        {
            let (_, chat) = self.gated.pop_first().expect("it has a first");
            self.stand(&chat, now);
        }
        while let Some((at, _)) = self.changing.first()
            && *at <= now
        {
            let (_, chat) = self.changing.pop_first().expect("it has a first");
            self.stand(&chat, now);
        }
        if let Some(per_second) = self.feedback.recovered(now) {
            self.set_rate(per_second);
        }
        let elapsed = self.elapsed();
        for _ in 0..self.idle.len().min(4) {
            let Some(chat) = self.idle.pop_front() else { break };
            let Some(lane) = self.lanes.get_mut(&chat) else { continue };
            if !lane.is_idle() {
                continue;
            }
            if lane.is_rested(elapsed) {
                self.lanes.remove(&chat);
            } else {
                self.idle.push_back(chat);
            }
        }
    }

    /// Finds out where a chat stands and puts it there.
    fn stand(&mut self, chat: &Chat, now: Timestamp) {
        let Some(lane) = self.lanes.get_mut(chat) else { return };
        let before = std::mem::replace(&mut lane.standing, Standing::Nowhere);
        match before {
            Standing::Ready(urgency, turn) => {
                self.ready.remove(&(urgency, turn, chat.clone()));
            }
            Standing::Asleep(at) => {
                self.asleep.remove(&(at, chat.clone()));
            }
            Standing::Gated(until) => {
                self.gated.remove(&(until, chat.clone()));
            }
            Standing::Nowhere => (),
        }
        if lane.is_idle() {
            self.idle.push_back(chat.clone());
            return;
        }
        if lane.under_way {
            return;
        }
        let penalty = self.feedback.penalties.until(chat).filter(|until| now < *until);
        let Some(head) = lane.head(now).filter(|_| penalty.is_none()) else {
            let at = penalty.or(lane.next_moment_after(now)).unwrap_or(now);
            lane.standing = Standing::Asleep(at);
            self.asleep.insert((at, chat.clone()));
            return;
        };
        let urgency = head.urgency(now);
        // Its urgency changes when what waits ages, or when something put off may leave.
        let ages_at = lane.ages_after(now);
        for at in ages_at.into_iter().chain(lane.next_moment_after(now)) {
            self.changing.insert((at, chat.clone()));
        }
        let turn = match before {
            // It keeps its turn while it waits for the same.
            Standing::Ready(same, turn) if same == urgency => turn,
            Standing::Ready(..) | Standing::Asleep(_) | Standing::Gated(_) | Standing::Nowhere => {
                self.turns += 1;
                self.turns
            }
        };
        lane.standing = Standing::Ready(urgency, turn);
        self.ready.insert((urgency, turn, chat.clone()));
    }

    /// Puts a chat aside until its limit lets something pass.
    fn gate(&mut self, chat: Chat, wait: Duration) {
        let until = self.nanos() + nanos(wait);
        let lane = self.lanes.get_mut(&chat).expect("a chat that is gated has a lane");
        if let Standing::Ready(urgency, turn) = lane.standing {
            self.ready.remove(&(urgency, turn, chat.clone()));
        }
        lane.standing = Standing::Gated(until);
        self.gated.insert((until, chat));
    }

    /// Real time, whatever the clock of the service says.
    fn elapsed(&self) -> Duration {
        self.clock.now().duration_since(self.began).into()
    }

    fn nanos(&self) -> u64 {
        nanos(self.elapsed())
    }

    fn next_sleeper(&self, now: Timestamp) -> Option<Duration> {
        let asleep = self.asleep.first().map(|(at, _)| wait(now, *at));
        let gated = self.gated.first();
        let gated =
            gated.map(|(until, _)| Duration::from_nanos(until.saturating_sub(self.nanos())));
        asleep.into_iter().chain(gated).min()
    }

    fn wait_at_most(&self, now: Timestamp, longest: Duration) -> Next {
        let sleeper = self.next_sleeper(now);
        Next::Wait(Some(sleeper.map_or(longest, |sleeper| sleeper.min(longest))))
    }

    fn set_rate(&mut self, per_second: u32) {
        self.overall = Gate::drained(self.limits.overall(per_second), &self.clock);
    }
}

fn wait(now: Timestamp, until: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(now)).unwrap_or_default()
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// A moment this much later, rounded up to whole milliseconds so that it is not too early.
fn later(now: Timestamp, by: Duration) -> Timestamp {
    let millis = i64::try_from(by.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX);
    now.saturating_add(SignedDuration::from_millis(millis)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
