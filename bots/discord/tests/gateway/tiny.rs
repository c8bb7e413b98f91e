//! A gateway that says what a test tells it to say, and an API with a few fixed answers.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use amends_discord::{
    client::Client,
    envelope::Envelope,
    gateway::{self, Batch, Conversation, GatewayError, Host, Settings, StartPace},
};
use amends_runtime::clock::Clock;
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use futures::{SinkExt, StreamExt};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    task::JoinHandle,
};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};
use tokio_util::sync::CancellationToken;

pub(crate) const TOKEN: &str = "MTAcanary.canary.canary-canary_canary";

/// The whole of Discord, very small.
pub(crate) struct Tiny {
    pub(crate) base: String,
    pub(crate) api: Arc<Api>,
    connections: mpsc::Receiver<Connection>,
}

/// The answers of the API by path, and the paths that were asked for.
#[derive(Default)]
pub(crate) struct Api {
    answers: Mutex<BTreeMap<String, (u16, Value)>>,
    asked: Mutex<Vec<String>>,
}

/// A gateway client that has introduced itself.
pub(crate) struct Connection {
    /// The data of IDENTIFY or RESUME.
    pub(crate) hello: Value,
    pub(crate) op: u64,
    frames: mpsc::UnboundedSender<Message>,
    count: u64,
}

impl Api {
    pub(crate) fn answer(&self, path: &str, status: u16, body: Value) {
        lock(&self.answers).insert(path.to_owned(), (status, body));
    }

    pub(crate) fn at(&self, path: &str) -> Value {
        lock(&self.answers)[path].1.clone()
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        lock(&self.asked).clone()
    }
}

impl Tiny {
    pub(crate) async fn start() -> Self {
        let sockets = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", http.local_addr().unwrap());
        let url = format!("ws://{}", sockets.local_addr().unwrap());
        let api = Arc::new(Api::default());
        let limit = json!({ "total": 1000, "remaining": 1000, "reset_after": 0,
            "max_concurrency": 1 });
        let address = json!({ "url": url, "shards": 1, "session_start_limit": limit });
        api.answer("/api/v10/gateway", 200, address.clone());
        api.answer("/api/v10/gateway/bot", 200, address);
        let app = Router::new().fallback(answer).with_state(Arc::clone(&api));
        tokio::spawn(async move { axum::serve(http, app).await });
        let (sender, connections) = mpsc::channel(8);
        tokio::spawn(async move {
            while let Ok((stream, _)) = sockets.accept().await {
                tokio::spawn(attend(stream, sender.clone()));
            }
        });
        Self { base, api, connections }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(SecretString::from(TOKEN), &self.base).unwrap()
    }

    /// Starts to listen.
    pub(crate) fn listen(&self, host: &Arc<Ears>, wants_content: bool) -> Listening {
        listen(self.client(), host, wants_content)
    }

    /// Waits for the next client that introduces itself.
    pub(crate) async fn connection(&mut self) -> Connection {
        self.connections.recv().await.expect("the listener runs as long as the test")
    }
}

/// Starts what is under test.
pub(crate) fn listen(client: Client, host: &Arc<Ears>, wants_content: bool) -> Listening {
    let (host, stop) = (Arc::clone(host), CancellationToken::new());
    let settings = Settings { wants_content, starts: StartPace::Free, clock: Clock::system() };
    let stopped = stop.clone();
    let task = tokio::spawn(async move { gateway::run(&client, settings, host, &stopped).await });
    Listening { stop, task }
}

/// What is under test, running.
pub(crate) struct Listening {
    pub(crate) stop: CancellationToken,
    pub(crate) task: JoinHandle<Result<(), GatewayError>>,
}

impl Listening {
    pub(crate) async fn end(self) -> Result<(), GatewayError> {
        self.stop.cancel();
        self.task.await.unwrap()
    }
}

