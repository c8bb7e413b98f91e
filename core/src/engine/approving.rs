//! Offers above what somebody may give: who decides, and by when (`BEHAVIOUR` K-19b, K-20, T21, E29).

use super::step::{Step, button};
use crate::{
    action::{Action, OfferDoes},
    case::OfferState,
    desk::{DeskSay, NotDelivered, OfferSay, OfferStep},
    effect::{Body, Class, Form, OnUnknown, PressRef, Purpose, To, Words},
    place::MessageRef,
    policy::{Level, StaffMember},
    say::{Button, Label, Say},
};

impl Step<'_> {
    /// K-19b: whoever may give so much is asked. The customer sees nothing yet, unless nobody may by
    /// themselves: then they are told who decides, and by when (E29).
    pub(crate) fn ask_to_decide(
        &mut self,
        case: usize,
        number: u32,
        by: &StaffMember,
    ) -> Option<DeskSay> {
        let authority = &self.policy.workspace.catalogue.authority;
        let index = self.offer_index(case, number)?;
        let gift = &self.case(case).offers[index].gift;
        let (cost, currency) = (gift.cost, gift.currency.clone());
        let (may, most) = (authority.who_may(cost), authority.of(by.level).unwrap_or(cost));
        let level = may.unwrap_or(Level::Director);
        let again_at = self.staffed(self.policy.timers().offer_approve);
        self.case_mut(case).offers[index].state = OfferState::Pending { level, again_at };
        let name = self.name_of(by);
        self.remember_offer(case, index, OfferStep::Asked, Some(name));
        let mut told = None;
        if may.is_none() {
            self.raise(case, level);
            let due = self.promise_senior(case, level);
            let due = self.policy.due(due, self.now);
            told = Some(due);
            self.tell_in_case(case, Say::SeniorAck { level, due }, Vec::new());
        }
        self.ask_level(case, index, level, false);
        Some(DeskSay::offer(OfferSay::Above { cost, most, currency, level, told }))
    }

    /// Asks a level to decide, in the thread of the case.
    fn ask_level(&mut self, case: usize, index: usize, level: Level, again: bool) {
        self.ensure_thread(case);
        let number = self.case(case).number;
        let offer = &self.case(case).offers[index];
        let (what, currency) = (offer.gift.what.clone(), offer.gift.currency.clone());
        let (cost, worth, nr) = (offer.gift.cost, offer.gift.worth, offer.number);
        let (by, called) = (self.policy.staff_name(&offer.by), self.to_call(level));
        let say = DeskSay::offer(OfferSay::Decide {
            case: number,
            called,
            level,
            by,
            what,
            cost,
            worth,
            currency,
            again,
        });
        let does = |label, does| -> Button {
            button(label, Action::MakeGood { case: number, offer: nr, does })
        };
        let send = does(Label::SendOffer, OfferDoes::Send);
        let adjust = does(Label::AdjustOffer, OfferDoes::Adjust);
        self.desk_with(case, say, vec![vec![send, adjust]], None);
    }

    /// T21: nobody decided. The next level is asked; the highest one again and again.
    pub(crate) fn decision_due(&mut self, case: usize) {
        let now = self.now;
        let again_at = self.staffed(self.policy.timers().offer_approve);
        let mut due = Vec::new();
        for (index, offer) in self.case_mut(case).offers.iter_mut().enumerate() {
            if let OfferState::Pending { level, again_at: at } = offer.state
                && at <= now
            {
                let level = level.next();
                offer.state = OfferState::Pending { level, again_at };
                due.push((index, level));
            }
        }
        for (index, level) in due {
            self.ask_level(case, index, level, true);
        }
    }

    /// K-20: *Send it*.
    pub(crate) fn approve(
        &mut self,
        case: usize,
        by: &StaffMember,
        number: u32,
        message: Option<&MessageRef>,
    ) -> Option<DeskSay> {
        let index = match self.to_decide(case, by, number) {
            Ok(index) => index,
            Err(refusal) => return Some(refusal),
        };
        let cost = self.case(case).offers[index].gift.cost;
        if let Some(refusal) = self.above_theirs(by, cost) {
            return Some(refusal);
        }
        self.strip_desk(message);
        self.decided(case, index, by, OfferStep::Sent);
        None
    }

    /// K-20: *Adjust*. What is sent in its place is asked for first.
    pub(crate) fn prompt_instead(
        &mut self,
        case: usize,
        by: &StaffMember,
        press: &PressRef,
        number: u32,
    ) -> Option<DeskSay> {
        let index = match self.to_decide(case, by, number) {
            Ok(index) => index,
            Err(refusal) => return Some(refusal),
        };
        let gift = self.case(case).offers[index].gift.clone();
        let case_number = self.case(case).number;
        let place = self.case(case).thread().cloned()?;
        let least = gift.worth.div_ceil(2);
        let asks = OfferSay::AskInstead { what: gift.what, least, currency: gift.currency };
        let body = Body::Form {
            press: press.clone(),
            form: Form::Instead(case_number, number),
            words: Words::Desk(DeskSay::offer(asks)),
            to: Some(To::Place(place)),
            purpose: Some(Purpose::InsteadPrompt(case_number, number)),
        };
        self.effect(Class::Staff, OnUnknown::Resend, body);
        None
    }

    /// K-20: something else is sent. It is worth half of what was asked for at least: nobody refuses
    /// to nothing. Whoever says what it is takes part from then on (INV-13).
    pub(crate) fn adjust(
        &mut self,
        case: usize,
        by: &StaffMember,
        number: u32,
        words: &str,
    ) -> Option<DeskSay> {
        let index = match self.to_decide(case, by, number) {
            Ok(index) => index,
            Err(refusal) => return Some(refusal),
        };
        let gift = match self.read_gift(words) {
            Ok(gift) => gift,
            Err(refusal) => return Some(refusal),
        };
        let asked = self.case(case).offers[index].gift.worth;
        let least = asked.div_ceil(2);
        if gift.worth < least {
            let (worth, currency) = (gift.worth, gift.currency);
            return Some(DeskSay::offer(OfferSay::TooLittle { worth, least, currency }));
        }
        if let Some(refusal) = self.above_theirs(by, gift.cost) {
            return Some(refusal);
        }
        if !self.takes_part(case, &by.address)
            && let Some(refusal) = self.join(case, by)
        {
            return Some(refusal);
        }
        let offer = &mut self.case_mut(case).offers[index];
        offer.gift = gift;
        offer.instead_of = Some(asked);
        self.decided(case, index, by, OfferStep::Adjusted);
        None
    }

    /// The case ended before anybody decided. The customer never heard of it.
    pub(crate) fn drop_undecided(&mut self, case: usize) {
        let now = self.now;
        for index in 0..self.case(case).offers.len() {
            if self.case(case).offers[index].is_pending() {
                self.case_mut(case).offers[index].state = OfferState::Dropped { at: now };
                self.remember_offer(case, index, OfferStep::Dropped, None);
            }
        }
    }

    fn decided(&mut self, case: usize, index: usize, by: &StaffMember, step: OfferStep) {
        let offer = &mut self.case_mut(case).offers[index];
        offer.approved_by = Some(by.address.clone());
        let (number, what) = (offer.number, offer.gift.what.clone());
        self.send_offer(case, number, by, step);
        let adjusted = step == OfferStep::Adjusted;
        let by = self.name_of(by);
        self.desk(case, DeskSay::offer(OfferSay::SentBy { by, what, adjusted }));
    }

    /// The offer that somebody wants to decide about, or why they can't.
    fn to_decide(&self, case: usize, by: &StaffMember, number: u32) -> Result<usize, DeskSay> {
        if by.level < Level::Senior {
            return Err(DeskSay::NotAllowed { needs: Level::Senior, is: Some(by.level) });
        }
        let index = self.offer_index(case, number);
        let index = index.filter(|index| self.case(case).offers[*index].is_pending());
        let Some(index) = index else { return Err(DeskSay::offer(OfferSay::Decided)) };
        let is_away = self.case(case).unreachable_since.is_some();
        if is_away || self.way_in_case(case).is_none() {
            return Err(DeskSay::NotDelivered { why: NotDelivered::Unreachable });
        }
        Ok(index)
    }

    /// That somebody may not give so much. Above the highest level there is nobody to ask: what is
    /// more than everybody may give is decided there (E29).
    fn above_theirs(&self, by: &StaffMember, cost: u64) -> Option<DeskSay> {
        let catalogue = &self.policy.workspace.catalogue;
        if by.level == Level::Director || catalogue.authority.covers(by.level, cost) {
            return None;
        }
        let most = catalogue.authority.of(by.level).unwrap_or(cost);
        let currency = catalogue.currency.clone();
        Some(DeskSay::offer(OfferSay::AboveYours { cost, most, currency }))
    }
}
