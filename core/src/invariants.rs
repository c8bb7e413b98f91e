//! What must hold after every step (`BEHAVIOUR` 2.9), as far as one customer's state can tell.
//!
//! Asserted after every step in tests and simulation; in production a breach is logged as an error.

use crate::{
    case::{
        Case, Offer, Outcome, Promise, PromiseKind, PromiseState, Severity, Stability,
        Stage as CaseStage,
    },
    customer::Customer,
    desk::HistoryWhat,
    inbox::{ItemEnd, ItemWhat},
    policy::{Level, Policy},
    scale::Satisfaction,
    survey::{Stage, Survey},
};

/// Returns every breach, by the number of the invariant; nothing is good news.
pub fn check(customer: &Customer, policy: &Policy) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut expect = |holds: bool, what: String| {
        if !holds {
            breaches.push(what);
        }
    };
    one_survey_per_interaction(customer, &mut expect);
    let asked = customer.surveys.iter().filter(|survey| survey.is_asked()).count();
    expect(asked <= 1, format!("INV 2: {asked} surveys stand asked"));
    let open = customer.cases.iter().filter(|case| case.is_open()).count();
    expect(open <= 1, format!("INV 4: {open} open cases"));
    for (index, said) in customer.apologies.iter().enumerate() {
        let is_first = customer.apologies[..index].iter().all(|it| it.incident != said.incident);
        expect(is_first, format!("{}: said sorry for it twice", said.incident));
    }
    for survey in &customer.surveys {
        check_survey(customer, survey, &mut expect);
    }
    for pair in customer.inbox.windows(2) {
        let in_order = pair[0].number < pair[1].number;
        expect(in_order, format!("inbox: {} stands twice", pair[1].number));
    }
    for item in &customer.inbox {
        let praised = item.end.as_ref().is_some_and(|end| end.how == ItemEnd::Praise);
        let task = matches!(item.what, ItemWhat::LookInto(_));
        expect(!(praised && task), format!("K-4: {} ended as praise", item.number));
    }
    for case in &customer.cases {
        check_case(customer, policy, case, &mut expect);
    }
    breaches
}

/// Returns every breach that shows only between two states of the same customer.
pub fn check_step(before: &Customer, after: &Customer, policy: &Policy) -> Vec<String> {
    let mut breaches = Vec::new();
    for case in &after.cases {
        let earlier = before.case(case.number);
        // What was promised before two customers became one, or two again, was held against the
        // hours then.
        let became_one = before.merges.len() != after.merges.len()
            || before.merged_into.is_some() != after.merged_into.is_some();
        let known = earlier.map_or(0, |earlier| earlier.promises.len());
        // The same holds for what another case promised that closed for the sake of this one.
        let told = earlier.map_or(0, |earlier| earlier.history.len());
        let took_over = case.history.iter().skip(told);
        let took_over =
            took_over.into_iter().any(|(_, it)| matches!(it, HistoryWhat::DuplicateHere { .. }));
        let known = if became_one || took_over { case.promises.len() } else { known };
        for promise in case.promises.iter().skip(known) {
            if !policy.clock.is_good(promise.due) {
                breaches.push(format!("INV 6: {} was promised a closed hour", case.number));
            }
        }
        let Some(earlier) = earlier else { continue };
        if earlier.is_open() && case.is_open() && case.level < earlier.level {
            breaches.push(format!("INV 7: the level of {} fell", case.number));
        }
        if !became_one {
            breaches.extend(moved_to_nothing(earlier, case));
        }
        if let Some(handover) = &case.handover
            && (handover.note.chars().count() < 20 || case.owner() == Some(&handover.to))
        {
            breaches.push(format!("INV 9: {} is handed over without a note", case.number));
        }
        for (old, new) in earlier.promises.iter().zip(&case.promises) {
            if old.state != PromiseState::Made && old.state != new.state {
                breaches.push(format!("INV 8: a promise of {} ended twice", case.number));
            }
        }
        if case.promises.len() < earlier.promises.len() {
            breaches.push(format!("INV 8: a promise of {} disappeared", case.number));
        }
        breaches.extend(taken_back(earlier, case));
        breaches.extend(resolved_too_early(earlier, case));
    }
    for item in &after.inbox {
        let Some(earlier) = before.item(item.number) else { continue };
        let is_same = earlier.end == item.end || after.erased_at.is_some();
        if earlier.end.is_some() && !is_same {
            breaches.push(format!("inbox: {} ended twice", item.number));
        }
    }
    for survey in &after.surveys {
        let Some(earlier) = before.survey(survey.id) else { continue };
        if let (Some(old), Some(new)) = (&earlier.response, &survey.response) {
            if !new.history.starts_with(&old.history) {
                breaches.push(format!("INV 15: the history of {} changed", survey.id));
            }
            if old.frozen_at.is_some() && new.history != old.history {
                breaches.push(format!("INV 15: the frozen rating of {} changed", survey.id));
            }
        }
    }
    breaches
}

