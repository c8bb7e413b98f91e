//! The service around the gateway, as the binary sets it up.

use std::sync::{Arc, Mutex};

use amends_core::place::{Address, Place, Platform};
use amends_discord::{
    adapter::{DiscordAdapter, Settings},
    gateway::{self, Batch, Conversation, Host, StartPace},
};
use amends_runtime::{
    Handle,
    clock::Clock,
    missed::{Door, Doors, Missed},
    port::SharedAdapter,
};
use serde_json::Value;
use serenity::all::{ChannelId, GuildId};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Arrived, DiscordHouse, PROBE};

/// The adapter of a service that is about to start.
pub(crate) struct DiscordDoor {
    adapter: Arc<DiscordAdapter>,
    arrived: Arc<Mutex<Arrived>>,
}

struct Inside {
    adapter: Arc<DiscordAdapter>,
    handle: Handle,
    arrived: Arc<Mutex<Arrived>>,
}

impl DiscordHouse {
    /// The adapter that the service works with; the app offers its commands from now on.
    pub(crate) async fn adapter(&self) -> DiscordDoor {
        let guild = GuildId::new(self.guild.0);
        let settings = Settings {
            token: self.platform.token().to_owned().into(),
            api_url: self.platform.base_url(),
            guild: Some(guild),
            invite: None,
        };
        let adapter = Arc::new(DiscordAdapter::connect(settings).await.unwrap());
        let (application, definitions) = (adapter.application(), adapter.definitions());
        let is_registered = self.platform.look(|world| !world.commands.is_empty());
        let digest = definitions.digest(application, guild);
        let load = || async move { is_registered.then_some(digest) };
        let save = |_| async {};
        let client = adapter.client();
        definitions.register(client, (application, guild), load, save).await.unwrap();
        DiscordDoor { adapter, arrived: Arc::clone(&self.arrived) }
    }
}

impl DiscordDoor {
    /// The adapter, as the service takes it.
    pub(crate) fn shared(&self) -> SharedAdapter {
        Arc::<DiscordAdapter>::clone(&self.adapter)
    }

    /// Takes in what happens until told to stop.
    pub(crate) fn listens(
        self,
        handle: Handle,
        clock: Clock,
        stop: CancellationToken,
    ) -> JoinHandle<()> {
        let Self { adapter, arrived } = self;
        let client = adapter.client().clone();
        let settings = gateway::Settings {
            wants_content: adapter.may_read_content(),
            starts: StartPace::Free,
            clock,
        };
        let host = Arc::new(Inside { adapter, handle, arrived });
        tokio::spawn(async move {
            gateway::run(&client, settings, host, &stop).await.expect("the token is good");
        })
    }
}

impl Host for Inside {
    async fn keep(&self, batch: Batch) -> Result<(), String> {
        let probes = batch.iter().filter_map(|(id, _)| {
            let (name, number) = id.split_once('.')?;
            (name == PROBE).then(|| number.parse::<u64>().ok())?
        });
        // Real messages have greater numbers.
        let last = probes.filter(|number| *number < 1 << 22).max();
        let ids: Vec<String> = batch.iter().map(|(id, _)| id.clone()).collect();
        let kept = self.handle.receive(Platform::Discord, batch).await;
        let mut arrived = self.arrived.lock().unwrap();
        if let Err(error) = kept {
            arrived.put_off.extend(ids);
            return Err(error.to_string());
        }
        arrived.put_off.retain(|id| !ids.contains(id));
        arrived.probe = last.unwrap_or(arrived.probe);
        Ok(())
    }

    fn tell(&self, trouble: Option<String>) {
        self.handle.connected(Platform::Discord, trouble);
    }

    fn unreadable(&self, name: &str) {
        self.arrived.lock().unwrap().unreadable.push(name.to_owned());
    }

    fn reads_content(&self, _: bool) {
        self.arrived.lock().unwrap().is_behind = true;
        self.handle.connected(Platform::Discord, None);
    }

    fn caught_up(&self) {
        self.arrived.lock().unwrap().is_behind = false;
    }

    async fn load_starts(&self) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }

    async fn save_starts(&self, _: Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    async fn conversations(&self) -> Vec<Conversation> {
        let missed = self.handle.missed(Platform::Discord, None, self).await.unwrap();
        let conversation = |missed: Missed| Conversation {
            channel: missed.channel,
            after: Some(missed.after.to_string()),
        };
        missed.into_iter().map(conversation).collect()
    }

    fn autocomplete(&self, interaction: Value) {
        let (adapter, handle) = (Arc::clone(&self.adapter), self.handle.clone());
        tokio::spawn(async move {
            let cases = handle.cases(amends_core::ids::CaseNumber(0), 100).unwrap();
            let cases: Vec<String> =
                cases.iter().map(|case| case.case.number.to_string()).collect();
            let policy = handle.policy();
            let langs = policy.workspace.wording.languages();
            let known = policy.workspace.catalogue.causes.iter();
            let known: Vec<String> = known.map(|cause| cause.name.clone()).collect();
            adapter.suggest(&interaction, &cases, (&langs, &known)).await;
        });
    }
}

impl Doors for Inside {
    async fn private_chat(&self, address: &Address) -> Door {
        let user = address.account.parse().unwrap();
        let channel = self.adapter.client().private_channel(user).await;
        let place = |channel: ChannelId| Place::chat(Platform::Discord, channel.to_string());
        channel.map_or(Door::Later, |channel| Door::Open(place(channel)))
    }
}
