//! Carrying out a plan, and what it left behind.

use std::time::Duration;

use amends_core::{
    effect::{Receipt, Refusal},
    ids::CaseNumber,
    place::{MessageRef, Place, Platform},
};
use amends_runtime::port::{Fate, File, SendError};
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tokio::time::sleep;
use tracing::debug;

use super::{DiscordAdapter, files::uploads};
use crate::{
    classify::{is_already_so, send_error},
    client::{CallError, Client, Posted, Upload},
    envelope::{Channel, text},
    outbound::call::{Call, NewThread, Plan, Press, Spot, Yields},
};

/// Discord's numbers.
mod code {
    /// There is no such message any more.
    pub(super) const UNKNOWN_MESSAGE: u32 = 10_008;
    /// Nobody has such an emoji.
    pub(super) const UNKNOWN_EMOJI: u32 = 10_014;
    /// The name holds a word that Discord bans.
    pub(super) const BANNED_WORD: u32 = 20_031;
    /// The thread is archived.
    pub(super) const ARCHIVED: u32 = 50_083;
    /// There is a thread on this message already.
    pub(super) const HAS_THREAD: u32 = 160_004;
}

/// How long a new name waits for its thread to be opened again, try by try.
const OPENS_WITHIN: [Duration; 3] =
    [Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(4)];
/// So many places of threads are remembered.
const REMEMBERED: usize = 10_000;
/// Discord's number for a private thread.
const PRIVATE_THREAD: u64 = 12;

pub(super) type Called<T> = Result<T, CallError>;

impl DiscordAdapter {
    pub(super) async fn carry_out(&self, planned: Result<Plan, SendError>, files: &[File]) -> Fate {
        let plan = planned?;
        let client = if plan.is_urgent { self.client.urgent() } else { self.client.clone() };
        if let Call::Post { to: Spot::Room(room, who), .. } | Call::Find { room, who } = &plan.call
        {
            self.find(&client, *room, *who).await?;
        }
        let receipt = self.make(&client, &plan, files).await?;
        for next in &plan.then {
            self.make_next(&client, next, &plan, files).await?;
        }
        Ok(receipt)
    }

    async fn make(&self, client: &Client, plan: &Plan, files: &[File]) -> Fate {
        let made = self.call(client, &plan.call, &plan.yields, files).await;
        made.map_err(|error| {
            debug!(call = ?plan.call, %error, "Discord did not do it");
            if error.code() == Some(code::UNKNOWN_EMOJI) {
                return SendError::Refused(Refusal::Unsupported);
            }
            send_error(&error, plan.audience)
        })
    }

    /// Sends more of what arrived in part. The whole is only repeated as something that may have
    /// arrived; its names keep Discord from posting any of it twice.
    async fn make_next(&self, client: &Client, call: &Call, plan: &Plan, files: &[File]) -> Fate {
        let made = self.call(client, call, &Yields::Done, files).await;
        made.map_err(|error| match send_error(&error, plan.audience) {
            error @ SendError::Refused(_) => error,
            error @ (SendError::RateLimited { .. }
            | SendError::NotSent(_)
            | SendError::Unknown(_)
            | SendError::Moved { .. }
            | SendError::Rejected(_)) => {
                SendError::Unknown(format!("only a part arrived: {error}"))
            }
        })
    }

