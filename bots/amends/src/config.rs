//! The configuration: `amends.toml`, and the environment, which wins. Every mistake is told at
//! once, with its line or variable; no value of a secret ever is.

mod businesses;
mod gaps;
mod keys;
mod layers;
mod show;
#[cfg(test)]
mod tests;
mod timers;
mod values;

use std::{
    env, fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use amends_core::{
    asking_rules::AskingRules,
    place::{Place, Platform},
    policy::{Signals, Workspace},
    timers::Timers,
};
use secrecy::SecretString;
use thiserror::Error;

pub(crate) use self::{
    gaps::{Bots, Gap, OnDiscord, gaps},
    show::{reference, reference_table},
};
use self::{
    keys::Key,
    layers::{Layers, Written},
};

/// The file that is read when none is named, if it is there.
const FILE: &str = "amends.toml";

/// The configuration in force.
#[derive(Debug)]
pub(crate) struct Config {
    /// The business as the first start takes it over.
    pub(crate) workspace: Workspace,
    /// Where everything is kept.
    pub(crate) data_dir: PathBuf,
    /// Where HTTP is served.
    pub(crate) http_addr: SocketAddr,
    /// How others reach it from outside.
    pub(crate) public_url: Option<String>,
    /// Who may hand in contacts.
    pub(crate) intake: Intake,
    /// The Telegram bot.
    pub(crate) telegram: Bot,
    /// The Discord bot.
    pub(crate) discord: Bot,
    /// The server that the Discord bot serves.
    pub(crate) guild: Option<u64>,
    /// An invitation to the channel where customers find the panel.
    pub(crate) invite: Option<String>,
    /// Whether the Discord bot reads what people write on the server.
    pub(crate) message_content: MessageContent,
    /// What is logged.
    pub(crate) log: String,
    /// How it is logged, if that was said.
    pub(crate) log_format: Option<LogFormat>,
    /// Files of further businesses.
    businesses: Vec<PathBuf>,
}

/// Where the platforms are by themselves.
pub(crate) const OFFICIAL_TELEGRAM: &str = "https://api.telegram.org";
pub(crate) const OFFICIAL_DISCORD: &str = "https://discord.com";

/// How senders prove who they are.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    /// Secrets for signatures, separated by commas.
    pub(crate) secret: Option<SecretString>,
    /// The bearer key.
    pub(crate) key: Option<SecretString>,
}

/// A bot on a platform.
#[derive(Debug)]
pub(crate) struct Bot {
    /// Its token; without one the platform is off.
    pub(crate) token: Option<SecretString>,
    /// Where its platform is.
    pub(crate) api_url: String,
}

/// Whether the Discord bot asks to read what people write on servers, for which Discord wants its
/// owner's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageContent {
    /// If its owner allowed it.
    Auto,
    /// Yes; without the owner's consent it does not start.
    On,
    /// No.
    Off,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// One thing that is wrong, or doubtful, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// File and line, or variable.
    pub(crate) origin: String,
    /// What is wrong, and what would be right.
    pub(crate) what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.what)
    }
}

/// Everything that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) struct Mistakes(pub(crate) Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("there is a mistake in the configuration:")?,
            count => write!(f, "there are {count} mistakes in the configuration:")?,
        }
        self.0.iter().try_for_each(|mistake| write!(f, "\n  {mistake}"))
    }
}

/// The configuration, what is doubtful about it, and where it comes from.
pub(crate) struct Loaded {
    /// What is in force.
    pub(crate) config: Config,
    /// Further businesses that are served by the same process.
    pub(crate) others: Vec<Config>,
    /// What is doubtful.
    pub(crate) warnings: Vec<Mistake>,
    layers: Layers,
    keys: Vec<Key>,
}

/// Reads the file and the environment of this process.
pub(crate) fn load(path: Option<&Path>) -> Result<Loaded, Mistakes> {
    let variables = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok())));
    let there = Path::new(FILE).exists().then(|| Path::new(FILE));
    whole(path.or(there), variables)
}

