//! Who may call in: secrets that were minted in the chat.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the old secret is good for once there is a new one.
pub const OLD_SECRET: SignedDuration = SignedDuration::from_hours(24);

/// A system that may tell us that a contact ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its name in commands.
    pub name: String,
    /// Its secrets, the newest last.
    pub secrets: Vec<Issued>,
}

/// A secret that was handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The secret.
    pub secret: Secret,
    /// When it was minted.
    pub since: Timestamp,
    /// Until when it is good, once there is a newer one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A secret. Nothing shows it but [`Secret::expose`].
///
/// It stands in the store as long as it is good, and one that was replaced until the next command
/// about webhooks after that, since signatures can't be checked without it; and in the outbox,
/// within the one message that tells it, until that message has left or is too old to be sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Makes a secret of entropy that is used for nothing else.
    pub fn mint(entropy: &[u8; 32]) -> Self {
        Self(format!("whsec_{}", BASE64_STANDARD.encode(entropy)))
    }

    /// The secret as its owner needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Webhook {
    /// One with its first secret.
    pub fn new(name: impl Into<String>, secret: Secret, now: Timestamp) -> Self {
        let first = Issued { secret, since: now, until: None };
        Self { name: name.into(), secrets: vec![first] }
    }

    /// Gives it a new secret. The one before is good for a while; older ones are gone at once.
    pub fn rotate(&mut self, secret: Secret, now: Timestamp) {
        let last = self.secrets.pop();
        self.secrets.clear();
        let until = now.checked_add(OLD_SECRET).unwrap_or(now);
        self.secrets.extend(last.map(|last| Issued { until: Some(until), ..last }));
        self.secrets.push(Issued { secret, since: now, until: None });
    }

    /// Forgets a secret that is good no more.
    pub fn forget_old(&mut self, now: Timestamp) {
        self.secrets.retain(|issued| issued.until.is_none_or(|until| now < until));
    }

    /// The secrets that are good at this moment.
    pub fn good_at(&self, now: Timestamp) -> impl Iterator<Item = &Secret> {
        let good = move |issued: &&Issued| issued.until.is_none_or(|until| now < until);
        self.secrets.iter().filter(good).map(|issued| &issued.secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_secret_is_good_for_a_day_after_the_new_one() {
        let now = Timestamp::UNIX_EPOCH;
        let [one, two, three] = [1, 2, 3].map(|seed| Secret::mint(&[seed; 32]));
        let mut webhook = Webhook::new("helpdesk", one.clone(), now);
        webhook.rotate(two.clone(), now);
        let good = |webhook: &Webhook, at| webhook.good_at(at).cloned().collect::<Vec<_>>();
        let almost = now + SignedDuration::from_hours(24) - SignedDuration::from_secs(1);
        assert_eq!(good(&webhook, almost), [one, two.clone()]);
        assert_eq!(good(&webhook, now + OLD_SECRET), std::slice::from_ref(&two));
        let mut later = webhook.clone();
        later.forget_old(now + OLD_SECRET);
        assert_eq!(later.secrets.len(), 1, "it is gone from the store");
        webhook.rotate(three.clone(), now);
        assert_eq!(good(&webhook, now), [two, three], "never more than two");
    }

    #[test]
    fn a_secret_is_never_shown_by_the_way() {
        let secret = Secret::mint(&[7; 32]);
        assert!(secret.expose().starts_with("whsec_"));
        let webhook = Webhook::new("helpdesk", secret.clone(), Timestamp::UNIX_EPOCH);
        let shown = format!("{webhook:?} {secret:#?}");
        assert!(!shown.contains(&secret.expose()[6..]) && !shown.contains("whsec"), "{shown}");
    }
}
