//! The real binary over real files, ended without warning: by SIGKILL at random moments, at every
//! named durable step, and by a disk that is full. What somebody was told is there afterwards, and
//! nobody is asked or called twice.
//!
//! `SEED=42` chooses the moments of the kills; it is printed.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

mod customer;
mod disk;
mod evidence;
mod house;
mod kills;
mod points;
mod process;
mod staff;
mod verdict;

use std::io::{self, Write};

/// Says what was done, past the capture of the test harness.
fn say(line: &str) {
    let said = writeln!(io::stderr(), "{line}");
    said.unwrap();
}
