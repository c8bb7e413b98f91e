//! The HTTP client of the Bot API.
//!
//! Requests are the typed payloads of `teloxide-core`; they are sent by a client of our own,
//! because the library's hides the error code, takes the page of a proxy for an answer, and sleeps
//! ten seconds after each server error.

use std::{error::Error, fmt, time::Duration};

use amends_runtime::port::File;
use reqwest::{
    RequestBuilder, StatusCode, Url,
    multipart::{Form, Part},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use teloxide_core::requests::Payload;
use thiserror::Error;

use crate::classify::CallError;

const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(25);
/// How long the way of a whole file may take.
const TRANSFER: Duration = Duration::from_mins(2);
/// How long Telegram holds a poll that has nothing to tell.
pub(crate) const POLL: Duration = Duration::from_secs(10);
const POLL_SLACK: Duration = Duration::from_secs(15);
/// Connections that stand idle for longer are not used again: the other side may have closed them,
/// and a request on such a connection is one whose fate nobody knows.
const IDLE: Duration = Duration::from_secs(30);

/// The longest name of a file.
const NAME: usize = 120;

/// The Bot API as one bot sees it. Its token never appears in its `Debug`, nor in any error.
#[derive(Clone)]
pub struct Client {
    calls: reqwest::Client,
    polls: reqwest::Client,
    transfers: reqwest::Client,
    base: Url,
    token: SecretString,
}

/// Why there can't be a client.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClientError {
    /// The token can't be one.
    #[error("the token does not look like one of @BotFather's: digits, a colon, 35 characters")]
    Token,
    /// The address of the Bot API can't be used.
    #[error("`telegram.api_url` is not an address that starts with http:// or https://")]
    Address,
    /// The client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Setup(String),
}

/// Why a file could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum DownloadError {
    /// It is larger than it may be.
    #[error("the file is too large")]
    TooLarge,
    /// The call for it brought no file.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// The frame of every answer.
