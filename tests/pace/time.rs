//! Time that passes as fast as the work in it is done.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
        mpsc,
    },
    time::Duration,
};

use amends_platforms::discord::DiscordStandIn;
use amends_runtime::clock::Clock;
use jiff::SignedDuration;
use serde_json::Value;
use tokio::{task, time};

/// How far time moves at once.
const STEP: Duration = Duration::from_millis(500);
/// How often the stand-in is asked something in each step: what was sent before is answered by then,
/// or at the latest in the next step.
const ROUNDS: usize = 3;

/// The clocks of everybody, moved together.
pub(crate) struct Time {
    /// The service's.
    pub(crate) clock: Clock,
    /// The stand-in's, as milliseconds added to real time.
    offset_ms: Arc<AtomicI64>,
    discord: Arc<DiscordStandIn>,
    http: reqwest::Client,
    /// Where people would do something; nobody does.
    door: String,
    /// As long as a thread is busy, tokio does not move its clock by itself while everybody waits for
    /// an answer of the stand-in's.
    _busy: mpsc::Sender<()>,
}

impl Time {
    pub(crate) fn stands(discord: Arc<DiscordStandIn>, offset_ms: Arc<AtomicI64>) -> Self {
        let (busy, over) = mpsc::channel::<()>();
        task::spawn_blocking(move || over.recv().ok());
        let clock = Clock::standing(Clock::system().now());
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let door = format!("{}/people/write", discord.base_url());
        Self { clock, offset_ms, discord, http, door, _busy: busy }
    }

    /// Lets so much time pass.
    pub(crate) async fn passes(&self, by: Duration) {
        let mut passed = Duration::ZERO;
        while passed < by {
            self.steps().await;
            passed += STEP;
        }
    }

    /// Lets time pass until something holds, and returns how much; not more than this.
    pub(crate) async fn until(&self, holds: impl Fn() -> bool, longest: Duration) -> Duration {
        let mut passed = Duration::ZERO;
        while !holds() {
            assert!(passed < longest, "not within {longest:?}: {:?}", self.discord.stats());
            self.steps().await;
            passed += STEP;
        }
        passed
    }

    async fn steps(&self) {
        time::advance(STEP).await;
        self.clock.advance(SignedDuration::try_from(STEP).expect("it is short"));
        // Real time goes on for the stand-in, which so is ahead by the little that the test takes.
        let millis = i64::try_from(STEP.as_millis()).expect("it is short");
        self.offset_ms.fetch_add(millis, Ordering::SeqCst);
        for _ in 0..ROUNDS {
            self.http.post(&self.door).json(&Value::Null).send().await.unwrap();
        }
    }
}
