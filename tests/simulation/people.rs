//! What the people of a world do: the customer, staff and strangers.

use amends_core::{
    action::{Action, Subject},
    customer::Customer,
    effect::{Form, PressRef},
    event::{Event, Token},
    ids::CaseNumber,
    place::{Actor, Address, Content, MediaKind, MessageRef, Place, Platform},
};
use rand::{Rng, seq::IndexedRandom};

use crate::{
    reference::{SECRET, room_of},
    setting::{Setting, person},
    world::World,
};

/// What staff write.
const WORDS: &[&str] = &[
    "I am sorry. Your dish is being made now.",
    "What would help?",
    "/say we are on it",
    "/take",
    "/join",
    "/leave",
    "/resolve right dish served, dessert on us",
    "/resolve short",
    "/resolve right dish served prevent: orders are read back cause: not_as_ordered anyway: no",
    "/why 2 recurring ours manner",
    "/why 3 once",
    "/why stability:once about:outcome",
    "/why 4",
    "/cause late",
    "/cause rude",
    "/cause new wrong address label",
    "/cause new! late again",
    "/close gave up",
    "/reopen",
    "/escalate please",
    "/promise +2h your dish on the table",
    "/promise +15m a call",
    "/promise tomorrow 10:00 a card by post",
    "/promise soon",
    "/kept brought by Ion",
    "/kept 1 brought by Ion",
    "/kept 2 called",
    "/move +3h",
    "/move 1 +90m the oven",
    "/move 2 tomorrow 11:00",
    "/progress it is on the van next +1h",
    "/progress it is on the van next tomorrow 10:00",
    "/handover 50 done: apologised, next: the right dish",
    "/handover staff51, done: apologised, next: the right dish",
    "/handover 52 short",
    "/handover 52 done: apologised, next: the right dish",
    "/tastes no alcohol",
    "/assist 52 by +10m which plate?",
    "/transcript",
    "/pause 10m",
    "/pause off",
    "/undo",
    "/offer drinks",
    "/offer 45 value:60 new shoes",
    "/offer 160 a new phone",
    "/delivered",
    "/delivered 1 by hand",
    "/wordng",
];

impl World {
    pub(crate) fn press(&mut self, message: &MessageRef) -> PressRef {
        self.press_of(message.place.platform, 'c')
    }

    pub(crate) fn press_of(&mut self, platform: Platform, kind: char) -> PressRef {
        let id = format!("{kind}.{}.token", self.seq);
        match platform {
            Platform::Telegram => PressRef::new(platform, id),
            Platform::Discord => PressRef::whispering(platform, id),
        }
    }

    /// The customer whose turn it is, on one of their accounts.
    fn me(&mut self) -> Actor {
        let accounts = self.accounts();
        person(accounts.choose(&mut self.rng).unwrap().clone())
    }

    /// The customer, if they can see the message; else whoever has their number there.
    pub(crate) fn customer_presses(&mut self) {
        let Some((message, action)) = self.stage.any_button(&mut self.rng) else { return };
        let platform = message.place.platform;
        let accounts = self.accounts();
        let mine = accounts.iter().find(|account| account.platform == platform);
        let namesake = || Address::new(platform, &accounts[0].account);
        let by = person(mine.cloned().unwrap_or_else(namesake));
        self.presses(by, message, action);
    }

    /// A press comes to the customer whom it is about. INV 14: whatever a stranger presses, nothing
    /// changes.
    pub(crate) fn presses(&mut self, by: Actor, message: MessageRef, action: Action) {
        let Some(subject) = self.whose(action.subject()) else { return };
        self.turn_of(subject);
        let is_staff = self.policy.staff(&by.address).is_some();
        let is_stranger = !is_staff && !self.accounts().contains(&by.address);
        if is_stranger && action.subject() == Subject::Presser {
            // It is about whoever presses, and that is another customer.
            return;
        }
        let due =
            self.customer().next_wake(&self.policy).is_some_and(|deadline| deadline.at <= self.now);
        // What an admin changed meanwhile shows with whatever happens next.
        let before = self.if_nothing_happened();
        let press = self.press(&message);
        self.happens(Event::Pressed { press, by, message: Some(message), action });
        if is_stranger && !due && before != *self.customer() {
            self.reference
                .breaches
                .push(format!("INV 14: a stranger's press of {action:?} counted"));
        }
    }

