//! What people write, change, delete and react with.

use serde::{Deserialize, Serialize};

use super::{People, Refused, refused};
use crate::discord::{
    content::LARGEST_FILE,
    mentions::Pings,
    methods::is_emoji,
    permissions::Permissions,
    posting::Draft,
    world::{Id, MessageKind, Sticker, World},
};

const LONGEST_TEXT: usize = 2000;

/// Something a person sends.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    /// The text, which may be empty beside files.
    #[serde(default)]
    pub text: String,
    /// Files beside it.
    #[serde(default)]
    pub files: Vec<File>,
    /// The message to answer.
    #[serde(default)]
    pub reply_to: Option<Id>,
    /// The name of a sticker beside it.
    #[serde(default)]
    pub sticker: Option<String>,
    /// Whether the answered person is not pinged.
    #[serde(default)]
    pub without_ping: bool,
    /// The id of the first message of a post, which is that of its thread.
    #[serde(skip)]
    pub(super) id: Option<Id>,
}

/// A file that a person sends.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    #[serde(default)]
    pub bytes: Vec<u8>,
    /// Whether it is a voice message.
    #[serde(default)]
    pub is_voice: bool,
}

impl File {
    /// A small file with synthetic content.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bytes: format!("synthetic {name}").into_bytes(),
            is_voice: false,
        }
    }

    /// A file of this size.
    pub fn of_size(name: &str, bytes: usize) -> Self {
        Self { name: name.to_owned(), bytes: vec![b'x'; bytes], is_voice: false }
    }

    /// A voice message.
    pub fn voice() -> Self {
        Self { is_voice: true, ..Self::named("voice-message.ogg") }
    }
}

impl Line {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A file with a text, which may be empty.
    pub fn file(file: File, text: impl Into<String>) -> Self {
        Self { text: text.into(), files: vec![file], ..Self::default() }
    }

    /// A sticker.
    pub fn sticker(name: &str) -> Self {
        Self { sticker: Some(name.to_owned()), ..Self::default() }
    }

    /// Answers a message, and pings its author.
    #[must_use]
    pub fn replying_to(mut self, message: Id) -> Self {
        self.reply_to = Some(message);
        self
    }

