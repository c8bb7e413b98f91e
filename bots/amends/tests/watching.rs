//! What somebody who runs the service sees of it: its figures, and one tap through its log.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/house.rs"]
mod house;
#[path = "../../web/tests/metrics/openmetrics.rs"]
mod openmetrics;
#[path = "house/started.rs"]
mod started;

use std::collections::BTreeSet;

use serde_json::Value;

use self::{
    house::{GUEST, House, NAME},
    openmetrics::{parse, value},
    started::{Service, until},
};

const TOPIC: &str = "Order 98-canary";

/// The guest starts the bot, and a contact with them ends.
async fn asks(house: &House, service: &Service) {
    house.greets().await;
    let mut ask = house.command(&["ask", "--telegram", &GUEST.to_string(), "--topic", TOPIC]);
    let output = ask.env("AMENDS_HTTP_ADDR", &service.addr).output().await.unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// The figures of a service.
async fn page(service: &Service) -> String {
    let (status, page) = service.get("/metrics").await.unwrap();
    assert_eq!(status, 200, "{page}");
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tap_moves_the_figures() {
    let house = House::new().await;
    let service = house.serve().await;
    let at = async |sample: &str, labels: &[(&str, &str)]| {
        let page = page(&service).await;
        let families = parse(&page).unwrap_or_else(|wrong| panic!("{wrong}:\n{page}"));
        value(&families, sample, labels)
    };
    let unhappy = [("satisfaction", "dissatisfied"), ("answer", "first")];
    let acks = [("platform", "telegram"), ("class", "ack"), ("outcome", "done")];
    assert!(at("amends_answers_total", &unhappy).await < 0.5);
    let before =
        (at("amends_sends_total", &acks).await, at("amends_commit_seconds_count", &[]).await);

    asks(&house, &service).await;
    let manual = [("source", "manual"), ("outcome", "planned")];
    assert!((at("amends_contacts_total", &manual).await - 1.0).abs() < 0.1);
    house.taps("🙁 Not good").await;
    until(async || house.desk_shows(NAME)).await;
    until(async || before.0 < at("amends_sends_total", &acks).await).await;
    until(async || 0.5 < at("amends_press_acknowledged_seconds_count", &[]).await).await;
    for (sample, labels, least) in [
        ("amends_answers_total", unhappy.as_slice(), 1.0),
        ("amends_questions_asked_total", &[], 1.0),
        ("amends_cases_open", &[("level", "agent")], 1.0),
        ("amends_promises_total", &[("state", "made")], 1.0),
        ("amends_commit_seconds_count", &[], before.1 + 2.0),
        ("amends_store_healthy", &[], 1.0),
        ("amends_platform_connected", &[("platform", "telegram")], 1.0),
        ("amends_intake_calls_total", &[("status", "202")], 1.0),
        ("amends_store_bytes", &[], 1_000.0),
        ("amends_disk_free_bytes", &[], 1_000.0),
    ] {
        assert!(least <= at(sample, labels).await, "{sample}");
    }
    assert!(at("amends_cases_hanging", &[]).await < 0.5, "somebody is responsible");
    let page = page(&service).await;
    for secret in [NAME, TOPIC, &GUEST.to_string(), house.telegram.token(), started::KEY] {
        assert!(!page.contains(secret), "{secret} in {page}");
    }
    service.stop().await;
}

/// The ids that a line of the log carries: its own, and those of the spans it stands in.
fn ids(line: &Value) -> BTreeSet<String> {
    let spans = line["spans"].as_array().into_iter().flatten();
    let all = spans.chain([line]).filter_map(|it| it["id"].as_str());
    all.map(str::to_owned).collect()
}

/// The lines of a log that carry an id.
fn about<'a>(log: &'a [Value], id: &str) -> Vec<&'a Value> {
    log.iter().filter(|line| ids(line).contains(id)).collect()
}

fn says(line: &Value, words: &str) -> bool {
    line["message"].as_str().is_some_and(|said| said.contains(words))
}

/// The names of the spans in which a line stands.
fn spans(line: &Value) -> Vec<&str> {
    let spans = line["spans"].as_array().into_iter().flatten();
    spans.filter_map(|span| span["name"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_id_leads_from_a_tap_to_everything_that_was_sent() {
    let mut house = House::new().await;
    house
        .variables
        .extend([("AMENDS_LOG", "debug".to_owned()), ("AMENDS_LOG_FORMAT", "json".to_owned())]);
    let service = house.serve().await;
    asks(&house, &service).await;
    house.taps("🙁 Not good").await;
    until(async || house.desk_shows(NAME)).await;
    let log = service.stop().await;
    for secret in [NAME, TOPIC, "Not good", "Katrin", started::KEY, house.telegram.token()] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    let answered = lines.iter().find(|line| says(line, "A customer answered")).unwrap();
    let id = ids(answered).pop_first().unwrap();
    assert!(id.starts_with('a'), "it came by an update: {id}");
    let about = about(&lines, &id);
    let has = |words: &str, span: &str| {
        about.iter().any(|line| says(line, words) && spans(line).contains(&span))
    };
    for (words, span) in [
        ("Working on an arrival", "arrival"),
        ("A step of a customer", "step"),
        ("Made durable", "arrival"),
        ("Opened a case", "arrival"),
        ("Sending", "send"),
        ("Sent", "send"),
    ] {
        assert!(has(words, span), "`{words}` in `{span}`: {about:#?}");
    }
    // What follows from what was sent is still because of the tap: the card comes once its thread is.
    let sent = about.iter().filter(|line| says(line, "Sent"));
    let effects: BTreeSet<_> = sent.filter_map(|line| line["effect.key"].as_str()).collect();
    let entries: BTreeSet<_> = effects.iter().filter_map(|key| key.split('.').next()).collect();
    assert!(4 <= effects.len() && 2 <= entries.len(), "{effects:?}");
    // What is said at the usual level can be found by the same id.
    let notable = about.iter().filter(|line| line["level"] == "INFO");
    assert!(3 <= notable.count(), "{about:#?}");
    // The contact has an id of its own, with the question that was sent because of it.
    let asked = lines.iter().find(|line| says(line, "Planned a survey")).unwrap();
    let contact = ids(asked).pop_first().unwrap();
    assert!(contact.starts_with('c'), "{contact}");
    let sent = self::about(&lines, &contact);
    assert!(sent.iter().any(|line| says(line, "Sent")), "{sent:#?}");
}
