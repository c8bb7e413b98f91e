//! What admins changed, how that is undone, and what they were asked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Before, Piece, Setting, ToApologise, ToTell,
    role::{Duty, Standing},
    setup::Look,
    wording::{Awaited, Import, Insisted},
};
use crate::{
    place::Address,
    policy::{Level, Seen},
};

/// Somebody set something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its number, counted from 1.
    #[serde(default)]
    pub nr: u32,
    /// When.
    pub at: Timestamp,
    /// Who; nothing: whoever runs the service, by a file.
    pub by: Option<Address>,
    /// What, by its name in the configuration.
    pub what: String,
    /// What it was before, as it is written in commands.
    pub from: String,
    /// What it is now.
    pub to: String,
    /// How to undo it, where that is possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Box<Undo>>,
}

/// How a change is undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undo {
    /// A setting gets the value again that it had.
    Setting(Setting),
    /// A text gets the words again that it had.
    Wording(Before),
    /// The texts of a file get the words again that they had.
    Wordings(Vec<Before>),
    /// Somebody is again what they were.
    Role {
        /// Who.
        who: Seen,
        /// What they were.
        before: Standing,
        /// As staff, whether they were on duty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duty: Option<Duty>,
    },
    /// Holders of a role of a platform are again what they were.
    Map {
        /// Which role.
        role: Address,
        /// What they were.
        before: Option<Level>,
    },
    /// A part of the catalogue gets back what it was.
    Piece(Piece),
}

/// Something that an admin was asked, and that waits for their answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Its number, counted from 1.
    pub nr: u32,
    /// Who was asked.
    pub by: Address,
    /// When.
    pub at: Timestamp,
    /// What they were asked.
    pub what: PendingWhat,
}

/// What an admin was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingWhat {
    /// A look at what the bot may do at the desk is under way.
    Look(Box<Look>),
    /// Whether a text is to be saved all the same.
    Wording(Box<Insisted>),
    /// A file with texts is being fetched.
    WordingFile(Box<Import>),
    /// The words of a text.
    WordingText(Box<Awaited>),
    /// Whether those who complained are told that something is fixed.
    Fix(Box<ToTell>),
    /// Whether we say sorry to those whom something happened to.
    Sorry(ToApologise),
}
