//! Threads: started, listed, joined and left.

use serde_json::{Value, json};

use super::{Outcome, id, thread_kind};
use crate::discord::{
    content::Content,
    permissions::Permissions,
    refusal::Refusal,
    request::{Answer, Request},
    threads::{ARCHIVE_AFTER, NewThread},
    world::{ChannelKind, Id, World},
};

const MOST_MEMBERS: usize = 1000;
const MOST_TAGS: usize = 5;
/// What the platform takes if nothing is said.
const USUAL_ARCHIVE: i64 = 4320;
const PRIVATE_THREAD: u64 = 12;

impl World {
    pub(super) fn call_threads(
        &mut self,
        channel: Id,
        request: &Request,
        rest: &[&str],
    ) -> Outcome {
        match (request.method.as_str(), rest) {
            ("POST", ["threads"]) => self.start_thread(channel, request),
            ("GET", ["threads", "archived", "public"]) => {
                self.list_archived(channel, ChannelKind::PublicThread)
            }
            ("GET", ["threads", "archived", "private"]) => {
                self.require(channel, Permissions::MANAGE_THREADS)?;
                self.list_archived(channel, ChannelKind::PrivateThread)
            }
            ("GET", ["users", ..]) => self.list_own_archived(channel),
            ("GET", ["thread-members"]) => self.list_thread_members(channel),
            ("GET", ["thread-members", user]) => {
                let user = id(user, "user_id")?;
                if !self.visible_thread(channel)?.has_thread_member(user) {
                    return Err(Refusal::of(10_007));
                }
                let mut member = self.wire_thread_member(channel, user);
                if request.query("with_member") == Some("true") {
                    let guild = self.channel(channel).and_then(|thread| thread.guild);
                    member["member"] =
                        guild.and_then(|guild| self.wire_member(guild, user)).unwrap_or_default();
                }
                Ok(Answer::ok(member))
            }
            ("PUT", ["thread-members", user]) => self.add_thread_member(channel, user),
            ("DELETE", ["thread-members", user]) => self.remove_thread_member(channel, user),
            _ => Err(Refusal::no_route()),
        }
    }

    fn archive_minutes(body: &Value) -> Result<i64, Refusal> {
        let Some(minutes) = body.get("auto_archive_duration").filter(|it| !it.is_null()) else {
            return Ok(USUAL_ARCHIVE);
        };
        minutes.as_i64().filter(|minutes| ARCHIVE_AFTER.contains(minutes)).ok_or_else(|| {
            let words = "Value must be one of {60, 1440, 4320, 10080}.";
            Refusal::form("auto_archive_duration", "BASE_TYPE_CHOICES", words)
        })
    }

    fn check_room_for_threads(&self, parent: Id) -> Result<(), Refusal> {
        let guild = self.channel(parent).and_then(|parent| parent.guild);
        let active = self.channels.values().filter(|it| {
            it.guild == guild && it.kind.is_thread() && !it.deleted && !it.is_archived()
        });
        if self.most_active_threads <= active.count() {
            return Err(Refusal::of(160_006));
        }
        Ok(())
    }

    fn start_thread(&mut self, parent: Id, request: &Request) -> Outcome {
        let body = request.json();
        let kind = self.visible(parent)?.kind;
        if kind == ChannelKind::Forum {
            return self.start_post(parent, request);
        }
        if kind != ChannelKind::Text {
            return Err(Refusal::of(50_024));
        }
        let name = self.check_channel_name(&body["name"])?;
        let Some(kind) = thread_kind(body["type"].as_u64().unwrap_or(PRIVATE_THREAD)) else {
            let words = "Value must be one of {10, 11, 12}.";
            return Err(Refusal::form("type", "BASE_TYPE_CHOICES", words));
        };
        let wanted = if kind == ChannelKind::PrivateThread {
            Permissions::CREATE_PRIVATE_THREADS
        } else {
            Permissions::CREATE_PUBLIC_THREADS
        };
        self.require(parent, wanted)?;
        self.check_room_for_threads(parent)?;
        let thread = self.open_thread(NewThread {
            parent,
            kind,
            name,
            owner: self.bot(),
            auto_archive_minutes: Self::archive_minutes(body)?,
            invitable: body["invitable"].as_bool().unwrap_or(true),
            tags: Vec::new(),
            from: None,
        });
        Ok(Answer::created(self.wire_thread_for_bot(thread)))
    }

    fn start_post(&mut self, parent: Id, request: &Request) -> Outcome {
        let body = request.json();
        self.require(parent, Permissions::SEND_MESSAGES)?;
        let name = self.check_channel_name(&body["name"])?;
        let content = Content::read(&body["message"], &request.files, "message.")?;
        if content.is_empty() {
            return Err(Refusal::of(50_006));
        }
        self.check_room_for_threads(parent)?;
        let tags = self.tags_of(parent, &body["applied_tags"], MOST_TAGS)?;
        let auto_archive_minutes = Self::archive_minutes(body)?;
        let mut draft = self.draft(content)?;
        let bot = self.bot();
        let thread = self.open_thread(NewThread {
            parent,
            kind: ChannelKind::PublicThread,
            name,
            owner: bot,
            auto_archive_minutes,
            invitable: true,
            tags,
            from: None,
        });
        draft.id = Some(thread);
        let message = self.post(thread, bot, draft);
        let mut answer = self.wire_thread_for_bot(thread);
        answer["message"] = self.wire_message(thread, message);
        Ok(Answer::created(answer))
    }

