//! Places to which something can be sent, by the numbers of the Bot API.

use amends_core::place::Place;
use amends_runtime::port::SendError;
use serde_json::{Map, Value, json};
use teloxide_core::types::{BusinessConnectionId, ChatId, ThreadId};

use super::{impossible, number, thread};
use crate::business;

/// A place to which something can be sent: a chat of the bot's own or, by a connection, one of the
/// account of somebody on whose behalf it is sent.
pub(super) struct Site {
    pub(super) chat: ChatId,
    pub(super) thread: Option<ThreadId>,
    pub(super) connection: Option<BusinessConnectionId>,
}

impl Site {
    pub(super) fn of(place: &Place) -> Result<Self, SendError> {
        let Some(connection) = business::connection(place) else {
            return Ok(Self {
                chat: super::chat(place)?,
                thread: thread(place)?,
                connection: None,
            });
        };
        // Without its name the message would reach the private chat with the bot.
        if connection.is_empty() {
            return Err(impossible());
        }
        let connection = Some(BusinessConnectionId(connection.to_owned()));
        Ok(Self { chat: number(place)?, thread: None, connection })
    }

    /// The parameters that name it.
    pub(super) fn params(&self) -> Map<String, Value> {
        let mut params = Map::new();
        params.insert("chat_id".to_owned(), json!(self.chat));
        if let Some(thread) = self.thread {
            params.insert("message_thread_id".to_owned(), json!(thread));
        }
        if let Some(connection) = &self.connection {
            params.insert("business_connection_id".to_owned(), json!(connection));
        }
        params
    }
}
