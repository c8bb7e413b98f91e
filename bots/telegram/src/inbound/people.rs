//! Who did it.

use amends_core::place::{Actor, Address, Platform};
use teloxide_core::types::{Chat, ChatKind, Message, User, UserId};

/// The account in whose name administrators write who don't show themselves.
const ANONYMOUS_ADMIN: UserId = UserId(1_087_968_824);

/// Returns who wrote a message; nobody if a bot or a channel did.
pub(super) fn author(message: &Message) -> Option<Actor> {
    let user = message.from.as_ref()?;
    let is_group = message.sender_chat.as_ref().map(|chat| chat.id == message.chat.id);
    match is_group {
        Some(true) => Some(anonymous(user)),
        // Somebody who speaks as a channel, or the channel that a group belongs to.
        Some(false) => None,
        None if user.id == ANONYMOUS_ADMIN => Some(anonymous(user)),
        None => person(user),
    }
}

/// Returns whoever speaks as a channel, of whom nobody can tell who they are.
pub(super) fn hidden(message: &Message) -> Option<Actor> {
    message.sender_chat.as_ref()?;
    message.from.as_ref().map(anonymous)
}

/// Returns a person as they are shown now; a bot is none.
pub(super) fn person(user: &User) -> Option<Actor> {
    if user.is_bot {
        return None;
    }
    Some(Actor {
        address: address(user),
        name: Some(user.first_name.trim().to_owned()).filter(|name| !name.is_empty()),
        username: user.username.clone(),
        language: user.language_code.clone(),
        anonymous: false,
        roles: Vec::new(),
        founder: false,
    })
}

/// Returns whom a private chat is with.
pub(super) fn partner(chat: &Chat) -> Option<Actor> {
    let ChatKind::Private(partner) = &chat.kind else { return None };
    let name = partner.first_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let address = Address::new(Platform::Telegram, chat.id.to_string());
    let username = partner.username.clone();
    Some(Actor { name: name.map(str::to_owned), username, ..Actor::new(address) })
}

fn anonymous(user: &User) -> Actor {
    Actor { anonymous: true, ..Actor::new(address(user)) }
}

fn address(user: &User) -> Address {
    Address::new(Platform::Telegram, user.id.to_string())
}
