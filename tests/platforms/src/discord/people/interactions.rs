//! What people press, choose, type and send to the bot.

mod commands;

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{File, People, Refused, refused};
use crate::discord::{
    wire::merge,
    world::{Id, Intents, Interaction, InteractionKind, World},
};

const BUTTON: u64 = 2;
const STRING_MENU: u64 = 3;
const INPUT: u64 = 4;
const LABEL: u64 = 18;
/// How long somebody may leave a form open.
const FORM_LIVES_MS: i64 = 15 * 60_000;

/// What came of a click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clicked {
    /// The bot was told; the id of the interaction.
    Interaction(Id),
    /// The app opened a link.
    Link(String),
}

impl Clicked {
    /// Returns the interaction.
    pub fn interaction(&self) -> Option<Id> {
        match self {
            Self::Interaction(id) => Some(*id),
            Self::Link(_) => None,
        }
    }
}

/// The value of an option of a command.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A person.
    User(Id),
    /// A channel.
    Channel(Id),
    /// A role.
    Role(Id),
    /// A file, which the app uploads before it sends the command.
    File(File),
    /// A file that was uploaded.
    Uploaded(Id),
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Given {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Given {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// An interaction before it has an id.
pub(super) struct NewInteraction {
    pub(super) kind: InteractionKind,
    pub(super) user: Id,
    pub(super) channel: Id,
    pub(super) message: Option<Id>,
    pub(super) opened_by: Option<Id>,
    pub(super) data: Value,
}

impl People {
    /// Clicks the button that says exactly `label`.
    pub fn click(
        &self,
        user: Id,
        channel: Id,
        message: Id,
        label: &str,
    ) -> Result<Clicked, Refused> {
        self.act(|world| {
            let found = world.message_seen_by(user, channel, message)?;
            let buttons = found.buttons();
            let Some(button) = buttons.iter().find(|button| button.label == label) else {
                let labels = found.labels().join("`, `");
                return refused(format!("no button says `{label}`, only `{labels}`"));
            };
            if button.disabled {
                return refused(format!("the button `{label}` is greyed out"));
            }
            match (button.url, button.custom_id) {
                (Some(url), _) => Ok(Clicked::Link(url.to_owned())),
                (None, Some(custom_id)) => {
                    let custom_id = custom_id.to_owned();
                    let id = world.press(user, channel, message, &custom_id);
                    Ok(Clicked::Interaction(id))
                }
                (None, None) => refused(format!("the button `{label}` does nothing")),
            }
        })
    }

    /// Clicks a button that the message had when the app loaded it, whether or not it is there
    /// still.
    pub fn click_stale(
        &self,
        user: Id,
        channel: Id,
        message: Id,
        custom_id: &str,
    ) -> Result<Id, Refused> {
        self.act(|world| {
            world.message_seen_by(user, channel, message)?;
            Ok(world.press(user, channel, message, custom_id))
        })
    }

    /// Chooses in the menu below a message, by what the choices say.
    pub fn choose(
        &self,
        user: Id,
        channel: Id,
        message: Id,
        labels: &[&str],
    ) -> Result<Id, Refused> {
        self.act(|world| {
            let found = world.message_seen_by(user, channel, message)?;
            let rows = found.components.iter().filter_map(|row| row["components"].as_array());
            let menu = rows.flatten().find(|part| part["type"].as_u64() == Some(STRING_MENU));
            let Some(menu) = menu else { return refused("the message has no menu") };
            let mut values = Vec::new();
            for label in labels {
                let options = menu["options"].as_array().into_iter().flatten();
                let Some(option) = options.into_iter().find(|it| it["label"] == **label) else {
                    return refused(format!("the menu offers no `{label}`"));
                };
                values.push(option["value"].clone());
            }
            let data = json!({
                "id": menu["id"], "custom_id": menu["custom_id"],
                "component_type": STRING_MENU, "values": values,
            });
            Ok(world.interact(NewInteraction {
                kind: InteractionKind::Component,
                user,
                channel,
                message: Some(message),
                opened_by: None,
                data,
            }))
        })
    }

    /// Sends the form that the bot opened in answer to an interaction. The fields are given by
    /// their labels or custom ids; those that are left out stay as they were filled.
    pub fn submit(&self, user: Id, opened_by: Id, fields: &[(&str, &str)]) -> Result<Id, Refused> {
        self.act(|world| {
            let Some(opener) = world.interactions.get(&opened_by).filter(|it| it.user == user)
            else {
                return refused(format!("user {user} has no interaction {opened_by}"));
            };
            let Some(form) = opener.modal() else { return refused("no form was opened") };
            if opener.at_ms.saturating_add(FORM_LIVES_MS) <= world.now_ms() {
                return refused("Something went wrong. Try again.");
            }
            let data = json!({
                "custom_id": form["custom_id"], "components": filled(form, fields)?,
            });
            let (channel, message) = (opener.channel, opener.message);
            world.seen_by(user, channel)?;
            Ok(world.interact(NewInteraction {
                kind: InteractionKind::Modal,
                user,
                channel,
                message,
                opened_by: Some(opened_by),
                data,
            }))
        })
    }
}

/// Returns the rows of a form with what was filled in.
fn filled(form: &Value, fields: &[(&str, &str)]) -> Result<Vec<Value>, Refused> {
    let mut rows = Vec::new();
    let mut known = Vec::new();
    let mut number = 0_u64;
    for row in form["components"].as_array().into_iter().flatten() {
        let kind = row["type"].as_u64().unwrap_or(0);
        let is_label = kind == LABEL;
        let input = if is_label { &row["component"] } else { &row["components"][0] };
        if input["type"].as_u64() != Some(INPUT) {
            continue;
        }
        let label = if is_label { &row["label"] } else { &input["label"] };
        let names = [label.as_str().unwrap_or_default(), input["custom_id"].as_str().unwrap_or("")];
        known.extend(names.map(str::to_owned));
        let given = fields.iter().find(|(name, _)| names.contains(name));
        let value = given.map_or(input["value"].as_str().unwrap_or(""), |(_, value)| *value);
        check_field(input, names[0], value)?;
        number += 2;
        let part = json!({
            "type": INPUT, "id": number, "custom_id": input["custom_id"], "value": value,
        });
        rows.push(if is_label {
            json!({ "type": LABEL, "id": number - 1, "component": part })
        } else {
            json!({ "type": 1, "id": number - 1, "components": [part] })
        });
    }
    if let Some((name, _)) = fields.iter().find(|(name, _)| !known.iter().any(|it| it == name)) {
        return refused(format!("the form has no field `{name}`"));
    }
    Ok(rows)
}

fn check_field(input: &Value, name: &str, value: &str) -> Result<(), Refused> {
    const LONGEST: u64 = 4000;
    let size = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
    let is_required = input["required"] != Value::Bool(false);
    if is_required && size == 0 {
        return refused(format!("the field `{name}` must be filled"));
    }
    let least = input["min_length"].as_u64().unwrap_or(0);
    let most = input["max_length"].as_u64().unwrap_or(LONGEST);
    if (0 < size && size < least) || most < size {
        return refused(format!("the field `{name}` takes {least} to {most} characters"));
    }
    Ok(())
}

impl World {
    /// Returns what an interaction brought to the screen: the message of its answer.
    pub fn answer_to(&self, interaction: Id) -> Option<&super::Message> {
        let found = self.interactions.get(&interaction)?;
        self.message(found.channel, found.original?)
    }

    fn press(&mut self, user: Id, channel: Id, message: Id, custom_id: &str) -> Id {
        let parts = self.message(channel, message).map(|it| it.components.clone());
        let parts = parts.unwrap_or_default();
        let rows = parts.iter().filter_map(|row| row["components"].as_array());
        let button = rows.flatten().find(|part| part["custom_id"] == custom_id);
        let number = button.and_then(|button| button["id"].as_u64()).unwrap_or(1);
        let data = json!({ "id": number, "custom_id": custom_id, "component_type": BUTTON });
        self.interact(NewInteraction {
            kind: InteractionKind::Component,
            user,
            channel,
            message: Some(message),
            opened_by: None,
            data,
        })
    }

    /// Makes an interaction and tells the bot.
    pub(super) fn interact(&mut self, new: NewInteraction) -> Id {
        let id = self.new_id();
        let interaction = Interaction {
            id,
            token: token(id),
            kind: new.kind,
            user: new.user,
            channel: new.channel,
            guild: self.channel(new.channel).and_then(|channel| channel.guild),
            message: new.message,
            opened_by: new.opened_by,
            data: new.data,
            at_ms: self.now_ms(),
            answer: None,
            original: None,
            is_ephemeral: false,
            follow_ups: Vec::new(),
        };
        let d = self.wire_interaction(&interaction);
        self.interactions.insert(id, interaction);
        self.tell("INTERACTION_CREATE", Intents::NONE, d);
        id
    }

    fn wire_interaction(&self, interaction: &Interaction) -> Value {
        let (user, channel) = (interaction.user, interaction.channel);
        let held = self.permissions(user, channel);
        let mut place = self.wire_channel(channel);
        place["permissions"] = json!(held);
        let locale = self.users.get(&user).map_or("en-US", |user| user.locale.as_str());
        let mut body = json!({
            "id": interaction.id, "application_id": self.bot(),
            "type": interaction.kind.number(), "token": interaction.token, "version": 1,
            "channel_id": channel, "channel": place, "data": interaction.data,
            "locale": locale, "entitlements": [], "attachment_size_limit": 10_485_760,
            "app_permissions": self.permissions(self.bot(), channel),
        });
        let more = match interaction.guild {
            None => json!({
                "user": self.wire_user(user), "context": 1,
                "authorizing_integration_owners": { "0": "0" },
            }),
            Some(guild) => {
                let mut member = self.wire_member(guild, user).unwrap_or_default();
                member["permissions"] = json!(held);
                json!({
                    "member": member, "guild_id": guild, "guild_locale": "en-US", "context": 0,
                    "guild": { "id": guild, "locale": "en-US", "features": [] },
                    "authorizing_integration_owners": { "0": guild },
                })
            }
        };
        merge(&mut body, more);
        if let Some(message) = interaction.message {
            body["message"] = self.wire_message(channel, message);
        }
        body
    }
}

/// Returns the secret of an interaction, in the manner of the platform: long and without meaning.
fn token(id: Id) -> String {
    let mut mixed = id.0;
    let mut token = String::from("aW50ZXJhY3Rpb246");
    for _ in 0..4 {
        mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        // Writing into a text cannot fail.
        write!(token, "{:016x}", mixed ^ (mixed >> 31)).ok();
    }
    token
}
