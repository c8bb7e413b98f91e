//! A customer who left the server can't read their room: what was said there goes another way, and
//! counts only once it is there (E18).

use jiff::{SignedDuration, Timestamp};

use super::{
    following::Spot,
    step::{Step, later},
};
use crate::{
    case::{Case, Line, Promise, PromiseKind, Then, UnderWay, Way},
    customer::{Contact, RoomState},
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, Refusal, To},
    grammar,
    place::{Content, MessageRef, Place},
    policy::{Level, StaffMember},
};

/// So long a promise is not broken while nobody knows whether the word that keeps it has arrived.
const KNOWN_WITHIN: SignedDuration = SignedDuration::from_hours(1);

impl RoomState {
    /// Where it is, whether its customer can read it or not.
    pub(crate) fn place(&self) -> Option<&Place> {
        match self {
            Self::Open(place) | Self::Left(place) => Some(place),
            Self::Opening | Self::Refused => None,
        }
    }
}

impl Contact {
    /// They did something on the server, or were found there: what is said in their room is for them
    /// again.
    pub(crate) fn may_be_back(&mut self) {
        if let Some(room) = &mut self.room
            && let RoomState::Left(place) = &room.state
        {
            room.state = RoomState::Open(place.clone());
        }
    }

    fn has_left(&self) -> bool {
        matches!(self.room.as_ref().map(|room| &room.state), Some(RoomState::Left(_)))
    }
}

impl PromiseKind {
    /// Whether a word by somebody of this level keeps it. A deed is kept by whoever did it, who says
    /// so.
    pub(crate) fn is_kept_by_word(self, level: Level) -> bool {
        match self {
            Self::FirstReply | Self::Progress => true,
            Self::Senior(needs) => needs <= level,
            Self::Explicit | Self::Delivery => false,
        }
    }
}

impl Case {
    /// When a promise is broken if nobody kept it. Where something was said in time that keeps it if
    /// the customer has it, that is waited for.
    pub(crate) fn breaks_at(&self, promise: &Promise) -> Timestamp {
        let may_keep = |line: &Line| {
            let counts = line.under_way.as_ref().and_then(|under_way| under_way.counts);
            counts.is_some_and(|level| promise.kind.is_kept_by_word(level))
                && line.at.is_some_and(|at| at <= promise.due)
        };
        let at = promise.breaks_at();
        if self.lines.iter().any(may_keep) { later(at, KNOWN_WITHIN) } else { at }
    }
}

