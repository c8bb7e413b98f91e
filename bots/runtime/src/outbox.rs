//! Carries effects out on one platform: marks what must not be repeated, sends, and reports the
//! fate to the engine.

mod files;

use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use amends_core::{
    effect::{Body, Class, Receipt, Refusal},
    event::WorkspaceEvent,
    ids::EffectKey,
    place::{Place, Platform},
    policy::Policy,
};
use amends_storage::{
    crash,
    port::{OutboxRow, Store, StoreError},
};
use futures::FutureExt;
use governor::clock::DefaultClock;
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time,
};
use tracing::{Instrument, debug, error, info, info_span, warn};

use crate::{
    clock::Clock,
    documents,
    fate::{self, Verdict},
    figures::{self, Failure, Outcome, Waits},
    health::Health,
    item::{Item, Settled},
    port::{Attempt, Fate, SendError, SharedAdapter, View},
    scheduler::{Job, Next, Penalties, Scheduler},
    target,
};

/// The clock may be moved forward: it is looked at this often at least.
const LOOK: Duration = Duration::from_millis(250);
/// How long nothing is sent to a platform that does not accept us.
const REJECTED: SignedDuration = SignedDuration::from_secs(30);
/// An effect without a moment of its own is not tried for longer than this.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// A chat that moves more often than this is not followed.
const MOVES: u32 = 10;
/// How long a stop waits for what is under way.
const STOP: Duration = Duration::from_secs(8);

/// What carries effects out on one platform.
pub(crate) struct Outbox {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) adapter: SharedAdapter,
    /// All platforms, for what is carried from one to another.
    pub(crate) platforms: Arc<BTreeMap<Platform, SharedAdapter>>,
    pub(crate) scheduler: Scheduler<DefaultClock>,
    pub(crate) clock: Clock,
    pub(crate) policy: watch::Receiver<Arc<Policy>>,
    pub(crate) engine: mpsc::Sender<Item>,
    pub(crate) health: Arc<Health>,
    pub(crate) rows: mpsc::UnboundedReceiver<Vec<OutboxRow>>,
    /// Those who want to know what waits.
    pub(crate) questions: mpsc::Receiver<oneshot::Sender<Waits>>,
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) run: Run,
}

/// What an outbox remembers while it runs.
#[derive(Debug, Default)]
pub(crate) struct Run {
    under_way: JoinSet<(Job, Fate)>,
    /// What that is, and since when it is wanted.
    wanted: BTreeMap<EffectKey, (Class, Timestamp)>,
    /// Chats that moved, from the old place to the new one.
    moved: Vec<(Place, Place)>,
    /// The platform does not accept us.
    rejected: bool,
}

impl Outbox {
    /// The name under which the store keeps the penalties of a platform.
    fn note(platform: Platform) -> String {
        format!("penalties.{}", platform.name())
    }

    /// Takes up the penalties of the last run.
    pub(crate) fn take_up_penalties(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let Some(kept) = self.store.note(&Self::note(self.platform()))? else { return Ok(()) };
        let Ok(penalties) = serde_json::from_slice::<Penalties>(&kept) else {
            warn!(platform = self.platform().name(), "The kept penalties can't be read");
            return Ok(());
        };
        for (chat, until) in penalties.all() {
            self.scheduler.punish(&chat, until, now);
        }
        Ok(())
    }

    /// Runs until it is told to stop.
    pub(crate) async fn run(mut self) {
        let mut stop = self.stop.clone();
        loop {
            let wait = self.start_what_may().await;
            self.health.outbox(self.platform(), self.scheduler.len() + self.run.under_way.len());
            tokio::select! {
                biased;
                () = told_to_stop(&mut stop) => break,
                Some(done) = self.run.under_way.join_next() => self.joined(done).await,
                rows = self.rows.recv() => match rows {
                    Some(rows) => self.take(rows).await,
                    None => break,
                },
                Some(answer) = self.questions.recv() => {
                    // Whoever asked may have gone.
                    answer.send(self.waits()).ok();
                }
                () = time::sleep(wait) => (),
            }
        }
        self.wind_down().await;
    }

    fn waits(&self) -> Waits {
        figures::waits(self.scheduler.waiting(), self.run.wanted.values().copied())
    }

    fn platform(&self) -> Platform {
        self.adapter.platform()
    }

    async fn take(&mut self, rows: Vec<OutboxRow>) {
        let now = self.clock.now();
        for mut row in rows {
            for (from, to) in &self.run.moved {
                target::retarget(&mut row.effect.body, from, to);
            }
            self.wait_its_turn(Job::new(row, now), now).await;
        }
    }

    /// Lets an effect wait its turn; one that another one makes needless is as good as done.
    async fn wait_its_turn(&mut self, job: Job, now: Timestamp) {
        if let Some(needless) = self.scheduler.push(job, now) {
            self.settle(needless.row, Ok(Receipt::Done)).await;
        }
    }

