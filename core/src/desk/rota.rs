//! What is said to staff about the rota.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use crate::{hours::Due, ids::CaseNumber};

/// Something to say about the rota. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RotaSay {
    /// Who has which hours, and who has none.
    List { lines: Vec<RotaLine>, without: Vec<String> },
    /// Somebody has no hours by plan.
    None { name: String },
    /// Somebody has these hours from now on, and stays on duty until then because of open cases.
    Set { line: RotaLine, keeps: Vec<CaseNumber> },
    /// Somebody has no hours any more, and is on duty or not until they say otherwise.
    Ended { name: String, on: bool },
    /// Whoever has hours is on duty or not, until these hold again.
    Duty { on: bool, until: Due, hours: String },
    /// The hours can't be read.
    BadHours,
    /// Hours without an end are none.
    Always,
}

/// Somebody's hours by plan, and how that stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaLine {
    /// Their name.
    pub name: String,
    /// Their hours, as they are written.
    pub hours: String,
    /// They are on duty now.
    pub on: bool,
    /// Until when that is so.
    pub until: Option<Due>,
}
