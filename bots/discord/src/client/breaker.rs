//! Counts the requests that Discord calls invalid, and stops before it bans this address.

use std::{collections::VecDeque, sync::Mutex, time::Duration};

use tokio::time::Instant;

use super::pace::lock;

/// Over which time Discord counts.
const WINDOW: Duration = Duration::from_mins(10);
/// How finely we count.
const GRAIN: Duration = Duration::from_secs(10);
/// Above this, nobody is written to in private unless it is recovery: most refusals come from those
/// who closed their doors.
const DOORS: u32 = 400;
/// Above this, only recovery goes on.
const ALL: u32 = 2_000;

/// Invalid requests of the last ten minutes.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    /// When counting began for each grain, and the count.
    counts: Mutex<VecDeque<(Instant, u32)>>,
}

impl Breaker {
    pub(super) fn note(&self, now: Instant) {
        let mut counts = lock(&self.counts);
        forget(&mut counts, now);
        match counts.back_mut() {
            Some((began, count)) if now.saturating_duration_since(*began) < GRAIN => *count += 1,
            Some(_) | None => counts.push_back((now, 1)),
        }
    }

    pub(super) fn count(&self, now: Instant) -> u32 {
        let mut counts = lock(&self.counts);
        forget(&mut counts, now);
        counts.iter().map(|(_, count)| count).sum()
    }

    /// How long requests must wait, if they must.
    pub(super) fn pause(&self, is_urgent: bool, now: Instant) -> Option<Duration> {
        if is_urgent { None } else { self.above(ALL, now) }
    }

    /// How long nobody may be written to in private, if nobody may.
    pub(super) fn pause_of_doors(&self, now: Instant) -> Option<Duration> {
        self.above(DOORS, now)
    }

    /// When the count will be within a limit again, if it is not.
    fn above(&self, limit: u32, now: Instant) -> Option<Duration> {
        let mut counts = lock(&self.counts);
        forget(&mut counts, now);
        let mut left: u32 = counts.iter().map(|(_, count)| count).sum();
        let mut after = None;
        for (began, count) in counts.iter() {
            if left <= limit {
                break;
            }
            left -= count;
            after = Some((*began + WINDOW + GRAIN).saturating_duration_since(now));
        }
        after
    }
}

fn forget(counts: &mut VecDeque<(Instant, u32)>, now: Instant) {
    while let Some((began, _)) = counts.front()
        && WINDOW + GRAIN <= now.saturating_duration_since(*began)
    {
        counts.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(breaker: &Breaker, count: u32, now: Instant) {
        for _ in 0..count {
            breaker.note(now);
        }
    }

    #[test]
    fn doors_are_the_first_to_close_and_recovery_the_last() {
        let (breaker, now) = (Breaker::default(), crate::steady::now());
        after(&breaker, 400, now);
        assert_eq!(breaker.pause_of_doors(now), None);
        after(&breaker, 1, now);
        assert!(breaker.pause_of_doors(now).is_some());
        after(&breaker, 1_599, now);
        assert_eq!(breaker.pause(false, now), None);
        after(&breaker, 1, now);
        assert!(breaker.pause(false, now).is_some());
        assert_eq!(breaker.pause(true, now), None);
        assert_eq!(breaker.count(now), 2_001);
    }

    #[test]
    fn pause_ends_when_enough_has_passed() {
        let (breaker, began) = (Breaker::default(), crate::steady::now());
        after(&breaker, 300, began);
        let later = began + Duration::from_mins(5);
        after(&breaker, 300, later);
        let pause = breaker.pause_of_doors(later).unwrap();
        assert!(breaker.pause_of_doors(later + pause - GRAIN).is_some());
        assert_eq!(breaker.pause_of_doors(later + pause), None);
        assert_eq!(breaker.count(later + pause), 300);
        assert_eq!(breaker.count(later + WINDOW + GRAIN), 0);
    }
}