    /// Starts everything that may leave now, and returns how long to wait for the next.
    async fn start_what_may(&mut self) -> Duration {
        loop {
            match self.scheduler.next(self.clock.now()) {
                Next::Start(job) => self.start(*job),
                Next::Expired(job) => self.settle(job.row, Err(Refusal::Expired)).await,
                Next::Wait(wait) => return wait.map_or(LOOK, |wait| wait.min(LOOK)),
            }
        }
    }

    fn start(&mut self, mut job: Job) {
        job.tries += 1;
        self.run.wanted.insert(job.row.key, (job.row.effect.class, job.since));
        let repeat = 0 < job.row.attempts;
        let (id, platform) = (job.row.cause(), self.platform().name());
        let (effect, class) = (job.row.key, figures::class_name(job.row.effect.class));
        let span = info_span!("send", %id, %effect, platform, class);
        job.span = span.clone();
        let (adapter, engine) = (Arc::clone(&self.adapter), self.engine.clone());
        let (platforms, store) = (Arc::clone(&self.platforms), Arc::clone(&self.store));
        let (view, health) = (View::of(&self.policy.borrow()), Arc::clone(&self.health));
        let sending = async move {
            debug!("Sending");
            if fate::is_marked(&job.row) {
                crash::point("outbox.before_sending");
                let mut marked = job.row.clone();
                marked.sending = true;
                marked.attempts = marked.attempts.saturating_add(1);
                match mark(&engine, marked.clone()).await {
                    Some(true) => (),
                    Some(false) => return (job, Err(SendError::Refused(Refusal::Recalled))),
                    None => {
                        let why = "it could not be noted first".into();
                        return (job, Err(SendError::NotSent(why)));
                    }
                }
                job.row = marked;
                crash::point("outbox.after_sending_mark");
            }
            // Nothing ever drops this future: a request that left must be waited for.
            let nonce = nonce(job.row.key);
            let body = &job.row.effect.body;
            let performed = async {
                if let Body::Fetch { message, file, limit, .. } = body {
                    return files::text_of(&*adapter, message, file, *limit).await;
                }
                let files = if let Body::SendFile { file, .. } = body {
                    vec![documents::make(&*adapter, &view, &store, file).await?]
                } else {
                    files::fetch(&*adapter, &platforms, body).await?
                };
                adapter.perform(body, &view, &Attempt { repeat, nonce, files }).await
            };
            let fate = AssertUnwindSafe(performed).catch_unwind().await.unwrap_or_else(|_| {
                health.figures.failed(Failure::Panic);
                Err(SendError::Unknown("the adapter panicked".into()))
            });
            crash::point("outbox.after_send");
            (job, fate)
        };
        self.run.under_way.spawn(sending.instrument(span));
    }

    async fn joined(&mut self, done: Result<(Job, Fate), tokio::task::JoinError>) {
        match done {
            Ok((job, fate)) => {
                let span = job.span.clone();
                self.ended(job, fate).instrument(span).await;
            }
            // Its row stays marked, and is found as unknown at the next start.
            Err(error) => error!(%error, "Lost an effect that was under way"),
        }
    }

    /// Deals with the end of one try.
    async fn ended(&mut self, mut job: Job, fate: Fate) {
        let now = self.clock.now();
        let (key, tries) = (job.row.key, job.tries);
        self.run.wanted.remove(&key);
        match &fate {
            Ok(_) => debug!(effect.key = %key, tries, "Sent"),
            Err(reason) => {
                debug!(effect.key = %key, tries, %reason, "A try to carry out an effect failed");
            }
        }
        self.count(&job.row, &fate, now);
        let verdict = fate::verdict(&job.row, fate, tries, self.adapter.recognises_repeats());
        self.accepted_again(&verdict);
        self.scheduler.finished(&job, now);
        match verdict {
            Verdict::Settle(fate) => self.settle(job.row, fate).await,
            Verdict::Again { after, counts } => {
                let not_before = later(now, after);
                let last = job.expires_at().unwrap_or(later_by(job.since, LONGEST));
                if last < not_before {
                    let refusal = if counts { Refusal::Unknown } else { Refusal::Expired };
                    self.settle(job.row, Err(refusal)).await;
                    return;
                }
                job.row.not_before = not_before;
                self.put_back(job, counts, now).await;
            }
            Verdict::PutOff { after } => self.put_off(job, after, now).await,
            Verdict::Follow { to } => self.follow(job, to, now).await,
            Verdict::Stop { why } => {
                self.scheduler.stop_until(later_by(now, REJECTED));
                if !self.run.rejected {
                    self.run.rejected = true;
                    let platform = self.platform().name();
                    error!(platform, why, "The platform does not accept us: look at the token");
                }
                self.health.sending(self.platform(), Some(why));
                self.put_back(job, false, now).await;
            }
        }
    }

    /// Counts the end of one try.
    fn count(&self, row: &OutboxRow, fate: &Fate, now: Timestamp) {
        let figures = &self.health.figures;
        let outcome = match fate {
            Ok(_) => Outcome::Done,
            Err(SendError::Refused(_) | SendError::Moved { .. }) => Outcome::Refused,
            Err(SendError::Unknown(_)) => Outcome::Unknown,
            Err(SendError::RateLimited { .. }) => Outcome::PutOff,
            Err(SendError::NotSent(_)) => Outcome::NotSent,
            Err(SendError::Rejected(_)) => {
                figures.failed(Failure::Rejected);
                Outcome::NotSent
            }
        };
        figures.tried(self.platform(), row.effect.class, outcome);
        if let (Outcome::Done, Some(pressed_at)) = (outcome, row.pressed_at) {
            figures.answered(pressed_at, now);
        }
    }

