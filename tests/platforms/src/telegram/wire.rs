//! How things look on the wire, and how they come into being.

use serde_json::{Map, Value, json};

use super::{
    draft::Draft,
    entities::units,
    world::{
        ANONYMOUS_ADMIN, Author, Button, Chat, ChatKind, Kind, Mark, Message, Person, Role,
        Standing, World,
    },
};

/// How long the bot is shown the message of a tap. The platform says only "too old".
const TAPPED_SHOWN_MS: i64 = 48 * 60 * 60 * 1000;

impl World {
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Puts a message into a chat and returns its id. Nobody is told yet.
    pub(crate) fn put(&mut self, chat_id: i64, from: Author, draft: Draft) -> i64 {
        let at_ms = self.now_ms();
        let shared_id = self.counters.message + 1;
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            unreachable!("callers looked the chat up before they wrote into it")
        };
        // Supergroups count for themselves; private chats and basic groups share one counter.
        let id = if chat.kind == ChatKind::Supergroup {
            chat.last_message_id + 1
        } else {
            self.counters.message = shared_id;
            shared_id
        };
        chat.last_message_id = id;
        let is_delivery = from == Author::Bot && draft.kind != Kind::Service;
        chat.messages.insert(id, message(id, from, at_ms, draft));
        if is_delivery {
            self.stats.deliveries += 1;
        }
        id
    }

    /// Tells the bot about a new message if it may see it.
    pub(crate) fn announce(&mut self, chat_id: i64, message_id: i64) {
        if self.bot_sees(chat_id, message_id) {
            let body = self.wire_message(chat_id, message_id);
            self.emit("message", body);
        }
    }

    /// Tells whether privacy mode lets the bot see a message.
    pub(crate) fn bot_sees(&self, chat_id: i64, message_id: i64) -> bool {
        let Some(chat) = self.chats.get(&chat_id) else { return false };
        let Some(message) = chat.messages.get(&message_id) else { return false };
        match chat.bot {
            Standing::Absent | Standing::Kicked => false,
            Standing::Admin(_) => true,
            Standing::Member => {
                chat.kind == ChatKind::Private
                    || message.kind == Kind::Service
                    || self.is_meant_for_bot(chat, message)
            }
        }
    }

    fn is_meant_for_bot(&self, chat: &Chat, message: &Message) -> bool {
        let answered = message.reply_to.and_then(|id| chat.messages.get(&id));
        let mention = format!("@{}", self.bot.username);
        answered.is_some_and(|answered| answered.from == Author::Bot)
            || message.entities.iter().any(|entity| {
                let part = units(&message.text, entity);
                match entity["type"].as_str() {
                    Some("mention") => part.eq_ignore_ascii_case(&mention),
                    Some("bot_command") => part
                        .split_once('@')
                        .is_none_or(|(_, to)| to.eq_ignore_ascii_case(&self.bot.username)),
                    Some(_) | None => false,
                }
            })
    }

    pub(crate) fn wire_bot(&self) -> Value {
        json!({
            "id": self.bot.id, "is_bot": true, "first_name": self.bot.name,
            "username": self.bot.username,
        })
    }

    /// Returns the bot's own account with everything that only `getMe` tells.
    pub(crate) fn wire_me(&self) -> Value {
        let mut me = self.wire_bot();
        let more = json!({
            "can_join_groups": true, "can_read_all_group_messages": false,
            "supports_guest_queries": false, "supports_inline_queries": false,
            "can_connect_to_business": true, "has_main_web_app": false,
            "has_topics_enabled": false, "allows_users_to_create_topics": false,
            "can_manage_bots": false, "supports_join_request_queries": false,
        });
        merge(&mut me, more);
        me
    }

    pub(crate) fn wire_user(&self, id: i64) -> Value {
        if id == self.bot.id {
            return self.wire_bot();
        }
        if id == ANONYMOUS_ADMIN {
            return json!({
                "id": id, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot",
            });
        }
        let Some(person) = self.users.get(&id) else {
            return json!({ "id": id, "is_bot": false, "first_name": "" });
        };
        wire_person(person)
    }

    pub(crate) fn wire_chat(&self, id: i64) -> Value {
        let Some(chat) = self.chats.get(&id) else { return self.wire_private(id) };
        match chat.kind {
            ChatKind::Private => self.wire_private(id),
            ChatKind::Group => json!({ "id": id, "type": "group", "title": chat.title }),
            ChatKind::Supergroup => {
                let mut body = json!({ "id": id, "type": "supergroup", "title": chat.title });
                if chat.is_forum {
                    body["is_forum"] = json!(true);
                }
                body
            }
        }
    }

    fn wire_private(&self, id: i64) -> Value {
        let mut body = json!({ "id": id, "type": "private" });
        if let Some(person) = self.users.get(&id) {
            body["first_name"] = json!(person.first_name);
            if let Some(username) = &person.username {
                body["username"] = json!(username);
            }
        }
        body
    }

    /// Returns a message as the bot gets it, with the message it answers.
    pub(crate) fn wire_message(&self, chat_id: i64, id: i64) -> Value {
        let Some(message) = self.message(chat_id, id) else {
            return json!({ "chat": self.wire_chat(chat_id), "message_id": id, "date": 0 });
        };
        let mut body = self.wire_bare(chat_id, message);
        // Without a reply of its own, a message in a topic answers the topic's first message.
        let answered = message.reply_to.or(message.thread_id.filter(|thread| *thread < id));
        if let Some(answered) = answered.and_then(|answered| self.message(chat_id, answered)) {
            body["reply_to_message"] = self.wire_bare(chat_id, answered);
        }
        body
    }

    /// Returns a tapped message as the bot gets it: of an old one only where it stands.
    pub(crate) fn wire_tapped(&self, chat_id: i64, id: i64) -> Value {
        let found = self.message(chat_id, id);
        if found.is_some_and(|message| self.now_ms() - message.at_ms <= TAPPED_SHOWN_MS) {
            return self.wire_message(chat_id, id);
        }
        json!({ "chat": self.wire_chat(chat_id), "message_id": id, "date": 0 })
    }

    pub(crate) fn wire_bare(&self, chat_id: i64, message: &Message) -> Value {
        let mut body = json!({
            "message_id": message.id, "date": message.at_ms / 1000, "chat": self.wire_chat(chat_id),
        });
        match message.from {
            Author::Bot => body["from"] = self.wire_bot(),
            Author::Person(id) => body["from"] = self.wire_user(id),
            Author::AnonymousAdmin => {
                body["from"] = self.wire_user(ANONYMOUS_ADMIN);
                body["sender_chat"] = self.wire_chat(chat_id);
            }
        }
        if let Some(thread) = message.thread_id {
            body["message_thread_id"] = json!(thread);
            body["is_topic_message"] = json!(true);
        }
        if let Some(edited) = message.edited_at_ms {
            body["edit_date"] = json!(edited / 1000);
        }
        if message.is(Mark::Protected) {
            body["has_protected_content"] = json!(true);
        }
        let (text, entities) = if message.kind == Kind::Text {
            ("text", "entities")
        } else {
            ("caption", "caption_entities")
        };
        if !message.text.is_empty() {
            body[text] = json!(message.text);
        }
        if !message.entities.is_empty() {
            body[entities] = json!(message.entities);
        }
        if message.is(Mark::NoPreview) {
            body["link_preview_options"] = json!({ "is_disabled": true });
        }
        merge(&mut body, Value::Object(message.body.clone()));
        if !message.buttons.is_empty() {
            body["reply_markup"] = json!({ "inline_keyboard": wire_buttons(&message.buttons) });
        }
        body
    }

    /// Returns one line that shows a message to a human.
    pub(crate) fn transcribe(&self, chat: &Chat, message: &Message) -> String {
        let who = match message.from {
            Author::Bot => "bot".to_owned(),
            Author::Person(id) => {
                self.users.get(&id).map_or(id.to_string(), |it| it.first_name.clone())
            }
            Author::AnonymousAdmin => "anonymous".to_owned(),
        };
        let place = message.thread_id.map_or(chat.id.to_string(), |it| format!("{}/{it}", chat.id));
        let mut parts = vec![format!("{place} #{} {who}:", message.id)];
        if message.kind == Kind::Service {
            parts.push(format!("({})", Value::Object(message.body.clone())));
        } else if message.kind != Kind::Text {
            parts.push(format!("({})", message.kind.key()));
        }
        if !message.text.is_empty() {
            parts.push(message.text.clone());
        }
        parts.extend(message.labels().iter().map(|label| format!("[{label}]")));
        parts.join(" ") + "\n"
    }

    pub(crate) fn message(&self, chat_id: i64, id: i64) -> Option<&Message> {
        let message = self.chats.get(&chat_id)?.messages.get(&id)?;
        message.is_shown().then_some(message)
    }

    pub(crate) fn wire_bot_member(&self, standing: Standing) -> Value {
        let user = self.wire_bot();
        match standing {
            Standing::Absent => json!({ "status": "left", "user": user }),
            Standing::Kicked => json!({ "status": "kicked", "user": user, "until_date": 0 }),
            Standing::Member => json!({ "status": "member", "user": user }),
            Standing::Admin(rights) => {
                let mut body = wire_admin(&user, rights.delete_messages);
                body["can_pin_messages"] = json!(rights.pin_messages);
                body["can_manage_topics"] = json!(rights.manage_topics);
                body
            }
        }
    }

    pub(crate) fn wire_member(&self, user_id: i64, role: Role) -> Value {
        let user = self.wire_user(user_id);
        match role {
            Role::Owner => json!({ "status": "creator", "user": user, "is_anonymous": false }),
            Role::Admin => {
                let mut body = wire_admin(&user, true);
                body["can_pin_messages"] = json!(true);
                body["can_manage_topics"] = json!(true);
                body
            }
            Role::Member => json!({ "status": "member", "user": user }),
            Role::Left => json!({ "status": "left", "user": user }),
            Role::Kicked => json!({ "status": "kicked", "user": user, "until_date": 0 }),
        }
    }
}

