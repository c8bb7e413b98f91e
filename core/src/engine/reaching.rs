//! Who the customer is and how they can be written to (K-33 … K-35, E16, E18).

use super::step::Step;
use crate::{
    action::Action,
    case::{Outcome, PromiseState, Stage, Wakes},
    customer::{Contact, Reach},
    desk::DeskSay,
    effect::Refusal,
    event::Known,
    lang::Lang,
    place::{Actor, Address},
    say::{Label, Say},
};

impl Step<'_> {
    /// Takes over what a source vouches for.
    pub(crate) fn learn(&mut self, known: &Known) {
        for address in &known.addresses {
            self.contact(address);
        }
        if let Some(external) = &known.external
            && !self.customer.external.contains(external)
        {
            self.customer.external.push(external.clone());
        }
        if self.customer.name.is_none() {
            self.customer.name.clone_from(&known.name);
        }
        if let Some(lang) = known.language.as_deref().and_then(Lang::parse) {
            self.customer.hinted_language = Some(lang);
        }
        if known.otherwise.is_some() {
            self.customer.otherwise.clone_from(&known.otherwise);
        }
    }

    /// The customer showed themselves: name, language, and that this account works.
    pub(crate) fn seen(&mut self, by: &Actor) {
        let now = self.now;
        let contact = self.contact(&by.address);
        contact.active_at = Some(now);
        if by.name.is_some() {
            self.customer.name.clone_from(&by.name);
        }
        if let Some(lang) = by.language.as_deref().and_then(Lang::parse) {
            self.customer.hinted_language = Some(lang);
        }
        self.reachable(&by.address);
    }

    fn contact(&mut self, address: &Address) -> &mut Contact {
        let contacts = &mut self.customer.contacts;
        let index = contacts.iter().position(|contact| contact.address == *address);
        let index = index.unwrap_or_else(|| {
            contacts.push(Contact {
                address: address.clone(),
                reach: Reach::Unknown,
                active_at: None,
            });
            contacts.len() - 1
        });
        &mut contacts[index]
    }

    /// The account to write to: where the customer was last active, of those that may work.
    pub(crate) fn customer_address(&self) -> Option<Address> {
        let contacts = self.customer.contacts.iter().filter(|contact| contact.reach.may_work());
        // The last of equals wins, so the first contact is preferred by looking backwards.
        contacts
            .rev()
            .max_by_key(|contact| (contact.reach == Reach::Ok, contact.active_at))
            .map(|contact| contact.address.clone())
    }

    pub(crate) fn mark_reach(&mut self, address: &Address, reach: Reach) {
        let found = self.customer.contacts.iter_mut().find(|contact| contact.address == *address);
        if let Some(contact) = found {
            contact.reach = reach;
        }
    }

    pub(crate) fn mark_refused(&mut self, address: &Address, refusal: Refusal) {
        match refusal {
            Refusal::Blocked | Refusal::ChatGone => self.mark_reach(address, Reach::Blocked),
            Refusal::NotStarted => self.mark_reach(address, Reach::NotStarted),
            Refusal::Deactivated => self.mark_reach(address, Reach::Gone),
            Refusal::ThreadGone
            | Refusal::ThreadClosed
            | Refusal::MessageGone
            | Refusal::NoRights
            | Refusal::Unsupported
            | Refusal::TooLarge
            | Refusal::Expired
            | Refusal::Unknown
            | Refusal::Other => (),
        }
    }

    /// An account works again (K-34).
    pub(crate) fn reachable(&mut self, address: &Address) {
        self.mark_reach(address, Reach::Ok);
        let Some(case) = self.open_case_index() else { return };
        if self.case(case).unreachable_since.is_none() {
            return;
        }
        self.case_mut(case).unreachable_since = None;
        self.arm_again(case);
        self.desk(case, DeskSay::Back);
        if self.comes_in_private() {
            // Who opens the private chat only now was never away.
            return;
        }
        let number = self.case(case).number;
        let yes = super::step::button(Label::Yes, Action::GoOn { case: number, yes: true });
        let no = super::step::button(Label::No, Action::GoOn { case: number, yes: false });
        self.tell_in_case(case, Say::WelcomeBack, vec![vec![yes, no]]);
    }

    /// An account does not work any more (E16, K-33).
    pub(crate) fn unreachable(&mut self, address: &Address) {
        self.mark_reach(address, Reach::Blocked);
        let Some(case) = self.open_case_index() else { return };
        if self.customer_address().is_none() {
            self.lost_touch(case);
        }
    }

    /// K-33b: no account works. Customer timers pause; the case waits.
    pub(crate) fn lost_touch(&mut self, case: usize) {
        let now = self.now;
        let state = self.case_mut(case);
        if state.unreachable_since.is_some() || !state.is_open() {
            return;
        }
        state.unreachable_since = Some(now);
        state.wakes = Wakes::default();
        for promise in &mut state.promises {
            if promise.state == PromiseState::Made {
                promise.state = PromiseState::Cancelled { at: now };
            }
        }
        let otherwise = self.customer.otherwise.clone();
        self.desk(case, DeskSay::Unreachable { otherwise });
    }

    /// The wakes of a case that goes on after a pause.
    fn arm_again(&mut self, case: usize) {
        let now = self.now;
        let progress = self.staffed(self.policy.timers().progress_every);
        let call = self.staffed(self.policy.timers().reply_within);
        let age = self.later(self.policy.timers().age_l2);
        let state = self.case_mut(case);
        state.wakes.age = Some(age);
        match &mut state.stage {
            Stage::Open => state.wakes.call = Some(call),
            Stage::Working { .. } => state.wakes.progress = Some(progress),
            Stage::Waiting { since, .. } => *since = now,
            Stage::Checking { asked_at, .. } => *asked_at = now,
            Stage::Closed { .. } => (),
        }
    }

    /// The customer who came back wants to go on, or not.
    pub(crate) fn go_on(&mut self, case: usize, yes: bool) {
        if !self.case(case).is_open() || self.case(case).unreachable_since.is_some() {
            return;
        }
        if yes {
            self.promise_first_reply_again(case);
            self.call_owner(case);
        } else {
            self.close(case, Outcome::Declined);
            let number = self.case(case).number;
            self.desk(case, DeskSay::NoReplyWanted { case: number });
            self.tell(crate::effect::Class::Recovery, Say::NoTalkAck, Vec::new());
        }
    }
}
