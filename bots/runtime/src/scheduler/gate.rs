//! One limit of a platform, on governor. A limit can be asked before it is known whether anything
//! passes: the cell is then kept until something does, so that asking costs nothing.

use std::{num::NonZeroU32, time::Duration};

use governor::{Quota, RateLimiter, clock::Clock, middleware::NoOpMiddleware, state};

type Limiter<C> =
    RateLimiter<state::NotKeyed, state::InMemoryState, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// How much may pass: a cell each period, and this many at once after a rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) period: Duration,
    pub(crate) burst: u32,
}

/// A limit. One that is asked lets at most one cell more than its burst pass at once.
pub(crate) struct Gate<C: Clock> {
    limiter: Limiter<C>,
    clock: C,
    /// A cell that was asked for and not used yet.
    spare: bool,
    burst: NonZeroU32,
}

impl Rate {
    pub(crate) const fn new(period: Duration, burst: u32) -> Self {
        Self { period, burst }
    }

    /// This many cells a second.
    pub(crate) fn per_second(cells: u32, burst: u32) -> Self {
        Self { period: Duration::from_secs(1) / cells.max(1), burst }
    }
}

impl<C: Clock + Clone> Gate<C> {
    pub(crate) fn new(rate: Rate, clock: &C) -> Self {
        let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
        let period = rate.period.max(Duration::from_nanos(1));
        let quota = Quota::with_period(period).expect("a period is longer than nothing");
        let limiter = RateLimiter::direct_with_clock(quota.allow_burst(burst), clock.clone());
        Self { limiter, clock: clock.clone(), spare: false, burst }
    }

    /// The same limit with nothing left of its burst.
    pub(crate) fn drained(rate: Rate, clock: &C) -> Self {
        let gate = Self::new(rate, clock);
        gate.limiter.check_n(gate.burst).ok();
        gate
    }

    /// Whether something may pass now; if not, how long to wait before asking again.
    pub(crate) fn ask(&mut self) -> Result<(), Duration> {
        if !self.spare {
            let taken = self.limiter.check();
            taken.map_err(|not_until| not_until.wait_time_from(self.clock.now()))?;
            self.spare = true;
        }
        Ok(())
    }

    /// Lets something pass that was asked for.
    pub(crate) fn pass(&mut self) {
        self.spare = false;
    }
}
