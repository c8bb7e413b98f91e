//! What customers are offered to make up for it, and how they get it (`BEHAVIOUR` 2.6, K-19, K-21,
//! K-22, T23, E28).

use jiff::{SignedDuration, Timestamp};

use super::{
    casework::ARCHIVE_AFTER,
    settling::News,
    step::{Step, button},
};
use crate::{
    action::{Action, OfferDoes},
    admin::AdminSay,
    case::{Deed, Offer, OfferState, Promise, PromiseKind, PromiseState},
    catalogue::{Gift, GiftUnfit},
    desk::{DeskSay, HistoryWhat, Mention, OfferSay, OfferStep, PromiseSay},
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Receipt, Words},
    fact::Fact,
    grammar::word,
    ids::CaseNumber,
    place::{MessageRef, Place},
    policy::StaffMember,
    say::{Button, Label, Say, What},
};

/// The longest first time that is told after a delivery was missed and the case is closed.
const AGAIN_WITHIN: SignedDuration = SignedDuration::from_hours(24);

impl Step<'_> {
    /// K-19, K-19b: `/offer dessert`, `/offer 12.50 free delivery`.
    pub(crate) fn offer_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_promise(case, by) {
            return Some(refusal);
        }
        let gift = match self.read_gift(rest) {
            Ok(gift) => gift,
            Err(refusal) => return Some(refusal),
        };
        let (now, by_address) = (self.now, by.address.clone());
        let number = self.case(case).offers.iter().map(|offer| offer.number).max().unwrap_or(0) + 1;
        let cost = gift.cost;
        self.case_mut(case).offers.push(Offer {
            number,
            gift,
            by: by_address,
            made_at: now,
            approved_by: None,
            instead_of: None,
            state: OfferState::Sent { at: now },
            message: None,
            deed: None,
        });
        if self.policy.workspace.catalogue.authority.covers(by.level, cost) {
            self.send_offer(case, number, by, OfferStep::Sent);
            return None;
        }
        self.ask_to_decide(case, number, by)
    }

    /// What is given by what was typed, or what is wrong with it.
    pub(crate) fn read_gift(&self, typed: &str) -> Result<Gift, DeskSay> {
        self.policy.workspace.catalogue.gift(typed).map_err(|unfit| match unfit {
            GiftUnfit::Missing => DeskSay::offer(OfferSay::What),
            GiftUnfit::Unknown { typed, nearest, known } => {
                DeskSay::offer(OfferSay::Unknown { typed, nearest, known })
            }
            GiftUnfit::Money(unfit) => DeskSay::Admin(Box::new(AdminSay::Money(unfit))),
        })
    }

    /// An offer goes to the customer, by the word of whoever may give it.
    pub(crate) fn send_offer(
        &mut self,
        case: usize,
        number: u32,
        by: &StaffMember,
        step: OfferStep,
    ) {
        let now = self.now;
        let Some(index) = self.offer_index(case, number) else { return };
        let offer = &mut self.case_mut(case).offers[index];
        offer.state = OfferState::Sent { at: now };
        let Gift { cost, worth, currency, .. } = offer.gift.clone();
        let name = self.name_of(by);
        self.remember_offer(case, index, step, Some(name));
        let number = self.case(case).number;
        self.fact(Fact::OfferMade { case: number, cost, worth, currency });
        self.human_spoke(case, by, self.now);
        self.show_offers(case);
    }

    /// Puts whatever the customer did not answer in front of them, in one message: of several offers
    /// the last one has the buttons, and its answer counts for all. None is withdrawn.
    pub(crate) fn show_offers(&mut self, case: usize) {
        let (mut old, mut what, mut newest) = (Vec::new(), Vec::new(), 0);
        for offer in &mut self.case_mut(case).offers {
            if offer.is_unanswered() {
                old.extend(offer.message.take());
                what.push(offer.gift.what.clone());
                newest = offer.number;
            }
        }
        if what.is_empty() {
            return;
        }
        for message in old {
            self.strip(message);
        }
        let Some(to) = self.way_in_case(case) else { return self.lost_touch(case) };
        self.case_mut(case).last_word_at = self.now;
        let number = self.case(case).number;
        let answer = |label, yes| {
            let offer = newest;
            button(label, Action::Offered { case: number, offer, yes })
        };
        let buttons = vec![vec![answer(Label::Accept, true), answer(Label::Decline, false)]];
        let words = Words::Customer(Say::Offer { what }, self.language());
        let purpose = Some(Purpose::Offer(number, newest));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    /// What was offered while the customer could not be reached is said once they are back.
    pub(crate) fn show_unseen_offers(&mut self, case: usize) {
        let offers = &self.case(case).offers;
        let is_unseen = |offer: &Offer| offer.is_unanswered() && offer.message.is_none();
        if offers.iter().rev().find(|offer| offer.is_unanswered()).is_some_and(is_unseen) {
            self.show_offers(case);
        }
    }

    /// What is offered stood in a room that is gone: it is said another way, if there is one.
    pub(crate) fn offer_again_after(&mut self, case: usize, room: &Place) {
        let mut is_lost = false;
        for offer in &mut self.case_mut(case).offers {
            is_lost |= offer.message.take_if(|message| message.place == *room).is_some()
                && offer.is_unanswered();
        }
        if is_lost && self.customer_way().is_some() {
            self.show_offers(case);
        }
    }

    /// The message with an offer stands, or did not arrive.
    pub(super) fn offer_settled(&mut self, case: usize, number: u32, news: News<'_>) {
        let Ok(Receipt::Message(message)) = news.fate else { return self.told_settled(case, news) };
        let mut unanswered = self.case(case).offers.iter().filter(|offer| offer.is_unanswered());
        let is_asked = unanswered.next_back().is_some_and(|newest| newest.number == number);
        match self.offer_index(case, number) {
            Some(index) if is_asked => {
                self.case_mut(case).offers[index].message = Some(message.clone());
            }
            // It was answered, or another one followed, before anybody knew where it stands.
            Some(_) | None => self.strip(message.clone()),
        }
    }

    /// K-21: the customer wants what is offered, or does not.
    pub(crate) fn offer_answered(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        (case, number, yes): (usize, u32, bool),
    ) {
        let Some(index) = self.offer_index(case, number) else { return self.toast(press, None) };
        if !self.case(case).offers[index].is_unanswered() {
            let stands = self.how_it_stands(case, index);
            return self.toast(press, stands);
        }
        self.toast(press, Some(Say::TapAck));
        let offers = self.case(case).offers.iter().enumerate();
        let open: Vec<usize> =
            offers.filter(|(_, offer)| offer.is_unanswered()).map(|(index, _)| index).collect();
        let state = self.case(case);
        let what: Vec<What> =
            open.iter().map(|index| state.offers[*index].gift.what.clone()).collect();
        let asked = open.iter().rev().find_map(|index| state.offers[*index].message.clone());
        let said = if yes {
            self.accept_offers(case, &open, &what)
        } else {
            self.decline_offers(case, &open, &what);
            Say::OfferDeclined
        };
        let shown = Say::Both(Box::new(Say::Offer { what }), Box::new(said));
        match message.cloned().or(asked) {
            Some(message) => self.edit(message, shown, Vec::new()),
            None => self.tell(Class::Recovery, shown, Vec::new()),
        }
    }

    /// What a tap on an offer that was answered before is answered with.
    fn how_it_stands(&self, case: usize, index: usize) -> Option<Say> {
        let offer = &self.case(case).offers[index];
        match offer.state {
            OfferState::Accepted { .. } => {
                let mut promises = self.case(case).promises.iter().rev();
                let due = promises.find(|promise| is_delivery(promise, offer.deed))?.due;
                Some(Say::OfferAccepted { how: Vec::new(), due: self.policy.due(due, self.now) })
            }
            OfferState::Declined { .. } => Some(Say::OfferDeclined),
            OfferState::Delivered { .. } => Some(Say::TapAck),
            OfferState::Pending { .. } | OfferState::Dropped { .. } | OfferState::Sent { .. } => {
                None
            }
        }
    }

    fn accept_offers(&mut self, case: usize, open: &[usize], what: &[What]) -> Say {
        let (now, number) = (self.now, self.case(case).number);
        let due = self.delivery_due(self.policy.timers().offer_deliver);
        self.take_thread_out(case);
        let (mut how, mut buttons) = (Vec::new(), Vec::new());
        for index in open {
            let deed = self.last_deed(case) + 1;
            let offer = &mut self.case_mut(case).offers[*index];
            offer.state = OfferState::Accepted { at: now };
            offer.deed = Some(deed);
            offer.message = None;
            let words = offer.gift.words();
            buttons.push(delivered_button(offer.number, number));
            how.extend(offer.gift.how.as_ref().map(|how| how_in(how, &number.to_string())));
            let deed = Deed { number: deed, words, done: None, done_late_at: None };
            self.promise_by(case, PromiseKind::Delivery, due, Some(deed), None);
            self.remember_offer(case, *index, OfferStep::Accepted, None);
            self.fact(Fact::OfferAnswered { case: number, yes: true });
        }
        let due = self.policy.due(due, now);
        let (called, what) = (self.responsible(case), what.to_vec());
        let say = DeskSay::offer(OfferSay::Accepted { case: number, called, what, due });
        // With several of them the command says which one.
        let buttons = if let [one] = &buttons[..] { vec![vec![one.clone()]] } else { Vec::new() };
        self.desk_with(case, say, buttons, None);
        Say::OfferAccepted { how, due }
    }

    fn decline_offers(&mut self, case: usize, open: &[usize], what: &[What]) {
        let (now, number) = (self.now, self.case(case).number);
        for index in open {
            let offer = &mut self.case_mut(case).offers[*index];
            offer.state = OfferState::Declined { at: now };
            offer.message = None;
            self.remember_offer(case, *index, OfferStep::Declined, None);
            self.fact(Fact::OfferAnswered { case: number, yes: false });
        }
        let (called, what) = (self.responsible(case), what.to_vec());
        self.desk(case, DeskSay::offer(OfferSay::Declined { case: number, called, what }));
    }

    /// K-22: `/delivered [number]`.
    pub(crate) fn delivered_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        let (first, done) = word(rest);
        let named = first.trim_end_matches([')', '.']).parse().ok();
        let offers = self.case(case).offers.iter();
        let open: Vec<&Offer> = offers.filter(|offer| offer.is_undelivered()).collect();
        let named = named.and_then(|number| open.iter().find(|it| it.deed == Some(number)));
        let (number, done) = match (named, &open[..]) {
            (Some(offer), _) => (offer.number, done),
            (None, [only]) => (only.number, rest),
            (None, []) => return Some(DeskSay::offer(OfferSay::NothingToDeliver)),
            (None, several) => {
                let open = several.iter().map(|it| (it.deed.unwrap_or(0), it.gift.what.clone()));
                return Some(DeskSay::offer(OfferSay::Which { open: open.collect() }));
            }
        };
        let done = done.to_owned();
        self.deliver(case, by, number, &done)
    }

    /// K-22: the customer has what they accepted. Whoever hands it over after the case closed need
    /// not take part in it.
    pub(crate) fn deliver(
        &mut self,
        case: usize,
        by: &StaffMember,
        number: u32,
        done: &str,
    ) -> Option<DeskSay> {
        let is_open = self.case(case).is_open();
        if is_open && !self.takes_part(case, &by.address) {
            return Some(DeskSay::NotSentJoinFirst);
        }
        let index = self.offer_index(case, number)?;
        let offer = &self.case(case).offers[index];
        if !offer.is_undelivered() {
            return Some(DeskSay::offer(OfferSay::NothingToDeliver));
        }
        let (gift, deed, now) = (offer.gift.clone(), offer.deed, self.now);
        self.case_mut(case).offers[index].state = OfferState::Delivered { at: now };
        let name = self.name_of(by);
        self.remember_offer(case, index, OfferStep::Delivered, Some(name));
        let done = if done.trim().is_empty() { gift.words() } else { done.trim().to_owned() };
        let late = self.keep_delivery(case, deed, &done);
        let number = self.case(case).number;
        let Gift { what, how, cost, worth, currency, .. } = gift;
        self.fact(Fact::OfferDelivered { case: number, cost, worth, currency });
        if is_open {
            self.human_spoke(case, by, self.now);
        }
        let how = how.map(|how| how_in(&how, &number.to_string()));
        self.tell_in_case(case, Say::OfferDone { what, how }, Vec::new());
        let due = self.policy.due(late?, now);
        Some(DeskSay::Promise(PromiseSay::DoneLate { due, now: self.policy.due(now, now) }))
    }

    /// Keeps the promise of a delivery. Gives back when it was due, if it is late.
    fn keep_delivery(&mut self, case: usize, deed: Option<u32>, done: &str) -> Option<Timestamp> {
        let (now, number) = (self.now, self.case(case).number);
        let mut promises = self.case_mut(case).promises.iter_mut().rev();
        let promise = promises.find(|promise| is_delivery(promise, deed))?;
        let (due, is_made) = (promise.due, promise.state == PromiseState::Made);
        let is_late = match promise.state {
            PromiseState::Made => due < now,
            PromiseState::Broken { .. } => true,
            // Nothing stood any more, as after a customer who could not be reached.
            PromiseState::Kept { .. }
            | PromiseState::Moved { .. }
            | PromiseState::Cancelled { .. } => false,
        };
        if is_made {
            let (broken, kept) = (PromiseState::Broken { at: now }, PromiseState::Kept { at: now });
            promise.state = if is_late { broken } else { kept };
        }
        if let Some(deed) = &mut promise.deed {
            deed.done = Some(done.to_owned());
            deed.done_late_at = is_late.then_some(now);
        }
        let kind = PromiseKind::Delivery;
        if !is_late && is_made {
            self.fact(Fact::PromiseKept { case: number, kind });
        } else if is_late && is_made {
            self.fact(Fact::PromiseBroken { case: number, kind });
        }
        is_late.then_some(due)
    }

    /// E28: what was accepted in a case that is closed was not delivered in time. The customer hears
    /// so with a new time, each later than the one before, and somebody higher is called. The case
    /// stays closed, and nobody is asked again.
    pub(crate) fn delivery_missed(&mut self, case: usize, broken: Vec<Promise>) {
        let now = self.now;
        self.take_thread_out(case);
        let level = self.case(case).level.next();
        self.raise(case, level);
        let (level, number) = (self.case(case).level, self.case(case).number);
        let (mut told, mut next, mut what) = (None, now, Vec::new());
        for promise in broken {
            let Some(deed) = promise.deed else { continue };
            let deeds = self.case(case).promises.iter();
            let missed =
                deeds.filter(|it| it.deed.as_ref().is_some_and(|it| it.number == deed.number));
            let doublings = u32::try_from(missed.count()).unwrap_or(u32::MAX).clamp(1, 5) - 1;
            let within = self.policy.timers().offer_deliver.min(AGAIN_WITHIN);
            let due = self.delivery_due(within.saturating_mul(1 << doublings));
            let say = Say::PromiseBroken {
                what: self.told_deed(case, &deed),
                due: self.policy.due(promise.due, now),
                level,
                next: None,
            };
            what.push(deed.words.clone());
            self.promise_by(case, PromiseKind::Delivery, due, Some(deed), None);
            let anew = Say::OfferBy { due: self.policy.due(due, now) };
            let say = Say::Both(Box::new(say), Box::new(anew));
            told = Some(match told {
                Some(before) => Say::Both(Box::new(before), Box::new(say)),
                None => say,
            });
            next = next.max(due);
        }
        let mut called = self.responsible(case);
        let more = self.to_call(level);
        called.extend(more.into_iter().filter(|one| !called.contains(one)).collect::<Vec<_>>());
        let due = self.policy.due(next, now);
        self.desk(case, DeskSay::PromiseBroken { case: number, called, level, due, what });
        if let Some(told) = told {
            self.tell_in_case(case, told, Vec::new());
        }
    }

    /// What was promised, as the customer reads it.
    pub(crate) fn told_deed(&self, case: usize, deed: &Deed) -> What {
        let offer = self.case(case).offer_of_deed(deed.number);
        offer.map_or_else(|| What::from(deed.words.as_str()), |offer| offer.gift.what.clone())
    }

    /// A time by which something is delivered, while somebody is there.
    fn delivery_due(&self, within: SignedDuration) -> Timestamp {
        let at = self.later(within);
        if self.policy.clock.is_good(at) {
            return at;
        }
        self.policy.clock.after(at, self.policy.timers().reply_within)
    }

    /// Whoever has the case, or had it last.
    fn responsible(&self, case: usize) -> Vec<Mention> {
        self.case(case).last_owner().map(|owner| self.mention(owner)).into_iter().collect()
    }

    /// The thread of a case that is closed is used again, and put away later.
    fn take_thread_out(&mut self, case: usize) {
        if self.case(case).is_open() {
            return;
        }
        self.case_mut(case).wakes.archive = Some(self.later(ARCHIVE_AFTER));
        let thread = self.case(case).thread().cloned();
        if let Some(thread) = thread.filter(|thread| thread.thread.is_some()) {
            self.take_out(case, thread);
        }
    }

    pub(crate) fn offer_index(&self, case: usize, number: u32) -> Option<usize> {
        self.case(case).offers.iter().position(|offer| offer.number == number)
    }

    pub(crate) fn remember_offer(
        &mut self,
        case: usize,
        index: usize,
        step: OfferStep,
        by: Option<String>,
    ) {
        let now = self.now;
        let what = self.case(case).offers[index].gift.what.clone();
        self.case_mut(case).history.push((now, HistoryWhat::Offer { what, step, by }));
    }
}

/// How something is handed over, in a case.
fn how_in(how: &str, case: &str) -> String {
    how.replace("{case}", case)
}

/// Whether a promise is that of this delivery.
fn is_delivery(promise: &Promise, deed: Option<u32>) -> bool {
    promise.kind == PromiseKind::Delivery
        && deed.is_some()
        && promise.deed.as_ref().map(|deed| deed.number) == deed
}

fn delivered_button(offer: u32, case: CaseNumber) -> Button {
    button(Label::Delivered, Action::MakeGood { case, offer, does: OfferDoes::Delivered })
}
