//! Commands of staff within a case.

use super::step::Step;
use crate::{
    desk::DeskSay,
    grammar,
    ids::CaseNumber,
    place::{Content, MessageRef},
    policy::StaffMember,
};

impl Step<'_> {
    /// Carries out a command, or says what is wrong with it.
    pub(crate) fn staff_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        message: &MessageRef,
        text: &str,
    ) {
        let Some(command) = grammar::command(text) else { return };
        let rest = arguments(text);
        let rest = rest.as_str();
        let refusal = match command {
            "take" => self.take(case, by, true),
            "join" => self.join(case, by),
            "leave" => self.leave(case, by),
            // A mark would look like a delivery: a note stays without one.
            "note" => return self.note(case, by, rest),
            "done" => {
                let (name, case) = (self.customer.name.clone(), self.case(case).number);
                Some(DeskSay::WontAskCaseOpen { name, case })
            }
            "say" => return self.say(case, by, message, rest),
            "promise" => self.promise_command(case, by, rest),
            "kept" => self.kept_command(case, by, rest),
            "move" => self.move_command(case, by, rest),
            "progress" => self.progress_command(case, by, rest),
            "handover" => self.hand_over_command(case, by, rest),
            "assist" => self.assist_command(case, by, rest),
            "transcript" => Some(self.transcript_command(case, by)),
            "tastes" => self.tastes_command(rest),
            "flag" => Some(self.flag_command()),
            "pause" => self.pause_command(case, by, rest),
            "offer" => self.offer_command(case, by, rest),
            "delivered" => self.delivered_command(case, by, rest),
            "why" => self.why_command(case, by, rest),
            "cause" => self.cause_command(case, by, rest),
            "resolve" => return self.resolve_command(case, by, message, rest),
            "close" => self.close_by_staff(case, by, rest),
            "reopen" => self.reopen_by_staff(case, by),
            "escalate" => self.escalate(case, by, (!rest.is_empty()).then(|| rest.to_owned())),
            other => Some(grammar::not_here(other)),
        };
        self.answer_staff(message, refusal);
    }

    /// `/say`: words to the customer, where the platform does not let us read what is written.
    fn say(&mut self, case: usize, by: &StaffMember, message: &MessageRef, text: &str) {
        if !self.case(case).is_open() {
            let case = self.case(case).number;
            return self.reply(message, DeskSay::NotSentClosed { case });
        }
        if !self.takes_part(case, &by.address) {
            return self.reply(message, DeskSay::NotSentJoinFirst);
        }
        if text.is_empty() {
            return self.reply(message, DeskSay::NotSentUnreadable);
        }
        let left = self.relay_to_customer(case, by, message, None, &Content::Text(text.to_owned()));
        if left && self.asked_by().is_some() {
            self.reply(message, DeskSay::OnItsWay);
        }
    }
}

/// What `/say` says to the customer; nothing if it is another command.
pub(super) fn said_in(text: &str) -> Option<String> {
    (grammar::command(text) == Some("say")).then(|| arguments(text))
}

/// What stands behind a command, without the number of the case.
fn arguments(text: &str) -> String {
    without_case(text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest))
}

/// The arguments without the number of the case.
pub(super) fn without_case(rest: &str) -> String {
    let mut words = rest.trim_start();
    if let Some(first) = words.split_whitespace().next()
        && CaseNumber::parse(first).is_some()
    {
        words = &words[first.len()..];
    }
    words.trim().to_owned()
}
