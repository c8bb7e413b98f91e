//! Why cases are some, and what went wrong in them, so that a simulation that never sees it is noticed.

use std::collections::BTreeSet;

use amends_core::{
    case::{Concern, Severity, Stability},
    customer::Customer,
    effect::{Body, Effect, Purpose},
    ids::CustomerId,
};

use crate::reference::Seen;

/// Who was told of which fixes, and to whom we said sorry for what.
#[derive(Debug, Default)]
pub(crate) struct Told(BTreeSet<(CustomerId, Purpose)>);

impl Told {
    /// INV 19: nobody is told of the same fix twice, and nobody hears the same apology twice.
    pub(crate) fn hear(&mut self, id: CustomerId, effects: &[Effect]) -> Vec<String> {
        let told = |effect: &Effect| {
            let Body::Send { purpose: Some(purpose), .. } = effect.body else { return None };
            matches!(purpose, Purpose::FixTold(_) | Purpose::Apology(_)).then_some(purpose)
        };
        let told = effects.iter().filter_map(told);
        let again: Vec<Purpose> = told.filter(|it| !self.0.insert((id, *it))).collect();
        again.iter().map(|it| format!("INV 19: {id} is told twice: {it:?}")).collect()
    }
}

/// Counts what was said in a step about why cases are some.
pub(crate) fn count(before: &Customer, after: &Customer, seen: &mut Seen) {
    for case in &after.cases {
        let Some(earlier) = before.case(case.number) else { continue };
        let is_new = case.why != earlier.why;
        if is_new && case.why.severity == Some(Severity::Severe) {
            seen.count("said to be severe");
        }
        if is_new && case.why.about == Some(Concern::Manner) {
            seen.count("about somebody's manner");
        }
        if earlier.unsure.is_none() && case.unsure.is_some() {
            seen.count("asked whether it is resolved anyway");
        }
        let Some(resolution) = case.resolutions.get(earlier.resolutions.len()) else { continue };
        if resolution.anyway.is_some() {
            seen.count("resolved anyway");
        }
        if case.why.stability == Some(Stability::Recurring) {
            seen.count("resolved with what prevents it");
        }
    }
}
