//! The question whether a customer would recommend the business, and whether they already did
//! (F29). It is a second one, so it is off unless admins want it, comes to a share of the happy, and
//! to nobody twice within [`REST`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Nobody is asked about it again before this time is over.
pub const REST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What a customer was asked last, and what they said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommending {
    /// When they were asked.
    pub asked_at: Timestamp,
    /// After what.
    pub after: After,
    /// Whether they would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would: Option<bool>,
    /// Whether they already did; only whoever would is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<bool>,
}

/// After what a customer was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// A happy answer.
    Answer,
    /// Something went wrong, and was put right.
    Recovery,
}

/// Which of the two questions a button answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recommends {
    /// Whether they would.
    Would,
    /// Whether they already did.
    Did,
}
