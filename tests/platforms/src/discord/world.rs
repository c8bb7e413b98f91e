//! The world as the stand-in keeps it: people, guilds, channels, messages and interactions.
//!
//! One set of types serves the tests, the page of the rehearsal and the snapshot on disk.

mod channel;
mod dispatch;
mod guild;
mod hex;
mod id;
mod interaction;
mod message;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::spec::Spec;
use crate::clock::Clock;

pub use channel::{Channel, ChannelKind, Overwrite, Tag, Thread};
pub(crate) use dispatch::{Dispatch, Intents, hide_content};
pub use guild::{Guild, Member, Role};
pub use id::Id;
pub(crate) use interaction::{ANSWER_WITHIN_MS, TOKEN_LIVES_MS};
pub use interaction::{Answer, AnswerKind, Interaction, InteractionKind, Seen};
pub use message::{Attachment, Button, Message, MessageKind, Reaction, Sticker};

/// Everything that exists on this side of the wire.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct World {
    /// Grows with every change.
    pub version: u64,
    /// The bot's own account and application.
    pub application: Application,
    /// People by id.
    pub users: BTreeMap<Id, User>,
    /// Guilds by id.
    pub guilds: BTreeMap<Id, Guild>,
    /// Channels, threads and direct messages by id, deleted ones included.
    pub channels: BTreeMap<Id, Channel>,
    /// Interactions by id.
    pub interactions: BTreeMap<Id, Interaction>,
    /// Commands by guild as the bot registered them, as on the wire with ids; the global ones
    /// stand under none, written as id 0.
    pub commands: BTreeMap<Id, Vec<Value>>,
    /// What was counted.
    pub stats: Stats,
    /// Every REST call of the bot in order; the oldest fall out beyond the limit.
    #[serde(skip)]
    pub calls: VecDeque<Call>,
    /// Departures from the official specification, on either side.
    #[serde(skip)]
    pub violations: Vec<String>,
    /// Contents of files by attachment id.
    pub(crate) files: BTreeMap<Id, StoredFile>,
    /// The messages that were made with a nonce, by channel and nonce.
    pub(crate) nonces: VecDeque<Nonce>,
    /// When direct messages were opened with someone new, in milliseconds since 1970.
    pub(crate) dms_opened_at_ms: VecDeque<i64>,
    /// When the bot started a session of the gateway, in milliseconds since 1970.
    pub(crate) identified_at_ms: VecDeque<i64>,
    pub(crate) counter: u64,
    /// What the gateway is yet to take.
    #[serde(skip)]
    pub(crate) dispatches: VecDeque<Dispatch>,
    #[serde(skip)]
    pub(crate) clock: Clock,
    #[serde(skip)]
    pub(crate) spec: Option<Arc<Spec>>,
    /// Where attachments are served, without a slash at the end.
    #[serde(skip)]
    pub(crate) base_url: String,
    /// How many direct messages may be opened in ten minutes before the platform objects.
    #[serde(skip)]
    pub(crate) dm_allowance: usize,
    /// How many threads of a guild may be open at once.
    #[serde(skip)]
    pub(crate) most_active_threads: usize,
    /// Words in lower case that no name may contain.
    pub(crate) forbidden_words: Vec<String>,
}

/// The bot's account and application, which have one id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Application {
    /// The id.
    pub id: Id,
    /// The bot's name.
    pub username: String,
    /// Whether the owner switched on that it may read what people write in guilds.
    pub message_content: bool,
    /// Whether the owner switched on that it may list members.
    pub guild_members: bool,
}

/// A person with an account, or another bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    /// The account's id.
    pub id: Id,
    /// The unique name.
    pub username: String,
    /// The shown name.
    pub global_name: Option<String>,
    /// The language of the app.
    pub locale: String,
    /// Whether it is another bot.
    pub is_bot: bool,
    /// Whether members of shared guilds may write to the person.
    pub dms_open: bool,
    /// Whether the person blocked the bot.
    pub blocked: bool,
}

impl User {
    /// Returns the name that others see.
    pub fn shown_name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.username)
    }
}

/// A REST call of the bot and what it got back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    /// When it arrived, in milliseconds since 1970.
    pub at_ms: i64,
    /// The method, as in `POST`.
    pub method: String,
    /// The path behind the version, with ids in it.
    pub path: String,
    /// The path as the documentation writes it.
    pub route: String,
    /// What was sent.
    pub body: Value,
    /// The status of the answer; 0 if the call was never carried out.
    pub status: u16,
    /// The answer; null if there was none.
    pub reply: Value,
    /// The fault that befell the call, if any.
    pub fault: Option<String>,
}

