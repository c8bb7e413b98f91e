//! What happens where customers are served: a command that only looks, the beginning of a desk, words
//! that belong to a question, or something about the contact itself.

use amends_core::{
    case::Case,
    customer::Customer,
    event::VenueEvent,
    grammar,
    ids::{CaseNumber, CustomerId},
    place::{Named, Place},
};
use amends_storage::port::Result;

use super::Written;
use crate::draft::Draft;

impl Draft<'_> {
    /// Something happened where customers are served.
    pub(super) fn in_venue(&mut self, place: &Place, event: VenueEvent) -> Result<()> {
        if let VenueEvent::Wrote { on_behalf: true, .. } = &event {
            return self.in_own_chat(place, event);
        }
        if let VenueEvent::Wrote { by, .. } = &event {
            self.seen(by, true)?;
        }
        if self.why_in_venue(place, &event)? {
            return Ok(());
        }
        if let Some(wrote) = self.begins_here(&event) {
            return self.about_business(wrote, false);
        }
        match self.said_in_place(place, &event)? {
            Some((id, said)) => self.event(id, said),
            None => self.venue_step(place, event),
        }
    }

    /// Somebody wrote in a chat of their own, in which we may read and write. Of what is said there
    /// and not for us nothing is kept: whoever is not staff may connect the bot as they like, too.
    fn in_own_chat(&mut self, place: &Place, event: VenueEvent) -> Result<()> {
        if let Some((id, said)) = self.said_in_place(place, &event)? {
            return self.event(id, said);
        }
        if let Some((id, wrote, case)) = self.spoke_themselves(place, &event)? {
            return self.staff_wrote(id, wrote, case);
        }
        let VenueEvent::Wrote { by, content, .. } = &event else { return Ok(()) };
        let is_done = content.words().and_then(grammar::command) == Some("done");
        if !is_done || self.policy().staff(&by.address).is_none() {
            return Ok(());
        }
        self.venue_step(place, event)
    }

    /// Somebody of staff wrote to the customer of an open case in a chat of their own. A command
    /// there would be read by the customer: but for `/done`, which is for the contact, there is none.
    fn spoke_themselves(
        &self,
        place: &Place,
        event: &VenueEvent,
    ) -> Result<Option<(CustomerId, Written, CaseNumber)>> {
        let VenueEvent::Wrote { by, message, content, .. } = event else { return Ok(None) };
        let is_command = content.words().is_some_and(|words| words.trim_start().starts_with('/'));
        if is_command || self.policy().staff(&by.address).is_none() {
            return Ok(None);
        }
        let Some(case) = self.case_of_thread(place)? else { return Ok(None) };
        let Some(id) = self.current(self.customer_of_case(case)?)? else { return Ok(None) };
        let is_open = |customer: Customer| customer.case(case).is_some_and(Case::is_open);
        if !self.customer(id)?.is_some_and(is_open) {
            return Ok(None);
        }
        let wrote = Written {
            by: by.clone(),
            message: message.clone(),
            reply_to: None,
            content: content.clone(),
            named: Named::default(),
            press: None,
            form: None,
        };
        Ok(Some((id, wrote, case)))
    }
}
