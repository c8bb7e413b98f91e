//! What Discord says about its limits, and what follows for the next request.

use std::{collections::BTreeMap, time::Duration};

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use super::{
    route::{Lane, Route},
    seconds,
};

/// From this many buckets on, those that have rested are forgotten.
const MANY: usize = 1_000;

/// What the headers of an answer say about limits.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    bucket: Option<String>,
    remaining: Option<u32>,
    reset_after: Option<Duration>,
    /// Whether all requests are meant.
    pub(super) is_global: bool,
    /// Whether others use the same limit up.
    pub(super) is_shared: bool,
}

impl Told {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let scope = text("x-ratelimit-scope").unwrap_or_default();
        Self {
            bucket: text("x-ratelimit-bucket").map(ToOwned::to_owned),
            remaining: text("x-ratelimit-remaining").and_then(|value| value.parse().ok()),
            reset_after: seconds(headers, "x-ratelimit-reset-after"),
            is_global: scope == "global"
                || text("x-ratelimit-global").is_some_and(|value| value == "true"),
            is_shared: scope == "shared",
        }
    }
}

/// The limits of all routes as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// Which bucket a route uses.
    names: BTreeMap<&'static str, String>,
    states: BTreeMap<(String, Lane), State>,
}

#[derive(Debug)]
struct State {
    remaining: u32,
    rests_at: Instant,
}

impl Buckets {
    /// When a request may leave, if not now. Notes that it will: lanes are served one by one, so
    /// nobody else takes the place it found.
    pub(super) fn take(&mut self, route: &Route, now: Instant) -> Result<(), Instant> {
        let name = self.name(route);
        let Some(state) = self.states.get_mut(&(name, route.lane)) else { return Ok(()) };
        if state.rests_at <= now {
            return Ok(());
        }
        match state.remaining.checked_sub(1) {
            Some(left) => {
                state.remaining = left;
                Ok(())
            }
            None => Err(state.rests_at),
        }
    }

    /// Notes what an answer said.
    pub(super) fn learn(&mut self, route: &Route, told: &Told, now: Instant) {
        if let Some(bucket) = &told.bucket {
            self.names.insert(route.name, bucket.clone());
        }
        if let (Some(remaining), Some(reset_after)) = (told.remaining, told.reset_after) {
            self.put(route, State { remaining, rests_at: now + reset_after }, now);
        }
    }

    /// Notes that nothing of this kind may be sent for a while.
    pub(super) fn refused(&mut self, route: &Route, after: Duration, now: Instant) {
        self.put(route, State { remaining: 0, rests_at: now + after }, now);
    }

    fn put(&mut self, route: &Route, state: State, now: Instant) {
        if MANY <= self.states.len() {
            self.states.retain(|_, state| now < state.rests_at);
        }
        let name = self.name(route);
        self.states.insert((name, route.lane), state);
    }

    fn name(&self, route: &Route) -> String {
        self.names.get(route.name).map_or_else(|| route.name.to_owned(), Clone::clone)
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Method;
    use serenity::model::id::ChannelId;

    use super::*;

    fn route(name: &'static str, channel: u64) -> Route {
        Route::channel(Method::POST, name, ChannelId::new(channel), &["messages"])
    }

    fn told(bucket: &str, remaining: u32, reset_after: u64) -> Told {
        Told {
            bucket: Some(bucket.to_owned()),
            remaining: Some(remaining),
            reset_after: Some(Duration::from_secs(reset_after)),
            ..Told::default()
        }
    }

    #[test]
    fn nothing_leaves_before_the_bucket_has_rested() {
        let now = crate::steady::now();
        let (mut buckets, send) = (Buckets::default(), route("send", 1));
        assert_eq!(buckets.take(&send, now), Ok(()), "nothing is known yet");
        buckets.learn(&send, &told("b", 1, 5), now);
        assert_eq!(buckets.take(&send, now), Ok(()));
        let rested = now + Duration::from_secs(5);
        assert_eq!(buckets.take(&send, now), Err(rested), "the one place is taken");
        assert_eq!(buckets.take(&route("send", 2), now), Ok(()), "other channels are other limits");
        assert_eq!(buckets.take(&send, rested), Ok(()));
    }

    #[test]
    fn routes_of_one_bucket_share_it() {
        let now = crate::steady::now();
        let mut buckets = Buckets::default();
        buckets.learn(&route("edit", 1), &told("b", 4, 5), now);
        buckets.learn(&route("send", 1), &told("b", 0, 5), now);
        assert!(buckets.take(&route("edit", 1), now).is_err());
    }

    #[test]
    fn refusal_closes_the_bucket() {
        let now = crate::steady::now();
        let (mut buckets, send) = (Buckets::default(), route("send", 1));
        buckets.learn(&send, &told("b", 3, 1), now);
        buckets.refused(&send, Duration::from_secs(9), now);
        assert_eq!(buckets.take(&send, now), Err(now + Duration::from_secs(9)));
    }

    #[test]
    fn memory_stays_small() {
        let mut now = crate::steady::now();
        let mut buckets = Buckets::default();
        for channel in 1..10_000 {
            now += Duration::from_secs(1);
            buckets.learn(&route("send", channel), &told("b", 0, 5), now);
        }
        assert!(buckets.states.len() <= MANY, "{}", buckets.states.len());
    }
}
