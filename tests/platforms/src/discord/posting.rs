//! Messages come, change and go.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    content::Content,
    mentions::{Named, Pings},
    permissions::Permissions,
    refusal::Refusal,
    time::iso,
    wire::{merge, wire_emoji},
    world::{
        Attachment, ChannelKind, Dispatch, Id, Intents, Message, MessageKind, Reaction, Sticker,
        World,
    },
};

/// The most members that the ping of a role brings into a thread.
const MOST_BROUGHT: usize = 100;

/// What is about to become a message.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The id that it is to have; a new one if nothing is said.
    pub(crate) id: Option<Id>,
    pub(crate) kind: MessageKind,
    pub(crate) text: String,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) stickers: Vec<Sticker>,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) reply_to: Option<Id>,
    pub(crate) pings: Pings,
    pub(crate) only_for: Option<Id>,
    pub(crate) thinking: bool,
    pub(crate) without_previews: bool,
    pub(crate) silent: bool,
    pub(crate) interaction: Option<Id>,
    pub(crate) nonce: Option<Value>,
}

impl Draft {
    /// A text that pings everyone it names.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            id: None,
            kind: MessageKind::Default,
            text: text.into(),
            attachments: Vec::new(),
            stickers: Vec::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            reply_to: None,
            pings: Pings::all(true),
            only_for: None,
            thinking: false,
            without_previews: false,
            silent: false,
            interaction: None,
            nonce: None,
        }
    }

    /// A notice of the platform.
    pub(crate) fn notice(kind: MessageKind, text: impl Into<String>) -> Self {
        Self { kind, pings: Pings::none(), ..Self::text(text) }
    }
}

impl World {
    /// Makes a draft of what the bot wants to say, and keeps its files.
    pub(crate) fn draft(&mut self, content: Content) -> Result<Draft, Refusal> {
        let attachments = self.attach(&content.attachments.unwrap_or_default(), &[])?;
        Ok(Draft {
            attachments,
            embeds: content.embeds.unwrap_or_default(),
            components: content.components.unwrap_or_default(),
            pings: content.pings,
            silent: content.is_silent,
            without_previews: content.hides_previews.unwrap_or(false),
            ..Draft::text(content.text.unwrap_or_default())
        })
    }

    /// Puts a message into a channel, with everything that follows from it: a thread comes back,
    /// its writer and those pinged become members of it, and the bot is told.
    pub(crate) fn post(&mut self, channel_id: Id, author: Id, draft: Draft) -> Id {
        let id = draft.id.unwrap_or_else(|| self.new_id());
        let at_ms = self.now_ms();
        let named = match self.channel(channel_id) {
            Some(_) if draft.only_for.is_some() => Named::default(),
            Some(channel) => {
                self.pinged(channel, author, &draft.text, draft.reply_to, &draft.pings)
            }
            None => Named::default(),
        };
        if draft.only_for.is_none() {
            self.wake(channel_id, at_ms);
        }
        let (is_for_all, is_written) = (draft.only_for.is_none(), draft.kind.is_written());
        self.insert(channel_id, message(id, author, at_ms, draft, &named));
        if author == self.bot() && is_for_all && is_written {
            self.stats.deliveries += 1;
        }
        if is_for_all {
            self.announce("MESSAGE_CREATE", channel_id, id);
        }
        if is_for_all && is_written {
            self.bring_in(channel_id, author, &named);
        }
        id
    }

    /// Puts a notice into a channel of which the bot is not told yet.
    pub(crate) fn post_unannounced(&mut self, channel: Id, author: Id, draft: Draft) -> Id {
        let id = self.new_id();
        let at_ms = self.now_ms();
        self.insert(channel, message(id, author, at_ms, draft, &Named::default()));
        id
    }

