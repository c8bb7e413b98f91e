//! The conversations of the product, as they happen: each scenario runs the real adapter against a
//! stand-in of the platform and shows what everybody sees.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

mod luma;
mod screen;

mod acceptance;
mod answers;
mod hostile;
mod recovery;
mod relay;
mod scripts;
mod signals;

use amends_platforms::telegram::spec::Spec;

/// Where the specification is absent, the scenarios pass without holding anybody to it.
#[test]
fn both_sides_are_held_to_the_specification() {
    Spec::is_there();
}
