//! Samples of what staff read when a case goes from one colleague to another.

use amends_core::{
    action::Verdict,
    case::PromiseKind,
    desk::{DeskSay, HandingSay, HistoryWhat, Mention, SoFar},
    policy::Level,
};

use super::{
    CASE, assert_covered,
    desk::{anna, text},
    due, names, offers, promises,
};

names!(handing_say_name, HANDING_SAYS: HandingSay {
    Asked, Accepted, CameBack, GoesUp, Nobody, AskNote, AskReason, Whom, Unknown, Several,
    NoteTooShort, NoteTooLong, HasIt, IsCustomer, OffDuty, Busy, Elsewhere, ForSomebodyElse, Over,
    ReasonMissing,
});

fn mihai() -> String {
    text("Mihai")
}

fn note() -> String {
    text("Done: apologised\nNext: call the kitchen")
}

/// What somebody who takes a case over must know.
pub(super) fn so_far() -> SoFar {
    let done = |what: &str, verdict| (text(what), verdict);
    SoFar {
        said: vec![text("the soup was cold"), text("and late")],
        promised: vec![(PromiseKind::Progress, due(true))],
        ledger: promises::ledger(),
        offers: offers::lines(),
        done: vec![
            done("a new soup", Some(Verdict::No)),
            done("a new dish", Some(Verdict::Partly)),
            done("right dish served", Some(Verdict::Yes)),
            done("dessert on us", None),
        ],
    }
}

/// What happened to hand-overs.
pub(super) fn happenings() -> Vec<HistoryWhat> {
    vec![
        HistoryWhat::HandedTo { by: anna(), to: mihai(), note: note() },
        HistoryWhat::HandedOver { to: mihai() },
        HistoryWhat::CameBack { from: mihai(), reason: Some(text("I am on the road")) },
        HistoryWhat::CameBack { from: mihai(), reason: None },
    ]
}

/// Everything that is said about hand-overs.
pub(super) fn says(called: &[Mention]) -> Vec<DeskSay> {
    handing_says(called).into_iter().map(DeskSay::handing).collect()
}

fn handing_says(called: &[Mention]) -> Vec<HandingSay> {
    let (called, level) = (called.to_vec(), Level::Senior);
    let mut says = vec![
        HandingSay::Accepted { by: mihai(), from: anna() },
        HandingSay::Nobody { case: CASE, called: called.clone(), level },
        HandingSay::AskNote,
        HandingSay::AskReason,
        HandingSay::Whom,
        HandingSay::Unknown { typed: text("@zoe"), nearest: None },
        HandingSay::Unknown { typed: text("@mihia"), nearest: Some(text("@mihai")) },
        HandingSay::Several { typed: text("Mihai") },
        HandingSay::NoteTooShort,
        HandingSay::NoteTooLong { most: 1_500 },
        HandingSay::HasIt { name: mihai() },
        HandingSay::IsCustomer { name: mihai() },
        HandingSay::OffDuty { name: mihai(), others: Vec::new() },
        HandingSay::OffDuty { name: mihai(), others: vec![text("Ion"), text("Vera")] },
        HandingSay::Busy { name: mihai(), open: 5, others: vec![text("Ion")] },
        HandingSay::Elsewhere { name: mihai() },
        HandingSay::ForSomebodyElse { to: mihai() },
        HandingSay::Over,
        HandingSay::ReasonMissing,
    ];
    if let Some(one) = called.first() {
        says.push(HandingSay::Asked {
            case: CASE,
            to: one.clone(),
            by: anna(),
            note: note(),
            until: due(true),
        });
        for reason in [None, Some(text("I am on the road."))] {
            says.push(HandingSay::CameBack {
                case: CASE,
                owner: one.clone(),
                by: mihai(),
                reason: reason.clone(),
            });
            for stays in [false, true] {
                let (called, by, reason) = (called.clone(), mihai(), reason.clone());
                says.push(HandingSay::GoesUp { case: CASE, called, by, reason, level, stays });
            }
        }
    }
    says
}

#[test]
fn everything_said_about_hand_overs_has_a_sample() {
    let katrin = super::desk::katrin();
    assert_covered(handing_says(&katrin).iter().map(handing_say_name), HANDING_SAYS);
}
