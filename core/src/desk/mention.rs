//! Somebody to call.

use serde::{Deserialize, Serialize};

use crate::place::Address;

/// Somebody to call by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Their account.
    pub address: Address,
    /// Their name.
    pub name: Option<String>,
    /// Their user name, without `@`.
    pub username: Option<String>,
}
