//! What people do in the app.

mod admin;
mod business;
mod deeds;
mod doors;

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    draft::Draft,
    entities,
    methods::is_reaction,
    shared::{Shared, State},
    wire::single,
    world::{Author, Chat, ChatKind, Kind, Mark, Message, Person, Role, Standing, Tap, World},
};

pub use admin::NewGroup;
pub use deeds::Deed;
pub(crate) use doors::router;

/// The app would not let a person do this, or the test meant something that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub(crate) String);

pub(crate) fn refused<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(why.into()))
}

/// The people of a world, and what they can do.
#[derive(Clone, Debug)]
pub struct People {
    pub(crate) shared: Arc<Shared>,
}

/// A new account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewUser {
    /// The account's id.
    pub id: i64,
    /// Shown name.
    pub first_name: String,
    /// Public name without the at sign.
    #[serde(default)]
    pub username: Option<String>,
    /// Language of the app.
    #[serde(default)]
    pub language_code: Option<String>,
}

impl NewUser {
    /// Describes an account by id and name only.
    pub fn new(id: i64, first_name: &str) -> Self {
        Self { id, first_name: first_name.to_owned(), username: None, language_code: None }
    }

    /// Gives it a public name.
    #[must_use]
    pub fn username(mut self, username: &str) -> Self {
        self.username = Some(username.to_owned());
        self
    }

    /// Sets the language of the app.
    #[must_use]
    pub fn language(mut self, code: &str) -> Self {
        self.language_code = Some(code.to_owned());
        self
    }
}

/// Something a person sends.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The text, or the caption of an attachment.
    #[serde(default)]
    pub text: String,
    /// What is sent; text by default.
    #[serde(default = "text_kind")]
    pub kind: Kind,
    /// The topic to write into.
    #[serde(default)]
    pub topic: Option<i64>,
    /// The message to answer.
    #[serde(default)]
    pub reply_to: Option<i64>,
    /// Whether an administrator hides behind the group.
    #[serde(default)]
    pub anonymous: bool,
    /// What is emphasised, as the platform describes it; commands, names and links are found.
    #[serde(default)]
    pub entities: Vec<Value>,
    /// The file that is attached; a synthetic one by default.
    #[serde(default, skip_serializing)]
    pub file: Option<Attached>,
}

/// A file of somebody's own.
#[derive(Clone, Debug, Deserialize)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

fn text_kind() -> Kind {
    Kind::Text
}

impl Line {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Text,
            topic: None,
            reply_to: None,
            anonymous: false,
            entities: Vec::new(),
            file: None,
        }
    }

    /// An attachment with a caption, which may be empty.
    pub fn attachment(kind: Kind, caption: impl Into<String>) -> Self {
        Self { kind, ..Self::text(caption) }
    }

    /// Attaches a file of one's own.
    #[must_use]
    pub fn with_file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.file = Some(Attached { name: name.to_owned(), content: content.into() });
        self
    }

    /// Emphasises the first place where a part stands in the text.
    ///
    /// # Panics
    ///
    /// If the part is not there.
    #[must_use]
    pub fn emphasis(mut self, kind: &str, part: &str) -> Self {
        let (before, _) = self.text.split_once(part).expect("the part stands in the text");
        let (offset, length) = (entities::length(before), entities::length(part));
        self.entities.push(json!({ "type": kind, "offset": offset, "length": length }));
        self
    }

    /// Writes into a topic.
    #[must_use]
    pub fn in_topic(mut self, topic: i64) -> Self {
        self.topic = Some(topic);
        self
    }

    /// Answers a message.
    #[must_use]
    pub fn replying_to(mut self, message: i64) -> Self {
        self.reply_to = Some(message);
        self
    }

    /// Hides the writer behind the group.
    #[must_use]
    pub fn anonymously(mut self) -> Self {
        self.anonymous = true;
        self
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// What came of a tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tapped {
    /// The bot was told; the id of the query.
    Query(String),
    /// The app opened a link.
    Link(String),
}

impl People {
    pub(crate) fn act<T>(
        &self,
        act: impl FnOnce(&mut World) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.shared.change(|state: &mut State| act(&mut state.world))
    }

    /// Opens an account.
    pub fn create_user(&self, new: NewUser) -> Result<(), Refused> {
        self.act(|world| {
            if new.id <= 0 || world.users.contains_key(&new.id) {
                return refused(format!("there cannot be a new user {}", new.id));
            }
            let person = Person {
                id: new.id,
                first_name: new.first_name,
                username: new.username,
                language_code: new.language_code,
                started: false,
                blocked: false,
                deactivated: false,
            };
            world.users.insert(person.id, person);
            Ok(())
        })
    }

