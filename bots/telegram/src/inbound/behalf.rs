//! Messages in the chats of an account that somebody connected the bot to.

use amends_core::event::VenueEvent;
use amends_runtime::port::Incoming;
use serde_json::Value;

use super::{
    content::{What, what},
    message::in_place,
    people,
    wire::{self, CONNECTION, Read},
};
use crate::business;

/// Marks of a message that nobody wrote just then: a bot did, maybe we, or the app by itself, to
/// greet, to say that its owner is away, or at a time that was set before.
const AUTOMATIC: [&str; 2] = ["sender_business_bot", "is_from_offline"];

/// Reads a new message, by the owner of the account or by whom they talk with.
pub(super) fn written(body: Value) -> serde_json::Result<Option<Incoming>> {
    let connection = body.get(CONNECTION).and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_automatic = AUTOMATIC.iter().any(|mark| body.get(mark).is_some());
    // Without the connection it would be taken for the private chat with the bot.
    if connection.is_empty() || is_automatic {
        return Ok(None);
    }
    Ok(said(&wire::message(body)?, &connection))
}

fn said(read: &Read, connection: &str) -> Option<Incoming> {
    let message = &read.message;
    if !message.chat.is_private() {
        return None;
    }
    let by = people::author(message)?;
    let What::Said(content) = what(read) else { return None };
    let place = business::place(message.chat.id, connection);
    // Whoever is answered is known anyway, but for somebody who wrote before the bot was connected.
    let partner = message.chat.id.to_string();
    let answered = message.reply_to_message().and_then(people::author);
    let reply_to = answered.filter(|author| author.address.account == partner);
    // What the owner says is said to the partner.
    let mentions =
        if by.address.account == partner { None } else { people::partner(&message.chat) };
    let event = VenueEvent::Wrote {
        by,
        message: in_place(&place, message.id),
        reply_to,
        content,
        mentions: mentions.into_iter().collect(),
        press: None,
        private: true,
        on_behalf: true,
    };
    Some(Incoming::Venue { place, event })
}
