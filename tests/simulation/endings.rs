//! INV 23: where nothing is open any more, the last thing we said is thanks, an apology or an open
//! door, and never something that somebody waits for in vain.

use amends_core::{
    case::Outcome,
    customer::Customer,
    effect::{Body, Effect, Words},
    event::Event,
    fact::Fact,
    say::Say,
};

use crate::reference::Seen;

/// What customers read of a step, part by part.
pub(crate) fn said(effects: &[Effect]) -> Vec<&Say> {
    effects.iter().filter_map(words).flat_map(parts).collect()
}

fn words(effect: &Effect) -> Option<&Say> {
    let (Body::Send { words: Words::Customer(say, _), .. }
    | Body::Edit { words: Some(Words::Customer(say, _)), .. }) = &effect.body
    else {
        return None;
    };
    Some(say)
}

/// The texts of one message.
fn parts(say: &Say) -> Vec<&Say> {
    if let Say::Both(first, second) = say {
        [parts(first), parts(second)].concat()
    } else if let Say::Answered { then: said, .. }
    | Say::Worded { say: said, .. }
    | Say::Numbered { say: said, .. } = say
    {
        parts(said)
    } else {
        vec![say]
    }
}

/// What ends badly.
pub(crate) fn breaches(
    event: &Event,
    before: &Customer,
    after: &Customer,
    (facts, effects): (&[Fact], &[Effect]),
    seen: &mut Seen,
) -> Vec<String> {
    let said = said(effects);
    let mut breaches = Vec::new();
    let away = before.open_case().is_some_and(|case| case.unreachable_since.is_some());
    for fact in facts {
        let Fact::CaseClosed { outcome, .. } = fact else { continue };
        let Some(is_right) = ends_with(*outcome) else { continue };
        // Whoever can't be reached hears nothing; then the case is open again, or another one.
        if away || after.open_case().is_some() || lost_way(before) || lost_way(after) {
            continue;
        }
        seen.count("ended well");
        if !said.iter().any(|say| is_right(say)) || said.last().is_none_or(|say| waits(say)) {
            breaches.push(format!("INV 23: {outcome:?} ends with {:?}", said.last()));
        }
    }
    let by_hand = |fact: &Fact| matches!(fact, Fact::CaseClosed { outcome, .. } if ends_with(*outcome).is_none());
    // What found no way at once goes out again as it was.
    let is_retold = matches!(event, Event::Settled { .. } | Event::Restored { .. });
    if after.open_case().is_none()
        && !is_retold
        && !facts.iter().any(by_hand)
        && let Some(last) = said.last().filter(|say| waits(say))
    {
        breaches.push(format!("INV 23: nothing is open, and we said {last:?}"));
    }
    breaches
}

fn lost_way(customer: &Customer) -> bool {
    customer.contacts.iter().all(|contact| !contact.reach.may_work())
}

/// What a case that closed so ends with; nothing where a human says the last word, or nobody can.
fn ends_with(outcome: Outcome) -> Option<fn(&Say) -> bool> {
    match outcome {
        Outcome::Recovered => {
            Some(|say| matches!(say, Say::RightYes { .. } | Say::LastTouch { .. }))
        }
        Outcome::Silent | Outcome::Unconfirmed => Some(|say| matches!(say, Say::ClosedSilent)),
        Outcome::Declined => Some(|say| matches!(say, Say::NoTalkAck)),
        Outcome::Partly
        | Outcome::NotRecovered
        | Outcome::Unreachable
        | Outcome::Mistap
        | Outcome::Duplicate
        | Outcome::Forgotten => None,
    }
}

/// Whether somebody who reads this expects that something follows.
fn waits(say: &Say) -> bool {
    matches!(
        say,
        Say::Joined { .. }
            | Say::Promised { .. }
            | Say::PromiseMoved { .. }
            | Say::Progress { .. }
            | Say::ProgressHold { .. }
            | Say::Handover { .. }
            | Say::Escalated { .. }
            | Say::SeniorAck { .. }
            | Say::DirectorHere { .. }
            | Say::Nudge1
            | Say::Nudge2 { .. }
            | Say::Reopened { .. }
            | Say::WelcomeBack
            | Say::ComplainAck { .. }
            | Say::ComplainAckLater { .. }
            | Say::StatusOpen { .. }
            | Say::Recheck { .. }
            | Say::RightPartly { .. }
            | Say::RightNo { .. }
    )
}
