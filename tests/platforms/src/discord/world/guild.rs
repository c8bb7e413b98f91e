//! Guilds: roles, members and who is in a voice channel.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Id;
use crate::discord::permissions::Permissions;

/// A guild, which people call a server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guild {
    /// Its id, which is also the id of the role @everyone.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The person who owns it and may do everything.
    pub owner: Id,
    /// Its roles by id, @everyone included.
    pub roles: BTreeMap<Id, Role>,
    /// The accounts in it, the bot's included while it is there.
    pub members: BTreeMap<Id, Member>,
    /// The voice channel in which each person is.
    pub voice: BTreeMap<Id, Id>,
    /// Members who are only counted, to make the guild a large one.
    pub uncounted_members: u64,
    /// Accounts that were banned.
    pub banned: BTreeSet<Id>,
}

/// A role in a guild.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its rank; higher ones rule over lower ones, and @everyone has 0.
    pub position: i64,
    /// What its holders may do.
    pub permissions: Permissions,
    /// Whether anyone may ping it.
    pub mentionable: bool,
    /// Whether it belongs to the bot and came with it.
    pub managed: bool,
}

/// What an account is in a guild.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Member {
    /// Its roles without @everyone.
    pub roles: BTreeSet<Id>,
    /// The name it goes by here.
    pub nick: Option<String>,
    /// When it came, in milliseconds since 1970.
    pub joined_at_ms: i64,
}

impl Guild {
    /// Returns the role of this name.
    pub fn role_named(&self, name: &str) -> Option<&Role> {
        self.roles.values().find(|role| role.name == name)
    }

    /// Returns how many members the guild says it has.
    pub fn member_count(&self) -> u64 {
        u64::try_from(self.members.len()).unwrap_or(u64::MAX).saturating_add(self.uncounted_members)
    }
}
