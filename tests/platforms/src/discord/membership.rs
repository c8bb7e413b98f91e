//! Who is in a guild, what they hold there, and where they are in voice.

use serde_json::json;

use super::world::{Channel, Guild, Id, Intents, Member, World};

impl World {
    /// Lets an account into a guild.
    pub(crate) fn join_guild(&mut self, guild: Id, user: Id) {
        let joined_at_ms = self.now_ms();
        let bot = self.bot();
        let Some(found) = self.guilds.get_mut(&guild) else { return };
        if found.members.contains_key(&user) {
            return;
        }
        found.members.insert(user, Member { joined_at_ms, ..Member::default() });
        if user == bot {
            let d = self.wire_guild_create(guild);
            self.tell("GUILD_CREATE", Intents::GUILDS, d);
            return;
        }
        if let Some(mut d) = self.wire_member(guild, user) {
            d["guild_id"] = json!(guild);
            self.tell_inside(guild, "GUILD_MEMBER_ADD", Intents::GUILD_MEMBERS, d);
        }
    }

    /// Takes an account out of a guild, with its roles, its place in voice and its memberships in
    /// threads.
    pub(crate) fn part_from_guild(&mut self, guild: Id, user: Id) {
        let bot = self.bot();
        self.move_in_voice(guild, user, None);
        let Some(found) = self.guilds.get_mut(&guild) else { return };
        if found.members.remove(&user).is_none() {
            return;
        }
        if user == bot {
            let managed: Vec<Id> =
                found.roles.values().filter(|role| role.managed).map(|role| role.id).collect();
            for role in managed {
                found.roles.remove(&role);
            }
        }
        let threads = self.channels.values_mut().filter(|it| it.guild == Some(guild));
        for thread in threads.filter_map(|channel| channel.thread.as_mut()) {
            thread.members.remove(&user);
        }
        if user == bot {
            let d = json!({ "id": guild });
            self.tell("GUILD_DELETE", Intents::GUILDS, d);
            return;
        }
        let d = json!({ "guild_id": guild, "user": self.wire_user(user) });
        self.tell_inside(guild, "GUILD_MEMBER_REMOVE", Intents::GUILD_MEMBERS, d);
    }

    /// Tells the bot what a member is now; of itself always, of others with the privileged intent.
    pub(crate) fn tell_member(&mut self, guild: Id, user: Id) {
        let Some(mut d) = self.wire_member(guild, user) else { return };
        d["guild_id"] = json!(guild);
        let needs = if user == self.bot() { Intents::NONE } else { Intents::GUILD_MEMBERS };
        self.tell_inside(guild, "GUILD_MEMBER_UPDATE", needs, d);
    }

    /// Tells the bot of something in a guild, if it is there.
    pub(crate) fn tell_inside(
        &mut self,
        guild: Id,
        t: &'static str,
        needs: Intents,
        d: serde_json::Value,
    ) {
        let bot = self.bot();
        if self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&bot)) {
            self.tell(t, needs, d);
        }
    }

    /// Puts a person into a voice channel, or out of voice.
    pub(crate) fn move_in_voice(&mut self, guild: Id, user: Id, channel: Option<Id>) {
        let Some(found) = self.guilds.get_mut(&guild) else { return };
        let before = match channel {
            Some(channel) => found.voice.insert(user, channel),
            None => found.voice.remove(&user),
        };
        if before != channel {
            let d = self.wire_voice_state(guild, user);
            self.tell_inside(guild, "VOICE_STATE_UPDATE", Intents::GUILD_VOICE_STATES, d);
        }
    }

    /// Puts a new channel into a guild.
    pub(crate) fn add_channel(&mut self, channel: Channel) {
        let id = channel.id;
        self.channels.insert(id, channel);
        self.tell_channel("CHANNEL_CREATE", id);
    }

    pub(crate) fn guild_mut(&mut self, guild: Id) -> Option<&mut Guild> {
        self.guilds.get_mut(&guild)
    }
}
