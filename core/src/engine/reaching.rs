//! Who the customer is and how they can be written to (K-33 … K-35, E16, E18).

use super::step::Step;
use crate::{
    action::Action,
    case::{Outcome, PromiseKind, Stage, Wakes},
    customer::{Contact, Reach},
    desk::DeskSay,
    effect::{Refusal, To},
    event::Known,
    lang::Lang,
    place::{Actor, Address, MessageRef},
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
        self.speaks(known.language.as_deref());
        if known.zone.is_some() {
            self.customer.zone.clone_from(&known.zone);
        }
        if known.otherwise.is_some() {
            self.customer.otherwise.clone_from(&known.otherwise);
        }
    }

    /// The customer showed themselves: name, language, and that this account works, if what they
    /// did was done in private.
    pub(crate) fn seen(&mut self, by: &Actor, in_private: bool) {
        let now = self.now;
        let contact = self.contact(&by.address);
        contact.active_at = Some(now);
        contact.username.clone_from(&by.username);
        if by.name.is_some() {
            self.customer.name.clone_from(&by.name);
        }
        self.speaks(by.language.as_deref());
        if in_private {
            return self.reachable(&by.address);
        }
        let contact = self.contact(&by.address);
        if matches!(contact.reach, Reach::Blocked | Reach::Gone) {
            // They are here, though nobody knows whether they can be written to in private.
            contact.reach = Reach::Unknown;
        }
        contact.may_be_back();
        self.came_back();
    }

    /// The language of the customer's app, which some platforms tell only with a press, or what the
    /// source says. One in which nobody can write takes the place of no other.
    pub(crate) fn speaks(&mut self, language: Option<&str>) {
        let Some(lang) = language.and_then(Lang::parse) else { return };
        let offers = |lang| self.policy.workspace.offers(lang);
        if offers(lang) || !self.customer.hinted_language.is_some_and(offers) {
            self.customer.hinted_language = Some(lang);
        }
    }

    /// Whether something was done in the private chat, so that it can be written to.
    pub(crate) fn is_in_private(&self, message: &MessageRef) -> bool {
        let in_room = self
            .customer
            .contacts
            .iter()
            .any(|contact| contact.any_room().is_some_and(|room| *room == message.place));
        let in_place = self.customer.surveys.iter().any(|survey| {
            let here = survey.interaction.held_at.as_ref().filter(|_| survey.put.here);
            let aside = survey.message.as_ref().filter(|_| survey.put.aside);
            here == Some(&message.place) || aside.is_some_and(|it| it.place == message.place)
        });
        !in_room && !in_place && self.behalf_at(&message.place).is_none()
    }

    pub(crate) fn contact(&mut self, address: &Address) -> &mut Contact {
        let contacts = &mut self.customer.contacts;
        let index = contacts.iter().position(|contact| contact.address == *address);
        let index = index.unwrap_or_else(|| {
            contacts.push(Contact::new(address.clone()));
            contacts.len() - 1
        });
        &mut contacts[index]
    }

    pub(crate) fn mark_reach(&mut self, address: &Address, reach: Reach) {
        let found = self.customer.contacts.iter_mut().find(|contact| contact.address == *address);
        if let Some(contact) = found {
            contact.reach = reach;
        }
    }

    pub(crate) fn mark_refused(&mut self, address: &Address, refusal: Refusal) {
        if refusal.is_unreachable() {
            self.leaves(address);
        }
        match refusal {
            Refusal::Blocked | Refusal::ChatGone => self.mark_reach(address, Reach::Blocked),
            Refusal::NotStarted => self.mark_reach(address, Reach::NotStarted),
            Refusal::Deactivated => self.mark_reach(address, Reach::Gone),
            Refusal::NotHere
            | Refusal::ThreadGone
            | Refusal::ThreadClosed
            | Refusal::MessageGone
            | Refusal::NoRights
            | Refusal::Unsupported
            | Refusal::TooLarge
            | Refusal::Expired
            | Refusal::Recalled
            | Refusal::Unknown
            | Refusal::Other => (),
        }
    }

    /// K-33: an account with which it was talked so far does not work any more. The card says so if
    /// it goes on with another one.
    pub(crate) fn leaves(&mut self, address: &Address) {
        let Some(case) = self.open_case_index() else { return };
        if self.way_in_case(case) == Some(To::Private(address.clone())) {
            self.case_mut(case).left = Some(address.clone());
        }
    }

    /// An account works again (K-34).
    pub(crate) fn reachable(&mut self, address: &Address) {
        self.mark_reach(address, Reach::Ok);
        for case in &mut self.customer.cases {
            if case.left.as_ref() == Some(address) {
                case.left = None;
            }
        }
        self.came_back();
    }

    /// The customer of a case that waited for them can be written to again.
    pub(crate) fn came_back(&mut self) {
        let Some(case) = self.open_case_index() else { return };
        if self.case(case).unreachable_since.is_none() || self.way_in_case(case).is_none() {
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
        self.leaves(address);
        self.mark_reach(address, Reach::Blocked);
        let Some(case) = self.open_case_index() else { return };
        if self.customer_way().is_none() {
            self.lost_touch(case);
        }
    }

    /// K-33b: no account works. Customer timers pause; the case waits.
    pub(crate) fn lost_touch(&mut self, case: usize) {
        let now = self.now;
        let open = self.case(case).is_open();
        if self.case(case).unreachable_since.is_some() || !open || self.room_comes(case) {
            return;
        }
        let state = self.case_mut(case);
        state.unreachable_since = Some(now);
        state.wakes = Wakes::default();
        // What staff said they would do they still do; only words can't be sent.
        self.cancel_promises(case, PromiseKind::is_word);
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
            self.show_unseen_offers(case);
        } else {
            self.close(case, Outcome::Declined);
            let number = self.case(case).number;
            self.desk(case, DeskSay::NoReplyWanted { case: number });
            self.tell(crate::effect::Class::Recovery, Say::NoTalkAck, Vec::new());
        }
    }
}