    pub(crate) fn stranger_presses(&mut self) {
        let Some((message, action)) = self.stage.any_button(&mut self.rng) else { return };
        let by = person(Address::new(message.place.platform, "666"));
        self.presses(by, message, action);
    }

    pub(crate) fn press_labelled(&mut self, wanted: impl Fn(&Action) -> bool) {
        let me = self.me();
        self.press_as(me, wanted);
    }

    /// The newest such button that somebody can see and that is about this customer.
    pub(crate) fn press_as(&mut self, by: Actor, wanted: impl Fn(&Action) -> bool) {
        let id = self.customer().id;
        let is_ours = |action: &Action| wanted(action) && self.whose(action.subject()) == Some(id);
        let Some((message, action)) = self.stage.newest_button(is_ours) else { return };
        if message.place.platform == by.address.platform {
            self.presses(by, message, action);
        }
    }

    /// The customer who connected both accounts hears that it worked.
    pub(crate) fn customer_typed_a_good_code(&mut self) {
        let (by, place) = self.stands();
        let message = self.message(&place);
        self.happens(Event::CustomerWrote {
            by,
            message,
            reply_to: None,
            content: Content::Text("/link K7QM2XVA".to_owned()),
            token: Some(Token::Linked),
            press: None,
            form: None,
        });
    }

    /// Who the customer is and where they write: in private, or in their room.
    pub(crate) fn stands(&mut self) -> (Actor, Place) {
        let me = self.me();
        let private = Setting::private(&me.address);
        let case = self.customer().cases.last().map(|case| case.number);
        let room = case.and_then(|case| room_of(self.customer(), case));
        let room = room.filter(|room| room.platform == me.address.platform);
        let room = room.filter(|_| self.rng.random_range(0..2) == 0);
        if room.is_some() {
            // Nobody tells that they are on the server again.
            self.stage.away = false;
        }
        (me, room.unwrap_or(private))
    }

    pub(crate) fn customer_writes(&mut self) {
        let texts = [
            "the soup was lukewarm",
            "thanks!",
            "/start",
            "/status",
            "/complain",
            "/complain cold soup",
            "/feedback",
            "/stop",
            "/resume",
            "/language ro",
            "/link",
            "/link K7QM-2XVB",
            "/privacy",
            "/board",
            "/mydata",
            "/forget",
            "/take R-1001",
            "// not a note",
            "hello?",
        ];
        let media = |kind| Content::Media { kind, caption: None, files: Vec::new() };
        let content = match self.rng.random_range(0..10) {
            0 => media(MediaKind::Voice),
            1 => media(MediaKind::Sticker),
            2 => Content::Unsupported,
            _ => Content::Text((*texts.choose(&mut self.rng).unwrap()).to_owned()),
        };
        let (me, place) = self.stands();
        let is_command = content.words().is_some_and(|text| text.starts_with('/'));
        let can_whisper = place.platform == Platform::Discord && is_command;
        let press = (can_whisper && self.rng.random_range(0..3) != 0)
            .then(|| self.press_of(Platform::Discord, 's'));
        let message = self.message(&place);
        let token = match &content {
            Content::Text(text) if text == "/start" && self.rng.random_range(0..2) == 0 => Some(
                [Token::ReceiptExpired, Token::Visit("till2".to_owned()), Token::Unknown]
                    [self.rng.random_range(0..3)]
                .clone(),
            ),
            Content::Text(_)
            | Content::Styled { .. }
            | Content::Media { .. }
            | Content::Unsupported => None,
        };
        self.stage.blocked.remove(&me.address);
        self.happens(Event::CustomerWrote {
            by: me,
            message: message.clone(),
            reply_to: None,
            content,
            token,
            press,
            form: None,
        });
        if self.rng.random_range(0..4) == 0 {
            let content = Content::Text("edited: cold, not lukewarm".to_owned());
            self.happens(Event::CustomerEdited { message, content });
        }
    }

