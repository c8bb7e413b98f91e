//! Messages: sent, read, changed, deleted, pinned.

use serde_json::{Value, json};

use super::{Outcome, id};
use crate::discord::{
    content::{Content, check_nonce},
    permissions::Permissions,
    refusal::Refusal,
    request::{Answer, Request},
    time::iso,
    world::{Id, MessageKind, Nonce, World},
};

/// How long a nonce is remembered.
const NONCE_LIVES_MS: i64 = 5 * 60_000;
const MOST_PINS: usize = 50;

impl World {
    pub(super) fn create_message(&mut self, channel: Id, request: &Request) -> Outcome {
        let body = request.json();
        let content = Content::read(body, &request.files, "")?;
        check_nonce(&body["nonce"])?;
        self.writable(channel)?;
        if content.has_files() {
            self.require(channel, Permissions::ATTACH_FILES)?;
        }
        if content.is_empty() {
            return Err(Refusal::of(50_006));
        }
        let answered = self.answered(channel, &body["message_reference"])?;
        if let Some(earlier) = self.with_nonce(body) {
            let (place, message) = (earlier.channel, earlier.message);
            if self.message(place, message).is_none() {
                return Err(Refusal::of(10_008));
            }
            return Ok(Answer::ok(self.wire_message_for_bot(place, message)));
        }
        let mut draft = self.draft(content)?;
        if answered.is_some() {
            (draft.kind, draft.reply_to) = (MessageKind::Reply, answered);
        }
        draft.nonce = body.get("nonce").filter(|nonce| !nonce.is_null()).cloned();
        let nonce = draft.nonce.clone();
        let message = self.post(channel, self.bot(), draft);
        if let Some(nonce) = nonce {
            let at_ms = self.now_ms();
            self.nonces.push_back(Nonce { channel, text: nonce, message, at_ms });
        }
        Ok(Answer::ok(self.wire_message(channel, message)))
    }

    /// Returns the message that was sent with the same nonce lately, if that matters.
    fn with_nonce(&mut self, body: &Value) -> Option<Nonce> {
        let now_ms = self.now_ms();
        while self.nonces.front().is_some_and(|it| it.at_ms.saturating_add(NONCE_LIVES_MS) < now_ms)
        {
            self.nonces.pop_front();
        }
        let nonce = body.get("nonce").filter(|_| body["enforce_nonce"] == json!(true))?;
        self.nonces.iter().find(|it| it.text == *nonce).cloned()
    }

    /// Returns the message that is to be answered.
    fn answered(&self, channel: Id, reference: &Value) -> Result<Option<Id>, Refusal> {
        if reference.is_null() {
            return Ok(None);
        }
        let at = "message_reference.message_id";
        let answered = reference["message_id"].as_str().ok_or_else(|| Refusal::required(at))?;
        let answered = id(answered, at)?;
        let elsewhere =
            reference["channel_id"].as_str().is_some_and(|it| it != channel.to_string());
        if elsewhere {
            let words = "Cannot reply to a message in a different channel";
            let at = "message_reference";
            return Err(Refusal::form(at, "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", words));
        }
        if self.require(channel, Permissions::READ_MESSAGE_HISTORY).is_err() {
            return Err(Refusal::of(160_002));
        }
        match self.message(channel, answered).filter(|it| it.only_for.is_none()) {
            Some(message) if !message.kind.is_written() => {
                let words = "Cannot reply to a system message";
                let at = "message_reference";
                Err(Refusal::form(at, "REPLIES_CANNOT_REFERENCE_SYSTEM_MESSAGE", words))
            }
            Some(message) => Ok(Some(message.id)),
            None if reference["fail_if_not_exists"] == json!(false) => Ok(None),
            None => {
                let words = "Unknown message";
                Err(Refusal::form("message_reference", "REPLIES_UNKNOWN_MESSAGE", words))
            }
        }
    }

    pub(super) fn list_messages(&self, channel: Id, request: &Request) -> Outcome {
        let found = self.visible(channel)?;
        if !found.kind.holds_messages() {
            return Err(Refusal::of(50_008));
        }
        let limit: usize = match request.query("limit").map(str::parse) {
            None => 50,
            Some(Ok(limit @ 1..=100)) => limit,
            Some(_) => {
                let words = "int value should be between 1 and 100.";
                return Err(Refusal::form("limit", "NUMBER_TYPE_MAX", words));
            }
        };
        if self.require(channel, Permissions::READ_MESSAGE_HISTORY).is_err() {
            return Ok(Answer::ok(json!([])));
        }
        let all: Vec<Id> = found.shown().into_iter().map(|message| message.id).collect();
        let mut ids: Vec<Id> = if let Some(after) = request.query_id("after") {
            all.into_iter().filter(|id| after < *id).take(limit).collect()
        } else if let Some(around) = request.query_id("around") {
            let first = all.partition_point(|id| *id < around).saturating_sub(limit / 2);
            all.into_iter().skip(first).take(limit).collect()
        } else {
            let before = request.query_id("before").unwrap_or(Id(u64::MAX));
            let mut ids: Vec<Id> =
                all.into_iter().rev().filter(|id| *id < before).take(limit).collect();
            ids.reverse();
            ids
        };
        ids.reverse();
        let found: Vec<Value> =
            ids.into_iter().map(|id| self.wire_message_for_bot(channel, id)).collect();
        Ok(Answer::ok(json!(found)))
    }

