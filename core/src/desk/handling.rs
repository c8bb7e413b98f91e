//! What is said to staff about handling a case beside the conversation: duplicates, tastes, a pause,
//! what was taken back, and what was found.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use super::{Mention, Title};
use crate::{
    case::{Outcome, PromiseKind},
    hours::Due,
    ids::CaseNumber,
    place::Platform,
    policy::Level,
};

/// Something to say to staff about handling a case. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandlingSay {
    /// Which case is it the same as?
    DuplicateHow,
    /// It can't be the duplicate of itself.
    DuplicateItself { case: CaseNumber },
    /// The case that is to go on can't be found.
    DuplicateUnknown { of: CaseNumber },
    /// The case that is to go on is closed.
    DuplicateClosed { of: CaseNumber },
    /// The customer of the case that is to go on is asked whether it is right.
    DuplicateChecked { of: CaseNumber },
    /// K-37: the case closed, and goes on in another one.
    DuplicateOf { case: CaseNumber, of: CaseNumber, by: String },
    /// K-37: another case goes on here, with what was promised in it.
    DuplicateHere {
        case: CaseNumber,
        by: String,
        words: Vec<(PromiseKind, Due)>,
        deeds: Vec<(String, Due)>,
    },
    /// What do they like, or not? With what is known of it.
    TastesHow { known: Option<String> },
    /// More than a card can show.
    TastesTooLong { most: usize },
    /// The customer is flagged from now on, or no longer.
    Flagged { on: bool },
    /// A pause can't be read.
    PauseHow { typed: String },
    /// A pause can't be longer than an hour.
    PauseTooLong,
    /// Nothing is relayed where staff and customer share a room.
    PauseInRoom,
    /// There is no pause that could end.
    NotPaused { case: CaseNumber },
    /// E30: what the customer writes is shown later; somebody senior is told.
    Paused { case: CaseNumber, called: Vec<Mention>, by: String, until: Due },
    /// The pause is over: what they wrote follows.
    PauseOver { case: CaseNumber },
    /// T26: the customer doesn't see it any more.
    TakenBack { by: String },
    /// It was said too long ago to be taken back.
    UndoTooLate,
    /// Nothing of theirs was passed on.
    UndoNothing,
    /// A colleague said it.
    UndoNotYours,
    /// What is to be found?
    FindHow,
    /// Nothing was found.
    NothingFound { typed: String },
    /// Cases that were found, the newest first.
    Found { lines: Vec<FoundLine>, more: bool },
}

/// One case that was found. It names nobody, as no list does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundLine {
    /// Its number and colour.
    pub title: Title,
    /// When it was opened.
    pub opened: Due,
    /// How high it is, or was.
    pub level: Level,
    /// Who has it, or had it last.
    pub owner: Option<String>,
    /// How it ended, if it did.
    pub outcome: Option<Outcome>,
    /// Its customer is flagged, and whoever looks may see that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flagged: bool,
}

impl HandlingSay {
    /// Those whom it calls.
    pub fn called(&self) -> &[Mention] {
        if let Self::Paused { called, .. } = self { called } else { &[] }
    }
}

/// What a card says of the customer beside the case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// What they like, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tastes: Option<String>,
    /// The case that was put right a short while before this one began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<CaseNumber>,
    /// Their account there is the one with which it goes on: the other one does not work any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on_at: Option<Platform>,
    /// They left the server, so that nobody is told anything in their room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_server: bool,
}

impl Beside {
    /// Whether there is nothing to say.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
