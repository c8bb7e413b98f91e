//! What somebody who runs the service sees of it: its figures.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/house.rs"]
mod house;
#[path = "../../web/tests/metrics/openmetrics.rs"]
mod openmetrics;

use self::{
    house::{GUEST, House, NAME, Service, TOPIC, until},
    openmetrics::{parse, value},
};

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

    house.asks(&service).await;
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
    for secret in [NAME, TOPIC, &GUEST.to_string(), house.telegram.token(), house::KEY] {
        assert!(!page.contains(secret), "{secret} in {page}");
    }
    service.stop().await;
}
