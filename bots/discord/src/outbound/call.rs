//! Requests to Discord as data, and what their success is worth.

use amends_core::{
    effect::PressRef,
    place::{MessageRef, Place, Platform},
};
use serde_json::Value;
use serenity::model::id::{ChannelId, InteractionId, MessageId, UserId};

use crate::classify::Audience;

/// What carries out one effect.
#[derive(Clone, PartialEq)]
pub struct Plan {
    /// The request.
    pub call: Call,
    /// Messages that follow once it succeeded: the rest of words that are too long for one.
    pub then: Vec<Call>,
    /// Whom it is about.
    pub audience: Audience,
    /// What its success leaves behind.
    pub yields: Yields,
    /// It must get through as long as anything may.
    pub is_urgent: bool,
}

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Into a channel or thread.
    Channel(ChannelId),
    /// Into the private channel with somebody.
    Person(UserId),
    /// Into a private thread, if this person is in it or can be let in.
    Room(ChannelId, UserId),
}

/// One request, or a few that belong together.
#[derive(Clone, PartialEq)]
pub enum Call {
    /// There is nothing to do.
    Nothing,
    /// Posts a message; with files, if the effect brings some.
    Post {
        /// Where.
        to: Spot,
        /// The message.
        message: Value,
        /// Which of the effect's files go with it.
        files: std::ops::Range<usize>,
    },
    /// Changes a message of ours, as the answer to a press if there is one.
    Edit {
        /// Where it stands.
        channel: ChannelId,
        /// Which one.
        message: MessageId,
        /// What it shows from now on.
        change: Value,
        /// The press that it answers.
        press: Option<Press>,
    },
    /// Says something that only whoever pressed reads.
    Whisper {
        /// The press.
        press: Press,
        /// The message.
        message: Value,
        /// What it says may have been said before, in just these words: that is looked for.
        before: Option<String>,
    },
    /// Confirms a press without words.
    Confirm {
        /// The press.
        press: Press,
    },
    /// Opens a form.
    Form {
        /// The press.
        press: Press,
        /// The form.
        form: Value,
    },
    /// Deletes a message.
    Delete {
        /// Where it stands.
        channel: ChannelId,
        /// Which one.
        message: MessageId,
    },
    /// Puts an emoji on a message, or takes ours off.
    React {
        /// Where it stands.
        channel: ChannelId,
        /// Which one.
        message: MessageId,
        /// The emoji.
        emoji: String,
        /// On it, or off.
        on: bool,
    },
    /// Pins a message.
    Pin {
        /// Where it stands.
        channel: ChannelId,
        /// Which one.
        message: MessageId,
    },
    /// Posts a card and begins a thread on it.
    OpenOnCard {
        /// Where.
        channel: ChannelId,
        /// The card.
        card: Value,
        /// The thread.
        thread: NewThread,
    },
    /// Begins a thread that hangs on no message.
    Open {
        /// Where.
        channel: ChannelId,
        /// The thread.
        thread: NewThread,
    },
    /// Opens a private thread and lets somebody in.
    OpenRoom {
        /// Where.
        channel: ChannelId,
        /// The thread.
        thread: NewThread,
        /// Who.
        with: UserId,
        /// It may have been opened before: that one is looked for.
        repeat: bool,
    },
    /// Lets somebody into a thread, or sends them out.
    Seat {
        /// Which thread.
        thread: ChannelId,
        /// Who.
        who: UserId,
        /// In, or out.
        inside: bool,
    },
    /// Finds out whether somebody is in a private thread, and lets them in if not.
    Find {
        /// Which thread.
        room: ChannelId,
        /// Who.
        who: UserId,
    },
    /// Deletes a thread with everything in it.
    Remove {
        /// Which one.
        thread: ChannelId,
    },
    /// Changes a thread.
    Change {
        /// Which one.
        thread: ChannelId,
        /// What changes.
        change: Value,
        /// Its name without a person's, in case Discord bans a word of it.
        safe_name: Option<String>,
    },
}