    /// Presses Start, from a link with a payload or without, and returns the message that it sent.
    pub fn start(&self, user: i64, payload: Option<&str>) -> Result<i64, Refused> {
        self.act(|world| {
            let person = world.person(user)?;
            let was_blocked = std::mem::replace(&mut person.blocked, false);
            person.started = true;
            world.chats.entry(user).or_insert_with(|| Chat::new(user, ChatKind::Private, ""));
            if was_blocked {
                world.change_standing(user, user, Standing::Member);
            }
            let text = payload.map_or("/start".to_owned(), |payload| format!("/start {payload}"));
            world.write(user, user, Line::text(text))
        })
    }

    /// Blocks the bot.
    pub fn block(&self, user: i64) -> Result<(), Refused> {
        self.act(|world| {
            world.person(user)?.blocked = true;
            world.change_standing(user, user, Standing::Kicked);
            Ok(())
        })
    }

    /// Unblocks the bot.
    pub fn unblock(&self, user: i64) -> Result<(), Refused> {
        self.act(|world| {
            world.person(user)?.blocked = false;
            world.change_standing(user, user, Standing::Member);
            Ok(())
        })
    }

    /// Deletes the account; the bot is not told.
    pub fn deactivate(&self, user: i64) -> Result<(), Refused> {
        self.act(|world| {
            world.person(user)?.deactivated = true;
            Ok(())
        })
    }

    /// Sends a line and returns its message id; the private chat has the id of the user.
    pub fn write(&self, user: i64, chat: i64, line: impl Into<Line>) -> Result<i64, Refused> {
        let line = line.into();
        self.act(|world| world.write(user, chat, line))
    }

    /// Changes the text or caption of one's own message.
    pub fn edit(&self, user: i64, chat: i64, message: i64, text: &str) -> Result<(), Refused> {
        self.act(|world| {
            let at_ms = world.now_ms();
            let own = world.shown_mut(chat, message)?;
            if own.from != Author::Person(user) {
                return refused("only one's own messages can be edited");
            }
            text.clone_into(&mut own.text);
            own.entities = entities::find(text, &[]);
            own.edited_at_ms = Some(at_ms);
            own.marks.insert(Mark::Edited);
            if world.bot_sees(chat, message) {
                let body = world.wire_message(chat, message);
                world.emit("edited_message", body);
            }
            Ok(())
        })
    }

    /// Deletes a message from the screen; the bot is never told.
    pub fn delete(&self, chat: i64, message: i64) -> Result<(), Refused> {
        self.act(|world| {
            world.shown_mut(chat, message)?.marks.insert(Mark::Deleted);
            Ok(())
        })
    }

    /// Taps the button that says exactly `label`.
    pub fn tap(&self, user: i64, chat: i64, message: i64, label: &str) -> Result<Tapped, Refused> {
        self.act(|world| {
            world.reader(user, chat)?;
            let shown = world.shown_mut(chat, message)?;
            let Some(button) = shown.button(label).cloned() else {
                let labels = shown.labels().join("`, `");
                return refused(format!("no button says `{label}`, only `{labels}`"));
            };
            match (button.url, button.data) {
                (Some(url), _) => Ok(Tapped::Link(url)),
                (None, Some(data)) => Ok(Tapped::Query(world.tell_tap(user, chat, message, data))),
                (None, None) => refused(format!("the button `{label}` does neither open nor tell")),
            }
        })
    }

    /// Sends what a hostile client can: any data for any message, from anyone who exists.
    pub fn forge_tap(
        &self,
        user: i64,
        chat: i64,
        message: i64,
        data: &str,
    ) -> Result<String, Refused> {
        self.act(|world| {
            world.person(user)?;
            Ok(world.tell_tap(user, chat, message, data.to_owned()))
        })
    }

    /// Puts emoji on a message, in place of one's earlier ones; none takes them back.
    pub fn react(&self, user: i64, chat: i64, message: i64, emoji: &[&str]) -> Result<(), Refused> {
        self.act(|world| {
            world.reader(user, chat)?;
            world.shown_mut(chat, message)?;
            if !emoji.iter().all(|emoji| is_reaction(emoji)) {
                return refused("the app does not offer such a reaction");
            }
            let new: Vec<String> = emoji.iter().map(|&emoji| emoji.to_owned()).collect();
            let old = world.set_reactions(chat, message, user, new.clone());
            let is_told = world.chats[&chat].rights().is_some() || user == chat;
            if is_told && old != new {
                let list = |emoji: &[String]| -> Vec<Value> {
                    emoji.iter().map(|emoji| json!({ "type": "emoji", "emoji": emoji })).collect()
                };
                let body = json!({
                    "chat": world.wire_chat(chat), "message_id": message,
                    "user": world.wire_user(user), "date": world.now_ms() / 1000,
                    "old_reaction": list(&old), "new_reaction": list(&new),
                });
                world.emit("message_reaction", body);
            }
            Ok(())
        })
    }
}

