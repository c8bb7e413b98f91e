//! What customers said that opened no case, and what is to be looked into. Each stays until somebody
//! of staff ends it: as a cause, as praise, or with a reason (`BEHAVIOUR` K-4, E8; `SEEDS` S2-12).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    customer::Customer,
    ids::{CaseNumber, ItemNumber, SurveyId},
    place::Address,
};

/// So many items that ended are kept; those that stand are all kept.
const ENDED_KEPT: usize = 50;
/// An item that stands for so long is old.
pub const OLD: SignedDuration = SignedDuration::from_hours(24);

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number.
    pub number: ItemNumber,
    /// Since when it stands.
    pub at: Timestamp,
    /// What it is.
    pub what: ItemWhat,
    /// The answer that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyId>,
    /// The customer's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Box<Ended>>,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemWhat {
    /// Words about a contact.
    Comment,
    /// Words that belong to nothing.
    OutOfTheBlue,
    /// A case whose customer wants no reply.
    LookInto(CaseNumber),
}

/// The end of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Who ended it; nobody: it ended by itself.
    pub by: Option<Address>,
    /// As what.
    pub how: ItemEnd,
}

/// As what an item ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemEnd {
    /// It is this cause, by its name in the catalogue.
    Cause(String),
    /// It is praise, and was passed on.
    Praise,
    /// Nothing is done, for a usual reason.
    Because(Because),
    /// Nothing is done, and why, in the words of staff.
    Reason(String),
    /// It is talked about in a case.
    Case(CaseNumber),
    /// The customer is forgotten.
    Forgotten,
}

/// Why nothing is done about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// There is nothing to change.
    Nothing,
    /// It is known, and seen to.
    Known,
    /// It is not about us.
    NotOurs,
}

impl Because {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Known, Self::NotOurs];
}

impl ItemEnd {
    /// The name used in the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cause(_) => "cause",
            Self::Praise => "praise",
            Self::Because(_) | Self::Reason(_) => "reason",
            Self::Case(_) => "case",
            Self::Forgotten => "forgotten",
        }
    }
}

impl Item {
    /// Whether nobody ended it.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// What was said in it is gone; that it was there, and how it ended, stays.
    pub(crate) fn erase(&mut self, now: Timestamp) {
        self.words.clear();
        let end = self
            .end
            .get_or_insert_with(|| Box::new(Ended { at: now, by: None, how: ItemEnd::Forgotten }));
        if let ItemEnd::Reason(words) = &mut end.how {
            words.clear();
        }
    }
}

impl Customer {
    /// The item of this number.
    pub fn item(&self, number: ItemNumber) -> Option<&Item> {
        self.inbox.iter().find(|item| item.number == number)
    }

    /// Their items that nobody ended.
    pub fn open_items(&self) -> impl Iterator<Item = &Item> {
        self.inbox.iter().filter(|item| item.is_open())
    }

    /// Drops the oldest of too many items that ended.
    pub(crate) fn forget_old_items(&mut self) {
        let ended = self.inbox.iter().filter(|item| !item.is_open()).count();
        let mut needless = ended.saturating_sub(ENDED_KEPT);
        self.inbox.retain(|item| {
            let goes = 0 < needless && !item.is_open();
            needless -= usize::from(goes);
            !goes
        });
    }
}
