//! The same deeds as data, for the page of the rehearsal.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Value, json};

use super::{Given, Line, NewChannel, NewGuild, NewRole, NewUser, People, Refused};
use crate::discord::{permissions::Permissions, world::Id};

/// Something a person does, by the name of the method that does it.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Says or presses something.
    Talk(Talk),
    /// Does something with accounts, guilds, roles and voice.
    InGuild(InGuild),
    /// Does something with channels and threads.
    InPlace(InPlace),
}

impl<'de> Deserialize<'de> for Deed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = Value::deserialize(deserializer)?;
        // The kind that knows the name is meant, and what it says about the rest counts.
        let is_other = |error: &serde_json::Error| error.to_string().starts_with("unknown variant");
        match Talk::deserialize(&body) {
            Err(error) if is_other(&error) => (),
            talk => return talk.map(Self::Talk).map_err(D::Error::custom),
        }
        match InGuild::deserialize(&body) {
            Err(error) if is_other(&error) => (),
            deed => return deed.map(Self::InGuild).map_err(D::Error::custom),
        }
        InPlace::deserialize(&body).map(Self::InPlace).map_err(D::Error::custom)
    }
}

/// Something a person says or presses, by the name of the method that does it.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the parameters of the methods of the same name")]
pub enum Talk {
    /// [`People::write`]
    Write {
        user: Id,
        channel: Id,
        #[serde(flatten)]
        line: Line,
    },
    /// [`People::edit`]
    Edit { user: Id, channel: Id, message: Id, text: String },
    /// [`People::delete`]
    Delete { user: Id, channel: Id, message: Id },
    /// [`People::react`]
    React { user: Id, channel: Id, message: Id, emoji: String },
    /// [`People::unreact`]
    Unreact { user: Id, channel: Id, message: Id, emoji: String },
    /// [`People::click`]
    Click { user: Id, channel: Id, message: Id, label: String },
    /// [`People::choose`]
    Choose { user: Id, channel: Id, message: Id, labels: Vec<String> },
    /// [`People::submit`]
    Submit { user: Id, opened_by: Id, fields: Vec<(String, String)> },
    /// [`People::slash`]
    Slash {
        user: Id,
        channel: Id,
        command: String,
        #[serde(default)]
        options: Vec<(String, Given)>,
    },
    /// [`People::type_option`]
    TypeOption { user: Id, channel: Id, command: String, option: String, typed: String },
    /// [`People::user_menu`]
    UserMenu { user: Id, channel: Id, name: String, target: Id },
    /// [`People::message_menu`]
    MessageMenu { user: Id, channel: Id, name: String, message: Id },
}

/// Something a person does with accounts, guilds, roles and voice.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the parameters of the methods of the same name")]
pub enum InGuild {
    /// [`People::create_user`]
    CreateUser(NewUser),
    /// [`People::set_dms`]
    SetDms { user: Id, open: bool },
    /// [`People::set_blocked`]
    SetBlocked { user: Id, blocked: bool },
    /// [`People::dm`]
    Dm { user: Id },
    /// [`People::create_guild`]
    CreateGuild(NewGuild),
    /// [`People::invite_bot`]
    InviteBot { guild: Id, permissions: Permissions },
    /// [`People::remove_bot`]
    RemoveBot { guild: Id },
    /// [`People::join`]
    Join { user: Id, guild: Id },
    /// [`People::leave`]
    Leave { user: Id, guild: Id },
    /// [`People::create_role`]
    CreateRole {
        guild: Id,
        #[serde(flatten)]
        role: NewRole,
    },
    /// [`People::give_role`]
    GiveRole { guild: Id, user: Id, role: Id },
    /// [`People::take_role`]
    TakeRole { guild: Id, user: Id, role: Id },
    /// [`People::create_channel`]
    CreateChannel {
        guild: Id,
        #[serde(flatten)]
        channel: NewChannel,
    },
    /// [`People::join_voice`]
    JoinVoice { user: Id, channel: Id },
    /// [`People::leave_voice`]
    LeaveVoice { user: Id, guild: Id },
}

/// Something a person does with channels and threads.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the parameters of the methods of the same name")]
pub enum InPlace {
    /// [`People::start_thread`]
    StartThread { user: Id, channel: Id, name: String, is_private: bool },
    /// [`People::create_post`]
    CreatePost { user: Id, forum: Id, title: String, text: String, tags: Vec<String> },
    /// [`People::set_tags`]
    SetTags { user: Id, post: Id, tags: Vec<String> },
    /// [`People::add_to_thread`]
    AddToThread { by: Id, thread: Id, user: Id },
    /// [`People::join_thread`]
    JoinThread { user: Id, thread: Id },
    /// [`People::leave_thread`]
    LeaveThread { user: Id, thread: Id },
    /// [`People::archive`]
    Archive { user: Id, thread: Id, archived: bool },
    /// [`People::lock`]
    Lock { user: Id, thread: Id, locked: bool },
    /// [`People::rename`]
    Rename { user: Id, channel: Id, name: String },
    /// [`People::move_channel`]
    MoveChannel { user: Id, channel: Id, category: Option<Id> },
    /// [`People::delete_channel`]
    DeleteChannel { user: Id, channel: Id },
}

fn nothing((): ()) -> Value {
    json!({})
}

fn message(id: Id) -> Value {
    json!({ "message": id })
}

