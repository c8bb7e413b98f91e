//! What the platform's refusals teach: which chats to leave alone, and how fast to go.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::target::{Chat, ChatKind};

/// Refusals of different chats within this time mean that everything is too fast.
const TOGETHER: SignedDuration = SignedDuration::from_secs(2);
/// How long it takes without a refusal until the rate rises by one a second.
const CALM: SignedDuration = SignedDuration::from_mins(1);

/// Chats that may not be written to before a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Penalties {
    private: BTreeMap<String, Timestamp>,
    groups: BTreeMap<String, Timestamp>,
    #[serde(default)]
    marks: BTreeMap<String, Timestamp>,
}

/// What is remembered of refusals.
#[derive(Debug)]
pub(super) struct Feedback {
    pub(super) penalties: Penalties,
    recent: VecDeque<(Timestamp, Chat)>,
    /// Until when only what is most urgent is sent.
    paused_until: Option<Timestamp>,
    normal: u32,
    per_second: u32,
    /// When the rate was last changed, or refused.
    changed_at: Timestamp,
}

impl Penalties {
    pub(crate) fn until(&self, chat: &Chat) -> Option<Timestamp> {
        self.of(chat.kind).get(&chat.id).copied()
    }

    pub(super) fn insert(&mut self, chat: &Chat, until: Timestamp) {
        let chats = match chat.kind {
            ChatKind::Private => &mut self.private,
            ChatKind::Group => &mut self.groups,
            ChatKind::Marks => &mut self.marks,
        };
        let known = chats.entry(chat.id.clone()).or_insert(until);
        *known = (*known).max(until);
    }

    pub(super) fn forget(&mut self, now: Timestamp) {
        self.private.retain(|_, until| now < *until);
        self.groups.retain(|_, until| now < *until);
        self.marks.retain(|_, until| now < *until);
    }

    /// Every penalty.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Chat, Timestamp)> {
        let chats = |kind, of: &BTreeMap<String, Timestamp>| {
            let chats = of.clone().into_iter();
            chats.map(move |(id, until)| (Chat { kind, id }, until)).collect::<Vec<_>>()
        };
        chats(ChatKind::Private, &self.private)
            .into_iter()
            .chain(chats(ChatKind::Group, &self.groups))
            .chain(chats(ChatKind::Marks, &self.marks))
    }

    fn of(&self, kind: ChatKind) -> &BTreeMap<String, Timestamp> {
        match kind {
            ChatKind::Private => &self.private,
            ChatKind::Group => &self.groups,
            ChatKind::Marks => &self.marks,
        }
    }
}

impl Feedback {
    pub(super) fn new(per_second: u32) -> Self {
        Self {
            penalties: Penalties::default(),
            recent: VecDeque::new(),
            paused_until: None,
            normal: per_second,
            per_second,
            changed_at: Timestamp::MIN,
        }
    }

    /// How long the pause of everything but the most urgent still lasts.
    pub(super) fn pause(&self, now: Timestamp) -> Option<Duration> {
        let left = self.paused_until?.duration_since(now);
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    /// Notes a refusal. Returns the rate from now on, if everything is too fast.
    pub(super) fn refused(&mut self, chat: &Chat, until: Timestamp, now: Timestamp) -> Option<u32> {
        self.recent.retain(|(at, _)| now.duration_since(*at) <= TOGETHER);
        self.recent.push_back((now, chat.clone()));
        // A chat and the marks in it are one.
        if self.recent.iter().all(|(_, other)| other.id == chat.id) {
            return None;
        }
        // The refusals that led to this are not counted twice.
        self.recent.clear();
        self.paused_until = self.paused_until.max(Some(until));
        self.per_second = (self.per_second / 2).max(1);
        self.changed_at = now;
        Some(self.per_second)
    }

    /// The rate from now on, if it may rise because there was calm.
    pub(super) fn recovered(&mut self, now: Timestamp) -> Option<u32> {
        if self.normal <= self.per_second || now.duration_since(self.changed_at) < CALM {
            return None;
        }
        self.per_second += 1;
        self.changed_at = now;
        Some(self.per_second)
    }
}
