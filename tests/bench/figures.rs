//! Figures of a round, their medians, and what the system says about a process.

use std::{fs, path::Path, time::Duration};

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
        let count = count(taps.len());
        Self {
            p50: millis(taps[taps.len() / 2]),
            p99: millis(taps[taps.len() * 99 / 100]),
            per_second: count / took.as_secs_f64(),
            writes: f64::from(writes) / count,
            syncs: f64::from(syncs) / count,
        }
    }
}

pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

pub(crate) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The value so far from the least to the greatest, in hundredths.
pub(crate) fn percentile(mut all: Vec<Duration>, hundredths: usize) -> Duration {
    all.sort();
    all[(all.len() * hundredths / 100).min(all.len() - 1)]
}

/// The middle one.
pub(crate) fn middle(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// The median of each figure over the rounds.
pub(crate) fn median(rounds: &[Figures]) -> Figures {
    let of = |figure: fn(&Figures) -> f64| middle(rounds.iter().map(figure).collect());
    Figures {
        p50: of(|one| one.p50),
        p99: of(|one| one.p99),
        per_second: of(|one| one.per_second),
        writes: of(|one| one.writes),
        syncs: of(|one| one.syncs),
    }
}

/// The memory that a process holds at the moment, in MB.
pub(crate) fn resident_mb(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.unwrap_or(0.0_f64) / 1024.0
}

/// The processor time that a process has used, in seconds. The system counts hundredths.
pub(crate) fn processor_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The second field is the name in brackets, with whatever may be in a name.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// What the files of a directory take on the disk, in bytes.
pub(crate) fn on_disk(dir: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let entries = fs::read_dir(dir).unwrap().map(Result::unwrap);
    entries
        .map(|entry| match entry.metadata() {
            Ok(found) if found.is_dir() => on_disk(&entry.path()),
            Ok(found) => found.blocks() * 512,
            Err(_) => 0,
        })
        .sum()
}
