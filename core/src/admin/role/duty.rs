//! Whether somebody is on duty, kept while they are off the list of staff.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{place::Address, policy::Workspace};

/// Whether somebody was on duty when they were taken off the list of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Whether they were.
    pub on: bool,
    /// When it would have ended by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Duty {
    pub(super) fn of(workspace: &Workspace, who: &Address) -> Option<Self> {
        let member = workspace.staff.iter().find(|member| member.address == *who)?;
        Some(Self { on: member.on_duty, until: member.duty_until })
    }

    pub(super) fn put(self, workspace: &mut Workspace, who: &Address) {
        for member in workspace.staff.iter_mut().filter(|member| member.address == *who) {
            (member.on_duty, member.duty_until) = (self.on, self.until);
        }
    }
}
