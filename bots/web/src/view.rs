//! What became of contacts and cases, in words a machine can read.

use amends_core::{
    case::{Offer, OfferState, Promise, PromiseState, Resolution, Stage},
    place::Address,
    say::What,
    scale::{Rating, Satisfaction},
};
use amends_runtime::views::{CaseView, InteractionView};
use serde_json::{Value, json};

/// What became of one contact.
pub(crate) fn interaction(id: &str, view: &InteractionView) -> Value {
    json!({
        "id": id,
        "survey": format!("s_{}", view.survey),
        "status": view.status,
        "why": view.why,
        "scale": view.rating.map(|rating| rating.scale().name()),
        "rating": view.rating.map(Rating::value),
        "satisfaction": view.satisfaction.map(satisfaction),
        "comments": view.comments,
        "case": view.case.map(|number| number.to_string()),
    })
}

fn satisfaction(satisfaction: Satisfaction) -> &'static str {
    match satisfaction {
        Satisfaction::Dissatisfied => "dissatisfied",
        Satisfaction::Neutral => "neutral",
        Satisfaction::Satisfied => "satisfied",
    }
}

/// One case.
pub(crate) fn case(view: &CaseView) -> Value {
    let case = &view.case;
    let (outcome, closed_at) = match &case.stage {
        Stage::Closed { outcome, at, .. } => (Some(outcome.name()), Some(*at)),
        Stage::Open | Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => {
            (None, None)
        }
    };
    json!({
        "number": case.number.to_string(),
        "state": case.state(),
        "level": case.level.number(),
        "owner": case.owner().map(account),
        "owner_name": view.owner,
        "ratings": view.ratings.iter().map(|rating| rating.value()).collect::<Vec<_>>(),
        "opened_at": case.opened_at,
        "first_word_at": case.first_word_at,
        "unreachable_since": case.unreachable_since,
        "promises": case.promises.iter().map(promise).collect::<Vec<_>>(),
        "offers": case.offers.iter().map(offer).collect::<Vec<_>>(),
        "resolutions": case.resolutions.iter().map(resolution).collect::<Vec<_>>(),
        "reopened": case.reopened,
        "outcome": outcome,
        "closed_at": closed_at,
    })
}

/// An account the way configuration writes it: `telegram:50`.
fn account(address: &Address) -> String {
    format!("{}:{}", address.platform.name(), address.account)
}

fn promise(promise: &Promise) -> Value {
    let ended_at = match promise.state {
        PromiseState::Made => None,
        PromiseState::Kept { at }
        | PromiseState::Broken { at }
        | PromiseState::Moved { at }
        | PromiseState::Cancelled { at } => Some(at),
    };
    json!({
        "kind": promise.kind.name(),
        "state": promise.state.name(),
        "made_at": promise.made_at,
        "due": promise.due,
        "what": promise.deed.as_ref().map(|deed| &deed.words),
        "done": promise.deed.as_ref().and_then(|deed| deed.done.as_ref()),
        "done_late_at": promise.deed.as_ref().and_then(|deed| deed.done_late_at),
        "ended_at": ended_at,
    })
}

/// What was offered and how it stands. Who gave how much is nobody's figure (INV-24).
fn offer(offer: &Offer) -> Value {
    let what = match &offer.gift.what {
        What::Words(words) => Some(words),
        What::Gift { .. } => None,
    };
    let at = match offer.state {
        OfferState::Pending { .. } => None,
        OfferState::Dropped { at }
        | OfferState::Sent { at }
        | OfferState::Accepted { at }
        | OfferState::Declined { at }
        | OfferState::Delivered { at } => Some(at),
    };
    json!({
        "state": offer.state.name(),
        "made_at": offer.made_at,
        "state_at": at,
        "item": offer.gift.item,
        "what": what,
        "cost": offer.gift.cost,
        "worth": offer.gift.worth,
        "currency": offer.gift.currency.code(),
    })
}

fn resolution(resolution: &Resolution) -> Value {
    json!({
        "at": resolution.at,
        "by": account(&resolution.by),
        "done": resolution.done,
        "verdict": resolution.verdict.map(|(_, verdict)| verdict),
    })
}
