//! What the real binary holds in memory, and how long it takes to start.

use std::{path::Path, time::Duration};

use amends_platforms::telegram::{Options, TelegramStandIn};
use tokio::time;

use crate::{
    discord::Discord,
    figures::middle,
    growth::filled,
    say,
    service::Service,
    table::{Aim, Table},
};

const OF: &str = "memory";
const SMALL: u64 = 50;
const LARGE: u64 = 50_000;
const LINES: u64 = 5_000;
const OPEN: u64 = 100_000;
const STARTS: usize = 9;
/// What was set off at the start is over by then.
const REST: Duration = Duration::from_secs(3);

pub(crate) async fn run(table: &mut Table) {
    say("\nMemory and starts of the real binary");
    let telegram = stand_in().await;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let dir = tempfile::tempdir().unwrap();
        let service = on(&telegram, &dir.path().join("data")).await;
        starts.push(service.ready_after.as_secs_f64());
    }
    table.add(OF, "start to ready, nothing stored", middle(starts), "s", Aim::AtMost(0.3));
    let dir = tempfile::tempdir().unwrap();
    let service = on(&telegram, &dir.path().join("data")).await;
    time::sleep(REST).await;
    table.add(OF, "idle, on Telegram", service.memory_mb(), "MB", Aim::AtMost(40.0));
    drop(service);

    for members in [SMALL, LARGE] {
        let discord = Discord::opens(members, false).await;
        time::sleep(REST).await;
        let what = format!("idle, on Discord, a server of {members} members");
        let aim = if members == SMALL { Aim::AtMost(40.0) } else { Aim::None };
        table.add(OF, what, discord.memory_mb(), "MB", aim);
        discord.write(members.min(LINES), LINES).await;
        let what = format!("after {LINES} lines by {} of its members", members.min(LINES));
        table.add(OF, what, discord.memory_mb(), "MB", Aim::None);
    }

    let data = dir.path().join("open");
    filled(&data, "open", OPEN).await;
    let service = on(&telegram, &data).await;
    time::sleep(REST).await;
    table.add(OF, "with 100,000 open surveys", service.memory_mb(), "MB", Aim::AtMost(250.0));
}

pub(crate) async fn stand_in() -> TelegramStandIn {
    let options = Options { enforce_limits: false, spec: None, ..Options::default() };
    TelegramStandIn::start(options).await.unwrap()
}

/// The binary on this store.
pub(crate) async fn on(telegram: &TelegramStandIn, data: &Path) -> Service {
    let variables = vec![
        ("AMENDS_TELEGRAM_API_URL", telegram.base_url()),
        ("AMENDS_TELEGRAM_TOKEN", telegram.token().to_owned()),
        ("AMENDS_DATA_DIR", data.display().to_string()),
    ];
    Service::starts(variables).await
}
