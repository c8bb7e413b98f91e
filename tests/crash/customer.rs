//! What customers do, and what they were told.

use std::time::Duration;

use amends_runtime::clock::Clock;
use serde_json::Value;

use crate::{
    discord::Discord,
    house::{House, PATIENCE, Side, contact},
    telegram::Telegram,
};

/// How long a customer looks out for a question or a notice.
const LOOKS_OUT: Duration = Duration::from_secs(12);
/// How long a customer listens for a greeting that may never come.
const LISTENS: Duration = Duration::from_secs(2);

/// The faces, with the value each stands for.
pub(crate) const FACES: [(&str, u64); 3] = [("🙁 Not good", 1), ("😐 So-so", 2), ("🙂 Good", 3)];

/// What a customer was told about a tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// The answer is kept.
    Kept,
    /// Something else.
    Else(String),
}

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
    pub(crate) told: Option<Told>,
    /// What the customer wrote afterwards, line by line.
    pub(crate) words: Vec<String>,
    /// What the customer wrote where Discord promises nobody that it is heard: outside of a case
    /// while the service was away, or in a form that was never confirmed.
    pub(crate) perhaps: Vec<String>,
}

impl Seen {
    /// Whether the customer was told that the answer is kept.
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.told == Some(Told::Kept)
    }

    pub(crate) fn is_unhappy(&self) -> bool {
        self.tapped == Some(1)
    }
}

/// A new customer comes, and waits until the bot can write to them.
pub(crate) async fn comes(house: &House, number: i64) -> i64 {
    match house.customers() {
        Side::Telegram(telegram) => {
            let customer = telegram.customer_comes(number);
            telegram.is_greeted(customer, LOOKS_OUT).await;
            customer
        }
        Side::Discord(discord) => {
            let customer = discord.customer_comes(number);
            // What is said to a bot that is away is gone.
            discord.is_greeted(customer, LISTENS).await;
            customer
        }
    }
}

/// How a contact names a customer.
pub(crate) fn identity(house: &House, customer: i64) -> Value {
    match house.customers() {
        Side::Telegram(_) => Telegram::identity(customer),
        Side::Discord(_) => Discord::identity(customer),
    }
}

/// A contact ends: it is handed in until there is an answer. Returns what is known of it then.
pub(crate) async fn contact_ends(house: &House, id: &str, customer: i64) -> Seen {
    let body = contact(id, &identity(house, customer), &Clock::system().now().to_string());
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
    match house.customers() {
        Side::Telegram(telegram) => telegram.question(customer, survey, LOOKS_OUT).await,
        Side::Discord(discord) => discord.question(customer, survey, LOOKS_OUT).await,
    }
}

/// A customer taps a face, once or impatiently, and looks out for the notice. A platform that keeps
/// no taps says so at once, and the customer taps again.
pub(crate) async fn taps(
    house: &House,
    customer: i64,
    message: i64,
    (label, value): (&str, u64),
    impatient: bool,
    seen: &mut Seen,
) {
    seen.tapped = Some(value);
    seen.told = match house.customers() {
        Side::Telegram(telegram) => {
            telegram.taps(customer, message, label, impatient, LOOKS_OUT).await
        }
        Side::Discord(discord) => discord.taps(customer, message, label, impatient, PATIENCE).await,
    };
}

/// A customer who has a case writes a line: where they are in private with staff, if they wait for
/// that; else where they were asked.
pub(crate) async fn writes(
    house: &House,
    customer: i64,
    line: &str,
    is_patient: bool,
    seen: &mut Seen,
) {
    match house.customers() {
        Side::Telegram(telegram) => telegram.customer_writes(customer, line),
        Side::Discord(discord) => {
            if is_patient {
                discord.room_opens(customer, LOOKS_OUT).await;
            }
            discord.customer_writes(customer, line);
        }
    }
    seen.words.push(line.to_owned());
}

/// A customer who has no case has something to say.
pub(crate) async fn comments(
    house: &House,
    customer: i64,
    message: i64,
    line: &str,
    seen: &mut Seen,
) {
    let is_sure = match house.customers() {
        Side::Telegram(telegram) => {
            telegram.customer_writes(customer, line);
            true
        }
        Side::Discord(discord) => discord.fills_in(customer, message, line, PATIENCE).await,
    };
    let words = if is_sure { &mut seen.words } else { &mut seen.perhaps };
    words.push(line.to_owned());
}

/// The text of a field of a view.
pub(crate) fn text<'a>(view: &'a Value, field: &str) -> &'a str {
    view[field].as_str().unwrap_or_default()
}
