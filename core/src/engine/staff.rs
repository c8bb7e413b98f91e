//! What staff press and write within a case. Rights are checked here, when it happens (INV-22).

use super::step::Step;
use crate::{
    action::{Action, OfferDoes, Subject},
    case::{Origin, Outcome, Prompt, Stage, ThreadState},
    desk::{DeskSay, HandingSay, HistoryLine, HistoryWhat},
    effect::{Body, Class, Form, OnUnknown, PressRef, Purpose, To, Words},
    grammar,
    ids::CaseNumber,
    place::{Actor, Content, MessageRef, Place},
    policy::{Level, StaffMember},
    scale::Satisfaction,
    workspace::answer_at,
};

/// How many lines of its history a case shows.
const HISTORY_SHOWN: usize = 30;

impl Step<'_> {
    /// Answers staff who asked what is known of the customer. Question and answer go when the
    /// customer is forgotten.
    pub(crate) fn looked_up(
        &mut self,
        message: &MessageRef,
        press: Option<&PressRef>,
        place: Option<&Place>,
        say: &DeskSay,
    ) {
        if press.is_none() {
            self.remember_standing(message);
        }
        let answer = answer_at(message, press, place, say);
        self.effect(answer.class, answer.on_unknown, answer.body);
    }

    /// A button for staff was pressed.
    pub(crate) fn staff_pressed(
        &mut self,
        press: &PressRef,
        by: &Actor,
        message: Option<&MessageRef>,
        action: Action,
    ) {
        let member = match self.acting_on_case(by, Level::Agent) {
            Ok(member) => member,
            Err(refusal) => return self.staff_toast(press, Some(refusal)),
        };
        let case = match action.subject() {
            Subject::Case(number) => match self.case_index(number) {
                Some(case) => case,
                None => return self.staff_toast(press, Some(DeskSay::NoSuchCase { case: number })),
            },
            Subject::Survey(_)
            | Subject::Customer(_)
            | Subject::Item(_)
            | Subject::Presser
            | Subject::Business => {
                self.staff_toast(press, None);
                return self.feed_pressed(message, action);
            }
        };
        let refusal = if let Action::PutRight { .. } = action {
            self.prompt_done(case, &member, press)
        } else if let Action::Promise { .. } = action {
            self.prompt(case, &member, press, Prompt::Promise)
        } else if let Action::Progress { .. } = action {
            self.prompt(case, &member, press, Prompt::Progress)
        } else if let Action::HandOver { .. } = action {
            self.prompt(case, &member, press, Prompt::Handover)
        } else if let Action::Return { .. } = action {
            self.prompt(case, &member, press, Prompt::Return)
        } else if let Action::Why { .. } = action {
            self.prompt(case, &member, press, Prompt::Why)
        } else if let Action::Anyway { .. } = action {
            self.anyway_pressed(case, &member, (press, message))
        } else if let Action::MakeGood { offer, does, .. } = action {
            self.make_good_pressed(case, &member, (press, message), offer, does)
        } else {
            self.case_button(case, &member, message, action)
        };
        self.staff_toast(press, refusal);
    }

    fn case_button(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: Option<&MessageRef>,
        action: Action,
    ) -> Option<DeskSay> {
        match action {
            // The card follows when the group's pace lets it: the press itself is answered at once.
            Action::Take { .. } => self.take(case, by, false).or_else(|| {
                let by = self.name_of(by);
                Some(DeskSay::Taken { by })
            }),
            Action::Join { .. } => self.join(case, by),
            Action::History { .. } => {
                self.show_history(case);
                None
            }
            Action::WaitForAnswer { .. } => self.wait_for_answer(case),
            Action::Accept { .. } => {
                let refusal = self.accept(case, by);
                if refusal.as_ref().is_none_or(|say| *say == DeskSay::handing(HandingSay::Over)) {
                    self.strip_desk(message);
                }
                refusal
            }
            Action::CallSenior { .. } => self.escalate(case, by, None),
            Action::Reopen { .. } => {
                self.strip_desk(message);
                self.reopen_by_staff(case, by)
            }
            Action::JustThanks { .. } => {
                self.strip_desk(message);
                Some(DeskSay::JustThanksNoted)
            }
            Action::CloseMistap { .. } => {
                self.strip_desk(message);
                self.close_mistap(case)
            }
            Action::NameCause { cause, .. } => self.cause_pressed(case, by, cause, message),
            Action::OpenRecovery { .. }
            | Action::NoAction { .. }
            | Action::OpenFor { .. }
            | Action::Why { .. }
            | Action::Anyway { .. }
            | Action::PutRight { .. }
            | Action::Promise { .. }
            | Action::Progress { .. }
            | Action::HandOver { .. }
            | Action::Return { .. }
            | Action::MakeGood { .. }
            | Action::Offered { .. }
            | Action::Rate { .. }
            | Action::Change { .. }
            | Action::NoTalk { .. }
            | Action::ContactMe { .. }
            | Action::Contact { .. }
            | Action::Senior { .. }
            | Action::StillNeed { .. }
            | Action::Right { .. }
            | Action::Tell { .. }
            | Action::TellInCase { .. }
            | Action::Item { .. }
            | Action::Complain
            | Action::Forget { .. }
            | Action::Recommend { .. }
            | Action::NeedHelp { .. }
            | Action::Feedback
            | Action::Code
            | Action::Admin { .. }
            | Action::Trial { .. }
            | Action::GoOn { .. } => None,
        }
    }

    fn make_good_pressed(
        &mut self,
        case: usize,
        by: &StaffMember,
        (press, message): (&PressRef, Option<&MessageRef>),
        offer: u32,
        does: OfferDoes,
    ) -> Option<DeskSay> {
        match does {
            OfferDoes::Ask => self.prompt(case, by, press, Prompt::Offer),
            OfferDoes::Send => self.approve(case, by, offer, message),
            OfferDoes::Adjust => self.prompt_instead(case, by, press, offer),
            OfferDoes::Delivered => {
                let refusal = self.deliver(case, by, offer, "");
                if refusal != Some(DeskSay::NotSentJoinFirst) {
                    self.strip_desk(message);
                }
                refusal
            }
        }
    }

    /// Takes the buttons off a message at the desk, so that they are pressed once.
    pub(crate) fn strip_desk(&mut self, message: Option<&MessageRef>) {
        if let Some(message) = message {
            let message = message.clone();
            let body = Body::Edit {
                message,
                words: None,
                buttons: Vec::new(),
                purpose: None,
                press: None,
            };
            self.effect(Class::Staff, OnUnknown::Repeat, body);
        }
    }

    /// Something in the feed is taken up, or laid aside.
    fn feed_pressed(&mut self, message: Option<&MessageRef>, action: Action) {
        self.strip_desk(message);
        let survey = if let Action::OpenRecovery { survey } = action {
            self.survey_index(survey)
        } else if let Action::OpenFor { .. } = action {
            None
        } else {
            return;
        };
        if self.open_case_index().is_some() {
            return;
        }
        let case = match survey {
            Some(survey) => self.case_again(Origin::Staff, survey),
            None => self.open_case(Origin::Staff, None),
        };
        let ack = self.complain_ack(case);
        self.tell_in_case(case, ack, Vec::new());
    }

    /// K-11: it is the customer's turn.
    fn wait_for_answer(&mut self, case: usize) -> Option<DeskSay> {
        let now = self.now;
        let number = self.case(case).number;
        match &self.case(case).stage {
            Stage::Working { owner, .. } => {
                let owner = owner.clone();
                let state = self.case_mut(case);
                state.stage = Stage::Waiting { owner, since: now, nudges: 0 };
                state.wakes.progress = None;
                state.wakes.hold = None;
                Some(DeskSay::NowWaiting)
            }
            Stage::Waiting { .. } => Some(DeskSay::NowWaiting),
            Stage::Open | Stage::Checking { .. } => None,
            Stage::Closed { .. } => Some(DeskSay::AlreadyClosed { case: number }),
        }
    }

    /// *Put right*: what was done is asked for first.
    fn prompt_done(&mut self, case: usize, by: &StaffMember, press: &PressRef) -> Option<DeskSay> {
        let number = self.case(case).number;
        match self.case(case).stage {
            Stage::Working { .. } | Stage::Waiting { .. } => (),
            Stage::Checking { .. } => return Some(self.customer_asked(case)),
            Stage::Open => return Some(DeskSay::NotSentJoinFirst),
            Stage::Closed { .. } => return Some(DeskSay::AlreadyClosed { case: number }),
        }
        self.case_mut(case).desk.prompt = Some((None, by.address.clone()));
        let place = self.case(case).thread().cloned()?;
        let body = Body::Form {
            press: press.clone(),
            form: Form::Done(number),
            words: Words::Desk(DeskSay::AskWhatWasDone { case: number }),
            to: Some(To::Place(place)),
            purpose: Some(Purpose::DonePrompt(number)),
        };
        self.effect(Class::Staff, OnUnknown::Resend, body);
        None
    }

    /// K-3b: a case whose customer changed the answer, before any human word.
    fn close_mistap(&mut self, case: usize) -> Option<DeskSay> {
        let number = self.case(case).number;
        let unhappy =
            self.case(case).surveys.iter().filter_map(|id| self.customer.survey(*id)).any(
                |survey| {
                    survey
                        .rating()
                        .is_some_and(|rating| rating.satisfaction() == Satisfaction::Dissatisfied)
                },
            );
        if !self.case(case).is_open() {
            return Some(DeskSay::AlreadyClosed { case: number });
        }
        if unhappy || self.case(case).first_word_at.is_some() {
            return Some(DeskSay::OnlyCustomerCloses);
        }
        self.close(case, Outcome::Mistap);
        self.desk(case, DeskSay::ClosedMistap { case: number });
        None
    }

    fn show_history(&mut self, case: usize) {
        let history = &self.case(case).history;
        let skip = history.len().saturating_sub(HISTORY_SHOWN);
        let lines: Vec<HistoryLine> = history
            .iter()
            .skip(skip)
            .map(|(at, what)| HistoryLine {
                at: self.policy.due(*at, self.now),
                what: what.clone(),
            })
            .collect();
        let number = self.case(case).number;
        self.desk(case, DeskSay::History { case: number, lines });
    }

    /// Somebody wrote in the thread of a case, or named the case elsewhere. With the message that it
    /// answers stands whether that is one of ours.
    pub(crate) fn staff_wrote(
        &mut self,
        case: CaseNumber,
        by: &Actor,
        message: &MessageRef,
        answered: Option<(&MessageRef, bool)>,
        content: &Content,
    ) {
        let reply_to = answered.map(|(message, _)| message);
        let member = match self.acting_on_case(by, Level::Agent) {
            Ok(member) => member,
            Err(refusal) => return self.reply(message, refusal),
        };
        let Some(case) = self.case_index(case) else {
            return self.reply(message, DeskSay::NoSuchCase { case });
        };
        if self.room_there(case).as_ref() == Some(&message.place) && self.asked_by().is_none() {
            return self.staff_spoke_in_room(case, &member, message, content);
        }
        if self.is_on_behalf(case, &message.place) {
            return self.spoke_on_behalf(case, &member, message, content);
        }
        // Words under a picture are words, too: a note there must not leave either.
        let words = content.words().map(str::trim_start).unwrap_or_default();
        if let Some(note) = words.strip_prefix("//") {
            return self.note(case, &member, note);
        }
        if grammar::command(words) == Some("undo") {
            let refusal = self.undo_command(case, &member, reply_to);
            return self.answer_staff(message, refusal);
        }
        if grammar::command(words).is_some() {
            return self.staff_command(case, &member, message, words);
        }
        if self.answers_prompt(case, reply_to) {
            return self.resolve_command(case, &member, message, words);
        }
        if let Some(asked) = self.asked_for(case, reply_to) {
            let refusal = self.prompt_answered(case, &member, asked, words);
            return self.answer_staff(message, refusal);
        }
        // Beside a room the thread is for staff alone: what is said there stays there.
        if !self.is_thread_of(case, &message.place) || self.is_inside(case, &message.place) {
            return;
        }
        let number = self.case(case).number;
        if !self.case(case).is_open() {
            return self.reply(message, DeskSay::NotSentClosed { case: number });
        }
        if !self.takes_part(case, &member.address) {
            return self.reply(message, DeskSay::NotSentJoinFirst);
        }
        if content.is_unreadable() {
            return self.reply(message, DeskSay::NotSentUnreadable);
        }
        if let Some((answered, true)) = answered
            && !self.is_about_case(case, answered)
        {
            return self.reply(message, DeskSay::NotSentUnclear);
        }
        self.relay_to_customer(case, &member, message, reply_to, content);
    }

    /// Staff filled a form in: what was done, what they promise, or how it stands.
    pub(crate) fn staff_filled_form(
        &mut self,
        case: CaseNumber,
        by: &Actor,
        message: &MessageRef,
        form: Form,
        content: &Content,
    ) {
        let member = match self.acting_on_case(by, Level::Agent) {
            Ok(member) => member,
            Err(refusal) => return self.reply(message, refusal),
        };
        let Some(case) = self.case_index(case) else {
            return self.reply(message, DeskSay::NoSuchCase { case });
        };
        let words = content.words().unwrap_or_default();
        let refusal = match form {
            Form::Promise(_) => self.prompt_answered(case, &member, Prompt::Promise, words),
            Form::Progress(_) => self.prompt_answered(case, &member, Prompt::Progress, words),
            Form::Handover(_) => self.prompt_answered(case, &member, Prompt::Handover, words),
            Form::Return(_) => self.prompt_answered(case, &member, Prompt::Return, words),
            Form::Offer(_) => self.prompt_answered(case, &member, Prompt::Offer, words),
            Form::Instead(_, offer) => {
                self.prompt_answered(case, &member, Prompt::Instead(offer), words)
            }
            Form::Why(_) => self.prompt_answered(case, &member, Prompt::Why, words),
            Form::Anyway(_) => self.prompt_answered(case, &member, Prompt::Anyway, words),
            Form::Done(_)
            | Form::Comment(_)
            | Form::Story(_)
            | Form::Complaint
            | Form::Code
            | Form::Sorry
            | Form::Wording(_) => return self.resolve_command(case, &member, message, words),
        };
        self.answer_staff(message, refusal);
    }

    /// Whether a case is talked about at this place. The desk may have moved since the case found a
    /// home there.
    pub(super) fn is_thread_of(&self, case: usize, place: &Place) -> bool {
        match &self.case(case).desk.thread {
            ThreadState::Open(thread) => thread == place,
            ThreadState::Fallback(desk) => desk == place || self.policy.desk() == Some(place),
            ThreadState::None | ThreadState::Opening => false,
        }
    }

    /// Says what is wrong with what staff wrote, or marks it as carried out: that costs the group
    /// no message.
    pub(crate) fn answer_staff(&mut self, message: &MessageRef, refusal: Option<DeskSay>) {
        if let Some(refusal) = refusal {
            return self.reply(message, refusal);
        }
        if self.asked_by().is_some() {
            // The command is confirmed where it was given.
            return;
        }
        let body = Body::MarkDelivered { message: message.clone() };
        self.effect(Class::Digest, OnUnknown::Repeat, body);
    }

    /// Whether whoever answers this message of ours speaks to the customer: it is a line, or the
    /// card. What else we say here is for staff, and may have asked somebody for something; whoever
    /// answers that means us, also when we have long forgotten that we asked.
    fn is_about_case(&self, case: usize, message: &MessageRef) -> bool {
        let case = self.case(case);
        let mut lines = case.lines.iter();
        case.desk.card.as_ref().is_some_and(|card| card.is_same(message))
            || lines.any(|line| {
                let both = line.to.iter().chain(&line.from);
                both.into_iter().any(|known| known.is_same(message))
            })
    }

    fn answers_prompt(&self, case: usize, reply_to: Option<&MessageRef>) -> bool {
        match &self.case(case).desk.prompt {
            Some((Some(prompt), _)) => reply_to == Some(prompt),
            Some((None, _)) | None => false,
        }
    }

    /// A note stays inside, whatever happens.
    pub(crate) fn note(&mut self, case: usize, by: &StaffMember, text: &str) {
        let by_address = by.address.clone();
        let by = self.name_of(by);
        let what = HistoryWhat::Note { by, text: text.trim().to_owned() };
        let now = self.now;
        self.case_mut(case).history.push((now, what));
        self.assisted(case, &by_address);
    }
}
