//! What can't be said in a room, or where a command was given, is said elsewhere.

use amends_core::case::PromiseState;

use super::*;

/// A house whose customer and staff talk in a room.
fn talking() -> House {
    let mut house = House::new(channel("desk"));
    house.contact_ends(None);
    house.taps(1);
    house
}

impl House {
    /// What the platform says about the line that staff said in the room.
    fn knows(&mut self, fate: Result<Receipt, Refusal>) {
        let number = self.customer.cases[0].lines.last().unwrap().number;
        let purpose = Purpose::Line(CaseNumber(1043), number);
        let body = Body::Seat { room: room(), who: gil(), inside: true, purpose: Some(purpose) };
        let refused = fate.is_err().then(|| Box::new(body));
        self.step(Event::Settled { purpose, to: None, fate, refused });
    }

    fn until(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
        self.step(Event::DeadlineReached);
    }

    fn first_word(&self) -> PromiseState {
        self.customer.cases[0].promises[0].state
    }
}

/// What was said in time keeps its promise, however late it is known that the customer has it.
/// Shows E18, INV 8.
#[test]
fn word_that_may_have_been_read_breaks_no_promise() {
    let mut house = talking();
    house.unknown = Some(Unknown::Reader);
    let said = house.now;
    house.staff_writes(room(), "Gil, I’m sorry.");
    assert_eq!(house.first_word(), PromiseState::Made, "nobody knows yet whether he has it");
    assert_eq!(house.customer.cases[0].first_word_at, None);
    house.until(11);
    assert_eq!(house.first_word(), PromiseState::Made);
    let due = house.customer.next_wake(&house.policy).unwrap();
    assert!(house.now < due.at, "nothing is overdue: {due:?}");

    house.knows(Ok(Receipt::Done));
    assert_eq!(house.first_word(), PromiseState::Kept { at: said });
    assert_eq!(house.customer.cases[0].first_word_at, Some(said));
    assert_eq!(house.customer.cases[0].lines, [], "he read it where it stands");
}

/// A word that nobody read keeps nothing, and is said in private, once.
/// Shows E18, INV 8.
#[test]
fn word_that_nobody_read_keeps_no_promise_until_it_arrives() {
    let mut house = talking();
    house.unknown = Some(Unknown::Reader);
    house.staff_writes(room(), "Gil, I’m sorry.");
    house.look();
    house.dm_closed = true;
    house.knows(Err(Refusal::NotHere));
    let sent = said_in_private(&house.look()).into_iter().filter(|say| is_line(say)).count();
    assert_eq!(sent, 1, "it is tried in private");
    let case = &house.customer.cases[0];
    assert!(case.unreachable_since.is_some(), "nothing leads to him");
    assert!(matches!(house.first_word(), PromiseState::Cancelled { .. }), "{case:?}");
    assert_eq!(case.first_word_at, None);

    let mut house = talking();
    house.unknown = Some(Unknown::Reader);
    house.staff_writes(room(), "Gil, I’m sorry.");
    house.look();
    house.knows(Err(Refusal::NotHere));
    assert_eq!(said_in_private(&house.look()).into_iter().filter(|say| is_line(say)).count(), 1);
    assert!(matches!(house.first_word(), PromiseState::Kept { .. }));
}

/// What begins with // is for nobody, in a room without a reader, too.
/// Shows E18, INV 13.
#[test]
fn note_in_a_room_without_its_customer_goes_nowhere() {
    for note in ["// he is furious", "/flag"] {
        let mut house = talking();
        house.unknown = Some(Unknown::Reader);
        house.staff_writes(room(), note);
        house.knows(Err(Refusal::NotHere));
        assert_eq!(
            said_in_private(&house.look()).into_iter().filter(|say| is_line(say)).count(),
            0
        );
    }
}

fn is_line(say: &Say) -> bool {
    matches!(say, Say::Words { .. })
}

/// Shows INV 13.
#[test]
fn what_staff_were_told_stays_inside_does_so_until_they_are_told_otherwise() {
    let mut house = House::new(channel("desk"));
    house.contact_ends(None);
    house.taps(1);
    house.staff_writes(room(), "Gil, I’m sorry.");
    house.staff_writes(desk_thread(), "whose tour is that?");
    house.look();

    (house.in_rooms, house.rooms_refused) = (Err(Refusal::NoRights), true);
    house.unknown = Some(Unknown::News);
    house.staff_writes(desk_thread(), "/resolve a new lamp was sent anyway: no wish");
    let after = house.look();
    assert!(said_in_private(&after).into_iter().any(is_check), "another way is taken: {after:?}");
    let is_news =
        |body: &&Body| matches!(body, Body::Send { words: Words::Desk(DeskSay::RoomGone), .. });
    assert_eq!(after.iter().filter(is_news).count(), 1, "{after:?}");

    house.staff_writes(desk_thread(), "he is furious");
    assert!(!relayed(&house.look()), "nobody has read yet that the room is gone");
    let (purpose, to) = (Purpose::OutOfRoom(CaseNumber(1043)), None);
    house.step(Event::Settled { purpose, to, fate: Ok(Receipt::Done), refused: None });
    house.staff_writes(desk_thread(), "Gil, it is on its way.");
    assert!(relayed(&house.look()), "now the thread leads to the customer");
}

/// The platform forgets a command after three seconds.
/// Shows E32.
#[test]
fn an_answer_that_comes_too_late_for_the_command_is_given_where_it_can_be_read() {
    let mut house = House::new(channel("desk"));
    house.replies = Err(Refusal::Expired);
    let press = PressRef::whispering(Platform::Discord, "s.1.t");
    let place = channel("general");
    house.step(Event::CustomerWrote {
        by: actor(gil(), "Gil"),
        message: MessageRef { place, id: "s.1".to_owned() },
        reply_to: None,
        content: Content::Text("/complain it arrived broken".to_owned()),
        token: None,
        press: Some(press),
        form: None,
    });
    let after = house.look();
    let is_ack = |say: &&Say| matches!(say, Say::ComplainAck { .. });
    assert_eq!(said_at(&after, &room()).into_iter().filter(is_ack).count(), 1, "{after:?}");
}
