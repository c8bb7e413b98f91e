//! The bots on their platforms. One that can't be reached at the start is tried again while the
//! others work: promises that were made elsewhere must be kept.

use std::{sync::Arc, time::Duration};

use amends_core::place::Platform;
use amends_discord::adapter::DiscordAdapter;
use amends_runtime::{Handle, port::SharedAdapter};
use amends_telegram::adapter::{Settings, TelegramAdapter};
use amends_web::server::Server;
use anyhow::anyhow;
use tokio::time;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::{discord, late::Late, run_telegram};
use crate::config::{Config, MessageContent};

/// Between two tries to reach a platform: doubled each time, up to the longest, which is longer
/// where only somebody who changes something can help.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE_REJECTED: Duration = Duration::from_mins(5);

/// A bot that is connected.
pub(super) enum Bot {
    Telegram(Arc<TelegramAdapter>),
    Discord(Arc<DiscordAdapter>),
}

/// A platform that is not connected, and why.
pub(super) struct Missing {
    pub(super) platform: Platform,
    why: NotConnected,
}

/// What was reached at the start, and what was not.
#[derive(Default)]
pub(super) struct Platforms {
    pub(super) connected: Vec<Bot>,
    pub(super) missing: Vec<Missing>,
}

/// Why a platform is not connected.
struct NotConnected {
    hope: Hope,
    why: anyhow::Error,
}

/// What may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hope {
    /// Time.
    Later,
    /// The platform says no, until somebody changes something there or in the configuration.
    Rejected,
    /// The configuration wants what is not to be had: nothing is started against it.
    Contradiction,
}

impl NotConnected {
    fn of(is_temporary: bool, why: impl Into<anyhow::Error>) -> Self {
        let hope = if is_temporary { Hope::Later } else { Hope::Rejected };
        Self { hope, why: why.into() }
    }

    /// A platform that says no needs a human; one that can't be reached may come back by itself.
    fn tell(&self, platform: Platform) {
        let (platform, why) = (platform.name(), &self.why);
        match self.hope {
            Hope::Later => warn!(platform, error = %why, "A platform is not connected yet"),
            Hope::Rejected | Hope::Contradiction => {
                error!(platform, error = %why, "A platform does not let the bot in");
            }
        }
    }
}

impl Bot {
    pub(super) fn adapter(&self) -> SharedAdapter {
        match self {
            Self::Telegram(telegram) => Arc::<TelegramAdapter>::clone(telegram),
            Self::Discord(discord) => Arc::<DiscordAdapter>::clone(discord),
        }
    }

    /// Whether it is surely not allowed to read what people write on servers.
    pub(super) fn is_kept_from_reading(&self) -> bool {
        match self {
            Self::Telegram(_) => false,
            Self::Discord(discord) => !discord.may_read_content(),
        }
    }

    /// Brings in what happens until told to stop.
    pub(super) async fn run(self, config: Arc<Config>, handle: Handle, stop: CancellationToken) {
        match self {
            Self::Telegram(telegram) => run_telegram(telegram, handle, stop).await,
            Self::Discord(discord) => {
                let may_read = config.message_content != MessageContent::Off;
                let wants_content = may_read && discord.may_read_content();
                let has_codes = config.public_url.is_some();
                let setup = discord::Setup { guild: config.guild, wants_content, has_codes };
                discord::run(discord, handle, setup, stop).await;
            }
        }
    }
}

