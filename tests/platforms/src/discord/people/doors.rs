//! The door for people over HTTP: deeds in, the state of the world out.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{Deed, People};
use crate::{
    discord::{shared::Shared, world::Id},
    opened::opened,
};

const LONGEST_WAIT: Duration = Duration::from_secs(25);

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/people/state", get(state))
        .route("/people/calls", get(calls))
        .route("/people/seen/{user}", get(seen))
        .route("/people/file/{id}", get(file))
        .route("/people/{deed}", post(act))
        .with_state(shared)
}

/// Opens a file that stands on a message.
async fn file(State(shared): State<Arc<Shared>>, Path(id): Path<Id>) -> Response {
    let state = shared.lock();
    match state.world.files.get(&id) {
        Some(file) => opened(&file.filename, &file.content_type, &file.bytes),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Returns the whole world as soon as its version is not `since`, or after a while; the contents
/// of files are left out.
async fn state(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let since = query.get("since").and_then(|since| since.parse::<u64>().ok());
    let mut changes = shared.changes.subscribe();
    let mut stopping = shared.stopping.subscribe();
    if let Some(since) = since {
        // Whether time ran out or the stand-in stops, the state of now is the answer.
        tokio::select! {
            _ = timeout(LONGEST_WAIT, changes.wait_for(|version| since != *version)) => (),
            _ = stopping.wait_for(|is_stopping| *is_stopping) => (),
        }
    }
    let world = {
        let world = &mut shared.lock().world;
        let files = std::mem::take(&mut world.files);
        let value = serde_json::to_value(&*world);
        world.files = files;
        value
    };
    world.map_or_else(
        |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |world| Json(world).into_response(),
    )
}

/// Returns what one person has on the screen: the channels that they see with their messages, the
/// commands that the app offers there, and what became of their interactions.
async fn seen(State(shared): State<Arc<Shared>>, Path(user): Path<String>) -> Response {
    let Ok(user) = user.parse::<Id>() else {
        return problem(StatusCode::BAD_REQUEST, "this is no id");
    };
    let people = People { shared: Arc::clone(&shared) };
    let channels: Vec<Id> = shared.lock().world.seen(user).iter().map(|(it, _)| it.id).collect();
    let offered: BTreeMap<Id, Vec<String>> =
        channels.into_iter().map(|id| (id, people.commands_offered(user, id))).collect();
    let state = shared.lock();
    let world = &state.world;
    let channels: Vec<Value> = world
        .seen(user)
        .into_iter()
        .map(|(channel, messages)| {
            json!({
                "id": channel.id, "kind": channel.kind, "parent": channel.parent,
                "guild": channel.guild, "name": world.place_name(channel), "thread": channel.thread,
                "commands": offered.get(&channel.id), "messages": messages,
            })
        })
        .collect();
    let interactions = world.interactions.values().filter(|it| it.user == user);
    let interactions: Vec<Value> = interactions
        .map(|it| json!({ "id": it.id, "seen": it.seen(world.now_ms()), "form": it.modal() }))
        .collect();
    Json(json!({
        "version": world.version, "channels": channels, "interactions": interactions,
    }))
    .into_response()
}

async fn calls(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let state = shared.lock();
    Json(json!({ "calls": state.world.calls, "violations": state.world.violations }))
}

async fn act(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    Json(mut body): Json<Value>,
) -> Response {
    if let Value::Object(body) = &mut body {
        body.insert("do".to_owned(), Value::String(name));
    }
    let deed: Deed = match serde_json::from_value(body) {
        Ok(deed) => deed,
        Err(error) => return problem(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let outcome = (People { shared: Arc::clone(&shared) }).perform(deed);
    shared.until_kept().await;
    match outcome {
        Ok(outcome) => Json(outcome).into_response(),
        Err(refused) => problem(StatusCode::CONFLICT, &refused.to_string()),
    }
}

fn problem(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({ "error": why }))).into_response()
}
