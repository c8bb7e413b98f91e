//! The figures over HTTP: in the format that is promised, and with what is promised in them.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "http/fake.rs"]
mod fake;
#[path = "metrics/openmetrics.rs"]
mod openmetrics;

use std::sync::Arc;

use amends_runtime::{
    clock::Clock,
    figures::{Measured, Spread},
};
use amends_web::{intake::Taken, server::Server, signature::Credentials};
use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use tower::ServiceExt;

use self::{
    fake::{Fake, at},
    openmetrics::{parse, value},
};

async fn call(server: &Server, method: &str, path: &str) -> (u16, String, String) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let answer = server.router().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let kind = kind.map(|kind| kind.to_str().unwrap().to_owned()).unwrap_or_default();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

fn server() -> Server {
    Server::new(Credentials::default(), Clock::system(), None)
}

fn measured() -> Measured {
    Measured {
        sends: vec![(["telegram", "ack", "done"], 7), (["telegram", "ack", "unknown"], 1)],
        waiting: vec![(["telegram", "question"], 3)],
        oldest: vec![(["question"], 2.5)],
        commit: Spread {
            buckets: vec![(0.001, 4), (0.25, 1), (f64::INFINITY, 2)],
            sum: 3.5,
            count: 7,
        },
        store_works: true,
        connected: vec![(["telegram"], true), (["discord"], false)],
        ..Measured::default()
    }
}

#[tokio::test]
async fn figures_are_shown_in_the_format_that_is_promised() {
    let server = server();
    let mut fake = Fake::answers(Taken::Duplicate);
    fake.measured = measured();
    server.open(Arc::new(fake));
    for path in ["/v1/interactions/1", "/v1/cases", "/nowhere", "/readyz"] {
        call(&server, "GET", path).await;
    }
    let (status, kind, page) = call(&server, "GET", "/metrics").await;
    assert_eq!(status, 200);
    assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let families = parse(&page).unwrap_or_else(|wrong| panic!("{wrong}:\n{page}"));
    let calls = value(&families, "amends_intake_calls_total", &[("status", "503")]);
    assert!((calls - 2.0).abs() < 0.1, "only calls to the intake are counted: {page}");
    let done = [("platform", "telegram"), ("class", "ack"), ("outcome", "done")];
    for (sample, labels, wanted) in [
        ("amends_sends_total", done.as_slice(), 7.0),
        ("amends_effects_waiting", &[("platform", "telegram"), ("class", "question")], 3.0),
        ("amends_oldest_effect_age_seconds", &[("class", "question")], 2.5),
        ("amends_commit_seconds_bucket", &[("le", "0.25")], 5.0),
        ("amends_commit_seconds_bucket", &[("le", "+Inf")], 7.0),
        ("amends_commit_seconds_sum", &[], 3.5),
        ("amends_platform_connected", &[("platform", "discord")], 0.0),
        ("amends_store_healthy", &[], 1.0),
    ] {
        assert!((value(&families, sample, labels) - wanted).abs() < 0.01, "{sample}:\n{page}");
    }
    let since = value(&families, "process_start_time_seconds", &[]);
    assert!(at("2026-01-01T00:00:00Z").as_duration().as_secs_f64() < since, "{since}");
    assert!(1e6 < value(&families, "process_resident_memory_bytes", &[]), "a megabyte at least");
}

#[tokio::test]
async fn before_the_store_is_open_only_the_process_is_measured() {
    let server = server();
    let (status, _, page) = call(&server, "GET", "/metrics").await;
    assert_eq!(status, 200);
    let families = parse(&page).unwrap_or_else(|wrong| panic!("{wrong}:\n{page}"));
    assert!(value(&families, "amends_ready", &[]).abs() < 0.1);
    assert!(!families.contains_key("amends_store_healthy"), "nobody knows yet: {page}");
}

#[test]
fn what_is_no_open_metrics_text_is_refused() {
    let good = "# HELP a_seconds It.\n# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\n# EOF\n";
    parse(good).unwrap();
    for (what, instead) in [
        ("# EOF\n", ""),
        ("# HELP a_seconds It.\n", ""),
        ("# TYPE a_seconds gauge\n", ""),
        ("# UNIT a_seconds seconds\n", ""),
        ("gauge", "counter"),
        ("gauge", "histogram"),
        ("a_seconds 1\n", "a_seconds 1\na_seconds 1\n"),
        ("a_seconds 1\n", "b_seconds 1\n"),
        ("a_seconds 1\n", "a_seconds{of=\"Ms Dana\"} 1\n"),
        ("a_seconds 1\n", "a_seconds one\n"),
        ("a_seconds 1\n", "a_seconds{a=\"1\"} 1\na_seconds 1\n"),
    ] {
        let bad = good.replacen(what, instead, 1);
        assert!(parse(&bad).is_err(), "{bad}");
    }
}