#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    result: Option<Box<RawValue>>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Client {
    /// Sets up a client; nothing is sent yet.
    pub fn new(token: SecretString, api_url: &str) -> Result<Self, ClientError> {
        if !is_token(token.expose_secret()) {
            return Err(ClientError::Token);
        }
        let base = Url::parse(api_url).map_err(|_| ClientError::Address)?;
        if !matches!(base.scheme(), "http" | "https") || base.cannot_be_a_base() {
            return Err(ClientError::Address);
        }
        let client = |total| {
            let mut builder = reqwest::Client::builder()
                .connect_timeout(CONNECT)
                .timeout(total)
                .pool_idle_timeout(IDLE)
                .redirect(reqwest::redirect::Policy::none());
            if is_loopback(&base) {
                builder = builder.no_proxy();
            }
            builder.build().map_err(|error| ClientError::Setup(chain(error.without_url())))
        };
        let (calls, polls) = (client(TOTAL)?, client(POLL + POLL_SLACK)?);
        let transfers = client(TRANSFER)?;
        Ok(Self { calls, polls, transfers, base, token })
    }

    /// The token; for deriving keys only.
    pub(crate) fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// The host that is called, for logs and error texts.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// Makes one call and returns the JSON of its result.
    pub(crate) async fn call<P>(&self, payload: &P) -> Result<Box<RawValue>, CallError>
    where
        P: Payload + Serialize + Sync,
    {
        self.post(&self.calls, P::NAME, payload).await
    }

    /// Makes one call whose payload is already JSON.
    pub(crate) async fn call_named(
        &self,
        method: &str,
        params: &Value,
    ) -> Result<Box<RawValue>, CallError> {
        self.post(&self.calls, method, params).await
    }

    /// Makes one call that a file goes with, under the name of this parameter.
    pub(crate) async fn upload(
        &self,
        method: &str,
        params: &Value,
        parameter: &'static str,
        file: &File,
    ) -> Result<Box<RawValue>, CallError> {
        let part = || Part::bytes(file.bytes.clone()).file_name(file_name(&file.name));
        // A media type that is none says nothing.
        let typed = file.mime.as_deref().and_then(|mime| part().mime_str(mime).ok());
        let mut form = Form::new().part(parameter, typed.unwrap_or_else(part));
        for (key, value) in params.as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            form = form.text(key.clone(), text);
        }
        let request = self.transfers.post(self.url(method)).multipart(form);
        self.answer(request).await
    }

    /// Asks for updates, which may take as long as [`POLL`].
    pub(crate) async fn poll(&self, params: &Value) -> Result<Box<RawValue>, CallError> {
        self.post(&self.polls, "getUpdates", params).await
    }

    /// Fetches a file by the path that Telegram named, as long as it is not larger than this.
    pub(crate) async fn download(&self, path: &str, limit: u64) -> Result<Vec<u8>, DownloadError> {
        let request = self.transfers.get(self.file_url(path));
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status();
        if status.is_server_error() {
            let lost = format!("the answer has status {}", status.as_u16());
            return Err(CallError::Lost(lost).into());
        }
        if !status.is_success() {
            return Err(no_file(status).into());
        }
        if response.content_length().is_some_and(|length| limit < length) {
            return Err(DownloadError::TooLarge);
        }
        let room = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        let lost = |error| CallError::Lost(described(error));
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if room - bytes.len() < chunk.len() {
                return Err(DownloadError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    async fn post<B: Serialize + Sync + ?Sized>(
        &self,
        client: &reqwest::Client,
        method: &str,
        body: &B,
    ) -> Result<Box<RawValue>, CallError> {
        self.answer(client.post(self.url(method)).json(body)).await
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Box<RawValue>, CallError> {
        let response = request.send().await.map_err(failed)?;
        let status = response.status();
        let body = response.bytes().await.map_err(|error| CallError::Lost(described(error)))?;
        let envelope = serde_json::from_slice(&body).ok();
        self.opened(status, envelope)
    }

    fn opened(
        &self,
        status: StatusCode,
        envelope: Option<Envelope>,
    ) -> Result<Box<RawValue>, CallError> {
        if status.is_server_error() {
            return Err(CallError::Lost(format!("the answer has status {}", status.as_u16())));
        }
        let Some(envelope) = envelope else { return Err(no_envelope(status)) };
        match envelope {
            Envelope { ok: true, result: Some(result), .. } => Ok(result),
            Envelope { ok: true, result: None, .. } => {
                Err(CallError::Lost("an answer without a result".to_owned()))
            }
            Envelope { ok: false, error_code, description, parameters, .. } => {
                let description = description.unwrap_or_default();
                Err(CallError::Refused {
                    code: error_code.unwrap_or_else(|| status.as_u16()),
                    // A server between us and Telegram may repeat the path it was asked for.
                    description: description.replace(self.token(), "…"),
                    retry_after: parameters.as_ref().and_then(|it| it.retry_after),
                    migrate_to: parameters.as_ref().and_then(|it| it.migrate_to_chat_id),
                })
            }
        }
    }

    fn url(&self, method: &str) -> Url {
        let mut url = self.base.clone();
        let bot = format!("bot{}", self.token());
        // Documented names begin with a small letter; the library's begin with a large one.
        let mut method = method.to_owned();
        if let Some(first) = method.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        extend(&mut url, &[&bot, &method]);
        url
    }

    fn file_url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        let bot = format!("bot{}", self.token());
        extend(&mut url, &["file", &bot]);
        // Each part is escaped, so that no path leads anywhere else.
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        extend(&mut url, &parts);
        url
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.host()).finish_non_exhaustive()
    }
}

/// A name of a file that is nothing but a name.
fn file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_legal = |character: &char| !character.is_control() && *character != '"';
    let name: String = name.chars().filter(is_legal).take(NAME).collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

fn extend(url: &mut Url, segments: &[&str]) {
    let Ok(mut path) = url.path_segments_mut() else {
        unreachable!("`new` takes only addresses that have a path")
    };
    path.pop_if_empty().extend(segments);
}

/// Tells what it means that there is no file at a path.
fn no_file(status: StatusCode) -> CallError {
    let description = match status {
        StatusCode::UNAUTHORIZED => "unauthorized",
        StatusCode::TOO_MANY_REQUESTS => "too many requests",
        _ => "wrong file_id: there is no such file any more",
    };
    CallError::Refused {
        code: status.as_u16(),
        description: description.to_owned(),
        retry_after: None,
        migrate_to: None,
    }
}

/// Tells what an answer means that Telegram did not write.
fn no_envelope(status: StatusCode) -> CallError {
    let description = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "request entity too large",
        StatusCode::TOO_MANY_REQUESTS => "too many requests",
        _ => return CallError::Lost(format!("no JSON in an answer with status {status}")),
    };
    CallError::Refused {
        code: status.as_u16(),
        description: description.to_owned(),
        retry_after: None,
        migrate_to: None,
    }
}

/// Tells a request that never left from one that may have arrived.
fn failed(error: reqwest::Error) -> CallError {
    let never_left = error.is_connect() || error.is_builder();
    let why = described(error);
    if never_left { CallError::NotSent(why) } else { CallError::Lost(why) }
}

