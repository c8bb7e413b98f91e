//! Samples of what admins read.

use amends_core::admin::{AdminSay, Setting};

use super::{assert_covered, names};

names!(admin_name, ADMIN_SAYS: AdminSay {
    Undone, ChangedSince, Over, SettingSaved, Scale, Tried, Signals, Ledger, LedgerOfWhom,
    Setup, Trial, Health,
});

/// Something of each subject.
pub(super) fn says(settings: impl IntoIterator<Item = Setting>) -> impl Iterator<Item = AdminSay> {
    let (what, to) = ("zone".to_owned(), "Europe/Bucharest".to_owned());
    let mut says = vec![
        AdminSay::Undone { what: what.clone(), to: to.clone() },
        AdminSay::ChangedSince { what, to },
        AdminSay::Over,
    ];
    says.extend(super::setup::says());
    says.extend(settings.into_iter().map(AdminSay::SettingSaved));
    says.extend(super::asking::says());
    assert_covered(says.iter().map(admin_name), ADMIN_SAYS);
    says.into_iter()
}
