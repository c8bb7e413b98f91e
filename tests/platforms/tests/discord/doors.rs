//! The door for the page of the rehearsal, and the world on disk.

use amends_platforms::discord::{
    DiscordStandIn, Options,
    people::{File, Line},
    world::Id,
};
use serde_json::{Value, json};

use crate::bench::{ANNA, Bench};

async fn act(stand_in: &DiscordStandIn, deed: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/people/{deed}", stand_in.base_url());
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn people_act_over_http() {
    let bench = Bench::new().await;
    let stand_in = &bench.stand_in;
    let user = json!({ "id": "42", "username": "anna", "global_name": "Anna" });
    assert_eq!(act(stand_in, "create_user", user).await, (200, json!({ "user": "42" })));
    let (_, made) = act(stand_in, "create_guild", json!({ "name": "Home", "owner": "42" })).await;
    let guild = made["guild"].clone();
    let invite = json!({ "guild": guild, "permissions": "8" });
    assert_eq!(act(stand_in, "invite_bot", invite).await.0, 200);
    let new = json!({ "guild": guild, "name": "lobby", "kind": "text" });
    let (_, made) = act(stand_in, "create_channel", new).await;
    let line = json!({ "user": "42", "channel": made["channel"], "text": "hello" });
    let (status, written) = act(stand_in, "write", line).await;
    assert_eq!(status, 200, "{written}");
    let stranger = json!({ "user": "43", "channel": made["channel"], "text": "hello" });
    assert_eq!(act(stand_in, "write", stranger).await.0, 409);
    let (status, problem) = act(stand_in, "write", json!({ "user": "42" })).await;
    assert_eq!((status, problem), (400, json!({ "error": "missing field `channel`" })));
    assert_eq!(act(stand_in, "dance", json!({})).await.0, 400);
    let url = format!("{}/people/state", stand_in.base_url());
    let world: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let channel = made["channel"].as_str().unwrap();
    let message = written["message"].as_str().unwrap();
    assert_eq!(world["channels"][channel]["messages"][message]["content"], "hello");
    let seen = async |user: &str| -> Value {
        let url = format!("{}/people/seen/{user}", stand_in.base_url());
        reqwest::get(url).await.unwrap().json().await.unwrap()
    };
    let shown = seen("42").await;
    assert_eq!(shown["channels"][0]["name"], "#lobby");
    assert_eq!(shown["channels"][0]["messages"][0]["content"], "hello");
    assert_eq!(seen("43").await["channels"], json!([]));
    bench.done().await;
}

#[tokio::test]
async fn the_world_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        || Options { snapshot: Some(folder.path().join("discord.json")), ..Options::default() };
    let bench = Bench::with(options()).await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let file = Line::file(File::of_size("cup.png", 3), "look");
    let line = people.write(ANNA, home.lobby, file).unwrap();
    bench.stand_in.kept().await;
    drop(bench);
    let bench = Bench::with(options()).await;
    let found = bench.stand_in.look(|world| {
        let message = world.message(home.lobby, line).cloned().unwrap();
        let content = world.file(message.attachments[0].id).map(<[u8]>::to_vec);
        (message.content, content)
    });
    assert_eq!(found, ("look".to_owned(), Some(b"xxx".to_vec())));
    let next = bench.stand_in.people().write(ANNA, home.lobby, "again").unwrap();
    assert!(line < next && next != Id(0));
    bench.done().await;
}
