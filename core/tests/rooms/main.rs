//! Private rooms: a customer of the platform where the desk is talks to staff in one; a customer who
//! can't be written to in private is asked and answered in one.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    action::Action,
    case::Stage,
    customer::{Customer, Reach, RoomState},
    desk::DeskSay,
    effect::{Body, PressRef, Purpose, Receipt, Refusal, To, Words},
    engine::apply,
    event::{Event, Known, Recorded},
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, Source},
    invariants,
    place::{Actor, Address, Content, MessageRef, Place, Platform},
    policy::{Level, Policy, StaffMember, Workspace},
    say::Say,
    survey,
};
use jiff::{SignedDuration, Timestamp};

mod elsewhere;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// Whether staff were told that the room is gone.
    News,
    /// Whether the customer is in the room.
    Reader,
}

/// One customer, one business, and a platform that does what it is asked.
struct House {
    customer: Customer,
    policy: Policy,
    now: Timestamp,
    seq: u64,
    /// What was asked for since the last look.
    done: Vec<Body>,
    /// The private chat is closed.
    dm_closed: bool,
    /// No room can be had.
    rooms_refused: bool,
    /// So many rooms were opened.
    rooms: u32,
    /// What becomes of messages in rooms.
    in_rooms: Result<(), Refusal>,
    /// What becomes of answers to commands.
    replies: Result<(), Refusal>,
    /// What nobody hears of yet.
    unknown: Option<Unknown>,
    messages: u32,
}

fn gil() -> Address {
    Address::new(Platform::Discord, "7")
}

fn katrin() -> Address {
    Address::new(Platform::Discord, "52")
}

fn channel(id: &str) -> Place {
    Place::chat(Platform::Discord, id)
}

fn room() -> Place {
    channel("care").thread("room")
}

fn second_room() -> Place {
    channel("care").thread("room 2")
}

fn desk_thread() -> Place {
    channel("desk").thread("case")
}

fn dm() -> Place {
    channel("dm")
}

fn actor(address: Address, name: &str) -> Actor {
    Actor { name: Some(name.to_owned()), ..Actor::new(address) }
}

impl House {
    fn new(desk: Place) -> Self {
        let mut workspace = Workspace::new("Luma");
        workspace.desk = Some(desk);
        workspace.care = Some(channel("care"));
        workspace.staff = vec![StaffMember {
            address: katrin(),
            name: Some("Katrin".to_owned()),
            username: None,
            level: Level::Senior,
            on_duty: true,
            duty_until: None,
            by_role: false,
        }];
        let now = "2026-11-16T09:20:00Z".parse().unwrap();
        Self {
            customer: Customer::new(CustomerId::mint(now, &[1; 10])),
            policy: Policy::new(workspace),
            now,
            seq: 0,
            done: Vec::new(),
            dm_closed: false,
            rooms_refused: false,
            rooms: 0,
            in_rooms: Ok(()),
            replies: Ok(()),
            unknown: None,
            messages: 0,
        }
    }

    fn step(&mut self, event: Event) {
        self.seq += 1;
        let recorded = Recorded {
            seq: self.seq,
            at: self.now,
            entropy: [7; 32],
            next_case: CaseNumber(1043),
            log_id: None,
            event,
        };
        let outcome = apply(&mut self.customer, &self.policy, &recorded);
        let breaches = invariants::check(&self.customer, &self.policy);
        assert!(breaches.is_empty(), "{breaches:?}");
        for effect in outcome.effects {
            self.done.push(effect.body.clone());
            self.carry_out(effect.body);
        }
    }

