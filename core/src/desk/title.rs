//! The title of a case: what a glance at the list of threads tells.

use serde::{Deserialize, Serialize};

use crate::ids::CaseNumber;

/// The colour of a case: what a glance at the list of threads tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nobody has it, or it was reopened: red.
    Red,
    /// Somebody is on it: yellow.
    Yellow,
    /// Put right: green.
    Green,
    /// Closed in another way: grey.
    Grey,
}

/// The title of a case's thread: `🔴 R-1042 Dana`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// Its colour.
    pub mark: Mark,
    /// Its number.
    pub case: CaseNumber,
    /// The customer's name, already stripped of everything that could trick a reader.
    pub name: Option<String>,
}
