//! The gateway: readiness, resuming, sessions that end, intents, and the words for going wrong.

use amends_platforms::discord::{Options, world::World};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use serenity::all::{Event, GatewayIntents};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use crate::bench::{ANNA, Bench, PATIENCE, PLAIN};

/// A client that speaks the protocol by hand, to do what the library never does.
struct Hand(
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>,
);

impl Hand {
    async fn connect(bench: &Bench, query: &str) -> Self {
        let url = format!("{}{query}", bench.stand_in.gateway_url());
        let (line, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        Self(line)
    }

    async fn says(&mut self, payload: &Value) {
        self.0.send(Message::Text(payload.to_string())).await.unwrap();
    }

    async fn next(&mut self) -> Message {
        timeout(PATIENCE, self.0.next()).await.unwrap().unwrap().unwrap()
    }

    async fn hears(&mut self) -> Value {
        let message = self.next().await;
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    /// Waits for the end and returns its code.
    async fn ends(&mut self) -> u16 {
        loop {
            if let Message::Close(Some(frame)) = self.next().await {
                return frame.code.into();
            }
        }
    }
}

fn identify(bench: &Bench, intents: u64) -> Value {
    let properties = json!({ "os": "linux", "browser": "hand", "device": "hand" });
    let token = bench.stand_in.token();
    json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": properties } })
}

#[tokio::test]
async fn a_bot_gets_ready_and_beats() {
    let bench = Bench::new().await;
    let bot = bench.connect(PLAIN).await;
    assert_eq!(bench.stand_in.stats().identifies, 1);
    bot.leave().await;
    let mut hand = Hand::connect(&bench, "?v=10").await;
    assert_eq!(hand.hears().await["op"], 10);
    hand.says(&json!({ "op": 1, "d": null })).await;
    assert_eq!(hand.hears().await["op"], 11);
    hand.says(&identify(&bench, 1)).await;
    let ready = hand.hears().await;
    assert_eq!((&ready["t"], &ready["s"]), (&json!("READY"), &json!(1)));
    hand.says(&json!({ "op": 1, "d": 1 })).await;
    assert_eq!(hand.hears().await["op"], 11);
    hand.says(&json!({ "op": 1, "d": 9 })).await;
    assert_eq!(hand.ends().await, 4007);
    bench.done().await;
}

#[tokio::test]
async fn mistakes_end_with_the_code_of_the_platform() {
    let bench = Bench::with(Options {
        message_content: false,
        enforce_limits: false,
        ..Options::default()
    })
    .await;
    let long = json!({ "op": 1, "d": "x".repeat(5000) });
    let mut wrong_token = identify(&bench, 1);
    wrong_token["d"]["token"] = json!("Bot other");
    let mut sharded = identify(&bench, 1);
    sharded["d"]["shard"] = json!([1, 2]);
    let resume = json!({ "op": 6, "d": { "token": bench.stand_in.token(), "session_id": "x" } });
    for (said, code) in [
        (json!({ "op": 99 }), 4001),
        (json!("hello"), 4001),
        (long, 4002),
        (json!({ "op": 3, "d": {} }), 4003),
        (wrong_token, 4004),
        (resume, 4002),
        (sharded, 4010),
        (identify(&bench, 1 << 19), 4013),
        (identify(&bench, 1 << 15), 4014),
        (identify(&bench, 1 << 1), 4014),
    ] {
        let mut hand = Hand::connect(&bench, "?v=10").await;
        hand.hears().await;
        hand.says(&said).await;
        assert_eq!(hand.ends().await, code, "{said}");
    }
    let mut old = Hand::connect(&bench, "?v=9").await;
    assert_eq!(old.ends().await, 4012);
    let mut twice = Hand::connect(&bench, "?v=10").await;
    twice.hears().await;
    twice.says(&identify(&bench, 1)).await;
    twice.says(&identify(&bench, 1)).await;
    assert_eq!(twice.ends().await, 4005);
    let mut chatty = Hand::connect(&bench, "?v=10").await;
    for _ in 0..121 {
        chatty.says(&json!({ "op": 1, "d": null })).await;
    }
    assert_eq!(chatty.ends().await, 4008);
    bench.done().await;
}

#[tokio::test]
async fn sessions_may_not_be_started_too_often() {
    let bench = Bench::with(Options::default()).await;
    let mut first = Hand::connect(&bench, "?v=10").await;
    first.hears().await;
    first.says(&identify(&bench, 1)).await;
    assert_eq!(first.hears().await["t"], "READY");
    let mut second = Hand::connect(&bench, "?v=10").await;
    second.hears().await;
    second.says(&identify(&bench, 1)).await;
    assert_eq!(second.hears().await["op"], 9);
    let limit = bench.http.get_bot_gateway().await.unwrap().session_start_limit;
    assert_eq!((limit.total, limit.remaining), (1000, 999));
    bench.done().await;
}

#[tokio::test]
async fn an_event_that_the_library_cannot_read_is_noticed() {
    let bench = Bench::new().await;
    let mut bot = bench.connect(PLAIN).await;
    assert_eq!(bench.hearing.complaints(), Vec::<String>::new());
    bench.stand_in.faults().send_event("GUILD_ROLE_CREATE", &json!({ "guild_id": "1" }));
    bot.hears(|event| matches!(event, Event::Unknown(_)).then_some(())).await;
    assert_eq!(bench.hearing.complaints().len(), 1);
    bot.leave().await;
}

#[tokio::test]
async fn a_refused_intent_stops_the_bot() {
    let options = Options { message_content: false, enforce_limits: false, ..Options::default() };
    let bench = Bench::with(options).await;
    let bot = bench.start(PLAIN | GatewayIntents::MESSAGE_CONTENT).await;
    let error = bot.ends().await.unwrap_err();
    assert!(error.to_string().contains("Disallowed gateway intents"), "{error}");
    assert!(bench.stand_in.look(|world: &World| world.stats.identifies == 0));
}

#[tokio::test]
async fn only_what_was_asked_for_follows_readiness() {
    let bench = Bench::new().await;
    let home = bench.found();
    let (people, faults) = (bench.stand_in.people(), bench.stand_in.faults());
    let mut hand = Hand::connect(&bench, "?v=10").await;
    hand.hears().await;
    hand.says(&identify(&bench, 1 << 9)).await;
    assert_eq!(hand.hears().await["t"], "READY");
    people.join_voice(ANNA, home.voice).unwrap();
    people.write(ANNA, home.lobby, "hi").unwrap();
    let heard = hand.hears().await;
    assert_eq!((&heard["t"], &heard["s"]), (&json!("MESSAGE_CREATE"), &json!(2)));
    assert_eq!(heard["d"]["content"], "");
    faults.ignore_heartbeats();
    hand.says(&json!({ "op": 1, "d": 2 })).await;
    people.write(ANNA, home.lobby, "still here").unwrap();
    assert_eq!(hand.hears().await["s"], 3);
    faults.clear();
    hand.says(&json!({ "op": 1, "d": 3 })).await;
    assert_eq!(hand.hears().await["op"], 11);
    bench.done().await;
}

#[tokio::test]
async fn a_session_is_resumed_by_its_own_bot_only() {
    let bench = Bench::new().await;
    let home = bench.found();
    let mut first = Hand::connect(&bench, "?v=10").await;
    first.hears().await;
    first.says(&identify(&bench, 1 << 9)).await;
    let session = first.hears().await["d"]["session_id"].clone();
    let resume = |session: &Value, seq: u64| {
        let token = bench.stand_in.token();
        json!({ "op": 6, "d": { "token": token, "session_id": session, "seq": seq } })
    };
    let mut stranger = Hand::connect(&bench, "?v=10").await;
    stranger.hears().await;
    stranger.says(&resume(&json!("other"), 1)).await;
    assert_eq!(stranger.hears().await["op"], 9);
    stranger.says(&resume(&session, 99)).await;
    assert_eq!(stranger.ends().await, 4007);
    drop(first);
    bench.stand_in.people().write(ANNA, home.lobby, "hi").unwrap();
    let mut second = Hand::connect(&bench, "?v=10").await;
    second.hears().await;
    second.says(&resume(&session, 1)).await;
    assert_eq!(second.hears().await["t"], "MESSAGE_CREATE");
    assert_eq!(second.hears().await["t"], "RESUMED");
    drop(second);
    let mut third = Hand::connect(&bench, "?v=10").await;
    third.hears().await;
    third.says(&resume(&session, 1)).await;
    assert_eq!(third.hears().await["t"], "MESSAGE_CREATE");
    // Whoever says goodbye has no session any more.
    let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
    third.0.close(Some(frame)).await.unwrap();
    while third.0.next().await.is_some() {}
    let mut fourth = Hand::connect(&bench, "?v=10").await;
    fourth.hears().await;
    fourth.says(&resume(&session, 1)).await;
    assert_eq!(fourth.hears().await["op"], 9);
    bench.done().await;
}

#[tokio::test]
async fn a_shut_gateway_takes_nobody() {
    let bench = Bench::new().await;
    let faults = bench.stand_in.faults();
    let mut hand = Hand::connect(&bench, "?v=10").await;
    hand.hears().await;
    faults.shut_gateway();
    let broken = timeout(PATIENCE, hand.0.next()).await.unwrap();
    assert!(broken.is_none_or(|said| said.is_err()));
    let url = format!("{}?v=10", bench.stand_in.gateway_url());
    assert!(tokio_tungstenite::connect_async(&url).await.is_err());
    faults.clear();
    assert!(tokio_tungstenite::connect_async(&url).await.is_ok());
    bench.done().await;
}
