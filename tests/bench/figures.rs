//! Figures of a round, and their medians.

use std::{fs, time::Duration};

/// What one round came to: times in milliseconds, and durable steps for each tap.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) per_second: f64,
    pub(crate) writes: f64,
    pub(crate) syncs: f64,
}

impl Figures {
    /// Of the taps of a round that took so long altogether.
    pub(crate) fn of(mut taps: Vec<Duration>, took: Duration, (writes, syncs): (u32, u32)) -> Self {
        taps.sort();
        let count = f64::from(u32::try_from(taps.len()).unwrap());
        Self {
            p50: millis(taps[taps.len() / 2]),
            p99: millis(taps[taps.len() * 99 / 100]),
            per_second: count / took.as_secs_f64(),
            writes: f64::from(writes) / count,
            syncs: f64::from(syncs) / count,
        }
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The median of each figure over the rounds.
pub(crate) fn median(rounds: &[Figures]) -> Figures {
    let of = |figure: fn(&Figures) -> f64| {
        let mut all: Vec<f64> = rounds.iter().map(figure).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    Figures {
        p50: of(|one| one.p50),
        p99: of(|one| one.p99),
        per_second: of(|one| one.per_second),
        writes: of(|one| one.writes),
        syncs: of(|one| one.syncs),
    }
}

/// The most memory that this process ever held, as the system counts it.
pub(crate) fn peak_memory_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
