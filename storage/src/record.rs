//! The stored form: a version byte, then JSON. Files under `tests/goldens` hold the bytes.

use amends_core::{customer::Customer, ids::CustomerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::port::{ArrivalId, Dead, DeadLetter, InboxRow, OutboxRow, Result, StoreError};

/// The version that is written. A reader of a later version also reads the earlier ones.
const VERSION: u8 = 1;

/// Encodes a value for storing.
pub(crate) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    serde_json::to_writer(&mut bytes, value).expect("stored types have string keys only");
    bytes
}

/// Decodes a stored value; `kind` names it in the error.
pub(crate) fn decode<T: DeserializeOwned>(kind: &'static str, bytes: &[u8]) -> Result<T> {
    match bytes.split_first() {
        Some((&VERSION, json)) => serde_json::from_slice(json)
            .map_err(|error| StoreError::Damaged { kind, reason: error.to_string() }),
        Some((&version, _)) => Err(unknown(kind, version)),
        None => Err(StoreError::Damaged { kind, reason: "it is empty".to_owned() }),
    }
}

/// A version that is not known: one that is yet to come, or nonsense.
fn unknown(kind: &'static str, version: u8) -> StoreError {
    let reason = format!("version `{version}` is not known to this release");
    if (VERSION..b' ').contains(&version) {
        StoreError::Newer { what: format!("{kind}: {reason}") }
    } else {
        StoreError::Damaged { kind, reason }
    }
}

/// Encodes plain bytes for storing.
pub(crate) fn encode_raw(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len() + 1);
    bytes.push(VERSION);
    bytes.extend_from_slice(value);
    bytes
}

/// Decodes plain bytes.
pub(crate) fn decode_raw(kind: &'static str, bytes: &[u8]) -> Result<Vec<u8>> {
    match bytes.split_first() {
        Some((&VERSION, value)) => Ok(value.to_vec()),
        Some((&version, _)) => Err(unknown(kind, version)),
        None => Err(StoreError::Damaged { kind, reason: "it is empty".to_owned() }),
    }
}

/// A customer, read.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredCustomer {
    pub(crate) customer: Customer,
}

/// A customer to be written, with the deadline that stands in the index: it must be known to be
/// taken out again.
#[derive(Debug, Serialize)]
pub(crate) struct CustomerToStore<'a> {
    pub(crate) deadline: Option<Timestamp>,
    pub(crate) customer: &'a Customer,
}

/// The deadline of a stored customer alone: the rest is skipped unread.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredDeadline {
    pub(crate) deadline: Option<Timestamp>,
}

/// A contact's customer and digest.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredInteraction {
    pub(crate) customer: CustomerId,
    pub(crate) digest: u64,
}

/// An inbox row; what came is text as a rule, and then stored as text.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredArrival {
    seq: u64,
    id: ArrivalId,
    at: Timestamp,
    failures: u8,
    body: StoredBody,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredBody {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<InboxRow> for StoredArrival {
    fn from(InboxRow { seq, id, at, body, failures }: InboxRow) -> Self {
        let body = String::from_utf8(body)
            .map_or_else(|not_text| StoredBody::Bytes(not_text.into_bytes()), StoredBody::Text);
        Self { seq, id, at, failures, body }
    }
}

impl From<StoredArrival> for InboxRow {
    fn from(StoredArrival { seq, id, at, failures, body }: StoredArrival) -> Self {
        let body = match body {
            StoredBody::Text(text) => text.into_bytes(),
            StoredBody::Bytes(bytes) => bytes,
        };
        Self { seq, id, at, body, failures }
    }
}

/// A dead letter.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredLetter {
    at: Timestamp,
    reason: String,
    what: StoredDead,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredDead {
    Arrival(Box<StoredArrival>),
    Effect(Box<OutboxRow>),
}

impl From<DeadLetter> for StoredLetter {
    fn from(DeadLetter { at, reason, what }: DeadLetter) -> Self {
        let what = match what {
            Dead::Arrival(row) => StoredDead::Arrival(Box::new((*row).into())),
            Dead::Effect(row) => StoredDead::Effect(row),
        };
        Self { at, reason, what }
    }
}

impl From<StoredLetter> for DeadLetter {
    fn from(StoredLetter { at, reason, what }: StoredLetter) -> Self {
        let what = match what {
            StoredDead::Arrival(row) => Dead::Arrival(Box::new((*row).into())),
            StoredDead::Effect(row) => Dead::Effect(row),
        };
        Self { at, reason, what }
    }
}

#[cfg(test)]
mod goldens;
#[cfg(test)]
mod room_samples;
#[cfg(test)]
mod samples;
