//! Lists for staff: history, who is on duty.

use amends_core::{
    action::Verdict,
    desk::{HistoryLine, HistoryWhat},
    hours::Due,
    ids::CaseNumber,
};

use super::promises::deed;
use crate::{
    Phrasebook,
    clean::{clean_name, one_line_text},
};

/// The longest piece of somebody's words in a list.
const WORDS_LIMIT: usize = 200;
/// The longest list, in the units in which platforms count; what does not fit is only counted.
const LIST_LIMIT: usize = 1_800;

/// Which end of a list gives way when it is too long.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    First,
    Last,
}

impl Phrasebook {
    pub(super) fn history(&self, case: CaseNumber, lines: &[HistoryLine]) -> String {
        if lines.is_empty() {
            return self.about("history_empty", case);
        }
        let lines = lines.iter().map(|line| {
            let values = [("at", self.due(&line.at)), ("what", self.happened(&line.what))];
            self.desk_text("history_line", &values)
        });
        self.list(&self.about("history_of", case), lines.collect(), Keep::Last)
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each thing that happens")]
    pub(super) fn happened(&self, what: &HistoryWhat) -> String {
        let by = |key, name: &str| self.desk_text(key, &[("by", self.colleague(name))]);
        match what {
            HistoryWhat::Opened(origin) => {
                self.desk_text("history_opened", &[("origin", self.origin(*origin))])
            }
            HistoryWhat::Taken(name) => by("history_taken", name),
            HistoryWhat::Joined(name) => by("history_joined", name),
            HistoryWhat::Level(level) => {
                self.desk_text("history_level", &[("n", level.number().to_string())])
            }
            HistoryWhat::Broken(kind) => {
                self.desk_text("history_broken", &[("what", self.promise(*kind))])
            }
            HistoryWhat::Promised { by, what } => self
                .desk_text("history_promised", &[("by", self.colleague(by)), ("what", deed(what))]),
            HistoryWhat::PromiseKept { what, done } => {
                self.deed_done("history_promise_kept", what, done)
            }
            HistoryWhat::PromiseDoneLate { what, done } => {
                self.deed_done("history_promise_late", what, done)
            }
            HistoryWhat::PromiseMoved { what, why: Some(why) } => self.desk_text(
                "history_promise_moved_why",
                &[("what", deed(what)), ("why", one_line_text(why, WORDS_LIMIT))],
            ),
            HistoryWhat::PromiseMoved { what, why: None } => {
                self.desk_text("history_promise_moved", &[("what", deed(what))])
            }
            HistoryWhat::PromiseBroken(what) => {
                self.desk_text("history_broken", &[("what", deed(what))])
            }
            HistoryWhat::PromiseCancelled(what) => {
                self.desk_text("history_promise_cancelled", &[("what", deed(what))])
            }
            HistoryWhat::HandedTo { .. }
            | HistoryWhat::HandedOver { .. }
            | HistoryWhat::CameBack { .. } => self.handing_happened(what),
            HistoryWhat::Offer { what, step, by } => {
                self.offer_happened(what, *step, by.as_deref())
            }
            HistoryWhat::Why { .. }
            | HistoryWhat::Cause { .. }
            | HistoryWhat::Anyway { .. }
            | HistoryWhat::Prevented(_) => self.why_happened(what),
            HistoryWhat::AskedForHelp { .. } | HistoryWhat::Helped { .. } => self.helped(what),
            HistoryWhat::FirstWord(name) => by("history_first_word", name),
            HistoryWhat::Resolved(done) => {
                self.desk_text("history_resolved", &[("done", one_line_text(done, WORDS_LIMIT))])
            }
            HistoryWhat::Verdict(verdict) => self.line(match verdict {
                Verdict::Yes => "history_verdict_yes",
                Verdict::Partly => "history_verdict_partly",
                Verdict::No => "history_verdict_no",
            }),
            HistoryWhat::Reopened => self.line("history_reopened"),
            HistoryWhat::DuplicateOf(case) => self.about("history_duplicate_of", *case),
            HistoryWhat::DuplicateHere { case, by } => self.desk_text(
                "history_duplicate_here",
                &[("by", self.colleague(by)), ("case", case.to_string())],
            ),
            HistoryWhat::Paused(name) => by("history_paused", name),
            HistoryWhat::Merged(Some(case)) => self.about("history_merged_with", *case),
            HistoryWhat::Merged(None) => self.line("history_merged"),
            HistoryWhat::Split => self.line("history_split"),
            HistoryWhat::Note { by, text } => {
                let text = one_line_text(text, WORDS_LIMIT);
                self.desk_text("history_note", &[("by", self.colleague(by)), ("text", text)])
            }
            HistoryWhat::Closed(outcome) => {
                self.desk_text("history_closed", &[("outcome", self.outcome(*outcome))])
            }
        }
    }

    fn deed_done(&self, key: &str, what: &str, done: &str) -> String {
        self.desk_text(key, &[("what", deed(what)), ("done", one_line_text(done, WORDS_LIMIT))])
    }

    pub(super) fn duplicate_here(&self, case: CaseNumber, lines: &[String]) -> String {
        let lines: Vec<String> = lines
            .iter()
            .map(|line| one_line_text(line, WORDS_LIMIT))
            .filter(|line| !line.is_empty())
            .collect();
        if lines.is_empty() {
            return self.about("duplicate_here_empty", case);
        }
        self.list(&self.about("duplicate_here", case), lines, Keep::Last)
    }

    pub(super) fn thread_recreated(&self, lines: &[String]) -> String {
        let lines: Vec<String> = lines
            .iter()
            .map(|line| one_line_text(line, WORDS_LIMIT))
            .filter(|line| !line.is_empty())
            .collect();
        if lines.is_empty() {
            return self.line("thread_recreated_empty");
        }
        self.list(&self.line("thread_recreated"), lines, Keep::Last)
    }

    pub(super) fn duty_who(&self, on: &[String]) -> String {
        let names: Vec<String> = on.iter().filter_map(|name| clean_name(name)).collect();
        let names = if names.is_empty() { self.line("nobody") } else { names.join(", ") };
        self.desk_text("duty_who", &[("names", names)])
    }

    pub(super) fn duty_refused(&self, cases: &[(CaseNumber, Option<Due>)]) -> String {
        let named = |(case, promised): &(CaseNumber, Option<Due>)| match promised {
            Some(due) => {
                let values = [("case", case.to_string()), ("due", self.due(due))];
                self.desk_text("duty_refused_promise", &values)
            }
            None => case.to_string(),
        };
        let cases: Vec<String> = cases.iter().map(named).collect();
        self.desk_text("duty_refused", &[("cases", self.listed(&cases))])
    }

    /// `one`, `one and two`, `one, two and three`.
    pub(super) fn listed(&self, items: &[String]) -> String {
        match items {
            [] => self.line("nothing_yet"),
            [only] => only.clone(),
            [first @ .., last] => {
                let values = [("first", first.join(", ")), ("last", last.clone())];
                self.desk_text("and", &values)
            }
        }
    }

    /// A heading over as many lines as fit, and how many did not.
    pub(super) fn list(&self, head: &str, lines: Vec<String>, keep: Keep) -> String {
        self.list_of(head, lines, keep, 0)
    }

    /// The same where so many more are not even there.
    pub(super) fn list_of(
        &self,
        head: &str,
        mut lines: Vec<String>,
        keep: Keep,
        more: usize,
    ) -> String {
        if keep == Keep::Last {
            lines.reverse();
        }
        let mut room = LIST_LIMIT.saturating_sub(head.encode_utf16().count());
        let fitting = lines
            .iter()
            .take_while(|line| {
                let length = line.encode_utf16().count() + 1;
                let fits = length <= room;
                room = room.saturating_sub(length);
                fits
            })
            .count();
        let left_out = lines.split_off(fitting).len().saturating_add(more);
        if 0 < left_out {
            lines.push(self.desk_text("more_lines", &[("n", left_out.to_string())]));
        }
        if keep == Keep::Last {
            lines.reverse();
        }
        lines.insert(0, head.to_owned());
        lines.join("\n")
    }
}

/// A size as people read it: in megabytes, rounded up.
pub(super) fn megabytes(size: Option<u64>) -> String {
    size.map_or_else(|| "?".to_owned(), |size| format!("{} MB", size.div_ceil(1024 * 1024)))
}
