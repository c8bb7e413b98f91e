//! The platform's speed limits, and the busiest windows that were seen.
//!
//! Every route has a bucket of its own for each channel, guild or webhook. All routes together
//! have fifty a second, but for interactions. Whoever collects ten thousand invalid requests in
//! ten minutes is shut out before the platform even looks.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use serde_json::{Value, json};

use super::world::Stats;

const OVERALL_PER_SECOND: usize = 50;
const INVALID_PER_WINDOW: usize = 10_000;
const SECOND_MS: i64 = 1000;
const INVALID_WINDOW_MS: i64 = 600_000;
/// Who is shut out stays so for an hour.
const BAN_MS: i64 = 3_600_000;
/// The headers do not tell of this one: a channel gets a new name twice in ten minutes.
const RENAMES: Quota = Quota { most: 2, per_ms: 600_000 };
/// Of everything that is documented nowhere.
const USUAL: Quota = Quota { most: 50, per_ms: SECOND_MS };

/// A request as the limits see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metered<'a> {
    /// As in `POST`.
    pub(crate) method: &'a str,
    /// The path behind the version.
    pub(crate) path: &'a str,
    /// Whether a channel gets a new name.
    pub(crate) renames: bool,
}

/// What the limits say to a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    /// Headers for the answer, whatever it is.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Why it is not carried out, if it is not.
    pub(crate) refused: Option<TooMany>,
}

/// A refusal with 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany {
    /// When to come back.
    pub(crate) after_ms: i64,
    /// Whose limit it was.
    pub(crate) scope: Scope,
}

/// Whose limit was overstepped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The bot's, on one route.
    User,
    /// The bot's, on all routes.
    Global,
    /// That of the network the bot is in: a page and no JSON.
    Banned,
}

impl TooMany {
    /// Returns a refusal that no limit asked for.
    pub(crate) fn injected(retry_after: Duration, is_global: bool) -> Self {
        let after_ms = i64::try_from(retry_after.as_millis()).unwrap_or(i64::MAX);
        Self { after_ms, scope: if is_global { Scope::Global } else { Scope::User } }
    }

    /// Returns the headers of the refusal.
    pub(crate) fn headers(self) -> Vec<(&'static str, String)> {
        let seconds = (self.after_ms + SECOND_MS - 1) / SECOND_MS;
        let mut headers = vec![("retry-after", seconds.to_string())];
        match self.scope {
            Scope::User => headers.push(("x-ratelimit-scope", "user".to_owned())),
            Scope::Global => {
                headers.push(("x-ratelimit-scope", "global".to_owned()));
                headers.push(("x-ratelimit-global", "true".to_owned()));
            }
            Scope::Banned => (),
        }
        headers
    }

    /// Returns the body of the refusal; none if it is a page.
    pub(crate) fn body(self) -> Option<Value> {
        let is_global = match self.scope {
            Scope::User => false,
            Scope::Global => true,
            Scope::Banned => return None,
        };
        Some(json!({
            "message": "You are being rate limited.", "retry_after": seconds(self.after_ms),
            "global": is_global, "code": 0,
        }))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quota {
    most: u32,
    per_ms: i64,
}

#[derive(Debug)]
struct Bucket {
    quota: Quota,
    left: u32,
    resets_ms: i64,
}

/// What was asked for, and how often.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    buckets: BTreeMap<String, Bucket>,
    overall: VecDeque<i64>,
    invalid: VecDeque<i64>,
    banned_until_ms: Option<i64>,
}

impl Limits {
    /// Decides about a request, and counts it if it may be carried out. Where limits are only
    /// observed, nothing is refused.
    pub(crate) fn admit(
        &mut self,
        asked: Metered<'_>,
        now_ms: i64,
        enforces: bool,
        stats: &mut Stats,
    ) -> Verdict {
        let banned = self.banned_until_ms.filter(|until_ms| enforces && now_ms < *until_ms);
        if let Some(until_ms) = banned {
            return Verdict::refused(until_ms - now_ms, Scope::Banned, Vec::new());
        }
        let segments: Vec<&str> = asked.path.split('/').skip(1).collect();
        let is_metered = !matches!(segments.as_slice(), ["interactions" | "webhooks", ..]);
        let wait_ms = window_wait(&mut self.overall, OVERALL_PER_SECOND, SECOND_MS, now_ms);
        if enforces && is_metered && 0 < wait_ms {
            stats.too_many += 1;
            return Verdict::refused(wait_ms, Scope::Global, Vec::new());
        }
        let key = key(asked.method, &segments);
        let bucket = self.bucket(&key, quota(asked.method, &segments), now_ms);
        let (left, resets_ms) = (bucket.left, bucket.resets_ms);
        if enforces && left == 0 {
            let headers = bucket.headers(&key, now_ms);
            stats.too_many += 1;
            return Verdict::refused(resets_ms - now_ms, Scope::User, headers);
        }
        if asked.renames {
            let hidden = self.bucket(&format!("{key} name"), RENAMES, now_ms);
            if enforces && hidden.left == 0 {
                let after_ms = hidden.resets_ms - now_ms;
                stats.too_many += 1;
                return Verdict::refused(after_ms, Scope::User, Vec::new());
            }
            hidden.left = hidden.left.saturating_sub(1);
        }
        if is_metered {
            let seen = push(&mut self.overall, SECOND_MS, now_ms);
            stats.max_per_second = stats.max_per_second.max(seen);
        }
        let bucket = self.bucket(&key, quota(asked.method, &segments), now_ms);
        bucket.left = bucket.left.saturating_sub(1);
        Verdict { headers: bucket.headers(&key, now_ms), refused: None }
    }

