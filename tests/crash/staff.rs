//! What staff do at the desk.

use std::time::Duration;

use amends_platforms::telegram::{
    people::{Line, Tapped},
    world::{Author, World},
};

use crate::{
    customer,
    house::{ANNA, House},
};

/// After a crash the desk is written to once in four seconds only.
const DESK: Duration = Duration::from_secs(90);

/// Anna takes the case as soon as its card is there. Returns the topic of the case.
pub(crate) async fn takes_the_case(house: &House) -> i64 {
    let desk = house.desk;
    let find = |world: &World| {
        let chat = world.chats.get(&desk)?;
        let cards = chat.messages.values();
        let card = cards.rev().find(|message| message.button("Take it").is_some())?;
        Some((card.id, card.thread_id?))
    };
    let card = house.sees(find, DESK).await;
    let (card, topic) = card.unwrap_or_else(|| panic!("no card:\n{}", house.log()));
    let tapped = house.telegram.people().tap(ANNA, desk, card, "Take it").unwrap();
    let Tapped::Query(query) = tapped else { panic!("it is no link") };
    assert!(customer::toast(house, &query).await.is_some(), "nobody answers:\n{}", house.log());
    topic
}

/// Anna writes to the customer, until the line arrives.
pub(crate) async fn writes(house: &House, topic: i64, line: &str) {
    let written = Line::text(line).in_topic(topic);
    house.telegram.people().write(ANNA, house.desk, written).unwrap();
    arrives(house, line, false).await;
}

/// Anna reads what the customer wrote.
pub(crate) async fn reads(house: &House, line: &str) {
    arrives(house, line, true).await;
}

async fn arrives(house: &House, line: &str, at_desk: bool) {
    let find = |world: &World| (0 < arrived(world, line, at_desk)).then_some(());
    let found = house.sees(find, DESK).await;
    assert!(found.is_some(), "“{line}” never arrives:\n{}", house.log());
}

/// How often the bot brought a line to the desk, or to customers. A card that shows it is no line.
pub(crate) fn arrived(world: &World, line: &str, at_desk: bool) -> usize {
    let chats = world.chats.values().filter(|chat| (chat.id < 0) == at_desk);
    chats
        .flat_map(|chat| chat.messages.values())
        .filter(|message| message.from == Author::Bot && !message.text.contains("Said:"))
        .filter(|message| message.text.contains(line))
        .count()
}
