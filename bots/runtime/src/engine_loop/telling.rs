//! Customers are gone through because a cause is fixed: who complained of it is counted, or told.
//!
//! What the customers of a page are told, and how far it is, become durable together, with others
//! served in between. So it goes on where it was after a kill, and nobody is told twice.

use amends_core::{
    admin::{Telling, told_in},
    event::{Event, FixPage, WorkspaceEvent},
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
        let is_last = page.len() < PAGE;
        let mut found = FixPage {
            cause: telling.cause.clone(),
            fix: telling.fix,
            after: page.last().map(|(id, _)| *id),
            complained: 0,
            people: 0,
            langs: Vec::new(),
            is_last,
        };
        for (id, _) in &page {
            self.tell_one(&mut group, *id, telling, &mut found)?;
        }
        let event = WorkspaceEvent::FixPage(Box::new(found));
        let because = Because::Happened(CauseKind::Business);
        match self.draft(&mut group, because, |draft| Ok(draft.workspace_step(event)?)) {
            Ok(()) => (),
            Err(Trouble::Item(reason)) => {
                error!(cause = telling.cause, reason, "Could not note how far it is");
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        // What customers are told and how far it is become durable together.
        if self.conclude(group, Ok(())) && is_last {
            info!(cause = telling.cause, tells = telling.tells, "Went through all customers");
        }
        Ok(())
    }

    /// Looks at one customer, and tells them if they are to be told.
    fn tell_one(
        &mut self,
        group: &mut Group,
        id: CustomerId,
        telling: &Telling,
        found: &mut FixPage,
    ) -> Result<(), StoreError> {
        let told = self.draft(group, Because::Happened(CauseKind::Business), |draft| {
            let Some(customer) = draft.exactly(id)? else { return Ok(None) };
            if customer.merged_into.is_some() || !customer.complained_of(&telling.cause) {
                return Ok(None);
            }
            let lang = told_in(&customer, telling, draft.policy());
            let event = Event::CauseFixed {
                cause: telling.cause.clone(),
                fix: telling.fix,
                tells: telling.tells,
            };
            draft.customer_step(id, event, Vec::new())?;
            Ok(Some(lang))
        });
        match told {
            Ok(None) => (),
            Ok(Some(lang)) => {
                found.complained += 1;
                found.people += u32::from(lang.is_some());
                found.langs.extend(lang);
            }
            // One customer who can't be worked on must not hide the others.
            Err(Trouble::Item(reason)) => {
                error!(customer.id = %id, reason, "Could not tell a customer what is fixed");
            }
            Err(Trouble::Store(error)) => return Err(error),
        }
        Ok(())
    }
}
