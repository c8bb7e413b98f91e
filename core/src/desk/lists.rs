//! Lists of cases.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Title;
use crate::policy::Level;

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
}
