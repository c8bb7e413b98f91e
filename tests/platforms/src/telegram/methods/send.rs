//! Sending and copying.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    super::{
        business::Home,
        draft::Draft,
        entities,
        params::Params,
        refusal::Refusal,
        wire::single,
        world::{Author, Button, Chat, ChatKind, Kind, Mark, World},
    },
    Access,
};

const TEXT_UNITS: usize = 4096;
const CAPTION_UNITS: usize = 1024;
const DATA_BYTES: usize = 64;
const GENERAL_TOPIC: i64 = 1;

/// What stands below a message.
pub(super) struct Markup {
    pub(super) buttons: Vec<Vec<Button>>,
    pub(super) forces_reply: bool,
}

impl World {
    pub(super) fn send_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (text, entities) = checked_text(params)?;
        let mut draft = Draft::new(Kind::Text);
        (draft.text, draft.entities) = (text, entities);
        if hides_preview(params)? {
            draft.marks.insert(Mark::NoPreview);
        }
        self.deliver(params, draft)
    }

    pub(super) fn send_file(&mut self, params: &Params, kind: Kind) -> Result<Value, Refusal> {
        let mut draft = Draft::new(kind);
        draft.body = single(kind.key(), self.file_to_send(params, kind)?);
        if kind.has_caption() {
            (draft.text, draft.entities) = checked_caption(params)?;
        }
        self.deliver(params, draft)
    }

    pub(super) fn send_location(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (Some(latitude), Some(longitude)) =
            (params.float("latitude"), params.float("longitude"))
        else {
            return Err(Refusal::bad("latitude is empty"));
        };
        let mut draft = Draft::new(Kind::Location);
        draft.body = single("location", json!({ "latitude": latitude, "longitude": longitude }));
        self.deliver(params, draft)
    }

    pub(super) fn send_contact(&mut self, params: &Params) -> Result<Value, Refusal> {
        let mut contact = Map::new();
        for key in ["phone_number", "first_name", "last_name", "vcard"] {
            if params.has(key) {
                contact.insert(key.to_owned(), json!(params.text(key)));
            }
        }
        let mut draft = Draft::new(Kind::Contact);
        draft.body = single("contact", Value::Object(contact));
        self.deliver(params, draft)
    }

    pub(super) fn copy_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let from = params.int("from_chat_id").ok_or_else(|| Refusal::bad("chat not found"))?;
        let from = self.open_id(from, Access::Read)?;
        let source = params.int("message_id").and_then(|id| self.message(from, id));
        let source = source.ok_or_else(|| Refusal::bad("message to copy not found"))?;
        if source.kind == Kind::Service || source.is(Mark::Protected) {
            return Err(Refusal::bad("message can't be copied"));
        }
        let mut draft = Draft::new(source.kind);
        draft.body.clone_from(&source.body);
        (draft.text, draft.entities) = (source.text.clone(), source.entities.clone());
        if params.has("caption") && source.kind.has_caption() {
            (draft.text, draft.entities) = checked_caption(params)?;
        }
        let sent = self.deliver(params, draft)?;
        Ok(json!({ "message_id": sent["message_id"] }))
    }

    /// Puts a message of the bot where the call wants it.
    fn deliver(&mut self, params: &Params, mut draft: Draft) -> Result<Value, Refusal> {
        let home = self.home(params)?;
        let markup = markup(params)?;
        draft.buttons = markup.buttons;
        let marks = [
            (markup.forces_reply, Mark::ForceReply),
            (params.flag("protect_content"), Mark::Protected),
            (params.flag("disable_notification"), Mark::Silent),
        ];
        draft.marks.extend(marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark));
        draft.reply_to = self.answered(params, &home)?;
        let id = match home {
            Home::Own(chat_id) => {
                draft.thread_id = self.thread(params, chat_id, draft.reply_to)?;
                self.put(chat_id, Author::Bot, draft)
            }
            Home::Account { owner, partner } => {
                self.put_in_account(owner, partner, Author::Bot, draft)
            }
        };
        Ok(self.wire_in(&home, id))
    }

    /// Returns the message that is to be answered.
    fn answered(&self, params: &Params, home: &Home) -> Result<Option<i64>, Refusal> {
        let Some(reply) = params.structure("reply_parameters")? else { return Ok(None) };
        let Some(id) = reply["message_id"].as_i64() else {
            return Err(Refusal::bad(
                "can't parse reply parameters: Field \"message_id\" must be of type Number",
            ));
        };
        let other_chat = reply["chat_id"].as_i64().filter(|other| *other != home.chat_id());
        let answered = match other_chat {
            Some(other) => self.message(other, id),
            None => self.message_in(home, id),
        };
        if answered.is_some() {
            return Ok(other_chat.is_none().then_some(id));
        }
        if reply["allow_sending_without_reply"] == json!(true) {
            return Ok(None);
        }
        Err(Refusal::bad("message to be replied not found"))
    }

    /// Returns the topic to write into.
    fn thread(
        &self,
        params: &Params,
        chat_id: i64,
        reply_to: Option<i64>,
    ) -> Result<Option<i64>, Refusal> {
        let chat = &self.chats[&chat_id];
        let wanted = params.int("message_thread_id").filter(|thread| *thread != 0);
        if chat.kind == ChatKind::Private {
            return wanted.map_or(Ok(None), |_| Err(Refusal::bad("message thread not found")));
        }
        if !chat.is_forum {
            return Ok(None);
        }
        let of_reply = reply_to.and_then(|id| chat.messages.get(&id)).and_then(|it| it.thread_id);
        match wanted.or(of_reply) {
            Some(thread) => writable_topic(chat, thread).map(Some),
            None => Ok(None),
        }
    }
}

