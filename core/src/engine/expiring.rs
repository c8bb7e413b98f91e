//! What is over its time is removed, customer by customer, in the moment in which it is over
//! (`/retention`). Counts stay.

use jiff::Timestamp;

use super::step::{Step, later};
use crate::{
    case::{Case, Stage as CaseStage, ThreadState},
    customer::{Customer, erase_case, erase_survey},
    effect::{Body, Class, OnUnknown},
    policy::Retention,
    survey::{Stage, Survey},
};

impl Customer {
    /// The next moment in which something of the customer is over its time.
    pub(crate) fn expires_at(&self, retention: &Retention) -> Option<Timestamp> {
        let surveys = self.surveys.iter().filter(|survey| self.is_settled(survey));
        let surveys = surveys.flat_map(|survey| {
            let said = survey.comments.first().map(|comment| later(comment.at, retention.talks));
            [Some(later(survey.interaction.ended_at, retention.answers)), said]
        });
        let cases = self.cases.iter().filter(|case| says_anything(case));
        let cases = cases.map(|case| Some(later(closed_at(case)?, retention.talks)));
        surveys.chain(cases).flatten().min()
    }

    /// Whether nothing will become of a survey any more, and something of it is kept.
    fn is_settled(&self, survey: &Survey) -> bool {
        let case = survey.case.and_then(|number| self.case(number));
        let is_over = match survey.stage {
            Stage::Suppressed { .. }
            | Stage::Expired
            | Stage::Superseded
            | Stage::Undeliverable { .. }
            | Stage::Finished => true,
            Stage::Planned { .. }
            | Stage::Sending
            | Stage::Asked { .. }
            | Stage::MaybeAsked { .. }
            | Stage::Answered { .. }
            | Stage::Erased => false,
        };
        is_over && !case.is_some_and(Case::is_open)
    }
}

impl Step<'_> {
    /// Removes what is over its time by now.
    pub(crate) fn expire(&mut self) {
        let retention = self.policy.workspace.retention.clone();
        let now = self.now;
        if self.customer.expires_at(&retention).is_none_or(|at| now < at) {
            return;
        }
        for index in 0..self.customer.surveys.len() {
            if !self.customer.is_settled(&self.customer.surveys[index]) {
                continue;
            }
            let survey = &mut self.customer.surveys[index];
            survey.comments.retain(|comment| now < later(comment.at, retention.talks));
            if later(survey.interaction.ended_at, retention.answers) <= now {
                erase_survey(survey);
            }
        }
        for case in 0..self.customer.cases.len() {
            let closed = closed_at(self.case(case));
            let is_over = closed.is_some_and(|at| later(at, retention.talks) <= now);
            if !is_over || !says_anything(self.case(case)) {
                continue;
            }
            // What was said stands there as well.
            if let ThreadState::Open(thread) = self.case(case).desk.thread.clone() {
                let case = Some(self.case(case).number);
                let body = Body::DeleteThread { thread, case, purpose: None };
                self.effect(Class::Digest, OnUnknown::Repeat, body);
            }
            erase_case(self.case_mut(case));
        }
    }
}

fn closed_at(case: &Case) -> Option<Timestamp> {
    match case.stage {
        CaseStage::Closed { at, .. } => Some(at),
        CaseStage::Open
        | CaseStage::Working { .. }
        | CaseStage::Waiting { .. }
        | CaseStage::Checking { .. } => None,
    }
}

/// Whether anything is kept of what was said in a case.
fn says_anything(case: &Case) -> bool {
    !case.said.is_empty()
        || !case.lines.is_empty()
        || !case.history.is_empty()
        || case.desk.thread != ThreadState::None
        || case.resolutions.iter().any(|resolution| !resolution.done.is_empty())
}
