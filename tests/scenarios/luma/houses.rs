//! The platforms of a scenario: where its customers are, and where its desk is.

use std::sync::Arc;

use amends_core::{
    place::{Address, Platform},
    policy::Workspace,
};
use amends_runtime::{Handle, port::SharedAdapter};
use amends_telegram::adapter::TelegramAdapter;
use jiff::Timestamp;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{
    Luma, STAFF,
    discord::{DiscordDoor, DiscordHouse},
    house::House,
    telegram::{self, TelegramHouse},
};

/// One platform, or both.
pub(crate) struct Houses {
    /// Where customers are.
    pub(crate) front: Platform,
    /// Where the desk is.
    pub(crate) back: Platform,
    telegram: Option<TelegramHouse>,
    discord: Option<DiscordHouse>,
}

/// The adapters of a service that is about to start.
pub(super) struct Doors {
    telegram: Option<Arc<TelegramAdapter>>,
    discord: Option<DiscordDoor>,
}

impl Houses {
    /// Opens what is needed.
    pub(super) async fn open(front: Platform, back: Platform, now: Timestamp) -> Self {
        let needs = |platform| front == platform || back == platform;
        let telegram =
            if needs(Platform::Telegram) { Some(TelegramHouse::opens().await) } else { None };
        let discord =
            if needs(Platform::Discord) { Some(DiscordHouse::opens(now).await) } else { None };
        Self { front, back, telegram, discord }
    }

    /// Tells the business where its desk is.
    pub(super) fn furnish(&self, workspace: &mut Workspace) {
        workspace.desk = Some(self.of(self.back).desk_place());
        workspace.care = self.discord.as_ref().and_then(House::care_place);
    }

    pub(super) async fn connect(&self) -> Doors {
        let telegram = match &self.telegram {
            Some(house) => Some(house.adapter().await),
            None => None,
        };
        let discord = match &self.discord {
            Some(house) => Some(house.adapter().await),
            None => None,
        };
        Doors { telegram, discord }
    }

    pub(super) fn of(&self, platform: Platform) -> &dyn House {
        match platform {
            Platform::Telegram => self.telegram.as_ref().expect("this scenario has Telegram"),
            Platform::Discord => self.discord.as_ref().expect("this scenario has Discord"),
        }
    }

    fn of_mut(&mut self, platform: Platform) -> &mut dyn House {
        match platform {
            Platform::Telegram => self.telegram.as_mut().expect("this scenario has Telegram"),
            Platform::Discord => self.discord.as_mut().expect("this scenario has Discord"),
        }
    }

    pub(super) fn each(&mut self, mut act: impl FnMut(&mut dyn House)) {
        if let Some(house) = &mut self.telegram {
            act(house);
        }
        if let Some(house) = &mut self.discord {
            act(house);
        }
    }

    pub(super) fn any(&self, is_so: impl Fn(&dyn House) -> bool) -> bool {
        self.telegram.as_ref().is_some_and(|house| is_so(house))
            || self.discord.as_ref().is_some_and(|house| is_so(house))
    }

    pub(super) fn clock_moved(&self, now: Timestamp) {
        if let Some(house) = &self.discord {
            house.clock_moved(now);
        }
    }

    fn where_is(&self, who: i64) -> Platform {
        if STAFF.contains(&who) { self.back } else { self.front }
    }
}

impl Doors {
    pub(super) fn adapters(&self) -> Vec<SharedAdapter> {
        let telegram = self.telegram.iter().map(telegram::shared);
        telegram.chain(self.discord.iter().map(DiscordDoor::shared)).collect()
    }

    /// Takes in what happens until told to stop.
    pub(super) fn listen(self, handle: &Handle, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
        let telegram = self.telegram.into_iter();
        let telegram =
            telegram.map(|adapter| TelegramHouse::listens(adapter, handle.clone(), stop.clone()));
        let clock = handle.clock();
        let discord = self.discord.into_iter();
        let discord = discord.map(|door| door.listens(handle.clone(), clock.clone(), stop.clone()));
        telegram.chain(discord).collect()
    }
}

impl Luma {
    /// Where customers are.
    pub(crate) fn front(&self) -> &dyn House {
        self.houses.of(self.houses.front)
    }

    pub(crate) fn front_mut(&mut self) -> &mut dyn House {
        self.houses.of_mut(self.houses.front)
    }

    /// Where the desk is.
    pub(crate) fn back(&self) -> &dyn House {
        self.houses.of(self.houses.back)
    }

    pub(crate) fn back_mut(&mut self) -> &mut dyn House {
        self.houses.of_mut(self.houses.back)
    }

    /// Where somebody is.
    pub(super) fn house_of(&self, who: i64) -> &dyn House {
        self.houses.of(self.houses.where_is(who))
    }

    pub(super) fn house_of_mut(&mut self, who: i64) -> &mut dyn House {
        self.houses.of_mut(self.houses.where_is(who))
    }

    /// Where a chat is: that of a person, the desk, or the support group.
    pub(super) fn house_with(&self, chat: i64) -> &dyn House {
        if chat == self.desk { self.back() } else { self.house_of(chat) }
    }

    pub(super) fn house_with_mut(&mut self, chat: i64) -> &mut dyn House {
        if chat == self.desk { self.back_mut() } else { self.house_of_mut(chat) }
    }

    /// Somebody's account.
    pub(crate) fn account(&self, id: i64) -> Address {
        Address::new(self.houses.where_is(id), id.to_string())
    }

    /// Telegram itself, for what only Telegram has.
    pub(crate) fn telegram(&mut self) -> &mut TelegramHouse {
        self.houses.telegram.as_mut().expect("this scenario has Telegram")
    }

    /// Discord itself, for what only Discord has.
    pub(crate) fn discord(&mut self) -> &mut DiscordHouse {
        self.houses.discord.as_mut().expect("this scenario has Discord")
    }

    /// Everything on all screens, for somebody who looks for a mistake.
    pub(crate) fn everything(&self) -> String {
        self.houses.of(self.houses.front).everything()
    }
}
