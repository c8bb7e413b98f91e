//! A stand-in of the Telegram Bot API.
//!
//! [`TelegramStandIn`] listens on loopback for a bot and keeps a [`world::World`] of people and
//! chats. People act through [`people::People`] or over HTTP under `/people/…`; tests read the
//! world, wait for a state of it, and arrange faults.

pub mod business;
pub mod faults;
pub mod people;
pub mod spec;
pub mod world;

mod draft;
mod entities;
mod limits;
mod methods;
mod params;
mod poll;
mod refusal;
mod server;
mod shared;
mod snapshot;
mod updates;
mod wire;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle, time::timeout};

use self::{
    faults::Faults,
    people::People,
    shared::Shared,
    spec::Spec,
    world::{BotAccount, Call, Chat, Stats, World},
};
use crate::{
    clock::Clock,
    line::{Lines, Scissors},
};

/// How a stand-in is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bot's token; the digits before the colon are its id.
    pub token: String,
    /// The bot's name without the at sign.
    pub username: String,
    /// The bot's display name.
    pub name: String,
    /// The port on loopback; zero takes a free one.
    pub port: u16,
    /// Milliseconds added to real time.
    pub clock_offset_ms: Arc<AtomicI64>,
    /// Whether the speed limits are enforced; they are observed in any case.
    pub enforce_limits: bool,
    /// Where the world is kept between runs. Nothing is answered then before it is kept.
    pub snapshot: Option<PathBuf>,
    /// How many calls are remembered.
    pub history: usize,
    /// The specification to hold both sides to.
    pub spec: Option<Arc<Spec>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: "4839574812:AAstandinstandinstandinstandinstand".to_owned(),
            username: "amends_bot".to_owned(),
            name: "Amends".to_owned(),
            port: 0,
            clock_offset_ms: Arc::default(),
            enforce_limits: true,
            snapshot: None,
            history: 100_000,
            spec: Spec::load_default(),
        }
    }
}

/// A running stand-in. Dropping it stops it at once, as a crash would.
#[derive(Debug)]
pub struct TelegramStandIn {
    shared: Arc<Shared>,
    address: SocketAddr,
    serving: Option<JoinHandle<io::Result<()>>>,
    keeping: Option<(PathBuf, JoinHandle<()>)>,
}

/// A state that did not come in time.
#[derive(Debug, thiserror::Error)]
#[error("the wanted state did not come within {waited:?}; the chats:\n{chats}")]
pub struct TimedOut {
    waited: Duration,
    chats: String,
}

