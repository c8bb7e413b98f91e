//! The buttons under a text, as a customer gets them. They belong to no survey and no case: pressing
//! them changes nothing.

use uuid::Uuid;

use crate::{
    action::{Action, Verdict},
    engine::rating_buttons,
    ids::{CaseNumber, SurveyId},
    say::{Button, Does, Label},
    scale::Scale,
    wording::catalogue::{self, Kind},
};

/// The survey of a preview: there is none of this id.
const SURVEY: SurveyId = SurveyId(Uuid::nil());
/// The case of a preview: there is none of this number.
const CASE: CaseNumber = CaseNumber(0);

pub(super) fn buttons(key: &str, scale: Scale) -> Vec<Vec<Button>> {
    if catalogue::entry(key).is_some_and(|entry| entry.kind == Kind::Question) {
        let scale = match key {
            "nps_ask" => Scale::Nps11,
            "ask_expect" => Scale::Expect3,
            _ => scale,
        };
        return rating_buttons(SURVEY, scale);
    }
    let button = |(label, action)| Button { label, does: Does::Act(action) };
    let tell = Action::Tell { survey: SURVEY };
    let change = (Label::Change, Action::Change { survey: SURVEY });
    let right = |label, verdict| (label, Action::Right { case: CASE, resolution: 0, verdict });
    let row: Vec<(Label, Action)> = match key {
        "thanks_happy" => vec![(Label::TellUs, tell), change],
        "thanks_neutral" => {
            let contact = (Label::ContactMe, Action::ContactMe { survey: SURVEY });
            vec![(Label::TellUs, tell), contact, change]
        }
        "sorry_unhappy" | "sorry_unhappy_later" => {
            let no_talk = (Label::NoTalk, Action::NoTalk { survey: SURVEY });
            vec![(Label::Tell, tell), no_talk, change]
        }
        "closed_silent" => vec![(Label::StillNeed, Action::StillNeed { case: CASE })],
        "reask" => vec![
            right(Label::RightYes, Verdict::Yes),
            right(Label::RightPartly, Verdict::Partly),
            right(Label::RightNo, Verdict::No),
        ],
        _ => return Vec::new(),
    };
    vec![row.into_iter().map(button).collect()]
}
