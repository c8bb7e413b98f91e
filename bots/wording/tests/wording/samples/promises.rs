//! Samples of what staff read about promises.

use amends_core::{
    desk::{DeskSay, HistoryWhat, LedgerLine, Mention, PromiseSay, Stands, Told},
    policy::Level,
};
use jiff::SignedDuration;

use super::{CASE, assert_covered, due, names};

names!(promise_say_name, PROMISE_SAYS: PromiseSay {
    Near, HoldSent, MovedAgain, LooksPromised, Which, Nothing, AskPromise, AskProgress, What, KeptHow, DoneLate,
    TooLateToMove, ProgressNext, TimeVague, TimePassed, TimeTooSoon, ClosedThen,
});

fn dish() -> String {
    "your dish on the table".to_owned()
}

/// Promises as a card shows them, in every state.
pub(super) fn ledger() -> Vec<LedgerLine> {
    let line = |number, moved, stands| LedgerLine {
        number,
        what: if number == 1 { dish() } else { "a call\nfrom Ion.".to_owned() },
        due: due(true),
        moved,
        stands,
    };
    vec![
        line(1, 0, Stands::Open),
        line(2, 1, Stands::Kept(due(true))),
        line(3, 2, Stands::Broken(None)),
        line(4, 3, Stands::Broken(Some(due(true)))),
        line(5, 0, Stands::Elsewhere),
        line(6, 0, Stands::Cancelled),
    ]
}

/// What happened to promises.
pub(super) fn happenings() -> Vec<HistoryWhat> {
    let (what, done) = (dish(), "brought by Ion".to_owned());
    vec![
        HistoryWhat::Promised { by: "Anna".to_owned(), what: what.clone() },
        HistoryWhat::PromiseKept { what: what.clone(), done: done.clone() },
        HistoryWhat::PromiseDoneLate { what: what.clone(), done },
        HistoryWhat::PromiseMoved { what: what.clone(), why: Some("the oven".to_owned()) },
        HistoryWhat::PromiseMoved { what: what.clone(), why: None },
        HistoryWhat::PromiseBroken(what.clone()),
        HistoryWhat::PromiseCancelled(what),
    ]
}

/// Everything that is said about promises.
pub(super) fn says(katrin: &[Mention]) -> Vec<DeskSay> {
    promise_says(katrin).into_iter().map(DeskSay::Promise).collect()
}

fn promise_says(katrin: &[Mention]) -> Vec<PromiseSay> {
    let (called, due, level) = (katrin.to_vec(), due(true), Level::Senior);
    let open = vec![(1, dish(), due), (2, "call".to_owned(), due)];
    let left = SignedDuration::from_mins(5);
    let mut says = vec![
        PromiseSay::Near { case: CASE, called: called.clone(), what: Some(dish()), due, left },
        PromiseSay::Near { case: CASE, called: called.clone(), what: None, due, left },
        PromiseSay::HoldSent { case: CASE, called: called.clone(), due },
        PromiseSay::MovedAgain { case: CASE, called, what: dish(), level, due },
        PromiseSay::LooksPromised { at: due },
        PromiseSay::Which { open: open.clone(), told: Told::Kept },
        PromiseSay::Which { open, told: Told::Move },
        PromiseSay::Nothing,
        PromiseSay::AskPromise,
        PromiseSay::AskProgress,
        PromiseSay::What,
        PromiseSay::KeptHow { number: 1 },
        PromiseSay::DoneLate { due, now: due },
        PromiseSay::TooLateToMove { due },
        PromiseSay::ProgressNext,
        PromiseSay::TimePassed { at: due },
        PromiseSay::TimeTooSoon { at: due },
        PromiseSay::ClosedThen { at: due, next: super::due(false), tomorrow: true },
        PromiseSay::ClosedThen { at: due, next: super::due(false), tomorrow: false },
    ];
    for told in
        [Told::Promise, Told::Kept, Told::Move, Told::Progress, Told::Offer, Told::Instead(1)]
    {
        says.push(PromiseSay::TimeVague { typed: "soon".to_owned(), told });
    }
    says.push(PromiseSay::TimeVague { typed: String::new(), told: Told::Promise });
    says
}

#[test]
fn everything_said_about_promises_has_a_sample() {
    assert_covered(promise_says(&[]).iter().map(promise_say_name), PROMISE_SAYS);
}
