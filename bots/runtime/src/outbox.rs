//! Carries effects out on one platform: marks what must not be repeated, sends, and reports the
//! fate to the engine.

use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use amends_core::{
    effect::{Body, Document, Made, Receipt, Refusal},
    event::WorkspaceEvent,
    ids::EffectKey,
    place::{Content, FileRef, MessageRef, Place, Platform},
    policy::Policy,
};
use amends_storage::{crash, port::OutboxRow};
use futures::FutureExt;
use governor::clock::DefaultClock;
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time,
};
use tracing::{debug, error, info, warn};

use crate::{
    clock::Clock,
    fate::{self, Verdict},
    health::Health,
    item::{Item, Settled},
    port::{Adapter, Attempt, Fate, File, SendError, SharedAdapter, View},
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
const STOP: Duration = Duration::from_secs(10);

/// What carries effects out on one platform.
pub(crate) struct Outbox {
    pub(crate) adapter: SharedAdapter,
    /// All platforms, for what is carried from one to another.
    pub(crate) platforms: Arc<BTreeMap<Platform, SharedAdapter>>,
    pub(crate) scheduler: Scheduler<DefaultClock>,
    pub(crate) clock: Clock,
    pub(crate) policy: watch::Receiver<Arc<Policy>>,
    pub(crate) engine: mpsc::Sender<Item>,
    pub(crate) health: Arc<Health>,
    pub(crate) rows: mpsc::UnboundedReceiver<Vec<OutboxRow>>,
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) run: Run,
}

/// What an outbox remembers while it runs.
#[derive(Debug, Default)]
pub(crate) struct Run {
    under_way: JoinSet<(Job, Fate)>,
    /// Chats that moved, from the old place to the new one.
    moved: Vec<(Place, Place)>,
    /// The platform does not accept us.
    rejected: bool,
}

impl Outbox {
    /// The name under which the store keeps the penalties of a platform.
    pub(crate) fn note(platform: Platform) -> String {
        format!("penalties.{}", platform.name())
    }

    /// Takes up the penalties of the last run.
    pub(crate) fn take_up_penalties(&mut self, kept: &[u8]) {
        let now = self.clock.now();
        let Ok(penalties) = serde_json::from_slice::<Penalties>(kept) else {
            warn!(platform = self.platform().name(), "The kept penalties can't be read");
            return;
        };
        for (chat, until) in penalties.all() {
            self.scheduler.punish(&chat, until, now);
        }
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
                () = time::sleep(wait) => (),
            }
        }
        self.wind_down().await;
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
        let repeat = 0 < job.row.attempts;
        let (adapter, engine) = (Arc::clone(&self.adapter), self.engine.clone());
        let platforms = Arc::clone(&self.platforms);
        let view = View::of(&self.policy.borrow());
        self.run.under_way.spawn(async move {
            if fate::is_marked(&job.row) {
                crash::point("outbox.before_sending");
                let mut marked = job.row.clone();
                marked.sending = true;
                marked.attempts = marked.attempts.saturating_add(1);
                if !is_marked(&engine, marked.clone()).await {
                    return (job, Err(SendError::NotSent("it could not be noted first".into())));
                }
                job.row = marked;
                crash::point("outbox.after_sending_mark");
            }
            // Nothing ever drops this future: a request that left must be waited for.
            let nonce = nonce(job.row.key);
            let body = &job.row.effect.body;
            let performed = async {
                if let Body::Fetch { message, file, limit, .. } = body {
                    return text_of(&*adapter, message, file, *limit).await;
                }
                let files = fetch(&*adapter, &platforms, body).await?;
                adapter.perform(body, &view, &Attempt { repeat, nonce, files }).await
            };
            let fate = AssertUnwindSafe(performed)
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(SendError::Unknown("the adapter panicked".into())));
            crash::point("outbox.after_send");
            (job, fate)
        });
    }

    async fn joined(&mut self, done: Result<(Job, Fate), tokio::task::JoinError>) {
        match done {
            Ok((job, fate)) => self.ended(job, fate).await,
            // Its row stays marked, and is found as unknown at the next start.
            Err(error) => error!(%error, "Lost an effect that was under way"),
        }
    }

    /// Deals with the end of one try.
    async fn ended(&mut self, mut job: Job, fate: Fate) {
        let now = self.clock.now();
        let (key, tries) = (job.row.key, job.tries);
        if let Err(reason) = &fate {
            debug!(effect.key = %key, tries, %reason, "A try to carry out an effect failed");
        }
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
            info!(effect.key = %row.key, ?refusal, "An effect was not carried out");
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

/// Fetches the files of a message that the platform can't copy by itself. Nothing has left then: a
/// failure is a failure to send.
async fn fetch(
    adapter: &dyn Adapter,
    platforms: &BTreeMap<Platform, SharedAdapter>,
    body: &Body,
) -> Result<Vec<File>, SendError> {
    if let Body::SendFile { file, .. } = body {
        let Document { name, mime, made: Made::Text(text) } = file;
        let (name, mime) = (name.clone(), Some(mime.clone()));
        return Ok(vec![File { name, mime, bytes: text.clone().into_bytes() }]);
    }
    let Body::Copy { message, content: Some(content), .. } = body else { return Ok(Vec::new()) };
    let from = message.place.platform;
    if adapter.copies(from) {
        return Ok(Vec::new());
    }
    let Content::Media { files, .. } = &**content else { return Ok(Vec::new()) };
    let Some(source) = platforms.get(&from) else {
        return Err(SendError::Refused(Refusal::Unsupported));
    };
    source.fetch(message, files, adapter.upload_limit()).await.map_err(not_fetched)
}

/// The text of a file that somebody sent. What is no text is unsupported.
async fn text_of(adapter: &dyn Adapter, message: &MessageRef, file: &FileRef, limit: u64) -> Fate {
    let files = adapter.fetch(message, std::slice::from_ref(file), limit).await?;
    let bytes = files.into_iter().next().map(|file| file.bytes).unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| SendError::Refused(Refusal::Unsupported))?;
    Ok(Receipt::Text(text))
}

