//! The bodies of `POST /v1/interactions` and `POST /v1/receipts`: read at the border, refused rather
//! than repaired.

use amends_core::{
    event::Known,
    interaction::{Interaction, Source},
    place::{Address, Platform},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Map, Value};

pub use crate::problem::FieldMistake;

/// How far in the future a contact may have ended, for clocks that differ.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
const ID_CHARACTERS: usize = 200;
const TEXT_CHARACTERS: usize = 500;
const SEGMENTS: usize = 20;

/// Puts the sender's id apart from those of other sources.
pub fn prefixed(id: &str) -> String {
    format!("web:{id}")
}

/// Reads a contact and what is known about the customer. Fields that we don't know are passed over;
/// every field that is wrong is named.
pub fn read(body: &Value, now: Timestamp) -> Result<(Known, Interaction), Vec<FieldMistake>> {
    let mut mistakes = Vec::new();
    let fields = object(body, "{\"id\": …, \"ended_at\": …, \"customer\": {…}}")?;
    let mut reader = Reader { at: "#/", fields, mistakes: &mut mistakes };
    let id = reader.id();
    let ended_at = reader.ended_at(now);
    let source = reader.source();
    let interaction = reader.interaction(&id, source, ended_at);
    let known = if let Some(Value::Object(fields)) = fields.get("customer") {
        Reader { at: "#/customer/", fields, mistakes: &mut mistakes }.customer()
    } else {
        reader.mistake("customer", "an object with `telegram_id`, `discord_id` or `external_id`");
        Known::default()
    };
    if mistakes.is_empty() { Ok((known, interaction)) } else { Err(mistakes) }
}

/// Reads a receipt: a contact whose customer shows themselves. It ended just now if nothing else is
/// said, and no more of the customer can be named than their id in the sender's own system.
pub fn read_receipt(
    body: &Value,
    now: Timestamp,
) -> Result<(Known, Interaction), Vec<FieldMistake>> {
    let mut mistakes = Vec::new();
    let fields = object(body, "{\"id\": …, \"topic\": …, \"agent\": …}")?;
    let mut reader = Reader { at: "#/", fields, mistakes: &mut mistakes };
    let id = reader.id();
    let ended_at = if reader.get("ended_at").is_some() { reader.ended_at(now) } else { now };
    let interaction = reader.interaction(&id, Source::Receipt, ended_at);
    let known = match fields.get("customer") {
        Some(Value::Object(fields)) => {
            Reader { at: "#/customer/", fields, mistakes: &mut mistakes }.whoever_shows_it()
        }
        None | Some(Value::Null) => Known::default(),
        Some(_) => {
            reader.mistake("customer", "an object with `external_id`, or nothing");
            Known::default()
        }
    };
    if mistakes.is_empty() { Ok((known, interaction)) } else { Err(mistakes) }
}

fn object<'a>(body: &'a Value, such: &str) -> Result<&'a Map<String, Value>, Vec<FieldMistake>> {
    body.as_object().ok_or_else(|| {
        let detail = format!("the body is a JSON object such as {such}");
        vec![FieldMistake { pointer: "#".to_owned(), detail }]
    })
}

/// Reads the fields of one object and notes what is wrong with them.
struct Reader<'a> {
    at: &'static str,
    fields: &'a Map<String, Value>,
    mistakes: &'a mut Vec<FieldMistake>,
}

