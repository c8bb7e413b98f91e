//! The topics of a forum.

use serde_json::{Value, json};

use super::{
    super::{
        draft::Draft,
        params::Params,
        refusal::Refusal,
        world::{Author, Mark, Topic, World},
    },
    Access,
};

const NAME_CHARACTERS: usize = 128;
const ICON_COLORS: [i64; 6] =
    [0x6F_B9_F0, 0xFF_D6_7E, 0xCB_86_DB, 0x8E_EE_98, 0xFF_93_B2, 0xFB_6F_5F];

impl World {
    pub(super) fn create_topic(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.forum(params)?;
        if !self.manages_topics(chat_id) {
            return Err(Refusal::bad("not enough rights to create a topic"));
        }
        let name = checked_name(params)?;
        let color = params.int("icon_color").unwrap_or(ICON_COLORS[0]);
        if !ICON_COLORS.contains(&color) {
            return Err(Refusal::bad("invalid icon color specified"));
        }
        let id = self.open_topic(chat_id, Author::Bot, &name, color);
        Ok(json!({ "message_thread_id": id, "name": name, "icon_color": color }))
    }

    /// Creates a topic with its first message, and returns its id.
    pub(crate) fn open_topic(&mut self, chat_id: i64, by: Author, name: &str, color: i64) -> i64 {
        let notice = json!({ "name": name, "icon_color": color });
        let id = self.put(chat_id, by, Draft::service("forum_topic_created", notice, None));
        if let Some(chat) = self.chats.get_mut(&chat_id) {
            if let Some(first) = chat.messages.get_mut(&id) {
                first.thread_id = Some(id);
            }
            let topic = Topic {
                id,
                name: name.to_owned(),
                icon_color: color,
                closed: false,
                deleted: false,
            };
            chat.topics.insert(id, topic);
        }
        self.announce(chat_id, id);
        id
    }

    pub(super) fn rename_topic(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (chat_id, thread) = self.own_topic(params, "edit")?;
        if !params.has("name") && !params.has("icon_custom_emoji_id") {
            return Ok(json!(true));
        }
        let name = checked_name(params)?;
        self.retitle(chat_id, thread, Author::Bot, &name)?;
        Ok(json!(true))
    }

    pub(crate) fn retitle(
        &mut self,
        chat_id: i64,
        thread: i64,
        by: Author,
        name: &str,
    ) -> Result<(), Refusal> {
        let topic = self.live_topic(chat_id, thread)?;
        if topic.name == name {
            return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
        }
        name.clone_into(&mut topic.name);
        let notice = Draft::service("forum_topic_edited", json!({ "name": name }), Some(thread));
        let notice = self.put(chat_id, by, notice);
        self.announce(chat_id, notice);
        Ok(())
    }

    pub(super) fn toggle_topic(&mut self, params: &Params, closed: bool) -> Result<Value, Refusal> {
        let (chat_id, thread) = self.own_topic(params, "close or open")?;
        self.set_closed(chat_id, thread, Author::Bot, closed)?;
        Ok(json!(true))
    }

    pub(crate) fn set_closed(
        &mut self,
        chat_id: i64,
        thread: i64,
        by: Author,
        closed: bool,
    ) -> Result<(), Refusal> {
        let topic = self.live_topic(chat_id, thread)?;
        if topic.closed == closed {
            return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
        }
        topic.closed = closed;
        let key = if closed { "forum_topic_closed" } else { "forum_topic_reopened" };
        let notice = self.put(chat_id, by, Draft::service(key, json!({}), Some(thread)));
        self.announce(chat_id, notice);
        Ok(())
    }

    pub(super) fn delete_topic(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat_id = self.forum(params)?;
        let may_delete = self.chats[&chat_id].rights().is_some_and(|rights| rights.delete_messages);
        if !may_delete {
            return Err(Refusal::bad("not enough rights to delete the topic"));
        }
        self.remove_topic(chat_id, params.int("message_thread_id").unwrap_or(0))?;
        Ok(json!(true))
    }

    /// Removes a topic with all its messages; nobody is told.
    pub(crate) fn remove_topic(&mut self, chat_id: i64, thread: i64) -> Result<(), Refusal> {
        self.live_topic(chat_id, thread)?.deleted = true;
        if let Some(chat) = self.chats.get_mut(&chat_id) {
            for message in chat.messages.values_mut() {
                if message.thread_id == Some(thread) {
                    message.marks.insert(Mark::Deleted);
                }
            }
        }
        Ok(())
    }

    fn forum(&self, params: &Params) -> Result<i64, Refusal> {
        let chat_id = self.open(params, Access::Write)?;
        if self.chats.get(&chat_id).is_some_and(|chat| chat.is_forum) {
            return Ok(chat_id);
        }
        Err(Refusal::bad("the chat is not a forum"))
    }

    fn manages_topics(&self, chat_id: i64) -> bool {
        self.chats[&chat_id].rights().is_some_and(|rights| rights.manage_topics)
    }

    /// Returns a topic that the bot may change: any with the right, else those it created.
    fn own_topic(&self, params: &Params, verb: &str) -> Result<(i64, i64), Refusal> {
        let chat_id = self.forum(params)?;
        let thread = params.int("message_thread_id").unwrap_or(0);
        let first = self.chats[&chat_id].messages.get(&thread);
        let is_foreign = first.is_some_and(|first| first.from != Author::Bot);
        if is_foreign && !self.manages_topics(chat_id) {
            return Err(Refusal::bad(&format!("not enough rights to {verb} the topic")));
        }
        Ok((chat_id, thread))
    }

    fn live_topic(&mut self, chat_id: i64, thread: i64) -> Result<&mut Topic, Refusal> {
        let topic = self.chats.get_mut(&chat_id).and_then(|chat| chat.topics.get_mut(&thread));
        match topic {
            None => Err(Refusal::bad("TOPIC_ID_INVALID")),
            Some(topic) if topic.deleted => Err(Refusal::bad("TOPIC_DELETED")),
            Some(topic) => Ok(topic),
        }
    }
}

/// Returns the name a topic gets: the platform cuts a long one without a word.
fn checked_name(params: &Params) -> Result<String, Refusal> {
    let name: String = params.text("name").trim().chars().take(NAME_CHARACTERS).collect();
    if name.is_empty() {
        return Err(Refusal::bad("title must be non-empty"));
    }
    Ok(name)
}
