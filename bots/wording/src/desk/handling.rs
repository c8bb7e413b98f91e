//! What staff read about handling a case beside the conversation.

use amends_core::{
    desk::{Beside, FoundLine, HandlingSay},
    ids::CaseNumber,
    place::Platform,
};

use super::{COMMAND_LIMIT, QUOTE_LIMIT, lists::Keep, promises::deed};
use crate::{Phrasebook, clean::one_line_text};

impl Phrasebook {
    pub(super) fn about_handling(&self, say: &HandlingSay) -> String {
        let of = |key, of: &CaseNumber| self.desk_text(key, &[("of", of.to_string())]);
        match say {
            HandlingSay::DuplicateHow => self.line("duplicate_how"),
            HandlingSay::DuplicateItself { case } => self.about("duplicate_itself", *case),
            HandlingSay::DuplicateUnknown { of: other } => of("duplicate_unknown", other),
            HandlingSay::DuplicateClosed { of: other } => of("duplicate_closed", other),
            HandlingSay::DuplicateChecked { of: other } => of("duplicate_checked", other),
            HandlingSay::DuplicateOf { case, of, by } => self.desk_text(
                "duplicate_marked",
                &[("by", self.first(by)), ("case", case.to_string()), ("of", of.to_string())],
            ),
            HandlingSay::DuplicateHere { case, by, words, deeds } => {
                let words = words.iter().map(|(kind, due)| (self.promise(*kind), due));
                let deeds = deeds.iter().map(|(what, due)| (deed(what), due));
                let promised: Vec<String> = words
                    .chain(deeds)
                    .map(|(what, due)| {
                        let values = [("what", what), ("due", self.due(due))];
                        self.desk_text("promise_by", &values)
                    })
                    .collect();
                let mut values = vec![("by", self.first(by)), ("case", case.to_string())];
                if promised.is_empty() {
                    return self.desk_text("duplicate_taken", &values);
                }
                values.push(("promises", self.listed(&promised)));
                self.desk_text("duplicate_taken_promises", &values)
            }
            HandlingSay::TastesHow { known: None } => self.line("tastes_how"),
            HandlingSay::TastesHow { known: Some(known) } => {
                self.said("tastes_known", "tastes", known)
            }
            HandlingSay::TastesTooLong { most } => {
                self.desk_text("tastes_too_long", &[("n", most.to_string())])
            }
            HandlingSay::Flagged { on: true } => self.line("flagged"),
            HandlingSay::Flagged { on: false } => self.line("flagged_no_longer"),
            HandlingSay::PauseHow { typed } => {
                let typed = one_line_text(typed, COMMAND_LIMIT);
                self.desk_text("pause_how", &[("typed", typed)])
            }
            HandlingSay::PauseTooLong => self.line("pause_too_long"),
            HandlingSay::PauseInRoom => self.line("pause_in_room"),
            HandlingSay::NotPaused { case } => self.about("not_paused", *case),
            HandlingSay::Paused { case, called, by, until } => {
                let values = [
                    ("case", case.to_string()),
                    ("by", self.colleague(by)),
                    ("due", self.due(until)),
                ];
                self.calling(called, "paused", &values)
            }
            HandlingSay::PauseOver { case } => self.about("pause_over", *case),
            HandlingSay::TakenBack { by } => self.by("taken_back", by),
            HandlingSay::UndoTooLate => self.line("undo_too_late"),
            HandlingSay::UndoNothing => self.line("undo_nothing"),
            HandlingSay::UndoNotYours => self.line("undo_not_yours"),
            HandlingSay::FindHow => self.line("find_how"),
            HandlingSay::NothingFound { typed } => {
                let typed = one_line_text(typed, COMMAND_LIMIT);
                self.desk_text("nothing_found", &[("typed", typed)])
            }
            HandlingSay::Found { lines, more } => self.found(lines, *more),
        }
    }

    fn found(&self, lines: &[FoundLine], more: bool) -> String {
        let key = if more { "found_more" } else { "found" };
        let head = self.desk_text(key, &[("n", lines.len().to_string())]);
        let lines = lines.iter().map(|line| {
            let owner = self.name(line.owner.as_deref(), "nobody");
            let stands = match line.outcome {
                Some(outcome) => self.outcome(outcome),
                None => self.desk_text("card_level", &[("n", line.level.number().to_string())]),
            };
            let values = [
                ("title", self.title(&line.title)),
                ("opened", self.due(&line.opened)),
                ("stands", stands),
                ("owner", owner),
            ];
            self.desk_text(if line.flagged { "found_flagged" } else { "found_line" }, &values)
        });
        self.list(&head, lines.collect(), Keep::First)
    }

    /// What a card says of the customer beside the case, line by line.
    pub(super) fn card_beside(&self, beside: &Beside) -> Vec<String> {
        let tastes = beside.tastes.as_ref().map(|tastes| {
            let tastes = one_line_text(tastes, QUOTE_LIMIT);
            self.desk_text("card_tastes", &[("tastes", tastes)])
        });
        let repeat = beside.repeat.map(|case| self.about("card_repeat", case));
        let goes_on = beside.goes_on_at.map(|platform| {
            let platform = match platform {
                Platform::Telegram => "Telegram",
                Platform::Discord => "Discord",
            };
            self.desk_text("card_goes_on_at", &[("platform", platform.to_owned())])
        });
        let left = beside.left_server.then(|| self.line("card_left_server"));
        [tastes, repeat, left, goes_on].into_iter().flatten().collect()
    }
}
