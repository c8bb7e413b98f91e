//! Samples of what staff read about handling a case.

use amends_core::{
    case::{Outcome, PromiseKind},
    desk::{DeskSay, FoundLine, HandlingSay, HistoryWhat, Mark, Mention, Title},
    ids::CaseNumber,
    policy::Level,
};

use super::{
    CASE, assert_covered,
    desk::{anna, text},
    due, names,
};

names!(handling_say_name, HANDLING_SAYS: HandlingSay {
    DuplicateHow, DuplicateItself, DuplicateUnknown, DuplicateClosed, DuplicateChecked, DuplicateOf,
    DuplicateHere, TastesHow, TastesTooLong, Flagged, PauseHow, PauseTooLong, PauseInRoom, NotPaused, Paused, PauseOver,
    TakenBack, UndoTooLate, UndoNothing, UndoNotYours, FindHow, NothingFound, Found,
});

const OTHER: CaseNumber = CaseNumber(1040);

/// What happened to cases that were handled so.
pub(super) fn happenings() -> Vec<HistoryWhat> {
    vec![
        HistoryWhat::DuplicateOf(OTHER),
        HistoryWhat::DuplicateHere { case: OTHER, by: anna() },
        HistoryWhat::Paused(anna()),
    ]
}

/// Everything that is said about handling a case.
pub(super) fn says(katrin: &[Mention]) -> Vec<DeskSay> {
    handling_says(katrin).into_iter().map(DeskSay::Handling).collect()
}

fn handling_says(katrin: &[Mention]) -> Vec<HandlingSay> {
    let (by, due) = (anna(), due(true));
    let line = |number, mark, outcome, owner: Option<&str>| FoundLine {
        title: Title { mark, case: CaseNumber(number), name: None },
        opened: due,
        level: Level::Senior,
        owner: owner.map(text),
        outcome,
        flagged: number == 1041,
    };
    let found = vec![
        line(1042, Mark::Red, None, None),
        line(1041, Mark::Yellow, None, Some("Mihai")),
        line(1040, Mark::Green, Some(Outcome::Recovered), Some("Anna")),
    ];
    vec![
        HandlingSay::DuplicateHow,
        HandlingSay::DuplicateItself { case: CASE },
        HandlingSay::DuplicateUnknown { of: OTHER },
        HandlingSay::DuplicateClosed { of: OTHER },
        HandlingSay::DuplicateChecked { of: OTHER },
        HandlingSay::DuplicateOf { case: CASE, of: OTHER, by: by.clone() },
        HandlingSay::DuplicateHere {
            case: OTHER,
            by: by.clone(),
            words: Vec::new(),
            deeds: Vec::new(),
        },
        HandlingSay::DuplicateHere {
            case: OTHER,
            by: by.clone(),
            words: vec![(PromiseKind::FirstReply, due)],
            deeds: vec![(text("your dish."), due)],
        },
        HandlingSay::TastesHow { known: None },
        HandlingSay::TastesHow { known: Some(text("no alcohol")) },
        HandlingSay::TastesTooLong { most: 200 },
        HandlingSay::Flagged { on: true },
        HandlingSay::Flagged { on: false },
        HandlingSay::PauseHow { typed: text("a while") },
        HandlingSay::PauseTooLong,
        HandlingSay::PauseInRoom,
        HandlingSay::NotPaused { case: CASE },
        HandlingSay::Paused { case: CASE, called: katrin.to_vec(), by: by.clone(), until: due },
        HandlingSay::PauseOver { case: CASE },
        HandlingSay::TakenBack { by },
        HandlingSay::UndoTooLate,
        HandlingSay::UndoNothing,
        HandlingSay::UndoNotYours,
        HandlingSay::FindHow,
        HandlingSay::NothingFound { typed: text("cold soup") },
        HandlingSay::Found { lines: found[..1].to_vec(), more: false },
        HandlingSay::Found { lines: found.clone(), more: false },
        HandlingSay::Found { lines: found, more: true },
    ]
}

#[test]
fn everything_said_about_handling_has_a_sample() {
    assert_covered(handling_says(&[]).iter().map(handling_say_name), HANDLING_SAYS);
}
