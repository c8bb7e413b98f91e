//! What the platform said about an effect, and what follows from it.

use super::step::{Step, button};
use crate::{
    action::{Action, Subject},
    case::{Prompt, Stage, ThreadState},
    customer::{Contact, Reach},
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, Receipt, Refusal, Words},
    fact::{Alarm, Fact},
    ids::{CaseNumber, SurveyId},
    place::{Address, MessageRef, Place},
    say::Label,
};

/// How often a lost thread is made anew.
const THREADS_MAX: u8 = 3;

type Fate = Result<Receipt, Refusal>;

/// What became of an effect.
#[derive(Clone, Copy)]
pub(super) struct News<'a> {
    /// Where it was sent, if to a customer in private.
    to: Option<&'a Address>,
    pub(super) fate: &'a Fate,
    refused: Option<&'a Body>,
    /// The account was taken for open until then.
    was_open: bool,
}

impl<'a> News<'a> {
    fn refusal(&self) -> Option<(Refusal, &'a Body)> {
        self.fate.as_ref().err().copied().zip(self.refused)
    }
}

impl Step<'_> {
    /// An effect came to its end.
    pub(crate) fn settled(
        &mut self,
        purpose: Purpose,
        to: Option<&Address>,
        fate: &Fate,
        refused: Option<&Body>,
    ) {
        if self.customer.erased_at.is_some() {
            return self.settled_after_erasing(purpose, fate, refused);
        }
        self.remember_told(fate);
        if *fate == Err(Refusal::NotHere) {
            self.left_server(refused);
        }
        if matches!(purpose, Purpose::Told | Purpose::Erased) {
            return;
        }
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
        if let Purpose::FixTold(entry) = purpose {
            return self.fix_settled(entry, fate);
        }
        if let Purpose::Apology(incident) = purpose {
            return self.apology_settled(incident, fate);
        }
        let news = News { to, fate, refused, was_open };
        if let Purpose::QuestionAgain(survey) = purpose {
            return self.shown_again_settled(survey, fate);
        }
        if let (Purpose::RoomToAsk(survey), Some(address)) = (purpose, to) {
            return self.room_to_ask_settled(survey, address, fate);
        }
        if let (Purpose::Room(number), Some(address)) = (purpose, to) {
            return self.room_settled(Some(number), address, fate);
        }
        if let Subject::Case(number) = purpose.about()
            && let Some(case) = self.case_index(number)
        {
            self.case_settled(purpose, case, news);
        }
    }

    /// Keeps where something of ours stands.
    fn remember_told(&mut self, fate: &Fate) {
        let message = match fate {
            Ok(Receipt::Message(message)) => message,
            Ok(Receipt::ThreadOnCard { card, .. }) => card,
            Ok(Receipt::Thread(_) | Receipt::Text(_) | Receipt::Gaps(_) | Receipt::Done)
            | Err(_) => return,
        };
        self.remember_standing(message);
    }

    /// Keeps where something about the customer stands, unless that goes with a thread of theirs.
    pub(crate) fn remember_standing(&mut self, message: &MessageRef) {
        let mut cases = self.customer.cases.iter();
        let is_in_thread =
            cases.any(|case| case.desk.thread == ThreadState::Open(message.place.clone()));
        let mut rooms = self.customer.contacts.iter().filter_map(Contact::open_room);
        if is_in_thread || rooms.any(|room| *room == message.place) {
            return;
        }
        self.customer.remember_told(message);
    }

    fn case_settled(&mut self, purpose: Purpose, case: usize, news: News<'_>) {
        let News { fate, refused, .. } = news;
        match purpose {
            Purpose::Question(_)
            | Purpose::QuestionAgain(_)
            | Purpose::Admin(_)
            | Purpose::Board
            | Purpose::RoomToAsk(_)
            | Purpose::Room(_)
            | Purpose::Told
            | Purpose::FixTold(_)
            | Purpose::Apology(_)
            | Purpose::Erased => (),
            Purpose::Thread(_) => self.thread_settled(case, fate),
            Purpose::Card(_) => match fate {
                Ok(Receipt::Message(message)) => {
                    self.case_mut(case).desk.card = Some(message.clone());
                    let body = Body::Pin { message: message.clone() };
                    self.effect(Class::Digest, OnUnknown::Repeat, body);
                }
                Err(Refusal::ThreadGone) => self.thread_lost(case),
                Ok(
                    Receipt::Thread(_)
                    | Receipt::ThreadOnCard { .. }
                    | Receipt::Text(_)
                    | Receipt::Gaps(_)
                    | Receipt::Done,
                )
                | Err(_) => {}
            },
            Purpose::DonePrompt(_) => {
                if let Ok(Receipt::Message(message)) = fate {
                    self.prompt_stands(case, message);
                }
            }
            Purpose::PromisePrompt(_) => self.ask_stands(case, fate, Prompt::Promise),
            Purpose::ProgressPrompt(_) => self.ask_stands(case, fate, Prompt::Progress),
            Purpose::HandoverPrompt(_) => self.ask_stands(case, fate, Prompt::Handover),
            Purpose::ReturnPrompt(_) => self.ask_stands(case, fate, Prompt::Return),
            Purpose::WhyPrompt(_) => self.ask_stands(case, fate, Prompt::Why),
            Purpose::AnywayPrompt(_) => self.ask_stands(case, fate, Prompt::Anyway),
            Purpose::OfferPrompt(_) => self.ask_stands(case, fate, Prompt::Offer),
            Purpose::InsteadPrompt(_, nr) => {
                self.ask_stands(case, fate, Prompt::Instead(nr));
            }
            Purpose::Offer(_, nr) => self.offer_settled(case, nr, news),
            Purpose::Line(_, line) => self.line_settled(case, line, fate, refused),
            Purpose::ToCustomer(_) => self.told_settled(case, news),
            Purpose::Recheck(_) => self.recheck_settled(case, news),
            Purpose::Reaction(_, line) => self.reaction_settled(case, line, fate),
            Purpose::ToDesk(_) => {
                if let Err(refusal) = fate {
                    self.desk_refused(case, *refusal, refused);
                }
            }
            Purpose::Reopened(_) => self.reopened(case, news.refusal()),
            Purpose::OutOfRoom(_) => self.left_room(case),
            Purpose::Seat(_) => self.seat_settled(case, news.refusal()),
        }
    }

    fn prompt_stands(&mut self, case: usize, message: &MessageRef) {
        if let Some((prompt, _)) = &mut self.case_mut(case).desk.prompt {
            *prompt = Some(message.clone());
        }
    }

    fn shown_again_settled(&mut self, survey: SurveyId, fate: &Fate) {
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
            Ok(Receipt::Message(_) | Receipt::Text(_) | Receipt::Gaps(_) | Receipt::Done) => (),
            Err(Refusal::Unknown) if self.case(case).desk.attempts < THREADS_MAX => {
                self.open_thread(case);
            }
            Err(Refusal::ChatGone) => {
                // The desk may come back: the next wake of the case tries again.
                self.case_mut(case).desk.thread = ThreadState::None;
                self.fact(Fact::Alarm { what: Alarm::DeskLost });
                self.show_aside(case);
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

    /// E43: a case that begins while there is no desk is shown to those in charge, each in private,
    /// who can take it from there.
    fn show_aside(&mut self, case: usize) {
        let state = self.case(case);
        if state.stage != Stage::Open || 1 < state.desk.attempts {
            return;
        }
        let number = state.number;
        let card = Box::new(self.card(case));
        for address in self.policy.workspace.in_charge() {
            let take = button(Label::Take, Action::Take { case: number });
            let say = DeskSay::CardAside(card.clone());
            let (to, words) = (crate::effect::To::Private(address), Words::Desk(say));
            let body = Body::Send {
                to,
                words,
                buttons: vec![vec![take]],
                reply_to: None,
                ask_reply: false,
                purpose: None,
            };
            self.effect(Class::Staff, OnUnknown::Resend, body);
        }
    }

    /// Whether staff still need a thread for a case: nobody does once it is forgotten, or long over.
    pub(crate) fn wants_thread(&self, case: usize) -> bool {
        self.case(case).is_open() || self.is_recent(self.case(case))
    }

    /// Asks for a thread again if the case has none: the desk was lost or not set when it opened.
    pub(crate) fn ensure_thread(&mut self, case: usize) {
        let homeless = self.case(case).desk.thread == ThreadState::None;
        if homeless && self.wants_thread(case) && !self.policy.workspace.desk_lost {
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
        self.say_unsaid(case, true);
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
    pub(super) fn told_settled(&mut self, case: usize, news: News<'_>) {
        let Err(refusal) = news.fate else { return };
        if let (None, Refusal::ThreadGone | Refusal::NoRights) = (news.to, refusal) {
            self.behalf_lost(news.refused, *refusal);
            self.room_lost(case, *refusal);
            return self.say_elsewhere(case, news.refused);
        }
        if matches!(refusal, Refusal::Expired | Refusal::NotHere) {
            // The command that it answers was given too long ago, or the customer left the server.
            return self.say_elsewhere(case, news.refused);
        }
        if !refusal.is_unreachable() {
            return;
        }
        match self.room_of(case) {
            Some(room) if news.was_open => self.say_in_room(case, &room),
            Some(_) => (),
            // K-33: what one account refused another one gets.
            None => self.say_elsewhere(case, news.refused),
        }
        if self.customer_way().is_none() {
            self.lost_touch(case);
        }
    }

    fn recheck_settled(&mut self, case: usize, news: News<'_>) {
        match news.fate {
            Ok(Receipt::Message(asked)) => {
                if let Stage::Checking { message, .. } = &mut self.case_mut(case).stage {
                    *message = Some(asked.clone());
                }
            }
            Ok(
                Receipt::Thread(_)
                | Receipt::ThreadOnCard { .. }
                | Receipt::Text(_)
                | Receipt::Gaps(_)
                | Receipt::Done,
            ) => (),
            Err(_) => self.told_settled(case, news),
        }
    }

    pub(crate) fn desk_refused(&mut self, case: usize, refusal: Refusal, refused: Option<&Body>) {
        match refusal {
            Refusal::ThreadGone => {
                self.keep_unsaid(case, refused);
                self.thread_lost(case);
            }
            Refusal::ThreadClosed => {
                self.keep_unsaid(case, refused);
                if let ThreadState::Open(thread) = self.case(case).desk.thread.clone() {
                    self.take_out(case, thread);
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
            | Refusal::NotHere
            | Refusal::MessageGone
            | Refusal::Unsupported
            | Refusal::TooLarge
            | Refusal::Expired
            | Refusal::Unknown
            | Refusal::Recalled
            | Refusal::Other => (),
        }
    }

    /// K-40: the thread was deleted; a new one is made, a few times at most.
    pub(crate) fn thread_lost(&mut self, case: usize) {
        let ThreadState::Open(_) = self.case(case).desk.thread else { return };
        let state = self.case_mut(case);
        state.desk.thread = ThreadState::None;
        state.desk.card = None;
        state.desk.shown = None;
        state.desk.prompt = None;
        if !self.wants_thread(case) {
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