fn writable_topic(chat: &Chat, thread: i64) -> Result<i64, Refusal> {
    let topic =
        chat.topics.get(&thread).filter(|topic| !topic.deleted && topic.id != GENERAL_TOPIC);
    let topic = topic.ok_or_else(|| Refusal::bad("message thread not found"))?;
    let manages = chat.rights().is_some_and(|rights| rights.manage_topics);
    if topic.closed && !manages {
        return Err(Refusal::bad("TOPIC_CLOSED"));
    }
    Ok(thread)
}

/// Returns the text of a call with its formatting, if it may be sent.
pub(super) fn checked_text(params: &Params) -> Result<(String, Vec<Value>), Refusal> {
    let text = params.text("text").trim_end().to_owned();
    if text.trim().is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if TEXT_UNITS < entities::length(&text) {
        return Err(Refusal::bad("message is too long"));
    }
    let given = params.list("entities")?;
    let entities = entities::find(&text, &given);
    Ok((text, entities))
}

pub(super) fn checked_caption(params: &Params) -> Result<(String, Vec<Value>), Refusal> {
    let caption = params.text("caption").trim_end().to_owned();
    if CAPTION_UNITS < entities::length(&caption) {
        return Err(Refusal::bad("message caption is too long"));
    }
    let given = params.list("caption_entities")?;
    let entities = entities::find(&caption, &given);
    Ok((caption, entities))
}

pub(super) fn hides_preview(params: &Params) -> Result<bool, Refusal> {
    let options = params.structure("link_preview_options")?;
    Ok(options.is_some_and(|options| options["is_disabled"] == json!(true)))
}

/// Returns what is to stand below a message.
pub(super) fn markup(params: &Params) -> Result<Markup, Refusal> {
    let none = Markup { buttons: Vec::new(), forces_reply: false };
    let Some(markup) = params.structure("reply_markup")? else { return Ok(none) };
    let Some(rows) = markup.get("inline_keyboard") else {
        return Ok(Markup { forces_reply: markup["force_reply"] == json!(true), ..none });
    };
    let rows = rows.as_array().ok_or_else(|| {
        Refusal::bad(
            "object expected as reply markup: Field \"inline_keyboard\" must be of type Array",
        )
    })?;
    let mut buttons = Vec::new();
    for row in rows {
        let row = row.as_array().map(Vec::as_slice).unwrap_or_default();
        let row = row.iter().map(button).collect::<Result<Vec<_>, _>>()?;
        if !row.is_empty() {
            buttons.push(row);
        }
    }
    Ok(Markup { buttons, ..none })
}

fn button(wire: &Value) -> Result<Button, Refusal> {
    let text = |key: &str| wire.get(key).and_then(Value::as_str).map(str::to_owned);
    let looks: BTreeSet<&str> = ["text", "icon_custom_emoji_id", "style"].into();
    let actions = wire
        .as_object()
        .map_or(0, |object| object.keys().filter(|key| !looks.contains(key.as_str())).count());
    let label = text("text").unwrap_or_default();
    if label.trim().is_empty() {
        return Err(Refusal::bad(
            "can't parse inline keyboard button: Field \"text\" must be non-empty",
        ));
    }
    let (url, data) = (text("url"), text("callback_data"));
    match actions {
        0 => return Err(Refusal::bad("text buttons are unallowed in the inline keyboard")),
        1 => (),
        _ => return Err(Refusal::bad("BUTTON_DATA_INVALID")),
    }
    if data.as_ref().is_some_and(|data| data.is_empty() || DATA_BYTES < data.len()) {
        return Err(Refusal::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(url) = url.as_ref().filter(|url| !is_public_link(url)) {
        return Err(Refusal::bad(&format!(
            "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        )));
    }
    Ok(Button { label, url, data, wire: wire.clone() })
}

/// Tells whether the platform takes a link on a button: it wants a host with a dot.
fn is_public_link(url: &str) -> bool {
    if url.starts_with("tg://") {
        return true;
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#', ':']).next());
    host.is_some_and(|host| host.contains('.') && !host.starts_with('.'))
}
