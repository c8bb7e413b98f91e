//! What the service needs of the platforms: tokens, rights, and a desk where the bot can work.

use std::{collections::BTreeSet, io};

use amends_core::{
    place::{Place, Platform},
    policy::Workspace,
};
use amends_discord::{
    adapter::{self as discord_adapter, DiscordAdapter},
    client::CallError,
};
use amends_telegram::adapter::{Settings, TelegramAdapter};

use super::{Findings, machine::Running, signals::Channel};
use crate::config::{Bots, Config, MessageContent};

/// What the bot needs on a server, by Discord's bits: to react, see channels, write, embed links,
/// attach files, read what was written before, manage, open and write in threads, and pin.
const RIGHTS: u64 = 1 << 6
    | 1 << 10
    | 1 << 11
    | 1 << 14
    | 1 << 15
    | 1 << 16
    | 1 << 34
    | 1 << 35
    | 1 << 36
    | 1 << 38
    | 1 << 51;

/// Looks at the bot on Telegram, and at the desk if it is there.
pub(super) async fn telegram(
    config: &Config,
    business: &Workspace,
    running: Running,
    out: &mut Findings,
) -> anyhow::Result<()> {
    let Some(token) = &config.telegram.token else {
        out.note("telegram", "off: telegram.token is not set")?;
        return Ok(());
    };
    let settings = Settings { token: token.clone(), api_url: config.telegram.api_url.clone() };
    let telegram = match TelegramAdapter::connect(settings).await {
        Ok(telegram) => telegram,
        Err(error) => {
            out.wrong("telegram", error)?;
            return Ok(());
        }
    };
    out.fine("telegram", format!("knows the bot as @{}", telegram.me().username))?;
    // While amends runs it is amends that gets the updates, and asking would get in its way.
    if running == Running::No
        && let Some(why) = telegram.updates_go_elsewhere().await
    {
        out.wrong("telegram", why)?;
    }
    let desk = business.desk.as_ref().filter(|desk| desk.platform == Platform::Telegram);
    let reads = if telegram.reads_groups() {
        "reads what is written in groups"
    } else {
        "privacy mode is on: reads groups where the bot is admin, elsewhere commands only"
    };
    out.fine("telegram groups", reads)?;
    let Some(desk) = desk else { return Ok(()) };
    let missing = telegram.check_desk(desk).await;
    if missing.is_empty() {
        out.fine("telegram desk", "the bot can work there")?;
    }
    for missing in missing {
        out.wrong("telegram desk", format!("the bot says: {missing}"))?;
    }
    Ok(())
}

/// Looks at the bot on Discord, at its server, and at the channels where it works. Returns the
/// channels of the server, if they are known.
pub(super) async fn discord(
    config: &Config,
    business: &Workspace,
    bots: &mut Bots,
    out: &mut Findings,
) -> anyhow::Result<Option<Vec<Channel>>> {
    let (Some(token), Some(known)) = (&config.discord.token, &mut bots.discord) else {
        out.note("discord", "off: discord.token is not set")?;
        return Ok(None);
    };
    let settings = discord_adapter::Settings {
        token: token.clone(),
        api_url: config.discord.api_url.clone(),
        guild: config.guild.map(Into::into),
        invite: config.invite.clone(),
    };
    let discord = match DiscordAdapter::connect(settings).await {
        Ok(discord) => discord,
        Err(error) => {
            out.wrong("discord", error)?;
            return Ok(None);
        }
    };
    out.fine("discord", format!("knows the bot, whose account is {}", discord.me().id))?;
    known.is_kept_from_reading |= !discord.may_read_content();
    content(config.message_content, known.is_kept_from_reading, out)?;
    gateway(&discord, out).await?;
    let mut seen = None;
    if let Some(guild) = config.guild
        && server(&discord, guild, business, out).await?
    {
        seen = channels(&discord, guild, out).await?;
    }
    let is_ours = |place: &&Place| place.platform == Platform::Discord;
    let desk = business.desk.as_ref().filter(is_ours);
    let missing = discord.check_places(desk, business.care.as_ref(), &business.roles).await;
    let has_places = desk.is_some() || business.care.is_some();
    if missing.is_empty() && has_places {
        out.fine("discord rights", "the bot can do its work")?;
    }
    for missing in missing {
        out.wrong("discord rights", format!("the bot says: {missing}"))?;
    }
    Ok(seen)
}

