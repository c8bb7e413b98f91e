//! What is answered with whether something is known: a contact that goes on, a customer to be forgotten.

use amends_core::{event::Event, interaction::InteractionId};
use amends_storage::port::{CauseKind, StoreError};
use tracing::error;

use super::{EngineLoop, Trouble, because::Because, group::Group};
use crate::{
    figures::Failure,
    item::{Answer, ServiceError},
    offline,
};

impl EngineLoop {
    /// Works on a contact that goes on.
    pub(super) fn reopened(
        &mut self,
        group: &mut Group,
        id: InteractionId,
        answer: Answer<bool>,
    ) -> Result<(), StoreError> {
        let result = self.draft(group, Because::Happened(CauseKind::Contact), |draft| {
            let known = draft.customer_of_interaction(&id)?.is_some();
            draft.reopened(id, None)?;
            Ok(known)
        });
        self.conclude_known(group, result, answer, "Could not work on a contact that goes on")
    }

    /// Forgets a customer at the wish of whoever runs the service.
    pub(super) fn erase(
        &mut self,
        group: &mut Group,
        typed: &str,
        answer: Answer<bool>,
    ) -> Result<(), StoreError> {
        let found = match offline::find(&*self.store, typed) {
            Ok(found) => found,
            Err(error) => {
                answer.send(Err(ServiceError::from(&error))).ok();
                return Ok(());
            }
        };
        let result = self.draft(group, Because::Happened(CauseKind::Business), |draft| {
            let Some(customer) = found else { return Ok(false) };
            draft.customer_step(customer.id, Event::ErasureConfirmed, Vec::new())?;
            Ok(true)
        });
        self.conclude_known(group, result, answer, "Could not forget a customer")
    }

    /// Has it answered whether something is known, once that is durable.
    fn conclude_known(
        &self,
        group: &mut Group,
        result: Result<bool, Trouble>,
        answer: Answer<bool>,
        failed: &str,
    ) -> Result<(), StoreError> {
        match result {
            Ok(known) => group.known.push((answer, known)),
            Err(Trouble::Item(reason)) => {
                self.health.figures.failed(Failure::Contact);
                error!(reason, "{failed}");
                answer.send(Err(ServiceError::Failed)).ok();
            }
            Err(Trouble::Store(error)) => {
                answer.send(Err(ServiceError::from(&error))).ok();
                return Err(error);
            }
        }
        Ok(())
    }
}