    /// Counts an answer that the platform holds against the bot.
    pub(crate) fn count_answer(&mut self, answered: u16, now_ms: i64, stats: &mut Stats) {
        if !matches!(answered, 401 | 403 | 429) {
            return;
        }
        stats.invalid += 1;
        let seen = push(&mut self.invalid, INVALID_WINDOW_MS, now_ms);
        stats.max_invalid = stats.max_invalid.max(seen);
        if INVALID_PER_WINDOW <= seen {
            self.banned_until_ms = Some(now_ms + BAN_MS);
            self.invalid.clear();
        }
    }

    fn bucket(&mut self, key: &str, quota: Quota, now_ms: i64) -> &mut Bucket {
        let full = || Bucket { quota, left: quota.most, resets_ms: now_ms + quota.per_ms };
        let bucket = self.buckets.entry(key.to_owned()).or_insert_with(full);
        if bucket.resets_ms <= now_ms {
            *bucket = full();
        }
        bucket
    }
}

impl Verdict {
    fn refused(after_ms: i64, scope: Scope, headers: Vec<(&'static str, String)>) -> Self {
        let refused = TooMany { after_ms, scope };
        let mut all = headers;
        all.extend(refused.headers());
        Self { headers: all, refused: Some(refused) }
    }
}

impl Bucket {
    fn headers(&self, key: &str, now_ms: i64) -> Vec<(&'static str, String)> {
        vec![
            ("x-ratelimit-limit", self.quota.most.to_string()),
            ("x-ratelimit-remaining", self.left.to_string()),
            ("x-ratelimit-reset", seconds(self.resets_ms).to_string()),
            ("x-ratelimit-reset-after", seconds(self.resets_ms - now_ms).to_string()),
            ("x-ratelimit-bucket", name(key)),
        ]
    }
}

/// Returns milliseconds as seconds with three decimals.
fn seconds(ms: i64) -> Value {
    let text = format!("{}.{:03}", ms.div_euclid(SECOND_MS), ms.rem_euclid(SECOND_MS));
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// Returns what names the bucket: the method, and the path without ids but the first.
fn key(method: &str, segments: &[&str]) -> String {
    let mut key = method.to_owned();
    // A webhook is known by its token as well.
    let major = if segments.first() == Some(&"webhooks") { 3 } else { 2 };
    for (at, segment) in segments.iter().enumerate() {
        let is_id = segment.bytes().all(|byte| byte.is_ascii_digit());
        let is_emoji = 0 < at && segments.get(at - 1) == Some(&"reactions");
        key.push('/');
        key.push_str(if major <= at && (is_id || is_emoji) { "{}" } else { segment });
    }
    key
}

/// Returns the opaque name of a bucket: equal for equal routes, whatever the channel.
fn name(key: &str) -> String {
    let without_ids = key.bytes().filter(|byte| !byte.is_ascii_digit());
    let hash = without_ids.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Returns the quota of a route: those that everybody measures, since few are documented.
fn quota(method: &str, segments: &[&str]) -> Quota {
    let per = |most: u32, per_ms: i64| Quota { most, per_ms };
    match (method, segments) {
        ("PUT" | "DELETE", ["channels", _, "messages", _, "reactions", ..]) => per(1, 250),
        ("POST" | "PATCH" | "GET", ["channels", _, "messages", ..]) | (_, ["webhooks", ..]) => {
            per(5, 5 * SECOND_MS)
        }
        ("DELETE", ["channels", _, "messages", _]) => per(5, SECOND_MS),
        ("PATCH", ["channels", _]) => per(5, 15 * SECOND_MS),
        ("POST", ["channels", _, "threads"]) => per(50, 300 * SECOND_MS),
        ("POST", ["users", "@me", "channels"]) => per(10, 10 * SECOND_MS),
        ("PUT", ["applications", ..]) => per(5, 20 * SECOND_MS),
        _ => USUAL,
    }
}

fn forget(window: &mut VecDeque<i64>, span_ms: i64, now_ms: i64) {
    while window.front().is_some_and(|at_ms| *at_ms <= now_ms - span_ms) {
        window.pop_front();
    }
}

fn window_wait(window: &mut VecDeque<i64>, most: usize, span_ms: i64, now_ms: i64) -> i64 {
    forget(window, span_ms, now_ms);
    match window.front() {
        Some(oldest_ms) if most <= window.len() => (oldest_ms + span_ms - now_ms).max(1),
        Some(_) | None => 0,
    }
}

fn push(window: &mut VecDeque<i64>, span_ms: i64, now_ms: i64) -> usize {
    forget(window, span_ms, now_ms);
    window.push_back(now_ms);
    window.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEND: Metered<'static> =
        Metered { method: "POST", path: "/channels/5/messages", renames: false };

    fn admit(limits: &mut Limits, asked: Metered<'_>, now_ms: i64) -> Option<TooMany> {
        limits.admit(asked, now_ms, true, &mut Stats::default()).refused
    }

    #[test]
    fn channel_takes_five_messages_in_five_seconds() {
        let mut limits = Limits::default();
        for at_ms in 0..5 {
            assert_eq!(admit(&mut limits, SEND, at_ms), None);
        }
        let refused = admit(&mut limits, SEND, 1000).unwrap();
        assert_eq!(refused, TooMany { after_ms: 4000, scope: Scope::User });
        assert_eq!(refused.body().unwrap()["retry_after"], 4.0);
        let elsewhere = Metered { path: "/channels/6/messages", ..SEND };
        assert_eq!(admit(&mut limits, elsewhere, 1000), None);
        let other = Metered { method: "DELETE", path: "/channels/5/messages/9", ..SEND };
        assert_eq!(admit(&mut limits, other, 1000), None);
        assert_eq!(admit(&mut limits, SEND, 5000), None);
    }

    #[test]
    fn headers_tell_what_is_left() {
        let mut limits = Limits::default();
        let verdict = limits.admit(SEND, 500, true, &mut Stats::default());
        let header = |name: &str| {
            verdict.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
        };
        assert_eq!(header("x-ratelimit-limit"), Some("5"));
        assert_eq!(header("x-ratelimit-remaining"), Some("4"));
        assert_eq!(header("x-ratelimit-reset"), Some("5.5"));
        assert_eq!(header("x-ratelimit-reset-after"), Some("5.0"));
        assert_eq!(name("POST/channels/5/messages"), name("POST/channels/6/messages"));
    }

    #[test]
    fn all_routes_share_fifty_a_second_but_interactions_do_not_count() {
        let (mut limits, mut stats) = (Limits::default(), Stats::default());
        for channel in 0..50 {
            let path = format!("/channels/{channel}/messages");
            assert_eq!(admit(&mut limits, Metered { path: &path, ..SEND }, 0), None);
        }
        let refused = admit(&mut limits, Metered { path: "/channels/99/messages", ..SEND }, 999);
        assert_eq!(refused, Some(TooMany { after_ms: 1, scope: Scope::Global }));
        let callback = Metered { path: "/interactions/1/a/callback", ..SEND };
        assert_eq!(admit(&mut limits, callback, 999), None);
        let observed = Metered { path: "/channels/98/messages", ..SEND };
        let verdict = limits.admit(observed, 999, false, &mut stats);
        assert_eq!((verdict.refused, stats.max_per_second), (None, 51));
    }

    #[test]
    fn channel_is_renamed_twice_in_ten_minutes() {
        let mut limits = Limits::default();
        let rename = Metered { method: "PATCH", path: "/channels/5", renames: true };
        assert_eq!(admit(&mut limits, rename, 0), None);
        assert_eq!(admit(&mut limits, rename, 0), None);
        assert_eq!(admit(&mut limits, rename, 60_000).unwrap().after_ms, 540_000);
        assert_eq!(admit(&mut limits, Metered { renames: false, ..rename }, 60_000), None);
    }

    #[test]
    fn ten_thousand_invalid_requests_shut_the_bot_out() {
        let (mut limits, mut stats) = (Limits::default(), Stats::default());
        for _ in 0..9_999 {
            limits.count_answer(403, 0, &mut stats);
        }
        limits.count_answer(404, 0, &mut stats);
        assert_eq!(admit(&mut limits, SEND, 0), None);
        // Ten minutes later these no longer count.
        for _ in 0..9_999 {
            limits.count_answer(401, 600_000, &mut stats);
        }
        assert_eq!((admit(&mut limits, SEND, 600_001), stats.max_invalid), (None, 9_999));
        limits.count_answer(429, 600_002, &mut stats);
        assert_eq!(admit(&mut limits, SEND, 600_003).unwrap().scope, Scope::Banned);
        assert_eq!(stats.max_invalid, 10_000);
    }
}
