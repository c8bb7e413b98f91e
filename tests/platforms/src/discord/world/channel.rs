//! Channels of every kind: of guilds, their threads, and direct messages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Id, Message};
use crate::discord::permissions::Permissions;

/// The kind of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Text in a guild.
    Text,
    /// One person and the bot.
    Dm,
    /// Voice in a guild, with a chat beside it.
    Voice,
    /// A heading over channels.
    Category,
    /// A thread that all who see its parent can read.
    PublicThread,
    /// A thread for its members and for those who manage threads.
    PrivateThread,
    /// A channel that consists of posts, which are threads.
    Forum,
}

impl ChannelKind {
    /// Returns the platform's number of this kind.
    pub fn number(self) -> u64 {
        match self {
            Self::Text => 0,
            Self::Dm => 1,
            Self::Voice => 2,
            Self::Category => 4,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
            Self::Forum => 15,
        }
    }

    /// Tells whether it is a thread.
    pub fn is_thread(self) -> bool {
        matches!(self, Self::PublicThread | Self::PrivateThread)
    }

    /// Tells whether messages can stand in it.
    pub fn holds_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }
}

/// A channel and all that was ever written in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub kind: ChannelKind,
    /// The guild it belongs to; none for direct messages.
    pub guild: Option<Id>,
    /// The category of a channel, or the channel of a thread.
    pub parent: Option<Id>,
    /// Its name; empty for direct messages.
    pub name: String,
    /// What stands above it.
    pub topic: Option<String>,
    /// Its place in the list.
    pub position: i64,
    /// Exceptions from what roles allow, by role or person.
    pub overwrites: BTreeMap<Id, Overwrite>,
    /// The tags that a forum offers.
    pub tags: Vec<Tag>,
    /// What only threads have.
    pub thread: Option<Thread>,
    /// The person of a direct-message channel.
    pub recipient: Option<Id>,
    /// Messages by id, deleted ones included.
    pub messages: BTreeMap<Id, Message>,
    /// Whether it was deleted with all its messages.
    pub deleted: bool,
}

/// An exception from what roles allow, in one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwrite {
    /// Whether it is for one person and not for a role.
    pub is_for_member: bool,
    /// What is allowed here.
    pub allow: Permissions,
    /// What is forbidden here.
    pub deny: Permissions,
}

/// A tag that a forum offers for its posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether only those who manage threads may set it.
    pub moderated: bool,
}

/// What only threads have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Who started it.
    pub owner: Id,
    /// Whether it is put away; writing brings it back unless it is locked.
    pub archived: bool,
    /// Whether only those who manage threads may bring it back.
    pub locked: bool,
    /// Minutes of silence after which it is put away.
    pub auto_archive_minutes: i64,
    /// When it was last put away or brought back, in milliseconds since 1970.
    pub archive_changed_at_ms: i64,
    /// Whether every member may bring in others.
    pub invitable: bool,
    /// Its members and when they came, in milliseconds since 1970.
    pub members: BTreeMap<Id, i64>,
    /// The tags of a forum post.
    pub tags: Vec<Id>,
    /// When it was started, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// When something was last written, in milliseconds since 1970.
    pub last_activity_ms: i64,
}

impl Thread {
    /// Tells whether nothing was written for so long that it is to be put away.
    pub(crate) fn is_due(&self, now_ms: i64) -> bool {
        let waits_ms = self.auto_archive_minutes.saturating_mul(60_000);
        !self.archived && self.last_activity_ms.saturating_add(waits_ms) <= now_ms
    }
}

impl Channel {
    pub(crate) fn new(id: Id, kind: ChannelKind, guild: Option<Id>, name: &str) -> Self {
        Self {
            id,
            kind,
            guild,
            parent: None,
            name: name.to_owned(),
            topic: None,
            position: 0,
            overwrites: BTreeMap::new(),
            tags: Vec::new(),
            thread: None,
            recipient: None,
            messages: BTreeMap::new(),
            deleted: false,
        }
    }

    /// Returns the messages that stand here for everyone, oldest first.
    pub fn shown(&self) -> Vec<&Message> {
        self.messages
            .values()
            .filter(|message| !message.deleted && message.only_for.is_none())
            .collect()
    }

    /// Returns the messages that one person sees here, oldest first: with those for their eyes.
    pub fn shown_to(&self, user: Id) -> Vec<&Message> {
        let is_seen = |message: &&Message| {
            !message.deleted && message.only_for.is_none_or(|reader| reader == user)
        };
        self.messages.values().filter(is_seen).collect()
    }

    /// Returns the messages of one author that stand here for everyone, oldest first.
    pub fn from(&self, author: Id) -> Vec<&Message> {
        self.shown().into_iter().filter(|message| message.author == author).collect()
    }

    /// Tells whether an account is a member of this thread.
    pub fn has_thread_member(&self, user: Id) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.members.contains_key(&user))
    }

    /// Tells whether this is a thread that was put away.
    pub fn is_archived(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.archived)
    }

    /// Tells whether this is a thread that only those who manage threads may bring back.
    pub fn is_locked(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.locked)
    }

    /// Returns the id of the tag of this name.
    pub fn tag_named(&self, name: &str) -> Option<Id> {
        self.tags.iter().find(|tag| tag.name == name).map(|tag| tag.id)
    }
}
