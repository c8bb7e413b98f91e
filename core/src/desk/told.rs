//! What became of what staff wrote.

use serde::{Deserialize, Serialize};

/// Why a staff message did not reach the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotDelivered {
    /// The customer blocked the bot or closed the way.
    Unreachable,
    /// The platform can't copy such a message.
    Unsupported,
    /// Too long or too large.
    TooLarge,
    /// It may have arrived; it was not sent again.
    Unknown,
}
