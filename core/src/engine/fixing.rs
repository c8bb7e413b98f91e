//! What went wrong is fixed: whoever complained hears so once, and whoever has an open case about it
//! (`BEHAVIOUR` 2.7, K-42, E37, INV 19).

use jiff::SignedDuration;

use super::step::{Step, later};
use crate::{
    admin,
    asking_rules::AskingRules,
    board,
    catalogue::{Cause, Stage, sum_of},
    customer::{FixTold, ToldTo},
    desk::{DeskSay, Mention, WhySay},
    effect::{Body, Class, OnUnknown, Purpose, Receipt, Refusal, Words},
    event::WorkspaceEvent,
    fact::Fact,
    ids::CaseNumber,
    say::{Button, Say},
};

/// What was mended this long ago counts as lately.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Step<'_> {
    /// A cause is fixed. Whoever has an open case of the customer is told, and tells it on; without
    /// one the customer is told, if that is wished and they want to hear from us.
    pub(crate) fn cause_fixed(&mut self, name: &str, nr: u32, tells: bool) {
        if self.customer.erased_at.is_some()
            || !self.customer.complained_of(name)
            || self.customer.knows_fix(name, nr)
        {
            return;
        }
        let causes = &self.policy.workspace.catalogue.causes;
        let Some((cause, fix)) = admin::fix_of(causes, name, nr) else { return };
        let (how, say) = (fix.how.clone(), self.words_of_fix(cause));
        if let Some(case) = self.open_case_index() {
            let is_its = self.case(case).cause.as_deref() == Some(name);
            if !is_its && !tells {
                return;
            }
            self.note_fix(name, nr, ToldTo::Staff);
            let (number, called) = self.called_for(case);
            let cause = name.to_owned();
            let say = WhySay::CauseFixed { case: number, called, cause, how, is_its };
            return self.desk(case, DeskSay::why(say));
        }
        let Some(say) = say.filter(|_| tells && !self.customer.opted_out) else { return };
        if self.tell_once(say, Vec::new(), Purpose::FixTold(number_of(name, nr))) {
            self.note_fix(name, nr, ToldTo::Customer);
            self.fact(Fact::FixTold { cause: name.to_owned(), fix: nr });
        }
    }

    /// The number of a case, and who is called about it: whoever has it, else everybody of its level.
    pub(crate) fn called_for(&self, case: usize) -> (CaseNumber, Vec<Mention>) {
        let state = self.case(case);
        let owner = state.owner().map(|owner| self.mention(owner));
        let called = owner.map_or_else(|| self.to_call(state.level), |owner| vec![owner]);
        (state.number, called)
    }

    /// Tells the customer what many are told, one after the other, and never twice: what nobody
    /// knows the fate of is not said again. Returns whether there is a way to them.
    pub(crate) fn tell_once(
        &mut self,
        say: Say,
        buttons: Vec<Vec<Button>>,
        purpose: Purpose,
    ) -> bool {
        let Some(to) = self.customer_way() else { return false };
        let (words, purpose) = (Words::Customer(say, self.language()), Some(purpose));
        let body = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
        self.effect(Class::Digest, OnUnknown::Leave, body);
        true
    }

    fn words_of_fix(&self, cause: &Cause) -> Option<Say> {
        let fix = cause.fixed.as_ref()?;
        Some(admin::words_of_fix(cause, fix, self.customer.name.clone()))
    }

    /// Keeps that somebody was told.
    fn note_fix(&mut self, cause: &str, fix: u32, whom: ToldTo) {
        let (cause, at) = (cause.to_owned(), self.now);
        self.customer.fixes.push(FixTold { cause, fix, at, whom });
    }

    /// The word that a cause is fixed arrived, or did not.
    pub(crate) fn fix_settled(&mut self, number: u32, fate: &Result<Receipt, Refusal>) {
        let mut fixes = self.customer.fixes.iter_mut();
        let is_it = |told: &&mut FixTold| {
            told.whom == ToldTo::Customer && number_of(&told.cause, told.fix) == number
        };
        let Some(told) = fixes.find(is_it).filter(|_| fate.is_ok()) else { return };
        told.whom = ToldTo::Reached;
        let (name, fix) = (told.cause.clone(), told.fix);
        self.tell_business(WorkspaceEvent::FixReached { name, fix });
    }

    /// F18: a share of the happy hear that answers are worth it, if the board shows so.
    pub(crate) fn with_what_came(&self, index: usize, thanks: Say) -> Say {
        let contact = &self.customer.surveys[index].interaction.id.0;
        let causes = self.policy.workspace.catalogue.causes.iter();
        let shown = causes.filter(|cause| cause.stage() == Stage::Fixed && cause.public.is_some());
        let fixes = shown.filter_map(|cause| cause.fixed.as_ref());
        let n = fixes.filter(|fix| later(fix.at, LATELY) >= self.now).count();
        if n == 0 || !AskingRules::hears_what_came(contact) {
            return thanks;
        }
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        Say::Both(Box::new(thanks), Box::new(Say::WhyAnswer { n }))
    }

    /// F16: what customers said, and what was done.
    pub(crate) fn board(&self) -> Say {
        board::board(self.policy, self.now)
    }
}

/// What stands for a fix of a cause.
fn number_of(cause: &str, fix: u32) -> u32 {
    sum_of(&format!("{cause} {fix}"))
}
