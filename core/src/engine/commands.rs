//! Commands of staff within a case.

use super::step::Step;
use crate::{desk::DeskSay, grammar, ids::CaseNumber, place::MessageRef, policy::StaffMember};

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
        let rest = without_case(text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest));
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
            "resolve" => self.resolve(case, by, rest),
            "close" => self.close_by_staff(case, by, rest),
            "reopen" => self.reopen_by_staff(case, by),
            "escalate" => self.escalate(case, by, (!rest.is_empty()).then(|| rest.to_owned())),
            other => Some(grammar::not_here(other)),
        };
        self.answer_staff(message, refusal);
    }
}

/// The arguments without the number of the case.
fn without_case(rest: &str) -> String {
    let mut words = rest.trim_start();
    if let Some(first) = words.split_whitespace().next()
        && CaseNumber::parse(first).is_some()
    {
        words = &words[first.len()..];
    }
    words.trim().to_owned()
}
