//! The engine: one customer, one event, one result.

use jiff::Timestamp;

use crate::{customer::Customer, effect::Effect, event::Recorded, fact::Fact, policy::Policy};

/// What one step asks for, beside the new state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
    /// What is worth remembering for good.
    pub facts: Vec<Fact>,
}

/// The next moment at which a customer's engine wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// When.
    pub at: Timestamp,
    /// Why, for the log.
    pub kind: &'static str,
}

/// Advances `customer` by one event and returns what is to be done about it.
///
/// The same customer, policy and event always give the same result. A stale event (a second press
/// of the button, a timer that lost the race) leaves the state alone and asks for nothing.
#[must_use = "effects that are dropped never happen"]
pub fn apply(_customer: &mut Customer, _policy: &Policy, _recorded: &Recorded) -> Outcome {
    Outcome::default()
}

impl Customer {
    /// The next moment [`crate::event::Event::DeadlineReached`] is wanted, and why.
    pub fn next_deadline(&self) -> Option<Deadline> {
        None
    }
}
