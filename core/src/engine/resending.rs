//! What was refused because of where it went is said again where it can be read.

use super::step::Step;
use crate::{
    case::{Inside, Offer, Stage, ThreadState},
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, Purpose, Refusal, To, Words},
    place::Place,
    say::{Button, Say},
};

/// So much waits for a thread that comes back; a platform that refuses more has other troubles.
const KEPT: usize = 50;

impl Say {
    /// The same without saying where the conversation is, if anything is left then.
    fn without_room(self) -> Option<Self> {
        if let Self::Both(first, second) = self {
            return match (first.without_room(), second.without_room()) {
                (Some(first), Some(second)) => Some(Self::Both(first.into(), second.into())),
                (first, second) => first.or(second),
            };
        }
        let of_room = matches!(self, Self::ThreadIntro { .. } | Self::ThreadHere { .. });
        (!of_room).then_some(self)
    }

    /// The same with buttons, where it had numbers in place of them.
    fn with_buttons(self, buttons: Vec<Vec<Button>>) -> (Self, Vec<Vec<Button>>) {
        if let Self::Numbered { say, choices } = self {
            (*say, choices.into_iter().map(|(_, choice)| vec![choice]).collect())
        } else {
            (self, buttons)
        }
    }
}

impl Step<'_> {
    /// Something for the customer of a case was refused where they can't read it any more: it goes
    /// another way, if there is one.
    pub(crate) fn say_elsewhere(&mut self, case: usize, refused: Option<&Body>) {
        let Some(Body::Send { to: old, words, buttons, purpose, .. }) = refused else { return };
        let Words::Customer(say, lang) = words else { return };
        let away = self.case(case).unreachable_since.is_some();
        if away || !self.case(case).is_open() {
            return;
        }
        if let Some(Purpose::Recheck(_)) = purpose
            && !self.waits_for_check(case)
        {
            return;
        }
        if let Some(Purpose::Offer(_, number)) = purpose
            && !self.case(case).offer(*number).is_some_and(Offer::is_unanswered)
        {
            return;
        }
        let (say, buttons) = say.clone().with_buttons(buttons.clone());
        let Some(say) = say.without_room() else { return };
        let Some(to) = self.way_in_case(case).filter(|to| to != old) else { return };
        let words = Words::Customer(say, *lang);
        let purpose = *purpose;
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    /// Whether the recovery check was sent and stands nowhere yet.
    pub(crate) fn waits_for_check(&self, case: usize) -> bool {
        matches!(self.case(case).stage, Stage::Checking { ask_at: None, message: None, .. })
    }

    /// The recovery check stood in a room that is gone: it is asked another way; if there is none, in
    /// the room that comes.
    pub(crate) fn ask_again_after(&mut self, case: usize, room: &Place) {
        let Stage::Checking { message, .. } = &mut self.case_mut(case).stage else { return };
        if message.as_ref().is_some_and(|message| message.place == *room) {
            *message = None;
            if self.customer_way().is_some() {
                self.recheck(case);
            }
        }
    }

    /// Keeps what the thread of a case refused until it is there again.
    pub(crate) fn keep_unsaid(&mut self, case: usize, refused: Option<&Body>) {
        if !self.wants_thread(case) {
            // What was on its way when the customer was forgotten is forgotten, too.
            return;
        }
        let unsaid = &mut self.case_mut(case).desk.unsaid;
        let Some(body @ (Body::Send { .. } | Body::Copy { .. })) = refused else { return };
        if unsaid.len() < KEPT {
            unsaid.push(body.clone());
        }
    }

    /// Says what the thread of a case refused, in the order in which it was refused: in a thread
    /// that is new only what its beginning has not told.
    pub(crate) fn say_unsaid(&mut self, case: usize, is_new: bool) {
        let Some(place) = self.case(case).thread().cloned() else { return };
        for mut body in std::mem::take(&mut self.case_mut(case).desk.unsaid) {
            if is_new && is_told_at_the_start(&body) {
                continue;
            }
            if let Body::Send { to, reply_to, .. } | Body::Copy { to, reply_to, .. } = &mut body {
                *to = To::Place(place.clone());
                // What it answers may be gone with the old thread.
                *reply_to = reply_to.take().filter(|_| !is_new);
            }
            self.effect(Class::Recovery, OnUnknown::Resend, body);
        }
    }

    /// Asks for a thread to be opened again; a thread that can't be is lost.
    pub(crate) fn take_out(&mut self, case: usize, thread: Place) {
        let purpose = Some(Purpose::Reopened(self.case(case).number));
        self.effect(Class::Staff, OnUnknown::Repeat, Body::ReopenThread { thread, purpose });
    }

    /// A thread or room was opened again, or it can't be.
    pub(crate) fn reopened(&mut self, case: usize, refused: Option<(Refusal, &Body)>) {
        let Some((refusal, body)) = refused else {
            return self.say_unsaid(case, false);
        };
        let Body::ReopenThread { thread, .. } = body else { return };
        if refusal == Refusal::Unknown {
            return;
        }
        if self.room_of(case).as_ref() == Some(thread) {
            self.room_lost(case, Refusal::ThreadGone);
        } else if self.case(case).desk.thread == ThreadState::Open(thread.clone()) {
            self.thread_lost(case);
        }
    }

    /// What is written in the thread at the desk stays there as long as customer and staff share a
    /// room. Staff are told before it goes to the customer again.
    pub(crate) fn refresh_inside(&mut self, case: usize) {
        let shared = self.room_of(case).is_some_and(|room| self.staff_read_room(&room));
        let inside = self.case(case).desk.inside;
        let then = match (inside, shared) {
            (Inside::No | Inside::Leaving, true) => Inside::Yes,
            (Inside::Yes, false) if self.case(case).is_open() && !self.is_room_coming(case) => {
                if self.case(case).thread().is_some() {
                    Inside::Leaving
                } else {
                    Inside::No
                }
            }
            (inside, _) => inside,
        };
        if then == inside {
            return;
        }
        self.case_mut(case).desk.inside = then;
        if then == Inside::Leaving
            && let Some(place) = self.case(case).thread().cloned()
        {
            let purpose = Some(Purpose::OutOfRoom(self.case(case).number));
            self.post(place, DeskSay::RoomGone, Vec::new(), None, purpose);
        }
    }

    /// Staff know by now that what they write goes to the customer, or have a thread no more.
    pub(crate) fn left_room(&mut self, case: usize) {
        let desk = &mut self.case_mut(case).desk;
        if desk.inside == Inside::Leaving {
            desk.inside = Inside::No;
        }
    }
}

/// Whether a new thread begins with it: the call, and the last words of the customer.
fn is_told_at_the_start(body: &Body) -> bool {
    let Body::Send { words: Words::Desk(say), .. } = body else { return false };
    matches!(
        say,
        DeskSay::CustomerWords { .. }
            | DeskSay::PleaseTake { .. }
            | DeskSay::NobodyOnDuty { .. }
            | DeskSay::ThreadRecreated { .. }
            | DeskSay::RoomGone
            | DeskSay::CloseWithResolve { .. }
    )
}
