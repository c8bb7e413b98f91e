//! Files: synthetic ones that people send, and what the bot uploads.

use serde_json::{Value, json};

use super::super::{
    params::Params,
    refusal::Refusal,
    world::{Kind, StoredFile, World},
};

const PHOTO_BYTES: usize = 10 * 1024 * 1024;
/// What begins so is no picture, whatever its name says.
const NO_PICTURE: &[u8] = b"no picture";

impl World {
    /// Returns the wire form of the file that a call sends, by id or freshly uploaded.
    pub(super) fn file_to_send(&mut self, params: &Params, kind: Kind) -> Result<Value, Refusal> {
        let key = kind.key();
        let given = params
            .0
            .get(key)
            .ok_or_else(|| Refusal::bad(&format!("there is no {key} in the request")))?;
        if given.is_object() {
            let name = given["file_name"].as_str().unwrap_or("file").to_owned();
            let mime = given["mime_type"].as_str().map(str::to_owned);
            let content = params.1.get(key).map(|content| content.to_vec()).unwrap_or_default();
            check_upload(kind, &content)?;
            return Ok(self.store_file(kind, &name, mime.as_deref(), content));
        }
        let file = self.files.get(&params.text(key));
        let file = file.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))?;
        if file.kind != kind {
            let title = |kind: Kind| {
                let (first, rest) = kind.key().split_at(1);
                first.to_uppercase() + rest
            };
            let (is, wanted) = (title(file.kind), title(kind));
            return Err(Refusal::bad(&format!("can't use file of type {is} as {wanted}")));
        }
        Ok(file.wire.clone())
    }

    /// Keeps a file and returns its wire form.
    pub(crate) fn store_file(
        &mut self,
        kind: Kind,
        name: &str,
        mime: Option<&str>,
        content: Vec<u8>,
    ) -> Value {
        self.counters.file += 1;
        let number = self.counters.file;
        let (id, unique) = (format!("{}-file-{number:06}", kind.key()), format!("uniq{number:06}"));
        let size = content.len();
        let base = json!({ "file_id": id, "file_unique_id": unique, "file_size": size });
        let more = match kind {
            Kind::Photo => json!({ "width": 640, "height": 480 }),
            Kind::Document => {
                json!({ "file_name": name, "mime_type": mime.unwrap_or(by_ending(name)) })
            }
            Kind::Voice => json!({ "duration": 4, "mime_type": "audio/ogg" }),
            Kind::Video => {
                json!({ "width": 640, "height": 480, "duration": 5, "mime_type": "video/mp4" })
            }
            Kind::Sticker => json!({
                "type": "regular", "width": 512, "height": 512, "is_animated": false,
                "is_video": false, "emoji": "👍",
            }),
            Kind::Text | Kind::Location | Kind::Contact | Kind::Service => json!({}),
        };
        let mut wire = base;
        if let (Value::Object(wire), Value::Object(more)) = (&mut wire, more) {
            wire.extend(more);
        }
        let wire = if kind == Kind::Photo { json!([wire]) } else { wire };
        self.files.insert(id, StoredFile { kind, wire: wire.clone(), content });
        wire
    }

    /// Returns a file by its id: its name, what kind it is, and what is in it.
    pub(crate) fn file(&self, id: &str) -> Option<(&str, &str, &[u8])> {
        let StoredFile { wire, content, .. } = self.files.get(id)?;
        let said = |key: &str| wire[key].as_str();
        let kind = said("mime_type").unwrap_or("application/octet-stream");
        Some((said("file_name").unwrap_or("file"), kind, content))
    }

    /// Returns the content of a file by its id.
    pub(crate) fn file_content(&self, id: &str) -> Option<&[u8]> {
        self.files.get(id).map(|file| file.content.as_slice())
    }
}

/// Refuses what the platform would not take for what it is said to be.
fn check_upload(kind: Kind, content: &[u8]) -> Result<(), Refusal> {
    if content.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if kind == Kind::Photo && PHOTO_BYTES < content.len() {
        let size = content.len();
        return Err(Refusal::bad(&format!(
            "file of size {size} bytes is too big for a photo; the maximum size is 10485760 bytes"
        )));
    }
    if kind == Kind::Photo && content.starts_with(NO_PICTURE) {
        return Err(Refusal::bad("IMAGE_PROCESS_FAILED"));
    }
    Ok(())
}

fn by_ending(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        Some("json" | "jsonl") => "application/json",
        Some("pdf") => "application/pdf",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some(_) | None => "application/octet-stream",
    }
}
