//! `/forget`: what the customer wants gone is gone, and only counts stay (S-27, K-41).

use super::step::{Step, button};
use crate::{
    action::Action,
    case::{Outcome, ThreadState},
    customer::Erasing,
    desk::{DeskSay, Mark, Title},
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Receipt, Refusal, To, Words},
    engine::Recall,
    fact::Fact,
    ids::CaseNumber,
    making::{Document, Made, Making},
    place::{MessageRef, Place},
    say::{Label, Say},
};

impl Step<'_> {
    /// Sends a file with everything that is stored about the customer, where only they read it.
    pub(crate) fn send_my_data(&mut self) {
        let Some(to) = self.customer_way() else {
            return self.tell(Class::Thanks, Say::Error, Vec::new());
        };
        let (words, reply_to) = (Words::Customer(Say::MyData, self.language()), None);
        let made = Made::Later(Making::AboutYou(self.customer.id));
        let (name, mime) = ("mydata.json".to_owned(), "application/json".to_owned());
        let file = Document { name, mime, made };
        let purpose = Some(Purpose::Told);
        let body = Body::SendFile { to, words, file, reply_to, purpose };
        self.effect(Class::Thanks, OnUnknown::Resend, body);
    }

    /// Asks whether everything is to be erased.
    pub(crate) fn ask_to_forget(&mut self) {
        let customer = self.customer.id;
        let yes = button(Label::Yes, Action::Forget { customer, yes: true });
        let no = button(Label::No, Action::Forget { customer, yes: false });
        self.tell(Class::Thanks, Say::ForgetConfirm, vec![vec![yes, no]]);
    }

    /// The customer answered that question.
    pub(crate) fn forget_pressed(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        yes: bool,
    ) {
        self.toast(press, None);
        // What goes with its room needs no change: it would come too late to answer the press.
        let goes = |message: &&MessageRef| yes && self.own_rooms().contains(&message.place);
        if let Some(message) = message.filter(|message| !goes(message)) {
            self.strip(message.clone());
        }
        if yes {
            self.erase(Some(press).filter(|press| press.whispers).cloned(), message);
        }
    }

    /// Erases everything that tells who the customer is or what they said, and has deleted what we
    /// said about it on the platforms. Once that is done, the customer reads what was deleted and
    /// what could not be.
    pub(crate) fn erase(&mut self, press: Option<PressRef>, pressed: Option<&MessageRef>) {
        let rooms = self.own_rooms();
        let is_in_room = pressed.is_some_and(|message| rooms.contains(&message.place));
        let private = self.customer_contact().map(|contact| To::Private(contact.address.clone()));
        let mut to = match press {
            Some(press) if !is_in_room => Some(To::Reply(press)),
            Some(press) if private.is_none() => {
                // Where they read it goes with everything else.
                self.say_to(To::Reply(press), Say::ForgetDone);
                None
            }
            Some(_) | None => private,
        };
        if to.is_none() && !is_in_room {
            to = self.customer_way().filter(|way| !rooms.iter().any(|room| is_at(way, room)));
        }
        self.close_forgotten();
        self.erase_towards(to);
    }

    /// The same for whoever was not heard of for so long that nobody needs to know them any more.
    /// Nobody is told.
    pub(crate) fn erase_unasked(&mut self) {
        self.erase_towards(None);
    }

    /// Takes everything out; what becomes of it on the platforms is told there.
    fn erase_towards(&mut self, to: Option<To>) {
        let (threads, rooms) = (self.own_threads(), self.own_rooms());
        for case in 0..self.customer.cases.len() {
            self.cancel_promises(case, |_| true);
        }
        let lang = self.language();
        let gone: Vec<Place> =
            threads.iter().map(|(thread, _)| thread).chain(&rooms).cloned().collect();
        let purpose = Some(Purpose::Erased);
        let own = self.own_messages(&gone);
        let kept = self.lost_messages(&own);
        let mut bodies: Vec<Body> =
            own.into_iter().map(|message| Body::Delete { message, purpose }).collect();
        for (thread, case) in threads {
            bodies.push(Body::DeleteThread { thread, case: Some(case), purpose });
        }
        for thread in rooms {
            bodies.push(Body::DeleteThread { thread, case: None, purpose });
        }
        let left = u32::try_from(bodies.len()).unwrap_or(u32::MAX);
        self.customer.erase(self.now);
        self.customer.erasing = Some(Erasing { to, lang, left, deleted: 0, kept });
        for body in bodies {
            self.effect(Class::Recovery, OnUnknown::Repeat, body);
        }
        self.recall(Recall::Everything);
        self.fact(Fact::Erased);
        self.receipt_if_done();
    }

    /// K-41: staff are told once, and not who it was.
    fn close_forgotten(&mut self) {
        let Some(case) = self.open_case_index() else { return };
        let number = self.case(case).number;
        self.case_mut(case).burst = None;
        self.close(case, Outcome::Forgotten);
        self.tell_desk(DeskSay::ClosedQuiet { case: number, outcome: Outcome::Forgotten });
    }

    /// Tells staff something that names nobody, and so stays.
    fn tell_desk(&mut self, say: DeskSay) {
        if let Some(desk) = self.policy.desk().cloned() {
            self.send(To::Place(desk), Words::Desk(say));
        }
    }

    /// Threads of the desk in which the customer is talked about.
    fn own_threads(&self) -> Vec<(Place, CaseNumber)> {
        let cases = self.customer.cases.iter();
        let threads = cases.filter_map(|case| match &case.desk.thread {
            ThreadState::Open(thread) => Some((thread.clone(), case.number)),
            ThreadState::Fallback(_) | ThreadState::None | ThreadState::Opening => None,
        });
        threads.collect()
    }

    /// Private rooms of the customer.
    fn own_rooms(&self) -> Vec<Place> {
        let rooms = self.customer.contacts.iter().filter_map(|contact| contact.room.as_ref());
        rooms.filter_map(|room| room.state.place().cloned()).collect()
    }

    /// Messages of ours to the customer or about them, but for those that go with these threads.
    fn own_messages(&self, gone: &[Place]) -> Vec<MessageRef> {
        let asked = self.customer.surveys.iter().filter_map(|survey| survey.message.as_ref());
        let cards = self.customer.cases.iter().filter_map(|case| case.desk.card.as_ref());
        let lines = self.customer.cases.iter().flat_map(|case| &case.lines);
        let copies = lines.filter_map(|line| line.to.as_ref());
        let mut own: Vec<MessageRef> = Vec::new();
        for message in self.customer.told.iter().chain(asked).chain(cards).chain(copies) {
            let is_known = own.iter().any(|known| known.is_same(message));
            if !is_known && !gone.contains(&message.place) {
                own.push(message.clone());
            }
        }
        own
    }

    /// How many messages of ours nobody finds any more. What is no longer remembered as told may still
    /// be known from elsewhere.
    fn lost_messages(&self, own: &[MessageRef]) -> u32 {
        let is_told =
            |message: &&MessageRef| self.customer.told.iter().any(|it| it.is_same(message));
        let found = own.iter().filter(|message| !is_told(message)).count();
        self.customer.told_lost.saturating_sub(u32::try_from(found).unwrap_or(u32::MAX))
    }

    /// Something came back about a customer who is forgotten: what was on its way to them, or to
    /// staff about them, is deleted as well.
    pub(crate) fn settled_after_erasing(
        &mut self,
        purpose: Purpose,
        fate: &Result<Receipt, Refusal>,
        refused: Option<&Body>,
    ) {
        if purpose == Purpose::Erased {
            return self.deleted(fate, refused);
        }
        let (repeat, purpose) = (OnUnknown::Repeat, None);
        match fate.clone() {
            Ok(Receipt::Message(message)) => {
                self.effect(Class::Recovery, repeat, Body::Delete { message, purpose });
            }
            Ok(Receipt::Thread(thread)) => {
                let body = Body::DeleteThread { thread, case: None, purpose };
                self.effect(Class::Recovery, repeat, body);
            }
            Ok(Receipt::ThreadOnCard { thread, card }) => {
                let body = Body::DeleteThread { thread, case: None, purpose };
                self.effect(Class::Recovery, repeat, body);
                self.effect(Class::Recovery, repeat, Body::Delete { message: card, purpose });
            }
            Ok(_) | Err(_) => (),
        }
    }

    fn deleted(&mut self, fate: &Result<Receipt, Refusal>, refused: Option<&Body>) {
        let is_gone = match fate {
            Ok(_) | Err(Refusal::MessageGone | Refusal::ThreadGone) => true,
            Err(_) => false,
        };
        if let (false, Some(Body::DeleteThread { thread, case: Some(case), .. })) =
            (is_gone, refused)
        {
            self.delete_by_hand(thread, *case);
        }
        let Some(erasing) = &mut self.customer.erasing else { return };
        erasing.left = erasing.left.saturating_sub(1);
        let counter = if is_gone { &mut erasing.deleted } else { &mut erasing.kept };
        *counter = counter.saturating_add(1);
        self.receipt_if_done();
    }

    /// A thread that we may not delete loses the name, and staff are asked to delete it.
    fn delete_by_hand(&mut self, thread: &Place, case: CaseNumber) {
        let title = Title { mark: Mark::Grey, case, name: None };
        let body = Body::RenameThread { thread: thread.clone(), case, title };
        self.effect(Class::Staff, OnUnknown::Repeat, body);
        self.tell_desk(DeskSay::DeleteByHand { case });
    }

    /// What no platform spoke of, and none will speak of any more, counts as not deleted.
    pub(crate) fn deletions_ended(&mut self) {
        let Some(erasing) = &mut self.customer.erasing else { return };
        let given_up = std::mem::take(&mut erasing.left);
        erasing.kept = erasing.kept.saturating_add(given_up);
        self.receipt_if_done();
    }

    /// Once everything was tried, the customer reads what was deleted and what could not be.
    fn receipt_if_done(&mut self) {
        let done = self.customer.erasing.take_if(|erasing| erasing.left == 0);
        let Some(Erasing { to: Some(to), lang, deleted, kept, .. }) = done else { return };
        let receipt = Say::ForgetReceipt { deleted, kept };
        let say = Say::Both(Box::new(Say::ForgetDone), Box::new(receipt));
        let words = Words::Customer(say, lang);
        self.send(to, words);
    }

    fn say_to(&mut self, to: To, say: Say) {
        let words = Words::Customer(say, self.language());
        self.send(to, words);
    }

    fn send(&mut self, to: To, words: Words) {
        let (buttons, reply_to, ask_reply) = (Vec::new(), None, false);
        let body = Body::Send { to, words, buttons, reply_to, ask_reply, purpose: None };
        self.effect_as_it_is(Class::Thanks, OnUnknown::Resend, body);
    }
}

fn is_at(way: &To, room: &Place) -> bool {
    matches!(way, To::Place(place) | To::Room { room: place, .. } if place == room)
}
