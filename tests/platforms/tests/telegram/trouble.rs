//! Refusals, limits, conflicts, faults and restarts.

use std::time::Duration;

use amends_platforms::telegram::{
    Options,
    faults::{Calls, Fault},
    people::{NewGroup, NewUser},
    spec::Spec,
    world::World,
};
use serde_json::{Value, json};

use crate::bench::{ANNA, BEN, Bench, CLIENT_PATIENCE, question};

#[tokio::test]
async fn refusals_have_the_words_of_the_platform() {
    let (bench, desk) = Bench::new().await;
    let people = bench.stand_in.people();
    let to = |chat: i64| json!({ "chat_id": chat, "text": "hi" });
    let forbidden = |what: &str| (403, format!("Forbidden: {what}"));
    let bad = |what: &str| (400, format!("Bad Request: {what}"));
    assert_eq!(bench.refused("sendMessage", to(999)).await, bad("chat not found"));
    let unstarted = forbidden("bot can't initiate conversation with a user");
    assert_eq!(bench.refused("sendMessage", to(BEN)).await, unstarted);
    people.block(ANNA).unwrap();
    assert_eq!(
        bench.refused("sendMessage", to(ANNA)).await,
        forbidden("bot was blocked by the user")
    );
    people.start(ANNA, None).unwrap();
    bench.say(ANNA, "Welcome back.").await;
    people.deactivate(ANNA).unwrap();
    assert_eq!(bench.refused("sendMessage", to(ANNA)).await, forbidden("user is deactivated"));
    people.remove_bot(BEN, desk).unwrap();
    let kicked = forbidden("bot was kicked from the supergroup chat");
    assert_eq!(bench.refused("sendMessage", to(desk)).await, kicked);

    people.start(BEN, None).unwrap();
    let with = |button: Value| json!({ "chat_id": BEN, "text": "a", "reply_markup": { "inline_keyboard": [[button]] } });
    assert_eq!(bench.stand_in.take_violations(), Vec::<String>::new());
    for data in ["", &"x".repeat(65)] {
        let wrong = with(json!({ "text": "a", "callback_data": data }));
        assert_eq!(bench.refused("sendMessage", wrong).await, bad("BUTTON_DATA_INVALID"));
    }
    let long = json!({ "chat_id": BEN, "text": "x".repeat(4097) });
    assert_eq!(bench.refused("sendMessage", long).await, bad("message is too long"));
    let empty = json!({ "chat_id": BEN, "text": "" });
    assert_eq!(bench.refused("sendMessage", empty).await, bad("message text is empty"));
    if Spec::load_default().is_some() {
        assert_eq!(bench.stand_in.take_violations().len(), 4);
    }
    let missing = json!({ "chat_id": BEN, "message_id": 77, "text": "a" });
    assert_eq!(bench.refused("editMessageText", missing).await, bad("message to edit not found"));
    let missing = json!({ "chat_id": BEN, "from_chat_id": BEN, "message_id": 77 });
    assert_eq!(bench.refused("copyMessage", missing).await, bad("message to copy not found"));
    let unknown = (404, "Not Found: method not found".to_owned());
    assert_eq!(bench.refused("makeTea", json!({})).await, unknown);
    let other = format!("{}/bot123:abc/getMe", bench.stand_in.base_url());
    let reply: Value = bench.client.get(other).send().await.unwrap().json().await.unwrap();
    assert_eq!(reply, json!({ "ok": false, "error_code": 401, "description": "Unauthorized" }));
    bench.done().await;
}

#[tokio::test]
async fn too_much_is_refused_and_counted() {
    let bench = Bench::with(Options::default()).await;
    let people = bench.stand_in.people();
    people.create_user(NewUser::new(ANNA, "Anna")).unwrap();
    people.start(ANNA, None).unwrap();
    let desk = people.create_group(&NewGroup::forum("Desk", ANNA)).unwrap();
    // A burst of three passes, and at one a second the tenth comes seven seconds too early.
    let mut sent = 0;
    let refusal = loop {
        let reply = bench.raw("sendMessage", json!({ "chat_id": ANNA, "text": "quick" })).await;
        if reply["ok"] == false || 10 <= sent {
            break reply;
        }
        sent += 1;
    };
    assert!(3 <= sent);
    assert_eq!(refusal["error_code"], 429);
    assert_eq!(refusal["parameters"]["retry_after"], 1);
    assert_eq!(refusal["description"], "Too Many Requests: retry after 1");
    for number in 0..20 {
        bench
            .call("createForumTopic", json!({ "chat_id": desk, "name": format!("R-{number}") }))
            .await;
    }
    let (code, _) = bench.refused("sendMessage", json!({ "chat_id": desk, "text": "more" })).await;
    assert_eq!(code, 429);
    let stats = bench.stand_in.stats();
    assert_eq!((stats.too_many, stats.deliveries, stats.max_per_group_minute), (2, sent, 20));
    bench.done().await;
}

