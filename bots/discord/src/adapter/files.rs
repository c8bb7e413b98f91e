//! Fetching files that stand on Discord: by fresh addresses, from Discord's own hosts alone, and
//! never more than is wanted; and how files leave.

use std::{ops::Range, time::Duration};

use amends_core::{
    effect::Refusal,
    place::{FileRef, MessageRef},
};
use amends_runtime::port::{File, SendError};
use reqwest::{StatusCode, Url, redirect::Policy};
use serenity::model::{
    channel::Message,
    id::{ChannelId, MessageId},
};

use crate::{
    classify::{Audience, send_error},
    client::{Client, ClientError, Upload, is_loopback},
};

const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_mins(1);
/// Where Discord keeps files.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Fetches files.
pub(super) struct Files {
    http: reqwest::Client,
    /// Where a stand-in keeps files, if there is one.
    stand_in: Option<Url>,
}

/// Where a file is to be found.
enum Source {
    /// Beside a message.
    Attachment { channel: ChannelId, message: MessageId, id: String },
    /// By its own name.
    Sticker(String),
    /// At this address: it was given with a command, and stands beside no message.
    Address(String),
}

impl Files {
    pub(super) fn new(api: &Url) -> Result<Self, ClientError> {
        let stand_in = is_loopback(api).then(|| api.clone());
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .redirect(Policy::none());
        if stand_in.is_some() {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| ClientError::Setup(error.to_string()))?;
        Ok(Self { http, stand_in })
    }

    pub(super) async fn fetch(
        &self,
        client: &Client,
        _message: &MessageRef,
        files: &[FileRef],
        limit: u64,
    ) -> Result<Vec<File>, SendError> {
        if files.iter().any(|file| file.size.is_some_and(|size| limit < size)) {
            return Err(SendError::Refused(Refusal::TooLarge));
        }
        let mut fetched = Vec::new();
        let mut known: Option<Message> = None;
        for file in files {
            let url = match source(&file.id).ok_or(SendError::Refused(Refusal::Other))? {
                Source::Sticker(name) => self.sticker(&name)?,
                Source::Address(url) => url,
                Source::Attachment { channel, message, id } => {
                    let found = match known.take().filter(|known| known.id == message) {
                        Some(known) => known,
                        // An address from the past may not be good any more.
                        None => client
                            .message(channel, message)
                            .await
                            .map_err(|error| send_error(&error, Audience::Channel))?,
                    };
                    let mut attachments = found.attachments.iter();
                    let its = attachments.find(|one| one.id.to_string() == id);
                    let url = its.map(|its| its.url.clone());
                    known = Some(found);
                    url.ok_or(SendError::Refused(Refusal::MessageGone))?
                }
            };
            let bytes = self.download(&url, limit).await?;
            let name = file.name.clone().unwrap_or_else(|| "file".to_owned());
            fetched.push(File { name, mime: file.mime.clone(), bytes });
        }
        Ok(fetched)
    }

    fn sticker(&self, name: &str) -> Result<String, SendError> {
        let base = match &self.stand_in {
            Some(base) => base.as_str().trim_end_matches('/').to_owned(),
            // Moving ones are only to be had there.
            None if name.rsplit_once('.').is_some_and(|(_, kind)| kind == "gif") => {
                format!("https://{}", HOSTS[1])
            }
            None => format!("https://{}", HOSTS[0]),
        };
        let is_legal = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        is_legal
            .then(|| format!("{base}/stickers/{name}"))
            .ok_or(SendError::Refused(Refusal::Other))
    }

    async fn download(&self, url: &str, limit: u64) -> Result<Vec<u8>, SendError> {
        let url = Url::parse(url).ok().filter(|url| self.is_trusted(url));
        let url = url.ok_or(SendError::Refused(Refusal::Other))?;
        let lost = |error: reqwest::Error| SendError::NotSent(error.without_url().to_string());
        let mut response = self.http.get(url).send().await.map_err(lost)?;
        match response.status() {
            StatusCode::OK => (),
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::GONE => {
                return Err(SendError::Refused(Refusal::MessageGone));
            }
            status => return Err(SendError::NotSent(format!("the file came with {status}"))),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            bytes.extend_from_slice(&chunk);
            // However large it said it would be.
            if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
                return Err(SendError::Refused(Refusal::TooLarge));
            }
        }
        Ok(bytes)
    }

    /// Addresses come from Discord, but nothing is fetched from anywhere else.
    fn is_trusted(&self, url: &Url) -> bool {
        if let Some(base) = &self.stand_in {
            return is_loopback(url) && url.port() == base.port();
        }
        url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| HOSTS.contains(&host))
    }
}

