//! Whose message it is: known by where it stands, and where many cases share a place, by its id.

use amends_core::{
    case::{Case, Way},
    customer::Customer,
    ids::{CaseNumber, CustomerId},
    place::{MessageRef, Place},
};
use amends_storage::port::Result;

use crate::draft::Draft;

impl Draft<'_> {
    /// The line of an open case that came from a message, and which way it went.
    pub(super) fn line_of(
        &self,
        message: &MessageRef,
    ) -> Result<Option<(CaseNumber, CustomerId, Way)>> {
        self.find_at(&message.place, |case, customer| {
            let mut waiting = case.burst.iter().flat_map(|burst| &burst.lines);
            if waiting.any(|line| line.message.is_same(message)) {
                return Some((case.number, customer.id, Way::ToDesk));
            }
            let mut lines = case.lines.iter();
            let line = lines.find(|line| line.from.iter().any(|from| from.is_same(message)))?;
            Some((case.number, customer.id, line.way))
        })
    }

    /// The case in whose thread a message stands, also where the platform does not tell the thread.
    pub(super) fn case_at(&self, message: &MessageRef) -> Result<Option<(CaseNumber, CustomerId)>> {
        if let Some(case) = self.case_of_thread(&message.place)? {
            return Ok(self.customer_of_case(case)?.map(|id| (case, id)));
        }
        if !self.is_desk(&message.place) {
            return Ok(None);
        }
        self.find_in_recovery(|number, customer| {
            let mut shown = customer.case(number)?.lines.iter().filter_map(|line| line.to.as_ref());
            shown.any(|shown| shown.is_same(message)).then_some((number, customer.id))
        })
    }

    /// The case in whose thread a message stands. A case without a thread lives in the desk itself:
    /// there it is the one that `about` belongs to.
    pub(super) fn case_of(
        &self,
        message: &MessageRef,
        about: Option<&MessageRef>,
    ) -> Result<Option<(CaseNumber, CustomerId)>> {
        if let Some(case) = self.case_of_thread(&message.place)? {
            return Ok(self.customer_of_case(case)?.map(|id| (case, id)));
        }
        let Some(about) = about else { return Ok(None) };
        self.find_in_recovery(|number, customer| {
            let case = customer.case(number)?;
            let prompt = case.desk.prompt.as_ref().and_then(|(message, _)| message.as_ref());
            let is_its = case.desk.card.as_ref() == Some(about)
                || prompt == Some(about)
                || case.desk.asks.iter().any(|(message, _)| message == about)
                || case
                    .lines
                    .iter()
                    .any(|line| line.to.as_ref() == Some(about) || line.from.contains(about));
            is_its.then_some((number, customer.id))
        })
    }

    /// Looks at the open case that is talked about in a place; in the desk itself at all of them.
    fn find_at<T>(
        &self,
        place: &Place,
        find: impl Fn(&Case, &Customer) -> Option<T>,
    ) -> Result<Option<T>> {
        if self.is_desk(place) && place.thread.is_none() {
            return self.find_in_recovery(|number, customer| {
                customer.case(number).and_then(|case| find(case, customer))
            });
        }
        let Some(case) = self.case_of_place(place)? else { return Ok(None) };
        let Some(id) = self.customer_of_case(case)? else { return Ok(None) };
        let Some(customer) = self.customer(id)? else { return Ok(None) };
        // In a private chat that may be another one by now.
        Ok(customer.open_case().and_then(|case| find(case, &customer)))
    }

    /// Whether a place is at the desk.
    pub(super) fn is_desk(&self, place: &Place) -> bool {
        let desk = self.policy().workspace.desk.as_ref();
        desk.is_some_and(|desk| desk.platform == place.platform && desk.chat == place.chat)
    }
}
