//! The world as the stand-in keeps it: people, chats, messages and what the bot was told.
//!
//! One set of types serves the tests, the page of the rehearsal and the snapshot on disk.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    clock::Clock,
    telegram::{
        business::{Account, Connection},
        spec::Spec,
        updates::Queue,
    },
};

/// The id of the account behind which anonymous administrators write.
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

/// Everything that exists on this side of the wire.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct World {
    /// Grows with every change.
    pub version: u64,
    /// The bot's own account.
    pub bot: BotAccount,
    /// People by id.
    pub users: BTreeMap<i64, Person>,
    /// Chats by id; a private chat has the id of its person.
    pub chats: BTreeMap<i64, Chat>,
    /// The bot's connections with accounts by id, ended ones included.
    #[serde(default)]
    pub connections: BTreeMap<String, Connection>,
    /// Accounts by the id of their owner, as far as a connected bot may see them.
    #[serde(default)]
    pub accounts: BTreeMap<i64, Account>,
    /// Notices shown after taps, in order.
    pub toasts: Vec<Toast>,
    /// Taps by query id.
    pub taps: BTreeMap<String, Tap>,
    /// Command lists by scope and language, as last set.
    pub commands: BTreeMap<String, Value>,
    /// What was counted.
    pub stats: Stats,
    /// Every call of the bot in order, but empty polls; the oldest fall out beyond the limit.
    #[serde(skip)]
    pub calls: VecDeque<Call>,
    /// Departures from the official specification, on either side.
    #[serde(skip)]
    pub violations: Vec<String>,
    pub(crate) queue: Queue,
    pub(crate) files: BTreeMap<String, StoredFile>,
    pub(crate) counters: Counters,
    #[serde(skip)]
    pub(crate) clock: Clock,
    #[serde(skip)]
    pub(crate) spec: Option<Arc<Spec>>,
}

/// The bot's account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BotAccount {
    /// Its id, the digits before the colon of its token.
    pub id: i64,
    /// Its name without the at sign.
    pub username: String,
    /// Its display name.
    pub name: String,
}

/// A person with an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The account's id.
    pub id: i64,
    /// Shown name.
    pub first_name: String,
    /// Public name without the at sign.
    pub username: Option<String>,
    /// Language of the app.
    pub language_code: Option<String>,
    /// Whether the person ever pressed Start.
    pub started: bool,
    /// Whether the person blocked the bot.
    pub blocked: bool,
    /// Whether the account was deleted.
    pub deactivated: bool,
}

/// The kind of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// One person and the bot.
    Private,
    /// A basic group.
    Group,
    /// A supergroup, with or without topics.
    Supergroup,
}

/// A chat and all that was ever written in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chat {
    /// The chat's id: positive for people, negative for groups.
    pub id: i64,
    /// What it is.
    pub kind: ChatKind,
    /// The group's title; empty in a private chat.
    pub title: String,
    /// Whether topics are on.
    pub is_forum: bool,
    /// What the bot is here.
    pub bot: Standing,
    /// The people here and their roles.
    pub members: BTreeMap<i64, Role>,
    /// Messages by id, deleted ones included.
    pub messages: BTreeMap<i64, Message>,
    /// Topics by id, deleted ones included.
    pub topics: BTreeMap<i64, Topic>,
    /// Where the group went when it was upgraded.
    pub migrated_to: Option<i64>,
    pub(crate) last_message_id: i64,
}

/// What the bot is in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum Standing {
    /// Never there, or left by itself.
    Absent,
    /// Removed by a human.
    Kicked,
    /// An ordinary member, in privacy mode.
    Member,
    /// An administrator with these rights.
    Admin(Rights),
}

/// The administrator rights that matter to a service desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// May create, close and rename topics.
    pub manage_topics: bool,
    /// May pin messages.
    pub pin_messages: bool,
    /// May delete other people's messages and whole topics.
    pub delete_messages: bool,
}

impl Rights {
    /// Every right.
    pub const ALL: Self = Self { manage_topics: true, pin_messages: true, delete_messages: true };
    /// An administrator by name only.
    pub const NONE: Self =
        Self { manage_topics: false, pin_messages: false, delete_messages: false };
}

/// What a person is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Created the group.
    Owner,
    /// Administrator with every right.
    Admin,
    /// Ordinary member.
    Member,
    /// Left, or was never there.
    Left,
    /// Was banned.
    Kicked,
}

/// A topic of a forum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// The topic's id, which is the id of its first message.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The colour of its icon.
    pub icon_color: i64,
    /// Whether it was closed.
    pub closed: bool,
    /// Whether it was deleted with all its messages.
    pub deleted: bool,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who", content = "id")]
pub enum Author {
    /// The bot.
    Bot,
    /// A person.
    Person(i64),
    /// An administrator who hides behind the group.
    AnonymousAdmin,
}

/// What a message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Plain text.
    Text,
    /// A photo.
    Photo,
    /// A file.
    Document,
    /// A voice message.
    Voice,
    /// A sticker.
    Sticker,
    /// A place.
    Location,
    /// A video.
    Video,
    /// A contact.
    Contact,
    /// A notice of the platform itself.
    Service,
}

impl Kind {
    /// Returns the key under which the wire carries it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Voice => "voice",
            Self::Sticker => "sticker",
            Self::Location => "location",
            Self::Video => "video",
            Self::Contact => "contact",
            Self::Service => "service",
        }
    }

    /// Tells whether a text may stand below it.
    pub(crate) fn has_caption(self) -> bool {
        matches!(self, Self::Photo | Self::Document | Self::Voice | Self::Video)
    }
}

