//! What a case that was put right cost and saved, and how it went, for everybody at the desk.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{ids::CaseNumber, money::Currency};

/// What was given in a case, and what that saved, in the smallest unit of each currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gained {
    /// What the customer has by now, each currency apart: they are never added up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave: Vec<(u64, Currency)>,
    /// What would be at risk with a lost customer (`METRICS` M21), if the business said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected: Option<(u64, Currency)>,
}

impl Gained {
    /// Whether there is nothing to tell.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// How a case was put right. It names neither the customer nor staff: it is told for what was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its number.
    pub case: CaseNumber,
    /// From its beginning to the customer's yes.
    pub after: SignedDuration,
    /// What went wrong, by its name in the catalogue.
    pub cause: Option<String>,
    /// What was done.
    pub done: String,
    /// What prevents it from now on.
    pub prevent: Option<String>,
    /// What it cost and saved.
    pub gained: Gained,
}
