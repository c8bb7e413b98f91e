//! Threads: who is in them, and when they are put away.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    mentions::Pings,
    posting::Draft,
    world::{Channel, ChannelKind, Id, Intents, MessageKind, Overwrite, Thread, World},
};

/// The minutes of silence after which a thread can be put away.
pub(crate) const ARCHIVE_AFTER: [i64; 4] = [60, 1440, 4320, 10_080];

/// A thread before it has an id.
#[derive(Clone, Debug)]
pub(crate) struct NewThread {
    pub(crate) parent: Id,
    pub(crate) kind: ChannelKind,
    pub(crate) name: String,
    pub(crate) owner: Id,
    pub(crate) auto_archive_minutes: i64,
    pub(crate) invitable: bool,
    pub(crate) tags: Vec<Id>,
    /// The message from which it is started; it gives the thread its id.
    pub(crate) from: Option<Id>,
}

impl World {
    /// Starts a thread with its owner in it.
    pub(crate) fn open_thread(&mut self, new: NewThread) -> Id {
        let id = match new.from {
            Some(message) => message,
            None => self.new_id(),
        };
        let now_ms = self.now_ms();
        let guild = self.channel(new.parent).and_then(|parent| parent.guild);
        let is_post =
            self.channel(new.parent).is_some_and(|parent| parent.kind == ChannelKind::Forum);
        let mut channel = Channel::new(id, new.kind, guild, &new.name);
        channel.parent = Some(new.parent);
        channel.thread = Some(Thread {
            owner: new.owner,
            archived: false,
            locked: false,
            auto_archive_minutes: new.auto_archive_minutes,
            archive_changed_at_ms: now_ms,
            invitable: new.invitable,
            members: BTreeMap::from([(new.owner, now_ms)]),
            tags: new.tags,
            created_at_ms: now_ms,
            last_activity_ms: now_ms,
        });
        self.channels.insert(id, channel);
        if let Some(message) = new.from.and_then(|it| self.message_mut(new.parent, it)) {
            message.thread = Some(id);
        }
        self.tell_thread_created(id, true);
        if let Some(message) = new.from {
            let mut starter = Draft::notice(MessageKind::ThreadStarter, "");
            starter.reply_to = Some(message);
            self.post(id, new.owner, starter);
            self.announce("MESSAGE_UPDATE", new.parent, message);
        } else if new.kind == ChannelKind::PublicThread && !is_post {
            let mut notice = Draft::notice(MessageKind::ThreadCreated, new.name);
            notice.reply_to = Some(id);
            self.post(new.parent, new.owner, notice);
        }
        id
    }

    fn tell_thread_created(&mut self, thread: Id, is_new: bool) {
        if !self.sees(self.bot(), thread) {
            return;
        }
        let mut d = self.wire_thread_for_bot(thread);
        if is_new {
            d["newly_created"] = json!(true);
        }
        self.tell("THREAD_CREATE", Intents::GUILDS, d);
    }

    /// Tells the bot how a channel or thread is now.
    pub(crate) fn tell_channel(&mut self, t: &'static str, channel: Id) {
        if !self.sees(self.bot(), channel) {
            return;
        }
        let d = self.wire_channel(channel);
        self.tell(t, Intents::GUILDS, d);
    }

    /// Changes a thread, notes when it was put away or brought back, writes the notice of a new
    /// name, and tells the bot.
    pub(crate) fn change_thread(&mut self, id: Id, by: Id, change: impl FnOnce(&mut Channel)) {
        let now_ms = self.now_ms();
        let Some(channel) = self.channel_mut(id) else { return };
        let (name, was_archived) = (channel.name.clone(), channel.is_archived());
        change(channel);
        let new_name = Some(channel.name.clone()).filter(|new| *new != name);
        let is_archived = channel.is_archived();
        if let Some(thread) = channel.thread.as_mut()
            && is_archived != was_archived
        {
            thread.archive_changed_at_ms = now_ms;
            if !is_archived {
                thread.last_activity_ms = now_ms;
            }
        }
        self.tell_channel("THREAD_UPDATE", id);
        if let Some(name) = new_name {
            let notice = Draft::notice(MessageKind::NameChange, name);
            let message = self.post_unannounced(id, by, notice);
            self.announce("MESSAGE_CREATE", id, message);
        }
    }

    /// Sets or removes an exception from what roles allow, and tells the bot.
    pub(crate) fn change_overwrite(&mut self, id: Id, target: Id, now: Option<Overwrite>) {
        let bot = self.bot();
        let saw_it = self.sees(bot, id);
        let Some(channel) = self.channel_mut(id) else { return };
        match now {
            Some(overwrite) => channel.overwrites.insert(target, overwrite),
            None => channel.overwrites.remove(&target),
        };
        if self.sees(bot, id) {
            self.tell_channel("CHANNEL_UPDATE", id);
        } else if saw_it {
            // Who loses a channel from sight is told how it is now, once.
            let d = self.wire_channel(id);
            self.tell("CHANNEL_UPDATE", Intents::GUILDS, d);
        }
    }

