//! The conversations of the product, as they happen: each scenario runs the real adapter against a
//! stand-in of the platform and shows what everybody sees.
//!
//! Every scenario is written once and runs on each platform; `AMENDS_PLATFORM` says on which. What
//! is seen on Telegram stands in the scenario, what is seen on Discord in `snapshots/discord`.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

/// Compares what was seen with what is to be seen: on Telegram with the text at hand, on Discord with
/// the file of this scenario.
macro_rules! assert_shown {
    ($shown:expr, @$telegram:literal) => {{
        let shown = $shown;
        match $crate::luma::platform() {
            amends_core::place::Platform::Telegram => insta::assert_snapshot!(shown, @$telegram),
            amends_core::place::Platform::Discord => assert_shown!(shown),
        }
    }};
    ($shown:expr) => {{
        let shown = $shown;
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/snapshots/discord"),
            omit_expression => true,
        }, {
            insta::assert_snapshot!(shown);
        });
    }};
}

/// Ends a scenario that makes sense on one platform only, and says why.
macro_rules! only_on {
    ($platform:ident, $why:literal) => {
        if $crate::luma::is_elsewhere(amends_core::place::Platform::$platform, $why) {
            return;
        }
    };
}

mod luma;

mod acceptance;
mod across;
mod admin;
mod answers;
mod delivery;
mod discord;
mod hostile;
mod privacy;
mod recovery;
mod relay;
mod reports;
mod scripts;
mod signals;

use amends_core::place::Platform;
use amends_platforms::{discord::spec as discord_spec, telegram::spec as telegram_spec};

/// Where the specification is absent, the scenarios pass without holding anybody to it.
#[test]
fn both_sides_are_held_to_the_specification() {
    match luma::platform() {
        Platform::Telegram => telegram_spec::Spec::is_there(),
        Platform::Discord => discord_spec::Spec::is_there(),
    };
}
