//! The only file that reads the time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

/// The clock of the service. Tests and the rehearsal move it forward; nothing else does.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// The time now, in whole milliseconds.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the time")]
    pub fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.ahead_ms.load(Ordering::SeqCst));
        let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond());
        now.unwrap_or(Timestamp::UNIX_EPOCH).saturating_add(ahead).unwrap_or(Timestamp::MAX)
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
