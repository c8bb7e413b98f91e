//! Every key of the configuration, with its variable: what `INTERFACE` promises.

use super::timers;

/// One key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// Its name in the file, with its section: `telegram.token`.
    pub(crate) name: String,
    /// Its environment variable.
    pub(crate) variable: String,
    /// What holds without it; nothing if it stays unset.
    pub(crate) default: Option<String>,
    /// Whether its value is never shown, and may come from a file named by `…_FILE`.
    pub(crate) secret: bool,
    /// What it means, in one line.
    pub(crate) meaning: &'static str,
}

/// Name, variable without its prefix, default, meaning.
type Row = (&'static str, &'static str, Option<&'static str>, &'static str);

const PLAIN: &[Row] = &[
    ("business", "BUSINESS", Some("our team"), "The name customers read."),
    ("data_dir", "DATA_DIR", Some("amends-data"), "Where everything is kept."),
    ("zone", "ZONE", Some("UTC"), "Time zone of the business, such as Europe/Bucharest."),
    ("language", "LANGUAGE", Some("en"), "Language of customers whose own is unknown."),
    ("scale", "SCALE", Some("faces3"), "faces3, expect3, csat5, thumbs or nps11."),
    ("hours", "HOURS", Some(""), "When staff is there: mon-fri 09:00-21:00; empty means always."),
    ("admins", "ADMINS", None, "Who administers: telegram:42,discord:7001."),
    ("staff", "STAFF", None, "Who works here: telegram:50:agent,telegram:51:senior."),
    (
        "businesses",
        "BUSINESSES",
        None,
        "Files of further businesses that are served as well, each with its own bot and data_dir.",
    ),
    ("log", "LOG", Some("info"), "error, warn, info, debug, trace or a filter."),
    ("log_format", "LOG_FORMAT", None, "text or json; by itself text on a terminal only."),
    ("http.addr", "HTTP_ADDR", Some("127.0.0.1:8080"), "Where HTTP is served."),
    ("http.public_url", "PUBLIC_URL", None, "How others reach it from outside."),
    (
        "telegram.api_url",
        "TELEGRAM_API_URL",
        Some(super::OFFICIAL_TELEGRAM),
        "Another Bot API server.",
    ),
    ("telegram.desk", "TELEGRAM_DESK", None, "Chat id of the staff forum group."),
    (
        "discord.api_url",
        "DISCORD_API_URL",
        Some(super::OFFICIAL_DISCORD),
        "Another Discord API server.",
    ),
    ("discord.guild", "DISCORD_GUILD", None, "Id of the server."),
    (
        "discord.invite",
        "DISCORD_INVITE",
        None,
        "Lasting invitation to care_channel, for printed links: people who are no members yet.",
    ),
    (
        "discord.care_channel",
        "DISCORD_CARE_CHANNEL",
        None,
        "Id of the channel under which customers get private threads; they must see it.",
    ),
    (
        "discord.desk_channel",
        "DISCORD_DESK_CHANNEL",
        None,
        "Id of the channel where staff work; only one desk, here or on Telegram.",
    ),
    (
        "discord.staff_role",
        "DISCORD_STAFF_ROLE",
        None,
        "Id of the role whose holders are agents; several as 111,222:senior.",
    ),
    (
        "discord.message_content",
        "DISCORD_MESSAGE_CONTENT",
        Some("auto"),
        "Whether words on servers are read: auto takes what the bot's owner allowed; on, off.",
    ),
    ("signals.closed", "SIGNALS_CLOSED", Some("on"), "A topic or thread closed by hand is an end."),
    ("signals.idle", "SIGNALS_IDLE", Some("off"), "So is a thread that fell silent."),
    ("signals.solved", "SIGNALS_SOLVED", Some("off"), "So is a forum post with this tag."),
    (
        "signals.ticket",
        "SIGNALS_TICKET",
        Some("off"),
        "So is the end of a channel whose name begins with this, as ticket bots make them.",
    ),
    ("signals.voice", "SIGNALS_VOICE", None, "Ids of voice channels: who leaves one, is asked."),
    (
        "signals.watched",
        "SIGNALS_WATCHED",
        None,
        "Ids of the channels and groups that count; of a platform without any here, all do.",
    ),
    (
        "signals.panel",
        "SIGNALS_PANEL",
        Some("on"),
        "A message with buttons for customers stands in discord.care_channel.",
    ),
    ("signals.done", "SIGNALS_DONE", Some("on"), "Staff ask with /done or the menu of a person."),
    ("signals.feedback", "SIGNALS_FEEDBACK", Some("on"), "Customers ask to be asked: /feedback."),
    ("policy.ask_sample", "POLICY_ASK_SAMPLE", Some("100%"), "The share of contacts asked about."),
    (
        "policy.ask_recommend",
        "POLICY_ASK_RECOMMEND",
        Some("off"),
        "The share of happy customers asked whether they would recommend the business.",
    ),
    (
        "policy.ask_messages",
        "POLICY_ASK_MESSAGES",
        Some("0"),
        "So many messages a customer must have written, where the source tells.",
    ),
    (
        "policy.ask_quiet",
        "POLICY_ASK_QUIET",
        Some("off"),
        "When nobody is asked, on the customer's clock: 21:00-08:00.",
    ),
    ("policy.ask_off", "POLICY_ASK_OFF", None, "What is not asked about: topic:billing,tag:vip."),
];

/// Keys of the policy that are no timers.
pub(crate) const RULES: [&str; 5] = [
    "policy.ask_sample",
    "policy.ask_recommend",
    "policy.ask_messages",
    "policy.ask_quiet",
    "policy.ask_off",
];

const SECRET: &[Row] = &[
    ("store", "STORE", Some("sled"), "sled, in data_dir."),
    ("intake.secret", "INTAKE_SECRET", None, "whsec_ and base64; several by commas."),
    ("intake.key", "INTAKE_KEY", None, "Bearer key for senders that can't sign."),
    ("dashboard.token", "DASHBOARD_TOKEN", None, "Sign-in of the dashboard."),
    ("telegram.token", "TELEGRAM_TOKEN", None, "The bot's token from @BotFather."),
    ("discord.token", "DISCORD_TOKEN", None, "The bot's token."),
];

/// What every variable begins with.
pub(crate) const PREFIX: &str = "AMENDS_";

/// Every key, in the order in which they are shown.
pub(crate) fn all() -> Vec<Key> {
    let plain = PLAIN.iter().map(|row| from(row, false));
    let secret = SECRET.iter().map(|row| from(row, true));
    let mut keys: Vec<_> = plain.chain(secret).chain(timers::keys()).collect();
    // Keys without a section come first, as TOML wants them; sections stay together.
    keys.sort_by_key(|key| key.name.split_once('.').map(|(section, _)| section.to_owned()));
    keys
}

fn from((name, variable, default, meaning): &Row, secret: bool) -> Key {
    Key {
        name: (*name).to_owned(),
        variable: format!("{PREFIX}{variable}"),
        default: default.map(ToOwned::to_owned),
        secret,
        meaning,
    }
}

/// The name among `known` that is most like `given`.
pub(crate) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> (&'a str, f64) {
    known
        .map(|name| (name, strsim::normalized_damerau_levenshtein(given, name)))
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .unwrap_or(("", 0.0))
}