impl TelegramStandIn {
    /// Starts listening, with the world of an earlier run if there is a snapshot.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let kept = options.snapshot.as_deref().map(snapshot::load).transpose()?.flatten();
        let mut world = kept.unwrap_or_default();
        let number = options.token.split(':').next().and_then(|number| number.parse().ok());
        world.bot =
            BotAccount { id: number.unwrap_or(1), username: options.username, name: options.name };
        world.clock = Clock::shifted_by(options.clock_offset_ms);
        world.spec = options.spec;
        let keeps = options.snapshot.is_some();
        let shared =
            Shared::new(world, &options.token, options.enforce_limits, options.history, keeps);
        let app = server::router(Arc::clone(&shared)).merge(people::router(Arc::clone(&shared)));
        let mut stopping = shared.stopping.subscribe();
        let service = app.into_make_service_with_connect_info::<Scissors>();
        let server = axum::serve(Lines(listener), service).with_graceful_shutdown(async move {
            // An error means that the stand-in is gone, which is the end as well.
            stopping.wait_for(|is_stopping| *is_stopping).await.ok();
        });
        let serving = Some(tokio::spawn(async move { server.await }));
        let keeping = options.snapshot.map(|path| {
            let keep = snapshot::keep(Arc::clone(&shared), path.clone());
            (path, tokio::spawn(keep))
        });
        Ok(Self { shared, address, serving, keeping })
    }

    /// Returns the address of the Bot API, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the bot's token.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Returns the people.
    pub fn people(&self) -> People {
        People { shared: Arc::clone(&self.shared) }
    }

    /// Returns the routes of the people's door, to be served beside the page that uses them.
    pub fn people_router(&self) -> Router {
        people::router(Arc::clone(&self.shared))
    }

    /// Returns the place to arrange faults.
    pub fn faults(&self) -> Faults {
        Faults::of(Arc::clone(&self.shared))
    }

    /// Looks at the world. The world stands still meanwhile.
    pub fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.shared.lock().world)
    }

    /// Returns a chat as it is now.
    pub fn chat(&self, id: i64) -> Option<Chat> {
        self.look(|world| world.chats.get(&id).cloned())
    }

    /// Returns the chat that somebody has with a partner in their own account, as it is now.
    pub fn account_chat(&self, owner: i64, partner: i64) -> Option<Chat> {
        self.look(|world| world.account_chat(owner, partner).cloned())
    }

    /// Returns every call so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.look(|world| world.calls.iter().cloned().collect())
    }

    /// Returns what was counted.
    pub fn stats(&self) -> Stats {
        self.look(|world| world.stats.clone())
    }

    /// Returns the departures from the specification so far; none if there is no specification.
    pub fn violations(&self) -> Vec<String> {
        self.look(|world| world.violations.clone())
    }

    /// Returns the departures from the specification so far, and forgets them.
    pub fn take_violations(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.lock().world.violations)
    }

    /// Returns the content of a file that was sent or uploaded.
    pub fn file_content(&self, file_id: &str) -> Option<Vec<u8>> {
        self.look(|world| world.file_content(file_id).map(<[u8]>::to_vec))
    }

    /// Waits until the world is as wanted.
    pub async fn wait_until(
        &self,
        mut is_wanted: impl FnMut(&World) -> bool,
        patience: Duration,
    ) -> Result<(), TimedOut> {
        self.wait_for(|world| is_wanted(world).then_some(()), patience).await
    }

    /// Waits until something is found in the world, and returns it.
    pub async fn wait_for<T>(
        &self,
        mut find: impl FnMut(&World) -> Option<T>,
        patience: Duration,
    ) -> Result<T, TimedOut> {
        let mut changes = self.shared.changes.subscribe();
        let search = async {
            loop {
                changes.mark_unchanged();
                if let Some(found) = self.look(&mut find) {
                    return found;
                }
                // The sender lives in `self`, so there is always a next change to wait for.
                changes.changed().await.ok();
            }
        };
        let found = timeout(patience, search).await;
        found.map_err(|_| TimedOut { waited: patience, chats: self.transcript() })
    }

    /// Waits until all that happened so far is on disk; for ever if there is no snapshot.
    pub async fn kept(&self) {
        let version = self.look(|world| world.version);
        let mut kept = self.shared.kept.subscribe();
        // The sender lives in `self`, so the wait cannot fail.
        kept.wait_for(|kept| version <= *kept).await.ok();
    }

    /// Returns what all chats show, line by line.
    pub fn transcript(&self) -> String {
        self.look(|world| {
            let mut lines = String::new();
            let own = world.chats.values().map(|chat| (None, chat));
            let of_accounts = world.accounts.iter().flat_map(|(owner, account)| {
                account.chats.values().map(move |chat| (Some(owner), chat))
            });
            for (owner, chat) in own.chain(of_accounts) {
                for message in chat.shown(None) {
                    let owner = owner.map(|owner| format!("{owner} with ")).unwrap_or_default();
                    lines.push_str(&(owner + &world.transcribe(chat, message)));
                }
            }
            lines
        })
    }

    /// Stops listening, ends waiting polls, and keeps the world once more.
    pub async fn shutdown(mut self) -> io::Result<()> {
        self.shared.stopping.send_replace(true);
        if let Some(serving) = self.serving.take() {
            serving.await.map_err(io::Error::other)??;
        }
        if let Some((path, keeping)) = self.keeping.take() {
            keeping.await.map_err(io::Error::other)?;
            snapshot::save(&self.shared, &path)?;
        }
        Ok(())
    }
}

impl Drop for TelegramStandIn {
    fn drop(&mut self) {
        self.shared.stopping.send_replace(true);
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}
