//! A stand-in of Discord: its REST API and its gateway.
//!
//! [`DiscordStandIn`] listens on loopback for a bot and keeps a [`world::World`] of people and
//! guilds. People act through [`people::People`] or over HTTP under `/people/…`; tests read the
//! world, wait for a state of it, and arrange faults.

pub mod faults;
pub mod people;
pub mod permissions;
pub mod spec;
pub mod world;

mod commands;
mod content;
mod gateway;
mod interactions;
mod limits;
mod membership;
mod mentions;
mod methods;
mod posting;
mod refusal;
mod request;
mod server;
mod shared;
mod snapshot;
mod threads;
mod time;
mod transcript;
mod wire;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use axum::Router;
use tokio::{
    net::TcpListener,
    task::JoinHandle,
    time::{MissedTickBehavior, interval, timeout},
};

use self::{
    faults::Faults,
    people::People,
    shared::Shared,
    spec::Spec,
    world::{Application, Call, Id, Stats, World},
};
use crate::{
    clock::Clock,
    line::{Lines, Scissors},
};

/// How often the stand-in looks whether threads fell silent or interactions failed.
const LOOKS_EVERY: Duration = Duration::from_millis(250);

/// How many threads of a guild may be open at once.
const MOST_ACTIVE_THREADS: usize = 1000;

/// How a stand-in is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The bot's token.
    pub token: String,
    /// The id of the application and of its bot.
    pub application: Id,
    /// The bot's name.
    pub username: String,
    /// Whether the owner switched on the intent to read what people write in guilds.
    pub message_content: bool,
    /// Whether the owner switched on the intent to list members.
    pub guild_members: bool,
    /// The port on loopback; zero takes a free one.
    pub port: u16,
    /// Milliseconds added to real time.
    pub clock_offset_ms: Arc<AtomicI64>,
    /// Whether the speed limits are enforced; they are observed in any case.
    pub enforce_limits: bool,
    /// How many direct messages may be opened anew in ten minutes.
    pub dm_allowance: usize,
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
            token: "MTE3NDgzOTU3NDgxMjM0NTY3OA.Gstand.instandinstandinstandinstandinstand"
                .to_owned(),
            application: Id(1_174_839_574_812_345_678),
            username: "Amends".to_owned(),
            message_content: true,
            guild_members: false,
            port: 0,
            clock_offset_ms: Arc::default(),
            enforce_limits: true,
            dm_allowance: 200,
            snapshot: None,
            history: 100_000,
            spec: Spec::load_default(),
        }
    }
}

/// A running stand-in. Dropping it stops it at once, as a crash would.
#[derive(Debug)]
pub struct DiscordStandIn {
    shared: Arc<Shared>,
    address: SocketAddr,
    serving: Option<JoinHandle<io::Result<()>>>,
    keeping: Option<(PathBuf, JoinHandle<()>)>,
}

/// A state that did not come in time.
#[derive(Debug, thiserror::Error)]
#[error("the wanted state did not come within {waited:?}; the channels:\n{channels}")]
pub struct TimedOut {
    waited: Duration,
    channels: String,
}

impl DiscordStandIn {
    /// Starts listening, with the world of an earlier run if there is a snapshot.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let kept = options.snapshot.as_deref().map(snapshot::load).transpose()?.flatten();
        let mut world = kept.unwrap_or_default();
        world.application = Application {
            id: options.application,
            username: options.username,
            message_content: options.message_content,
            guild_members: options.guild_members,
        };
        world.clock = Clock::shifted_by(options.clock_offset_ms);
        world.spec = options.spec;
        world.base_url = format!("http://{address}");
        world.dm_allowance = options.dm_allowance;
        world.most_active_threads = MOST_ACTIVE_THREADS;
        let keeps = options.snapshot.is_some();
        let shared =
            Shared::new(world, &options.token, options.enforce_limits, options.history, keeps);
        let app = server::router(Arc::clone(&shared))
            .merge(gateway::router(Arc::clone(&shared)))
            .merge(people::router(Arc::clone(&shared)));
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
        tokio::spawn(pass_time(Arc::clone(&shared)));
        Ok(Self { shared, address, serving, keeping })
    }

    /// Returns the address of the REST API, before `/api/v10` and without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the address of the gateway.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}/gateway", self.address)
    }

    /// Returns the bot's token, without the prefix `Bot `.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Returns the id of the bot.
    pub fn bot(&self) -> Id {
        self.look(World::bot)
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

    /// Returns every REST call so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.look(|world| world.calls.iter().cloned().collect())
    }

    /// Returns what was counted.
    pub fn stats(&self) -> Stats {
        self.look(|world| world.stats.clone())
    }

    /// Returns the departures from the specification so far, and from the rules that hold for a
    /// client whether or not there is a specification.
    pub fn violations(&self) -> Vec<String> {
        self.look(|world| world.violations.clone())
    }

    /// Returns the departures from the specification so far, and forgets them.
    pub fn take_violations(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.lock().world.violations)
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
        found.map_err(|_| TimedOut { waited: patience, channels: self.transcript() })
    }

    /// Waits until all that happened so far is on disk; for ever if there is no snapshot.
    pub async fn kept(&self) {
        let version = self.look(|world| world.version);
        let mut kept = self.shared.kept.subscribe();
        // The sender lives in `self`, so the wait cannot fail.
        kept.wait_for(|kept| version <= *kept).await.ok();
    }

    /// Lets what is due by the stand-in's clock happen now: silent threads are put away.
    pub fn tick(&self) {
        self.shared.change(|_| ());
    }

    /// Returns what all channels show, line by line.
    pub fn transcript(&self) -> String {
        self.look(World::transcript)
    }

    /// Stops listening, ends the gateway's connections, and keeps the world once more.
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

/// Lets due things happen even when nobody does anything.
async fn pass_time(shared: Arc<Shared>) {
    let mut stopping = shared.stopping.subscribe();
    let mut ticks = interval(LOOKS_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => (),
            _ = stopping.wait_for(|is_stopping| *is_stopping) => return,
        }
        if shared.lock().world.is_something_due() {
            shared.change(|_| ());
        }
    }
}

impl Drop for DiscordStandIn {
    fn drop(&mut self) {
        self.shared.stopping.send_replace(true);
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}
