//! Asking for updates: they are made durable first and confirmed afterwards.
//!
//! Telegram forgets an update once it is asked for the ones behind it, so the next question waits
//! until the sink has kept what it got. Updates are handed on as they came: one that nobody can
//! read yet never holds up the others.

use std::{fmt::Display, future::Future, time::Duration};

use serde::Deserialize;
use serde_json::{json, value::RawValue};
use teloxide_core::types::AllowedUpdate;
use thiserror::Error;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use crate::{
    classify::{self, CallError},
    client::{self, Client},
};

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The kinds of updates that are asked for.
const KINDS: [AllowedUpdate; 6] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
    AllowedUpdate::MessageReaction,
    AllowedUpdate::BusinessMessage,
];

/// Updates as they came, each with its id, in order.
pub type Batch = Vec<(String, Vec<u8>)>;

/// Why asking for updates has ended although nobody wanted it to.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PollError {
    /// Telegram does not know the bot; what to do is in the sentence.
    #[error("{0}")]
    Rejected(String),
}

/// Asks for updates until told to stop. Each batch goes to `keep`; what that could not keep is
/// asked for again. Why no updates come is told to `tell` as a sentence, each time the reason
/// changes, and nothing is told when they come again.
pub async fn run<F, K, E, T>(
    client: &Client,
    keep: F,
    tell: T,
    stop: &CancellationToken,
) -> Result<(), PollError>
where
    F: Fn(Batch) -> K,
    K: Future<Output = Result<(), E>>,
    E: Display,
    T: Fn(Option<String>),
{
    let fetch = |offset: Option<i64>| {
        let mut params = json!({ "timeout": client::POLL.as_secs(), "allowed_updates": KINDS });
        if let Some(offset) = offset {
            params["offset"] = offset.into();
        }
        async move { client.poll(&params).await }
    };
    run_with(fetch, keep, tell, stop).await
}

/// The loop itself, for any source of updates.
async fn run_with<S, P, F, K, E, T>(
    fetch: S,
    keep: F,
    tell: T,
    stop: &CancellationToken,
) -> Result<(), PollError>
where
    S: Fn(Option<i64>) -> P,
    P: Future<Output = Result<Box<RawValue>, CallError>>,
    F: Fn(Batch) -> K,
    K: Future<Output = Result<(), E>>,
    E: Display,
    T: Fn(Option<String>),
{
    // Never remembered across restarts: Telegram renumbers updates after a quiet week, and an
    // offset above its numbers would confirm nothing.
    let mut offset = None;
    let mut pause = Pause { failures: 0, told: None, tell };
    loop {
        // Nothing is lost by dropping a question: only a higher offset confirms anything.
        let Some(fetched) = stop.run_until_cancelled(fetch(offset)).await else { return Ok(()) };
        let wait = match fetched.map_err(Trouble::Call).and_then(|result| read(&result)) {
            Ok(batch) if batch.updates.is_empty() => pause.over(),
            Ok(batch) => match keep(batch.updates).await {
                Ok(()) => {
                    offset = batch.next;
                    pause.over()
                }
                Err(error) => pause.after(&Trouble::NotKept(error.to_string()))?,
            },
            Err(trouble) => pause.after(&trouble)?,
        };
        if let Some(wait) = wait
            && stop.run_until_cancelled(sleep(wait)).await.is_none()
        {
            return Ok(());
        }
    }
}

/// What came with one answer.
struct Fetched {
    updates: Batch,
    next: Option<i64>,
}

/// What is read of an update here.
#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

fn read(result: &RawValue) -> Result<Fetched, Trouble> {
    let strange = |error: serde_json::Error| Trouble::Call(CallError::Lost(error.to_string()));
    let raw: Vec<&RawValue> = serde_json::from_str(result.get()).map_err(strange)?;
    let mut fetched = Fetched { updates: Vec::with_capacity(raw.len()), next: None };
    for update in raw {
        let Numbered { update_id } = serde_json::from_str(update.get()).map_err(strange)?;
        fetched.updates.push((update_id.to_string(), update.get().as_bytes().to_vec()));
        fetched.next = Some(update_id.wrapping_add(1));
    }
    Ok(fetched)
}

/// Why a round brought nothing.
enum Trouble {
    /// Telegram did not give any.
    Call(CallError),
    /// They could not be made durable.
    NotKept(String),
}

impl Trouble {
    /// Why nothing comes in, for those who ask how the service does. What could not be kept is the
    /// store's to tell, and being asked to slow down is no trouble.
    fn sentence(&self) -> Option<String> {
        match self {
            Self::Call(CallError::Refused { code: 409, description, .. }) => {
                Some(format!("no updates arrive: {}", classify::conflict(description)))
            }
            Self::Call(CallError::Refused { retry_after: Some(_), .. }) | Self::NotKept(_) => None,
            Self::Call(CallError::NotSent(why) | CallError::Lost(why)) => {
                Some(format!("Telegram can't be reached: {why}"))
            }
            Self::Call(error @ CallError::Refused { .. }) => {
                Some(format!("no updates arrive: {error}"))
            }
        }
    }
}

