//! Customers are gone through because a cause is fixed: who complained of it is counted, or told.
//!
//! A page is one draft: what its customers are told, and how far it is, become durable together, with
//! others served in between. So it goes on where it was after a kill, and nobody is told twice.

use amends_core::{
    admin::{Telling, told_in},
    event::{Event, FixPage, WorkspaceEvent},
    ids::CustomerId,
};
use amends_storage::port::{CauseKind, StoreError};
use tracing::{error, info};

use super::{EngineLoop, Group, Trouble, because::Because};
use crate::draft::Draft;

/// So many customers are looked at together.
const PAGE: usize = 64;

impl EngineLoop {
    /// Whether customers are to be gone through, and can be now.
    pub(super) fn may_tell(&self) -> bool {
        !self.policy.workspace.tellings.is_empty() && self.store.takes_in().is_ok()
    }

    /// Goes through some of them.
    pub(super) fn tell_of_fixes(&mut self) {
        if self.is_held_back() || !self.may_tell() {
            return;
        }
        let Some(telling) = self.policy.workspace.tellings.first().cloned() else { return };
        if let Err(error) = self.tell_page(&telling) {
            self.store_failed(&error);
        }
    }

    fn tell_page(&mut self, telling: &Telling) -> Result<(), StoreError> {
        let page = self.store.customers(telling.after, PAGE)?;
        let mut group = Group::new(self.clock.now());
        let because = Because::Happened(CauseKind::Business);
        let ids: Vec<CustomerId> = page.iter().map(|(id, _)| *id).collect();
        let done = self.draft(&mut group, because, |draft| {
            let mut found = FixPage {
                cause: telling.cause.clone(),
                fix: telling.fix,
                after: ids.last().copied(),
                complained: 0,
                people: 0,
                langs: Vec::new(),
                is_last: ids.len() < PAGE,
            };
            for id in &ids {
                one(draft, *id, telling, &mut found)?;
            }
            draft.workspace_step(WorkspaceEvent::FixPage(Box::new(found)))?;
            Ok(())
        });
        match done {
            Ok(()) => (),
            Err(Trouble::Item(reason)) => {
                error!(cause = telling.cause, reason, "Could not go through customers");
                // One that can't be worked on must not hold up everything else for ever.
                let after = ids.last().copied();
                let event = WorkspaceEvent::FixPage(Box::new(FixPage {
                    cause: telling.cause.clone(),
                    fix: telling.fix,
                    after,
                    complained: 0,
                    people: 0,
                    langs: Vec::new(),
                    is_last: ids.len() < PAGE,
                }));
                self.state.business.push_back(event);
                return Ok(());
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        if self.conclude(group, Ok(())) && ids.len() < PAGE {
            info!(cause = telling.cause, tells = telling.tells, "Went through all customers");
        }
        Ok(())
    }
}

/// Looks at one customer, and tells them if they are to be told.
fn one(
    draft: &mut Draft<'_>,
    id: CustomerId,
    telling: &Telling,
    found: &mut FixPage,
) -> Result<(), Trouble> {
    let customer = match draft.exactly(id) {
        Ok(Some(customer)) => customer,
        Ok(None) => return Ok(()),
        // One damaged customer must not hide the others.
        Err(StoreError::Damaged { kind, .. }) => {
            error!(customer.id = %id, kind, "A customer can't be read");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    if customer.merged_into.is_some() || !customer.complained_of(&telling.cause) {
        return Ok(());
    }
    found.complained += 1;
    let lang = told_in(&customer, telling, draft.policy());
    found.people += u32::from(lang.is_some());
    found.langs.extend(lang);
    let event =
        Event::CauseFixed { cause: telling.cause.clone(), fix: telling.fix, tells: telling.tells };
    draft.customer_step(id, event, Vec::new())?;
    Ok(())
}
