//! What people do with their accounts: they connect the bot, and write to each other.

use super::{Line, People, Refused, refused};
use crate::telegram::{
    business::AccountRights,
    world::{Author, Kind, Message, World},
};

impl People {
    /// Connects the bot to one's account, and returns the id of the connection. An earlier one ends.
    pub fn connect_bot(&self, owner: i64, rights: AccountRights) -> Result<String, Refused> {
        self.act(|world| {
            world.person(owner)?;
            world.disconnect(owner);
            Ok(world.connect(owner, rights))
        })
    }

    /// Changes what the bot may do in one's account.
    pub fn set_account_rights(&self, owner: i64, rights: AccountRights) -> Result<(), Refused> {
        self.act(|world| {
            let Some(id) = world.connection_of(owner).map(|connection| connection.id.clone())
            else {
                return refused(format!("user {owner} has not connected the bot"));
            };
            if let Some(connection) = world.connections.get_mut(&id) {
                connection.rights = rights;
            }
            world.tell_connection(&id);
            Ok(())
        })
    }

    /// Disconnects the bot from one's account.
    pub fn disconnect_bot(&self, owner: i64) -> Result<(), Refused> {
        self.act(|world| {
            if world.disconnect(owner) {
                return Ok(());
            }
            refused(format!("user {owner} has not connected the bot"))
        })
    }

    /// Writes to somebody in their own account, not to the bot, and returns the message's id there.
    pub fn write_to_owner(
        &self,
        user: i64,
        owner: i64,
        line: impl Into<Line>,
    ) -> Result<i64, Refused> {
        let line = line.into();
        self.act(|world| world.write_in_account(owner, user, user, line))
    }

    /// Writes to somebody from one's own account, and returns the message's id there.
    pub fn write_as_owner(
        &self,
        owner: i64,
        user: i64,
        line: impl Into<Line>,
    ) -> Result<i64, Refused> {
        let line = line.into();
        self.act(|world| world.write_in_account(owner, user, owner, line))
    }
}

impl World {
    /// Ends the connection that holds, if there is one.
    fn disconnect(&mut self, owner: i64) -> bool {
        let held = self.connections.values_mut().find(|it| it.owner == owner && it.is_enabled);
        let Some(connection) = held else { return false };
        connection.is_enabled = false;
        let id = connection.id.clone();
        self.tell_connection(&id);
        true
    }

    fn write_in_account(
        &mut self,
        owner: i64,
        partner: i64,
        by: i64,
        line: Line,
    ) -> Result<i64, Refused> {
        self.person(owner)?;
        self.person(partner)?;
        if owner == partner {
            return refused("nobody writes to themselves here");
        }
        if line.topic.is_some() || line.anonymous {
            return refused("a chat of two people has no topics, and nobody hides there");
        }
        if line.text.is_empty() && line.kind == Kind::Text {
            return refused("the app sends no empty text");
        }
        let chat = self.account_chat(owner, partner);
        let stands =
            |id: &i64| chat.and_then(|chat| chat.messages.get(id)).is_some_and(Message::is_shown);
        if let Some(id) = line.reply_to.filter(|id| !stands(id)) {
            return refused(format!("there is no message {id} to answer"));
        }
        let draft = self.draft(by, line, None);
        Ok(self.put_in_account(owner, partner, Author::Person(by), draft))
    }
}
