//! The real binary over real files, ended without warning: by SIGKILL at random moments, at every
//! named durable step, and by a disk that is full; and cut off from Discord's gateway in between.
//! What somebody was told is there afterwards, and nobody is asked or called twice.
//!
//! Customers and desk are on Telegram, on Discord, or one here and the other there.
//!
//! `SEED=42` chooses the moments of the kills; it is printed.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

mod customer;
mod discord;
mod disk;
mod evidence;
mod house;
mod kills;
mod outages;
mod points;
mod process;
mod staff;
mod stream;
mod telegram;
mod verdict;

use std::io::{self, Write};

/// Says what was done, past the capture of the test harness.
fn say(line: &str) {
    let said = writeln!(io::stderr(), "{line}");
    said.unwrap();
}
