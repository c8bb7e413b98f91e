//! Channels: looked at, changed, deleted.

use serde_json::{Value, json};

use super::Outcome;
use crate::discord::{
    permissions::Permissions,
    refusal::Refusal,
    request::{Answer, Request},
    threads::ARCHIVE_AFTER,
    world::{ChannelKind, Id, Overwrite, World},
};

const LONGEST_NAME: usize = 100;

impl World {
    pub(super) fn get_channel(&self, channel: Id) -> Outcome {
        self.visible(channel)?;
        Ok(Answer::ok(self.wire_thread_for_bot(channel)))
    }

    pub(super) fn update_channel(&mut self, channel: Id, request: &Request) -> Outcome {
        let kind = self.visible(channel)?.kind;
        let body = request.json();
        if let Some(name) = body.get("name") {
            self.check_channel_name(name)?;
        }
        match kind {
            ChannelKind::PublicThread | ChannelKind::PrivateThread => {
                self.update_thread(channel, body)?;
            }
            ChannelKind::Dm => return Err(Refusal::of(50_003)),
            ChannelKind::Text | ChannelKind::Voice | ChannelKind::Category | ChannelKind::Forum => {
                self.update_guild_channel(channel, body)?;
            }
        }
        Ok(Answer::ok(self.wire_thread_for_bot(channel)))
    }

    pub(super) fn check_channel_name(&self, name: &Value) -> Result<String, Refusal> {
        let name = name.as_str().unwrap_or_default().trim();
        if name.is_empty() || LONGEST_NAME < name.chars().count() {
            return Err(Refusal::length("name", 1, LONGEST_NAME));
        }
        let lower = name.to_lowercase();
        if self.forbidden_words.iter().any(|word| lower.contains(word)) {
            return Err(Refusal::of(20_031));
        }
        Ok(name.to_owned())
    }

    /// Changes a thread: its owner may rename, put away and bring back; the rest is for those who
    /// manage threads.
    fn update_thread(&mut self, id: Id, body: &Value) -> Result<(), Refusal> {
        let bot = self.bot();
        let manages = self.permissions(bot, id).include(Permissions::MANAGE_THREADS);
        let found = self.visible_thread(id)?;
        let Some(thread) = &found.thread else { return Err(Refusal::of(50_024)) };
        let wakes = body["archived"] == json!(false);
        let others = ["name", "auto_archive_duration", "invitable", "applied_tags"];
        let changes_more = others.iter().any(|key| body.get(key).is_some());
        if thread.archived && changes_more && !wakes {
            return Err(Refusal::of(50_083));
        }
        let only_wakes = wakes && !changes_more && body.get("locked").is_none();
        let may_wake = only_wakes && !thread.locked;
        let needs_managing = body.get("locked").is_some() || (thread.locked && wakes);
        if !manages && !may_wake && (needs_managing || thread.owner != bot) {
            return Err(Refusal::of(50_013));
        }
        if let Some(minutes) = body.get("auto_archive_duration")
            && !minutes.as_i64().is_some_and(|minutes| ARCHIVE_AFTER.contains(&minutes))
        {
            let words = "Value must be one of {60, 1440, 4320, 10080}.";
            return Err(Refusal::form("auto_archive_duration", "BASE_TYPE_CHOICES", words));
        }
        let tags = body.get("applied_tags").map(|tags| self.known_tags(id, tags)).transpose()?;
        self.change_thread(id, bot, |channel| {
            if let Some(name) = body["name"].as_str() {
                name.trim().clone_into(&mut channel.name);
            }
            let Some(thread) = channel.thread.as_mut() else { return };
            if let Some(minutes) = body["auto_archive_duration"].as_i64() {
                thread.auto_archive_minutes = minutes;
            }
            if let Some(invitable) = body["invitable"].as_bool() {
                thread.invitable = invitable;
            }
            if let Some(tags) = tags {
                thread.tags = tags;
            }
            if let Some(locked) = body["locked"].as_bool() {
                thread.locked = locked;
            }
            if let Some(archived) = body["archived"].as_bool() {
                thread.archived = archived;
            }
        });
        Ok(())
    }

