//! When a request may leave: one at a time in each lane, within the limits Discord tells, and
//! slowly enough over everything.

use std::{
    collections::BTreeMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use amends_runtime::window::Window;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, Reference},
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::{InMemoryState, NotKeyed},
};
use tokio::{
    sync::{Mutex as Queue, Notify, OwnedMutexGuard},
    time::{Instant, sleep, sleep_until},
};

use super::{
    buckets::{Buckets, Told},
    error::{CallError, Hold},
    route::{Lane, Route},
};

/// Requests in any second, over everything, of the fifty that Discord bears; one is left to other
/// programs with the same token.
const PER_SECOND: NonZeroU32 = NonZeroU32::new(49).expect("49 is not 0");
/// How many of these may leave at once after a rest; the others follow evenly.
const BURST: NonZeroU32 = NonZeroU32::new(8).expect("8 is not 0");
const SECOND: Duration = Duration::from_secs(1);
/// A request waits here for at most this long; if it would take longer, its lane is left to others.
const PATIENCE: Duration = Duration::from_secs(10);

/// Paces all requests of one bot.
pub(super) struct Pace {
    overall: Gate,
    /// What Discord counts.
    window: Arc<Counted>,
    lanes: Mutex<BTreeMap<Lane, Arc<Queue<()>>>>,
    buckets: Mutex<Buckets>,
    /// Nothing at all before this moment.
    closed_until: Mutex<Option<Instant>>,
}

/// The right to send one request; the next in its lane waits until it is given back.
pub(super) struct Turn {
    _lane: Option<OwnedMutexGuard<()>>,
    _place: Option<Place>,
}

/// The window over everything.
struct Counted {
    window: Mutex<Window>,
    /// Its moments are told since then.
    began: Instant,
    ended: Notify,
    queue: Queue<()>,
}

/// A place in the window, held until the request is over.
struct Place(Arc<Counted>);

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            overall: Gate::new(Quota::per_second(PER_SECOND).allow_burst(BURST)),
            window: Arc::new(Counted::new()),
            lanes: Mutex::default(),
            buckets: Mutex::default(),
            closed_until: Mutex::default(),
        }
    }

    /// Waits until the request may leave.
    pub(super) async fn turn(&self, route: &Route) -> Result<Turn, CallError> {
        if route.lane == Lane::Free {
            return Ok(Turn { _lane: None, _place: None });
        }
        let lane = self.lane(route.lane).lock_owned().await;
        while let Some(until) = self.closed_until(crate::steady::now()) {
            wait(until).await?;
        }
        loop {
            let taken = lock(&self.buckets).take(route, crate::steady::now());
            let Err(until) = taken else { break };
            wait(until).await?;
        }
        self.overall.pass().await;
        let place = self.window.enter().await;
        Ok(Turn { _lane: Some(lane), _place: Some(place) })
    }

    /// Notes what an answer said about limits.
    pub(super) fn learn(&self, route: &Route, told: &Told, now: Instant) {
        lock(&self.buckets).learn(route, told, now);
    }

    /// Notes that Discord wants fewer requests.
    pub(super) fn refused(&self, route: &Route, after: Duration, is_global: bool, now: Instant) {
        if is_global {
            let mut closed_until = lock(&self.closed_until);
            *closed_until = (*closed_until).max(Some(now + after));
        } else {
            lock(&self.buckets).refused(route, after, now);
        }
    }

    fn closed_until(&self, now: Instant) -> Option<Instant> {
        lock(&self.closed_until).filter(|until| now < *until)
    }

    fn lane(&self, lane: Lane) -> Arc<Queue<()>> {
        let mut lanes = lock(&self.lanes);
        // Lanes that nobody uses any more hold no memory.
        if 1_000 <= lanes.len() {
            lanes.retain(|_, queue| 1 < Arc::strong_count(queue));
        }
        Arc::clone(lanes.entry(lane).or_default())
    }
}

impl Counted {
    fn new() -> Self {
        let most = usize::try_from(PER_SECOND.get()).unwrap_or(usize::MAX);
        let window = Mutex::new(Window::new(most, SECOND));
        Self { window, began: crate::steady::now(), ended: Notify::new(), queue: Queue::default() }
    }

    /// Waits for a place, in the order in which they came.
    async fn enter(self: &Arc<Self>) -> Place {
        let _turn = self.queue.lock().await;
        loop {
            let ended = self.ended.notified();
            let asked = {
                let mut window = lock(&self.window);
                let asked = window.ask(self.began.elapsed(), 0);
                if asked.is_ok() {
                    window.began();
                }
                asked
            };
            match asked {
                Ok(()) => return Place(Arc::clone(self)),
                Err(Some(wait)) => sleep(wait).await,
                Err(None) => ended.await,
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.0.window).ended(self.0.began.elapsed());
        self.0.ended.notify_one();
    }
}

/// Lets one through after another, in the order in which they came, at the pace of a quota.
pub(super) struct Gate {
    limiter: RateLimiter<NotKeyed, InMemoryState, Steady, NoOpMiddleware<Moment>>,
    clock: Steady,
    queue: Queue<()>,
}

impl Gate {
    pub(super) fn new(quota: Quota) -> Self {
        let clock = Steady(crate::steady::now());
        let limiter = RateLimiter::direct_with_clock(quota, clock.clone());
        Self { limiter, clock, queue: Queue::default() }
    }

