//! What we expect, small enough to read in one sitting: what may never be sent, and what must not be
//! lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use amends_core::{
    customer::{Customer, RoomState},
    effect::{Body, Effect, PressRef, Purpose, Receipt, Refusal, To, Words},
    event::Event,
    fact::Fact,
    ids::SurveyId,
    merging::Asked,
    place::{Address, MessageRef, Place, Platform},
    scale::Rating,
};

use crate::{coverage::Met, facts::name_of, setting::Setting};

/// Words that staff wrote for themselves, or without having joined.
pub(crate) const SECRET: &str = "internal-secret";

/// The expectations about a world.
#[derive(Debug)]
pub(crate) struct Reference {
    setting: Setting,
    answers: BTreeMap<SurveyId, Vec<Rating>>,
    questions: BTreeMap<SurveyId, u32>,
    asked: BTreeMap<SurveyId, u32>,
    presses: BTreeMap<PressRef, Press>,
    seats: BTreeSet<(Place, Address)>,
    erased: bool,
    /// Accounts of the customer.
    pub(crate) customers: BTreeSet<Address>,
    pub(crate) breaches: Vec<String>,
    pub(crate) seen: Seen,
}

/// A press, or a command that can be answered like one.
#[derive(Debug)]
struct Press {
    by: Address,
    is_button: bool,
    answers: u32,
}

/// What happened, so that a simulation that gets nowhere is noticed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    facts: BTreeMap<&'static str, u64>,
    /// Which event met which state.
    pub(crate) met: Met,
}

/// Who can read something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Customer,
    Staff,
    Nobody,
}

impl Reference {
    pub(crate) fn new(setting: Setting) -> Self {
        Self {
            setting,
            answers: BTreeMap::new(),
            questions: BTreeMap::new(),
            asked: BTreeMap::new(),
            presses: BTreeMap::new(),
            seats: BTreeSet::new(),
            erased: false,
            customers: setting.accounts().into_iter().collect(),
            breaches: Vec::new(),
            seen: Seen::default(),
        }
    }

    /// Notes what is about to happen.
    pub(crate) fn before(&mut self, event: &Event) {
        let (by, press, is_button) = match event {
            Event::Pressed { by, press, .. } => (by, press, true),
            Event::CustomerWrote { by, press: Some(press), .. }
            | Event::StaffWrote { by, press: Some(press), .. }
            | Event::Merged { asked: Some(Asked { by, press: Some(press), .. }), .. }
            | Event::Split { asked: Asked { by, press: Some(press), .. } }
            | Event::StaffOnItem { by, press: Some(press), .. }
            | Event::Duplicate { asked: Asked { by, press: Some(press), .. }, .. } => {
                (by, press, false)
            }
            Event::InteractionEnded { interaction, .. } => {
                let agent = interaction.agent_account.clone();
                if let (Some(press), Some(by)) = (interaction.requested_press.clone(), agent) {
                    self.presses.insert(press, Press { by, is_button: false, answers: 0 });
                }
                return;
            }
            Event::CustomerWrote { press: None, .. }
            | Event::StaffWrote { press: None, .. }
            | Event::ReceiptShown { .. }
            | Event::InteractionReopened { .. }
            | Event::DeadlineReached
            | Event::CustomerEdited { .. }
            | Event::CustomerDeleted { .. }
            | Event::CustomerReacted { .. }
            | Event::CustomerReachable { .. }
            | Event::CustomerUnreachable { .. }
            | Event::ErasureConfirmed
            | Event::DeletionsEnded
            | Event::StaffEdited { .. }
            | Event::StaffDeleted { .. }
            | Event::StaffReacted { .. }
            | Event::ThreadClosed { .. }
            | Event::Merged { .. }
            | Event::Split { .. }
            | Event::Duplicate { .. }
            | Event::TakesOver { .. }
            | Event::LookedUp { .. }
            | Event::StaffOnItem { .. }
            | Event::Restored { .. }
            | Event::CauseFixed { .. }
            | Event::Apologise { .. }
            | Event::Settled { .. } => return,
        };
        let press = press.clone();
        self.presses.insert(press, Press { by: by.address.clone(), is_button, answers: 0 });
    }