/// What it means for an effect that a file can't be fetched. What the source says about its own
/// chats, people and token says nothing about where the effect goes.
fn not_fetched(error: SendError) -> SendError {
    match error {
        SendError::Refused(Refusal::TooLarge) => SendError::Refused(Refusal::TooLarge),
        SendError::Refused(_) => SendError::Refused(Refusal::Unsupported),
        SendError::RateLimited { .. } | SendError::Moved { .. } => {
            SendError::NotSent(format!("its file could not be fetched: {error}"))
        }
        SendError::NotSent(why) | SendError::Unknown(why) | SendError::Rejected(why) => {
            SendError::NotSent(why)
        }
    }
}

async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    // A service that is gone without a word has stopped, too.
    stop.wait_for(|stop| *stop).await.ok();
}

/// Notes durably that a try begins.
async fn is_marked(engine: &mpsc::Sender<Item>, row: OutboxRow) -> bool {
    let (answer, marked) = oneshot::channel();
    let item = Item::Mark { row: Box::new(row), answer: Some(answer) };
    engine.send(item).await.is_ok() && matches!(marked.await, Ok(Ok(())))
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    later_by(now, SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX))
}

fn later_by(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use amends_core::{effect::To, place::MediaKind};

    use super::*;
    use crate::port::{Incoming, Pending};

    /// A platform on which every file is fetched with the same end.
    struct Source {
        platform: Platform,
        ends: Result<Vec<File>, SendError>,
    }

    impl Adapter for Source {
        fn platform(&self) -> Platform {
            self.platform
        }

        fn read(&self, _update: &[u8], _view: &View) -> Vec<Incoming> {
            unreachable!("nothing comes in")
        }

        fn perform<'a>(
            &'a self,
            _body: &'a Body,
            _view: &'a View,
            _attempt: &'a Attempt,
        ) -> Pending<'a, Fate> {
            unreachable!("nothing goes out")
        }

        fn copies(&self, from: Platform) -> bool {
            from == self.platform
        }

        fn upload_limit(&self) -> u64 {
            1_000
        }

        fn fetch<'a>(
            &'a self,
            _message: &'a MessageRef,
            _files: &'a [FileRef],
            limit: u64,
        ) -> Pending<'a, Result<Vec<File>, SendError>> {
            assert_eq!(limit, 1_000, "what the other platform bears");
            Box::pin(async { self.ends.clone() })
        }

        fn private_link(&self, _token: &str) -> Option<String> {
            None
        }
    }

    /// Fetches a photo that stands on Discord for Telegram.
    async fn photo(ends: Result<Vec<File>, SendError>) -> Result<Vec<File>, SendError> {
        let file = FileRef { id: "1".to_owned(), name: None, mime: None, size: None };
        let content = Content::Media { kind: MediaKind::Photo, caption: None, files: vec![file] };
        let place = Place::chat(Platform::Discord, "5").thread("6");
        let body = Body::Copy {
            to: To::Place(Place::chat(Platform::Telegram, "7")),
            message: MessageRef { place, id: "8".to_owned() },
            caption: None,
            content: Some(Box::new(content)),
            reply_to: None,
            purpose: None,
        };
        let sink = Source { platform: Platform::Telegram, ends: Ok(Vec::new()) };
        let source: SharedAdapter = Arc::new(Source { platform: Platform::Discord, ends });
        let platforms = BTreeMap::from([(Platform::Discord, source)]);
        fetch(&sink, &platforms, &body).await
    }

    #[tokio::test]
    async fn what_the_source_refuses_is_no_word_of_where_it_goes() {
        for refusal in [
            Refusal::ChatGone,
            Refusal::Blocked,
            Refusal::ThreadGone,
            Refusal::MessageGone,
            Refusal::NoRights,
            Refusal::Unsupported,
            Refusal::Other,
        ] {
            let unsupported = Err(SendError::Refused(Refusal::Unsupported));
            assert_eq!(photo(Err(SendError::Refused(refusal))).await, unsupported, "{refusal:?}");
        }
        let too_large = || Err(SendError::Refused(Refusal::TooLarge));
        assert_eq!(photo(too_large()).await, too_large(), "staff are told the size");
    }

    #[tokio::test]
    async fn a_source_that_does_not_answer_now_is_asked_again() {
        for error in [
            SendError::RateLimited { after: Duration::from_secs(9) },
            SendError::Rejected("the token was refused".to_owned()),
            SendError::Moved { to: Place::chat(Platform::Discord, "9") },
            SendError::NotSent("dns".to_owned()),
            SendError::Unknown("read timeout".to_owned()),
        ] {
            let ends = photo(Err(error)).await;
            assert!(matches!(ends, Err(SendError::NotSent(_))), "{ends:?}");
        }
    }
}
