//! How the values of single keys are read. What is wrong is told in one sentence with an example,
//! and never by repeating a secret.

use std::{collections::BTreeSet, net::SocketAddr};

use amends_core::{
    asking_rules::{MESSAGES_MOST, Percent, Quiet, SKIPS_MOST, Skip},
    hours::Hours,
    lang::Lang,
    place::{Address, Place, Platform},
    policy::{Level, RoleLevel, StaffMember},
    scale::Scale,
};
use amends_web::signature::Credentials;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

use super::{LogFormat, MessageContent};

/// What reading a value gives.
type Read<T> = Result<T, String>;

pub(super) fn name(text: &str) -> Read<String> {
    let text = text.trim();
    if text.is_empty() || 64 < text.chars().count() || text.chars().any(char::is_control) {
        return Err("a name of 1-64 characters".to_owned());
    }
    Ok(text.to_owned())
}

pub(super) fn path(text: &str) -> Read<std::path::PathBuf> {
    if text.trim().is_empty() { Err("a directory".to_owned()) } else { Ok(text.into()) }
}

pub(super) fn paths(text: &str) -> Read<Vec<std::path::PathBuf>> {
    listed(text).map(path).collect()
}

pub(super) fn store(text: &str) -> Read<()> {
    match text {
        "sled" => Ok(()),
        other if other.starts_with("postgres://") || other.starts_with("postgresql://") => {
            Err("PostgreSQL is not in this version: use `sled`".to_owned())
        }
        _ => Err("the store is `sled`".to_owned()),
    }
}

pub(super) fn zone(text: &str) -> Read<String> {
    match TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(format!("`{text}` is no time zone: write one such as Europe/Bucharest")),
    }
}

pub(super) fn language(text: &str) -> Read<Lang> {
    // Texts in another language are added in the chat, which has this setting as well.
    Lang::parse(text).filter(|lang| lang.is_built_in()).ok_or_else(|| {
        let known: Vec<_> = Lang::BUILT_IN.into_iter().map(Lang::code).collect();
        format!("`{text}` is not among the languages: {}", known.join(", "))
    })
}

pub(super) fn scale(text: &str) -> Read<Scale> {
    Scale::ALL.into_iter().find(|scale| scale.name() == text).ok_or_else(|| {
        let known: Vec<_> = Scale::ALL.into_iter().map(Scale::name).collect();
        format!("`{text}` is not among the scales: {}", known.join(", "))
    })
}

pub(super) fn hours(text: &str) -> Read<Hours> {
    Hours::parse(text).map_err(|error| error.to_string())
}

pub(super) fn share(text: &str) -> Read<Option<Percent>> {
    Percent::read(text).ok_or_else(|| format!("`{text}` is no share: write 1% to 100%"))
}

/// A share of the happy, where none is fine too.
pub(super) fn share_or_off(text: &str) -> Read<u8> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(0);
    }
    let share = Percent::read(text);
    let share = share.ok_or_else(|| format!("`{text}` is no share: write 1% to 100%, or off"))?;
    Ok(share.map_or(100, Percent::of_hundred))
}

pub(super) fn messages(text: &str) -> Read<u32> {
    let count = text.parse().ok().filter(|count| *count <= MESSAGES_MOST);
    count.ok_or_else(|| format!("`{text}` is no number from 0 to {MESSAGES_MOST}"))
}

pub(super) fn quiet(text: &str) -> Read<Option<Quiet>> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    let wrong = || format!("`{text}` are no quiet hours: write 21:00-08:00, or off");
    Quiet::read(text).map(Some).ok_or_else(wrong)
}

pub(super) fn skips(text: &str) -> Read<BTreeSet<Skip>> {
    let skip = |item: &str| {
        let wrong = || format!("`{item}`: write topic:billing, tag:vip or outcome:refused");
        Skip::read(item).ok_or_else(wrong)
    };
    let skips: BTreeSet<Skip> = listed(text).map(skip).collect::<Read<_>>()?;
    if SKIPS_MOST < skips.len() {
        return Err(format!("at most {SKIPS_MOST} can be switched off"));
    }
    Ok(skips)
}

pub(super) fn admins(text: &str) -> Read<Vec<Address>> {
    listed(text).map(address).collect()
}

pub(super) fn staff(text: &str) -> Read<Vec<StaffMember>> {
    let mut staff: Vec<StaffMember> = Vec::new();
    for item in listed(text) {
        let wrong = || format!("`{item}` is no staff member: write telegram:50:agent");
        let (account, level) = item.rsplit_once(':').ok_or_else(wrong)?;
        let address = address(account).map_err(|_| wrong())?;
        let level = Level::parse(level).ok_or_else(|| {
            format!("`{item}`: the level is agent, senior or director, as in telegram:50:agent")
        })?;
        if staff.iter().any(|member| member.address == address) {
            return Err(format!("`{account}` is listed twice"));
        }
        staff.push(StaffMember {
            address,
            name: None,
            username: None,
            level,
            on_duty: true,
            duty_until: None,
            by_role: false,
        });
    }
    Ok(staff)
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn address(text: &str) -> Read<Address> {
    let parsed = text.split_once(':').and_then(|(platform, account)| {
        let account: u64 = account.parse().ok().filter(|id| *id != 0)?;
        Some(Address::new(Platform::parse(platform)?, account.to_string()))
    });
    parsed.ok_or_else(|| {
        format!("`{text}` is no account: write telegram:42 or discord:7001, with the numeric id")
    })
}

pub(super) fn socket(text: &str) -> Read<SocketAddr> {
    let text =
        text.strip_prefix("localhost:").map_or(text.to_owned(), |port| format!("127.0.0.1:{port}"));
    text.parse().map_err(|_| {
        format!("`{text}` is no address: write 127.0.0.1:8080, or 0.0.0.0:8080 for all networks")
    })
}

pub(super) fn url(text: &str) -> Read<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[')
            && !rest.contains(char::is_whitespace)
            && !rest.contains('@')
    });
    if good {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("an address such as https://example.org, without a name or password in it".to_owned())
    }
}

