//! What staff are asked for in the thread of a case: a form where the platform has one, else a message
//! that is answered.

use super::step::Step;
use crate::{
    case::Prompt,
    desk::{DeskSay, HandingSay, OfferSay, PromiseSay, WhySay},
    effect::{Body, Class, Form, OnUnknown, PressRef, Purpose, Receipt, Refusal, To, Words},
    place::MessageRef,
    policy::StaffMember,
};

/// How many prompts of a case are remembered.
const ASKS_KEPT: usize = 8;

impl Step<'_> {
    /// A button that needs words: they are asked for first.
    pub(crate) fn prompt(
        &mut self,
        case: usize,
        by: &StaffMember,
        press: &PressRef,
        asked: Prompt,
    ) -> Option<DeskSay> {
        let refusal = match asked {
            Prompt::Promise | Prompt::Progress | Prompt::Offer => self.cant_promise(case, by),
            Prompt::Instead(offer) => return self.prompt_instead(case, by, press, offer),
            Prompt::Handover => self.cant_hand_over(case, by),
            Prompt::Return => self.cant_say_to_handover(case, by),
            Prompt::Why => None,
            Prompt::Anyway => self.cant_go_on(case, by),
        };
        if refusal.is_some() {
            return refusal;
        }
        let number = self.case(case).number;
        let place = self.case(case).thread().cloned()?;
        let (form, asks, purpose) = match asked {
            Prompt::Promise => (
                Form::Promise(number),
                DeskSay::Promise(PromiseSay::AskPromise),
                Purpose::PromisePrompt(number),
            ),
            Prompt::Progress => (
                Form::Progress(number),
                DeskSay::Promise(PromiseSay::AskProgress),
                Purpose::ProgressPrompt(number),
            ),
            Prompt::Handover => (
                Form::Handover(number),
                DeskSay::handing(HandingSay::AskNote),
                Purpose::HandoverPrompt(number),
            ),
            Prompt::Return => (
                Form::Return(number),
                DeskSay::handing(HandingSay::AskReason),
                Purpose::ReturnPrompt(number),
            ),
            Prompt::Why => {
                (Form::Why(number), DeskSay::why(WhySay::Ask), Purpose::WhyPrompt(number))
            }
            Prompt::Anyway => (
                Form::Anyway(number),
                DeskSay::why(WhySay::AskAnyway),
                Purpose::AnywayPrompt(number),
            ),
            Prompt::Offer | Prompt::Instead(_) => {
                (Form::Offer(number), DeskSay::offer(OfferSay::Ask), Purpose::OfferPrompt(number))
            }
        };
        let body = Body::Form {
            press: press.clone(),
            form,
            words: Words::Desk(asks),
            to: Some(To::Place(place)),
            purpose: Some(purpose),
        };
        self.effect(Class::Staff, OnUnknown::Resend, body);
        None
    }

    /// The prompt stands in the thread, and is answered there.
    pub(crate) fn ask_stands(
        &mut self,
        case: usize,
        fate: &Result<Receipt, Refusal>,
        asked: Prompt,
    ) {
        if let Ok(Receipt::Message(message)) = fate {
            let asks = &mut self.case_mut(case).desk.asks;
            asks.push((message.clone(), asked));
            if ASKS_KEPT < asks.len() {
                asks.remove(0);
            }
        }
    }

    /// What a message of ours asks for.
    pub(crate) fn asked_for(&self, case: usize, reply_to: Option<&MessageRef>) -> Option<Prompt> {
        let asks = &self.case(case).desk.asks;
        let asked = asks.iter().find(|(message, _)| Some(message) == reply_to);
        asked.map(|(_, asked)| *asked)
    }

    /// Somebody answered the prompt, or filled the form in. Until it is answered well, it can be
    /// answered again.
    pub(crate) fn prompt_answered(
        &mut self,
        case: usize,
        by: &StaffMember,
        asked: Prompt,
        words: &str,
    ) -> Option<DeskSay> {
        match asked {
            Prompt::Promise => self.promise_command(case, by, words),
            Prompt::Progress => self.progress_command(case, by, words),
            Prompt::Handover => self.hand_over_command(case, by, words),
            Prompt::Return => self.give_back(case, by, words),
            Prompt::Offer => self.offer_command(case, by, words),
            Prompt::Instead(offer) => self.adjust(case, by, offer, words),
            Prompt::Why => self.why_command(case, by, words),
            Prompt::Anyway => self.resolve_anyway(case, by, words),
        }
    }
}
