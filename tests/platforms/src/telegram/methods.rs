//! What the bot may call.

mod business;
mod chats;
mod commands;
mod edit;
mod files;
mod messages;
mod send;
mod topics;

pub(crate) use messages::is_reaction;

use serde_json::{Value, json};

use super::{
    limits::Target,
    params::Params,
    refusal::Refusal,
    world::{ChatKind, Kind, Standing, World},
};

/// What a call wants of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

const SENDS: [&str; 9] = [
    "sendMessage",
    "copyMessage",
    "sendPhoto",
    "sendDocument",
    "sendVoice",
    "sendSticker",
    "sendLocation",
    "sendVideo",
    "sendContact",
];
const EDITS: [&str; 3] = ["editMessageText", "editMessageReplyMarkup", "editMessageCaption"];
/// Each of these writes a notice into the group.
const NOTICES: [&str; 5] =
    ["createForumTopic", "editForumTopic", "closeForumTopic", "reopenForumTopic", "pinChatMessage"];
const OTHERS: [&str; 19] = [
    "getMe",
    "getUpdates",
    "deleteMessage",
    "answerCallbackQuery",
    "setMessageReaction",
    "deleteForumTopic",
    "unpinChatMessage",
    "sendChatAction",
    "getChat",
    "getChatMember",
    "getChatAdministrators",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "getFile",
    "leaveChat",
    "getChatMemberCount",
    "getBusinessConnection",
    "deleteBusinessMessages",
];
const WEBHOOK: [&str; 2] = ["deleteWebhook", "getWebhookInfo"];

/// Returns the documented spelling of a method that the stand-in knows.
pub(crate) fn canonical(method: &str) -> Option<&'static str> {
    let known = SENDS.iter().chain(&EDITS).chain(&NOTICES).chain(&OTHERS).chain(&WEBHOOK);
    known.copied().find(|name| name.eq_ignore_ascii_case(method))
}

/// Returns where a call counts against the limits, if it does.
pub(crate) fn target(method: &str, params: &Params) -> Option<Target> {
    let is_send = SENDS.contains(&method);
    if !is_send && !EDITS.contains(&method) && !NOTICES.contains(&method) {
        return None;
    }
    let chat = params.int("chat_id").unwrap_or(0);
    Some(match chat {
        ..0 => Target::Group(chat),
        _ if is_send => Target::Private(chat),
        _ => Target::Neither,
    })
}

impl World {
    /// Carries out one call; `method` is in its documented spelling.
    pub(crate) fn call(&mut self, method: &str, params: &Params) -> Result<Value, Refusal> {
        Self::check_connection(method, params)?;
        match method {
            "getMe" => Ok(self.wire_me()),
            "sendMessage" => self.send_message(params),
            "copyMessage" => self.copy_message(params),
            "sendPhoto" => self.send_file(params, Kind::Photo),
            "sendDocument" => self.send_file(params, Kind::Document),
            "sendVoice" => self.send_file(params, Kind::Voice),
            "sendSticker" => self.send_file(params, Kind::Sticker),
            "sendVideo" => self.send_file(params, Kind::Video),
            "sendLocation" => self.send_location(params),
            "sendContact" => self.send_contact(params),
            "sendChatAction" => self.open(params, Access::Write).map(|_| json!(true)),
            "editMessageText" => self.edit_text(params),
            "editMessageCaption" => self.edit_caption(params),
            "editMessageReplyMarkup" => self.edit_markup(params),
            "deleteMessage" => self.delete_message(params),
            "answerCallbackQuery" => self.answer_tap(params),
            "setMessageReaction" => self.react_as_bot(params),
            "pinChatMessage" => self.pin(params),
            "unpinChatMessage" => self.unpin(params),
            "createForumTopic" => self.create_topic(params),
            "editForumTopic" => self.rename_topic(params),
            "closeForumTopic" => self.toggle_topic(params, true),
            "reopenForumTopic" => self.toggle_topic(params, false),
            "deleteForumTopic" => self.delete_topic(params),
            "getChat" => self.get_chat(params),
            "getChatMember" => self.get_member(params),
            "getChatMemberCount" => self.count_members(params),
            "getChatAdministrators" => self.get_administrators(params),
            "leaveChat" => self.leave(params),
            "setMyCommands" => self.set_commands(params),
            "getMyCommands" => self.get_commands(params),
            "deleteMyCommands" => self.delete_commands(params),
            "getBusinessConnection" => self.get_connection(params),
            "deleteBusinessMessages" => self.delete_in_account(params),
            "getFile" => self.get_file(params),
            "deleteWebhook" => Ok(json!(true)),
            "getWebhookInfo" => Ok(self.webhook_info()),
            _ => Err(Refusal::new(404, "Not Found: method not found")),
        }
    }

    /// Returns the id of the chat that a call is about, if the bot has this access to it.
    pub(crate) fn open(&self, params: &Params, access: Access) -> Result<i64, Refusal> {
        if params.text("chat_id").is_empty() {
            return Err(Refusal::bad("chat_id is empty"));
        }
        let id = params.int("chat_id").ok_or_else(|| Refusal::bad("chat not found"))?;
        self.open_id(id, access)
    }

    pub(crate) fn open_id(&self, id: i64, access: Access) -> Result<i64, Refusal> {
        if let Some(person) = self.users.get(&id) {
            return match access {
                Access::Write if person.deactivated => {
                    Err(Refusal::forbidden("user is deactivated"))
                }
                Access::Write if !person.started => {
                    Err(Refusal::forbidden("bot can't initiate conversation with a user"))
                }
                Access::Write if person.blocked => {
                    Err(Refusal::forbidden("bot was blocked by the user"))
                }
                Access::Read if !person.started => Err(Refusal::bad("chat not found")),
                Access::Read | Access::Write => Ok(id),
            };
        }
        let chat = self.chats.get(&id).ok_or_else(|| Refusal::bad("chat not found"))?;
        if let (Some(to), Access::Write) = (chat.migrated_to, access) {
            return Err(Refusal::migrated(to));
        }
        let what = if chat.kind == ChatKind::Supergroup { "supergroup" } else { "group" };
        match chat.bot {
            Standing::Kicked => {
                Err(Refusal::forbidden(&format!("bot was kicked from the {what} chat")))
            }
            Standing::Absent => {
                Err(Refusal::forbidden(&format!("bot is not a member of the {what} chat")))
            }
            Standing::Member | Standing::Admin(_) => Ok(id),
        }
    }
}
