//! What people see on Telegram: each chat, as far as it changed since the last look.

use std::{collections::BTreeMap, fmt::Write as _};

use amends_platforms::telegram::world::{Author, Chat, Mark, Message, World};

use crate::luma::name_of;

/// What was seen at the last look.
#[derive(Default)]
pub(super) struct Screen {
    messages: BTreeMap<(i64, i64), String>,
    topics: BTreeMap<(i64, i64), String>,
    toasts: usize,
}

impl Screen {
    /// Everything that changed, chat by chat in a fixed order: people first, then groups.
    pub(super) fn changes(&mut self, world: &World, desk: i64) -> String {
        let mut lines = String::new();
        // Presses are answered side by side: the order of the answers tells nothing.
        let mut toasts: Vec<_> = world.toasts.iter().skip(self.toasts).collect();
        toasts.sort_by_key(|toast| toast.user_id);
        for toast in toasts {
            let (who, text) = (name_of(toast.user_id), &toast.text);
            writeln!(lines, "           ({who} sees: {text})").unwrap();
        }
        self.toasts = world.toasts.len();
        for chat in world.chats.values().rev() {
            self.topic_changes(chat, &mut lines);
            for message in chat.messages.values() {
                self.message_changes(chat, message, desk, &mut lines);
            }
        }
        for (owner, account) in &world.accounts {
            for (customer, chat) in &account.chats {
                // Both have messages of their own numbers.
                let key = i64::MIN + owner * 1_000 + customer;
                let place = format!("{}/{}", name_of(*owner), name_of(*customer));
                for message in chat.messages.values() {
                    self.message_changes_at(key, &place, message, &mut lines);
                }
            }
        }
        lines
    }

    fn topic_changes(&mut self, chat: &Chat, lines: &mut String) {
        for topic in chat.topics.values() {
            let state = match (topic.deleted, topic.closed) {
                (true, _) => " (deleted)",
                (false, true) => " (closed)",
                (false, false) => "",
            };
            let now = format!("{}{state}", topic.name);
            let before = self.topics.insert((chat.id, topic.id), now.clone());
            match before {
                None => writeln!(lines, "  topic    | {now}").unwrap(),
                Some(before) if before != now => {
                    writeln!(lines, "  topic    | {before} ↻ {now}").unwrap();
                }
                Some(_) => (),
            }
        }
    }

    fn message_changes(&mut self, chat: &Chat, message: &Message, desk: i64, lines: &mut String) {
        let place = place_of(chat, message, desk);
        self.message_changes_at(chat.id, &place, message, lines);
    }

    fn message_changes_at(&mut self, key: i64, place: &str, message: &Message, lines: &mut String) {
        let shown = render(message);
        let before = self.messages.insert((key, message.id), shown.clone());
        if before.as_ref() == Some(&shown) || message.kind_is_notice() {
            return;
        }
        if before.is_none() && !matches!(message.from, Author::Bot) {
            // The scenario says itself what people write.
            for emoji in message.reactions.values().flatten() {
                writeln!(lines, "  {place:<8} | ({emoji} on that message)").unwrap();
            }
            return;
        }
        let mark = if before.is_none() { "|" } else { "↻" };
        for (index, line) in shown.lines().enumerate() {
            let (place, mark) = if index == 0 { (place, mark) } else { ("", " ") };
            lines.push_str(format!("  {place:<8} {mark} {line}").trim_end());
            lines.push('\n');
        }
    }
}

trait Notice {
    fn kind_is_notice(&self) -> bool;
}

impl Notice for Message {
    fn kind_is_notice(&self) -> bool {
        matches!(self.kind, amends_platforms::telegram::world::Kind::Service)
    }
}

fn place_of(chat: &Chat, message: &Message, desk: i64) -> String {
    if 0 < chat.id {
        return name_of(chat.id).to_owned();
    }
    let topic = message.thread_id.and_then(|id| chat.topics.get(&id));
    let place = match topic {
        _ if chat.id != desk => "help",
        Some(topic) => topic.name.split_whitespace().nth(1).unwrap_or("topic"),
        None => "desk",
    };
    place.to_owned()
}

fn render(message: &Message) -> String {
    if !message.is_shown() {
        return "(deleted)".to_owned();
    }
    let mut lines = String::new();
    if let Some(reply) = message.reply_to {
        write!(lines, "(answers {reply}) ").unwrap();
    }
    let kind = format!("{:?}", message.kind);
    if kind != "Text" {
        write!(lines, "({kind}) ").unwrap();
    }
    lines.push_str(&without_token(&message.text));
    for row in &message.buttons {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        write!(lines, "\n{}", labels.join(" ")).unwrap();
    }
    if message.is(Mark::Pinned) {
        lines.push_str("\n(pinned)");
    }
    for emoji in message.reactions.values().flatten() {
        write!(lines, "\n({emoji})").unwrap();
    }
    lines
}

/// A text without the token that a link in it carries: nobody could guess that.
fn without_token(text: &str) -> String {
    let Some((before, after)) = text.split_once("?start=") else { return text.to_owned() };
    let rest = after.find(char::is_whitespace).map_or("", |end| &after[end..]);
    format!("{before}?start=…{rest}")
}
