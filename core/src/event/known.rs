//! What a start token stands for, and what a source knows of a customer.

use serde::{Deserialize, Serialize};

use crate::{
    interaction::Interaction,
    place::{Address, Platform},
};

/// What a start token stands for. The shell looks it up, the core decides what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// A registered receipt that is still good.
    Receipt {
        /// The token itself.
        token: String,
        /// Its contact.
        interaction: Box<Interaction>,
        /// The id of the customer in the system that registered it.
        external: Option<String>,
    },
    /// A receipt that was used or is too old.
    ReceiptExpired,
    /// A printed link of a place.
    Visit(String),
    /// "Open my case in private".
    Private(String),
    /// A code that connected two accounts: they are one customer now.
    Linked,
    /// Something else.
    Unknown,
}

/// What a source vouches for about a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Accounts that belong to the customer.
    #[serde(default)]
    pub addresses: Vec<Address>,
    /// The customer's id in the source's own system.
    #[serde(default)]
    pub external: Option<String>,
    /// The customer's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The customer's language, as a tag.
    #[serde(default)]
    pub language: Option<String>,
    /// Phone or mail: other ways to reach the customer, for staff.
    #[serde(default)]
    pub otherwise: Option<String>,
    /// The customer's time zone, by its IANA name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl Known {
    /// The platform of the accounts, if they are all on one: there the contact was.
    fn platform(&self) -> Option<Platform> {
        let first = self.addresses.first()?.platform;
        self.addresses.iter().all(|address| address.platform == first).then_some(first)
    }

    /// A contact with where it was, as far as its source says so.
    pub(crate) fn told_of(&self, interaction: &Interaction) -> Interaction {
        let on = interaction.on.or(self.platform());
        Interaction { on, ..interaction.clone() }
    }
}
