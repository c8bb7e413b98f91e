//! What admins set in the chat (`CONVERSATIONS` 4.7, the table of admins).

mod authority;
mod causes;
mod makegood;
mod qr;
mod settings;
mod value;
mod webhook;
