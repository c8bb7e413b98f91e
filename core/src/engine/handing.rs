//! A case goes from one colleague to another, with what the next one must know (K-23 … K-24b, T20,
//! E25). Until they say so, whoever has it answers for it.

use super::step::{Step, button, percent};
use crate::{
    action::Action,
    case::{Handover, Stage},
    desk::{DeskSay, HandingSay, HistoryWhat, WhySay},
    event::Event,
    fact::Fact,
    place::Address,
    policy::{Level, NotNamed, StaffMember},
    say::{Label, Say},
};

/// The least length of a note, in characters.
const NOTE_CHARS_MIN: usize = 20;
/// The longest, so that it stands whole in one message of every platform.
const NOTE_CHARS_MAX: usize = 1_500;
/// So many open cases are enough for one person.
const CASES_MAX: u32 = 5;
/// So often a hand-over comes back before somebody higher takes the case (E25).
const BACK_MAX: u8 = 2;
/// How many others are named who could take it.
const OTHERS_SHOWN: usize = 3;

impl Step<'_> {
    /// K-23: `/handover @mihai done: … / next: …`.
    pub(crate) fn hand_over_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_hand_over(case, by) {
            return Some(refusal);
        }
        let whom = DeskSay::handing(HandingSay::Whom);
        let (to, note) = match self.colleague(rest, whom) {
            Ok((to, note)) => (to, note.trim().to_owned()),
            Err(refusal) => return Some(refusal),
        };
        if self.is_about(case, &to.address) {
            let name = self.policy.staff_name(&to.address);
            return Some(DeskSay::why(WhySay::AboutThem { name }));
        }
        if let Some(refusal) = self.cant_have(case, &to) {
            return Some(DeskSay::handing(refusal));
        }
        let length = note.chars().count();
        if length < NOTE_CHARS_MIN {
            return Some(DeskSay::handing(HandingSay::NoteTooShort));
        }
        if NOTE_CHARS_MAX < length {
            return Some(DeskSay::handing(HandingSay::NoteTooLong { most: NOTE_CHARS_MAX }));
        }
        let due = self.staffed(self.policy.timers().handover_accept);
        let handover = Handover {
            to: to.address.clone(),
            by: by.address.clone(),
            note: note.clone(),
            asked_at: self.now,
            due,
        };
        self.case_mut(case).handover = Some(Box::new(handover));
        let (name, to_name) = (self.name_of(by), self.policy.staff_name(&to.address));
        let what = HistoryWhat::HandedTo { by: name.clone(), to: to_name, note: note.clone() };
        self.remember(case, what);
        let number = self.case(case).number;
        let say = HandingSay::Asked {
            case: number,
            to: self.mention(&to.address),
            by: name,
            note,
            until: self.policy.due(due, self.now),
        };
        let accept = button(Label::AcceptCase, Action::Accept { case: number });
        let back = button(Label::ReturnCase, Action::Return { case: number });
        self.desk_with(case, DeskSay::handing(say), vec![vec![accept, back]], None);
        None
    }

    /// The colleague who is named first, and what is typed behind; or what is said instead, which is
    /// `whom` where nobody is named.
    pub(super) fn colleague<'t>(
        &self,
        typed: &'t str,
        whom: DeskSay,
    ) -> Result<(StaffMember, &'t str), DeskSay> {
        match self.policy.colleague(typed) {
            Ok((to, rest)) => Ok((to.clone(), rest)),
            Err(NotNamed::Nothing) => Err(whom),
            Err(NotNamed::Unknown { typed, nearest }) => {
                Err(DeskSay::handing(HandingSay::Unknown { typed, nearest }))
            }
            Err(NotNamed::Several { typed }) => {
                Err(DeskSay::handing(HandingSay::Several { typed }))
            }
        }
    }

    /// Why somebody can't hand this case over, if they can't.
    pub(super) fn cant_hand_over(&self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        let state = self.case(case);
        match &state.stage {
            Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => (),
            Stage::Open => return Some(DeskSay::NotSentJoinFirst),
            Stage::Closed { .. } => return Some(DeskSay::AlreadyClosed { case: state.number }),
        }
        let may = self.takes_part(case, &by.address) || Level::Senior <= by.level;
        (!may).then_some(DeskSay::NotSentJoinFirst)
    }

    /// Why a colleague can't help with the case, if they can't: as they could not have it, but that
    /// it is theirs already, or that they have enough of them.
    pub(super) fn cant_help(&self, case: usize, to: &StaffMember) -> Option<HandingSay> {
        match self.cant_have(case, to) {
            Some(HandingSay::HasIt { .. } | HandingSay::Busy { .. }) | None => None,
            refusal => refusal,
        }
    }

    /// Why a colleague can't have the case, if they can't.
    fn cant_have(&self, case: usize, to: &StaffMember) -> Option<HandingSay> {
        let name = self.policy.staff_name(&to.address);
        if self.case(case).owner() == Some(&to.address) {
            return Some(HandingSay::HasIt { name });
        }
        if self.customer.is(&to.address) {
            return Some(HandingSay::IsCustomer { name });
        }
        if !self.policy.at_desk().any(|member| member.address == to.address) {
            return Some(HandingSay::Elsewhere { name });
        }
        let others = || {
            let could = |member: &StaffMember| {
                member.address != to.address
                    && self.case(case).owner() != Some(&member.address)
                    && !self.customer.is(&member.address)
                    && self.load_of(&member.address) < CASES_MAX
            };
            let others = self.policy.others_on_duty(self.now, could).into_iter().take(OTHERS_SHOWN);
            others.map(|member| self.policy.staff_name(&member.address)).collect()
        };
        if !self.policy.is_on_duty(&to.address, self.now) {
            return Some(HandingSay::OffDuty { name, others: others() });
        }
        let open = self.load_of(&to.address);
        (CASES_MAX <= open).then(|| HandingSay::Busy { name, open, others: others() })
    }

    /// How many open cases a colleague has, as far as that was asked.
    pub(super) fn load_of(&self, who: &Address) -> u32 {
        let Event::StaffWrote { load, .. } = self.event() else { return 0 };
        load.iter().find(|(known, _)| known == who).map_or(0, |(_, open)| *open)
    }

    /// K-24: they have it from now on, and everything that was promised in it.
    pub(crate) fn accept(&mut self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_say_to_handover(case, by) {
            return Some(refusal);
        }
        let from = self.case(case).owner().cloned()?;
        self.goes_to(case, by);
        let (name, from_name) = (self.name_of(by), self.policy.staff_name(&from));
        self.remember(case, HistoryWhat::HandedOver { to: name.clone() });
        let say = HandingSay::Accepted { by: name.clone(), from: from_name.clone() };
        self.desk(case, DeskSay::handing(say));
        if !matches!(self.case(case).stage, Stage::Checking { .. }) {
            let say = Say::Handover { from: from_name, to: name };
            self.tell_in_case(case, say, Vec::new());
        }
        None
    }

    /// The case is somebody else's; whoever had it is out of it.
    fn goes_to(&mut self, case: usize, to: &StaffMember) {
        let progress = self.staffed(self.policy.timers().progress_every);
        let (now, number) = (self.now, self.case(case).number);
        let from = self.case(case).owner().cloned();
        let state = self.case_mut(case);
        match &mut state.stage {
            Stage::Working { owner, since } => {
                *owner = to.address.clone();
                *since = now;
            }
            Stage::Waiting { owner, .. } | Stage::Checking { owner, .. } => {
                *owner = to.address.clone();
            }
            Stage::Open | Stage::Closed { .. } => return,
        }
        if state.wakes.progress.is_some() {
            state.wakes.progress = Some(progress);
        }
        state.handover = None;
        state.came_back = 0;
        state.joined.retain(|joined| *joined != to.address);
        self.fact(Fact::CaseClaimed { case: number, by: to.address.clone() });
        self.seat_in_case(case, &to.address, true);
        if let Some(from) = from {
            self.seat_in_case(case, &from, false);
        }
    }

    /// Why somebody has no say in whether the hand-over is accepted, if they have none.
    pub(super) fn cant_say_to_handover(&self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        let state = self.case(case);
        if !state.is_open() {
            return Some(DeskSay::AlreadyClosed { case: state.number });
        }
        let refusal = match &state.handover {
            None => HandingSay::Over,
            Some(handover) if handover.to == by.address => return None,
            Some(handover) => {
                HandingSay::ForSomebodyElse { to: self.policy.staff_name(&handover.to) }
            }
        };
        Some(DeskSay::handing(refusal))
    }

    /// K-24b: they give it back, and say why.
    pub(crate) fn give_back(
        &mut self,
        case: usize,
        by: &StaffMember,
        reason: &str,
    ) -> Option<DeskSay> {
        if let Some(refusal) = self.cant_say_to_handover(case, by) {
            return Some(refusal);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Some(DeskSay::handing(HandingSay::ReasonMissing));
        }
        self.comes_back(case, Some(reason.to_owned()));
        None
    }

    /// T20: nobody accepted it in time.
    pub(crate) fn handover_due(&mut self, case: usize) {
        self.ensure_thread(case);
        self.comes_back(case, None);
    }

    /// It stays with whoever has it; where they are gone, or after the second time, somebody higher
    /// is called (E25).
    fn comes_back(&mut self, case: usize, reason: Option<String>) {
        let Some(handover) = self.case_mut(case).handover.take() else { return };
        let by = self.policy.staff_name(&handover.to);
        self.remember(case, HistoryWhat::CameBack { from: by.clone(), reason: reason.clone() });
        let state = self.case_mut(case);
        state.came_back = state.came_back.saturating_add(1);
        let (number, again) = (state.number, BACK_MAX <= state.came_back);
        let Some(owner) = state.owner().cloned() else { return };
        let is_there = self.policy.is_on_duty(&owner, self.now);
        if is_there && !again {
            let owner = self.mention(&owner);
            let say = HandingSay::CameBack { case: number, owner, by, reason };
            return self.desk(case, DeskSay::handing(say));
        }
        let level = self.case(case).level.next();
        self.raise(case, level);
        if !is_there {
            self.queue(case);
        }
        let level = self.case(case).level;
        let called = self.to_call(level);
        let stays = is_there;
        let say = HandingSay::GoesUp { case: number, called, by, reason, level, stays };
        self.desk(case, DeskSay::handing(say));
    }

    /// Nobody has the case any more: whoever is called next takes it, and others are called until
    /// somebody does.
    fn queue(&mut self, case: usize) {
        let within = self.policy.timers().senior_within;
        let (nudge, call) = (self.staffed(percent(within, 30)), self.staffed(percent(within, 70)));
        let Some(owner) = self.case(case).owner().cloned() else { return };
        if let Stage::Checking { .. } = self.case(case).stage {
            // The customer has the word; who takes it then is found when they say no.
            return;
        }
        let state = self.case_mut(case);
        state.stage = Stage::Open;
        state.wakes.nudge = Some(nudge);
        state.wakes.call = Some(call);
        state.wakes.progress = None;
        state.wakes.hold = None;
        self.seat_in_case(case, &owner, false);
    }
}
