//! Samples of what staff read about why a case is one, and what is missing before it is resolved.

use amends_core::{
    case::{Concern, Control, Severity, Stability, Why, WhyUnfit},
    desk::{Checked, DeskSay, HistoryWhat, Mention, Missing, Reasons, WhySay},
};

use super::{
    CASE, assert_covered,
    desk::{anna, text},
    names,
};

names!(why_say_name, WHY_SAYS: WhySay {
    Ask, AskAnyway, Unfit, Follows, Severe, AboutYou, AboutThem, WhichCause, UnknownCause, CauseBack,
    CauseFixed, SaySorry, NeedsPrevention, NeedsSenior, Missing, NothingToResolve,
});

/// Why it went wrong, in every way.
fn whys() -> Vec<Why> {
    let mut whys: Vec<Why> =
        Severity::ALL.map(|severity| Why { severity: Some(severity), ..Why::default() }).to_vec();
    whys.extend(Stability::ALL.map(|it| Why { stability: Some(it), ..Why::default() }));
    whys.extend(Control::ALL.map(|it| Why { control: Some(it), ..Why::default() }));
    whys.extend(Concern::ALL.map(|it| Why { about: Some(it), ..Why::default() }));
    whys.push(all());
    whys
}

fn all() -> Why {
    Why {
        severity: Some(Severity::Serious),
        stability: Some(Stability::Recurring),
        control: Some(Control::Ours),
        about: Some(Concern::Manner),
    }
}

/// Why a case is one, as its card shows it.
pub(super) fn reasons() -> Reasons {
    Reasons {
        why: all(),
        cause: Some(text("not_as_ordered")),
        worked_for: None,
        worked: vec![(text("dessert"), 2), (text("drinks"), 1)],
    }
}

/// What happened to cases about it.
pub(super) fn happenings() -> Vec<HistoryWhat> {
    let mut happened: Vec<HistoryWhat> =
        whys().into_iter().map(|why| HistoryWhat::Why { by: anna(), why }).collect();
    happened.extend([
        HistoryWhat::Cause { by: anna(), cause: text("not_as_ordered") },
        HistoryWhat::Anyway { by: anna(), why: text("they want nothing") },
        HistoryWhat::Prevented(text("orders are read back")),
    ]);
    happened
}

/// Everything that is said about it.
pub(super) fn says(katrin: &[Mention]) -> Vec<DeskSay> {
    why_says(katrin).into_iter().map(DeskSay::why).collect()
}

#[test]
fn everything_said_about_reasons_has_a_sample() {
    assert_covered(why_says(&[]).iter().map(why_say_name), WHY_SAYS);
}

fn why_says(katrin: &[Mention]) -> Vec<WhySay> {
    let unknown = |nearest: Option<&str>| WhyUnfit::Unknown {
        typed: text("recuring"),
        nearest: nearest.map(text),
    };
    let none = Checked { sorry: false, effort: false, given: false, cause: false };
    let missing = vec![Missing::MakeGood, Missing::Cause, Missing::Progress, Missing::Apology];
    let called = || katrin.to_vec();
    vec![
        WhySay::Ask,
        WhySay::AskAnyway,
        WhySay::Unfit(WhyUnfit::Nothing),
        WhySay::Unfit(unknown(None)),
        WhySay::Unfit(unknown(Some("recurring"))),
        WhySay::Unfit(WhyUnfit::Twice { typed: text("3") }),
        WhySay::Follows { recurring: true, about: None },
        WhySay::Follows { recurring: true, about: Some(anna()) },
        WhySay::Severe { case: CASE, called: called(), by: anna() },
        WhySay::AboutYou,
        WhySay::AboutThem { name: anna() },
        WhySay::WhichCause { known: vec![text("late"), text("rude")] },
        WhySay::WhichCause { known: Vec::new() },
        WhySay::UnknownCause { typed: text("latte"), nearest: None },
        WhySay::UnknownCause { typed: text("latte"), nearest: Some(text("late")) },
        WhySay::CauseBack {
            case: CASE,
            called: called(),
            cause: text("late"),
            how: text("orders are read back"),
        },
        WhySay::CauseFixed {
            case: CASE,
            called: called(),
            cause: text("not_as_ordered"),
            how: text("orders are read back."),
            is_its: true,
        },
        WhySay::CauseFixed {
            case: CASE,
            called: called(),
            cause: text("late"),
            how: text("orders are read back"),
            is_its: false,
        },
        WhySay::SaySorry {
            case: CASE,
            called: called(),
            what: text("food came 50 minutes late"),
            fix: text("two more couriers are on the road."),
            gift: None,
        },
        WhySay::SaySorry {
            case: CASE,
            called: called(),
            what: text("food came 50 minutes late"),
            fix: text("two more couriers are on the road."),
            gift: Some(text("dessert")),
        },
        WhySay::NeedsPrevention { cause: true, prevent: true },
        WhySay::NeedsPrevention { cause: true, prevent: false },
        WhySay::NeedsPrevention { cause: false, prevent: true },
        WhySay::NeedsSenior { case: CASE },
        WhySay::Missing { case: CASE, done: none, missing },
        WhySay::Missing {
            case: CASE,
            done: Checked { sorry: true, effort: true, given: true, cause: false },
            missing: vec![Missing::Cause],
        },
        WhySay::NothingToResolve,
    ]
}
