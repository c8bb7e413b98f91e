//! Samples of how a case was put right.

use amends_core::{
    desk::{Gained, Story},
    money::Currency,
};
use jiff::SignedDuration;

use super::{CASE, desk::text};

/// A dessert, and what the customer is worth.
pub(super) fn gained() -> Gained {
    let euro = Currency::default();
    Gained { gave: vec![(350, euro.clone())], protected: Some((364_000, euro)) }
}

pub(super) fn stories() -> Vec<Story> {
    let plain = Story {
        case: CASE,
        after: SignedDuration::from_secs(1_028),
        cause: None,
        done: text("right dish served, dessert on us"),
        prevent: None,
        gained: Gained::default(),
    };
    let named = Story { cause: Some(text("not as ordered")), gained: gained(), ..plain.clone() };
    let lei = Currency::parse("RON").expect("it is a currency");
    let gave = vec![(1_500, Currency::default()), (2_000, lei)];
    let whole = Story {
        prevent: Some(text("every order is read back")),
        gained: Gained { gave, protected: None },
        ..named.clone()
    };
    vec![plain, named, whole]
}
