//! The platform's speed limits, and the busiest windows that were seen.

use std::collections::{BTreeMap, VecDeque};

use super::world::Stats;

const OVERALL_PER_SECOND: usize = 30;
const GROUP_PER_MINUTE: usize = 20;
const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60_000;
/// How far a private chat may run ahead of one message a second: a burst of three.
const BURST_MS: i64 = 2000;

/// Where a metered call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Private(i64),
    Group(i64),
    /// An edit in a private chat: only the overall limit knows it.
    Neither,
}

/// When metered calls were carried out.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    overall: VecDeque<i64>,
    private: BTreeMap<i64, VecDeque<i64>>,
    group: BTreeMap<i64, VecDeque<i64>>,
    /// The moment at which a private chat would be quiet again at one message a second.
    busy_until: BTreeMap<i64, i64>,
}

impl Limits {
    /// Returns the seconds to wait if a call may not be carried out now.
    pub(crate) fn refuse(&mut self, target: Target, now_ms: i64) -> Option<u32> {
        let mut wait_ms = window_wait(&mut self.overall, OVERALL_PER_SECOND, SECOND_MS, now_ms);
        match target {
            Target::Private(chat) => {
                let busy_until = self.busy_until.get(&chat).copied().unwrap_or(now_ms);
                wait_ms = wait_ms.max(busy_until - now_ms - BURST_MS);
            }
            Target::Group(chat) => {
                let window = self.group.entry(chat).or_default();
                wait_ms = wait_ms.max(window_wait(window, GROUP_PER_MINUTE, MINUTE_MS, now_ms));
            }
            Target::Neither => (),
        }
        let seconds =
            u32::try_from((wait_ms + SECOND_MS - 1).max(0) / SECOND_MS).unwrap_or(u32::MAX);
        (0 < seconds).then_some(seconds)
    }

    /// Counts a call that was carried out.
    pub(crate) fn record(&mut self, target: Target, now_ms: i64, stats: &mut Stats) {
        let overall = push(&mut self.overall, SECOND_MS, now_ms);
        stats.max_per_second = stats.max_per_second.max(overall);
        match target {
            Target::Private(chat) => {
                let busy_until = self.busy_until.entry(chat).or_insert(now_ms);
                *busy_until = (*busy_until).max(now_ms) + SECOND_MS;
                let seen = push(self.private.entry(chat).or_default(), SECOND_MS, now_ms);
                stats.max_per_private_second = stats.max_per_private_second.max(seen);
            }
            Target::Group(chat) => {
                let seen = push(self.group.entry(chat).or_default(), MINUTE_MS, now_ms);
                stats.max_per_group_minute = stats.max_per_group_minute.max(seen);
            }
            Target::Neither => (),
        }
    }
}

fn forget(window: &mut VecDeque<i64>, span_ms: i64, now_ms: i64) {
    while window.front().is_some_and(|at_ms| *at_ms <= now_ms - span_ms) {
        window.pop_front();
    }
}

fn window_wait(window: &mut VecDeque<i64>, most: usize, span_ms: i64, now_ms: i64) -> i64 {
    forget(window, span_ms, now_ms);
    match window.front() {
        Some(oldest_ms) if most <= window.len() => (oldest_ms + span_ms - now_ms).max(1),
        Some(_) | None => 0,
    }
}

fn push(window: &mut VecDeque<i64>, span_ms: i64, now_ms: i64) -> usize {
    forget(window, span_ms, now_ms);
    window.push_back(now_ms);
    window.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_chat_takes_three_and_then_one_a_second() {
        let (mut limits, mut stats) = (Limits::default(), Stats::default());
        for _ in 0..3 {
            assert_eq!(limits.refuse(Target::Private(1), 0), None);
            limits.record(Target::Private(1), 0, &mut stats);
        }
        assert_eq!(limits.refuse(Target::Private(1), 0), Some(1));
        assert_eq!(limits.refuse(Target::Private(1), 1000), None);
        assert_eq!(limits.refuse(Target::Private(2), 0), None);
        assert_eq!(stats.max_per_private_second, 3);
    }

    #[test]
    fn group_takes_twenty_a_minute() {
        let (mut limits, mut stats) = (Limits::default(), Stats::default());
        for second in 0..20 {
            assert_eq!(limits.refuse(Target::Group(-1), second * 1000), None);
            limits.record(Target::Group(-1), second * 1000, &mut stats);
        }
        assert_eq!(limits.refuse(Target::Group(-1), 20_000), Some(40));
        assert_eq!(limits.refuse(Target::Group(-1), 60_000), None);
        assert_eq!(stats.max_per_group_minute, 20);
    }

    #[test]
    fn all_chats_share_thirty_a_second() {
        let (mut limits, mut stats) = (Limits::default(), Stats::default());
        for chat in 0..30 {
            limits.record(Target::Private(chat), 0, &mut stats);
        }
        assert_eq!(limits.refuse(Target::Private(99), 999), Some(1));
        assert_eq!(limits.refuse(Target::Private(99), 1000), None);
    }
}
