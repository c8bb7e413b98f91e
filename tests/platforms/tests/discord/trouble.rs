//! A gateway that breaks, limits, faults and restarts.

use std::time::Duration;

use amends_platforms::discord::{
    Options,
    faults::{Calls, Fault},
    world::Id,
};
use serde_json::{Value, json};
use serenity::all::{Event, GuildId};

use crate::bench::{ANNA, BEN, Bench, Bot, PLAIN};

const SEND: &str = "POST /channels/{}/messages";

async fn hears_line(bot: &mut Bot, wanted: Id) {
    bot.hears(|event| {
        matches!(event, Event::MessageCreate(event) if event.message.id.get() == wanted.0)
            .then_some(())
    })
    .await;
}

fn post(bench: &Bench, channel: Id, content: &str) -> reqwest::RequestBuilder {
    let url = format!("{}/api/v10/channels/{channel}/messages", bench.stand_in.base_url());
    let authorization = format!("Bot {}", bench.stand_in.token());
    let body = json!({ "content": content });
    reqwest::Client::new().post(url).header("authorization", authorization).json(&body)
}

#[tokio::test]
async fn a_broken_gateway_is_resumed_and_nothing_is_missed() {
    let bench = Bench::new().await;
    let home = bench.found();
    let (people, faults) = (bench.stand_in.people(), bench.stand_in.faults());
    let mut bot = bench.connect(PLAIN).await;
    for round in 1..=3_u64 {
        match round {
            1 => faults.drop_gateway(),
            2 => faults.close_gateway(4000),
            _ => faults.reconnect_gateway(),
        }
        let while_away = people.write(ANNA, home.lobby, "are you there?").unwrap();
        hears_line(&mut bot, while_away).await;
        let resumes =
            |world: &amends_platforms::discord::world::World| world.stats.resumes == round;
        bench.stand_in.wait_until(resumes, crate::bench::PATIENCE).await.unwrap();
        assert_eq!(bench.stand_in.stats().identifies, 1);
    }
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn an_ended_session_loses_what_happened_meanwhile() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let bot = bench.connect(PLAIN).await;
    bot.leave().await;
    let unheard = people.write(ANNA, home.lobby, "are you there?").unwrap();
    let mut bot = bench.connect(PLAIN).await;
    let last = people.write(ANNA, home.lobby, "hello?").unwrap();
    let mut heard = Vec::new();
    bot.hears(|event| {
        let Event::MessageCreate(event) = event else { return None };
        heard.push(event.message.id.get());
        (event.message.id.get() == last.0).then_some(())
    })
    .await;
    assert!(!heard.contains(&unheard.0));
    bench.stand_in.faults().invalidate_sessions();
    bot.hears(|event| matches!(event, Event::Ready(_)).then_some(())).await;
    assert_eq!(bench.stand_in.stats().identifies, 3);
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn events_can_be_held_and_repeated() {
    let bench = Bench::new().await;
    let home = bench.found();
    let (people, faults) = (bench.stand_in.people(), bench.stand_in.faults());
    let mut bot = bench.connect(PLAIN).await;
    faults.hold_events();
    let held = people.write(ANNA, home.lobby, "hello?").unwrap();
    faults.clear();
    hears_line(&mut bot, held).await;
    faults.repeat_next_event();
    let twice = people.write(ANNA, home.lobby, "twice").unwrap();
    hears_line(&mut bot, twice).await;
    hears_line(&mut bot, twice).await;
    bot.leave().await;
    bench.done().await;
}

#[tokio::test]
async fn too_much_is_refused_with_the_headers_of_the_platform() {
    let bench = Bench::with(Options::default()).await;
    let home = bench.found();
    for left in (0..5).rev() {
        let sent = post(&bench, home.lobby, "quick").send().await.unwrap();
        assert_eq!(sent.status().as_u16(), 200);
        assert_eq!(sent.headers()["x-ratelimit-remaining"], left.to_string().as_str());
    }
    let refused = post(&bench, home.lobby, "quick").send().await.unwrap();
    assert_eq!(refused.status().as_u16(), 429);
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    let seconds: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=5).contains(&seconds));
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["global"], false);
    assert!(0.0 < body["retry_after"].as_f64().unwrap());
    let elsewhere = post(&bench, home.desk, "quick").send().await.unwrap();
    assert_eq!(elsewhere.status().as_u16(), 200);
    let stats = bench.stand_in.stats();
    assert_eq!((stats.too_many, stats.deliveries, stats.invalid), (1, 6, 1));
    bench.done().await;
}

#[tokio::test]
async fn faults_strike_as_told() {
    let bench = Bench::new().await;
    let home = bench.found();
    let faults = bench.stand_in.faults();
    let status = async |content: &str| {
        post(&bench, home.lobby, content).send().await.map(|it| it.status().as_u16())
    };
    faults.next(SEND, Fault::TooMany { retry_after: Duration::from_secs(7), is_global: true });
    assert_eq!(status("a").await.unwrap(), 429);
    faults.next(SEND, Fault::BadGateway { executes: false });
    assert_eq!(status("b").await.unwrap(), 502);
    faults.next(Calls::All, Fault::ServerError);
    assert_eq!(status("c").await.unwrap(), 500);
    let words = "Missing Access".to_owned();
    faults.next(SEND, Fault::Refuse { status: 403, code: 50_001, message: words });
    assert_eq!(status("d").await.unwrap(), 403);
    assert_eq!(bench.stand_in.stats().deliveries, 0);
    faults.next(SEND, Fault::ReplyLost);
    assert!(status("e").await.is_err());
    faults.next(SEND, Fault::BadGateway { executes: true });
    assert_eq!(status("f").await.unwrap(), 502);
    assert_eq!(bench.stand_in.stats().deliveries, 2);
    faults.next(SEND, Fault::Hang { lasts: Duration::from_mins(10), executes: true });
    let impatient = post(&bench, home.lobby, "g").timeout(Duration::from_millis(200));
    assert!(impatient.send().await.unwrap_err().is_timeout());
    let is_there = |world: &amends_platforms::discord::world::World| world.stats.deliveries == 3;
    bench.stand_in.wait_until(is_there, crate::bench::PATIENCE).await.unwrap();
    assert_eq!(faults.pending(), 0);
    bench.done().await;
}

#[tokio::test]
async fn the_world_outlives_the_stand_in() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("world.json");
    let options = Options { snapshot: Some(path), enforce_limits: false, ..Options::default() };
    let bench = Bench::with(options.clone()).await;
    let home = bench.found();
    let sent = post(&bench, home.lobby, "How was it?").send().await.unwrap();
    let sent: Value = sent.json().await.unwrap();
    drop(bench);
    let bench = Bench::with(options).await;
    let mut bot = bench.connect(PLAIN).await;
    let guild = GuildId::new(home.guild.0);
    bot.hears(|event| {
        matches!(event, Event::GuildCreate(event) if event.guild.id == guild).then_some(())
    })
    .await;
    let kept = bench.stand_in.look(|world| world.channel(home.lobby).unwrap().shown().len());
    assert_eq!(kept, 1);
    let again: Value =
        post(&bench, home.lobby, "again").send().await.unwrap().json().await.unwrap();
    assert!(sent["id"].as_str().unwrap() < again["id"].as_str().unwrap());
    let line = bench.stand_in.people().write(BEN, home.desk, "hi").unwrap();
    hears_line(&mut bot, line).await;
    bot.leave().await;
    bench.done().await;
}
