//! Commands that only look: what a customer was asked, what other rules would have done, where
//! contacts are known from. They change nothing, and how much they look at is bounded.

use std::{collections::BTreeSet, ops::ControlFlow};

use amends_core::{
    admin::{DryRun, Heard, LOOKS_BACK},
    case::WhyUnfit,
    customer::Customer,
    desk::{DeskSay, WhySay},
    effect::PressRef,
    engine::{FOUND_MOST, InboxAsked, Looked, Search, one_case},
    event::{Event, VenueEvent, WorkspaceEvent},
    fact::Fact,
    grammar::{self, Whose},
    ids::{CaseNumber, CustomerId},
    ledger,
    place::{Actor, Address, MessageRef, Place},
};
use amends_storage::port::{Identity, JournalEntry, Result, StoreError, Subject};
use jiff::Timestamp;
use tracing::info;

use super::Written;
use crate::draft::Draft;

/// How many journal entries are read at a time, and how often at most.
const PAGE: u64 = 512;
const PAGES: usize = 100;
/// So many contacts are looked at.
const CONTACTS: usize = 2_000;
/// So many cases are looked through.
const CASES: usize = 2_000;

/// What a look found.
pub(super) struct Found {
    /// The answer.
    say: DeskSay,
    /// The customer of whom it tells.
    about: Option<CustomerId>,
}

impl Found {
    pub(super) fn of_nobody(say: DeskSay) -> Self {
        Self { say, about: None }
    }

    pub(super) fn of(say: DeskSay, about: Option<CustomerId>) -> Self {
        Self { say, about }
    }
}

