//! Listening to a gateway that does what a test wants: order, refusals, outages, what was missed.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

mod standin;
mod tiny;

use std::time::Duration;

use amends_discord::gateway::{Conversation, GatewayError};
use serde_json::json;

use self::tiny::{Ears, Tiny, live, member, message, press, thread};

const MESSAGE_CONTENT: u64 = 1 << 15;

#[tokio::test]
async fn events_keep_their_order_and_say_where_they_happened() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    assert_eq!(connection.hello["token"], format!("Bot {}", tiny::TOKEN));
    assert_eq!(connection.hello["intents"].as_u64().unwrap() & MESSAGE_CONTENT, 0);
    connection.ready();
    for id in 1_000..3_000 {
        connection.dispatch("MESSAGE_CREATE", live(id, 20));
    }
    ears.wait_for(|heard| heard.ids().len() == 2_000).await;
    ears.with(|heard| {
        let wanted: Vec<String> = (1_000..3_000).map(|id: u64| id.to_string()).collect();
        assert_eq!(heard.ids(), wanted);
        let envelope = heard.envelope("1000");
        assert_eq!(envelope.parent.as_deref(), Some("10"));
        assert_eq!(envelope.around.above.as_ref().unwrap().name.as_deref(), Some("care"));
        assert_eq!(envelope.d["content"], "hello");
        assert_eq!(envelope.d["member"]["roles"], json!(["4"]));
        assert_eq!(envelope.d["author"]["id"], "7");
        assert_eq!(heard.content, [false]);
    });
    listening.end().await.unwrap();
}

#[tokio::test]
async fn press_arrives_whole() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    connection.dispatch("INTERACTION_CREATE", press(77, 21));
    ears.wait_for(|heard| heard.ids() == ["77"]).await;
    ears.with(|heard| {
        let envelope = heard.envelope("77");
        assert_eq!(envelope.parent.as_deref(), Some("10"), "a thread archived long ago");
        for (pointer, wanted) in [
            ("/token", json!("canary-press")),
            ("/type", json!(3)),
            ("/data/custom_id", json!("a:1")),
            ("/data/component_type", json!(2)),
            ("/member/user/id", json!("7")),
            ("/member/roles", json!(["4"])),
            ("/locale", json!("ro")),
            ("/message/id", json!("5")),
            ("/application_id", json!("98")),
        ] {
            assert_eq!(envelope.d.pointer(pointer), Some(&wanted), "{pointer}");
        }
    });
    listening.end().await.unwrap();
}

#[tokio::test]
async fn what_could_not_be_kept_waits() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    ears.with(|heard| heard.failures = 2);
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    connection.dispatch("MESSAGE_CREATE", live(1_000, 20));
    connection.dispatch("MESSAGE_CREATE", live(1_001, 20));
    ears.wait_for(|heard| heard.ids() == ["1000", "1001"]).await;
    listening.end().await.unwrap();
}

#[tokio::test]
async fn content_is_done_without_if_it_is_not_allowed() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, true);
    let connection = tiny.connection().await;
    assert_ne!(connection.hello["intents"].as_u64().unwrap() & MESSAGE_CONTENT, 0);
    connection.close(4014);
    let mut connection = tiny.connection().await;
    assert_eq!(connection.hello["intents"].as_u64().unwrap() & MESSAGE_CONTENT, 0);
    connection.ready();
    ears.wait_for(|heard| heard.content == [false]).await;
    listening.end().await.unwrap();
}

#[tokio::test]
async fn unknown_token_ends_it() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, false);
    tiny.connection().await.close(4004);
    assert_eq!(listening.task.await.unwrap(), Err(GatewayError::Rejected));
    let refused = json!({ "code": 0, "message": "401: Unauthorized" });
    tiny.api.answer("/api/v10/gateway/bot", 401, refused);
    let listening = tiny.listen(&ears, false);
    assert_eq!(listening.task.await.unwrap(), Err(GatewayError::Rejected));
}

