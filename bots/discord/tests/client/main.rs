//! The client against an API that is slow, strict, angry or gone.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

mod canary;
mod server;

use std::time::Duration;

use amends_discord::client::{Arrival, CallError, Client, Hold, Upload, Window};
use futures::future::join_all;
use secrecy::SecretString;
use serde_json::{Value, json};
use serenity::{
    all::{CreateAllowedMentions, CreateButton, CreateMessage, Nonce},
    model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId},
};
use tokio::net::TcpListener;

use self::server::{Answer, Asked, Limit, Server, TOKEN};

const POSTED: &str = r#"{"id":"5","channel_id":"7","surprise":[1]}"#;
const CHANNEL: ChannelId = ChannelId::new(7);

fn hello() -> CreateMessage {
    CreateMessage::new()
        .content("hello")
        .allowed_mentions(CreateAllowedMentions::new())
        .nonce(Nonce::String("s1".to_owned()))
        .enforce_nonce(true)
        .button(CreateButton::new("a:1").label("🙂 Good"))
}

fn refusing(code: u32) -> impl Fn(&Asked) -> Answer {
    move |_| Answer::new(403, format!(r#"{{"code":{code},"message":"no"}}"#))
}

#[tokio::test]
async fn message_goes_out_as_serenity_writes_it() {
    let server = Server::start(|_| Answer::new(200, POSTED)).await;
    let posted = server.client().post(CHANNEL, &hello(), Vec::new()).await.unwrap();
    assert_eq!((posted.id, posted.channel_id), (MessageId::new(5), CHANNEL));
    let asked = server.asked().remove(0);
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("POST", "/api/v10/channels/7/messages")
    );
    assert_eq!(asked.authorization.unwrap(), format!("Bot {TOKEN}"));
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body["content"], "hello");
    assert_eq!((&body["nonce"], &body["enforce_nonce"]), (&json!("s1"), &json!(true)));
    assert_eq!(body["allowed_mentions"]["parse"], json!([]));
    assert_eq!(body["components"][0]["components"][0]["custom_id"], "a:1");
}

#[tokio::test]
async fn files_go_beside_the_message() {
    let server = Server::start(|_| Answer::new(200, POSTED)).await;
    let file = Upload {
        name: "receipt.png".to_owned(),
        mime: Some("image/png".to_owned()),
        bytes: b"picture".to_vec(),
    };
    server.client().post(CHANNEL, &hello(), vec![file]).await.unwrap();
    let asked = server.asked().remove(0);
    assert!(asked.content_type.starts_with("multipart/form-data"), "{}", asked.content_type);
    for part in [
        r#"name="payload_json""#,
        r#""attachments":[{"filename":"receipt.png","id":"0"}]"#,
        r#"name="files[0]"; filename="receipt.png""#,
        "Content-Type: image/png",
        "picture",
    ] {
        assert!(asked.body.contains(part), "{part} in {}", asked.body);
    }
}

#[tokio::test]
async fn forty_lines_in_one_channel_are_never_refused() {
    let limit = Limit::default();
    let window = Duration::from_millis(100);
    let server = Server::start(move |asked| limit.count(&asked.path, 5, window, POSTED)).await;
    let client = server.client();
    let lines = (0..40).map(|number| {
        let client = client.clone();
        async move {
            let line = CreateMessage::new().content(number.to_string());
            client.post(CHANNEL, &line, Vec::new()).await
        }
    });
    for posted in join_all(lines).await {
        posted.unwrap();
    }
    let contents: Vec<u64> = server
        .asked()
        .iter()
        .map(|asked| {
            let body: Value = serde_json::from_str(&asked.body).unwrap();
            body["content"].as_str().unwrap().parse().unwrap()
        })
        .collect();
    assert_eq!(contents, (0..40).collect::<Vec<u64>>(), "in order, each once");
    assert_eq!((server.most(), client.invalid_requests()), (1, 0));
}

