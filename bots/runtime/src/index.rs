//! The index rows that a change of a customer asks for.

use std::collections::BTreeSet;

use amends_core::{
    case::{Case, ThreadState, Way},
    customer::{Behalf, Contact, Customer, LinkCode, Room, RoomState},
    interaction::Interaction,
    place::Place,
};
use amends_storage::port::{CaseIsOpen, Identity, IndexRow, LinkRow};

/// The rows that lead to what `after` has and `before` had not.
pub(crate) fn changes(before: &Customer, after: &Customer) -> Vec<IndexRow> {
    let mut rows = Vec::new();
    for contact in &after.contacts {
        if !before.is(&contact.address) {
            rows.push(IndexRow::Identity(Identity::Account(contact.address.clone()), after.id));
        }
        rows.extend(new_room(before, contact));
        rows.extend(new_behalf(before, contact));
    }
    for external in &after.external {
        if !before.external.contains(external) {
            rows.push(IndexRow::Identity(Identity::External(external.clone()), after.id));
        }
    }
    if let Some(LinkCode { code, expires_at }) = &after.link_code
        && before.link_code != after.link_code
    {
        let (customer, expires_at) = (after.id, *expires_at);
        let link = LinkRow { customer, expires_at, tries: 0, used: false };
        rows.push(IndexRow::Link(code.clone(), link));
    }
    for survey in &after.surveys {
        if before.survey(survey.id).is_none() {
            let interaction = &survey.interaction;
            rows.push(IndexRow::Survey(survey.id, after.id));
            let digest = digest(interaction);
            rows.push(IndexRow::Interaction(interaction.id.clone(), after.id, digest));
        }
    }
    for item in &after.inbox {
        let earlier = before.item(item.number);
        if earlier.is_none_or(|earlier| earlier.is_open() != item.is_open()) {
            let is_open = if item.is_open() { CaseIsOpen::Open } else { CaseIsOpen::Closed };
            rows.push(IndexRow::Item(item.number, after.id, is_open));
        }
    }
    for case in &after.cases {
        let earlier = before.case(case.number);
        if earlier.is_none_or(|earlier| earlier.is_open() != case.is_open()) {
            let is_open = if case.is_open() { CaseIsOpen::Open } else { CaseIsOpen::Closed };
            rows.push(IndexRow::Case(case.number, after.id, is_open));
        }
        rows.extend(new_thread(earlier, case));
        rows.extend(new_chats(earlier, case));
    }
    rows
}

/// The digest of a contact that did not come over HTTP: the same content gives the same digest.
pub(crate) fn digest(interaction: &Interaction) -> u64 {
    // FNV-1a: tells a repeat from a conflict, and proves nothing.
    let bytes = serde_json::to_vec(interaction).expect("an interaction has only string keys");
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The row of a chat in which we write on somebody's behalf about a case from now on.
fn new_behalf(before: &Customer, contact: &Contact) -> Option<IndexRow> {
    let behalf = contact.behalf.as_deref()?;
    let its = |behalf: &Behalf| (behalf.place.clone(), behalf.case);
    let known = |before: &Contact| before.behalf.as_deref().map(its) == Some(its(behalf));
    let is_known = before.contacts.iter().any(known);
    behalf.case.filter(|_| !is_known).map(|case| IndexRow::Thread(behalf.place.clone(), case))
}

/// The row of a private room in which a case is talked about from now on.
fn new_room(before: &Customer, contact: &Contact) -> Option<IndexRow> {
    let of = |contact: &Contact| match &contact.room {
        Some(Room { state: RoomState::Open(place) | RoomState::Left(place), case: Some(case) }) => {
            Some((place.clone(), *case))
        }
        Some(_) | None => None,
    };
    let (place, case) = of(contact)?;
    let known =
        before.contacts.iter().filter_map(of).any(|(known, its)| known == place && its == case);
    (!known).then_some(IndexRow::Thread(place, case))
}

/// The row of a thread that the case did not have. The desk itself, where a case without a thread
/// lives, belongs to no case.
fn new_thread(before: Option<&Case>, after: &Case) -> Option<IndexRow> {
    let ThreadState::Open(place) = &after.desk.thread else { return None };
    let known = before.is_some_and(|before| before.desk.thread == after.desk.thread);
    (!known).then(|| IndexRow::Thread(place.clone(), after.number))
}

/// The rows of chats in which the customer is talked with from now on, so that a message of theirs
/// leads to its case by where it stands. Threads have rows of their own.
fn new_chats(before: Option<&Case>, after: &Case) -> Vec<IndexRow> {
    let known = before.map(chats).unwrap_or_default();
    let new = chats(after).into_iter().filter(|place| !known.contains(place));
    new.map(|place| IndexRow::Thread(place.clone(), after.number)).collect()
}

/// The chats where lines of the customer's side stand.
fn chats(case: &Case) -> BTreeSet<&Place> {
    let waiting = case.burst.iter().flat_map(|burst| &burst.lines).map(|line| &line.message);
    let lines = case.lines.iter().flat_map(|line| match line.way {
        Way::ToDesk => line.from.as_slice(),
        Way::ToCustomer => line.to.as_slice(),
    });
    let places = waiting.chain(lines).map(|message| &message.place);
    places.filter(|place| place.thread.is_none()).collect()
}
