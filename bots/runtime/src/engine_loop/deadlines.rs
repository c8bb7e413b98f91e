//! Deadlines: fired in the order in which they are due, late rather than never.

use std::collections::BTreeSet;

use amends_core::{
    event::{Event, WorkspaceEvent},
    ids::CustomerId,
};
use amends_storage::{
    crash,
    port::{CauseKind, StoreError},
};
use jiff::{SignedDuration, Timestamp};
use tracing::error;

use super::{EngineLoop, GROUP, Group, Trouble, because::Because};
use crate::figures::Failure;

/// How long a customer whose deadline can't be worked on is left alone.
const LEFT_ALONE: SignedDuration = SignedDuration::from_mins(1);
/// Deadlines of one customer that may fire in one pass; more means that they don't move.
const IN_ONE_PASS: u32 = 200;

impl EngineLoop {
    /// Fires every deadline that has come: that of the business, then those of customers.
    pub(super) fn deadlines(&mut self) {
        if let Err(error) = self.look_after_business() {
            self.store_failed(&error);
            return;
        }
        loop {
            match self.some_deadlines() {
                Ok(true) => (),
                Ok(false) => return,
                Err(error) => {
                    self.store_failed(&error);
                    return;
                }
            }
        }
    }

    /// The business looks at itself, if it is time to.
    fn look_after_business(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        if self.policy.next_look(now).is_none_or(|at| now < at) {
            return Ok(());
        }
        let mut group = Group::new(now);
        let because = Because::Happened(CauseKind::Deadline);
        let looked = self
            .draft(&mut group, because, |draft| Ok(draft.workspace_step(WorkspaceEvent::Looked)?));
        match looked {
            Ok(()) => {
                self.conclude(group, Ok(()));
                Ok(())
            }
            Err(Trouble::Item(reason)) => {
                self.health.figures.failed(Failure::Deadline);
                error!(reason, "Could not look whether anybody is on duty");
                Ok(())
            }
            Err(Trouble::Store(error)) => Err(error),
        }
    }

    /// Fires a group of deadlines. Returns whether there may be more.
    fn some_deadlines(&mut self) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let due = self.store.due(now, GROUP)?;
        // Beyond this moment there may be deadlines that are not in this group.
        let horizon = match due.last() {
            Some((last, _)) if due.len() == GROUP => *last,
            _ => now,
        };
        self.state.stuck.retain(|_, until| now < *until);
        let mut queue: BTreeSet<(Timestamp, CustomerId)> =
            due.into_iter().filter(|(_, id)| !self.state.stuck.contains_key(id)).collect();
        if queue.is_empty() {
            return Ok(false);
        }
        let mut group = Group::new(now);
        let mut fired = std::collections::BTreeMap::<CustomerId, u32>::new();
        while let Some((_, id)) = queue.pop_first() {
            crash::point("deadline.fired");
            let times = fired.entry(id).or_default();
            *times += 1;
            match self.one_deadline(&mut group, id)? {
                Some(next) if now < next => (),
                Some(_) if IN_ONE_PASS < *times => self.leave_alone(id, "it does not move"),
                Some(next) if next <= horizon => {
                    queue.insert((next, id));
                }
                Some(_) | None => (),
            }
        }
        Ok(self.conclude(group, Ok(())))
    }

    /// Fires one deadline and returns the customer's next one.
    fn one_deadline(
        &mut self,
        group: &mut Group,
        id: CustomerId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let result = self.draft(group, Because::Happened(CauseKind::Deadline), |draft| {
            let customer = draft.customer_step(id, Event::DeadlineReached, Vec::new())?;
            Ok(customer.next_deadline(draft.policy()).map(|deadline| deadline.at))
        });
        match result {
            Ok(next) => Ok(next),
            Err(Trouble::Item(reason)) => {
                self.leave_alone(id, &reason);
                Ok(None)
            }
            Err(Trouble::Store(error)) => Err(error),
        }
    }

    fn leave_alone(&mut self, id: CustomerId, reason: &str) {
        self.health.figures.failed(Failure::Deadline);
        error!(customer.id = %id, reason, "Could not work on a deadline: tried again in a minute");
        let until = self.clock.now().saturating_add(LEFT_ALONE).unwrap_or(Timestamp::MAX);
        self.state.stuck.insert(id, until);
    }
}
