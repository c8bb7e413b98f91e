//! Time that only goes forward, for pacing and patience: tokio's clock, which tests may stop.

use tokio::time::Instant;

/// This moment.
pub(crate) fn now() -> Instant {
    Instant::now()
}
