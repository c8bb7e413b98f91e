//! Whether somebody is on duty, kept while they are off the list of staff.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{hours::Hours, place::Address, policy::Workspace};

/// Whether somebody was on duty when they were taken off the list of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Whether they were.
    pub on: bool,
    /// When it would have ended by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Their hours by the rota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rota: Option<Hours>,
}

impl Duty {
    pub(super) fn of(workspace: &Workspace, who: &Address) -> Option<Self> {
        let member = workspace.staff.iter().find(|member| member.address == *who)?;
        let rota = workspace.rota_of(who).cloned();
        Some(Self { on: member.on_duty, until: member.duty_until, rota })
    }

    pub(super) fn put(self, workspace: &mut Workspace, who: &Address) {
        for member in workspace.staff.iter_mut().filter(|member| member.address == *who) {
            (member.on_duty, member.duty_until) = (self.on, self.until);
        }
        workspace.plan(who, self.rota);
    }
}
