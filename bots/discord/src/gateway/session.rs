//! One session of serenity's gateway client, on a thread of its own.
//!
//! The library starts a task for each event, and promises no order. On a runtime of one thread tasks
//! begin in the order in which they were started, and each hands its event on before it waits for
//! anything: so events stay in the order in which Discord told them.

use std::{io, thread, time::Duration};

use serenity::{
    Client as Serenity,
    all::{
        ClientBuilder, ConnectionStage, Context, Event, EventHandler, GatewayIntents,
        RawEventHandler, ShardId, ShardStageUpdateEvent,
    },
    async_trait,
    gateway::GatewayError,
    http::HttpBuilder,
};
use tokio::{
    runtime,
    sync::mpsc::{self, error::TrySendError},
    time,
};
use tokio_util::sync::CancellationToken;

use crate::client::{API_URL, Client};

/// So many events may wait. Should more come, the session ends, and what was missed is fetched when
/// those that wait are in the store.
const WAITING: usize = 4_096;
/// How often the state of the connection is looked at.
const LOOK: Duration = Duration::from_secs(1);
const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(15);
/// Time for what runs on the session's thread to end.
const LEAVE_WITHIN: Duration = Duration::from_millis(500);

/// What a session tells.
pub(super) enum Signal {
    /// Something happened on Discord.
    Event(Box<Event>),
    /// The library introduced itself to Discord.
    Identified,
    /// The connection stands, or does not.
    Connected { stands: bool },
    /// The session is over.
    Ended(End),
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// We wanted it to.
    Stopped,
    /// Discord does not know the token.
    Rejected,
    /// The bot asked for more than its owner allowed in the developer portal.
    NotAllowed,
    /// Something else, which passes.
    Broken,
}

/// A session that runs until it is dropped.
pub(super) struct Session {
    pub(super) signals: mpsc::Receiver<Signal>,
    stop: CancellationToken,
}

impl Session {
    /// Starts a session; it connects to this address, and to no other.
    pub(super) fn start(
        client: &Client,
        address: String,
        intents: GatewayIntents,
    ) -> io::Result<Self> {
        let (sender, signals) = mpsc::channel(WAITING);
        let stop = CancellationToken::new();
        let handler = Handler { sender, stop: stop.clone() };
        let client = client.clone();
        thread::Builder::new()
            .name("discord-gateway".to_owned())
            .spawn(move || run(&client, address, intents, &handler))?;
        Ok(Self { signals, stop })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[derive(Clone)]
struct Handler {
    sender: mpsc::Sender<Signal>,
    stop: CancellationToken,
}

impl Handler {
    /// Hands something on, or ends the session if nobody takes it any more.
    fn tell(&self, signal: Signal) {
        if let Err(TrySendError::Full(_) | TrySendError::Closed(_)) = self.sender.try_send(signal) {
            self.stop.cancel();
        }
    }
}

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        self.tell(Signal::Event(Box::new(event)));
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        if event.new == ConnectionStage::Identifying {
            self.tell(Signal::Identified);
        }
    }
}

fn run(client: &Client, address: String, intents: GatewayIntents, handler: &Handler) {
    let end = match runtime::Builder::new_current_thread().enable_all().build() {
        Err(_) => End::Broken,
        Ok(runtime) => {
            let end = runtime.block_on(async {
                let stop = handler.stop.clone();
                let held = hold(client, address, intents, handler.clone());
                stop.run_until_cancelled(held).await.unwrap_or(End::Stopped)
            });
            runtime.shutdown_timeout(LEAVE_WITHIN);
            end
        }
    };
    // Nobody may be listening any more.
    handler.sender.blocking_send(Signal::Ended(end)).ok();
}

/// Holds a session until it ends by itself.
async fn hold(client: &Client, address: String, intents: GatewayIntents, handler: Handler) -> End {
    let Ok(mut serenity) = prepare(client, intents, handler.clone()).await else {
        return End::Broken;
    };
    // The library would fall back to Discord's own gateway if it could not learn the address.
    *serenity.ws_url.lock().await = address;
    let runners = serenity.shard_manager.runners.clone();
    let watching = async {
        loop {
            time::sleep(LOOK).await;
            let stage = runners.lock().await.get(&ShardId(0)).map(|runner| runner.stage);
            let stands = stage == Some(ConnectionStage::Connected);
            handler.tell(Signal::Connected { stands });
        }
    };
    let ended = tokio::select! {
        ended = serenity.start() => ended,
        () = watching => unreachable!("it looks for ever"),
    };
    match ended {
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => End::Rejected,
        Err(serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents)) => End::NotAllowed,
        Ok(()) | Err(_) => End::Broken,
    }
}

async fn prepare(
    client: &Client,
    intents: GatewayIntents,
    handler: Handler,
) -> Result<Serenity, serenity::Error> {
    let mut http = reqwest::Client::builder().connect_timeout(CONNECT).timeout(TOTAL);
    if client.is_local() {
        http = http.no_proxy();
    }
    let http = http.build().map_err(|error| serenity::Error::Http(error.into()))?;
    let mut builder = HttpBuilder::new(client.token()).client(http).ratelimiter_disabled(true);
    let base = client.base().as_str().trim_end_matches('/');
    if base != API_URL {
        builder = builder.proxy(base);
    }
    ClientBuilder::new_with_http(builder.build(), intents)
        .event_handler(handler.clone())
        .raw_event_handler(handler)
        .await
}