    /// Reads the tags of a post, if the forum offers them.
    pub(super) fn known_tags(&self, thread: Id, tags: &Value) -> Result<Vec<Id>, Refusal> {
        const MOST: usize = 5;
        let parent = self.channel(thread).and_then(|thread| thread.parent);
        let forum = parent.and_then(|parent| self.channel(parent));
        self.tags_of(forum.map_or(thread, |forum| forum.id), tags, MOST)
    }

    pub(super) fn tags_of(&self, forum: Id, tags: &Value, most: usize) -> Result<Vec<Id>, Refusal> {
        let tags = tags.as_array().into_iter().flatten();
        let tags: Vec<Id> =
            tags.filter_map(|tag| tag.as_str().and_then(|tag| tag.parse().ok())).collect();
        if most < tags.len() {
            return Err(Refusal::length("applied_tags", 0, most));
        }
        let offers = |tag: &Id| {
            self.channel(forum).is_some_and(|forum| forum.tags.iter().any(|it| it.id == *tag))
        };
        if tags.iter().all(offers) {
            return Ok(tags);
        }
        Err(Refusal::new(404, 10_087, "Unknown Tag"))
    }

    fn update_guild_channel(&mut self, id: Id, body: &Value) -> Result<(), Refusal> {
        self.require(id, Permissions::MANAGE_CHANNELS)?;
        let parent = match body.get("parent_id") {
            None => None,
            Some(Value::Null) => Some(None),
            Some(parent) => {
                let parent = parent.as_str().and_then(|parent| parent.parse().ok());
                let is_category =
                    |id: &Id| self.channel(*id).is_some_and(|it| it.kind == ChannelKind::Category);
                let Some(parent) = parent.filter(is_category) else {
                    let words = "Category does not exist";
                    return Err(Refusal::form("parent_id", "CHANNEL_PARENT_INVALID", words));
                };
                Some(Some(parent))
            }
        };
        let Some(channel) = self.channel_mut(id) else { return Err(Refusal::of(10_003)) };
        if let Some(name) = body["name"].as_str() {
            name.clone_into(&mut channel.name);
        }
        if let Some(topic) = body.get("topic") {
            channel.topic = topic.as_str().map(str::to_owned);
        }
        if let Some(position) = body["position"].as_i64() {
            channel.position = position;
        }
        if let Some(parent) = parent {
            channel.parent = parent;
        }
        self.tell_channel("CHANNEL_UPDATE", id);
        Ok(())
    }

    pub(super) fn remove_channel(&mut self, channel: Id) -> Outcome {
        let kind = self.visible(channel)?.kind;
        match kind {
            ChannelKind::PublicThread | ChannelKind::PrivateThread => {
                self.require(channel, Permissions::MANAGE_THREADS)?;
            }
            // Closing it hides it from the list and deletes nothing.
            ChannelKind::Dm => return Ok(Answer::ok(self.wire_channel(channel))),
            ChannelKind::Text | ChannelKind::Voice | ChannelKind::Category | ChannelKind::Forum => {
                self.require(channel, Permissions::MANAGE_CHANNELS)?;
            }
        }
        let body = self.wire_channel(channel);
        self.delete_channel(channel);
        Ok(Answer::ok(body))
    }

    pub(super) fn set_overwrite(&mut self, id: Id, target: Id, request: &Request) -> Outcome {
        self.require(id, Permissions::MANAGE_ROLES)?;
        let body = request.json();
        let read = |key: &str| {
            let bits = body[key].as_str().and_then(|bits| bits.parse().ok());
            Permissions(bits.unwrap_or(0))
        };
        let is_for_member = body["type"].as_u64() == Some(1);
        let overwrite = Overwrite { is_for_member, allow: read("allow"), deny: read("deny") };
        if self.channel(id).is_some_and(|channel| channel.kind.is_thread()) {
            return Err(Refusal::of(50_024));
        }
        let held = self.permissions(self.bot(), id);
        if !held.include(overwrite.allow | overwrite.deny) {
            return Err(Refusal::of(50_013));
        }
        self.change_overwrite(id, target, Some(overwrite));
        Ok(Answer::empty())
    }

    pub(super) fn remove_overwrite(&mut self, id: Id, target: Id) -> Outcome {
        self.require(id, Permissions::MANAGE_ROLES)?;
        self.change_overwrite(id, target, None);
        Ok(Answer::empty())
    }
}
