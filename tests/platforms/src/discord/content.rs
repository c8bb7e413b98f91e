//! What the bot wants a message to say, read from a request and checked.

mod components;

use serde_json::Value;

use super::{
    mentions::Pings,
    refusal::Refusal,
    request::Upload,
    world::{Attachment, Id, StoredFile, World},
};

pub(crate) use components::check_rows;

/// The longest text, in characters.
const LONGEST_TEXT: usize = 2000;
/// The largest file, in bytes.
pub(crate) const LARGEST_FILE: usize = 10 * 1024 * 1024;
const UNKNOWN_MEDIA: &str = "application/octet-stream";
const MOST_FILES: usize = 10;
const SUPPRESS_EMBEDS: u64 = 1 << 2;
const EPHEMERAL: u64 = 1 << 6;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// The body of a message; what is none was not mentioned.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) text: Option<String>,
    pub(crate) embeds: Option<Vec<Value>>,
    pub(crate) components: Option<Vec<Value>>,
    pub(crate) attachments: Option<Vec<Attached>>,
    pub(crate) pings: Pings,
    pub(crate) is_ephemeral: bool,
    pub(crate) is_silent: bool,
    pub(crate) hides_previews: Option<bool>,
}

/// A file that a message is to have.
#[derive(Clone, Debug)]
pub(crate) enum Attached {
    /// One that it has already.
    Kept(Id),
    /// One that came with the request.
    New { upload: Upload, description: Option<String> },
}

impl Content {
    /// Reads a message; `at` is where it stands in the request, with a dot at the end or empty.
    pub(crate) fn read(body: &Value, files: &[Upload], at: &str) -> Result<Self, Refusal> {
        let text = match &body["content"] {
            Value::Null if body.get("content").is_some() => Some(String::new()),
            Value::Null => None,
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                let words = "Could not interpret as string.";
                return Err(Refusal::form(&format!("{at}content"), "STRING_TYPE_CONVERT", words));
            }
        };
        if text.as_ref().is_some_and(|text| LONGEST_TEXT < text.chars().count()) {
            return Err(Refusal::length(&format!("{at}content"), 0, LONGEST_TEXT));
        }
        let components = body["components"].as_array().cloned();
        let components =
            components.map(|rows| check_rows(rows, &format!("{at}components"))).transpose()?;
        let flags = body["flags"].as_u64();
        let has = |flag: u64| flags.is_some_and(|flags| flags & flag != 0);
        Ok(Self {
            text,
            embeds: body["embeds"].as_array().cloned(),
            components,
            attachments: attached(body, files, at)?,
            pings: Pings::read(&body["allowed_mentions"], &format!("{at}allowed_mentions"))?,
            is_ephemeral: has(EPHEMERAL),
            is_silent: has(SUPPRESS_NOTIFICATIONS),
            hides_previews: flags.map(|flags| flags & SUPPRESS_EMBEDS != 0),
        })
    }

    /// Tells whether there would be nothing to see.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.as_ref().is_none_or(String::is_empty)
            && self.embeds.as_ref().is_none_or(Vec::is_empty)
            && self.components.as_ref().is_none_or(Vec::is_empty)
            && self.attachments.as_ref().is_none_or(Vec::is_empty)
    }

    /// Tells whether files come with it.
    pub(crate) fn has_files(&self) -> bool {
        self.attachments.as_ref().is_some_and(|all| !all.is_empty())
    }
}

fn attached(body: &Value, files: &[Upload], at: &str) -> Result<Option<Vec<Attached>>, Refusal> {
    if files.iter().any(|file| LARGEST_FILE < file.bytes.len()) {
        return Err(Refusal::of(40_005));
    }
    let Some(listed) = body["attachments"].as_array() else {
        let all =
            files.iter().map(|upload| Attached::New { upload: upload.clone(), description: None });
        return Ok((!files.is_empty()).then(|| all.collect()));
    };
    if MOST_FILES < listed.len() {
        return Err(Refusal::length(&format!("{at}attachments"), 0, MOST_FILES));
    }
    let mut all = Vec::new();
    for (index, entry) in listed.iter().enumerate() {
        // The client library sends the number as a number, and the platform takes it.
        let id = entry["id"].as_u64().or_else(|| entry["id"].as_str()?.parse().ok());
        let Some(id) = id else {
            return Err(Refusal::required(&format!("{at}attachments.{index}.id")));
        };
        let upload = files.iter().find(|upload| upload.number == id);
        all.push(upload.map_or(Attached::Kept(Id(id)), |upload| {
            let mut upload = upload.clone();
            if let Some(name) = entry["filename"].as_str() {
                name.clone_into(&mut upload.filename);
            }
            let description = entry["description"].as_str().map(str::to_owned);
            Attached::New { upload, description }
        }));
    }
    Ok(Some(all))
}

