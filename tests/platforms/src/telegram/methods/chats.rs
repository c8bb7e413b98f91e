//! Looking at chats and their members.

use serde_json::{Value, json};

use super::{
    super::{
        params::Params,
        refusal::Refusal,
        world::{ChatKind, Kind, Mark, Role, Standing, World},
    },
    Access,
};

/// The largest file that a bot may fetch.
const DOWNLOAD_BYTES: usize = 20 * 1024 * 1024;

impl World {
    pub(super) fn get_chat(&self, params: &Params) -> Result<Value, Refusal> {
        let id = self.open(params, Access::Read)?;
        let chat = &self.chats[&id];
        let mut body = self.wire_chat(id);
        body["accent_color_id"] = json!(0);
        body["max_reaction_count"] = json!(11);
        body["accepted_gift_types"] = json!({
            "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
            "premium_subscription": false, "gifts_from_channels": false,
        });
        if chat.kind != ChatKind::Private {
            body["permissions"] = permissions();
        }
        let is_pinned =
            |id: &i64| chat.messages[id].is(Mark::Pinned) && chat.messages[id].is_shown();
        if let Some(pinned) = chat.messages.keys().rev().copied().find(is_pinned) {
            body["pinned_message"] = self.wire_message(id, pinned);
        }
        Ok(body)
    }

    pub(super) fn get_member(&self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.open(params, Access::Read)?;
        let chat = &self.chats[&chat_id];
        let user = params.int("user_id").unwrap_or(0);
        if user == self.bot.id {
            return Ok(self.wire_bot_member(chat.bot));
        }
        if !self.users.contains_key(&user) {
            return Err(Refusal::bad("user not found"));
        }
        let is_here = chat.kind == ChatKind::Private && user == chat_id;
        let role = if is_here { Role::Member } else { chat.role(user) };
        Ok(self.wire_member(user, role))
    }

    pub(super) fn count_members(&self, params: &Params) -> Result<Value, Refusal> {
        let chat = &self.chats[&self.open(params, Access::Read)?];
        let is_here = |role: &&Role| matches!(role, Role::Owner | Role::Admin | Role::Member);
        Ok(json!(chat.members.values().filter(is_here).count() + 1))
    }

    pub(super) fn get_administrators(&self, params: &Params) -> Result<Value, Refusal> {
        let chat = &self.chats[&self.open(params, Access::Read)?];
        if chat.kind == ChatKind::Private {
            return Err(Refusal::bad("there are no administrators in the private chat"));
        }
        let leads = |role: &Role| matches!(role, Role::Owner | Role::Admin);
        let people = chat.members.iter().filter(|(_, role)| leads(role));
        let mut list: Vec<Value> =
            people.map(|(user, role)| self.wire_member(*user, *role)).collect();
        if chat.rights().is_some() {
            list.push(self.wire_bot_member(chat.bot));
        }
        Ok(Value::Array(list))
    }

    pub(super) fn leave(&mut self, params: &Params) -> Result<Value, Refusal> {
        let id = self.open(params, Access::Write)?;
        if self.chats[&id].kind == ChatKind::Private {
            return Err(Refusal::bad("chat member status can't be changed in private chats"));
        }
        let bot = self.bot.id;
        self.change_standing(id, bot, Standing::Absent);
        Ok(json!(true))
    }

    /// Changes what the bot is in a chat and tells it.
    pub(crate) fn change_standing(&mut self, chat_id: i64, by: i64, standing: Standing) {
        let Some(chat) = self.chats.get_mut(&chat_id) else { return };
        let before = std::mem::replace(&mut chat.bot, standing);
        if before == standing {
            return;
        }
        let body = json!({
            "chat": self.wire_chat(chat_id), "from": self.wire_user(by),
            "date": self.now_ms() / 1000,
            "old_chat_member": self.wire_bot_member(before),
            "new_chat_member": self.wire_bot_member(standing),
        });
        self.emit("my_chat_member", body);
    }

    pub(super) fn get_file(&self, params: &Params) -> Result<Value, Refusal> {
        let id = params.text("file_id");
        let file = self.files.get(&id).ok_or_else(|| Refusal::bad("invalid file_id"))?;
        if DOWNLOAD_BYTES < file.content.len() {
            return Err(Refusal::bad("file is too big"));
        }
        let wire = if file.kind == Kind::Photo { &file.wire[0] } else { &file.wire };
        Ok(json!({
            "file_id": id, "file_unique_id": wire["file_unique_id"], "file_size": wire["file_size"],
            "file_path": format!("{}s/{id}", file.kind.key()),
        }))
    }

    pub(super) fn webhook_info(&self) -> Value {
        let mut info = json!({
            "url": "", "has_custom_certificate": false, "pending_update_count": self.queue.len(),
        });
        if !self.queue.allowed().is_empty() {
            info["allowed_updates"] = json!(self.queue.allowed());
        }
        info
    }
}

fn permissions() -> Value {
    json!({
        "can_send_messages": true, "can_send_audios": true, "can_send_documents": true,
        "can_send_photos": true, "can_send_videos": true, "can_send_video_notes": true,
        "can_send_voice_notes": true, "can_send_polls": true, "can_send_other_messages": true,
        "can_add_web_page_previews": true, "can_change_info": false, "can_invite_users": true,
        "can_pin_messages": false, "can_manage_topics": false,
    })
}
