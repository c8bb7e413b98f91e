//! Reading envelopes: each becomes what happened, or nothing.
//!
//! Pure, so that it is tested on captured events. What bots, webhooks and we ourselves do means
//! nothing; an event that can't be read is nothing too, and never stops those behind it.

use amends_core::place::{MessageRef, Place, Platform};
use amends_runtime::port::{Incoming, View};
use serde_json::Value;
use tracing::debug;

use crate::{
    data::Keys,
    envelope::{Channel, Envelope, text},
};

mod content;
mod endings;
mod interaction;
mod markdown;
mod message;
mod people;

/// The bot's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// Its id.
    pub id: String,
    /// The server that it works on, if it is known.
    pub guild: Option<String>,
}

/// Everything that an event is read with.
#[derive(Clone, Copy)]
struct Reading<'a> {
    me: &'a Me,
    view: &'a View,
    keys: &'a Keys,
    envelope: &'a Envelope,
}

/// What a place is to the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Where staff work.
    Desk,
    /// A private room.
    Room,
    /// Where private rooms are opened.
    Care,
    /// Anywhere else on a server.
    Venue,
}

/// Reads one stored event.
pub fn read(update: &[u8], me: &Me, view: &View, keys: &Keys) -> Vec<Incoming> {
    let envelope = match serde_json::from_slice::<Envelope>(update) {
        Ok(envelope) => envelope,
        Err(error) => {
            debug!(%error, "Skipped an event that is no envelope");
            return Vec::new();
        }
    };
    let reading = Reading { me, view, keys, envelope: &envelope };
    reading.read().into_iter().collect()
}

impl Reading<'_> {
    fn read(&self) -> Option<Incoming> {
        if self.is_elsewhere() {
            debug!(event = self.envelope.t, "Skipped an event of another server");
            return None;
        }
        match self.envelope.t.as_str() {
            "MESSAGE_CREATE" => self.written(),
            "MESSAGE_UPDATE" => self.edited(),
            "MESSAGE_DELETE" => Some(Incoming::Deleted { message: self.message_at("id")? }),
            "MESSAGE_REACTION_ADD" => self.reacted(true),
            "MESSAGE_REACTION_REMOVE" => self.reacted(false),
            "INTERACTION_CREATE" => self.interacted(),
            "THREAD_CREATE" => self.thread_opened(),
            "THREAD_UPDATE" => self.thread_changed(),
            "THREAD_DELETE" => self.thread_deleted(),
            "CHANNEL_UPDATE" => self.channel_changed(),
            "CHANNEL_DELETE" => self.channel_deleted(),
            "VOICE_STATE_UPDATE" => self.voice_changed(),
            "GUILD_CREATE" => self.guild_found(),
            "GUILD_DELETE" => self.guild_lost(),
            other => {
                debug!(event = other, "Skipped an event of another kind");
                None
            }
        }
    }

    /// Whether it happened on another server than ours.
    fn is_elsewhere(&self) -> bool {
        let around = &self.envelope.around;
        let known = || around.channel.as_ref().or(around.before.as_ref())?.guild.as_deref();
        let guild = self.d()["guild_id"].as_str().or_else(known);
        self.me.guild.is_some() && guild.is_some() && self.me.guild.as_deref() != guild
    }

    fn d(&self) -> &Value {
        &self.envelope.d
    }

    /// The place of a channel or thread that something happened in.
    fn place_of(&self, channel: &str) -> Place {
        match &self.envelope.parent {
            Some(parent) => Place::chat(Platform::Discord, parent).thread(channel),
            None => Place::chat(Platform::Discord, channel),
        }
    }

    /// The place that the event names.
    fn place(&self) -> Option<Place> {
        text(&self.d()["channel_id"]).map(|channel| self.place_of(&channel))
    }

    /// The message whose id stands in this field.
    fn message_at(&self, field: &str) -> Option<MessageRef> {
        Some(MessageRef { place: self.place()?, id: text(&self.d()[field])? })
    }

    /// Tells what a place on a server is to the business.
    fn role_of(&self, place: &Place) -> Role {
        let is = |chat: &Option<Place>| {
            chat.as_ref()
                .is_some_and(|chat| chat.platform == Platform::Discord && chat.chat == place.chat)
        };
        if is(&self.view.desk) {
            return Role::Desk;
        }
        match (is(&self.view.care), &place.thread) {
            (true, Some(_)) => Role::Room,
            (true, None) => Role::Care,
            (false, _) => Role::Venue,
        }
    }

    fn around(&self) -> Option<&Channel> {
        self.envelope.around.channel.as_ref()
    }

    /// Whether nobody but those who take part can read where it happened.
    fn is_private(&self) -> bool {
        const PRIVATE_THREAD: u8 = 12;
        let is_thread = self.around().is_some_and(|channel| channel.kind == PRIVATE_THREAD);
        is_thread || self.is_of_ticket_bot(self.around())
    }

    /// Whether it is a channel that a ticket bot made.
    fn is_of_ticket_bot(&self, channel: Option<&Channel>) -> bool {
        let prefix = self.view.signals.ticket.as_deref().filter(|prefix| !prefix.is_empty());
        let name = channel.and_then(|channel| channel.name.as_deref());
        prefix
            .zip(name)
            .is_some_and(|(prefix, name)| name.to_lowercase().starts_with(&prefix.to_lowercase()))
    }

    fn is_in_private(&self) -> bool {
        self.d()["guild_id"].is_null()
    }
}

#[cfg(test)]
mod tests;