/// A thread to be opened.
#[derive(Clone, PartialEq)]
pub struct NewThread {
    /// Its name and how it is set up.
    pub thread: Value,
    /// Its name without a person's, in case Discord bans a word of it.
    pub safe_name: String,
}

/// A press, a command or a form that was sent, as long as it can be answered. Its token is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Press {
    /// What it is.
    pub kind: PressKind,
    /// Its id.
    pub id: InteractionId,
    /// Its token.
    pub token: String,
}

/// What can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PressKind {
    /// A button.
    Component,
    /// A command or an entry of a menu.
    Command,
    /// A form.
    Form,
}

/// What the success of a plan leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yields {
    /// A new message in this place; nothing: where it was posted.
    Message(Option<Place>),
    /// A message that only one person reads, and that is changed later.
    Whisper,
    /// A thread of this channel.
    Thread(Place),
    /// The same message as before.
    Same(MessageRef),
    /// Nothing to remember.
    Done,
}

impl Press {
    /// Names a press: `<kind>.<id>.<token>`.
    pub fn name(kind: PressKind, id: &str, token: &str) -> PressRef {
        let kind = match kind {
            PressKind::Component => 'c',
            PressKind::Command => 's',
            PressKind::Form => 'm',
        };
        PressRef::whispering(Platform::Discord, format!("{kind}.{id}.{token}"))
    }

    /// Reads the name of a press.
    pub fn of(press: &PressRef) -> Option<Self> {
        if press.platform != Platform::Discord {
            return None;
        }
        let mut parts = press.id.splitn(3, '.');
        let kind = match parts.next()? {
            "c" => PressKind::Component,
            "s" => PressKind::Command,
            "m" => PressKind::Form,
            _ => return None,
        };
        let id = parts.next()?.parse().ok()?;
        let token = parts.next().filter(|token| is_token(token))?.to_owned();
        Some(Self { kind, id, token })
    }
}

/// It becomes a part of a path.
fn is_token(token: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.=".contains(&byte);
    !token.is_empty() && !token.starts_with('.') && token.bytes().all(is_legal)
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Messages are people's own.
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Post { .. } => "Post",
            Self::Edit { .. } => "Edit",
            Self::Whisper { .. } => "Whisper",
            Self::Confirm { .. } => "Confirm",
            Self::Form { .. } => "Form",
            Self::Delete { .. } => "Delete",
            Self::React { .. } => "React",
            Self::Pin { .. } => "Pin",
            Self::OpenOnCard { .. } => "OpenOnCard",
            Self::Open { .. } => "Open",
            Self::OpenRoom { .. } => "OpenRoom",
            Self::Seat { .. } => "Seat",
            Self::Find { .. } => "Find",
            Self::Remove { .. } => "Remove",
            Self::Change { .. } => "Change",
        })
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").field("call", &self.call).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn press_reads_back_and_keeps_its_secret() {
        let name = Press::name(PressKind::Form, "12", "aW50ZXJhY3Rpb24.x_y-z");
        assert_eq!(name.id, "m.12.aW50ZXJhY3Rpb24.x_y-z");
        let press = Press::of(&name).unwrap();
        assert_eq!((press.kind, press.id.get()), (PressKind::Form, 12));
        assert_eq!(press.token, "aW50ZXJhY3Rpb24.x_y-z");
        assert!(!format!("{press:?}").contains("aW50"));
    }

    #[test]
    fn strange_presses_are_none() {
        for id in ["", "c", "c.1", "c.1.", "x.1.a", "c.0.a", "c.a.a", "c.1.a/b", "c.1..."] {
            let press = PressRef::whispering(Platform::Discord, id);
            assert_eq!(Press::of(&press), None, "{id}");
        }
        let press = PressRef::new(Platform::Telegram, "c.1.a");
        assert_eq!(Press::of(&press), None);
    }
}