    /// Puts an effect back, durably if its try was noted. A try that surely did not arrive is taken
    /// back.
    async fn put_back(&mut self, mut job: Job, counts: bool, now: Timestamp) {
        if job.row.sending {
            job.row.sending = false;
            if !counts {
                job.row.attempts = job.row.attempts.saturating_sub(1);
            }
            self.note_row(&job.row).await;
        }
        self.wait_its_turn(job, now).await;
    }

    async fn put_off(&mut self, mut job: Job, after: Duration, now: Timestamp) {
        if let Body::Edit { press, .. } = &mut job.row.effect.body {
            // By then the press is forgotten; the change is still wanted.
            *press = None;
        }
        let (_, chat) = target::target(&job.row.effect.body);
        warn!(effect.key = %job.row.key, ?after, "The platform told us to wait");
        let Some(chat) = chat else {
            // A press is forgotten before it could be answered.
            self.settle(job.row, Err(Refusal::Expired)).await;
            return;
        };
        // That was the platform's wish and says nothing about the effect.
        job.tries = job.tries.saturating_sub(1);
        self.put_back(job, false, now).await;
        self.scheduler.told_to_wait(&chat, after, now);
        let penalties = self.scheduler.penalties(now);
        let value = serde_json::to_vec(penalties).expect("penalties have only string keys");
        let name = Self::note(self.platform());
        self.tell(Item::Keep { name, value, answer: None }).await;
    }

    async fn follow(&mut self, mut job: Job, to: Place, now: Timestamp) {
        let (platform, chat) = target::target(&job.row.effect.body);
        let Some(chat) = chat else {
            self.settle(job.row, Err(Refusal::Other)).await;
            return;
        };
        let from = target::place(platform, &chat);
        let followed = target::retarget(&mut job.row.effect.body, &from, &to);
        if !followed || MOVES < job.tries {
            self.settle(job.row, Err(Refusal::ChatGone)).await;
            return;
        }
        let moved = (from.clone(), to.clone());
        if !self.run.moved.contains(&moved) {
            info!(effect.key = %job.row.key, "A chat moved: it is followed");
            self.run.moved.push(moved);
            self.tell(Item::Business(Box::new(WorkspaceEvent::ChatMigrated { from, to }))).await;
        }
        self.put_back(job, false, now).await;
    }

    async fn settle(&mut self, row: OutboxRow, fate: Result<Receipt, Refusal>) {
        if let Err(refusal) = &fate {
            let id = row.cause();
            info!(%id, effect.key = %row.key, ?refusal, "An effect was not carried out");
        }
        self.tell(Item::Settled(Box::new(Settled { row, fate, failures: 0 }))).await;
    }

    async fn note_row(&self, row: &OutboxRow) {
        self.tell(Item::Mark { row: Box::new(row.clone()), answer: None }).await;
    }

    async fn tell(&self, item: Item) {
        // The engine outlives the outboxes; if it is gone, rows are found again at the next start.
        self.engine.send(item).await.ok();
    }

    /// Notes that the platform accepts us again.
    fn accepted_again(&mut self, verdict: &Verdict) {
        let accepted = match verdict {
            Verdict::Settle(_) | Verdict::PutOff { .. } | Verdict::Follow { .. } => true,
            Verdict::Again { .. } | Verdict::Stop { .. } => false,
        };
        if accepted && self.run.rejected {
            self.run.rejected = false;
            self.health.sending(self.platform(), None);
            info!(platform = self.platform().name(), "The platform accepts us again");
        }
    }

    /// Waits for what is under way, and starts nothing more.
    async fn wind_down(&mut self) {
        let waited = time::timeout(STOP, async {
            while let Some(done) = self.run.under_way.join_next().await {
                self.joined(done).await;
            }
        });
        if waited.await.is_err() {
            let left = self.run.under_way.len();
            warn!(left, "Stopped without knowing the fate of what was under way");
        }
    }
}

/// The name of an effect towards a platform: the same at every try.
fn nonce(key: EffectKey) -> String {
    format!("{:x}.{:x}", key.seq, key.index)
}

async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    // A service that is gone without a word has stopped, too.
    stop.wait_for(|stop| *stop).await.ok();
}

/// Notes durably that a try begins. Returns whether it is still wanted; nothing if that could not be
/// noted.
async fn mark(engine: &mpsc::Sender<Item>, row: OutboxRow) -> Option<bool> {
    let (answer, marked) = oneshot::channel();
    let item = Item::Mark { row: Box::new(row), answer: Some(answer) };
    engine.send(item).await.ok()?;
    marked.await.ok()?.ok()
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    later_by(now, SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX))
}

fn later_by(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
