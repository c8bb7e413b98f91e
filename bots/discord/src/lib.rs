//! The Discord adapter: what the gateway brings becomes facts, effects become requests.
//!
//! It translates and decides nothing. Reading is pure and is tested on envelopes; writing plans
//! requests as data and says honestly whether they were carried out, refused or lost.

pub mod adapter;
pub mod classify;
pub mod client;
pub mod commands;
pub mod data;
pub mod envelope;
pub mod gateway;
pub mod inbound;
pub mod outbound;

mod backfill;
mod desk;
mod steady;
