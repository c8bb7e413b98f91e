//! Who and where: identities, places and messages, named without knowing how a platform works.

use serde::{Deserialize, Serialize};

use crate::{grammar, ids::CustomerId};

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
    /// The roles that the platform says they hold, by its own ids; nothing where it has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The platform says that the place of work is theirs: they made the group of the desk, or look
    /// after the server as a whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub founder: bool,
}

impl Actor {
    /// Somebody of whom nothing but the account is known.
    pub fn new(address: Address) -> Self {
        Self {
            address,
            name: None,
            username: None,
            language: None,
            anonymous: false,
            roles: Vec::new(),
            founder: false,
        }
    }
}

/// Whom and what a message names, as its platform knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// People.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Actor>,
    /// Who wrote the message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Box<Actor>>,
    /// The message that it answers is one of ours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answers_us: bool,
    /// Roles of the platform.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<NamedRole>,
    /// The file of the message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Box<FileRef>>,
    /// The customer whom it names, as far as they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
}

/// A role of a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRole {
    /// The platform's id of it.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Named {
    /// Whether nothing is named.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What a message carries, as far as amends needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Words.
    Text(String),
    /// Words, parts of which are emphasised.
    Styled {
        /// The words, without any markup.
        text: String,
        /// What is emphasised.
        marks: Vec<Emphasis>,
    },
    /// A file or a place that the platform can copy.
    Media {
        /// What it is.
        kind: MediaKind,
        /// The words under it.
        caption: Option<String>,
        /// Its files, for a platform that can't copy it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
    },
    /// Something that the platform can't copy.
    Unsupported,
}

impl Content {
    /// The words in it, if any.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Styled { text, .. } => Some(text.as_str()),
            Self::Media { caption, .. } => caption.as_deref(),
            Self::Unsupported => None,
        }
        .filter(|words| !words.is_empty())
    }

    /// The same with the options of a command at their places ([`grammar::in_order`]).
    #[must_use]
    pub fn in_order(self) -> Self {
        let Some(ordered) = self.words().and_then(grammar::in_order) else { return self };
        match self {
            Self::Text(_) => Self::Text(ordered),
            Self::Styled { text, marks } => {
                let marks = moved(&text, &ordered, marks);
                Self::Styled { text: ordered, marks }
            }
            Self::Media { kind, files, .. } => Self::Media { kind, caption: Some(ordered), files },
            Self::Unsupported => Self::Unsupported,
        }
    }

    /// Whether it was written in words that the platform does not let us read.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    /// What is emphasised in its words.
    pub fn marks(&self) -> &[Emphasis] {
        match self {
            Self::Styled { marks, .. } => marks,
            Self::Text(_) | Self::Media { .. } | Self::Unsupported => &[],
        }
    }

    /// Words with what is emphasised in them.
    pub fn styled(text: impl Into<String>, marks: Vec<Emphasis>) -> Self {
        let text = text.into();
        if marks.is_empty() { Self::Text(text) } else { Self::Styled { text, marks } }
    }
}

/// The emphasis in what both texts end with, where it is in the second one.
fn moved(before: &str, after: &str, marks: Vec<Emphasis>) -> Vec<Emphasis> {
    let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let same =
        before.chars().rev().zip(after.chars().rev()).take_while(|(one, other)| one == other);
    let same = u32::try_from(same.count()).unwrap_or(0);
    let (before, after) = (length(before), length(after));
    let within = marks.into_iter().filter(|mark| before - same <= mark.from);
    let shifted = |mark: u32| (mark + after).saturating_sub(before);
    within.map(|it| Emphasis { from: shifted(it.from), to: shifted(it.to), ..it }).collect()
}

/// A part of a text that is emphasised. No markup of any platform: adapters translate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emphasis {
    /// Where it begins, in characters.
    pub from: u32,
    /// Where it ends, in characters: the first one that is no part of it.
    pub to: u32,
    /// How it is emphasised.
    pub style: Style,
}

/// How a part of a text is emphasised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Underlined.
    Underline,
    /// Struck through.
    Strike,
    /// Hidden until somebody wants to see it.
    Spoiler,
    /// A piece of code.
    Code,
    /// A block of code.
    Pre,
    /// A quotation.
    Quote,
    /// A link behind other words.
    Link(String),
}

/// A file on a platform, by the platform's own name for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The platform's id of the file.
    pub id: String,
    /// Its name, as its sender called it: data, never a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its media type, as its sender claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Its size in bytes, as the platform says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
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

/// A press of a button, by the platform's name for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PressRef {
    /// Where it came from.
    pub platform: Platform,
    /// The platform's id of the press.
    pub id: String,
    /// Whether it can be answered where it was given so that nobody else reads it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whispers: bool,
}

impl PressRef {
    /// A press that is only confirmed to whoever gave it.
    pub fn new(platform: Platform, id: impl Into<String>) -> Self {
        Self { platform, id: id.into(), whispers: false }
    }

    /// A press that can be answered where it was given so that nobody else reads it.
    pub fn whispering(platform: Platform, id: impl Into<String>) -> Self {
        Self { whispers: true, ..Self::new(platform, id) }
    }
}
