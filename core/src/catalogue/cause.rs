//! Causes of trouble, and how far they are from being fixed (`BEHAVIOUR` 2.7).

use std::collections::BTreeMap;

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
    /// It came up again after it was said to be fixed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
    /// How often it was said to be fixed.
    #[serde(default)]
    pub fixes: u32,
    /// What was given in cases that ended well, by its name in the catalogue, and how often.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub worked: BTreeMap<String, u32>,
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
    /// When an admin had those who complained told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<Timestamp>,
    /// How many people had complained by then.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub of: u32,
    /// How many of them it reached.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub told: u32,
}

impl Fix {
    /// A fix that nobody was told of so far.
    pub fn new(how: impl Into<String>, at: Timestamp, nr: u32) -> Self {
        Self { how: how.into(), at, nr, told_at: None, of: 0, told: 0 }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_nought(count: &u32) -> bool {
    *count == 0
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
    /// It was said to be fixed, and came up again.
    Back,
}

impl Cause {
    /// A cause that came up.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            public: None,
            owned: None,
            fixing: false,
            fixed: None,
            back: false,
            fixes: 0,
            worked: BTreeMap::new(),
        }
    }

    /// What goes wrong most often.
    pub fn usual() -> Vec<Self> {
        USUAL.map(Self::new).to_vec()
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        if self.back {
            return Stage::Back;
        }
        match (&self.fixed, self.fixing, &self.owned, &self.public) {
            (Some(_), ..) => Stage::Fixed,
            (None, true, ..) => Stage::Fixing,
            (None, false, Some(_), _) => Stage::Owned,
            (None, false, None, Some(_)) => Stage::Named,
            (None, false, None, None) => Stage::Noted,
        }
    }
}
