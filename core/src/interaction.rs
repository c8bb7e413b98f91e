//! The contact that ended, from whatever source it is known.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    effect::PressRef,
    event::Ending,
    ids::SurveyId,
    place::{Address, MessageRef, Place, Platform},
};

/// Names one contact. Unique per source: `tg:topic:-100:77:1`, `web:zd-88123-2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InteractionId(pub String);

impl InteractionId {
    /// The beginning of the ids of contacts that a customer's own wish makes.
    const OWN: &str = "own:";

    /// The id of the contact that a customer's wish makes: that of the step in which they wish it.
    pub fn own(seq: u64) -> Self {
        Self(format!("{}{seq}", Self::OWN))
    }

    /// Whether nothing but a customer's own wish made this contact.
    pub fn is_own(&self) -> bool {
        self.0.starts_with(Self::OWN)
    }

    /// The id of a contact of which nothing may be left but that a survey was about it.
    pub fn erased(survey: SurveyId) -> Self {
        Self(format!("erased:{survey}"))
    }
}

/// What told us that the contact ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A support topic or thread was closed.
    Topic,
    /// Staff said `/done`.
    Done,
    /// The customer came through a printed or mailed link.
    DeepLink,
    /// The customer asked to be asked (`/feedback`).
    Customer,
    /// A helpdesk, shop or phone system told us over HTTP.
    Webhook,
    /// Someone ran `amends ask`.
    Manual,
    /// A till or a shop registered a receipt: the contact waits for whoever shows it.
    Receipt,
}

/// One contact that ended and may be asked about. Frozen when it ends: who served and where is not
/// looked up later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// Its id.
    pub id: InteractionId,
    /// What told us.
    pub source: Source,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Ticket, order or receipt number: the same contact seen by two sources has the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<String>,
    /// What it was about, in the business's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Who served, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Who served, by account, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_account: Option<Address>,
    /// Phone, chat, till …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Where in the business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How it went, in the words of the source: `solved`, `unsolved`, `no_sale`, `refused`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Amount in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Currency code of the amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Tags that figures can be split by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// How many messages the customer wrote in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<u32>,
    /// How it ended where it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// Where it happened, if the question may be asked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<Place>,
    /// The platform on which it was, as far as its source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Platform>,
    /// The message of staff that asked for it and waits for a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<MessageRef>,
    /// The command of staff that asked for it, if it can be answered where it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_press: Option<PressRef>,
    /// The question is put where it happened before it is put in private: the customer is there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ask_here: bool,
    /// Where it happened nobody but the customer and staff can read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held_in_private: bool,
    /// It was the chat of one person with the customer, in which we write on that person's behalf
    /// and nothing can be pressed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
}

impl Interaction {
    /// A contact with nothing known but its id, source and end.
    pub fn new(id: impl Into<String>, source: Source, ended_at: Timestamp) -> Self {
        Self {
            id: InteractionId(id.into()),
            source,
            ended_at,
            correlation: None,
            topic: None,
            agent: None,
            agent_account: None,
            channel: None,
            place: None,
            outcome: None,
            amount: None,
            currency: None,
            segments: Vec::new(),
            messages: None,
            ending: None,
            held_at: None,
            on: None,
            requested_by: None,
            requested_press: None,
            ask_here: false,
            held_in_private: false,
            on_behalf: false,
        }
    }
}
