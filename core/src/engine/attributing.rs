//! Why a case is one: how bad it is in the customer's eyes, whether it comes again, in whose hands it
//! lay, what it is about (F22), and what went wrong (F15).

#![expect(clippy::similar_names, reason = "a case has a cause")]

use super::{commands::without_case, step::Step};
use crate::{
    admin::{self, AdminSay, CauseSay, NewCause},
    case::{Concern, Offer, OfferState, Severity, Stability, Why},
    catalogue::Stage,
    desk::{DeskSay, HistoryWhat, Reasons, WhySay},
    event::WorkspaceEvent,
    fact::Fact,
    grammar,
    place::Address,
    policy::{Level, StaffMember},
};

/// How much the card names of what worked before.
const WORKED_SHOWN: usize = 2;
/// How many causes are named to somebody who named none.
const KNOWN_SHOWN: usize = 15;

impl Step<'_> {
    /// F22: `/why 2 recurring ours manner`.
    pub(crate) fn why_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        let said = match Why::read(rest) {
            Ok(said) => said,
            Err(unfit) => return Some(DeskSay::why(WhySay::Unfit(unfit))),
        };
        let (now, name) = (self.now, self.name_of(by));
        let state = self.case_mut(case);
        let before = state.why;
        state.why = before.with(said);
        if state.why != before {
            state.history.push((now, HistoryWhat::Why { by: name.clone(), why: said }));
        }
        let is_severe = said.severity == Some(Severity::Severe);
        if is_severe && state.is_open() {
            self.call_for_severe(case, name);
        }
        let recurring = said.stability == Some(Stability::Recurring);
        let owner = self.case(case).owner();
        let about = owner.filter(|owner| self.is_about(case, owner));
        let about = about.map(|owner| self.policy.staff_name(owner));
        let about = about.filter(|_| said.about == Some(Concern::Manner));
        (recurring || about.is_some()).then(|| DeskSay::why(WhySay::Follows { recurring, about }))
    }

    /// K-1, E22: what is very bad calls somebody senior at once; out of hours whoever of the
    /// management is on call.
    fn call_for_severe(&mut self, case: usize, by: String) {
        let (number, level) = (self.case(case).number, self.case(case).level);
        let on_call: Vec<Address> = if self.policy.clock.is_open(self.now) {
            Vec::new()
        } else {
            self.policy.on_call().map(|member| member.address.clone()).collect()
        };
        let on_call: Vec<_> = on_call
            .iter()
            .filter(|who| self.may_be_called(who))
            .map(|who| self.mention(who))
            .collect();
        let to = if on_call.is_empty() { Level::Senior } else { Level::Director };
        if to <= level {
            return;
        }
        self.raise(case, to);
        let called = if on_call.is_empty() { self.to_call(to) } else { on_call };
        self.desk(case, DeskSay::why(WhySay::Severe { case: number, called, by }));
    }

    /// Whether a case is about how somebody of staff treated the customer: they don't have it, and
    /// are not called for it.
    pub(crate) fn is_about(&self, case: usize, who: &Address) -> bool {
        let case = self.case(case);
        case.why.about == Some(Concern::Manner)
            && case
                .surveys
                .iter()
                .filter_map(|id| self.customer.survey(*id))
                .any(|survey| survey.interaction.agent_account.as_ref() == Some(who))
    }

    /// F15: `/cause late`, `/cause new wrong address label`.
    pub(crate) fn cause_command(
        &mut self,
        case: usize,
        by: &StaffMember,
        rest: &str,
    ) -> Option<DeskSay> {
        let causes = &self.policy.workspace.catalogue.causes;
        let (first, after) = grammar::word(rest);
        let is_named = !after.is_empty() && first.eq_ignore_ascii_case("link");
        let typed = if is_named { without_case(after) } else { rest.trim().to_owned() };
        let typed = typed.as_str();
        if typed.is_empty() {
            let known = causes.iter().map(|cause| cause.name.clone());
            let known = known.take(KNOWN_SHOWN).collect();
            return Some(DeskSay::why(WhySay::WhichCause { known }));
        }
        if let Some(words) = grammar::new_cause(typed) {
            return self.new_cause(case, by, words);
        }
        let Some(cause) = admin::cause_named(causes, typed) else {
            let nearest = admin::nearest_cause(causes, typed);
            let typed = typed.to_owned();
            return Some(DeskSay::why(WhySay::UnknownCause { typed, nearest }));
        };
        let name = cause.name.clone();
        self.link_cause(case, by, &name);
        None
    }

    /// A cause that nobody noted before; those like it are named first.
    fn new_cause(
        &mut self,
        case: usize,
        by: &StaffMember,
        (words, in_any_case): (&str, bool),
    ) -> Option<DeskSay> {
        let causes = &self.policy.workspace.catalogue.causes;
        match admin::noted(causes, words, in_any_case) {
            NewCause::New(cause) => {
                let name = cause.name.clone();
                let event = WorkspaceEvent::CauseNoted { by: by.address.clone(), name };
                self.tell_business(event);
                self.link_cause(case, by, &cause.name);
                None
            }
            NewCause::Say(CauseSay::Exists { name }) => {
                self.link_cause(case, by, &name);
                None
            }
            NewCause::Say(say) => Some(DeskSay::Admin(Box::new(AdminSay::Cause(say)))),
            NewCause::Text(unfit) => Some(DeskSay::Admin(Box::new(AdminSay::Text(unfit)))),
        }
    }

    /// The case is one of those that have this cause. One that was said to be fixed before the case
    /// began is back (E38).
    pub(crate) fn link_cause(&mut self, case: usize, by: &StaffMember, name: &str) {
        let (now, by) = (self.now, self.name_of(by));
        let state = self.case_mut(case);
        if state.cause.as_deref() == Some(name) {
            return;
        }
        state.cause = Some(name.to_owned());
        state.history.push((now, HistoryWhat::Cause { by, cause: name.to_owned() }));
        let (number, opened_at) = (state.number, state.opened_at);
        self.fact(Fact::CauseNamed { case: number, cause: name.to_owned() });
        let mut causes = self.policy.workspace.catalogue.causes.iter();
        let fix = causes
            .find(|cause| cause.name == name)
            .filter(|cause| cause.stage() == Stage::Fixed)
            .and_then(|cause| cause.fixed.clone());
        let Some(fix) = fix.filter(|fix| fix.at < opened_at) else { return };
        self.tell_business(WorkspaceEvent::CauseBack { name: name.to_owned(), fix: fix.nr });
        let called = self.to_call(Level::Director);
        let (cause, how) = (name.to_owned(), fix.how);
        self.desk(case, DeskSay::why(WhySay::CauseBack { case: number, called, cause, how }));
    }

    /// F36: what was given in a case that ended well helps with the next one of its cause. Only what
    /// the catalogue names: what staff wrote may be about the customer.
    pub(crate) fn what_worked(&mut self, case: usize) {
        let state = self.case(case);
        let Some(cause) = state.cause.clone() else { return };
        let is_taken = |offer: &&Offer| {
            matches!(offer.state, OfferState::Accepted { .. } | OfferState::Delivered { .. })
        };
        let taken = state.offers.iter().filter(is_taken);
        let items: Vec<String> = taken.filter_map(|offer| offer.gift.item.clone()).collect();
        if !items.is_empty() {
            self.tell_business(WorkspaceEvent::Worked { cause, items });
        }
    }

    /// Why a case is one, as its card shows it.
    pub(crate) fn reasons(&self, case: usize) -> Reasons {
        let state = self.case(case);
        let mut causes = self.policy.workspace.catalogue.causes.iter();
        // Before anybody says what went wrong it may well be what went wrong the last time.
        let last = self.case_before(case).and_then(|last| last.cause.as_ref());
        let named = state.cause.as_ref().or(last).filter(|_| state.is_open());
        let cause = causes.find(|cause| Some(&cause.name) == named);
        let mut worked: Vec<(String, u32)> = cause
            .into_iter()
            .flat_map(|cause| &cause.worked)
            .map(|(item, count)| (item.clone(), *count))
            .collect();
        worked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        worked.truncate(WORKED_SHOWN);
        let is_last = state.cause.is_none() && !worked.is_empty();
        let worked_for = last.filter(|_| is_last).cloned();
        Reasons { why: state.why, cause: state.cause.clone(), worked_for, worked }
    }
}
