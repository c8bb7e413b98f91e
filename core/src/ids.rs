//! Identifiers: a type each, so that one can't stand in for another.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Mints an id from entropy the shell supplies: the core never draws its own.
            pub fn mint(at: Timestamp, entropy: &[u8; 10]) -> Self {
                let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
                Self(Builder::from_unix_timestamp_millis(millis, entropy).into_uuid())
            }

            /// The sixteen bytes that stand for it in a key.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_simple().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_simple())
            }
        }
    };
}

id! {
    /// Identifies one business. The first one is the nil id.
    WorkspaceId
}
id! {
    /// Identifies one customer, whatever identities they have on the platforms.
    CustomerId
}
id! {
    /// Identifies one asking of the one question.
    SurveyId
}

impl SurveyId {
    /// When it was minted: when we heard of the contact.
    pub fn minted_at(&self) -> Timestamp {
        let millis = self.0.get_timestamp().map(|at| at.to_unix());
        let at = millis.map(|(seconds, nanos)| {
            i64::try_from(seconds)
                .ok()
                .and_then(|seconds| Timestamp::new(seconds, i32::try_from(nanos).unwrap_or(0)).ok())
        });
        at.flatten().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl WorkspaceId {
    /// The workspace of a service that serves one business.
    pub const FIRST: Self = Self(Uuid::nil());
}

/// The number people use for a recovery case: `R-1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(pub u32);

impl CaseNumber {
    /// The number of the first case of a workspace.
    pub const FIRST: Self = Self(1001);

    /// Reads `R-1042`, in either case of the letter.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("R-").or_else(|| text.strip_prefix("r-"))?;
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain { digits.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R-{}", self.0)
    }
}

/// Number of an item of the inbox: that of the step in which it came up. Shown as `I-17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemNumber(pub u64);

impl ItemNumber {
    /// Reads `I-17`, in either case of the letter, or the mere number.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("I-").or_else(|| text.strip_prefix("i-")).unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain { digits.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for ItemNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "I-{}", self.0)
    }
}

/// Identity of an effect: the journal entry that asked for it, and its place in that entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EffectKey {
    /// Sequence number of the journal entry.
    pub seq: u64,
    /// Position among the entry's effects.
    pub index: u16,
}

impl fmt::Display for EffectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.seq, self.index)
    }
}
