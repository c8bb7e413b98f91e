//! What is said to staff about why a case is one, and what for.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use super::Mention;
use crate::{
    case::{Why, WhyUnfit},
    ids::CaseNumber,
};

/// Why a case is one, as its card shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// As the customer sees it.
    #[serde(default, skip_serializing_if = "Why::is_nothing")]
    pub why: Why,
    /// What went wrong, by its name in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The cause of which it is told what worked, if it is that of the customer's last case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked_for: Option<String>,
    /// What was given in cases of this cause that ended well, and how often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worked: Vec<(String, u32)>,
}

impl Reasons {
    /// Whether nobody said anything.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What was done of what a good recovery takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is ticked off for itself")]
pub struct Checked {
    /// We said sorry.
    pub sorry: bool,
    /// The customer saw that somebody took trouble.
    pub effort: bool,
    /// Something was given.
    pub given: bool,
    /// What went wrong is named.
    pub cause: bool,
}

/// What is missing before a case is resolved, and may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nothing was offered to make up for it.
    MakeGood,
    /// Nobody named what went wrong.
    Cause,
    /// For a long time nobody told the customer how it stands.
    Progress,
    /// The apology is not in the text that the customer got.
    Apology,
}

/// Something to say to staff about it. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhySay {
    /// The prompt: why did it go wrong?
    Ask,
    /// The prompt: why is it resolved although something is missing?
    AskAnyway,
    /// It can't be read, and how it is typed.
    Unfit(WhyUnfit),
    /// What follows from it: a cause and what prevents it are needed, and somebody else is to have
    /// the case than this person.
    Follows { recurring: bool, about: Option<String> },
    /// It is very bad in the customer's eyes: somebody senior is called.
    Severe { case: CaseNumber, called: Vec<Mention>, by: String },
    /// It is about how whoever wants the case treated the customer.
    AboutYou,
    /// It is about how the one who is to have the case treated the customer.
    AboutThem { name: String },
    /// Which cause? These are known.
    WhichCause { known: Vec<String> },
    /// There is none of this name.
    UnknownCause { typed: String, nearest: Option<String> },
    /// A cause that was said to be fixed is back: the management is called.
    CauseBack { case: CaseNumber, called: Vec<Mention>, cause: String, how: String },
    /// K-42: a cause is fixed, of which the customer of an open case complained, be it in this case.
    CauseFixed { case: CaseNumber, called: Vec<Mention>, cause: String, how: String, is_its: bool },
    /// Something went wrong for which we say sorry first: whoever has an open case of a customer says
    /// it to them, and what others get with it.
    SaySorry {
        case: CaseNumber,
        called: Vec<Mention>,
        what: String,
        fix: String,
        gift: Option<String>,
    },
    /// Not yet: it comes again, and these are missing.
    NeedsPrevention { cause: bool, prevent: bool },
    /// Not yet: it is very bad, and nobody of level 2 wrote.
    NeedsSenior { case: CaseNumber },
    /// Before the customer is asked: what was done, and what is missing. Resolve it anyway?
    Missing { case: CaseNumber, done: Checked, missing: Vec<Missing> },
    /// Nothing waits to be resolved.
    NothingToResolve,
}

impl WhySay {
    /// Those whom it calls.
    pub fn called(&self) -> &[Mention] {
        if let Self::Severe { called, .. }
        | Self::CauseBack { called, .. }
        | Self::CauseFixed { called, .. }
        | Self::SaySorry { called, .. } = self
        {
            called
        } else {
            &[]
        }
    }
}
