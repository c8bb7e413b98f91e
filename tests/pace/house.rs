//! A business on Discord, in one process with the stand-in.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use amends_core::{
    event::Known,
    interaction::{Interaction, Source},
    place::{Address, Place, Platform},
    policy::{Signals, Workspace},
};
use amends_discord::{
    adapter::{DiscordAdapter, Settings},
    gateway::{self, Batch, Conversation, Host, StartPace},
};
use amends_platforms::discord::{
    DiscordStandIn, Options,
    people::{NewChannel, NewGuild, NewUser},
    permissions::Permissions,
    world::{Channel, Id, World},
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions,
    entropy::Entropy,
    item::IntakeAnswer,
    port::{SharedAdapter, View},
};
use amends_storage::MemoryStore;
use jiff::SignedDuration;
use serenity::all::GuildId;
use tokio::task;
use tokio_util::sync::CancellationToken;

use crate::{channel, time::Time};

const OWNER: Id = Id(49);
const FIRST: u64 = 1_000;
/// Something that the bot answers, whoever says it.
const HELLO: &str = "/resume";

/// A server, a bot on it, and the service behind the bot.
pub(crate) struct House {
    pub(crate) discord: Arc<DiscordStandIn>,
    pub(crate) time: Time,
    adapter: Arc<DiscordAdapter>,
    service: Service,
    guild: Id,
    care: Id,
    general: Id,
}

impl House {
    pub(crate) async fn new() -> Self {
        let offset_ms = Arc::<AtomicI64>::default();
        let clock_offset_ms = Arc::clone(&offset_ms);
        let options = Options { clock_offset_ms, ..Options::default() };
        let discord = Arc::new(DiscordStandIn::start(options).await.unwrap());
        let people = discord.people();
        people.create_user(NewUser::new(OWNER, "Piotr")).unwrap();
        let guild = people.create_guild(&NewGuild::new("Luma", OWNER)).unwrap();
        people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
        let general = people.create_channel(guild, &NewChannel::text("general")).unwrap();
        let time = Time::stands(Arc::clone(&discord), offset_ms);
        let settings = Settings {
            invite: None,
            token: discord.token().to_owned().into(),
            api_url: discord.base_url(),
            guild: Some(GuildId::new(guild.0)),
        };
        let adapter = Arc::new(DiscordAdapter::connect(settings).await.unwrap());
        let mut workspace = Workspace { care: Some(channel(care)), ..Workspace::new("Luma") };
        // Nobody is given up because the way to them is long.
        workspace.timers.ask_stale = SignedDuration::from_hours(6);
        let shared: SharedAdapter = Arc::<DiscordAdapter>::clone(&adapter);
        let service = Service::start(ServiceOptions {
            store: Arc::new(MemoryStore::new()),
            public_url: None,
            adapters: vec![shared],
            clock: time.clock.clone(),
            entropy: Entropy::seeded(1),
            workspace,
            pace: Pace::Unlimited,
        });
        let service = service.unwrap();
        service.handle().connected(Platform::Discord, None);
        Self { discord, time, adapter, service, guild, care, general }
    }

    pub(crate) fn adapter(&self) -> Arc<DiscordAdapter> {
        Arc::clone(&self.adapter)
    }

    pub(crate) fn general(&self) -> Place {
        channel(self.general)
    }

    pub(crate) fn view(&self) -> View {
        View {
            business: "Luma".to_owned(),
            wording: Arc::default(),
            desk: None,
            care: Some(channel(self.care)),
            signals: Signals::default(),
            roles: Vec::new(),
        }
    }

    /// Somebody joins the server.
    pub(crate) fn joins(&self, number: u64) {
        let people = self.discord.people();
        let user = NewUser::new(customer(number), "Dana").username(&format!("dana{number}"));
        people.create_user(user).unwrap();
        people.join(customer(number), self.guild).unwrap();
    }

    /// Somebody takes no direct messages from members of servers any more.
    pub(crate) fn shuts_the_door(&self, number: u64) {
        self.discord.people().set_dms(customer(number), false).unwrap();
    }

    /// So many people write to the bot, which answers everybody: it knows the way to them then.
    pub(crate) async fn everybody_says_hello(&self, count: u64) {
        let stop = CancellationToken::new();
        let settings = gateway::Settings {
            wants_content: true,
            starts: StartPace::Free,
            clock: self.time.clock.clone(),
        };
        let host = Arc::new(Ears {
            handle: self.service.handle(),
            sessions: AtomicU32::default(),
            unreadable: AtomicU32::default(),
        });
        let listening = task::spawn({
            let (adapter, host, stop) = (self.adapter(), Arc::clone(&host), stop.clone());
            async move { gateway::run(adapter.client(), settings, host, &stop).await }
        });
        let longest = Duration::from_mins(10);
        self.time.until(|| 0 < host.sessions.load(Ordering::SeqCst), longest).await;
        for number in 0..count {
            self.discord.people().write_dm(customer(number), HELLO).unwrap();
        }
        self.time.until(|| self.asked() == count, longest).await;
        stop.cancel();
        listening.await.unwrap().unwrap();
        assert_eq!(host.unreadable.load(Ordering::SeqCst), 0, "every event could be read");
    }

    /// A contact with a customer ends.
    pub(crate) async fn contact_ends(&self, number: u64) {
        let address = Address::new(Platform::Discord, customer(number).to_string());
        let known = Known { addresses: vec![address], ..Known::default() };
        let handle = self.service.handle();
        let ended_at = handle.clock().now();
        let contact = Interaction::new(format!("web:{number}"), Source::Webhook, ended_at);
        let answer = handle.interaction_ended(known, contact, number).await.unwrap();
        assert!(matches!(answer, IntakeAnswer::Planned(_)), "{answer:?}");
    }

    /// How many people the bot has written to in private.
    pub(crate) fn asked(&self) -> u64 {
        let is_asked = |world: &World, channel: &Channel| {
            channel.recipient.is_some() && !channel.from(world.bot()).is_empty()
        };
        let count = self.discord.look(|world| {
            world.channels.values().filter(|channel| is_asked(world, channel)).count()
        });
        u64::try_from(count).unwrap()
    }

    /// How many lines of the bot stand in the channel for everybody.
    pub(crate) fn posted(&self) -> usize {
        self.discord.look(|world| world.channels[&self.general].from(world.bot()).len())
    }

    pub(crate) async fn closes(self) {
        let Self { service, time, .. } = self;
        // From here on time passes by itself.
        drop(time);
        service.shutdown().await.unwrap();
    }
}

fn customer(number: u64) -> Id {
    Id(FIRST + number)
}

/// What the gateway tells.
struct Ears {
    handle: Handle,
    sessions: AtomicU32,
    unreadable: AtomicU32,
}

impl Host for Ears {
    async fn keep(&self, batch: Batch) -> Result<(), String> {
        let kept = self.handle.receive(Platform::Discord, batch).await;
        kept.map(drop).map_err(|error| error.to_string())
    }

    fn tell(&self, trouble: Option<String>) {
        self.handle.connected(Platform::Discord, trouble);
    }

    fn unreadable(&self, _: &str) {
        self.unreadable.fetch_add(1, Ordering::SeqCst);
    }

    fn reads_content(&self, _: bool) {
        self.sessions.fetch_add(1, Ordering::SeqCst);
    }

    async fn load_starts(&self) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }

    async fn save_starts(&self, _: Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    async fn conversations(&self) -> Vec<Conversation> {
        Vec::new()
    }
}
