//! Private rooms: where the platform has them, the customer and staff talk to each other in one, and
//! whoever can't be written to in private is written to there.

use super::step::{Step, button};
use crate::{
    action::Action,
    case::{Origin, ThreadState},
    customer::{Contact, Reach, Room, RoomState},
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, Receipt, Refusal, To},
    ids::{CaseNumber, SurveyId},
    place::{Address, MessageRef, Place},
    say::{Label, Say},
};

type Fate = Result<Receipt, Refusal>;

impl Contact {
    /// The room that is there.
    pub(crate) fn open_room(&self) -> Option<&Place> {
        match self.room.as_ref().map(|room| &room.state) {
            Some(RoomState::Open(place)) => Some(place),
            Some(RoomState::Opening | RoomState::Left(_) | RoomState::Refused) | None => None,
        }
    }

    /// The room that is there, whether its customer can read it or not.
    pub(crate) fn any_room(&self) -> Option<&Place> {
        self.room.as_ref().and_then(|room| room.state.place())
    }

    /// Whether there is any way to write to it.
    fn has_way(&self) -> bool {
        let other = self.open_room().is_some() || self.behalf.is_some();
        self.reach.may_work() || (other && self.reach == Reach::NotStarted)
    }
}

impl Step<'_> {
    /// How to write to the customer: in private, or in a room where that is closed; where they were
    /// last active, of the ways that may work.
    pub(crate) fn customer_way(&self) -> Option<To> {
        let contact = self.customer_contact()?;
        match (contact.open_room(), &contact.behalf) {
            (Some(room), _) if !contact.reach.may_work() => {
                Some(To::Room { room: room.clone(), of: contact.address.clone() })
            }
            // Whoever was met there never started the bot, as far as anybody knows.
            (_, Some(behalf)) if contact.reach != Reach::Ok => {
                Some(To::Place(behalf.place.clone()))
            }
            (Some(_) | None, _) => Some(To::Private(contact.address.clone())),
        }
    }

    /// How to write to the customer about a case: in the room of the case, if it has one.
    pub(crate) fn way_in_case(&self, case: usize) -> Option<To> {
        match self.contact_in_room(case) {
            Some((contact, room)) => {
                Some(To::Room { room: room.clone(), of: contact.address.clone() })
            }
            None if self.behalf_of(case).is_some() => self.behalf_of(case).map(To::Place),
            None => self.customer_way(),
        }
    }

    pub(crate) fn customer_contact(&self) -> Option<&Contact> {
        let contacts = self.customer.contacts.iter().filter(|contact| contact.has_way());
        // The last of equals wins, so the first contact is preferred by looking backwards.
        contacts.rev().max_by_key(|contact| (contact.reach == Reach::Ok, contact.active_at))
    }

    /// The room of a case, once it is there and while its customer can read it.
    pub(crate) fn room_of(&self, case: usize) -> Option<Place> {
        self.contact_in_room(case).map(|(_, room)| room.clone())
    }

    fn contact_in_room(&self, case: usize) -> Option<(&Contact, &Place)> {
        let away = |contact: &Contact| matches!(contact.reach, Reach::Blocked | Reach::Gone);
        let mut contacts = self.contacts_with_room(case).filter(|contact| !away(contact));
        contacts.find_map(|contact| Some((contact, contact.open_room()?)))
    }

    /// The room of a case, once it is there.
    pub(crate) fn room_there(&self, case: usize) -> Option<Place> {
        self.contacts_with_room(case).find_map(|contact| contact.any_room().cloned())
    }

    /// The accounts whose room is that of a case.
    pub(crate) fn contacts_with_room(&self, case: usize) -> impl Iterator<Item = &Contact> {
        let number = Some(self.case(case).number);
        let its =
            move |contact: &&Contact| contact.room.as_ref().is_some_and(|room| room.case == number);
        self.customer.contacts.iter().filter(its)
    }

    /// Whether a place is a private room, or was one.
    pub(crate) fn is_under_care(&self, place: &Place) -> bool {
        let care = self.policy.workspace.care.as_ref();
        care.is_some_and(|care| care.platform == place.platform && care.chat == place.chat)
    }

    /// The case whose room this is.
    pub(crate) fn case_in_room(&self, place: &Place) -> Option<usize> {
        let mut contacts = self.customer.contacts.iter();
        let its = contacts.find(|contact| contact.any_room() == Some(place));
        its.and_then(|contact| contact.room.as_ref()?.case).and_then(|case| self.case_index(case))
    }

    /// Whether what is said in the room of a case is read by staff there, and needs no relay.
    pub(crate) fn staff_read_room(&self, place: &Place) -> bool {
        self.policy.desk().is_some_and(|desk| desk.platform == place.platform)
    }

    /// Whether the customer said it in the room of the case, in front of staff.
    pub(crate) fn heard_in_room(&self, case: usize, message: &MessageRef) -> bool {
        self.room_of(case).is_some_and(|room| room == message.place && self.staff_read_room(&room))
    }

    /// Opens the room in which a case is talked about: where staff can come, or where the customer
    /// can't be written to otherwise.
    pub(crate) fn open_room(&mut self, case: usize) {
        let Some(rooms) = self.policy.workspace.care.clone() else { return };
        let with_staff = self.staff_read_room(&rooms);
        let number = self.case(case).number;
        let best = self.customer_contact().map(|contact| contact.address.clone());
        let fits = |contact: &Contact| {
            let away = matches!(contact.reach, Reach::Blocked | Reach::Gone);
            let needed = with_staff || contact.reach == Reach::NotStarted;
            contact.address.platform == rooms.platform && !away && needed
        };
        let contacts = &self.customer.contacts;
        let is_best = |contact: &Contact| Some(&contact.address) == best.as_ref();
        // Of several accounts there, the one with which the customer is talked to.
        let talked_to = contacts.iter().position(|contact| fits(contact) && is_best(contact));
        let Some(index) = talked_to.or_else(|| contacts.iter().position(fits)) else { return };
        if best.is_some_and(|address| address.platform != rooms.platform) {
            return;
        }
        let contact = &mut self.customer.contacts[index];
        let address = contact.address.clone();
        contact.may_be_back();
        if let (Some(place), Some(room)) = (contact.open_room().cloned(), &mut contact.room)
            && room.case.is_none_or(|its| its == number)
        {
            // The customer was asked there, or it is the room of the case that goes on.
            let is_new = room.case.replace(number).is_none();
            self.take_out(case, place.clone());
            if is_new {
                self.name_room(case, &place);
                self.furnish(case, &address, &place);
            }
            return;
        }
        let opening = contact.room.as_ref().is_some_and(|room| room.state == RoomState::Opening);
        contact.room = Some(Room { state: RoomState::Opening, case: Some(number) });
        if opening {
            // The one that is on its way will do.
            return;
        }
        let title = Some(self.title(case));
        let purpose = Some(Purpose::Room(number));
        let body = Body::OpenRoom { care: rooms, with: address, title, purpose };
        // A try that may have arrived is told to the adapter, which looks for what it left.
        self.effect(Class::Staff, OnUnknown::Resend, body);
    }

    /// Whether a room is on its way, or can be asked for, now that nothing else leads to the
    /// customer.
    pub(crate) fn room_comes(&mut self, case: usize) -> bool {
        let number = self.case(case).number;
        let tried = self
            .customer
            .contacts
            .iter()
            .any(|contact| contact.room.as_ref().is_some_and(|room| room.case == Some(number)));
        if !tried {
            self.open_room(case);
        }
        self.is_room_coming(case)
    }

    /// What became of a room that was asked for: under the name of a case, or only to ask. It
    /// belongs to the case that is talked about by now.
    pub(crate) fn room_settled(&mut self, named: Option<CaseNumber>, with: &Address, fate: &Fate) {
        let found = self.customer.contacts.iter_mut().find(|contact| contact.address == *with);
        let Some(room) = found.and_then(|contact| contact.room.as_mut()) else { return };
        if room.state != RoomState::Opening {
            return;
        }
        let its = room.case;
        room.state = match fate {
            Ok(Receipt::Thread(place)) => RoomState::Open(place.clone()),
            Ok(
                Receipt::ThreadOnCard { .. }
                | Receipt::Message(_)
                | Receipt::Text(_)
                | Receipt::Gaps(_)
                | Receipt::Done,
            )
            | Err(_) => RoomState::Refused,
        };
        let Some(case) = its.and_then(|case| self.case_index(case)) else { return };
        match fate {
            Ok(Receipt::Thread(place)) if self.case(case).is_open() => {
                if its != named {
                    self.name_room(case, place);
                }
                self.furnish(case, with, place);
                if self.way_in_case(case).is_none() {
                    self.lost_touch(case);
                }
            }
            Ok(Receipt::Thread(place)) => {
                // It was over before there was a room to talk about it: the next one gets it.
                let mut contacts = self.customer.contacts.iter_mut();
                let found = contacts.find(|contact| contact.address == *with);
                if let Some(room) = found.and_then(|contact| contact.room.as_mut()) {
                    room.case = None;
                }
                let body = Body::CloseThread { thread: place.clone() };
                self.effect(Class::Digest, OnUnknown::Repeat, body);
            }
            Ok(
                Receipt::ThreadOnCard { .. }
                | Receipt::Message(_)
                | Receipt::Text(_)
                | Receipt::Gaps(_)
                | Receipt::Done,
            )
            | Err(_) => {
                if self.customer_way().is_none() {
                    self.lost_touch(case);
                }
            }
        }
    }

    fn name_room(&mut self, case: usize, room: &Place) {
        let (number, title) = (self.case(case).number, self.title(case));
        let body = Body::RenameThread { thread: room.clone(), case: number, title };
        self.effect(Class::Digest, OnUnknown::Repeat, body);
    }

    /// Everybody comes in, the customer reads what the room is, and where they were before, where
    /// it is.
    fn furnish(&mut self, case: usize, with: &Address, room: &Place) {
        let number = self.case(case).number;
        for who in self.staff_of(case) {
            self.seat(number, room, &who, true);
        }
        let senior = button(Label::Senior, Action::Senior { case: number });
        let mut row = vec![senior];
        if !self.staff_read_room(room) {
            // The platform may not let us read what is written there: a form always works.
            row.insert(0, button(Label::TellUs, Action::TellInCase { case: number }));
        }
        let intro = Say::ThreadIntro { customer: with.clone() };
        // An account that was never tried counts as open: should it be shut, what was said there is
        // refused, and said here.
        let contact = self.customer.contacts.iter().find(|contact| contact.address == *with);
        let private = contact.is_some_and(|contact| contact.reach.may_work());
        let unsaid = if private { None } else { self.unsaid(case, room) };
        let said = match unsaid {
            Some(unsaid) => Say::Both(Box::new(intro), Box::new(unsaid)),
            None => intro,
        };
        let to = To::Room { room: room.clone(), of: with.clone() };
        self.tell_there(case, to, said, vec![row]);
        if private {
            self.show_the_way(case, room);
        } else if self.waits_for_check(case) {
            // It was asked in a room that is gone, and nothing else leads to the customer.
            self.recheck(case);
        }
    }

    /// What the customer of a case should have read by now and has not, if nothing reached them in
    /// private.
    fn unsaid(&mut self, case: usize, room: &Place) -> Option<Say> {
        let case_now = self.case(case);
        if case_now.first_word_at.is_some() {
            return None;
        }
        // Whoever answered in this very room has read it there.
        let told_here = case_now.surveys.iter().any(|id| {
            let survey = self.customer.survey(*id);
            let message = survey.and_then(|survey| survey.message.as_ref());
            message.is_some_and(|message| message.place == *room)
        });
        match case_now.origin {
            Origin::Answer | Origin::LateChange => (!told_here).then(|| self.sorry(case)),
            Origin::Staff => Some(self.complain_ack(case)),
            // That was the answer to what they said.
            Origin::AskedContact | Origin::Complaint | Origin::Senior | Origin::Sorry => None,
        }
    }

    /// What was said in private is refused, now that the conversation has a room: it is said there.
    pub(crate) fn say_in_room(&mut self, case: usize, room: &Place) {
        if let Some(unsaid) = self.unsaid(case, room) {
            let Some(to) = self.way_in_case(case) else { return };
            self.tell_there(case, to, unsaid, Vec::new());
        }
    }

    /// The apology, or the answer to a complaint, says where the conversation goes on.
    fn show_the_way(&mut self, case: usize, room: &Place) {
        let here = Say::ThreadHere { room: room.clone() };
        let survey = self.case(case).surveys.last().and_then(|id| self.survey_index(*id));
        let rated = survey.filter(|index| {
            let survey = &self.customer.surveys[*index];
            !survey.in_public && survey.message.is_some() && survey.rating().is_some()
        });
        let rated = rated.and_then(|index| Some((index, self.customer.surveys[index].rating()?)));
        match (self.case(case).origin, rated) {
            (Origin::Answer, Some((index, rating))) => {
                let sorry = self.sorry(case);
                let then = Say::Both(Box::new(sorry), Box::new(here));
                self.show_sorry(index, rating, then);
            }
            (Origin::AskedContact, Some((index, rating))) => {
                let ack = self.complain_ack(case);
                let then = Say::Both(Box::new(ack), Box::new(here));
                self.show_answered(index, rating, then, &[]);
            }
            (
                Origin::Answer
                | Origin::AskedContact
                | Origin::LateChange
                | Origin::Complaint
                | Origin::Staff
                | Origin::Senior
                | Origin::Sorry,
                _,
            ) => self.tell_privately(here),
        }
    }

    fn tell_privately(&mut self, say: Say) {
        let private = self.customer_contact().map(|contact| contact.address.clone());
        let Some(address) = private else { return };
        let words = crate::effect::Words::Customer(say, self.language());
        let (to, buttons) = (To::Private(address), Vec::new());
        let body =
            Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose: None };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    /// Lets somebody of staff into a room, or sends them out; elsewhere there is nothing to do.
    fn seat(&mut self, case: CaseNumber, room: &Place, who: &Address, inside: bool) {
        if who.platform != room.platform {
            return;
        }
        let purpose = inside.then_some(Purpose::Seat(case));
        let body = Body::Seat { room: room.clone(), who: who.clone(), inside, purpose };
        self.effect(Class::Staff, OnUnknown::Repeat, body);
    }

    /// Somebody takes part from now on, or not any more: the room of the case follows.
    pub(crate) fn seat_in_case(&mut self, case: usize, who: &Address, inside: bool) {
        // The room stays while the customer is away.
        if let Some(room) = self.room_there(case) {
            self.seat(self.case(case).number, &room, who, inside);
        }
    }

    /// Somebody of staff was let into the room, or can't be.
    pub(crate) fn seat_settled(&mut self, case: usize, refused: Option<(Refusal, &Body)>) {
        let Some((refusal, Body::Seat { room, who, .. })) = refused else { return };
        if self.room_there(case).as_ref() != Some(room) {
            return;
        }
        if refusal == Refusal::ThreadGone {
            return self.room_lost(case, refusal);
        }
        let who = self.policy.staff_name(who);
        self.desk(case, DeskSay::NotSeated { who });
    }

    /// Whoever takes part in a case is let into its room.
    pub(crate) fn seat_everybody(&mut self, case: usize) {
        for who in self.staff_of(case) {
            self.seat_in_case(case, &who, true);
        }
    }

    /// The room of a case that closes for the sake of another one becomes the other one's, unless
    /// that has a room.
    pub(crate) fn room_goes_over(&mut self, kept: usize, closed: usize) {
        let (into, from) = (self.case(kept).number, self.case(closed).number);
        let contacts = &mut self.customer.contacts;
        let of = |contact: &Contact, case| {
            contact
                .room
                .as_ref()
                .is_some_and(|room| room.case == Some(case) && room.state != RoomState::Refused)
        };
        if contacts.iter().any(|contact| of(contact, into)) {
            return;
        }
        let Some(contact) = contacts.iter_mut().find(|contact| of(contact, from)) else { return };
        if let Some(room) = &mut contact.room {
            room.case = Some(into);
        }
        if let Some(room) = contact.open_room().cloned() {
            self.name_room(kept, &room);
            self.seat_everybody(kept);
        }
    }

    /// The room of a case is gone, or the bot can't write in it: another one is opened, once.
    pub(crate) fn room_lost(&mut self, case: usize, refusal: Refusal) {
        let number = self.case(case).number;
        let of_case = |contact: &&mut Contact| {
            contact.room.as_ref().is_some_and(|room| room.case == Some(number))
        };
        let Some(contact) = self.customer.contacts.iter_mut().find(of_case) else { return };
        if contact.open_room().is_none() {
            // Another one is on its way already.
            return;
        }
        let again = refusal == Refusal::ThreadGone;
        contact.room = None;
        if again && self.case(case).is_open() {
            self.open_room(case);
        } else if self.customer_way().is_none() {
            self.lost_touch(case);
        }
    }

    /// What became of the room in which a survey was to be asked. Room and survey may have become
    /// those of two customers meanwhile.
    pub(crate) fn room_to_ask_settled(&mut self, survey: SurveyId, with: &Address, fate: &Fate) {
        self.room_settled(None, with, fate);
        if let Some(survey) = self.survey_index(survey)
            && self.customer.surveys[survey].stage == crate::survey::Stage::Sending
        {
            self.ask_elsewhere(survey);
        }
    }

    /// Opens a room only to ask. Returns whether one was asked for.
    pub(crate) fn open_room_to_ask(&mut self, survey: usize) -> bool {
        let Some(care) = self.policy.workspace.care.clone() else { return false };
        let id = self.customer.surveys[survey].id;
        let mut contacts = self.customer.contacts.iter_mut();
        let wanted = contacts.find(|contact| {
            contact.address.platform == care.platform
                && contact.reach == Reach::NotStarted
                && contact.room.is_none()
        });
        let Some(contact) = wanted else { return false };
        contact.room = Some(Room { state: RoomState::Opening, case: None });
        let (with, purpose) = (contact.address.clone(), Some(Purpose::RoomToAsk(id)));
        let body = Body::OpenRoom { care, with, title: None, purpose };
        self.effect(Class::Question, OnUnknown::Resend, body);
        true
    }

    /// The room of a case is put away with its thread, or taken out again.
    pub(crate) fn put_room_away(&mut self, case: usize) {
        if let Some(thread) = self.room_there(case) {
            self.effect(Class::Digest, OnUnknown::Repeat, Body::CloseThread { thread });
        }
    }

    /// Whether a place is the thread of a case where only staff read: its desk thread beside a room.
    pub(crate) fn is_inside(&self, case: usize, place: &Place) -> bool {
        let thread = match &self.case(case).desk.thread {
            ThreadState::Open(thread) => thread == place,
            ThreadState::Fallback(_) | ThreadState::None | ThreadState::Opening => false,
        };
        thread && !self.case(case).desk.inside.is_no()
    }

    /// Whether another room for a case is on its way.
    pub(crate) fn is_room_coming(&self, case: usize) -> bool {
        let opening = Room { state: RoomState::Opening, case: Some(self.case(case).number) };
        self.customer.contacts.iter().any(|contact| contact.room.as_ref() == Some(&opening))
    }
}
