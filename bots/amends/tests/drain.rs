//! How the service ends: what is under way is waited for, what waits is kept, and within ten seconds.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/house.rs"]
mod house;
#[path = "house/started.rs"]
mod started;

use std::time::{Duration, Instant};

use amends_platforms::telegram::{faults::Fault, people::NewUser, world::Message};
use serde_json::json;

use self::{
    house::{GUEST, House, NAME},
    started::{KEY, Service, until},
};

/// What a supervisor is told to wait for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first of many guests.
const FIRST: i64 = 800_000;
const GUESTS: i64 = 40;
const FACE: &str = "🙁 Not good";

/// How many questions stand in front of somebody.
fn questions(house: &House, guest: i64) -> usize {
    let chat = house.telegram.chat(guest);
    let messages = chat.iter().flat_map(|chat| chat.messages.values());
    messages.filter(|message: &&Message| message.button(FACE).is_some()).count()
}

/// Tells of a contact with somebody, and returns the status of the answer.
async fn contact(service: &Service, guest: i64) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = json!({
        "id": format!("zd-{guest}"),
        "ended_at": amends_runtime::clock::Clock::system().now(),
        "customer": {"telegram_id": guest.to_string()},
    });
    let url = format!("http://{}/v1/interactions", service.addr);
    let answer = client.post(url).bearer_auth(KEY).json(&body).send().await.unwrap();
    answer.status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_send_that_hangs_holds_the_end_up_for_ten_seconds_at_most() {
    let house = House::new().await;
    let service = house.serve().await;
    house.greets().await;
    let hangs = Fault::Hang { lasts: Duration::from_mins(2), executes: true };
    house.telegram.faults().next("sendMessage", hangs);
    assert_eq!(contact(&service, GUEST).await, 202);
    until(async || house.telegram.faults().pending() == 0).await;

    let began = Instant::now();
    service.signal("-TERM").await;
    let stopping = async || {
        let (status, said) = service.get("/readyz").await.unwrap();
        status == 503 && said.contains("amends is stopping")
    };
    until(stopping).await;
    assert_eq!(contact(&service, GUEST + 1).await, 503, "nothing more is taken in");
    let (status, log) = service.ended().await;
    assert!(began.elapsed() < PATIENCE, "it took {:?}", began.elapsed());
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("Stopped without knowing the fate"), "{log}");

    // It arrived, but nobody knows: it is not sent again, and a tap on it settles the doubt.
    let service = house.serve().await;
    house.taps(FACE).await;
    until(async || house.desk_shows(NAME)).await;
    assert_eq!(questions(&house, GUEST), 0, "it became an apology");
    let log = service.stop().await;
    assert!(log.contains("Nobody knows whether an effect was carried out"), "{log}");
    let sent = house.telegram.chat(GUEST).unwrap();
    let apologies = sent.messages.values().filter(|message| message.text.contains("sorry"));
    assert_eq!(apologies.count(), 1, "{sent:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_at_the_end_is_sent_once_after_the_next_start() {
    let house = House::new().await;
    let people = house.telegram.people();
    let guests = FIRST..FIRST + GUESTS;
    let service = house.serve().await;
    for guest in guests.clone() {
        people.create_user(NewUser::new(guest, "Guest")).unwrap();
        people.start(guest, None).unwrap();
    }
    let greeted = |guest| house.telegram.chat(guest).is_some_and(|chat| 1 < chat.messages.len());
    until(async || guests.clone().all(greeted)).await;
    for guest in guests.clone() {
        assert_eq!(contact(&service, guest).await, 202);
    }
    until(async || guests.clone().any(|guest| 0 < questions(&house, guest))).await;
    service.stop().await;
    let asked = || guests.clone().map(|guest| questions(&house, guest)).sum::<usize>();
    let before = asked();
    assert!(before < usize::try_from(GUESTS).unwrap(), "some must wait for this to show anything");

    let service = house.serve().await;
    until(async || guests.clone().all(|guest| 0 < questions(&house, guest))).await;
    service.stop().await;
    assert!(guests.clone().all(|guest| questions(&house, guest) == 1), "nobody is asked twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_twice_ends_at_once() {
    let house = House::new().await;
    let service = house.serve().await;
    house.greets().await;
    let hangs = Fault::Hang { lasts: Duration::from_mins(2), executes: true };
    house.telegram.faults().next("sendMessage", hangs);
    assert_eq!(contact(&service, GUEST).await, 202);
    until(async || house.telegram.faults().pending() == 0).await;
    service.signal("-TERM").await;
    until(async || service.get("/readyz").await.is_none_or(|(status, _)| status == 503)).await;
    let began = Instant::now();
    service.signal("-INT").await;
    let (status, log) = service.ended().await;
    assert!(began.elapsed() < Duration::from_secs(5), "it took {:?}", began.elapsed());
    assert_eq!(status, Some(1), "{log}");
    assert!(log.contains("told to stop twice"), "{log}");
    let service = house.serve().await;
    house.taps(FACE).await;
    until(async || questions(&house, GUEST) == 0).await;
    service.stop().await;
}
