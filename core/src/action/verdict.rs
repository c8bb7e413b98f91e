//! What customers say about the whole, and the letters for it.

use serde::{Deserialize, Serialize};

use crate::recommending::Recommends;

/// The customer's word on the resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Yes, all good.
    Yes,
    /// Partly.
    Partly,
    /// No.
    No,
}

impl Verdict {
    pub(super) fn code(self) -> char {
        match self {
            Self::Yes => 'y',
            Self::Partly => 'p',
            Self::No => 'n',
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        match code {
            "y" => Some(Self::Yes),
            "p" => Some(Self::Partly),
            "n" => Some(Self::No),
            _ => None,
        }
    }
}

impl Recommends {
    pub(super) fn code(self) -> char {
        match self {
            Self::Would => 'w',
            Self::Did => 'd',
        }
    }
}

/// Which of the two questions was answered, and how.
pub(super) fn recommends(detail: &str) -> Option<(Recommends, bool)> {
    Some(match detail {
        "wy" => (Recommends::Would, true),
        "wn" => (Recommends::Would, false),
        "dy" => (Recommends::Did, true),
        "dn" => (Recommends::Did, false),
        _ => return None,
    })
}
