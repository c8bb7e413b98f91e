//! What each path does.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use amends_core::{grammar, ids::CaseNumber, interaction::InteractionId};
use amends_runtime::qr;
use axum::{
    Json,
    body::to_bytes,
    extract::{Path, Query, Request, State, rejection::PathRejection},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::time;
use tracing::{error, info};

use super::{Shared, gate};
use crate::{
    body, digest,
    intake::{Answer, Intake, Printed, Registered, Taken},
    metrics,
    pace::Sender,
    page,
    problem::{FieldMistake, Problem},
    view,
};

/// Time for the shell to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
const CASES_A_PAGE: usize = 100;
/// The furthest the clock of a rehearsal moves at once: a year.
const FURTHEST: i64 = 366 * 24 * 3600;

type Reply = Result<(StatusCode, Json<Value>), Problem>;
type OfShared = State<Arc<Shared>>;
/// A code in a path; what is no text at all is none.
type PathCode = Result<Path<String>, PathRejection>;

pub(super) async fn interaction_ended(
    State(shared): OfShared,
    gate::Admitted(body): gate::Admitted,
) -> Reply {
    let body = read(&body)?;
    let (known, interaction) = body::read(&body, shared.clock.now()).map_err(Problem::malformed)?;
    let id = interaction.id.clone();
    let intake = opened(&shared)?;
    let taken = within(intake.interaction_ended(known, interaction, digest::of(&body))).await?;
    let (status, answer) = match taken {
        Taken::Planned(survey) => {
            (StatusCode::ACCEPTED, json!({"survey": "planned", "id": format!("s_{survey}")}))
        }
        Taken::Duplicate => (StatusCode::OK, json!({"survey": "duplicate"})),
        Taken::Suppressed(why) => (StatusCode::OK, json!({"survey": "suppressed", "why": why})),
        Taken::NoChannel(link) => (StatusCode::OK, json!({"survey": "no_channel", "link": link})),
        Taken::Conflict => {
            return Err(Problem::conflict(id.0.strip_prefix("web:").unwrap_or(&id.0)));
        }
    };
    info!(interaction.id = %id.0, survey = %answer["survey"], "Took in contact {}", id.0);
    Ok((status, Json(answer)))
}

/// The body of a call, as JSON.
fn read(body: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        let detail = format!("this is no JSON: {error}");
        Problem::malformed(vec![FieldMistake { pointer: "#".to_owned(), detail }])
    })
}

pub(super) async fn receipt(
    State(shared): OfShared,
    gate::Admitted(body): gate::Admitted,
) -> Reply {
    let body = read(&body)?;
    let read = body::read_receipt(&body, shared.clock.now());
    let (known, interaction) = read.map_err(Problem::malformed)?;
    let id = interaction.id.clone();
    let own = id.0.strip_prefix("web:").unwrap_or(&id.0);
    let intake = opened(&shared)?;
    match within(intake.receipt(known, interaction, digest::of(&body))).await? {
        Registered::Link { link, expires_at, is_new } => {
            info!(interaction.id = %id.0, is_new, "Registered receipt {}", id.0);
            let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
            let qr_svg = qr::svg(&link);
            let answer =
                json!({"id": own, "link": link, "qr_svg": qr_svg, "expires_at": expires_at});
            Ok((status, Json(answer)))
        }
        Registered::Conflict => Err(Problem::conflict(own)),
        Registered::NoLinks(why) => Err(Problem::no_links(why)),
    }
}

pub(super) async fn place(
    State(shared): OfShared,
    Path(name): Path<String>,
    gate::Admitted(_): gate::Admitted,
) -> Reply {
    let printed = opened(&shared)?.place(&name);
    match printed.map_err(|why| Problem::not_stored(&why.0))? {
        Printed::Link(link) => {
            let qr_svg = qr::svg(&link);
            Ok((StatusCode::OK, Json(json!({"place": name, "link": link, "qr_svg": qr_svg}))))
        }
        Printed::Unfit => Err(Problem::not_found(format!(
            "`{name}` can't stand in a link: a-z, A-Z, 0-9, - and _, at most {} characters",
            grammar::PLACE
        ))),
        Printed::NoLinks(why) => Err(Problem::no_links(why)),
    }
}

/// The page behind the code of a receipt.
pub(super) async fn receipt_page(
    state: OfShared,
    code: PathCode,
    request: Request,
) -> Result<Response, Problem> {
    code_page(&state, "r_", code, &request)
}

/// The page behind the printed code of a place.
pub(super) async fn place_page(
    state: OfShared,
    code: PathCode,
    request: Request,
) -> Result<Response, Problem> {
    code_page(&state, "q_", code, &request)
}

/// Offers the ways to whoever has a code. Whether it is good is told where it is shown: the page
/// looks nothing up, so it tells nobody anything and uses nothing up.
fn code_page(
    shared: &Shared,
    kind: &str,
    code: PathCode,
    request: &Request,
) -> Result<Response, Problem> {
    shared.pace.take(Sender::Peer(gate::peer(request))).map_err(Problem::slow_down)?;
    let code = code.ok().map(|Path(code)| format!("{kind}{code}"));
    let code = code.filter(|code| page::is_code(code));
    let code = code.ok_or_else(|| Problem::not_found("there is nothing at this path"))?;
    let intake = opened(shared)?;
    let ways = intake.ways_in(&code);
    if ways.is_empty() {
        return Err(Problem::no_way_in());
    }
    let policy = intake.policy();
    let wishes = request.headers().get(header::ACCEPT_LANGUAGE);
    let lang = page::language(wishes, &policy.workspace);
    Ok(page::answer(&shared.phrasebook, &policy.workspace, lang, &code, &ways))
}