/// Tells whether the bot reads what people write. Whether that matters is known to the gaps.
fn content(
    wanted: MessageContent,
    is_kept_from_reading: bool,
    out: &mut Findings,
) -> io::Result<()> {
    match (wanted, is_kept_from_reading) {
        (_, false) => out.fine("message content", "the bot may read what is written on the server"),
        (MessageContent::On, true) => out.wrong(
            "message content",
            "discord.message_content is on, and Discord does not let the bot read what people \
             write: switch on 'Message Content Intent' in the developer portal under Bot",
        ),
        (MessageContent::Off, true) => out.note("message content", "off, as configured"),
        (MessageContent::Auto, true) => out.note(
            "message content",
            "the bot may not read what is written on the server: buttons, commands and direct \
             messages work without",
        ),
    }
}

/// Looks where events come from, and how often the service may still connect there today.
async fn gateway(discord: &DiscordAdapter, out: &mut Findings) -> io::Result<()> {
    match discord.client().gateway().await {
        Err(error) => out.wrong("discord events", format!("no events would arrive: {error}")),
        Ok(gateway) => match gateway.session_start_limit.map(|limit| limit.remaining) {
            Some(0) => out.wrong(
                "discord events",
                "Discord allows no more sessions today: find out why amends was started so often",
            ),
            Some(left) => out.fine("discord events", format!("sessions left today: {left}")),
            None => out.fine("discord events", "the gateway can be reached"),
        },
    }
}

/// Looks whether the bot is on the server, and whether the roles of staff are there. Returns whether
/// the bot is.
async fn server(
    discord: &DiscordAdapter,
    guild: u64,
    business: &Workspace,
    out: &mut Findings,
) -> io::Result<bool> {
    match discord.client().guild(guild.into()).await {
        Ok(_) => out.fine("discord server", format!("the bot is on server {guild}"))?,
        Err(CallError::Refused { .. }) => {
            let says = format!(
                "the bot is not on server {guild}: check discord.guild, and let it in at \
                 https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands\
                 &permissions={RIGHTS}",
                discord.application()
            );
            out.wrong("discord server", says)?;
            return Ok(false);
        }
        Err(error) => {
            out.wrong("discord server", error)?;
            return Ok(false);
        }
    }
    let roles = match discord.client().roles(guild.into()).await {
        Ok(roles) => roles,
        Err(error) => {
            out.wrong("discord server", error)?;
            return Ok(true);
        }
    };
    let there: BTreeSet<String> = roles.iter().map(|role| role.id.to_string()).collect();
    for role in business.roles.iter().filter(|role| !there.contains(&role.role)) {
        let says = format!(
            "there is no role {} on the server, so it makes nobody staff: check discord.staff_role",
            role.role
        );
        out.wrong("staff", says)?;
    }
    Ok(true)
}

/// The channels that the bot sees on its server; nothing if it can't tell.
async fn channels(
    discord: &DiscordAdapter,
    guild: u64,
    out: &mut Findings,
) -> io::Result<Option<Vec<Channel>>> {
    let channels = match discord.client().channels(guild.into()).await {
        Ok(channels) => channels,
        Err(error) => {
            out.wrong("signals", format!("the channels of the server can't be seen: {error}"))?;
            return Ok(None);
        }
    };
    let channels = channels.into_iter().map(|channel| Channel {
        id: channel.id.to_string(),
        is_voice: matches!(channel.kind.name(), "voice" | "stage"),
        tags: channel.available_tags.into_iter().map(|tag| tag.name).collect(),
        name: channel.name,
    });
    Ok(Some(channels.collect()))
}
