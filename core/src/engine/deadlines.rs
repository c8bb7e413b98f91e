//! When a customer's engine wants to be woken. Derived from the state, never stored beside it.

use jiff::Timestamp;

use super::{
    Deadline,
    casework::ARCHIVE_AFTER,
    step::{Step, later},
};
use crate::{
    case::{Case, Outcome, Stage as CaseStage, ThreadState},
    customer::Customer,
    effect::{Body, Class, OnUnknown},
    ids::CaseNumber,
    policy::Policy,
    survey::{Stage, Survey},
    timers::Timers,
};

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Survey(usize),
    Pause(usize),
    Burst(usize),
    Promise(usize),
    Warn(usize),
    Decision(usize),
    Nudge(usize),
    Call(usize),
    Progress(usize),
    Hold(usize),
    Handover(usize),
    Assist(usize),
    Age(usize),
    Waiting(usize),
    Checking(usize),
    Unreachable(usize),
    Archive(usize),
    PutAway(usize),
}

impl Due {
    fn name(self) -> &'static str {
        match self {
            Self::Survey(_) => "survey",
            Self::Pause(_) => "pause",
            Self::Burst(_) => "burst",
            Self::Promise(_) => "promise",
            Self::Warn(_) => "warn",
            Self::Decision(_) => "decision",
            Self::Nudge(_) => "nudge",
            Self::Call(_) => "call",
            Self::Progress(_) => "progress",
            Self::Hold(_) => "hold",
            Self::Handover(_) => "handover",
            Self::Assist(_) => "assist",
            Self::Age(_) => "age",
            Self::Waiting(_) => "waiting",
            Self::Checking(_) => "checking",
            Self::Unreachable(_) => "unreachable",
            Self::Archive(_) => "archive",
            Self::PutAway(_) => "put_away",
        }
    }
}

/// More than this many wakes at one moment would be a loop.
const WAKES_MAX: usize = 1_000;

impl Customer {
    /// The next moment [`crate::event::Event::DeadlineReached`] is wanted, and why.
    pub fn next_deadline(&self, policy: &Policy) -> Option<Deadline> {
        let over = self.expires_at(&policy.workspace.retention);
        let over = over.map(|at| Deadline { at, kind: "retention" });
        self.next_wake(policy).into_iter().chain(over).min()
    }

    /// The next moment in which something will happen, and why: that something is over its time is
    /// none.
    pub fn next_wake(&self, policy: &Policy) -> Option<Deadline> {
        self.next_due(policy.timers()).map(|(at, due)| Deadline { at, kind: due.name() })
    }

    /// The next moment at which something will happen in this case, as far as it is the case's own.
    pub fn next_wake_in(&self, number: CaseNumber, policy: &Policy) -> Option<Timestamp> {
        let index = self.cases.iter().position(|case| case.number == number)?;
        case_due(&self.cases[index], index, policy.timers()).map(|(at, _)| at)
    }

    fn next_due(&self, timers: &Timers) -> Option<(Timestamp, Due)> {
        let surveys = self.surveys.iter().enumerate();
        let surveys =
            surveys.filter_map(|(index, survey)| Some((survey_due(survey)?, Due::Survey(index))));
        let away = self.surveys.iter().enumerate();
        let away =
            away.filter_map(|(index, survey)| Some((survey.put_away_at?, Due::PutAway(index))));
        let cases = self.cases.iter().enumerate();
        let cases = cases.filter_map(|(index, case)| case_due(case, index, timers));
        surveys.chain(away).chain(cases).min()
    }
}

fn survey_due(survey: &Survey) -> Option<Timestamp> {
    match survey.stage {
        Stage::Planned { due } => Some(due),
        Stage::Asked { expires_at, remind_at } => {
            Some(remind_at.map_or(expires_at, |at| at.min(expires_at)))
        }
        Stage::MaybeAsked { expires_at } => Some(expires_at),
        Stage::Answered { comment_until } => Some(comment_until),
        Stage::Suppressed { .. }
        | Stage::Sending
        | Stage::Expired
        | Stage::Superseded
        | Stage::Undeliverable { .. }
        | Stage::Finished
        | Stage::Erased => None,
    }
}

