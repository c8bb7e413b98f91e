//! What accounts may do: roles, their order, and exceptions in channels.

use std::ops::{BitAnd, BitOr, Not};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::world::{Channel, Guild, Id, World};

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(pub u64);

#[expect(missing_docs, reason = "each has the platform's own name")]
impl Permissions {
    pub const NONE: Self = Self(0);
    pub const KICK_MEMBERS: Self = Self(1 << 1);
    pub const BAN_MEMBERS: Self = Self(1 << 2);
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    pub const MANAGE_CHANNELS: Self = Self(1 << 4);
    pub const MANAGE_GUILD: Self = Self(1 << 5);
    pub const ADD_REACTIONS: Self = Self(1 << 6);
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    pub const MANAGE_MESSAGES: Self = Self(1 << 13);
    pub const EMBED_LINKS: Self = Self(1 << 14);
    pub const ATTACH_FILES: Self = Self(1 << 15);
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    pub const MENTION_EVERYONE: Self = Self(1 << 17);
    pub const CONNECT: Self = Self(1 << 20);
    pub const SPEAK: Self = Self(1 << 21);
    pub const MANAGE_ROLES: Self = Self(1 << 28);
    pub const USE_APPLICATION_COMMANDS: Self = Self(1 << 31);
    pub const MANAGE_THREADS: Self = Self(1 << 34);
    pub const CREATE_PUBLIC_THREADS: Self = Self(1 << 35);
    pub const CREATE_PRIVATE_THREADS: Self = Self(1 << 36);
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);
    pub const MODERATE_MEMBERS: Self = Self(1 << 40);
    pub const PIN_MESSAGES: Self = Self(1 << 51);
    /// Everything.
    pub const ALL: Self = Self((1 << 53) - 1);
    /// What a new guild allows everyone.
    pub const EVERYONE: Self = Self(
        Self::ADD_REACTIONS.0
            | Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::CONNECT.0
            | Self::SPEAK.0
            | Self::USE_APPLICATION_COMMANDS.0
            | Self::CREATE_PUBLIC_THREADS.0
            | Self::CREATE_PRIVATE_THREADS.0
            | Self::SEND_MESSAGES_IN_THREADS.0,
    );
    /// What the bot of a desk asks for when it is invited. It may not mention everyone, so that it
    /// calls only roles that anybody may mention.
    pub const DESK_BOT: Self =
        Self(Self::EVERYONE.0 | Self::MANAGE_THREADS.0 | Self::PIN_MESSAGES.0);
}

