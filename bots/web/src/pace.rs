//! How fast one sender may call: 50 a second, 200 at once.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};

const PER_SECOND: NonZeroU32 = NonZeroU32::new(50).expect("fifty is not nought");
const AT_ONCE: NonZeroU32 = NonZeroU32::new(200).expect("two hundred is not nought");
/// Beyond this many senders those that were silent are forgotten.
const SENDERS_KEPT: usize = 10_000;

/// Whoever shares one allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Whoever signs with the secret at this position.
    Secret(usize),
    /// Whoever has the bearer key.
    Key,
    /// Somebody unknown, by address.
    Peer(IpAddr),
}

/// The allowances of all senders.
pub(crate) struct Pace<C: Clock = DefaultClock> {
    limiter: RateLimiter<Sender, DashMapStateStore<Sender>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
}

impl Pace {
    pub(crate) fn new() -> Self {
        Self::with_clock(DefaultClock::default())
    }
}

impl<C: Clock + Clone> Pace<C> {
    fn with_clock(clock: C) -> Self {
        let quota = Quota::per_second(PER_SECOND).allow_burst(AT_ONCE);
        Self {
            limiter: RateLimiter::new(quota, DashMapStateStore::default(), clock.clone()),
            clock,
        }
    }

    /// Takes one call off the allowance, or says after how many seconds there is one again.
    pub(crate) fn take(&self, sender: Sender) -> Result<(), u64> {
        if SENDERS_KEPT < self.limiter.len() {
            self.limiter.retain_recent();
        }
        self.limiter
            .check_key(&sender)
            .map_err(|until| until.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn two_hundred_at_once_then_fifty_a_second_and_each_sender_alone() {
        let clock = FakeRelativeClock::default();
        let pace = Pace::with_clock(clock.clone());
        let passed = |sender| (0..1_000).take_while(|_| pace.take(sender).is_ok()).count();
        assert_eq!(passed(Sender::Key), 200);
        assert_eq!(pace.take(Sender::Key), Err(1));
        assert_eq!(passed(Sender::Secret(0)), 200);
        assert_eq!(passed(Sender::Peer(Ipv4Addr::LOCALHOST.into())), 200);
        clock.advance(Duration::from_secs(1));
        assert_eq!(passed(Sender::Key), 50);
    }
}
