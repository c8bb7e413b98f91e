//! What happened in a case, as the desk reads it.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use super::{LedgerLine, OfferLine, OfferStep};
use crate::{
    action::Verdict,
    case::{Origin, Outcome, PromiseKind, Why},
    hours::Due,
    ids::CaseNumber,
    policy::Level,
    say::What,
};

/// One line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// When, on the clock of the business.
    pub at: Due,
    /// What.
    pub what: HistoryWhat,
}

/// What happened in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryWhat {
    /// It was opened.
    Opened(Origin),
    /// Somebody took it.
    Taken(String),
    /// Somebody joined.
    Joined(String),
    /// Level raised.
    Level(Level),
    /// A promise was broken.
    Broken(PromiseKind),
    /// Staff promised this.
    Promised { by: String, what: String },
    /// It was kept: what, and how.
    PromiseKept { what: String, done: String },
    /// It was done after its time.
    PromiseDoneLate { what: String, done: String },
    /// It was moved, and why.
    PromiseMoved { what: String, why: Option<String> },
    /// It was not kept.
    PromiseBroken(String),
    /// It is not wanted any more.
    PromiseCancelled(String),
    /// Somebody was asked to take it over, with what they must know.
    HandedTo { by: String, to: String, note: String },
    /// They have it from then on.
    HandedOver { to: String },
    /// It came back from them, with their reason, if they said one.
    CameBack { from: String, reason: Option<String> },
    /// Something happened to an offer, and whose doing that was.
    Offer { what: What, step: OfferStep, by: Option<String> },
    /// Somebody asked a colleague for help.
    AskedForHelp { by: String, to: String, question: String },
    /// They answered.
    Helped { by: String },
    /// First human word.
    FirstWord(String),
    /// Resolved, with what was done.
    Resolved(String),
    /// The customer's verdict.
    Verdict(Verdict),
    /// Reopened.
    Reopened,
    /// An internal note.
    Note { by: String, text: String },
    /// Closed.
    Closed(Outcome),
    /// It is the same as another case, which goes on.
    DuplicateOf(CaseNumber),
    /// Another case is the same, and goes on here.
    DuplicateHere { case: CaseNumber, by: String },
    /// What the customer writes is shown later.
    Paused(String),
    /// The customer became one with another one, who had this case open.
    Merged(Option<CaseNumber>),
    /// The customer and another one are two again.
    Split,
    /// Somebody said why it went wrong.
    Why { by: String, why: Why },
    /// It was resolved although something was missing, and why.
    Anyway { by: String, why: String },
    /// What prevents that it comes again.
    Prevented(String),
    /// Somebody named what went wrong.
    Cause { by: String, cause: String },
}

/// What happened in a case so far, for whoever takes it over: what was said, promised, offered and
/// done, each as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoFar {
    /// What the customer said, the newest last.
    pub said: Vec<String>,
    /// When the customer hears from somebody.
    pub promised: Vec<(PromiseKind, Due)>,
    /// What staff said they would do.
    pub ledger: Vec<LedgerLine>,
    /// What was offered.
    pub offers: Vec<OfferLine>,
    /// What was done, and the customer's word on it.
    pub done: Vec<(String, Option<Verdict>)>,
}
