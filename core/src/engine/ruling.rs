//! Whether and when a customer is asked about a contact (S-2 … S-7, and the rules of the business).

use jiff::Timestamp;

use super::step::{Step, later, since};
use crate::{
    customer::Reach,
    interaction::{Interaction, Source},
    scale::Satisfaction,
    survey::{Stage, Suppressed},
};

/// What becomes of a contact by the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ruling {
    /// The customer is asked at this moment, which may be over.
    At(Timestamp),
    /// The customer is asked when quiet hours are over.
    PutOff(Timestamp),
    /// The customer is not asked.
    Never(Suppressed),
}

impl Step<'_> {
    /// What becomes of a contact by all rules, as things stand now. Nothing else decides whether and
    /// when a customer is asked.
    pub(crate) fn ruling(&self, index: usize) -> Ruling {
        if let Some(why) = self.reason_not_to_ask(index) {
            return Ruling::Never(why);
        }
        let interaction = &self.customer.surveys[index].interaction;
        if wished_by_customer(interaction) {
            return Ruling::At(self.now);
        }
        let timers = self.policy.timers();
        let due = later(interaction.ended_at, timers.ask_delay);
        match self.quiet_until(due.max(self.now)) {
            None => Ruling::At(due),
            Some(until) if until < later(interaction.ended_at, timers.ask_stale) => {
                Ruling::PutOff(until)
            }
            Some(_) => Ruling::Never(Suppressed::QuietHours),
        }
    }

    /// When the customer's quiet hours end, if they have any at that moment.
    pub(crate) fn quiet_until(&self, at: Timestamp) -> Option<Timestamp> {
        let quiet = self.policy.workspace.asking.quiet?;
        quiet.until(at, &self.customer.zone(self.policy))
    }

    /// The moment from which nothing is sent because the customer's quiet hours begin.
    pub(crate) fn quiet_from(&self) -> Option<Timestamp> {
        let quiet = self.policy.workspace.asking.quiet?;
        quiet.begins_after(self.now, &self.customer.zone(self.policy))
    }

    /// S-2 … S-6, and the rules of the business: why not to ask.
    fn reason_not_to_ask(&self, index: usize) -> Option<Suppressed> {
        let survey = &self.customer.surveys[index];
        let interaction = &survey.interaction;
        if interaction.source == Source::Receipt {
            // It waits for whoever shows it, even if we know who that should be.
            return Some(Suppressed::NoChannel);
        }
        if self.open_case_index().is_some() {
            return Some(Suppressed::CaseOpen);
        }
        if !wished_by_customer(interaction) {
            if self.policy.workspace.paused {
                return Some(Suppressed::Paused);
            }
            if self.customer.opted_out {
                return Some(Suppressed::OptedOut);
            }
            if self.policy.workspace.incidents.silence(interaction) {
                return Some(Suppressed::Incident);
            }
            if self.same_contact(index) {
                return Some(Suppressed::SameContact);
            }
            if let Some(why) = self.policy.workspace.asking.forbids(interaction) {
                return Some(why);
            }
        }
        if !asks_regardless_of_gap(interaction) && self.gap_until(index).is_some() {
            return Some(Suppressed::Gap);
        }
        if !wished_by_customer(interaction)
            && self.policy.timers().ask_stale < since(interaction.ended_at, self.now)
        {
            return Some(Suppressed::Stale);
        }
        let care = self.policy.workspace.care.as_ref().map(|care| care.platform);
        let unheard_of = self.customer.contacts.iter().all(|contact| {
            contact.reach == Reach::NotStarted && care != Some(contact.address.platform)
        });
        if unheard_of && interaction.held_at.is_none() {
            return Some(Suppressed::NoChannel);
        }
        None
    }

    /// Another source signalled the same contact before (E12).
    fn same_contact(&self, index: usize) -> bool {
        let survey = &self.customer.surveys[index];
        let Some(correlation) = &survey.interaction.correlation else { return false };
        self.customer.surveys[..index].iter().any(|other| {
            other.interaction.correlation.as_ref() == Some(correlation)
                && other.interaction.source != survey.interaction.source
        })
    }

    /// Until when the gap after the last question lasts, if it does (S-4).
    pub(crate) fn gap_until(&self, index: usize) -> Option<Timestamp> {
        let last = self.customer.surveys[..index].iter().rev().find_map(|survey| {
            let on_its_way = match survey.stage {
                Stage::Planned { .. } | Stage::Sending => Some(self.now),
                Stage::Suppressed { .. }
                | Stage::Asked { .. }
                | Stage::MaybeAsked { .. }
                | Stage::Expired
                | Stage::Superseded
                | Stage::Undeliverable { .. }
                | Stage::Answered { .. }
                | Stage::Finished
                | Stage::Erased => None,
            };
            survey.asked_at.or(on_its_way).map(|at| (at, survey))
        });
        let (at, survey) = last?;
        let unhappy = survey
            .rating()
            .is_some_and(|rating| rating.satisfaction() == Satisfaction::Dissatisfied);
        let until = later(at, self.policy.timers().ask_gap);
        (!unhappy && self.now < until).then_some(until)
    }

    /// When a question that is on its way is no longer sent: it is too old, or quiet hours began.
    pub(crate) fn worth_asking_until(&self, index: usize) -> Timestamp {
        let interaction = &self.customer.surveys[index].interaction;
        let stale = self.policy.timers().ask_stale;
        if wished_by_customer(interaction) {
            return later(self.now, stale);
        }
        let until = later(interaction.ended_at, stale);
        self.quiet_from().map_or(until, |quiet| quiet.min(until))
    }
}

/// The customer came to be asked: no consent and no freshness is needed beyond that.
pub(crate) fn wished_by_customer(interaction: &Interaction) -> bool {
    match interaction.source {
        Source::Customer | Source::DeepLink => true,
        Source::Topic | Source::Done | Source::Webhook | Source::Manual | Source::Receipt => false,
    }
}

/// Printed links obey the gap; a receipt of one's own and a wish do not.
fn asks_regardless_of_gap(interaction: &Interaction) -> bool {
    match interaction.source {
        Source::Customer => true,
        Source::DeepLink => !interaction.id.is_own() || interaction.place.is_none(),
        Source::Topic | Source::Done | Source::Webhook | Source::Manual | Source::Receipt => false,
    }
}
