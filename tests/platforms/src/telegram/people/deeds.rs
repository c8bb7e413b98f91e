//! The same deeds as data, for the page of the rehearsal.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Line, NewGroup, NewUser, People, Refused};
use crate::telegram::world::{Role, Standing};

/// Something a person does, by the name of the method that does it.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the parameters of the methods of the same name")]
pub enum Deed {
    /// [`People::create_user`]
    CreateUser(NewUser),
    /// [`People::rename`]
    Rename { user: i64, first_name: String },
    /// [`People::start`]
    Start {
        user: i64,
        #[serde(default)]
        payload: Option<String>,
    },
    /// [`People::block`]
    Block { user: i64 },
    /// [`People::unblock`]
    Unblock { user: i64 },
    /// [`People::deactivate`]
    Deactivate { user: i64 },
    /// [`People::write`]
    Write {
        user: i64,
        chat: i64,
        #[serde(flatten)]
        line: Line,
    },
    /// [`People::edit`]
    Edit { user: i64, chat: i64, message: i64, text: String },
    /// [`People::delete`]
    Delete { chat: i64, message: i64 },
    /// [`People::tap`]
    Tap { user: i64, chat: i64, message: i64, label: String },
    /// [`People::forge_tap`]
    ForgeTap { user: i64, chat: i64, message: i64, data: String },
    /// [`People::react`]
    React { user: i64, chat: i64, message: i64, emoji: Vec<String> },
    /// [`People::create_group`]
    CreateGroup(NewGroup),
    /// [`People::migrate`]
    Migrate { user: i64, chat: i64 },
    /// [`People::create_topic`]
    CreateTopic { user: i64, chat: i64, name: String },
    /// [`People::rename_topic`]
    RenameTopic { user: i64, chat: i64, topic: i64, name: String },
    /// [`People::close_topic`]
    CloseTopic { user: i64, chat: i64, topic: i64 },
    /// [`People::reopen_topic`]
    ReopenTopic { user: i64, chat: i64, topic: i64 },
    /// [`People::delete_topic`]
    DeleteTopic { user: i64, chat: i64, topic: i64 },
    /// [`People::set_bot`]
    SetBot { user: i64, chat: i64, bot: Standing },
    /// [`People::set_role`]
    SetRole { by: i64, chat: i64, user: i64, role: Role },
}

impl People {
    /// Does a deed and returns what it brought, as JSON.
    pub fn perform(&self, deed: Deed) -> Result<Value, Refused> {
        let message = |id: i64| json!({ "message": id });
        let nothing = |()| json!({});
        match deed {
            Deed::CreateUser(new) => self.create_user(new).map(nothing),
            Deed::Rename { user, first_name } => self.rename(user, &first_name).map(nothing),
            Deed::Start { user, payload } => self.start(user, payload.as_deref()).map(message),
            Deed::Block { user } => self.block(user).map(nothing),
            Deed::Unblock { user } => self.unblock(user).map(nothing),
            Deed::Deactivate { user } => self.deactivate(user).map(nothing),
            Deed::Write { user, chat, line } => self.write(user, chat, line).map(message),
            Deed::Edit { user, chat, message, text } => {
                self.edit(user, chat, message, &text).map(nothing)
            }
            Deed::Delete { chat, message } => self.delete(chat, message).map(nothing),
            Deed::Tap { user, chat, message, label } => {
                self.tap(user, chat, message, &label).map(|tapped| json!(tapped))
            }
            Deed::ForgeTap { user, chat, message, data } => {
                self.forge_tap(user, chat, message, &data).map(|query| json!({ "query": query }))
            }
            Deed::React { user, chat, message, emoji } => {
                let emoji: Vec<&str> = emoji.iter().map(String::as_str).collect();
                self.react(user, chat, message, &emoji).map(nothing)
            }
            Deed::CreateGroup(new) => self.create_group(&new).map(|id| json!({ "chat": id })),
            Deed::Migrate { user, chat } => {
                self.migrate(user, chat).map(|id| json!({ "chat": id }))
            }
            Deed::CreateTopic { user, chat, name } => {
                self.create_topic(user, chat, &name).map(|id| json!({ "topic": id }))
            }
            Deed::RenameTopic { user, chat, topic, name } => {
                self.rename_topic(user, chat, topic, &name).map(nothing)
            }
            Deed::CloseTopic { user, chat, topic } => {
                self.close_topic(user, chat, topic).map(nothing)
            }
            Deed::ReopenTopic { user, chat, topic } => {
                self.reopen_topic(user, chat, topic).map(nothing)
            }
            Deed::DeleteTopic { user, chat, topic } => {
                self.delete_topic(user, chat, topic).map(nothing)
            }
            Deed::SetBot { user, chat, bot } => self.set_bot(user, chat, bot).map(nothing),
            Deed::SetRole { by, chat, user, role } => {
                self.set_role(by, chat, user, role).map(nothing)
            }
        }
    }
}