#[tokio::test]
async fn gateway_elsewhere_is_not_used() {
    let (tiny, ears) = (Tiny::start().await, Ears::new());
    let elsewhere = json!({ "url": "wss://gateway.discord.gg", "shards": 1 });
    tiny.api.answer("/api/v10/gateway/bot", 200, elsewhere.clone());
    tiny.api.answer("/api/v10/gateway", 200, elsewhere);
    let ended = tiny.listen(&ears, false).task.await.unwrap();
    assert!(matches!(ended, Err(GatewayError::Address { .. })), "{ended:?}");
}

#[tokio::test]
async fn dropped_connection_is_resumed_and_nothing_is_fetched() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    connection.dispatch("MESSAGE_CREATE", live(1_000, 20));
    ears.wait_for(|heard| heard.ids() == ["1000"]).await;
    connection.close(4000);
    let mut connection = tiny.connection().await;
    assert_eq!((connection.op, &connection.hello["seq"]), (6, &json!(3)));
    connection.dispatch("MESSAGE_CREATE", live(1_001, 20));
    connection.resumed();
    ears.wait_for(|heard| heard.ids() == ["1000", "1001"]).await;
    listening.end().await.unwrap();
}

#[tokio::test]
async fn missed_messages_come_first_and_nothing_comes_twice() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let conversation = |channel: &str, after: &str| Conversation {
        channel: channel.to_owned(),
        after: Some(after.to_owned()),
    };
    ears.with(|heard| {
        heard.conversations =
            vec![conversation("20", "1000"), conversation("21", "900"), conversation("22", "900")];
    });
    tiny.api.answer("/api/v10/channels/20", 200, thread(20, false));
    let newest_first = json!([message(1_002, 20), message(1_001, 20)]);
    tiny.api.answer("/api/v10/channels/20/messages", 200, newest_first);
    tiny.api.answer("/api/v10/channels/21", 200, thread(21, true));
    tiny.api.answer("/api/v10/channels/21/messages", 200, json!([message(950, 21)]));
    let mut whole = member();
    whole["user"] = tiny::user(7, false);
    tiny.api.answer("/api/v10/guilds/1/members/7", 200, whole);

    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    connection.dispatch("MESSAGE_CREATE", live(1_003, 20));
    ears.wait_for(|heard| heard.ids().len() == 5 && heard.caught_up == 1).await;
    ears.with(|heard| {
        let of = |thread: &str| -> Vec<&str> {
            let channel = |(_, it): &&(String, amends_discord::envelope::Envelope)| {
                it.d["channel_id"] == thread || it.d["id"] == thread
            };
            heard.kept.iter().filter(channel).map(|(id, _)| id.as_str()).collect()
        };
        assert_eq!(of("20"), ["1001", "1002", "1003"]);
        let closed = of("21");
        assert_eq!(closed[0], "950");
        assert!(closed[1].starts_with("THREAD_UPDATE.21."), "{closed:?}");
        let (missed, live) = (heard.envelope("1001"), heard.envelope("1003"));
        assert!(missed.around.is_late && !live.around.is_late);
        assert_eq!(missed.d["member"]["roles"], live.d["member"]["roles"]);
        assert_eq!((&missed.d["guild_id"], missed.parent.as_deref()), (&json!("1"), Some("10")));
    });
    assert_eq!(
        tiny.api.asked().iter().filter(|path| path.contains("/members/")).count(),
        1,
        "members are asked for once"
    );
    listening.end().await.unwrap();
}

#[tokio::test]
async fn message_in_an_unknown_thread_is_placed_by_asking() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    tiny.api.answer("/api/v10/channels/30", 200, thread(30, false));
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    connection.dispatch("MESSAGE_CREATE", live(1_000, 30));
    connection.dispatch("MESSAGE_CREATE", live(1_001, 31));
    ears.wait_for(|heard| heard.ids() == ["1000", "1001"]).await;
    ears.with(|heard| {
        assert_eq!(heard.envelope("1000").parent.as_deref(), Some("10"));
        assert_eq!(heard.envelope("1001").parent, None, "Discord does not know it either");
    });
    listening.end().await.unwrap();
}

