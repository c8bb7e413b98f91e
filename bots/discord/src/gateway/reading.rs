//! Which events matter, under which names they are stored, and what was known around each.

use std::collections::BTreeMap;

use amends_runtime::clock::Clock;
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, UserId};

use super::atlas::{Atlas, Changes, Moved};
use crate::{
    client::Client,
    envelope::{Around, Channel, Envelope, text},
};

/// An event on its way to the store.
#[derive(Debug)]
pub(crate) struct Arrived {
    /// The name under which it is stored: equal for the same event, however often it comes.
    pub(crate) id: String,
    pub(crate) envelope: Envelope,
    /// The channel or thread it is about, whose events keep their order.
    pub(crate) channel: Option<String>,
}

/// What one event comes to.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// What is stored.
    pub(crate) arrived: Vec<Arrived>,
    /// Threads that were open and are out of sight now: somebody has to look after them.
    pub(crate) unlisted: Vec<Channel>,
    /// A question that is answered at once and never stored: somebody is typing a command.
    pub(crate) autocomplete: Option<Value>,
}

/// Reads events one after another.
pub(crate) struct Reader {
    clock: Clock,
    client: Client,
    count: u64,
    /// Reactions that came or went lately: whether each is there.
    reactions: BTreeMap<String, bool>,
}

/// So many reactions are remembered, to notice one that is told twice.
const REACTIONS: usize = 4_096;

impl Reader {
    pub(crate) fn new(client: Client, clock: Clock) -> Self {
        Self { clock, client, count: 0, reactions: BTreeMap::new() }
    }

    /// Reads one event and notes what it says about the world.
    pub(crate) fn read(&mut self, atlas: &mut Atlas, t: &str, d: Value) -> Read {
        let now = self.clock.now().as_millisecond();
        match t {
            "INTERACTION_CREATE" if d["type"] == json!(AUTOCOMPLETE) => {
                Read { autocomplete: Some(d), ..Read::default() }
            }
            "GUILD_CREATE" => self.guild_came(atlas, &d, now),
            "MESSAGE_DELETE_BULK" => Self::bulk_deleted(atlas, &d).into(),
            "INTERACTION_CREATE" => interaction(atlas, d).into(),
            "MESSAGE_CREATE" => self.message(atlas, d).into(),
            "MESSAGE_UPDATE" => Self::edited(atlas, d).into(),
            "MESSAGE_DELETE" => message_deleted(atlas, d).into(),
            "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE" => self.reaction(atlas, t, d).into(),
            "CHANNEL_CREATE" => {
                Channel::read(&d).and_then(|channel| atlas.put(channel));
                Read::default()
            }
            "THREAD_LIST_SYNC" => {
                let threads = d["threads"].as_array().into_iter().flatten();
                threads.filter_map(Channel::read).for_each(|thread| drop(atlas.put(thread)));
                Read::default()
            }
            "THREAD_CREATE" => Self::thread_came(atlas, d).into(),
            "CHANNEL_UPDATE" | "THREAD_UPDATE" => self.changed(atlas, t, d).into(),
            "CHANNEL_DELETE" | "THREAD_DELETE" => Some(deleted(atlas, t, d)).into(),
            "VOICE_STATE_UPDATE" => self.moved(atlas, d, now).into(),
            "GUILD_DELETE" => self.guild_went(atlas, d).into(),
            // Whatever else Discord tells is of no use to us.
            _ => Read::default(),
        }
    }

    /// A name for what may happen again in just the same way.
    fn unique(&mut self, t: &str, ids: &[&str]) -> String {
        self.count += 1;
        let now = self.clock.now().as_millisecond();
        format!("{t}.{}.{now}.{}", ids.join("."), self.count)
    }

    fn message(&self, atlas: &mut Atlas, d: Value) -> Option<Arrived> {
        atlas.note_message(&d);
        if atlas.is_me(&d["author"]["id"]) {
            return None;
        }
        if d["guild_id"].is_null() {
            self.remember_private(&d);
        }
        message_arrived(atlas, d)
    }

    /// Whoever wrote in private can be answered there without opening anything.
    fn remember_private(&self, d: &Value) {
        let user = d["author"]["id"].as_str().and_then(|id| id.parse::<UserId>().ok());
        let channel = d["channel_id"].as_str().and_then(|id| id.parse::<ChannelId>().ok());
        if let (Some(user), Some(channel)) = (user, channel) {
            self.client.remember_private(user, channel);
        }
    }

    /// Only people edit: previews of links come as changes without a time.
    fn edited(atlas: &Atlas, d: Value) -> Option<Arrived> {
        if atlas.is_me(&d["author"]["id"]) {
            return None;
        }
        let at = millis(d["edited_timestamp"].as_str()?);
        let id = format!("MESSAGE_UPDATE.{}.{at}", d["id"].as_str()?);
        Some(arrived(atlas, "MESSAGE_UPDATE", id, text(&d["channel_id"]), d))
    }

