//! The HTTP client of Discord's API.
//!
//! Bodies are serenity's builders and answers its types; they are sent by a client of our own,
//! because the library's loses the wait a refusal asks for as soon as its own pacing is off, and
//! collapses under its own pacing when many write to one channel.

mod api;
mod breaker;
mod buckets;
mod doors;
mod error;
mod pace;
mod route;
mod upload;

use std::{error::Error, fmt, net::IpAddr, sync::Arc, time::Duration};

use reqwest::{
    StatusCode, Url,
    header::{AUTHORIZATION, HeaderMap, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serenity::model::id::GuildId;
use thiserror::Error;
use tokio::time::Instant;
use tracing::{debug, warn};

pub use self::{
    api::{Application, GatewayAddress, Original, Posted, StartLimit, Window},
    error::{Arrival, CallError, Hold},
    upload::Upload,
};
use self::{
    breaker::Breaker,
    buckets::Told,
    doors::Doors,
    pace::Pace,
    route::{Body, Lane, Route},
};
use crate::steady;

/// Where Discord's own servers answer.
pub const API_URL: &str = "https://discord.com";

const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(15);
/// Files take longer than words.
const TOTAL_OF_FILES: Duration = Duration::from_mins(1);
/// Connections that stand idle for longer are not used again: the other side may have closed them,
/// and a request on such a connection is one whose fate nobody knows.
const IDLE: Duration = Duration::from_secs(30);
/// How Discord wants its callers to name themselves.
const AGENT: &str = concat!("DiscordBot (amends, ", env!("CARGO_PKG_VERSION"), ")");

/// Discord's API as one bot sees it. Its token never appears in its `Debug`, nor in any error.
/// Clones share connections, pace and memory.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    is_urgent: bool,
    home: Option<GuildId>,
}

struct Shared {
    http: reqwest::Client,
    base: Url,
    token: SecretString,
    /// The token as it is sent, which `Debug` of requests does not show.
    authorization: HeaderValue,
    pace: Pace,
    breaker: Breaker,
    doors: Doors,
}

/// Why there can't be a client.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClientError {
    /// The token can't be one.
    #[error(
        "the token does not look like one of Discord's developer portal: three parts with dots \
         between them"
    )]
    Token,
    /// The address of the API can't be used.
    #[error("`discord.api_url` is not an address that starts with http:// or https://")]
    Address,
    /// The client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Setup(String),
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
        let mut authorization = HeaderValue::from_str(&format!("Bot {}", token.expose_secret()))
            .map_err(|_| ClientError::Token)?;
        authorization.set_sensitive(true);
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_idle_timeout(IDLE)
            .user_agent(AGENT)
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        let http =
            builder.build().map_err(|error| ClientError::Setup(chain(error.without_url())))?;
        let shared = Shared {
            http,
            base,
            token,
            authorization,
            pace: Pace::new(),
            breaker: Breaker::default(),
            doors: Doors::new(),
        };
        Ok(Self { shared: Arc::new(shared), is_urgent: false, home: None })
    }

    /// The same client for what must get through as long as anything may: recovery.
    #[must_use]
    pub fn urgent(&self) -> Self {
        Self { is_urgent: true, ..self.clone() }
    }

    /// The same client for the one server that the bot works on: what happens on others is none of
    /// its business.
    #[must_use]
    pub fn at_home(self, home: Option<GuildId>) -> Self {
        Self { home, ..self }
    }

    /// Whether a server is known not to be the one that the bot works on.
    pub(crate) fn is_elsewhere(&self, guild: &str) -> bool {
        self.home.is_some_and(|home| home.to_string() != guild)
    }

    /// The token; for deriving keys and for the gateway only.
    pub(crate) fn token(&self) -> &str {
        self.shared.token.expose_secret()
    }

    /// The address of the API, as it was set.
    pub(crate) fn base(&self) -> &Url {
        &self.shared.base
    }

    /// Whether the API is on this machine: a stand-in.
    pub fn is_local(&self) -> bool {
        is_loopback(&self.shared.base)
    }

    /// The host that is called, for logs and error texts.
    pub fn host(&self) -> &str {
        self.shared.base.host_str().unwrap_or_default()
    }

    /// Requests of the last ten minutes that Discord counts as invalid. It bans the address of
    /// those who make ten thousand.
    pub fn invalid_requests(&self) -> u32 {
        self.shared.breaker.count(steady::now())
    }

    /// Makes one call and reads its result.
    async fn call<T: DeserializeOwned>(&self, route: Route, body: Body) -> Result<T, CallError> {
        let answer = self.send(route, body).await?;
        // The error's own words may repeat what people wrote.
        serde_json::from_slice(&answer).map_err(|error| {
            let (kind, column) = (error.classify(), error.column());
            CallError::Unreadable(format!("its JSON is not as expected: {kind:?} at {column}"))
        })
    }

    /// Makes one call that has no result, or one that nobody wants.
    async fn call_only(&self, route: Route, body: Body) -> Result<(), CallError> {
        self.send(route, body).await.map(drop)
    }

    /// Sends one request when it may go: after those before it in its lane, within what Discord
    /// said it bears, and within the limit over everything.
    async fn send(&self, route: Route, body: Body) -> Result<Vec<u8>, CallError> {
        self.check(&route)?;
        // Built before anything is waited for: what can't be built is known at once.
        let request = self.request(&route, body)?;
        let _turn = self.shared.pace.turn(&route).await?;
        // Discord may have become angry meanwhile.
        self.check(&route)?;
        let outcome = self.exchange(&route, request).await;
        if let Err(error) = &outcome {
            debug!(route = route.name, %error, "Discord did not do it");
        }
        outcome
    }

    /// Whether so much was refused of late that this has to wait.
    fn check(&self, route: &Route) -> Result<(), CallError> {
        let (breaker, now) = (&self.shared.breaker, steady::now());
        let pause = match (route.lane, self.is_urgent) {
            (Lane::Free, _) => None,
            (_, false) if route.is_private => breaker.pause_of_doors(now),
            (_, is_urgent) => breaker.pause(is_urgent, now),
        };
        pause.map_or(Ok(()), |after| Err(CallError::Held { after, why: Hold::Breaker }))
    }

    fn request(&self, route: &Route, body: Body) -> Result<reqwest::Request, CallError> {
        let mut url = self.shared.base.clone();
        let Ok(mut path) = url.path_segments_mut() else {
            unreachable!("`new` takes only addresses that have a path")
        };
        path.pop_if_empty().extend(["api", "v10"]).extend(&route.path);
        drop(path);
        if !route.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&route.query);
        }
        let mut request = self.shared.http.request(route.method.clone(), url);
        if route.is_signed {
            request = request.header(AUTHORIZATION, self.shared.authorization.clone());
        }
        let request = match body {
            Body::None => request,
            Body::Json(json) => request.json(&json),
            Body::Files(form) => request.multipart(form).timeout(TOTAL_OF_FILES),
        };
        request.build().map_err(|error| CallError::NotSent(described(error)))
    }

    async fn exchange(
        &self,
        route: &Route,
        request: reqwest::Request,
    ) -> Result<Vec<u8>, CallError> {
        let response = self.shared.http.execute(request).await.map_err(failed)?;
        let status = response.status();
        let told = Told::of(response.headers());
        let retry_after = seconds(response.headers(), "retry-after");
        let now = steady::now();
        self.shared.pace.learn(route, &told, now);
        let read = response.bytes().await;
        if status.is_success() {
            return read.map(Into::into).map_err(|error| CallError::Unreadable(described(error)));
        }
        let body = read.map_err(|error| CallError::Lost(described(error)))?;
        let secrets = [Some(self.token()), route.secret.as_deref()];
        let error = error::read(status, &body, &told, retry_after, secrets);
        self.take_to_heart(route, status, &told, &error, now);
        Err(error)
    }

    /// Learns from a refusal what must not be tried again too soon.
    fn take_to_heart(
        &self,
        route: &Route,
        status: StatusCode,
        told: &Told,
        error: &CallError,
        now: Instant,
    ) {
        if let CallError::RateLimited { after, is_global } = error {
            self.shared.pace.refused(route, *after, *is_global, now);
            warn!(route = route.name, ?after, is_global, "Discord wants fewer requests");
        }
        let is_invalid = matches!(
            status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
        );
        // What others used up of a shared limit is not held against us.
        if is_invalid && !told.is_shared {
            self.shared.breaker.note(now);
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.host()).finish_non_exhaustive()
    }
}

/// Tells a request that never left from one that may have arrived.
fn failed(error: reqwest::Error) -> CallError {
    let never_left = error.is_connect() || error.is_builder();
    let why = described(error);
    if never_left { CallError::NotSent(why) } else { CallError::Lost(why) }
}

/// Describes an error without the address it happened at, which may hold a token.
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

/// Reads a header that holds seconds, whole or not.
fn seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    let text = headers.get(name)?.to_str().ok()?;
    Duration::try_from_secs_f64(text.trim().parse().ok()?).ok()
}

fn is_token(token: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let parts: Vec<&str> = token.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(is_legal))
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
