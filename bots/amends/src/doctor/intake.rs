//! Whether other systems can tell of contacts: who may, and whether they reach us.

use std::{io, net::IpAddr, time::Duration};

use amends_core::policy::Workspace;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{Findings, machine::Running};
use crate::{
    config::{Config, OFFICIAL_DISCORD, OFFICIAL_TELEGRAM},
    serve,
};

const WITHIN: Duration = Duration::from_secs(10);
/// Shorter keys are guessed sooner than they need be.
const KEY: usize = 16;

/// Looks whether the service could listen where it is told to, unless it does.
pub(super) async fn address(
    config: &Config,
    running: Running,
    out: &mut Findings,
) -> io::Result<()> {
    match (running, serve::listen(config.http_addr).await) {
        (Running::Yes, _) | (Running::No, Ok(_)) => Ok(()),
        (Running::No, Err(error)) => out.wrong("address", error),
    }
}

/// Looks at secret, key and the address from outside.
pub(super) async fn tell(
    config: &Config,
    business: &Workspace,
    running: Running,
    out: &mut Findings,
) -> io::Result<()> {
    let (secret, key) = (&config.intake.secret, &config.intake.key);
    if secret.is_none() && key.is_none() && business.catalogue.webhooks.is_empty() {
        out.note(
            "intake",
            "off, so only Telegram and Discord tell of contacts: set AMENDS_INTAKE_SECRET to \
             `whsec_` and 32 random bytes in base64 (echo \"whsec_$(openssl rand -base64 32)\"), or \
             give the bot /webhook new NAME",
        )?;
    } else if key.as_ref().is_some_and(|key| key.expose_secret().len() < KEY) {
        out.note(
            "intake",
            "intake.key is short, and whoever guesses it can have customers asked: make one with \
             openssl rand -hex 32",
        )?;
    } else {
        out.fine("intake", "senders have to prove who they are")?;
    }
    for (key, url, official) in [
        ("telegram.api_url", &config.telegram.api_url, OFFICIAL_TELEGRAM),
        ("discord.api_url", &config.discord.api_url, OFFICIAL_DISCORD),
    ] {
        if url.trim_end_matches('/') != official {
            let says = format!("{key} is not {official}: the bot's token goes there instead");
            out.note("platforms", says)?;
        }
    }
    match &config.public_url {
        Some(url) => outside(url, running, out).await,
        None => Ok(()),
    }
}

/// Looks whether the address at which others are to reach us leads here.
async fn outside(url: &str, running: Running, out: &mut Findings) -> io::Result<()> {
    let Ok(parsed) = reqwest::Url::parse(url) else {
        return out.wrong("public address", "http.public_url is no address: https://example.org");
    };
    let host = parsed.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_local = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    if is_local {
        out.note(
            "public address",
            "http.public_url is this machine itself: nobody else reaches amends by it",
        )?;
    } else if parsed.scheme() == "http" {
        out.note(
            "public address",
            "http.public_url is not encrypted, so keys and names could be read on the way: put a \
             proxy with https in front",
        )?;
    }
    let health = format!("{}/healthz", url.trim_end_matches('/'));
    let client = reqwest::Client::builder().timeout(WITHIN).no_proxy().build();
    let answer = match client {
        Ok(client) => client.get(&health).send().await,
        Err(error) => Err(error),
    };
    let is_ours = match answer {
        Ok(answer) => Some(answer.json::<Value>().await.ok() == Some(json!({"status": "alive"}))),
        Err(_) => None,
    };
    match (is_ours, running) {
        (Some(true), _) => out.fine("public address", "leads to amends"),
        (_, Running::No) => out.note(
            "public address",
            format!("not tried: amends does not run; while it does, {health} must answer"),
        ),
        (Some(false), Running::Yes) => out.wrong(
            "public address",
            format!(
                "something else than amends answers at {health}: let the proxy there lead to \
                 http.addr, or correct http.public_url"
            ),
        ),
        (None, Running::Yes) => out.wrong(
            "public address",
            format!(
                "amends is not reached at {health}, so other systems can't tell of contacts: let \
                 the proxy there lead to http.addr, or correct http.public_url"
            ),
        ),
    }
}
