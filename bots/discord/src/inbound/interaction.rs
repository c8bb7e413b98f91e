//! Buttons, commands, menus and forms.

use amends_core::{
    effect::{Form, PressRef},
    event::VenueEvent,
    place::{Actor, Content, MessageRef, Named, NamedRole, Place, Platform},
};
use amends_runtime::port::Incoming;
use serde_json::Value;

use super::{Reading, Role, content, message, people};
use crate::{
    commands::{self, Given, Of},
    envelope::{Channel, text},
    outbound::{
        call::{Press, PressKind},
        voice::FIELD_ID,
    },
};

/// Discord's numbers for interactions.
mod kind {
    pub(super) const COMMAND: u64 = 2;
    pub(super) const COMPONENT: u64 = 3;
    pub(super) const FORM: u64 = 5;
}

/// Discord's bits for those who look after a server, and for those who may do everything there.
const MANAGE_SERVER: u64 = 1 << 5;
const ADMINISTRATOR: u64 = 1 << 3;

/// An interaction, whatever it is.
struct Interaction {
    by: Actor,
    /// Where it was given; its id stands in for a message.
    message: MessageRef,
    press: PressRef,
}

impl Reading<'_> {
    /// Reads an interaction.
    pub(super) fn interacted(&self) -> Option<Incoming> {
        match self.d()["type"].as_u64()? {
            kind::COMPONENT => self.pressed(),
            kind::COMMAND => self.commanded(),
            kind::FORM => self.filled_in(),
            _ => None,
        }
    }

    fn interaction(&self, kind: PressKind) -> Option<Interaction> {
        let d = self.d();
        let (id, token) = (text(&d["id"])?, text(&d["token"])?);
        let member = d["member"].is_object().then_some(&d["member"]);
        let user = member.map_or(&d["user"], |member| &member["user"]);
        let founder = member.is_some_and(|member| self.looks_after_server(member));
        let by = Actor { language: text(&d["locale"]), founder, ..people::person(user, member)? };
        let press = Press::name(kind, &id, &token);
        Some(Interaction { by, message: MessageRef { place: self.given_at()?, id }, press })
    }

    /// Whether somebody may change our server as a whole, as Discord tells beside what they do.
    fn looks_after_server(&self, member: &Value) -> bool {
        let held = member["permissions"].as_str().and_then(|held| held.parse::<u64>().ok());
        let is_here =
            self.me.guild.is_some() && self.d()["guild_id"].as_str() == self.me.guild.as_deref();
        is_here && held.is_some_and(|held| held & (MANAGE_SERVER | ADMINISTRATOR) != 0)
    }

    /// Where it was given. It tells the thread's channel itself.
    fn given_at(&self) -> Option<Place> {
        let d = self.d();
        let told = Channel::read(&d["channel"]);
        let id = text(&d["channel_id"]).or_else(|| told.as_ref().map(|it| it.id.clone()))?;
        let parent = told.as_ref().and_then(|channel| channel.thread_parent());
        match (self.envelope.parent.as_deref()).or(parent) {
            Some(parent) => Some(Place::chat(Platform::Discord, parent).thread(id)),
            None => Some(Place::chat(Platform::Discord, id)),
        }
    }

    fn pressed(&self) -> Option<Incoming> {
        let Interaction { by, message, press } = self.interaction(PressKind::Component)?;
        let id = text(&self.d()["message"]["id"]);
        let message = id.map(|id| MessageRef { place: message.place, id });
        let action = self.d()["data"]["custom_id"].as_str().and_then(|id| self.keys.read(id));
        Some(Incoming::Pressed { press, by, message, action })
    }

    fn filled_in(&self) -> Option<Incoming> {
        let Interaction { by, message, press } = self.interaction(PressKind::Form)?;
        let data = &self.d()["data"];
        let form = self.keys.read_form(data["custom_id"].as_str()?)?;
        let words = match form {
            Form::Handover(_) | Form::Done(_) => parts(data),
            // It says what the command says.
            Form::Sorry => format!("/sorry {}", parts(data)),
            Form::Comment(_)
            | Form::Story(_)
            | Form::Complaint
            | Form::Code
            | Form::Why(_)
            | Form::Anyway(_)
            | Form::Promise(_)
            | Form::Progress(_)
            | Form::Return(_)
            | Form::Offer(_)
            | Form::Instead(..)
            | Form::Wording(_) => field(data)?.to_owned(),
        };
        // The links here bring nothing along: people do.
        let token = (form == Form::Code).then(|| words.trim().to_owned());
        let content = Content::Text(words);
        let (reply_to, press) = (None, Some(press));
        let (filled, named) = (Some(form), Named::default());
        let form = filled;
        Some(if form.is_some_and(Form::is_staffs) {
            Incoming::Desk { by, message, reply_to, content, named, press, form }
        } else {
            Incoming::Wrote { by, message, reply_to, content, token, named, press, form }
        })
    }

    fn commanded(&self) -> Option<Incoming> {
        let Interaction { by, message, press } = self.interaction(PressKind::Command)?;
        let data = &self.d()["data"];
        let words_of = |target: &Value| message::words_of(target);
        let Given { text, of, customer, file, about } = commands::given(data, words_of)?;
        let mention = customer.and_then(|id| self.named(&id));
        let content = match file {
            Some(id) => content::with_file(text, &data["resolved"]["attachments"][id]),
            None => Content::Text(text),
        };
        let reply_to = about.map(|id| MessageRef { place: message.place.clone(), id });
        let (form, token) = (None, None);
        let role = self.role_of(&message.place);
        let is_contact = role == Role::Venue || mention.is_some();
        Some(match (of, is_contact) {
            (Of::Customer, _) => {
                let (named, press) = (Named::default(), Some(press));
                Incoming::Wrote { by, message, reply_to, content, token, named, press, form }
            }
            // Wherever staff are: a named person is a customer whose contact ended.
            (Of::Contact, true) => {
                let place = message.place.clone();
                let event = VenueEvent::Wrote {
                    by,
                    message,
                    reply_to: None,
                    content,
                    mentions: mention.into_iter().collect(),
                    press: Some(press),
                    private: self.is_private(),
                    on_behalf: false,
                };
                Incoming::Venue { place, event }
            }
            // In a private room the command is about its case; nobody but staff reads the answer.
            (Of::Staff, _) | (Of::Contact, false) => {
                let (named, press) = (self.resolved(), Some(press));
                Incoming::Desk { by, message, reply_to, content, named, press, form }
            }
        })
    }

    /// Whom and what a command names.
    fn resolved(&self) -> Named {
        let resolved = &self.d()["data"]["resolved"];
        let each = |what: &str| resolved[what].as_object().into_iter().flatten();
        let people = each("users").filter_map(|(id, _)| self.named(id)).collect();
        let role = |(id, role): (&String, &Value)| {
            Some(NamedRole { id: id.clone(), name: text(&role["name"])? })
        };
        let roles = each("roles").filter_map(role).collect();
        Named { people, roles, ..Named::default() }
    }

    /// Somebody whom a command names.
    fn named(&self, id: &str) -> Option<Actor> {
        let resolved = &self.d()["data"]["resolved"];
        let (user, member) = (&resolved["users"][id], &resolved["members"][id]);
        if user.is_null() { Some(people::somebody(id)) } else { people::person(user, Some(member)) }
    }
}

/// What was written into the one field of a form.
fn field(data: &Value) -> Option<&str> {
    let mut fields = fields(data).filter(|field| field["custom_id"].as_str() == Some(FIELD_ID));
    fields.find_map(|field| field["value"].as_str())
}

/// What was written into a form of several fields: the first as it is, the others each in a line of
/// its own behind what it was asked as, which is the name of the field.
fn parts(data: &Value) -> String {
    let read = |field: &Value| {
        let value = field["value"].as_str().map(str::trim).filter(|value| !value.is_empty())?;
        Some(match field["custom_id"].as_str()? {
            FIELD_ID => value.to_owned(),
            asked => format!("{asked}: {value}"),
        })
    };
    fields(data).filter_map(read).collect::<Vec<_>>().join("\n")
}

/// The fields of a form, in the old and in the new kind of form.
fn fields(data: &Value) -> impl Iterator<Item = &Value> {
    data["components"].as_array().into_iter().flatten().flat_map(|row| {
        let inside = row["components"].as_array().into_iter().flatten();
        inside.chain(row.get("component"))
    })
}