    pub(crate) fn customer_fills_form(&mut self, form: Form) {
        let (by, place) = self.stands();
        let message = self.message(&place);
        let press = Some(self.press_of(Platform::Discord, 'm'));
        self.happens(Event::CustomerWrote {
            by,
            message,
            reply_to: None,
            content: Content::Text("the soup was cold, says the form".to_owned()),
            token: None,
            press,
            form: Some(form),
        });
    }

    pub(crate) fn customer_blocks_or_comes_back(&mut self) {
        let what = if self.setting.has_rooms() { self.rng.random_range(0..5) } else { 5 };
        if what < 2 {
            // Nobody tells that private messages were closed or opened.
            self.stage.closed = !self.stage.closed;
            return;
        }
        if what == 2 || self.stage.away {
            // Nor that they left the server, or joined it again.
            self.stage.away = !self.stage.away;
            return;
        }
        let address = self.me().address;
        let event = if self.stage.blocked.insert(address.clone()) {
            Event::CustomerUnreachable { address }
        } else {
            self.stage.blocked.remove(&address);
            Event::CustomerReachable { address }
        };
        self.happens(event);
    }

    /// A message is taken back, or gets an emoji, on either side.
    pub(crate) fn something_is_taken_back(&mut self) {
        let case = self.customer().cases.last().cloned();
        let lines: Vec<MessageRef> = case
            .iter()
            .flat_map(|case| case.lines.iter())
            .flat_map(|line| line.from.iter().chain(&line.to))
            .cloned()
            .collect();
        let number = case.map(|case| case.number);
        let (_, place) = self.stands();
        let other = self.message(&place);
        let message = lines.choose(&mut self.rng).cloned().unwrap_or(other);
        let (emoji, on) = ("👍".to_owned(), self.rng.random_range(0..2) == 0);
        let by = self.me();
        let staff = self.some_staff();
        let event = match (self.rng.random_range(0..4), number) {
            (0, Some(case)) => Event::StaffDeleted { case, message },
            (1, Some(case)) => Event::StaffReacted { case, by: staff, message, emoji, on },
            (0 | 2, _) => Event::CustomerDeleted { message },
            (_, _) => Event::CustomerReacted { by, message, emoji, on },
        };
        self.happens(event);
    }

    pub(crate) fn some_staff(&mut self) -> Actor {
        let id = ["50", "51", "52", "53", "54"].choose(&mut self.rng).unwrap();
        let mut actor = self.setting.staff(id);
        actor.anonymous = self.rng.random_range(0..15) == 0;
        actor
    }

    pub(crate) fn staff_press(&mut self) {
        let Some((message, action)) = self.stage.any_button(&mut self.rng) else { return };
        if action.subject() == Subject::Presser {
            return;
        }
        let by = self.some_staff();
        if message.place.platform == by.address.platform {
            self.presses(by, message, action);
        }
    }

    fn some_words(&mut self) -> String {
        let note = format!("// {SECRET}");
        let words = WORDS.iter().copied().chain([note.as_str()]).collect::<Vec<_>>();
        (*words.choose(&mut self.rng).unwrap()).to_owned()
    }

