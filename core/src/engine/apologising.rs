//! We say sorry before the customer complains, once, and whoever needs help gets it (`BEHAVIOUR` 2.8,
//! F25).

use super::step::{Step, button};
use crate::{
    action::Action,
    case::Origin,
    customer::ToldTo,
    desk::{DeskSay, WhySay},
    effect::{Purpose, Receipt, Refusal},
    fact::Fact,
    incident::{Apology, Incident, IncidentNumber},
    place::MessageRef,
    say::Label,
    survey::{Stage, Suppressed},
};

impl Step<'_> {
    /// Something went wrong for the customer, and the business says sorry. Whoever has an open case
    /// of theirs says it; without one it is said here, if they want to hear from us. They are not
    /// asked about it either way.
    pub(crate) fn apologise_first(&mut self, number: IncidentNumber) {
        let Some(incident) = self.policy.workspace.incidents.get(number) else { return };
        if incident.approved_at.is_none()
            || !incident.concerns(self.customer)
            || self.customer.knows_incident(number)
        {
            return;
        }
        self.ask_no_more(incident);
        if let Some(case) = self.open_case_index() {
            self.note_apology(incident, ToldTo::Staff);
            let (number, called) = self.called_for(case);
            let (what, fix) = (incident.what.clone(), incident.fix.clone());
            let gift = incident.gift.as_ref().and_then(|gift| gift.item.clone());
            let say = WhySay::SaySorry { case: number, called, what, fix, gift };
            return self.desk(case, DeskSay::why(say));
        }
        if self.customer.opted_out {
            return;
        }
        let say = incident.words(self.customer.name.clone());
        let help = Action::NeedHelp { customer: self.customer.id, incident: number };
        let buttons = vec![vec![button(Label::NeedHelp, help)]];
        if self.tell_once(say, buttons, Purpose::Apology(number)) {
            self.note_apology(incident, ToldTo::Customer);
            self.fact(Fact::Apologised { incident: number });
        }
    }

    /// What they were not asked about yet they are not, and nobody is reminded.
    fn ask_no_more(&mut self, incident: &Incident) {
        for index in 0..self.customer.surveys.len() {
            let survey = &mut self.customer.surveys[index];
            if !incident.silences(&survey.interaction) {
                continue;
            }
            match &mut survey.stage {
                Stage::Planned { .. } => self.suppress(index, Suppressed::Incident),
                Stage::Asked { remind_at, .. } => *remind_at = None,
                Stage::Suppressed { .. }
                | Stage::Sending
                | Stage::MaybeAsked { .. }
                | Stage::Expired
                | Stage::Superseded
                | Stage::Undeliverable { .. }
                | Stage::Answered { .. }
                | Stage::Finished
                | Stage::Erased => (),
            }
        }
    }

    /// Keeps that somebody was told.
    fn note_apology(&mut self, incident: &Incident, whom: ToldTo) {
        let (at, what) = (self.now, incident.what.clone());
        let incident = incident.number;
        self.customer.apologies.push(Apology { incident, at, whom, what, case: None });
    }

    /// The apology arrived, or did not.
    pub(crate) fn apology_settled(
        &mut self,
        number: IncidentNumber,
        fate: &Result<Receipt, Refusal>,
    ) {
        let mut said = self.customer.apologies.iter_mut();
        let said = said.find(|said| said.incident == number && said.whom == ToldTo::Customer);
        if let Some(said) = said.filter(|_| fate.is_ok()) {
            said.whom = ToldTo::Reached;
        }
    }

    /// The customer needs help with something for which we said sorry: a case is opened, or goes on.
    pub(crate) fn help_wished(&mut self, number: IncidentNumber, message: Option<&MessageRef>) {
        let said = self.customer.apologies.iter().position(|said| said.incident == number);
        let before = said.and_then(|said| self.customer.apologies[said].case);
        let before = before.and_then(|case| self.case_index(case));
        let case = match (self.open_case_index(), before) {
            (Some(open), _) => {
                self.take_up_again(open);
                open
            }
            (None, Some(closed)) if self.is_recent(self.case(closed)) => {
                self.reopen_for_customer(closed);
                closed
            }
            (None, _) => self.open_case(Origin::Sorry, None),
        };
        if let Some(said) = said {
            // From now on its card says so.
            self.customer.apologies[said].case = Some(self.case(case).number);
        }
        if let Some(message) = message {
            self.strip(message.clone());
        }
        let ack = self.complain_ack(case);
        self.tell_in_case(case, ack, Vec::new());
    }
}