/// How long to wait after rounds that went wrong, and what was said about them.
struct Pause<T> {
    failures: u32,
    told: Option<String>,
    tell: T,
}

impl<T: Fn(Option<String>)> Pause<T> {
    /// Notes a round that went well: nothing to wait for.
    fn over(&mut self) -> Option<Duration> {
        if 0 < self.failures {
            info!("Updates arrive again");
        }
        self.failures = 0;
        if self.told.take().is_some() {
            (self.tell)(None);
        }
        None
    }

    /// Notes a round that went wrong, says so when it is new, and tells how long to wait.
    fn after(&mut self, trouble: &Trouble) -> Result<Option<Duration>, PollError> {
        let mut wait = Duration::from_secs(1 << self.failures.min(5)).min(LONGEST_PAUSE);
        let is_first = self.failures == 0;
        self.failures = self.failures.saturating_add(1);
        match trouble {
            Trouble::Call(CallError::Refused { code: 401, .. }) => return Err(rejected()),
            Trouble::Call(CallError::Refused { code: 404, description, .. })
                if description.eq_ignore_ascii_case("not found") =>
            {
                return Err(rejected());
            }
            Trouble::Call(CallError::Refused { code: 409, .. }) => {
                // The other side may be the process that this one replaces: don't fight.
                wait = wait.max(Duration::from_secs(5));
            }
            Trouble::Call(CallError::Refused { retry_after: Some(seconds), .. }) => {
                wait = wait.max(Duration::from_secs(*seconds));
                debug!(seconds, "Told to wait before asking for updates again");
            }
            Trouble::NotKept(error) if is_first => {
                error!(%error, "Updates could not be kept: they wait at Telegram");
            }
            Trouble::NotKept(error) => debug!(%error, "Updates could not be kept again"),
            Trouble::Call(error) => debug!(%error, "Asking for updates failed"),
        }
        let sentence = trouble.sentence();
        if sentence.is_some() && sentence != self.told {
            warn!("Asking for updates failed: {}", sentence.as_deref().unwrap_or_default());
            self.told.clone_from(&sentence);
            (self.tell)(sentence);
        }
        Ok(Some(wait))
    }
}

