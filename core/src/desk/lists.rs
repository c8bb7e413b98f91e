//! Lists of cases.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Card, CardState, Title};
use crate::{hours::Due, policy::Level};

/// Which open cases are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// All of them.
    #[default]
    All,
    /// Those of whoever asks.
    Mine,
    /// Those that wait for somebody: nobody has them, or somebody has to decide.
    Open,
    /// Those in which something was missed that has not come so far.
    Late,
}

/// One open case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Its title.
    pub title: Title,
    /// Its owner.
    pub owner: Option<String>,
    /// How high.
    pub level: Level,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<Box<CaseStands>>,
}

/// How an open case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStands {
    /// Whose turn it is.
    pub turn: Turn,
    /// Since when that is so.
    pub since: Due,
    /// The next time that was told to the customer.
    pub next: Option<Due>,
    /// The time that was missed, if nothing has come so far.
    pub late: Option<Due>,
    /// Somebody of this level has to decide about an offer.
    pub decides: Option<Level>,
    /// Who was asked to take it over.
    pub handed_to: Option<String>,
}

/// Whose turn it is in an open case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Nobody has it.
    Nobodys,
    /// That of whoever has it.
    Owners,
    /// The customer's.
    Customers,
    /// The customer's, who was asked whether it is right now.
    Asked,
}

/// One case, open or closed, as somebody asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneCase {
    /// Its card.
    pub card: Card,
    /// How it stands; nothing: it is closed.
    pub stands: Option<CaseStands>,
}

impl CaseLine {
    /// The level that it waits for; nothing: somebody has it.
    pub fn waits_for(&self) -> Option<Level> {
        let stands = self.stands.as_ref()?;
        let queue = (stands.turn == Turn::Nobodys).then_some(self.level);
        queue.max(stands.decides)
    }
}

impl CardState {
    /// Who has it, or had it last.
    pub fn owner(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::Working(owner) | Self::Waiting(owner) | Self::Checking(owner) => Some(owner),
            Self::AsksAt { staff, .. } => Some(staff),
            Self::Closed { owner, .. } => owner.as_deref(),
        }
    }
}