impl World {
    pub(crate) fn person(&mut self, user: i64) -> Result<&mut Person, Refused> {
        match self.users.get_mut(&user) {
            Some(person) if !person.deactivated => Ok(person),
            Some(_) | None => refused(format!("there is no user {user}")),
        }
    }

    fn shown_mut(&mut self, chat: i64, message: i64) -> Result<&mut Message, Refused> {
        let found = self.chats.get_mut(&chat).and_then(|chat| chat.messages.get_mut(&message));
        found
            .filter(|message| message.is_shown())
            .ok_or_else(|| Refused(format!("chat {chat} shows no message {message}")))
    }

    /// Checks that a person has a chat on the screen.
    fn reader(&mut self, user: i64, chat: i64) -> Result<(), Refused> {
        self.person(user)?;
        let found = self.chats.get(&chat);
        let found = found.ok_or_else(|| Refused(format!("there is no chat {chat}")))?;
        let is_member = matches!(found.role(user), Role::Owner | Role::Admin | Role::Member);
        if (found.kind == ChatKind::Private && user == chat) || is_member {
            return Ok(());
        }
        refused(format!("user {user} does not see chat {chat}"))
    }

    fn write(&mut self, user: i64, chat_id: i64, line: Line) -> Result<i64, Refused> {
        self.reader(user, chat_id)?;
        let leads = matches!(self.chats[&chat_id].role(user), Role::Owner | Role::Admin);
        if self.users[&user].blocked && user == chat_id {
            return refused("the app offers only to unblock the bot");
        }
        if line.anonymous && !leads {
            return refused("only administrators can be anonymous");
        }
        if line.text.is_empty() && line.kind == Kind::Text {
            return refused("the app sends no empty text");
        }
        let chat = &self.chats[&chat_id];
        if let Some(to) = chat.migrated_to {
            return refused(format!("the group became {to}"));
        }
        let answered = line.reply_to.map(|id| {
            let found = chat.messages.get(&id).filter(|message| message.is_shown());
            found.ok_or_else(|| Refused(format!("there is no message {id} to answer")))
        });
        let of_answered = answered.transpose()?.and_then(|message| message.thread_id);
        let topic = line.topic.or(of_answered);
        if let Some(topic) = topic {
            match chat.topics.get(&topic).filter(|topic| !topic.deleted) {
                None => return refused(format!("there is no topic {topic}")),
                Some(topic) if topic.closed && !leads => return refused("the topic is closed"),
                Some(_) => (),
            }
        }
        let from = if line.anonymous { Author::AnonymousAdmin } else { Author::Person(user) };
        let draft = self.draft(user, line, topic);
        let id = self.put(chat_id, from, draft);
        self.announce(chat_id, id);
        Ok(id)
    }

    fn draft(&mut self, user: i64, line: Line, topic: Option<i64>) -> Draft {
        let body = match line.kind {
            Kind::Text | Kind::Service => None,
            Kind::Location => Some(json!({ "latitude": 52.52, "longitude": 13.405 })),
            Kind::Contact => Some(json!({
                "phone_number": "+15550100", "first_name": self.users[&user].first_name,
                "user_id": user,
            })),
            kind @ (Kind::Photo | Kind::Document | Kind::Voice | Kind::Sticker | Kind::Video) => {
                let file = line.file.unwrap_or_else(|| Attached {
                    name: "file.pdf".to_owned(),
                    content: format!("synthetic {}", kind.key()).into_bytes(),
                });
                Some(self.store_file(kind, &file.name, None, file.content))
            }
        };
        let kind = if line.kind == Kind::Service { Kind::Text } else { line.kind };
        Draft {
            kind,
            body: body.map(|body| single(kind.key(), body)).unwrap_or_default(),
            entities: entities::find(&line.text, &line.entities),
            text: line.text,
            buttons: Vec::new(),
            reply_to: line.reply_to,
            thread_id: topic,
            marks: BTreeSet::new(),
        }
    }

    fn tell_tap(&mut self, user: i64, chat: i64, message: i64, data: String) -> String {
        self.counters.query += 1;
        let id = format!("{}{:06}", self.bot.id, self.counters.query);
        let body = json!({
            "id": id, "from": self.wire_user(user), "message": self.wire_tapped(chat, message),
            "chat_instance": format!("instance{chat}"), "data": data,
        });
        let at_ms = self.now_ms();
        let tap =
            Tap { user_id: user, chat_id: chat, message_id: message, data, at_ms, answered: false };
        self.taps.insert(id.clone(), tap);
        self.emit("callback_query", body);
        id
    }
}
