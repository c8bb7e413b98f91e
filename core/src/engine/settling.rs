//! What the platform said about an effect, and what follows from it.

use super::step::Step;
use crate::{
    case::{Stage, ThreadState},
    customer::Reach,
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, Receipt, Refusal, Words},
    fact::{Alarm, Fact},
    ids::CaseNumber,
    place::{Address, MessageRef, Place},
};

/// How often a lost thread is made anew.
const THREADS_MAX: u8 = 3;

type Fate = Result<Receipt, Refusal>;

impl Step<'_> {
    /// An effect came to its end.
    pub(crate) fn settled(&mut self, purpose: Purpose, to: Option<&Address>, fate: &Fate) {
        if let Purpose::Question(survey) = purpose {
            return self.question_settled(survey, to, fate);
        }
        let is_room = matches!(purpose, Purpose::Room(_) | Purpose::RoomToAsk(_));
        let was_open = to.is_some_and(|address| self.may_reach(address));
        match (to, fate) {
            // A room says nothing about the private chat.
            _ if is_room => (),
            (Some(address), Err(refusal)) => self.mark_refused(address, *refusal),
            (Some(address), Ok(_)) => self.mark_reach(address, Reach::Ok),
            (None, _) => (),
        }
        let case = |step: &Self, number: CaseNumber| step.case_index(number);
        match purpose {
            Purpose::Question(_) => unreachable!("handled above"),
            Purpose::QuestionAgain(survey) => self.shown_again_settled(survey, fate),
            Purpose::Thread(number) => {
                if let Some(case) = case(self, number) {
                    self.thread_settled(case, fate);
                }
            }
            Purpose::Card(number) => {
                if let (Some(case), Ok(Receipt::Message(message))) = (case(self, number), fate) {
                    self.case_mut(case).desk.card = Some(message.clone());
                    let body = Body::Pin { message: message.clone() };
                    self.effect(Class::Digest, OnUnknown::Repeat, body);
                } else if let (Some(case), Err(Refusal::ThreadGone)) = (case(self, number), fate) {
                    self.thread_lost(case);
                }
            }
            Purpose::DonePrompt(number) => {
                if let (Some(case), Ok(Receipt::Message(message))) = (case(self, number), fate) {
                    self.prompt_stands(case, message);
                }
            }
            Purpose::Line(number, line) => {
                if let Some(case) = case(self, number) {
                    self.line_settled(case, line, fate);
                }
            }
            Purpose::ToCustomer(number) => {
                if let Some(case) = case(self, number) {
                    self.told_settled(case, to, fate, was_open);
                }
            }
            Purpose::Recheck(number) => {
                if let Some(case) = case(self, number) {
                    self.recheck_settled(case, to, fate, was_open);
                }
            }
            Purpose::Room(number) => {
                if let Some(address) = to {
                    self.room_settled(Some(number), address, fate);
                }
            }
            Purpose::RoomToAsk(survey) => {
                if let Some(address) = to {
                    self.room_to_ask_settled(survey, address, fate);
                }
            }
            Purpose::Reaction(number, line) => {
                if let Some(case) = case(self, number) {
                    self.reaction_settled(case, line, fate);
                }
            }
            Purpose::ToDesk(number) => {
                if let (Some(case), Err(refusal)) = (case(self, number), fate) {
                    self.desk_refused(case, *refusal);
                }
            }
        }
    }

    fn prompt_stands(&mut self, case: usize, message: &MessageRef) {
        if let Some((prompt, _)) = &mut self.case_mut(case).desk.prompt {
            *prompt = Some(message.clone());
        }
    }

    fn shown_again_settled(&mut self, survey: crate::ids::SurveyId, fate: &Fate) {
        if let (Some(index), Ok(Receipt::Message(message))) = (self.survey_index(survey), fate) {
            let survey = &mut self.customer.surveys[index];
            // An answer that came meanwhile has edited the message that was tapped.
            let needless = if survey.is_answered() {
                Some(message.clone())
            } else {
                survey.message.replace(message.clone())
            };
            if let Some(needless) = needless {
                self.strip(needless);
            }
        }
    }

    fn thread_settled(&mut self, case: usize, fate: &Fate) {
        if self.case(case).desk.thread != ThreadState::Opening {
            return;
        }
        let number = self.case(case).number;
        match fate {
            Ok(Receipt::Thread(thread)) => {
                self.case_mut(case).desk.thread = ThreadState::Open(thread.clone());
                self.present(case);
            }
            Ok(Receipt::ThreadOnCard { thread, card }) => {
                let desk = &mut self.case_mut(case).desk;
                desk.thread = ThreadState::Open(thread.clone());
                desk.card = Some(card.clone());
                self.call_and_tell(case);
            }
            Ok(Receipt::Message(_) | Receipt::Done) => (),
            Err(Refusal::Unknown) if self.case(case).desk.attempts < THREADS_MAX => {
                self.open_thread(case);
            }
            Err(Refusal::ChatGone) => {
                // The desk may come back: the next wake of the case tries again.
                self.case_mut(case).desk.thread = ThreadState::None;
                self.fact(Fact::Alarm { what: Alarm::DeskLost });
            }
            Err(refusal) => {
                let no_rights = *refusal == Refusal::NoRights;
                self.fact(Fact::Alarm { what: Alarm::NoThread(number) });
                let Some(desk) = self.policy.desk().cloned() else { return };
                self.case_mut(case).desk.thread = ThreadState::Fallback(desk);
                self.desk(case, DeskSay::NoThread { case: number, no_rights });
                self.present(case);
            }
        }
    }

    /// Asks for a thread again if the case has none: the desk was lost or not set when it opened.
    pub(crate) fn ensure_thread(&mut self, case: usize) {
        let homeless = self.case(case).desk.thread == ThreadState::None;
        let wanted = self.case(case).is_open() || self.is_recent(self.case(case));
        if homeless && wanted && !self.policy.workspace.desk_lost {
            self.open_thread(case);
        }
    }

    /// Puts the case in front of staff: its card, a call, and what the customer said so far.
    fn present(&mut self, case: usize) {
        self.post_card(case);
        self.call_and_tell(case);
    }

    /// Calls for the case, and shows what the customer said so far.
    fn call_and_tell(&mut self, case: usize) {
        if self.case(case).stage == Stage::Open {
            self.call_duty(case);
        }
        if 1 < self.case(case).desk.attempts {
            let lines = self.case(case).said.clone();
            self.desk(case, DeskSay::ThreadRecreated { lines });
        }
        self.flush_burst(case);
    }

    /// Calls those on duty; if nobody is, that is said, and the level of the case is called all the
    /// same (E21).
    pub(crate) fn call_duty(&mut self, case: usize) {
        let (now, number, level) = (self.now, self.case(case).number, self.case(case).level);
        if !self.policy.clock.is_open(now) {
            // Nobody is woken: T10 calls when the doors are open again.
            let promised = self.policy.due(self.first_due(case), now);
            let nobody = Vec::new();
            return self
                .desk(case, DeskSay::StillWaits { case: number, on_duty: nobody, promised });
        }
        let called = self.to_call(level);
        if self.policy.anyone_on_duty(now) {
            let on_duty = self.agent_first(case, called);
            return self.desk(case, DeskSay::PleaseTake { case: number, on_duty });
        }
        self.desk(case, DeskSay::NobodyOnDuty { case: number });
        if !called.is_empty() {
            let left = self.policy.clock.between(now, self.first_due(case));
            self.desk(case, DeskSay::NeedsYou { case: number, called, left, level });
        }
    }

    /// Whoever served is called first.
    fn agent_first(
        &self,
        case: usize,
        mut called: Vec<crate::desk::Mention>,
    ) -> Vec<crate::desk::Mention> {
        let surveys = self.case(case).surveys.iter().filter_map(|id| self.customer.survey(*id));
        let agents: Vec<_> =
            surveys.filter_map(|survey| survey.interaction.agent_account.clone()).collect();
        called.sort_by_key(|mention| !agents.contains(&mention.address));
        called
    }

    fn may_reach(&self, address: &Address) -> bool {
        let mut contacts = self.customer.contacts.iter();
        contacts.any(|contact| contact.address == *address && contact.reach.may_work())
    }

    /// Something that we said to the customer in a case did not arrive, perhaps as the first thing
    /// at an account that was taken for open.
    fn told_settled(&mut self, case: usize, to: Option<&Address>, fate: &Fate, was_open: bool) {
        let Err(refusal) = fate else { return };
        if let (None, Refusal::ThreadGone | Refusal::NoRights) = (to, refusal) {
            return self.room_lost(case, *refusal);
        }
        if !refusal.is_unreachable() {
            return;
        }
        if let (true, Some(room)) = (was_open, self.room_of(case)) {
            self.say_in_room(case, &room);
        }
        if self.customer_way().is_none() {
            self.lost_touch(case);
        }
    }

    fn recheck_settled(&mut self, case: usize, to: Option<&Address>, fate: &Fate, was_open: bool) {
        match fate {
            Ok(Receipt::Message(asked)) => {
                if let Stage::Checking { message, .. } = &mut self.case_mut(case).stage {
                    *message = Some(asked.clone());
                }
            }
            Ok(Receipt::Thread(_) | Receipt::ThreadOnCard { .. } | Receipt::Done) => (),
            Err(_) => self.told_settled(case, to, fate, was_open),
        }
    }

    pub(crate) fn desk_refused(&mut self, case: usize, refusal: Refusal) {
        match refusal {
            Refusal::ThreadGone => self.thread_lost(case),
            Refusal::ThreadClosed => {
                if let ThreadState::Open(thread) = self.case(case).desk.thread.clone() {
                    self.effect(Class::Staff, OnUnknown::Repeat, Body::ReopenThread { thread });
                }
            }
            Refusal::ChatGone | Refusal::Blocked | Refusal::NoRights => {
                // What the customer said since is shown in a new thread when the desk is back.
                let state = &mut self.case_mut(case).desk;
                state.thread = ThreadState::None;
                state.card = None;
                state.shown = None;
                self.fact(Fact::Alarm { what: Alarm::DeskLost });
            }
            Refusal::NotStarted
            | Refusal::Deactivated
            | Refusal::MessageGone
            | Refusal::Unsupported
            | Refusal::TooLarge
            | Refusal::Expired
            | Refusal::Unknown
            | Refusal::Other => (),
        }
    }

    /// K-40: the thread was deleted; a new one is made, a few times at most.
    fn thread_lost(&mut self, case: usize) {
        let ThreadState::Open(_) = self.case(case).desk.thread else { return };
        let state = self.case_mut(case);
        state.desk.thread = ThreadState::None;
        state.desk.card = None;
        state.desk.shown = None;
        state.desk.prompt = None;
        let wanted = state.is_open() || self.is_recent(self.case(case));
        if !wanted {
            return;
        }
        let state = self.case_mut(case);
        if state.desk.attempts < THREADS_MAX {
            self.open_thread(case);
        } else {
            let number = self.case(case).number;
            self.fact(Fact::Alarm { what: Alarm::NoThread(number) });
            if let Some(desk) = self.policy.desk().cloned() {
                self.case_mut(case).desk.thread = ThreadState::Fallback(desk);
                self.present(case);
            }
        }
    }

    /// Sends the card of a case to its thread.
    pub(crate) fn post_card(&mut self, case: usize) {
        let Some(place) = self.case(case).thread().cloned() else { return };
        let card = Box::new(self.card(case));
        let buttons = self.card_buttons(case);
        let number = self.case(case).number;
        self.case_mut(case).desk.shown = Some(card.clone());
        self.send_card(place, DeskSay::Card(card), buttons, number);
    }

    fn send_card(
        &mut self,
        place: Place,
        say: DeskSay,
        buttons: Vec<Vec<crate::say::Button>>,
        number: CaseNumber,
    ) {
        let to = crate::effect::To::Place(place);
        let words = Words::Desk(say);
        let purpose = Some(Purpose::Card(number));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        // As urgent as the lines that follow it, so that it stands above them.
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }
}
