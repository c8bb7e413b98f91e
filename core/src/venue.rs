//! A place where customers are served: a support group, or one topic of it. It is remembered who
//! wrote there, so that its end can be asked about.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    engine::Outcome,
    event::VenueEvent,
    place::{Actor, Place},
    policy::Policy,
};

/// What is remembered about a place where customers are served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Venue {
    /// Where.
    pub place: Place,
    /// The title of the topic, if it is one.
    pub title: Option<String>,
    /// People who are not staff and wrote there, the newest last, at most twenty.
    pub customers: Vec<Actor>,
    /// Messages by people who are not staff since the last end.
    pub customer_messages: u32,
    /// The staff member who wrote last.
    pub last_staff: Option<Actor>,
    /// How often an end was signalled here: keeps the ids of its contacts apart.
    pub ends: u32,
}

/// An event of a venue, with what the core may not get for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueRecorded {
    /// Sequence number in the journal.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: VenueEvent,
}

impl Venue {
    /// A place we know nothing about yet.
    pub fn new(place: Place) -> Self {
        Self {
            place,
            title: None,
            customers: Vec::new(),
            customer_messages: 0,
            last_staff: None,
            ends: 0,
        }
    }
}

/// Advances a venue by one event and returns what is to be done about it.
#[must_use = "effects that are dropped never happen"]
pub fn apply(_venue: &mut Venue, _policy: &Policy, _recorded: &VenueRecorded) -> Outcome {
    Outcome::default()
}
