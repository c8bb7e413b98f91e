//! What people do with guilds, roles and channels.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{People, Refused, refused};
use crate::discord::{
    permissions::Permissions,
    world::{Channel, ChannelKind, Guild, Id, Intents, Overwrite, Role, Tag, World},
};

/// A new guild.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewGuild {
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub owner: Id,
    /// Members who are only counted.
    #[serde(default)]
    pub uncounted_members: u64,
}

/// A new role.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewRole {
    /// Its name.
    pub name: String,
    /// What its holders may do beyond what everyone may.
    #[serde(default)]
    pub permissions: Permissions,
    /// Whether anyone may ping it.
    #[serde(default)]
    pub mentionable: bool,
    /// Its rank; it stands below those there are if nothing is said. Those above it move up.
    #[serde(default)]
    pub position: Option<i64>,
}

/// A new channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewChannel {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ChannelKind,
    /// The category that it stands under.
    #[serde(default)]
    pub parent: Option<Id>,
    /// The tags that a forum offers.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The roles and people who alone see it; empty if everyone does.
    #[serde(default)]
    pub only_for: Vec<Id>,
}

impl NewGuild {
    /// Describes a guild by its name and owner.
    pub fn new(name: &str, owner: Id) -> Self {
        Self { name: name.to_owned(), owner, uncounted_members: 0 }
    }

    /// Adds members who are only counted, to make it a large one.
    #[must_use]
    pub fn with_uncounted_members(mut self, members: u64) -> Self {
        self.uncounted_members = members;
        self
    }
}

impl NewRole {
    /// Describes a role that adds nothing but its name.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            permissions: Permissions::NONE,
            mentionable: false,
            position: None,
        }
    }

    /// Lets its holders do more.
    #[must_use]
    pub fn may(mut self, permissions: Permissions) -> Self {
        self.permissions = self.permissions | permissions;
        self
    }

    /// Lets anyone ping it.
    #[must_use]
    pub fn mentionable(mut self) -> Self {
        self.mentionable = true;
        self
    }
}

impl NewChannel {
    /// Describes a channel.
    pub fn new(kind: ChannelKind, name: &str) -> Self {
        Self { name: name.to_owned(), kind, parent: None, tags: Vec::new(), only_for: Vec::new() }
    }

    /// A text channel.
    pub fn text(name: &str) -> Self {
        Self::new(ChannelKind::Text, name)
    }

    /// A voice channel.
    pub fn voice(name: &str) -> Self {
        Self::new(ChannelKind::Voice, name)
    }

    /// A category.
    pub fn category(name: &str) -> Self {
        Self::new(ChannelKind::Category, name)
    }

    /// A forum with tags.
    pub fn forum(name: &str, tags: &[&str]) -> Self {
        let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        Self { tags, ..Self::new(ChannelKind::Forum, name) }
    }

    /// Puts it under a category.
    #[must_use]
    pub fn under(mut self, category: Id) -> Self {
        self.parent = Some(category);
        self
    }

    /// Hides it from everyone but these roles and people.
    #[must_use]
    pub fn only_for(mut self, ids: &[Id]) -> Self {
        self.only_for.extend(ids);
        self
    }
}

impl People {
    /// Founds a guild with its owner in it, without the bot.
    pub fn create_guild(&self, new: &NewGuild) -> Result<Id, Refused> {
        self.act(|world| {
            world.user_mut(new.owner)?;
            let id = world.new_id();
            let everyone = Role {
                id,
                name: "@everyone".to_owned(),
                position: 0,
                permissions: Permissions::EVERYONE,
                mentionable: false,
                managed: false,
            };
            let guild = Guild {
                id,
                name: new.name.clone(),
                owner: new.owner,
                roles: BTreeMap::from([(id, everyone)]),
                members: BTreeMap::new(),
                voice: BTreeMap::new(),
                uncounted_members: new.uncounted_members,
                banned: BTreeSet::new(),
            };
            world.guilds.insert(id, guild);
            world.join_guild(id, new.owner);
            Ok(id)
        })
    }