    fn carry_out(&mut self, body: Body) {
        let sent = body.clone();
        let (purpose, to, fate) = match body {
            Body::Send { to, purpose, .. } => {
                let (account, place, fate) = match to {
                    To::Private(account) if self.dm_closed => {
                        (Some(account), dm(), Err(Refusal::NotStarted))
                    }
                    To::Private(account) => (Some(account), dm(), Ok(())),
                    To::Room { room, .. } => (None, room, self.in_rooms),
                    To::Place(place) => (None, place, Ok(())),
                    To::Reply(_) => (None, channel("reply"), self.replies),
                };
                if self.unknown == Some(Unknown::News)
                    && matches!(purpose, Some(Purpose::OutOfRoom(_)))
                {
                    return;
                }
                self.messages += 1;
                let message = MessageRef { place, id: self.messages.to_string() };
                (purpose, account, fate.map(|()| Receipt::Message(message)))
            }
            Body::OpenThread { case, .. } => {
                let card = MessageRef { place: channel("desk"), id: "card".to_owned() };
                let thread = desk_thread();
                (Some(Purpose::Thread(case)), None, Ok(Receipt::ThreadOnCard { thread, card }))
            }
            Body::OpenRoom { with, purpose, .. } => {
                if self.rooms_refused {
                    (purpose, Some(with), Err(Refusal::NoRights))
                } else {
                    self.rooms += 1;
                    let room = if self.rooms == 1 { room() } else { second_room() };
                    (purpose, Some(with), Ok(Receipt::Thread(room)))
                }
            }
            Body::Seat { purpose: Some(Purpose::Line(case, line)), .. } => {
                if self.unknown == Some(Unknown::Reader) {
                    return;
                }
                let fate = self.in_rooms.map(|()| Receipt::Done);
                (Some(Purpose::Line(case, line)), None, fate)
            }
            Body::Edit { .. }
            | Body::Copy { .. }
            | Body::Answer { .. }
            | Body::Form { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::Seat { .. }
            | Body::MarkDelivered { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::SendFile { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Withdraw { .. } => return,
        };
        if let Some(purpose) = purpose {
            let refused = fate.is_err().then(|| Box::new(sent));
            self.step(Event::Settled { purpose, to, fate, refused });
        }
    }

    fn contact_ends(&mut self, held_at: Option<Place>) {
        let mut interaction = Interaction::new("web:1", Source::Webhook, self.now);
        interaction.held_at = held_at;
        let known =
            Known { addresses: vec![gil()], name: Some("Gil".to_owned()), ..Known::default() };
        self.step(Event::InteractionEnded { interaction: Box::new(interaction), known });
    }

    fn taps(&mut self, value: u8) {
        let survey = self.customer.surveys.last().unwrap();
        let (message, survey) = (survey.message.clone(), survey.id);
        let press = PressRef::whispering(Platform::Discord, "c.1.t");
        let (by, action) = (actor(gil(), "Gil"), Action::Rate { survey, value });
        self.step(Event::Pressed { press, by, message, action });
    }

    fn writes(&mut self, place: Place, text: &str) {
        self.messages += 1;
        let message = MessageRef { place, id: self.messages.to_string() };
        self.step(Event::CustomerWrote {
            by: actor(gil(), "Gil"),
            message,
            reply_to: None,
            content: Content::Text(text.to_owned()),
            token: None,
            press: None,
            form: None,
        });
        // Bursts wait for a moment.
        self.now += SignedDuration::from_secs(5);
        self.step(Event::DeadlineReached);
    }

    fn staff_writes(&mut self, place: Place, text: &str) {
        self.messages += 1;
        let message = MessageRef { place, id: self.messages.to_string() };
        self.step(Event::StaffWrote {
            case: CaseNumber(1043),
            by: actor(katrin(), "Katrin"),
            message,
            reply_to: None,
            answers_us: false,
            content: Content::Text(text.to_owned()),
            press: None,
            form: None,
            load: Vec::new(),
        });
    }

    /// Somebody deletes the room.
    fn room_vanishes(&mut self) {
        let (case, thread) = (CaseNumber(1043), Some(room()));
        self.step(Event::ThreadClosed { case, by: None, thread, gone: true });
    }

    /// What was asked for since the last look.
    fn look(&mut self) -> Vec<Body> {
        std::mem::take(&mut self.done)
    }
}

/// What was said at a place, as far as it was said to a customer.
fn said_at<'a>(bodies: &'a [Body], at: &Place) -> Vec<&'a Say> {
    bodies
        .iter()
        .filter_map(|body| {
            let Body::Send {
                to: To::Place(place) | To::Room { room: place, .. },
                words: Words::Customer(say, _),
                ..
            } = body
            else {
                return None;
            };
            (place == at).then_some(say)
        })
        .collect()
}

fn relayed(bodies: &[Body]) -> bool {
    bodies.iter().any(|body| {
        matches!(
            body,
            Body::Send { words: Words::Desk(DeskSay::CustomerWords { .. }), .. }
                | Body::Send { words: Words::Customer(Say::Words { .. }, _), .. }
                | Body::Copy { .. }
        )
    })
}

#[test]
fn customer_and_staff_of_one_platform_talk_in_a_room() {
    let mut house = House::new(channel("desk"));
    house.contact_ends(None);
    house.taps(1);
    let first = house.look();
    let intro = said_at(&first, &room());
    assert!(matches!(intro[..], [Say::ThreadIntro { .. }]), "{intro:?}");
    let shown = first.iter().any(|body| {
        let Body::Edit { words: Some(Words::Customer(Say::Answered { then, .. }, _)), .. } = body
        else {
            return false;
        };
        matches!(&**then, Say::Both(_, here) if matches!(**here, Say::ThreadHere { .. }))
    });
    assert!(shown, "the apology tells where the conversation is: {first:?}");

    house.writes(room(), "third time a day late");
    let heard = house.look();
    assert!(!relayed(&heard), "staff read it there: {heard:?}");
    assert_eq!(house.customer.cases[0].said, ["third time a day late"]);

    house.staff_writes(desk_thread(), "what a mess, whose tour is that?");
    assert!(house.look().is_empty(), "beside a room the desk thread is for staff alone");

    house.staff_writes(room(), "Gil, I’m sorry.");
    let taken = house.look();
    assert!(!relayed(&taken), "{taken:?}");
    let (who, purpose) = (katrin(), Some(Purpose::Seat(CaseNumber(1043))));
    let seated = Body::Seat { room: room(), who, inside: true, purpose };
    assert!(taken.contains(&seated), "who talks to the customer takes part: {taken:?}");
    let case = &house.customer.cases[0];
    assert!(matches!(&case.stage, Stage::Working { owner, .. } if *owner == katrin()));
    assert!(case.first_word_at.is_some(), "a word in the room is a word to the customer");
    assert_eq!(case.open_promises().count(), 0);
}

#[test]
fn who_has_closed_private_messages_is_asked_and_answered_in_a_room() {
    let mut house = House::new(Place::chat(Platform::Telegram, "-100"));
    house.dm_closed = true;
    house.contact_ends(None);
    let asked = said_at(&house.done, &room()).len();
    assert_eq!(asked, 1, "{:?}", house.done);
    assert!(matches!(house.customer.surveys[0].stage, survey::Stage::Asked { .. }));
    house.look();

    house.taps(1);
    let after = house.look();
    let intro = said_at(&after, &room());
    assert!(intro.iter().any(|say| matches!(say, Say::ThreadIntro { .. })), "{after:?}");
    let is_apology = |body: &&Body| {
        let Body::Edit { words: Some(words), .. } = body else { return false };
        matches!(words, Words::Customer(Say::Answered { .. }, _))
    };
    let told = after.iter().filter(is_apology).count();
    assert_eq!(told, 1, "the question became the apology, and nobody says it twice: {after:?}");
    assert_eq!(house.customer.cases[0].unreachable_since, None);
    assert!(after.iter().any(|body| matches!(body, Body::RenameThread { .. })));

    house.writes(room(), "it was cold");
    assert!(relayed(&house.look()), "staff on another platform read it through us");
}

#[test]
fn where_nothing_is_open_the_question_is_put_in_place_and_else_not_at_all() {
    let mut house = House::new(channel("desk"));
    (house.dm_closed, house.rooms_refused) = (true, true);
    house.contact_ends(Some(channel("help").thread("118")));
    let place = channel("help").thread("118");
    assert_eq!(said_at(&house.done, &place).len(), 1, "{:?}", house.done);
    assert!(house.customer.surveys[0].in_public);

    let mut house = House::new(channel("desk"));
    (house.dm_closed, house.rooms_refused) = (true, true);
    house.contact_ends(None);
    let stage = &house.customer.surveys[0].stage;
    assert!(matches!(stage, survey::Stage::Undeliverable { .. }), "{stage:?}");
    let room = house.customer.contacts[0].room.as_ref().unwrap();
    assert_eq!(room.state, RoomState::Refused);
}

#[test]
fn each_press_is_answered_once() {
    let mut house = House::new(channel("desk"));
    house.contact_ends(None);
    house.look();
    house.taps(3);
    let bodies = house.look();
    let covered = bodies.iter().filter(|body| matches!(body, Body::Answer { covered: true, .. }));
    assert_eq!(covered.count(), 1, "{bodies:?}");
    let edits = bodies.iter().filter(|body| matches!(body, Body::Edit { press: Some(_), .. }));
    assert_eq!(edits.count(), 1, "{bodies:?}");
}

fn is_check(say: &Say) -> bool {
    matches!(say, Say::Recheck { .. })
}

/// What was said to the customer in private.
fn said_in_private(bodies: &[Body]) -> Vec<&Say> {
    let mut said = Vec::new();
    for body in bodies {
        if let Body::Send { to: To::Private(_), words: Words::Customer(say, _), .. } = body {
            said.push(say);
        }
    }
    said
}

/// Shows K-40.
#[test]
fn the_recovery_check_is_asked_again_when_its_room_is_deleted() {
    for dm_closed in [false, true] {
        let mut house = House::new(channel("desk"));
        house.dm_closed = dm_closed;
        house.contact_ends(None);
        house.taps(1);
        house.staff_writes(room(), "Gil, I’m sorry.");
        house.staff_writes(desk_thread(), "/resolve a new lamp was sent anyway: no wish");
        assert!(said_at(&house.look(), &room()).into_iter().any(is_check));

        house.room_vanishes();
        let after = house.look();
        let in_private = said_in_private(&after).into_iter().filter(|say| is_check(say)).count();
        let in_room =
            said_at(&after, &second_room()).into_iter().filter(|say| is_check(say)).count();
        assert_eq!((in_private, in_room), if dm_closed { (0, 1) } else { (1, 0) }, "{after:?}");
    }
}

/// What comes back after the customer was forgotten is not kept.
/// Shows INV 21.
#[test]
fn words_that_are_refused_after_the_customer_was_forgotten_are_forgotten() {
    for forgets in [false, true] {
        let mut house = House::new(channel("desk"));
        house.contact_ends(None);
        house.taps(1);
        if forgets {
            house.step(Event::ErasureConfirmed);
        }
        let (name, text) = (None, "it was cold".to_owned());
        let words = Words::Desk(DeskSay::CustomerEdited { name, text });
        let (to, purpose) = (To::Place(desk_thread()), Purpose::ToDesk(CaseNumber(1043)));
        let (buttons, reply_to) = (Vec::new(), None);
        let purpose_kept = Some(purpose);
        let body =
            Body::Send { to, words, buttons, reply_to, ask_reply: false, purpose: purpose_kept };
        let (fate, refused) = (Err(Refusal::ThreadClosed), Some(Box::new(body)));
        house.step(Event::Settled { purpose, to: None, fate, refused });
        let kept = house.customer.cases[0].desk.unsaid.len();
        assert_eq!(kept, usize::from(!forgets));
    }
}

#[test]
fn an_answer_given_in_a_channel_does_not_open_the_private_chat() {
    let mut house = House::new(channel("desk"));
    house.dm_closed = true;
    let (place, press) = (channel("general"), PressRef::whispering(Platform::Discord, "s.1.t"));
    house.step(Event::CustomerWrote {
        by: actor(gil(), "Gil"),
        message: MessageRef { place: place.clone(), id: "s.1".to_owned() },
        reply_to: None,
        content: Content::Text("/feedback".to_owned()),
        token: None,
        press: Some(press),
        form: None,
    });
    assert_eq!(house.customer.surveys.len(), 1, "{:?}", house.done);
    house.taps(3);
    assert!(house.customer.surveys[0].is_answered());
    let reaches: Vec<_> = house.customer.contacts.iter().map(|contact| contact.reach).collect();
    assert_eq!(reaches, [Reach::Unknown], "nobody tried the private chat");
}
