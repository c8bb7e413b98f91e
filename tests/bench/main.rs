//! From the tap to its acknowledgement: taken in, made durable, decided, made durable again, and
//! only then acknowledged. Beside it, in the same run, a bare log with the same group commit: what
//! the disk itself allows.
//!
//! `cargo bench -p amends-tests --bench taps`

#![expect(clippy::unwrap_used, reason = "what a benchmark sets up may fail it")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod bare;
mod figures;
mod house;

use tokio::runtime;

use crate::{
    bare::BareLog,
    figures::{Figures, median, peak_memory_mb},
    house::House,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds that are measured, after one that is not.
const ROUNDS: usize = 7;

/// One way of tapping.
#[derive(Clone, Copy)]
struct Way {
    said: &'static str,
    customers: usize,
    /// Taps of one round.
    taps: usize,
    /// Each tap waits until all that the one before set off is done.
    rested: bool,
}

const WAYS: [Way; 3] = [
    Way { said: "1 customer, at rest", customers: 1, taps: 300, rested: true },
    Way { said: "1 customer", customers: 1, taps: 500, rested: false },
    Way { said: "64 customers", customers: 64, taps: 6_400, rested: false },
];

fn main() {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run());
}

async fn run() {
    let dir = tempfile::tempdir().unwrap();
    let mut house = House::new(&dir.path().join("data"));
    let bare = BareLog::new(&dir.path().join("bare.log"));
    say(&format!("medians of {ROUNDS} rounds; a bare log writes {} bytes a tap", bare::PAYLOAD));
    say("way                  |    p50 ms |    p99 ms |    taps/s | writes/tap | syncs/tap");
    for way in WAYS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            house.prepares(way.taps).await;
            let one = house.taps(way).await;
            let other = bare.taps(way).await;
            if 0 < round {
                ours.push(one);
                theirs.push(other);
            }
        }
        let (ours, theirs) = (median(&ours), median(&theirs));
        say(&row(way.said, &ours));
        say(&row("  bare log", &theirs));
        say(&ratios(&ours, &theirs));
    }
    house.closes().await;
    say(&format!("peak memory: {} MB", peak_memory_mb()));
}

fn row(said: &str, figures: &Figures) -> String {
    let Figures { p50, p99, per_second, writes, syncs } = figures;
    format!(
        "{said:<20} | {p50:>9.3} | {p99:>9.3} | {per_second:>9.0} | {writes:>10.2} | {syncs:.2}"
    )
}

fn ratios(ours: &Figures, theirs: &Figures) -> String {
    let p50 = ours.p50 / theirs.p50;
    let p99 = ours.p99 / theirs.p99;
    let rate = ours.per_second / theirs.per_second;
    format!("{:<20} | {p50:>8.1}x | {p99:>8.1}x | {rate:>8.2}x |", "  ours / bare")
}

fn say(line: &str) {
    println!("{line}");
}
