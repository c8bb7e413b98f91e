//! REST calls in the raw, for what the library would not let a test say.

use amends_platforms::discord::{Options, people::Line, world::Id};
use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::Event;

use crate::bench::{ANNA, BEN, Bench, CARL, PLAIN};

/// Calls and returns status and body.
pub(crate) async fn call(
    bench: &Bench,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let url = format!("{}/api/v10{path}", bench.stand_in.base_url());
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = reqwest::Client::new().request(method, url);
    request = request.header("authorization", format!("Bot {}", bench.stand_in.token()));
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Calls and returns status and the platform's code.
pub(crate) async fn code(
    bench: &Bench,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (u16, u64) {
    let (status, body) = call(bench, method, path, body).await;
    (status, body["code"].as_u64().unwrap_or(0))
}

fn ids(list: &Value) -> Vec<Id> {
    let list = list.as_array().unwrap().iter();
    list.map(|it| it["id"].as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn messages_are_listed_in_pages_newest_first() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let lines: Vec<Id> = (0..7)
        .map(|number| people.write(ANNA, home.lobby, format!("line {number}")).unwrap())
        .collect();
    people.delete(ANNA, home.lobby, lines[3]).unwrap();
    let page = async |query: String| {
        let path = format!("/channels/{}/messages?{query}", home.lobby);
        ids(&call(&bench, "GET", &path, None).await.1)
    };
    assert_eq!(page(format!("after={}&limit=2", lines[1])).await, [lines[4], lines[2]]);
    assert_eq!(page(format!("before={}&limit=2", lines[5])).await, [lines[4], lines[2]]);
    assert_eq!(page("limit=3".to_owned()).await, [lines[6], lines[5], lines[4]]);
    assert_eq!(page(format!("after={}", lines[6])).await, []);
    assert_eq!(page(format!("around={}&limit=3", lines[4])).await, [lines[5], lines[4], lines[2]]);
    let path = format!("/channels/{}/messages?limit=101", home.lobby);
    assert_eq!(code(&bench, "GET", &path, None).await, (400, 50_035));
    assert!(!bench.stand_in.take_violations().is_empty());
    bench.done().await;
}

#[tokio::test]
async fn direct_messages_are_opened_only_so_fast() {
    let options = Options { dm_allowance: 2, enforce_limits: false, ..Options::default() };
    let bench = Bench::with(options).await;
    bench.found();
    let open = async |user: Id| {
        let body = json!({ "recipient_id": user });
        code(&bench, "POST", "/users/@me/channels", Some(body)).await
    };
    assert_eq!(open(ANNA).await.0, 200);
    assert_eq!(open(CARL).await.0, 200);
    assert_eq!(open(BEN).await, (403, 40_003));
    assert_eq!(open(ANNA).await.0, 200, "one that is open counts no more");
    assert_eq!(open(Id(5)).await, (404, 10_013));
    assert_eq!(bench.stand_in.stats().dms_opened, 2);
    bench.done().await;
}

#[tokio::test]
async fn roles_are_given_only_below_ones_own() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let path = format!("/guilds/{}/members/{ANNA}/roles/{}", home.guild, home.staff);
    assert_eq!(code(&bench, "PUT", &path, None).await, (403, 50_013), "may not manage roles");
    let own = bench.stand_in.look(|world| {
        world.guilds[&home.guild].role_named("Amends").map(|role| (role.id, role.permissions))
    });
    let (own, held) = own.unwrap();
    let may = held | amends_platforms::discord::permissions::Permissions::MANAGE_ROLES;
    people.set_permissions(home.guild, own, may).unwrap();
    assert_eq!(code(&bench, "PUT", &path, None).await.0, 204);
    people.set_rank(home.guild, home.staff, 99).unwrap();
    assert_eq!(code(&bench, "DELETE", &path, None).await, (403, 50_013), "it stands above");
    let holds = bench
        .stand_in
        .look(|world| world.guilds[&home.guild].members[&ANNA].roles.contains(&home.staff));
    assert!(holds);
    let unknown = format!("/guilds/{}/members/{ANNA}/roles/5", home.guild);
    assert_eq!(code(&bench, "PUT", &unknown, None).await, (404, 10_011));
    bench.done().await;
}

#[tokio::test]
async fn what_the_bot_looks_at_keeps_to_the_description() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    people.join_voice(ANNA, home.voice).unwrap();
    let line = people.write(ANNA, home.lobby, "hi").unwrap();
    people.react(BEN, home.lobby, line, "👍").unwrap();
    people.pin(BEN, home.lobby, line, true).unwrap();
    people.start_thread_from(ANNA, home.lobby, line, "about this").unwrap();
    people.create_post(ANNA, home.forum, "Broken", "it broke", &["open"]).unwrap();
    let (guild, lobby) = (home.guild, home.lobby);
    for path in [
        "/users/@me".to_owned(),
        "/users/@me/guilds".to_owned(),
        format!("/users/{ANNA}"),
        "/applications/@me".to_owned(),
        "/oauth2/applications/@me".to_owned(),
        "/gateway".to_owned(),
        "/gateway/bot".to_owned(),
        format!("/guilds/{guild}"),
        format!("/guilds/{guild}?with_counts=true"),
        format!("/guilds/{guild}/roles"),
        format!("/guilds/{guild}/channels"),
        format!("/guilds/{guild}/members/{ANNA}"),
        format!("/guilds/{guild}/threads/active"),
        format!("/guilds/{guild}/voice-states/{ANNA}"),
        format!("/channels/{lobby}"),
        format!("/channels/{}", home.forum),
        format!("/channels/{}", home.voice),
        format!("/channels/{line}"),
        format!("/channels/{lobby}/messages/{line}"),
        format!("/channels/{lobby}/messages/{line}/reactions/%F0%9F%91%8D"),
        format!("/channels/{lobby}/pins"),
        format!("/channels/{lobby}/messages/pins"),
        format!("/channels/{lobby}/threads/archived/public"),
        format!("/channels/{lobby}/threads/archived/private"),
        format!("/channels/{lobby}/users/@me/threads/archived/private"),
    ] {
        assert_eq!(call(&bench, "GET", &path, None).await.0, 200, "{path}");
    }
    let absent = format!("/channels/{lobby}/invites");
    assert_eq!(call(&bench, "GET", &absent, None).await.0, 404);
    let wanted = ["GET /channels/{id}/invites: the stand-in lacks this operation"];
    assert_eq!(bench.stand_in.take_violations(), wanted);
    bench.done().await;
}

#[tokio::test]
async fn answers_point_to_what_is_there() {
    let bench = Bench::new().await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let line = people.write(ANNA, home.lobby, "hi").unwrap();
    let path = format!("/channels/{}/messages", home.lobby);
    let reply = |message: Id, more: Value| {
        let mut reference = json!({ "message_id": message });
        reference.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Some(json!({ "content": "hello", "message_reference": reference }))
    };
    let (status, body) = call(&bench, "POST", &path, reply(line, json!({}))).await;
    assert_eq!((status, &body["referenced_message"]["content"]), (200, &json!("hi")));
    people.delete(ANNA, home.lobby, line).unwrap();
    assert_eq!(code(&bench, "POST", &path, reply(line, json!({}))).await, (400, 50_035));
    let lenient = reply(line, json!({ "fail_if_not_exists": false }));
    let (status, body) = call(&bench, "POST", &path, lenient).await;
    assert_eq!((status, body.get("message_reference")), (200, None));
    bench.done().await;
}

#[tokio::test]
async fn an_answer_does_not_give_away_what_it_answers() {
    let options = Options { message_content: false, enforce_limits: false, ..Options::default() };
    let bench = Bench::with(options).await;
    let home = bench.found();
    let people = bench.stand_in.people();
    let mut bot = bench.connect(PLAIN).await;
    let secret = people.write(ANNA, home.lobby, "secret").unwrap();
    let named = format!("<@{}> look", bench.stand_in.bot());
    let answer = people.write(BEN, home.lobby, Line::text(named).replying_to(secret)).unwrap();
    let heard = bot
        .hears(|event| {
            let Event::MessageCreate(event) = event else { return None };
            (event.message.id.get() == answer.0).then(|| event.message.clone())
        })
        .await;
    assert!(heard.content.ends_with("look"));
    assert_eq!(heard.referenced_message.unwrap().content, "");
    let path = format!("/channels/{}/messages/{answer}", home.lobby);
    let (_, body) = call(&bench, "GET", &path, None).await;
    assert_eq!(body["referenced_message"]["content"], "");
    bot.leave().await;
    bench.done().await;
}
