//! Where open cases are talked about: what was written there while nobody listened must be fetched.

use std::collections::BTreeMap;

use amends_core::{
    case::{Case, ThreadState},
    customer::{Customer, RoomState},
    place::{MessageRef, Place, Platform},
};

/// A place where an open case is talked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Where.
    pub place: Place,
    /// The last message that is known there: a line of the case that was taken in, or the question.
    pub last: Option<MessageRef>,
}

/// The places on a platform where a case is talked about: the thread at the desk, the private room,
/// and where the customer was asked or wrote.
pub(crate) fn of(customer: &Customer, case: &Case, platform: Platform) -> Vec<Talk> {
    let mut talks: BTreeMap<Place, Option<MessageRef>> = BTreeMap::new();
    let mut note = |place: &Place| {
        if place.platform == platform {
            talks.entry(place.clone()).or_default();
        }
    };
    match &case.desk.thread {
        ThreadState::Open(thread) => note(thread),
        // The desk itself is where the cases of all customers live then.
        ThreadState::Fallback(desk) => note(desk),
        ThreadState::None | ThreadState::Opening => (),
    }
    for contact in &customer.contacts {
        if let Some(RoomState::Open(room)) = contact.room.as_ref().map(|room| &room.state) {
            note(room);
        }
    }
    let surveys = case.surveys.iter().filter_map(|survey| customer.survey(*survey));
    // What the customer wrote before they were asked is no part of the case.
    let asked = surveys.filter_map(|survey| survey.message.as_ref());
    let lines = case.lines.iter().flat_map(|line| &line.from);
    for message in asked.chain(lines).filter(|message| message.place.platform == platform) {
        let last = talks.entry(message.place.clone()).or_default();
        if last.as_ref().is_none_or(|last| number(last) < number(message)) {
            *last = Some(message.clone());
        }
    }
    talks.into_iter().map(|(place, last)| Talk { place, last }).collect()
}

/// The id of a message as a number that grows with time; what is none comes first.
fn number(message: &MessageRef) -> u64 {
    message.id.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use amends_core::{
        case::{Line, Way},
        customer::{Contact, Reach, Room},
        event::{Event, Recorded},
        ids::{CaseNumber, CustomerId},
        place::{Actor, Address, Content},
        policy::{Policy, Workspace},
    };
    use jiff::Timestamp;

    use super::*;

    fn channel(id: &str) -> Place {
        Place::chat(Platform::Discord, id)
    }

    fn message(place: &Place, id: &str) -> MessageRef {
        MessageRef { place: place.clone(), id: id.to_owned() }
    }

    /// Gil, who complained, and his case.
    fn gil() -> (Customer, Case) {
        let mut customer = Customer::new(CustomerId::mint(Timestamp::UNIX_EPOCH, &[1; 10]));
        let address = Address::new(Platform::Discord, "804");
        let event = Event::CustomerWrote {
            by: Actor::new(address),
            message: message(&channel("dm"), "1"),
            reply_to: None,
            content: Content::Text("/complain third time late".to_owned()),
            token: None,
            press: None,
            form: None,
        };
        let recorded = Recorded {
            seq: 1,
            at: Timestamp::UNIX_EPOCH,
            entropy: [0; 32],
            next_case: CaseNumber(1001),
            event,
        };
        let policy = Policy::new(Workspace::new("Luma"));
        drop(amends_core::engine::apply(&mut customer, &policy, &recorded));
        let case = customer.open_case().expect("a complaint opens a case").clone();
        (customer, case)
    }

    fn line(from: &[MessageRef]) -> Line {
        Line {
            number: 9,
            way: Way::ToDesk,
            from: from.to_vec(),
            to: None,
            by: None,
            under_way: None,
            moods: Vec::new(),
        }
    }

    #[test]
    fn every_place_of_a_case_is_found_once_with_what_is_known_of_it() {
        let (mut customer, mut case) = gil();
        let (desk, room) = (channel("desk").thread("7"), channel("care").thread("8"));
        case.desk.thread = ThreadState::Open(desk.clone());
        customer.contacts.push(Contact {
            address: Address::new(Platform::Discord, "805"),
            reach: Reach::Ok,
            active_at: None,
            room: Some(Room { state: RoomState::Open(room.clone()), case: None }),
        });
        let dm = channel("dm");
        case.lines = vec![
            line(&[message(&dm, "9"), message(&dm, "100")]),
            line(&[message(&dm, "99")]),
            line(&[message(&Place::chat(Platform::Telegram, "7"), "5")]),
        ];
        let talks = of(&customer, &case, Platform::Discord);
        let wanted = [(room, None), (desk, None), (dm.clone(), Some(message(&dm, "100")))];
        let wanted = wanted.map(|(place, last)| Talk { place, last });
        assert_eq!(talks, wanted);
        let other = of(&customer, &case, Platform::Telegram);
        assert_eq!(other.len(), 1, "{other:?}");
    }
}
