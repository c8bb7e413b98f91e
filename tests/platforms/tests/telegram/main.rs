//! The stand-in of Telegram, driven as a bot and its people drive it.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may fail like tests")]

mod absence;
mod bench;
mod business;
mod conversation;
mod doors;
mod trouble;
