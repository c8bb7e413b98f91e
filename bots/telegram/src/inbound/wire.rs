//! From JSON to the client's types, without what we never look at.
//!
//! Telegram adds to its messages all the time: one new kind of formatting, a voice message without
//! a media type, and the typed model no longer knows the whole message. So what is never read is
//! taken out before, and what a message carries is told by the names of its fields.

use amends_core::place::{Content, FileRef, MediaKind};
use serde_json::{Map, Value};
use teloxide_core::types::{CallbackQuery, Message};

use super::{files::files, marks::marks};

/// Parts of a message that are never read.
const UNREAD: [&str; 8] = [
    "reply_markup",
    "external_reply",
    "quote",
    "forward_origin",
    "link_preview_options",
    "reply_to_story",
    "sender_business_bot",
    "effect_id",
];

/// Messages inside a message, of which only the frame is read.
const NESTED: [&str; 2] = ["reply_to_message", "pinned_message"];

/// The frame of a message: which one it is, by whom, and whether it opened a topic.
const FRAME: [&str; 8] = [
    "message_id",
    "date",
    "chat",
    "from",
    "sender_chat",
    "message_thread_id",
    "is_topic_message",
    "forum_topic_created",
];

/// By which connection a message came from the account of somebody who connected the bot.
pub(super) const CONNECTION: &str = "business_connection_id";

/// Notices of the platform that the typed model takes for something that was said, or that are
/// younger than it.
const NEW_NOTICES: [&str; 13] = [
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "chat_owner_left",
    "chat_owner_changed",
    "gift_upgrade_sent",
    "managed_bot_created",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
];

/// Fields that carry media. A venue has a location and a film without sound is a file, too, so the
/// order matters.
const MEDIA: [(&str, MediaKind); 12] = [
    ("animation", MediaKind::Video),
    ("audio", MediaKind::Audio),
    ("contact", MediaKind::Contact),
    ("document", MediaKind::Document),
    ("live_photo", MediaKind::Photo),
    ("photo", MediaKind::Photo),
    ("sticker", MediaKind::Sticker),
    ("venue", MediaKind::Location),
    ("location", MediaKind::Location),
    ("video", MediaKind::Video),
    ("video_note", MediaKind::Video),
    ("voice", MediaKind::Voice),
];

/// A message, and what the names of its fields tell about it.
#[derive(Debug)]
pub(super) struct Read {
    /// The message.
    pub(super) message: Message,
    /// What it carries; nothing for a notice that the typed model doesn't know.
    pub(super) by_name: Option<Content>,
    /// The file of the message that it answers.
    pub(super) answered_file: Option<Box<FileRef>>,
}

/// Reads a message.
pub(super) fn message(mut body: Value) -> serde_json::Result<Read> {
    let (mut by_name, mut answered_file) = (None, None);
    if let Value::Object(fields) = &mut body {
        by_name = content_by_name(fields);
        answered_file = file_answered(fields);
        prune(fields);
    }
    Ok(Read { message: serde_json::from_value(body)?, by_name, answered_file })
}

/// Reads a press of a button; of the message it stands under only the frame is kept. A message in the
/// account of somebody who connected the bot would seem to stand in the private chat of its number.
pub(super) fn press(mut body: Value) -> serde_json::Result<CallbackQuery> {
    if let Value::Object(fields) = &mut body
        && fields.get("message").is_some_and(|message| message.get(CONNECTION).is_some())
    {
        fields.remove("message");
    }
    if let Some(Value::Object(message)) = body.get_mut("message") {
        keep_frame(message);
    }
    serde_json::from_value(body)
}

/// Whatever is neither words nor known media is still something that a person sent: they must not
/// believe that it was read.
fn content_by_name(fields: &Map<String, Value>) -> Option<Content> {
    if NEW_NOTICES.iter().any(|notice| fields.contains_key(*notice)) {
        return None;
    }
    let words = |field: &str| fields.get(field).and_then(Value::as_str).map(str::to_owned);
    if let Some(text) = words("text") {
        let marks = marks(&text, fields.get("entities"));
        return Some(Content::styled(text, marks));
    }
    let media = MEDIA.iter().find(|(field, _)| fields.contains_key(*field));
    Some(media.map_or(Content::Unsupported, |(field, kind)| Content::Media {
        kind: *kind,
        caption: words("caption"),
        files: files(field, fields),
    }))
}

/// A message that is answered is told with what it carries, of which only a file is kept.
fn file_answered(fields: &Map<String, Value>) -> Option<Box<FileRef>> {
    let answered = fields.get("reply_to_message")?.as_object()?;
    files("document", answered).into_iter().next().map(Box::new)
}

fn prune(fields: &mut Map<String, Value>) {
    for field in UNREAD {
        fields.remove(field);
    }
    for entities in ["entities", "caption_entities"] {
        if let Some(Value::Array(entities)) = fields.get_mut(entities) {
            entities.retain(|entity| entity["type"] == "text_mention");
        }
    }
    for nested in NESTED {
        if let Some(Value::Object(nested)) = fields.get_mut(nested) {
            keep_frame(nested);
        }
    }
}

fn keep_frame(fields: &mut Map<String, Value>) {
    fields.retain(|field, _| FRAME.contains(&field.as_str()));
}
