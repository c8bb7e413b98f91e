//! What a message carries.

use amends_core::place::{Content, FileRef, MediaKind};
use serde_json::Value;

use super::markdown;
use crate::envelope::text;

/// The flag of a voice message.
const VOICE: u64 = 1 << 13;
/// Discord's number for stickers that are drawn anew on every screen: no file that others can show.
const LOTTIE: u64 = 3;

/// Tells what a message carries; nothing if Discord keeps that from us.
pub(super) fn content(message: &Value) -> Option<Content> {
    let files = files(message);
    let words = message["content"].as_str().unwrap_or_default();
    if files.is_empty() && words.trim().is_empty() {
        // Stickers that are no files, polls, forwarded messages: a person sent something.
        let fields = ["sticker_items", "message_snapshots", "poll", "embeds"];
        let is_something = fields
            .iter()
            .map(|field| &message[*field])
            .any(|field| field.as_array().map_or(!field.is_null(), |list| !list.is_empty()));
        return is_something.then_some(Content::Unsupported);
    }
    let (text, marks) = markdown::read(words, message);
    let Some((kind, _)) = files.first() else { return Some(Content::styled(text, marks)) };
    Some(Content::Media {
        kind: *kind,
        caption: (!text.trim().is_empty()).then_some(text),
        files: files.into_iter().map(|(_, file)| file).collect(),
    })
}

/// The first file of a message, if it has one.
pub(super) fn file(message: &Value) -> Option<Box<FileRef>> {
    let first = message["attachments"].as_array()?.first()?;
    attachment(message, first, false).map(|(_, file)| Box::new(file))
}

/// What a command carries that a file was given with. The file stands beside no message, so that it
/// is named by its address.
pub(super) fn with_file(text: String, file: &Value) -> Content {
    let mime = crate::envelope::text(&file["content_type"]);
    let Some(address) = file["url"].as_str() else { return Content::Text(text) };
    let kind = kind(mime.as_deref());
    let file = FileRef {
        id: format!("address/{address}"),
        name: crate::envelope::text(&file["filename"]),
        mime,
        size: file["size"].as_u64(),
    };
    Content::Media { kind, caption: Some(text), files: vec![file] }
}

fn files(message: &Value) -> Vec<(MediaKind, FileRef)> {
    let is_voice = message["flags"].as_u64().is_some_and(|flags| flags & VOICE != 0);
    let attachments = message["attachments"].as_array().into_iter().flatten();
    let attachments = attachments.filter_map(|file| attachment(message, file, is_voice));
    let stickers = message["sticker_items"].as_array().into_iter().flatten();
    attachments.chain(stickers.filter_map(sticker)).collect()
}

/// The id of a file names its message, because its address is only good for a while.
fn attachment(message: &Value, file: &Value, is_voice: bool) -> Option<(MediaKind, FileRef)> {
    let mime = text(&file["content_type"]);
    let kind = if is_voice { MediaKind::Voice } else { kind(mime.as_deref()) };
    let ids = [&message["channel_id"], &message["id"], &file["id"]];
    let ids: Option<Vec<&str>> = ids.into_iter().map(Value::as_str).collect();
    let file = FileRef {
        id: ids?.join("/"),
        name: text(&file["filename"]),
        mime,
        size: file["size"].as_u64(),
    };
    Some((kind, file))
}

fn sticker(sticker: &Value) -> Option<(MediaKind, FileRef)> {
    let (extension, mime) = match sticker["format_type"].as_u64()? {
        LOTTIE => return None,
        4 => ("gif", "image/gif"),
        _ => ("png", "image/png"),
    };
    let id = text(&sticker["id"])?;
    let name = text(&sticker["name"]).map(|name| format!("{name}.{extension}"));
    let file = FileRef {
        id: format!("sticker/{id}.{extension}"),
        name,
        mime: Some(mime.to_owned()),
        size: None,
    };
    Some((MediaKind::Sticker, file))
}

fn kind(mime: Option<&str>) -> MediaKind {
    let class = mime.and_then(|mime| mime.split('/').next());
    match class {
        Some("image") => MediaKind::Photo,
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        Some(_) | None => MediaKind::Document,
    }
}
