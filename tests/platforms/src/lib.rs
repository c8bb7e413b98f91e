//! Strict, stateful stand-ins of the chat platforms, for tests and the rehearsal.
//!
//! A stand-in speaks the platform's real wire protocol on a loopback address, keeps the whole
//! state of its little world in memory and enforces the platform's rules in the platform's own
//! words. What people do in the app happens through a second door, in Rust or over HTTP. It never
//! reaches the network beyond loopback and never repairs what a client got wrong.

pub mod clock;
pub mod discord;
pub mod telegram;

mod line;
mod opened;
