//! The live card of a case, and how the case stands on it.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Beside, Gained, LedgerLine, OfferLine, Reasons, Title};
use crate::{
    case::{Origin, Outcome, PromiseKind},
    hours::Due,
    ids::CaseNumber,
    lang::Lang,
    place::Place,
    policy::Level,
    scale::Rating,
};

/// One live card per case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Number, colour and customer.
    pub title: Title,
    /// Where it stands.
    pub state: CardState,
    /// How high it has climbed.
    pub level: Level,
    /// How it began.
    pub origin: Origin,
    /// The rating that opened it.
    pub rating: Option<Rating>,
    /// What the contact was about.
    pub topic: Option<String>,
    /// Amount in minor units, and its currency.
    pub amount: Option<(i64, String)>,
    /// Who served.
    pub agent: Option<String>,
    /// Where in the business.
    pub place: Option<String>,
    /// The customer's language.
    pub language: Lang,
    /// Which contact this is.
    pub contacts: u32,
    /// Earlier ratings, the oldest first, at most five.
    pub before: Vec<Rating>,
    /// Earlier cases.
    pub cases: u32,
    /// The last of them, and what went wrong then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_case: Option<(CaseNumber, Option<String>)>,
    /// The customer's own words, the newest last, at most five.
    pub said: Vec<String>,
    /// What was promised and is open: what, by when, whether it is already broken.
    pub promised: Vec<(PromiseKind, Due)>,
    /// What staff said they would do, each with how it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<LedgerLine>,
    /// What was offered, each with how it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<OfferLine>,
    /// Who joined beside the owner.
    pub joined: Vec<String>,
    /// Who is to have it from now on, and until when they can say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_to: Option<(String, Due)>,
    /// Who was asked for help, and by when they answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assists: Vec<(String, Due)>,
    /// How often it was reopened.
    pub reopened: u32,
    /// The customer can't be reached; the ways outside the chat that the signal named.
    pub unreachable: Option<Option<String>>,
    /// The customer changed the answer to this after somebody took the case.
    pub changed_to: Option<Rating>,
    /// The private room in which staff talk to the customer; nothing: what is written in the thread
    /// of the case goes to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Place>,
    /// The thread hangs on the card, and what is written there goes to the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub thread: bool,
    /// What we had said sorry for when they asked for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apology: Option<String>,
    /// What it says of the customer beside the case.
    #[serde(default, skip_serializing_if = "Beside::is_nothing")]
    pub beside: Beside,
    /// Why it is a case.
    #[serde(default, skip_serializing_if = "Reasons::is_nothing")]
    pub reasons: Reasons,
    /// What was given and saved, once it was put right.
    #[serde(default, skip_serializing_if = "Gained::is_nothing")]
    pub gained: Gained,
}

/// Where a case stands, as its card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// Nobody has it yet.
    Open,
    /// This person has it.
    Working(String),
    /// This person has it; it is the customer's turn.
    Waiting(String),
    /// This person resolved it; the customer is asked.
    Checking(String),
    /// This person resolved it; the customer is asked then.
    AsksAt { staff: String, due: Due },
    /// Closed, and after how long.
    Closed { outcome: Outcome, after: SignedDuration, owner: Option<String> },
}
