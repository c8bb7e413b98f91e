//! Who a text names, and who of them is pinged.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    permissions::Permissions,
    refusal::Refusal,
    world::{Channel, Id, World},
};

/// What may be pinged, as `allowed_mentions` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said on its own")]
pub(crate) struct Pings {
    everyone: bool,
    every_role: bool,
    every_user: bool,
    roles: BTreeSet<Id>,
    users: BTreeSet<Id>,
    replied_user: bool,
}

/// Who a text names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) users: BTreeSet<Id>,
    pub(crate) roles: BTreeSet<Id>,
    pub(crate) everyone: bool,
}

impl Pings {
    /// Everything named is pinged, and the answered person if wanted.
    pub(crate) fn all(replied_user: bool) -> Self {
        Self {
            everyone: true,
            every_role: true,
            every_user: true,
            roles: BTreeSet::new(),
            users: BTreeSet::new(),
            replied_user,
        }
    }

    /// Nobody is pinged.
    pub(crate) fn none() -> Self {
        Self { everyone: false, every_role: false, every_user: false, ..Self::all(false) }
    }

    /// Reads `allowed_mentions`; `path` is where it stands.
    pub(crate) fn read(body: &Value, path: &str) -> Result<Self, Refusal> {
        if body.is_null() {
            return Ok(Self::all(true));
        }
        let mut pings = Self::none();
        for kind in body["parse"].as_array().into_iter().flatten() {
            match kind.as_str() {
                Some("everyone") => pings.everyone = true,
                Some("roles") => pings.every_role = true,
                Some("users") => pings.every_user = true,
                Some(_) | None => {
                    let at = format!("{path}.parse");
                    let words = "Value must be one of ('users', 'everyone', 'roles').";
                    return Err(Refusal::form(&at, "BASE_TYPE_CHOICES", words));
                }
            }
        }
        (pings.users, pings.roles) = (ids(&body["users"]), ids(&body["roles"]));
        let is_double = (pings.every_user && !pings.users.is_empty())
            || (pings.every_role && !pings.roles.is_empty());
        if is_double {
            let words = "Mutually exclusive parse and list.";
            return Err(Refusal::form(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words));
        }
        pings.replied_user = body["replied_user"] == Value::Bool(true);
        Ok(pings)
    }
}

fn ids(list: &Value) -> BTreeSet<Id> {
    let ids = list.as_array().into_iter().flatten();
    ids.filter_map(|id| id.as_str().and_then(|id| id.parse().ok())).collect()
}

/// Finds who a text names.
pub(crate) fn find(text: &str) -> Named {
    let mut named = Named {
        everyone: text.contains("@everyone") || text.contains("@here"),
        ..Named::default()
    };
    for part in text.split("<@").skip(1) {
        let Some((inside, _)) = part.split_once('>') else { continue };
        let (digits, is_role) = match inside.strip_prefix('&') {
            Some(role) => (role, true),
            None => (inside.strip_prefix('!').unwrap_or(inside), false),
        };
        let Ok(id) = digits.parse() else { continue };
        let list = if is_role { &mut named.roles } else { &mut named.users };
        list.insert(id);
    }
    named
}

impl World {
    /// Returns who of the named is pinged when an account writes a text into a channel.
    pub(crate) fn pinged(
        &self,
        channel: &Channel,
        author: Id,
        text: &str,
        answered: Option<Id>,
        pings: &Pings,
    ) -> Named {
        let named = find(text);
        let exists = |user: &Id| self.users.contains_key(user) || *user == self.bot();
        let may_ping_all =
            self.permissions(author, channel.id).include(Permissions::MENTION_EVERYONE);
        let guild = channel.guild.and_then(|guild| self.guilds.get(&guild));
        let is_pingable = |role: &Id| {
            let role = guild.and_then(|guild| guild.roles.get(role));
            role.is_some_and(|role| role.mentionable || may_ping_all)
        };
        let mut users: BTreeSet<Id> = named
            .users
            .into_iter()
            .filter(|user| exists(user) && (pings.every_user || pings.users.contains(user)))
            .collect();
        let answered = answered.and_then(|id| self.message(channel.id, id));
        users.extend(answered.filter(|_| pings.replied_user).map(|message| message.author));
        let roles = named
            .roles
            .into_iter()
            .filter(|role| is_pingable(role) && (pings.every_role || pings.roles.contains(role)))
            .collect();
        let everyone = named.everyone && pings.everyone && may_ping_all && guild.is_some();
        Named { users, roles, everyone }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_found() {
        let named = find("hi <@12> and <@!13>, <@&14> <#15> <@x> <@16");
        assert_eq!(named.users, BTreeSet::from([Id(12), Id(13)]));
        assert_eq!(named.roles, BTreeSet::from([Id(14)]));
        assert!(!named.everyone && find("@here").everyone);
    }

    #[test]
    fn an_empty_permission_pings_nobody() {
        let pings = Pings::read(&json!({ "parse": [] }), "allowed_mentions").unwrap();
        assert_eq!(pings, Pings::none());
        assert!(Pings::read(&json!({ "parse": ["staff"] }), "allowed_mentions").is_err());
        let double = json!({ "parse": ["users"], "users": ["12"] });
        assert!(Pings::read(&double, "allowed_mentions").is_err());
    }
}
