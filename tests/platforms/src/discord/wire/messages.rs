//! Messages on the wire.

use serde_json::{Value, json};

use super::merge;
use crate::discord::{
    time::iso,
    world::{
        Attachment, Channel, Id, Interaction, InteractionKind, Message, MessageKind, Reaction,
        Sticker, World, hide_content,
    },
};

const SUPPRESS_EMBEDS: u64 = 1 << 2;
const HAS_THREAD: u64 = 1 << 5;
const EPHEMERAL: u64 = 1 << 6;
const LOADING: u64 = 1 << 7;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
const VOICE: u64 = 1 << 13;
/// How long a link to a file is good.
const LINK_LIVES_S: i64 = 86_400;

impl World {
    /// Returns a message as REST returns it, with its text.
    pub(crate) fn wire_message(&self, channel: Id, message: Id) -> Value {
        let mut body = self.wire_plain_message(channel, message);
        let found = self.channels.get(&channel).and_then(|it| it.messages.get(&message));
        let Some(found) = found else { return body };
        if !found.reactions.is_empty() {
            let bot = self.bot();
            body["reactions"] = found.reactions.iter().map(|it| wire_reaction(it, bot)).collect();
        }
        if let Some(answered) = found.reply_to.filter(|_| found.kind == MessageKind::Reply) {
            let is_there = self.message(channel, answered).is_some();
            let answered = is_there.then(|| self.wire_plain_message(channel, answered));
            body["referenced_message"] = answered.unwrap_or_default();
        }
        body
    }

    /// Returns a message as the bot may read it over REST.
    pub(crate) fn wire_message_for_bot(&self, channel: Id, message: Id) -> Value {
        let mut body = self.wire_message(channel, message);
        if self.hides_content(channel, message) && !self.application.message_content {
            hide_content(&mut body);
        }
        let answered = self.message(channel, message).and_then(|it| it.reply_to);
        if let Some(answered) = answered
            && body["referenced_message"].is_object()
            && self.hides_content(channel, answered)
            && !self.application.message_content
        {
            hide_content(&mut body["referenced_message"]);
        }
        body
    }

    /// Tells whether only a privileged bot may read a message: it stands in a guild, is of someone
    /// else and does not mention the bot.
    pub(crate) fn hides_content(&self, channel: Id, message: Id) -> bool {
        let Some(channel) = self.channels.get(&channel) else { return false };
        let Some(message) = channel.messages.get(&message) else { return false };
        channel.guild.is_some()
            && message.author != self.bot()
            && !message.pinged_users.contains(&self.bot())
    }

    fn wire_plain_message(&self, channel_id: Id, message_id: Id) -> Value {
        let Some(channel) = self.channels.get(&channel_id) else { return Value::Null };
        let Some(message) = channel.messages.get(&message_id) else { return Value::Null };
        let mentions: Vec<Value> =
            message.pinged_users.iter().map(|user| self.wire_user(*user)).collect();
        let attachments: Vec<Value> =
            message.attachments.iter().map(|it| self.wire_attachment(channel_id, it)).collect();
        let mut body = json!({
            "id": message.id, "channel_id": channel_id, "type": message.kind.number(),
            "author": self.wire_user(message.author), "content": message.content,
            "mentions": mentions, "mention_roles": message.pinged_roles,
            "mention_everyone": message.pinged_everyone, "attachments": attachments,
            "embeds": message.embeds, "components": message.components,
            "timestamp": iso(message.at_ms), "edited_timestamp": message.edited_at_ms.map(iso),
            "pinned": message.pinned, "tts": false, "flags": flags(message),
        });
        if let Some(nonce) = &message.nonce {
            body["nonce"] = nonce.clone();
        }
        if let Some(answered) = message.reply_to {
            body["message_reference"] = reference(channel, message, answered);
        }
        if let Some(thread) = message.thread.filter(|it| self.channel(*it).is_some()) {
            body["thread"] = self.wire_channel(thread);
        }
        if !message.stickers.is_empty() {
            let sticker = |it: &Sticker| json!({ "id": it.id, "name": it.name, "format_type": 1 });
            body["sticker_items"] = message.stickers.iter().map(sticker).collect();
        }
        let interaction = message.interaction.and_then(|id| self.interactions.get(&id));
        if let Some(interaction) = interaction {
            merge(&mut body, self.wire_origin(interaction));
        }
        body
    }

    fn wire_origin(&self, interaction: &Interaction) -> Value {
        json!({
            "application_id": self.bot(), "webhook_id": self.bot(),
            "interaction_metadata": self.wire_interaction_metadata(interaction),
        })
    }

