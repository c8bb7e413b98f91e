//! Files of messages that go from one platform to another.

use std::collections::BTreeMap;

use amends_core::{
    effect::{Body, Receipt, Refusal},
    place::{Content, FileRef, MessageRef, Platform},
};

use crate::port::{Adapter, Fate, File, SendError, SharedAdapter};

/// Fetches the files of a message that the platform can't copy by itself. Nothing has left then: a
/// failure is a failure to send.
pub(super) async fn fetch(
    adapter: &dyn Adapter,
    platforms: &BTreeMap<Platform, SharedAdapter>,
    body: &Body,
) -> Result<Vec<File>, SendError> {
    let Body::Copy { message, content: Some(content), .. } = body else { return Ok(Vec::new()) };
    let from = message.place.platform;
    if adapter.copies(from) {
        return Ok(Vec::new());
    }
    let Content::Media { files, .. } = &**content else { return Ok(Vec::new()) };
    let Some(source) = platforms.get(&from) else {
        return Err(SendError::Refused(Refusal::Unsupported));
    };
    source.fetch(message, files, adapter.upload_limit()).await.map_err(not_fetched)
}

/// The text of a file that somebody sent. What is no text is unsupported.
pub(super) async fn text_of(
    adapter: &dyn Adapter,
    message: &MessageRef,
    file: &FileRef,
    limit: u64,
) -> Fate {
    let files = adapter.fetch(message, std::slice::from_ref(file), limit).await?;
    let bytes = files.into_iter().next().map(|file| file.bytes).unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| SendError::Refused(Refusal::Unsupported))?;
    Ok(Receipt::Text(text))
}

/// What it means for an effect that a file can't be fetched. What the source says about its own
/// chats, people and token says nothing about where the effect goes.
fn not_fetched(error: SendError) -> SendError {
    match error {
        SendError::Refused(Refusal::TooLarge) => SendError::Refused(Refusal::TooLarge),
        SendError::Refused(_) => SendError::Refused(Refusal::Unsupported),
        SendError::RateLimited { .. } | SendError::Moved { .. } => {
            SendError::NotSent(format!("its file could not be fetched: {error}"))
        }
        SendError::NotSent(why) | SendError::Unknown(why) | SendError::Rejected(why) => {
            SendError::NotSent(why)
        }
    }
}
