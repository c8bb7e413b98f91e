//! What admins do with buttons.

use serde::{Deserialize, Serialize};

/// What an admin does with a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdminDoes {
    /// Undoes the change of this number.
    Undo,
    /// Says yes to the question of this number.
    Confirm,
    /// Says no to it.
    Cancel,
    /// Has the desk looked at once more.
    CheckAgain,
    /// Tries the question.
    Test,
    /// Lets customers be asked.
    StartAsking,
    /// Lets nobody be asked.
    PauseAsking,
    /// Writes the text once more that was asked for under this number.
    WriteAgain,
    /// Shows what customers would read of what was asked under this number.
    Preview,
}

impl AdminDoes {
    pub(super) fn code(self) -> char {
        match self {
            Self::Undo => 'u',
            Self::Confirm => 'y',
            Self::Cancel => 'n',
            Self::CheckAgain => 'c',
            Self::Test => 't',
            Self::StartAsking => 's',
            Self::PauseAsking => 'p',
            Self::WriteAgain => 'w',
            Self::Preview => 'v',
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        match code {
            "u" => Some(Self::Undo),
            "y" => Some(Self::Confirm),
            "n" => Some(Self::Cancel),
            "c" => Some(Self::CheckAgain),
            "t" => Some(Self::Test),
            "s" => Some(Self::StartAsking),
            "p" => Some(Self::PauseAsking),
            "w" => Some(Self::WriteAgain),
            "v" => Some(Self::Preview),
            _ => None,
        }
    }
}