pub(super) fn intake_secret(text: &str) -> Read<SecretString> {
    let secret = SecretString::from(text);
    match Credentials::new(Some(&secret), None) {
        Ok(known) if known.is_empty() => Err("no secret stands there".to_owned()),
        Ok(_) => Ok(secret),
        Err(wrong) => Err(wrong.to_string()),
    }
}

pub(super) fn key(text: &str) -> Read<SecretString> {
    if text.len() < 8 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("a key has at least 8 characters, without blanks; make one with: \
                    openssl rand -hex 32"
            .to_owned());
    }
    Ok(SecretString::from(text))
}

pub(super) fn telegram_token(text: &str) -> Read<SecretString> {
    let good = text.trim().split_once(':').is_some_and(|(number, rest)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && 20 <= rest.len()
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    });
    if good {
        Ok(SecretString::from(text.trim()))
    } else {
        Err("this is no bot token: @BotFather gives one that looks like 123456:ABC-DEF".to_owned())
    }
}

pub(super) fn discord_token(text: &str) -> Read<SecretString> {
    let token = text.trim();
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let parts: Vec<&str> = token.split('.').collect();
    if parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(is_legal)) {
        return Ok(SecretString::from(token));
    }
    Err("this is no bot token: three parts with dots between them, which the developer portal \
         shows under Bot"
        .to_owned())
}

pub(super) fn group(text: &str) -> Read<i64> {
    text.parse().ok().filter(|id| *id < 0).ok_or_else(|| {
        format!(
            "`{text}` is no chat id of a group: it looks like -1001234567890, and stands in the \
             address of the group at web.telegram.org/a"
        )
    })
}

pub(super) fn snowflake(text: &str) -> Read<u64> {
    let id = text.parse().ok().filter(|id| *id != 0);
    id.ok_or_else(|| format!("`{text}` is no id of Discord: it is a number of about 18 digits"))
}

/// Reads roles of Discord: `111` makes agents, `222:senior` makes seniors.
pub(super) fn roles(text: &str) -> Read<Vec<RoleLevel>> {
    let mut roles: Vec<RoleLevel> = Vec::new();
    for item in listed(text) {
        let (id, level) = item.split_once(':').unwrap_or((item, Level::Agent.name()));
        let role = snowflake(id)?.to_string();
        let level = Level::parse(level).ok_or_else(|| {
            format!("`{item}`: the level is agent, senior or director, as in {id}:senior")
        })?;
        if roles.iter().any(|known| known.role == role) {
            return Err(format!("`{id}` is listed twice"));
        }
        roles.push(RoleLevel { platform: Platform::Discord, role, level });
    }
    if roles.is_empty() { Err("no role stands there".to_owned()) } else { Ok(roles) }
}

/// Reads ids of channels of Discord.
pub(super) fn channels(text: &str) -> Read<Vec<Place>> {
    listed(text).map(|id| snowflake(id).map(channel)).collect()
}

/// Reads ids of channels of Discord and of groups of Telegram, which are below nought.
pub(super) fn places(text: &str) -> Read<Vec<Place>> {
    let place = |id: &str| {
        if id.starts_with('-') {
            group(id).map(|id| Place::chat(Platform::Telegram, id.to_string()))
        } else {
            snowflake(id).map(channel)
        }
    };
    listed(text).map(place).collect()
}

/// A channel of Discord.
pub(super) fn channel(id: u64) -> Place {
    Place::chat(Platform::Discord, id.to_string())
}

pub(super) fn switch(text: &str) -> Read<bool> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("`{text}` is neither on nor off")),
    }
}

/// Reads a name, or that there is to be none.
pub(super) fn name_or_off(text: &str) -> Read<Option<String>> {
    if text == "off" {
        return Ok(None);
    }
    name(text).map(Some).map_err(|wrong| format!("{wrong}, or off"))
}

pub(super) fn message_content(text: &str) -> Read<MessageContent> {
    match text {
        "auto" => Ok(MessageContent::Auto),
        "on" => Ok(MessageContent::On),
        "off" => Ok(MessageContent::Off),
        _ => Err(format!("`{text}` is none of auto, on and off")),
    }
}

pub(super) fn log(text: &str) -> Read<String> {
    let levels = ["off", "error", "warn", "info", "debug", "trace"];
    let plain = text.chars().all(|letter| letter.is_ascii_alphabetic());
    let known = !plain || levels.contains(&text.to_ascii_lowercase().as_str());
    if known && EnvFilter::try_new(text).is_ok() {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no filter: write info, debug or info,amends_runtime=debug"))
    }
}

pub(super) fn log_format(text: &str) -> Read<LogFormat> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("`{text}` is no format: write text or json")),
    }
}
