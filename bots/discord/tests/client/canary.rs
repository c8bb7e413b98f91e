//! The token never shows: not in `Debug`, not in errors, not in the log at its most talkative.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use amends_discord::{
    classify::{Audience, send_error},
    client::{CallError, Client, Upload},
    gateway::{self, Batch, Conversation, Host, Settings, StartPace},
};
use amends_runtime::clock::Clock;
use secrecy::SecretString;
use serde_json::json;
use serenity::model::id::{ApplicationId, ChannelId, InteractionId};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{filter::filter_fn, fmt::MakeWriter, layer::SubscriberExt};

use crate::server::{Answer, Asked, Limit, Server, TOKEN};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Nobody is at home.
struct Nobody;

impl Host for Nobody {
    async fn keep(&self, _: Batch) -> Result<(), String> {
        Ok(())
    }

    fn tell(&self, _: Option<String>) {}

    fn reads_content(&self, _: bool) {}

    async fn load_starts(&self) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }

    async fn save_starts(&self, _: Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    async fn conversations(&self) -> Vec<Conversation> {
        Vec::new()
    }
}

/// Repeats the token wherever it can.
fn angry(asked: &Asked) -> Answer {
    let body = json!({ "code": 50035, "message": format!("no {TOKEN} at {}", asked.path) });
    Answer::new(if asked.path.contains("gateway") { 401 } else { 400 }, body.to_string())
}

async fn failures(client: &Client) -> Vec<CallError> {
    let (channel, message) = (ChannelId::new(7), json!({ "content": "hello" }));
    let file = Upload { name: "canary.png".to_owned(), mime: None, bytes: b"canary".to_vec() };
    vec![
        client.me().await.unwrap_err(),
        client.post(channel, &message, Vec::new()).await.unwrap_err(),
        client.post(channel, &message, vec![file]).await.unwrap_err(),
        client.answer(InteractionId::new(1), "canary-press", &message).await.unwrap_err(),
        client.edit_original(ApplicationId::new(1), "canary-press", &message).await.unwrap_err(),
    ]
}

#[tokio::test]
async fn token_never_shows() {
    let log = Log::default();
    // What the libraries below print of frames and URLs is kept out of the log by the binary.
    let ours = filter_fn(|metadata| metadata.target().starts_with("amends_discord"));
    let layer = tracing_subscriber::fmt::layer().with_writer(log.clone());
    let subscriber = tracing_subscriber::registry().with(ours).with(layer);
    // Whatever the other tests of this program say is listened to as well.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let mut shown = Vec::new();

    let limit = Limit::default();
    let limited = Server::start(move |asked| {
        limit.count(&asked.path, 0, std::time::Duration::from_mins(1), "")
    })
    .await;
    let pages = Server::start(|asked| Answer::new(502, format!("{TOKEN} {}", asked.path))).await;
    let angry = Server::start(angry).await;
    for server in [&limited, &pages, &angry] {
        let client = server.client();
        shown.push(format!("{client:?}"));
        for error in failures(&client).await {
            shown.push(format!("{error:?} {error}"));
            shown.push(format!("{:?}", send_error(&error, Audience::Thread)));
        }
    }
    let settings =
        Settings { wants_content: true, starts: StartPace::Free, clock: Clock::system() };
    shown.push(format!("{settings:?}"));
    let stop = CancellationToken::new();
    let ended = gateway::run(&angry.client(), settings, Arc::new(Nobody), &stop).await;
    shown.push(format!("{ended:?} {}", ended.as_ref().unwrap_err()));
    for (token, url) in [(TOKEN, "nonsense"), ("canary", "http://127.0.0.1:9")] {
        let error = Client::new(SecretString::from(token), url).unwrap_err();
        shown.push(format!("{error:?} {error}"));
    }
    let gone = Client::new(SecretString::from(TOKEN), "http://127.0.0.1:1").unwrap();
    for error in failures(&gone).await {
        shown.push(format!("{error:?} {error}"));
    }

    assert!(log.text().contains("Discord did not do it"), "the log was listened to");
    shown.push(log.text());
    for text in shown {
        assert!(!text.contains("canary"), "{text}");
    }
}
