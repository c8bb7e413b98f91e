//! The inbox of comments: what stands in it, and what staff say about an item.

use amends_core::{
    customer::Customer,
    desk::{DeskSay, InboxSay},
    engine::{self, InboxAsked},
    event::Event,
    ids::{CustomerId, ItemNumber},
    inbox::Item,
};
use amends_storage::port::{Result, StoreError, Subject};
use tracing::error;

use super::{Written, looking::Found};
use crate::draft::Draft;

/// So many items are looked at together.
const PAGE: usize = 200;

impl Draft<'_> {
    /// Looks at each item that stands, the oldest first.
    pub(crate) fn each_item(&self, mut see: impl FnMut(&Customer, &Item)) -> Result<()> {
        let mut after = Some(ItemNumber(0));
        while let Some(from) = after {
            let (items, next) = self.items_after(from, PAGE)?;
            for (number, id) in items {
                let customer = match self.customer(id) {
                    // One damaged customer must not hide the others.
                    Err(StoreError::Damaged { kind, .. }) => {
                        error!(%number, kind, "The customer of an item can't be read");
                        None
                    }
                    read => read?,
                };
                let Some(customer) = customer else { continue };
                if let Some(item) = customer.item(number).filter(|item| item.is_open()) {
                    see(&customer, item);
                }
            }
            after = next;
        }
        Ok(())
    }

    /// How many items stand, and how many of them for longer than they should.
    pub(crate) fn count_items(&self) -> Result<(u64, u64)> {
        let (mut all, mut old) = (0, 0);
        let now = self.ground.now;
        self.each_item(|_, item| {
            all += 1;
            old += u64::from(engine::is_old(item, now));
        })?;
        Ok((all, old))
    }

    /// Whose item it is, or was: its number is that of the step in which it came up.
    pub(super) fn customer_of_item(&self, number: ItemNumber) -> Result<Option<CustomerId>> {
        let (items, _) = self.items_after(ItemNumber(number.0.saturating_sub(1)), 1)?;
        if let Some(id) = items.get(&number) {
            return Ok(Some(*id));
        }
        let entry = self.ground.store.journal(number.0, 1)?.into_iter().next();
        Ok(entry.filter(|entry| entry.seq == number.0).and_then(|entry| match entry.subject {
            Subject::Customer(id) => Some(id),
            Subject::Workspace | Subject::Venue(_) => None,
        }))
    }

    /// The answer to somebody who looks into the inbox.
    pub(super) fn inbox(&self, asked: InboxAsked) -> Result<Found> {
        let (policy, now) = (self.policy(), self.ground.now);
        let (number, by) = match asked {
            InboxAsked::Show(number, by) => (number, by),
            InboxAsked::List(mut listing) => {
                self.each_item(|customer, item| listing.see(policy, customer, item, now))?;
                return Ok(Found::of_nobody(listing.say()));
            }
            // Its customer is not known, or is forgotten.
            InboxAsked::Act(number, _) => {
                let id = self.customer_of_item(number)?;
                let customer = id.map_or(Ok(None), |id| self.customer(id))?;
                let is_forgotten = customer.is_some_and(|it| it.erased_at.is_some());
                let say = if is_forgotten { DeskSay::Forgotten } else { unknown(number) };
                return Ok(Found::of_nobody(say));
            }
        };
        let customer = match self.customer_of_item(number)? {
            Some(id) => self.customer(id)?,
            None => None,
        };
        Ok(match customer {
            Some(customer) => {
                let say = engine::one_item(policy, &customer, number, &by);
                Found::of(say, customer.erased_at.is_none().then_some(customer.id))
            }
            None => Found::of_nobody(unknown(number)),
        })
    }

    /// The item about which somebody says what is to become of it, and what they say.
    pub(super) fn on_item(
        &self,
        wrote: &Written,
    ) -> Result<Option<(CustomerId, ItemNumber, String)>> {
        let Some(text) = wrote.content.words() else { return Ok(None) };
        let Some(Ok(InboxAsked::Act(number, said))) =
            InboxAsked::read(self.policy(), &wrote.by, text)
        else {
            return Ok(None);
        };
        let id = self.customer_of_item(number)?;
        let is_known = |id: &CustomerId| {
            let customer = self.customer(*id)?;
            let customer = customer.filter(|it| it.erased_at.is_none());
            Ok::<_, StoreError>(customer.is_some_and(|it| it.item(number).is_some()))
        };
        Ok(match id {
            Some(id) if is_known(&id)? => Some((id, number, said)),
            Some(_) | None => None,
        })
    }

    /// Brings that to its customer.
    pub(super) fn said_on_item(
        &mut self,
        (id, item, said): (CustomerId, ItemNumber, String),
        wrote: Written,
    ) -> Result<()> {
        let Written { by, message, press, .. } = wrote;
        let event = Event::StaffOnItem { item, by, message, press, said };
        self.customer_step(id, event, Vec::new()).map(|_| ())
    }
}

fn unknown(number: ItemNumber) -> DeskSay {
    DeskSay::inbox(InboxSay::Unknown { typed: number.to_string() })
}
