//! What people see on Discord: private messages, rooms and who is in them, the desk and its threads,
//! what only one person sees, and who is called.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use amends_platforms::discord::world::{
    AnswerKind, Channel, ChannelKind, Id, Interaction, Message, Seen, World,
};

use super::{finding::name, number};
use crate::luma::name_of;

/// So many letters of an answered message are shown.
const QUOTED: usize = 24;

/// The channels that scenarios know by name.
#[derive(Clone, Copy)]
pub(super) struct Channels {
    pub(super) care: Id,
    pub(super) desk: Id,
    pub(super) help: Id,
}

/// What was seen at the last look.
#[derive(Default)]
pub(super) struct Screen {
    messages: BTreeMap<Id, String>,
    threads: BTreeMap<Id, String>,
    interactions: BTreeSet<Id>,
}

/// In which order channels are shown.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Of people, the last account first.
    Private(std::cmp::Reverse<Id>),
    Care(Id),
    Room(Id),
    Desk(Id),
    Inside(Id),
    Help(Id),
    Elsewhere(Id),
}

impl Screen {
    /// Everything that changed, channel by channel in a fixed order.
    pub(super) fn changes(&mut self, world: &World, channels: Channels) -> String {
        let mut lines = String::new();
        let mut interactions: Vec<&Interaction> =
            world.interactions.values().filter(|it| self.interactions.insert(it.id)).collect();
        // Presses are answered side by side: the order of the answers tells nothing.
        interactions.sort_by_key(|interaction| interaction.user);
        for interaction in interactions {
            lines.push_str(&answered(world, interaction));
        }
        let mut all: Vec<&Channel> = world.channels.values().collect();
        all.sort_by_key(|channel| channels.rank(channel));
        for channel in &all {
            self.thread_changes(world, channel, channels, &mut lines);
        }
        for channel in all.into_iter().filter(|channel| !channel.deleted) {
            // What one person reads and what all do is sent side by side, too.
            let mut messages: Vec<&Message> = channel.messages.values().collect();
            messages.sort_by_key(|message| {
                let is_new = !self.messages.contains_key(&message.id);
                (is_new, message.only_for.is_none(), message.only_for, message.id)
            });
            for message in messages {
                let place = channels.place(channel);
                self.message_changes(world, message, &place, &mut lines);
            }
        }
        lines
    }

    fn thread_changes(
        &mut self,
        world: &World,
        channel: &Channel,
        channels: Channels,
        lines: &mut String,
    ) {
        let Some(thread) = &channel.thread else { return };
        let is_room = channel.parent == Some(channels.care);
        let mut now = channel.name.clone();
        if is_room {
            let people = thread.members.keys().filter(|member| **member != world.bot());
            let people: Vec<&str> = people.map(|member| name_of(number(*member))).collect();
            write!(now, " ({})", people.join(", ")).unwrap();
        }
        now.push_str(match (channel.deleted, thread.archived, thread.locked) {
            (true, ..) => " (deleted)",
            (false, true, true) => " (archived, locked)",
            (false, true, false) => " (archived)",
            (false, false, true) => " (locked)",
            (false, false, false) => "",
        });
        let what = if is_room { "room" } else { "thread" };
        let before = self.threads.insert(channel.id, now.clone());
        match before {
            None => writeln!(lines, "  {what:<8} | {now}").unwrap(),
            Some(before) if before != now => {
                writeln!(lines, "  {what:<8} | {before} ↻ {now}").unwrap();
            }
            Some(_) => (),
        }
    }

    fn message_changes(
        &mut self,
        world: &World,
        message: &Message,
        place: &str,
        lines: &mut String,
    ) {
        if !message.kind.is_written() {
            return;
        }
        let shown = render(world, message);
        let before = self.messages.insert(message.id, shown.clone());
        if before.as_ref() == Some(&shown) || (before.is_none() && message.deleted) {
            return;
        }
        if before.is_none() && message.author != world.bot() {
            // The scenario says itself what people write.
            for reaction in &message.reactions {
                writeln!(lines, "  {place:<8} | ({} on that message)", reaction.emoji).unwrap();
            }
            return;
        }
        let mark = if before.is_none() { "|" } else { "↻" };
        let shown = format!("{}{shown}", quoted(world, message));
        for (index, line) in shown.lines().enumerate() {
            let (place, mark) = if index == 0 { (place, mark) } else { ("", " ") };
            lines.push_str(format!("  {place:<8} {mark} {line}").trim_end());
            lines.push('\n');
        }
    }
}

impl Channels {
    fn rank(self, channel: &Channel) -> Rank {
        let id = channel.id;
        match (channel.recipient, channel.parent) {
            (Some(person), _) => Rank::Private(std::cmp::Reverse(person)),
            (None, Some(parent)) if parent == self.care => Rank::Room(id),
            (None, Some(parent)) if parent == self.desk => Rank::Inside(id),
            (None, Some(parent)) if parent == self.help => Rank::Help(id),
            (None, _) if id == self.care => Rank::Care(id),
            (None, _) if id == self.desk => Rank::Desk(id),
            (None, _) if id == self.help => Rank::Help(id),
            (None, Some(_) | None) => Rank::Elsewhere(id),
        }
    }