fn one_survey_per_interaction(customer: &Customer, expect: &mut impl FnMut(bool, String)) {
    let mut ids: Vec<_> = customer.surveys.iter().map(|survey| &survey.interaction.id).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    expect(ids.len() == all, "INV 1: two surveys about one interaction".to_owned());
}

fn check_survey(customer: &Customer, survey: &Survey, expect: &mut impl FnMut(bool, String)) {
    let answered = survey.response.is_some();
    let stage_answered = survey.is_answered();
    let erased = survey.stage == Stage::Erased;
    expect(
        erased || answered == stage_answered,
        format!("survey {} has an answer out of stage", survey.id),
    );
    let unhappy = survey.rating().is_some_and(|r| r.satisfaction() == Satisfaction::Dissatisfied);
    if unhappy {
        let cases = customer.cases.iter().filter(|case| case.surveys.contains(&survey.id)).count();
        expect(
            cases == 1,
            format!("INV 4: {cases} cases refer to the unhappy answer {}", survey.id),
        );
    }
}

/// What staff promised says what, stands once under its number, and is done late only once broken.
fn check_deed(case: &Case, promise: &Promise, expect: &mut impl FnMut(bool, String)) {
    let number = case.number;
    let is_deed = matches!(promise.kind, PromiseKind::Explicit | PromiseKind::Delivery);
    expect(is_deed == promise.deed.is_some(), format!("{number} promised nothing in words"));
    let Some(deed) = &promise.deed else { return };
    expect(!deed.words.trim().is_empty(), format!("{number} promised empty words"));
    let open = case.open_promises().filter_map(|one| one.deed.as_ref());
    let same = open.filter(|one| one.number == deed.number).count();
    expect(same <= 1, format!("INV 8: deed {} of {number} stands {same} times", deed.number));
    let is_broken = matches!(promise.state, PromiseState::Broken { .. });
    expect(
        deed.done_late_at.is_none_or(|at| is_broken && promise.due <= at),
        format!("INV 8: {number} did late what is not broken"),
    );
    let is_kept = matches!(promise.state, PromiseState::Kept { .. });
    expect(!is_kept || deed.done.is_some(), format!("{number} kept a promise without a deed"));
}

/// K-16: what was moved goes on at another time, under its number.
fn moved_to_nothing(earlier: &Case, case: &Case) -> Vec<String> {
    let is_duplicate = matches!(case.stage, CaseStage::Closed { outcome: Outcome::Duplicate, .. });
    if earlier.is_open() && is_duplicate {
        // It goes on in another case, perhaps that of another customer.
        return Vec::new();
    }
    let is_now_moved = |(old, new): &(&Promise, &Promise)| {
        old.state == PromiseState::Made && matches!(new.state, PromiseState::Moved { .. })
    };
    let moved = earlier.promises.iter().zip(&case.promises).filter(is_now_moved);
    let goes_on = |moved: &Promise| {
        let added = case.promises.iter().skip(earlier.promises.len());
        let number = |promise: &Promise| promise.deed.as_ref().map(|deed| deed.number);
        added.into_iter().any(|one| number(one) == number(moved) && one.kind == moved.kind)
    };
    let lost = moved.filter(|(_, moved)| !goes_on(moved));
    lost.map(|_| format!("INV 8: a promise of {} was moved to nothing", case.number)).collect()
}

