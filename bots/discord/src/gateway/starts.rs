//! How often a session was started. Discord takes the token away from a bot that starts a thousand
//! times in a day, which a crash loop does within hours.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// So many starts in a day are enough.
const A_DAY: usize = 500;
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// From so many starts on that came to nothing, we go slowly.
const FAST: u32 = 5;
const SLOWLY: SignedDuration = SignedDuration::from_mins(3);
/// A session that lasts this long was no failure.
pub(super) const LASTING: Duration = Duration::from_mins(1);

/// The starts of the last day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Starts {
    /// When, in seconds since 1970, the oldest first.
    at: Vec<i64>,
    /// How many of the last ones came to nothing.
    failures: u32,
}

/// Why a session must not start yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotYet {
    /// When it may.
    pub(super) after: Duration,
    /// Why, as a sentence.
    pub(super) why: &'static str,
}

impl Starts {
    /// Reads what was kept; what can't be read counts as nothing.
    pub(super) fn read(kept: Option<&[u8]>) -> Self {
        kept.and_then(|kept| serde_json::from_slice(kept).ok()).unwrap_or_default()
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("numbers can be written")
    }

    /// Whether a session may start, and when if not now.
    pub(super) fn may_start(&self, now: Timestamp) -> Result<(), NotYet> {
        let day_ago = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN).as_second();
        // A clock that was set back must not lock us out.
        let recent: Vec<i64> = self
            .at
            .iter()
            .copied()
            .filter(|at| (day_ago + 1..=now.as_second()).contains(at))
            .collect();
        if let Some(oldest) = recent.len().checked_sub(A_DAY).and_then(|index| recent.get(index)) {
            let after = wait(oldest.saturating_add(DAY.as_secs()), now);
            let why = "500 sessions were started within a day, and Discord takes the token away \
                       from a bot that starts 1000: find out why amends stops so often";
            return Err(NotYet { after, why });
        }
        let Some(last) = recent.last().filter(|_| FAST <= self.failures) else { return Ok(()) };
        let after = wait(last.saturating_add(SLOWLY.as_secs()), now);
        let why = "the last sessions ended as soon as they were started: the next one waits for \
                   three minutes";
        if after.is_zero() { Ok(()) } else { Err(NotYet { after, why }) }
    }

    /// Notes a start.
    pub(super) fn note(&mut self, now: Timestamp) {
        let day_ago = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN).as_second();
        let now = now.as_second();
        self.at.retain(|at| (day_ago + 1..=now).contains(at));
        self.at.push(now);
        self.failures = self.failures.saturating_add(1);
    }

    /// Notes that the last start led to a session that lasts. Returns whether that is news.
    pub(super) fn lasts(&mut self) -> bool {
        std::mem::take(&mut self.failures) != 0
    }
}

fn wait(until: i64, now: Timestamp) -> Duration {
    let until = Timestamp::from_second(until).unwrap_or(now);
    Duration::try_from(until.duration_since(now)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn fifth_start_that_comes_to_nothing_slows_down() {
        let mut starts = Starts::default();
        for second in 0..5 {
            assert_eq!(starts.may_start(at(second)), Ok(()), "{second}");
            starts.note(at(second));
        }
        let NotYet { after, .. } = starts.may_start(at(10)).unwrap_err();
        assert_eq!(after, Duration::from_secs(174), "three minutes after the last");
        assert_eq!(starts.may_start(at(184)), Ok(()));
        starts.note(at(184));
        assert!(starts.may_start(at(190)).is_err());
        assert!(starts.lasts());
        assert_eq!(starts.may_start(at(190)), Ok(()));
        assert!(!starts.lasts());
    }

    #[test]
    fn five_hundred_a_day_are_enough() {
        let mut starts = Starts::default();
        for second in 0..500 {
            starts.note(at(second * 100));
            starts.lasts();
        }
        let NotYet { after, .. } = starts.may_start(at(49_901)).unwrap_err();
        assert_eq!(after, Duration::from_secs(86_400 - 49_901), "until the first is a day old");
        assert_eq!(starts.may_start(at(86_400)), Ok(()));
    }

    #[test]
    fn starts_survive_and_nonsense_counts_as_none() {
        let mut starts = Starts::default();
        starts.note(at(0));
        assert_eq!(Starts::read(Some(&starts.to_bytes())), starts);
        assert_eq!(Starts::read(Some(b"nonsense")), Starts::default());
        assert_eq!(Starts::read(None), Starts::default());
    }

    #[test]
    fn clock_that_was_set_back_locks_nobody_out() {
        let mut starts = Starts::default();
        for _ in 0..600 {
            starts.note(at(1_000_000));
        }
        assert_eq!(starts.may_start(at(0)), Ok(()));
    }
}