/// Reads where a file is: `channel/message/attachment`, `sticker/name` or `address/https://…`.
fn source(id: &str) -> Option<Source> {
    if let Some(url) = id.strip_prefix("address/") {
        return Some(Source::Address(url.to_owned()));
    }
    if let Some(name) = id.strip_prefix("sticker/") {
        return Some(Source::Sticker(name.to_owned()));
    }
    let mut parts = id.split('/');
    let (channel, message) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let id = parts.next()?.to_owned();
    parts.next().is_none().then_some(Source::Attachment { channel, message, id })
}

/// Files as they leave. Their names are data: nothing in them leads anywhere.
pub(super) fn uploads(files: &[File], range: &Range<usize>) -> Vec<Upload> {
    let chosen = files.get(range.clone()).unwrap_or_default();
    let upload = |file: &File| Upload {
        name: file_name(&file.name),
        mime: file.mime.clone(),
        bytes: file.bytes.clone(),
    };
    chosen.iter().map(upload).collect()
}

fn file_name(name: &str) -> String {
    const LONGEST: usize = 100;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let legal = last.chars().filter(|letter| !letter.is_control()).collect::<String>();
    let legal = legal.trim().trim_start_matches('.');
    if legal.is_empty() {
        return "file".to_owned();
    }
    // The end tells what it is.
    let skip = legal.chars().count().saturating_sub(LONGEST);
    legal.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_from_discord_alone() {
        let files = Files::new(&Url::parse("https://discord.com").unwrap()).unwrap();
        let trusts = |url: &str| files.is_trusted(&Url::parse(url).unwrap());
        assert!(trusts("https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&hm=2"));
        for url in [
            "http://cdn.discordapp.com/a",
            "https://cdn.discordapp.com.evil.example/a",
            "https://evil.example/cdn.discordapp.com",
            "https://cdn.discordapp.com:8443/a",
            "https://user@evil.example/",
            "http://127.0.0.1:1/a",
            "http://169.254.169.254/latest",
        ] {
            assert!(!trusts(url), "{url}");
        }
        let stand_in = Files::new(&Url::parse("http://127.0.0.1:4000").unwrap()).unwrap();
        let trusts = |url: &str| stand_in.is_trusted(&Url::parse(url).unwrap());
        assert!(trusts("http://127.0.0.1:4000/attachments/1"));
        assert!(!trusts("http://127.0.0.1:4001/a") && !trusts("https://cdn.discordapp.com/a"));
    }

    #[test]
    fn strange_names_of_files_are_none() {
        for id in ["", "1", "1/2", "1/2/3/4", "a/2/3", "1/0/3"] {
            assert!(source(id).is_none(), "{id}");
        }
        assert!(matches!(source("1/2/3"), Some(Source::Attachment { .. })));
        assert!(matches!(source("sticker/5.png"), Some(Source::Sticker(_))));
        let at = source("address/https://cdn.discordapp.com/a/1/b.toml?ex=1");
        let url = "https://cdn.discordapp.com/a/1/b.toml?ex=1";
        assert!(matches!(at, Some(Source::Address(at)) if at == url));
    }

    #[test]
    fn name_of_a_file_leads_nowhere() {
        for (name, expected) in [
            ("photo.png", "photo.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a.txt", "a.txt"),
            (".hidden", "hidden"),
            ("a\u{0}b\n.png", "ab.png"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(file_name(name), expected, "{name:?}");
        }
        assert_eq!(file_name(&format!("{}.png", "a".repeat(300))).chars().count(), 100);
    }
}