    fn wire_interaction_metadata(&self, interaction: &Interaction) -> Value {
        let owner = interaction.guild.map_or_else(|| "0".to_owned(), |guild| guild.to_string());
        let mut body = json!({
            "id": interaction.id, "type": interaction.kind.number(),
            "user": self.wire_user(interaction.user),
            "authorizing_integration_owners": { "0": owner },
        });
        match interaction.kind {
            InteractionKind::Component => {
                body["interacted_message_id"] = json!(interaction.message);
            }
            InteractionKind::Modal => {
                let opener = interaction.opened_by.and_then(|id| self.interactions.get(&id));
                let opener = opener.map(|it| self.wire_interaction_metadata(it));
                body["triggering_interaction_metadata"] = opener.unwrap_or_default();
            }
            InteractionKind::Command | InteractionKind::Autocomplete => (),
        }
        body
    }

    /// Returns a file on a message, with a link that expires.
    pub(crate) fn wire_attachment(&self, channel: Id, file: &Attachment) -> Value {
        self.wire_file(&format!("attachments/{channel}"), file)
    }

    /// Returns a file that was given with a command, and that stands beside no message.
    pub(crate) fn wire_upload(&self, file: Id) -> Option<Value> {
        let stored = self.files.get(&file)?;
        let attachment = Attachment {
            id: file,
            filename: stored.filename.clone(),
            description: None,
            content_type: stored.content_type.clone(),
            size: u64::try_from(stored.bytes.len()).unwrap_or(u64::MAX),
            is_voice: false,
        };
        let mut body =
            self.wire_file(&format!("ephemeral-attachments/{}", self.bot()), &attachment);
        body["ephemeral"] = json!(true);
        Some(body)
    }

    fn wire_file(&self, folder: &str, file: &Attachment) -> Value {
        let now_s = self.now_ms() / 1000;
        let url = format!(
            "{}/{folder}/{}/{}?ex={:x}&is={:x}&hm={:064x}&",
            self.base_url,
            file.id,
            file.filename,
            now_s + LINK_LIVES_S,
            now_s,
            file.id.0,
        );
        let mut body = json!({
            "id": file.id, "filename": file.filename, "size": file.size, "url": url,
            "proxy_url": url, "content_type": file.content_type,
        });
        if let Some(description) = &file.description {
            body["description"] = json!(description);
        }
        if file.content_type.starts_with("image/") {
            (body["width"], body["height"]) = (json!(640), json!(480));
        }
        if file.is_voice {
            (body["duration_secs"], body["waveform"]) = (json!(2.5), json!("AAAA"));
        }
        body
    }
}

/// Returns where a message points.
fn reference(channel: &Channel, message: &Message, answered: Id) -> Value {
    // The first line of a thread points to the message it was started from.
    let (place, what) = match message.kind {
        MessageKind::ThreadStarter => (channel.parent.unwrap_or(channel.id), Some(answered)),
        MessageKind::ThreadCreated => (answered, None),
        MessageKind::Default
        | MessageKind::Reply
        | MessageKind::Command
        | MessageKind::Menu
        | MessageKind::RecipientAdd
        | MessageKind::RecipientRemove
        | MessageKind::NameChange
        | MessageKind::Pinned
        | MessageKind::Join => (channel.id, Some(answered)),
    };
    let mut body = json!({ "type": 0, "channel_id": place });
    if let Some(what) = what {
        body["message_id"] = json!(what);
    }
    if let Some(guild) = channel.guild {
        body["guild_id"] = json!(guild);
    }
    body
}

fn flags(message: &Message) -> u64 {
    let voice = message.attachments.iter().any(|file| file.is_voice);
    let all = [
        (message.without_previews, SUPPRESS_EMBEDS),
        (message.thread.is_some(), HAS_THREAD),
        (message.only_for.is_some(), EPHEMERAL),
        (message.thinking, LOADING),
        (message.silent, SUPPRESS_NOTIFICATIONS),
        (voice, VOICE),
    ];
    all.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).sum()
}

fn wire_reaction(reaction: &Reaction, bot: Id) -> Value {
    json!({
        "emoji": wire_emoji(&reaction.emoji), "count": reaction.users.len(),
        "count_details": { "burst": 0, "normal": reaction.users.len() }, "burst_colors": [],
        "me_burst": false, "me": reaction.users.contains(&bot),
    })
}

/// Returns an emoji that is a character.
pub(crate) fn wire_emoji(emoji: &str) -> Value {
    json!({ "id": null, "name": emoji })
}
