//! Fetching the files of messages, for platforms that can't copy them.

use amends_core::{effect::Refusal, place::FileRef};
use amends_runtime::port::{File, SendError};
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use crate::{
    classify::{Audience, send_error},
    client::{Client, DownloadError},
};

/// How large a file may be that Telegram hands to a bot.
const DOWNLOAD: u64 = 20 * 1024 * 1024;

/// What is read of a file.
#[derive(Deserialize)]
struct Found {
    file_path: Option<String>,
    file_size: Option<u64>,
}

/// Fetches files, one after the other.
pub(crate) async fn fetch(
    client: &Client,
    files: &[FileRef],
    limit: u64,
) -> Result<Vec<File>, SendError> {
    let limit = limit.min(DOWNLOAD);
    let mut left = limit;
    let mut fetched = Vec::with_capacity(files.len());
    for file in files {
        let bytes = fetch_one(client, file, left).await?;
        left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let name = file.name.clone().unwrap_or_else(|| "file".to_owned());
        fetched.push(File { name, mime: file.mime.clone(), bytes });
    }
    Ok(fetched)
}

async fn fetch_one(client: &Client, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError> {
    refuse_larger(file.size, limit)?;
    let found = client.call_named("GetFile", &json!({ "file_id": file.id })).await;
    let found = found.map_err(|error| send_error(&error, Audience::Person))?;
    let Found { file_path, file_size } = read(&found)?;
    refuse_larger(file_size, limit)?;
    // Without a path there is nothing to fetch, now or later.
    let path = file_path.ok_or(SendError::Refused(Refusal::Unsupported))?;
    client.download(&path, limit).await.map_err(|error| match error {
        DownloadError::TooLarge => SendError::Refused(Refusal::TooLarge),
        DownloadError::Call(error) => send_error(&error, Audience::Person),
    })
}

fn read(found: &RawValue) -> Result<Found, SendError> {
    serde_json::from_str(found.get()).map_err(|error| SendError::Unknown(error.to_string()))
}

fn refuse_larger(size: Option<u64>, limit: u64) -> Result<(), SendError> {
    match size {
        Some(size) if limit < size => Err(SendError::Refused(Refusal::TooLarge)),
        Some(_) | None => Ok(()),
    }
}
