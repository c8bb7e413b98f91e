//! Every answer of the HTTP interface, through the whole router.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "http/fake.rs"]
mod fake;
#[path = "http/pages.rs"]
mod pages;
#[path = "http/receipts.rs"]
mod receipts;

use std::{future::pending, net::SocketAddr, sync::Arc, time::Duration};

use amends_core::{
    ids::SurveyId,
    place::{Address, Platform},
};
use amends_runtime::clock::Clock;
use amends_web::{
    intake::{NotStored, Taken},
    server::{Advance, Server},
    signature::Credentials,
};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use jiff::SignedDuration;
use secrecy::SecretString;
use serde_json::{Value, json};
use tower::ServiceExt;

use self::fake::{Fake, at};

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAQIDBAUGBwg=";
const KEY: &str = "k-0123456789";

fn credentials() -> Credentials {
    Credentials::new(Some(&SecretString::from(SECRET)), Some(&SecretString::from(KEY))).unwrap()
}

fn server(fake: Fake) -> (Server, Arc<Fake>) {
    let server = Server::new(credentials(), Clock::system(), None);
    let fake = Arc::new(fake);
    server.open(Arc::<Fake>::clone(&fake));
    (server, fake)
}

fn contact() -> Value {
    let ended_at = Clock::system().now();
    json!({"id": "zd-88123-2", "ended_at": ended_at, "customer": {"telegram_id": 77}})
}

fn post(body: impl Into<Body>) -> Request<Body> {
    call("POST", "/v1/interactions", body)
}

fn call(method: &str, path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    request.header(header::AUTHORIZATION, format!("Bearer {KEY}")).body(body.into()).unwrap()
}

struct Got {
    status: StatusCode,
    retry_after: Option<String>,
    body: Value,
}

/// Calls, and checks what is the same for every answer: errors are problem documents.
async fn send(server: &Server, request: Request<Body>) -> Got {
    let response = server.router().oneshot(request).await.unwrap();
    let status = response.status();
    let text = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (kind, retry_after) = (text(header::CONTENT_TYPE), text(header::RETRY_AFTER));
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    if status.is_success() {
        assert_eq!(kind.as_deref(), Some("application/json"));
    } else {
        assert_eq!(kind.as_deref(), Some("application/problem+json"));
        assert_eq!(body["status"], status.as_u16());
        assert!(body["type"].as_str().unwrap().starts_with("urn:amends:problem:"));
        assert!(!body["title"].as_str().unwrap().is_empty());
        assert!(!body["detail"].as_str().unwrap().is_empty());
    }
    let said = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(!said.contains(KEY) && !said.contains("C2FVsBQ"), "a secret in {said}");
    Got { status, retry_after, body }
}

#[tokio::test]
async fn accepted_contacts_are_planned() {
    let survey = SurveyId::mint(at("2026-11-16T09:20:00Z"), &[7; 10]);
    let (server, fake) = server(Fake::answers(Taken::Planned(survey)));
    let got = send(&server, post(contact().to_string())).await;
    assert_eq!(got.status, 202);
    assert_eq!(got.body, json!({"survey": "planned", "id": format!("s_{survey}")}));
    let handed = fake.handed.lock().unwrap();
    assert_eq!(handed[0].0.addresses, [Address::new(Platform::Telegram, "77")]);
    assert_eq!(handed[0].1.id.0, "web:zd-88123-2");
}

#[tokio::test]
async fn signed_calls_are_accepted_too() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let body = contact().to_string();
    let known = Credentials::new(Some(&SecretString::from(SECRET)), None).unwrap();
    let signed = |body: &str| {
        let proof = known.sign("msg_1", body.as_bytes(), Clock::system().now());
        let request = Request::builder().method("POST").uri("/v1/interactions");
        proof.into_iter().fold(request, |request, (name, value)| request.header(name, value))
    };
    let good = signed(&body).body(Body::from(body.clone())).unwrap();
    assert_eq!(send(&server, good).await.status, 200);
    let tampered = signed(&body).body(Body::from(body.replace("77", "78"))).unwrap();
    assert_eq!(send(&server, tampered).await.status, 401);
}