impl Step<'_> {
    /// Whether the customer of an open case can't read its room because they left the server.
    pub(crate) fn has_left_server(&self, case: usize) -> bool {
        self.case(case).is_open() && self.contacts_with_room(case).any(Contact::has_left)
    }

    /// Somebody of staff wrote in the room: the customer has read it already, if they are there,
    /// which is found out. Who talks to the customer takes part.
    pub(crate) fn staff_spoke_in_room(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: &MessageRef,
        content: &Content,
    ) {
        if !self.case(case).is_open() {
            return;
        }
        if !self.takes_part(case, &by.address) {
            // A refusal would come too late: the words stand there.
            drop(self.join(case, by));
        }
        self.note_said(case, Some(&by.address), content, None);
        self.find_reader(case, by, message, content);
        self.offer_wait(case, content);
        self.offer_promise(case, content);
    }

    /// Somebody of staff wrote in the room: whether the customer is there is found out, and until
    /// then it counts for nothing.
    pub(crate) fn find_reader(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: &MessageRef,
        content: &Content,
    ) {
        let room = message.place.clone();
        let found = self.contacts_with_room(case).find(|it| it.any_room() == Some(&room));
        let Some(who) = found.map(|contact| contact.address.clone()) else { return };
        let line =
            self.add_line(case, Way::ToCustomer, vec![message.clone()], Some(by.address.clone()));
        self.keep_media(case, Some(content));
        self.counts_later(case, by.level);
        let purpose = Some(Purpose::Line(self.case(case).number, line));
        let body = Body::Seat { room, who, inside: true, purpose };
        self.effect(Class::Recovery, OnUnknown::Repeat, body);
    }

    /// The newest line counts as said once the customer has it.
    pub(crate) fn counts_later(&mut self, case: usize, level: Level) {
        let line = self.case_mut(case).lines.last_mut();
        if let Some(under_way) = line.and_then(|line| line.under_way.as_mut()) {
            under_way.counts = Some(level);
        }
    }

    /// The customer has it: from now on it counts, as of the moment in which it was said.
    pub(crate) fn line_counts(&mut self, case: usize, line: &Line, under_way: Option<&UnderWay>) {
        let level = under_way.and_then(|under_way| under_way.counts);
        let (Some(level), Some(by), Some(at)) = (level, &line.by, line.at) else { return };
        let by = self.policy.staff(by).cloned().unwrap_or_else(|| StaffMember {
            address: by.clone(),
            name: None,
            username: None,
            level,
            on_duty: false,
            duty_until: None,
            by_role: false,
        });
        self.human_spoke(case, &StaffMember { level, ..by }, at);
    }

    /// What staff said in the room is there for the customer, who is in it or was let in again.
    pub(crate) fn line_was_read(&mut self, spot: Spot, under_way: Option<&UnderWay>) {
        // It needs no copy, and nothing of it is kept.
        let line = self.case_mut(spot.case).lines.remove(spot.line);
        if let Some(room) = line.from.first().map(|message| &message.place) {
            let mut contacts = self.customer.contacts.iter_mut();
            if let Some(contact) = contacts.find(|contact| contact.any_room() == Some(room)) {
                contact.may_be_back();
            }
        }
        self.line_counts(spot.case, &line, under_way);
        self.came_back();
    }

    /// Something was for a room whose customer left the server: nothing more is said there until
    /// they are back, and staff know.
    pub(crate) fn left_server(&mut self, refused: Option<&Body>) {
        let Some(
            Body::Send { to: To::Room { room, of }, .. }
            | Body::Copy { to: To::Room { room, of }, .. }
            | Body::SendFile { to: To::Room { room, of }, .. }
            | Body::Seat { room, who: of, .. },
        ) = refused
        else {
            return;
        };
        let mut contacts = self.customer.contacts.iter_mut();
        let found = contacts.find(|it| it.address == *of && it.open_room() == Some(room));
        let Some(its) = found.and_then(|contact| contact.room.as_mut()) else { return };
        its.state = RoomState::Left(room.clone());
        let Some(case) = its.case.and_then(|case| self.case_index(case)) else { return };
        if !self.case(case).is_open() {
            return;
        }
        let name = self.customer.name.clone();
        self.desk(case, DeskSay::LeftServer { name });
        match self.way_in_case(case) {
            Some(To::Private(account)) if account != *of => {
                self.case_mut(case).left = Some(of.clone());
            }
            Some(_) => (),
            None => self.lost_touch(case),
        }
    }

    /// K-33: a line that an account or a room refused goes another way. Returns whether nothing is
    /// left to say about it.
    pub(crate) fn line_elsewhere(
        &mut self,
        spot: Spot,
        under_way: Option<&UnderWay>,
        refusal: Refusal,
        refused: Option<&Body>,
    ) -> bool {
        if refusal != Refusal::NotHere && !refusal.is_unreachable() {
            return false;
        }
        let is_over = |it: &UnderWay| {
            it.then == Some(Then::Delete) || it.media.as_deref().is_some_and(is_among_us)
        };
        if under_way.is_some_and(is_over) {
            return true;
        }
        let Some((way, refused)) = self.way_in_case(spot.case).zip(refused) else { return false };
        let mut body = refused.clone();
        let body =
            if let Body::Send { to, reply_to, .. } | Body::Copy { to, reply_to, .. } = &mut body {
                if *to == way {
                    return false;
                }
                // What it answers stands where it was refused.
                (*to, *reply_to) = (way, None);
                Some(body)
            } else {
                self.line_from_room(spot, under_way, way)
            };
        let Some(body) = body else { return false };
        self.case_mut(spot.case).lines[spot.line].under_way = under_way.cloned().map(Box::new);
        self.effect(Class::Recovery, OnUnknown::Resend, body);
        true
    }

    /// What staff said in the room, as a line of its own.
    fn line_from_room(
        &mut self,
        spot: Spot,
        under_way: Option<&UnderWay>,
        way: To,
    ) -> Option<Body> {
        let line = self.case(spot.case).lines[spot.line].clone();
        let content = under_way?.media.clone()?;
        let takes_part = line.by.as_ref().is_some_and(|by| self.takes_part(spot.case, by));
        if content.is_unreadable() || !takes_part {
            return None;
        }
        let name = line.by.as_ref().map(|by| self.policy.staff_name(by));
        let purpose = Purpose::Line(self.case(spot.case).number, line.number);
        self.line_to_customer(way, name, line.from.first()?, &content, None, purpose)
    }
}

/// Whether it is a note or a command, which nobody is to get from us.
fn is_among_us(content: &Content) -> bool {
    let words = content.words().map(str::trim_start).unwrap_or_default();
    words.starts_with("//") || grammar::command(words).is_some()
}
