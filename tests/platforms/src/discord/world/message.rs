//! Messages and what hangs on them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Id;

/// A message as the app shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// The account that wrote it.
    pub author: Id,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What sort of message it is.
    pub kind: MessageKind,
    /// Its text; empty if it has none.
    pub content: String,
    /// Files that came with it.
    pub attachments: Vec<Attachment>,
    /// Stickers that came with it.
    pub stickers: Vec<Sticker>,
    /// Rich blocks below it, as on the wire.
    pub embeds: Vec<Value>,
    /// The rows of buttons and menus below it, as on the wire with their numbers.
    pub components: Vec<Value>,
    /// The message it answers.
    pub reply_to: Option<Id>,
    /// What it pinged: people.
    pub pinged_users: BTreeSet<Id>,
    /// What it pinged: roles.
    pub pinged_roles: BTreeSet<Id>,
    /// Whether it pinged everyone.
    pub pinged_everyone: bool,
    /// Emoji with the accounts that put them there, in the order of their first use.
    pub reactions: Vec<Reaction>,
    /// When its text was last changed, in milliseconds since 1970.
    pub edited_at_ms: Option<i64>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether it is gone.
    pub deleted: bool,
    /// The one person who sees it, if it is an ephemeral answer.
    pub only_for: Option<Id>,
    /// Whether it is only a promise: the app shows that the bot is thinking.
    pub thinking: bool,
    /// Whether link previews are off.
    pub without_previews: bool,
    /// Whether it came without a notification.
    pub silent: bool,
    /// The thread that was started from it.
    pub thread: Option<Id>,
    /// The interaction that it answers.
    pub interaction: Option<Id>,
    /// The nonce with which the bot sent it.
    pub nonce: Option<Value>,
}

/// The sort of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Written.
    Default,
    /// Written in reply to another.
    Reply,
    /// The answer to a slash command.
    Command,
    /// The answer to a menu over a person or message.
    Menu,
    /// A notice that someone was added to a thread.
    RecipientAdd,
    /// A notice that someone left a thread or was removed.
    RecipientRemove,
    /// A notice that a thread has a new name.
    NameChange,
    /// A notice that a message was pinned.
    Pinned,
    /// A notice that a thread was started.
    ThreadCreated,
    /// The first line of a thread that was started from a message.
    ThreadStarter,
    /// A notice that someone joined the guild.
    Join,
}

impl MessageKind {
    /// Returns the platform's number of this kind.
    pub fn number(self) -> u64 {
        match self {
            Self::Default => 0,
            Self::RecipientAdd => 1,
            Self::RecipientRemove => 2,
            Self::NameChange => 4,
            Self::Pinned => 6,
            Self::Join => 7,
            Self::ThreadCreated => 18,
            Self::Reply => 19,
            Self::Command => 20,
            Self::ThreadStarter => 21,
            Self::Menu => 23,
        }
    }

    /// Tells whether somebody wrote it, rather than the platform.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Default | Self::Reply | Self::Command | Self::Menu)
    }
}

/// A file on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub filename: String,
    /// What it shows, in words.
    pub description: Option<String>,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Whether it is a voice message.
    pub is_voice: bool,
}

/// A sticker on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sticker {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// An emoji on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// Who put it there.
    pub users: BTreeSet<Id>,
}

/// A button below a message, taken from its wire form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button<'a> {
    /// What it says.
    pub label: &'a str,
    /// What it tells the bot, if it does.
    pub custom_id: Option<&'a str>,
    /// Where it leads, if it is a link.
    pub url: Option<&'a str>,
    /// Whether it cannot be pressed.
    pub disabled: bool,
    /// The platform's number of its colour.
    pub style: u64,
}

impl Message {
    /// Returns all buttons, row after row.
    pub fn buttons(&self) -> Vec<Button<'_>> {
        const BUTTON: u64 = 2;
        let rows = self.components.iter().filter_map(|row| row["components"].as_array());
        let parts = rows.flatten().filter(|part| part["type"].as_u64() == Some(BUTTON));
        parts
            .map(|part| Button {
                label: part["label"]
                    .as_str()
                    .or_else(|| part["emoji"]["name"].as_str())
                    .unwrap_or_default(),
                custom_id: part["custom_id"].as_str(),
                url: part["url"].as_str(),
                disabled: part["disabled"] == Value::Bool(true),
                style: part["style"].as_u64().unwrap_or(0),
            })
            .collect()
    }

    /// Returns what all buttons say, row after row.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons().into_iter().map(|button| button.label).collect()
    }

    /// Returns the reactions as emoji with their numbers.
    pub fn reaction_counts(&self) -> BTreeMap<&str, usize> {
        self.reactions.iter().map(|it| (it.emoji.as_str(), it.users.len())).collect()
    }

    /// Tells whether an account put this emoji here.
    pub fn has_reaction(&self, emoji: &str, user: Id) -> bool {
        self.reactions.iter().any(|it| it.emoji == emoji && it.users.contains(&user))
    }
}
