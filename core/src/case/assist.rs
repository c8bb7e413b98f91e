//! A colleague who is asked for help (F13).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::place::Address;

/// A question to a colleague, with the time they agreed on. Whoever asked goes on answering for the
/// case, and the customer knows nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assist {
    /// Who was asked.
    pub to: Address,
    /// Who asked.
    pub by: Address,
    /// What.
    pub question: String,
    /// When.
    pub asked_at: Timestamp,
    /// By when they answer.
    pub due: Timestamp,
    /// Both were reminded that the time passed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
}
