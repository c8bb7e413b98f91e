//! Guilds: members, roles, channels.

use serde_json::{Value, json};

use super::{Outcome, id};
use crate::discord::{
    permissions::Permissions,
    refusal::Refusal,
    request::{Answer, Request},
    world::{ChannelKind, Guild, Id, World},
};

impl World {
    pub(super) fn call_guilds(&mut self, request: &Request, rest: &[&str]) -> Outcome {
        let Some((guild, rest)) = rest.split_first() else { return Err(Refusal::no_route()) };
        let guild = id(guild, "guild_id")?;
        let found = self.joined(guild)?;
        match (request.method.as_str(), rest) {
            ("GET", []) => {
                let mut body = self.wire_guild(guild);
                if request.query("with_counts") == Some("true") {
                    body["approximate_member_count"] = json!(found.member_count());
                    body["approximate_presence_count"] = json!(1);
                }
                Ok(Answer::ok(body))
            }
            ("GET", ["roles"]) => {
                let roles: Vec<Value> =
                    found.roles.keys().map(|role| self.wire_role(guild, *role)).collect();
                Ok(Answer::ok(json!(roles)))
            }
            ("GET", ["channels"]) => Ok(Answer::ok(self.list_channels(guild))),
            ("GET", ["threads", "active"]) => {
                let bot = self.bot();
                let is_active = |id: &Id| {
                    self.channel(*id).is_some_and(|it| {
                        it.guild == Some(guild) && it.kind.is_thread() && !it.is_archived()
                    })
                };
                let ids = self.channels.keys().rev().copied().filter(is_active);
                let ids: Vec<Id> = ids.filter(|id| self.sees(bot, *id)).collect();
                Ok(Answer::ok(self.wire_thread_list(&ids, Some(false))))
            }
            ("GET", ["members"]) => self.list_members(found, request),
            ("GET", ["members", user]) => {
                let user = id(user, "user_id")?;
                let member = self.wire_member(guild, user);
                let code = if self.users.contains_key(&user) { 10_007 } else { 10_013 };
                member.map(Answer::ok).ok_or_else(|| Refusal::of(code))
            }
            ("GET", ["voice-states", user]) => {
                let user = id(user, "user_id")?;
                if !found.voice.contains_key(&user) {
                    return Err(Refusal::new(404, 10_065, "Unknown Voice State"));
                }
                Ok(Answer::ok(self.wire_voice_state(guild, user)))
            }
            (method @ ("PUT" | "DELETE"), ["members", user, "roles", role]) => {
                let (user, role) = (id(user, "user_id")?, id(role, "role_id")?);
                self.set_role(guild, user, role, method == "PUT")
            }
            _ => Err(Refusal::no_route()),
        }
    }

    /// Returns a guild in which the bot is.
    fn joined(&self, guild: Id) -> Result<&Guild, Refusal> {
        let found = self.guilds.get(&guild).ok_or_else(|| Refusal::of(10_004))?;
        if !found.members.contains_key(&self.bot()) {
            return Err(Refusal::of(50_001));
        }
        Ok(found)
    }

    fn list_channels(&self, guild: Id) -> Value {
        let of_guild = self.channels.values().filter(|channel| {
            channel.guild == Some(guild) && !channel.kind.is_thread() && !channel.deleted
        });
        of_guild.map(|channel| self.wire_channel(channel.id)).collect()
    }

    fn list_members(&self, guild: &Guild, request: &Request) -> Outcome {
        if !self.application.guild_members {
            return Err(Refusal::of(50_001));
        }
        let limit = request.query("limit").and_then(|limit| limit.parse().ok()).unwrap_or(1);
        let after = request.query_id("after").unwrap_or_default();
        let members = guild.members.keys().filter(|user| after < **user).take(limit);
        let members: Vec<Value> =
            members.filter_map(|user| self.wire_member(guild.id, *user)).collect();
        Ok(Answer::ok(json!(members)))
    }

    fn set_role(&mut self, guild: Id, user: Id, role: Id, is_held: bool) -> Outcome {
        let found = self.joined(guild)?;
        let wanted = found.roles.get(&role).ok_or_else(|| Refusal::of(10_011))?;
        if !found.members.contains_key(&user) {
            return Err(Refusal::of(10_007));
        }
        let bot = self.bot();
        let may = found.permissions_of(bot).unwrap_or_default();
        // Nobody gives what stands above them.
        let is_above = found.rank_of(bot) <= wanted.position;
        if !may.include(Permissions::MANAGE_ROLES) || is_above || wanted.managed {
            return Err(Refusal::of(50_013));
        }
        self.hold_role(guild, user, role, is_held);
        Ok(Answer::empty())
    }

    /// Gives a role or takes it, and tells the bot.
    pub(crate) fn hold_role(&mut self, guild: Id, user: Id, role: Id, is_held: bool) {
        let member = self.guilds.get_mut(&guild).and_then(|guild| guild.members.get_mut(&user));
        let Some(member) = member else { return };
        let is_changed =
            if is_held { member.roles.insert(role) } else { member.roles.remove(&role) };
        if is_changed {
            self.tell_member(guild, user);
        }
    }

    /// Returns the voice channel of this name.
    pub fn voice_channel(&self, guild: Id, name: &str) -> Option<Id> {
        let found = self
            .channels
            .values()
            .find(|it| it.guild == Some(guild) && it.kind == ChannelKind::Voice && it.name == name);
        found.map(|channel| channel.id)
    }
}
