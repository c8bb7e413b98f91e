//! Threads: who sees them, who comes in, when they are put away.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use amends_platforms::discord::{
    Options,
    people::{NewChannel, NewRole},
    permissions::Permissions,
    world::{Channel, Id, MessageKind},
};
use serde_json::json;

use crate::{
    bench::{ANNA, BEN, Bench, CARL, Home, PATIENCE},
    rest::{call, code},
};

const DAY_MS: i64 = 86_400_000;

async fn private_thread(bench: &Bench, home: Home, invitable: bool) -> Id {
    let body = json!({ "name": "#1042", "type": 12, "invitable": invitable });
    let path = format!("/channels/{}/threads", home.lobby);
    let (status, body) = call(bench, "POST", &path, Some(body)).await;
    assert_eq!(status, 201, "{body}");
    body["id"].as_str().unwrap().parse().unwrap()
}

async fn add(bench: &Bench, thread: Id, user: Id) -> (u16, u64) {
    let path = format!("/channels/{thread}/thread-members/{user}");
    code(bench, "PUT", &path, None).await
}

#[tokio::test]
async fn silent_threads_are_put_away_and_come_back() {
    let clock = Arc::new(AtomicI64::new(0));
    let options = Options {
        clock_offset_ms: Arc::clone(&clock),
        enforce_limits: false,
        ..Options::default()
    };
    let bench = Bench::with(options).await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let thread = people.start_thread(ANNA, home.lobby, "a talk", false).unwrap();
    let is_archived =
        || bench.stand_in.look(|world| world.channel(thread).is_some_and(Channel::is_archived));
    clock.store(3 * DAY_MS - 60_000, Ordering::SeqCst);
    bench.stand_in.tick();
    assert!(!is_archived());
    clock.store(3 * DAY_MS + 60_000, Ordering::SeqCst);
    bench
        .stand_in
        .wait_until(|world| world.channel(thread).is_some_and(Channel::is_archived), PATIENCE)
        .await
        .unwrap();
    let path = format!("/channels/{thread}");
    let renamed = code(&bench, "PATCH", &path, Some(json!({ "name": "x" }))).await;
    assert_eq!(renamed, (400, 50_083));
    people.write(ANNA, thread, "one more thing").unwrap();
    assert!(!is_archived());
    bench.done().await;
}

#[tokio::test]
async fn what_was_put_away_cannot_be_changed() {
    let bench = Bench::new().await;
    let home = bench.found();
    let thread = private_thread(&bench, home, false).await;
    let path = format!("/channels/{thread}/messages");
    let (_, body) = call(&bench, "POST", &path, Some(json!({ "content": "hi" }))).await;
    let message = format!("{path}/{}", body["id"].as_str().unwrap());
    let archive = json!({ "archived": true });
    let thread_path = format!("/channels/{thread}");
    assert_eq!(code(&bench, "PATCH", &thread_path, Some(archive)).await.0, 200);
    let edit = Some(json!({ "content": "ho" }));
    assert_eq!(code(&bench, "PATCH", &message, edit.clone()).await, (400, 50_083));
    let react = format!("{message}/reactions/%E2%9C%85/@me");
    assert_eq!(code(&bench, "PUT", &react, None).await, (400, 50_083));
    assert_eq!(add(&bench, thread, ANNA).await, (400, 50_083));
    assert_eq!(code(&bench, "POST", &path, Some(json!({ "content": "up" }))).await.0, 200);
    assert_eq!(code(&bench, "PATCH", &message, edit).await.0, 200);
    bench.done().await;
}

#[tokio::test]
async fn only_those_who_may_see_the_channel_are_brought_in() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let thread = private_thread(&bench, home, false).await;
    assert_eq!(add(&bench, thread, ANNA).await.0, 204);
    assert_eq!(add(&bench, thread, ANNA).await.0, 204, "a second time changes nothing");
    people.set_overwrite(home.lobby, CARL, Permissions::NONE, Permissions::VIEW_CHANNEL).unwrap();
    assert_eq!(add(&bench, thread, CARL).await, (403, 50_001));
    people.leave(CARL, home.guild).unwrap();
    assert_eq!(add(&bench, thread, CARL).await, (404, 10_007));
    assert_eq!(add(&bench, thread, Id(5)).await, (404, 10_013));
    let notices = bench.stand_in.look(|world| {
        let shown = world.channel(thread).unwrap().shown();
        shown.iter().filter(|it| it.kind == MessageKind::RecipientAdd).count()
    });
    assert_eq!(notices, 1);
    people.leave(ANNA, home.guild).unwrap();
    people.join(ANNA, home.guild).unwrap();
    assert!(!bench.stand_in.look(|world| world.sees(ANNA, thread)), "who leaves is out of it");
    bench.done().await;
}

