//! Chats of one person with the customer, in which we write on that person's behalf: nothing can be
//! pressed there, and a number is typed in place of it (S-26).

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    case::{Outcome, Stage},
    customer::Customer,
    desk::DeskSay,
    effect::{Body, Receipt, Refusal, To, Words},
    engine::apply,
    event::{Event, Known, Recorded},
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, Source},
    invariants,
    place::{Actor, Address, Content, MessageRef, Place, Platform},
    policy::{Level, Policy, StaffMember, Workspace},
    say::Say,
    scale::{Rating, Scale},
};
use jiff::{SignedDuration, Timestamp};

const CASE: CaseNumber = CaseNumber(1043);

/// One customer who writes to one person of staff, and a desk.
struct House {
    customer: Customer,
    policy: Policy,
    now: Timestamp,
    seq: u64,
    /// What was said to the customer in that chat since the last look, with the numbers offered.
    said: Vec<(Say, Vec<u8>)>,
    /// What the desk was told since the last look.
    desk: Vec<DeskSay>,
    /// What becomes of messages in that chat.
    fate: Result<(), Refusal>,
    messages: u32,
}

fn account(id: &str) -> Address {
    Address::new(Platform::Telegram, id)
}

fn cem() -> Actor {
    Actor { name: Some("Cem".to_owned()), ..Actor::new(account("43")) }
}

fn anna() -> Actor {
    Actor { name: Some("Anna".to_owned()), ..Actor::new(account("50")) }
}

/// Anna's own chat with Cem.
fn chat() -> Place {
    Place::chat(Platform::Telegram, "43").thread("b:anna")
}

fn thread() -> Place {
    Place::chat(Platform::Telegram, "-100").thread("1")
}

