//! Two cases that are about the same: which may close for the sake of which, and what goes over
//! (K-37).

use crate::{
    case::{Case, Promise, PromiseState, Stage},
    customer::Customer,
    desk::{DeskSay, HandlingSay},
    ids::CaseNumber,
    place::Actor,
    policy::{Level, Policy},
};

/// Why a case can't close as the duplicate of another one, if it can't. Rights are checked here, for
/// both customers.
pub fn refusal(
    policy: &Policy,
    by: &Actor,
    (one, case): (&Customer, CaseNumber),
    (of, other): (Option<CaseNumber>, Option<&Customer>),
) -> Option<DeskSay> {
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    if policy.staff(&by.address).is_none() {
        return Some(DeskSay::NotAllowed { needs: Level::Agent, is: None });
    }
    let mut concerned = [Some(one), other].into_iter().flatten();
    if concerned.clone().any(|customer| customer.is(&by.address)) {
        return Some(DeskSay::OwnCase);
    }
    if concerned.any(|customer| customer.erased_at.is_some()) {
        return Some(DeskSay::Forgotten);
    }
    let Some(closes) = one.case(case) else { return Some(DeskSay::NoSuchCase { case }) };
    if !closes.is_open() {
        return Some(DeskSay::AlreadyClosed { case });
    }
    let say = match (of, of.and_then(|of| other?.case(of))) {
        (None, _) => HandlingSay::DuplicateHow,
        (Some(of), _) if of == case => HandlingSay::DuplicateItself { case },
        (Some(of), None) => HandlingSay::DuplicateUnknown { of },
        (Some(of), Some(goes_on)) => match goes_on.stage {
            Stage::Closed { .. } => HandlingSay::DuplicateClosed { of },
            // Its customer's yes would close it, and what was promised with it.
            Stage::Checking { .. } => HandlingSay::DuplicateChecked { of },
            Stage::Open | Stage::Working { .. } | Stage::Waiting { .. } => return None,
        },
    };
    Some(DeskSay::Handling(say))
}

/// What was promised and goes over to another case: it stood before the case closed, and is marked as
/// moved since.
pub fn going_over(before: &Case, after: &Case) -> Vec<Promise> {
    let both = before.promises.iter().zip(&after.promises);
    both.filter(|(stood, is)| {
        stood.state == PromiseState::Made && matches!(is.state, PromiseState::Moved { .. })
    })
    .map(|(stood, _)| stood.clone())
    .collect()
}
