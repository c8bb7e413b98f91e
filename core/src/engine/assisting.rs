//! A colleague is asked for help, with a time they agreed on (F13). Whoever asks goes on answering
//! for the case; nothing of it reaches the customer.

use jiff::Timestamp;

use super::step::Step;
use crate::{
    case::{Assist, Case},
    desk::{AssistSay, DeskSay, HistoryWhat},
    grammar::word,
    place::Address,
    policy::StaffMember,
    when::{self, Bare, Unfit},
};

/// The longest question.
const QUESTION_MOST: usize = 1_000;

impl Step<'_> {
    /// `/assist @ion by 15:00 question`.
    pub(crate) fn assist_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_hand_over(case, by) {
            return Some(refusal);
        }
        // Options by their names stand in front.
        let (early, rest) = match self.agreed(rest) {
            Some(Ok((due, rest))) => (Some(due), rest),
            Some(Err(_)) | None => (None, rest),
        };
        let (to, rest) = match self.colleague(rest, DeskSay::assist(AssistSay::Whom)) {
            Ok((to, rest)) => (to, rest.trim()),
            Err(refusal) => return Some(refusal),
        };
        if let Some(refusal) = self.cant_assist(case, by, &to) {
            return Some(DeskSay::assist(refusal));
        }
        let name = self.policy.staff_name(&to.address);
        let (due, question) = match early.map(|due| Ok((due, rest))).or_else(|| self.agreed(rest)) {
            Some(Ok((due, question))) if self.now < due => (due, question.trim()),
            Some(Ok((due, _))) => return Some(Unfit::Passed(due).plainly(self.policy, self.now)),
            None | Some(Err(Unfit::Vague(_))) => {
                return Some(DeskSay::assist(AssistSay::AgreeTime { name }));
            }
            Some(Err(unfit)) => return Some(unfit.plainly(self.policy, self.now)),
        };
        if question.is_empty() {
            return Some(DeskSay::assist(AssistSay::WhatQuestion { name }));
        }
        if QUESTION_MOST < question.chars().count() {
            return Some(DeskSay::assist(AssistSay::TooLong { most: QUESTION_MOST }));
        }
        let question = question.to_owned();
        let asked = Assist {
            to: to.address.clone(),
            by: by.address.clone(),
            question: question.clone(),
            asked_at: self.now,
            due,
            reminded: false,
        };
        self.case_mut(case).assists.push(asked);
        let by_name = self.name_of(by);
        let what =
            HistoryWhat::AskedForHelp { by: by_name.clone(), to: name, question: question.clone() };
        self.remember(case, what);
        let say = AssistSay::Asked {
            case: self.case(case).number,
            to: self.mention(&to.address),
            by: by_name,
            question,
            due: self.policy.due(due, self.now),
            load: self.load_of(&to.address),
        };
        self.desk(case, DeskSay::assist(say));
        None
    }

    /// The time behind `by`, and what follows it; nothing if no time was agreed on.
    fn agreed<'a>(&self, rest: &'a str) -> Option<Result<(Timestamp, &'a str), Unfit>> {
        let (lead, timed) = word(rest);
        let is_timed = lead.eq_ignore_ascii_case("by") && !timed.is_empty();
        is_timed.then(|| when::moment(timed, &self.policy.clock, self.now, Bare::Today))
    }

    /// Why a colleague can't be asked, if they can't.
    fn cant_assist(&self, case: usize, by: &StaffMember, to: &StaffMember) -> Option<AssistSay> {
        if to.address == by.address {
            return Some(AssistSay::Yourself);
        }
        let asked = self.case(case).assists.iter().find(|assist| assist.to == to.address);
        if let Some(asked) = asked {
            let (name, due) = (self.policy.staff_name(&to.address), asked.due);
            return Some(AssistSay::AskedAlready { name, due: self.policy.due(due, self.now) });
        }
        self.cant_help(case, to).map(AssistSay::Cant)
    }

    /// A colleague joined, noted or said something: if they were asked, that is their answer.
    pub(crate) fn assisted(&mut self, case: usize, by: &Address) {
        let assists = &mut self.case_mut(case).assists;
        let answered: Vec<Assist> = assists.extract_if(.., |assist| assist.to == *by).collect();
        for assist in answered {
            let by = self.policy.staff_name(by);
            self.remember(case, HistoryWhat::Helped { by: by.clone() });
            let asker = self.mention(&assist.by);
            self.desk(case, DeskSay::assist(AssistSay::Answered { by, asker }));
        }
    }

    /// The time passed: both are reminded, once.
    pub(crate) fn assist_due(&mut self, case: usize) {
        let now = self.now;
        let mut due = Vec::new();
        for assist in &mut self.case_mut(case).assists {
            if !assist.reminded && assist.due <= now {
                assist.reminded = true;
                due.push(assist.clone());
            }
        }
        for assist in due {
            let say = AssistSay::Due {
                case: self.case(case).number,
                both: vec![self.mention(&assist.to), self.mention(&assist.by)],
                question: assist.question,
                due: self.policy.due(assist.due, now),
            };
            self.desk(case, DeskSay::assist(say));
        }
    }
}

impl Case {
    /// When somebody is reminded next that they were asked for help.
    pub(crate) fn assist_due(&self) -> Option<Timestamp> {
        let waiting = self.assists.iter().filter(|assist| !assist.reminded);
        waiting.map(|assist| assist.due).min()
    }
}
