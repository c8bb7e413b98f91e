//! What happened where customers are served.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::place::{Actor, Content, MessageRef, PressRef};

/// What happened in a place where customers are served: a support group or one of its topics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VenueEvent {
    /// Somebody wrote there.
    Wrote {
        /// Who.
        by: Actor,
        /// The message.
        message: MessageRef,
        /// Who wrote the message it answers.
        reply_to: Option<Actor>,
        /// What it carries.
        content: Content,
        /// Accounts it names.
        mentions: Vec<Actor>,
        /// It came by a command that can be answered so that nobody else reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<PressRef>,
        /// Nobody but those who take part can read there.
        #[serde(default)]
        private: bool,
        /// It is the chat of one person with the customer, in which we write on that person's
        /// behalf. Nothing can be pressed there.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_behalf: bool,
    },
    /// The topic was opened, with this title.
    Opened {
        /// Who.
        by: Actor,
        /// Its title.
        title: String,
    },
    /// The topic was closed, or what was held there came to its end in another way.
    Closed {
        /// Who closed it, where the platform tells.
        by: Option<Actor>,
        /// How it ended.
        how: Ending,
        /// Whose contact it was, where the platform tells.
        #[serde(default)]
        customer: Option<Actor>,
        /// When it ended, where that is not now.
        #[serde(default)]
        at: Option<Timestamp>,
        /// Who talked to them, where the platform tells.
        #[serde(default)]
        agent: Option<Actor>,
        /// Nobody but those who take part can read there.
        #[serde(default)]
        private: bool,
    },
    /// The topic was opened again.
    Reopened,
    /// Somebody left a voice channel of support.
    Left {
        /// Who.
        by: Actor,
        /// Who was there with them for long enough to have served them, the last one first.
        with: Vec<Actor>,
    },
    /// Somebody who left a voice channel of support a moment ago is back.
    Returned {
        /// Who.
        by: Actor,
    },
}

/// How a contact came to its end where it was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Its topic or thread was closed by somebody.
    Closed,
    /// Its thread was put away by the platform after a long silence.
    Idle,
    /// It was tagged as solved.
    Solved,
    /// The channel that a ticket bot had made for it was removed or put away.
    Ticket,
    /// The customer left a voice channel of support.
    Voice,
}