    pub(crate) fn staff_write(&mut self) {
        let Some(case) = self.customer().cases.last() else { return };
        let number = case.number;
        let desk = self.setting.desk();
        let thread = case.thread().cloned().unwrap_or_else(|| desk.clone());
        let prompt = case.desk.prompt.as_ref().and_then(|(message, _)| message.clone());
        // The card says whether the thread is for staff alone, beside a room.
        let shown = case.desk.shown.as_ref().and_then(|card| card.room.clone());
        let says_inside = shown.is_some_and(|room| room.platform == desk.platform);
        let by = self.some_staff();
        let joined = case_takes_part(self.customer(), number, &by);
        let room = room_of(self.customer(), number).filter(|room| room.platform == desk.platform);
        let place = match &room {
            Some(room) if self.rng.random_range(0..3) == 0 => room.clone(),
            Some(_) | None => thread.clone(),
        };
        let mut text = self.some_words();
        let is_inside = says_inside && place == thread && place.thread.is_some();
        // Whoever speaks in the room takes part.
        let in_room = room.as_ref() == Some(&place);
        if !text.starts_with('/') && (!joined && !in_room || is_inside) {
            text = format!("{SECRET} among ourselves, or by somebody who did not join");
        }
        let reply_to = prompt.filter(|_| self.rng.random_range(0..2) == 0);
        let is_command = text.starts_with('/') && !text.starts_with("//");
        let can_whisper = place.platform == Platform::Discord && is_command;
        let press = (can_whisper && self.rng.random_range(0..3) != 0)
            .then(|| self.press_of(Platform::Discord, 's'));
        let message = self.message(&place);
        let content = Content::Text(text);
        let answers_us = reply_to.is_some();
        let load = self.load();
        self.happens(Event::StaffWrote {
            case: number,
            by,
            message,
            reply_to,
            answers_us,
            content,
            press,
            form: None,
            load,
        });
    }

    pub(crate) fn staff_fills_form(&mut self, case: CaseNumber, form: Form) {
        if self.customer().case(case).is_none() {
            return;
        }
        let by = self.some_staff();
        let place = self.setting.desk();
        let message = self.message(&place);
        let press = Some(self.press_of(Platform::Discord, 'm'));
        let words = match form {
            Form::Promise(_) => "+2h the right dish, says the form",
            Form::Handover(_) => "52\nDone: apologised\nNext: the right dish",
            Form::Return(_) => "I am on the road, says the form",
            Form::Progress(_) => "it is on the van, says the form next +1h",
            Form::Offer(_) => "12.50 free delivery, says the form",
            Form::Instead(..) => "40 value:100 a voucher, says the form",
            Form::Why(_) => "2 recurring ours",
            Form::Anyway(_) => "They want nothing, says the form",
            Form::Done(_)
            | Form::Comment(_)
            | Form::Story(_)
            | Form::Complaint
            | Form::Code
            | Form::Sorry
            | Form::Wording(_) => "the right dish was served, says the form",
        };
        let load = self.load();
        self.happens(Event::StaffWrote {
            case,
            by,
            message,
            reply_to: None,
            answers_us: false,
            content: Content::Text(words.to_owned()),
            press,
            form: Some(form),
            load,
        });
    }

    /// Some have many cases, most have few.
    pub(crate) fn load(&mut self) -> Vec<(Address, u32)> {
        let open = |id: &str, open| (Address::new(self.setting.desk().platform, id), open);
        let many = if self.rng.random_range(0..8) == 0 { 5 } else { 1 };
        vec![open("50", many), open("52", 4)]
    }

    /// Staff say something where the customer reads it: in the room, or in the thread of the case.
    pub(crate) fn staff_says(&mut self, case: CaseNumber, by: Actor, text: &str) {
        let desk = self.setting.desk();
        let room = room_of(self.customer(), case).filter(|room| room.platform == desk.platform);
        let thread = self.customer().case(case).and_then(|case| case.thread().cloned());
        let place = if text.starts_with('/') { thread } else { room.or(thread) };
        let Some(place) = place else { return };
        let message = self.message(&place);
        let content = Content::Text(text.to_owned());
        let load = self.load();
        self.happens(Event::StaffWrote {
            case,
            by,
            message,
            reply_to: None,
            answers_us: false,
            content,
            press: None,
            form: None,
            load,
        });
    }
}

fn case_takes_part(customer: &Customer, number: CaseNumber, by: &Actor) -> bool {
    customer.case(number).is_some_and(|case| {
        !by.anonymous && (case.owner() == Some(&by.address) || case.joined.contains(&by.address))
    })
}