impl Draft<'_> {
    /// The answer to a command that only looks, and whom it is about; nothing if it is none.
    pub(super) fn looked_up(&self, wrote: &Written, in_private: bool) -> Result<Option<Found>> {
        let Some(text) = wrote.content.words() else { return Ok(None) };
        if let Some(whose) = grammar::why(text) {
            let about = (&wrote.message, wrote.reply_to.as_ref());
            return self.why(&wrote.by, whose, about).map(Some);
        }
        if let Some(search) = Search::read(self.policy(), &wrote.by, text) {
            let say = search.map_or_else(Ok, |search| self.find(search))?;
            return Ok(Some(Found::of_nobody(say)));
        }
        if let Some(looked) = Looked::read(self.policy(), &wrote.by, text) {
            return looked
                .map_or_else(|say| Ok(Found::of_nobody(say)), |it| self.cases(it))
                .map(Some);
        }
        if let Some(asked) = InboxAsked::read(self.policy(), &wrote.by, text) {
            return asked
                .map_or_else(|say| Ok(Found::of_nobody(say)), |it| self.inbox(it))
                .map(Some);
        }
        if let Some(say) = self.report(wrote, text, in_private)? {
            return Ok(Some(Found::of_nobody(say)));
        }
        let (workspace, now) = (&self.policy().workspace, self.ground.now);
        let refused = match (
            DryRun::read(workspace, &wrote.by, text, now),
            Heard::read(workspace, &wrote.by, text, now),
        ) {
            (Some(Ok(mut run)), _) => {
                let is_part = self.lately(run.since(), |customer| {
                    run.see(customer);
                    ControlFlow::Continue(())
                })?;
                return Ok(Some(Found::of_nobody(run.say(is_part))));
            }
            (None, Some(Ok(mut heard))) => {
                let is_part = self.lately(heard.since(), |customer| {
                    heard.see(customer);
                    ControlFlow::Continue(())
                })?;
                return Ok(Some(Found::of_nobody(heard.say(is_part))));
            }
            (Some(Err(refused)), _) | (None, Some(Err(refused))) => Some(refused),
            (None, None) => None,
        };
        Ok(refused.map(Found::of_nobody))
    }

    /// Answers a command that only looks. What tells of a customer is asked for by their own step, so
    /// that it goes when they are forgotten.
    pub(super) fn answer_found(
        &mut self,
        found: Found,
        (message, press): (MessageRef, Option<PressRef>),
        place: Option<Place>,
    ) -> Result<()> {
        let say = Box::new(found.say);
        match found.about {
            Some(id) => {
                info!(customer.id = %id, "Told what is known of a customer");
                let event = Event::LookedUp { message, press, place, say };
                self.customer_step(id, event, Vec::new()).map(|_| ())
            }
            None => self.workspace_step(WorkspaceEvent::Answered { message, press, place, say }),
        }
    }

    /// Answers `/why` that somebody of staff gave where customers read: at the desk, or in private.
    /// Returns whether it was that.
    pub(super) fn why_in_venue(&mut self, place: &Place, event: &VenueEvent) -> Result<bool> {
        let VenueEvent::Wrote { by, message, reply_to, content, mentions, press, .. } = event
        else {
            return Ok(false);
        };
        let Some(text) = content.words() else { return Ok(false) };
        let Some(mut whose) = grammar::why(text) else { return Ok(false) };
        let policy = self.policy().clone();
        let is_admin = policy.workspace.admins.contains(&by.address);
        if !is_admin && policy.staff(&by.address).is_none() {
            return Ok(false);
        }
        let named = reply_to.as_ref().or(mentions.first()).map(|actor| actor.address.clone());
        let named = match (&named, whose) {
            (None, Whose::Username(name)) => self.writer_in(place, name)?,
            (Some(_) | None, _) => named,
        };
        if let Some(named) = &named {
            whose = Whose::Named(&named.account);
        }
        let found = self.why(by, whose, (message, None))?;
        // Without a desk the answer goes to whoever asked.
        let aside = Place::chat(by.address.platform, &by.address.account);
        let place = Some(policy.desk().cloned().unwrap_or(aside));
        self.answer_found(found, (message.clone(), press.clone()), place)?;
        Ok(true)
    }

    /// Who wrote in a place under a user name.
    fn writer_in(&self, place: &Place, username: &str) -> Result<Option<Address>> {
        let Some(venue) = self.venue(place)? else { return Ok(None) };
        let is_it = |actor: &&Actor| {
            actor.username.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(username))
        };
        Ok(venue.customers.iter().rev().find(is_it).map(|actor| actor.address.clone()))
    }

    /// What a customer was asked, what not, and why.
    fn why(
        &self,
        by: &Actor,
        whose: Whose<'_>,
        (message, about): (&MessageRef, Option<&MessageRef>),
    ) -> Result<Found> {
        let policy = self.policy();
        let works_here = policy.staff(&by.address).is_some();
        if works_here && whose == Whose::Cause {
            let say = DeskSay::WrongPlace { command: "/why".to_owned() };
            return Ok(Found::of_nobody(say));
        }
        if let Some(refusal) = ledger::refusal(policy, by) {
            let is_here = works_here && whose == Whose::Here;
            if is_here && self.case_of(message, about)?.is_some() {
                // Whoever may not ask that wants to say why the case is one.
                let say = DeskSay::why(WhySay::Unfit(WhyUnfit::Nothing));
                return Ok(Found::of_nobody(say));
            }
            return Ok(Found::of_nobody(refusal));
        }
        let (found, who) = match whose {
            Whose::Cause => return Ok(Found::of_nobody(ledger::whose())),
            Whose::Here => match self.case_of(message, about)? {
                Some((_, id)) => (self.customer(id)?, String::new()),
                None => return Ok(Found::of_nobody(ledger::whose())),
            },
            Whose::Case(case) => match self.customer_of_case(case)? {
                Some(id) => (self.customer(id)?, case.to_string()),
                None => return Ok(Found::of_nobody(DeskSay::NoSuchCase { case })),
            },
            Whose::Username(name) => (self.known_by_username(name)?, format!("@{name}")),
            Whose::Named(name) => {
                let account = Address::new(by.address.platform, name);
                (self.known_by(&account, name)?, name.to_owned())
            }
        };
        Ok(match found {
            Some(customer) => Found {
                say: ledger::of(&customer, policy, self.ground.now, self.log_id()),
                about: customer.erased_at.is_none().then_some(customer.id),
            },
            None => Found::of_nobody(DeskSay::NobodyKnown { who }),
        })
    }

    /// The open cases, or one case, as somebody asked.
    fn cases(&self, looked: Looked) -> Result<Found> {
        let (policy, now) = (self.policy(), self.ground.now);
        let (number, by) = match looked {
            Looked::Case(number, by) => (number, by),
            Looked::Listing(mut listing) => {
                self.find_in_recovery(|number, customer| {
                    if let Some(case) = customer.case(number) {
                        listing.see(policy, customer, case, now);
                    }
                    None::<()>
                })?;
                return Ok(Found::of_nobody(listing.say()));
            }
        };
        let customer = match self.customer_of_case(number)? {
            Some(id) => self.customer(id)?,
            None => None,
        };
        let Some(customer) = customer else {
            return Ok(Found::of_nobody(DeskSay::NoSuchCase { case: number }));
        };
        let say = one_case(policy, &customer, number, &by, now);
        let about = matches!(say, DeskSay::OneCase(_)).then_some(customer.id);
        Ok(Found { say, about })
    }

    /// Looks through the cases from the newest one back.
    fn find(&self, search: Search) -> Result<DeskSay> {
        let (mut lines, mut more) = (Vec::new(), false);
        let next = self.counters()?.next_case.0;
        for number in (CaseNumber::FIRST.0..next).rev().take(CASES) {
            let number = CaseNumber(number);
            let Some(id) = self.customer_of_case(number)? else { continue };
            let customer = match self.customer(id) {
                // One damaged customer must not hide the others.
                Err(StoreError::Damaged { .. }) => None,
                read => read?,
            };
            let Some(customer) = customer else { continue };
            let Some(case) = customer.case(number) else { continue };
            let found = search.found(self.policy(), &customer, case, self.ground.now);
            if found.is_some() && lines.len() == FOUND_MOST {
                more = true;
                break;
            }
            lines.extend(found);
        }
        Ok(search.say(lines, more))
    }

    /// The customer with an account, or with this id in the business's own system.
    pub(super) fn known_by(&self, account: &Address, external: &str) -> Result<Option<Customer>> {
        let id = match self.customer_of(&Identity::Account(account.clone()))? {
            Some(id) => Some(id),
            None => self.customer_of(&Identity::External(external.to_owned()))?,
        };
        id.map_or(Ok(None), |id| self.customer(id))
    }

    /// The customer with a user name, of those with an open case or a contact lately. Names are
    /// given away and taken up again, so nothing is found by one for good.
    pub(super) fn known_by_username(&self, username: &str) -> Result<Option<Customer>> {
        let is_it = |customer: &Customer| {
            let mut names = customer.contacts.iter().filter_map(|it| it.username.as_ref());
            names.any(|own| own.eq_ignore_ascii_case(username))
        };
        let found =
            self.find_in_recovery(|_, customer| is_it(customer).then(|| customer.clone()))?;
        if found.is_some() {
            return Ok(found);
        }
        let since = self.ground.now.saturating_sub(LOOKS_BACK).unwrap_or(Timestamp::MIN);
        let mut found = None;
        self.lately(since, |customer| {
            if is_it(customer) {
                found = Some(customer.clone());
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Shows each customer once of whose contacts we heard since a moment, the latest first, one
    /// after the other. Returns whether there were more than are looked at.
    fn lately(
        &self,
        since: Timestamp,
        mut see: impl FnMut(&Customer) -> ControlFlow<()>,
    ) -> Result<bool> {
        let (mut shown, mut contacts) = (BTreeSet::new(), 0);
        let mut before = self.counters()?.next_seq;
        for _ in 0..PAGES {
            let from = before.saturating_sub(PAGE).max(1);
            let limit = usize::try_from(before - from).unwrap_or(0);
            let page = self.ground.store.journal(from, limit)?;
            for entry in page.iter().rev() {
                if entry.at < since {
                    return Ok(false);
                }
                let (Subject::Customer(id), heard) = (&entry.subject, contacts_in(entry)) else {
                    continue;
                };
                if heard == 0 || shown.contains(id) {
                    continue;
                }
                if CONTACTS <= contacts {
                    return Ok(true);
                }
                let customer = match self.customer(*id) {
                    // One damaged customer must not hide the others.
                    Err(StoreError::Damaged { .. }) => None,
                    read => read?,
                };
                shown.insert(*id);
                let Some(customer) = customer else { continue };
                let is_new = customer.id == *id || shown.insert(customer.id);
                contacts += customer.surveys.len();
                if is_new && see(&customer).is_break() {
                    return Ok(false);
                }
            }
            if from == 1 {
                return Ok(false);
            }
            before = from;
        }
        Ok(true)
    }
}

/// How many contacts came to be known in a step.
fn contacts_in(entry: &JournalEntry) -> usize {
    let is_contact = |fact: &&Fact| {
        matches!(fact, Fact::Planned { .. } | Fact::Suppressed { .. } | Fact::LedNowhere)
    };
    entry.facts.iter().filter(is_contact).count()
}
