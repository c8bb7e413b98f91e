//! What is over its time is removed, customer by customer, in the moment in which it is over
//! (`/retention`). Counts stay.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::step::{Step, later};
use crate::{
    case::{Case, Stage as CaseStage, ThreadState},
    customer::{Customer, Remark, erase_case, erase_survey},
    effect::{Body, Class, OnUnknown},
    inbox::Item,
    policy::{Policy, Retention, Workspace},
    survey::{Stage, Survey},
    timers::Timers,
};

/// By what the dates of customers are derived, beside what is known of each: where it is not the same
/// any more, those that are stored are derived anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatesBy {
    rules: u32,
    retention: Retention,
    #[serde(default)]
    timers: Timers,
}

impl DatesBy {
    /// Raised whenever the next deadline of a customer who stays as they are may be another one than
    /// in the version before.
    const RULES: u32 = 1;

    /// By what they are derived now.
    pub fn of(policy: &Policy) -> Self {
        let Workspace { retention, timers, .. } = &policy.workspace;
        Self { rules: Self::RULES, retention: retention.clone(), timers: timers.clone() }
    }
}

impl Customer {
    /// The next moment in which something of the customer is over its time.
    pub(crate) fn expires_at(&self, retention: &Retention) -> Option<Timestamp> {
        let surveys = self.surveys.iter().filter(|survey| self.is_settled(survey));
        let surveys = surveys.flat_map(|survey| {
            let said = survey.comments.first().map(|comment| later(comment.at, retention.talks));
            [Some(later(survey.interaction.ended_at, retention.answers)), said]
        });
        let cases = self.cases.iter().filter(|case| says_anything(case));
        let cases = cases.map(|case| Some(later(quiet_since(case)?, retention.talks)));
        let words = self.remarks().map(|remark| Some(later(remark.at, retention.talks)));
        let items = self.inbox.iter().filter(|item| !item.words.is_empty());
        let items = items.map(|item| Some(later(item.at, retention.talks)));
        let merges = self.merges.iter().map(|merge| Some(merge.settles_at()));
        let known = [self.leaves_at(retention)];
        surveys.chain(cases).chain(words).chain(items).chain(merges).chain(known).flatten().min()
    }

    /// Words that belong to nothing, those of customers who were taken in included.
    fn remarks(&self) -> Box<dyn Iterator<Item = &Remark> + '_> {
        let taken_in = self.merges.iter().flat_map(|merge| merge.rest.remarks());
        Box::new(self.words.iter().chain(taken_in))
    }

    fn keep_remarks(&mut self, is_kept: &dyn Fn(&Remark) -> bool) {
        self.words.retain(is_kept);
        self.merges.iter_mut().for_each(|merge| merge.rest.keep_remarks(is_kept));
    }

    /// When nothing was heard of the customer for as long as answers are kept: then nobody needs to
    /// know any more who they are. Whoever wants no questions stays known as that.
    fn leaves_at(&self, retention: &Retention) -> Option<Timestamp> {
        let is_settled = |survey: &Survey| survey.stage == Stage::Erased || self.is_settled(survey);
        let waits = self.surveys.iter().any(|survey| survey.receipt.is_some());
        let is_known = !self.contacts.is_empty() || !self.external.is_empty() || waits;
        if self.opted_out || !is_known || self.open_case().is_some() {
            return None;
        }
        if !self.surveys.iter().all(is_settled) {
            return None;
        }
        let heard = self.contacts.iter().filter_map(|contact| contact.active_at);
        let ended = self.surveys.iter().map(|survey| survey.interaction.ended_at);
        let said = self.words.iter().map(|remark| remark.at);
        let cases = self.cases.iter().filter_map(quiet_since);
        let merged = self.merges.iter().map(|merge| merge.at);
        let answers = self.surveys.iter().filter_map(|survey| survey.response.as_ref());
        let answered = answers.flat_map(|response| &response.history).map(|(at, _)| *at);
        let comments = self.surveys.iter().flat_map(|survey| &survey.comments);
        let told = answered.chain(comments.map(|comment| comment.at));
        let last = heard.chain(ended).chain(said).chain(cases).chain(merged).chain(told).max()?;
        Some(later(last, retention.answers))
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
        self.customer.keep_remarks(&|remark| now < later(remark.at, retention.talks));
        let over = |item: &&mut Item| later(item.at, retention.talks) <= now;
        self.customer.inbox.iter_mut().filter(over).for_each(|item| item.words.clear());
        self.customer.settle_old_merges(now);
        // Whatever else brought us here was heard of the customer just now.
        if self.is_woken() && self.customer.leaves_at(&retention).is_some_and(|at| at <= now) {
            return self.erase_unasked();
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
            let closed = quiet_since(self.case(case));
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
            self.cancel_promises(case, |_| true);
            erase_case(self.case_mut(case));
        }
    }
}

/// Since when nothing was said in a closed case.
fn quiet_since(case: &Case) -> Option<Timestamp> {
    match case.stage {
        CaseStage::Closed { at, .. } => Some(case.heard_at.map_or(at, |heard| heard.max(at))),
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