fn rejected() -> PollError {
    PollError::Rejected(classify::TOKEN_REFUSED.to_owned())
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, collections::VecDeque};

    use tokio::time::Instant;

    use super::*;

    /// A source of updates that follows a script and then ends the loop.
    struct Script {
        answers: RefCell<VecDeque<Result<&'static str, CallError>>>,
        asked: RefCell<Vec<(u64, Option<i64>)>>,
        told: RefCell<Vec<Option<String>>>,
        began: Instant,
        stop: CancellationToken,
    }

    impl Script {
        fn new(answers: impl IntoIterator<Item = Result<&'static str, CallError>>) -> Self {
            Self {
                answers: RefCell::new(answers.into_iter().collect()),
                asked: RefCell::default(),
                told: RefCell::default(),
                began: Instant::now(),
                stop: CancellationToken::new(),
            }
        }

        async fn fetch(&self, offset: Option<i64>) -> Result<Box<RawValue>, CallError> {
            self.asked.borrow_mut().push((self.began.elapsed().as_secs(), offset));
            let answer = self.answers.borrow_mut().pop_front();
            let Some(answer) = answer else {
                self.stop.cancel();
                return std::future::pending().await;
            };
            answer.map(|json| RawValue::from_string(json.to_owned()).unwrap())
        }

        async fn run(&self, sink: &Sink) -> Result<(), PollError> {
            let keep = |batch| async { sink.keep(batch) };
            let tell = |trouble| self.told.borrow_mut().push(trouble);
            run_with(|offset| self.fetch(offset), keep, tell, &self.stop).await
        }
    }

    #[derive(Default)]
    struct Sink {
        failures: RefCell<u32>,
        kept: RefCell<Vec<String>>,
    }

    impl Sink {
        fn keep(&self, batch: Batch) -> Result<(), &'static str> {
            let mut failures = self.failures.borrow_mut();
            if 0 < *failures {
                *failures -= 1;
                return Err("no space left on device");
            }
            self.kept.borrow_mut().extend(batch.into_iter().map(|(id, _)| id));
            Ok(())
        }
    }

    fn refused(code: u16, description: &str) -> CallError {
        let description = description.to_owned();
        CallError::Refused { code, description, retry_after: None, migrate_to: None }
    }

    fn lost() -> CallError {
        CallError::Lost("timed out".to_owned())
    }

    #[tokio::test(start_paused = true)]
    async fn updates_are_confirmed_after_they_were_kept() {
        let script = Script::new([
            Ok(r#"[{"update_id":7,"unheard of":{"deep":[1]}},{"update_id":8}]"#),
            Ok("[]"),
            Ok(r#"[{"update_id":9}]"#),
        ]);
        let sink = Sink::default();
        script.run(&sink).await.unwrap();
        assert_eq!(*sink.kept.borrow(), ["7", "8", "9"]);
        let offsets: Vec<_> = script.asked.borrow().iter().map(|(_, offset)| *offset).collect();
        assert_eq!(offsets, [None, Some(9), Some(9), Some(10)]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_could_not_be_kept_is_asked_for_again() {
        let script = Script::new([Ok(r#"[{"update_id":7}]"#), Ok(r#"[{"update_id":7}]"#)]);
        let sink = Sink { failures: RefCell::new(1), ..Sink::default() };
        script.run(&sink).await.unwrap();
        assert_eq!(*sink.kept.borrow(), ["7"]);
        assert_eq!(*script.asked.borrow(), [(0, None), (1, None), (1, Some(8))]);
    }

    #[tokio::test(start_paused = true)]
    async fn renumbered_updates_are_followed_down() {
        let script = Script::new([
            Ok(r#"[{"update_id":900}]"#),
            Ok(r#"[{"update_id":5}]"#),
            Ok(r#"[{"update_id":6}]"#),
        ]);
        script.run(&Sink::default()).await.unwrap();
        let offsets: Vec<_> = script.asked.borrow().iter().map(|(_, offset)| *offset).collect();
        assert_eq!(offsets, [None, Some(901), Some(6), Some(7)]);
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_and_end_with_success() {
        let mut answers: Vec<_> = (0..7).map(|_| Err(lost())).collect();
        answers.extend([Ok("[]"), Err(CallError::NotSent("dns".to_owned()))]);
        let script = Script::new(answers);
        script.run(&Sink::default()).await.unwrap();
        let times: Vec<u64> = script.asked.borrow().iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [0, 1, 3, 7, 15, 31, 61, 91, 91, 92]);
    }

    #[tokio::test(start_paused = true)]
    async fn second_poller_is_not_fought() {
        let conflict = "Conflict: terminated by other getUpdates request";
        let script = Script::new([Err(refused(409, conflict)), Err(refused(409, conflict))]);
        script.run(&Sink::default()).await.unwrap();
        let times: Vec<u64> = script.asked.borrow().iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [0, 5, 10]);
    }

    #[tokio::test(start_paused = true)]
    async fn trouble_is_told_when_it_changes_and_when_it_is_over() {
        let conflict = || Err(refused(409, "Conflict: terminated by other getUpdates request"));
        let webhook =
            || Err(refused(409, "Conflict: can't use getUpdates while webhook is active"));
        let script = Script::new([
            Ok("[]"),
            Err(lost()),
            Err(lost()),
            conflict(),
            webhook(),
            webhook(),
            Ok("[]"),
            Ok("[]"),
            conflict(),
        ]);
        script.run(&Sink::default()).await.unwrap();
        let told = script.told.borrow();
        let wanted = [
            Some("Telegram can't be reached: timed out"),
            Some("another process asks for updates with the same token"),
            Some("a webhook is set for this bot"),
            None,
            Some("another process asks for updates with the same token"),
        ];
        assert_eq!(told.len(), wanted.len(), "{told:?}");
        for (told, wanted) in told.iter().zip(wanted) {
            let is_wanted =
                told.as_deref().unwrap_or_default().contains(wanted.unwrap_or_default());
            assert!(is_wanted && told.is_some() == wanted.is_some(), "{told:?}, not {wanted:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_as_told_is_no_trouble_and_neither_is_a_full_disk() {
        let too_many = CallError::Refused {
            code: 429,
            description: "Too Many Requests: retry after 3".to_owned(),
            retry_after: Some(3),
            migrate_to: None,
        };
        let script = Script::new([Err(too_many), Ok(r#"[{"update_id":7}]"#), Ok("[]")]);
        let sink = Sink { failures: RefCell::new(1), ..Sink::default() };
        script.run(&sink).await.unwrap();
        assert_eq!(*script.told.borrow(), []);
    }

    #[tokio::test(start_paused = true)]
    async fn unknown_token_ends_it_with_advice() {
        for error in [refused(401, "Unauthorized"), refused(404, "Not Found")] {
            let script = Script::new([Err(error)]);
            let PollError::Rejected(advice) = script.run(&Sink::default()).await.unwrap_err();
            assert!(advice.contains("AMENDS_TELEGRAM_TOKEN"), "{advice}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn stop_interrupts_a_pause() {
        let script = Script::new([Err(lost()), Err(lost()), Err(lost()), Err(lost())]);
        script.stop.cancel();
        script.run(&Sink::default()).await.unwrap();
        assert!(script.asked.borrow().len() <= 1);
    }
}
