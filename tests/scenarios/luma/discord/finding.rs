//! Where things are: rooms, threads, messages, forms.

use amends_platforms::discord::world::{
    AnswerKind, Channel, ChannelKind, Id, InteractionKind, Message, World,
};

use super::{DiscordHouse, Shown, id_of, number, screen};
use crate::luma::STAFF;

impl DiscordHouse {
    /// Where words to the customer of the newest case are written.
    pub(super) fn stage(&self, who: i64, text: &str) -> (Id, &'static str) {
        let thread = self.newest_thread(self.desk).expect("the desk has a thread");
        let inside = text.starts_with('/');
        let room = self.room_beside(thread).filter(|room| {
            self.platform.look(|world| {
                let room = &world.channels[room];
                !inside && !room.is_archived() && room.has_thread_member(id_of(who))
            })
        });
        match room {
            Some(room) => (room, " in the room"),
            None => (thread, " at the desk"),
        }
    }

    /// The newest thread of a channel.
    pub(crate) fn newest_thread(&self, channel: Id) -> Option<Id> {
        self.platform.look(|world| world.threads_of(channel).last().map(|thread| thread.id))
    }

    /// The private room of somebody, as long as it is open.
    pub(crate) fn room_of(&self, who: i64) -> Option<Id> {
        self.platform.look(|world| {
            let rooms = world.threads_of(self.care).into_iter().rev();
            let mut theirs = rooms.filter(|room| room.has_thread_member(id_of(who)));
            theirs.find(|room| !room.is_archived()).map(|room| room.id)
        })
    }

    /// The private room of the case that a thread of the desk is about.
    pub(crate) fn room_beside(&self, thread: Id) -> Option<Id> {
        self.platform.look(|world| {
            let name = &world.channels[&thread].name;
            let case = name.split_whitespace().find(|word| word.starts_with("R-"))?;
            let rooms = world.threads_of(self.care).into_iter().rev();
            let is_its = |room: &&Channel| room.name.split_whitespace().any(|word| word == case);
            rooms.into_iter().find(is_its).map(|room| room.id)
        })
    }

    pub(super) fn is_room(&self, channel: Id) -> bool {
        self.platform.look(|world| world.channels[&channel].parent == Some(self.care))
    }

    /// A message and its channel.
    pub(crate) fn message(&self, message: i64) -> (Id, Message) {
        let found = self.platform.look(|world| {
            world.channels.values().find_map(|channel| {
                let found = channel.messages.get(&id_of(message))?;
                Some((channel.id, found.clone()))
            })
        });
        found.expect("the message is there")
    }

    pub(super) fn found(&self, channel: Id, message: Id) -> Option<(Id, Message)> {
        self.platform.look(|world| Some((channel, world.message(channel, message)?.clone())))
    }

    /// The form that is open in front of somebody: what opened it, and the names of its fields.
    pub(super) fn open_form(&self, who: i64) -> Option<(Id, Vec<String>)> {
        self.platform.look(|world| {
            let theirs = world.interactions.values().filter(|it| it.user == id_of(who));
            let last = theirs.max_by_key(|interaction| interaction.id)?;
            let AnswerKind::Modal(form) = &last.answer.as_ref()?.what else { return None };
            let rows = form["components"].as_array()?.iter();
            let fields = rows.map(|row| row["components"][0]["custom_id"].as_str());
            let fields: Option<Vec<_>> = fields.map(|field| field.map(str::to_owned)).collect();
            let is_sent = last.kind == InteractionKind::Modal;
            fields.filter(|_| !is_sent).map(|fields| (last.id, fields))
        })
    }

    /// Everything that stands in a chat, the oldest first: what a person sees of us, or what stands at
    /// the desk and in the rooms beside it, or where customers are served.
    pub(super) fn lines(&self, chat: i64) -> Vec<Shown> {
        let mut lines = self.platform.look(|world| {
            let channels = world.channels.values().filter(|channel| !channel.deleted);
            let of_chat = channels.filter(|channel| self.belongs(world, channel, chat));
            let mut lines = Vec::new();
            for channel in of_chat {
                for message in channel.messages.values() {
                    lines.extend(self.line_in(world, channel, message, chat));
                }
            }
            lines
        });
        lines.sort_by_key(|line| line.message.id);
        lines
    }

    fn belongs(&self, world: &World, channel: &Channel, chat: i64) -> bool {
        let is_in = |parent: Id| channel.id == parent || channel.parent == Some(parent);
        if chat == number(self.desk) {
            return is_in(self.desk) || channel.parent == Some(self.care);
        }
        if chat == number(self.help) {
            return is_in(self.help);
        }
        let who = id_of(chat);
        if STAFF.contains(&chat) {
            return channel.recipient == Some(who);
        }
        match channel.kind {
            ChannelKind::Dm => channel.recipient == Some(who),
            ChannelKind::PrivateThread => channel.has_thread_member(who),
            ChannelKind::Text | ChannelKind::PublicThread => world.sees(who, channel.id),
            ChannelKind::Voice | ChannelKind::Category | ChannelKind::Forum => false,
        }
    }

    fn line_in(
        &self,
        world: &World,
        channel: &Channel,
        message: &Message,
        chat: i64,
    ) -> Option<Shown> {
        if message.deleted || !message.kind.is_written() {
            return None;
        }
        let is_inside = chat == number(self.desk);
        let reader = id_of(chat);
        if message.only_for.is_some_and(|only| !is_inside && only != reader) {
            return None;
        }
        let text = screen::plain(&message.content, &|token| name(world, token));
        let (is_ours, is_room) = (message.author == world.bot(), channel.parent == Some(self.care));
        let is_by_staff = STAFF.iter().any(|id| id_of(*id) == message.author);
        // In a room everybody reads who wrote; elsewhere we say it.
        let is_relayed = is_room && !is_ours && message.author != reader;
        let shown = if is_relayed && !(is_inside && is_by_staff) {
            format!("{}: {text}", world.name_of(message.author))
        } else {
            text
        };
        let is_said = match (is_inside, is_room) {
            (true, true) => !is_ours && !is_by_staff,
            (false, true) => is_ours || is_relayed,
            (true | false, false) => is_ours,
        };
        Some(Shown { message: message.clone(), text: shown, is_said })
    }
}

/// What stands for something in a text: `#` and a channel, `@` and a person.
pub(super) fn name(world: &World, token: &str) -> Option<String> {
    let id = |digits: &str| digits.parse::<Id>().ok();
    if let Some(channel) = token.strip_prefix('#') {
        return world.channels.get(&id(channel)?).map(|channel| format!("#{}", channel.name));
    }
    if let Some(role) = token.strip_prefix("@&") {
        let mut guilds = world.guilds.values();
        let role = guilds.find_map(|guild| guild.roles.get(&id(role)?));
        return role.map(|role| format!("@{}", role.name));
    }
    world.users.get(&id(token.strip_prefix('@')?)?).map(|user| format!("@{}", user.shown_name()))
}
