//! Emoji on messages: what was put on and what was taken off.

use amends_core::place::{MessageRef, Place, Platform};
use amends_runtime::port::{Incoming, View};
use serde::Deserialize;
use serde_json::Value;
use teloxide_core::types::User;

use super::people;

/// What is read of a change of reactions.
#[derive(Deserialize)]
pub(super) struct Change {
    chat: ChangedChat,
    message_id: i64,
    user: Option<User>,
    #[serde(default)]
    old_reaction: Vec<Value>,
    #[serde(default)]
    new_reaction: Vec<Value>,
}

#[derive(Deserialize)]
struct ChangedChat {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
}

/// Reads a change of reactions in private or at the desk; the thread is not told. What was taken
/// off comes first, as there may be room for one emoji only.
pub(super) fn changed(change: &Change, view: &View) -> Vec<Incoming> {
    let chat = change.chat.id.to_string();
    let is_desk = view
        .desk
        .as_ref()
        .is_some_and(|desk| desk.platform == Platform::Telegram && desk.chat == chat);
    if change.chat.kind != "private" && !is_desk {
        return Vec::new();
    }
    let Some(by) = change.user.as_ref().and_then(people::person) else { return Vec::new() };
    let place = Place::chat(Platform::Telegram, chat);
    let message = MessageRef { place, id: change.message_id.to_string() };
    let (old, new) = (emoji(&change.old_reaction), emoji(&change.new_reaction));
    let reacted = |emoji: &&str, on| Incoming::Reacted {
        by: by.clone(),
        message: message.clone(),
        emoji: (*emoji).to_owned(),
        on,
    };
    let gone = old.iter().filter(|emoji| !new.contains(emoji)).map(|emoji| reacted(emoji, false));
    let come = new.iter().filter(|emoji| !old.contains(emoji)).map(|emoji| reacted(emoji, true));
    gone.chain(come).collect()
}

/// Pictures that are no emoji have no name elsewhere.
fn emoji(reactions: &[Value]) -> Vec<&str> {
    let emoji = |reaction: &&Value| reaction.get("type").is_some_and(|kind| kind == "emoji");
    reactions.iter().filter(emoji).filter_map(|reaction| reaction.get("emoji")?.as_str()).collect()
}
