//! Samples of what admins read.

use amends_core::admin::{AdminSay, DataSay, Setting};

use super::{assert_covered, catalogue, names, wording};

names!(admin_name, ADMIN_SAYS: AdminSay {
    Undone, ChangedSince, Over, NotAsked, SettingSaved, Role, Setup, Trial, Health, Wording, Data, Money, Text,
    Authority, MakeGood, Cause, Sorry, Value, Webhook, Qr, Scale, Tried, Signals, Ledger,
    LedgerOfWhom,
});
names!(data_name, DATA_SAYS: DataSay {
    UnknownClass, AuditStays, KnownByAnswers, NotDays, Range, Sent, ExportHow, Answers, Audit,
});

/// Something of each subject.
pub(super) fn says(settings: impl IntoIterator<Item = Setting>) -> impl Iterator<Item = AdminSay> {
    let (what, to) = ("zone".to_owned(), "Europe/Bucharest".to_owned());
    let mut says = vec![
        AdminSay::Undone { what: what.clone(), to: to.clone() },
        AdminSay::ChangedSince { what, to },
        AdminSay::Over,
        AdminSay::NotAsked { asked: "Piotr".to_owned() },
    ];
    says.extend(super::setup::says());
    says.extend(data().map(AdminSay::Data));
    says.extend(settings.into_iter().map(AdminSay::SettingSaved));
    says.extend(wording::says().into_iter().map(|say| AdminSay::Wording(Box::new(say))));
    says.extend(super::role::says());
    says.extend(catalogue::says());
    says.extend(super::asking::says());
    says.extend(super::sorry::says());
    assert_covered(says.iter().map(admin_name), ADMIN_SAYS);
    says.into_iter()
}

fn data() -> impl Iterator<Item = DataSay> {
    let typed = || "anwsers".to_owned();
    let says = [
        DataSay::UnknownClass { typed: typed(), nearest: Some("answers".to_owned()) },
        DataSay::UnknownClass { typed: "weather".to_owned(), nearest: None },
        DataSay::AuditStays,
        DataSay::KnownByAnswers,
        DataSay::NotDays { typed: "long".to_owned() },
        DataSay::Range { class: "talks".to_owned(), wished: 2, least: 7, most: 3_650 },
        DataSay::Sent,
        DataSay::ExportHow,
        DataSay::Answers,
        DataSay::Audit,
    ];
    assert_covered(says.iter().map(data_name), DATA_SAYS);
    says.into_iter()
}
