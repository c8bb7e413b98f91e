//! What is kept, from outside: commands beside a running service, backups, what is refused, and how
//! far long work is.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "data/backups.rs"]
mod backups;
#[path = "data/house.rs"]
mod house;
#[path = "data/interrupted.rs"]
mod interrupted;
#[path = "data/orders.rs"]
mod orders;
#[path = "data/refused.rs"]
mod refused;
#[path = "house/started.rs"]
mod started;
#[path = "data/terminal.rs"]
mod terminal;
