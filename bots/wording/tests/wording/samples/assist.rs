//! Samples of what is said when one colleague asks another for help.

use amends_core::desk::{AssistSay, DeskSay, HandingSay, HistoryWhat, Mention};

use super::{
    CASE, assert_covered,
    desk::{anna, text},
    due, names,
};

names!(assist_say_name, ASSIST_SAYS: AssistSay {
    Asked, Answered, Due, Whom, AgreeTime, WhatQuestion, TooLong, Yourself, AskedAlready, Cant,
});

/// What happened when somebody was asked.
pub(super) fn happenings() -> Vec<HistoryWhat> {
    vec![
        HistoryWhat::AskedForHelp { by: anna(), to: text("Ion"), question: text("which plate?") },
        HistoryWhat::Helped { by: text("Ion") },
    ]
}

/// Everything that is said about help.
pub(super) fn says(katrin: &[Mention]) -> Vec<DeskSay> {
    assist_says(katrin).into_iter().map(DeskSay::assist).collect()
}

fn assist_says(katrin: &[Mention]) -> Vec<AssistSay> {
    let (to, name) = (katrin[0].clone(), text("Ion"));
    let asked = |load| AssistSay::Asked {
        case: CASE,
        to: to.clone(),
        by: anna(),
        question: text("which plate did she have?"),
        due: due(true),
        load,
    };
    vec![
        asked(0),
        asked(1),
        asked(3),
        AssistSay::Answered { by: name.clone(), asker: to.clone() },
        AssistSay::Due {
            case: CASE,
            both: vec![to.clone(), to.clone()],
            question: text("which plate did she have?"),
            due: due(true),
        },
        AssistSay::Whom,
        AssistSay::AgreeTime { name: name.clone() },
        AssistSay::WhatQuestion { name: name.clone() },
        AssistSay::TooLong { most: 1_000 },
        AssistSay::Yourself,
        AssistSay::AskedAlready { name: name.clone(), due: due(true) },
        AssistSay::Cant(HandingSay::OffDuty { name, others: vec![] }),
    ]
}

#[test]
fn everything_said_about_help_has_a_sample() {
    let katrin = super::desk::katrin();
    assert_covered(assist_says(&katrin).iter().map(assist_say_name), ASSIST_SAYS);
}