impl World {
    /// Keeps files that came, and returns the attachments that a message is to have; `earlier`
    /// are those that it has.
    pub(crate) fn attach(
        &mut self,
        wanted: &[Attached],
        earlier: &[Attachment],
    ) -> Result<Vec<Attachment>, Refusal> {
        let mut all = Vec::new();
        for (index, one) in wanted.iter().enumerate() {
            match one {
                Attached::Kept(id) => {
                    let kept = earlier.iter().find(|it| it.id == *id).cloned().ok_or_else(|| {
                        let at = format!("attachments.{index}.id");
                        let words = format!("Attachment with id {id} not found");
                        Refusal::form(&at, "MESSAGE_ATTACHMENT_NOT_FOUND", &words)
                    });
                    all.push(kept?);
                }
                Attached::New { upload, description } => {
                    let mut stored =
                        self.store(&upload.filename, upload.content_type.as_deref(), &upload.bytes);
                    stored.description.clone_from(description);
                    all.push(stored);
                }
            }
        }
        Ok(all)
    }

    /// Keeps a file.
    pub(crate) fn store(
        &mut self,
        filename: &str,
        content_type: Option<&str>,
        bytes: &[u8],
    ) -> Attachment {
        let id = self.new_id();
        let filename = safe_name(filename);
        let content_type = match (media_type(&filename), content_type) {
            (UNKNOWN_MEDIA, Some(said)) => said.to_owned(),
            (known, _) => known.to_owned(),
        };
        let file = StoredFile {
            filename: filename.clone(),
            content_type: content_type.clone(),
            bytes: bytes.to_vec(),
        };
        self.files.insert(id, file);
        Attachment {
            id,
            filename,
            description: None,
            content_type,
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            is_voice: false,
        }
    }
}

/// Returns a file name as the platform keeps it: blanks become underscores, and other characters
/// that are dangerous in an address vanish.
fn safe_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| if letter == ' ' { '_' } else { letter })
        .filter(|letter| letter.is_ascii_alphanumeric() || "._-".contains(*letter))
        .collect();
    if name.trim_matches('.').is_empty() { "unknown".to_owned() } else { name }
}

/// Returns the media type that the end of a file name promises.
fn media_type(filename: &str) -> &'static str {
    match filename.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "ogg" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "txt" | "log" => "text/plain; charset=utf-8",
        "json" => "application/json",
        _ => UNKNOWN_MEDIA,
    }
}

/// Returns what is wrong with a nonce.
pub(crate) fn check_nonce(nonce: &Value) -> Result<(), Refusal> {
    const LONGEST: usize = 25;
    match nonce {
        Value::String(text) if LONGEST < text.chars().count() => {
            Err(Refusal::length("nonce", 0, LONGEST))
        }
        Value::Null | Value::Number(_) | Value::String(_) => Ok(()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(Refusal::form("nonce", "NONCE_TYPE_INVALID", "Nonce is invalid."))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn long_texts_are_refused_by_characters() {
        let read = |text: String| Content::read(&json!({ "content": text }), &[], "");
        assert!(read("й".repeat(2000)).is_ok());
        let refusal = read("й".repeat(2001)).unwrap_err();
        assert_eq!(
            refusal.errors.unwrap()["content"]["_errors"][0]["code"],
            "BASE_TYPE_BAD_LENGTH"
        );
    }

    #[test]
    fn files_are_matched_by_their_numbers() {
        let upload = Upload {
            number: 1,
            filename: "a b.png".to_owned(),
            content_type: None,
            bytes: vec![1],
        };
        let body =
            json!({ "attachments": [{ "id": "1", "description": "a cup" }, { "id": "99" }] });
        let content = Content::read(&body, &[upload], "").unwrap();
        let wanted = content.attachments.unwrap();
        assert!(matches!(&wanted[0], Attached::New { .. }));
        assert!(matches!(&wanted[1], Attached::Kept(Id(99))));
        let mut world = World::default();
        assert!(world.attach(&wanted, &[]).is_err());
        let stored = world.attach(&wanted[..1], &[]).unwrap();
        assert_eq!((stored[0].filename.as_str(), stored[0].size), ("a_b.png", 1));
        assert_eq!(stored[0].content_type, "image/png");
    }
}
