//! The real client library on one side, and the stand-in on the other.

use std::{sync::Arc, time::Duration};

use amends_platforms::discord::{
    DiscordStandIn, Options,
    people::{NewChannel, NewGuild, NewRole, NewUser},
    permissions::Permissions,
    world::Id,
};
use serenity::{
    all::{
        ApplicationId, Client, Context, Event, GatewayIntents, Http, HttpBuilder, RawEventHandler,
        ShardManager,
    },
    async_trait,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::timeout,
};

use crate::hearing::Hearing;

/// How long a test waits for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A customer.
pub(crate) const ANNA: Id = Id(801_000_000_000_000_042);
/// Another customer.
pub(crate) const CARL: Id = Id(801_000_000_000_000_043);
/// Somebody of the staff, who owns the guild.
pub(crate) const BEN: Id = Id(801_000_000_000_000_050);

/// What a service without privileged intents asks for.
pub(crate) const PLAIN: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::GUILD_MESSAGE_REACTIONS)
    .union(GatewayIntents::GUILD_VOICE_STATES)
    .union(GatewayIntents::DIRECT_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGE_REACTIONS);

struct Handler(UnboundedSender<Event>);

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        // A test that ended hears no more.
        self.0.send(event).ok();
    }
}

/// A bot that is connected.
pub(crate) struct Bot {
    pub(crate) shards: Arc<ShardManager>,
    events: UnboundedReceiver<Event>,
    running: JoinHandle<serenity::Result<()>>,
}

impl Bot {
    /// Waits for the next event that is wanted, passing over others.
    pub(crate) async fn hears<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        let search = async {
            loop {
                let event = self.events.recv().await.expect("the bot lives as long as the test");
                if let Some(found) = wanted(&event) {
                    return found;
                }
            }
        };
        timeout(PATIENCE, search).await.expect("the wanted event comes")
    }

    /// Goes away properly.
    pub(crate) async fn leave(self) {
        self.shards.shutdown_all().await;
        timeout(PATIENCE, self.running).await.unwrap().unwrap().unwrap();
    }

    /// Waits until the library gives up.
    pub(crate) async fn ends(self) -> serenity::Result<()> {
        timeout(PATIENCE, self.running).await.unwrap().unwrap()
    }
}

/// A guild with the bot in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) guild: Id,
    pub(crate) staff: Id,
    /// Where everyone writes.
    pub(crate) lobby: Id,
    /// Where only the staff and the bot write.
    pub(crate) desk: Id,
    pub(crate) forum: Id,
    pub(crate) voice: Id,
}

/// The stand-in, the REST side of the library, and the log.
pub(crate) struct Bench {
    pub(crate) stand_in: DiscordStandIn,
    pub(crate) http: Arc<Http>,
    pub(crate) hearing: Hearing,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with(Options { enforce_limits: false, ..Options::default() }).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let hearing = Hearing::new();
        let stand_in = DiscordStandIn::start(options).await.unwrap();
        let http = Arc::new(http(&stand_in));
        Self { stand_in, http, hearing }
    }

    /// Founds a guild of three people and invites the bot.
    pub(crate) fn found(&self) -> Home {
        let people = self.stand_in.people();
        people.create_user(NewUser::new(ANNA, "Anna").language("de")).unwrap();
        people.create_user(NewUser::new(CARL, "Carl")).unwrap();
        people.create_user(NewUser::new(BEN, "Ben")).unwrap();
        let guild = people.create_guild(&NewGuild::new("Home", BEN)).unwrap();
        let staff = people.create_role(guild, &NewRole::new("Staff")).unwrap();
        let own = people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        people.join(ANNA, guild).unwrap();
        people.join(CARL, guild).unwrap();
        people.give_role(guild, BEN, staff).unwrap();
        let channel = |new: &NewChannel| people.create_channel(guild, new).unwrap();
        Home {
            guild,
            staff,
            lobby: channel(&NewChannel::text("lobby")),
            desk: channel(&NewChannel::text("desk").only_for(&[staff, own])),
            forum: channel(&NewChannel::forum("help", &["solved", "open"])),
            voice: channel(&NewChannel::voice("support")),
        }
    }

    /// Connects a bot and waits until it is ready.
    pub(crate) async fn connect(&self, intents: GatewayIntents) -> Bot {
        let mut bot = self.start(intents).await;
        bot.hears(|event| matches!(event, Event::Ready(_)).then_some(())).await;
        bot
    }

    /// Connects a bot.
    pub(crate) async fn start(&self, intents: GatewayIntents) -> Bot {
        let (sender, events) = unbounded_channel();
        let client = serenity::client::ClientBuilder::new_with_http(http(&self.stand_in), intents);
        let mut client: Client = client.raw_event_handler(Handler(sender)).await.unwrap();
        let shards = Arc::clone(&client.shard_manager);
        let running = tokio::spawn(async move { client.start().await });
        Bot { shards, events, running }
    }

    /// Ends the test: both sides kept to the specification, and the library understood all.
    pub(crate) async fn done(self) {
        assert_eq!(self.stand_in.violations(), Vec::<String>::new());
        assert_eq!(self.hearing.complaints(), Vec::<String>::new());
        self.stand_in.shutdown().await.unwrap();
    }
}

fn http(stand_in: &DiscordStandIn) -> Http {
    let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
    HttpBuilder::new(stand_in.token())
        .proxy(stand_in.base_url())
        .ratelimiter_disabled(true)
        .client(client)
        .application_id(ApplicationId::new(stand_in.bot().0))
        .build()
}