pub(super) async fn interaction(
    State(shared): OfShared,
    Path(id): Path<String>,
    gate::Admitted(_): gate::Admitted,
) -> Reply {
    let intake = opened(&shared)?;
    let mut found = within(intake.interaction(InteractionId(body::prefixed(&id)))).await?;
    if found.is_none() {
        // Contacts from the platforms go by the id they have in the journal: `tg:topic:…`.
        found = within(intake.interaction(InteractionId(id.clone()))).await?;
    }
    let survey = found.ok_or_else(|| no_contact(&id))?;
    Ok((StatusCode::OK, Json(view::interaction(&id, &survey))))
}

pub(super) async fn reopened(
    State(shared): OfShared,
    Path(id): Path<String>,
    gate::Admitted(_): gate::Admitted,
) -> Reply {
    let intake = opened(&shared)?;
    let found = within(intake.reopened(InteractionId(body::prefixed(&id)))).await?;
    let survey = found.ok_or_else(|| no_contact(&id))?;
    Ok((StatusCode::OK, Json(view::interaction(&id, &survey))))
}

pub(super) async fn open_cases(
    State(shared): OfShared,
    Query(query): Query<BTreeMap<String, String>>,
    gate::Admitted(_): gate::Admitted,
) -> Reply {
    let after = match query.get("after") {
        Some(text) => case_number(text).ok_or_else(|| {
            let detail = "`after` is the number of a case such as R-1042".to_owned();
            Problem::malformed(vec![FieldMistake { pointer: "#".to_owned(), detail }])
        })?,
        None => CaseNumber(0),
    };
    let intake = opened(&shared)?;
    let cases = within(intake.open_cases(after, CASES_A_PAGE)).await?;
    let next = cases
        .last()
        .filter(|_| cases.len() == CASES_A_PAGE)
        .map(|view| view.case.number.to_string());
    let cases: Vec<_> = cases.iter().map(view::case).collect();
    Ok((StatusCode::OK, Json(json!({"cases": cases, "next": next}))))
}

pub(super) async fn case(
    State(shared): OfShared,
    Path(number): Path<String>,
    gate::Admitted(_): gate::Admitted,
) -> Reply {
    let no_case = || Problem::not_found("no case has this number; cases look like R-1042");
    let number = case_number(&number).ok_or_else(no_case)?;
    let intake = opened(&shared)?;
    let case = within(intake.case(number)).await?.ok_or_else(no_case)?;
    Ok((StatusCode::OK, Json(view::case(&case))))
}

/// The figures, for whoever watches the service.
pub(super) async fn metrics(State(shared): OfShared) -> Result<Response, Problem> {
    let measured = match shared.intake() {
        Ok(intake) => Some(intake.measure().await),
        Err(_) => None,
    };
    let page = metrics::page(&shared.calls, shared.started_at, measured).map_err(|error| {
        error!(%error, "The figures could not be written");
        Problem::broken()
    })?;
    Ok(([(header::CONTENT_TYPE, metrics::MEDIA_TYPE)], page).into_response())
}

/// Counts how calls to the intake are answered.
pub(super) async fn count(State(shared): OfShared, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    shared.calls.count(answer.status().as_u16());
    answer
}

pub(super) async fn alive() -> Json<Value> {
    Json(json!({"status": "alive"}))
}

pub(super) async fn ready(State(shared): OfShared) -> Reply {
    let reasons = match shared.intake() {
        Ok(intake) => intake.not_ready(),
        Err(why) => vec![why],
    };
    if reasons.is_empty() {
        Ok((StatusCode::OK, Json(json!({"status": "ready"}))))
    } else {
        Err(Problem::not_ready(&reasons))
    }
}

pub(super) async fn advance(State(shared): OfShared, request: Request) -> Reply {
    if !gate::peer(&request).is_loopback() {
        return Err(Problem::forbidden("the clock is moved from this machine only"));
    }
    // A page in a browser can't send this type to another origin without asking first.
    let json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    let body = to_bytes(request.into_body(), gate::BODY_BYTES).await.unwrap_or_default();
    let seconds = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|body| body.get("seconds").and_then(Value::as_i64))
        .filter(|seconds| json && (0..=FURTHEST).contains(seconds))
        .ok_or_else(|| {
            let detail = "send {\"seconds\": 60} as application/json".to_owned();
            Problem::malformed(vec![FieldMistake { pointer: "#/seconds".to_owned(), detail }])
        })?;
    let advance = shared.advance.as_ref().expect("the route exists only with it");
    let now =
        advance(SignedDuration::from_secs(seconds)).map_err(|why| Problem::not_stored(&why))?;
    Ok((StatusCode::OK, Json(json!({"now": now}))))
}

fn opened(shared: &Shared) -> Result<Arc<dyn Intake>, Problem> {
    shared.intake().map_err(|why| Problem::not_stored(&why))
}

/// Waits for the shell, and not for ever.
async fn within<T>(answer: Answer<'_, T>) -> Result<T, Problem> {
    match time::timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(why)) => Err(Problem::not_stored(&why.0)),
        Err(_) => {
            error!("The engine did not answer a call within {} s", ANSWER_WITHIN.as_secs());
            Err(Problem::not_stored("amends did not get round to it in time"))
        }
    }
}

fn no_contact(id: &str) -> Problem {
    Problem::not_found(format!("no contact with the id `{id}` was handed in"))
}

/// Reads `R-1042` or `1042`.
fn case_number(text: &str) -> Option<CaseNumber> {
    CaseNumber::parse(text).or_else(|| text.parse().ok().map(CaseNumber))
}