    /// Holds one step against the expectations.
    pub(crate) fn watch(
        &mut self,
        event: &Event,
        after: &Customer,
        (facts, effects): (&[Fact], &[Effect]),
        case_was_open: bool,
    ) {
        for fact in facts {
            self.seen.count(name_of(fact));
            if let Fact::Answered { survey, rating, .. } = fact {
                self.answers.entry(*survey).or_default().push(*rating);
            }
        }
        for effect in effects {
            self.watch_effect(effect, case_was_open);
        }
        self.rooms_are_used(event, after);
        self.presses_are_answered();
        self.staff_sit_in_the_room(after);
    }

    /// Nobody reads what is said to somebody else.
    pub(crate) fn keeps_apart(&mut self, mine: &[Address], effects: &[Effect]) {
        for effect in effects {
            let (Body::Send { to, .. } | Body::Copy { to, .. }) = &effect.body else { continue };
            let chat = match to {
                To::Private(address) => Setting::private(address),
                To::Place(place) | To::Room { room: place, .. } => place.clone(),
                To::Reply(_) => continue,
            };
            let theirs = self.customers.iter().filter(|address| !mine.contains(address));
            if theirs.into_iter().any(|address| Setting::private(address) == chat) {
                self.breaches.push(format!("somebody else reads {effect:?}"));
            }
        }
    }

