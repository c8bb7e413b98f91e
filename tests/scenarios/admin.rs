//! What admins set in the chat (`CONVERSATIONS` 4.7, the table of admins).

mod asking;
mod quiet;
mod settings;
mod setup;
mod signals;
mod why;