/// Reads a configuration, and those of further businesses that it names.
fn whole(
    path: Option<&Path>,
    variables: impl IntoIterator<Item = (String, Option<String>)>,
) -> Result<Loaded, Mistakes> {
    let mut loaded = from(path, variables)?;
    let names = std::mem::take(&mut loaded.config.businesses);
    let others = businesses::read(&names, path, &mut loaded.warnings)?;
    let mut known = vec![(&loaded.config, businesses::origin(path))];
    let origins = names.iter().map(|name| businesses::origin(Some(name)));
    known.extend(others.iter().zip(origins));
    let mistakes = businesses::shared(&known);
    if !mistakes.is_empty() {
        return Err(Mistakes(mistakes));
    }
    loaded.others = others;
    Ok(loaded)
}

fn from(
    path: Option<&Path>,
    variables: impl IntoIterator<Item = (String, Option<String>)>,
) -> Result<Loaded, Mistakes> {
    let keys = keys::all();
    let mut layers = Layers::default();
    if let Some(path) = path {
        layers.file(path, &keys);
    }
    layers.environment(variables, &keys);
    let mut reader = Reader {
        mistakes: std::mem::take(&mut layers.mistakes),
        warnings: std::mem::take(&mut layers.warnings),
        values: &layers.values,
        keys: &keys,
    };
    let config = reader.config();
    let Reader { mistakes, warnings, .. } = reader;
    match config {
        Some(config) if mistakes.is_empty() => {
            Ok(Loaded { config, others: Vec::new(), warnings, layers, keys })
        }
        Some(_) | None => Err(Mistakes(mistakes)),
    }
}

/// Reads key after key and collects what is wrong.
struct Reader<'a> {
    values: &'a std::collections::BTreeMap<String, Written>,
    keys: &'a [Key],
    mistakes: Vec<Mistake>,
    warnings: Vec<Mistake>,
}