#[tokio::test]
async fn secrets_of_the_chat_are_good_from_the_moment_they_are_there() {
    const MINTED: &str = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
    let fake = Arc::new(Fake::answers(Taken::Duplicate));
    let server = Server::new(Credentials::default(), Clock::system(), None);
    let signed = || {
        let body = contact().to_string();
        let known = Credentials::new(Some(&SecretString::from(MINTED)), None).unwrap();
        let proof = known.sign("msg_1", body.as_bytes(), Clock::system().now());
        let request = Request::builder().method("POST").uri("/v1/interactions");
        let request =
            proof.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        request.body(Body::from(body)).unwrap()
    };
    let told = send(&server, signed()).await.body;
    assert!(!told["detail"].as_str().unwrap().contains("/webhook"), "{told}");
    server.open(Arc::<Fake>::clone(&fake));
    let off = send(&server, signed()).await;
    assert_eq!(off.status, 503);
    assert!(off.body["detail"].as_str().unwrap().contains("/webhook new"));
    fake.minted.lock().unwrap().push(MINTED.to_owned());
    assert_eq!(send(&server, signed()).await.status, 200);
    *fake.minted.lock().unwrap() = vec![SECRET.to_owned(), "whsec_short".to_owned()];
    assert_eq!(send(&server, signed()).await.status, 401);
}

#[tokio::test]
async fn repeats_rules_and_unknown_people_are_answers_not_errors() {
    let link = "https://t.me/lumabot?start=r_x";
    let answers = [
        (Taken::Duplicate, json!({"survey": "duplicate"})),
        (Taken::Suppressed("case_open"), json!({"survey": "suppressed", "why": "case_open"})),
        (Taken::NoChannel(Some(link.to_owned())), json!({"survey": "no_channel", "link": link})),
        (Taken::NoChannel(None), json!({"survey": "no_channel", "link": null})),
    ];
    for (taken, wanted) in answers {
        let (server, _) = server(Fake::answers(taken));
        let got = send(&server, post(contact().to_string())).await;
        assert_eq!((got.status, got.body), (StatusCode::OK, wanted));
    }
}

#[tokio::test]
async fn the_same_id_with_other_content_is_a_conflict() {
    let (server, fake) = server(Fake::answers(Taken::Conflict));
    let got = send(&server, post(contact().to_string())).await;
    assert_eq!(got.status, 409);
    assert!(got.body["detail"].as_str().unwrap().starts_with("`zd-88123-2`"));
    let mut other = contact();
    send(&server, post(serde_json::to_string_pretty(&other).unwrap())).await;
    other["topic"] = json!("Order 118");
    send(&server, post(other.to_string())).await;
    let handed = fake.handed.lock().unwrap();
    assert_ne!(handed[1].2, handed[2].2, "the digest tells them apart");
}

#[tokio::test]
async fn malformed_bodies_name_the_fields() {
    let (server, fake) = server(Fake::answers(Taken::Duplicate));
    let mut body = contact();
    body["amount"] = json!("14.50");
    body["customer"] = json!({"telegram_id": "@dana"});
    let got = send(&server, post(body.to_string())).await;
    assert_eq!(got.status, 400);
    let pointers: Vec<_> =
        got.body["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["#/amount", "#/customer/telegram_id"]);
    let nested = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    for text in ["", "{", "[]", "null", "\"x\"", "\u{feff}{}", &nested] {
        assert_eq!(send(&server, post(text.to_owned())).await.status, 400);
    }
    assert_eq!(send(&server, post(vec![b'{', 0xff, b'}'])).await.status, 400);
    assert!(fake.handed.lock().unwrap().is_empty());
}

#[tokio::test]
async fn strangers_are_refused() {
    let (server, fake) = server(Fake::answers(Taken::Duplicate));
    for path in ["/v1/interactions/rated", "/v1/cases", "/v1/cases/R-1042"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(send(&server, request).await.status, 401, "{path}");
    }
    for authorization in ["Bearer wrong", "Basic abc", "Bearer"] {
        let request = Request::post("/v1/interactions")
            .header(header::AUTHORIZATION, authorization)
            .body(Body::from(contact().to_string()))
            .unwrap();
        assert_eq!(send(&server, request).await.status, 401, "{authorization}");
    }
    assert!(fake.handed.lock().unwrap().is_empty());
}

#[tokio::test]
async fn bodies_above_64_kib_are_refused() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let mut body = contact();
    body["padding"] = json!("");
    let room = 64 * 1024 - body.to_string().len();
    body["padding"] = json!("x".repeat(room));
    assert_eq!(send(&server, post(body.to_string())).await.status, 200);
    body["padding"] = json!("x".repeat(room + 1));
    assert_eq!(send(&server, post(body.to_string())).await.status, 413);
}