#[tokio::test]
async fn new_session_notices_what_vanished() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    tiny.api.answer("/api/v10/channels/20", 200, thread(20, true));
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    ears.wait_for(|heard| !heard.content.is_empty()).await;
    connection.send(&json!({ "op": 9, "d": false }));
    let mut connection = tiny.connection().await;
    assert_eq!(connection.op, 2, "the session is lost");
    let mut guild = tiny::guild();
    guild["threads"] = json!([]);
    connection.dispatch(
        "READY",
        json!({
        "v": 10, "session_id": "s2", "resume_gateway_url": "ws://127.0.0.1:1", "shard": [0, 1],
        "user": tiny::user(99, true), "guilds": [{ "id": "1", "unavailable": true }],
        "application": { "id": "98", "flags": 0 } }),
    );
    connection.dispatch("GUILD_CREATE", guild);
    ears.wait_for(|heard| !heard.ids().is_empty()).await;
    ears.with(|heard| {
        let ids = heard.ids();
        assert!(ids.len() == 1 && ids[0].starts_with("THREAD_UPDATE.20."), "{ids:?}");
    });
    listening.end().await.unwrap();
}

#[tokio::test]
async fn archived_thread_tells_who_wrote_in_it_though_nobody_saw() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    tiny.api.answer(
        "/api/v10/channels/20/messages",
        200,
        json!([message(31, 20), message(30, 20)]),
    );
    let mut whole = member();
    whole["user"] = tiny::user(7, false);
    tiny.api.answer("/api/v10/guilds/1/members/7", 200, whole);
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    connection.dispatch("THREAD_UPDATE", thread(20, true));
    connection.dispatch(
        "THREAD_DELETE",
        json!({ "id": "20", "type": 12, "guild_id": "1", "parent_id": "10" }),
    );
    ears.wait_for(|heard| heard.ids().len() == 2).await;
    ears.with(|heard| {
        let ids = heard.ids();
        assert_eq!(ids[1], "THREAD_DELETE.20", "in order");
        let authors = &heard.envelope(ids[0]).around.channel.as_ref().unwrap().authors;
        assert_eq!((authors.len(), authors[0].user.as_str()), (1, "7"));
        assert_eq!(authors[0].roles, ["4"]);
    });
    listening.end().await.unwrap();
}

#[tokio::test]
async fn trouble_is_told_and_so_is_its_end() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let unavailable = json!({ "message": "503: Service Unavailable", "code": 0 });
    tiny.api.answer("/api/v10/gateway/bot", 503, unavailable);
    let listening = tiny.listen(&ears, false);
    ears.wait_for(|heard| heard.told.len() == 1).await;
    ears.with(|heard| {
        let told = heard.told[0].as_deref().unwrap();
        assert!(told.starts_with("Discord can't be reached"), "{told}");
    });
    let address = tiny.api.at("/api/v10/gateway");
    tiny.api.answer("/api/v10/gateway/bot", 200, address);
    let mut connection = tiny.connection().await;
    connection.ready();
    ears.wait_for(|heard| heard.told.len() == 2).await;
    ears.with(|heard| assert_eq!(heard.told[1], None));
    listening.end().await.unwrap();
}

#[tokio::test]
async fn typing_gets_suggestions_and_is_not_stored() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, false);
    let mut connection = tiny.connection().await;
    connection.ready();
    let mut typing = press(78, 20);
    typing["type"] = json!(4);
    typing["data"] = json!({ "id": "60", "name": "cause", "type": 1, "options": [] });
    connection.dispatch("INTERACTION_CREATE", typing);
    ears.wait_for(|heard| heard.autocompleted == 1).await;
    connection.dispatch("INTERACTION_CREATE", press(79, 20));
    ears.wait_for(|heard| heard.ids() == ["79"]).await;
    listening.end().await.unwrap();
}

#[tokio::test]
async fn stop_is_prompt() {
    let (mut tiny, ears) = (Tiny::start().await, Ears::new());
    let listening = tiny.listen(&ears, false);
    tiny.connection().await.ready();
    ears.wait_for(|heard| !heard.content.is_empty()).await;
    tokio::time::timeout(Duration::from_secs(2), listening.end()).await.unwrap().unwrap();
}
