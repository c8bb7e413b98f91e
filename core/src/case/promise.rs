//! What a customer was told with a time (`BEHAVIOUR` 2.5).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::policy::Level;

/// A time told to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// What was promised.
    pub kind: PromiseKind,
    /// When it was told.
    pub made_at: Timestamp,
    /// When it is due.
    pub due: Timestamp,
    /// How long that was said to be, in staffed time.
    pub said: SignedDuration,
    /// What became of it.
    pub state: PromiseState,
    /// The level was already raised for it before it broke.
    pub raised: bool,
    /// What exactly was promised, where staff said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deed: Option<Deed>,
    /// T12: when staff are warned before it is due; nothing: they were, or need not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Timestamp>,
    /// When they were warned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Timestamp>,
}

/// What staff promised to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Its number in the case. A promise that is moved keeps it: the promises of one number are one
    /// deed, the last of them as it stands.
    pub number: u32,
    /// What is to be done, in the words of staff, which the customer reads.
    pub words: String,
    /// What was done, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// When it was done after all, though the promise was broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_late_at: Option<Timestamp>,
}

impl Promise {
    /// When it is broken if nobody kept it. What is done at its very time is done in time.
    pub fn breaks_at(&self) -> Timestamp {
        let after = SignedDuration::from_millis(i64::from(self.deed.is_some()));
        self.due.saturating_add(after).unwrap_or(Timestamp::MAX)
    }

    /// What was promised to be done, unless that is over.
    pub fn undone(&self) -> Option<&Deed> {
        let deed = self.deed.as_ref()?;
        let is_undone = match self.state {
            PromiseState::Made => true,
            PromiseState::Broken { .. } => deed.done_late_at.is_none(),
            PromiseState::Kept { .. }
            | PromiseState::Moved { .. }
            | PromiseState::Cancelled { .. } => false,
        };
        is_undone.then_some(deed)
    }
}

/// What was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseKind {
    /// The first human word.
    FirstReply,
    /// A word by somebody of at least this level.
    Senior(Level),
    /// The next word, whether or not there is news.
    Progress,
    /// Something that staff said they would do.
    Explicit,
    /// Something that was offered and accepted.
    Delivery,
}

impl PromiseKind {
    /// The name used over HTTP and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::Senior(_) => "senior",
            Self::Progress => "progress",
            Self::Explicit => "explicit",
            Self::Delivery => "delivery",
        }
    }

    /// Whether it is a word that was promised, and so kept by one.
    pub fn is_word(self) -> bool {
        match self {
            Self::FirstReply | Self::Senior(_) | Self::Progress => true,
            Self::Explicit | Self::Delivery => false,
        }
    }

    /// Whether nobody but whoever promised it hears of it before it is due. Of a first word and of
    /// one by somebody senior others are called in time (T10, T11).
    pub fn is_warned_of(self) -> bool {
        match self {
            Self::Explicit | Self::Delivery | Self::Progress => true,
            Self::FirstReply | Self::Senior(_) => false,
        }
    }
}

/// What became of a promise: it ends exactly once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// It stands.
    Made,
    /// Kept in time.
    Kept { at: Timestamp },
    /// Not kept in time; the customer was told.
    Broken { at: Timestamp },
    /// Replaced by another time, told before it was due.
    Moved { at: Timestamp },
    /// Not wanted any more.
    Cancelled { at: Timestamp },
}

impl PromiseState {
    /// The name used over HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Kept { .. } => "kept",
            Self::Broken { .. } => "broken",
            Self::Moved { .. } => "moved",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}
