//! `/webhook`: systems that may tell us that a contact ended, and their secrets.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{
    AdminSay,
    setting::{Unfit, nearest},
    step::AdminStep,
    typed::{self, TextUnfit, remainder, word},
};
use crate::{
    catalogue::{OLD_SECRET, Secret, Webhook},
    desk::DeskSay,
    effect::{Body, Effect, OnUnknown},
    hours::Due,
    policy::Policy,
};

/// How many there may be.
const MOST: usize = 20;
/// What stands for a webhook that is not there.
const NONE: &str = "none";
/// What `/webhook` knows.
const PARTS: [&str; 5] = ["new", "rotate", "off", "list", "out"];
/// A message with a secret that could not be sent for so long is not sent any more, so that the
/// secret does not wait in the outbox.
const SENT_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookSay {
    /// What there is.
    List {
        /// Each of them.
        lines: Vec<WebhookLine>,
    },
    /// A new one, with its secret: the one time that it is told.
    New {
        /// Its name.
        name: String,
        /// The secret.
        secret: Secret,
    },
    /// A new secret of one, and how long the old one is good.
    Rotated {
        /// Its name.
        name: String,
        /// The secret.
        secret: Secret,
        /// How long the old one is good.
        old_for: SignedDuration,
    },
    /// It is gone with its secrets.
    Off {
        /// Its name.
        name: String,
    },
    /// There is one of this name.
    Exists {
        /// The name.
        name: String,
    },
    /// There is none of this name.
    Unknown {
        /// What was typed.
        typed: String,
        /// The name it is like, or nothing.
        nearest: Option<String>,
    },
    /// Others could read the secret where the command was given.
    InPrivate {
        /// The command.
        command: String,
    },
    /// There are as many as there may be.
    Full {
        /// How many.
        most: usize,
    },
    /// Calls to systems of the business come with a later version.
    OutLater,
}

/// One of them in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookLine {
    /// Its name.
    pub name: String,
    /// When its secret was minted.
    pub since: Due,
    /// Until when the secret before that is good, if it is.
    pub old_until: Option<Due>,
}

enum Refused {
    Unfit(Unfit),
    Text(TextUnfit),
    Say(WebhookSay),
}

pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let now = step.now;
    step.workspace.catalogue.webhooks.iter_mut().for_each(|webhook| webhook.forget_old(now));
    let mut rest = rest;
    let part = word(&mut rest).to_lowercase();
    let typed = remainder(rest);
    let done = match part.as_str() {
        "" | "list" => Ok(list(step)),
        "out" => Ok(WebhookSay::OutLater),
        "new" => new(step, typed),
        "rotate" => rotate(step, typed),
        "off" => off(step, typed),
        other => {
            let nearest = nearest(other, PARTS.into_iter());
            let known = PARTS.map(str::to_owned).to_vec();
            Err(Refused::Unfit(Unfit::Name { typed: other.to_owned(), nearest, known }))
        }
    };
    match done {
        Ok(say @ (WebhookSay::New { .. } | WebhookSay::Rotated { .. })) => tell_secret(step, say),
        Ok(say) | Err(Refused::Say(say)) => step.reply(AdminSay::Webhook(say)),
        Err(Refused::Unfit(unfit)) => step.say(DeskSay::SettingRefused { unfit }),
        Err(Refused::Text(unfit)) => step.reply(AdminSay::Text(unfit)),
    }
}

/// Tells a secret in one message that nobody else reads. If nobody knows whether it arrived, it is
/// not told again: there can always be a new one.
fn tell_secret(step: &mut AdminStep<'_>, say: WebhookSay) {
    let before = step.out.effects.len();
    step.reply(AdminSay::Webhook(say));
    let until = step.now.checked_add(SENT_WITHIN).ok();
    for effect in step.out.effects.iter_mut().skip(before) {
        let Effect { expires_at, on_unknown, body, .. } = effect;
        *expires_at = until;
        *on_unknown = OnUnknown::Leave;
        if let Body::Send { reply_to, .. } = body {
            // It need not stand beside the command.
            *reply_to = None;
        }
    }
}

