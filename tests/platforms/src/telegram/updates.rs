//! The queue of updates: what the bot wants to hear, how long it is kept, what was confirmed.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::world::World;

const FIRST_UPDATE_ID: i64 = 640_000_001;
const TAP_LIVES_MS: i64 = 150_000;
const OTHERS_LIVE_MS: i64 = 86_400_000;
/// What the platform sends only if it is asked for by name.
const OFF_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Updates that were not confirmed yet.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Queue {
    next_id: i64,
    /// The kinds asked for; none means the default.
    allowed: Vec<String>,
    items: VecDeque<Update>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Update {
    id: i64,
    expires_ms: i64,
    body: Value,
}

impl Default for Queue {
    fn default() -> Self {
        Self { next_id: FIRST_UPDATE_ID, allowed: Vec::new(), items: VecDeque::new() }
    }
}

impl Queue {
    /// Remembers which kinds the bot wants from now on.
    pub(crate) fn allow(&mut self, kinds: Vec<String>) {
        self.allowed = kinds;
    }

    pub(crate) fn allowed(&self) -> &[String] {
        &self.allowed
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    fn wants(&self, kind: &str) -> bool {
        if self.allowed.is_empty() {
            return !OFF_BY_DEFAULT.contains(&kind);
        }
        self.allowed.iter().any(|allowed| allowed == kind)
    }

    /// Confirms everything below `offset`, forgets what is too old, and returns what is left.
    ///
    /// An offset beyond the end of the queue confirms nothing: the platform then starts over at
    /// the head.
    pub(crate) fn fetch(&mut self, offset: i64, limit: usize, now_ms: i64) -> Vec<Value> {
        self.items.retain(|update| now_ms < update.expires_ms);
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            while keep < self.items.len() {
                self.items.pop_front();
            }
        } else if offset <= self.next_id {
            self.items.retain(|update| offset <= update.id);
        }
        self.items.iter().take(limit).map(|update| update.body.clone()).collect()
    }
}

impl World {
    /// How many updates the bot has not confirmed yet.
    pub fn updates_waiting(&self) -> usize {
        self.queue.len()
    }

    /// Queues an update if the bot wants its kind.
    pub(crate) fn emit(&mut self, kind: &str, body: Value) {
        if !self.queue.wants(kind) {
            return;
        }
        let id = self.queue.next_id;
        self.queue.next_id += 1;
        let lives_ms = if kind == "callback_query" { TAP_LIVES_MS } else { OTHERS_LIVE_MS };
        let mut update = json!({ "update_id": id });
        update[kind] = body;
        if let Some(spec) = self.spec.clone() {
            self.violations.extend(spec.check_update(&update));
        }
        let expires_ms = self.now_ms() + lives_ms;
        self.queue.items.push_back(Update { id, expires_ms, body: update });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(ids: std::ops::Range<i64>) -> Queue {
        let items = ids.clone().map(|id| Update { id, expires_ms: 100, body: json!(id) }).collect();
        Queue { next_id: ids.end, allowed: Vec::new(), items }
    }

    #[test]
    fn offset_confirms_what_lies_below_it() {
        let mut queue = queue(5..9);
        assert_eq!(queue.fetch(7, 100, 0), [json!(7), json!(8)]);
        assert_eq!(queue.fetch(0, 1, 0), [json!(7)]);
    }

    #[test]
    fn offset_beyond_the_end_starts_over() {
        assert_eq!(queue(5..7).fetch(99, 100, 0), [json!(5), json!(6)]);
    }

    #[test]
    fn negative_offset_forgets_all_but_the_last() {
        assert_eq!(queue(5..9).fetch(-1, 100, 0), [json!(8)]);
    }

    #[test]
    fn old_updates_are_forgotten() {
        assert_eq!(queue(5..9).fetch(0, 100, 100), Vec::<Value>::new());
    }

    #[test]
    fn reactions_come_only_on_request() {
        let mut queue = queue(5..5);
        assert!(queue.wants("message") && !queue.wants("message_reaction"));
        queue.allow(vec!["message_reaction".to_owned()]);
        assert!(!queue.wants("message") && queue.wants("message_reaction"));
    }
}
