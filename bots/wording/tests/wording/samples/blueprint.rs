//! Mistakes in a file with settings.

use amends_core::{
    admin::{
        DataSay, TextUnfit, Unfit, Unsaid,
        blueprint::{Why, Wrong},
    },
    money::MoneyUnfit,
};

fn text(words: &str) -> String {
    words.to_owned()
}

/// One of each kind.
pub(crate) fn wrongs() -> Vec<Wrong> {
    let whys = [
        Why::Unknown { nearest: Some(text("policy.ask_gap")) },
        Why::Unknown { nearest: None },
        Why::Layout { is: 2 },
        Why::Unfit(Unfit::Scale { typed: text("faces4") }),
        Why::Data(DataSay::NotDays { typed: text("long") }),
        Why::Money(MoneyUnfit::Currency { typed: text("EURO") }),
        Why::Text(TextUnfit::None),
        Why::Wording(Unsaid::NoRoom),
        Why::Switch,
        Why::Account,
        Why::Place,
        Why::Level,
        Why::Kind,
        Why::Day,
        Why::Twice,
        Why::TooMany { most: 50 },
        Why::LastAdmin,
        Why::NobodyReached,
    ];
    let unread = Why::Unread { line: 3, said: text("expected `=`") };
    let first = Wrong { at: String::new(), why: unread };
    let others = whys.into_iter().map(|why| Wrong { at: text("settings.x"), why });
    [first].into_iter().chain(others).collect()
}