#[tokio::test]
async fn a_second_poll_ends_the_first() {
    let (bench, _) = Bench::new().await;
    bench.call("getUpdates", json!({ "offset": -1 })).await;
    let last = bench.call("getUpdates", json!({})).await[0]["update_id"].as_i64().unwrap();
    let poll = json!({ "offset": last + 1, "timeout": 10 });
    let (first, second, ()) = tokio::join!(
        bench.raw("getUpdates", poll.clone()),
        bench.raw("getUpdates", poll.clone()),
        async {
            let is_over =
                |world: &World| world.calls.iter().any(|call| call.reply["error_code"] == 409);
            bench.stand_in.wait_until(is_over, CLIENT_PATIENCE).await.unwrap();
            bench.stand_in.people().write(ANNA, ANNA, "hello").unwrap();
        }
    );
    let replies = [&first, &second];
    assert!(replies.iter().any(|reply| reply["error_code"] == 409), "{replies:?}");
    assert!(
        replies.iter().any(|reply| reply["result"][0]["message"]["text"] == "hello"),
        "{replies:?}"
    );
    bench.done().await;
}

#[tokio::test]
async fn updates_of_a_lost_reply_come_again() {
    let (mut bench, _) = Bench::new().await;
    let seen = bench.updates().await.len();
    assert!(0 < seen);
    bench.stand_in.people().write(ANNA, ANNA, "hello").unwrap();
    let poll = json!({ "offset": bench.offset });
    bench.stand_in.faults().next("getUpdates", Fault::ReplyLost);
    assert!(bench.send("getUpdates", poll).await.is_err());
    assert_eq!(bench.updates().await[0]["message"]["text"], "hello");
    assert!(bench.updates().await.is_empty());
    bench.done().await;
}

#[tokio::test]
async fn faults_strike_as_told() {
    let (bench, _) = Bench::new().await;
    let faults = bench.stand_in.faults();
    let hi = json!({ "chat_id": ANNA, "text": "hi" });
    faults.next("sendMessage", Fault::TooMany { retry_after: 7 });
    assert_eq!(bench.raw("sendMessage", hi.clone()).await["parameters"]["retry_after"], 7);
    faults.next("sendMessage", Fault::BadGateway { executes: false });
    let page = bench.send("sendMessage", hi.clone()).await.unwrap();
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().starts_with("<html>"));
    faults.next(Calls::All, Fault::ServerError);
    assert_eq!(bench.refused("sendMessage", hi.clone()).await.0, 500);
    let description = "Bad Request: CHAT_RESTRICTED".to_owned();
    faults.next("sendMessage", Fault::Refuse { code: 400, description: description.clone() });
    assert_eq!(bench.refused("sendMessage", hi.clone()).await, (400, description));
    assert_eq!(bench.stand_in.stats().deliveries, 0);

    faults.next("sendMessage", Fault::ReplyLost);
    assert!(bench.send("sendMessage", hi.clone()).await.is_err());
    assert_eq!(bench.stand_in.stats().deliveries, 1);
    let lasts = Duration::from_mins(10);
    faults.next("sendMessage", Fault::Hang { lasts, executes: true });
    let url = bench.url("sendMessage");
    let impatient = bench.client.post(url).timeout(Duration::from_millis(200)).json(&hi);
    assert!(impatient.send().await.unwrap_err().is_timeout());
    let is_delivered = |world: &World| world.stats.deliveries == 2;
    bench.stand_in.wait_until(is_delivered, CLIENT_PATIENCE).await.unwrap();
    assert_eq!(faults.pending(), 0);
    let calls = bench.stand_in.calls();
    let struck: Vec<&str> = calls.iter().filter_map(|call| call.fault.as_deref()).collect();
    assert_eq!(struck, ["too_many", "bad_gateway", "server_error", "refuse", "reply_lost", "hang"]);
    assert_eq!(calls.iter().filter(|call| call.was_carried_out()).count(), 2);
    bench.done().await;
}

#[tokio::test]
async fn a_departure_from_the_specification_is_caught() {
    if !Spec::is_there() {
        return;
    }
    let (bench, _) = Bench::new().await;
    bench
        .call("sendMessage", json!({ "chat_id": ANNA, "text": "hi", "reply_to_message_id": 1 }))
        .await;
    bench.refused("sendDice", json!({ "chat_id": ANNA })).await;
    let violations = bench.stand_in.take_violations();
    let wanted = [
        "sendMessage: `reply_to_message_id` is unknown",
        "sendDice: the stand-in lacks this method",
    ];
    assert_eq!(violations, wanted);
    bench.done().await;
}

#[tokio::test]
async fn the_world_outlives_the_stand_in() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("world.json");
    let options = Options { snapshot: Some(path.clone()), ..Options::default() };
    let bench = Bench::with(options.clone()).await;
    let people = bench.stand_in.people();
    people.create_user(NewUser::new(ANNA, "Anna")).unwrap();
    people.start(ANNA, None).unwrap();
    let ask = json!({ "chat_id": ANNA, "text": "How was it?", "reply_markup": question() });
    let asked = bench.call("sendMessage", ask).await["message_id"].as_i64().unwrap();
    // What the bot was told is on disk and survives without a goodbye.
    assert!(std::fs::read_to_string(&path).unwrap().contains("How was it?"));
    drop(bench);

    let bench = Bench::with(options.clone()).await;
    bench.say(ANNA, "Still here.").await;
    bench.done().await;

    let mut bench = Bench::with(options).await;
    assert_eq!(bench.updates().await[0]["message"]["text"], "/start");
    assert_eq!(bench.stand_in.chat(ANNA).unwrap().from_bot().len(), 2);
    bench.stand_in.people().tap(ANNA, ANNA, asked, "Good").unwrap();
    assert_eq!(bench.updates().await[0]["callback_query"]["data"], "v1.5");
    assert_ne!(bench.say(ANNA, "Thank you.").await, asked);
    bench.done().await;
}
