//! The stand-in of Discord, driven by the client library that the service uses.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may fail like tests")]

mod bench;
mod doors;
mod events;
mod gateway;
mod hearing;
mod interactions;
mod messages;
mod rest;
mod threads;
mod trouble;