    fn bulk_deleted(atlas: &Atlas, d: &Value) -> Vec<Arrived> {
        let one = |id: &Value| {
            let mut one = json!({ "id": id, "channel_id": d["channel_id"] });
            if let Some(guild) = text(&d["guild_id"]) {
                one["guild_id"] = guild.into();
            }
            message_deleted(atlas, one)
        };
        d["ids"].as_array().into_iter().flatten().filter_map(one).collect()
    }

    fn reaction(&mut self, atlas: &Atlas, t: &str, d: Value) -> Option<Arrived> {
        if atlas.is_me(&d["user_id"]) {
            return None;
        }
        let emoji = d["emoji"]["id"].as_str().or(d["emoji"]["name"].as_str())?;
        let ids = [d["message_id"].as_str()?, d["user_id"].as_str()?, emoji];
        if REACTIONS <= self.reactions.len() {
            self.reactions.clear();
        }
        let is_there = t == "MESSAGE_REACTION_ADD";
        if self.reactions.insert(ids.join("."), is_there) == Some(is_there) {
            return None;
        }
        let id = self.unique(t, &ids);
        Some(arrived(atlas, t, id, text(&d["channel_id"]), d))
    }

    fn thread_came(atlas: &mut Atlas, d: Value) -> Option<Arrived> {
        let thread = Channel::read(&d)?;
        let id = format!("THREAD_CREATE.{}", thread.id);
        let channel = Some(thread.id.clone());
        atlas.put(thread);
        if atlas.is_me(&d["owner_id"]) {
            return None;
        }
        Some(arrived(atlas, "THREAD_CREATE", id, channel, d))
    }

    fn changed(&mut self, atlas: &mut Atlas, t: &str, d: Value) -> Option<Arrived> {
        let channel = Channel::read(&d)?;
        let before = atlas.put(channel.clone());
        if before.as_ref().is_some_and(|before| is_same(before, &channel)) {
            return None;
        }
        let is_turned = before.as_ref().is_none_or(|it| it.is_archived != channel.is_archived);
        let id = if channel.is_thread() && is_turned {
            turned(&channel)
        } else {
            self.unique(t, &[&channel.id])
        };
        let mut arrived = arrived(atlas, t, id, Some(channel.id), d);
        arrived.envelope.around.before = before;
        Some(arrived)
    }

    fn moved(&mut self, atlas: &mut Atlas, d: Value, now: i64) -> Option<Arrived> {
        let Moved { left, left_lately } = atlas.move_voice(&d, now)?;
        let id = self.unique("VOICE_STATE_UPDATE", &[d["user_id"].as_str()?]);
        let mut arrived = arrived(atlas, "VOICE_STATE_UPDATE", id, text(&d["channel_id"]), d);
        arrived.envelope.around.voice = left;
        arrived.envelope.around.left_lately = left_lately;
        // Joining and leaving belong to a person, not to a channel.
        arrived.channel = None;
        Some(arrived)
    }

    /// A server became visible: at a start, after an outage of Discord's, or because the bot was
    /// added to it.
    fn guild_came(&mut self, atlas: &mut Atlas, d: &Value, now: i64) -> Read {
        let Some(guild) = text(&d["id"]) else { return Read::default() };
        let is_new = !atlas.knows_guild(&guild);
        let Changes { gone, unlisted } = atlas.put_guild(d, now);
        let mut arrived: Vec<Arrived> = gone.into_iter().map(vanished).collect();
        if is_new {
            let id = self.unique("GUILD_CREATE", &[&guild]);
            let slim = json!({ "id": guild, "name": d["name"], "owner_id": d["owner_id"] });
            arrived.push(self::arrived(atlas, "GUILD_CREATE", id, None, slim));
        }
        Read { arrived, unlisted, autocomplete: None }
    }

    fn guild_went(&mut self, atlas: &mut Atlas, d: Value) -> Option<Arrived> {
        // An outage of Discord's; what is known is still true afterwards.
        if d["unavailable"].as_bool() == Some(true) {
            return None;
        }
        let guild = text(&d["id"])?;
        atlas.take_guild(&guild);
        let id = self.unique("GUILD_DELETE", &[&guild]);
        Some(arrived(atlas, "GUILD_DELETE", id, None, d))
    }
}

/// Whether anything is done about an event of this name.
pub(crate) fn matters(t: &str) -> bool {
    let kinds = ["CHANNEL_", "INTERACTION_", "MESSAGE_", "READY", "RESUMED", "THREAD_", "VOICE_"];
    kinds.iter().any(|kind| t.starts_with(kind)) || ["GUILD_CREATE", "GUILD_DELETE"].contains(&t)
}

/// Discord's number for an interaction of somebody who is typing a command.
const AUTOCOMPLETE: u8 = 4;

impl From<Option<Arrived>> for Read {
    fn from(arrived: Option<Arrived>) -> Self {
        Self { arrived: arrived.into_iter().collect(), ..Self::default() }
    }
}

impl From<Vec<Arrived>> for Read {
    fn from(arrived: Vec<Arrived>) -> Self {
        Self { arrived, ..Self::default() }
    }
}

