//! Taps of the customer on a question, and what they set off (S-11 … S-21, S-25).

use super::worded::worded;
use super::{
    inbox::item_buttons,
    step::{Step, button, since},
};
use crate::{
    action::Action,
    case::{Origin, Outcome, Stage as CaseStage},
    desk::DeskSay,
    effect::{Body, Class, Form, OnUnknown, PressRef, To, Words},
    fact::Fact,
    ids::SurveyId,
    inbox::ItemWhat,
    place::MessageRef,
    recommending::After,
    say::{Button, Does, Label, Say},
    scale::{Rating, Satisfaction},
    survey::{Response, Stage},
};

/// What a customer may do about an answer: the label, and what it does for a survey.
type Offered = (Label, fn(SurveyId) -> Action);

const CHANGE: Offered = (Label::Change, |survey| Action::Change { survey });
const CONTACT_ME: Offered = (Label::ContactMe, |survey| Action::ContactMe { survey });
const TELL: Offered = (Label::Tell, |survey| Action::Tell { survey });
const TELL_US: Offered = (Label::TellUs, |survey| Action::Tell { survey });
const NO_TALK: Offered = (Label::NoTalk, |survey| Action::NoTalk { survey });

impl Step<'_> {
    /// A tap on an option.
    pub(super) fn rated(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        index: usize,
        rating: Rating,
    ) {
        match self.customer.surveys[index].stage {
            Stage::Sending => {
                // The tap is faster than the platform's own word that the question arrived.
                if let Some(message) = message {
                    self.now_asked(index, message.clone());
                }
                self.first_answer(press, message, index, rating, false);
            }
            Stage::Asked { .. } | Stage::MaybeAsked { .. } | Stage::Undeliverable { .. } => {
                self.first_answer(press, message, index, rating, false);
            }
            Stage::Expired | Stage::Superseded => {
                self.first_answer(press, message, index, rating, true);
            }
            Stage::Answered { .. } | Stage::Finished => {
                self.rated_again(press, message, index, rating);
            }
            Stage::Suppressed { .. } | Stage::Planned { .. } | Stage::Erased => {
                self.toast(press, None);
            }
        }
    }

    fn first_answer(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        index: usize,
        rating: Rating,
        late: bool,
    ) {
        let comment_until = self.later(self.policy.timers().ask_comment);
        let now = self.now;
        let survey = &mut self.customer.surveys[index];
        let known = survey.message.take();
        let is_known = known.as_ref().zip(message).is_some_and(|(known, it)| known.is_same(it));
        survey.message = if is_known { known } else { message.cloned().or(known) };
        survey.stage = Stage::Answered { comment_until };
        survey.response = Some(Response { history: vec![(now, rating)], late, frozen_at: None });
        survey.asked_at = survey.asked_at.or(Some(now));
        if let Some(at) = &mut survey.put_away_at {
            *at = (*at).min(super::step::later(now, super::asking::PUT_AWAY_ANSWERED));
        }
        let id = survey.id;
        let clouds = self.clouds_over(index);
        self.fact(Fact::Answered { survey: id, rating, late, change: 0, clouds });
        self.toast(press, Some(if late { Say::LateAck } else { Say::TapAck }));
        self.react_to_rating(index, rating);
    }

    /// What a rating sets off: thanks, or an apology and a case in the same step.
    fn react_to_rating(&mut self, index: usize, rating: Rating) {
        match rating.satisfaction() {
            Satisfaction::Satisfied => {
                self.show_answered(index, rating, Say::ThanksHappy, &[TELL_US, CHANGE]);
                self.praise(index, rating);
                let contact = self.customer.surveys[index].interaction.id.0.clone();
                self.ask_to_recommend(&contact, After::Answer);
            }
            Satisfaction::Neutral => {
                let labels = [TELL_US, CONTACT_ME, CHANGE];
                self.show_answered(index, rating, Say::ThanksNeutral, &labels);
                self.feed(index, None, None);
            }
            Satisfaction::Dissatisfied => {
                let case = self.case_for_answer(index, Origin::Answer);
                let sorry = self.sorry(case);
                self.apologise(index, rating, case, sorry);
            }
        }
    }

    /// The tapped message becomes the answer to the tap.
    pub(crate) fn show_answered(
        &mut self,
        index: usize,
        rating: Rating,
        then: Say,
        labels: &[Offered],
    ) {
        let survey = &self.customer.surveys[index];
        let (id, in_public) = (survey.id, survey.in_public);
        let question = survey.question.clone();
        let text = survey.worded.as_ref().and_then(|worded| worded.text.clone());
        let then = self.said_after_tap(index, then);
        let is_happy = rating.satisfaction() == Satisfaction::Satisfied;
        let then = if is_happy { self.with_what_came(index, then) } else { then };
        let row: Vec<_> = labels.iter().map(|(label, does)| button(*label, does(id))).collect();
        let buttons = if row.is_empty() { Vec::new() } else { vec![row] };
        if in_public {
            // Where others can read it neither the face nor the words are shown.
            self.show(index, Say::TapAck, Vec::new());
            let labels = labels.iter().filter(|(label, _)| *label != Label::Change);
            let row: Vec<_> = labels.map(|(label, does)| button(*label, does(id))).collect();
            return self.tell_alone(then, vec![row]);
        }
        let shown = Say::Answered { question, rating: Some(rating), then: Box::new(then) };
        self.show(index, worded(text, shown), buttons);
    }

    fn show(&mut self, index: usize, say: Say, buttons: Vec<Vec<Button>>) {
        match self.customer.surveys[index].message.clone() {
            Some(message) => self.edit(message, say, buttons),
            None => self.tell(Class::Thanks, say, buttons),
        }
    }

    /// The apology; where others can read it, it is said in private, or the way there is shown.
    fn apologise(&mut self, index: usize, rating: Rating, case: usize, sorry: Say) {
        if !self.customer.surveys[index].in_public {
            return self.show_sorry(index, rating, sorry);
        }
        let number = self.case(case).number;
        let private = self.customer.contacts.iter().any(|contact| {
            let has_room = contact.room.as_ref().is_some_and(|room| room.case == Some(number));
            contact.reach.may_work() || has_room
        });
        if private {
            self.show(index, Say::TapAck, Vec::new());
            if self.customer_way().is_some() {
                self.tell_in_case(case, sorry, Vec::new());
            }
        } else if self.whispering_press().is_some() {
            // Nothing leads into private there, but here nobody else reads it.
            self.show(index, Say::TapAck, Vec::new());
            let id = self.customer.surveys[index].id;
            self.tell_alone(sorry, vec![vec![button(TELL.0, TELL.1(id))]]);
        } else {
            let token = self.private_token(case);
            let does = Does::OpenPrivate(token.clone());
            let buttons = vec![vec![Button { label: Label::Tell, does }]];
            self.show(index, Say::OpenPrivate { token }, buttons);
        }
    }

    /// Tells whoever pressed so that nobody else reads it, where that can be done.
    fn tell_alone(&mut self, say: Say, buttons: Vec<Vec<Button>>) {
        let Some(press) = self.whispering_press() else { return };
        let words = Words::Customer(say, self.language());
        let (to, reply_to, purpose) = (To::Reply(press), None, None);
        let body = Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose };
        self.effect(Class::Thanks, OnUnknown::Leave, body);
    }

    /// The apology under the tapped answer.
    pub(crate) fn show_sorry(&mut self, index: usize, rating: Rating, sorry: Say) {
        self.show_answered(index, rating, sorry, &[TELL, NO_TALK, CHANGE]);
    }

    /// Opens a form for whoever pressed.
    pub(super) fn offer_form(&mut self, press: &PressRef, form: Form) {
        self.toast(press, None);
        let asks_for_code = form == Form::Code;
        let say = if asks_for_code { Say::CodePrompt } else { Say::ComplainPrompt };
        let words = Words::Customer(say, self.language());
        let body = Body::Form { press: press.clone(), form, words, to: None, purpose: None };
        self.effect(Class::Ack, OnUnknown::Leave, body);
    }

    fn rated_again(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        index: usize,
        rating: Rating,
    ) {
        let survey = &mut self.customer.surveys[index];
        if survey.message.is_none() {
            survey.message = message.cloned();
        }
        let Some(before) = survey.rating() else { return self.toast(press, None) };
        if before == rating {
            self.toast(press, Some(Say::TapAck));
            if message.is_some() {
                // The faces may be shown again after "change my answer": close them.
                self.show_current(index, rating);
            }
            return;
        }
        if !self.may_change(index) {
            self.toast(press, Some(Say::ChangeClosed));
            if rating.satisfaction() == Satisfaction::Dissatisfied {
                self.late_change(index);
            }
            return;
        }
        let now = self.now;
        let survey = &mut self.customer.surveys[index];
        let (id, mut late, mut change) = (survey.id, false, 0);
        if let Some(response) = &mut survey.response {
            change = u16::try_from(response.history.len()).unwrap_or(u16::MAX);
            late = response.late;
            response.history.push((now, rating));
        }
        self.fact(Fact::Answered { survey: id, rating, late, change, clouds: Vec::new() });
        self.toast(press, Some(Say::ChangedAck { rating }));
        let was_unhappy = before.satisfaction() == Satisfaction::Dissatisfied;
        if was_unhappy && rating.satisfaction() != Satisfaction::Dissatisfied {
            self.no_longer_unhappy(index, rating);
        }
        self.react_to_rating(index, rating);
    }

    /// Shows the answer that stands, without setting anything off again.
    fn show_current(&mut self, index: usize, rating: Rating) {
        match rating.satisfaction() {
            Satisfaction::Satisfied => {
                self.show_answered(index, rating, Say::ThanksHappy, &[TELL_US, CHANGE]);
            }
            Satisfaction::Neutral => {
                let labels = [TELL_US, CONTACT_ME, CHANGE];
                self.show_answered(index, rating, Say::ThanksNeutral, &labels);
            }
            Satisfaction::Dissatisfied => {
                let case = self.customer.surveys[index].case.and_then(|case| self.case_index(case));
                let Some(case) = case.filter(|case| self.case(*case).is_open()) else { return };
                let sorry = self.sorry(case);
                self.apologise(index, rating, case, sorry);
            }
        }
    }

    /// S-17: within the window, and no human has spoken in the case.
    fn may_change(&self, index: usize) -> bool {
        let survey = &self.customer.surveys[index];
        let Some(response) = &survey.response else { return false };
        let first = response.first_at().unwrap_or(self.now);
        let in_time = since(first, self.now) < self.policy.timers().ask_change;
        in_time && response.frozen_at.is_none()
    }

    pub(super) fn change_wished(&mut self, press: &PressRef, index: usize) {
        if self.customer.surveys[index].response.is_none() {
            return self.toast(press, None);
        }
        if !self.may_change(index) {
            return self.toast(press, Some(Say::ChangeClosed));
        }
        self.toast(press, None);
        let survey = &self.customer.surveys[index];
        let buttons = super::asking::rating_buttons(survey.id, survey.scale);
        let say = self.ask_say(index, None);
        self.show(index, say, buttons);
    }

    /// S-18: feelings beat the window.
    fn late_change(&mut self, index: usize) {
        if self.open_case_index().is_some() {
            return;
        }
        let case = self.case_for_answer(index, Origin::LateChange);
        let sorry = self.sorry(case);
        self.tell_in_case(case, sorry, Vec::new());
    }

    /// K-3, K-3b: the customer is not unhappy after all.
    fn no_longer_unhappy(&mut self, index: usize, rating: Rating) {
        let case = self.customer.surveys[index].case.and_then(|case| self.case_index(case));
        let Some(case) = case else { return };
        let number = self.case(case).number;
        if self.case(case).first_word_at.is_some() {
            return;
        }
        let slip = self.case(case).reopened == 0;
        match self.case(case).stage {
            CaseStage::Open if slip => {
                self.close(case, Outcome::Mistap);
                self.desk(case, DeskSay::ClosedMistap { case: number });
            }
            CaseStage::Open
            | CaseStage::Working { .. }
            | CaseStage::Waiting { .. }
            | CaseStage::Checking { .. } => {
                let close = button(Label::CloseMistap, Action::CloseMistap { case: number });
                self.desk_with(case, DeskSay::ChangedAnswer { rating }, vec![vec![close]], None);
            }
            CaseStage::Closed { .. } => (),
        }
    }

    /// K-4: the customer wants no reply.
    pub(super) fn no_talk(&mut self, index: usize) {
        let case = self.customer.surveys[index].case.and_then(|case| self.case_index(case));
        let Some(case) = case else { return };
        if !self.case(case).is_open() || self.case(case).first_word_at.is_some() {
            return;
        }
        if let CaseStage::Checking { .. } = self.case(case).stage {
            return;
        }
        let number = self.case(case).number;
        self.close(case, Outcome::Declined);
        let (what, words) = (ItemWhat::LookInto(number), self.case(case).said.clone());
        let item = self.item(what, Some(index), words);
        let buttons = item_buttons(item, what);
        self.desk_with(case, DeskSay::NoReplyWanted { case: number }, buttons, None);
        let survey = &self.customer.surveys[index];
        // Where others read along it is said in private.
        if let Some(rating) = survey.rating().filter(|_| !survey.in_public) {
            self.show_answered(index, rating, Say::NoTalkAck, &[]);
        } else {
            self.tell(Class::Thanks, Say::NoTalkAck, Vec::new());
        }
    }

    /// S-21: the customer wants to be contacted.
    pub(super) fn contact_wished(&mut self, index: Option<usize>, message: Option<&MessageRef>) {
        let open = self.open_case_index();
        let case = match (open, index) {
            (Some(case), _) => case,
            (None, Some(index)) => self.case_again(Origin::AskedContact, index),
            (None, None) => self.open_case(Origin::AskedContact, None),
        };
        let ack = self.complain_ack(case);
        match (index, index.and_then(|index| self.customer.surveys[index].rating())) {
            (Some(index), Some(rating)) if open.is_none() => {
                self.show_answered(index, rating, ack, &[]);
            }
            (Some(_) | None, _) => {
                if let Some(message) = message {
                    self.strip(message.clone());
                }
                self.tell_in_case(case, ack, Vec::new());
            }
        }
    }
}
