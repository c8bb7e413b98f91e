//! One arrival worked on: its steps, each with the commit that will make it durable. Nothing here
//! is durable yet, and a draft that is dropped never happened.

mod duplicates;
mod merging;
mod steps;

use std::{collections::BTreeMap, sync::Arc};

use amends_core::{
    admin::Vitals,
    customer::Customer,
    event::OpenCase,
    fact::Fact,
    ids::{CaseNumber, CustomerId, ItemNumber, SurveyId},
    interaction::{InteractionId, Source},
    place::{Address, Place},
    policy::Policy,
    venue::Venue,
};
use amends_storage::port::{
    CaseIsOpen, Cause, Commit, Counters, Identity, IndexRow, LinkRow, ReceiptRow, Result, Store,
    StoreError, Subject,
};
use jiff::Timestamp;
use tracing::{Span, error};

use crate::{
    engine_loop::GROUP, entrances::Entrances, entropy::Entropy, health::Health, layer::Layer,
    links::LinkKey, taken_in,
};

/// How many open cases lists and guards are told about, and how many are looked at together.
const OPEN_CASES: usize = 50;
/// So many of what was given up on are counted.
const GIVEN_UP: usize = 1_000;

/// What a draft is worked out from.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// What is durable.
    pub(crate) store: &'a dyn Store,
    /// The business as it is durable.
    pub(crate) policy: &'a Arc<Policy>,
    /// What printed links are sealed with.
    pub(crate) links: &'a LinkKey,
    /// Where links lead.
    pub(crate) entrances: &'a Entrances,
    /// How the service does.
    pub(crate) health: &'a Health,
    /// The moment of the group.
    pub(crate) now: Timestamp,
}

/// Steps that are taken together or not at all.
pub(crate) struct Draft<'a> {
    pub(crate) ground: Ground<'a>,
    /// What earlier drafts of the group changed.
    base: &'a Layer,
    /// What this draft changes.
    top: Layer,
    entropy: &'a mut Entropy,
    commits: Vec<Commit>,
    found: Vec<Found>,
    /// When what is worked on arrived.
    pub(crate) arrived_at: Option<Timestamp>,
    /// What everything in it is done because of.
    pub(crate) cause: Option<Cause>,
    /// Where the log tells of it.
    pub(crate) span: Span,
}

/// What a step found out.
pub(crate) struct Found {
    /// Where the log tells of it.
    pub(crate) span: Span,
    /// Whose step it was.
    pub(crate) subject: Subject,
    /// What it found out.
    pub(crate) facts: Vec<Fact>,
    /// What told of the contact that the step took in.
    pub(crate) source: Option<Source>,
}

/// What a draft leaves behind.
pub(crate) struct Drafted {
    pub(crate) layer: Layer,
    pub(crate) commits: Vec<Commit>,
    /// What was found out, for the log.
    pub(crate) found: Vec<Found>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(ground: Ground<'a>, base: &'a Layer, entropy: &'a mut Entropy) -> Self {
        let (top, commits, found) = (Layer::default(), Vec::new(), Vec::new());
        let (arrived_at, cause, span) = (None, None, Span::none());
        Self { ground, base, top, entropy, commits, found, arrived_at, cause, span }
    }

    /// The draft as it is handed to the group.
    pub(crate) fn finish(self) -> Drafted {
        Drafted { layer: self.top, commits: self.commits, found: self.found }
    }

    /// The last commit of the draft, to which what it settles or handles is added.
    pub(crate) fn last(&mut self) -> &mut Commit {
        if self.commits.is_empty() {
            self.commits.push(Commit::default());
        }
        self.commits.last_mut().expect("one was added")
    }

    pub(crate) fn policy(&self) -> &Arc<Policy> {
        let later = self.top.policy.as_ref().or(self.base.policy.as_ref());
        later.unwrap_or(self.ground.policy)
    }

