//! Calling people before it is too late, and admitting it when it was (K-5 … K-7, K-17, K-26, K-36).

use jiff::SignedDuration;

use super::step::{Step, percent, since};
use crate::{
    case::{Outcome, Promise, PromiseKind, PromiseState, Stage},
    desk::{DeskSay, HandingSay, HistoryWhat, PromiseSay},
    effect::PressRef,
    fact::{Alarm, Fact},
    hours::Due,
    policy::{Level, StaffMember},
    say::Say,
};

/// The longest time told after the management broke its word again and again.
const SENIOR_WITHIN_MAX: SignedDuration = SignedDuration::from_hours(8);

/// K-17: so long after whoever has the case was reminded, the customer hears from us all the same.
const HOLD_AFTER: SignedDuration = SignedDuration::from_mins(15);

impl Step<'_> {
    /// T10: ping duty again.
    pub(crate) fn nudge_due(&mut self, case: usize) {
        self.case_mut(case).wakes.nudge = None;
        self.ensure_thread(case);
        let number = self.case(case).number;
        let on_duty = self.to_call(self.case(case).level);
        if self.case(case).open_words().next().is_none() {
            let (called, level) = (on_duty, self.case(case).level);
            let say = HandingSay::Nobody { case: number, called, level };
            return self.desk(case, DeskSay::handing(say));
        }
        let promised = self.policy.due(self.first_due(case), self.now);
        self.desk(case, DeskSay::StillWaits { case: number, on_duty, promised });
    }

    /// T11: nobody took it; the next level is called before the promise breaks.
    pub(crate) fn call_due(&mut self, case: usize) {
        self.case_mut(case).wakes.call = None;
        self.ensure_thread(case);
        if self.case(case).stage != Stage::Open {
            return;
        }
        let (number, now) = (self.case(case).number, self.now);
        let is_top = self.case(case).level == Level::Director;
        if is_top {
            // K-6b: nobody above is left to call.
            let again = self.staffed(SignedDuration::from_mins(5));
            let wakes = &mut self.case_mut(case).wakes;
            wakes.call = Some(again);
            wakes.unanswered = wakes.unanswered.or(Some(now));
            self.fact(Fact::Alarm { what: Alarm::NobodyAnswers(number) });
        } else {
            let level = self.case(case).level.next();
            self.raise(case, level);
            if self.case(case).open_promises().next().is_none() {
                // Without a told time that would break, nothing else would call again.
                let again = self.staffed(self.policy.timers().senior_within);
                self.case_mut(case).wakes.call = Some(again);
            }
            for promise in &mut self.case_mut(case).promises {
                if promise.state == PromiseState::Made {
                    promise.raised = true;
                }
            }
        }
        let level = self.case(case).level;
        let called = if is_top { self.all_of(level) } else { self.to_call(level) };
        if self.case(case).open_words().next().is_none() {
            let say = HandingSay::Nobody { case: number, called, level };
            return self.desk(case, DeskSay::handing(say));
        }
        let left = self.policy.clock.between(self.now, self.first_due(case));
        if left.is_zero() {
            // The promise breaks in this very step, and that says more.
            return;
        }
        self.desk(case, DeskSay::NeedsYou { case: number, called, left, level });
    }

    /// K-7: told times passed. The customer hears it at that minute, with a new time.
    pub(crate) fn promises_due(&mut self, case: usize) {
        let (now, number) = (self.now, self.case(case).number);
        if self.case(case).is_open() && self.way_in_case(case).is_none() {
            // What nobody could hear now is admitted when the customer is back.
            self.lost_touch(case);
            if self.case(case).unreachable_since.is_some() {
                return;
            }
        }
        let mut broken = Vec::new();
        let state = self.case(case);
        let due: Vec<bool> =
            state.promises.iter().map(|promise| state.breaks_at(promise) <= now).collect();
        for (promise, is_due) in self.case_mut(case).promises.iter_mut().zip(due) {
            if promise.state == PromiseState::Made && is_due {
                promise.state = PromiseState::Broken { at: now };
                broken.push(promise.clone());
            }
        }
        if broken.is_empty() {
            return;
        }
        self.ensure_thread(case);
        for promise in &broken {
            self.fact(Fact::PromiseBroken { case: number, kind: promise.kind });
            let what = match &promise.deed {
                Some(deed) => HistoryWhat::PromiseBroken(deed.words.clone()),
                None => HistoryWhat::Broken(promise.kind),
            };
            self.case_mut(case).history.push((now, what));
        }
        if !self.case(case).is_open() {
            return self.delivery_missed(case, broken);
        }
        if broken.iter().any(|promise| !promise.raised) {
            let level = self.case(case).level.next();
            self.raise(case, level);
        }
        let level = self.case(case).level;
        let due = self.promise_senior(case, level);
        if self.case(case).stage == Stage::Open {
            let call = self.staffed(percent(self.senior_within(case), 70));
            // The management that is called every few minutes (K-6b) is called no later for that.
            let armed = &mut self.case_mut(case).wakes.call;
            *armed = Some(armed.map_or(call, |at| at.min(call)));
        }
        let told = self.policy.due(due, now);
        let called = self.to_call(level);
        let what = broken.iter().filter_map(|promise| promise.deed.as_ref());
        let what = what.map(|deed| deed.words.clone()).collect();
        self.desk(case, DeskSay::PromiseBroken { case: number, called, level, due: told, what });
        if let Some(missed) = self.missed(case, &broken, level, told) {
            self.tell_in_case(case, missed, Vec::new());
        }
    }

    /// The apology for what was promised and not kept, each in a line of its own; the last one says
    /// when the customer hears from somebody.
    fn missed(&self, case: usize, broken: &[Promise], level: Level, due: Due) -> Option<Say> {
        let words = broken.iter().rfind(|promise| promise.deed.is_none());
        let missed = words.map(|promise| {
            let said = since(promise.made_at, promise.due);
            Say::ReplyMissed { said, level, due }
        });
        let mut said: Vec<Say> = Vec::new();
        for promise in broken {
            let Some(deed) = &promise.deed else { continue };
            let what = self.told_deed(case, deed);
            let by = self.policy.due(promise.due, self.now);
            said.push(Say::PromiseBroken { what, due: by, level, next: None });
        }
        said.extend(missed);
        if let Some(Say::PromiseBroken { next, .. }) = said.last_mut() {
            *next = Some(due);
        }
        said.into_iter().reduce(|first, then| Say::Both(Box::new(first), Box::new(then)))
    }

    /// T28: a word by somebody of this level; a time that stands for that is not told twice.
    pub(crate) fn promise_senior(&mut self, case: usize, level: Level) -> jiff::Timestamp {
        let standing = self.case(case).open_promises().find(|promise| match promise.kind {
            PromiseKind::Senior(promised) => level <= promised,
            PromiseKind::FirstReply
            | PromiseKind::Progress
            | PromiseKind::Explicit
            | PromiseKind::Delivery => false,
        });
        if let Some(promise) = standing {
            return promise.due;
        }
        let within = self.senior_within(case);
        self.promise(case, PromiseKind::Senior(level), within)
    }

    /// T28. Once the management itself has broken its word, each further time told is twice as long:
    /// an apology every quarter of an hour would only make it worse.
    fn senior_within(&self, case: usize) -> SignedDuration {
        let broken = self.case(case).promises.iter().filter(|promise| {
            let by_top = promise.kind == PromiseKind::Senior(Level::Director);
            by_top && matches!(promise.state, PromiseState::Broken { .. })
        });
        let doublings = u32::try_from(broken.count()).unwrap_or(u32::MAX).min(8);
        let within = self.policy.timers().senior_within.saturating_mul(1 << doublings);
        within.min(SENIOR_WITHIN_MAX.max(self.policy.timers().senior_within))
    }

    /// T22: an unresolved case climbs.
    pub(crate) fn age_due(&mut self, case: usize) {
        let timers = self.policy.timers();
        let opened = self.case(case).opened_at;
        let l3 = super::step::later(opened, timers.age_l3);
        let (level, next) =
            if l3 <= self.now { (Level::Director, None) } else { (Level::Senior, Some(l3)) };
        self.case_mut(case).wakes.age = next;
        if level <= self.case(case).level {
            return;
        }
        self.raise(case, level);
        let (number, called) = (self.case(case).number, self.to_call(level));
        self.desk(case, DeskSay::Aged { case: number, called, level });
    }

    /// T13: nothing was sent to the customer for too long.
    pub(crate) fn progress_due(&mut self, case: usize) {
        let every = self.policy.timers().progress_every;
        self.ensure_thread(case);
        let state = self.case(case);
        let (number, last) = (state.number, state.last_word_at);
        let quiet = self.policy.clock.between(last, self.now);
        // It began anew with the last word to the customer, whoever's that was (K-10).
        let again = self.staffed(if quiet < every { every - quiet } else { every });
        self.case_mut(case).wakes.progress = Some(again);
        let Some(owner) = self.case(case).owner().cloned() else { return };
        // Whoever was told when the next word comes is not left without one.
        let is_told = self.case(case).open_words().next().is_some();
        if every <= quiet && !is_told {
            let hold = self.staffed(HOLD_AFTER);
            self.case_mut(case).wakes.hold = Some(hold);
            let owner = self.mention(&owner);
            self.desk(case, DeskSay::ProgressDue { case: number, owner });
        }
    }

    /// K-17: nobody sent word after the reminder either. Once in a row the customer hears that they
    /// are not forgotten, with a time, and somebody senior hears that nobody wrote.
    pub(crate) fn hold_due(&mut self, case: usize) {
        self.case_mut(case).wakes.hold = None;
        let every = self.policy.timers().progress_every;
        let state = self.case(case);
        let quiet = self.policy.clock.between(state.last_word_at, self.now);
        let is_told = state.open_words().next().is_some();
        let Some(owner) = state.owner().cloned() else { return };
        if quiet < every || is_told || state.held || state.unreachable_since.is_some() {
            return;
        }
        self.ensure_thread(case);
        self.case_mut(case).held = true;
        let due = self.promise(case, PromiseKind::Progress, every);
        let due = self.policy.due(due, self.now);
        let (number, level) = (self.case(case).number, self.case(case).level.next());
        let called = self.to_call(level);
        self.desk(case, DeskSay::Promise(PromiseSay::HoldSent { case: number, called, due }));
        let staff = self.policy.staff_name(&owner);
        self.tell_in_case(case, Say::ProgressHold { staff, due }, Vec::new());
    }

    /// The customer asks for somebody senior: in the case that is open, in one that goes on with
    /// that, or in one that begins with it (K-1, K-26).
    fn senior_wished(&mut self, case: usize) {
        if let Some(open) = self.open_case_index() {
            let ack = self.senior_asked(open);
            return self.tell_in_case(open, ack, Vec::new());
        }
        let (case, first) = if self.is_recent(self.case(case)) {
            self.reopen(case);
            let within = self.rounded_wait(self.first_due(case));
            (case, Say::Reopened { within })
        } else {
            let case = self.open_case(crate::case::Origin::Senior, None);
            (case, self.complain_ack(case))
        };
        let ack = self.senior_asked(case);
        self.tell_in_case(case, Say::Both(Box::new(first), Box::new(ack)), Vec::new());
    }

    /// K-26: the customer asks for somebody senior, and is told who comes and by when.
    fn senior_asked(&mut self, case: usize) -> Say {
        let number = self.case(case).number;
        let state = self.case_mut(case);
        state.senior_asked += 1;
        let is_first = state.origin == crate::case::Origin::Senior && state.senior_asked == 1;
        let level = match state.senior_asked {
            // It began with them.
            1 if is_first => state.level.max(Level::Senior),
            1 => state.level.next(),
            _ => Level::Director,
        };
        self.raise(case, level);
        let level = self.case(case).level;
        let due = self.promise_senior(case, level);
        let told = self.policy.due(due, self.now);
        let called = self.to_call(level);
        let say = DeskSay::SeniorAsked {
            case: number,
            called,
            level,
            by_customer: true,
            due: Some(told),
            why: None,
        };
        self.desk(case, say);
        Say::SeniorAck { level, due: told }
    }

    /// K-25: staff call somebody senior.
    pub(crate) fn escalate(
        &mut self,
        case: usize,
        by: &StaffMember,
        why: Option<String>,
    ) -> Option<DeskSay> {
        let number = self.case(case).number;
        if !self.case(case).is_open() {
            return Some(DeskSay::AlreadyClosed { case: number });
        }
        if self.case(case).level == Level::Director {
            return Some(DeskSay::AlreadyTop);
        }
        let level = self.case(case).level.max(by.level.min(Level::Senior)).next();
        self.raise(case, level);
        let called = self.to_call(level);
        let say = DeskSay::SeniorAsked {
            case: number,
            called,
            level,
            by_customer: false,
            due: None,
            why,
        };
        self.desk(case, say);
        None
    }

    /// K-12, K-13: the customer's turn, and silence.
    pub(crate) fn waiting_due(&mut self, case: usize) {
        let timers = self.policy.timers();
        let (now, closes) = (self.now, timers.silent_close);
        let Stage::Waiting { since: from, nudges, .. } = &mut self.case_mut(case).stage else {
            return;
        };
        let (from, told) = (*from, *nudges);
        let quiet = since(from, now);
        if closes <= quiet {
            let is_undecided = self.case(case).decision_due().is_some();
            if !is_undecided && self.case(case).open_promises().next().is_none() {
                return self.close_quietly(case, Outcome::Silent);
            }
            // A promise is open, or an offer undecided: the customer is not dropped before that ends.
            if let Stage::Waiting { since, .. } = &mut self.case_mut(case).stage {
                *since = now;
            }
            return;
        }
        let (say, count) = if timers.silent_nudge2 <= quiet && told < 2 {
            let pause = super::step::later(from, closes);
            let mut due = self.policy.due(pause, now);
            due.today = false;
            (Say::Nudge2 { due }, 2)
        } else if timers.silent_nudge1 <= quiet && told < 1 {
            (Say::Nudge1, 1)
        } else {
            return;
        };
        if let Stage::Waiting { nudges, .. } = &mut self.case_mut(case).stage {
            *nudges = count;
        }
        self.tell_in_case(case, say, Vec::new());
    }

    /// Ends a case because of silence, with an open door.
    pub(crate) fn close_quietly(&mut self, case: usize, outcome: Outcome) {
        use super::step::button;
        use crate::{action::Action, say::Label};
        let number = self.case(case).number;
        let help = button(Label::StillNeed, Action::StillNeed { case: number });
        self.tell_in_case(case, Say::ClosedSilent, vec![vec![help]]);
        self.close(case, outcome);
        self.desk(case, DeskSay::ClosedQuiet { case: number, outcome });
    }

    /// Buttons of a case that the customer pressed.
    pub(crate) fn case_pressed(
        &mut self,
        press: &PressRef,
        message: Option<&crate::place::MessageRef>,
        case: usize,
        action: crate::action::Action,
    ) {
        use crate::action::Action;
        match action {
            Action::Senior { .. } => {
                self.toast(press, None);
                self.senior_wished(case);
            }
            Action::StillNeed { .. } => {
                self.toast(press, None);
                if let Some(message) = message {
                    self.strip(message.clone());
                }
                self.still_needs_help(case);
            }
            Action::GoOn { yes, .. } => {
                self.toast(press, None);
                if let Some(message) = message {
                    self.strip(message.clone());
                }
                self.go_on(case, yes);
            }
            Action::Offered { offer, yes, .. } => {
                self.offer_answered(press, message, (case, offer, yes));
            }
            Action::Right { resolution, verdict, .. } => {
                self.verdict(press, message, case, resolution, verdict);
            }
            Action::Rate { .. }
            | Action::Change { .. }
            | Action::Item { .. }
            | Action::NoTalk { .. }
            | Action::ContactMe { .. }
            | Action::Take { .. }
            | Action::Join { .. }
            | Action::History { .. }
            | Action::WaitForAnswer { .. }
            | Action::Promise { .. }
            | Action::Progress { .. }
            | Action::HandOver { .. }
            | Action::Accept { .. }
            | Action::Return { .. }
            | Action::MakeGood { .. }
            | Action::CallSenior { .. }
            | Action::PutRight { .. }
            | Action::Reopen { .. }
            | Action::JustThanks { .. }
            | Action::Admin { .. }
            | Action::Trial { .. }
            | Action::CloseMistap { .. }
            | Action::Why { .. }
            | Action::Anyway { .. }
            | Action::NameCause { .. }
            | Action::OpenRecovery { .. }
            | Action::NoAction { .. }
            | Action::Contact { .. }
            | Action::Tell { .. }
            | Action::TellInCase { .. }
            | Action::Complain
            | Action::Forget { .. }
            | Action::Recommend { .. }
            | Action::NeedHelp { .. }
            | Action::Feedback
            | Action::Code
            | Action::OpenFor { .. } => self.toast(press, None),
        }
    }

    /// K-32: the customer still needs help with a closed case; another open one takes precedence.
    pub(crate) fn still_needs_help(&mut self, case: usize) {
        if let Some(open) = self.open_case_index() {
            self.take_up_again(open);
            let ack = self.complain_ack(open);
            return self.tell_in_case(open, ack, Vec::new());
        }
        if self.is_recent(self.case(case)) {
            self.reopen_for_customer(case);
            let within = self.rounded_wait(self.first_due(case));
            self.tell_in_case(case, Say::Reopened { within }, Vec::new());
        } else {
            let case = self.open_case(crate::case::Origin::Complaint, None);
            let ack = self.complain_ack(case);
            self.tell_in_case(case, ack, Vec::new());
        }
    }
}
