//! Guilds, members and roles on the wire.

use serde_json::{Value, json};

use super::{merge, nulls};
use crate::discord::{
    time::iso,
    world::{Guild, Id, Role, World},
};

/// A guild with more members than this sends only some of them.
const LARGE: u64 = 50;

impl World {
    /// Returns a role.
    pub(crate) fn wire_role(&self, guild: Id, role: Id) -> Value {
        let found = self.guilds.get(&guild).and_then(|guild| guild.roles.get(&role));
        found.map_or(Value::Null, |role| wire_role(role, self.bot()))
    }

    /// Returns a member as it stands beside a user: without the account.
    pub(crate) fn wire_bare_member(&self, guild: Id, user: Id) -> Option<Value> {
        let member = self.guilds.get(&guild)?.members.get(&user)?;
        let mut body =
            nulls(&["avatar", "banner", "communication_disabled_until", "premium_since"]);
        let more = json!({
            "flags": 0, "joined_at": iso(member.joined_at_ms), "nick": member.nick,
            "pending": false, "roles": member.roles, "mute": false, "deaf": false,
        });
        merge(&mut body, more);
        Some(body)
    }

    /// Returns a member with the account.
    pub(crate) fn wire_member(&self, guild: Id, user: Id) -> Option<Value> {
        let mut body = self.wire_bare_member(guild, user)?;
        body["user"] = self.wire_user(user);
        Some(body)
    }

    /// Returns a guild as REST returns it.
    pub(crate) fn wire_guild(&self, id: Id) -> Value {
        let Some(guild) = self.guilds.get(&id) else { return Value::Null };
        let mut body = nulls(&[
            "icon",
            "description",
            "home_header",
            "splash",
            "discovery_splash",
            "banner",
            "application_id",
            "afk_channel_id",
            "system_channel_id",
            "widget_channel_id",
            "max_presences",
            "vanity_url_code",
            "rules_channel_id",
            "safety_alerts_channel_id",
            "public_updates_channel_id",
            "incidents_data",
        ]);
        merge(&mut body, wire_settings(guild));
        body["roles"] = guild.roles.values().map(|role| wire_role(role, self.bot())).collect();
        body
    }

    /// Returns a guild as the gateway sends it to a bot that connects or comes.
    pub(crate) fn wire_guild_create(&self, id: Id) -> Value {
        let Some(guild) = self.guilds.get(&id) else { return Value::Null };
        let bot = self.bot();
        let is_large = LARGE < guild.member_count();
        let in_voice = |user: &Id| guild.voice.contains_key(user);
        let members: Vec<Value> = guild
            .members
            .keys()
            .filter(|user| !is_large || **user == bot || in_voice(user))
            .filter_map(|user| self.wire_member(id, *user))
            .collect();
        let of_guild = self.channels.values().filter(|it| it.guild == Some(id) && !it.deleted);
        let channels: Vec<Value> = of_guild
            .clone()
            .filter(|channel| !channel.kind.is_thread())
            .map(|channel| bare(self.wire_channel(channel.id)))
            .collect();
        let threads: Vec<Value> = of_guild
            .filter(|it| it.kind.is_thread() && !it.is_archived() && self.sees(bot, it.id))
            .map(|thread| self.wire_thread_for_bot(thread.id))
            .collect();
        let voice: Vec<Value> =
            guild.voice.keys().map(|user| bare(self.wire_voice_state(id, *user))).collect();
        let joined = guild.members.get(&bot).map_or(0, |member| member.joined_at_ms);
        let mut body = self.wire_guild(id);
        let more = json!({
            "joined_at": iso(joined), "large": is_large, "unavailable": false,
            "member_count": guild.member_count(), "members": members, "channels": channels,
            "threads": threads, "voice_states": voice, "presences": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [],
        });
        merge(&mut body, more);
        body
    }

    /// Returns where a person is in voice.
    pub(crate) fn wire_voice_state(&self, guild: Id, user: Id) -> Value {
        let channel = self.guilds.get(&guild).and_then(|guild| guild.voice.get(&user));
        json!({
            "guild_id": guild, "channel_id": channel, "user_id": user,
            "member": self.wire_member(guild, user), "session_id": format!("voice{user}"),
            "deaf": false, "mute": false, "self_deaf": false, "self_mute": false,
            "self_video": false, "self_stream": false, "suppress": false, "request_to_speak_timestamp": null,
        })
    }
}

/// Inside a guild its parts do not repeat its id.
fn bare(mut part: Value) -> Value {
    if let Some(part) = part.as_object_mut() {
        part.remove("guild_id");
    }
    part
}

fn wire_settings(guild: &Guild) -> Value {
    json!({
        "id": guild.id, "name": guild.name, "features": [], "owner_id": guild.owner,
        "region": "deprecated", "afk_timeout": 300, "system_channel_flags": 0,
        "widget_enabled": false, "verification_level": 1, "default_message_notifications": 1,
        "mfa_level": 0, "explicit_content_filter": 2, "max_members": 500_000,
        "max_stage_video_channel_users": 50, "max_video_channel_users": 25, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": "en-US",
        "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [],
        "stickers": [],
    })
}

fn wire_role(role: &Role, bot: Id) -> Value {
    let colors = json!({ "primary_color": 0, "secondary_color": null, "tertiary_color": null });
    let mut body = json!({
        "id": role.id, "name": role.name, "permissions": role.permissions,
        "position": role.position, "color": 0, "colors": colors, "hoist": false,
        "managed": role.managed, "mentionable": role.mentionable, "icon": null,
        "unicode_emoji": null, "flags": 0,
    });
    if role.managed {
        body["tags"] = json!({ "bot_id": bot });
    }
    body
}
