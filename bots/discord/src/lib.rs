//! Discord adapter: what the gateway brings becomes events, effects become requests.

pub mod classify;
pub mod client;
pub mod envelope;
pub mod gateway;

mod backfill;