impl Reader<'_> {
    /// What is said of the contact, beside who it was with.
    fn interaction(&mut self, id: &str, source: Source, ended_at: Timestamp) -> Interaction {
        Interaction {
            correlation: self.text_or_number("correlation"),
            topic: self.text("topic"),
            agent: self.text("agent"),
            channel: self.text("channel"),
            place: self.text("place"),
            outcome: self.text("outcome"),
            amount: self.amount(),
            currency: self.currency(),
            segments: self.segments(),
            messages: self.messages(),
            ..Interaction::new(prefixed(id), source, ended_at)
        }
    }

    fn mistake(&mut self, field: &str, detail: impl Into<String>) {
        let pointer = format!("{}{field}", self.at);
        self.mistakes.push(FieldMistake { pointer, detail: detail.into() });
    }

    /// The field, if it is there and not null.
    fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    fn id(&mut self) -> String {
        let wanted = format!("your own id of the contact, a text of 1-{ID_CHARACTERS} characters");
        let id = match self.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) if !id.is_f64() => id.to_string(),
            Some(_) | None => String::new(),
        };
        if !(1..=ID_CHARACTERS).contains(&id.chars().count()) || id.chars().any(char::is_control) {
            self.mistake("id", wanted);
        }
        id
    }

    fn ended_at(&mut self, now: Timestamp) -> Timestamp {
        let wanted = "when the contact ended, like \"2026-11-16T09:20:00Z\"";
        let text = self.get("ended_at").and_then(Value::as_str);
        let Some(ended_at) = text.and_then(|text| text.parse::<Timestamp>().ok()) else {
            self.mistake("ended_at", wanted);
            return now;
        };
        if AHEAD < ended_at.duration_since(now) {
            self.mistake(
                "ended_at",
                "it lies more than 5 minutes ahead: send it when the contact has ended, and check \
                 the time zone",
            );
        }
        ended_at
    }

    fn source(&mut self) -> Source {
        match self.get("source").map(Value::as_str) {
            None | Some(Some("webhook")) => Source::Webhook,
            Some(Some("manual")) => Source::Manual,
            Some(_) => {
                self.mistake("source", "`webhook`, `manual` or nothing");
                Source::Webhook
            }
        }
    }

    fn text(&mut self, field: &str) -> Option<String> {
        match self.get(field)? {
            Value::String(text) => {
                let text = text.trim().to_owned();
                if TEXT_CHARACTERS < text.chars().count() {
                    self.mistake(field, format!("a text of {TEXT_CHARACTERS} characters at most"));
                }
                Some(text).filter(|text| !text.is_empty())
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => {
                self.mistake(field, "a text or null");
                None
            }
        }
    }

    /// Ids of other systems are numbers as often as texts.
    fn text_or_number(&mut self, field: &str) -> Option<String> {
        match self.get(field).and_then(Value::as_number) {
            Some(number) if !number.is_f64() => Some(number.to_string()),
            Some(_) | None => self.text(field),
        }
    }

    fn amount(&mut self) -> Option<i64> {
        let value = self.get("amount")?;
        let amount = value.as_i64();
        if amount.is_none() {
            self.mistake("amount", "a whole number of minor units: 1450 for 14.50");
        }
        amount
    }

    fn currency(&mut self) -> Option<String> {
        let text = self.text("currency")?;
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Some(text.to_ascii_uppercase());
        }
        self.mistake("currency", "three letters such as \"EUR\"");
        None
    }

    fn segments(&mut self) -> Vec<String> {
        let Some(value) = self.get("segments") else { return Vec::new() };
        let texts: Option<Vec<_>> = value.as_array().and_then(|list| {
            list.iter().map(|item| item.as_str().map(|text| text.trim().to_owned())).collect()
        });
        let fits = |text: &String| text.chars().count() <= TEXT_CHARACTERS;
        match texts {
            Some(texts) if texts.len() <= SEGMENTS && texts.iter().all(fits) => {
                texts.into_iter().filter(|text| !text.is_empty()).collect()
            }
            Some(_) | None => {
                self.mistake("segments", format!("a list of at most {SEGMENTS} short texts"));
                Vec::new()
            }
        }
    }

    /// How many messages the customer wrote.
    fn messages(&mut self) -> Option<u32> {
        let value = self.get("messages")?;
        let messages = value.as_u64().and_then(|messages| u32::try_from(messages).ok());
        if messages.is_none() {
            self.mistake("messages", "how many messages the customer wrote: a whole number");
        }
        messages
    }

    /// The customer's time zone.
    fn zone(&mut self) -> Option<String> {
        let zone = self.text("zone")?;
        let Ok(known) = TimeZone::get(&zone) else {
            self.mistake("zone", "a time zone such as \"Europe/Bucharest\", or nothing");
            return None;
        };
        Some(known.iana_name().map_or(zone, ToOwned::to_owned))
    }

    /// What may be said of somebody whom nobody knows yet.
    fn whoever_shows_it(&mut self) -> Known {
        for field in ["telegram_id", "discord_id"] {
            if self.get(field).is_some() {
                let detail = "a receipt is for whoever shows it: leave this out, or hand the \
                              contact in at /v1/interactions";
                self.mistake(field, detail);
            }
        }
        let external = self.text_or_number("external_id");
        Known { external, ..Known::default() }
    }

    fn customer(&mut self) -> Known {
        let before = self.mistakes.len();
        let mut addresses = Vec::new();
        if let Some(id) = self.account("telegram_id", i64::MAX.unsigned_abs()) {
            addresses.push(Address::new(Platform::Telegram, id.to_string()));
        }
        if let Some(id) = self.account("discord_id", u64::MAX) {
            addresses.push(Address::new(Platform::Discord, id.to_string()));
        }
        let external = self.text_or_number("external_id");
        if addresses.is_empty() && external.is_none() && self.mistakes.len() == before {
            let pointer = self.at.trim_end_matches('/').to_owned();
            let detail = "say who it was: `telegram_id`, `discord_id` or `external_id`";
            self.mistakes.push(FieldMistake { pointer, detail: detail.to_owned() });
        }
        let otherwise: Vec<_> =
            ["phone", "email"].into_iter().filter_map(|field| self.text_or_number(field)).collect();
        Known {
            addresses,
            external,
            name: self.text("name"),
            language: self.text("language"),
            otherwise: Some(otherwise.join(", ")).filter(|joined| !joined.is_empty()),
            zone: self.zone(),
        }
    }

    /// A platform's numeric id of a person, as a number or as a text of digits.
    fn account(&mut self, field: &str, highest: u64) -> Option<u64> {
        let id = match self.get(field)? {
            Value::Number(number) => number.as_u64(),
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => {
                let digits = text.trim();
                let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
                digits.parse().ok().filter(|_| plain)
            }
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let id = id.filter(|id| (1..=highest).contains(id));
        if id.is_none() {
            self.mistake(
                field,
                "the person's numeric id, as a number or a text of digits; user names are not \
                 accepted because they change hands",
            );
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-16T09:20:30Z".parse().unwrap()
    }

    fn full() -> Value {
        json!({
            "id": "zd-88123-2", "ended_at": "2026-11-16T09:20:00Z", "channel": "phone",
            "customer": {
                "external_id": "C-5512", "telegram_id": null, "discord_id": "804100000000000001",
                "name": "Dana", "language": "ro", "zone": "europe/bucharest", "phone": "+373 1",
                "email": "d@example.org"
            },
            "agent": "anna", "topic": "Order 118", "outcome": "solved", "amount": 1450,
            "currency": "eur", "segments": ["new"], "messages": 3, "correlation": "order-118", "extra": {"x": 1}
        })
    }

    fn with(pointer: &str, value: Value) -> Value {
        let mut body = full();
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        parent.insert(field.to_owned(), value);
        body
    }

    #[test]
    fn everything_that_is_said_is_kept() {
        let (known, interaction) = read(&full(), now()).unwrap();
        assert_eq!(interaction.id.0, "web:zd-88123-2");
        assert_eq!(interaction.source, Source::Webhook);
        assert_eq!(interaction.ended_at, "2026-11-16T09:20:00Z".parse().unwrap());
        assert_eq!(interaction.amount, Some(1450));
        assert_eq!(interaction.currency.as_deref(), Some("EUR"));
        assert_eq!(interaction.segments, ["new"]);
        assert_eq!(interaction.correlation.as_deref(), Some("order-118"));
        assert_eq!(known.addresses, [Address::new(Platform::Discord, "804100000000000001")]);
        assert_eq!(known.external.as_deref(), Some("C-5512"));
        assert_eq!(known.otherwise.as_deref(), Some("+373 1, d@example.org"));
        assert_eq!(known.language.as_deref(), Some("ro"));
        assert_eq!(known.zone.as_deref(), Some("Europe/Bucharest"));
        assert_eq!(interaction.messages, Some(3));
    }

    #[test]
    fn a_receipt_needs_nothing_but_an_id() {
        let (known, interaction) = read_receipt(&json!({"id": 4711}), now()).unwrap();
        assert_eq!((known, interaction.ended_at), (Known::default(), now()));
        assert_eq!((interaction.id.0.as_str(), interaction.source), ("web:4711", Source::Receipt));
        let mut body = with("/customer", json!({"external_id": "C-5512", "name": "Dana"}));
        let (known, interaction) = read_receipt(&body, now()).unwrap();
        assert_eq!(known, Known { external: Some("C-5512".to_owned()), ..Known::default() });
        assert_eq!(interaction.amount, Some(1450));
        assert_eq!(interaction.ended_at, "2026-11-16T09:20:00Z".parse().unwrap());
        for customer in [json!({"telegram_id": 77}), json!({"discord_id": "8041"}), json!("Dana")] {
            body["customer"] = customer;
            assert!(read_receipt(&body, now()).is_err(), "{body}");
        }
        for body in [json!({}), json!([]), json!({"id": "a", "ended_at": "yesterday"})] {
            assert!(read_receipt(&body, now()).is_err(), "{body}");
        }
    }

    #[test]
    fn ids_may_be_numbers_or_texts() {
        for id in [json!(77), json!("77"), json!(" 077 ")] {
            let (known, _) = read(&with("/customer/telegram_id", id), now()).unwrap();
            assert_eq!(known.addresses[0], Address::new(Platform::Telegram, "77"));
        }
        let (_, interaction) = read(&with("/id", json!(88123)), now()).unwrap();
        assert_eq!(interaction.id.0, "web:88123");
    }

    #[test]
    fn each_wrong_field_is_named() {
        let long = "x".repeat(501);
        let wrong = [
            ("/id", json!("")),
            ("/id", json!("x".repeat(201))),
            ("/id", json!("a\nb")),
            ("/id", json!(1.5)),
            ("/id", json!(null)),
            ("/ended_at", json!("yesterday")),
            ("/ended_at", json!("2026-11-16T09:20:00")),
            ("/ended_at", json!(1_795_000_000)),
            ("/ended_at", json!("2026-11-16T09:25:31Z")),
            ("/source", json!("fax")),
            ("/topic", json!(["a"])),
            ("/topic", json!(long)),
            ("/agent", json!({})),
            ("/amount", json!(14.5)),
            ("/amount", json!("1450")),
            ("/currency", json!("EURO")),
            ("/currency", json!(978)),
            ("/segments", json!("new")),
            ("/segments", json!(["new", 1])),
            ("/customer", json!("Dana")),
            ("/customer", json!({})),
            ("/customer", json!({"name": "Dana", "phone": "1"})),
            ("/customer/telegram_id", json!("@dana")),
            ("/customer/telegram_id", json!(-100)),
            ("/customer/telegram_id", json!(0)),
            ("/customer/telegram_id", json!(9_223_372_036_854_775_808_u64)),
            ("/customer/telegram_id", json!(true)),
            ("/customer/discord_id", json!("8041…")),
            ("/customer/discord_id", json!("+8041")),
            ("/customer/external_id", json!([1])),
            ("/customer/language", json!(1)),
            ("/customer/zone", json!("Europe/Bukarest")),
            ("/messages", json!(-1)),
        ];
        for (pointer, value) in wrong {
            let mistakes = read(&with(pointer, value.clone()), now()).unwrap_err();
            let pointers: Vec<_> = mistakes.iter().map(|mistake| &mistake.pointer[1..]).collect();
            assert_eq!(pointers, [pointer], "{value}");
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let mistakes = read(&json!({"amount": "x", "customer": {"telegram_id": "x"}}), now());
        let pointers: Vec<_> =
            mistakes.unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        assert_eq!(pointers, ["#/id", "#/ended_at", "#/amount", "#/customer/telegram_id"]);
    }

    #[test]
    fn a_clock_that_is_five_minutes_ahead_is_forgiven() {
        assert!(read(&with("/ended_at", json!("2026-11-16T09:25:30Z")), now()).is_ok());
    }
}