/// A message as it is stored, whether it came by itself or was fetched later.
pub(crate) fn message_arrived(atlas: &Atlas, d: Value) -> Option<Arrived> {
    let id = text(&d["id"])?;
    Some(arrived(atlas, "MESSAGE_CREATE", id, text(&d["channel_id"]), d))
}

/// A thread that was archived or opened again while nobody listened.
pub(crate) fn thread_turned(atlas: &mut Atlas, d: Value) -> Option<Arrived> {
    let thread = Channel::read(&d).filter(Channel::is_thread)?;
    let before = atlas.put(thread.clone());
    let mut arrived = arrived(atlas, "THREAD_UPDATE", turned(&thread), Some(thread.id.clone()), d);
    arrived.envelope.around.before = before;
    arrived.envelope.around.is_late = true;
    Some(arrived)
}

/// A channel or thread that was deleted while nobody listened.
pub(crate) fn vanished(channel: Channel) -> Arrived {
    let t = if channel.is_thread() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
    let d = json!({ "id": channel.id, "type": channel.kind, "guild_id": channel.guild,
        "parent_id": channel.above, "name": channel.name, "owner_id": channel.owner,
        "permission_overwrites": channel.members.iter().map(overwrite).collect::<Vec<_>>() });
    let parent = channel.thread_parent().map(ToOwned::to_owned);
    let id = format!("{t}.{}", channel.id);
    let thread = Some(channel.id.clone());
    let around = Around { before: Some(channel), is_late: true, ..Around::default() };
    Arrived { id, envelope: Envelope { t: t.to_owned(), d, parent, around }, channel: thread }
}

/// A member who was let into a channel, as Discord writes that.
fn overwrite(member: &String) -> Value {
    json!({ "id": member, "type": 1, "allow": "0", "deny": "0" })
}

fn interaction(atlas: &mut Atlas, d: Value) -> Option<Arrived> {
    let id = text(&d["id"])?;
    let channel = text(&d["channel_id"]);
    // It says where it happened, even if that was archived long ago.
    if let Some(channel) = Channel::read(&d["channel"])
        && atlas.channel(&channel.id).is_none()
    {
        atlas.put(Channel { guild: text(&d["guild_id"]), ..channel });
    }
    Some(arrived(atlas, "INTERACTION_CREATE", id, channel, d))
}

fn message_deleted(atlas: &Atlas, d: Value) -> Option<Arrived> {
    let id = format!("MESSAGE_DELETE.{}", d["id"].as_str()?);
    Some(arrived(atlas, "MESSAGE_DELETE", id, text(&d["channel_id"]), d))
}

fn deleted(atlas: &mut Atlas, t: &str, d: Value) -> Arrived {
    let channel = text(&d["id"]).unwrap_or_default();
    let before = atlas.take(&channel);
    let id = format!("{t}.{channel}");
    let mut arrived = arrived(atlas, t, id, None, d);
    let known = before.clone().or_else(|| Channel::read(&arrived.envelope.d));
    if let Some(known) = known {
        arrived.envelope.parent = known.thread_parent().map(ToOwned::to_owned);
        arrived.envelope.around.above = above(atlas, &known);
    }
    arrived.envelope.around.before = before;
    arrived.channel = Some(channel);
    arrived
}

fn arrived(atlas: &Atlas, t: &str, id: String, channel: Option<String>, d: Value) -> Arrived {
    let known = channel.as_deref().and_then(|id| atlas.channel(id)).cloned();
    let mut envelope = Envelope { t: t.to_owned(), d, parent: None, around: Around::default() };
    if let Some(known) = known {
        surround(atlas, &mut envelope, known);
    }
    Arrived { id, envelope, channel }
}

/// Says where something happened.
pub(crate) fn surround(atlas: &Atlas, envelope: &mut Envelope, channel: Channel) {
    envelope.parent = channel.thread_parent().map(ToOwned::to_owned);
    envelope.around.above = above(atlas, &channel);
    envelope.around.channel = Some(channel);
}

fn above(atlas: &Atlas, channel: &Channel) -> Option<Channel> {
    channel.above.as_deref().and_then(|id| atlas.channel(id)).cloned()
}

/// The name of the moment at which a thread was archived or opened again. Discord keeps that moment
/// with the thread, so that it has the same name whenever we learn of it.
fn turned(thread: &Channel) -> String {
    let at = millis(thread.archive_changed_at.as_deref().unwrap_or_default());
    let state = if thread.is_archived { "archived" } else { "open" };
    format!("THREAD_UPDATE.{}.{at}.{state}", thread.id)
}

/// A time of Discord's in milliseconds since 1970, however it is written.
fn millis(text: &str) -> i64 {
    text.parse::<Timestamp>().map(Timestamp::as_millisecond).unwrap_or_default()
}

/// Whether nothing changed that matters.
fn is_same(before: &Channel, now: &Channel) -> bool {
    let matter = |it: &Channel| {
        let archived = (it.is_archived, it.is_locked, it.archive_changed_at.clone());
        (it.name.clone(), it.above.clone(), it.kind, archived, it.tags.clone())
    };
    matter(before) == matter(now)
}

#[cfg(test)]
mod tests;
