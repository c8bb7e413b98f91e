//! What staff read about promises.

use amends_core::{
    case::PromiseKind,
    desk::{LedgerLine, Mention, PromiseSay, Stands, Told},
    hours::Due,
    ids::CaseNumber,
    policy::Level,
};

use super::COMMAND_LIMIT;
use crate::{Phrasebook, clean::one_line_text, customer::sentence_part};

/// The longest promise in a line of ours.
const DEED_LIMIT: usize = 200;

impl Phrasebook {
    pub(super) fn about_promise(&self, say: &PromiseSay) -> String {
        match say {
            PromiseSay::Near { case, called, what, due, left } => {
                let mut values = vec![
                    ("case", case.to_string()),
                    ("due", self.due(due)),
                    ("left", self.length(*left)),
                ];
                let key = if what.is_some() { "promise_near" } else { "promise_near_word" };
                values.extend(what.as_ref().map(|what| ("what", deed(what))));
                self.calling(called, key, &values)
            }
            PromiseSay::HoldSent { case, called, due } => {
                let values = [("case", case.to_string()), ("due", self.due(due))];
                self.calling(called, "hold_sent", &values)
            }
            PromiseSay::MovedAgain { case, called, what, level, due } => {
                let values = [
                    ("case", case.to_string()),
                    ("what", deed(what)),
                    ("n", level.number().to_string()),
                    ("due", self.due(due)),
                ];
                self.calling(called, "promise_moved_again", &values)
            }
            PromiseSay::LooksPromised { at } => self.by_time("looks_promised", at),
            PromiseSay::Which { open, told } => self.which(open, *told),
            PromiseSay::Nothing => self.line("nothing_promised"),
            PromiseSay::AskPromise => self.line("ask_promise"),
            PromiseSay::AskProgress => self.line("ask_progress"),
            PromiseSay::What => self.line("promise_what"),
            PromiseSay::KeptHow { number } => {
                self.desk_text("kept_how", &[("n", number.to_string())])
            }
            PromiseSay::DoneLate { due, now } => {
                self.desk_text("done_late", &[("due", self.due(due)), ("at", self.due(now))])
            }
            PromiseSay::TooLateToMove { due } => self.by_time("too_late_to_move", due),
            PromiseSay::ProgressNext => self.line("progress_next"),
            PromiseSay::TimeVague { typed, told } => self.vague(typed, *told),
            PromiseSay::TimePassed { at } => self.by_time("time_passed", at),
            PromiseSay::TimeTooSoon { at } => self.by_time("time_too_soon", at),
            PromiseSay::ClosedThen { at, next, tomorrow } => {
                let at = self.due(at);
                let (key, next) = if *tomorrow {
                    ("closed_then_tomorrow", self.due(&Due { today: true, ..*next }))
                } else {
                    ("closed_then", self.due(next))
                };
                self.desk_text(key, &[("at", at), ("next", next)])
            }
        }
    }

    fn by_time(&self, key: &str, at: &Due) -> String {
        self.desk_text(key, &[("at", self.due(at))])
    }

    fn which(&self, open: &[(u32, String, Due)], told: Told) -> String {
        let promises = open.iter().map(|(number, what, due)| {
            let values = [("n", number.to_string()), ("what", deed(what)), ("due", self.due(due))];
            self.desk_text("which_one", &values)
        });
        let promises: Vec<String> = promises.collect();
        let first = open.first().map_or(1, |(number, ..)| *number).to_string();
        let key = match told {
            Told::Promise | Told::Kept | Told::Progress => "which_kept",
            Told::Move => "which_move",
        };
        self.desk_text(key, &[("promises", promises.join(" ")), ("n", first)])
    }

    fn vague(&self, typed: &str, told: Told) -> String {
        let form = self.line(match told {
            Told::Promise | Told::Kept => "form_promise",
            Told::Move => "form_move",
            Told::Progress => "form_progress",
        });
        let typed = one_line_text(typed, COMMAND_LIMIT);
        if typed.is_empty() {
            return self.desk_text("time_missing", &[("form", form)]);
        }
        self.desk_text("time_vague", &[("typed", typed), ("form", form)])
    }

    /// One promise of a case, as its card shows it.
    pub(super) fn deed_line(&self, line: &LedgerLine) -> String {
        let due = ("due", self.due(&line.due));
        let stands = match &line.stands {
            Stands::Open => self.desk_text("stands_open", &[due]),
            Stands::Kept(at) => self.desk_text("stands_kept", &[due, ("at", self.due(at))]),
            Stands::Broken(None) => self.desk_text("stands_broken", &[due]),
            Stands::Broken(Some(at)) => self.desk_text("stands_late", &[due, ("at", self.due(at))]),
            Stands::Elsewhere => self.line("stands_elsewhere"),
            Stands::Cancelled => self.line("stands_cancelled"),
        };
        let values =
            [("n", line.number.to_string()), ("what", deed(&line.what)), ("stands", stands)];
        let text = self.desk_text("card_deed", &values);
        if line.moved == 0 {
            return text;
        }
        self.desk_text("card_deed_moved", &[("line", text), ("n", line.moved.to_string())])
    }

    pub(super) fn promise_broken(
        &self,
        case: CaseNumber,
        called: &[Mention],
        level: Level,
        due: &Due,
        what: &[String],
    ) -> String {
        if what.is_empty() {
            return self.climbed("promise_broken", case, called, level, Some(due));
        }
        let quoted: Vec<String> = what.iter().map(|what| format!("'{}'", deed(what))).collect();
        let values = [
            ("case", case.to_string()),
            ("n", level.number().to_string()),
            ("due", self.due(due)),
            ("what", self.listed(&quoted)),
        ];
        self.calling(called, "promise_broken_deed", &values)
    }

    pub(super) fn not_yet(&self, open: &[(PromiseKind, Due)], deeds: &[(String, Due)]) -> String {
        let open = open.iter().map(|(kind, due)| (self.promise(*kind), due));
        let deeds = deeds.iter().map(|(what, due)| (deed(what), due));
        let promises: Vec<String> = open
            .chain(deeds)
            .map(|(what, due)| {
                self.desk_text("promise_quoted", &[("what", what), ("due", self.due(due))])
            })
            .collect();
        let count = promises.len().to_string();
        self.desk_text("not_yet_promises", &[("promises", self.listed(&promises)), ("n", count)])
    }

    pub(super) fn promise(&self, kind: PromiseKind) -> String {
        match kind {
            PromiseKind::FirstReply => self.line("promise_first_reply"),
            PromiseKind::Senior(level) => {
                self.desk_text("promise_senior", &[("n", level.number().to_string())])
            }
            PromiseKind::Progress => self.line("promise_progress"),
            PromiseKind::Explicit => self.line("promise_explicit"),
            PromiseKind::Delivery => self.line("promise_delivery"),
        }
    }
}

/// What was promised, as a part of a sentence.
pub(super) fn deed(what: &str) -> String {
    sentence_part(&one_line_text(what, DEED_LIMIT))
}