/// A yes-or-no property of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Its text was changed.
    Edited,
    /// It is gone from the screen.
    Deleted,
    /// It is pinned.
    Pinned,
    /// It came without a sound.
    Silent,
    /// It can be neither forwarded nor copied.
    Protected,
    /// The app opened a reply to it.
    ForceReply,
    /// It shows no preview of its links.
    NoPreview,
}

/// A message as the app shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The message's id in its chat.
    pub id: i64,
    /// Who wrote it.
    pub from: Author,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What it carries.
    pub kind: Kind,
    /// Its text or caption; empty if it has none.
    pub text: String,
    /// The formatting of `text`, as on the wire.
    pub entities: Vec<Value>,
    /// The attachment or notice, as on the wire.
    pub body: Map<String, Value>,
    /// The buttons below it, row by row.
    pub buttons: Vec<Vec<Button>>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The topic it stands in.
    pub thread_id: Option<i64>,
    /// When its text was last changed.
    pub edited_at_ms: Option<i64>,
    /// Its yes-or-no properties.
    pub marks: BTreeSet<Mark>,
    /// Emoji by the id of the account that put them there.
    pub reactions: BTreeMap<i64, Vec<String>>,
}

impl Message {
    /// Tells whether the message has a property.
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// Tells whether a reader of the chat still sees it.
    pub fn is_shown(&self) -> bool {
        !self.is(Mark::Deleted)
    }

    /// Returns what all buttons say, row after row.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.label.as_str()).collect()
    }

    /// Returns the first button that says exactly this.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons.iter().flatten().find(|button| button.label == label)
    }
}

/// A button below a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads, if it is a link.
    pub url: Option<String>,
    /// What it tells the bot, if it does.
    pub data: Option<String>,
    pub(crate) wire: Value,
}

/// A notice shown to one person after a tap.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Toast {
    /// Who saw it.
    pub user_id: i64,
    /// What it said.
    pub text: String,
    /// Whether it had to be dismissed.
    pub alert: bool,
    /// When it was shown, in milliseconds since 1970.
    pub at_ms: i64,
    /// The tap it answers.
    pub query_id: String,
}

/// A tap of a button.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tap {
    /// Who tapped.
    pub user_id: i64,
    /// In which chat.
    pub chat_id: i64,
    /// On which message.
    pub message_id: i64,
    /// What the bot was told.
    pub data: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Whether the bot answered, so that the button stopped spinning.
    pub answered: bool,
}

/// A call of the bot and what it got back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    /// When it arrived, in milliseconds since 1970.
    pub at_ms: i64,
    /// The method, in the spelling of the documentation.
    pub method: String,
    /// What was sent.
    pub params: Value,
    /// The reply as JSON; null if the call was never carried out.
    pub reply: Value,
    /// The fault that befell the call, if any.
    pub fault: Option<String>,
}

impl Call {
    /// Tells whether the platform did what was asked, even if the bot never learned of it.
    pub fn was_carried_out(&self) -> bool {
        self.reply.get("ok") == Some(&Value::Bool(true))
    }
}

/// What was counted since the world began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Messages of the bot that really arrived in a chat.
    pub deliveries: u64,
    /// Calls refused because of the platform's limits; injected refusals are not counted.
    pub too_many: u64,
    /// The most metered calls in any second.
    pub max_per_second: usize,
    /// The most metered calls to one private chat in any second.
    pub max_per_private_second: usize,
    /// The most metered calls to one group in any minute.
    pub max_per_group_minute: usize,
}

/// A file that someone sent or uploaded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    pub(crate) kind: Kind,
    pub(crate) wire: Value,
    pub(crate) content: Vec<u8>,
}

/// The ids that were handed out.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Counters {
    pub(crate) message: i64,
    pub(crate) query: i64,
    pub(crate) file: i64,
    pub(crate) group: i64,
    #[serde(default)]
    pub(crate) connection: i64,
}

impl Chat {
    pub(crate) fn new(id: i64, kind: ChatKind, title: &str) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            is_forum: false,
            bot: Standing::Member,
            members: BTreeMap::new(),
            messages: BTreeMap::new(),
            topics: BTreeMap::new(),
            migrated_to: None,
            // The first message of a supergroup says that it was created; General has its id.
            last_message_id: i64::from(kind == ChatKind::Supergroup),
        }
    }

    /// Returns the messages on the screen, oldest first; `thread` narrows to one topic.
    pub fn shown(&self, thread: Option<i64>) -> Vec<&Message> {
        self.messages
            .values()
            .filter(|message| {
                message.is_shown() && (thread.is_none() || message.thread_id == thread)
            })
            .collect()
    }

    /// Returns the bot's messages on the screen, oldest first, without notices.
    pub fn from_bot(&self) -> Vec<&Message> {
        let of_bot = |message: &&Message| {
            message.from == Author::Bot && message.is_shown() && message.kind != Kind::Service
        };
        self.messages.values().filter(of_bot).collect()
    }

    /// Returns the topic of this name that was not deleted.
    pub fn topic_named(&self, name: &str) -> Option<&Topic> {
        self.topics.values().find(|topic| topic.name == name && !topic.deleted)
    }

    pub(crate) fn rights(&self) -> Option<Rights> {
        match self.bot {
            Standing::Admin(rights) => Some(rights),
            Standing::Absent | Standing::Kicked | Standing::Member => None,
        }
    }

    pub(crate) fn role(&self, user: i64) -> Role {
        self.members.get(&user).copied().unwrap_or(Role::Left)
    }
}
