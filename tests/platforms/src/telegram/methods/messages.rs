//! Deleting, pinning, reacting, and answering taps.

use serde_json::{Value, json};

use super::{
    super::{
        draft::Draft,
        entities,
        params::Params,
        refusal::Refusal,
        world::{Author, ChatKind, Kind, Mark, Toast, World},
    },
    Access,
};

const DELETABLE_MS: i64 = 48 * 3_600_000;
const TAP_LIVES_MS: i64 = 150_000;
const TOAST_UNITS: usize = 200;
/// The emoji that the platform takes as reactions.
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 \
     💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 \
     🤷‍♂ 🤷 🤷‍♀ 😡";

impl World {
    pub(super) fn delete_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.open(params, Access::Write)?;
        let id = params.int("message_id").unwrap_or(0);
        let message = self.message(chat_id, id);
        let message = message.ok_or_else(|| Refusal::bad("message to delete not found"))?;
        let chat = &self.chats[&chat_id];
        let may_delete_all = chat.rights().is_some_and(|rights| rights.delete_messages);
        let is_first_of_topic = chat.topics.contains_key(&id);
        let is_foreign = message.from != Author::Bot && chat.kind != ChatKind::Private;
        if is_first_of_topic || (is_foreign && !may_delete_all) {
            return Err(Refusal::bad("message can't be deleted"));
        }
        let is_exempt = may_delete_all && chat.kind == ChatKind::Supergroup;
        if message.at_ms < self.now_ms() - DELETABLE_MS && !is_exempt {
            return Err(Refusal::bad("message can't be deleted for everyone"));
        }
        self.mark(chat_id, id, Mark::Deleted);
        Ok(json!(true))
    }

    pub(crate) fn mark(&mut self, chat_id: i64, id: i64, mark: Mark) {
        let chat = self.chats.get_mut(&chat_id);
        if let Some(message) = chat.and_then(|chat| chat.messages.get_mut(&id)) {
            message.marks.insert(mark);
        }
    }

    pub(super) fn answer_tap(&mut self, params: &Params) -> Result<Value, Refusal> {
        let too_old =
            Refusal::bad("query is too old and response timeout expired or query ID is invalid");
        let (id, text) = (params.text("callback_query_id"), params.text("text"));
        let at_ms = self.now_ms();
        let Some(tap) = self.taps.get_mut(&id) else { return Err(too_old) };
        if tap.answered || tap.at_ms + TAP_LIVES_MS <= at_ms {
            return Err(too_old);
        }
        if TOAST_UNITS < entities::length(&text) {
            return Err(Refusal::bad("MESSAGE_TOO_LONG"));
        }
        tap.answered = true;
        if !text.is_empty() {
            let (user_id, alert) = (tap.user_id, params.flag("show_alert"));
            self.toasts.push(Toast { user_id, text, alert, at_ms, query_id: id });
        }
        Ok(json!(true))
    }

    pub(super) fn react_as_bot(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.open(params, Access::Write)?;
        let id = params.int("message_id").unwrap_or(0);
        if self.message(chat_id, id).is_none_or(|message| message.kind == Kind::Service) {
            return Err(Refusal::bad("message to react not found"));
        }
        let reactions = params.list("reaction")?;
        let emoji = |reaction: &Value| reaction["emoji"].as_str().map(str::to_owned);
        let emoji: Vec<String> = reactions.iter().filter_map(emoji).collect();
        if 1 < emoji.len() || !emoji.iter().all(|emoji| is_reaction(emoji)) {
            return Err(Refusal::bad("REACTION_INVALID"));
        }
        let bot = self.bot.id;
        self.set_reactions(chat_id, id, bot, emoji);
        Ok(json!(true))
    }

    /// Replaces one account's reactions to a message and returns the earlier ones.
    pub(crate) fn set_reactions(
        &mut self,
        chat_id: i64,
        id: i64,
        account: i64,
        emoji: Vec<String>,
    ) -> Vec<String> {
        let chat = self.chats.get_mut(&chat_id);
        let Some(message) = chat.and_then(|chat| chat.messages.get_mut(&id)) else {
            return Vec::new();
        };
        let earlier = message.reactions.remove(&account).unwrap_or_default();
        if !emoji.is_empty() {
            message.reactions.insert(account, emoji);
        }
        earlier
    }

    pub(super) fn pin(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.pinnable_chat(params)?;
        let id = params.int("message_id").unwrap_or(0);
        let Some(message) = self.message(chat_id, id).filter(|it| it.kind != Kind::Service) else {
            return Err(Refusal::bad("message to pin not found"));
        };
        if message.is(Mark::Pinned) {
            return Ok(json!(true));
        }
        let thread_id = message.thread_id;
        self.mark(chat_id, id, Mark::Pinned);
        let pinned = self.wire_message(chat_id, id);
        let notice = Draft::service("pinned_message", pinned, thread_id);
        let notice = self.put(chat_id, Author::Bot, notice);
        self.announce(chat_id, notice);
        Ok(json!(true))
    }

    pub(super) fn unpin(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.pinnable_chat(params)?;
        let latest = || {
            let chat = &self.chats[&chat_id];
            chat.messages.values().rev().find(|message| message.is(Mark::Pinned)).map(|it| it.id)
        };
        let Some(id) = params.int("message_id").or_else(latest) else { return Ok(json!(true)) };
        let message = self.chats.get_mut(&chat_id).and_then(|chat| chat.messages.get_mut(&id));
        let message = message.ok_or_else(|| Refusal::bad("message to unpin not found"))?;
        message.marks.remove(&Mark::Pinned);
        Ok(json!(true))
    }

    fn pinnable_chat(&self, params: &Params) -> Result<i64, Refusal> {
        let chat_id = self.open(params, Access::Write)?;
        let chat = &self.chats[&chat_id];
        let may_pin = chat.rights().is_some_and(|rights| rights.pin_messages);
        if chat.kind == ChatKind::Private || may_pin {
            return Ok(chat_id);
        }
        Err(Refusal::bad("not enough rights to manage pinned messages in the chat"))
    }
}

/// Tells whether an emoji is one of those that may be put on a message.
pub(crate) fn is_reaction(emoji: &str) -> bool {
    REACTIONS.split_whitespace().any(|known| known == emoji)
}
