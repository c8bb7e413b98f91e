//! What is said to staff about what is offered, and how the card shows it (`BEHAVIOUR` 2.6).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Mention;
use crate::{hours::Due, ids::CaseNumber, money::Currency, policy::Level, say::What};

/// One offer of a case, as its card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferLine {
    /// What is given.
    pub what: What,
    /// What it costs, in the smallest unit.
    pub cost: u64,
    /// What that is counted in.
    pub currency: Currency,
    /// How it stands.
    pub stands: OfferStands,
}

/// How an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferStands {
    /// Somebody of this level decides.
    Pending(Level),
    /// The case ended before anybody decided.
    Dropped,
    /// The customer has not answered.
    Sent,
    /// The customer wants it.
    Accepted,
    /// The customer does not want it.
    Declined,
    /// The customer has it since then.
    Delivered(Due),
}

/// What happened to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferStep {
    /// Somebody of a higher level was asked.
    Asked,
    /// It was sent.
    Sent,
    /// Something else was sent in its place.
    Adjusted,
    /// Nobody decided before the case ended.
    Dropped,
    /// The customer wants it.
    Accepted,
    /// The customer does not want it.
    Declined,
    /// The customer has it.
    Delivered,
}

/// Something to say to staff about an offer. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferSay {
    /// The prompt: what is offered?
    Ask,
    /// What is offered?
    What,
    /// The catalogue has nothing of this name; what it has.
    Unknown { typed: String, nearest: Option<String>, known: Vec<String> },
    /// It is above what they may give: this level is asked. By then the customer hears from it, if
    /// they were told.
    Above { cost: u64, most: u64, currency: Currency, level: Level, told: Option<Due> },
    /// Please decide: this is asked for, or still is.
    Decide {
        case: CaseNumber,
        called: Vec<Mention>,
        level: Level,
        by: String,
        what: What,
        cost: u64,
        worth: u64,
        currency: Currency,
        again: bool,
    },
    /// Whoever wants to decide may not give so much.
    AboveYours { cost: u64, most: u64, currency: Currency },
    /// It is decided already.
    Decided,
    /// The prompt: what else is sent? It is worth so much at least.
    AskInstead { what: What, least: u64, currency: Currency },
    /// What is sent in its place must be worth so much at least.
    TooLittle { worth: u64, least: u64, currency: Currency },
    /// It is on its way to the customer, as asked for or not.
    SentBy { by: String, what: What, adjusted: bool },
    /// The customer wants it: deliver it by then.
    Accepted { case: CaseNumber, called: Vec<Mention>, what: Vec<What>, due: Due },
    /// T12: what was accepted is to be delivered after this much staffed time.
    Near { case: CaseNumber, called: Vec<Mention>, what: What, due: Due, left: SignedDuration },
    /// The customer does not want it.
    Declined { case: CaseNumber, called: Vec<Mention>, what: Vec<What> },
    /// Nothing waits to be delivered.
    NothingToDeliver,
    /// Several things wait to be delivered: which one?
    Which { open: Vec<(u32, What)> },
    /// Not yet: these wait for a decision, and these were accepted and not delivered.
    NotYet { pending: Vec<What>, undelivered: Vec<What> },
}

impl OfferSay {
    /// Those whom it calls.
    pub fn called(&self) -> &[Mention] {
        if let Self::Decide { called, .. }
        | Self::Accepted { called, .. }
        | Self::Near { called, .. }
        | Self::Declined { called, .. } = self
        {
            called
        } else {
            &[]
        }
    }
}
