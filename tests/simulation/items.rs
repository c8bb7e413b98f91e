//! What staff do about items of the inbox, and that each ends once, by somebody who may, as what it
//! can be (K-4, E8, E10).

use amends_core::{
    action::{Action, ItemDoes},
    customer::Customer,
    event::Event,
    fact::Fact,
    ids::ItemNumber,
    inbox::{Because, Item, ItemEnd, ItemWhat},
    place::Platform,
    policy::Policy,
};
use rand::{Rng, seq::IndexedRandom};

use crate::world::World;

/// A number that no item has.
const NONE: ItemNumber = ItemNumber(987_654_321);
/// What staff type behind the number of an item.
const SAID: &[&str] = &[
    "cause late",
    "cause LATE",
    "cause lat",
    "cause",
    "praise",
    "Praise!",
    "open",
    "no it was the other branch",
    "no",
    "what is it?",
];

impl World {
    /// Somebody says what is to become of an item, or presses a button below it, also one that was
    /// over long ago.
    pub(crate) fn staff_on_item(&mut self) {
        let all: Vec<ItemNumber> = self.customer().inbox.iter().map(|item| item.number).collect();
        let open: Vec<ItemNumber> = self.customer().open_items().map(|item| item.number).collect();
        let among = if self.rng.random_range(0..2) == 0 { open } else { all };
        let found = among.choose(&mut self.rng).copied();
        let item = found.filter(|_| self.rng.random_range(0..12) != 0).unwrap_or(NONE);
        let by = self.some_staff();
        let desk = self.setting.desk();
        let message = self.message(&desk);
        if self.rng.random_range(0..2) == 0 {
            let press = self.press(&message);
            let action = Action::Item { item, does: self.some_deed() };
            return self.happens(Event::Pressed { press, by, message: Some(message), action });
        }
        let can_whisper = desk.platform == Platform::Discord && self.rng.random_range(0..3) != 0;
        let press = can_whisper.then(|| self.press_of(Platform::Discord, 's'));
        let said = (*SAID.choose(&mut self.rng).unwrap()).to_owned();
        self.happens(Event::StaffOnItem { item, by, message, press, said });
    }

    fn some_deed(&mut self) -> ItemDoes {
        let causes = &self.policy.workspace.catalogue.causes;
        let named = causes.choose(&mut self.rng).map_or("late", |cause| cause.name.as_str());
        let is = ItemDoes::Is(ItemDoes::code_of(named));
        let because = ItemDoes::Because(*Because::ALL.choose(&mut self.rng).unwrap());
        let deeds = [
            ItemDoes::Cause,
            is,
            ItemDoes::Praise,
            ItemDoes::NoAction,
            because,
            ItemDoes::Open,
            ItemDoes::Back,
            ItemDoes::Show,
        ];
        *deeds.choose(&mut self.rng).unwrap()
    }
}

/// An item is gone, came back, or ended as what it can't be.
pub(crate) fn breaches(
    event: &Event,
    (before, after): (&Customer, &Customer),
    policy: &Policy,
    facts: &[Fact],
) -> Vec<String> {
    let became_one =
        matches!(event, Event::Merged { .. } | Event::Split { .. } | Event::Restored { .. });
    if became_one || after.erased_at.is_some() {
        return Vec::new();
    }
    let causes = &policy.workspace.catalogue.causes;
    let mut breaches = Vec::new();
    let mut expect = |holds: bool, what: &str, item: &Item| {
        if !holds {
            breaches.push(format!("K-4: {what}: {item:?}"));
        }
    };
    for earlier in &before.inbox {
        let Some(item) = after.item(earlier.number) else {
            expect(!earlier.is_open(), "an item that nobody ended is gone", earlier);
            continue;
        };
        if !earlier.is_open() {
            expect(item.end == earlier.end, "an item ended once more", item);
            continue;
        }
        expect(item.words.starts_with(&earlier.words), "words of an item are lost", item);
        let told = facts.iter().filter(|fact| is_end_of(fact, item.number)).count();
        let Some(end) = &item.end else {
            expect(told == 0, "an item that stands is said to have ended", item);
            continue;
        };
        expect(told == 1, "the journal tells of one end", item);
        let may = match (&end.by, &end.how) {
            (Some(by), _) => policy.staff(by).is_some() && !after.is(by),
            (None, ItemEnd::Case(number)) => after.case(*number).is_some(),
            (
                None,
                ItemEnd::Cause(_)
                | ItemEnd::Praise
                | ItemEnd::Because(_)
                | ItemEnd::Reason(_)
                | ItemEnd::Forgotten,
            ) => false,
        };
        expect(may, "it was ended by somebody who may not", item);
        let can = match (&end.how, item.what) {
            (ItemEnd::Cause(name), _) => causes.iter().any(|cause| cause.name == *name),
            (ItemEnd::Praise, ItemWhat::LookInto(_)) => false,
            (ItemEnd::Case(number), ItemWhat::LookInto(case)) => *number == case,
            (ItemEnd::Reason(reason), _) => !reason.trim().is_empty(),
            (ItemEnd::Praise | ItemEnd::Because(_) | ItemEnd::Case(_), _) => true,
            (ItemEnd::Forgotten, _) => false,
        };
        expect(can, "it ended as what it can't be", item);
    }
    breaches
}

fn is_end_of(fact: &Fact, number: ItemNumber) -> bool {
    matches!(fact, Fact::ItemEnded { item, .. } if *item == number)
}
