//! The gateway: what happens on Discord is made durable in the order in which Discord told it, and
//! what was missed while nobody listened is fetched.
//!
//! Connected by serenity's gateway client, without its cache. Events are handed on raw; those who
//! read them later find with each what was known around it.

mod atlas;
mod host;
mod intake;
mod reading;
mod session;
mod starts;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use amends_runtime::clock::Clock;
use reqwest::Url;
use serde_json::Value;
use serenity::all::{Event, GatewayIntents};
use thiserror::Error;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

pub use self::host::{Batch, Conversation, Host};
pub(crate) use self::{
    atlas::{AUTHORS, Atlas, SERVED},
    reading::{Arrived, message_arrived, surround, thread_turned, vanished},
};
use self::{
    intake::{Intake, Order},
    reading::{Read, Reader, matters},
    session::{End, Session, Signal},
    starts::{LASTING, Starts},
};
use crate::{
    classify::TOKEN_REFUSED,
    client::{CallError, Client, is_loopback},
    envelope::text,
};

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A connection that is down for longer is said to be down.
const PATIENCE: Duration = Duration::from_secs(20);
/// A connection that is down for longer is given up for a new one.
const LONGEST_OUTAGE: Duration = Duration::from_mins(5);
/// Servers that Discord announced and does not show within this time have an outage.
const SERVERS_WITHIN: Duration = Duration::from_secs(10);

/// How the gateway is used.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether what people write on servers is needed, which the bot's owner must have allowed.
    pub wants_content: bool,
    /// How careful starts are.
    pub starts: StartPace,
    /// The clock of the service.
    pub clock: Clock,
}

/// How careful starts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartPace {
    /// As Discord demands.
    Careful,
    /// As fast as wanted: for a stand-in, which takes no token away.
    Free,
}

/// Why the gateway has ended although nobody wanted it to. Each sentence says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GatewayError {
    /// Discord does not know the token.
    #[error("{TOKEN_REFUSED}")]
    Rejected,
    /// The gateway's address can't be right.
    #[error(
        "the gateway at `{host}` is not used: {why}. Check discord.api_url; it must be the address \
         of Discord or of a stand-in that runs its own gateway"
    )]
    Address {
        /// The host of the address.
        host: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The bot asks for events that Discord does not give.
    #[error(
        "Discord does not let the bot listen, though it asked for nothing that needs permission: \
         check the bot in the developer portal"
    )]
    NotAllowed,
}

/// Listens until told to stop. Events go to [`Host::keep`] and nowhere else; those of one channel
/// keep their order, and those that need an answer at once overtake all others.
pub async fn run<H: Host>(
    client: &Client,
    settings: Settings,
    host: Arc<H>,
    stop: &CancellationToken,
) -> Result<(), GatewayError> {
    // Without the gateway there is no recovery.
    let client = &client.urgent();
    let atlas = Arc::new(Mutex::new(Atlas::default()));
    let intake = Intake::start(client.clone(), Arc::clone(&host), Arc::clone(&atlas), stop.clone());
    let reader = Reader::new(client.clone(), settings.clock.clone());
    let mut gateway = Gateway {
        client,
        wants_content: settings.wants_content,
        settings,
        host,
        stop,
        atlas,
        reader,
        intake,
        starts: Starts::default(),
        told: None,
        failures: 0,
    };
    let ended = match stop.run_until_cancelled(Box::pin(gateway.listen())).await {
        Some(Err(error)) => Err(error),
        None => Ok(()),
    };
    gateway.intake.finish().await;
    ended
}

struct Gateway<'a, H> {
    client: &'a Client,
    settings: Settings,
    /// Whether content is still asked for: not any more once Discord said no.
    wants_content: bool,
    host: Arc<H>,
    stop: &'a CancellationToken,
    atlas: Arc<Mutex<Atlas>>,
    reader: Reader,
    intake: Intake,
    starts: Starts,
    told: Option<String>,
    failures: u32,
}

/// What is known of the session that runs.
struct Progress {
    /// Identifications since the session began.
    identified: u32,
    /// Since when the connection is down.
    down_since: Option<Instant>,
    /// When the session will have lasted.
    lasts_at: Option<Instant>,
    /// Servers that Discord announced and has not shown yet, and until when they are waited for.
    awaited: Option<(BTreeSet<String>, Instant)>,
}