    /// Waits until one more may pass.
    pub(super) async fn pass(&self) {
        let _turn = self.queue.lock().await;
        while let Err(too_early) = self.limiter.check() {
            sleep(too_early.wait_time_from(self.clock.now())).await;
        }
    }

    /// Waits for at most this long until one more may pass; tells how long it would take.
    pub(super) async fn pass_within(&self, patience: Duration) -> Result<(), Duration> {
        let Ok(_turn) = self.queue.try_lock() else {
            // Whoever has the turn need not be waiting: they may both pass in the same moment.
            return self.limiter.check().map_err(|_| patience);
        };
        while let Err(too_early) = self.limiter.check() {
            let wait = too_early.wait_time_from(self.clock.now());
            if patience < wait {
                return Err(wait);
            }
            sleep(wait).await;
        }
        Ok(())
    }
}

/// The clock that also paces sleeping, so that both can be told to stand still in tests.
#[derive(Clone, Debug)]
struct Steady(Instant);

impl Clock for Steady {
    type Instant = Moment;

    fn now(&self) -> Moment {
        Moment(self.0.elapsed())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Moment(Duration);

impl Reference for Moment {
    fn duration_since(&self, earlier: Self) -> Nanos {
        self.0.saturating_sub(earlier.0).into()
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(self.0.saturating_sub(duration.into()))
    }
}

impl std::ops::Add<Nanos> for Moment {
    type Output = Self;

    fn add(self, nanos: Nanos) -> Self {
        Self(self.0 + Duration::from(nanos))
    }
}

async fn wait(until: Instant) -> Result<(), CallError> {
    let after = until.saturating_duration_since(crate::steady::now());
    if PATIENCE < after {
        return Err(CallError::Held { after, why: Hold::Bucket });
    }
    sleep_until(until).await;
    Ok(())
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;
    use reqwest::Method;
    use serenity::model::id::ChannelId;

    use super::*;

    fn route(channel: u64) -> Route {
        Route::channel(Method::POST, "POST message", ChannelId::new(channel), &["messages"])
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_discord_bears() {
        let pace = Pace::new();
        let began = crate::steady::now();
        let mut left = Vec::new();
        for channel in 1..=200 {
            drop(pace.turn(&route(channel)).await.unwrap());
            left.push(began.elapsed());
        }
        for (index, from) in left.iter().enumerate() {
            let within =
                left[index..].iter().take_while(|at| **at < *from + Duration::from_secs(1));
            assert!(within.count() <= 49, "from {from:?} on");
        }
        assert!(left[199] < Duration::from_millis(4_200), "{:?}", left[199]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_long_counts_until_a_second_after_its_end() {
        let pace = Arc::new(Pace::new());
        let began = crate::steady::now();
        let mut held = Vec::new();
        for channel in 1..=49 {
            held.push(pace.turn(&route(channel)).await.unwrap());
        }
        let next = pace.clone();
        let next = tokio::spawn(async move {
            drop(next.turn(&route(99)).await.unwrap());
            began.elapsed()
        });
        sleep_until(began + Duration::from_secs(20)).await;
        assert!(!next.is_finished(), "Discord may not have counted any of them yet");
        held.clear();
        assert_eq!(next.await.unwrap(), Duration::from_secs(21));
    }

    #[tokio::test(start_paused = true)]
    async fn lane_is_served_one_by_one_and_in_order() {
        let pace = Arc::new(Pace::new());
        let order = Arc::new(Mutex::new(Vec::new()));
        let first = pace.turn(&route(1)).await.unwrap();
        let waiting = (0..5).map(|number| {
            let (pace, order) = (Arc::clone(&pace), Arc::clone(&order));
            async move {
                let _turn = pace.turn(&route(1)).await.unwrap();
                lock(&order).push(number);
            }
        });
        let mut waiting = Box::pin(join_all(waiting));
        assert!(futures::poll!(&mut waiting).is_pending());
        drop(pace.turn(&route(2)).await.unwrap());
        assert_eq!(*lock(&order), [0; 0], "another channel waits for nobody");
        drop(first);
        waiting.await;
        assert_eq!(*lock(&order), [0, 1, 2, 3, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn short_refusals_are_waited_for_and_long_ones_are_told() {
        let pace = Pace::new();
        let began = crate::steady::now();
        pace.refused(&route(1), Duration::from_secs(3), false, began);
        drop(pace.turn(&route(2)).await.unwrap());
        assert_eq!(began.elapsed(), Duration::ZERO, "only this channel is meant");
        drop(pace.turn(&route(1)).await.unwrap());
        assert_eq!(began.elapsed(), Duration::from_secs(3));
        pace.refused(&route(1), Duration::from_mins(9), false, crate::steady::now());
        let held = pace.turn(&route(1)).await.err();
        let after = Duration::from_mins(9);
        assert_eq!(held, Some(CallError::Held { after, why: Hold::Bucket }));
        pace.refused(&route(1), Duration::from_secs(2), true, crate::steady::now());
        drop(pace.turn(&route(2)).await.unwrap());
        assert_eq!(began.elapsed(), Duration::from_secs(5), "everything is meant");
    }

    #[tokio::test(start_paused = true)]
    async fn answers_to_interactions_wait_for_nothing() {
        let pace = Pace::new();
        let began = crate::steady::now();
        pace.refused(&route(1), Duration::from_secs(5), true, began);
        let answer = Route::interaction(Method::POST, "POST answer", &[]);
        for _ in 0..100 {
            drop(pace.turn(&answer).await.unwrap());
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
    }
}
