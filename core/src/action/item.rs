//! What staff do about an item of the inbox.

use serde::{Deserialize, Serialize};

use crate::{catalogue::sum_of, inbox::Because};

/// What a button of an item asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemDoes {
    /// Show it.
    Show,
    /// It is a cause: which?
    Cause,
    /// It is the cause of which the name has this sum.
    Is(u32),
    /// It is praise.
    Praise,
    /// A case is opened about it.
    Open,
    /// Nothing is done about it: why?
    NoAction,
    /// Nothing is done about it, and this is why.
    Because(Because),
    /// Neither: ask again.
    Back,
}

impl ItemDoes {
    /// What stands for the name of a cause in a button.
    pub fn code_of(cause: &str) -> u32 {
        sum_of(cause)
    }

    pub(super) fn code(self) -> String {
        match self {
            Self::Show => "s".to_owned(),
            Self::Cause => "c".to_owned(),
            Self::Is(sum) => format!("i{sum}"),
            Self::Praise => "p".to_owned(),
            Self::Open => "o".to_owned(),
            Self::NoAction => "n".to_owned(),
            Self::Because(Because::Nothing) => "b1".to_owned(),
            Self::Because(Because::Known) => "b2".to_owned(),
            Self::Because(Because::NotOurs) => "b3".to_owned(),
            Self::Back => "z".to_owned(),
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "s" => Self::Show,
            "c" => Self::Cause,
            "p" => Self::Praise,
            "o" => Self::Open,
            "n" => Self::NoAction,
            "b1" => Self::Because(Because::Nothing),
            "b2" => Self::Because(Because::Known),
            "b3" => Self::Because(Because::NotOurs),
            "z" => Self::Back,
            other => Self::Is(super::plain_number(other.strip_prefix('i')?)?),
        })
    }

    #[cfg(test)]
    pub(super) fn samples() -> [Self; 8] {
        [
            Self::Show,
            Self::Cause,
            Self::Is(u32::MAX),
            Self::Praise,
            Self::Open,
            Self::NoAction,
            Self::Because(Because::NotOurs),
            Self::Back,
        ]
    }
}
