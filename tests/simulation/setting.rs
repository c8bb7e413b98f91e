//! Which platforms a world has: where its customers are, where its desk, and whether there are rooms.

use amends_core::{
    catalogue::Template,
    hours::Hours,
    place::{Actor, Address, Place, Platform},
    policy::{Level, StaffMember, Workspace},
    scale::Scale,
};
use jiff::SignedDuration;
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use crate::rules;

/// Which platforms a world has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) customer: Platform,
    pub(crate) desk: Platform,
    /// Somebody else turns up on the other platform, who may be the same person.
    pub(crate) has_second: bool,
}

impl Setting {
    /// Every pairing has its turn.
    pub(crate) fn of(seed: u64) -> Self {
        let (customer, desk) = match seed % 4 {
            0 => (Platform::Telegram, Platform::Telegram),
            1 => (Platform::Discord, Platform::Discord),
            2 => (Platform::Telegram, Platform::Discord),
            _ => (Platform::Discord, Platform::Telegram),
        };
        Self { customer, desk, has_second: seed / 4 % 2 == 1 }
    }

    /// Whether private rooms can be opened for the customer.
    pub(crate) fn has_rooms(self) -> bool {
        self.accounts().iter().any(|account| account.platform == Platform::Discord)
    }

    /// The account of each customer.
    pub(crate) fn accounts(self) -> Vec<Address> {
        let other = match self.customer {
            Platform::Telegram => Platform::Discord,
            Platform::Discord => Platform::Telegram,
        };
        let second = self.has_second.then(|| Address::new(other, "8"));
        [Address::new(self.customer, "7")].into_iter().chain(second).collect()
    }

    /// Where staff work.
    pub(crate) fn desk(self) -> Place {
        match self.desk {
            Platform::Telegram => Place::chat(Platform::Telegram, "-100"),
            Platform::Discord => Place::chat(Platform::Discord, "9100"),
        }
    }

    /// Where rooms are opened, if the world has any.
    pub(crate) fn care(self) -> Option<Place> {
        self.has_rooms().then(|| Place::chat(Platform::Discord, "9200"))
    }

    /// Where the customer is served in front of others.
    pub(crate) fn venue(self) -> Place {
        match self.customer {
            Platform::Telegram => Place::chat(Platform::Telegram, "-200").thread("5"),
            Platform::Discord => Place::chat(Platform::Discord, "9300").thread("5"),
        }
    }

    /// Where what nobody else reads stands: whoever presses there is whoever reads it.
    pub(crate) fn whispers(platform: Platform) -> Place {
        Place::chat(platform, "9400")
    }

    /// The private chat of an account with the bot.
    pub(crate) fn private(address: &Address) -> Place {
        match address.platform {
            Platform::Telegram => Place::chat(Platform::Telegram, &address.account),
            Platform::Discord => Place::chat(Platform::Discord, format!("dm{}", address.account)),
        }
    }

    /// Somebody on the side of the desk.
    pub(crate) fn staff(self, id: &str) -> Actor {
        person(Address::new(self.desk, id))
    }

    /// A business on these platforms, with timers, hours and scale at random.
    pub(crate) fn workspace(self, rng: &mut ChaCha8Rng) -> Workspace {
        let mut workspace = Workspace::new("Luma Café");
        workspace.desk = (rng.random_range(0..20) != 0).then(|| self.desk());
        workspace.care = self.care().filter(|_| rng.random_range(0..8) != 0);
        if rng.random_range(0..3) == 0 {
            "Europe/Bucharest".clone_into(&mut workspace.zone);
            workspace.hours = Hours::parse("mon-fri 09:00-18:00").unwrap();
        }
        workspace.scale = *Scale::ALL.choose(rng).unwrap();
        if rng.random_range(0..4) == 0 {
            workspace.timers.ask_gap = SignedDuration::ZERO;
        }
        if rng.random_range(0..4) == 0 {
            workspace.timers.ask_reminder = Some(SignedDuration::from_hours(2));
            workspace.timers.ask_delay = SignedDuration::from_secs(30);
            workspace.timers.reask_delay = SignedDuration::from_mins(10);
        }
        if rng.random_range(0..3) == 0 {
            workspace.asking = rules::draw(rng);
        }
        if rng.random_range(0..2) == 0 {
            workspace.catalogue.make_goods = Template::Restaurant.items(100);
        }
        if rng.random_range(0..3) == 0 {
            workspace.catalogue.authority.director = Some(15_000);
        }
        let levels = [
            ("50", Level::Agent),
            ("51", Level::Agent),
            ("52", Level::Senior),
            ("53", Level::Director),
        ];
        workspace.staff = levels
            .into_iter()
            .map(|(id, level)| StaffMember {
                address: Address::new(self.desk, id),
                name: Some(format!("Staff{id}")),
                username: None,
                level,
                on_duty: rng.random_range(0..5) != 0,
                duty_until: None,
                by_role: false,
            })
            .collect();
        workspace
    }
}

/// Whoever has an account.
pub(crate) fn person(address: Address) -> Actor {
    let name = Some(format!("P{}", address.account));
    Actor { name, ..Actor::new(address) }
}