async fn answer(State(api): State<Arc<Api>>, uri: Uri) -> Response {
    let path = uri.path().to_owned();
    lock(&api.asked).push(uri.to_string());
    let known = lock(&api.answers).get(&path).cloned();
    let (status, body) =
        known.unwrap_or((404, json!({ "code": 10003, "message": "Unknown Channel" })));
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

async fn attend(stream: TcpStream, sender: mpsc::Sender<Connection>) {
    let socket = tokio_tungstenite::accept_async(stream).await.unwrap();
    let (mut write, mut read) = socket.split();
    let (frames, mut queue) = mpsc::unbounded_channel();
    let beats = frames.clone();
    beats.send(text(&json!({ "op": 10, "d": { "heartbeat_interval": 45_000 } }))).unwrap();
    tokio::spawn(async move {
        while let Some(frame) = queue.recv().await {
            if write.send(frame).await.is_err() {
                return;
            }
        }
    });
    while let Some(Ok(message)) = read.next().await {
        let Ok(payload) = message.to_text() else { continue };
        let Ok(payload) = serde_json::from_str::<Value>(payload) else { continue };
        match payload["op"].as_u64() {
            Some(1) => beats.send(text(&json!({ "op": 11 }))).unwrap(),
            Some(op @ (2 | 6)) => {
                let (frames, hello) = (beats.clone(), payload["d"].clone());
                let count = hello["seq"].as_u64().unwrap_or_default();
                sender.send(Connection { hello, op, frames, count }).await.ok();
            }
            _ => (),
        }
    }
}

fn text(payload: &Value) -> Message {
    Message::Text(payload.to_string())
}

impl Connection {
    pub(crate) fn dispatch(&mut self, t: &str, d: impl Into<Value>) {
        self.count += 1;
        self.send(&json!({ "op": 0, "s": self.count, "t": t, "d": d.into() }));
    }

    pub(crate) fn send(&self, payload: &Value) {
        self.frames.send(text(payload)).ok();
    }

    pub(crate) fn close(&self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        self.frames.send(Message::Close(Some(frame))).ok();
    }

    /// Lets the session begin, and shows the one server there is.
    pub(crate) fn ready(&mut self) {
        self.dispatch("READY", ready());
        self.dispatch("GUILD_CREATE", guild());
    }

    pub(crate) fn resumed(&mut self) {
        self.dispatch("RESUMED", json!({}));
    }
}

/// The service around the gateway, as far as a test needs it.
#[derive(Default)]
pub(crate) struct Ears {
    heard: Mutex<Heard>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) kept: Vec<(String, Envelope)>,
    pub(crate) told: Vec<Option<String>>,
    pub(crate) content: Vec<bool>,
    pub(crate) starts: Vec<u8>,
    pub(crate) conversations: Vec<Conversation>,
    /// So many batches can't be kept.
    pub(crate) failures: u32,
    pub(crate) autocompleted: u32,
    pub(crate) caught_up: u32,
}

impl Heard {
    /// The names of the events that came from channels.
    pub(crate) fn ids(&self) -> Vec<&str> {
        let kept = self.kept.iter().filter(|(_, envelope)| envelope.t != "GUILD_CREATE");
        kept.map(|(id, _)| id.as_str()).collect()
    }

    pub(crate) fn envelope(&self, id: &str) -> &Envelope {
        &self.kept.iter().find(|(kept, _)| kept == id).expect("it was kept").1
    }
}

impl Ears {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Heard) -> T) -> T {
        let result = look(&mut lock(&self.heard));
        self.changed.send_replace(());
        result
    }

    /// Waits until something is true.
    pub(crate) async fn wait_for(&self, mut is_so: impl FnMut(&Heard) -> bool) {
        let mut changed = self.changed.subscribe();
        while !is_so(&lock(&self.heard)) {
            changed.changed().await.expect("the sender lives as long as we");
        }
    }
}

impl Host for Ears {
    async fn keep(&self, batch: Batch) -> Result<(), String> {
        self.with(|heard| {
            if 0 < heard.failures {
                heard.failures -= 1;
                return Err("no space left on device".to_owned());
            }
            for (id, bytes) in batch {
                // As the store does: what is known already may come again.
                if heard.kept.iter().all(|(kept, _)| *kept != id) {
                    heard.kept.push((id, serde_json::from_slice(&bytes).unwrap()));
                }
            }
            Ok(())
        })
    }

    fn tell(&self, trouble: Option<String>) {
        self.with(|heard| heard.told.push(trouble));
    }

    fn reads_content(&self, does: bool) {
        self.with(|heard| heard.content.push(does));
    }

    async fn load_starts(&self) -> Result<Option<Vec<u8>>, String> {
        Ok(Some(self.with(|heard| heard.starts.clone())))
    }

    async fn save_starts(&self, starts: Vec<u8>) -> Result<(), String> {
        self.with(|heard| heard.starts = starts);
        Ok(())
    }