impl Reader<'_> {
    /// The value of a key, or its default; nothing if it is unset or wrong.
    fn get<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        if let Some(written) = self.values.get(name) {
            let read = read(&written.text);
            return read.map_err(|what| self.mistake(written, what)).ok();
        }
        let key = self.keys.iter().find(|key| key.name == name)?;
        match read(key.default.as_deref()?) {
            Ok(default) => Some(default),
            Err(wrong) => unreachable!("the default of {name} is right: {wrong}"),
        }
    }

    fn mistake(&mut self, written: &Written, what: String) {
        self.mistakes.push(Mistake { origin: written.origin.to_string(), what });
    }

    /// Reads every key, even when an earlier one is wrong.
    fn config(&mut self) -> Option<Config> {
        let workspace = self.workspace();
        let data_dir = self.get("data_dir", values::path);
        let store = self.get("store", values::store);
        let http_addr = self.get("http.addr", values::socket);
        let public_url = self.get("http.public_url", values::url);
        self.get("dashboard.token", values::key);
        let intake = Intake {
            secret: self.get("intake.secret", values::intake_secret),
            key: self.get("intake.key", values::key),
        };
        let telegram = (
            self.get("telegram.token", values::telegram_token),
            self.get("telegram.api_url", values::url),
        );
        let discord = (
            self.get("discord.token", values::discord_token),
            self.get("discord.api_url", values::url),
        );
        let guild = self.get("discord.guild", values::snowflake);
        let invite = self.get("discord.invite", values::url);
        let message_content = self.get("discord.message_content", values::message_content);
        let log = self.get("log", values::log);
        let log_format = self.get("log_format", values::log_format);
        let businesses = self.get(businesses::KEY, values::paths).unwrap_or_default();
        store?;
        Some(Config {
            workspace: workspace?,
            data_dir: data_dir?,
            http_addr: http_addr?,
            public_url,
            intake,
            telegram: Bot { token: telegram.0, api_url: telegram.1? },
            discord: Bot { token: discord.0, api_url: discord.1? },
            guild,
            invite,
            message_content: message_content?,
            log: log?,
            log_format,
            businesses,
        })
    }

    fn workspace(&mut self) -> Option<Workspace> {
        let business = self.get("business", values::name);
        let zone = self.get("zone", values::zone);
        let language = self.get("language", values::language);
        let scale = self.get("scale", values::scale);
        let hours = self.get("hours", values::hours);
        let admins = self.get("admins", values::admins).unwrap_or_default();
        let staff = self.get("staff", values::staff).unwrap_or_default();
        let desk = self.desk();
        let care = self.get("discord.care_channel", values::snowflake).map(values::channel);
        let roles = self.get("discord.staff_role", values::roles).unwrap_or_default();
        let signals = self.signals();
        let timers = self.timers();
        let asking = self.asking();
        Some(Workspace {
            timers,
            asking: asking?,
            zone: zone?,
            language: language?,
            scale: scale?,
            hours: hours?,
            staff,
            // Whoever is unhappy would reach nobody: where there is an admin, they say when to begin
            // (`/setup`).
            paused: desk.is_none() && !admins.is_empty(),
            admins,
            desk,
            care,
            roles,
            signals: signals?,
            ..Workspace::new(business?)
        })
    }

    /// Where staff work: in one place, whichever platform customers are on.
    fn desk(&mut self) -> Option<Place> {
        let [group, channel] = ["telegram.desk", "discord.desk_channel"];
        if let (Some(one), Some(other)) = (self.values.get(group), self.values.get(channel)) {
            let what = format!(
                "`{group}` is set too ({}), and there is one desk: keep `{group}` or `{channel}`",
                one.origin
            );
            self.mistake(other, what);
        }
        let group = self.get(group, values::group);
        let channel = self.get(channel, values::snowflake);
        group
            .map(|id| Place::chat(Platform::Telegram, id.to_string()))
            .or_else(|| channel.map(values::channel))
    }

    fn signals(&mut self) -> Option<Signals> {
        let closed = self.get("signals.closed", values::switch);
        let idle = self.get("signals.idle", values::switch);
        let solved = self.get("signals.solved", values::name_or_off);
        let ticket = self.get("signals.ticket", values::name_or_off);
        let voice = self.get("signals.voice", values::channels).unwrap_or_default();
        let watched = self.get("signals.watched", values::places).unwrap_or_default();
        let panel = self.get("signals.panel", values::switch);
        let done = self.get("signals.done", values::switch);
        let feedback = self.get("signals.feedback", values::switch);
        Some(Signals {
            closed: closed?,
            idle: idle?,
            solved: solved?,
            ticket: ticket?,
            voice,
            watched,
            panel: panel?,
            done: done?,
            feedback: feedback?,
        })
    }

    /// Whom the business does not ask, and when.
    fn asking(&mut self) -> Option<AskingRules> {
        let [sample, recommend, messages, quiet, skips] = keys::RULES;
        let sample = self.get(sample, values::share);
        let recommend = self.get(recommend, values::share_or_off);
        let messages = self.get(messages, values::messages);
        let quiet = self.get(quiet, values::quiet);
        let skips = self.get(skips, values::skips).unwrap_or_default();
        Some(AskingRules {
            sample: sample?,
            skips,
            recommend: recommend?,
            messages: messages?,
            quiet: quiet?,
        })
    }

    fn timers(&mut self) -> Timers {
        let mut timers = Timers::default();
        for (name, written) in self.values {
            let Some(timer) = name.strip_prefix("policy.") else { continue };
            if keys::RULES.contains(&name.as_str()) {
                continue;
            }
            match timers::set(&mut timers, timer, &written.text) {
                Ok(None) => {}
                Ok(Some(what)) => {
                    self.warnings.push(Mistake { origin: written.origin.to_string(), what });
                }
                Err(what) => self.mistake(written, what),
            }
        }
        timers
    }
}