fn list(step: &AdminStep<'_>) -> WebhookSay {
    let policy = Policy::new(step.workspace.clone());
    let line = |webhook: &Webhook| {
        let newest = webhook.secrets.last()?;
        let mut old = webhook.secrets.iter().filter_map(|issued| issued.until);
        let old_until = old.find(|until| step.now < *until);
        Some(WebhookLine {
            name: webhook.name.clone(),
            since: policy.due(newest.since, step.now),
            old_until: old_until.map(|until| policy.due(until, step.now)),
        })
    };
    WebhookSay::List { lines: step.workspace.catalogue.webhooks.iter().filter_map(line).collect() }
}

fn new(step: &mut AdminStep<'_>, typed: &str) -> Result<WebhookSay, Refused> {
    let name = typed::name(typed).map_err(Refused::Text)?;
    is_unread(step, "new", &name)?;
    let webhooks = &step.workspace.catalogue.webhooks;
    if webhooks.iter().any(|webhook| webhook.name == name) {
        return Err(Refused::Say(WebhookSay::Exists { name }));
    }
    if MOST <= webhooks.len() {
        return Err(Refused::Say(WebhookSay::Full { most: MOST }));
    }
    let secret = Secret::mint(&step.entropy);
    let webhook = Webhook::new(name.clone(), secret.clone(), step.now);
    let to = written(&webhook);
    step.workspace.catalogue.webhooks.push(webhook);
    step.changed(what(&name), NONE, to, None);
    Ok(WebhookSay::New { name, secret })
}

fn rotate(step: &mut AdminStep<'_>, typed: &str) -> Result<WebhookSay, Refused> {
    let index = find(step, typed)?;
    let name = step.workspace.catalogue.webhooks[index].name.clone();
    is_unread(step, "rotate", &name)?;
    let secret = Secret::mint(&step.entropy);
    let webhook = &mut step.workspace.catalogue.webhooks[index];
    let from = written(webhook);
    webhook.rotate(secret.clone(), step.now);
    let to = written(webhook);
    step.changed(what(&name), from, to, None);
    Ok(WebhookSay::Rotated { name, secret, old_for: OLD_SECRET })
}

/// The secrets are gone for good, so that there is nothing to undo: a new one is a command away.
fn off(step: &mut AdminStep<'_>, typed: &str) -> Result<WebhookSay, Refused> {
    let index = find(step, typed)?;
    let webhook = step.workspace.catalogue.webhooks.remove(index);
    let (from, name) = (written(&webhook), webhook.name);
    step.changed(what(&name), from, NONE, None);
    Ok(WebhookSay::Off { name })
}

/// What it has, as the list of changes shows it: never the secret, but since when there is one.
fn written(webhook: &Webhook) -> String {
    let newest = webhook.secrets.last();
    newest.map_or_else(|| NONE.to_owned(), |issued| format!("secret of {}", issued.since))
}

fn what(name: &str) -> String {
    format!("webhook.{name}")
}

/// Secrets are told where nobody else reads.
fn is_unread(step: &AdminStep<'_>, part: &str, name: &str) -> Result<(), Refused> {
    if step.is_unread() {
        return Ok(());
    }
    let command = format!("/webhook {part} {name}");
    Err(Refused::Say(WebhookSay::InPrivate { command }))
}

fn find(step: &AdminStep<'_>, typed: &str) -> Result<usize, Refused> {
    if typed.is_empty() {
        return Err(Refused::Text(typed::name(typed).err().unwrap_or(TextUnfit::None)));
    }
    let name = typed.to_lowercase();
    let webhooks = &step.workspace.catalogue.webhooks;
    webhooks.iter().position(|webhook| webhook.name == name).ok_or_else(|| {
        let names = webhooks.iter().map(|webhook| webhook.name.as_str());
        let nearest = nearest(typed, names);
        Refused::Say(WebhookSay::Unknown { typed: typed.to_owned(), nearest })
    })
}