fn channel(id: Id) -> Value {
    json!({ "channel": id })
}

fn interaction(id: Id) -> Value {
    json!({ "interaction": id })
}

fn borrowed(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

impl People {
    /// Does a deed and returns what it brought, as JSON.
    pub fn perform(&self, deed: Deed) -> Result<Value, Refused> {
        match deed {
            Deed::Talk(deed) => self.talk(deed),
            Deed::InGuild(deed) => self.perform_in_guild(deed),
            Deed::InPlace(deed) => self.perform_in_place(deed),
        }
    }

    fn talk(&self, deed: Talk) -> Result<Value, Refused> {
        match deed {
            Talk::Write { user, channel, line } => self.write(user, channel, line).map(message),
            Talk::Edit { user, channel, message, text } => {
                self.edit(user, channel, message, &text).map(nothing)
            }
            Talk::Delete { user, channel, message } => {
                self.delete(user, channel, message).map(nothing)
            }
            Talk::React { user, channel, message, emoji } => {
                self.react(user, channel, message, &emoji).map(nothing)
            }
            Talk::Unreact { user, channel, message, emoji } => {
                self.unreact(user, channel, message, &emoji).map(nothing)
            }
            Talk::Click { user, channel, message, label } => {
                self.click(user, channel, message, &label).map(|clicked| json!(clicked))
            }
            Talk::Choose { user, channel, message, labels } => {
                self.choose(user, channel, message, &borrowed(&labels)).map(interaction)
            }
            Talk::Submit { user, opened_by, fields } => {
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                self.submit(user, opened_by, &fields).map(interaction)
            }
            Talk::Slash { user, channel, command, options } => {
                let options: Vec<(&str, Given)> =
                    options.iter().map(|(name, given)| (name.as_str(), given.clone())).collect();
                self.slash(user, channel, &command, &options).map(interaction)
            }
            Talk::TypeOption { user, channel, command, option, typed } => {
                self.type_option(user, channel, &command, &option, &typed).map(interaction)
            }
            Talk::UserMenu { user, channel, name, target } => {
                self.user_menu(user, channel, &name, target).map(interaction)
            }
            Talk::MessageMenu { user, channel, name, message } => {
                self.message_menu(user, channel, &name, message).map(interaction)
            }
        }
    }

    fn perform_in_guild(&self, deed: InGuild) -> Result<Value, Refused> {
        match deed {
            InGuild::CreateUser(new) => self.create_user(new).map(|id| json!({ "user": id })),
            InGuild::SetDms { user, open } => self.set_dms(user, open).map(nothing),
            InGuild::SetBlocked { user, blocked } => self.set_blocked(user, blocked).map(nothing),
            InGuild::Dm { user } => self.dm(user).map(channel),
            InGuild::CreateGuild(new) => self.create_guild(&new).map(|id| json!({ "guild": id })),
            InGuild::InviteBot { guild, permissions } => {
                self.invite_bot(guild, permissions).map(|id| json!({ "role": id }))
            }
            InGuild::RemoveBot { guild } => self.remove_bot(guild).map(nothing),
            InGuild::Join { user, guild } => self.join(user, guild).map(nothing),
            InGuild::Leave { user, guild } => self.leave(user, guild).map(nothing),
            InGuild::CreateRole { guild, role } => {
                self.create_role(guild, &role).map(|id| json!({ "role": id }))
            }
            InGuild::GiveRole { guild, user, role } => {
                self.give_role(guild, user, role).map(nothing)
            }
            InGuild::TakeRole { guild, user, role } => {
                self.take_role(guild, user, role).map(nothing)
            }
            InGuild::CreateChannel { guild, channel: new } => {
                self.create_channel(guild, &new).map(channel)
            }
            InGuild::JoinVoice { user, channel } => self.join_voice(user, channel).map(nothing),
            InGuild::LeaveVoice { user, guild } => self.leave_voice(user, guild).map(nothing),
        }
    }

    fn perform_in_place(&self, deed: InPlace) -> Result<Value, Refused> {
        match deed {
            InPlace::StartThread { user, channel: place, name, is_private } => {
                self.start_thread(user, place, &name, is_private).map(channel)
            }
            InPlace::CreatePost { user, forum, title, text, tags } => {
                self.create_post(user, forum, &title, text, &borrowed(&tags)).map(channel)
            }
            InPlace::SetTags { user, post, tags } => {
                self.set_tags(user, post, &borrowed(&tags)).map(nothing)
            }
            InPlace::AddToThread { by, thread, user } => {
                self.add_to_thread(by, thread, user).map(nothing)
            }
            InPlace::JoinThread { user, thread } => self.join_thread(user, thread).map(nothing),
            InPlace::LeaveThread { user, thread } => self.leave_thread(user, thread).map(nothing),
            InPlace::Archive { user, thread, archived } => {
                self.archive(user, thread, archived).map(nothing)
            }
            InPlace::Lock { user, thread, locked } => self.lock(user, thread, locked).map(nothing),
            InPlace::Rename { user, channel, name } => {
                self.rename(user, channel, &name).map(nothing)
            }
            InPlace::MoveChannel { user, channel, category } => {
                self.move_channel(user, channel, category).map(nothing)
            }
            InPlace::DeleteChannel { user, channel } => {
                self.delete_channel(user, channel).map(nothing)
            }
        }
    }
}
