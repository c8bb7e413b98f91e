//! What staff do at the desk.

use std::time::Duration;

use crate::house::{House, Side};

/// After a crash the desk is written to once in four seconds only.
const DESK: Duration = Duration::from_secs(90);

/// Anna takes the case as soon as its card is there. Returns the thread of the case.
pub(crate) async fn takes_the_case(house: &House) -> i64 {
    let taken = match house.desk() {
        Side::Telegram(telegram) => telegram.takes_the_case(DESK).await,
        Side::Discord(discord) => discord.takes_the_case(DESK).await,
    };
    taken.unwrap_or_else(|| {
        panic!("no card, or no answer:\n{}\n{}", house.transcript(), house.log())
    })
}

/// Anna writes to the customer, until the line arrives.
pub(crate) async fn writes(house: &House, thread: i64, line: &str) {
    match house.desk() {
        Side::Telegram(telegram) => telegram.staff_writes(thread, line),
        Side::Discord(discord) => {
            let written = discord.staff_writes(thread, line, DESK).await;
            assert!(written, "Anna is not in the room:\n{}", house.log());
        }
    }
    arrives(house, line, false).await;
}

/// Anna reads what the customer wrote.
pub(crate) async fn reads(house: &House, line: &str) {
    arrives(house, line, true).await;
}

async fn arrives(house: &House, line: &str, at_desk: bool) {
    let found = match reader(house, at_desk) {
        Side::Telegram(telegram) => telegram.arrives(line, at_desk, DESK).await,
        Side::Discord(discord) => discord.arrives(line, at_desk, DESK).await,
    };
    assert!(found, "“{line}” never arrives:\n{}", house.log());
}

/// How often a line was brought to the desk, or to customers, and how often it may be at most. A
/// platform that knows a line by its name shows it once.
pub(crate) fn arrived(house: &House, line: &str, at_desk: bool) -> (usize, usize) {
    match reader(house, at_desk) {
        Side::Telegram(telegram) => (telegram.arrived(line, at_desk), 2),
        Side::Discord(discord) => (discord.arrived(line, at_desk), 1),
    }
}

fn reader(house: &House, at_desk: bool) -> Side<'_> {
    if at_desk { house.desk() } else { house.customers() }
}
