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
use crate::{opened::opened, telegram::shared::Shared};

const LONGEST_WAIT: Duration = Duration::from_secs(25);

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/people/state", get(state))
        .route("/people/calls", get(calls))
        .route("/people/file/{id}", get(file))
        .route("/people/{deed}", post(act))
        .with_state(shared)
}

/// Returns the whole world as soon as its version is not `since`, or after a while.
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
    let world = serde_json::to_value(&shared.lock().world);
    world.map_or_else(
        |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |world| Json(world).into_response(),
    )
}

async fn calls(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let state = shared.lock();
    Json(json!({ "calls": state.world.calls, "violations": state.world.violations }))
}

/// Opens a file that stands in a message.
async fn file(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let state = shared.lock();
    let Some((name, mime, content)) = state.world.file(&id) else {
        return problem(StatusCode::NOT_FOUND, "there is no such file");
    };
    opened(name, mime, content)
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
