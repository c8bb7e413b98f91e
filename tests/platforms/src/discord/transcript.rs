//! The world in lines that a human reads.

use super::world::{Channel, ChannelKind, Id, Message, MessageKind, World};

impl World {
    /// Returns the channels and threads that an account sees, with their messages for it alone,
    /// in the order in which they were made.
    pub fn seen(&self, user: Id) -> Vec<(&Channel, Vec<&Message>)> {
        let seen = self.channels.values().filter(|it| !it.deleted && self.sees(user, it.id));
        seen.map(|channel| (channel, channel.shown_to(user))).collect()
    }

    /// Returns the name of an account.
    pub fn name_of(&self, user: Id) -> String {
        if user == self.bot() {
            return self.application.username.clone();
        }
        self.users.get(&user).map_or_else(|| user.to_string(), |it| it.shown_name().to_owned())
    }

    /// Returns a name for a channel: of direct messages, that of the person.
    pub fn place_name(&self, channel: &Channel) -> String {
        match (channel.kind, channel.recipient) {
            (ChannelKind::Dm, Some(recipient)) => format!("@{}", self.name_of(recipient)),
            (ChannelKind::PublicThread | ChannelKind::PrivateThread, _) => {
                let parent = channel.parent.and_then(|parent| self.channels.get(&parent));
                format!("#{} › {}", parent.map_or("?", |it| &it.name), channel.name)
            }
            _ => format!("#{}", channel.name),
        }
    }

    /// Returns what all channels show, line by line.
    pub(crate) fn transcript(&self) -> String {
        let mut lines = String::new();
        for channel in self.channels.values().filter(|channel| !channel.deleted) {
            for message in channel.messages.values().filter(|message| !message.deleted) {
                lines.push_str(&self.transcribe(channel, message));
            }
        }
        lines
    }

    /// Returns one line that shows a message to a human.
    pub fn transcribe(&self, channel: &Channel, message: &Message) -> String {
        let mut parts =
            vec![format!("{} {}:", self.place_name(channel), self.name_of(message.author))];
        if let Some(reader) = message.only_for {
            parts.push(format!("(only for {})", self.name_of(reader)));
        }
        if message.thinking {
            parts.push("(is thinking)".to_owned());
        }
        if !message.kind.is_written() {
            parts.push(notice(message.kind).to_owned());
            let named = message.pinged_users.iter().map(|user| self.name_of(*user));
            parts.extend(named);
        }
        parts.extend(message.attachments.iter().map(|file| format!("({})", file.filename)));
        parts.extend(message.stickers.iter().map(|sticker| format!("(sticker {})", sticker.name)));
        if !message.content.is_empty() {
            parts.push(message.content.clone());
        }
        parts.extend(message.labels().iter().map(|label| format!("[{label}]")));
        parts.join(" ") + "\n"
    }
}

fn notice(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::RecipientAdd => "(brought in)",
        MessageKind::RecipientRemove => "(removed)",
        MessageKind::NameChange => "(renamed)",
        MessageKind::Pinned => "(pinned a message)",
        MessageKind::ThreadCreated => "(started a thread)",
        MessageKind::ThreadStarter => "(began here)",
        MessageKind::Join => "(joined)",
        MessageKind::Default | MessageKind::Reply | MessageKind::Command | MessageKind::Menu => "",
    }
}
