//! What the gateway brings, as it is stored: the event as Discord told it, and what was known around
//! it at that moment, so that reading it later needs nothing else.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One event with what was known around it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Discord's name of the event, such as `MESSAGE_CREATE`.
    pub t: String,
    /// What Discord told.
    pub d: Value,
    /// The channel of the thread that it is about; nothing if it is about no thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What was known around it.
    #[serde(default)]
    pub around: Around,
}

/// What was known around an event when it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// The channel or thread it happened in, as it is from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The channel above that thread, or the category above that channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Channel>,
    /// The channel or thread as it was before: for events that change or delete it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Channel>,
    /// The voice channel that somebody left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// The voice channels that somebody who is in one left a moment ago, the last one last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_lately: Vec<String>,
    /// It was missed when it happened, and fetched later.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_late: bool,
}

/// A channel or thread, as far as it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: String,
    /// Discord's number for its kind: 0 text, 1 direct message, 2 voice, 4 category, 11 public
    /// thread, 12 private thread, 15 forum.
    pub kind: u8,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The server it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild: Option<String>,
    /// The channel above a thread, the category above a channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<String>,
    /// Who opened the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The last message in it; it may be deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message: Option<String>,
    /// The thread is archived.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_archived: bool,
    /// The thread is locked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_locked: bool,
    /// When the thread was last archived or opened again, as Discord writes times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive_changed_at: Option<String>,
    /// After how many quiet minutes the thread archives itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_archive_minutes: Option<u32>,
    /// The tags of a forum post, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The tags that a forum offers: their names by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub offered_tags: BTreeMap<String, String>,
    /// Members who were let into the channel one by one, as ticket bots do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// People who wrote in the thread, the first first, as far as it was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
}

/// Somebody who wrote in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The id of the account.
    pub user: String,
    /// The ids of their roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

/// A voice channel that somebody left, or moved away from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Which one.
    pub channel: String,
    /// Since when they were there, in milliseconds since 1970, as far as it was seen.
    pub since: i64,
    /// When they left, in milliseconds since 1970.
    #[serde(default)]
    pub until: i64,
    /// Who else was there when they left, and before that those who had been there long enough to
    /// have served them, the last one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Companion>,
}

/// Somebody else in a voice channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// The id of the account.
    pub user: String,
    /// The ids of their roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Since when they were there, in milliseconds since 1970, as far as it was seen.
    pub since: i64,
    /// Until when the two were together, in milliseconds since 1970; nothing: until now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

impl Envelope {
    /// What is stored.
    ///
    /// # Panics
    ///
    /// Never: its keys are texts.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an envelope has only keys that are text")
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What people wrote and the tokens of interactions are in the rest.
        f.debug_struct("Envelope").field("t", &self.t).finish_non_exhaustive()
    }
}

impl Channel {
    /// Reads a channel or thread as Discord writes it.
    pub fn read(d: &Value) -> Option<Self> {
        let thread = &d["thread_metadata"];
        Some(Self {
            id: text(&d["id"])?,
            kind: d["type"].as_u64().and_then(|kind| u8::try_from(kind).ok())?,
            name: text(&d["name"]),
            guild: text(&d["guild_id"]),
            above: text(&d["parent_id"]),
            owner: text(&d["owner_id"]),
            last_message: text(&d["last_message_id"]),
            is_archived: thread["archived"].as_bool().unwrap_or_default(),
            is_locked: thread["locked"].as_bool().unwrap_or_default(),
            archive_changed_at: text(&thread["archive_timestamp"]),
            auto_archive_minutes: thread["auto_archive_duration"]
                .as_u64()
                .and_then(|minutes| u32::try_from(minutes).ok()),
            tags: texts(&d["applied_tags"]),
            offered_tags: offered_tags(&d["available_tags"]),
            members: members(&d["permission_overwrites"]),
            authors: Vec::new(),
        })
    }

    /// Whether it is a thread.
    pub fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }

    /// Adds who wrote in it, unless that is known.
    pub(crate) fn know_authors(&mut self, authors: &[Author]) {
        if self.authors.is_empty() {
            authors.clone_into(&mut self.authors);
        }
    }

    /// The channel above it, if it is a thread.
    pub fn thread_parent(&self) -> Option<&str> {
        self.above.as_deref().filter(|_| self.is_thread())
    }
}

fn offered_tags(d: &Value) -> BTreeMap<String, String> {
    let tags = d.as_array().into_iter().flatten();
    tags.filter_map(|tag| Some((text(&tag["id"])?, text(&tag["name"])?))).collect()
}

fn members(d: &Value) -> Vec<String> {
    const MEMBER: u64 = 1;
    let overwrites = d.as_array().into_iter().flatten();
    let members = overwrites.filter(|one| one["type"].as_u64() == Some(MEMBER));
    members.filter_map(|one| text(&one["id"])).collect()
}

/// Reads a text, which every id is.
pub(crate) fn text(d: &Value) -> Option<String> {
    d.as_str().map(ToOwned::to_owned)
}

/// Reads a list of texts.
pub(crate) fn texts(d: &Value) -> Vec<String> {
    d.as_array().into_iter().flatten().filter_map(text).collect()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands in a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn thread_is_read() {
        let thread = Channel::read(&json!({
            "id": "12", "type": 12, "name": "R-1043", "guild_id": "1", "parent_id": "3",
            "owner_id": "7", "last_message_id": null, "applied_tags": ["5"],
            "thread_metadata": { "archived": true, "locked": true, "auto_archive_duration": 10080,
                "archive_timestamp": "2026-11-16T09:20:00Z" }
        }))
        .unwrap();
        assert_eq!(thread.thread_parent(), Some("3"));
        assert!(thread.is_archived && thread.is_locked && thread.last_message.is_none());
        assert_eq!((thread.auto_archive_minutes, thread.tags), (Some(10080), vec!["5".to_owned()]));
    }

    #[test]
    fn category_above_a_channel_is_no_thread_parent() {
        let channel = Channel::read(&json!({ "id": "3", "type": 0, "parent_id": "2" })).unwrap();
        assert_eq!((channel.thread_parent(), channel.above.as_deref()), (None, Some("2")));
        assert_eq!(Channel::read(&json!({ "id": "3" })), None);
    }

    #[test]
    fn envelope_comes_back_from_the_store() {
        let around = Around { is_late: true, ..Around::default() };
        let (t, parent) = ("MESSAGE_CREATE".to_owned(), Some("3".to_owned()));
        let envelope = Envelope { t, d: json!({ "content": "canary" }), parent, around };
        assert_eq!(serde_json::from_slice::<Envelope>(&envelope.to_bytes()).unwrap(), envelope);
        assert!(!format!("{envelope:?}").contains("canary"));
    }
}
