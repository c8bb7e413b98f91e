//! The Telegram adapter: updates become facts, effects become calls of the Bot API.
//!
//! It translates and decides nothing. Reading is pure and is tested on real payloads; writing plans
//! one call per effect and says honestly whether that call was carried out, refused or lost.

pub mod adapter;
pub mod classify;
pub mod client;
pub mod data;
pub mod inbound;
pub mod menus;
pub mod outbound;
pub mod polling;

mod business;
mod desk;
mod download;
mod founder;
