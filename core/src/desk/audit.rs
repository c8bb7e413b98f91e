//! Who changed what.

use serde::{Deserialize, Serialize};

use crate::hours::Due;

/// Somebody changed a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// When.
    pub at: Due,
    /// Who; nothing: whoever runs the service, by a file.
    pub by: Option<String>,
    /// What, by its name in the configuration.
    pub what: String,
    /// What it was before.
    pub from: String,
    /// What it is now.
    pub to: String,
}
