//! Opening private channels: slowly, never twice, and not at all when Discord is angry.

use std::{collections::BTreeMap, num::NonZeroU32, sync::Mutex, time::Duration};

use governor::Quota;
use serenity::model::id::{ChannelId, UserId};
use tokio::time::Instant;

use super::{
    error::{CallError, Hold},
    pace::{Gate, lock},
};

/// Discord takes bots that open many private channels for spam.
const PERIOD: Duration = Duration::from_secs(5);
const BURST: NonZeroU32 = NonZeroU32::new(3).expect("3 is not 0");
/// Whoever has to wait longer comes back later.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long none is opened after Discord said that it was too fast.
const SHUT: Duration = Duration::from_hours(1);
/// More channels than this are not remembered: asking for one again is harmless.
const REMEMBERED: usize = 50_000;

/// The private channels that are known, and when the next may be opened.
pub(super) struct Doors {
    known: Mutex<BTreeMap<UserId, ChannelId>>,
    gate: Gate,
    shut_until: Mutex<Option<Instant>>,
}

impl Doors {
    pub(super) fn new() -> Self {
        let quota = Quota::with_period(PERIOD).expect("5 s is not 0").allow_burst(BURST);
        Self { known: Mutex::default(), gate: Gate::new(quota), shut_until: Mutex::default() }
    }

    /// The private channel with somebody, if it is known.
    pub(super) fn known(&self, user: UserId) -> Option<ChannelId> {
        lock(&self.known).get(&user).copied()
    }

    /// Remembers the private channel with somebody.
    pub(super) fn remember(&self, user: UserId, channel: ChannelId) {
        let mut known = lock(&self.known);
        if known.len() < REMEMBERED || known.contains_key(&user) {
            known.insert(user, channel);
        }
    }

    /// Forgets the private channel with somebody: it is gone.
    pub(super) fn forget(&self, user: UserId) {
        lock(&self.known).remove(&user);
    }

    /// Waits until the next channel may be opened.
    pub(super) async fn turn(&self) -> Result<(), CallError> {
        let shut_until = *lock(&self.shut_until);
        if let Some(until) = shut_until
            && let now = crate::steady::now()
            && now < until
        {
            return Err(CallError::Held { after: until - now, why: Hold::DoorsShut });
        }
        let passed = self.gate.pass_within(PATIENCE).await;
        passed.map_err(|after| CallError::Held { after, why: Hold::Doors })
    }

    /// Notes that Discord found it too fast.
    pub(super) fn shut(&self) {
        *lock(&self.shut_until) = Some(crate::steady::now() + SHUT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn doors_open_one_by_one() {
        let doors = Doors::new();
        let began = crate::steady::now();
        for expected in [0, 0, 0, 5, 10] {
            doors.turn().await.unwrap();
            assert_eq!(began.elapsed(), Duration::from_secs(expected));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_finds_a_queue_comes_back_later() {
        let doors = Doors::new();
        for _ in 0..3 {
            doors.turn().await.unwrap();
        }
        let mut waiting = Box::pin(doors.turn());
        assert!(futures::poll!(&mut waiting).is_pending());
        let held = doors.turn().await.unwrap_err();
        assert!(matches!(held, CallError::Held { why: Hold::Doors, .. }), "{held}");
        waiting.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn doors_stay_shut_for_an_hour() {
        let doors = Doors::new();
        doors.shut();
        let held = doors.turn().await.unwrap_err();
        assert_eq!(held, CallError::Held { after: SHUT, why: Hold::DoorsShut });
        tokio::time::advance(SHUT).await;
        doors.turn().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn known_channels_are_remembered_until_they_are_gone() {
        let (doors, user, channel) = (Doors::new(), UserId::new(7), ChannelId::new(70));
        assert_eq!(doors.known(user), None);
        doors.remember(user, channel);
        assert_eq!(doors.known(user), Some(channel));
        doors.forget(user);
        assert_eq!(doors.known(user), None);
    }
}
