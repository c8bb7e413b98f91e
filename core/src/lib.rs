//! The core of amends: it decides, and does nothing else.
//!
//! Pure state machines: no async, no clock, no randomness, no I/O, no log. Time, entropy and
//! numbers arrive inside the event; what is to be done leaves as data. The same state, policy and
//! event always give the same result. See `ARCHITECTURE.md` beside this crate.

pub mod action;
pub mod admin;
pub mod asking_rules;
pub mod board;
pub mod case;
pub mod catalogue;
pub mod customer;
pub mod desk;
pub mod duplicates;
pub mod effect;
pub mod engine;
pub mod event;
pub mod fact;
pub mod gap;
pub mod grammar;
pub mod hours;
pub mod ids;
pub mod inbox;
pub mod incident;
pub mod interaction;
pub mod invariants;
pub mod lang;
pub mod ledger;
pub mod making;
pub mod merging;
pub mod metrics;
pub mod money;
pub mod place;
pub mod policy;
pub mod recommending;
pub mod rota;
pub mod say;
pub mod scale;
mod staffing;
pub mod survey;
pub mod timers;
pub mod transcript;
pub mod unstored;
pub mod venue;
mod when;
pub mod wording;
pub mod workspace;