    fn insert(&mut self, channel: Id, message: Message) {
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.messages.insert(message.id, message);
        }
    }

    /// Brings a thread back that was put away, and notes that it is not silent.
    fn wake(&mut self, channel: Id, at_ms: i64) {
        let thread = self.channel_mut(channel).and_then(|channel| channel.thread.as_mut());
        let Some(thread) = thread else { return };
        thread.last_activity_ms = at_ms;
        if thread.archived {
            self.put_away(channel, false);
        }
    }

    /// Makes the writer and those pinged members of a thread.
    fn bring_in(&mut self, channel: Id, author: Id, named: &Named) {
        let Some(found) = self.channel(channel) else { return };
        let Some(thread) = &found.thread else { return };
        let is_closed = found.kind == ChannelKind::PrivateThread && !thread.invitable;
        let manages = self.permissions(author, channel).include(Permissions::MANAGE_THREADS);
        let guild = found.guild.and_then(|guild| self.guilds.get(&guild));
        let mut coming: BTreeSet<Id> = BTreeSet::new();
        if let Some(guild) = guild.filter(|_| !is_closed || manages) {
            coming.extend(&named.users);
            for role in &named.roles {
                let holders = guild.members.iter().filter(|(_, it)| it.roles.contains(role));
                let holders: Vec<Id> = holders.map(|(user, _)| *user).collect();
                if holders.len() <= MOST_BROUGHT {
                    coming.extend(holders);
                }
            }
            coming.retain(|user| guild.members.contains_key(user));
        }
        coming.insert(author);
        let parent = found.parent.unwrap_or(channel);
        coming.retain(|user| self.sees(*user, parent));
        for user in coming {
            self.enter_thread(channel, user, None);
        }
    }

    /// Tells the bot of a message, if it sees the channel.
    pub(crate) fn announce(&mut self, t: &'static str, channel: Id, message: Id) {
        if !self.sees(self.bot(), channel) {
            return;
        }
        let mut d = self.wire_message(channel, message);
        let guild = self.channel(channel).and_then(|channel| channel.guild);
        let found = self.channels.get(&channel).and_then(|it| it.messages.get(&message));
        let Some(found) = found else { return };
        let found_reply = found.reply_to;
        if let Some(guild) = guild {
            d["guild_id"] = json!(guild);
            if let Some(member) = self.wire_bare_member(guild, found.author) {
                d["member"] = member;
            }
            for mentioned in d["mentions"].as_array_mut().into_iter().flatten() {
                let user = mentioned["id"].as_str().and_then(|id| id.parse().ok());
                let member = user.and_then(|user| self.wire_bare_member(guild, user));
                if let Some(member) = member {
                    mentioned["member"] = member;
                }
            }
        }
        let needs =
            if guild.is_some() { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES };
        let hides_content = self.hides_content(channel, message);
        let answered = found_reply.filter(|_| d["referenced_message"].is_object());
        let hides_answered = answered.is_some_and(|it| self.hides_content(channel, it));
        self.dispatch(Dispatch { t, d, needs, hides_content, hides_answered });
    }

    /// Changes a message as the bot wants it; what was not mentioned stays.
    pub(crate) fn revise(
        &mut self,
        channel: Id,
        message: Id,
        content: Content,
    ) -> Result<(), Refusal> {
        let Some(found) = self.message(channel, message) else {
            return Err(Refusal::of(10_008));
        };
        let earlier = found.attachments.clone();
        let attachments =
            content.attachments.map(|wanted| self.attach(&wanted, &earlier)).transpose()?;
        let at_ms = self.now_ms();
        let Some(found) = self.message(channel, message) else {
            return Err(Refusal::of(10_008));
        };
        let text = content.text.clone().unwrap_or_else(|| found.content.clone());
        let named = self
            .channel(channel)
            .map(|it| self.pinged(it, found.author, &text, found.reply_to, &content.pings));
        let Some(found) = self.message_mut(channel, message) else {
            return Err(Refusal::of(10_008));
        };
        if content.text.is_some() {
            found.content = text;
            if let Some(named) = named.filter(|_| found.only_for.is_none()) {
                found.pinged_users = named.users;
                found.pinged_roles = named.roles;
            }
        }
        if let Some(attachments) = attachments {
            found.attachments = attachments;
        }
        if let Some(embeds) = content.embeds {
            found.embeds = embeds;
        }
        if let Some(components) = content.components {
            found.components = components;
        }
        if let Some(hides) = content.hides_previews {
            found.without_previews = hides;
        }
        let is_for_all = found.only_for.is_none();
        // The promise of a message becomes the message; that is no edit.
        if !std::mem::take(&mut found.thinking) {
            found.edited_at_ms = Some(at_ms);
        }
        if is_for_all {
            self.announce("MESSAGE_UPDATE", channel, message);
        }
        Ok(())
    }

    /// Takes a message from the screen.
    pub(crate) fn retract(&mut self, channel: Id, message: Id) {
        let Some(found) = self.message_mut(channel, message) else { return };
        found.deleted = true;
        let is_for_all = found.only_for.is_none();
        if !is_for_all || !self.sees(self.bot(), channel) {
            return;
        }
        let guild = self.channel(channel).and_then(|channel| channel.guild);
        let mut d = json!({ "id": message, "channel_id": channel });
        let needs = match guild {
            Some(guild) => {
                d["guild_id"] = json!(guild);
                Intents::GUILD_MESSAGES
            }
            None => Intents::DIRECT_MESSAGES,
        };
        self.tell("MESSAGE_DELETE", needs, d);
    }

    /// Pins a message or unpins it; tells whether it can be pinned at all.
    pub(crate) fn pin(&mut self, channel: Id, message: Id, by: Id, is_pinned: bool) -> bool {
        let Some(found) = self.message_mut(channel, message) else { return false };
        if !found.kind.is_written() || found.only_for.is_some() {
            return false;
        }
        if std::mem::replace(&mut found.pinned, is_pinned) == is_pinned {
            return true;
        }
        self.announce("MESSAGE_UPDATE", channel, message);
        if is_pinned {
            let mut notice = Draft::notice(MessageKind::Pinned, "");
            notice.reply_to = Some(message);
            self.post(channel, by, notice);
        }
        let guild = self.channel(channel).and_then(|channel| channel.guild);
        let pinned_at = is_pinned.then(|| iso(self.now_ms()));
        let mut d = json!({ "channel_id": channel, "last_pin_timestamp": pinned_at });
        let mut needs = Intents::DIRECT_MESSAGES;
        if let Some(guild) = guild {
            needs = Intents::GUILDS;
            d["guild_id"] = json!(guild);
        }
        if self.sees(self.bot(), channel) {
            self.tell("CHANNEL_PINS_UPDATE", needs, d);
        }
        true
    }

    /// Puts an emoji on a message or takes it away; tells whether that changed anything.
    pub(crate) fn set_reaction(
        &mut self,
        channel: Id,
        message: Id,
        user: Id,
        emoji: &str,
        is_on: bool,
    ) -> bool {
        let Some(found) = self.message_mut(channel, message) else { return false };
        let author = found.author;
        let at = found.reactions.iter().position(|it| it.emoji == emoji);
        let is_changed = match (at, is_on) {
            (Some(at), true) => found.reactions[at].users.insert(user),
            (Some(at), false) => found.reactions[at].users.remove(&user),
            (None, true) => {
                let users = BTreeSet::from([user]);
                found.reactions.push(Reaction { emoji: emoji.to_owned(), users });
                true
            }
            (None, false) => false,
        };
        found.reactions.retain(|it| !it.users.is_empty());
        if is_changed {
            self.announce_reaction(channel, message, author, user, emoji, is_on);
        }
        is_changed
    }

    fn announce_reaction(
        &mut self,
        channel: Id,
        message: Id,
        author: Id,
        user: Id,
        emoji: &str,
        is_on: bool,
    ) {
        if !self.sees(self.bot(), channel) {
            return;
        }
        let guild = self.channel(channel).and_then(|channel| channel.guild);
        let mut d = json!({
            "user_id": user, "channel_id": channel, "message_id": message,
            "emoji": wire_emoji(emoji), "burst": false, "type": 0,
        });
        let mut needs = Intents::DIRECT_REACTIONS;
        if let Some(guild) = guild {
            needs = Intents::GUILD_REACTIONS;
            d["guild_id"] = json!(guild);
        }
        if is_on {
            merge(&mut d, json!({ "message_author_id": author, "burst_colors": [] }));
            if let Some(member) = guild.and_then(|guild| self.wire_member(guild, user)) {
                d["member"] = member;
            }
        }
        let t = if is_on { "MESSAGE_REACTION_ADD" } else { "MESSAGE_REACTION_REMOVE" };
        self.tell(t, needs, d);
    }
}

fn message(id: Id, author: Id, at_ms: i64, draft: Draft, named: &Named) -> Message {
    Message {
        id,
        author,
        at_ms,
        kind: draft.kind,
        content: draft.text,
        attachments: draft.attachments,
        stickers: draft.stickers,
        embeds: draft.embeds,
        components: draft.components,
        reply_to: draft.reply_to,
        pinged_users: named.users.clone(),
        pinged_roles: named.roles.clone(),
        pinged_everyone: named.everyone,
        reactions: Vec::new(),
        edited_at_ms: None,
        pinned: false,
        deleted: false,
        only_for: draft.only_for,
        thinking: draft.thinking,
        without_previews: draft.without_previews,
        silent: draft.silent,
        thread: None,
        interaction: draft.interaction,
        nonce: draft.nonce,
    }
}