    pub(super) fn call_single_message(
        &mut self,
        channel: Id,
        message: Id,
        request: &Request,
        rest: &[&str],
    ) -> Outcome {
        match (request.method.as_str(), rest) {
            ("GET", []) => {
                self.readable(channel, message)?;
                Ok(Answer::ok(self.wire_message_for_bot(channel, message)))
            }
            ("PATCH", []) => self.update_message(channel, message, request),
            ("DELETE", []) => self.delete_message(channel, message),
            ("POST", ["threads"]) => self.start_thread_from(channel, message, request),
            (_, ["reactions", rest @ ..]) => self.call_reactions(channel, message, request, rest),
            _ => Err(Refusal::no_route()),
        }
    }

    /// Checks that the bot can get at a message.
    pub(super) fn readable(&self, channel: Id, message: Id) -> Result<(), Refusal> {
        self.require(channel, Permissions::READ_MESSAGE_HISTORY)?;
        let found = self.message(channel, message).filter(|it| it.only_for.is_none());
        found.map(|_| ()).ok_or_else(|| Refusal::of(10_008))
    }

    fn update_message(&mut self, channel: Id, message: Id, request: &Request) -> Outcome {
        let content = Content::read(request.json(), &request.files, "")?;
        self.visible(channel)?;
        let found = self.message(channel, message).filter(|it| it.only_for.is_none());
        let found = found.ok_or_else(|| Refusal::of(10_008))?;
        if found.author != self.bot() {
            return Err(Refusal::of(50_005));
        }
        if !found.kind.is_written() {
            return Err(Refusal::of(50_021));
        }
        self.awake(channel)?;
        if self.leaves_nothing(channel, message, &content) {
            return Err(Refusal::of(50_006));
        }
        self.revise(channel, message, content)?;
        Ok(Answer::ok(self.wire_message(channel, message)))
    }

    /// Tells whether a message would be empty after a change.
    pub(crate) fn leaves_nothing(&self, channel: Id, message: Id, content: &Content) -> bool {
        let Some(found) = self.message(channel, message) else { return false };
        let keeps = |wanted: Option<bool>, had: bool| wanted.unwrap_or(had);
        let has_text =
            keeps(content.text.as_ref().map(|it| !it.is_empty()), !found.content.is_empty());
        let has_embeds =
            keeps(content.embeds.as_ref().map(|it| !it.is_empty()), !found.embeds.is_empty());
        let has_components = keeps(
            content.components.as_ref().map(|it| !it.is_empty()),
            !found.components.is_empty(),
        );
        let has_files = keeps(
            content.attachments.as_ref().map(|it| !it.is_empty()),
            !found.attachments.is_empty(),
        );
        !has_text && !has_embeds && !has_components && !has_files
    }

    fn delete_message(&mut self, channel: Id, message: Id) -> Outcome {
        self.visible(channel)?;
        let found = self.message(channel, message).filter(|it| it.only_for.is_none());
        let found = found.ok_or_else(|| Refusal::of(10_008))?;
        if found.author != self.bot() {
            if self.channel(channel).is_some_and(|channel| channel.guild.is_none()) {
                return Err(Refusal::of(50_003));
            }
            self.require(channel, Permissions::MANAGE_MESSAGES)?;
        }
        self.retract(channel, message);
        Ok(Answer::empty())
    }

    /// Pins, at their present address and at the one from before.
    pub(super) fn call_pins(
        &mut self,
        channel: Id,
        request: &Request,
        rest: &[&str],
        is_old: bool,
    ) -> Outcome {
        match (request.method.as_str(), rest) {
            ("GET", []) => self.list_pins(channel, is_old),
            ("PUT", [message]) => self.set_pin(channel, id(message, "message_id")?, true),
            ("DELETE", [message]) => self.set_pin(channel, id(message, "message_id")?, false),
            _ => Err(Refusal::no_route()),
        }
    }

    fn list_pins(&self, channel: Id, is_old: bool) -> Outcome {
        let found = self.visible(channel)?;
        let pinned = found.shown().into_iter().rev().filter(|message| message.pinned);
        let wire = |message: Id| self.wire_message_for_bot(channel, message);
        if is_old {
            let all: Vec<Value> = pinned.map(|message| wire(message.id)).collect();
            return Ok(Answer::ok(json!(all)));
        }
        let items: Vec<Value> = pinned
            .map(|it| json!({ "pinned_at": iso(it.at_ms), "message": wire(it.id) }))
            .collect();
        Ok(Answer::ok(json!({ "items": items, "has_more": false })))
    }

    fn set_pin(&mut self, channel: Id, message: Id, is_pinned: bool) -> Outcome {
        self.require(channel, Permissions::PIN_MESSAGES)?;
        self.readable(channel, message)?;
        self.awake(channel)?;
        let pinned = self.channel(channel).map_or(0, |channel| {
            channel.shown().into_iter().filter(|message| message.pinned).count()
        });
        if is_pinned && MOST_PINS <= pinned {
            return Err(Refusal::of(30_003));
        }
        self.pin(channel, message, self.bot(), is_pinned)
            .then(Answer::empty)
            .ok_or_else(|| Refusal::of(50_021))
    }
}
