//! How an effect ended.

use serde::{Deserialize, Serialize};

use crate::{
    gap::Gap,
    place::{MessageRef, Place},
};

/// What the platform said when an effect succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// A message stands there now.
    Message(MessageRef),
    /// A thread is there now.
    Thread(Place),
    /// A thread is there now, and hangs on the card.
    ThreadOnCard {
        /// The thread.
        thread: Place,
        /// The card.
        card: MessageRef,
    },
    /// What is in the file that was fetched, or stood in the form that was opened.
    Text(String),
    /// What is missing, in the order in which it is to be put right.
    Gaps(Vec<Gap>),
    /// It is done; there is nothing to remember.
    Done,
}

/// Why an effect will not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The customer blocked the bot.
    Blocked,
    /// The customer has never started the bot, or their private messages are closed.
    NotStarted,
    /// The account is gone.
    Deactivated,
    /// The customer left the server, so that nobody reads it in their room.
    NotHere,
    /// The thread is gone.
    ThreadGone,
    /// The thread is closed.
    ThreadClosed,
    /// The message is gone.
    MessageGone,
    /// The chat is gone, or the bot was removed from it.
    ChatGone,
    /// The bot lacks a right there.
    NoRights,
    /// The platform can't copy such a message.
    Unsupported,
    /// Too long or too large.
    TooLarge,
    /// It could not be sent while it was worth sending.
    Expired,
    /// Nobody can tell whether it arrived, and it was not repeated.
    Unknown,
    /// It was no longer wanted when its turn came.
    Recalled,
    /// Refused for another reason, which is in the log.
    Other,
}

impl Refusal {
    /// Whether it says that this account can't be written to.
    pub fn is_unreachable(self) -> bool {
        match self {
            Self::Blocked | Self::NotStarted | Self::Deactivated | Self::ChatGone => true,
            Self::NotHere
            | Self::ThreadGone
            | Self::ThreadClosed
            | Self::MessageGone
            | Self::NoRights
            | Self::Unsupported
            | Self::TooLarge
            | Self::Expired
            | Self::Unknown
            | Self::Recalled
            | Self::Other => false,
        }
    }
}
