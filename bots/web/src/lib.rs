//! The HTTP interface of amends: the signed intake, what became of it, and whether we are well.
//!
//! It checks who speaks and what they say, hands it on, and puts the outcome into words a machine
//! can read. It decides nothing about customers.

pub mod body;
mod digest;
pub mod intake;
mod metrics;
mod pace;
mod page;
mod problem;
pub mod server;
pub mod signature;
mod view;
