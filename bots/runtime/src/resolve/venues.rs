//! What happens where customers are served: a command that only looks, the beginning of a desk, words
//! that belong to a question, or something about the contact itself.

use amends_core::{event::VenueEvent, place::Place};
use amends_storage::port::Result;

use crate::draft::Draft;

impl Draft<'_> {
    /// Something happened where customers are served.
    pub(super) fn in_venue(&mut self, place: &Place, event: VenueEvent) -> Result<()> {
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
}
