//! What customers do, and what they were told.

use std::time::Duration;

use amends_platforms::telegram::{
    people::Tapped,
    world::{Author, World},
};
use amends_runtime::clock::Clock;
use serde_json::Value;

use crate::house::{House, asks_about, contact};

/// How long a customer looks out for a question or a notice.
const LOOKS_OUT: Duration = Duration::from_secs(12);
/// What a customer reads once the answer is kept.
pub(crate) const THANKS: &str = "Thank you!";

/// The faces, with the value each stands for.
pub(crate) const FACES: [(&str, u64); 3] = [("🙁 Not good", 1), ("😐 So-so", 2), ("🙂 Good", 3)];

/// One contact, as it was seen from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) id: String,
    /// Whether the sender was told that it was taken in.
    pub(crate) taken_in: bool,
    /// How often it had to be handed in until there was an answer.
    pub(crate) repeated: bool,
    /// The survey, as the service named it.
    pub(crate) survey: String,
    /// The value of the face that was tapped.
    pub(crate) tapped: Option<u64>,
    /// What the customer read after the tap.
    pub(crate) toast: Option<String>,
    /// What the customer wrote afterwards, line by line.
    pub(crate) words: Vec<String>,
}

impl Seen {
    /// Whether the customer was told that the answer is kept.
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.toast.as_deref() == Some(THANKS)
    }

    pub(crate) fn is_unhappy(&self) -> bool {
        self.tapped == Some(1)
    }
}

/// Waits until the bot has greeted a customer, so that it can write to them.
pub(crate) async fn is_greeted(house: &House, customer: i64) -> bool {
    let greeted = |world: &World| {
        let messages = &world.chats.get(&customer)?.messages;
        messages.values().any(|message| message.from == Author::Bot).then_some(())
    };
    house.sees(greeted, LOOKS_OUT).await.is_some()
}

/// A contact ends: it is handed in until there is an answer. Returns what is known of it then.
pub(crate) async fn contact_ends(house: &House, id: &str, customer: i64) -> Seen {
    let body = contact(id, customer, &Clock::system().now().to_string());
    let (status, answer) = house.http.call("/v1/interactions", Some(&body)).await;
    let said = answer["survey"].as_str().unwrap_or_default();
    let repeated = said == "duplicate";
    assert!(status == 202 || status == 200, "{id}: {status} {answer}");
    let told = text(&answer, "id");
    let view = if told.is_empty() { house.view(id).await } else { None };
    let survey = view.as_ref().map_or(told, |view| text(view, "survey"));
    assert!(!survey.is_empty(), "{id} was taken in ({answer}) and is not known");
    let survey = survey.trim_start_matches("s_").to_owned();
    Seen { id: id.to_owned(), taken_in: true, repeated, survey, ..Seen::default() }
}

/// The message with the question about a contact, once it stands in front of the customer.
pub(crate) async fn question(house: &House, customer: i64, survey: &str) -> Option<i64> {
    let find = |world: &World| {
        let messages = &world.chats.get(&customer)?.messages;
        let asked = |message: &&amends_platforms::telegram::world::Message| {
            message.is_shown() && asks_about(message) == Some(survey)
        };
        messages.values().find(asked).map(|message| message.id)
    };
    house.sees(find, LOOKS_OUT).await
}

/// A customer taps a face, once or impatiently, and looks out for the notice.
pub(crate) async fn taps(
    house: &House,
    customer: i64,
    message: i64,
    (label, value): (&str, u64),
    impatient: bool,
    seen: &mut Seen,
) {
    let people = house.telegram.people();
    let tapped = people.tap(customer, customer, message, label).unwrap();
    if impatient {
        // The answer may have taken the faces away by now.
        people.tap(customer, customer, message, label).ok();
    }
    let Tapped::Query(query) = tapped else { panic!("a face is no link") };
    seen.tapped = Some(value);
    seen.toast = toast(house, &query).await;
}

/// The notice that a tap brought.
pub(crate) async fn toast(house: &House, query: &str) -> Option<String> {
    let find = |world: &World| {
        let toast = world.toasts.iter().rev().find(|toast| toast.query_id == query);
        let answered = world.taps.get(query).is_some_and(|tap| tap.answered);
        answered.then(|| toast.map(|toast| toast.text.clone()).unwrap_or_default())
    };
    house.sees(find, LOOKS_OUT).await
}

/// A customer writes a line.
pub(crate) fn writes(house: &House, customer: i64, line: &str, seen: &mut Seen) {
    house.telegram.people().write(customer, customer, line).unwrap();
    seen.words.push(line.to_owned());
}

/// The text of a field of a view.
pub(crate) fn text<'a>(view: &'a Value, field: &str) -> &'a str {
    view[field].as_str().unwrap_or_default()
}
