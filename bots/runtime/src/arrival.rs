//! What waits in the inbox: platform updates as they came, and events that steps ask for.

use amends_core::{
    interaction::{Interaction, InteractionId},
    place::{Address, Platform},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One arrival, as it is stored until it is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// An update of a platform, byte for byte. It is read only when it is worked on, so that a
    /// mistake in reading loses nothing.
    Update { platform: Platform, raw: Vec<u8> },
    /// A step found out that a contact ended or goes on.
    Loop(Loop),
}

/// An event that a step asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Loop {
    /// A contact with this account ended.
    Signal {
        customer: Address,
        name: Option<String>,
        #[serde(default)]
        language: Option<String>,
        interaction: Box<Interaction>,
    },
    /// A contact with this account goes on.
    Withdraw { customer: Address, interaction: InteractionId },
}

/// A stored arrival can't be read.
#[derive(Debug, Error)]
pub(crate) enum Unreadable {
    /// There is no first line that says what it is.
    #[error("the arrival has no head")]
    NoHead,
    /// The first line can't be read.
    #[error("the head of the arrival can't be read: {0}")]
    Head(#[from] serde_json::Error),
}

/// The first line of a stored arrival.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Head {
    Update(Platform),
    Loop(Loop),
}

impl Arrival {
    /// The bytes that are stored: one line that says what it is, then the update as it came.
    pub(crate) fn encode(self) -> Vec<u8> {
        let (head, raw) = match self {
            Self::Update { platform, raw } => (Head::Update(platform), raw),
            Self::Loop(event) => (Head::Loop(event), Vec::new()),
        };
        let mut bytes = serde_json::to_vec(&head).expect("a head has only string keys");
        bytes.push(b'\n');
        bytes.extend(raw);
        bytes
    }

    /// Reads what [`Arrival::encode`] wrote.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or(Unreadable::NoHead)?;
        let (head, raw) = bytes.split_at(end);
        Ok(match serde_json::from_slice(head)? {
            Head::Update(platform) => Self::Update { platform, raw: raw[1..].to_vec() },
            Head::Loop(event) => Self::Loop(event),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_kept_byte_for_byte() {
        let raw = b"{\"a\":\n1}\n\xff".to_vec();
        let arrival = Arrival::Update { platform: Platform::Telegram, raw };
        assert_eq!(Arrival::decode(&arrival.clone().encode()).unwrap(), arrival);
    }

    #[test]
    fn what_is_no_arrival_is_refused() {
        assert!(Arrival::decode(b"").is_err());
        assert!(Arrival::decode(b"{\"update\":\"fax\"}\n{}").is_err());
    }
}
