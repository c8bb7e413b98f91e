//! What became of offers, so that a simulation in which none is ever made is noticed.

use amends_core::{
    case::{Case, Offer, OfferState},
    customer::Customer,
    policy::Level,
};

use crate::reference::Seen;

/// Counts what happened to offers in a step.
pub(crate) fn count(before: &Customer, after: &Customer, seen: &mut Seen) {
    for case in &after.cases {
        let earlier = before.case(case.number);
        for offer in &case.offers {
            let was = earlier.and_then(|earlier| earlier.offer(offer.number));
            if was.is_some_and(|was| was.state == offer.state) {
                continue;
            }
            if let Some(what) = what_happened(case, was, offer) {
                seen.count(what);
            }
        }
    }
}

fn what_happened(case: &Case, was: Option<&Offer>, offer: &Offer) -> Option<&'static str> {
    match offer.state {
        OfferState::Pending { level: Level::Director, .. } if was.is_none() => {
            Some("nobody may give so much")
        }
        OfferState::Pending { .. } => Some("asked to decide"),
        OfferState::Dropped { .. } => Some("nobody decided"),
        OfferState::Sent { .. } if offer.instead_of.is_some() => Some("something else offered"),
        OfferState::Sent { .. } if offer.approved_by.is_some() => Some("offer approved"),
        OfferState::Accepted { .. } if !case.is_open() => Some("accepted in a closed case"),
        OfferState::Sent { .. }
        | OfferState::Accepted { .. }
        | OfferState::Declined { .. }
        | OfferState::Delivered { .. } => None,
    }
}
