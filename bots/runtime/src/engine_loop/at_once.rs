//! Arrivals that are worked on as they come: what they were and what follows from them become durable
//! in one write, and only then whoever brought them is told that they arrived.
//!
//! What can't be worked on at once waits in the inbox: when more waits there already, when a platform
//! was not reached yet, when there is no room for new things, when work on it failed, and when the
//! group could not be made durable.

use std::{collections::BTreeSet, mem};

use amends_storage::{
    crash,
    port::{ArrivalId, StoreError},
};

use super::{
    EngineLoop, GROUP, Trouble,
    group::{Group, Worked},
};
use crate::item::{Answer, Arrivals};

/// Operations that only arrivals which wait pass: a test that kills the process there has them wait.
const OF_THE_INBOX: [&str; 2] = ["receive.", "inbox."];

/// What arrived, and who waits to hear how much of it was new.
#[derive(Debug, Default)]
pub(crate) struct Fresh {
    pub(super) arrivals: Arrivals,
    pub(super) answers: Vec<Answer<usize>>,
}

impl Fresh {
    pub(super) fn add(&mut self, arrivals: Arrivals, answer: Answer<usize>) {
        self.arrivals.extend(arrivals);
        self.answers.push(answer);
    }

    /// Whether nobody waits for anything.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// Tells whoever waits that what is left was new and is durable.
    pub(super) fn answer(self) {
        let new = self.arrivals.len();
        for answer in self.answers {
            answer.send(Ok(new)).ok();
        }
    }
}

impl EngineLoop {
    /// Works on what arrived, if nothing keeps it waiting; then it belongs to the group.
    pub(super) fn at_once(
        &mut self,
        group: &mut Group,
        fresh: &mut Fresh,
    ) -> Result<(), StoreError> {
        if fresh.is_empty() || !self.may_work_at_once(fresh) {
            return Ok(());
        }
        let Fresh { mut arrivals, answers } = mem::take(fresh);
        let mut ids = BTreeSet::new();
        // Who sent what was refused need not send it again.
        arrivals.retain(|(id, _)| !self.state.told.was_refused(id) && ids.insert(id.clone()));
        // Whatever becomes of the group, they belong to it.
        group.fresh = Fresh { arrivals: Vec::new(), answers };
        let (mut failed, mut left) = (Vec::new(), arrivals.into_iter());
        while let Some((id, body)) = left.next() {
            let result = match self.store.is_repeat(&id, group.now) {
                Ok(true) => continue,
                Ok(false) => self.arrival(group, &body, Worked::AtOnce(&id)),
                Err(error) => Err(Trouble::Store(error)),
            };
            group.fresh.arrivals.push((id.clone(), body));
            match result {
                Ok(()) => (),
                Err(Trouble::Item(reason)) => failed.push((id, reason)),
                Err(Trouble::Store(error)) => {
                    group.fresh.arrivals.extend(left);
                    return Err(error);
                }
            }
        }
        failed.into_iter().try_for_each(|(id, reason)| self.has_to_wait(group, &id, reason))
    }

    fn may_work_at_once(&self, fresh: &Fresh) -> bool {
        let is_being_refused = |(id, _): &(ArrivalId, Vec<u8>)| {
            self.state.told.refuses(id) && !self.state.told.was_refused(id)
        };
        fresh.arrivals.len() <= GROUP
            && !self.state.inbox
            && !fresh.arrivals.iter().any(is_being_refused)
            && self.adapters.values().all(|adapter| adapter.is_ready())
            && self.store.takes_in().is_ok()
            && !OF_THE_INBOX.into_iter().any(crash::is_aimed_at)
    }

    /// Takes an arrival in on which work failed, to be tried again.
    fn has_to_wait(
        &mut self,
        group: &Group,
        id: &ArrivalId,
        reason: String,
    ) -> Result<(), StoreError> {
        let arrival = group.fresh.arrivals.iter().find(|(known, _)| known == id);
        let arrival = arrival.expect("it was put there").clone();
        self.store.receive(&[arrival], group.now)?;
        let rows = self.store.inbox(0, GROUP)?;
        if let Some(row) = rows.into_iter().find(|row| row.id == *id) {
            self.arrival_failed(row, reason);
        }
        Ok(())
    }
}