impl House {
    fn new() -> Self {
        let mut workspace = Workspace::new("Luma");
        workspace.desk = Some(Place::chat(Platform::Telegram, "-100"));
        workspace.staff = vec![StaffMember {
            address: account("50"),
            name: Some("Anna".to_owned()),
            username: None,
            level: Level::Agent,
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
            said: Vec::new(),
            desk: Vec::new(),
            fate: Ok(()),
            messages: 0,
        }
    }

    fn step(&mut self, event: Event) {
        self.seq += 1;
        let recorded = Recorded {
            seq: self.seq,
            at: self.now,
            entropy: [7; 32],
            next_case: CASE,
            log_id: None,
            event,
        };
        let outcome = apply(&mut self.customer, &self.policy, &recorded);
        let breaches = invariants::check(&self.customer, &self.policy);
        assert!(breaches.is_empty(), "{breaches:?}");
        for effect in outcome.effects {
            self.carry_out(effect.body);
        }
    }

    /// Nothing is pressed, changed or marked in that chat, and there is no private one.
    fn carry_out(&mut self, body: Body) {
        let refused = Box::new(body.clone());
        let (purpose, to, fate) = match body {
            Body::Send { to: To::Place(place), words, buttons, purpose, .. } => {
                match words {
                    Words::Customer(say, _) => {
                        assert_eq!((&place, buttons.len()), (&chat(), 0), "{say:?}");
                        let numbers = if let Say::Numbered { choices, .. } = &say {
                            choices.iter().map(|(number, _)| *number).collect()
                        } else {
                            Vec::new()
                        };
                        self.said.push((say, numbers));
                    }
                    Words::Desk(say) => self.desk.push(say),
                }
                let fate = if place == chat() { self.fate } else { Ok(()) };
                let message = self.message(&place);
                (purpose, None, fate.map(|()| Receipt::Message(message)))
            }
            Body::Send { to: To::Private(address), purpose, .. } => {
                (purpose, Some(address), Err(Refusal::NotStarted))
            }
            Body::OpenThread { case, .. } => {
                let purpose = Some(amends_core::effect::Purpose::Thread(case));
                (purpose, None, Ok(Receipt::Thread(thread())))
            }
            Body::Edit { message, .. } | Body::MarkDelivered { message } => {
                assert_ne!(message.place, chat(), "that can't be done there");
                return;
            }
            Body::Answer { press, .. } => panic!("nobody pressed {press:?}"),
            Body::Send { .. }
            | Body::Copy { .. }
            | Body::SendFile { .. }
            | Body::Form { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::OpenRoom { .. }
            | Body::Seat { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::ReopenThread { .. }
            | Body::DeleteThread { .. }
            | Body::Pin { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Signal { .. }
            | Body::Withdraw { .. } => return,
        };
        let Some(purpose) = purpose else { return };
        let refused = fate.is_err().then_some(refused);
        self.step(Event::Settled { purpose, to, fate, refused });
    }

    fn message(&mut self, place: &Place) -> MessageRef {
        self.messages += 1;
        MessageRef { place: place.clone(), id: self.messages.to_string() }
    }

    /// Anna says that the contact is over, and the question is asked.
    fn is_asked(&mut self) {
        let mut interaction = Interaction::new("tg:1", Source::Done, self.now);
        interaction.held_at = Some(chat());
        interaction.held_in_private = true;
        interaction.ask_here = true;
        interaction.on_behalf = true;
        let known = Known { addresses: vec![account("43")], ..Known::default() };
        self.step(Event::InteractionEnded { interaction: Box::new(interaction), known });
        self.passes(SignedDuration::from_mins(5));
    }

    fn passes(&mut self, by: SignedDuration) {
        self.now += by;
        self.step(Event::DeadlineReached);
    }

    /// Cem writes to Anna; returns whether that is for us, too.
    fn writes(&mut self, text: &str) -> bool {
        let content = Content::Text(text.to_owned());
        if !self.customer.means_us(&self.policy, &chat(), &content, self.now) {
            return false;
        }
        let message = self.message(&chat());
        let (reply_to, token, press, form) = (None, None, None, None);
        let by = cem();
        self.step(Event::CustomerWrote { by, message, reply_to, content, token, press, form });
        self.passes(SignedDuration::from_secs(5));
        true
    }

    fn anna_writes(&mut self, place: &Place, text: &str) {
        let message = self.message(place);
        self.step(Event::StaffWrote {
            case: CASE,
            by: anna(),
            message,
            reply_to: None,
            answers_us: false,
            content: Content::Text(text.to_owned()),
            press: None,
            form: None,
            load: Vec::new(),
        });
    }

    fn look(&mut self) -> Vec<(Say, Vec<u8>)> {
        self.desk.clear();
        std::mem::take(&mut self.said)
    }

    fn stage(&self) -> &Stage {
        &self.customer.cases[0].stage
    }
}

/// Shows S-26.
#[test]
fn a_number_answers_the_question_and_words_in_between_are_between_the_two() {
    let mut house = House::new();
    assert!(!house.writes("3"), "nothing was asked");
    house.is_asked();
    let asked = house.look();
    let [(Say::Numbered { say, .. }, numbers)] = &asked[..] else { panic!("{asked:?}") };
    assert!(matches!(**say, Say::Ask { .. }), "{say:?}");
    assert_eq!(numbers, &[1, 2, 3]);
    assert!(!house.writes("4") || !house.customer.surveys[0].is_answered());
    house.look();

    // The question is old news by now, and stands all the same.
    house.passes(SignedDuration::from_hours(3));
    assert!(!house.writes("how much is a cake?"), "that is for Anna alone");
    assert!(house.writes(" 1 "));
    let thanked = house.look();
    assert!(matches!(&thanked[..], [(Say::ThanksHappy, _), ..]), "{thanked:?}");
    assert!(house.customer.cases.is_empty() && house.customer.surveys[0].is_answered());
    house.passes(SignedDuration::from_hours(3));
    assert!(!house.writes("3"), "the answer is given");
}

#[test]
fn words_in_place_of_a_number_show_the_question_once_more() {
    let mut house = House::new();
    house.is_asked();
    house.look();
    assert!(house.writes("it was fine"));
    let again = house.look();
    assert!(matches!(&again[..], [(Say::Numbered { .. }, numbers)] if numbers == &[1, 2, 3]));
    assert!(house.writes("2"));
    assert!(house.customer.surveys[0].is_answered());
}

#[test]
fn on_a_scale_of_numbers_each_is_chosen_by_itself() {
    let mut house = House::new();
    let mut workspace = house.policy.workspace.clone();
    workspace.scale = Scale::Nps11;
    house.policy = Policy::new(workspace);
    house.is_asked();
    let asked = house.look();
    let wanted: Vec<u8> = (0..=10).collect();
    assert!(matches!(&asked[..], [(_, numbers)] if *numbers == wanted), "{asked:?}");
    assert!(house.writes("0"));
    assert_eq!(house.customer.surveys[0].rating().map(Rating::value), Some(0));
}

/// Shows S-26.
#[test]
fn an_unhappy_answer_is_put_right_in_the_same_chat() {
    let mut house = House::new();
    house.is_asked();
    house.look();
    assert!(house.writes("3"));
    let sorry = house.look();
    let [(Say::Numbered { say, .. }, numbers), ..] = &sorry[..] else { panic!("{sorry:?}") };
    assert!(matches!(**say, Say::SorryUnhappy { .. }), "{say:?}");
    assert_eq!(numbers, &[1], "only that no talk is needed");
    assert_eq!(house.stage(), &Stage::Open);

    assert!(house.writes("three cakes, and all of them burnt"));
    assert!(house.desk.iter().any(|say| matches!(say, DeskSay::CustomerWords { .. })));
    assert!(!house.writes("1") || house.stage() == &Stage::Open, "1 means nothing any more");
    house.look();

    house.anna_writes(&chat(), "Cem, I am so sorry. How many do you need?");
    let told = house.desk.iter().any(|say| matches!(say, DeskSay::SpokeThemselves { .. }));
    assert!(told, "the desk reads it, too: {:?}", house.desk);
    assert!(house.look().is_empty(), "Cem has read it");
    assert!(matches!(house.stage(), Stage::Working { owner, .. } if *owner == account("50")));
    assert_eq!(house.customer.cases[0].open_promises().count(), 0, "a word is a word");

    house.anna_writes(&thread(), "Or shall we bring something else?");
    let said = house.look();
    assert!(matches!(&said[..], [(Say::Words { .. }, _)]), "{said:?}");
    house.writes("3");
    assert!(matches!(house.stage(), Stage::Working { .. } | Stage::Waiting { .. }));

    house.anna_writes(&thread(), "/resolve three cakes brought by Ion anyway: they are paid back");
    house.passes(SignedDuration::from_hours(25));
    let checked = house.look();
    let is_check = |say: &Say| matches!(say, Say::Numbered { say, .. } if matches!(**say, Say::Recheck { .. }));
    assert!(checked.iter().any(|(say, numbers)| is_check(say) && *numbers == [1, 2, 3]));
    assert!(house.writes("1"));
    let outcome = Outcome::Recovered;
    assert!(matches!(house.stage(), Stage::Closed { outcome: it, .. } if *it == outcome));
    assert!(!house.writes("and what about tomorrow?"), "it is between the two again");
}

#[test]
fn a_chat_that_is_closed_to_us_leads_nowhere_and_staff_know() {
    let mut house = House::new();
    house.is_asked();
    house.writes("3");
    house.look();
    house.fate = Err(Refusal::ThreadGone);
    house.anna_writes(&thread(), "/take");
    house.anna_writes(&thread(), "Cem, what happened?");
    assert!(house.desk.iter().any(|say| matches!(say, DeskSay::NotDelivered { .. })));
    house.anna_writes(&thread(), "Cem?");
    let lost = house.desk.iter().any(|say| matches!(say, DeskSay::Unreachable { .. }));
    assert!(lost, "{:?}", house.desk);
    assert!(house.customer.cases[0].unreachable_since.is_some());
}