impl<H: Host> Gateway<'_, H> {
    /// Holds one session after another.
    async fn listen(&mut self) -> Result<Never, GatewayError> {
        self.load_starts().await;
        loop {
            let address = self.address().await?;
            self.wait_for_start().await;
            self.note_start().await;
            let intents = intents(self.wants_content);
            let end = match Session::start(self.client, address, intents) {
                Ok(mut session) => self.attend(&mut session).await,
                Err(error) => {
                    error!(%error, "No thread can be started for Discord's gateway");
                    End::Broken
                }
            };
            match end {
                End::Rejected => return Err(GatewayError::Rejected),
                End::NotAllowed if self.wants_content => self.go_without_content(),
                End::NotAllowed => return Err(GatewayError::NotAllowed),
                End::Stopped | End::Broken => {
                    self.pause("the connection to Discord's gateway broke".to_owned()).await;
                }
            }
        }
    }

    fn go_without_content(&mut self) {
        warn!(
            "Discord does not let the bot read what people write on servers: switch on Message \
             Content Intent in the developer portal under Bot. Until then only buttons, commands \
             and private messages work"
        );
        self.wants_content = false;
    }

    /// Asks where the gateway is, however long that takes.
    async fn address(&mut self) -> Result<String, GatewayError> {
        loop {
            let why = match self.client.gateway().await {
                Ok(gateway) => {
                    let url = checked(&gateway.url, self.client)?;
                    let spent = gateway.session_start_limit.filter(|it| it.remaining == 0);
                    match spent.filter(|_| self.settings.starts == StartPace::Careful) {
                        None => return Ok(url),
                        Some(limit) => {
                            self.tell("Discord allows no more sessions today".to_owned());
                            sleep(Duration::from_millis(limit.reset_after)).await;
                            continue;
                        }
                    }
                }
                Err(CallError::Refused { status: 401, .. }) => return Err(GatewayError::Rejected),
                Err(error) => format!("Discord can't be reached: {error}"),
            };
            self.pause(why).await;
        }
    }

    /// Attends to a session until it is over.
    async fn attend(&mut self, session: &mut Session) -> End {
        let mut progress = Progress {
            identified: 0,
            down_since: Some(crate::steady::now()),
            lasts_at: None,
            awaited: None,
        };
        loop {
            tokio::select! {
                signal = session.signals.recv() => match signal {
                    None => return End::Broken,
                    Some(Signal::Ended(end)) => return end,
                    Some(Signal::Event(event)) => self.take(*event, &mut progress).await,
                    Some(Signal::Identified) => {
                        progress.identified += 1;
                        if 1 < progress.identified && !self.may_identify_again().await {
                            return End::Broken;
                        }
                    }
                    Some(Signal::Connected { stands }) => {
                        if self.look(stands, &mut progress).await.is_break() {
                            return End::Broken;
                        }
                    }
                },
                () = over(progress.awaited.as_ref().map(|(_, until)| *until)) => {
                    progress.awaited = None;
                    self.intake.order(Order::Settled).await;
                }
            }
        }
    }

    /// Notes whether the connection stands.
    async fn look(&mut self, stands: bool, progress: &mut Progress) -> std::ops::ControlFlow<()> {
        let now = crate::steady::now();
        if !stands {
            progress.lasts_at = None;
            let since = *progress.down_since.get_or_insert(now);
            if PATIENCE <= now.saturating_duration_since(since) {
                self.tell("no events arrive: Discord's gateway does not answer".to_owned());
            }
            if LONGEST_OUTAGE <= now.saturating_duration_since(since) {
                return std::ops::ControlFlow::Break(());
            }
            return std::ops::ControlFlow::Continue(());
        }
        progress.down_since = None;
        self.all_is_well();
        if *progress.lasts_at.get_or_insert(now + LASTING) <= now && self.starts.lasts() {
            self.save_starts().await;
        }
        std::ops::ControlFlow::Continue(())
    }

    /// Takes one event in.
    async fn take(&mut self, event: Event, progress: &mut Progress) {
        let interaction = if let Event::InteractionCreate(created) = &event {
            Some(created.interaction.kind())
        } else {
            None
        };
        let is_strange = matches!(event, Event::Unknown(_));
        let Ok(Value::Object(mut event)) = serde_json::to_value(event) else {
            error!("An event of Discord's can't be written down, and is lost");
            return;
        };
        let Some(t) = event.get("t").and_then(text) else { return };
        let mut d = event.remove("d").unwrap_or_default();
        if let Some(kind) = interaction {
            // The library does not write down what it tells interactions apart by.
            d["type"] = u8::from(kind).into();
        }
        if is_strange && matters(&t) {
            warn!(event = t, "The library can't read an event; it is kept as Discord told it");
            self.host.unreadable(&t);
        }
        debug!(event = t, "Discord told something");
        match t.as_str() {
            "READY" => return self.ready(&d, progress).await,
            "RESUMED" => return self.all_is_well(),
            _ => (),
        }
        let guild = (t == "GUILD_CREATE").then(|| text(&d["id"])).flatten();
        let Read { arrived, unlisted, autocomplete } = if self.is_elsewhere(&t, &d) {
            Read::default()
        } else {
            let mut atlas = lock(&self.atlas);
            self.reader.read(&mut atlas, &t, d)
        };
        for arrived in arrived {
            self.intake.take(arrived).await;
        }
        for thread in unlisted {
            self.intake.order(Order::LookAfter(Box::new(thread))).await;
        }
        if let Some(interaction) = autocomplete {
            self.host.autocomplete(interaction);
        }
        if let (Some(guild), Some((awaited, _))) = (guild, &mut progress.awaited) {
            awaited.remove(&guild);
            if awaited.is_empty() {
                progress.awaited = None;
                self.intake.order(Order::Settled).await;
            }
        }
    }

    /// Whether it happened on a server that the bot was merely added to. Nothing of it is kept.
    fn is_elsewhere(&self, t: &str, d: &Value) -> bool {
        let guild = if t.starts_with("GUILD_") {
            d["guild_id"].as_str().or(d["id"].as_str())
        } else {
            d["guild_id"].as_str()
        };
        guild.is_some_and(|guild| self.client.is_elsewhere(guild))
    }

    /// A new session: whatever happened before it was missed.
    async fn ready(&mut self, d: &Value, progress: &mut Progress) {
        lock(&self.atlas).learn_me(text(&d["user"]["id"]));
        self.all_is_well();
        self.host.reads_content(self.wants_content);
        info!(content = self.wants_content, "A session with Discord's gateway began");
        self.intake.order(Order::Began).await;
        let guilds = d["guilds"].as_array().into_iter().flatten();
        let awaited: BTreeSet<String> = guilds.filter_map(|guild| text(&guild["id"])).collect();
        if awaited.is_empty() {
            self.intake.order(Order::Settled).await;
        } else {
            progress.awaited = Some((awaited, crate::steady::now() + SERVERS_WITHIN));
        }
    }

    /// The library starts sessions of its own when Discord ends one: they count as well.
    async fn may_identify_again(&mut self) -> bool {
        let may = self.may_start().is_ok();
        self.note_start().await;
        may
    }

    fn may_start(&self) -> Result<(), starts::NotYet> {
        match self.settings.starts {
            StartPace::Careful => self.starts.may_start(self.settings.clock.now()),
            StartPace::Free => Ok(()),
        }
    }

    async fn wait_for_start(&mut self) {
        while let Err(not_yet) = self.may_start() {
            self.tell(not_yet.why.to_owned());
            // The clock may be moved forward meanwhile.
            sleep(not_yet.after.min(LONGEST_PAUSE)).await;
        }
    }

    async fn note_start(&mut self) {
        self.starts.note(self.settings.clock.now());
        self.save_starts().await;
    }

    async fn load_starts(&mut self) {
        loop {
            match self.host.load_starts().await {
                Ok(kept) => return self.starts = Starts::read(kept.as_deref()),
                Err(error) => self.pause(format!("starts can't be counted: {error}")).await,
            }
        }
    }

    /// Keeps the count; a start that is not counted might be one too many.
    async fn save_starts(&mut self) {
        while let Err(error) = self.host.save_starts(self.starts.to_bytes()).await {
            self.pause(format!("starts can't be counted: {error}")).await;
        }
    }

    fn tell(&mut self, trouble: String) {
        if self.told.as_ref() != Some(&trouble) {
            warn!("Discord: {trouble}");
            self.host.tell(Some(trouble.clone()));
            self.told = Some(trouble);
        }
    }

    fn all_is_well(&mut self) {
        self.failures = 0;
        if self.told.take().is_some() {
            info!("Events from Discord arrive again");
            self.host.tell(None);
        }
    }

    /// Says what went wrong and waits, longer each time.
    async fn pause(&mut self, trouble: String) {
        self.tell(trouble);
        let wait = Duration::from_secs(1 << self.failures.min(5)).min(LONGEST_PAUSE);
        self.failures = self.failures.saturating_add(1);
        self.stop.run_until_cancelled(sleep(wait)).await;
    }
}