fn case_due(case: &Case, index: usize, timers: &Timers) -> Option<(Timestamp, Due)> {
    let archive = case.wakes.archive.map(|at| (at, Due::Archive(index)));
    let burst = case.thread().and(case.burst.as_ref()).map(|burst| (burst.due, Due::Burst(index)));
    let warn = case.open_promises().filter_map(|promise| promise.warn_at).min();
    let warn = warn.map(|at| (at, Due::Warn(index)));
    let promise = case.open_promises().map(|promise| case.breaks_at(promise)).min();
    let promise = promise.map(|at| (at, Due::Promise(index)));
    if let CaseStage::Closed { .. } = case.stage {
        // What was accepted is delivered all the same (E28).
        return archive.into_iter().chain(burst).chain(warn).chain(promise).min();
    }
    let handover = case.handover.as_ref().map(|handover| (handover.due, Due::Handover(index)));
    let assist = case.assist_due().map(|at| (at, Due::Assist(index)));
    let pause = case.paused_until.map(|at| (at, Due::Pause(index)));
    if let Some(since) = case.unreachable_since {
        let gone = (later(since, timers.unreachable_keep), Due::Unreachable(index));
        let others = [burst, warn, handover, assist, pause];
        return others.into_iter().flatten().chain([gone]).min();
    }
    let wakes = &case.wakes;
    // A case that waits for the customer's word needs nobody higher.
    let checking = matches!(case.stage, CaseStage::Checking { .. });
    let age = wakes.age.filter(|_| !checking);
    let armed = [
        promise,
        warn,
        case.decision_due().map(|at| (at, Due::Decision(index))),
        wakes.nudge.map(|at| (at, Due::Nudge(index))),
        wakes.call.map(|at| (at, Due::Call(index))),
        wakes.progress.map(|at| (at, Due::Progress(index))),
        wakes.hold.map(|at| (at, Due::Hold(index))),
        handover,
        assist,
        age.map(|at| (at, Due::Age(index))),
        pause,
        burst,
        stage_due(case, index, timers),
    ];
    armed.into_iter().flatten().min()
}

fn stage_due(case: &Case, index: usize, timers: &Timers) -> Option<(Timestamp, Due)> {
    match &case.stage {
        CaseStage::Waiting { since, nudges, .. } => {
            let after = match nudges {
                0 => timers.silent_nudge1.min(timers.silent_close),
                1 => timers.silent_nudge2.min(timers.silent_close),
                _ => timers.silent_close,
            };
            Some((later(*since, after), Due::Waiting(index)))
        }
        CaseStage::Checking { ask_at: Some(at), .. } => Some((*at, Due::Checking(index))),
        CaseStage::Checking { asked_at, nudged, .. } => {
            let after = if *nudged {
                timers.reask_close
            } else {
                timers.reask_nudge.min(timers.reask_close)
            };
            Some((later(*asked_at, after), Due::Checking(index)))
        }
        CaseStage::Open | CaseStage::Working { .. } | CaseStage::Closed { .. } => None,
    }
}

impl Step<'_> {
    /// Fires whatever is due by now, in due order.
    pub(crate) fn fire_due(&mut self) {
        for _ in 0..WAKES_MAX {
            match self.customer.next_due(self.policy.timers()) {
                Some((at, due)) if at <= self.now => self.fire(due),
                Some(_) | None => return self.expire(),
            }
        }
        unreachable!("a wake that does not disarm itself would fire for ever");
    }

    fn fire(&mut self, due: Due) {
        match due {
            Due::Survey(index) => self.survey_due(index),
            Due::Pause(case) => self.pause_ends(case),
            Due::Burst(case) => self.flush_burst(case),
            Due::Promise(case) => self.promises_due(case),
            Due::Warn(case) => self.warn_due(case),
            Due::Decision(case) => self.decision_due(case),
            Due::Nudge(case) => self.nudge_due(case),
            Due::Call(case) => self.call_due(case),
            Due::Progress(case) => self.progress_due(case),
            Due::Hold(case) => self.hold_due(case),
            Due::Handover(case) => self.handover_due(case),
            Due::Assist(case) => self.assist_due(case),
            Due::Age(case) => self.age_due(case),
            Due::Waiting(case) => self.waiting_due(case),
            Due::Checking(case) => self.checking_due(case),
            Due::Unreachable(case) => self.close(case, Outcome::Unreachable),
            Due::Archive(case) => self.archive(case),
            Due::PutAway(survey) => self.put_venue_away(survey),
        }
    }

    /// The thread where a contact was held is put away some time after the question there.
    fn put_venue_away(&mut self, survey: usize) {
        let survey = &mut self.customer.surveys[survey];
        survey.put_away_at = None;
        if let Some(thread) = survey.interaction.held_at.clone() {
            self.effect(Class::Digest, OnUnknown::Repeat, Body::CloseThread { thread });
        }
    }

    /// The thread of a case that closed a day ago is put away.
    fn archive(&mut self, case: usize) {
        self.case_mut(case).wakes.archive = None;
        let state = self.case(case);
        let mut accepted = state.offers.iter().filter(|offer| offer.is_undelivered());
        if accepted.any(|offer| state.has_delivery(offer)) {
            // Whoever delivers it needs the thread.
            let again = self.later(ARCHIVE_AFTER);
            self.case_mut(case).wakes.archive = Some(again);
            return;
        }
        self.put_room_away(case);
        if let ThreadState::Open(thread) = self.case(case).desk.thread.clone() {
            self.effect(Class::Digest, OnUnknown::Repeat, Body::CloseThread { thread });
        }
    }
}
