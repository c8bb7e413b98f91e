//! What staff read when a case goes from one colleague to another.

use amends_core::{
    action::Verdict,
    desk::{HandingSay, HistoryWhat, Mention, SoFar},
    hours::Due,
    ids::CaseNumber,
    policy::Level,
};

use super::{COMMAND_LIMIT, QUOTE_LIMIT};
use crate::{
    Phrasebook,
    clean::{clean_text, one_line_text},
    customer::sentence_part,
};

/// The longest piece of somebody's words in a list.
const WORDS_LIMIT: usize = 200;
/// The longest note.
const NOTE_LIMIT: usize = 3_000;

impl Phrasebook {
    pub(super) fn about_handing(&self, say: &HandingSay) -> String {
        match say {
            HandingSay::Asked { case, to, by, note, until } => {
                self.handover_asked(*case, to, by, note, until)
            }
            HandingSay::Accepted { by, from } => {
                let from = self.colleague(from);
                self.desk_text("handover_accepted", &[("by", self.first(by)), ("from", from)])
            }
            HandingSay::CameBack { case, owner, by, reason } => {
                let key =
                    if reason.is_some() { "handover_returned" } else { "handover_unanswered" };
                let values = self.came_back(*case, by, reason.as_deref());
                self.calling(std::slice::from_ref(owner), key, &values)
            }
            HandingSay::GoesUp { case, called, by, reason, level, stays } => {
                let key = if reason.is_some() {
                    "handover_up_returned"
                } else {
                    "handover_up_unanswered"
                };
                let mut values = self.came_back(*case, by, reason.as_deref());
                values.push(("n", level.number().to_string()));
                let then = if *stays { "handover_until" } else { "handover_nobody" };
                format!("{} {}", self.calling(called, key, &values), self.line(then))
            }
            HandingSay::Nobody { case, called, level } => self.nobody_has_it(*case, called, *level),
            HandingSay::AskNote => self.line("ask_note"),
            HandingSay::AskReason => self.line("ask_reason"),
            HandingSay::Whom => self.line("handover_whom"),
            HandingSay::Unknown { typed, nearest } => {
                let typed = ("typed", one_line_text(typed, COMMAND_LIMIT));
                match nearest {
                    Some(nearest) => {
                        let nearest = ("nearest", one_line_text(nearest, COMMAND_LIMIT));
                        self.desk_text("handover_unknown_near", &[typed, nearest])
                    }
                    None => self.desk_text("handover_unknown", &[typed]),
                }
            }
            HandingSay::Several { typed } => {
                let typed = ("typed", one_line_text(typed, COMMAND_LIMIT));
                self.desk_text("handover_several", &[typed])
            }
            HandingSay::NoteTooShort => self.line("note_too_short"),
            HandingSay::NoteTooLong { most } => {
                self.desk_text("note_too_long", &[("n", most.to_string())])
            }
            HandingSay::HasIt { name } => self.about_colleague("handover_has_it", name),
            HandingSay::IsCustomer { name } => self.about_colleague("handover_customer", name),
            HandingSay::OffDuty { name, others } => {
                let why = self.about_colleague("handover_off_duty", name);
                format!("{why} {}", self.try_others(others))
            }
            HandingSay::Busy { name, open, others } => {
                let values = [("name", self.first(name)), ("n", open.to_string())];
                let why = self.desk_text("handover_busy", &values);
                format!("{why} {}", self.try_others(others))
            }
            HandingSay::Elsewhere { name } => self.about_colleague("handover_elsewhere", name),
            HandingSay::ForSomebodyElse { to } => {
                self.desk_text("handover_not_yours", &[("name", self.colleague(to))])
            }
            HandingSay::Over => self.line("handover_over"),
            HandingSay::ReasonMissing => self.line("reason_missing"),
        }
    }

    /// Somebody took a case over, and what they must know.
    pub(super) fn taken_over(&self, by: &str, from: &str, so_far: Option<&SoFar>) -> String {
        let values = [("by", self.colleague(by)), ("from", self.colleague(from))];
        let mut lines = vec![self.desk_text("taken_over", &values)];
        lines.extend(so_far.into_iter().flat_map(|so_far| self.so_far(so_far)));
        lines.join("\n")
    }

    fn so_far(&self, so_far: &SoFar) -> Vec<String> {
        let SoFar { said, promised, ledger, offers, done } = so_far;
        let mut lines: Vec<_> =
            (!said.is_empty()).then(|| self.card_said(said)).into_iter().collect();
        lines.extend(self.promised(promised));
        lines.extend((!ledger.is_empty()).then(|| self.deeds(ledger)));
        lines.extend((!offers.is_empty()).then(|| self.offered(offers)));
        for (what, verdict) in done {
            let key = match verdict {
                None => "so_far_done",
                Some(Verdict::Yes) => "so_far_done_yes",
                Some(Verdict::Partly) => "so_far_done_partly",
                Some(Verdict::No) => "so_far_done_no",
            };
            lines.push(self.desk_text(key, &[("what", one_line_text(what, WORDS_LIMIT))]));
        }
        lines
    }

    fn handover_asked(
        &self,
        case: CaseNumber,
        to: &Mention,
        by: &str,
        note: &str,
        until: &Due,
    ) -> String {
        let values =
            [("case", case.to_string()), ("by", self.colleague(by)), ("until", self.due(until))];
        let asked = self.calling(std::slice::from_ref(to), "handover_asked", &values);
        format!("{asked}\n{}\n{}", self.line("handover_note"), clean_text(note, NOTE_LIMIT))
    }

    /// What happened to a hand-over, within the history of a case.
    pub(super) fn handing_happened(&self, what: &HistoryWhat) -> String {
        let name = |name: &str| ("name", self.colleague(name));
        let words = |text: &str| one_line_text(text, WORDS_LIMIT);
        if let HistoryWhat::HandedTo { by, to, note } = what {
            let values = [("by", self.colleague(by)), name(to), ("note", words(note))];
            self.desk_text("history_handed_to", &values)
        } else if let HistoryWhat::HandedOver { to } = what {
            self.desk_text("history_handed_over", &[name(to)])
        } else if let HistoryWhat::CameBack { from, reason: Some(reason) } = what {
            self.desk_text("history_came_back", &[name(from), ("reason", words(reason))])
        } else if let HistoryWhat::CameBack { from, reason: None } = what {
            self.desk_text("history_came_back_unanswered", &[name(from)])
        } else {
            String::new()
        }
    }

    fn came_back(
        &self,
        case: CaseNumber,
        by: &str,
        reason: Option<&str>,
    ) -> Vec<(&'static str, String)> {
        let mut values = vec![("case", case.to_string()), ("by", self.colleague(by))];
        let reason = reason.map(|reason| sentence_part(&one_line_text(reason, QUOTE_LIMIT)));
        values.extend(reason.map(|reason| ("reason", reason)));
        values
    }

    fn nobody_has_it(&self, case: CaseNumber, called: &[Mention], level: Level) -> String {
        let values = [("case", case.to_string()), ("n", level.number().to_string())];
        self.calling(called, "nobody_has_it", &values)
    }

    pub(super) fn about_colleague(&self, key: &str, name: &str) -> String {
        self.desk_text(key, &[("name", self.first(name))])
    }

    fn try_others(&self, others: &[String]) -> String {
        if others.is_empty() {
            return self.line("handover_escalate");
        }
        let others: Vec<String> = others.iter().map(|other| self.colleague(other)).collect();
        self.desk_text("handover_try", &[("others", others.join(", "))])
    }
}