    fn watch_effect(&mut self, effect: &Effect, case_was_open: bool) {
        if let Body::Send { purpose: Some(Purpose::Question(survey)), .. } = &effect.body {
            *self.questions.entry(*survey).or_default() += 1;
            if case_was_open {
                self.breaches.push(format!("INV 3: {survey} is asked while a case is open"));
            }
            if 1 < self.questions[survey] {
                self.breaches.push(format!("I2: {survey} is asked twice"));
            }
        }
        self.count_answers(&effect.body);
        if let Body::Seat { room, who, inside, .. } = &effect.body {
            let seat = (room.clone(), who.clone());
            if *inside {
                self.seats.insert(seat)
            } else {
                self.seats.remove(&seat)
            };
        }
        let (reader, words) = self.read_by(&effect.body);
        // Whoever presses what is for staff is told so.
        let passes_by = matches!(effect.body, Body::Answer { .. });
        let for_staff = matches!(words, Some(Words::Desk(_))) && !passes_by;
        let for_customer = matches!(words, Some(Words::Customer(..)));
        match reader {
            Reader::Customer if format!("{:?}", effect.body).contains(SECRET) => {
                self.breaches.push("INV 13: internal words were sent to the customer".to_owned());
            }
            Reader::Customer if for_staff => {
                self.breaches.push(format!("the customer reads what is for staff: {words:?}"));
            }
            Reader::Staff if for_customer => {
                self.breaches.push(format!("staff read what is for the customer: {words:?}"));
            }
            Reader::Customer | Reader::Staff | Reader::Nobody => (),
        }
        match &effect.body {
            Body::OpenRoom { .. } => self.seen.count("room asked for"),
            Body::Send { to: To::Reply(_), .. } => self.seen.count("answered unseen by others"),
            Body::Form { .. } => self.seen.count("form"),
            Body::OpenThread { card: Some(_), .. } => self.seen.count("thread with card"),
            Body::Send { .. }
            | Body::Edit { .. }
            | Body::Copy { .. }
            | Body::Answer { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::Seat { .. }
            | Body::OpenThread { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::MarkDelivered { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::SendFile { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Withdraw { .. } => (),
        }
    }

    /// Who reads what an effect says, and what it says.
    fn read_by<'a>(&self, body: &'a Body) -> (Reader, Option<&'a Words>) {
        match body {
            Body::Send { to, words, .. } => (self.reader_at(to), Some(words)),
            Body::Copy { to, caption, .. } => (self.reader_at(to), caption.as_ref()),
            Body::Edit { message, words, press: Some(press), .. }
                if message.place == Setting::whispers(press.platform) =>
            {
                let is_theirs = self.is_customer(press);
                (if is_theirs { Reader::Customer } else { Reader::Staff }, words.as_ref())
            }
            Body::Edit { message, words, .. } => (self.reader_of(message), words.as_ref()),
            // What passes by is said to strangers too, who are told that it isn't for them.
            Body::Answer { press, words, .. } if self.is_customer(press) => {
                (Reader::Customer, words.as_ref())
            }
            Body::Form { press, words, .. } if self.is_customer(press) => {
                (Reader::Customer, Some(words))
            }
            Body::Form { words, .. } => (Reader::Staff, Some(words)),
            Body::Answer { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::OpenRoom { .. }
            | Body::Seat { .. }
            | Body::OpenThread { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::MarkDelivered { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::SendFile { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Withdraw { .. } => (Reader::Nobody, None),
        }
    }

    fn is_customer(&self, press: &PressRef) -> bool {
        self.presses.get(press).is_some_and(|press| self.customers.contains(&press.by))
    }

    fn reader_at(&self, to: &To) -> Reader {
        match to {
            To::Private(address) if self.customers.contains(address) => Reader::Customer,
            To::Place(place) | To::Room { room: place, .. } => self.reader_in(place),
            To::Reply(press) if self.is_customer(press) => Reader::Customer,
            To::Private(_) | To::Reply(_) => Reader::Staff,
        }
    }

    fn reader_of(&self, message: &MessageRef) -> Reader {
        self.reader_in(&message.place)
    }

    fn reader_in(&self, place: &Place) -> Reader {
        let same = |other: &Place| other.platform == place.platform && other.chat == place.chat;
        let private = self.customers.iter().any(|address| same(&Setting::private(address)));
        let room = self.setting.care().is_some_and(|care| same(&care));
        if private || room || same(&self.setting.venue()) {
            Reader::Customer
        } else if same(&self.setting.desk()) {
            Reader::Staff
        } else {
            Reader::Nobody
        }
    }

    /// Counts what answers presses. Telegram knows one way to answer only.
    fn count_answers(&mut self, body: &Body) {
        let mut answers = |press: &PressRef| match self.presses.get_mut(press) {
            Some(press) => press.answers += 1,
            None => self.breaches.push(format!("{press:?} is answered, and nobody pressed it")),
        };
        match body {
            Body::Answer { press, covered, .. }
                if press.platform == Platform::Telegram || !covered =>
            {
                answers(press);
            }
            Body::Edit { press: Some(press), .. } | Body::Form { press, .. }
                if press.platform == Platform::Discord =>
            {
                answers(press);
            }
            Body::Send { to: To::Reply(press), .. } | Body::Copy { to: To::Reply(press), .. } => {
                answers(press);
                if press.platform == Platform::Telegram {
                    self.breaches.push(format!("nobody can whisper on Telegram: {body:?}"));
                }
            }
            Body::Send { .. }
            | Body::Edit { .. }
            | Body::Copy { .. }
            | Body::Answer { .. }
            | Body::Form { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::OpenRoom { .. }
            | Body::Seat { .. }
            | Body::OpenThread { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::MarkDelivered { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::SendFile { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Withdraw { .. } => (),
        }
    }

    /// Every press and every command that can be answered so is answered, once and at once.
    fn presses_are_answered(&mut self) {
        for (press, pressed) in &self.presses {
            if pressed.answers != 1 {
                let kind = if pressed.is_button { "press" } else { "command" };
                let times = pressed.answers;
                self.breaches.push(format!("{kind} {press:?} is answered {times} times"));
            }
        }
    }

    /// A question that was refused for good may be asked in another way.
    pub(crate) fn refused(&mut self, purpose: Purpose, refusal: Refusal) {
        if let Purpose::Question(survey) = purpose
            && refusal != Refusal::Unknown
        {
            self.questions.remove(&survey);
        }
    }

    /// I2, from where the customer stands: one question reaches them once, whatever the way.
    pub(crate) fn carried(&mut self, body: &Body, fate: &Result<Receipt, Refusal>) {
        let Body::Send { purpose: Some(Purpose::Question(survey)), .. } = body else { return };
        if !matches!(fate, Ok(_) | Err(Refusal::Unknown)) {
            return;
        }
        let asked = self.asked.entry(*survey).or_default();
        *asked += 1;
        if 1 < *asked {
            self.breaches.push(format!("I2: {survey} reached the customer twice"));
        }
    }

    /// I1: every acknowledged answer is there, with its whole history.
    pub(crate) fn nothing_lost(&mut self, after: &[Customer]) {
        for (survey, ratings) in &self.answers {
            let stored: Option<Vec<Rating>> = after
                .iter()
                .find_map(|customer| customer.survey(*survey))
                .and_then(|survey| survey.response.as_ref())
                .map(|response| response.history.iter().map(|(_, rating)| *rating).collect());
            if stored.as_ref() != Some(ratings) {
                self.breaches
                    .push(format!("I1: the answer to {survey} is not what was acknowledged"));
            }
        }
    }

    /// No room is opened twice, and none is forgotten.
    fn rooms_are_used(&mut self, event: &Event, after: &Customer) {
        self.erased |= after.erased_at.is_some();
        let Event::Settled { purpose, to: Some(with), fate: Ok(Receipt::Thread(room)), .. } = event
        else {
            return;
        };
        let is_room = matches!(purpose, Purpose::Room(_) | Purpose::RoomToAsk(_));
        let is_known = after.contacts.iter().any(|contact| {
            let there = RoomState::Open(room.clone());
            contact.room.as_ref().is_some_and(|room| room.state == there)
        });
        if is_room && after.is(with) && !is_known && !self.erased {
            self.breaches.push(format!("{room:?} was opened for nothing"));
        }
    }

    /// Whoever takes part in a case is let into its room.
    fn staff_sit_in_the_room(&mut self, after: &Customer) {
        let Some(case) = after.open_case() else { return };
        let Some(room) = room_of(after, case.number) else { return };
        for who in case.owner().into_iter().chain(&case.joined) {
            let outside =
                who.platform == room.platform && !self.seats.contains(&(room.clone(), who.clone()));
            if outside {
                self.breaches.push(format!("{who:?} has no seat in the room of {}", case.number));
            }
        }
    }
}

/// The room in which a case is talked about with its customer.
pub(crate) fn room_of(customer: &Customer, case: amends_core::ids::CaseNumber) -> Option<Place> {
    customer.contacts.iter().find_map(|contact| {
        let room = contact.room.as_ref().filter(|room| room.case == Some(case))?;
        match &room.state {
            RoomState::Open(place) | RoomState::Left(place) => Some(place.clone()),
            RoomState::Opening | RoomState::Refused => None,
        }
    })
}

/// What some world or other has to see.
#[rustfmt::skip]
const EXPECTED: &[&str] = &[
    "asked", "answered", "commented", "suppressed", "undeliverable", "case opened", "claimed",
    "first word", "level raised", "promise kept", "promised", "moved", "progress", "held",
    "deed kept", "deed admitted as broken", "warned of a promise", "promise broken", "recommended", "offered",
    "offer accepted", "offer declined", "delivered", "something else offered",
    "nobody may give so much", "accepted in a closed case", "resolved", "reopened", "recovered",
    "silent", "unconfirmed", "unreachable", "declined", "mistap", "not_recovered",
    "handed over", "accepted", "came back", "went up", "alarm", "room asked for",
    "asked in a room", "talked in a room", "room lost", "left the server", "form", "answered unseen by others",
    "told within", "told again within", "told at night", "told how it stands", "told anew",
    "told of somebody senior", "told when it comes", "told when we pause", "ended well",
    "thread with card", "merged", "split", "duplicate", "set by an admin", "undone",
    "rota", "told of a fix", "apologised", "said sorry first", "helped after an apology", "cause named", "said to be severe", "about somebody's manner",
    "asked whether it is resolved anyway", "resolved anyway", "resolved with what prevents it",
];

impl Seen {
    pub(crate) fn count(&mut self, what: &'static str) {
        *self.facts.entry(what).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (what, count) in &other.facts {
            *self.facts.entry(what).or_default() += count;
        }
        self.met.add(&other.met);
    }

    pub(crate) fn assert_everything_happened(&self) {
        let happened: BTreeSet<&str> = self.facts.keys().copied().collect();
        for what in EXPECTED {
            assert!(happened.contains(what), "no world ever saw: {what}");
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> =
            self.facts.iter().map(|(what, count)| format!("{what} {count}")).collect();
        f.write_str(&all.join(", "))
    }
}
