//! One call of the Bot API, and what its result is worth.

use amends_core::{
    effect::Receipt,
    place::{MessageRef, Place},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use teloxide_core::{requests::Payload, types::ChatId};

use crate::classify::Audience;

/// One call, ready to leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The method.
    pub method: &'static str,
    /// Its parameters.
    pub params: Value,
    /// Whom it is about.
    pub audience: Audience,
    /// What its success leaves behind.
    pub yields: Yields,
    /// What follows once it succeeded: the rest of words that are too long for one message, and
    /// more files.
    pub then: Vec<Self>,
    /// The file that goes with it.
    pub upload: Option<Upload>,
    /// What is tried instead where Telegram says that this is not the way.
    pub otherwise: Option<Box<Self>>,
}

/// A file that goes with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The parameter that it is.
    pub parameter: &'static str,
    /// Which file of the attempt.
    pub file: usize,
}

/// What the success of a call leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yields {
    /// A new message in this place.
    Message(Place),
    /// A new thread of this chat.
    Thread(Place),
    /// The same message as before.
    Same(MessageRef),
    /// Nothing to remember.
    Done,
}

/// What is read of a new message.
#[derive(Deserialize)]
struct NewMessage {
    message_id: i64,
}

/// What is read of a new topic.
#[derive(Deserialize)]
struct NewTopic {
    message_thread_id: i64,
}

impl Call {
    pub(super) fn named(method: &'static str, params: Value, chat: ChatId, yields: Yields) -> Self {
        let audience = if params.get("business_connection_id").is_some() {
            Audience::Behalf { takes_back: method == "DeleteBusinessMessages" }
        } else {
            Audience::of(chat.0)
        };
        let (then, upload, otherwise) = (Vec::new(), None, None);
        Self { method, params, audience, yields, then, upload, otherwise }
    }

    pub(super) fn new<P: Payload + Serialize>(payload: &P, chat: ChatId, yields: Yields) -> Self {
        let params = serde_json::to_value(payload).expect("payloads hold nothing but plain data");
        Self::named(P::NAME, params, chat, yields)
    }
}

impl Yields {
    /// Reads the receipt from the result of a call that succeeded. It succeeded, whatever can be
    /// made out of the result.
    pub fn receipt(&self, result: &RawValue) -> Receipt {
        match self {
            Self::Message(place) => match serde_json::from_str::<NewMessage>(result.get()) {
                // A large film gets its number later; nobody can point at it before.
                Ok(NewMessage { message_id: 0 }) | Err(_) => Receipt::Done,
                Ok(NewMessage { message_id }) => Receipt::Message(MessageRef {
                    place: place.clone(),
                    id: message_id.to_string(),
                }),
            },
            Self::Thread(desk) => match serde_json::from_str::<NewTopic>(result.get()) {
                Ok(topic) => Receipt::Thread(desk.thread(topic.message_thread_id.to_string())),
                Err(_) => Receipt::Done,
            },
            Self::Same(_) | Self::Done => self.unchanged(),
        }
    }

    /// The receipt of a call that had nothing left to do.
    pub fn unchanged(&self) -> Receipt {
        match self {
            Self::Same(message) => Receipt::Message(message.clone()),
            Self::Message(_) | Self::Thread(_) | Self::Done => Receipt::Done,
        }
    }
}
