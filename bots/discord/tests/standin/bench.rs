//! A bot on a stand-in, with a desk, a channel for private rooms, staff and a customer.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use amends_core::{
    effect::{Body, PressRef, Receipt, To, Words},
    lang::Lang,
    place::{Address, MessageRef, Place, Platform},
    policy::{Level, RoleLevel, Signals},
    say::Say,
};
use amends_discord::{
    adapter::{DiscordAdapter, Settings},
    envelope::Envelope,
    gateway::{self, Batch, Conversation, Host, StartPace},
};
use amends_platforms::discord::{
    DiscordStandIn, Options,
    people::{NewChannel, NewGuild, NewRole, NewUser, People},
    permissions::Permissions,
    world::{Id, Message},
};
use amends_runtime::{
    clock::Clock,
    port::{Adapter, Attempt, Fate, Incoming, SendError, View},
};
use secrecy::SecretString;
use serde_json::Value;
use serenity::model::id::GuildId;
use tokio::{sync::watch, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
pub(crate) const GIL: Id = Id(700);
pub(crate) const MIHAI: Id = Id(800);

/// Everything under test, and what is around it.
pub(crate) struct Bench {
    pub(crate) discord: DiscordStandIn,
    pub(crate) adapter: Arc<DiscordAdapter>,
    pub(crate) people: People,
    pub(crate) guild: Id,
    pub(crate) desk: Id,
    pub(crate) care: Id,
    pub(crate) support: Id,
    pub(crate) view: View,
    ears: Arc<Ears>,
    stop: CancellationToken,
    listening: JoinHandle<()>,
    nonces: Mutex<u32>,
}

/// What was heard.
#[derive(Default)]
struct Ears {
    heard: Mutex<VecDeque<Vec<u8>>>,
    asked: Mutex<Vec<Value>>,
    count: watch::Sender<usize>,
}

impl Host for Ears {
    async fn keep(&self, batch: Batch) -> Result<(), String> {
        lock(&self.heard).extend(batch.into_iter().map(|(_, bytes)| bytes));
        self.count.send_modify(|count| *count += 1);
        Ok(())
    }

    fn tell(&self, _trouble: Option<String>) {}

    fn reads_content(&self, _does: bool) {
        self.count.send_modify(|count| *count += 1);
    }

    async fn load_starts(&self) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }

    async fn save_starts(&self, _starts: Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    async fn conversations(&self) -> Vec<Conversation> {
        Vec::new()
    }

    fn autocomplete(&self, interaction: Value) {
        lock(&self.asked).push(interaction);
        self.count.send_modify(|count| *count += 1);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        let discord = DiscordStandIn::start(options).await.unwrap();
        let people = discord.people();
        people.create_user(NewUser::new(GIL, "Gil").language("ro")).unwrap();
        people.create_user(NewUser::new(MIHAI, "Mihai")).unwrap();
        let guild = people.create_guild(&NewGuild::new("Luma", MIHAI)).unwrap();
        people.join(GIL, guild).unwrap();
        people.invite_bot(guild, Permissions::DESK_BOT).unwrap();
        let staff = people.create_role(guild, &NewRole::new("staff")).unwrap();
        people.give_role(guild, MIHAI, staff).unwrap();
        let bot = discord.bot();
        let desk = NewChannel::text("care-desk").only_for(&[staff, bot]);
        let desk = people.create_channel(guild, &desk).unwrap();
        let care = people.create_channel(guild, &NewChannel::text("care")).unwrap();
        let support = people.create_channel(guild, &NewChannel::text("support")).unwrap();
        let settings = Settings {
            invite: None,
            token: SecretString::from(discord.token()),
            api_url: discord.base_url(),
            guild: Some(GuildId::new(guild.0)),
        };
        let adapter = Arc::new(DiscordAdapter::connect(settings).await.unwrap());
        let (ears, stop) = (Arc::new(Ears::default()), CancellationToken::new());
        let listening = listen(Arc::clone(&adapter), Arc::clone(&ears), stop.clone());
        let view = View {
            business: "Luma".to_owned(),
            wording: Arc::default(),
            desk: Some(chat(desk)),
            care: Some(chat(care)),
            signals: Signals::default(),
            roles: vec![RoleLevel {
                platform: Platform::Discord,
                role: staff.to_string(),
                level: Level::Agent,
            }],
        };
        let mut ready = ears.count.subscribe();
        timeout(PATIENCE, ready.wait_for(|count| 0 < *count)).await.unwrap().unwrap();
        let nonces = Mutex::default();
        Self {
            discord,
            adapter,
            people,
            guild,
            desk,
            care,
            support,
            view,
            ears,
            stop,
            listening,
            nonces,
        }
    }

    /// Waits until something was heard that satisfies this, and forgets all before it.
    pub(crate) async fn heard<T>(&self, find: impl Fn(Incoming) -> Option<T>) -> T {
        let mut count = self.ears.count.subscribe();
        let search = async {
            loop {
                count.mark_unchanged();
                while let Some(bytes) = lock(&self.ears.heard).pop_front() {
                    let read = self.adapter.read(&bytes, &self.view);
                    if let Some(found) = read.into_iter().find_map(&find) {
                        return found;
                    }
                }
                count.changed().await.unwrap();
            }
        };
        timeout(PATIENCE, search).await.expect("it is heard in time")
    }

    /// Waits until this was written, and returns all that was kept until then.
    pub(crate) async fn kept_until(&self, last: &str) -> Vec<Envelope> {
        let mut count = self.ears.count.subscribe();
        let mut kept = Vec::<Envelope>::new();
        let search = async {
            loop {
                count.mark_unchanged();
                while let Some(bytes) = lock(&self.ears.heard).pop_front() {
                    let envelope = serde_json::from_slice::<Envelope>(&bytes).unwrap();
                    let is_last = envelope.d["content"] == last;
                    kept.push(envelope);
                    if is_last {
                        return;
                    }
                }
                count.changed().await.unwrap();
            }
        };
        timeout(PATIENCE, search).await.expect("it is kept in time");
        kept
    }

    /// Waits until somebody wants suggestions.
    pub(crate) async fn asked(&self) -> Value {
        let mut count = self.ears.count.subscribe();
        let search = async {
            loop {
                count.mark_unchanged();
                if let Some(asked) = lock(&self.ears.asked).pop() {
                    return asked;
                }
                count.changed().await.unwrap();
            }
        };
        timeout(PATIENCE, search).await.expect("it is asked in time")
    }

    /// Carries out an effect under a new name.
    pub(crate) async fn perform(&self, body: &Body) -> Fate {
        let nonce = {
            let mut nonces = lock(&self.nonces);
            *nonces += 1;
            format!("{:x}.0", *nonces)
        };
        self.attempt(body, Attempt { nonce, ..Attempt::default() }).await
    }

    pub(crate) async fn attempt(&self, body: &Body, attempt: Attempt) -> Fate {
        self.adapter.perform(body, &self.view, &attempt).await
    }

    /// Carries out an effect that leaves a message behind.
    pub(crate) async fn post(&self, body: &Body) -> MessageRef {
        match self.perform(body).await {
            Ok(Receipt::Message(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    /// The message as the stand-in shows it.
    pub(crate) fn shown(&self, message: &MessageRef) -> Message {
        let channel = id(message.place.thread.as_ref().unwrap_or(&message.place.chat));
        self.discord.look(|world| world.message(channel, id(&message.id)).unwrap().clone())
    }

    pub(crate) async fn refused(&self, body: &Body) -> amends_core::effect::Refusal {
        match self.perform(body).await {
            Err(SendError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    /// Ends the test: nothing may have broken a rule.
    pub(crate) async fn end(self) {
        self.stop.cancel();
        self.listening.await.unwrap();
        assert_eq!(self.discord.violations(), Vec::<String>::new());
    }
}

fn listen(
    adapter: Arc<DiscordAdapter>,
    ears: Arc<Ears>,
    stop: CancellationToken,
) -> JoinHandle<()> {
    let settings =
        gateway::Settings { wants_content: true, starts: StartPace::Free, clock: Clock::system() };
    tokio::spawn(async move {
        let run = gateway::run(adapter.client(), settings, ears, &stop);
        Box::pin(run).await.unwrap();
    })
}

pub(crate) fn chat(channel: Id) -> Place {
    Place::chat(Platform::Discord, channel.to_string())
}

pub(crate) fn id(text: &str) -> Id {
    Id(text.parse().unwrap())
}

pub(crate) fn address(user: Id) -> Address {
    Address::new(Platform::Discord, user.to_string())
}

pub(crate) fn say(to: To, words: Words) -> Body {
    Body::Send { to, words, buttons: Vec::new(), reply_to: None, ask_reply: false, purpose: None }
}

pub(crate) fn to_gil() -> To {
    To::Private(address(GIL))
}

pub(crate) fn customer(say: Say) -> Words {
    Words::Customer(say, Lang::EN)
}

pub(crate) fn said(name: &str, text: &str) -> Words {
    let (name, text, marks) = (Some(name.to_owned()), text.to_owned(), Vec::new());
    customer(Say::Words { name, text, marks })
}

pub(crate) fn press_of(incoming: Incoming) -> Option<(PressRef, Option<MessageRef>)> {
    {
        let Incoming::Pressed { press, message, action: Some(_), .. } = incoming else {
            return None;
        };
        Some((press, message))
    }
}