    async fn conversations(&self) -> Vec<Conversation> {
        self.with(|heard| heard.conversations.clone())
    }

    fn caught_up(&self) {
        self.with(|heard| heard.caught_up += 1);
    }

    fn autocomplete(&self, _: Value) {
        self.with(|heard| heard.autocompleted += 1);
    }
}

fn ready() -> Value {
    json!({
        "v": 10, "session_id": "s", "resume_gateway_url": "ws://127.0.0.1:1", "shard": [0, 1],
        "user": user(99, true), "guilds": [{ "id": "1", "unavailable": true }],
        "application": { "id": "98", "flags": 0 },
    })
}

pub(crate) fn user(id: u64, is_bot: bool) -> Value {
    json!({ "id": id.to_string(), "username": format!("u{id}"), "discriminator": "0",
        "global_name": null, "avatar": null, "bot": is_bot })
}

pub(crate) fn guild() -> Value {
    json!({
        "id": "1", "name": "Luma", "icon": null, "splash": null, "discovery_splash": null,
        "owner_id": "5", "afk_channel_id": null, "afk_timeout": 300, "verification_level": 0,
        "default_message_notifications": 0, "explicit_content_filter": 0, "roles": [],
        "emojis": [], "features": [], "mfa_level": 0, "application_id": null,
        "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
        "max_members": 1000, "vanity_url_code": null, "description": null, "banner": null,
        "premium_tier": 0, "preferred_locale": "en-US", "public_updates_channel_id": null,
        "nsfw_level": 0, "premium_progress_bar_enabled": false, "stickers": [],
        "joined_at": "2026-01-01T00:00:00Z", "large": true, "member_count": 50_000,
        "voice_states": [], "members": [], "channels": [channel(10)], "threads": [thread(20, false)],
        "presences": [], "stage_instances": [], "guild_scheduled_events": [],
        "safety_alerts_channel_id": null, "unavailable": false,
    })
}

fn channel(id: u64) -> Value {
    json!({ "id": id.to_string(), "type": 0, "name": "care", "position": 0, "nsfw": false,
        "permission_overwrites": [], "topic": null, "parent_id": null, "guild_id": "1" })
}

pub(crate) fn thread(id: u64, is_archived: bool) -> Value {
    json!({ "id": id.to_string(), "type": 12, "name": "R-1043", "guild_id": "1",
        "parent_id": "10", "owner_id": "7", "last_message_id": null, "message_count": 0,
        "member_count": 2, "rate_limit_per_user": 0, "flags": 0, "total_message_sent": 0,
        "thread_metadata": { "archived": is_archived, "auto_archive_duration": 10080,
            "archive_timestamp": "2026-11-16T09:20:00Z", "locked": false, "invitable": false } })
}

pub(crate) fn message(id: u64, channel: u64) -> Value {
    json!({ "id": id.to_string(), "channel_id": channel.to_string(), "author": user(7, false),
        "content": "hello", "timestamp": "2026-11-16T09:20:00Z", "edited_timestamp": null,
        "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": false, "type": 0, "flags": 0,
        "components": [] })
}

/// A message as the gateway tells it.
pub(crate) fn live(id: u64, channel: u64) -> Value {
    let mut message = message(id, channel);
    message["guild_id"] = json!("1");
    message["member"] = member();
    message
}

pub(crate) fn member() -> Value {
    json!({ "roles": ["4"], "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false,
        "flags": 0, "nick": null, "avatar": null, "premium_since": null })
}

pub(crate) fn press(id: u64, channel: u64) -> Value {
    let mut member = member();
    member["user"] = user(7, false);
    member["permissions"] = json!("0");
    json!({ "id": id.to_string(), "application_id": "98", "type": 3, "token": "canary-press",
        "version": 1, "guild_id": "1", "channel_id": channel.to_string(), "member": member,
        "channel": { "id": channel.to_string(), "type": 12, "name": "R-1", "parent_id": "10",
            "permissions": "0", "thread_metadata": thread(20, true)["thread_metadata"] },
        "data": { "custom_id": "a:1", "component_type": 2 }, "locale": "ro",
        "guild_locale": "en-US", "message": message(5, channel), "app_permissions": "0",
        "entitlements": [], "authorizing_integration_owners": { "0": "1" }, "context": 0 })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
