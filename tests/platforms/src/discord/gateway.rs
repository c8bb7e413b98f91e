//! The gateway: the line over which the bot hears what happens.
//!
//! Connections speak WebSocket in plain text frames. What they share (sessions, numbers, the events
//! a lost connection may still ask for) lies in [`Gateway`], behind the lock of the world.

mod protocol;
mod sessions;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role},
    },
};

use super::shared::Shared;

pub(crate) use sessions::{Gateway, Order, Step, Trouble};

const HEARTBEAT_MS: u64 = 41_250;
/// A connection that is silent for this long is given up.
const PATIENCE: Duration = Duration::from_millis(HEARTBEAT_MS * 3 / 2);
/// How long a closed connection may take to say goodbye.
const PARTING: Duration = Duration::from_secs(1);

type Line = WebSocketStream<TokioIo<Upgraded>>;

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/gateway", get(connect))
        .route("/gateway/", get(connect))
        .with_state(shared)
}

async fn connect(State(shared): State<Arc<Shared>>, mut request: Request) -> Response {
    if shared.lock().gateway.suffers(Trouble::Shut) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Some(key) = request.headers().get(header::SEC_WEBSOCKET_KEY).cloned() else {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    };
    let query = request.uri().query().unwrap_or_default();
    let version = query.split('&').find_map(|pair| pair.strip_prefix("v=")).unwrap_or_default();
    let is_known = version == "10";
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        // A client that went away before the upgrade is not missed.
        let Ok(upgraded) = upgrade.await else { return };
        let line = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None);
        let mut line = line.await;
        if is_known {
            serve(&shared, line).await;
        } else {
            close(&mut line, 4012).await;
        }
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, derive_accept_key(key.as_bytes()))
        .body(Body::empty())
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The bot said goodbye: its session is over.
    Goodbye,
    /// It broke: the session can be resumed.
    Broken,
}

async fn serve(shared: &Arc<Shared>, mut line: Line) {
    let connection = shared.change(|state| state.gateway.open());
    let end = converse(shared, &mut line, connection).await;
    shared.change(|state| {
        let now_ms = state.world.now_ms();
        state.gateway.part(connection, end == End::Goodbye, now_ms);
    });
}

async fn converse(shared: &Arc<Shared>, line: &mut Line, connection: u64) -> End {
    let mut changes = shared.changes.subscribe();
    let mut stopping = shared.stopping.subscribe();
    let hello = json!({
        "op": 10, "s": null, "t": null,
        "d": { "heartbeat_interval": HEARTBEAT_MS, "_trace": ["[\"stand-in\"]"] },
    });
    if line.send(Message::Text(hello.to_string())).await.is_err() {
        return End::Broken;
    }
    let mut deadline = Instant::now() + PATIENCE;
    loop {
        changes.mark_unchanged();
        let steps = shared.lock().gateway.next(connection);
        if let Some(end) = take(line, steps).await {
            return end;
        }
        let woken = tokio::select! {
            said = line.next() => Woken::Said(said),
            _ = changes.changed() => Woken::News,
            () = until_set(&mut stopping) => Woken::Stopped,
            () = sleep_until(deadline) => Woken::Tired,
        };
        let steps = match woken {
            Woken::News
            | Woken::Said(Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)))) => {
                continue;
            }
            Woken::Stopped | Woken::Said(Some(Err(_)) | None) => return End::Broken,
            Woken::Tired => {
                close(line, 4009).await;
                return End::Goodbye;
            }
            Woken::Said(Some(Ok(Message::Text(text)))) => {
                deadline = Instant::now() + PATIENCE;
                shared.change(|state| state.hear(connection, &text, shared))
            }
            Woken::Said(Some(Ok(Message::Binary(_)))) => vec![Step::Close(4002)],
            Woken::Said(Some(Ok(Message::Close(frame)))) => {
                let code = frame.map_or(1005, |frame| u16::from(frame.code));
                return if matches!(code, 1000 | 1001) { End::Goodbye } else { End::Broken };
            }
        };
        if let Some(end) = take(line, steps).await {
            return end;
        }
    }
}

/// What a connection wakes for.
enum Woken {
    /// The bot said something, or is gone.
    Said(Option<Result<Message, tokio_tungstenite::tungstenite::Error>>),
    /// Something happened in the world.
    News,
    /// The stand-in ends.
    Stopped,
    /// Nothing was heard for too long.
    Tired,
}

async fn until_set(flag: &mut watch::Receiver<bool>) {
    // An error means that the stand-in is gone, which is the end as well.
    flag.wait_for(|is_set| *is_set).await.ok();
}

/// Takes the steps that the gateway wants, and tells whether the connection is over.
async fn take(line: &mut Line, steps: Vec<Step>) -> Option<End> {
    for step in steps {
        match step {
            Step::Send(text) => {
                if line.send(Message::Text(text.to_string())).await.is_err() {
                    return Some(End::Broken);
                }
            }
            Step::Close(code) => {
                close(line, code).await;
                return Some(End::Broken);
            }
            Step::Drop => return Some(End::Broken),
        }
    }
    None
}

async fn close(line: &mut Line, code: u16) {
    let frame = CloseFrame { code: code.into(), reason: reason(code).into() };
    if line.close(Some(frame)).await.is_err() {
        return;
    }
    let goodbye = async { while let Some(Ok(_)) = line.next().await {} };
    // Whoever does not answer in time is left alone.
    timeout(PARTING, goodbye).await.ok();
}

fn reason(code: u16) -> &'static str {
    match code {
        4001 => "Unknown opcode.",
        4002 => "Error while decoding payload.",
        4003 => "Not authenticated.",
        4004 => "Authentication failed.",
        4005 => "Already authenticated.",
        4007 => "Invalid seq.",
        4008 => "Rate limited.",
        4009 => "Session timed out.",
        4010 => "Invalid shard.",
        4011 => "Sharding required.",
        4012 => "Invalid API version.",
        4013 => "Invalid intent(s).",
        4014 => "Disallowed intent(s).",
        _ => "Unknown error.",
    }
}