impl Call {
    /// Tells whether the platform did what was asked, even if the bot never learned of it.
    pub fn was_carried_out(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// What was counted since the world began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Messages of the bot that really stand somewhere.
    pub deliveries: u64,
    /// Calls refused because of the platform's limits; injected refusals are not counted.
    pub too_many: u64,
    /// The most metered calls in any second.
    pub max_per_second: usize,
    /// The most invalid requests, which are those answered 401, 403 or 429, in any ten minutes.
    pub max_invalid: usize,
    /// All invalid requests.
    pub invalid: u64,
    /// Gateway connections that identified.
    pub identifies: u64,
    /// Gateway connections that resumed.
    pub resumes: u64,
    /// Channels for direct messages that were opened anew.
    pub dms_opened: u64,
    /// The most direct messages opened anew in any ten minutes.
    pub max_dms_opened: usize,
}

/// A file that someone attached.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    pub(crate) filename: String,
    pub(crate) content_type: String,
    #[serde(with = "hex")]
    pub(crate) bytes: Vec<u8>,
}

/// A nonce that is remembered for a few minutes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Nonce {
    pub(crate) channel: Id,
    pub(crate) text: Value,
    pub(crate) message: Id,
    pub(crate) at_ms: i64,
}

impl World {
    /// Returns the present moment in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Returns a channel, thread or direct-message channel that was not deleted.
    pub fn channel(&self, id: Id) -> Option<&Channel> {
        self.channels.get(&id).filter(|channel| !channel.deleted)
    }

    pub(crate) fn channel_mut(&mut self, id: Id) -> Option<&mut Channel> {
        self.channels.get_mut(&id).filter(|channel| !channel.deleted)
    }

    /// Returns a message that was not deleted.
    pub fn message(&self, channel: Id, message: Id) -> Option<&Message> {
        self.channel(channel)?.messages.get(&message).filter(|message| !message.deleted)
    }

    pub(crate) fn message_mut(&mut self, channel: Id, message: Id) -> Option<&mut Message> {
        self.channel_mut(channel)?.messages.get_mut(&message).filter(|message| !message.deleted)
    }

    /// Returns the channel of direct messages between a person and the bot, if one was opened.
    pub fn dm_with(&self, user: Id) -> Option<&Channel> {
        self.channels.values().find(|channel| channel.recipient == Some(user))
    }

    /// Returns the channel or thread of this name that was not deleted, the newest if there are
    /// several.
    pub fn channel_named(&self, name: &str) -> Option<&Channel> {
        self.channels.values().rev().find(|channel| channel.name == name && !channel.deleted)
    }

    /// Returns the threads under a channel that were not deleted, oldest first.
    pub fn threads_of(&self, parent: Id) -> Vec<&Channel> {
        let is_thread = |channel: &&Channel| {
            channel.kind.is_thread() && channel.parent == Some(parent) && !channel.deleted
        };
        self.channels.values().filter(is_thread).collect()
    }

    /// Returns the bot's account.
    pub fn bot(&self) -> Id {
        self.application.id
    }

    /// Tells whether an account and the bot share a guild.
    pub fn shares_guild(&self, user: Id) -> bool {
        let bot = self.bot();
        self.guilds
            .values()
            .any(|guild| guild.members.contains_key(&user) && guild.members.contains_key(&bot))
    }

    /// Makes an id of now, greater than all before.
    pub(crate) fn new_id(&mut self) -> Id {
        self.counter += 1;
        Id::at(self.now_ms(), self.counter)
    }

    /// Tells whether time alone changed something that nobody was told of.
    pub(crate) fn is_something_due(&self) -> bool {
        let now_ms = self.now_ms();
        let fails_now = |interaction: &Interaction| {
            let deadline_ms = interaction.at_ms.saturating_add(ANSWER_WITHIN_MS);
            interaction.answer.is_none()
                && deadline_ms <= now_ms
                && now_ms < deadline_ms.saturating_add(1000)
        };
        let is_due = |channel: &Channel| {
            !channel.deleted && channel.thread.as_ref().is_some_and(|it| it.is_due(now_ms))
        };
        self.interactions.values().any(fails_now) || self.channels.values().any(is_due)
    }

    /// Returns the content of an attached file.
    pub fn file(&self, attachment: Id) -> Option<&[u8]> {
        self.files.get(&attachment).map(|file| file.bytes.as_slice())
    }
}