    /// Puts a thread away or brings it back.
    pub(crate) fn put_away(&mut self, thread: Id, is_away: bool) {
        let now_ms = self.now_ms();
        let Some(found) = self.channel_mut(thread).and_then(|it| it.thread.as_mut()) else {
            return;
        };
        if found.archived == is_away {
            return;
        }
        found.archived = is_away;
        found.archive_changed_at_ms = now_ms;
        if !is_away {
            found.last_activity_ms = now_ms;
        }
        self.tell_channel("THREAD_UPDATE", thread);
    }

    /// Puts the threads away in which nothing was written for as long as each of them waits.
    pub(crate) fn archive_the_silent(&mut self) {
        let now_ms = self.now_ms();
        let all = self.channels.values().filter(|channel| !channel.deleted);
        let due: Vec<Id> = all
            .filter(|channel| channel.thread.as_ref().is_some_and(|it| it.is_due(now_ms)))
            .map(|channel| channel.id)
            .collect();
        for thread in due {
            self.put_away(thread, true);
        }
    }

    /// Makes an account a member of a thread; a notice says so if somebody else did it.
    pub(crate) fn enter_thread(&mut self, thread: Id, user: Id, by: Option<Id>) {
        let now_ms = self.now_ms();
        let bot = self.bot();
        let saw_it = self.sees(bot, thread);
        let Some(found) = self.channel_mut(thread).and_then(|it| it.thread.as_mut()) else {
            return;
        };
        if found.members.contains_key(&user) {
            return;
        }
        found.members.insert(user, now_ms);
        if user == bot && !saw_it {
            self.tell_thread_created(thread, false);
        }
        self.tell_members(thread, Some(user), None);
        if let Some(by) = by.filter(|by| *by != user) {
            let mut notice = Draft::notice(MessageKind::RecipientAdd, format!("<@{user}>"));
            notice.pings = Pings::all(false);
            let id = self.post_quietly(thread, by, notice);
            self.announce("MESSAGE_CREATE", thread, id);
        }
    }

    /// Puts a notice into a thread; it neither brings anyone in nor the thread back.
    fn post_quietly(&mut self, thread: Id, author: Id, draft: Draft) -> Id {
        let text = draft.text.clone();
        let id = self.post_unannounced(thread, author, draft);
        if let Some(message) = self.message_mut(thread, id) {
            // The notice carries the person as a mention only.
            message.pinged_users = super::mentions::find(&text).users;
            message.content = String::new();
        }
        id
    }

    /// Ends an account's membership in a thread.
    pub(crate) fn leave_thread(&mut self, thread: Id, user: Id, by: Option<Id>) {
        let is_seen = self.sees(self.bot(), thread);
        let found = self.channel_mut(thread).and_then(|it| it.thread.as_mut());
        if found.and_then(|thread| thread.members.remove(&user)).is_none() {
            return;
        }
        if is_seen {
            self.tell_members(thread, None, Some(user));
        }
        if let Some(by) = by.filter(|by| *by != user) {
            let notice = Draft::notice(MessageKind::RecipientRemove, format!("<@{user}>"));
            let id = self.post_quietly(thread, by, notice);
            self.announce("MESSAGE_CREATE", thread, id);
        }
    }

    /// Tells the bot who came into a thread or left it: of others only with the privileged intent.
    fn tell_members(&mut self, thread: Id, came: Option<Id>, left: Option<Id>) {
        let Some(found) = self.channel(thread) else { return };
        let (Some(guild), Some(part)) = (found.guild, &found.thread) else { return };
        let bot = self.bot();
        if left != Some(bot) && !self.sees(bot, thread) {
            return;
        }
        let is_about_bot = came == Some(bot) || left == Some(bot);
        let count = part.members.len().min(50);
        let mut d = json!({ "id": thread, "guild_id": guild, "member_count": count });
        if let Some(came) = came {
            let mut member = self.wire_thread_member(thread, came);
            member["member"] = self.wire_member(guild, came).unwrap_or_default();
            member["presence"] = serde_json::Value::Null;
            d["added_members"] = json!([member]);
        }
        if let Some(left) = left {
            d["removed_member_ids"] = json!([left]);
        }
        let needs = if is_about_bot { Intents::GUILDS } else { Intents::GUILD_MEMBERS };
        self.tell("THREAD_MEMBERS_UPDATE", needs, d);
    }

    /// Deletes a channel with all that hangs on it, or a thread.
    pub(crate) fn delete_channel(&mut self, id: Id) {
        let Some(channel) = self.channel(id) else { return };
        let (kind, guild, parent) = (channel.kind, channel.guild, channel.parent);
        let is_seen = self.sees(self.bot(), id);
        let d = if kind.is_thread() {
            json!({ "id": id, "guild_id": guild, "parent_id": parent, "type": kind.number() })
        } else {
            self.wire_channel(id)
        };
        for channel in self.channels.values_mut() {
            // The threads of a deleted channel go with it; nobody is told of each.
            let hangs_on_it = channel.kind.is_thread() && channel.parent == Some(id);
            if channel.id == id || hangs_on_it {
                channel.deleted = true;
            } else if channel.parent == Some(id) {
                channel.parent = None;
            }
        }
        if let Some(guild) = guild.and_then(|guild| self.guilds.get_mut(&guild)) {
            guild.voice.retain(|_, channel| *channel != id);
        }
        if is_seen {
            let t = if kind.is_thread() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
            self.tell(t, Intents::GUILDS, d);
        }
    }
}
