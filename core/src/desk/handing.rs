//! What is said to staff when a case goes from one colleague to another (`BEHAVIOUR` K-23 … K-24b).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use super::Mention;
use crate::{hours::Due, ids::CaseNumber, policy::Level};

/// Something to say about a hand-over. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandingSay {
    /// Somebody is to have the case, with what they must know, and until when they can say so.
    Asked { case: CaseNumber, to: Mention, by: String, note: String, until: Due },
    /// They have it now.
    Accepted { by: String, from: String },
    /// It came back to whoever had it: returned with a reason, or nobody accepted in time.
    CameBack { case: CaseNumber, owner: Mention, by: String, reason: Option<String> },
    /// The same where somebody higher must take it: whoever had it is gone, or it came back twice.
    GoesUp {
        case: CaseNumber,
        called: Vec<Mention>,
        by: String,
        reason: Option<String>,
        level: Level,
        /// Whether somebody has it until then.
        stays: bool,
    },
    /// Nobody has it, and no time was told that would break.
    Nobody { case: CaseNumber, called: Vec<Mention>, level: Level },
    /// The prompt: who is to have it, and what must they know?
    AskNote,
    /// The prompt: why does it go back?
    AskReason,
    /// Nobody was named.
    Whom,
    /// Nobody of staff is called this.
    Unknown { typed: String, nearest: Option<String> },
    /// Several are called this.
    Several { typed: String },
    /// A few words please.
    NoteTooShort,
    /// It would not stand in one message of every platform.
    NoteTooLong { most: usize },
    /// They have it already.
    HasIt { name: String },
    /// They are the customer.
    IsCustomer { name: String },
    /// They are off duty; others are not.
    OffDuty { name: String, others: Vec<String> },
    /// They have too many open cases; others have fewer.
    Busy { name: String, open: u32, others: Vec<String> },
    /// They do not work where the desk is.
    Elsewhere { name: String },
    /// Only the one whom it was handed to can say.
    ForSomebodyElse { to: String },
    /// It is over.
    Over,
    /// Why does it go back? A few words please.
    ReasonMissing,
}

impl HandingSay {
    /// Those whom it calls.
    pub fn called(&self) -> &[Mention] {
        match self {
            Self::Asked { to, .. } => std::slice::from_ref(to),
            Self::CameBack { owner, .. } => std::slice::from_ref(owner),
            Self::GoesUp { called, .. } | Self::Nobody { called, .. } => called,
            Self::Accepted { .. }
            | Self::AskNote
            | Self::AskReason
            | Self::Whom
            | Self::Unknown { .. }
            | Self::Several { .. }
            | Self::NoteTooShort
            | Self::NoteTooLong { .. }
            | Self::HasIt { .. }
            | Self::IsCustomer { .. }
            | Self::OffDuty { .. }
            | Self::Busy { .. }
            | Self::Elsewhere { .. }
            | Self::ForSomebodyElse { .. }
            | Self::Over
            | Self::ReasonMissing => &[],
        }
    }
}
