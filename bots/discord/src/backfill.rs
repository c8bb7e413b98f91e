//! What was missed while nobody listened: messages of conversations that go on, threads that were
//! archived, channels that are gone. It comes under the names it would have had, so that nothing
//! comes twice.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;
use serenity::{
    all::GuildChannel,
    model::{
        channel::Message,
        id::{ChannelId, GuildId, MessageId, UserId},
    },
};
use tokio::{sync::mpsc, time::sleep};
use tracing::{debug, info};

use crate::{
    classify::is_gone,
    client::{CallError, Client, Window},
    envelope::{Author, Channel, text, texts},
    gateway::{AUTHORS, Arrived, Atlas, Conversation, message_arrived, thread_turned, vanished},
};

/// So many messages are asked for at once; Discord gives no more.
const PAGE: u8 = 100;
/// So many messages of one conversation are fetched. Nobody reads more than that.
const MOST: usize = 2_000;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What was fetched about one channel.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) channel: String,
    /// What was missed there, the oldest first.
    pub(crate) arrived: Vec<Arrived>,
    /// Who wrote there, if that was asked for.
    pub(crate) authors: Vec<Author>,
    /// Whether all that was missed in a conversation is among it.
    pub(crate) is_conversation: bool,
}

/// Fetches what is not known.
pub(crate) struct Fetch {
    client: Client,
    atlas: Arc<Mutex<Atlas>>,
    /// Members by server and account: messages that are fetched do not say who wrote them as which.
    members: BTreeMap<(GuildId, UserId), Option<Value>>,
}

impl Fetch {
    pub(crate) fn new(client: Client, atlas: Arc<Mutex<Atlas>>) -> Self {
        Self { client, atlas, members: BTreeMap::new() }
    }

    /// Fetches what was missed, conversation by conversation.
    pub(crate) async fn all(
        mut self,
        conversations: Vec<Conversation>,
        sender: mpsc::Sender<Fetched>,
    ) {
        let (mut missed, count) = (0, conversations.len());
        for conversation in conversations {
            let arrived = self.conversation(&conversation).await;
            missed += arrived.len();
            let channel = conversation.channel;
            let authors = Vec::new();
            let fetched = Fetched { channel, arrived, authors, is_conversation: true };
            if sender.send(fetched).await.is_err() {
                return;
            }
        }
        if 0 < missed {
            info!(missed, conversations = count, "Fetched what was missed");
        }
    }

    /// Finds out what became of a thread that was open and is out of sight.
    pub(crate) async fn look_after(mut self, thread: Channel, sender: mpsc::Sender<Fetched>) {
        let channel = thread.id.clone();
        let mut arrived = Vec::new();
        if let Ok(id) = channel.parse() {
            self.state(id, Some(thread), &mut arrived).await;
        }
        let authors = Vec::new();
        sender.send(Fetched { channel, arrived, authors, is_conversation: false }).await.ok();
    }

    /// Finds out who wrote in a thread, the first first.
    pub(crate) async fn authors(mut self, thread: Channel, sender: mpsc::Sender<Fetched>) {
        let channel = thread.id.clone();
        let mut authors: Vec<Author> = Vec::new();
        let guild = thread.guild.as_deref().and_then(|guild| guild.parse::<GuildId>().ok());
        if let (Ok(id), Some(guild)) = (channel.parse::<ChannelId>(), guild) {
            // Nothing in a thread is older than the thread.
            let page = || self.client.messages(id, Window::After(MessageId::new(id.get())), PAGE);
            let mut messages = until_answered(page).await.unwrap_or_default();
            messages.sort_by_key(number);
            for message in messages.iter().filter(|message| is_by_person(message)) {
                let Some(user) = text(&message["author"]["id"]) else { continue };
                if AUTHORS <= authors.len() || authors.iter().any(|it| it.user == user) {
                    continue;
                }
                let Ok(account) = user.parse() else { continue };
                let member = self.member(guild, account).await.unwrap_or_default();
                authors.push(Author { user, roles: texts(&member["roles"]) });
            }
        }
        let arrived = Vec::new();
        sender.send(Fetched { channel, arrived, authors, is_conversation: false }).await.ok();
    }

