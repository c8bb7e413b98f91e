//! What staff do with a case beside the conversation: a duplicate, tastes, a pause, and what they take
//! back (K-37, F24, E30, T26).

use jiff::SignedDuration;

use super::step::{Step, since};
use crate::{
    case::{Outcome, Promise, PromiseState, Stage, Way},
    desk::{DeskSay, HandlingSay, HistoryWhat},
    ids::CaseNumber,
    merging::Asked,
    place::MessageRef,
    policy::{Level, StaffMember},
    timers,
};

/// E30: the longest pause.
const PAUSE_MOST: SignedDuration = SignedDuration::from_hours(1);
/// The most that is kept of somebody's tastes, in characters.
const TASTES_MOST: usize = 200;
/// T26: so long a line can be taken back.
const UNDO_WITHIN: SignedDuration = SignedDuration::from_secs(60);

impl Step<'_> {
    /// K-37: the case is the same as another one, and closes. What was promised goes over, and the
    /// customer hears nothing of it: nobody says that it is over.
    pub(crate) fn close_as_duplicate(&mut self, of: CaseNumber, asked: &Asked) {
        let number = asked.case;
        let found = self.case_index(number).filter(|case| self.case(*case).is_open());
        let Some(case) = found else {
            return self.reply(&asked.message, DeskSay::AlreadyClosed { case: number });
        };
        let now = self.now;
        let state = self.case_mut(case);
        for promise in &mut state.promises {
            if promise.state == PromiseState::Made {
                promise.state = PromiseState::Moved { at: now };
            }
        }
        state.history.push((now, HistoryWhat::DuplicateOf(of)));
        self.close(case, Outcome::Duplicate);
        let by = self.policy.staff_name(&asked.by.address);
        self.desk(case, handling(HandlingSay::DuplicateOf { case: number, of, by }));
        self.answer_staff(&asked.message, None);
    }

    /// K-37: another case goes on in this one, with what was promised there.
    pub(crate) fn takes_over(
        &mut self,
        case: CaseNumber,
        from: CaseNumber,
        (by, level): (&str, Level),
        promises: &[Promise],
    ) {
        let Some(case) = self.case_index(case).filter(|case| self.case(*case).is_open()) else {
            return;
        };
        let now = self.now;
        let progress = self.staffed(self.policy.timers().progress_every);
        let deeds_before = self.last_deed(case);
        let (mut words, mut deeds) = (Vec::new(), Vec::new());
        for promise in promises {
            let due = self.policy.due(promise.due, now);
            let mut promise = promise.clone();
            match &mut promise.deed {
                Some(deed) => {
                    // Another deed has its number here.
                    deed.number += deeds_before;
                    deeds.push((deed.words.clone(), due));
                }
                None => words.push((promise.kind, due)),
            }
            self.case_mut(case).promises.push(promise);
        }
        self.raise(case, level);
        let state = self.case_mut(case);
        let by = by.to_owned();
        state.history.push((now, HistoryWhat::DuplicateHere { case: from, by: by.clone() }));
        if let (Stage::Waiting { owner, .. }, false) = (&state.stage, promises.is_empty()) {
            // It is not only the customer's turn any more.
            state.stage = Stage::Working { owner: owner.clone(), since: now };
            state.wakes.progress = Some(progress);
        }
        self.desk(case, handling(HandlingSay::DuplicateHere { case: from, by, words, deeds }));
    }

    /// F24: `/tastes no alcohol`. It is kept with the customer, not with the case.
    pub(crate) fn tastes_command(&mut self, rest: &str) -> Option<DeskSay> {
        let rest = rest.trim();
        if rest.is_empty() {
            let known = self.customer.tastes.clone();
            return Some(handling(HandlingSay::TastesHow { known }));
        }
        if TASTES_MOST < rest.chars().count() {
            return Some(handling(HandlingSay::TastesTooLong { most: TASTES_MOST }));
        }
        let is_off = rest.eq_ignore_ascii_case("off");
        self.customer.tastes = (!is_off).then(|| rest.to_owned());
        None
    }

    /// `/flag`: staff mark the customer, silently, or take the mark off. The card, which everybody at
    /// the desk reads, does not show it.
    pub(crate) fn flag_command(&mut self) -> DeskSay {
        self.customer.flagged = !self.customer.flagged;
        handling(HandlingSay::Flagged { on: self.customer.flagged })
    }

    /// E36: the case that was put right a short while before this one begins, about something else.
    pub(crate) fn put_right_lately(&self) -> Option<CaseNumber> {
        let mut cases = self.customer.cases.iter().rev();
        let is_right =
            |stage: &Stage| matches!(stage, Stage::Closed { outcome: Outcome::Recovered, .. });
        cases.find(|case| is_right(&case.stage) && self.is_recent(case)).map(|case| case.number)
    }

    /// E30: `/pause 30m`, `/pause off`. What the customer writes is kept, and shown afterwards.
    pub(crate) fn pause_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        let (number, typed) = (self.case(case).number, rest.trim());
        if !self.case(case).is_open() {
            return Some(DeskSay::AlreadyClosed { case: number });
        }
        if !self.takes_part(case, &by.address) {
            return Some(DeskSay::NotSentJoinFirst);
        }
        if typed.eq_ignore_ascii_case("off") {
            if self.case(case).paused_until.is_none() {
                return Some(handling(HandlingSay::NotPaused { case: number }));
            }
            self.pause_ends(case);
            return None;
        }
        if self.room_of(case).is_some_and(|room| self.staff_read_room(&room)) {
            return Some(handling(HandlingSay::PauseInRoom));
        }
        let length = match timers::read(typed).filter(|length| !length.is_zero()) {
            Some(length) => length,
            None if typed.is_empty() => PAUSE_MOST,
            None => return Some(handling(HandlingSay::PauseHow { typed: typed.to_owned() })),
        };
        if PAUSE_MOST < length {
            return Some(handling(HandlingSay::PauseTooLong));
        }
        let (now, until) = (self.now, self.later(length));
        let name = self.name_of(by);
        let state = self.case_mut(case);
        state.paused_until = Some(until);
        if let Some(burst) = &mut state.burst {
            burst.due = burst.due.max(until);
        }
        state.history.push((now, HistoryWhat::Paused(name.clone())));
        let mut called = self.to_call(Level::Senior);
        called.retain(|one| one.address != by.address);
        let until = self.policy.due(until, now);
        self.desk(case, handling(HandlingSay::Paused { case: number, called, by: name, until }));
        None
    }

    /// The pause is over: what the customer wrote meanwhile is shown.
    pub(crate) fn pause_ends(&mut self, case: usize) {
        let number = self.case(case).number;
        if self.case_mut(case).paused_until.take().is_none() {
            return;
        }
        self.desk(case, handling(HandlingSay::PauseOver { case: number }));
        self.flush_burst(case);
    }

    /// T26: `/undo`, as an answer to a line or for one's own last one.
    pub(crate) fn undo_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        reply_to: Option<&MessageRef>,
    ) -> Option<DeskSay> {
        let own = Some(&by.address);
        let lines = &self.case(case).lines;
        let found = match reply_to {
            Some(message) => lines.iter().rposition(|line| {
                let both = line.from.iter().chain(&line.to);
                line.way == Way::ToCustomer && both.into_iter().any(|it| it.is_same(message))
            }),
            None => lines.iter().rposition(|line| {
                // What was said in the room itself is theirs to delete.
                let in_room = line.to.is_none()
                    && line.from.iter().any(|from| self.is_under_care(&from.place));
                let is_own = line.way == Way::ToCustomer && line.by.as_ref() == own;
                is_own && !line.taken_back && !in_room
            }),
        };
        let Some(index) = found.filter(|index| !lines[*index].taken_back) else {
            return Some(handling(HandlingSay::UndoNothing));
        };
        let line = &lines[index];
        if line.by.as_ref() != own {
            return Some(handling(HandlingSay::UndoNotYours));
        }
        if line.at.is_none_or(|at| UNDO_WITHIN < since(at, self.now)) {
            return Some(handling(HandlingSay::UndoTooLate));
        }
        let said = line.from.first().cloned();
        self.take_back(case, index);
        let name = self.name_of(by);
        let say = handling(HandlingSay::TakenBack { by: name });
        let said = said.filter(|said| Some(&said.place) == self.case(case).thread());
        self.desk_with(case, say, Vec::new(), said);
        None
    }
}

fn handling(say: HandlingSay) -> DeskSay {
    DeskSay::Handling(say)
}