pub(crate) fn message(id: i64, from: Author, at_ms: i64, draft: Draft) -> Message {
    Message {
        id,
        from,
        at_ms,
        kind: draft.kind,
        text: draft.text,
        entities: draft.entities,
        body: draft.body,
        buttons: draft.buttons,
        reply_to: draft.reply_to,
        thread_id: draft.thread_id,
        edited_at_ms: None,
        marks: draft.marks,
        reactions: std::collections::BTreeMap::new(),
    }
}

fn wire_person(person: &Person) -> Value {
    let mut body = json!({ "id": person.id, "is_bot": false, "first_name": person.first_name });
    if let Some(username) = &person.username {
        body["username"] = json!(username);
    }
    if let Some(language) = &person.language_code {
        body["language_code"] = json!(language);
    }
    body
}

fn wire_admin(user: &Value, delete_messages: bool) -> Value {
    json!({
        "status": "administrator", "user": user, "can_be_edited": false, "is_anonymous": false,
        "can_manage_chat": true, "can_delete_messages": delete_messages,
        "can_manage_video_chats": false, "can_restrict_members": false,
        "can_promote_members": false, "can_change_info": false, "can_invite_users": true,
        "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false,
    })
}

fn wire_buttons(rows: &[Vec<Button>]) -> Vec<Vec<&Value>> {
    rows.iter().map(|row| row.iter().map(|button| &button.wire).collect()).collect()
}

fn merge(target: &mut Value, more: Value) {
    if let (Value::Object(target), Value::Object(more)) = (target, more) {
        target.extend(more);
    }
}

/// Returns an object with one key.
pub(crate) fn single(key: &str, value: Value) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert(key.to_owned(), value);
    body
}
