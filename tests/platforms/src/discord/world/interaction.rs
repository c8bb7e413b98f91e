//! Interactions: a person presses, chooses or commands, and the bot has three seconds.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Id;

/// How long the bot has for its first answer.
pub(crate) const ANSWER_WITHIN_MS: i64 = 3_000;
/// How long the token is good after that.
pub(crate) const TOKEN_LIVES_MS: i64 = 15 * 60_000;

/// What a person did to start an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractionKind {
    /// A slash command, or a menu over a person or message.
    Command,
    /// A button or menu below a message.
    Component,
    /// Typing in an option that wants suggestions.
    Autocomplete,
    /// A form that was sent.
    Modal,
}

impl InteractionKind {
    /// Returns the platform's number of this kind.
    pub fn number(self) -> u64 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// One interaction and what the bot made of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Interaction {
    /// Its id.
    pub id: Id,
    /// The secret with which the bot answers.
    pub token: String,
    /// What was done.
    pub kind: InteractionKind,
    /// Who did it.
    pub user: Id,
    /// In which channel.
    pub channel: Id,
    /// In which guild; none in direct messages.
    pub guild: Option<Id>,
    /// The message whose button or menu it was, or below which the form was opened.
    pub message: Option<Id>,
    /// The interaction whose answer was the form that was sent now.
    pub opened_by: Option<Id>,
    /// The data as the bot was told them.
    pub data: Value,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
    /// The message that the answer made or changed.
    pub original: Option<Id>,
    /// Whether that message, or the coming one, is for this person only.
    pub is_ephemeral: bool,
    /// Messages that followed the answer.
    pub follow_ups: Vec<Id>,
}

/// The bot's first answer to an interaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// When it came, in milliseconds since 1970.
    pub at_ms: i64,
    /// What it was.
    pub what: AnswerKind,
}

/// The sort of the bot's first answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what", content = "with")]
pub enum AnswerKind {
    /// A message.
    Message,
    /// A promise of a message: the bot is thinking.
    Thinking,
    /// Nothing visible; a change of the message may follow.
    Quiet,
    /// The message was changed.
    Update,
    /// Suggestions for an option.
    Suggestions(Vec<Value>),
    /// A form, as on the wire.
    Modal(Value),
}

/// What the person sees of their interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// The bot may still answer.
    Waiting,
    /// "This interaction failed".
    Failed,
    /// The bot answered.
    Answered,
}

impl Interaction {
    /// Returns what the person sees of it at a moment.
    pub fn seen(&self, now_ms: i64) -> Seen {
        if self.answer.is_some() {
            return Seen::Answered;
        }
        if self.at_ms.saturating_add(ANSWER_WITHIN_MS) <= now_ms {
            return Seen::Failed;
        }
        Seen::Waiting
    }

    /// Returns the form that the bot opened, as on the wire.
    pub fn modal(&self) -> Option<&Value> {
        match &self.answer.as_ref()?.what {
            AnswerKind::Modal(form) => Some(form),
            AnswerKind::Message
            | AnswerKind::Thinking
            | AnswerKind::Quiet
            | AnswerKind::Update
            | AnswerKind::Suggestions(_) => None,
        }
    }
}