    /// Switches the ping of the answered person off.
    #[must_use]
    pub fn without_ping(mut self) -> Self {
        self.without_ping = true;
        self
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl People {
    /// Writes into a channel, thread or direct messages, and returns the message.
    pub fn write(&self, user: Id, channel: Id, line: impl Into<Line>) -> Result<Id, Refused> {
        let line = line.into();
        self.act(|world| world.write(user, channel, &line))
    }

    /// Writes to the bot in direct messages, and returns the message.
    pub fn write_dm(&self, user: Id, line: impl Into<Line>) -> Result<Id, Refused> {
        let line = line.into();
        self.act(|world| {
            world.user_mut(user)?;
            let channel = world.make_dm(user);
            world.write(user, channel, &line)
        })
    }

    /// Changes the text of one's own message.
    pub fn edit(&self, user: Id, channel: Id, message: Id, text: &str) -> Result<(), Refused> {
        self.act(|world| {
            if world.message_seen_by(user, channel, message)?.author != user {
                return refused("only one's own messages can be edited");
            }
            if world.seen_by(user, channel)?.is_archived() {
                return refused("the thread was put away");
            }
            let at_ms = world.now_ms();
            let found = world.seen_by(user, channel)?;
            let named = world.pinged(found, user, text, None, &Pings::all(true));
            let Some(own) = world.message_mut(channel, message) else { return Ok(()) };
            text.clone_into(&mut own.content);
            own.edited_at_ms = Some(at_ms);
            (own.pinged_users, own.pinged_roles) = (named.users, named.roles);
            world.announce("MESSAGE_UPDATE", channel, message);
            Ok(())
        })
    }

    /// Deletes one's own message, or another's with the permission for it; an ephemeral message
    /// is only dismissed.
    pub fn delete(&self, user: Id, channel: Id, message: Id) -> Result<(), Refused> {
        self.act(|world| {
            let found = world.message_seen_by(user, channel, message)?;
            if found.author != user && found.only_for.is_none() {
                world.allowed(user, channel, Permissions::MANAGE_MESSAGES)?;
                if world.seen_by(user, channel)?.guild.is_none() {
                    return refused("in direct messages only one's own can be deleted");
                }
            }
            world.retract(channel, message);
            Ok(())
        })
    }

    /// Puts an emoji on a message.
    pub fn react(&self, user: Id, channel: Id, message: Id, emoji: &str) -> Result<(), Refused> {
        self.set_reaction(user, channel, message, emoji, true)
    }

    /// Takes one's emoji from a message.
    pub fn unreact(&self, user: Id, channel: Id, message: Id, emoji: &str) -> Result<(), Refused> {
        self.set_reaction(user, channel, message, emoji, false)
    }

    fn set_reaction(
        &self,
        user: Id,
        channel: Id,
        message: Id,
        emoji: &str,
        is_on: bool,
    ) -> Result<(), Refused> {
        self.act(|world| {
            let found = world.message_seen_by(user, channel, message)?;
            if found.only_for.is_some() {
                return refused("the app offers no reactions to what only one person sees");
            }
            let is_new = !found.reactions.iter().any(|it| it.emoji == emoji);
            if is_on && is_new {
                world.allowed(user, channel, Permissions::ADD_REACTIONS)?;
            }
            if !is_emoji(emoji) {
                return refused("the app does not offer such a reaction");
            }
            if world.seen_by(user, channel)?.is_archived() {
                return refused("the thread was put away");
            }
            world.set_reaction(channel, message, user, emoji, is_on);
            Ok(())
        })
    }

    /// Pins a message, or unpins it.
    pub fn pin(&self, user: Id, channel: Id, message: Id, on: bool) -> Result<(), Refused> {
        self.act(|world| {
            world.message_seen_by(user, channel, message)?;
            world.allowed(user, channel, Permissions::PIN_MESSAGES)?;
            if world.pin(channel, message, user, on) {
                return Ok(());
            }
            refused("the app does not offer to pin this")
        })
    }
}

impl World {
    pub(super) fn write(&mut self, user: Id, channel: Id, line: &Line) -> Result<Id, Refused> {
        self.check_writing(user, channel, line)?;
        let mut draft = Draft { id: line.id, ..Draft::text(line.text.trim()) };
        if let Some(name) = &line.sticker {
            draft.stickers.push(Sticker { id: self.new_id(), name: name.clone() });
        }
        if let Some(answered) = line.reply_to {
            let found = self.message_seen_by(user, channel, answered)?;
            if !found.kind.is_written() {
                return refused("the app does not offer to answer a notice");
            }
            (draft.kind, draft.reply_to) = (MessageKind::Reply, Some(answered));
            draft.pings = Pings::all(!line.without_ping);
        }
        for file in &line.files {
            let mut stored = self.store(&file.name, None, &file.bytes);
            stored.is_voice = file.is_voice;
            draft.attachments.push(stored);
        }
        Ok(self.post(channel, user, draft))
    }

    fn check_writing(&self, user: Id, channel: Id, line: &Line) -> Result<(), Refused> {
        let found = self.seen_by(user, channel)?;
        if !found.kind.holds_messages() {
            return refused("there is no line to write into");
        }
        if found.guild.is_none() && self.users[&user].blocked {
            return refused("the app offers only to unblock the bot");
        }
        if found.guild.is_none() && !self.shares_guild(user) {
            return refused("Your message could not be delivered: you share no server");
        }
        let wanted = if found.kind.is_thread() {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        };
        self.allowed(user, channel, wanted)?;
        let manages = self.permissions(user, channel).include(Permissions::MANAGE_THREADS);
        if found.is_locked() && !manages {
            return refused("the thread is locked");
        }
        if line.text.trim().is_empty() && line.files.is_empty() && line.sticker.is_none() {
            return refused("the app sends no empty text");
        }
        if LONGEST_TEXT < line.text.chars().count() {
            return refused("the text is too long");
        }
        if !line.files.is_empty() {
            self.allowed(user, channel, Permissions::ATTACH_FILES)?;
        }
        // People who pay may send larger files than the bot.
        if line.files.iter().any(|file| 50 * LARGEST_FILE < file.bytes.len()) {
            return refused("the file is too large");
        }
        Ok(())
    }
}
