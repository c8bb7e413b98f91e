//! INV 6 for every text that tells a time, held in the plainest way: what is told stands in the
//! ledger, and the day on which we pause is the day on which we do. Whether what stands there lies
//! ahead and in published hours is held by the core itself.

use amends_core::{
    case::{Case, Promise, PromiseKind, PromiseState, Stage},
    customer::Customer,
    hours::Due,
    policy::Policy,
    say::Say,
};
use jiff::{SignedDuration, Timestamp};

use crate::reference::Seen;

/// The time that a text tells.
enum Time<'a> {
    /// By then somebody writes, or does what was said.
    By(&'a Due),
    /// The same as a length of time.
    Within(SignedDuration),
    /// Then we pause.
    Pause(&'a Due),
}

/// What was told against the ledger.
pub(crate) fn breaches(
    now: Timestamp,
    customer: &Customer,
    policy: &Policy,
    said: &[&Say],
    seen: &mut Seen,
) -> Vec<String> {
    let mut breaches = Vec::new();
    for (name, kinds, time) in said.iter().filter_map(|say| told_by(say)) {
        seen.count(name);
        let stands = customer.cases.iter().any(|case| match &time {
            Time::By(due) => promised(case, kinds, now).any(|it| policy.due(it.due, now) == **due),
            Time::Within(within) => {
                promised(case, kinds, now).any(|it| rounded(it.due, now) == *within)
            }
            Time::Pause(due) => {
                // It may have ended in the same step.
                pauses(case, policy, now).is_none_or(|at| at.civil == due.civil)
            }
        });
        if !stands {
            breaches.push(format!("INV 6: {name} tells a time that nobody promised"));
        }
    }
    breaches
}

type Told<'a> = (&'static str, &'static [Kind], Time<'a>);

/// Kinds of promises, as far as texts differ in them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Senior,
    Delivery,
}

const WORDS: &[Kind] = &[Kind::Word, Kind::Senior];
const SENIOR: &[Kind] = &[Kind::Senior];
const DELIVERY: &[Kind] = &[Kind::Delivery];

fn told_by(say: &Say) -> Option<Told<'_>> {
    if let Say::SorryUnhappy { within } = say {
        Some(("told within", WORDS, Time::Within(*within)))
    } else if let Say::ComplainAck { within } = say {
        Some(("told a complaint within", WORDS, Time::Within(*within)))
    } else if let Say::Reopened { within } = say {
        Some(("told again within", WORDS, Time::Within(*within)))
    } else if let Say::SorryUnhappyLater { due } = say {
        Some(("told at night", WORDS, Time::By(due)))
    } else if let Say::ComplainAckLater { due } = say {
        Some(("told a complaint at night", WORDS, Time::By(due)))
    } else if let Say::StatusOpen { due, .. } = say {
        Some(("told how it stands", WORDS, Time::By(due)))
    } else if let Say::ReplyMissed { due, .. } | Say::PromiseBroken { next: Some(due), .. } = say {
        Some(("told anew", SENIOR, Time::By(due)))
    } else if let Say::SeniorAck { due, .. } | Say::RightNo { due, .. } = say {
        Some(("told of somebody senior", SENIOR, Time::By(due)))
    } else if let Say::OfferAccepted { due, .. } = say {
        Some(("told when it comes", DELIVERY, Time::By(due)))
    } else if let Say::Nudge2 { due } = say {
        Some(("told when we pause", &[], Time::Pause(due)))
    } else {
        None
    }
}

fn promised<'a>(
    case: &'a Case,
    kinds: &'a [Kind],
    now: Timestamp,
) -> impl Iterator<Item = &'a Promise> {
    let kind = |promise: &Promise| match promise.kind {
        PromiseKind::FirstReply | PromiseKind::Progress => Some(Kind::Word),
        PromiseKind::Senior(_) => Some(Kind::Senior),
        PromiseKind::Delivery => Some(Kind::Delivery),
        PromiseKind::Explicit => None,
    };
    let promises = case.promises.iter();
    // What happens in the same step may end what was told a moment before.
    let stands = move |it: &&Promise| {
        it.made_at == now
            || match it.state {
                PromiseState::Made => true,
                PromiseState::Kept { at }
                | PromiseState::Broken { at }
                | PromiseState::Moved { at }
                | PromiseState::Cancelled { at } => at == now,
            }
    };
    promises.filter(stands).filter(move |it| kind(it).is_some_and(|kind| kinds.contains(&kind)))
}

fn rounded(due: Timestamp, now: Timestamp) -> SignedDuration {
    let left = due.duration_since(now).max(SignedDuration::ZERO);
    let minute = SignedDuration::from_mins(1);
    if left < minute {
        return left;
    }
    let minutes = left.as_secs() / 60;
    let is_whole = left == SignedDuration::from_mins(minutes);
    SignedDuration::from_mins(if is_whole { minutes } else { minutes + 1 })
}

fn pauses(case: &Case, policy: &Policy, now: Timestamp) -> Option<Due> {
    let Stage::Waiting { since, .. } = &case.stage else { return None };
    let at = since.saturating_add(policy.timers().silent_close).ok()?;
    Some(policy.due(at, now))
}
