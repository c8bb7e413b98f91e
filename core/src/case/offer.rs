//! What a customer is offered to make up for it (`BEHAVIOUR` 2.6).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Case, PromiseKind, PromiseState, Stage};
use crate::{
    catalogue::Gift,
    place::{Address, MessageRef},
    policy::Level,
};

/// What stands in place of words that are erased.
const ERASED: &str = "…";

/// One offer. Once the customer has read it, it is never taken back and never made less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its number in the case.
    pub number: u32,
    /// What is given.
    pub gift: Gift,
    /// Who offered it.
    pub by: Address,
    /// When.
    pub made_at: Timestamp,
    /// Who let it be sent, where whoever offered it may not give so much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Address>,
    /// What was asked for was worth so much, where a senior sent something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<u64>,
    /// How it stands.
    pub state: OfferState,
    /// The message with its buttons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRef>,
    /// The number of the deed by which it is delivered, once it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deed: Option<u32>,
}

/// How an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Somebody of this level was asked to send it, and is asked again then. The customer has not
    /// seen it.
    Pending { level: Level, again_at: Timestamp },
    /// The case ended before anybody decided. The customer has not seen it.
    Dropped { at: Timestamp },
    /// The customer has it in front of them.
    Sent { at: Timestamp },
    /// The customer wants it.
    Accepted { at: Timestamp },
    /// The customer does not want it.
    Declined { at: Timestamp },
    /// The customer has it.
    Delivered { at: Timestamp },
}

impl OfferState {
    /// The name used over HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Dropped { .. } => "dropped",
            Self::Sent { .. } => "sent",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Delivered { .. } => "delivered",
        }
    }
}

impl Offer {
    /// Whether somebody has to decide whether it is sent.
    pub fn is_pending(&self) -> bool {
        matches!(self.state, OfferState::Pending { .. })
    }

    /// Whether the customer has not answered it.
    pub fn is_unanswered(&self) -> bool {
        matches!(self.state, OfferState::Sent { .. })
    }

    /// Whether the customer wants it and has not got it.
    pub fn is_undelivered(&self) -> bool {
        matches!(self.state, OfferState::Accepted { .. })
    }

    /// Whether the customer has read it.
    pub fn is_known(&self) -> bool {
        match self.state {
            OfferState::Pending { .. } | OfferState::Dropped { .. } => false,
            OfferState::Sent { .. }
            | OfferState::Accepted { .. }
            | OfferState::Declined { .. }
            | OfferState::Delivered { .. } => true,
        }
    }
}

impl Case {
    /// The offer of this number.
    pub fn offer(&self, number: u32) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.number == number)
    }

    /// The offer that is delivered by this deed.
    pub fn offer_of_deed(&self, deed: u32) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.deed == Some(deed))
    }

    /// Whoever answers for it, or did when it closed.
    pub fn last_owner(&self) -> Option<&Address> {
        match &self.stage {
            Stage::Closed { last_owner, .. } => last_owner.as_ref(),
            Stage::Open
            | Stage::Working { .. }
            | Stage::Waiting { .. }
            | Stage::Checking { .. } => self.owner(),
        }
    }

    /// Whether a time stands by which an offer is delivered.
    pub(crate) fn has_delivery(&self, offer: &Offer) -> bool {
        self.promises.iter().any(|promise| {
            let is_its = promise.deed.as_ref().map(|deed| deed.number) == offer.deed;
            is_its && promise.kind == PromiseKind::Delivery && promise.state == PromiseState::Made
        })
    }

    /// When somebody is asked again to decide about an offer.
    pub(crate) fn decision_due(&self) -> Option<Timestamp> {
        let pending = self.offers.iter().filter_map(|offer| match offer.state {
            OfferState::Pending { again_at, .. } => Some(again_at),
            OfferState::Dropped { .. }
            | OfferState::Sent { .. }
            | OfferState::Accepted { .. }
            | OfferState::Declined { .. }
            | OfferState::Delivered { .. } => None,
        });
        pending.min()
    }

    /// Takes out what was said in offers and promises. How they stand is still counted.
    pub(crate) fn erase_given(&mut self) {
        for offer in &mut self.offers {
            offer.gift.erase(ERASED);
            offer.message = None;
        }
        for deed in self.promises.iter_mut().filter_map(|promise| promise.deed.as_mut()) {
            ERASED.clone_into(&mut deed.words);
            deed.done = deed.done.take().map(|_| ERASED.to_owned());
        }
    }
}