    fn place(self, channel: &Channel) -> String {
        let case = || {
            let words = channel.name.split_whitespace();
            words.into_iter().find(|word| word.starts_with("R-")).unwrap_or(&channel.name)
        };
        match self.rank(channel) {
            Rank::Private(person) => name_of(number(person.0)).to_owned(),
            Rank::Room(_) => format!("#{}", case()),
            Rank::Inside(_) => case().to_owned(),
            Rank::Care(_) => "care".to_owned(),
            Rank::Desk(_) => "desk".to_owned(),
            Rank::Help(_) => "help".to_owned(),
            Rank::Elsewhere(_) if channel.kind == ChannelKind::PrivateThread => "thread".to_owned(),
            Rank::Elsewhere(_) => channel.name.clone(),
        }
    }
}

/// What somebody sees of what they pressed or gave, if it is no message.
fn answered(world: &World, interaction: &Interaction) -> String {
    let who = name_of(number(interaction.user));
    let Some(answer) = &interaction.answer else {
        return match interaction.seen(world.now_ms()) {
            Seen::Failed => format!("           ({who} sees: This interaction failed)\n"),
            Seen::Waiting | Seen::Answered => String::new(),
        };
    };
    match &answer.what {
        AnswerKind::Modal(form) => {
            let title = form["title"].as_str().unwrap_or_default();
            let hint = form["components"][0]["components"][0]["placeholder"].as_str();
            let hint = hint.map(|hint| format!(" – {hint}")).unwrap_or_default();
            let value = form["components"][0]["components"][0]["value"].as_str();
            let value = value.map(|value| value.replace('\n', " / "));
            let value = value.map(|value| format!(": “{value}”")).unwrap_or_default();
            format!("           ({who} sees a form: {title}{hint}{value})\n")
        }
        AnswerKind::Message
        | AnswerKind::Thinking
        | AnswerKind::Quiet
        | AnswerKind::Update
        | AnswerKind::Suggestions(_) => String::new(),
    }
}

fn render(world: &World, message: &Message) -> String {
    if message.deleted {
        return "(deleted)".to_owned();
    }
    let mut lines = String::new();
    if let Some(reader) = message.only_for {
        write!(lines, "(only {} sees) ", name_of(number(reader))).unwrap();
    }
    for file in &message.attachments {
        write!(lines, "({}) ", file.filename).unwrap();
    }
    if message.thinking {
        lines.push_str("(is thinking)");
    }
    lines.push_str(&plain(&message.content, &|token| name(world, token)));
    for button_row in &message.components {
        let row = button_row["components"].as_array().into_iter().flatten();
        let labels: Vec<String> =
            row.map(|button| format!("[{}]", button["label"].as_str().unwrap_or("?"))).collect();
        write!(lines, "\n{}", labels.join(" ")).unwrap();
    }
    let pinged = pinged(world, message);
    if message.author == world.bot() && !pinged.is_empty() {
        write!(lines, "\n(calls {})", pinged.join(", ")).unwrap();
    }
    if message.pinned {
        lines.push_str("\n(pinned)");
    }
    for reaction in &message.reactions {
        write!(lines, "\n({})", reaction.emoji).unwrap();
    }
    lines
}

/// The first words of what a message answers. That a press is answered below its message is clear.
fn quoted(world: &World, message: &Message) -> String {
    let Some(answered) = message.reply_to.filter(|_| message.only_for.is_none()) else {
        return String::new();
    };
    let mut channels = world.channels.values();
    let answered = channels.find_map(|channel| channel.messages.get(&answered));
    let text =
        answered.map(|it| plain(&it.content, &|token| name(world, token))).unwrap_or_default();
    let first: String = text.lines().next().unwrap_or_default().chars().take(QUOTED).collect();
    format!("(answers “{first}”) ")
}

fn pinged(world: &World, message: &Message) -> Vec<String> {
    let users = message.pinged_users.iter().map(|id| name_of(number(*id)).to_owned());
    let roles = message.pinged_roles.iter().map(|id| {
        let mut guilds = world.guilds.values();
        let role = guilds.find_map(|guild| guild.roles.get(id));
        format!("everybody who is {}", role.map_or("?", |role| &role.name))
    });
    let everyone = message.pinged_everyone.then(|| "everybody".to_owned());
    users.chain(roles).chain(everyone).collect()
}

/// A text as people read it: without the strokes that keep it from becoming markup, and with names
/// in place of ids.
pub(super) fn plain(content: &str, name: &dyn Fn(&str) -> Option<String>) -> String {
    let mut shown = String::new();
    let mut rest = content;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        if letter == '\\'
            && let Some(next) = after.chars().next().filter(char::is_ascii_punctuation)
        {
            shown.push(next);
            rest = &after[next.len_utf8()..];
            continue;
        }
        if letter == '<'
            && let Some((token, behind)) = after.split_once('>')
            && let Some(named) = name(token)
        {
            shown.push_str(&named);
            rest = behind;
            continue;
        }
        shown.push(letter);
        rest = after;
    }
    shown
}
