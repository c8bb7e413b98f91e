//! Who and where: identities, places and messages, named without knowing how a platform works.

use serde::{Deserialize, Serialize};

/// A chat platform. The core tells them apart and knows nothing else about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Telegram.
    Telegram,
    /// Discord.
    Discord,
}

impl Platform {
    /// The name used in configuration, keys and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Discord => "discord",
        }
    }

    /// Reads the name used in configuration.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "telegram" => Some(Self::Telegram),
            "discord" => Some(Self::Discord),
            _ => None,
        }
    }
}

/// A person's account: always the platform's own numeric id, never a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The platform the account lives on.
    pub platform: Platform,
    /// The platform's id of the account.
    pub account: String,
}

impl Address {
    /// An account on a platform.
    pub fn new(platform: Platform, account: impl Into<String>) -> Self {
        Self { platform, account: account.into() }
    }
}

/// A place where messages can stand: a chat, or a thread (topic) of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The platform of the chat.
    pub platform: Platform,
    /// The platform's id of the chat.
    pub chat: String,
    /// The platform's id of the thread, if the place is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
}

impl Place {
    /// A whole chat.
    pub fn chat(platform: Platform, chat: impl Into<String>) -> Self {
        Self { platform, chat: chat.into(), thread: None }
    }

    /// A thread of this place's chat.
    #[must_use]
    pub fn thread(&self, thread: impl Into<String>) -> Self {
        Self { platform: self.platform, chat: self.chat.clone(), thread: Some(thread.into()) }
    }
}

/// One message on a platform.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    /// Where it stands.
    pub place: Place,
    /// The platform's id of the message in that chat.
    pub id: String,
}

impl MessageRef {
    /// Whether it is the same message: platforms count messages by chat, and no longer tell the
    /// thread of an old one.
    pub fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.place.platform == other.place.platform
            && self.place.chat == other.place.chat
    }
}

/// A person as a platform shows them, at the moment they did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Their account.
    pub address: Address,
    /// The name shown; display only, never identity.
    pub name: Option<String>,
    /// The user name without `@`; display and mentions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The language of their app, as the platform reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// They write in the name of the group, so nobody can tell who they are.
    #[serde(default)]
    pub anonymous: bool,
}

/// What a message carries, as far as amends needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Words.
    Text(String),
    /// A file or a place that the platform can copy.
    Media {
        /// What it is.
        kind: MediaKind,
        /// The words under it.
        caption: Option<String>,
    },
    /// Something that the platform can't copy.
    Unsupported,
}

impl Content {
    /// The words in it, if any.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media { caption, .. } => caption.as_deref(),
            Self::Unsupported => None,
        }
    }
}

/// Kinds of media that are relayed by the platform's own copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture.
    Photo,
    /// A file.
    Document,
    /// A voice message.
    Voice,
    /// A sticker.
    Sticker,
    /// A point on the map.
    Location,
    /// A film.
    Video,
    /// Music or another sound file.
    Audio,
    /// A contact card.
    Contact,
}
