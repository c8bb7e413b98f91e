//! The only file that reads the time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

/// The clock of the service. Tests and the rehearsal move it forward; nothing else does.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Where a clock that stands still stands; nothing: the system's clock runs.
    stands_at: Option<Timestamp>,
    ahead_ms: Arc<AtomicI64>,
}

/// How long something takes, whatever the clock of the service says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn took(self) -> Duration {
        self.0.elapsed()
    }
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still at `start` until somebody moves it, for tests.
    pub fn standing(start: Timestamp) -> Self {
        Self { stands_at: Some(start), ahead_ms: Arc::default() }
    }

    /// The time now, in whole milliseconds.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the time")]
    pub fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.ahead_ms.load(Ordering::SeqCst));
        let now = self.stands_at.unwrap_or_else(Timestamp::now);
        let now =
            Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(Timestamp::UNIX_EPOCH);
        now.saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: SignedDuration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead_ms.fetch_add(millis.max(0), Ordering::SeqCst);
    }

    /// How far it runs ahead of the system's clock.
    pub fn ahead(&self) -> SignedDuration {
        SignedDuration::from_millis(self.ahead_ms.load(Ordering::SeqCst))
    }
}