#[tokio::test]
async fn a_role_that_is_pinged_comes_in() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let role = people.create_role(home.guild, &NewRole::new("Helpers").mentionable()).unwrap();
    people.give_role(home.guild, CARL, role).unwrap();
    let sees = |thread: Id| bench.stand_in.look(|world| world.sees(CARL, thread));
    let open = private_thread(&bench, home, true).await;
    let path = format!("/channels/{open}/messages");
    let ping = |roles: &[Id]| {
        let text = format!("<@&{role}> please look");
        Some(json!({ "content": text, "allowed_mentions": { "parse": [], "roles": roles } }))
    };
    assert_eq!(code(&bench, "POST", &path, ping(&[])).await.0, 200);
    assert!(!sees(open));
    assert_eq!(code(&bench, "POST", &path, ping(&[role])).await.0, 200);
    assert!(sees(open));
    let closed = private_thread(&bench, home, false).await;
    assert_eq!(add(&bench, closed, ANNA).await.0, 204);
    people.write(ANNA, closed, format!("<@{CARL}> come in")).unwrap();
    assert!(!sees(closed), "its members may not invite");
    assert!(people.add_to_thread(ANNA, closed, CARL).is_err());
    people.add_to_thread(BEN, closed, CARL).unwrap();
    assert!(sees(closed));
    bench.done().await;
}

#[tokio::test]
async fn locked_threads_are_for_those_who_manage_them() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let thread = people.start_thread(ANNA, home.lobby, "a talk", false).unwrap();
    people.lock(BEN, thread, true).unwrap();
    assert!(people.write(ANNA, thread, "hello?").is_err());
    assert!(people.lock(ANNA, thread, false).is_err());
    people.write(BEN, thread, "closed").unwrap();
    people.archive(BEN, thread, true).unwrap();
    assert!(people.archive(ANNA, thread, false).is_err());
    let own = bench
        .stand_in
        .look(|world| world.guilds[&home.guild].role_named("Amends").map(|role| role.id));
    people.set_permissions(home.guild, own.unwrap(), Permissions::EVERYONE).unwrap();
    let path = format!("/channels/{thread}");
    let wake = |body: serde_json::Value| code(&bench, "PATCH", &path, Some(body));
    assert_eq!(wake(json!({ "archived": false })).await, (403, 50_013));
    people.lock(BEN, thread, false).unwrap();
    assert_eq!(wake(json!({ "locked": true })).await, (403, 50_013));
    assert_eq!(wake(json!({ "archived": false })).await.0, 200);
    bench.done().await;
}

#[tokio::test]
async fn names_and_numbers_of_threads_are_limited() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let path = format!("/channels/{}/threads", home.lobby);
    let start =
        |name: String| code(&bench, "POST", &path, Some(json!({ "name": name, "type": 11 })));
    assert_eq!(start("x".repeat(101)).await, (400, 50_035));
    assert!(!bench.stand_in.take_violations().is_empty());
    people.forbid_word("Teapot");
    assert_eq!(start("my teapots".to_owned()).await, (400, 20_031));
    people.limit_active_threads(1);
    assert_eq!(start("one".to_owned()).await.0, 201);
    assert_eq!(start("two".to_owned()).await, (400, 160_006));
    let forum = format!("/channels/{}/threads", home.forum);
    let post = json!({ "name": "p", "message": { "content": "hi" }, "applied_tags": ["5"] });
    people.limit_active_threads(9);
    assert_eq!(code(&bench, "POST", &forum, Some(post)).await, (404, 10_087));
    let voice = format!("/channels/{}/threads", home.voice);
    let body = Some(json!({ "name": "x", "type": 11 }));
    assert_eq!(code(&bench, "POST", &voice, body).await, (400, 50_024));
    bench.done().await;
}

#[tokio::test]
async fn a_deleted_channel_takes_its_threads_along() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let extra = people.create_channel(home.guild, &NewChannel::text("extra")).unwrap();
    let thread = people.start_thread(ANNA, extra, "a talk", false).unwrap();
    assert!(people.delete_channel(ANNA, extra).is_err());
    people.delete_channel(BEN, extra).unwrap();
    let path = format!("/channels/{thread}/messages");
    let sent = code(&bench, "POST", &path, Some(json!({ "content": "hi" }))).await;
    assert_eq!(sent, (404, 10_003));
    let active = format!("/guilds/{}/threads/active", home.guild);
    let (_, body) = call(&bench, "GET", &active, None).await;
    assert_eq!(body["threads"], json!([]));
    bench.done().await;
}

#[tokio::test]
async fn active_threads_are_those_that_the_bot_sees() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let seen = people.start_thread(ANNA, home.lobby, "for all", false).unwrap();
    let own = private_thread(&bench, home, false).await;
    let hidden = NewChannel::text("hidden").only_for(&[BEN]);
    let hidden = people.create_channel(home.guild, &hidden).unwrap();
    people.start_thread(BEN, hidden, "not for bots", false).unwrap();
    let old = people.start_thread(ANNA, home.lobby, "old", false).unwrap();
    people.archive(ANNA, old, true).unwrap();
    let path = format!("/guilds/{}/threads/active", home.guild);
    let (_, body) = call(&bench, "GET", &path, None).await;
    let found: Vec<&str> =
        body["threads"].as_array().unwrap().iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(found, [own.to_string(), seen.to_string()]);
    assert_eq!(body["members"].as_array().unwrap().len(), 1, "{body}");
    let path = format!("/channels/{}/threads/archived/public", home.lobby);
    let (_, body) = call(&bench, "GET", &path, None).await;
    assert_eq!(body["threads"][0]["id"], json!(old));
    bench.done().await;
}
