//! Samples of what is said about who is on duty when, by plan.

use amends_core::{
    desk::{DeskSay, RotaLine, RotaSay},
    ids::CaseNumber,
};

use super::{
    CASE, assert_covered,
    desk::{anna, text},
    due, names,
};

names!(rota_say_name, ROTA_SAYS: RotaSay { List, None, Set, Ended, Duty, BadHours, Always });

/// Everything that is said about the rota.
pub(super) fn says() -> Vec<DeskSay> {
    rota_says().into_iter().map(DeskSay::rota).collect()
}

fn line(on: bool, today: Option<bool>) -> RotaLine {
    let hours = text("mon-fri 09:00-17:00, sat 10:00-14:00");
    RotaLine { name: anna(), hours, on, until: today.map(due) }
}

fn rota_says() -> Vec<RotaSay> {
    let hours = || text("mon-fri 09:00-17:00");
    vec![
        RotaSay::List { lines: Vec::new(), without: vec![anna()] },
        RotaSay::List { lines: vec![line(true, Some(true))], without: Vec::new() },
        RotaSay::List {
            lines: vec![line(false, Some(false)), line(true, None), line(false, None)],
            without: vec![text("Mihai"), text("Vera")],
        },
        RotaSay::None { name: anna() },
        RotaSay::Set { line: line(true, Some(true)), keeps: Vec::new() },
        RotaSay::Set { line: line(true, Some(false)), keeps: vec![CASE, CaseNumber(1047)] },
        RotaSay::Ended { name: anna(), on: true },
        RotaSay::Ended { name: anna(), on: false },
        RotaSay::Duty { on: true, until: due(true), hours: hours() },
        RotaSay::Duty { on: false, until: due(false), hours: hours() },
        RotaSay::BadHours,
        RotaSay::Always,
    ]
}

#[test]
fn everything_said_about_the_rota_has_a_sample() {
    assert_covered(rota_says().iter().map(rota_say_name), ROTA_SAYS);
}
