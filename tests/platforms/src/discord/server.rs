//! The door for the bot: the REST API over HTTP, and the files on messages.

mod reading;

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::{ConnectInfo, DefaultBodyLimit, Path, Query, Request as HttpRequest, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{any, get},
};
use serde_json::{Value, json};

use super::{
    faults::Fault,
    limits::{Metered, TooMany, Verdict},
    refusal::Refusal,
    request::{Answer, Request},
    shared::Shared,
    world::{Call, Id},
};
use crate::line::Scissors;

/// More than the largest file, so that the platform's own limit speaks first.
const UPLOAD_BYTES: usize = 120 * 1024 * 1024;
const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n\
    </html>\r\n";
const BANNED: &str = "error code: 1015";

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/api/v10/{*path}", any(call))
        .route("/attachments/{channel}/{attachment}/{name}", get(download))
        .route("/ephemeral-attachments/{application}/{attachment}/{name}", get(download))
        .route("/stickers/{file}", get(sticker))
        .fallback(lost)
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES))
        .with_state(shared)
}

type Headers = Vec<(&'static str, String)>;

/// What goes back.
#[derive(Clone, Debug)]
struct Reply {
    status: u16,
    body: Option<Value>,
    headers: Headers,
}

impl Reply {
    fn new(outcome: Result<Answer, Refusal>, headers: Headers) -> Self {
        match outcome {
            Ok(Answer { status, body }) => Self { status, body, headers },
            Err(refusal) => Self { status: refusal.status, body: Some(refusal.body()), headers },
        }
    }

    fn too_many(refused: TooMany, headers: Headers) -> Self {
        Self { status: 429, body: refused.body(), headers }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = match self.body {
            Some(body) => (status, Json(body)).into_response(),
            None if status == StatusCode::TOO_MANY_REQUESTS => (status, BANNED).into_response(),
            None => status.into_response(),
        };
        for (name, text) in self.headers {
            if let Ok(value) = text.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

async fn call(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    http: HttpRequest,
) -> Response {
    let is_authorized = is_authorized(&shared, &http);
    let Ok(request) = reading::read(http).await else {
        return Reply::new(Err(Refusal::of(50_109)), Vec::new()).into_response();
    };
    let verdict = admit(&shared, &request);
    if let Some(refused) = verdict.refused {
        let reply = Reply::too_many(refused, verdict.headers);
        record(&shared, &request, &reply, None);
        return reply.into_response();
    }
    let carries_token = matches!(request.segments().as_slice(), ["interactions" | "webhooks", ..]);
    if !is_authorized && !carries_token {
        let reply = Reply::new(Err(Refusal::unauthorized()), verdict.headers);
        record(&shared, &request, &reply, None);
        return reply.into_response();
    }
    check_request(&shared, &request);
    let fault = shared.lock().faults.draw(&request.method, &request.path);
    match fault {
        None => carry_out(&shared, &request, verdict.headers, None).await.into_response(),
        Some(fault) => suffer(&shared, &request, verdict.headers, &scissors, fault).await,
    }
}

fn is_authorized(shared: &Shared, http: &HttpRequest) -> bool {
    let given = http.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    given.and_then(|given| given.strip_prefix("Bot ")) == Some(shared.token.as_str())
}

fn admit(shared: &Shared, request: &Request) -> Verdict {
    shared.change(|state| {
        let now_ms = state.world.now_ms();
        let renames = request.method == "PATCH"
            && matches!(request.segments().as_slice(), ["channels", _])
            && request.json().get("name").is_some();
        let asked = Metered { method: &request.method, path: &request.path, renames };
        let stats = &mut state.world.stats;
        state.limits.admit(asked, now_ms, shared.enforces_limits, stats)
    })
}

/// Notes what is wrong with a request.
fn check_request(shared: &Shared, request: &Request) {
    let mut state = shared.lock();
    if let Some(spec) = state.world.spec.clone() {
        let body = request.body.as_ref();
        let faults = spec.check_request(&request.method, &request.path, &request.query, body);
        state.world.violations.extend(faults);
    }
}

async fn carry_out(
    shared: &Arc<Shared>,
    request: &Request,
    headers: Headers,
    fault: Option<&str>,
) -> Reply {
    let outcome = shared.change(|state| {
        let outcome = state.world.call(request);
        let lacks = matches!(&outcome, Err(refusal) if *refusal == Refusal::no_route());
        let is_real = |method: &str, path: &str| {
            state.world.spec.as_ref().is_some_and(|spec| spec.has_operation(method, path))
        };
        if lacks && is_real(&request.method, &request.path) {
            // Its 404 would be a lie: the platform has this.
            let route = request.route();
            state.world.violations.push(format!("{route}: the stand-in lacks this operation"));
        }
        outcome
    });
    let reply = Reply::new(outcome, headers);
    record(shared, request, &reply, fault);
    shared.until_kept().await;
    reply
}

/// Keeps a call for the record, counts what the platform holds against the bot, and holds the
/// answer to the description.
fn record(shared: &Shared, request: &Request, reply: &Reply, fault: Option<&str>) {
    shared.change(|state| {
        let world = &mut state.world;
        let now_ms = world.now_ms();
        state.limits.count_answer(reply.status, now_ms, &mut world.stats);
        if let Some(spec) = world.spec.clone().filter(|_| reply.status != 429) {
            let body = reply.body.as_ref();
            let faults = spec.check_answer(&request.method, &request.path, reply.status, body);
            world.violations.extend(faults);
        }
        note(world, request, (reply.status, reply.body.clone()), fault, shared.history);
    });
}

fn note(
    world: &mut super::world::World,
    request: &Request,
    (status, body): (u16, Option<Value>),
    fault: Option<&str>,
    history: usize,
) {
    world.calls.push_back(Call {
        at_ms: world.now_ms(),
        method: request.method.clone(),
        path: request.path.clone(),
        route: request.route(),
        body: request.json().clone(),
        status,
        reply: body.unwrap_or_default(),
        fault: fault.map(str::to_owned),
    });
    while history < world.calls.len() {
        world.calls.pop_front();
    }
}

/// Lets a fault befall a call.
async fn suffer(
    shared: &Arc<Shared>,
    request: &Request,
    headers: Headers,
    scissors: &Scissors,
    fault: Fault,
) -> Response {
    let name = Some(fault.name());
    let refuse = |reply: Reply| {
        record(shared, request, &reply, name);
        reply.into_response()
    };
    let may_execute = async |executes: bool| {
        if executes {
            return Some(carry_out(shared, request, headers.clone(), name).await);
        }
        shared.change(|state| note(&mut state.world, request, (0, None), name, shared.history));
        None
    };
    match fault {
        Fault::TooMany { retry_after, is_global } => {
            let refused = TooMany::injected(retry_after, is_global);
            let mut headers = headers.clone();
            headers.extend(refused.headers());
            refuse(Reply::too_many(refused, headers))
        }
        Fault::Refuse { status, code, message } => {
            refuse(Reply::new(Err(Refusal::new(status, code, message)), headers.clone()))
        }
        Fault::ServerError => {
            let body = json!({ "message": "500: Internal Server Error", "code": 0 });
            refuse(Reply { status: 500, body: Some(body), headers: headers.clone() })
        }
        Fault::BadGateway { executes } => {
            drop(may_execute(executes).await);
            (StatusCode::BAD_GATEWAY, Html(BAD_GATEWAY)).into_response()
        }
        Fault::ReplyLost => {
            drop(may_execute(true).await);
            scissors.cut();
            StatusCode::OK.into_response()
        }
        Fault::Hang { lasts, executes } => {
            let reply = may_execute(executes).await;
            pause(shared, lasts).await;
            if let Some(reply) = reply {
                return reply.into_response();
            }
            scissors.cut();
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
    }
}

/// Waits, but not beyond the end of the stand-in.
async fn pause(shared: &Shared, lasts: Duration) {
    let mut stopping = shared.stopping.subscribe();
    tokio::select! {
        () = tokio::time::sleep(lasts) => (),
        _ = stopping.wait_for(|is_stopping| *is_stopping) => (),
    }
}

/// Notes a call of something that is not there at all, such as another version of the API.
async fn lost(State(shared): State<Arc<Shared>>, http: HttpRequest) -> Response {
    let what = format!("{} {}: nothing lies there", http.method(), http.uri().path());
    shared.change(|state| state.world.violations.push(what));
    Reply::new(Err(Refusal::no_route()), Vec::new()).into_response()
}

/// Serves the picture of a sticker.
async fn sticker(Path(file): Path<String>) -> Response {
    match file.strip_suffix(".png").and_then(|id| id.parse::<Id>().ok()) {
        Some(id) => ([(header::CONTENT_TYPE, "image/png")], format!("synthetic sticker {id}"))
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Serves a file while its link is good.
async fn download(
    State(shared): State<Arc<Shared>>,
    Path((_, attachment, name)): Path<(String, String, String)>,
    Query(query): Query<std::collections::BTreeMap<String, String>>,
) -> Response {
    const GONE: &str = "This content is no longer available.";
    let state = shared.lock();
    let expires_s = query.get("ex").and_then(|hex| i64::from_str_radix(hex, 16).ok());
    let is_signed = expires_s.is_some_and(|at_s| state.world.now_ms() / 1000 < at_s)
        && query.contains_key("is")
        && query.contains_key("hm");
    let file = attachment.parse::<Id>().ok().and_then(|id| state.world.files.get(&id));
    match file.filter(|file| is_signed && file.filename == name) {
        Some(file) => {
            let body = Body::from(file.bytes.clone());
            ([(header::CONTENT_TYPE, file.content_type.clone())], body).into_response()
        }
        None => (StatusCode::NOT_FOUND, GONE).into_response(),
    }
}