    async fn call(
        &self,
        client: &Client,
        call: &Call,
        yields: &Yields,
        files: &[File],
    ) -> Called<Receipt> {
        match call {
            // Who was looked for is there.
            Call::Nothing | Call::Find { .. } => Ok(Receipt::Done),
            Call::Post { to, message, files: range } => {
                let posted = post(client, *to, message, uploads(files, range)).await?;
                Ok(receipt(yields, posted))
            }
            Call::Edit { channel, message, change, press } => {
                self.edit(client, (*channel, *message), change, press.as_ref()).await?;
                Ok(unchanged(yields))
            }
            Call::Whisper { press, message, before } => {
                let is_remembered = *yields == Yields::Whisper;
                self.whisper(client, press, message, before.as_deref(), is_remembered).await
            }
            Call::Confirm { press } => {
                const LATER: u8 = 6;
                done(client.answer(press.id, &press.token, &json!({ "type": LATER })).await)
            }
            Call::Form { press, form } => {
                const FORM: u8 = 9;
                let response = json!({ "type": FORM, "data": form });
                client.answer(press.id, &press.token, &response).await?;
                // What stands in its field already is remembered, so that it is known if it comes
                // back as it was.
                let shown = form["components"][0]["components"][0]["value"].as_str();
                Ok(shown.map_or(Receipt::Done, |shown| Receipt::Text(shown.to_owned())))
            }
            Call::Delete { channel, message } => {
                gone_is_done(client.delete(*channel, *message).await)
            }
            Call::React { channel, message, emoji, on: true } => {
                client.react(*channel, *message, emoji).await?;
                Ok(Receipt::Done)
            }
            Call::React { channel, message, emoji, on: false } => {
                gone_is_done(client.unreact(*channel, *message, emoji).await)
            }
            Call::Pin { channel, message } => {
                client.pin(*channel, *message).await?;
                Ok(Receipt::Done)
            }
            Call::OpenOnCard { channel, card, thread } => {
                open_on_card(client, *channel, card, thread, yields).await
            }
            Call::Open { channel, thread } => {
                let id = open(client, *channel, thread).await?;
                Ok(opened(yields, id))
            }
            Call::OpenRoom { channel, thread, with, repeat } => {
                let id = self.open_room(client, *channel, thread, *with, *repeat).await?;
                Ok(opened(yields, id))
            }
            Call::Seat { thread, who, inside } => seat(client, *thread, *who, *inside).await,
            Call::Remove { thread } => {
                client.delete_channel(*thread).await?;
                Ok(Receipt::Done)
            }
            Call::Change { thread, change, safe_name } => {
                change_thread(client, *thread, change, safe_name.as_deref()).await
            }
        }
    }

    /// Changes a message: as the answer to its press, or, if that was answered or forgotten, by
    /// itself.
    async fn edit(
        &self,
        client: &Client,
        (channel, message): (ChannelId, MessageId),
        change: &Value,
        press: Option<&Press>,
    ) -> Called<()> {
        const CHANGE: u8 = 7;
        let Some(press) = press else {
            return client.edit(channel, message, change).await.map(drop);
        };
        let response = json!({ "type": CHANGE, "data": change });
        if client.answer(press.id, &press.token, &response).await.is_ok() {
            return Ok(());
        }
        let Err(error) = client.edit(channel, message, change).await else { return Ok(()) };
        // A message that only one person reads can be changed by the press alone.
        let original = client.original(self.application, &press.token).await;
        if original.is_ok_and(|original| original.posted.id == message) {
            return client.edit_original(self.application, &press.token, change).await.map(drop);
        }
        Err(error)
    }

    async fn whisper(
        &self,
        client: &Client,
        press: &Press,
        message: &Value,
        before: Option<&str>,
        is_remembered: bool,
    ) -> Called<Receipt> {
        const MESSAGE: u8 = 4;
        let response = json!({ "type": MESSAGE, "data": message });
        let posted = match client.answer(press.id, &press.token, &response).await {
            Ok(()) if !is_remembered => return Ok(Receipt::Done),
            Ok(()) => {
                client.original(self.application, &press.token).await.ok().map(|it| it.posted)
            }
            Err(error) if is_already_so(&error) => {
                let whispered = match before {
                    Some(before) => self.whispered_before(client, press, message, before).await?,
                    None => None,
                };
                let posted = if let Some(posted) = whispered {
                    posted
                } else {
                    let (application, token) = (self.application, &press.token);
                    client.follow_up(application, token, message, Vec::new()).await?
                };
                Some(posted)
            }
            Err(error) => return Err(error),
        };
        let Some(posted) = posted.filter(|_| is_remembered) else { return Ok(Receipt::Done) };
        let place = self.place_of(client, posted.channel_id).await;
        Ok(Receipt::Message(MessageRef { place, id: posted.id.to_string() }))
    }

    /// Looks whether the answer that a press got already says what is to be said: an earlier try
    /// brought it, and only the word that it did got lost.
    async fn whispered_before(
        &self,
        client: &Client,
        press: &Press,
        message: &Value,
        before: &str,
    ) -> Called<Option<Posted>> {
        let original = match client.original(self.application, &press.token).await {
            // Whoever read it may have put it away.
            Err(CallError::Refused { .. }) => return Ok(None),
            original => original?,
        };
        let says = |text: &str| original.content.trim() == text.trim();
        let is_said = says(before) || message["content"].as_str().is_some_and(says);
        Ok(is_said.then_some(original.posted))
    }

