//! "Did we put it right?" – the customer has the last word (K-27 … K-32b).

use super::step::{Step, button, since};
use crate::{
    action::{Action, Verdict},
    case::{Outcome, PromiseKind, Stage},
    desk::{DeskSay, HistoryWhat},
    effect::{Body, Class, OnUnknown, PressRef, Purpose, Words},
    fact::Fact,
    place::MessageRef,
    policy::{Level, StaffMember},
    recommending::After,
    say::{Button, Label, Say},
};

impl Step<'_> {
    /// What the customer was asked, or is asked as soon as it can be felt (T17).
    pub(crate) fn customer_asked(&self, case: usize) -> DeskSay {
        let due = match self.case(case).stage {
            Stage::Checking { ask_at: Some(at), .. } => Some(self.policy.due(at, self.now)),
            Stage::Checking { ask_at: None, .. }
            | Stage::Open
            | Stage::Working { .. }
            | Stage::Waiting { .. }
            | Stage::Closed { .. } => None,
        };
        DeskSay::CustomerAsked { done: self.last_done(case), due }
    }

    pub(super) fn last_done(&self, case: usize) -> String {
        self.case(case).resolutions.last().map(|last| last.done.clone()).unwrap_or_default()
    }

    /// Asks the customer whether it is right.
    pub(crate) fn recheck(&mut self, case: usize) {
        let Stage::Checking { ask_at, message, .. } = &mut self.case_mut(case).stage else {
            return;
        };
        *ask_at = None;
        // Only one message at a time asks.
        if let Some(old) = message.take() {
            self.strip(old);
        }
        let (say, buttons) = (self.recheck_say(case), self.recheck_buttons(case));
        let Some(to) = self.way_in_case(case) else { return self.lost_touch(case) };
        self.case_mut(case).last_word_at = self.now;
        let words = Words::Customer(say, self.language());
        let purpose = Some(Purpose::Recheck(self.case(case).number));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect(Class::Recovery, OnUnknown::Resend, body);
    }

    fn recheck_say(&self, case: usize) -> Say {
        let last = self.case(case).resolutions.last();
        let by = last.map(|last| self.policy.staff_name(&last.by));
        let prevent = last.and_then(|last| last.prevent.clone());
        Say::Recheck { staff: by.unwrap_or_default(), done: self.last_done(case), prevent }
    }

    fn recheck_buttons(&self, case: usize) -> Vec<Vec<Button>> {
        let number = self.case(case).number;
        let resolution = u16::try_from(self.case(case).resolutions.len()).unwrap_or(u16::MAX);
        let answer =
            |label, verdict| button(label, Action::Right { case: number, resolution, verdict });
        vec![vec![
            answer(Label::RightYes, Verdict::Yes),
            answer(Label::RightPartly, Verdict::Partly),
            answer(Label::RightNo, Verdict::No),
        ]]
    }

    /// The check is due, or has waited for too long (T17 … T19).
    pub(crate) fn checking_due(&mut self, case: usize) {
        let now = self.now;
        let timers = self.policy.timers();
        let (nudge, close) = (timers.reask_nudge, timers.reask_close);
        let Stage::Checking { ask_at, asked_at, nudged, .. } = &mut self.case_mut(case).stage
        else {
            return;
        };
        if ask_at.is_some_and(|at| at <= now) {
            // From here on the customer has their time, however late it is asked.
            *asked_at = now;
            self.keep_next_word(case);
            return self.recheck(case);
        }
        let quiet = since(*asked_at, now);
        if close <= quiet {
            return self.close_quietly(case, Outcome::Unconfirmed);
        }
        if nudge <= quiet && !*nudged {
            *nudged = true;
            self.recheck(case);
        }
    }

    /// The customer's word on the resolution.
    pub(crate) fn verdict(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        case: usize,
        resolution: u16,
        verdict: Verdict,
    ) {
        let now = self.now;
        let current = usize::from(resolution) == self.case(case).resolutions.len();
        let Stage::Checking { owner, message: asked, .. } = self.case(case).stage.clone() else {
            return self.verdict_after_close(press, message, case, current, verdict);
        };
        if !current {
            return self.toast(press, Some(Say::TapAck));
        }
        self.toast(press, Some(Say::TapAck));
        let number = self.case(case).number;
        let state = self.case_mut(case);
        if let Some(last) = state.resolutions.last_mut() {
            last.verdict = Some((now, verdict));
        }
        state.history.push((now, HistoryWhat::Verdict(verdict)));
        self.fact(Fact::Checked { case: number, verdict });
        let question = self.recheck_say(case);
        let after = since(self.case(case).opened_at, now);
        let staff = self.policy.staff_name(&owner);
        let say = match verdict {
            Verdict::Yes => {
                let by = self.case(case).resolutions.last().map(|last| &last.by);
                let staff = by.map_or(staff, |by| self.policy.staff_name(by));
                self.close(case, Outcome::Recovered);
                self.what_worked(case);
                // In a desk without threads the story says it.
                if self.case(case).thread() != self.policy.desk() {
                    self.desk(case, DeskSay::VerdictYes { case: number, after });
                }
                self.tell_story(case, after);
                self.right_yes(case, staff)
            }
            Verdict::Partly => {
                self.work_on(case);
                self.desk(case, DeskSay::VerdictPartly { case: number });
                Say::RightPartly { staff }
            }
            Verdict::No => self.not_right(case),
        };
        let shown = Say::Both(Box::new(question), Box::new(say));
        match message.cloned().or(asked) {
            Some(message) => self.edit(message, shown, Vec::new()),
            None => self.tell(Class::Recovery, shown, Vec::new()),
        }
        if verdict == Verdict::Yes {
            self.ask_to_recommend(&number.to_string(), After::Recovery);
        }
    }

    /// The check was closed in silence and is answered after all: a no brings the case back (K-32).
    fn verdict_after_close(
        &mut self,
        press: &PressRef,
        message: Option<&MessageRef>,
        case: usize,
        current: bool,
        verdict: Verdict,
    ) {
        self.toast(press, Some(Say::TapAck));
        let now = self.now;
        let closed = !self.case(case).is_open();
        let last = self.case_mut(case).resolutions.last_mut();
        let Some(last) = last.filter(|last| closed && current && last.verdict.is_none()) else {
            return;
        };
        last.verdict = Some((now, verdict));
        let by = last.by.clone();
        self.case_mut(case).history.push((now, HistoryWhat::Verdict(verdict)));
        self.fact(Fact::Checked { case: self.case(case).number, verdict });
        if verdict == Verdict::Yes {
            let thanks = self.right_yes(case, self.policy.staff_name(&by));
            let shown = Say::Both(Box::new(self.recheck_say(case)), Box::new(thanks));
            match message {
                Some(message) => self.edit(message.clone(), shown, Vec::new()),
                None => self.tell(Class::Recovery, shown, Vec::new()),
            }
            return;
        }
        if let Some(message) = message {
            self.strip(message.clone());
        }
        self.still_needs_help(case);
    }

    /// K-28: the last word, and with it the gift that the business chose for it (F35).
    fn right_yes(&self, case: usize, staff: String) -> Say {
        let thanks = Say::RightYes { staff };
        let Some(gift) = self.policy.workspace.catalogue.last_gift() else { return thanks };
        let number = self.case(case).number.to_string();
        let how = gift.how.map(|how| how.replace("{case}", &number));
        let gift = Say::LastTouch { gift: gift.what, how };
        Say::Both(Box::new(thanks), Box::new(gift))
    }

    /// K-30: not right. One level higher; the second time the management.
    fn not_right(&mut self, case: usize) -> Say {
        self.work_on(case);
        let noes = self
            .case(case)
            .resolutions
            .iter()
            .filter(|one| one.verdict.is_some_and(|(_, verdict)| verdict == Verdict::No));
        let level = if 1 < noes.count() { Level::Director } else { self.case(case).level.next() };
        self.raise(case, level);
        let level = self.case(case).level;
        let within = self.policy.timers().senior_within;
        let due = self.promise(case, PromiseKind::Senior(level), within);
        let due = self.policy.due(due, self.now);
        let (number, called) = (self.case(case).number, self.to_call(level));
        self.desk(case, DeskSay::VerdictNo { case: number, called, level, due });
        Say::RightNo { level, due }
    }

    /// From the check back to work, with the same owner.
    fn work_on(&mut self, case: usize) {
        let now = self.now;
        let progress = self.staffed(self.policy.timers().progress_every);
        let state = self.case_mut(case);
        let Some(owner) = state.owner().cloned() else { return };
        state.stage = Stage::Working { owner, since: now };
        state.wakes.progress = Some(progress);
        state.reopened += 1;
        let number = state.number;
        self.fact(Fact::Reopened { case: number });
    }

    /// Staff open a case again, after words of the customer or on their own.
    pub(crate) fn reopen_by_staff(&mut self, case: usize, by: &StaffMember) -> Option<DeskSay> {
        match self.case(case).stage {
            Stage::Checking { .. } => self.work_on(case),
            Stage::Closed { .. } => {
                if self.open_case_index().is_some() {
                    return None;
                }
                self.reopen(case);
                let owned = self.case(case).owner().is_some();
                if !owned {
                    return self.take(case, by, false);
                }
                let within = self.rounded_wait(self.first_due(case));
                self.tell_in_case(case, Say::Reopened { within }, Vec::new());
            }
            Stage::Open | Stage::Working { .. } | Stage::Waiting { .. } => (),
        }
        None
    }

    /// K-38: closed without the customer's yes, by a senior with a reason.
    pub(crate) fn close_by_staff(
        &mut self,
        case: usize,
        by: &StaffMember,
        reason: &str,
    ) -> Option<DeskSay> {
        let number = self.case(case).number;
        if !self.case(case).is_open() {
            return Some(DeskSay::AlreadyClosed { case: number });
        }
        if by.level < Level::Senior || reason.trim().is_empty() {
            return Some(DeskSay::OnlyCustomerCloses);
        }
        if self.case(case).decision_due().is_some() {
            // To close it would be to refuse to nothing.
            return self.offers_not_yet(case);
        }
        let outcome = match self.case(case).last_verdict() {
            Some(Verdict::Partly) => Outcome::Partly,
            Some(Verdict::Yes | Verdict::No) | None => Outcome::NotRecovered,
        };
        self.close(case, outcome);
        let name = self.name_of(by);
        let reason = reason.trim().to_owned();
        self.desk(case, DeskSay::ClosedBy { case: number, by: name, outcome, reason });
        None
    }
}