    pub(super) fn start_thread_from(
        &mut self,
        channel: Id,
        message: Id,
        request: &Request,
    ) -> Outcome {
        let body = request.json();
        let kind = self.visible(channel)?.kind;
        if kind != ChannelKind::Text {
            return Err(Refusal::of(50_024));
        }
        self.require(channel, Permissions::CREATE_PUBLIC_THREADS)?;
        self.readable(channel, message)?;
        let name = self.check_channel_name(&body["name"])?;
        // Even a deleted thread still occupies the id of its message.
        if self.channels.contains_key(&message) {
            return Err(Refusal::of(160_004));
        }
        self.check_room_for_threads(channel)?;
        let thread = self.open_thread(NewThread {
            parent: channel,
            kind: ChannelKind::PublicThread,
            name,
            owner: self.bot(),
            auto_archive_minutes: Self::archive_minutes(body)?,
            invitable: true,
            tags: Vec::new(),
            from: Some(message),
        });
        Ok(Answer::created(self.wire_thread_for_bot(thread)))
    }

    fn list_archived(&self, parent: Id, kind: ChannelKind) -> Outcome {
        self.require(parent, Permissions::READ_MESSAGE_HISTORY)?;
        let bot = self.bot();
        let found = self.threads_of(parent).into_iter().rev();
        let found = found.filter(|it| it.kind == kind && it.is_archived());
        let found: Vec<Id> =
            found.filter(|it| self.sees(bot, it.id)).map(|thread| thread.id).collect();
        Ok(Answer::ok(self.wire_thread_list(&found, Some(false))))
    }

    /// Lists the private threads that were put away and of which the bot is a member.
    fn list_own_archived(&self, parent: Id) -> Outcome {
        self.require(parent, Permissions::READ_MESSAGE_HISTORY)?;
        let bot = self.bot();
        let found = self.threads_of(parent).into_iter().rev().filter(|it| {
            it.kind == ChannelKind::PrivateThread && it.is_archived() && it.has_thread_member(bot)
        });
        let found: Vec<Id> = found.map(|thread| thread.id).collect();
        Ok(Answer::ok(self.wire_thread_list(&found, Some(false))))
    }

    /// Returns a list of threads with the bot's memberships.
    pub(super) fn wire_thread_list(&self, threads: &[Id], has_more: Option<bool>) -> Value {
        let bot = self.bot();
        let is_in =
            |id: &&Id| self.channel(**id).is_some_and(|thread| thread.has_thread_member(bot));
        let members: Vec<Value> =
            threads.iter().filter(is_in).map(|id| self.wire_thread_member(*id, bot)).collect();
        let threads: Vec<Value> = threads.iter().map(|id| self.wire_thread_for_bot(*id)).collect();
        let mut body = json!({ "threads": threads, "members": members });
        if let Some(has_more) = has_more {
            body["has_more"] = json!(has_more);
        }
        body
    }

    fn list_thread_members(&self, thread: Id) -> Outcome {
        let found = self.visible_thread(thread)?;
        if !self.application.guild_members {
            return Err(Refusal::of(50_001));
        }
        let members = found.thread.iter().flat_map(|thread| thread.members.keys());
        let members: Vec<Value> =
            members.map(|user| self.wire_thread_member(thread, *user)).collect();
        Ok(Answer::ok(json!(members)))
    }

    fn add_thread_member(&mut self, thread: Id, user: &str) -> Outcome {
        let found = self.visible_thread(thread)?;
        let (kind, parent) = (found.kind, found.parent.unwrap_or(thread));
        let guild = found.guild.and_then(|guild| self.guilds.get(&guild));
        self.awake(thread)?;
        let bot = self.bot();
        if user == "@me" {
            if kind == ChannelKind::PrivateThread && !self.sees(bot, thread) {
                return Err(Refusal::of(50_001));
            }
            self.enter_thread(thread, bot, None);
            return Ok(Answer::empty());
        }
        let user = id(user, "user_id")?;
        self.require(thread, Permissions::SEND_MESSAGES_IN_THREADS)?;
        if !guild.is_some_and(|guild| guild.members.contains_key(&user)) {
            let code = if self.users.contains_key(&user) { 10_007 } else { 10_013 };
            return Err(Refusal::of(code));
        }
        let part = found.thread.as_ref();
        let is_closed = kind == ChannelKind::PrivateThread
            && part.is_some_and(|it| !it.invitable && it.owner != bot)
            && !self.permissions(bot, thread).include(Permissions::MANAGE_THREADS);
        if is_closed {
            return Err(Refusal::of(50_013));
        }
        if !self.sees(user, parent) {
            return Err(Refusal::of(50_001));
        }
        if found.has_thread_member(user) {
            return Ok(Answer::empty());
        }
        if part.is_some_and(|thread| MOST_MEMBERS <= thread.members.len()) {
            return Err(Refusal::of(30_033));
        }
        self.enter_thread(thread, user, Some(bot));
        Ok(Answer::empty())
    }

    fn remove_thread_member(&mut self, thread: Id, user: &str) -> Outcome {
        let found = self.visible_thread(thread)?;
        let owner = found.thread.as_ref().map(|thread| thread.owner);
        let is_private = found.kind == ChannelKind::PrivateThread;
        self.awake(thread)?;
        let bot = self.bot();
        if user == "@me" {
            self.leave_thread(thread, bot, None);
            return Ok(Answer::empty());
        }
        if !(is_private && owner == Some(bot)) {
            self.require(thread, Permissions::MANAGE_THREADS)?;
        }
        self.leave_thread(thread, id(user, "user_id")?, Some(bot));
        Ok(Answer::empty())
    }
}
