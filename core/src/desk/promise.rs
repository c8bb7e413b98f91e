//! What is said to staff about what was promised, and how the card shows it (`BEHAVIOUR` 2.5).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Mention;
use crate::{hours::Due, ids::CaseNumber, policy::Level};

/// One promise of a case, as its card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Its number in the case.
    pub number: u32,
    /// What is to be done.
    pub what: String,
    /// By when.
    pub due: Due,
    /// How often it was moved.
    pub moved: u32,
    /// How it stands.
    pub stands: Stands,
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// It is open.
    Open,
    /// It was kept then.
    Kept(Due),
    /// It was broken, and done late if so.
    Broken(Option<Due>),
    /// It goes on in another case.
    Elsewhere,
    /// It is not wanted any more.
    Cancelled,
}

/// What tells the customer a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// `/promise`.
    Promise,
    /// `/kept`.
    Kept,
    /// `/move`.
    Move,
    /// `/progress`.
    Progress,
    /// `/offer`.
    Offer,
    /// What is sent in place of the offer of this number.
    Instead(u32),
}

/// Something to say to staff about a promise. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseSay {
    /// T12: what was promised is due after this much staffed time; nothing: the next word.
    Near {
        case: CaseNumber,
        called: Vec<Mention>,
        what: Option<String>,
        due: Due,
        left: SignedDuration,
    },
    /// Nobody sent word, so the customer was told that they are not forgotten, with a time.
    HoldSent { case: CaseNumber, called: Vec<Mention>, due: Due },
    /// A promise was moved for the second time; the next level is called.
    MovedAgain { case: CaseNumber, called: Vec<Mention>, what: String, level: Level, due: Due },
    /// Plain words named a time: it may be a promise, and is none so far.
    LooksPromised { at: Due },
    /// Several promises are open: which one?
    Which { open: Vec<(u32, String, Due)>, told: Told },
    /// Nothing is promised.
    Nothing,
    /// The prompt: what is promised, and by when?
    AskPromise,
    /// The prompt: how does it stand, and when comes the next word?
    AskProgress,
    /// What is promised?
    What,
    /// What was done?
    KeptHow { number: u32 },
    /// It stays broken, and is noted as done.
    DoneLate { due: Due, now: Due },
    /// It was due already: it can't be moved any more.
    TooLateToMove { due: Due },
    /// When will they hear from us again?
    ProgressNext,
    /// No time was given where one is told to the customer.
    TimeVague { typed: String, told: Told },
    /// A time that is over.
    TimePassed { at: Due },
    /// A time that is all but now.
    TimeTooSoon { at: Due },
    /// Nobody is there at that time; the nearest good one, and whether that is tomorrow.
    ClosedThen { at: Due, next: Due, tomorrow: bool },
}

impl PromiseSay {
    /// Those whom it calls.
    pub fn called(&self) -> &[Mention] {
        if let Self::Near { called, .. }
        | Self::HoldSent { called, .. }
        | Self::MovedAgain { called, .. } = self
        {
            called
        } else {
            &[]
        }
    }
}
