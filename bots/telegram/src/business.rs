//! Chats of an account that somebody connected the bot to: the bot reads there what they and their
//! customer write, and writes on their behalf.
//!
//! Such a chat has the number of the customer, like the customer's private chat with the bot, and is
//! another one. So its place names the connection, too.

use amends_core::place::{Place, Platform};
use teloxide_core::types::ChatId;

/// What the thread of such a place begins with; no topic is numbered so.
const MARK: &str = "b:";

/// Returns the chat with somebody in the account of a connection.
pub(crate) fn place(partner: ChatId, connection: &str) -> Place {
    Place::chat(Platform::Telegram, partner.to_string()).thread(format!("{MARK}{connection}"))
}

/// Returns by which connection a place is reached; nothing if the bot itself is there.
pub(crate) fn connection(place: &Place) -> Option<&str> {
    place.thread.as_deref()?.strip_prefix(MARK)
}
