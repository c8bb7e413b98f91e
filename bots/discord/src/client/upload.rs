//! A file on its way to Discord.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{error::CallError, route::Body};

/// A file to send beside a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name, as people will see it.
    pub name: String,
    /// Its type, such as `image/png`, if it is known.
    pub mime: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names and contents are people's own.
        f.debug_struct("Upload").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Joins a message and its files.
pub(super) fn body(mut message: Value, files: Vec<Upload>) -> Result<Body, CallError> {
    if files.is_empty() {
        return Ok(Body::Json(message));
    }
    let attachments = files.iter().enumerate();
    message["attachments"] = attachments
        .map(|(index, file)| json!({ "id": index.to_string(), "filename": file.name }))
        .collect();
    let mut form = Form::new().part("payload_json", typed(Part::text(message.to_string()), JSON)?);
    for (index, file) in files.into_iter().enumerate() {
        let part = Part::bytes(file.bytes).file_name(file.name);
        let part = match file.mime.as_deref() {
            None => part,
            Some(mime) => typed(part, mime)?,
        };
        form = form.part(format!("files[{index}]"), part);
    }
    Ok(Body::Files(form))
}

const JSON: &str = "application/json";

fn typed(part: Part, mime: &str) -> Result<Part, CallError> {
    part.mime_str(mime).map_err(|_| CallError::NotSent(format!("`{mime}` is no type of a file")))
}
