//! Everything that belongs to one rehearsal: the stand-ins, the service and their common time.

use std::{fs, path::Path, sync::Arc};

use amends_core::place::Platform;
use amends_platforms::{
    discord::{self, DiscordStandIn},
    telegram::{self, TelegramStandIn},
};
use amends_runtime::entropy::Entropy;
use anyhow::{Context, bail};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{Mutex, watch};
use tracing::warn;

use super::{
    cast::{self, Server},
    desk::Desk,
    environment, is_running, key,
    service::{Launch, Phase, Service, Variable},
    timeline::Timeline,
};
use crate::cli::RehearseArgs;

/// The stand-ins' bots. They exist on loopback only.
const TELEGRAM_TOKEN: &str = "4839574812:AArehearsalrehearsalrehearsalrehear";
const DISCORD_TOKEN: &str =
    "MTE3NDgzOTU3NDgxMjM0NTY3OA.Grehea.rehearsalrehearsalrehearsalrehearsal";
/// Where the key of the intake is kept: it is made when a rehearsal begins.
const KEY: &str = "intake-key";
const BOT: &str = "luma_bot";
/// Calls that are remembered; the page shows chats, not calls.
const HISTORY: usize = 500;
/// The furthest the time moves at once: a year.
const FURTHEST: i64 = 366 * 24 * 3600;

/// One rehearsal.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) telegram: Arc<TelegramStandIn>,
    pub(super) discord: Arc<DiscordStandIn>,
    pub(super) service: Service,
    server: Server,
    /// It began with nothing set up.
    bare: bool,
    desk: Arc<Desk>,
    timeline: Arc<Timeline>,
    /// Held while the clocks are made to agree.
    moving: Arc<Mutex<()>>,
    version: watch::Sender<u64>,
    business: String,
    zone: String,
}

/// A contact that ended, as the page tells it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Ended {
    /// Whose contact it was, by the account on Telegram.
    customer: i64,
    /// On which platform.
    platform: Platform,
    /// What it was about.
    #[serde(default)]
    topic: String,
    /// Who served.
    #[serde(default)]
    agent: String,
    /// The amount in cents.
    #[serde(default)]
    amount: Option<i64>,
}

/// What the page asked for cannot be done, and why.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// The page asked for something that makes no sense.
    #[error("{0}")]
    Wrong(&'static str),
    /// The service is not there.
    #[error("the service is not running: start it first")]
    NotRunning,
    /// The service or the disk failed.
    #[error("{0}")]
    Failed(String),
}

impl Stage {
    /// Opens the stage with the world of an earlier run, or with a new one.
    pub(super) async fn open(
        data_dir: &Path,
        home: &Path,
        args: &RehearseArgs,
    ) -> anyhow::Result<Self> {
        let (no_limits, bare) = (args.no_limits, from_nothing(home, args)?);
        let timeline = Timeline::open(home.join("clock-ahead"))?;
        let desk = Desk::open(home.join("desk"))?;
        let business = environment::chosen("AMENDS_BUSINESS", cast::BUSINESS);
        let telegram = open_telegram(home, &business, &timeline, no_limits).await?;
        let discord = open_discord(home, &business, &timeline, no_limits).await?;
        let server = discord.look(Server::find).context("the places on Discord are gone")?;
        let zone = environment::chosen("AMENDS_ZONE", "UTC");
        let key = key(&home.join(KEY))?;
        let mut variables = vec![
            ("AMENDS_REHEARSAL", "1".to_owned()),
            ("AMENDS_BUSINESS", business.clone()),
            ("AMENDS_ZONE", zone.clone()),
            ("AMENDS_DATA_DIR", data_dir.display().to_string()),
            ("AMENDS_TELEGRAM_TOKEN", TELEGRAM_TOKEN.to_owned()),
            ("AMENDS_TELEGRAM_API_URL", telegram.base_url()),
            ("AMENDS_DISCORD_TOKEN", DISCORD_TOKEN.to_owned()),
            ("AMENDS_DISCORD_API_URL", discord.base_url()),
            ("AMENDS_DISCORD_GUILD", server.guild.to_string()),
            ("AMENDS_ADMINS", cast::admins()),
            ("AMENDS_INTAKE_KEY", key.clone()),
            ("AMENDS_LOG_FORMAT", "text".to_owned()),
        ];
        if !bare {
            variables.extend([
                ("AMENDS_DISCORD_CARE_CHANNEL", server.care.to_string()),
                ("AMENDS_DISCORD_STAFF_ROLE", server.staff.to_string()),
                ("AMENDS_STAFF", cast::staff()),
            ]);
        }
        let launch = Launch {
            program: std::env::current_exe()?,
            data_dir: data_dir.to_owned(),
            variables,
            log: home.join("service.log"),
            key,
        };
        Ok(Self {
            telegram: Arc::new(telegram),
            discord: Arc::new(discord),
            service: Service::new(launch, (!bare).then(|| desk_variable(server, desk.platform()))),
            bare,
            server,
            desk: Arc::new(desk),
            timeline: Arc::new(timeline),
            moving: Arc::default(),
            version: watch::Sender::new(1),
            business,
            zone,
        })
    }

