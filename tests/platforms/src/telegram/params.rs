//! The parameters of a call, whichever way they were sent.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// Parameters whose text is never JSON, however much it looks like it.
const PLAIN: [&str; 14] = [
    "text",
    "caption",
    "name",
    "callback_query_id",
    "parse_mode",
    "photo",
    "document",
    "voice",
    "sticker",
    "video",
    "file_id",
    "url",
    "language_code",
    "icon_custom_emoji_id",
];

/// The parameters of one call, and what was uploaded with it, by parameter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params(pub(crate) Map<String, Value>, pub(crate) BTreeMap<String, Bytes>);

impl Params {
    /// Takes a parameter that came as text (a form, a query string) for what it means.
    pub(crate) fn insert_text(&mut self, key: String, text: String) {
        let value = if PLAIN.contains(&key.as_str()) {
            Value::String(text)
        } else {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        };
        self.0.insert(key, value);
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub(crate) fn int(&self, key: &str) -> Option<i64> {
        match self.0.get(key)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    pub(crate) fn float(&self, key: &str) -> Option<f64> {
        match self.0.get(key)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    pub(crate) fn text(&self, key: &str) -> String {
        match self.0.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        match self.0.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true") || text == "1",
            Some(Value::Number(number)) => number.as_i64() != Some(0),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
        }
    }

    /// Returns a structure, also if it came as JSON inside a string.
    pub(crate) fn structure(&self, key: &str) -> Result<Option<Value>, Refusal> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(Refusal::bad(&format!("can't parse {} JSON object", words(key)))),
            },
            Some(value) => Ok(Some(value.clone())),
        }
    }

    pub(crate) fn list(&self, key: &str) -> Result<Vec<Value>, Refusal> {
        match self.structure(key)? {
            Some(Value::Array(items)) => Ok(items),
            None => Ok(Vec::new()),
            Some(_) => Err(Refusal::bad(&format!("expected an Array of {}", words(key)))),
        }
    }
}

fn words(key: &str) -> String {
    key.replace('_', " ")
}
