//! What happens to the business itself: duty, names, the desk.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{engine::Outcome, event::WorkspaceEvent, policy::Workspace};

/// An event of a workspace, with what the core may not get for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceRecorded {
    /// Sequence number in the journal.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: WorkspaceEvent,
}

/// Advances a workspace by one event and returns what is to be done about it.
#[must_use = "effects that are dropped never happen"]
pub fn apply(_workspace: &mut Workspace, _recorded: &WorkspaceRecorded) -> Outcome {
    Outcome::default()
}