    fn atlas(&self) -> MutexGuard<'_, Atlas> {
        self.atlas.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn conversation(&mut self, conversation: &Conversation) -> Vec<Arrived> {
        let Ok(channel) = conversation.channel.parse::<ChannelId>() else { return Vec::new() };
        let mut arrived = Vec::new();
        let known = self.atlas().channel(&conversation.channel).cloned();
        if known.as_ref().is_none_or(Channel::is_thread)
            && !self.state(channel, known, &mut arrived).await
        {
            return arrived;
        }
        let after = conversation.after.as_ref().and_then(|id| id.parse::<MessageId>().ok());
        let Some(after) = after else { return arrived };
        let mut messages = Vec::new();
        for message in self.messages(channel, after).await {
            let message = self.completed(message, channel).await;
            let Some(mut message) = message_arrived(&self.atlas(), message) else { continue };
            message.envelope.around.is_late = true;
            messages.push(message);
        }
        // That the thread was archived comes after what was said in it.
        messages.append(&mut arrived);
        messages
    }

    /// Looks at a channel or thread; returns whether it is there.
    async fn state(
        &mut self,
        id: ChannelId,
        known: Option<Channel>,
        arrived: &mut Vec<Arrived>,
    ) -> bool {
        let client = self.client.clone();
        match until_answered(|| client.channel(id)).await {
            Ok(d) => {
                let d = as_live::<GuildChannel>(d);
                let Some(channel) = Channel::read(&d) else { return true };
                let was_open = known.is_none_or(|known| !known.is_archived);
                let mut atlas = self.atlas();
                if channel.is_thread() && channel.is_archived && was_open {
                    arrived.extend(thread_turned(&mut atlas, d));
                } else {
                    atlas.put(channel);
                }
                true
            }
            Err(error) if is_gone(&error) => {
                let gone = self.atlas().take(&id.to_string()).or(known);
                arrived.extend(gone.map(vanished));
                false
            }
            // Out of sight, which says nothing about what became of it.
            Err(_) => false,
        }
    }

    /// The messages behind one, the oldest first.
    async fn messages(&self, channel: ChannelId, mut after: MessageId) -> Vec<Value> {
        let mut all = Vec::new();
        while all.len() < MOST {
            let page = || self.client.messages(channel, Window::After(after), PAGE);
            let Ok(mut page) = until_answered(page).await else { break };
            page.sort_by_key(number);
            let Some(last) = page.last().and_then(|message| message["id"].as_str()?.parse().ok())
            else {
                break;
            };
            after = last;
            let is_last = page.len() < usize::from(PAGE);
            all.append(&mut page);
            if is_last {
                break;
            }
        }
        all
    }

    /// Adds what messages have when they come by themselves: the server, and the writer's roles.
    async fn completed(&mut self, message: Value, channel: ChannelId) -> Value {
        let mut message = as_live::<Message>(message);
        let guild = self.atlas().channel(&channel.to_string()).and_then(|it| it.guild.clone());
        let Some(guild) = guild else { return message };
        message["guild_id"] = guild.clone().into();
        let user = text(&message["author"]["id"]).filter(|_| is_by_person(&message));
        if let (Ok(guild), Some(Ok(user))) = (guild.parse(), user.map(|user| user.parse()))
            && let Some(member) = self.member(guild, user).await
        {
            message["member"] = member;
        }
        message
    }

    async fn member(&mut self, guild: GuildId, user: UserId) -> Option<Value> {
        if let Some(known) = self.members.get(&(guild, user)) {
            return known.clone();
        }
        // Somebody who left the server has no roles there.
        let member = until_answered(|| self.client.member_raw(guild, user)).await.ok();
        self.members.insert((guild, user), member.clone());
        member
    }
}

/// Asks until there is an answer, be it a refusal.
async fn until_answered<T, F>(mut ask: impl FnMut() -> F) -> Result<T, CallError>
where
    F: Future<Output = Result<T, CallError>>,
{
    let mut failures = 0_u32;
    loop {
        let wait = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error @ (CallError::Refused { .. } | CallError::Unreadable(_))) => {
                return Err(error);
            }
            Err(CallError::RateLimited { after, .. } | CallError::Held { after, .. }) => after,
            Err(error @ (CallError::NotSent(_) | CallError::Lost(_))) => {
                debug!(%error, "What was missed could not be fetched yet");
                Duration::from_secs(1 << failures.min(5)).min(LONGEST_PAUSE)
            }
        };
        failures = failures.saturating_add(1);
        sleep(wait).await;
    }
}

/// Writes something as the gateway's client would have written it, if it can be read at all.
fn as_live<T: serde::de::DeserializeOwned + serde::Serialize>(d: Value) -> Value {
    let read = serde_json::from_value::<T>(d.clone());
    read.ok().and_then(|read| serde_json::to_value(read).ok()).unwrap_or(d)
}

fn is_by_person(message: &Value) -> bool {
    message["author"]["bot"].as_bool() != Some(true) && message["webhook_id"].is_null()
}

/// Snowflakes grow with time, and so does their length.
fn number(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}
