//! What people do in the app.

mod deeds;
mod doors;
mod guilds;
mod interactions;
mod places;
mod writing;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    permissions::Permissions,
    shared::{Shared, State},
    world::{Channel, Id, Message, User, World},
};

pub use deeds::{Deed, InGuild, InPlace, Talk};
pub(crate) use doors::router;
pub use guilds::{NewChannel, NewGuild, NewRole};
pub use interactions::{Clicked, Given};
pub use writing::{File, Line};

/// The app would not let a person do this, or the test meant something that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub(crate) String);

pub(crate) fn refused<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(why.into()))
}

/// The people of a world, and what they can do.
#[derive(Clone, Debug)]
pub struct People {
    pub(crate) shared: Arc<Shared>,
}

/// A new account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewUser {
    /// The account's id.
    pub id: Id,
    /// The unique name.
    pub username: String,
    /// The shown name.
    #[serde(default)]
    pub global_name: Option<String>,
    /// The language of the app.
    #[serde(default = "english")]
    pub locale: String,
    /// Whether it is another bot.
    #[serde(default)]
    pub is_bot: bool,
}

fn english() -> String {
    "en-US".to_owned()
}

impl NewUser {
    /// Describes an account by id and shown name; the unique name is made of the shown one.
    pub fn new(id: impl Into<Id>, name: &str) -> Self {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        Self {
            id: id.into(),
            username: format!("{}.", plain.to_lowercase()),
            global_name: Some(name.to_owned()),
            locale: english(),
            is_bot: false,
        }
    }

    /// Gives it a unique name of its own.
    #[must_use]
    pub fn username(mut self, username: &str) -> Self {
        username.clone_into(&mut self.username);
        self
    }

    /// Sets the language of the app, as in `de` or `en-GB`.
    #[must_use]
    pub fn language(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.locale);
        self
    }

    /// Makes it another bot.
    #[must_use]
    pub fn bot(mut self) -> Self {
        self.is_bot = true;
        self
    }
}

impl People {
    pub(crate) fn act<T>(
        &self,
        act: impl FnOnce(&mut World) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.shared.change(|state: &mut State| act(&mut state.world))
    }

    /// Opens an account.
    pub fn create_user(&self, new: NewUser) -> Result<Id, Refused> {
        self.act(|world| {
            let id = new.id;
            if id == Id(0) || id == world.bot() || world.users.contains_key(&id) {
                return refused(format!("there cannot be a new user {id}"));
            }
            let user = User {
                id,
                username: new.username,
                global_name: new.global_name,
                locale: new.locale,
                is_bot: new.is_bot,
                dms_open: true,
                blocked: false,
            };
            world.users.insert(id, user);
            Ok(id)
        })
    }

    /// Changes the shown name.
    pub fn rename_user(&self, user: Id, name: &str) -> Result<(), Refused> {
        self.act(|world| {
            world.user_mut(user)?.global_name = Some(name.to_owned());
            Ok(())
        })
    }

    /// Opens direct messages for members of shared guilds, or closes them.
    pub fn set_dms(&self, user: Id, open: bool) -> Result<(), Refused> {
        self.act(|world| {
            world.user_mut(user)?.dms_open = open;
            Ok(())
        })
    }

    /// Blocks the bot, or unblocks it.
    pub fn set_blocked(&self, user: Id, blocked: bool) -> Result<(), Refused> {
        self.act(|world| {
            world.user_mut(user)?.blocked = blocked;
            Ok(())
        })
    }

    /// Opens the direct messages with the bot and returns their channel.
    pub fn dm(&self, user: Id) -> Result<Id, Refused> {
        self.act(|world| {
            world.user_mut(user)?;
            Ok(world.make_dm(user))
        })
    }
}

impl World {
    pub(crate) fn user_mut(&mut self, user: Id) -> Result<&mut User, Refused> {
        self.users.get_mut(&user).ok_or_else(|| Refused(format!("there is no user {user}")))
    }

    /// Returns a channel that a person sees.
    pub(crate) fn seen_by(&self, user: Id, channel: Id) -> Result<&Channel, Refused> {
        if !self.users.contains_key(&user) {
            return refused(format!("there is no user {user}"));
        }
        let Some(found) = self.channel(channel) else {
            return refused(format!("there is no channel {channel}"));
        };
        if !self.sees(user, channel) {
            return refused(format!("user {user} does not see channel {channel}"));
        }
        Ok(found)
    }

    /// Returns a message that a person sees.
    pub(crate) fn message_seen_by(
        &self,
        user: Id,
        channel: Id,
        message: Id,
    ) -> Result<&Message, Refused> {
        let found = self.seen_by(user, channel)?.messages.get(&message);
        let is_seen = |message: &&Message| {
            !message.deleted && message.only_for.is_none_or(|reader| reader == user)
        };
        let missing = || Refused(format!("channel {channel} shows user {user} no {message}"));
        found.filter(is_seen).ok_or_else(missing)
    }

    /// Checks that a person may do this in a channel.
    pub(crate) fn allowed(
        &self,
        user: Id,
        channel: Id,
        wanted: Permissions,
    ) -> Result<(), Refused> {
        let found = self.seen_by(user, channel)?;
        if found.guild.is_none() || self.permissions(user, channel).include(wanted) {
            return Ok(());
        }
        refused(format!("user {user} lacks permissions in channel {channel}"))
    }

    /// Checks that a person may do this in a guild.
    pub(crate) fn allowed_in_guild(
        &self,
        user: Id,
        guild: Id,
        wanted: Permissions,
    ) -> Result<(), Refused> {
        let Some(found) = self.guilds.get(&guild) else {
            return refused(format!("there is no guild {guild}"));
        };
        match found.permissions_of(user) {
            Some(held) if held.include(wanted) => Ok(()),
            Some(_) => refused(format!("user {user} lacks permissions in guild {guild}")),
            None => refused(format!("user {user} is not in guild {guild}")),
        }
    }
}