    /// Invites the bot with a role of its own, and returns the role; it stands above all others.
    pub fn invite_bot(&self, guild: Id, permissions: Permissions) -> Result<Id, Refused> {
        self.act(|world| {
            let bot = world.bot();
            if world.guilds.get(&guild).is_none_or(|found| found.members.contains_key(&bot)) {
                return refused("there is no such guild, or the bot is there");
            }
            let name = world.application.username.clone();
            let new = NewRole { permissions, ..NewRole::new(&name) };
            let role = world.add_role(guild, &new, true)?;
            world.join_guild(guild, bot);
            world.hold_role(guild, bot, role, true);
            Ok(role)
        })
    }

    /// Throws the bot out.
    pub fn remove_bot(&self, guild: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.part_from_guild(guild, world.bot());
            Ok(())
        })
    }

    /// Joins a guild, or comes back to it.
    pub fn join(&self, user: Id, guild: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.user_mut(user)?;
            let Some(found) = world.guild_mut(guild) else {
                return refused(format!("there is no guild {guild}"));
            };
            if found.banned.contains(&user) {
                return refused(format!("user {user} is banned from guild {guild}"));
            }
            world.join_guild(guild, user);
            Ok(())
        })
    }

    /// Leaves a guild.
    pub fn leave(&self, user: Id, guild: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed_in_guild(user, guild, Permissions::NONE)?;
            world.part_from_guild(guild, user);
            Ok(())
        })
    }

    /// Bans somebody from a guild.
    pub fn ban(&self, by: Id, guild: Id, user: Id) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed_in_guild(by, guild, Permissions::BAN_MEMBERS)?;
            world.part_from_guild(guild, user);
            if let Some(found) = world.guild_mut(guild) {
                found.banned.insert(user);
            }
            Ok(())
        })
    }

    /// Makes a role and returns it.
    pub fn create_role(&self, guild: Id, new: &NewRole) -> Result<Id, Refused> {
        self.act(|world| world.add_role(guild, new, false))
    }

    /// Changes what a role's holders may do.
    pub fn set_permissions(
        &self,
        guild: Id,
        role: Id,
        permissions: Permissions,
    ) -> Result<(), Refused> {
        self.act(|world| {
            let found = world.guild_mut(guild).and_then(|guild| guild.roles.get_mut(&role));
            let Some(found) = found else { return refused(format!("there is no role {role}")) };
            found.permissions = permissions;
            let d = json!({ "guild_id": guild, "role": world.wire_role(guild, role) });
            world.tell_inside(guild, "GUILD_ROLE_UPDATE", Intents::GUILDS, d);
            Ok(())
        })
    }

    /// Moves a role to another rank.
    pub fn set_rank(&self, guild: Id, role: Id, position: i64) -> Result<(), Refused> {
        self.act(|world| {
            let found = world.guild_mut(guild).and_then(|guild| guild.roles.get_mut(&role));
            let Some(found) = found else { return refused(format!("there is no role {role}")) };
            found.position = position;
            let d = json!({ "guild_id": guild, "role": world.wire_role(guild, role) });
            world.tell_inside(guild, "GUILD_ROLE_UPDATE", Intents::GUILDS, d);
            Ok(())
        })
    }

    /// Deletes a role, and takes it from everyone.
    pub fn delete_role(&self, guild: Id, role: Id) -> Result<(), Refused> {
        self.act(|world| {
            let Some(found) = world.guild_mut(guild) else {
                return refused(format!("there is no guild {guild}"));
            };
            found.roles.remove(&role);
            for member in found.members.values_mut() {
                member.roles.remove(&role);
            }
            let d = json!({ "guild_id": guild, "role_id": role });
            world.tell_inside(guild, "GUILD_ROLE_DELETE", Intents::GUILDS, d);
            Ok(())
        })
    }

    /// Gives a role to somebody.
    pub fn give_role(&self, guild: Id, user: Id, role: Id) -> Result<(), Refused> {
        self.hold_role(guild, user, role, true)
    }

    /// Takes a role from somebody.
    pub fn take_role(&self, guild: Id, user: Id, role: Id) -> Result<(), Refused> {
        self.hold_role(guild, user, role, false)
    }

    fn hold_role(&self, guild: Id, user: Id, role: Id, is_held: bool) -> Result<(), Refused> {
        self.act(|world| {
            world.allowed_in_guild(user, guild, Permissions::NONE)?;
            if world.guilds.get(&guild).is_none_or(|found| !found.roles.contains_key(&role)) {
                return refused(format!("there is no role {role}"));
            }
            world.hold_role(guild, user, role, is_held);
            Ok(())
        })
    }

    /// Makes a channel and returns it.
    pub fn create_channel(&self, guild: Id, new: &NewChannel) -> Result<Id, Refused> {
        self.act(|world| {
            let Some(found) = world.guilds.get(&guild) else {
                return refused(format!("there is no guild {guild}"));
            };
            let roles: BTreeSet<Id> = found.roles.keys().copied().collect();
            if new.kind.is_thread() || new.kind == ChannelKind::Dm {
                return refused("threads and direct messages are opened in another way");
            }
            let id = world.new_id();
            let mut channel = Channel::new(id, new.kind, Some(guild), &new.name);
            channel.parent = new.parent;
            channel.position = i64::try_from(world.channels.len()).unwrap_or(0);
            channel.tags = new
                .tags
                .iter()
                .map(|name| Tag { id: world.new_id(), name: name.clone(), moderated: false })
                .collect();
            if !new.only_for.is_empty() {
                let deny = Permissions::VIEW_CHANNEL;
                let closed = Overwrite { is_for_member: false, allow: Permissions::NONE, deny };
                channel.overwrites.insert(guild, closed);
            }
            for target in &new.only_for {
                let open = Overwrite {
                    is_for_member: !roles.contains(target),
                    allow: Permissions::VIEW_CHANNEL,
                    deny: Permissions::NONE,
                };
                channel.overwrites.insert(*target, open);
            }
            world.add_channel(channel);
            Ok(id)
        })
    }

    /// Sets an exception from what roles allow in a channel, for a role or person.
    pub fn set_overwrite(
        &self,
        channel: Id,
        target: Id,
        allow: Permissions,
        deny: Permissions,
    ) -> Result<(), Refused> {
        self.act(|world| {
            let Some(found) = world.channel(channel).filter(|it| !it.kind.is_thread()) else {
                return refused(format!("there is no channel {channel}"));
            };
            let guild = found.guild.and_then(|guild| world.guilds.get(&guild));
            let is_role = guild.is_some_and(|guild| guild.roles.contains_key(&target));
            let overwrite = Overwrite { is_for_member: !is_role, allow, deny };
            world.change_overwrite(channel, target, Some(overwrite));
            Ok(())
        })
    }
}

impl World {
    fn add_role(&mut self, guild: Id, new: &NewRole, managed: bool) -> Result<Id, Refused> {
        let id = self.new_id();
        let Some(found) = self.guild_mut(guild) else {
            return refused(format!("there is no guild {guild}"));
        };
        let above = found.roles.values().map(|role| role.position).max().unwrap_or(0) + 1;
        let position = if managed { above } else { new.position.unwrap_or(1) };
        let mut moved = Vec::new();
        for role in found.roles.values_mut().filter(|role| position <= role.position) {
            role.position += 1;
            moved.push(role.id);
        }
        let role = Role {
            id,
            name: new.name.clone(),
            position,
            permissions: new.permissions,
            mentionable: new.mentionable,
            managed,
        };
        found.roles.insert(id, role);
        let d = json!({ "guild_id": guild, "role": self.wire_role(guild, id) });
        self.tell_inside(guild, "GUILD_ROLE_CREATE", Intents::GUILDS, d);
        for role in moved {
            let d = json!({ "guild_id": guild, "role": self.wire_role(guild, role) });
            self.tell_inside(guild, "GUILD_ROLE_UPDATE", Intents::GUILDS, d);
        }
        Ok(id)
    }
}
