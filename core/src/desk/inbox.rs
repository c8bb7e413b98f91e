//! What is said to staff about the inbox of comments.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use crate::{
    hours::Due,
    ids::{CaseNumber, ItemNumber},
    inbox::{ItemEnd, ItemWhat},
    scale::Rating,
};

/// Something to say about the inbox. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxSay {
    /// An item with what was said, and how it ended.
    Item(ItemView),
    /// What stands, the oldest first; so many more are not even there, and so many are old.
    List { lines: Vec<ItemLine>, left_out: u32, old: u32 },
    /// Praise of a customer, passed on by somebody, to whoever served.
    Praise { by: String, view: ItemView },
    /// The same at the desk, for whoever served.
    PraiseAtDesk { by: String, view: ItemView },
    /// It is over: who ended it, and how.
    Over { number: ItemNumber, by: Option<String>, how: ItemEnd },
    /// It ended so.
    Done { number: ItemNumber, how: ItemEnd },
    /// There is no such item.
    Unknown { typed: String },
    /// What can be said about an item.
    How { number: ItemNumber },
    /// A cause of this name is not known; one that is like it.
    NoCause { typed: String, nearest: Option<String> },
    /// A few words please: why nothing is done.
    ReasonMissing { number: ItemNumber },
    /// The reason is too long.
    ReasonTooLong { most: usize },
    /// What is to be looked into ends as a cause or with a reason.
    NotPraise { number: ItemNumber },
    /// The customer wants no reply, so that nobody opens a case.
    NoReply { case: CaseNumber },
}

/// One item, as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// Its number.
    pub number: ItemNumber,
    /// What it is.
    pub what: ItemWhat,
    /// How the contact was rated.
    pub rating: Option<Rating>,
    /// Who said it.
    pub name: Option<String>,
    /// What the contact was about.
    pub topic: Option<String>,
    /// Who served.
    pub agent: Option<String>,
    /// What was said.
    pub words: Vec<String>,
    /// How it ended, and by whom.
    pub end: Option<(Option<String>, ItemEnd)>,
}

/// One item in a list. It names nobody: a list is about many customers, and stays when one of them
/// is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemLine {
    /// Its number.
    pub number: ItemNumber,
    /// What it is.
    pub what: ItemWhat,
    /// How the contact was rated.
    pub rating: Option<Rating>,
    /// Since when it stands.
    pub since: Due,
    /// For longer than it should.
    pub old: bool,
}
