//! Causes of trouble, and how far they are from being fixed (`BEHAVIOUR` 2.7).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::place::Address;

/// What goes wrong most often, wherever people are served.
const USUAL: [&str; 10] = [
    "late",
    "not_as_ordered",
    "turned_away",
    "refused",
    "rude",
    "quality",
    "price",
    "unreachable",
    "unclear",
    "other",
];

/// Something that goes wrong again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Its name in commands.
    pub name: String,
    /// How customers read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<String>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned: Option<Owning>,
    /// It is being fixed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixing: bool,
    /// It is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Fix>,
    /// How often it was said to be fixed.
    #[serde(default)]
    pub fixes: u32,
}

/// Who sees to a cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owning {
    /// Who.
    pub who: Address,
    /// By when.
    pub due: Date,
}

/// How a cause was fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// How, in words that customers can read.
    pub how: String,
    /// When it was said.
    pub at: Timestamp,
    /// Which time it was, counted from 1.
    pub nr: u32,
}

/// How far a cause is from being fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It came up.
    Noted,
    /// Customers can read what it is.
    Named,
    /// Somebody sees to it by a certain day.
    Owned,
    /// It is being fixed.
    Fixing,
    /// It is fixed.
    Fixed,
}

impl Cause {
    /// A cause that came up.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), public: None, owned: None, fixing: false, fixed: None, fixes: 0 }
    }

    /// What goes wrong most often.
    pub fn usual() -> Vec<Self> {
        USUAL.map(Self::new).to_vec()
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        match (&self.fixed, self.fixing, &self.owned, &self.public) {
            (Some(_), ..) => Stage::Fixed,
            (None, true, ..) => Stage::Fixing,
            (None, false, Some(_), _) => Stage::Owned,
            (None, false, None, Some(_)) => Stage::Named,
            (None, false, None, None) => Stage::Noted,
        }
    }
}
