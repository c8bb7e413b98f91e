//! Where open cases are talked about: what was written there while nobody listened must be fetched.

use std::collections::BTreeMap;

use amends_core::{
    case::{Case, ThreadState},
    customer::{Customer, RoomState},
    ids::CaseNumber,
    place::{Address, MessageRef, Place, Platform},
};
use jiff::Timestamp;

/// A place where an open case is talked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Talk {
    /// The case.
    pub(crate) case: CaseNumber,
    /// Where.
    pub(crate) place: Place,
    /// The last message that was taken in there as a line of the case. What we wrote ourselves
    /// tells nothing about what others wrote before.
    pub(crate) last: Option<MessageRef>,
    /// What was written much earlier is no part of the case.
    pub(crate) since: Timestamp,
}

/// An account of a customer with an open case, who may write to us in private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Correspondent {
    pub(crate) case: CaseNumber,
    pub(crate) address: Address,
    /// There is a private room for that, too.
    pub(crate) has_room: bool,
    pub(crate) since: Timestamp,
}

/// The places on a platform where a case is talked about: the thread at the desk, the private room,
/// and where the customer was asked, wrote or was written to.
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
        if let Some(RoomState::Open(room) | RoomState::Left(room)) =
            contact.room.as_ref().map(|room| &room.state)
        {
            note(room);
        }
    }
    let surveys = case.surveys.iter().filter_map(|survey| customer.survey(*survey));
    let asked = surveys.filter_map(|survey| survey.message.as_ref());
    let copies = case.lines.iter().filter_map(|line| line.to.as_ref());
    for message in asked.chain(copies) {
        note(&message.place);
    }
    let lines = case.lines.iter().flat_map(|line| &line.from);
    for message in lines.filter(|message| message.place.platform == platform) {
        let last = talks.entry(message.place.clone()).or_default();
        if last.as_ref().is_none_or(|last| number(last) < number(message)) {
            *last = Some(message.clone());
        }
    }
    let (case, since) = (case.number, case.opened_at);
    talks.into_iter().map(|(place, last)| Talk { case, place, last, since }).collect()
}

/// The accounts on a platform from which a customer may write in private.
pub(crate) fn correspondents(
    customer: &Customer,
    case: &Case,
    platform: Platform,
) -> Vec<Correspondent> {
    let contacts = customer.contacts.iter();
    let reachable =
        contacts.filter(|contact| contact.address.platform == platform && contact.reach.may_work());
    let correspondent = |contact: &amends_core::customer::Contact| {
        let room = contact.room.as_ref().map(|room| &room.state);
        let has_room = matches!(room, Some(RoomState::Open(_)));
        let (case, address, since) = (case.number, contact.address.clone(), case.opened_at);
        Correspondent { case, address, has_room, since }
    };
    reachable.map(correspondent).collect()
}

/// The id of a message as a number that grows with time; what is none comes first.
pub(crate) fn number(message: &MessageRef) -> u64 {
    message.id.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use amends_core::{
        case::{Line, Way},
        customer::{Contact, Reach, Room},
        event::{Event, Recorded},
        ids::CustomerId,
        place::{Actor, Content},
        policy::{Policy, Workspace},
    };

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
            log_id: None,
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
            at: None,
            taken_back: false,
        }
    }

    #[test]
    fn every_place_of_a_case_is_found_once_with_what_is_known_of_it() {
        let (mut customer, mut case) = gil();
        let (desk, room) = (channel("desk").thread("7"), channel("care").thread("8"));
        case.desk.thread = ThreadState::Open(desk.clone());
        customer.contacts.push(Contact {
            reach: Reach::Ok,
            room: Some(Room { state: RoomState::Open(room.clone()), case: None }),
            ..Contact::new(Address::new(Platform::Discord, "805"))
        });
        let dm = channel("dm");
        case.lines = vec![
            line(&[message(&dm, "9"), message(&dm, "100")]),
            line(&[message(&dm, "99")]),
            line(&[message(&Place::chat(Platform::Telegram, "7"), "5")]),
        ];
        let (number, since) = (case.number, case.opened_at);
        let talks = of(&customer, &case, Platform::Discord);
        let wanted = [(room, None), (desk, None), (dm.clone(), Some(message(&dm, "100")))];
        let wanted = wanted.map(|(place, last)| Talk { case: number, place, last, since });
        assert_eq!(talks, wanted);
        let other = of(&customer, &case, Platform::Telegram);
        assert_eq!(other.len(), 1, "{other:?}");
    }

    #[test]
    fn where_the_customer_was_written_to_is_a_place_without_a_last_message() {
        let (customer, mut case) = gil();
        let other = channel("dm2");
        let to_customer = Line {
            way: Way::ToCustomer,
            to: Some(message(&other, "500")),
            ..line(&[message(&Place::chat(Platform::Telegram, "7"), "5")])
        };
        case.lines = vec![to_customer];
        let talks = of(&customer, &case, Platform::Discord);
        let found = talks.iter().find(|talk| talk.place == other).expect("it is a place");
        assert_eq!(found.last, None, "Gil may have written before we did");
    }

    #[test]
    fn whoever_can_be_reached_may_write_in_private() {
        let (mut customer, case) = gil();
        let contact = |account: &str, reach, room: Option<RoomState>| Contact {
            reach,
            room: room.map(|state| Room { state, case: None }),
            ..Contact::new(Address::new(Platform::Discord, account))
        };
        let room = RoomState::Open(channel("care").thread("8"));
        customer.contacts = vec![
            contact("804", Reach::Ok, None),
            contact("805", Reach::Blocked, None),
            contact("806", Reach::Unknown, Some(room)),
        ];
        let found = correspondents(&customer, &case, Platform::Discord);
        let found = found.iter().map(|one| (one.address.account.as_str(), one.has_room));
        assert_eq!(found.collect::<Vec<_>>(), [("804", false), ("806", true)]);
        assert_eq!(correspondents(&customer, &case, Platform::Telegram), []);
    }
}
