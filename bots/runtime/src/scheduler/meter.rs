//! The limit of one chat, which has at most one effect under way.

use std::time::Duration;

use super::gate::Rate;

/// Lets so much pass that the platform, which counts when a request arrives, never sees more than
/// the rate.
///
/// A request arrives somewhere between its beginning and its end. So it counts from its end, and the
/// next one is measured at its beginning: however long either was on its way, they arrive at least so
/// far apart. Moments are told as the time since any fixed one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meter {
    rate: Rate,
    /// When the chat will have rested, at one period for each.
    rested_at: Duration,
}

impl Meter {
    pub(super) const fn new(rate: Rate) -> Self {
        Self { rate, rested_at: Duration::ZERO }
    }

    /// The same after a run that used its whole burst until this moment.
    pub(super) fn used_up(self, until: Duration) -> Self {
        Self { rested_at: until + self.rate.period * self.rate.burst, ..self }
    }

    /// Whether one may begin; if not, how long to wait.
    pub(super) fn ask(&self, now: Duration) -> Result<(), Duration> {
        let behind = self.rested_at.saturating_sub(now);
        let borne = self.rate.period * self.rate.burst.saturating_sub(1);
        match behind.saturating_sub(borne) {
            Duration::ZERO => Ok(()),
            wait => Err(wait),
        }
    }

    /// One ended.
    pub(super) fn ended(&mut self, now: Duration) {
        self.rested_at = self.rested_at.max(now) + self.rate.period;
    }

    /// Whether it is as good as new.
    pub(super) fn is_rested(&self, now: Duration) -> bool {
        self.rested_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: Rate = Rate::new(Duration::from_secs(1), 3);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_burst_and_then_one_each_period() {
        let mut meter = Meter::new(PRIVATE);
        for at in [10, 20, 30] {
            assert_eq!(meter.ask(ms(at)), Ok(()));
            meter.ended(ms(at));
        }
        assert_eq!(meter.ask(ms(30)), Err(ms(980)));
        assert_eq!(meter.ask(ms(1_010)), Ok(()));
    }

    #[test]
    fn a_request_counts_from_its_end() {
        let mut meter = Meter::new(PRIVATE);
        for at in [400, 410, 420] {
            meter.ended(ms(at));
        }
        // The first may have arrived at 400, whenever it began.
        assert_eq!(meter.ask(ms(1_000)), Err(ms(400)));
        assert!(!meter.is_rested(ms(3_399)) && meter.is_rested(ms(3_400)));
    }

    #[test]
    fn what_was_used_up_before_comes_back() {
        let meter = Meter::new(PRIVATE).used_up(ms(500));
        assert_eq!(meter.ask(ms(500)), Err(ms(1_000)));
        assert_eq!(meter.ask(ms(1_500)), Ok(()));
    }
}
