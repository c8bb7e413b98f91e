//! Where a question can be put: the ways to a customer, one after the other (S-10c, S-10d, E17, E19).

use super::step::Step;
use crate::{
    customer::Reach,
    place::{Address, Place},
    survey::Undelivered,
};

/// A way in which a question can be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In the private chat with an account.
    Private(Address),
    /// In the private room of an account.
    Room(Place, Address),
    /// Where the contact was.
    Here,
}

impl Step<'_> {
    /// Where the contact was, unless the question was put there before.
    pub(crate) fn way_here(&self, index: usize) -> Option<Way> {
        let survey = &self.customer.surveys[index];
        let can = survey.interaction.held_at.is_some() && !survey.put.here;
        can.then_some(Way::Here)
    }

    /// Where to ask: where the customer still is; else an account not tried yet, the platform of the
    /// contact first; else in their private room.
    pub(crate) fn next_way(&self, index: usize) -> Result<Way, Undelivered> {
        let survey = &self.customer.surveys[index];
        if survey.interaction.ask_here
            && let Some(here) = self.way_here(index)
        {
            return Ok(here);
        }
        let held_on = survey.interaction.held_at.as_ref().map(|place| place.platform);
        let home = held_on.or(survey.interaction.on);
        let mut ways: Vec<_> = self
            .customer
            .contacts
            .iter()
            .filter(|contact| contact.reach.may_work() && !survey.tried.contains(&contact.address))
            .collect();
        ways.sort_by_key(|contact| {
            (home != Some(contact.address.platform), std::cmp::Reverse(contact.active_at))
        });
        if let Some(contact) = ways.first() {
            return Ok(Way::Private(contact.address.clone()));
        }
        let mut closed =
            self.customer.contacts.iter().filter(|contact| contact.reach == Reach::NotStarted);
        let room =
            closed.find_map(|it| Some(Way::Room(it.open_room()?.clone(), it.address.clone())));
        if let (Some(room), false) = (room, survey.put.room) {
            return Ok(room);
        }
        let reaches = self.customer.contacts.iter().map(|contact| contact.reach);
        Err(reaches.fold(Undelivered::NotStarted, |why, reach| match reach {
            Reach::Blocked => Undelivered::Blocked,
            Reach::Gone if why == Undelivered::NotStarted => Undelivered::Deactivated,
            Reach::Unknown | Reach::Ok if why == Undelivered::NotStarted => Undelivered::Refused,
            Reach::Unknown | Reach::Ok | Reach::NotStarted | Reach::Gone => why,
        }))
    }
}