    /// The place of a channel or thread.
    async fn place_of(&self, client: &Client, channel: ChannelId) -> Place {
        if let Some(place) = self.places().get(&channel) {
            return place.clone();
        }
        let id = channel.to_string();
        let told = client.channel(channel).await.ok().as_ref().and_then(Channel::read);
        let place = match told.as_ref().and_then(|told| told.thread_parent()) {
            Some(parent) => Place::chat(Platform::Discord, parent).thread(id),
            None => Place::chat(Platform::Discord, id),
        };
        let mut places = self.places();
        if told.is_some() && places.len() < REMEMBERED {
            places.insert(channel, place.clone());
        }
        place
    }

    /// Opens a private thread and lets its customer in. One that can't be entered is taken away.
    async fn open_room(
        &self,
        client: &Client,
        care: ChannelId,
        thread: &NewThread,
        with: UserId,
        repeat: bool,
    ) -> Called<ChannelId> {
        let known =
            if repeat { self.opened_before(client, care, thread, with).await? } else { None };
        let room = match known {
            Some(room) => room,
            None => open(client, care, thread).await?,
        };
        match client.add_to_thread(room, with).await {
            Ok(()) => Ok(room),
            Err(error @ CallError::Refused { .. }) => {
                client.delete_channel(room).await.ok();
                Err(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Looks for the room that an earlier try may have opened: ours, under its name.
    async fn opened_before(
        &self,
        client: &Client,
        care: ChannelId,
        thread: &NewThread,
        with: UserId,
    ) -> Called<Option<ChannelId>> {
        let Some(guild) = self.guild_of(client, care).await? else { return Ok(None) };
        let care = care.to_string();
        let is_of_case = CaseNumber::parse(&thread.safe_name).is_some();
        let names = [thread.thread["name"].as_str(), Some(thread.safe_name.as_str())];
        for known in client.active_threads(guild).await? {
            let is_such = known["type"].as_u64() == Some(PRIVATE_THREAD)
                && known["parent_id"].as_str() == Some(care.as_str())
                && known["owner_id"].as_str() == Some(self.me.id.as_str())
                && names.contains(&known["name"].as_str());
            let id = text(&known["id"]).and_then(|id| id.parse::<ChannelId>().ok());
            let Some(id) = id.filter(|_| is_such) else { continue };
            // Where the name does not tell whose it is, only its customer is in it.
            if is_of_case || client.is_in_thread(id, with).await? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    pub(super) async fn guild_of(
        &self,
        client: &Client,
        channel: ChannelId,
    ) -> Called<Option<GuildId>> {
        if let Some(guild) = self.me.guild.as_deref().and_then(|id| id.parse().ok()) {
            return Ok(Some(guild));
        }
        let told = client.channel(channel).await?;
        Ok(text(&told["guild_id"]).and_then(|id| id.parse().ok()))
    }
}

async fn post(client: &Client, to: Spot, message: &Value, files: Vec<Upload>) -> Called<Posted> {
    let user = match to {
        Spot::Channel(channel) | Spot::Room(channel, _) => {
            return client.post(channel, message, files).await;
        }
        Spot::Person(user) => user,
    };
    let reference = message["message_reference"]["channel_id"].as_str();
    let Some(reference) = reference else {
        return client.post_in_private(user, message, files).await;
    };
    // What stands elsewhere can't be pointed at from a private chat.
    let mut message = message.clone();
    if client.private_channel(user).await?.to_string() != reference
        && let Some(fields) = message.as_object_mut()
    {
        fields.remove("message_reference");
    }
    client.post_in_private(user, &message, files).await
}

/// Posts a card and begins a thread on it. Repeating it changes nothing: the card's name keeps
/// Discord from posting it twice, and a card bears one thread, which has its id.
async fn open_on_card(
    client: &Client,
    channel: ChannelId,
    card: &Value,
    thread: &NewThread,
    yields: &Yields,
) -> Called<Receipt> {
    let Posted { id, .. } = client.post(channel, card, Vec::new()).await?;
    let begun = match client.open_thread_below(channel, id, &thread.thread).await {
        Err(error) if is_banned(&error) => {
            client.open_thread_below(channel, id, &safe(thread)).await
        }
        begun => begun,
    };
    match begun {
        Ok(_) => (),
        Err(error) if error.code() == Some(code::HAS_THREAD) => (),
        Err(error @ CallError::Refused { .. }) => {
            // A card without its thread would stand beside the one that takes its place.
            client.delete(channel, id).await.ok();
            return Err(error);
        }
        Err(error) => return Err(error),
    }
    let Yields::Thread(desk) = yields else { return Ok(Receipt::Done) };
    let card = MessageRef { place: desk.clone(), id: id.to_string() };
    Ok(Receipt::ThreadOnCard { thread: desk.thread(id.to_string()), card })
}

async fn open(client: &Client, channel: ChannelId, thread: &NewThread) -> Called<ChannelId> {
    let opened = match client.open_thread(channel, &thread.thread).await {
        Err(error) if is_banned(&error) => client.open_thread(channel, &safe(thread)).await?,
        opened => opened?,
    };
    let id = opened["id"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| CallError::Unreadable("a thread without an id".to_owned()))
}

pub(super) async fn seat(
    client: &Client,
    thread: ChannelId,
    who: UserId,
    inside: bool,
) -> Called<Receipt> {
    if !inside {
        return gone_is_done(client.take_from_thread(thread, who).await);
    }
    match client.add_to_thread(thread, who).await {
        Err(error) if error.code() == Some(code::ARCHIVED) => {
            client.change_channel(thread, &json!({ "archived": false })).await?;
            client.add_to_thread(thread, who).await?;
        }
        seated => seated?,
    }
    Ok(Receipt::Done)
}

async fn change_thread(
    client: &Client,
    thread: ChannelId,
    change: &Value,
    safe_name: Option<&str>,
) -> Called<Receipt> {
    let mut changed = client.change_channel(thread, change).await;
    for wait in OPENS_WITHIN {
        let is_shut = matches!(&changed, Err(error) if error.code() == Some(code::ARCHIVED));
        if !is_shut || !change["archived"].is_null() {
            break;
        }
        // Names have their own pace, and may overtake what opens the thread again.
        sleep(wait).await;
        changed = client.change_channel(thread, change).await;
    }
    match (changed, safe_name) {
        (Err(error), Some(name)) if is_banned(&error) => {
            client.change_channel(thread, &json!({ "name": name })).await?;
        }
        (Err(error), _)
            if error.code() == Some(code::ARCHIVED) && change["archived"] == json!(true) => {}
        (changed, _) => changed?,
    }
    Ok(Receipt::Done)
}

fn is_banned(error: &CallError) -> bool {
    error.code() == Some(code::BANNED_WORD)
}

/// The thread under the name in which no word of a person stands.
fn safe(thread: &NewThread) -> Value {
    let mut safe = thread.thread.clone();
    safe["name"] = thread.safe_name.clone().into();
    safe
}

/// An answer to a press that was answered before is as good as given.
fn done(made: Called<()>) -> Called<Receipt> {
    match made {
        Err(error) if is_already_so(&error) => Ok(Receipt::Done),
        made => made.map(|()| Receipt::Done),
    }
}

fn gone_is_done(made: Called<()>) -> Called<Receipt> {
    match made {
        Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => Ok(Receipt::Done),
        made => made.map(|()| Receipt::Done),
    }
}

fn receipt(yields: &Yields, posted: Posted) -> Receipt {
    let place = match yields {
        Yields::Message(Some(place)) => place.clone(),
        Yields::Message(None) => Place::chat(Platform::Discord, posted.channel_id.to_string()),
        Yields::Whisper | Yields::Thread(_) | Yields::Same(_) | Yields::Done => {
            return unchanged(yields);
        }
    };
    Receipt::Message(MessageRef { place, id: posted.id.to_string() })
}

fn opened(yields: &Yields, thread: ChannelId) -> Receipt {
    match yields {
        Yields::Thread(place) => Receipt::Thread(place.thread(thread.to_string())),
        Yields::Message(_) | Yields::Whisper | Yields::Same(_) | Yields::Done => Receipt::Done,
    }
}

fn unchanged(yields: &Yields) -> Receipt {
    match yields {
        Yields::Same(message) => Receipt::Message(message.clone()),
        Yields::Message(_) | Yields::Whisper | Yields::Thread(_) | Yields::Done => Receipt::Done,
    }
}