#[tokio::test]
async fn who_is_too_fast_is_told_when_to_come_back_and_others_are_not_slowed() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let wrong = || Request::get("/v1/cases").body(Body::empty()).unwrap();
    let mut refused = None;
    for _ in 0..5_000 {
        let got = send(&server, wrong()).await;
        if got.status != StatusCode::UNAUTHORIZED {
            refused = Some(got);
            break;
        }
    }
    let refused = refused.expect("200 at once and 50 a second are all there is");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.retry_after.as_deref(), Some("1"));
    assert_eq!(send(&server, post(contact().to_string())).await.status, 200);
}

#[tokio::test]
async fn without_credentials_the_intake_says_how_to_switch_it_on() {
    let server = Server::new(Credentials::default(), Clock::system(), None);
    server.open(Arc::new(Fake::answers(Taken::Duplicate)));
    let got = send(&server, post(contact().to_string())).await;
    assert_eq!(got.status, 503);
    assert!(got.body["detail"].as_str().unwrap().contains("AMENDS_INTAKE_SECRET"));
}

#[tokio::test]
async fn what_is_not_stored_may_be_sent_again() {
    let full = NotStored("the disk is full".to_owned());
    let fake = Fake { taken: Err(full), ..Fake::answers(Taken::Duplicate) };
    let got = send(&server(fake).0, post(contact().to_string())).await;
    assert_eq!(got.status, 503);
    assert_eq!(got.retry_after.as_deref(), Some("5"));
    assert!(got.body["detail"].as_str().unwrap().contains("the disk is full"));
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_hangs_and_a_sender_that_dawdles_are_not_waited_for() {
    let hangs = server(Fake { hangs: true, ..Fake::answers(Taken::Duplicate) }).0;
    assert_eq!(send(&hangs, post(contact().to_string())).await.status, 503);
    let dawdles = Body::new(Dawdling);
    assert_eq!(send(&hangs, post(dawdles)).await.status, 408);
}

/// A body of which nothing ever comes.
struct Dawdling;

impl hyper::body::Body for Dawdling {
    type Data = axum::body::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn what_became_of_a_contact_can_be_looked_up() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let got = send(&server, call("GET", "/v1/interactions/rated", "")).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.body["status"], "answered");
    assert_eq!(got.body["why"], Value::Null);
    assert_eq!(got.body["rating"], 1);
    assert_eq!(got.body["satisfaction"], "dissatisfied");
    assert_eq!(got.body["comments"], json!(["Cold soup."]));
    assert_eq!(got.body["case"], "R-1042");
    let got = send(&server, call("GET", "/v1/interactions/stale", "")).await;
    assert_eq!((&got.body["status"], &got.body["why"]), (&json!("suppressed"), &json!("stale")));
    assert_eq!(got.body["rating"], Value::Null);
    let got = send(&server, call("GET", "/v1/interactions/tg:topic:-100:7:1", "")).await;
    assert_eq!(got.status, 200);
    let got = send(&server, call("GET", "/v1/interactions/nobody%2Fknows", "")).await;
    assert_eq!(got.status, 404);
    assert!(got.body["detail"].as_str().unwrap().contains("`nobody/knows`"));
}

#[tokio::test]
async fn a_contact_that_goes_on_withdraws_its_question() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let got = send(&server, call("POST", "/v1/interactions/planned/reopened", "")).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.body["why"], "withdrawn");
    let got = send(&server, call("POST", "/v1/interactions/other/reopened", "")).await;
    assert_eq!(got.status, 404);
}