    /// The customer with this id, or whoever took them in.
    pub(crate) fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        taken_in::follow(id, |id| self.exactly(id))
    }

    /// The customer with this id, even if somebody took them in.
    pub(crate) fn exactly(&self, id: CustomerId) -> Result<Option<Customer>> {
        match self.top.customers.get(&id).or_else(|| self.base.customers.get(&id)) {
            Some(customer) => Ok(Some(customer.clone())),
            None => self.ground.store.customer(id),
        }
    }

    pub(crate) fn venue(&self, place: &Place) -> Result<Option<Venue>> {
        match self.top.venues.get(place).or_else(|| self.base.venues.get(place)) {
            Some(venue) => Ok(Some(venue.clone())),
            None => self.ground.store.venue(place),
        }
    }

    pub(crate) fn customer_of(&self, identity: &Identity) -> Result<Option<CustomerId>> {
        let layers = [&self.top, self.base];
        match layers.into_iter().find_map(|layer| layer.identities.get(identity)) {
            Some(id) => Ok(*id),
            None => self.ground.store.customer_of(identity),
        }
    }

    pub(crate) fn customer_of_survey(&self, survey: SurveyId) -> Result<Option<CustomerId>> {
        match self.top.surveys.get(&survey).or_else(|| self.base.surveys.get(&survey)) {
            Some(id) => Ok(Some(*id)),
            None => self.ground.store.customer_of_survey(survey),
        }
    }

    pub(crate) fn customer_of_case(&self, case: CaseNumber) -> Result<Option<CustomerId>> {
        match self.top.cases.get(&case).or_else(|| self.base.cases.get(&case)) {
            Some((id, _)) => Ok(Some(*id)),
            None => self.ground.store.customer_of_case(case),
        }
    }

    pub(crate) fn customer_of_interaction(
        &self,
        id: &InteractionId,
    ) -> Result<Option<(CustomerId, u64)>> {
        match self.top.interactions.get(id).or_else(|| self.base.interactions.get(id)) {
            Some(found) => Ok(*found),
            None => self.ground.store.customer_of_interaction(id),
        }
    }

    /// The case that is talked about in a thread. The desk itself, where cases without one live,
    /// belongs to no case.
    pub(crate) fn case_of_thread(&self, thread: &Place) -> Result<Option<CaseNumber>> {
        if thread.thread.is_none() {
            return Ok(None);
        }
        self.case_of_place(thread)
    }

    /// The case that is talked about in a thread, or with a customer in a private chat; or was the
    /// last there.
    pub(crate) fn case_of_place(&self, thread: &Place) -> Result<Option<CaseNumber>> {
        match self.top.threads.get(thread).or_else(|| self.base.threads.get(thread)) {
            Some(case) => Ok(*case),
            None => self.ground.store.case_of_thread(thread),
        }
    }

    pub(crate) fn receipt(&self, token: &str) -> Result<Option<ReceiptRow>> {
        match self.top.receipts.get(token).or_else(|| self.base.receipts.get(token)) {
            Some(receipt) => Ok(Some(receipt.clone())),
            None => self.ground.store.receipt(token),
        }
    }

    /// Steps that follow see where a row leads before it is durable.
    pub(crate) fn note(&mut self, row: &IndexRow) {
        self.top.note(row);
    }

    fn link(&self, code: &str) -> Result<Option<LinkRow>> {
        match self.top.links.get(code).or_else(|| self.base.links.get(code)) {
            Some(link) => Ok(Some(link.clone())),
            None => self.ground.store.link(code),
        }
    }

    pub(crate) fn counters(&self) -> Result<Counters> {
        match self.top.counters.or(self.base.counters) {
            Some(counters) => Ok(counters),
            // Damaged counters are no fault of what is being worked on.
            None => self.ground.store.counters().map_err(|error| match error {
                StoreError::Damaged { .. } | StoreError::Newer { .. } => {
                    StoreError::Backend(error.to_string())
                }
                StoreError::Full { .. }
                | StoreError::Locked { .. }
                | StoreError::Foreign { .. }
                | StoreError::Unwritable { .. }
                | StoreError::Backend(_) => error,
            }),
        }
    }

    /// The id by which the log tells of what is being worked on.
    pub(crate) fn log_id(&self) -> Option<String> {
        self.cause.map(|cause| cause.to_string())
    }

    /// A fresh id for a customer met now.
    pub(crate) fn new_customer(&mut self) -> CustomerId {
        self.entropy.customer(self.ground.now)
    }

    /// The link to print for a place; none if there is none.
    pub(crate) fn visit_link(&self, place: &str) -> Option<String> {
        let token = self.ground.links.visit(place)?;
        self.ground.entrances.link(&self.policy().workspace, &token).ok()
    }

    /// A fresh token that stands in links.
    pub(crate) fn new_token(&mut self) -> String {
        self.entropy.token()
    }

    /// Looks at the customers with an open case, one after the other, until something is found.
    pub(crate) fn find_in_recovery<T>(
        &self,
        mut find: impl FnMut(CaseNumber, &Customer) -> Option<T>,
    ) -> Result<Option<T>> {
        let mut after = Some(CaseNumber(0));
        while let Some(from) = after {
            let (open, next) = self.open_after(from)?;
            for (case, id) in open {
                let found = self.readable(case, id)?.and_then(|customer| find(case, &customer));
                if found.is_some() {
                    return Ok(found);
                }
            }
            after = next;
        }
        Ok(None)
    }

    /// Open cases above a number, by number, and from where on there may be more.
    fn open_after(
        &self,
        after: CaseNumber,
    ) -> Result<(BTreeMap<CaseNumber, CustomerId>, Option<CaseNumber>)> {
        let stored = self.ground.store.open_cases(after, OPEN_CASES)?;
        let next = stored.last().map(|(last, _)| *last).filter(|_| stored.len() == OPEN_CASES);
        let mut open: BTreeMap<_, _> = stored.into_iter().collect();
        for (case, (id, is_open)) in self.base.cases.iter().chain(&self.top.cases) {
            if *case <= after || next.is_some_and(|next| next < *case) {
                continue;
            }
            match is_open {
                CaseIsOpen::Open => open.insert(*case, *id),
                CaseIsOpen::Closed => open.remove(case),
            };
        }
        Ok((open, next))
    }

    /// Items of the inbox that stand above a number, by number, and from where on there may be more.
    pub(crate) fn items_after(
        &self,
        after: ItemNumber,
        limit: usize,
    ) -> Result<(BTreeMap<ItemNumber, CustomerId>, Option<ItemNumber>)> {
        let stored = self.ground.store.items(after, limit)?;
        let next = stored.last().map(|(last, _)| *last).filter(|_| stored.len() == limit);
        let mut items: BTreeMap<_, _> = stored.into_iter().collect();
        for (number, (id, is_open)) in self.base.items.iter().chain(&self.top.items) {
            if *number <= after || next.is_some_and(|next| next < *number) {
                continue;
            }
            match is_open {
                CaseIsOpen::Open => items.insert(*number, *id),
                CaseIsOpen::Closed => items.remove(number),
            };
        }
        Ok((items, next))
    }

    /// The customer of an open case. One damaged case must not hide the others.
    fn readable(&self, case: CaseNumber, id: CustomerId) -> Result<Option<Customer>> {
        match self.customer(id) {
            Err(StoreError::Damaged { kind, .. }) => {
                error!(%case, kind, "The customer of an open case can't be read");
                Ok(None)
            }
            read => read,
        }
    }

    /// How the service does, for whoever asks in the chat.
    pub(crate) fn vitals(&self) -> Result<Vitals> {
        let health = self.ground.health.read();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let (mut open, mut hanging, mut unanswered) = (0, 0, Vec::new());
        self.find_in_recovery(|case, customer| {
            open += 1;
            let is_called = customer.case(case).is_some_and(|it| it.wakes.unanswered.is_some());
            unanswered.extend(is_called.then_some(case));
            hanging += u64::from(customer.next_wake_in(case, self.policy()).is_none());
            None::<()>
        })?;
        Ok(Vitals {
            platforms: health.adapters,
            store: health.store,
            // What fits into one group is being worked on.
            inbox: count(if health.inbox < GROUP { 0 } else { health.inbox }),
            outbox: count(health.outbox),
            given_up: count(self.ground.store.dead_letters(GIVEN_UP)?.len()),
            hanging,
            open,
            unanswered,
            items: self.count_items()?,
            backup: self.ground.store.last_backup(),
        })
    }

    /// The open cases that somebody has, beside those that are known already.
    pub(crate) fn open_cases_of(&self, who: &Address, known: &[OpenCase]) -> Result<Vec<OpenCase>> {
        let policy = self.policy();
        let mut theirs = Vec::new();
        self.find_in_recovery(|number, customer| {
            let is_known = known.iter().any(|case| case.line.title.case == number);
            let case = open_case(policy, customer, number).filter(|_| !is_known);
            theirs.extend(case.filter(|case| case.owner.as_ref() == Some(who)));
            None::<()>
        })?;
        Ok(theirs)
    }

    /// The open cases as lists and guards need them.
    pub(crate) fn open_cases(&self) -> Result<Vec<OpenCase>> {
        let policy = self.policy();
        let (open, _) = self.open_after(CaseNumber(0))?;
        let mut cases = Vec::new();
        for (number, id) in open.into_iter().take(OPEN_CASES) {
            let customer = self.readable(number, id)?;
            cases.extend(customer.and_then(|customer| open_case(policy, &customer, number)));
        }
        Ok(cases)
    }
}

fn open_case(policy: &Policy, customer: &Customer, number: CaseNumber) -> Option<OpenCase> {
    use amends_core::{
        case::Stage,
        desk::{CaseLine, Mark, Title},
    };
    let case = customer.case(number)?;
    let mark = match case.stage {
        Stage::Open => Mark::Red,
        Stage::Working { .. } | Stage::Waiting { .. } | Stage::Checking { .. } => Mark::Yellow,
        Stage::Closed { .. } => return None,
    };
    let title = case.desk.title.clone();
    let title = title.unwrap_or(Title { mark, case: number, name: customer.name.clone() });
    let owner = case.owner().cloned();
    let line = CaseLine {
        title,
        owner: owner.as_ref().map(|owner| policy.staff_name(owner)),
        level: case.level,
        opened_at: case.opened_at,
        stands: None,
    };
    let promised = case.open_promises().map(|promise| promise.due).min();
    Some(OpenCase { line, owner, promised })
}
