//! Customers are gone through because a cause is fixed, or to say sorry: whom it concerns is counted,
//! or told.
//!
//! What the customers of a page are told, and how far it is, become durable together, with others
//! served in between. So it goes on where it was after a kill, and nobody is told twice.

use amends_core::{
    admin::Telling,
    event::{Page, WorkspaceEvent},
    ids::CustomerId,
};
use amends_storage::port::{CauseKind, StoreError};
use tracing::{error, info};

use super::{EngineLoop, Group, Trouble, because::Because};
/// So many customers are looked at together.
const PAGE: usize = 64;

impl EngineLoop {
    /// Whether customers are to be gone through, and can be now.
    pub(super) fn may_tell(&self) -> bool {
        !self.policy.workspace.tellings.is_empty() && self.store.takes_in().is_ok()
    }

    /// Goes through some of them.
    pub(super) fn go_through_customers(&mut self) {
        if self.is_held_back() || !self.may_tell() {
            return;
        }
        let Some(telling) = self.policy.workspace.next_telling().cloned() else { return };
        if let Err(error) = self.tell_page(&telling) {
            self.store_failed(&error);
        }
    }

    fn tell_page(&mut self, telling: &Telling) -> Result<(), StoreError> {
        let (ids, is_last) = if let Some(one) = telling.one(&self.policy.workspace) {
            (vec![one], true)
        } else {
            let page = self.store.customers(telling.after, PAGE)?;
            (page.iter().map(|(id, _)| *id).collect(), page.len() < PAGE)
        };
        let mut group = Group::new(self.clock.now());
        let mut page = Page::new(telling, ids.last().copied(), is_last);
        for id in &ids {
            self.tell_one(&mut group, *id, telling, &mut page)?;
        }
        let event = WorkspaceEvent::Page(Box::new(page));
        let because = Because::Happened(CauseKind::Business);
        match self.draft(&mut group, because, |draft| Ok(draft.workspace_step(event)?)) {
            Ok(()) => (),
            Err(Trouble::Item(reason)) => {
                error!(about = ?telling.about, reason, "Could not note how far it is");
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        // What customers are told and how far it is become durable together.
        if self.conclude(group, Ok(())) && is_last {
            info!(about = ?telling.about, tells = telling.tells, "Went through all customers");
        }
        Ok(())
    }

    /// Looks at one customer, and tells them if they are to be told.
    fn tell_one(
        &mut self,
        group: &mut Group,
        id: CustomerId,
        telling: &Telling,
        page: &mut Page,
    ) -> Result<(), StoreError> {
        let told = self.draft(group, Because::Happened(CauseKind::Business), |draft| {
            let is_one = telling.one(&draft.policy().workspace).is_some();
            // Of all of them, whoever was taken in is met under the id that they go by.
            let found = if is_one { draft.customer(id)? } else { draft.exactly(id)? };
            let Some(customer) = found else { return Ok(None) };
            let mut seen = page.clone();
            if let Some(event) = seen.see(&customer, telling, draft.policy()) {
                draft.customer_step(customer.id, event, Vec::new())?;
            }
            Ok(Some(seen))
        });
        match told {
            Ok(None) => (),
            Ok(Some(seen)) => *page = seen,
            // One customer who can't be worked on must not hide the others.
            Err(Trouble::Item(reason)) => {
                error!(customer.id = %id, reason, "Could not tell a customer of something");
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        Ok(())
    }
}
