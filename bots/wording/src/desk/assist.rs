//! When one colleague asks another for help.

use amends_core::desk::{AssistSay, HistoryWhat};

use super::QUOTE_LIMIT;
use crate::{Phrasebook, clean::one_line_text};

/// The longest piece of somebody's words in a list.
const WORDS_LIMIT: usize = 200;
/// The longest question.
const QUESTION_LIMIT: usize = 1_000;

impl Phrasebook {
    /// That somebody was asked, or answered, within the history of a case.
    pub(super) fn helped(&self, what: &HistoryWhat) -> String {
        if let HistoryWhat::AskedForHelp { by, to, question } = what {
            let values = [
                ("by", self.colleague(by)),
                ("to", self.colleague(to)),
                ("question", one_line_text(question, WORDS_LIMIT)),
            ];
            return self.desk_text("history_asked_for_help", &values);
        }
        let HistoryWhat::Helped { by } = what else { return String::new() };
        self.desk_text("history_helped", &[("by", self.colleague(by))])
    }

    pub(super) fn about_assist(&self, say: &AssistSay) -> String {
        match say {
            AssistSay::Asked { case, to, by, question, due, load } => {
                let values = [
                    ("by", self.first(by)),
                    ("case", case.to_string()),
                    ("due", self.due(due)),
                    ("question", one_line_text(question, QUESTION_LIMIT)),
                ];
                let asked = self.calling(std::slice::from_ref(to), "assist_asked", &values);
                let load = self.counted("assist_load", *load);
                let how = self.desk_text("assist_how", &[("by", self.first(by))]);
                format!("{asked}\n{load} {how}")
            }
            AssistSay::Answered { by, asker } => {
                let values = [("by", self.first(by))];
                self.calling(std::slice::from_ref(asker), "assist_answered", &values)
            }
            AssistSay::Due { case, both, question, due } => {
                let values = [
                    ("case", case.to_string()),
                    ("due", self.due(due)),
                    ("question", one_line_text(question, QUOTE_LIMIT)),
                ];
                self.calling(both, "assist_due", &values)
            }
            AssistSay::Whom => self.line("assist_whom"),
            AssistSay::AgreeTime { name } => {
                self.desk_text("assist_time", &[("name", self.colleague(name))])
            }
            AssistSay::WhatQuestion { name } => {
                self.desk_text("assist_question", &[("name", self.colleague(name))])
            }
            AssistSay::TooLong { most } => {
                self.desk_text("assist_too_long", &[("most", most.to_string())])
            }
            AssistSay::Yourself => self.line("assist_yourself"),
            AssistSay::AskedAlready { name, due } => {
                let values = [("name", self.first(name)), ("due", self.due(due))];
                self.desk_text("assist_already", &values)
            }
            AssistSay::Cant(say) => self.about_handing(say),
        }
    }
}
