//! When the rules change by which dates are derived from customers (a shorter `/retention`, a newer
//! version), the dates of those who are stored are derived anew: page by page, each durable, and with
//! others served in between.
//!
//! What is derived is for the core to say, by the same step as in the moment of a deadline; here is
//! only kept how far it is. A page that was not noted is looked at again, which changes nothing.

use amends_core::{engine::DatesBy, event::Event, ids::CustomerId};
use amends_storage::port::{CauseKind, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tracing::{error, info};

use super::{EngineLoop, Group, Trouble, because::Because};

/// The name under which the store keeps how far it is.
const NOTE: &str = "dates";
/// So many customers are looked at together.
const PAGE: usize = 64;

/// By what the dates of all customers are derived, as far as that is known.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// As it is kept, once something is.
    kept: Option<Derived>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Derived {
    by: DatesBy,
    /// Up to whom, in the order of their ids; nothing: from the first one on.
    after: Option<CustomerId>,
    is_done: bool,
}

impl Derived {
    fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("it has only string keys")
    }
}

impl EngineLoop {
    /// Finds out how far an earlier run came.
    pub(super) fn find_dates(&mut self) -> Result<(), StoreError> {
        let kept = self.store.note(NOTE)?;
        self.state.dates.kept = kept.and_then(|kept| serde_json::from_slice(&kept).ok());
        Ok(())
    }

    /// Takes note of what the business changed: should it take that back at once, dates may have been
    /// derived by it meanwhile.
    pub(super) fn note_dates(&mut self) {
        let by = DatesBy::of(&self.policy);
        if self.state.dates.kept.as_ref().is_some_and(|kept| kept.by != by) {
            self.state.dates.kept = Some(Derived { by, after: None, is_done: false });
        }
    }

    /// Whether dates are still to be derived anew.
    fn has_old_dates(&self) -> bool {
        let by = DatesBy::of(&self.policy);
        self.state.dates.kept.as_ref().is_none_or(|kept| !kept.is_done || kept.by != by)
    }

    /// Whether that can be done now: where little room is left, it belongs to what was taken in.
    pub(super) fn may_derive(&self) -> bool {
        self.has_old_dates() && self.store.takes_in().is_ok()
    }

    /// Derives some of them anew.
    pub(super) fn derive_dates(&mut self) {
        if self.is_held_back() || !self.may_derive() {
            return;
        }
        let by = DatesBy::of(&self.policy);
        let kept = self.state.dates.kept.as_ref().filter(|kept| kept.by == by);
        let after = kept.and_then(|kept| kept.after);
        if let Err(error) = self.derive_page(by, after) {
            self.store_failed(&error);
        }
    }

    fn derive_page(&mut self, by: DatesBy, after: Option<CustomerId>) -> Result<(), StoreError> {
        let page = self.store.customers(after, PAGE)?;
        let mut group = Group::new(self.clock.now());
        for (id, stored) in &page {
            self.derive_one(&mut group, *id, *stored)?;
        }
        if !self.conclude(group, Ok(())) {
            return Ok(());
        }
        let is_done = page.len() < PAGE;
        let after = page.last().map(|(id, _)| *id).or(after);
        let derived = Derived { by, after, is_done };
        // As long as nobody is known there is nothing to be kept.
        if after.is_some() || self.state.dates.kept.is_some() {
            self.store.keep(NOTE, &derived.encode())?;
        }
        if is_done && after.is_some() {
            info!("The dates of all customers are derived by the rules that hold now");
        }
        self.state.dates.kept = Some(derived);
        Ok(())
    }

    fn derive_one(
        &mut self,
        group: &mut Group,
        id: CustomerId,
        stored: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let result = self.draft(group, Because::Happened(CauseKind::Deadline), |draft| {
            let Some(customer) = draft.exactly(id)? else { return Ok(()) };
            let deadline = customer.next_deadline(draft.policy());
            // Whoever was taken in has no dates of their own.
            if customer.merged_into.is_none() && deadline.map(|deadline| deadline.at) != stored {
                draft.customer_step(id, Event::DeadlineReached, Vec::new())?;
            }
            Ok(())
        });
        match result {
            Ok(()) => Ok(()),
            Err(Trouble::Item(reason)) => {
                error!(customer.id = %id, reason, "Could not derive the dates of a customer");
                Ok(())
            }
            Err(Trouble::Store(error)) => Err(error),
        }
    }
}
