//! How fast the bot goes on Discord, held to the limits of the stand-in: nothing is refused for being
//! too fast, and little for being unwelcome.
//!
//! Minutes pass in seconds: the clocks of the service, of its HTTP client and of the stand-in are
//! moved forward together; the first two stand still in between. The service's own scheduler is off, so that
//! all that waits comes down on the client at once.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

mod house;
mod time;

use std::time::Duration;

use amends_core::{
    effect::{Body, To, Words},
    lang::Lang,
    place::{Place, Platform},
    say::Say,
};
use amends_runtime::port::{Adapter, Attempt, SendError};
use tokio::task::JoinSet;

use self::house::House;

const LINES: usize = 40;
const STRANGERS: u64 = 200;
const CLOSED: u64 = 2_000;
/// Discord counts over ten minutes.
const A_WHILE: Duration = Duration::from_mins(11);
/// Long enough that those who were held back come again, twice.
const LONG: Duration = Duration::from_mins(21);

#[tokio::test(start_paused = true)]
async fn forty_lines_in_a_channel_and_two_hundred_doors_are_never_too_fast() {
    let house = House::new().await;
    for number in 0..STRANGERS {
        house.joins(number);
        house.contact_ends(number).await;
    }
    let mut lines = JoinSet::new();
    for number in 0..LINES {
        let adapter = house.adapter();
        let (view, to) = (house.view(), To::Place(house.general()));
        lines.spawn(async move {
            let words = Words::Customer(Say::TapAck, Lang::EN);
            let body = Body::Send {
                to,
                words,
                buttons: Vec::new(),
                reply_to: None,
                ask_reply: false,
                purpose: None,
            };
            let attempt = Attempt { nonce: format!("line-{number}"), ..Attempt::default() };
            // As the outbox does: what was held back is tried again.
            while let Err(error) = adapter.perform(&body, &view, &attempt).await {
                assert!(matches!(error, SendError::NotSent(_)), "{error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }
    let arrived = house
        .time
        .until(|| house.asked() == STRANGERS && house.posted() == LINES, Duration::from_mins(30));
    let took = arrived.await;
    while let Some(line) = lines.join_next().await {
        line.unwrap();
    }
    let stats = house.discord.stats();
    say(&format!(
        "pace: {LINES} lines and {STRANGERS} doors in {took:?}: {} answers 429, at most {} requests \
         a second, {} doors in ten minutes",
        stats.too_many, stats.max_per_second, stats.max_dms_opened,
    ));
    assert_eq!((stats.too_many, stats.invalid), (0, 0));
    assert_eq!(house.discord.violations(), Vec::<String>::new());
    house.closes().await;
}

#[tokio::test(start_paused = true)]
async fn two_thousand_closed_doors_are_not_all_tried() {
    let house = House::new().await;
    for number in 0..CLOSED {
        house.joins(number);
        house.shuts_the_door(number);
        house.contact_ends(number).await;
    }
    house.time.passes(A_WHILE).await;
    let stats = house.discord.stats();
    say(&format!(
        "pace: {CLOSED} closed doors nobody knew: at most {} invalid requests in ten minutes, {} in \
         {A_WHILE:?}; {} answers 429",
        stats.max_invalid, stats.invalid, stats.too_many,
    ));
    assert!(0 < stats.invalid && stats.max_invalid < 500, "{stats:?}");
    assert_eq!(stats.too_many, 0);
    house.closes().await;
}

#[tokio::test(start_paused = true)]
async fn two_thousand_doors_that_were_open_once_are_not_all_tried() {
    let house = House::new().await;
    for number in 0..CLOSED {
        house.joins(number);
    }
    house.everybody_says_hello(CLOSED).await;
    for number in 0..CLOSED {
        house.shuts_the_door(number);
        house.contact_ends(number).await;
    }
    house.time.passes(LONG).await;
    let stats = house.discord.stats();
    say(&format!(
        "pace: {CLOSED} closed doors that were open once: at most {} invalid requests in ten \
         minutes, {} in {LONG:?}; {} answers 429",
        stats.max_invalid, stats.invalid, stats.too_many,
    ));
    assert!(300 < stats.max_invalid && stats.max_invalid < 500, "{stats:?}");
    assert_eq!(stats.too_many, 0);
    house.closes().await;
}

/// Says what was done, past the capture of the test harness.
fn say(line: &str) {
    let said = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{line}\n"));
    said.unwrap();
}

/// A channel of Discord.
fn channel(id: amends_platforms::discord::world::Id) -> Place {
    Place::chat(Platform::Discord, id.to_string())
}
