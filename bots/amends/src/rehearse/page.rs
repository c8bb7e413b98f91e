//! The page, and what it calls.

use std::{collections::BTreeMap, time::Duration};

use amends_core::place::Platform;
use axum::{
    Json, Router,
    extract::{Query, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::timeout};

use super::stage::{Ended, Refused, Stage};

const LONGEST_WAIT: Duration = Duration::from_secs(25);
const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const ICON: &str = "image/svg+xml";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, type and content of a file of the page.
type File = (&'static str, &'static str, &'static str);

const fn script(path: &'static str, content: &'static str) -> File {
    (path, SCRIPT, content)
}

/// The files of the page.
const FILES: [File; 22] = [
    ("/", HTML, include_str!("page/page.html")),
    ("/style.css", CSS, include_str!("page/style.css")),
    ("/discord.css", CSS, include_str!("page/discord.css")),
    ("/icon.svg", ICON, include_str!("page/icon.svg")),
    script("/app.js", include_str!("page/app.js")),
    script("/bar.js", include_str!("page/bar.js")),
    script("/dom.js", include_str!("page/dom.js")),
    script("/pane.js", include_str!("page/pane.js")),
    script("/read.js", include_str!("page/read.js")),
    script("/sides.js", include_str!("page/sides.js")),
    script("/telegram/desk.js", include_str!("page/telegram/desk.js")),
    script("/telegram/message.js", include_str!("page/telegram/message.js")),
    script("/telegram/pane.js", include_str!("page/telegram/pane.js")),
    script("/telegram/phone.js", include_str!("page/telegram/phone.js")),
    script("/discord/client.js", include_str!("page/discord/client.js")),
    script("/discord/form.js", include_str!("page/discord/form.js")),
    script("/discord/markdown.js", include_str!("page/discord/markdown.js")),
    script("/discord/message.js", include_str!("page/discord/message.js")),
    script("/discord/pane.js", include_str!("page/discord/pane.js")),
    script("/discord/places.js", include_str!("page/discord/places.js")),
    script("/discord/rights.js", include_str!("page/discord/rights.js")),
    script("/discord/slash.js", include_str!("page/discord/slash.js")),
];

/// Sent with everything. What customers write can never run: no script but ours does.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
             img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Serves the page until the process ends.
pub(super) async fn serve(listener: TcpListener, stage: Stage) -> std::io::Result<()> {
    axum::serve(listener, router(stage)).await
}

fn router(stage: Stage) -> Router {
    let (telegram, discord) = (stage.telegram.people_router(), stage.discord.people_router());
    let mut router = Router::new()
        .route("/rehearsal/state", get(state))
        .route("/rehearsal/interaction", post(interaction_ended))
        .route("/rehearsal/advance", post(advance))
        .route("/rehearsal/desk", post(move_desk))
        .route("/rehearsal/kill", post(kill))
        .route("/rehearsal/start", post(start))
        .route("/rehearsal/log", get(log));
    for (path, kind, content) in FILES {
        let file = async move || ([(header::CONTENT_TYPE, kind)], content);
        router = router.route(path, get(file));
    }
    // Both call it `/people`.
    let router = router.with_state(stage).nest("/telegram", telegram).nest("/discord", discord);
    router.layer(middleware::from_fn(guard))
}

/// Answers only those who came by a name of this machine, so that no foreign page gets in by a
/// name of its own, and tells the browser to run nothing but what stands here.
async fn guard(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response = if host.is_some_and(is_this_machine) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "open the rehearsal by the address it printed\n")
            .into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}

fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost"].contains(&name)
}

/// Returns the state as soon as its version is not `since`, or after a while.
async fn state(
    State(stage): State<Stage>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Json<Value> {
    if let Some(since) = query.get("since").and_then(|since| since.parse::<u64>().ok()) {
        let mut changes = stage.changes();
        // Whether time ran out or not, the state of now is the answer.
        timeout(LONGEST_WAIT, changes.wait_for(|version| since != *version)).await.ok();
    }
    Json(stage.state())
}

async fn interaction_ended(
    State(stage): State<Stage>,
    Json(ended): Json<Ended>,
) -> Result<Json<Value>, Refused> {
    stage.interaction_ended(ended).await.map(Json)
}

#[derive(Deserialize)]
struct Advance {
    seconds: i64,
}

async fn advance(
    State(stage): State<Stage>,
    Json(advance): Json<Advance>,
) -> Result<Json<Value>, Refused> {
    stage.advance(advance.seconds).await.map(Json)
}

#[derive(Deserialize)]
struct Move {
    platform: Platform,
}

async fn move_desk(
    State(stage): State<Stage>,
    Json(Move { platform }): Json<Move>,
) -> Result<Json<Value>, Refused> {
    stage.move_desk(platform).await?;
    Ok(Json(json!({})))
}

async fn kill(State(stage): State<Stage>, Json(_): Json<Value>) -> Json<Value> {
    stage.service.kill().await;
    Json(json!({}))
}

async fn start(State(stage): State<Stage>, Json(_): Json<Value>) -> Result<Json<Value>, Refused> {
    stage.service.start().map_err(|error| Refused::Failed(error.to_string()))?;
    Ok(Json(json!({})))
}

async fn log(State(stage): State<Stage>) -> Result<String, Refused> {
    stage.service.log_tail().map_err(|error| Refused::Failed(error.to_string()))
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Wrong(_) => StatusCode::BAD_REQUEST,
            Self::NotRunning => StatusCode::CONFLICT,
            Self::Failed(_) => StatusCode::BAD_GATEWAY,
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_get_in() {
        for host in ["127.0.0.1:4455", "localhost:4455", "localhost"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["amends.example:4455", "127.0.0.1.example", "", "evil@127.0.0.1x:1"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }

    #[test]
    fn page_needs_nothing_that_its_policy_forbids() {
        let (_, _, html) = FILES[0];
        for forbidden in ["<style", "style=", "onclick", "http://", "https://", "<script>"] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        for (path, _, script) in FILES {
            for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval("] {
                assert!(!script.contains(forbidden), "{path}: {forbidden}");
            }
        }
    }
}