#[tokio::test]
async fn other_channels_do_not_wait() {
    let server = Server::start(|asked| {
        let answer = Answer::new(200, POSTED).with("x-ratelimit-bucket", "b1");
        let left = if asked.path.contains("/channels/7/") { "0" } else { "4" };
        answer.with("x-ratelimit-remaining", left).with("x-ratelimit-reset-after", "60")
    })
    .await;
    let client = server.client();
    client.post(CHANNEL, &hello(), Vec::new()).await.unwrap();
    let held = client.post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    assert!(matches!(held, CallError::Held { why: Hold::Bucket, .. }), "{held}");
    client.post(ChannelId::new(8), &hello(), Vec::new()).await.unwrap();
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn refusal_for_now_is_told_with_its_wait_and_heeded() {
    let body = r#"{"message":"You are being rate limited.","retry_after":64.5,"global":false}"#;
    let server = Server::start(move |_| Answer::new(429, body)).await;
    let client = server.client();
    let first = client.post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    let after = Duration::from_millis(64_500);
    assert_eq!(first, CallError::RateLimited { after, is_global: false });
    let second = client.post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    assert_eq!((second.arrival(), server.asked().len()), (Arrival::No, 1), "{second}");
    assert_eq!(client.invalid_requests(), 1);
}

#[tokio::test]
async fn name_that_must_wait_holds_up_no_words() {
    let server = Server::start(|asked| {
        if asked.method == "PATCH" {
            let body = r#"{"message":"x","retry_after":540.0,"global":false}"#;
            return Answer::new(429, body).with("x-ratelimit-bucket", "names");
        }
        Answer::new(200, POSTED).with("x-ratelimit-bucket", "words")
    })
    .await;
    let (client, name) = (server.client(), json!({ "name": "R-1043" }));
    for _ in 0..2 {
        let held = client.change_channel(CHANNEL, &name).await.unwrap_err();
        assert!(matches!(held, CallError::Held { why: Hold::Bucket, .. }), "{held}");
    }
    client.post(CHANNEL, &hello(), Vec::new()).await.unwrap();
    assert_eq!(server.asked().len(), 2, "the second name was not even sent");
}

#[tokio::test]
async fn what_others_used_up_is_not_held_against_us() {
    let body = r#"{"message":"x","retry_after":64.5,"global":false}"#;
    let server =
        Server::start(move |_| Answer::new(429, body).with("x-ratelimit-scope", "shared")).await;
    let client = server.client();
    client.post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    assert_eq!(client.invalid_requests(), 0);
}

#[tokio::test]
async fn fate_of_a_request_is_told_honestly() {
    for (status, body, arrival) in [
        (200, "<html>Welcome to the hotel</html>", Arrival::Yes),
        (502, "<html>Bad Gateway</html>", Arrival::Unknown),
        (403, "<html>Blocked</html>", Arrival::Unknown),
        (400, r#"{"code":50035,"message":"Invalid Form Body"}"#, Arrival::No),
    ] {
        let server = Server::start(move |_| Answer::new(status, body)).await;
        let error = server.client().post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
        assert_eq!(error.arrival(), arrival, "{status} {body}: {error}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let client = Client::new(SecretString::from(TOKEN), &nobody).unwrap();
    let error = client.post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    assert_eq!(error.arrival(), Arrival::No, "{error}");
}

#[tokio::test]
async fn private_channel_is_opened_once() {
    let server = Server::start(|asked| {
        let opened = asked.path.ends_with("/users/@me/channels");
        Answer::new(200, if opened { r#"{"id":"70","type":1}"# } else { POSTED })
    })
    .await;
    let client = server.client();
    for _ in 0..5 {
        client.post_in_private(UserId::new(9), &hello(), Vec::new()).await.unwrap();
    }
    let asked = server.asked();
    assert_eq!(asked[0].body, r#"{"recipient_id":"9"}"#);
    let paths: Vec<&str> = asked.iter().map(|asked| asked.path.as_str()).collect();
    let mut wanted = vec!["/api/v10/channels/70/messages"; 6];
    wanted[0] = "/api/v10/users/@me/channels";
    assert_eq!(paths, wanted);
}

#[tokio::test]
async fn doors_stay_shut_when_discord_found_them_too_fast() {
    let server = Server::start(refusing(40003)).await;
    let client = server.client();
    let first = client.private_channel(UserId::new(9)).await.unwrap_err();
    assert_eq!(first.code(), Some(40003));
    let second = client.private_channel(UserId::new(10)).await.unwrap_err();
    assert!(matches!(second, CallError::Held { why: Hold::DoorsShut, .. }), "{second}");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn too_many_refusals_stop_us_before_discord_does() {
    let server = Server::start(refusing(50007)).await;
    let client = server.client();
    let application = ApplicationId::new(98);
    // Answers to interactions are not paced, so that this does not take a minute.
    let refused = |count| {
        let client = client.clone();
        async move {
            for _ in 0..count {
                client.original(application, "t").await.unwrap_err();
            }
        }
    };
    refused(501).await;
    let held = client.private_channel(UserId::new(9)).await.unwrap_err();
    assert!(matches!(held, CallError::Held { why: Hold::Breaker, .. }), "{held}");
    assert_eq!(client.me().await.unwrap_err().code(), Some(50007), "all else goes on");
    refused(1_499).await;
    let before = server.asked().len();
    let held = client.post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    assert!(matches!(held, CallError::Held { why: Hold::Breaker, .. }), "{held}");
    assert_eq!(server.asked().len(), before);
    let urgent = client.urgent().post(CHANNEL, &hello(), Vec::new()).await.unwrap_err();
    assert_eq!(urgent.code(), Some(50007), "recovery goes on");
}

#[tokio::test]
async fn interactions_are_answered_with_their_own_token() {
    let server = Server::start(|asked| {
        if asked.method == "POST" && asked.path.ends_with("/callback") {
            return Answer::new(204, "");
        }
        Answer::new(200, POSTED)
    })
    .await;
    let (client, application) = (server.client(), ApplicationId::new(98));
    let deferred = json!({ "type": 6 });
    client.answer(InteractionId::new(77), "tok", &deferred).await.unwrap();
    client.follow_up(application, "tok", &hello(), Vec::new()).await.unwrap();
    client.edit_original(application, "tok", &hello()).await.unwrap();
    client.delete_original(application, "tok").await.unwrap();
    let asked: Vec<String> =
        server.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    assert_eq!(
        asked,
        [
            "POST /api/v10/interactions/77/tok/callback",
            "POST /api/v10/webhooks/98/tok",
            "PATCH /api/v10/webhooks/98/tok/messages/@original",
            "DELETE /api/v10/webhooks/98/tok/messages/@original",
        ]
    );
    assert!(server.asked().iter().all(|asked| asked.authorization.is_none()));
}

#[tokio::test]
async fn every_other_path_is_discords() {
    let server = Server::start(|asked| match asked.method.as_str() {
        "GET" => Answer::new(200, "[]"),
        _ => Answer::new(204, ""),
    })
    .await;
    let (client, message, user) = (server.client(), MessageId::new(5), UserId::new(9));
    client.delete(CHANNEL, message).await.unwrap();
    client.react(CHANNEL, message, "✅").await.unwrap();
    client.unreact(CHANNEL, message, "✅").await.unwrap();
    client.pin(CHANNEL, message).await.unwrap();
    client.messages(CHANNEL, Window::After(message), 255).await.unwrap();
    client.messages(CHANNEL, Window::Latest, 1).await.unwrap();
    client.change_channel(CHANNEL, &json!({ "archived": true })).await.unwrap();
    client.delete_channel(CHANNEL).await.unwrap();
    client.add_to_thread(CHANNEL, user).await.unwrap();
    client.take_from_thread(CHANNEL, user).await.unwrap();
    assert!(client.is_in_thread(CHANNEL, user).await.unwrap());
    client.roles(GuildId::new(1)).await.unwrap();
    client.channels(GuildId::new(1)).await.unwrap();
    let application = ApplicationId::new(98);
    client.set_commands(application, Some(GuildId::new(1)), &json!([])).await.unwrap();
    client.commands(application, None).await.unwrap();
    let asked: Vec<String> =
        server.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    let wanted = [
        "DELETE /channels/7/messages/5",
        "PUT /channels/7/messages/5/reactions/%E2%9C%85/@me",
        "DELETE /channels/7/messages/5/reactions/%E2%9C%85/@me",
        "PUT /channels/7/messages/pins/5",
        "GET /channels/7/messages?limit=100&after=5",
        "GET /channels/7/messages?limit=1",
        "PATCH /channels/7",
        "DELETE /channels/7",
        "PUT /channels/7/thread-members/9",
        "DELETE /channels/7/thread-members/9",
        "GET /channels/7/thread-members/9",
        "GET /guilds/1/roles",
        "GET /guilds/1/channels",
        "PUT /applications/98/guilds/1/commands",
        "GET /applications/98/commands",
    ];
    assert_eq!(asked, wanted.map(|path| path.replace(" /", " /api/v10/")));
}
