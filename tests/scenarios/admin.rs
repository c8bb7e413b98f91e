//! What admins set in the chat (`CONVERSATIONS` 4.7, the table of admins).

mod asking;
mod authority;
mod causes;
mod data;
mod health;
mod makegood;
mod named;
mod persons;
mod qr;
mod quiet;
mod roles;
mod settings;
mod setup;
mod signals;
mod value;
mod webhook;
mod why;
mod wording;

/// What was shown, with a sign in place of each mark that turns the writing around.
fn visible(shown: &str) -> String {
    shown.replace(['\u{202e}', '\u{200f}'], "⟨turn⟩")
}
