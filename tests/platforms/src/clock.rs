//! The time a stand-in lives in: real time, moved by an offset that a test may change.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// A clock that follows real time at a distance.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Returns a clock that adds the given milliseconds to real time, whatever they are by then.
    pub fn shifted_by(offset_ms: Arc<AtomicI64>) -> Self {
        Self { offset_ms }
    }

    /// Returns the present moment in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        real_ms().saturating_add(self.offset_ms.load(Ordering::SeqCst))
    }
}

#[expect(clippy::disallowed_methods, reason = "the stand-in's one look at real time")]
fn real_ms() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
}
