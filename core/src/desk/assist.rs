//! What is said to staff when one asks another for help (F13).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use serde::{Deserialize, Serialize};

use super::{HandingSay, Mention};
use crate::{hours::Due, ids::CaseNumber};

/// Something to say about help. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssistSay {
    /// Somebody is asked, by when they answer, and how many open cases they have.
    Asked { case: CaseNumber, to: Mention, by: String, question: String, due: Due, load: u32 },
    /// They answered: whoever asked is called.
    Answered { by: String, asker: Mention },
    /// The time passed: both are called.
    Due { case: CaseNumber, both: Vec<Mention>, question: String, due: Due },
    /// Who is asked?
    Whom,
    /// No time was agreed on.
    AgreeTime { name: String },
    /// No question was asked.
    WhatQuestion { name: String },
    /// It is too long.
    TooLong { most: usize },
    /// Nobody asks themselves.
    Yourself,
    /// They were asked before and have not answered.
    AskedAlready { name: String, due: Due },
    /// They can't be asked, as they could not have the case.
    Cant(HandingSay),
}

impl AssistSay {
    /// Those whom it calls.
    pub fn called(&self) -> &[Mention] {
        match self {
            Self::Asked { to: called, .. } | Self::Answered { asker: called, .. } => {
                std::slice::from_ref(called)
            }
            Self::Due { both, .. } => both,
            Self::Whom
            | Self::AgreeTime { .. }
            | Self::WhatQuestion { .. }
            | Self::TooLong { .. }
            | Self::Yourself
            | Self::AskedAlready { .. }
            | Self::Cant(_) => &[],
        }
    }
}
