//! A case on its way from one colleague to another (`BEHAVIOUR` K-23 … K-24b).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::place::Address;

/// A hand-over that was asked for. Until it is accepted, nothing changes: whoever has the case
/// answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Who is to have it.
    pub to: Address,
    /// Who handed it over.
    pub by: Address,
    /// What the next one must know.
    pub note: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// T20: when it comes back by itself.
    pub due: Timestamp,
}

/// What a prompt at the desk asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// What is promised, and by when.
    Promise,
    /// How it stands, and when the next word comes.
    Progress,
    /// Who is to have the case, and what they must know.
    Handover,
    /// Why it goes back.
    Return,
    /// What is offered.
    Offer,
    /// What is sent in place of an offer, by its number in the case.
    Instead(u32),
    /// Why it went wrong.
    Why,
    /// Why it is resolved although something is missing.
    Anyway,
}
