//! From the press to its answer, end to end: the stand-in of the platform tells the real binary, which
//! decides, makes that durable, and answers. Telegram and Discord take turns in one run.

use std::time::Duration;

use crate::{
    discord::Discord,
    figures::{millis, percentile},
    say,
    table::{Aim, Table},
    telegram::Telegram,
};

const OF: &str = "presses";
/// Presses on each platform that are measured, after some that are not.
const PRESSES: u32 = 400;
const BEFORE: u32 = 40;
/// Members of the server.
const MEMBERS: u64 = 50;

pub(crate) async fn run(table: &mut Table) {
    say("\nFrom the press to its answer, through the real binary and the stand-ins");
    let (telegram, discord) = tokio::join!(Telegram::opens(), Discord::opens(MEMBERS, false));
    let all = BEFORE + PRESSES;
    tokio::join!(telegram.asks(all.into()), discord.asks(all.into()));
    let (mut on_telegram, mut on_discord) = (Vec::new(), Vec::new());
    let mut used = (0.0, 0.0);
    for number in 0..all {
        let before = (telegram.processor_seconds(), discord.processor_seconds());
        let here = telegram.press(number.into()).await;
        let there = discord.press(number.into()).await;
        if BEFORE == number {
            used = before;
        }
        if BEFORE <= number {
            on_telegram.push(here);
            on_discord.push(there);
        }
    }
    let used = (telegram.processor_seconds() - used.0, discord.processor_seconds() - used.1);
    let ratio = median(&on_discord) / median(&on_telegram);
    tell(table, "Telegram", on_telegram, used.0);
    tell(table, "Discord", on_discord, used.1);
    table.add(OF, "median on Discord / on Telegram", ratio, "times", Aim::None);
}

fn median(all: &[Duration]) -> f64 {
    millis(percentile(all.to_vec(), 50))
}

fn tell(table: &mut Table, platform: &str, all: Vec<Duration>, seconds: f64) {
    let (p50, p99) = (median(&all), millis(percentile(all, 99)));
    table.add(OF, format!("{platform}: press to answer, median"), p50, "ms", Aim::None);
    table.add(OF, format!("{platform}: press to answer, 99 %"), p99, "ms", Aim::None);
    let each = seconds * 1_000.0 / f64::from(PRESSES);
    table.add(
        OF,
        format!("{platform}: processor time of the service"),
        each,
        "ms a press",
        Aim::None,
    );
}
