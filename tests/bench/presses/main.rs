//! From the press to its answer, end to end: the stand-in of the platform tells the real binary, which
//! makes the press durable, decides, makes that durable, and answers. Telegram and Discord take turns
//! in one run.
//!
//! And the memory that the binary holds with a large server of Discord's, beside a small one.
//!
//! `cargo bench -p amends-tests --bench presses`

#![expect(clippy::unwrap_used, reason = "what a benchmark sets up may fail it")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod discord;
mod service;
mod telegram;

use std::time::Duration;

use tokio::runtime;

use crate::{discord::Discord, telegram::Telegram};

/// The button that is pressed: nothing follows from it but thanks.
const FACE: &str = "🙂 Good";
/// Presses on each platform that are measured, after some that are not.
const PRESSES: u32 = 400;
const BEFORE: u32 = 40;
/// Members of the servers whose memory is compared, and lines that are written in each.
const SMALL: u64 = 50;
const LARGE: u64 = 50_000;
const LINES: u64 = 5_000;

/// How long a state is waited for that must come.
struct Patient;

impl Patient {
    const LONG: Duration = Duration::from_mins(2);
}

fn main() {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        presses().await;
        memory().await;
    });
}

async fn presses() {
    let (telegram, discord) = tokio::join!(Telegram::opens(), Discord::opens(SMALL));
    let all = BEFORE + PRESSES;
    tokio::join!(telegram.asks(all.into()), discord.asks(all.into()));
    let (mut on_telegram, mut on_discord) = (Vec::new(), Vec::new());
    for number in 0..all {
        let here = telegram.press(number.into()).await;
        let there = discord.press(number.into()).await;
        if BEFORE <= number {
            on_telegram.push(here);
            on_discord.push(there);
        }
    }
    say(&format!("press to answer | p50 ms | p99 ms   ({PRESSES} presses each, in turns)"));
    let (here, there) = (Figures::of(on_telegram), Figures::of(on_discord));
    say(&here.row("telegram"));
    say(&here.row_of("discord", &there));
}

async fn memory() {
    say(&format!("memory of the service, MB | connected | after {LINES} lines by as many members"));
    let mut rows = Vec::new();
    for members in [SMALL, LARGE] {
        let discord = Discord::opens(members).await;
        let connected = discord.memory_mb();
        discord.write(members.min(LINES), LINES).await;
        let after = discord.memory_mb();
        say(&format!("a server of {members:>6} members  | {connected:>9.1} | {after:.1}"));
        rows.push((connected, after));
    }
    let ((small, small_after), (large, large_after)) = (rows[0], rows[1]);
    let (before, after) = (large - small, large_after - small_after);
    say(&format!("the large one has          | {before:>+9.1} | {after:+.1}"));
}

/// The middle and the far end, in milliseconds.
struct Figures {
    p50: f64,
    p99: f64,
}

impl Figures {
    fn of(mut all: Vec<Duration>) -> Self {
        all.sort();
        let millis = |at: usize| all[at].as_secs_f64() * 1_000.0;
        Self { p50: millis(all.len() / 2), p99: millis(all.len() * 99 / 100) }
    }

    fn row(&self, said: &str) -> String {
        format!("{said:<15} | {:>6.2} | {:>6.2}", self.p50, self.p99)
    }

    /// The row of another platform, with how many times as long it took.
    fn row_of(&self, said: &str, other: &Self) -> String {
        let (p50, p99) = (other.p50 / self.p50, other.p99 / self.p99);
        format!("{}   ({p50:.2}x, {p99:.2}x)", other.row(said))
    }
}

fn say(line: &str) {
    println!("{line}");
}
