//! Once a customer says that it was put right: what it cost and saved, and how it went (K-28, F30).

use jiff::SignedDuration;

use super::step::Step;
use crate::{
    case::{Case, OfferState, Outcome, Stage},
    desk::{Card, CardState, DeskSay, Gained, Story},
    effect::{Body, Class, OnUnknown, To, Words},
    money::Currency,
};

impl Step<'_> {
    /// What was given in a case that was put right, and what that saved. The card goes on saying
    /// what it said when the case closed, whatever a customer counts for later.
    pub(crate) fn gained(&self, case: &Case, shown: Option<&Card>) -> Gained {
        let Stage::Closed { outcome: Outcome::Recovered, .. } = case.stage else {
            return Gained::default();
        };
        let before = shown.filter(|card| matches!(card.state, CardState::Closed { .. }));
        let catalogue = &self.policy.workspace.catalogue;
        let value = catalogue.value.map(|value| (value.at_risk(), catalogue.currency.clone()));
        let protected = before.map_or(value, |card| card.gained.protected.clone());
        Gained { gave: gave(case), protected }
    }

    /// Tells the desk how a case was put right, when nothing more urgent waits.
    pub(crate) fn tell_story(&mut self, case: usize, after: SignedDuration) {
        let Some(desk) = self.policy.desk().cloned() else { return };
        let state = self.case(case);
        let last = state.resolutions.last();
        let story = Story {
            case: state.number,
            after,
            cause: state.cause.clone(),
            done: last.map(|last| last.done.clone()).unwrap_or_default(),
            prevent: last.and_then(|last| last.prevent.clone()),
            gained: self.gained(state, None),
        };
        let body = Body::Send {
            to: To::Place(desk),
            words: Words::Desk(DeskSay::Story(Box::new(story))),
            buttons: Vec::new(),
            reply_to: None,
            ask_reply: false,
            purpose: None,
        };
        self.effect(Class::Digest, OnUnknown::Leave, body);
    }
}

/// The cost of what was delivered, each currency apart.
fn gave(case: &Case) -> Vec<(u64, Currency)> {
    let mut sums: Vec<(u64, Currency)> = Vec::new();
    for offer in &case.offers {
        let OfferState::Delivered { .. } = offer.state else { continue };
        let (cost, currency) = (offer.gift.cost, &offer.gift.currency);
        match sums.iter_mut().find(|(_, known)| known == currency) {
            Some((sum, _)) => *sum = sum.saturating_add(cost),
            None => sums.push((cost, currency.clone())),
        }
    }
    sums
}
