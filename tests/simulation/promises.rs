//! What customers are told about promises, held in the plainest way: no time is told that is not in
//! the ledger, and what is broken is admitted in that very step.

use amends_core::{
    case::{Case, PromiseKind, PromiseState},
    customer::{Customer, RoomState},
    effect::{Body, Effect, Words},
    fact::Fact,
    hours::Due,
    policy::Policy,
    say::{Say, What},
};
use jiff::Timestamp;

use crate::reference::Seen;

/// What was told against the ledger.
pub(crate) fn breaches(
    now: Timestamp,
    customer: &Customer,
    policy: &Policy,
    (facts, effects): (&[Fact], &[Effect]),
    is_retold: bool,
    seen: &mut Seen,
) -> Vec<String> {
    let mut breaches = Vec::new();
    let said: Vec<&Say> = effects.iter().filter_map(said).flat_map(parts).collect();
    for say in &said {
        let Some((name, kinds, what, due)) = told_by(say) else {
            if let Say::PromiseKept { .. } = say {
                seen.count("deed kept");
            } else if let Say::PromiseBroken { .. } = say {
                seen.count("deed admitted as broken");
            }
            continue;
        };
        seen.count(name);
        // What found no way at once goes out again as it was.
        if !is_retold
            && !customer.cases.iter().any(|case| stands(case, policy, now, (kinds, what, due)))
        {
            breaches.push(format!("INV 6: {name} tells a time that nobody promised"));
        }
    }
    let is_broken = |fact: &&Fact| {
        let Fact::PromiseBroken { kind, .. } = fact else { return false };
        matches!(kind, PromiseKind::Explicit | PromiseKind::Delivery)
    };
    // While a private room is being opened, there may be no way to the customer.
    let room_comes = customer.contacts.iter().any(|contact| {
        contact.room.as_ref().is_some_and(|room| matches!(room.state, RoomState::Opening))
    });
    let reachable = customer.open_case().is_some_and(|case| case.unreachable_since.is_none());
    let reachable = reachable && !room_comes;
    let admitted = said.iter().any(|say| matches!(say, Say::PromiseBroken { .. }));
    // What was done after its time, while the customer could not be told, staff say themselves.
    let done_late = |case: &Case| {
        let mut deeds = case.promises.iter().filter_map(|promise| promise.deed.as_ref());
        deeds.any(|deed| deed.done_late_at == Some(now))
    };
    let by_hand = customer.cases.iter().any(done_late);
    if facts.iter().any(|fact| is_broken(&fact)) && reachable && !admitted && !by_hand {
        breaches.push("K-7: a broken promise was not admitted".to_owned());
    }
    let warned = |case: &Case| case.promises.iter().any(|one| one.warned_at == Some(now));
    if customer.cases.iter().any(warned) {
        seen.count("warned of a promise");
    }
    breaches
}

/// What a text tells: its name, which promises it may be about, what is promised, and by when.
type Told<'a> = (&'static str, &'static [PromiseKind], Option<&'a String>, &'a Due);

/// The time that a text tells, and what is promised by then.
fn told_by(say: &Say) -> Option<Told<'_>> {
    const DEEDS: &[PromiseKind] = &[PromiseKind::Explicit, PromiseKind::Delivery];
    const WORD: &[PromiseKind] = &[PromiseKind::Progress];
    if let Say::Promised { what, due } = say {
        Some(("promised", DEEDS, Some(what), due))
    } else if let Say::PromiseMoved { what, due } = say {
        Some(("moved", DEEDS, Some(what_is(what)), due))
    } else if let Say::Progress { due, .. } = say {
        Some(("progress", WORD, None, due))
    } else if let Say::ProgressHold { due, .. } = say {
        Some(("held", WORD, None, due))
    } else {
        None
    }
}

fn what_is(what: &What) -> &String {
    match what {
        What::Words(words) => words,
        What::Gift { gift } => gift,
    }
}

fn said(effect: &Effect) -> Option<&Say> {
    let Body::Send { words: Words::Customer(say, _), .. } = &effect.body else { return None };
    Some(say)
}

/// The texts of one message.
fn parts(say: &Say) -> Vec<&Say> {
    if let Say::Numbered { say, .. } = say {
        return parts(say);
    }
    let Say::Both(first, second) = say else { return vec![say] };
    [parts(first), parts(second)].concat()
}

fn stands(
    case: &Case,
    policy: &Policy,
    now: Timestamp,
    (kinds, what, due): (&[PromiseKind], Option<&String>, &Due),
) -> bool {
    case.promises.iter().any(|promise| {
        let words = promise.deed.as_ref().map(|deed| &deed.words);
        // A word that comes in the same step keeps what was promised a moment before.
        (promise.state == PromiseState::Made || promise.made_at == now)
            && kinds.contains(&promise.kind)
            && words == what
            && policy.due(promise.due, now) == *due
    })
}
