//! Files of ours, and what is in them.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CaseNumber, CustomerId},
    lang::Lang,
    transcript,
};

/// A file that we made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// What is in it.
    pub made: Made,
}

/// What is in a file that we made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// This text.
    Text(String),
    /// Every text that customers read in a language, as it is in force.
    Wording(Lang),
    /// What is stored in the moment in which it is sent.
    Later(Making),
    /// A picture of a QR code that holds this, as PNG.
    Qr(String),
}

/// A file that is made in the moment in which it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Making {
    /// Everything that is stored about a customer.
    AboutYou(CustomerId),
    /// The transcript of a case.
    Transcript {
        /// Whose case it is.
        customer: CustomerId,
        /// The case.
        case: CaseNumber,
        /// In which format.
        format: transcript::Format,
    },
    /// The audit trail.
    Audit,
    /// Answers, of one month or of all time.
    Answers {
        /// In which format.
        format: Format,
        /// Of which month; nothing: of all time.
        month: Option<Month>,
    },
}

/// The format of a file with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A table.
    Csv,
    /// JSON, one row in a line.
    Jsonl,
}

impl Format {
    /// Reads the name used in commands.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Csv, Self::Jsonl].into_iter().find(|format| format.name() == name)
    }

    /// The name used in commands and at the end of the names of files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Jsonl => "application/jsonl",
        }
    }
}

/// A month of the calendar of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Its year.
    pub year: i16,
    /// Its number, from 1 to 12.
    pub month: i8,
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