/// INV 12: what the customer read is not taken back, and costs and is worth what it did.
fn taken_back(earlier: &Case, case: &Case) -> Vec<String> {
    let stands = |known: &Offer| {
        let now = case.offer(known.number).filter(|now| now.is_known());
        now.is_some_and(|now| {
            let told = |offer: &Offer| {
                let gift = offer.gift.clone();
                (gift.item, gift.cost, gift.worth, gift.currency)
            };
            told(now) == told(known) && (known.is_unanswered() || !now.is_unanswered())
        })
    };
    let lost = earlier.offers.iter().filter(|offer| offer.is_known() && !stands(offer));
    lost.map(|_| format!("INV 12: an offer of {} was taken back", case.number)).collect()
}

/// INV 11: what is resolved meets the hard checklist at that moment.
fn resolved_too_early(earlier: &Case, case: &Case) -> Vec<String> {
    let Some(last) = case.resolutions.get(earlier.resolutions.len()) else { return Vec::new() };
    let is_open = |promise: &Promise| promise.kind != PromiseKind::Delivery;
    let recurs = case.why.stability == Some(Stability::Recurring);
    let prevented = case.cause.is_some() && last.prevent.is_some();
    let severe = case.why.severity == Some(Severity::Severe);
    let undecided = case
        .offers
        .iter()
        .any(|offer| offer.is_pending() || (offer.is_undelivered() && !case.has_delivery(offer)));
    let wrong = [
        (last.done.chars().count() < 10, "without what was done"),
        (case.open_promises().any(is_open), "with an open promise"),
        (undecided, "with an offer that is not decided, or comes by no time"),
        (recurs && !prevented, "and recurs, without a cause or what prevents it"),
        (severe && case.senior_word_at.is_none(), "without a word by somebody senior"),
    ];
    let wrong = wrong.into_iter().filter(|(is_so, _)| *is_so);
    wrong.map(|(_, what)| format!("INV 11: {} was resolved {what}", case.number)).collect()
}

/// What is sent in place of something is worth half of it at least, and what was accepted is
/// delivered by a time.
fn check_offer(case: &Case, offer: &Offer, expect: &mut impl FnMut(bool, String)) {
    let number = case.number;
    let least = offer.instead_of.map_or(0, |asked| asked.div_ceil(2));
    expect(least <= offer.gift.worth, format!("K-20: {number} offers less than half"));
    let deeds = case.promises.iter().filter(|promise| {
        let its = promise.deed.as_ref().is_some_and(|deed| Some(deed.number) == offer.deed);
        its && promise.kind == PromiseKind::Delivery
    });
    let is_accepted = offer.is_undelivered();
    expect(!is_accepted || 0 < deeds.count(), format!("K-21: {number} delivers by no time"));
}

fn check_case(
    customer: &Customer,
    policy: &Policy,
    case: &Case,
    expect: &mut impl FnMut(bool, String),
) {
    let number = case.number;
    for promise in &case.promises {
        if let PromiseState::Kept { at } = promise.state {
            expect(at <= promise.due, format!("INV 8: {number} kept a promise after it was due"));
        }
        expect(promise.made_at <= promise.due, format!("INV 6: {number} was promised the past"));
        check_deed(case, promise, expect);
    }
    for offer in &case.offers {
        check_offer(case, offer, expect);
    }
    let is_at_the_top = case.stage == CaseStage::Open && case.level == Level::Director;
    expect(
        case.wakes.unanswered.is_none() || is_at_the_top,
        format!("K-6b: {number} is told to be taken by nobody, and is taken"),
    );
    if case.is_open() {
        let wakes = customer.next_wake_in(number, policy);
        expect(wakes.is_some(), format!("INV 5: nothing will ever happen in {number}"));
    } else {
        // What was accepted is delivered, also after the case closed (E28).
        let open = case.open_promises().filter(|it| it.kind != PromiseKind::Delivery).count();
        expect(open == 0, format!("INV 8: {number} closed with {open} open promises"));
    }
    match &case.stage {
        CaseStage::Checking { .. } => {
            let last = case.resolutions.last();
            expect(
                last.is_some_and(|last| last.verdict.is_none() && 10 <= last.done.chars().count()),
                format!("INV 10, 11: {number} is checked without a resolution to check"),
            );
        }
        CaseStage::Open
        | CaseStage::Working { .. }
        | CaseStage::Waiting { .. }
        | CaseStage::Closed { .. } => (),
    }
}
