//! Reading updates: each becomes what happened, or nothing.
//!
//! Pure, so that it is tested on captured payloads. Updates of bots, of channels and of ourselves
//! mean nothing; an update that can't be read is nothing too, and never stops those behind it.

use amends_core::{
    effect::PressRef,
    place::{Address, Place, Platform},
};
use amends_runtime::port::{Incoming, View};
use serde_json::{Map, Value};
use teloxide_core::types::{
    CallbackQuery, Chat, ChatMemberKind, ChatMemberUpdated, MaybeInaccessibleMessage,
};
use tracing::debug;

use crate::{data::Keys, founder};

mod behalf;
mod content;
mod files;
mod marks;
mod message;
mod people;
mod reaction;
mod wire;

/// The bot's own account, as `getMe` tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// Its id.
    pub id: u64,
    /// Its user name, without `@`.
    pub username: String,
}

/// Reads one update.
pub fn read(update: &[u8], me: &Me, view: &View, keys: &Keys) -> Vec<Incoming> {
    let mut update = match serde_json::from_slice::<Map<String, Value>>(update) {
        Ok(update) => update,
        Err(error) => {
            debug!(%error, "Skipped an update that is no JSON object");
            return Vec::new();
        }
    };
    let id = update.get("update_id").and_then(Value::as_i64);
    let is_founder = founder::is_noted(&mut update);
    let read = if let Some(body) = update.remove("message") {
        wire::message(body).map(|message| some(message::written(&message, me, view)))
    } else if let Some(body) = update.remove("edited_message") {
        wire::message(body).map(|message| some(message::edited(&message, me, view)))
    } else if let Some(body) = update.remove("business_message") {
        behalf::written(body).map(some)
    } else if let Some(body) = update.remove("callback_query") {
        wire::press(body).map(|press| some(pressed(press, keys)))
    } else if let Some(body) = update.remove("my_chat_member") {
        serde_json::from_value(body).map(|change| some(stands(&change)))
    } else if let Some(body) = update.remove("message_reaction") {
        serde_json::from_value(body).map(|change| reaction::changed(&change, view))
    } else {
        debug!(update.id = id, "Skipped an update of another kind");
        return Vec::new();
    };
    match read {
        Ok(mut incoming) => {
            for incoming in &mut incoming {
                if let Incoming::Wrote { by, .. } | Incoming::Desk { by, .. } = incoming {
                    by.founder = is_founder && !by.anonymous;
                }
            }
            incoming
        }
        Err(error) => {
            debug!(update.id = id, %error, "Skipped an update that could not be read");
            Vec::new()
        }
    }
}

fn some(incoming: Option<Incoming>) -> Vec<Incoming> {
    incoming.into_iter().collect()
}

fn pressed(press: CallbackQuery, keys: &Keys) -> Option<Incoming> {
    let by = people::person(&press.from)?;
    let message = press.message.as_ref().map(|message| match message {
        MaybeInaccessibleMessage::Regular(message) => message::reference(message),
        MaybeInaccessibleMessage::Inaccessible(message) => {
            message::in_place(&chat(&message.chat), message.message_id)
        }
    });
    let action = press.data.as_deref().and_then(|data| keys.read(data));
    let press = PressRef::new(Platform::Telegram, press.id.0);
    Some(Incoming::Pressed { press, by, message, action })
}

fn stands(change: &ChatMemberUpdated) -> Option<Incoming> {
    let is_there = match &change.new_chat_member.kind {
        ChatMemberKind::Owner(_) | ChatMemberKind::Administrator(_) | ChatMemberKind::Member(_) => {
            true
        }
        ChatMemberKind::Restricted(limits) => limits.is_member && limits.can_send_messages,
        ChatMemberKind::Left | ChatMemberKind::Banned(_) => false,
    };
    if change.chat.is_channel() {
        return None;
    }
    if change.chat.is_private() {
        let address = Address::new(Platform::Telegram, change.chat.id.to_string());
        return Some(Incoming::Reach { address, reachable: is_there });
    }
    Some(Incoming::Standing { place: chat(&change.chat), usable: is_there })
}

fn chat(chat: &Chat) -> Place {
    Place::chat(Platform::Telegram, chat.id.to_string())
}