impl Permissions {
    /// Tells whether all of these are among them.
    pub fn include(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Permissions {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Permissions {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0)
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

impl Guild {
    /// Returns what an account may do in the guild as a whole; none if it is not there.
    pub fn permissions_of(&self, user: Id) -> Option<Permissions> {
        let member = self.members.get(&user)?;
        if self.owner == user {
            return Some(Permissions::ALL);
        }
        let held = member.roles.iter().chain([&self.id]).filter_map(|role| self.roles.get(role));
        let all = held.fold(Permissions::NONE, |sum, role| sum | role.permissions);
        if all.include(Permissions::ADMINISTRATOR) {
            return Some(Permissions::ALL);
        }
        Some(all)
    }

    /// Returns the rank of an account's highest role.
    pub fn rank_of(&self, user: Id) -> i64 {
        let Some(member) = self.members.get(&user) else { return 0 };
        let ranks = member.roles.iter().filter_map(|role| self.roles.get(role));
        ranks.map(|role| role.position).max().unwrap_or(0)
    }

    /// Returns what an account may do in a channel of the guild that is not a thread.
    fn permissions_in(&self, channel: &Channel, user: Id) -> Option<Permissions> {
        let base = self.permissions_of(user)?;
        if base == Permissions::ALL {
            return Some(base);
        }
        let member = self.members.get(&user)?;
        let mut sum = base;
        if let Some(overwrite) = channel.overwrites.get(&self.id) {
            sum = (sum & !overwrite.deny) | overwrite.allow;
        }
        let of_roles = member.roles.iter().filter_map(|role| channel.overwrites.get(role));
        let (allow, deny) = of_roles
            .fold((Permissions::NONE, Permissions::NONE), |(allow, deny), it| {
                (allow | it.allow, deny | it.deny)
            });
        sum = (sum & !deny) | allow;
        if let Some(overwrite) = channel.overwrites.get(&user) {
            sum = (sum & !overwrite.deny) | overwrite.allow;
        }
        if !sum.include(Permissions::VIEW_CHANNEL) {
            return Some(Permissions::NONE);
        }
        Some(sum)
    }
}

impl World {
    /// Returns what an account may do in a channel or thread; nothing if it does not see it.
    pub fn permissions(&self, user: Id, channel: Id) -> Permissions {
        let Some(found) = self.channel(channel) else { return Permissions::NONE };
        let Some(guild) = found.guild else {
            let is_in = found.recipient == Some(user) || self.application.id == user;
            return if is_in { Permissions::EVERYONE } else { Permissions::NONE };
        };
        let Some(guild) = self.guilds.get(&guild) else { return Permissions::NONE };
        if !found.kind.is_thread() {
            return guild.permissions_in(found, user).unwrap_or_default();
        }
        let Some(parent) = found.parent.and_then(|parent| self.channel(parent)) else {
            return Permissions::NONE;
        };
        let held = guild.permissions_in(parent, user).unwrap_or_default();
        let is_hidden = found.kind == super::world::ChannelKind::PrivateThread
            && !found.has_thread_member(user)
            && !held.include(Permissions::MANAGE_THREADS);
        if is_hidden { Permissions::NONE } else { held }
    }

    /// Tells whether an account sees a channel or thread.
    pub fn sees(&self, user: Id, channel: Id) -> bool {
        self.permissions(user, channel).include(Permissions::VIEW_CHANNEL)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::discord::world::{ChannelKind, Member, Overwrite, Role};

    const GUILD: Id = Id(1);
    const STAFF: Id = Id(2);
    const OWNER: Id = Id(10);
    const ANNA: Id = Id(11);
    const ROOM: Id = Id(20);

    fn role(id: Id, position: i64, permissions: Permissions) -> (Id, Role) {
        let (name, mentionable, managed) = (id.to_string(), false, false);
        (id, Role { id, name, position, permissions, mentionable, managed })
    }

    fn world() -> World {
        let roles =
            [role(GUILD, 0, Permissions::EVERYONE), role(STAFF, 1, Permissions::MANAGE_THREADS)];
        let members = [(OWNER, Member::default()), (ANNA, Member::default())];
        let guild = Guild {
            id: GUILD,
            name: "Home".to_owned(),
            owner: OWNER,
            roles: BTreeMap::from(roles),
            members: BTreeMap::from(members),
            voice: BTreeMap::new(),
            uncounted_members: 0,
            banned: BTreeSet::new(),
        };
        let mut world = World::default();
        world.guilds.insert(GUILD, guild);
        world.channels.insert(ROOM, Channel::new(ROOM, ChannelKind::Text, Some(GUILD), "room"));
        world
    }

    fn except(world: &mut World, target: Id, allow: Permissions, deny: Permissions) {
        let overwrite = Overwrite { is_for_member: target == ANNA, allow, deny };
        world.channels.get_mut(&ROOM).unwrap().overwrites.insert(target, overwrite);
    }

    fn join_staff(world: &mut World) {
        let guild = world.guilds.get_mut(&GUILD).unwrap();
        guild.members.get_mut(&ANNA).unwrap().roles.insert(STAFF);
    }

    #[test]
    fn exceptions_for_people_win_over_roles_and_those_over_everyone() {
        const VIEW: Permissions = Permissions::VIEW_CHANNEL;
        const NONE: Permissions = Permissions::NONE;
        let mut world = world();
        assert!(world.sees(ANNA, ROOM));
        except(&mut world, GUILD, NONE, VIEW);
        assert!(!world.sees(ANNA, ROOM) && world.sees(OWNER, ROOM));
        except(&mut world, STAFF, VIEW, NONE);
        assert!(!world.sees(ANNA, ROOM));
        join_staff(&mut world);
        assert!(world.sees(ANNA, ROOM));
        except(&mut world, ANNA, NONE, VIEW);
        assert!(!world.sees(ANNA, ROOM));
        assert_eq!(world.permissions(ANNA, ROOM), NONE, "who does not see it may do nothing");
    }

    #[test]
    fn administrators_and_owners_may_do_everything() {
        let mut world = world();
        except(&mut world, GUILD, Permissions::NONE, Permissions::ALL);
        join_staff(&mut world);
        assert!(!world.sees(ANNA, ROOM));
        let roles = &mut world.guilds.get_mut(&GUILD).unwrap().roles;
        roles.get_mut(&STAFF).unwrap().permissions = Permissions::ADMINISTRATOR;
        assert_eq!(world.permissions(ANNA, ROOM), Permissions::ALL);
        assert_eq!(world.permissions(OWNER, ROOM), Permissions::ALL);
        assert_eq!(world.permissions(Id(99), ROOM), Permissions::NONE);
    }
}
