//! What staff do about an offer.

use serde::{Deserialize, Serialize};

/// What staff do about an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferDoes {
    /// Makes one, in a form.
    Ask,
    /// Sends what a colleague wants to offer.
    Send,
    /// Sends something else in its place, in a form.
    Adjust,
    /// Says that the customer has it.
    Delivered,
}

impl OfferDoes {
    pub(super) fn code(self) -> char {
        match self {
            Self::Ask => 'a',
            Self::Send => 's',
            Self::Adjust => 'j',
            Self::Delivered => 'd',
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        match code {
            "a" => Some(Self::Ask),
            "s" => Some(Self::Send),
            "j" => Some(Self::Adjust),
            "d" => Some(Self::Delivered),
            _ => None,
        }
    }
}
