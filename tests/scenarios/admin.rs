//! What admins set in the chat (`CONVERSATIONS` 4.7, the table of admins).

mod data;
mod roles;
mod settings;
mod setup;
mod wording;