    /// Waits until all that happened so far is on disk.
    pub(super) async fn kept(&self) {
        self.telegram.kept().await;
        self.discord.kept().await;
    }

    /// Moves the desk to a platform, with a service that starts anew if it runs.
    pub(super) async fn move_desk(&self, platform: Platform) -> Result<(), Refused> {
        let _moving = self.moving.lock().await;
        if platform == self.desk.platform() {
            return Ok(());
        }
        let failed = |error: std::io::Error| Refused::Failed(error.to_string());
        self.desk.move_to(platform).map_err(failed)?;
        if !self.bare {
            self.service.move_desk(Some(desk_variable(self.server, platform)));
        }
        if !matches!(self.service.phase(), Phase::Stopped { .. }) {
            self.service.part().await;
            self.service.start().map_err(failed)?;
        }
        self.version.send_modify(|version| *version += 1);
        Ok(())
    }

    /// Tells the page of each change of the service, and gives a service that has just started the
    /// time of the rehearsal.
    pub(super) async fn follow_service(self) {
        let mut changes = self.service.changes();
        loop {
            if is_running(&changes.borrow_and_update()) {
                let _moving = self.moving.lock().await;
                if let Err(error) = self.agree().await {
                    warn!("The service does not have the time of the rehearsal: {error}");
                }
            }
            self.version.send_modify(|version| *version += 1);
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Word of every change that the stand-in does not tell.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// What the page shows beside the chats.
    pub(super) fn state(&self) -> Value {
        let log = self.service.log_tail().unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(40).collect();
        json!({
            "version": *self.version.borrow(),
            "service": self.service.phase(),
            "now_ms": self.timeline.now().as_millisecond(),
            "zone": self.zone,
            "business": self.business,
            "from_nothing": self.bare,
            "cast": cast::to_json(),
            "topic": cast::ORDER,
            "desk_on": self.desk.platform(),
            "telegram": { "desk": cast::DESK, "help": cast::HELP },
            "discord": {
                "guild": self.server.guild, "care": self.server.care, "desk": self.server.desk,
            },
            "log": last.into_iter().rev().collect::<Vec<_>>(),
        })
    }

    /// Hands a contact that ended to the service and returns its answer.
    pub(super) async fn interaction_ended(&self, ended: Ended) -> Result<Value, Refused> {
        let Some(customer) = cast::find(ended.customer) else {
            return Err(Refused::Wrong("there is no such customer"));
        };
        let intake = self.service.intake().ok_or(Refused::NotRunning)?;
        let (account, id) = match ended.platform {
            Platform::Telegram => ("telegram_id", customer.id.to_string()),
            Platform::Discord => ("discord_id", customer.discord_id.to_string()),
        };
        let body = json!({
            "id": format!("rehearsal-{}", Entropy::system().token()),
            "ended_at": self.timeline.now(),
            "channel": "counter",
            "customer": { account: id, "name": customer.name },
            "agent": ended.agent,
            "topic": ended.topic,
            "amount": ended.amount,
            "currency": ended.amount.map(|_| "EUR"),
        });
        let called = intake.interaction_ended(&body).await;
        let (status, answer) = called.map_err(|error| Refused::Failed(error.to_string()))?;
        Ok(json!({ "status": status, "answer": answer }))
    }

    /// Moves the time forward, everywhere.
    pub(super) async fn advance(&self, seconds: i64) -> Result<Value, Refused> {
        if !(1..=FURTHEST).contains(&seconds) {
            return Err(Refused::Wrong("the time moves forward, by a year at most"));
        }
        let _moving = self.moving.lock().await;
        // The platform goes first, so that what the service now sends bears the new time.
        let moved = self.timeline.advance(SignedDuration::from_secs(seconds));
        moved.map_err(|error| Refused::Failed(error.to_string()))?;
        let agreed = self.agree().await;
        self.version.send_modify(|version| *version += 1);
        agreed?;
        Ok(json!({ "now": self.timeline.now() }))
    }

    /// Makes the clocks agree: the one that is behind follows. A service that does not run is told
    /// when it starts.
    async fn agree(&self) -> Result<(), Refused> {
        let Some(intake) = self.service.intake() else { return Ok(()) };
        let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
        let theirs = intake.advance(0).await.map_err(|error| failed(&error))?;
        let behind = seconds_between(theirs, self.timeline.now());
        if 0 < behind {
            intake.advance(behind).await.map_err(|error| failed(&error))?;
        } else if behind < 0 {
            let by = SignedDuration::from_secs(-behind);
            self.timeline.advance(by).map_err(|error| failed(&error))?;
        }
        Ok(())
    }
}

/// Opens Telegram, with its people if it is new.
async fn open_telegram(
    home: &Path,
    business: &str,
    timeline: &Timeline,
    no_limits: bool,
) -> anyhow::Result<TelegramStandIn> {
    let stand_in = TelegramStandIn::start(telegram::Options {
        token: TELEGRAM_TOKEN.to_owned(),
        username: BOT.to_owned(),
        name: business.to_owned(),
        clock_offset_ms: timeline.ahead_ms(),
        enforce_limits: !no_limits,
        snapshot: Some(home.join("telegram.json")),
        history: HISTORY,
        spec: None,
        ..telegram::Options::default()
    })
    .await?;
    if stand_in.look(|world| world.users.is_empty()) {
        cast::gather_on_telegram(&stand_in.people())?;
    }
    Ok(stand_in)
}

/// Opens Discord, with its people if it is new.
async fn open_discord(
    home: &Path,
    business: &str,
    timeline: &Timeline,
    no_limits: bool,
) -> anyhow::Result<DiscordStandIn> {
    let stand_in = DiscordStandIn::start(discord::Options {
        token: DISCORD_TOKEN.to_owned(),
        username: business.to_owned(),
        clock_offset_ms: timeline.ahead_ms(),
        enforce_limits: !no_limits,
        snapshot: Some(home.join("discord.json")),
        history: HISTORY,
        spec: None,
        ..discord::Options::default()
    })
    .await?;
    if stand_in.look(|world| world.users.is_empty()) {
        cast::gather_on_discord(&stand_in.people())?;
    }
    Ok(stand_in)
}

/// Whether the rehearsal begins with nothing set up; that stays so.
fn from_nothing(home: &Path, args: &RehearseArgs) -> anyhow::Result<bool> {
    let mark = home.join("from-nothing");
    if args.from_nothing && !mark.exists() {
        if home.join(KEY).exists() {
            bail!(
                "this rehearsal has begun already: --from-nothing wants a place of its own, \
                 --data-dir elsewhere"
            );
        }
        fs::write(&mark, "")?;
    }
    Ok(mark.exists())
}

/// What tells the service where its desk is.
fn desk_variable(server: Server, platform: Platform) -> Variable {
    match platform {
        Platform::Telegram => ("AMENDS_TELEGRAM_DESK", cast::DESK.to_string()),
        Platform::Discord => ("AMENDS_DISCORD_DESK_CHANNEL", server.desk.to_string()),
    }
}

/// Whole seconds, to the nearest: the calls themselves take some milliseconds.
fn seconds_between(earlier: Timestamp, later: Timestamp) -> i64 {
    let millis = later.as_millisecond() - earlier.as_millisecond();
    (millis + 500).div_euclid(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_differ_by_the_length_of_a_call_agree() {
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        assert_eq!(seconds_between(at(0), at(300)), 0);
        assert_eq!(seconds_between(at(300), at(0)), 0);
        assert_eq!(seconds_between(at(0), at(60_020)), 60);
        assert_eq!(seconds_between(at(60_020), at(0)), -60);
    }
}
