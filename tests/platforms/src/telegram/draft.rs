//! Messages before they have an id.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::world::{Button, Kind, Mark};

/// What is about to become a message.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
    pub(crate) body: Map<String, Value>,
    pub(crate) buttons: Vec<Vec<Button>>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) thread_id: Option<i64>,
    pub(crate) marks: BTreeSet<Mark>,
}

impl Draft {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            text: String::new(),
            entities: Vec::new(),
            body: Map::new(),
            buttons: Vec::new(),
            reply_to: None,
            thread_id: None,
            marks: BTreeSet::new(),
        }
    }

    /// Returns a notice of the platform, with one key on the wire.
    pub(crate) fn service(key: &str, body: Value, thread_id: Option<i64>) -> Self {
        let mut draft = Self::new(Kind::Service);
        draft.body.insert(key.to_owned(), body);
        draft.thread_id = thread_id;
        draft
    }
}
