//! Who pressed a button, and what follows from it: the customer, staff, or a stranger.

use super::step::Step;
use crate::{
    action::{Action, Subject},
    effect::{Body, Class, Form, OnUnknown, PressRef, Words},
    place::{Actor, MessageRef},
    say::Say,
};

impl Step<'_> {
    /// Somebody pressed a button: the customer, staff, or a stranger.
    pub(crate) fn pressed(
        &mut self,
        press: &PressRef,
        by: &Actor,
        message: Option<&MessageRef>,
        action: Action,
    ) {
        if let Action::Item { item, does } = action {
            return self.item_pressed(press, by, message, (item, does));
        }
        if action.is_for_staff() {
            return self.staff_pressed(press, by, message, action);
        }
        if action.subject() == Subject::Presser {
            self.seen(by, false);
        }
        // The data of a button can be forged: only the customer's own account counts.
        if !self.customer.is(&by.address) {
            return self.not_for_you(press, by);
        }
        self.speaks(by.language.as_deref());
        self.listen();
        self.customer_pressed(press, message, action);
        let in_public = self.is_public(message);
        let is_known = self.customer.erased_at.is_none();
        if is_known && !in_public && action.subject() != Subject::Presser {
            let in_private = message.is_none_or(|message| self.is_in_private(message));
            self.seen(by, in_private);
        }
    }

    /// S-12: the question is for somebody else, and whoever pressed hears it in their own language.
    fn not_for_you(&mut self, press: &PressRef, by: &Actor) {
        let words = Some(Words::Customer(Say::NotForYou, self.policy.language_of(by)));
        self.effect(
            Class::Ack,
            OnUnknown::Leave,
            Body::Answer { press: press.clone(), words, covered: false },
        );
    }

    /// Whether the pressed message stands where others can read it.
    fn is_public(&self, message: Option<&MessageRef>) -> bool {
        let Some(message) = message else { return false };
        let is_it = |asked: &MessageRef| asked.is_same(message);
        let mut surveys = self.customer.surveys.iter();
        surveys.any(|survey| survey.in_public && survey.message.as_ref().is_some_and(is_it))
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each button")]
    pub(crate) fn customer_pressed(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        action: Action,
    ) {
        match action {
            Action::Rate { survey, value } => {
                let found = self.survey_index(survey);
                let rating =
                    found.and_then(|index| self.customer.surveys[index].scale.rating(value).ok());
                match (found, rating) {
                    (Some(index), Some(rating)) => self.rated(press, message, index, rating),
                    (Some(_) | None, _) => self.toast(press, None),
                }
            }
            Action::Change { survey } => match self.survey_index(survey) {
                Some(index) => self.change_wished(press, index),
                None => self.toast(press, None),
            },
            Action::NoTalk { survey } => {
                self.toast(press, None);
                if let Some(index) = self.survey_index(survey) {
                    let known = &mut self.customer.surveys[index].message;
                    *known = known.take().or_else(|| message.cloned());
                    self.no_talk(index);
                }
            }
            Action::ContactMe { survey } => {
                self.toast(press, None);
                if let Some(index) = self.survey_index(survey) {
                    self.contact_wished(Some(index), message);
                }
            }
            Action::Contact { .. } => {
                self.toast(press, None);
                self.contact_wished(None, message);
            }
            Action::Recommend { asked, yes, .. } => {
                self.recommend_pressed(press, message, (asked, yes));
            }
            Action::NeedHelp { incident, .. } => {
                self.toast(press, None);
                self.help_wished(incident, message);
            }
            Action::Forget { yes, .. } => self.forget_pressed(press, message, yes),
            Action::Tell { survey } => self.offer_form(press, Form::Comment(survey)),
            Action::TellInCase { case } => self.offer_form(press, Form::Story(case)),
            Action::Complain => self.offer_form(press, Form::Complaint),
            Action::Code => self.offer_form(press, Form::Code),
            Action::Feedback => self.feedback_wished(),
            Action::Senior { case }
            | Action::StillNeed { case }
            | Action::Right { case, .. }
            | Action::GoOn { case, .. }
            | Action::Offered { case, .. } => match self.case_index(case) {
                Some(index) => self.case_pressed(press, message, index, action),
                None => self.toast(press, None),
            },
            Action::Item { .. }
            | Action::Take { .. }
            | Action::Join { .. }
            | Action::History { .. }
            | Action::WaitForAnswer { .. }
            | Action::Promise { .. }
            | Action::Progress { .. }
            | Action::HandOver { .. }
            | Action::Accept { .. }
            | Action::Return { .. }
            | Action::MakeGood { .. }
            | Action::CallSenior { .. }
            | Action::PutRight { .. }
            | Action::Reopen { .. }
            | Action::JustThanks { .. }
            | Action::Admin { .. }
            | Action::Trial { .. }
            | Action::CloseMistap { .. }
            | Action::Why { .. }
            | Action::Anyway { .. }
            | Action::NameCause { .. }
            | Action::OpenRecovery { .. }
            | Action::NoAction { .. }
            | Action::OpenFor { .. } => unreachable!("staff actions are told apart by the caller"),
        }
    }
}