/// Describes an error without the address it happened at, which holds the token.
fn described(error: reqwest::Error) -> String {
    if error.is_timeout() { "timed out".to_owned() } else { chain(error.without_url()) }
}

fn chain(error: impl Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn is_token(token: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    token.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && 20 <= secret.len()
            && secret.bytes().all(is_legal)
    })
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "4839574812:AAcanarycanarycanarycanarycanarycan";

    fn client(api_url: &str) -> Client {
        Client::new(SecretString::from(TOKEN), api_url).unwrap()
    }

    fn answer(status: StatusCode, body: &str) -> Result<String, CallError> {
        let envelope = serde_json::from_str(body).ok();
        let opened = client("https://api.telegram.org").opened(status, envelope);
        opened.map(|result| result.get().to_owned())
    }

    #[test]
    fn address_is_built_from_any_base() {
        for (base, expected) in [
            ("https://api.telegram.org", "https://api.telegram.org/bot"),
            ("http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot"),
            ("http://localhost/api/", "http://localhost/api/bot"),
        ] {
            let url = client(base).url("SendMessage");
            assert_eq!(url.as_str(), format!("{expected}{TOKEN}/sendMessage"));
        }
    }

    #[test]
    fn path_of_a_file_leads_nowhere_else() {
        let client = client("https://api.telegram.org");
        for (path, expected) in [
            ("photos/file_1.jpg", "photos/file_1.jpg"),
            ("/documents//a b?c#d.pdf", "documents/a%20b%3Fc%23d.pdf"),
            ("../../bot1:x/getMe", "bot1:x/getMe"),
        ] {
            let url = client.file_url(path);
            let expected = format!("https://api.telegram.org/file/bot{TOKEN}/{expected}");
            assert_eq!(url.as_str(), expected);
        }
    }

    #[tokio::test]
    async fn file_that_can_not_be_fetched_shows_no_token() {
        let nobody = client("http://127.0.0.1:1");
        let error = nobody.download("photos/file_1.jpg", 5).await.unwrap_err();
        assert!(matches!(error, DownloadError::Call(CallError::NotSent(_))), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }

    #[test]
    fn name_of_a_file_is_no_path() {
        for (name, expected) in [
            ("soup.jpg", "soup.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\y\"\r\n.pdf", "y.pdf"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(file_name(name), expected);
        }
        assert_eq!(file_name(&"ж".repeat(500)).chars().count(), NAME);
    }

    #[test]
    fn strange_settings_are_refused_before_anything_is_sent() {
        for token in [
            "",
            "hello",
            "123:short",
            "12a:AAcanarycanarycanarycanary",
            "1:AA/../../etc/passwd-and",
        ] {
            let refused = Client::new(SecretString::from(token), "https://api.telegram.org");
            assert_eq!(refused.unwrap_err(), ClientError::Token, "{token}");
        }
        for address in ["", "api.telegram.org", "ftp://example.com", "mailto:a@example.com"] {
            let refused = Client::new(SecretString::from(TOKEN), address);
            assert_eq!(refused.unwrap_err(), ClientError::Address, "{address}");
        }
    }

    #[test]
    fn debug_shows_no_token() {
        assert_eq!(
            format!("{:?}", client("https://api.telegram.org")),
            r#"Client { host: "api.telegram.org", .. }"#
        );
    }

    #[test]
    fn answers_are_opened() {
        assert_eq!(answer(StatusCode::OK, r#"{"ok":true,"result":true}"#).as_deref(), Ok("true"));
        let refused = answer(
            StatusCode::TOO_MANY_REQUESTS,
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"#,
        );
        assert_eq!(
            refused,
            Err(CallError::Refused {
                code: 429,
                description: "Too Many Requests: retry after 3".to_owned(),
                retry_after: Some(3),
                migrate_to: None,
            })
        );
    }

    #[test]
    fn pages_of_proxies_are_no_answers() {
        for (status, body) in [
            (StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>"),
            (StatusCode::OK, "<html>Welcome to the hotel</html>"),
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#,
            ),
            (StatusCode::FORBIDDEN, "<html>Blocked</html>"),
            (StatusCode::OK, r#"{"ok":true}"#),
        ] {
            let lost = answer(status, body);
            assert!(matches!(lost, Err(CallError::Lost(_))), "{status} {body}: {lost:?}");
        }
    }

    #[test]
    fn repeated_path_shows_no_token() {
        let body = format!(r#"{{"ok":false,"error_code":404,"description":"no /bot{TOKEN}/x"}}"#);
        let refused = answer(StatusCode::NOT_FOUND, &body).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("canary"), "{refused}");
    }
}