/// Connects to the platforms that have a token, until at least one of them is there; nothing if it
/// is told to stop meanwhile. Until then nothing is taken in. It is an error if all say no.
pub(super) async fn connect(
    config: &Config,
    server: &Server,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Platforms>> {
    let mut pause = FIRST_PAUSE;
    let names: Vec<_> = wanted(config).iter().map(|platform| platform.name()).collect();
    if names.is_empty() {
        return Ok(Some(Platforms::default()));
    }
    server.shut(format!("{}: not connected yet", names.join(", ")));
    loop {
        let Some(platforms) = stop.run_until_cancelled(try_all(config)).await else {
            return Ok(None);
        };
        let Platforms { connected, mut missing } = platforms;
        if let Some(wrong) = missing.iter().position(|one| one.why.hope == Hope::Contradiction) {
            return Err(missing.swap_remove(wrong).why.why);
        }
        let is_hopeless = missing.iter().all(|one| one.why.hope == Hope::Rejected);
        if connected.is_empty() && is_hopeless {
            let all: Vec<_> = missing.iter().map(|one| one.why.why.to_string()).collect();
            return Err(anyhow!(all.join("; ")));
        }
        for Missing { platform, why } in &missing {
            why.tell(*platform);
        }
        if !connected.is_empty() {
            return Ok(Some(Platforms { connected, missing }));
        }
        let why = missing.iter().map(|one| format!("{}: {}", one.platform.name(), one.why.why));
        server.shut(why.collect::<Vec<_>>().join("; "));
        if stop.run_until_cancelled(time::sleep(pause)).await.is_none() {
            return Ok(None);
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The platforms that have a token.
fn wanted(config: &Config) -> Vec<Platform> {
    let telegram = config.telegram.token.as_ref().map(|_| Platform::Telegram);
    let discord = config.discord.token.as_ref().map(|_| Platform::Discord);
    telegram.into_iter().chain(discord).collect()
}

/// Tries each platform once, at the same time.
async fn try_all(config: &Config) -> Platforms {
    let (telegram, discord) =
        tokio::join!(reach(Platform::Telegram, config), reach(Platform::Discord, config));
    let mut platforms = Platforms::default();
    for (platform, reached) in [(Platform::Telegram, telegram), (Platform::Discord, discord)] {
        match reached {
            Some(Ok(bot)) => platforms.connected.push(bot),
            Some(Err(why)) => platforms.missing.push(Missing { platform, why }),
            None => (),
        }
    }
    platforms
}

/// Every platform that has a token; or why one of them can't be reached.
pub(crate) async fn reach_all(config: &Config) -> anyhow::Result<Vec<SharedAdapter>> {
    let Platforms { connected, mut missing } = try_all(config).await;
    match missing.pop() {
        Some(missing) => Err(missing.why.why),
        None => Ok(connected.iter().map(Bot::adapter).collect()),
    }
}

/// Connects to a platform, if it has a token.
async fn reach(platform: Platform, config: &Config) -> Option<Result<Bot, NotConnected>> {
    match platform {
        Platform::Telegram => {
            let token = config.telegram.token.clone()?;
            let settings = Settings { token, api_url: config.telegram.api_url.clone() };
            let reached = TelegramAdapter::connect(settings).await;
            let reached = reached.map_err(|error| NotConnected::of(error.is_temporary(), error));
            Some(reached.map(|telegram| Bot::Telegram(Arc::new(telegram))))
        }
        Platform::Discord => {
            let token = config.discord.token.clone()?;
            let settings = amends_discord::adapter::Settings {
                token,
                api_url: config.discord.api_url.clone(),
                guild: config.guild.map(Into::into),
                invite: config.invite.clone(),
            };
            let reached = DiscordAdapter::connect(settings).await;
            let reached = reached.map_err(|error| NotConnected::of(error.is_temporary(), error));
            Some(reached.and_then(|discord| may_work(discord, config)))
        }
    }
}

fn may_work(discord: DiscordAdapter, config: &Config) -> Result<Bot, NotConnected> {
    if config.message_content == MessageContent::On && !discord.may_read_content() {
        let why = anyhow!(
            "discord.message_content is on, and Discord does not let the bot read what people \
             write: switch on 'Message Content Intent' in the developer portal under Bot, or set \
             discord.message_content to auto"
        );
        return Err(NotConnected { hope: Hope::Contradiction, why });
    }
    Ok(Bot::Discord(Arc::new(discord)))
}

/// Tries a platform that was missing at the start until it is there, and works on it from then on.
pub(super) async fn catch_up(
    missing: Missing,
    late: Arc<Late>,
    config: Arc<Config>,
    handle: Handle,
    stop: CancellationToken,
) {
    let Missing { platform, mut why } = missing;
    let mut pause = FIRST_PAUSE;
    handle.connected(platform, Some(why.why.to_string()));
    loop {
        if stop.run_until_cancelled(time::sleep(pause)).await.is_none() {
            return;
        }
        match stop.run_until_cancelled(reach(platform, &config)).await.flatten() {
            None => return,
            Some(Ok(bot)) => {
                info!(platform = platform.name(), "A platform that was missing is there");
                late.arrives(bot.adapter());
                handle.can_read().await;
                return bot.run(config, handle, stop).await;
            }
            Some(Err(next)) => {
                if next.why.to_string() != why.why.to_string() {
                    next.tell(platform);
                    handle.connected(platform, Some(next.why.to_string()));
                }
                why = next;
            }
        }
        let longest = match why.hope {
            Hope::Later => LONGEST_PAUSE,
            Hope::Rejected | Hope::Contradiction => LONGEST_PAUSE_REJECTED,
        };
        pause = (pause * 2).min(longest);
    }
}
