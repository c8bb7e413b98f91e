//! The files of a message.

use amends_core::place::FileRef;
use serde_json::{Map, Value};

/// Reads the file that a field of a message carries; nothing where it carries none.
pub(super) fn files(field: &str, fields: &Map<String, Value>) -> Vec<FileRef> {
    let Some(body) = fields.get(field) else { return Vec::new() };
    let found = match field {
        "photo" => body.as_array().and_then(|sizes| largest(sizes)),
        _ => Some(body),
    };
    found.and_then(|body| file(field, body)).into_iter().collect()
}

/// A photo comes in several sizes.
fn largest(sizes: &[Value]) -> Option<&Value> {
    let number = |size: &Value, key: &str| size.get(key).and_then(Value::as_u64).unwrap_or(0);
    let area = |size: &Value| number(size, "width").saturating_mul(number(size, "height"));
    sizes.iter().max_by_key(|size| (area(size), number(size, "file_size")))
}

fn file(field: &str, body: &Value) -> Option<FileRef> {
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let (name, mime) = usual(field, body);
    Some(FileRef {
        id: text("file_id")?,
        name: text("file_name").or(name.map(str::to_owned)),
        mime: text("mime_type").or(mime.map(str::to_owned)),
        size: body.get("file_size").and_then(Value::as_u64),
    })
}

/// The name and the media type of what Telegram sends without them.
fn usual(field: &str, body: &Value) -> (Option<&'static str>, Option<&'static str>) {
    let is = |key: &str| body.get(key).and_then(Value::as_bool).unwrap_or(false);
    match field {
        "photo" => (Some("photo.jpg"), Some("image/jpeg")),
        "voice" => (Some("voice.ogg"), Some("audio/ogg")),
        "video" | "video_note" | "animation" | "live_photo" => {
            (Some("video.mp4"), Some("video/mp4"))
        }
        "audio" => (Some("audio.mp3"), Some("audio/mpeg")),
        "sticker" if is("is_animated") => (Some("sticker.tgs"), Some("application/x-tgsticker")),
        "sticker" if is("is_video") => (Some("sticker.webm"), Some("video/webm")),
        "sticker" => (Some("sticker.webp"), Some("image/webp")),
        _ => (None, None),
    }
}
