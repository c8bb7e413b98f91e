//! Accounts of people to which the bot is connected, and the chats they have there.
//!
//! Such a chat has the id of the partner, like the partner's private chat with the bot, and is
//! another one: it has messages of its own, with ids of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    draft::Draft,
    params::Params,
    refusal::Refusal,
    wire,
    world::{Author, Chat, ChatKind, Message, World},
};

/// How long after a message of the partner the bot may write into their chat.
const USED_MS: i64 = 24 * 3_600_000;

/// What the bot may do in somebody's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRights {
    /// May write in chats in which the partner wrote lately.
    pub reply: bool,
    /// May delete what it wrote itself.
    pub delete_sent: bool,
    /// May delete everything.
    pub delete_all: bool,
}

impl AccountRights {
    /// Every right.
    pub const ALL: Self = Self { reply: true, delete_sent: true, delete_all: true };
    /// It may write, and delete nothing.
    pub const REPLY: Self = Self { reply: true, delete_sent: false, delete_all: false };
    /// It may only read.
    pub const NONE: Self = Self { reply: false, delete_sent: false, delete_all: false };
}

/// The bot's connection with an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Connection {
    /// Its id, which tells nothing.
    pub id: String,
    /// Whose account.
    pub owner: i64,
    /// When it was made, in milliseconds since 1970.
    pub at_ms: i64,
    /// Whether it holds; one that was ended never holds again.
    pub is_enabled: bool,
    /// What the bot may do.
    pub rights: AccountRights,
}

/// An account, as far as the bot may ever see it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// Its chats by the partner's id.
    pub chats: BTreeMap<i64, Chat>,
    last_message_id: i64,
}

/// Where a message stands.
#[derive(Clone, Debug)]
pub(crate) enum Home {
    /// In a chat of the bot's own.
    Own(i64),
    /// In a chat of somebody's account.
    Account {
        /// Whose.
        owner: i64,
        /// With whom.
        partner: i64,
    },
}

impl Home {
    /// The id of the chat on the wire.
    pub(crate) fn chat_id(&self) -> i64 {
        match self {
            Self::Own(id) | Self::Account { partner: id, .. } => *id,
        }
    }
}

impl World {
    /// Returns the chat that somebody has with a partner in their account.
    pub fn account_chat(&self, owner: i64, partner: i64) -> Option<&Chat> {
        self.accounts.get(&owner)?.chats.get(&partner)
    }

    /// Returns the connection with an account that holds now.
    pub fn connection_of(&self, owner: i64) -> Option<&Connection> {
        self.connections.values().find(|it| it.owner == owner && it.is_enabled)
    }

    /// Makes a connection with an id that was never used.
    pub(crate) fn connect(&mut self, owner: i64, rights: AccountRights) -> String {
        self.counters.connection += 1;
        // Spread out, so that nobody can tell anything from it, and nobody relies on its looks.
        let spread = self.counters.connection.wrapping_mul(0x1e37_79b9_7f4a_7c15);
        let id = format!("bc_{spread:016x}-{owner:x}");
        let connection =
            Connection { id: id.clone(), owner, at_ms: self.now_ms(), is_enabled: true, rights };
        self.connections.insert(id.clone(), connection);
        self.tell_connection(&id);
        id
    }

    /// Tells the bot how a connection is now.
    pub(crate) fn tell_connection(&mut self, id: &str) {
        if let Some(connection) = self.connections.get(id) {
            let body = self.wire_connection(connection);
            self.emit("business_connection", body);
        }
    }

    pub(crate) fn wire_connection(&self, connection: &Connection) -> Value {
        let AccountRights { reply, delete_sent, delete_all } = connection.rights;
        let mut rights = json!({});
        for (key, is_given) in [
            ("can_reply", reply),
            ("can_delete_sent_messages", delete_sent),
            ("can_delete_all_messages", delete_all),
        ] {
            if is_given {
                rights[key] = json!(true);
            }
        }
        json!({
            "id": connection.id, "user": self.wire_user(connection.owner),
            "user_chat_id": connection.owner, "date": connection.at_ms / 1000, "rights": rights,
            "is_enabled": connection.is_enabled,
        })
    }

    /// Returns the connection that a call names, if it holds.
    pub(crate) fn named_connection(&self, params: &Params) -> Result<&Connection, Refusal> {
        let found = self.connections.get(&params.text("business_connection_id"));
        // What the platform says of one that was ended is not documented: to it, there is none.
        found
            .filter(|connection| connection.is_enabled)
            .ok_or_else(|| Refusal::bad("BUSINESS_CONNECTION_INVALID"))
    }