#[tokio::test]
async fn cases_are_listed_in_pages_and_shown_one_by_one() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let first = send(&server, call("GET", "/v1/cases", "")).await.body;
    assert_eq!(first["cases"].as_array().unwrap().len(), 100);
    assert_eq!(first["next"], "R-1100");
    let rest = send(&server, call("GET", "/v1/cases?after=R-1100", "")).await.body;
    assert_eq!(rest["cases"].as_array().unwrap().len(), 50);
    assert_eq!(rest["next"], Value::Null);
    assert_eq!(send(&server, call("GET", "/v1/cases?after=x", "")).await.status, 400);

    let one = send(&server, call("GET", "/v1/cases/R-1042", "")).await.body;
    assert_eq!(one["number"], "R-1042");
    assert_eq!(one["state"], "working");
    assert_eq!(one["level"], 1);
    assert_eq!((&one["owner"], &one["owner_name"]), (&json!("telegram:50"), &json!("Anna")));
    assert_eq!(one["ratings"], json!([1]));
    assert_eq!(one["promises"][0]["kind"], "first_reply");
    assert_eq!(one["promises"][0]["state"], "kept");
    assert_eq!(one["promises"][0]["due"], "2026-11-16T09:31:00Z");
    assert_eq!(one["outcome"], Value::Null);
    for number in ["R-1", "x"] {
        let got = send(&server, call("GET", &format!("/v1/cases/{number}"), "")).await;
        assert_eq!(got.status, 404);
    }
}

#[tokio::test]
async fn alive_and_ready_need_no_key() {
    let server = Server::new(credentials(), Clock::system(), None);
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(send(&server, get("/healthz")).await.status, 200);
    let opening = send(&server, get("/readyz")).await;
    assert_eq!(opening.status, 503);
    assert_eq!(opening.body["detail"], "the store is being opened");
    assert_eq!(send(&server, post(contact().to_string())).await.status, 503);

    server.open(Arc::new(Fake::answers(Taken::Duplicate)));
    assert_eq!(send(&server, get("/readyz")).await.status, 200);
    let reasons = vec!["telegram: not connected".to_owned(), "the disk is full".to_owned()];
    server.open(Arc::new(Fake { reasons, ..Fake::answers(Taken::Duplicate) }));
    let unwell = send(&server, get("/readyz")).await;
    assert_eq!(unwell.status, 503);
    assert_eq!(unwell.body["detail"], "telegram: not connected; the disk is full");

    server.shut("amends is stopping");
    assert_eq!(send(&server, get("/readyz")).await.status, 503);
    assert_eq!(send(&server, get("/healthz")).await.status, 200);
}

#[tokio::test]
async fn wrong_paths_and_methods_are_problems_too() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    assert_eq!(send(&server, call("GET", "/v2", "")).await.status, 404);
    assert_eq!(send(&server, call("PUT", "/v1/interactions", "")).await.status, 405);
}

#[tokio::test]
async fn the_clock_moves_in_a_rehearsal_and_from_this_machine_only() {
    let clock = Clock::system();
    let moved = clock.clone();
    let advance: Advance = Arc::new(move |by| {
        moved.advance(by);
        Ok(moved.now())
    });
    let request = |peer: &str| {
        let peer: SocketAddr = peer.parse().unwrap();
        Request::post("/rehearsal/advance")
            .header(header::CONTENT_TYPE, "application/json")
            .extension(ConnectInfo(peer))
            .body(Body::from("{\"seconds\": 600}"))
            .unwrap()
    };
    let server = Server::new(credentials(), clock.clone(), Some(advance));
    assert_eq!(send(&server, request("10.0.0.7:4000")).await.status, 403);
    assert_eq!(clock.ahead(), SignedDuration::ZERO);
    assert_eq!(send(&server, request("127.0.0.1:4000")).await.status, 200);
    assert_eq!(clock.ahead(), SignedDuration::from_mins(10));

    let live = Server::new(credentials(), Clock::system(), None);
    assert_eq!(send(&live, request("127.0.0.1:4000")).await.status, 404);
}

#[tokio::test]
async fn connections_are_served_until_the_stop_and_then_ended() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        server.listen(listener, async { stopped.await.unwrap() }).await;
    });
    let mut stream = tokio::net::TcpStream::connect(addr).await.unwrap();
    let head = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    tokio::io::AsyncWriteExt::write_all(&mut stream, head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 15];
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 200 OK");
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(addr).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_never_ends_its_headers_is_hung_up_on() {
    let (server, _) = server(Fake::answers(Taken::Duplicate));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let running = tokio::spawn(async move { server.listen(listener, pending()).await });
    let mut stream = tokio::net::TcpStream::connect(addr).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET / HTTP/1.1\r\nx: ").await.unwrap();
    let mut rest = Vec::new();
    let hung_up = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest);
    tokio::time::timeout(Duration::from_hours(1), hung_up).await.unwrap().unwrap();
    assert!(!rest.starts_with(b"HTTP/1.1 2"), "it was not answered");
    running.abort();
}