/// Listening ends only by an error or from outside.
enum Never {}

/// Waits until a moment, or for ever.
async fn over(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

fn intents(content: bool) -> GatewayIntents {
    let intents = GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::GUILD_VOICE_STATES
        | GatewayIntents::GUILD_MESSAGE_REACTIONS
        | GatewayIntents::DIRECT_MESSAGES
        | GatewayIntents::DIRECT_MESSAGE_REACTIONS;
    if content { intents | GatewayIntents::MESSAGE_CONTENT } else { intents }
}

/// Refuses to carry the token to an address that can't be meant.
fn checked(address: &str, client: &Client) -> Result<String, GatewayError> {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or("?").to_owned();
    let refuse = |why| Err(GatewayError::Address { host: host.clone(), why });
    let Some(url) = url else { return refuse("that is no address") };
    let is_local = is_loopback(&url);
    match (url.scheme(), client.is_local(), is_local) {
        (_, true, false) => {
            refuse("the API is a stand-in on this machine, and the gateway is somewhere else")
        }
        ("wss", _, _) | ("ws", _, true) => Ok(address.trim_end_matches('/').to_owned()),
        ("ws", _, false) => refuse("the token would be readable on its way"),
        (_, _, _) => refuse("that is no address of a gateway"),
    }
}

fn lock(atlas: &Mutex<Atlas>) -> MutexGuard<'_, Atlas> {
    atlas.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