    /// Returns the chat of an account that a call writes into, if it may now.
    pub(crate) fn open_account(&self, params: &Params) -> Result<Home, Refusal> {
        let connection = self.named_connection(params)?;
        let owner = connection.owner;
        let partner = params.int("chat_id").ok_or_else(|| Refusal::bad("chat not found"))?;
        if partner < 0 {
            return Err(Refusal::bad("chat must be a private chat"));
        }
        if partner == owner {
            return Err(Refusal::bad("messages must not be sent to self"));
        }
        match self.users.get(&partner) {
            None => return Err(Refusal::bad("chat not found")),
            Some(person) if person.deactivated => {
                return Err(Refusal::bad("INPUT_USER_DEACTIVATED"));
            }
            Some(_) => (),
        }
        if !connection.rights.reply {
            return Err(Refusal::forbidden("BOT_ACCESS_FORBIDDEN"));
        }
        let wrote = |message: &&Message| message.from == Author::Person(partner);
        let messages = self.account_chat(owner, partner).map(|chat| chat.messages.values());
        let latest = messages.into_iter().flatten().filter(wrote).map(|it| it.at_ms).max();
        if latest.is_none_or(|at_ms| at_ms < self.now_ms() - USED_MS) {
            return Err(Refusal::bad("BUSINESS_PEER_USAGE_MISSING"));
        }
        if params.has("message_thread_id") {
            return Err(Refusal::bad("message thread not found"));
        }
        // The platform may take some: the stand-in doesn't, so that nobody relies on it.
        if params.has("reply_markup") {
            return Err(Refusal::bad("reply markup is not allowed on behalf of an account"));
        }
        Ok(Home::Account { owner, partner })
    }

    pub(crate) fn chat_mut(&mut self, home: &Home) -> Option<&mut Chat> {
        match home {
            Home::Own(chat) => self.chats.get_mut(chat),
            Home::Account { owner, partner } => {
                self.accounts.get_mut(owner)?.chats.get_mut(partner)
            }
        }
    }

    pub(crate) fn message_in(&self, home: &Home, id: i64) -> Option<&Message> {
        match home {
            Home::Own(chat) => self.message(*chat, id),
            Home::Account { owner, partner } => {
                let message = self.account_chat(*owner, *partner)?.messages.get(&id)?;
                message.is_shown().then_some(message)
            }
        }
    }

    /// Puts a message into a chat of an account, tells the bot of it, and returns its id. What the
    /// bot wrote on the owner's behalf it is told, too.
    pub(crate) fn put_in_account(
        &mut self,
        owner: i64,
        partner: i64,
        from: Author,
        draft: Draft,
    ) -> i64 {
        let at_ms = self.now_ms();
        let account = self.accounts.entry(owner).or_default();
        account.last_message_id += 1;
        let id = account.last_message_id;
        let new = || Chat::new(partner, ChatKind::Private, "");
        let chat = account.chats.entry(partner).or_insert_with(new);
        chat.last_message_id = id;
        chat.messages.insert(id, wire::message(id, from, at_ms, draft));
        if from == Author::Bot {
            self.stats.deliveries += 1;
        }
        if self.connection_of(owner).is_some() {
            let body = self.wire_in_account(owner, partner, id);
            self.emit("business_message", body);
        }
        id
    }

    pub(crate) fn wire_in(&self, home: &Home, id: i64) -> Value {
        match home {
            Home::Own(chat) => self.wire_message(*chat, id),
            Home::Account { owner, partner } => self.wire_in_account(*owner, *partner, id),
        }
    }

    fn wire_in_account(&self, owner: i64, partner: i64, id: i64) -> Value {
        let home = Home::Account { owner, partner };
        let bare = |id: i64| {
            let message = self.message_in(&home, id)?;
            let mut body = self.wire_bare(partner, message);
            if message.from == Author::Bot {
                body["from"] = self.wire_user(owner);
                body["sender_business_bot"] = self.wire_bot();
            }
            if let Some(connection) = self.connection_of(owner) {
                body["business_connection_id"] = json!(connection.id);
            }
            Some((message, body))
        };
        let Some((message, mut body)) = bare(id) else { return Value::Null };
        if let Some((_, answered)) = message.reply_to.and_then(bare) {
            body["reply_to_message"] = answered;
        }
        body
    }
}
