//! Who is seen: what is new about somebody who acts, and whether they are staff by now.

use amends_core::{
    event::WorkspaceEvent,
    place::{Actor, Place},
};
use amends_storage::port::Result;

use crate::draft::Draft;

impl Draft<'_> {
    /// Notes what is new about somebody who acts: the name of a staff member, and whether a role
    /// makes them one. What they do is judged by what they are now.
    pub(super) fn seen(&mut self, by: &Actor, roles_told: bool) -> Result<()> {
        if by.anonymous {
            return Ok(());
        }
        let workspace = &self.policy().workspace;
        let level = workspace.level_by_role(by);
        let member = workspace.staff.iter().find(|member| member.address == by.address);
        let renamed = member.is_some_and(|member| {
            (by.name.is_some() && by.name != member.name)
                || (by.username.is_some() && by.username != member.username)
        });
        let reranked = match member {
            Some(member) => member.by_role && level != Some(member.level),
            None => level.is_some(),
        };
        if renamed || (reranked && roles_told) {
            let at_desk = false;
            let event = WorkspaceEvent::StaffSeen { by: by.clone(), roles_told, at_desk };
            return self.workspace_step(event);
        }
        Ok(())
    }

    /// The same, and whoever writes where staff work is remembered by name.
    pub(super) fn seen_at_desk(&mut self, by: &Actor, place: &Place) -> Result<()> {
        if by.anonymous || !self.is_desk(place) || self.policy().workspace.knows(by) {
            return self.seen(by, true);
        }
        let (roles_told, at_desk) = (true, true);
        self.workspace_step(WorkspaceEvent::StaffSeen { by: by.clone(), roles_told, at_desk })
    }

    /// Whether the platform told which roles somebody holds. In private it tells none, and nobody
    /// loses a role by writing there.
    pub(super) fn are_roles_told(&self, by: &Actor, place: Option<&Place>) -> bool {
        let workspace = &self.policy().workspace;
        let is_of = |channel: &Option<Place>, place: &Place| {
            channel.as_ref().is_some_and(|channel| {
                channel.platform == place.platform && channel.chat == place.chat
            })
        };
        !by.roles.is_empty()
            || place.is_some_and(|place| {
                place.thread.is_some()
                    || is_of(&workspace.desk, place)
                    || is_of(&workspace.care, place)
            })
    }

    /// Whether somebody may act as staff there: by a role only where the platform tells that they
    /// still hold it.
    pub(super) fn is_staff(&self, by: &Actor, place: &Place) -> bool {
        let member = self.policy().staff(&by.address);
        member.is_some_and(|member| !member.by_role || self.are_roles_told(by, Some(place)))
    }
}
