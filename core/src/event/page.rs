//! Customers that are gone through page by page.

use serde::{Deserialize, Serialize};

use crate::{ids::CustomerId, lang::Lang};

/// A page of customers that was gone through because a cause is fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixPage {
    /// The cause.
    pub cause: String,
    /// Which fix of it.
    pub fix: u32,
    /// The last customer of the page; nothing: there was none.
    pub after: Option<CustomerId>,
    /// How many of them complained.
    pub complained: u32,
    /// How many of those would be told.
    pub people: u32,
    /// In which languages.
    pub langs: Vec<Lang>,
    /// There are no more customers.
    pub is_last: bool,
}
