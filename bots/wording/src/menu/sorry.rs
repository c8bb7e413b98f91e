//! What is shown beside the parts of `/sorry`.

/// A part of an apology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SorryPart {
    /// To whom, if to one.
    Customer,
    /// Since when contacts ended.
    Since,
    /// Until when.
    Until,
    /// What they were about.
    Topic,
    /// Where they were.
    Place,
    /// What went wrong.
    What,
    /// What is done about it.
    Fix,
    /// What each gets.
    Gift,
}

impl SorryPart {
    /// The key of its text.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Customer => "opt_sorry_customer",
            Self::Since => "opt_sorry_since",
            Self::Until => "opt_sorry_until",
            Self::Topic => "opt_sorry_topic",
            Self::Place => "opt_sorry_place",
            Self::What => "opt_sorry_what",
            Self::Fix => "opt_sorry_fix",
            Self::Gift => "opt_sorry_gift",
        }
    }
}
