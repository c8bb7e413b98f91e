//! The world's objects as the platform sends them.

mod guilds;
mod messages;

pub(crate) use messages::wire_emoji;

use serde_json::{Map, Value, json};

use super::{
    time::iso,
    world::{Channel, ChannelKind, Id, Thread, User, World},
};

/// A thread says at most this many members.
const COUNTED_MEMBERS: usize = 50;

impl World {
    /// Returns any account, the bot's included.
    pub(crate) fn wire_user(&self, id: Id) -> Value {
        if id == self.bot() {
            return wire_account(id, &self.application.username, None, true);
        }
        match self.users.get(&id) {
            Some(User { username, global_name, is_bot, .. }) => {
                wire_account(id, username, global_name.as_deref(), *is_bot)
            }
            None => wire_account(id, "deleted_user", None, false),
        }
    }

    /// Returns the bot's account as it sees itself.
    pub(crate) fn wire_me(&self) -> Value {
        let mut body = self.wire_user(self.bot());
        body["mfa_enabled"] = json!(false);
        body["locale"] = json!("en-US");
        body["verified"] = json!(true);
        body["email"] = Value::Null;
        body
    }

    /// Returns a channel of any kind.
    pub(crate) fn wire_channel(&self, id: Id) -> Value {
        let Some(channel) = self.channels.get(&id) else { return Value::Null };
        let last = channel.messages.values().rev().find(|it| !it.deleted && it.only_for.is_none());
        let mut body = json!({
            "id": id, "type": channel.kind.number(), "flags": 0,
            "last_message_id": last.map(|message| message.id),
            "last_pin_timestamp": null,
        });
        let more = match (channel.guild, &channel.thread) {
            (None, _) => self.wire_dm_part(channel),
            (Some(guild), Some(thread)) => wire_thread_part(channel, guild, thread),
            (Some(guild), None) => wire_guild_part(channel, guild),
        };
        merge(&mut body, more);
        body
    }

    fn wire_dm_part(&self, channel: &Channel) -> Value {
        let recipients: Vec<Value> =
            channel.recipient.iter().map(|user| self.wire_user(*user)).collect();
        json!({ "recipients": recipients })
    }

    /// Returns a thread with the bot's membership, if it is a member.
    pub(crate) fn wire_thread_for_bot(&self, id: Id) -> Value {
        let mut body = self.wire_channel(id);
        if self.channel(id).is_some_and(|thread| thread.has_thread_member(self.bot())) {
            body["member"] = self.wire_thread_member(id, self.bot());
        }
        body
    }

    /// Returns the membership of an account in a thread.
    pub(crate) fn wire_thread_member(&self, thread: Id, user: Id) -> Value {
        let joined = self.channels.get(&thread).and_then(|channel| channel.thread.as_ref());
        let joined = joined.and_then(|thread| thread.members.get(&user)).copied().unwrap_or(0);
        json!({ "id": thread, "user_id": user, "join_timestamp": iso(joined), "flags": 0 })
    }
}

fn wire_account(id: Id, username: &str, global_name: Option<&str>, is_bot: bool) -> Value {
    let mut body = json!({
        "id": id, "username": username, "global_name": global_name, "avatar": null,
        "discriminator": if is_bot { "1234" } else { "0" }, "public_flags": 0, "flags": 0,
        "primary_guild": null,
    });
    if is_bot {
        body["bot"] = json!(true);
    }
    body
}

fn wire_guild_part(channel: &Channel, guild: Id) -> Value {
    let overwrites: Vec<Value> = channel
        .overwrites
        .iter()
        .map(|(id, it)| {
            json!({
                "id": id, "type": u8::from(it.is_for_member),
                "allow": it.allow, "deny": it.deny,
            })
        })
        .collect();
    let mut body = json!({
        "guild_id": guild, "name": channel.name, "parent_id": channel.parent,
        "position": channel.position, "permission_overwrites": overwrites, "nsfw": false,
    });
    match channel.kind {
        ChannelKind::Text => {
            body["topic"] = json!(channel.topic);
            body["rate_limit_per_user"] = json!(0);
        }
        ChannelKind::Voice => {
            let voice = json!({
                "bitrate": 64_000, "user_limit": 0, "rtc_region": null, "rate_limit_per_user": 0,
            });
            merge(&mut body, voice);
        }
        ChannelKind::Forum => {
            let tags: Vec<Value> = channel
                .tags
                .iter()
                .map(|tag| {
                    json!({
                        "id": tag.id, "name": tag.name, "moderated": tag.moderated,
                        "emoji_id": null, "emoji_name": null,
                    })
                })
                .collect();
            let forum = json!({
                "topic": channel.topic, "available_tags": tags, "default_reaction_emoji": null,
                "default_sort_order": null, "default_forum_layout": 0, "rate_limit_per_user": 0,
            });
            merge(&mut body, forum);
        }
        ChannelKind::Dm
        | ChannelKind::Category
        | ChannelKind::PublicThread
        | ChannelKind::PrivateThread => (),
    }
    body
}

fn wire_thread_part(channel: &Channel, guild: Id, thread: &Thread) -> Value {
    let written = channel.messages.values().filter(|it| it.only_for.is_none());
    let standing = written.clone().filter(|message| !message.deleted);
    let mut metadata = json!({
        "archived": thread.archived, "locked": thread.locked,
        "archive_timestamp": iso(thread.archive_changed_at_ms),
        "auto_archive_duration": thread.auto_archive_minutes,
        "create_timestamp": iso(thread.created_at_ms),
    });
    if channel.kind == ChannelKind::PrivateThread {
        metadata["invitable"] = json!(thread.invitable);
    }
    let mut body = json!({
        "guild_id": guild, "name": channel.name, "parent_id": channel.parent,
        "owner_id": thread.owner, "rate_limit_per_user": 0, "thread_metadata": metadata,
        "message_count": standing.count(), "total_message_sent": written.count(),
        "member_count": thread.members.len().min(COUNTED_MEMBERS),
    });
    if !thread.tags.is_empty() {
        body["applied_tags"] = json!(thread.tags);
    }
    body
}

/// Adds the keys of one object to another.
pub(crate) fn merge(target: &mut Value, more: Value) {
    if let (Value::Object(target), Value::Object(more)) = (target, more) {
        target.extend(more);
    }
}

/// Returns the key that the description wants everywhere in place of an icon.
pub(super) fn nulls(keys: &[&str]) -> Value {
    let nulls: Map<String, Value> =
        keys.iter().map(|key| ((*key).to_owned(), Value::Null)).collect();
    Value::Object(nulls)
}
