//! Forms that people fill in.

use serde::{Deserialize, Serialize};

use crate::ids::{CaseNumber, SurveyId};

/// A form that somebody fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The customer's own words about a contact.
    Comment(SurveyId),
    /// The customer's own words in their case.
    Story(CaseNumber),
    /// A complaint.
    Complaint,
    /// The code that somebody was given with a receipt or found printed.
    Code,
    /// What was done to put a case right.
    Done(CaseNumber),
    /// What staff promise in a case, and by when.
    Promise(CaseNumber),
    /// How a case stands, and when the next word comes.
    Progress(CaseNumber),
    /// Who is to have a case, and what they must know.
    Handover(CaseNumber),
    /// Why a case that was handed over goes back.
    Return(CaseNumber),
    /// What is offered in a case.
    Offer(CaseNumber),
    /// What is sent in place of an offer, by its number in the case.
    Instead(CaseNumber, u32),
    /// Why it went wrong in a case.
    Why(CaseNumber),
    /// Why a case is resolved although something is missing.
    Anyway(CaseNumber),
    /// The text that an admin was asked for, by the number of what waits for it.
    Wording(u32),
    /// Whom something happened to, what it was and what is done about it.
    Sorry,
}

impl Form {
    /// The case that staff fill it in about.
    pub fn case_of_staff(self) -> Option<CaseNumber> {
        match self {
            Self::Done(case)
            | Self::Promise(case)
            | Self::Progress(case)
            | Self::Handover(case)
            | Self::Return(case)
            | Self::Offer(case)
            | Self::Instead(case, _)
            | Self::Why(case)
            | Self::Anyway(case) => Some(case),
            Self::Comment(_)
            | Self::Story(_)
            | Self::Complaint
            | Self::Code
            | Self::Wording(_)
            | Self::Sorry => None,
        }
    }

    /// Whether staff fill it in.
    pub fn is_staffs(self) -> bool {
        matches!(self, Self::Wording(_) | Self::Sorry) || self.case_of_staff().is_some()
    }
}
