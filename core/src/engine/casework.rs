//! Who has a case, and how it ends (K-2, K-10b, K-38 …).

use super::step::{Step, button, later, since};
use crate::{
    action::Action,
    case::{Outcome, PromiseKind, PromiseState, Stage, Wakes},
    desk::{DeskSay, HistoryWhat, SoFar, WhySay},
    fact::Fact,
    place::{Actor, Address},
    policy::{Level, StaffMember},
    say::{Label, Say},
};

/// How long the thread of a closed case stays open at the desk.
pub(crate) const ARCHIVE_AFTER: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

impl Step<'_> {
    /// The staff member who acts, or why they may not. Looked up when the action happens.
    pub(crate) fn acting(&self, by: &Actor, needs: Level) -> Result<StaffMember, DeskSay> {
        if by.anonymous {
            return Err(DeskSay::Anonymous);
        }
        let member = self.policy.staff(&by.address);
        match member {
            Some(member) if needs <= member.level => {
                let mut member = member.clone();
                if member.name.is_none() {
                    member.name.clone_from(&by.name);
                }
                Ok(member)
            }
            Some(member) => Err(DeskSay::NotAllowed { needs, is: Some(member.level) }),
            None => Err(DeskSay::NotAllowed { needs, is: None }),
        }
    }

    /// The same, and nobody can work on their own case (E20).
    pub(crate) fn acting_on_case(&self, by: &Actor, needs: Level) -> Result<StaffMember, DeskSay> {
        let member = self.acting(by, needs)?;
        if self.customer.erased_at.is_some() {
            return Err(DeskSay::Forgotten);
        }
        if self.customer.is(&by.address) { Err(DeskSay::OwnCase) } else { Ok(member) }
    }

    /// K-2: somebody takes the case. `by_command` lets a senior take it over.
    pub(crate) fn take(
        &mut self,
        case: usize,
        by: &StaffMember,
        by_command: bool,
    ) -> Option<DeskSay> {
        let number = self.case(case).number;
        if self.case(case).is_open() && self.is_about(case, &by.address) {
            return Some(DeskSay::why(WhySay::AboutYou));
        }
        let (owner, taken_at) = match &self.case(case).stage {
            Stage::Open => {
                self.now_owned_by(case, by, None);
                return None;
            }
            Stage::Working { owner, since } | Stage::Waiting { owner, since, .. } => {
                (owner.clone(), *since)
            }
            Stage::Checking { owner, asked_at, .. } => (owner.clone(), *asked_at),
            Stage::Closed { .. } => return Some(DeskSay::AlreadyClosed { case: number }),
        };
        if owner == by.address {
            return None;
        }
        if by_command && Level::Senior <= by.level {
            self.now_owned_by(case, by, Some(&owner));
            return None;
        }
        let ago = since(taken_at, self.now);
        Some(DeskSay::AlreadyTaken { by: self.policy.staff_name(&owner), ago })
    }

    fn now_owned_by(&mut self, case: usize, by: &StaffMember, from: Option<&Address>) {
        let now = self.now;
        let progress = self.staffed(self.policy.timers().progress_every);
        let number = self.case(case).number;
        let called = Level::Senior <= self.case(case).level;
        let name = self.name_of(by);
        let state = self.case_mut(case);
        let owner = by.address.clone();
        match &mut state.stage {
            Stage::Checking { owner: held, .. } | Stage::Waiting { owner: held, .. } => {
                *held = owner;
            }
            Stage::Open | Stage::Working { .. } | Stage::Closed { .. } => {
                state.stage = Stage::Working { owner, since: now };
            }
        }
        state.handover = None;
        state.came_back = 0;
        state.wakes.nudge = None;
        state.wakes.call = None;
        state.wakes.unanswered = None;
        // While the customer's answer is awaited, no word of ours is due.
        let is_working = matches!(state.stage, Stage::Working { .. });
        if is_working && state.unreachable_since.is_none() {
            state.wakes.progress = Some(progress);
        }
        state.joined.retain(|joined| *joined != by.address);
        if let Some(from) = from
            && !state.joined.contains(from)
        {
            state.joined.push(from.clone());
        }
        state.history.push((now, HistoryWhat::Taken(name.clone())));
        self.fact(Fact::CaseClaimed { case: number, by: by.address.clone() });
        self.seat_in_case(case, &by.address, true);
        // The card says who has it; only a change of hands is worth a line of its own.
        if let Some(from) = from {
            let from = self.policy.staff_name(from);
            let so_far = Some(Box::new(self.so_far(case)));
            let so_far = so_far.filter(|it| **it != SoFar::default());
            self.desk(case, DeskSay::TakenOver { by: name.clone(), from, so_far });
        }
        if let Stage::Checking { .. } = self.case(case).stage {
            return;
        }
        let joined = Say::Joined { staff: name.clone() };
        let arrival = match from {
            _ if by.level == Level::Director && called => Say::DirectorHere { staff: name },
            Some(_) => Say::Both(Box::new(Say::Escalated { level: by.level }), Box::new(joined)),
            None => joined,
        };
        let senior = button(Label::Senior, Action::Senior { case: number });
        // Above a director there is nobody to talk to.
        let buttons = if by.level == Level::Director { Vec::new() } else { vec![vec![senior]] };
        self.tell_in_case(case, arrival, buttons);
    }

    /// How somebody of staff is called.
    pub(crate) fn name_of(&self, member: &StaffMember) -> String {
        member.name.clone().unwrap_or_else(|| self.policy.staff_name(&member.address))
    }

    /// Somebody joins beside the owner. Joining a case that nobody has is taking it.
    pub(crate) fn join(&mut self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        let number = self.case(case).number;
        match &self.case(case).stage {
            Stage::Open => return self.take(case, by, false),
            Stage::Closed { .. } => return Some(DeskSay::AlreadyClosed { case: number }),
            Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => (),
        }
        if self.takes_part(case, &by.address) {
            return None;
        }
        let now = self.now;
        let name = self.name_of(by);
        let called = self.case(case).level == Level::Director && by.level == Level::Director;
        let state = self.case_mut(case);
        state.joined.push(by.address.clone());
        state.history.push((now, HistoryWhat::Joined(name.clone())));
        self.seat_in_case(case, &by.address, true);
        self.desk(case, DeskSay::JoinedDesk { by: name.clone() });
        self.assisted(case, &by.address);
        if called {
            self.tell_in_case(case, Say::DirectorHere { staff: name }, Vec::new());
        }
        None
    }

    /// Somebody who joined leaves again; the owner stays.
    pub(crate) fn leave(&mut self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        if self.case(case).owner() == Some(&by.address) {
            return Some(DeskSay::OwnerStays);
        }
        if !self.takes_part(case, &by.address) && !self.case(case).is_open() {
            return Some(DeskSay::AlreadyClosed { case: self.case(case).number });
        }
        let state = self.case_mut(case);
        let before = state.joined.len();
        state.joined.retain(|joined| *joined != by.address);
        if state.joined.len() < before {
            self.seat_in_case(case, &by.address, false);
            let by = self.policy.staff_name(&by.address);
            self.desk(case, DeskSay::LeftDesk { by });
        }
        None
    }

    /// What whoever takes no part hears: join first, as long as that can be done.
    pub(crate) fn join_first(&self, case: usize) -> DeskSay {
        if self.case(case).is_open() {
            return DeskSay::NotSentJoinFirst;
        }
        DeskSay::AlreadyClosed { case: self.case(case).number }
    }

    /// Whether somebody owns the case or joined it.
    pub(crate) fn takes_part(&self, case: usize, who: &Address) -> bool {
        let case = self.case(case);
        case.owner() == Some(who) || case.joined.contains(who)
    }

    /// INV-7: the level of an open case only rises.
    pub(crate) fn raise(&mut self, case: usize, to: Level) {
        if to <= self.case(case).level {
            return;
        }
        let (now, number) = (self.now, self.case(case).number);
        let state = self.case_mut(case);
        state.level = to;
        state.history.push((now, HistoryWhat::Level(to)));
        self.fact(Fact::LevelRaised { case: number, level: to });
    }

    /// Ends a case. What was promised and is open is not wanted any more.
    pub(crate) fn close(&mut self, case: usize, outcome: Outcome) {
        let now = self.now;
        self.case_mut(case).paused_until = None;
        self.flush_burst(case);
        let last_owner = self.case(case).owner().cloned();
        // What the customer accepted they get all the same, as long as they can be reached (E28).
        let is_gone = matches!(outcome, Outcome::Forgotten | Outcome::Unreachable);
        self.cancel_promises(case, |kind| is_gone || kind != PromiseKind::Delivery);
        self.drop_undecided(case);
        let state = self.case_mut(case);
        state.stage = Stage::Closed { outcome, at: now, last_owner };
        state.wakes = Wakes { archive: Some(later(now, ARCHIVE_AFTER)), ..Wakes::default() };
        state.desk.prompt = None;
        state.handover = None;
        state.unsure = None;
        state.assists.clear();
        state.history.push((now, HistoryWhat::Closed(outcome)));
        let number = state.number;
        self.fact(Fact::CaseClosed { case: number, outcome });
    }

    /// Ends promises of these kinds that nobody wants any more.
    pub(crate) fn cancel_promises(&mut self, case: usize, which: impl Fn(PromiseKind) -> bool) {
        let now = self.now;
        let mut cancelled = Vec::new();
        for promise in &mut self.case_mut(case).promises {
            if promise.state == PromiseState::Made && which(promise.kind) {
                promise.state = PromiseState::Cancelled { at: now };
                cancelled.extend(promise.deed.as_ref().map(|deed| deed.words.clone()));
            }
        }
        for words in cancelled {
            self.case_mut(case).history.push((now, HistoryWhat::PromiseCancelled(words)));
        }
    }

    /// The check comes, and with it the next word that the customer was told of.
    pub(crate) fn keep_next_word(&mut self, case: usize) {
        let (now, number) = (self.now, self.case(case).number);
        let mut kept = 0;
        for promise in &mut self.case_mut(case).promises {
            let is_word = promise.kind == PromiseKind::Progress;
            if is_word && promise.state == PromiseState::Made && now <= promise.due {
                promise.state = PromiseState::Kept { at: now };
                kept += 1;
            }
        }
        for _ in 0..kept {
            self.fact(Fact::PromiseKept { case: number, kind: PromiseKind::Progress });
        }
    }

    /// Keeps the promises that a word by somebody of this level keeps. One of which nobody knew until
    /// now whether the customer has it keeps what stood then.
    pub(crate) fn keep_promises(&mut self, case: usize, level: Level, said: jiff::Timestamp) {
        let (now, number) = (self.now, self.case(case).number);
        let mut kept = Vec::new();
        for promise in &mut self.case_mut(case).promises {
            let in_time = said <= promise.due && (said == now || promise.made_at <= said);
            let enough = promise.kind.is_kept_by_word(level) && in_time;
            if enough && promise.state == PromiseState::Made {
                promise.state = PromiseState::Kept { at: said };
                kept.push(promise.kind);
            }
        }
        for kind in kept {
            self.fact(Fact::PromiseKept { case: number, kind });
        }
    }
}
