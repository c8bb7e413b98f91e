//! Steps: one aggregate, one event, one commit.

use std::sync::Arc;

use amends_core::{
    customer::Customer,
    effect::{Body, Class, Effect, OnUnknown, PressRef},
    engine::{self, Recall},
    event::{Event, Recorded, VenueEvent, WorkspaceEvent},
    fact::Fact,
    ids::{CaseNumber, CustomerId, EffectKey},
    invariants,
    place::Place,
    policy::Policy,
    venue::{self, Venue, VenueRecorded},
    wording,
    workspace::{self, WorkspaceRecorded},
};
use amends_storage::port::{
    ArrivalId, Commit, Counters, Erasure, IndexRow, JournalEntry, NewState, OutboxRow, Result,
    Subject,
};
use tracing::{debug, debug_span, error, field};

use super::{Draft, Found};
use crate::{
    arrival::{Arrival, Loop},
    figures::Failure,
    index,
    layer::AskedFor,
    names, target,
};

/// The source of arrivals that steps ask for.
const LOOP: &str = "loop";

impl Draft<'_> {
    /// Brings an event to a customer, with index rows of which the customer's state knows nothing.
    /// Returns the customer as they are afterwards.
    pub(crate) fn customer_step(
        &mut self,
        id: CustomerId,
        event: Event,
        index: Vec<IndexRow>,
    ) -> Result<Customer> {
        let before = self.customer(id)?.unwrap_or_else(|| Customer::new(id));
        self.step_from(&before, &before, event, index)
    }

    /// The same, from a known state. Index rows lead to `known` already.
    pub(super) fn step_from(
        &mut self,
        before: &Customer,
        known: &Customer,
        event: Event,
        index: Vec<IndexRow>,
    ) -> Result<Customer> {
        let id = before.id;
        let span = debug_span!("step", customer.id = %id, case = field::Empty).entered();
        let mut counters = self.counters()?;
        let name = names::event(&event);
        let (seq, next_case) = (counters.next_seq, counters.next_case);
        let (at, entropy) = (self.ground.now, self.entropy.bytes());
        let log_id = self.log_id();
        let recorded = Recorded { seq, at, entropy, next_case, log_id, event };

        let mut after = before.clone();
        let outcome = engine::apply(&mut after, self.policy(), &recorded);
        self.check_invariants(before, &after);
        if let Some(case) = after.open_case() {
            span.record("case", field::display(case.number));
        }
        debug!(seq, event = name, effects = outcome.effects.len(), "A step of a customer");

        if after.case(next_case).is_some() {
            counters.next_case = CaseNumber(next_case.0.saturating_add(1));
        }
        let mut rows = index::changes(known, &after);
        if let Event::Restored { .. } = recorded.event {
            // Contacts lead there still, with the digests under which they came.
            rows.retain(|row| !matches!(row, IndexRow::Interaction(..)));
        }
        rows.retain(|row| !index.iter().any(|extra| leads_from_the_same(row, extra)));
        rows.extend(index);
        let next_due = after.next_deadline(self.policy()).map(|deadline| deadline.at);
        // After a deadline it is written even unchanged: the stored deadline may be what was stale.
        let write = after != *before || matches!(recorded.event, Event::DeadlineReached);
        let state = write.then(|| NewState::Customer(Box::new(after.clone()), next_due));
        self.top.customers.insert(id, after.clone());
        let Outcome { effects, facts, recall, business } = outcome.into();
        let recalled = self.recalled(id, recall)?;
        let is_erased = facts.contains(&Fact::Erased);
        let taken = facts.iter().find_map(taken_by);
        let found = self.found.len();
        self.conclude(state, Subject::Customer(id), name, effects, facts, rows, counters);
        if let (Event::InteractionEnded { interaction, .. }, Some(found)) =
            (&recorded.event, self.found.get_mut(found))
        {
            found.source = Some(interaction.source);
        }
        let counted = wording::counted(before, &after);
        if !counted.is_empty() {
            self.workspace_step(WorkspaceEvent::WordingCounted { counted })?;
        }
        for event in business.into_iter().chain(taken) {
            self.workspace_step(event)?;
        }
        self.last().settled.extend(recalled);
        if is_erased {
            let accounts = before.contacts.iter().map(|contact| contact.address.clone());
            let event = WorkspaceEvent::Forgotten { accounts: accounts.collect() };
            self.workspace_step(event)?;
            self.forget(Erasure::of(before))?;
        }
        Ok(after)
    }

    /// The keys of effects that a customer's earlier steps asked for and that are not to leave.
    fn recalled(&self, id: CustomerId, recall: Recall) -> Result<Vec<EffectKey>> {
        /// So many effects are read at once.
        const PAGE: usize = 500;
        let mut keys = Vec::new();
        if recall == Recall::Nothing {
            return Ok(keys);
        }
        // What is under way may arrive: its fate must be known.
        let covers = |row: &OutboxRow| {
            !row.sending && row.subject == Subject::Customer(id) && recall.covers(&row.effect.body)
        };
        let mut after = None;
        loop {
            let rows = self.ground.store.outbox(after, PAGE)?;
            let Some(last) = rows.last() else { break };
            after = Some(last.key);
            keys.extend(rows.iter().filter(|row| covers(row)).map(|row| row.key));
        }
        let drafted = self.base.effects.iter().chain(&self.top.effects);
        let is_recalled = |asked: &&AskedFor| asked.by == id && asked.recall <= recall;
        keys.extend(drafted.filter(is_recalled).map(|asked| asked.key));
        Ok(keys)
    }

    /// What led to a customer leads nowhere from here on.
    fn forget(&mut self, mut erasure: Erasure) -> Result<()> {
        let mut theirs = Vec::new();
        for place in std::mem::take(&mut erasure.places) {
            // Where somebody else's case is talked about it still is.
            if self.case_of_place(&place)?.is_none_or(|case| erasure.cases.contains(&case)) {
                theirs.push(place);
            }
        }
        erasure.places = theirs;
        self.top.forget(&erasure);
        self.last().erasures.push(erasure);
        Ok(())
    }

    /// Brings an event to the business.
    pub(crate) fn workspace_step(&mut self, event: WorkspaceEvent) -> Result<()> {
        let counters = self.counters()?;
        let name = names::workspace_event(&event);
        debug!(seq = counters.next_seq, event = name, "A step of the business");
        let before = self.policy().workspace.clone();
        let mut after = before.clone();
        let (seq, at, entropy) = (counters.next_seq, self.ground.now, self.entropy.bytes());
        let recorded = WorkspaceRecorded { seq, at, entropy, event };
        let Outcome { effects, facts, .. } = workspace::apply(&mut after, &recorded).into();
        let state = (after != before).then(|| NewState::Workspace(Box::new(after.clone())));
        if state.is_some() {
            self.top.policy = Some(Arc::new(Policy::new(after)));
        }
        let policy = self.policy().clone();
        let made = policy.workspace.changes.iter().filter(|change| before.last_change < change.nr);
        let audit: Vec<_> = made.cloned().collect();
        self.conclude(state, Subject::Workspace, name, effects, facts, Vec::new(), counters);
        if !audit.is_empty() {
            self.last().audit.extend(audit);
        }
        Ok(())
    }

    /// Brings an event to a place where customers are served.
    pub(crate) fn venue_step(&mut self, place: &Place, event: VenueEvent) -> Result<()> {
        let counters = self.counters()?;
        let name = names::venue_event(&event);
        debug!(seq = counters.next_seq, event = name, "A step of a place");
        let before = self.venue(place)?.unwrap_or_else(|| Venue::new(place.clone()));
        let mut after = before.clone();
        let recorded = VenueRecorded { seq: counters.next_seq, at: self.ground.now, event };
        let outcome = venue::apply(&mut after, self.policy(), &recorded);
        let Outcome { effects, facts, .. } = outcome.into();
        let state = (after != before).then(|| NewState::Venue(Box::new(after.clone())));
        self.top.venues.insert(place.clone(), after);
        let subject = Subject::Venue(place.clone());
        self.conclude(state, subject, name, effects, facts, Vec::new(), counters);
        Ok(())
    }

    /// Confirms a press that asks for nothing any more.
    pub(crate) fn confirm(&mut self, press: PressRef) -> Result<()> {
        let counters = self.counters()?;
        let body = Body::Answer { press, words: None, covered: false };
        let on_unknown = OnUnknown::Leave;
        let effect = Effect { class: Class::Ack, expires_at: None, on_unknown, body };
        let (name, subject) = ("pressed_in_vain", Subject::Workspace);
        self.conclude(None, subject, name, vec![effect], Vec::new(), Vec::new(), counters);
        Ok(())
    }

    /// Adds the commit of one step.
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one commit")]
    pub(super) fn conclude(
        &mut self,
        state: Option<NewState>,
        subject: Subject,
        name: &str,
        effects: Vec<Effect>,
        facts: Vec<Fact>,
        index: Vec<IndexRow>,
        mut counters: Counters,
    ) {
        for row in &index {
            self.top.note(row);
        }
        let mut commit = Commit { state, index, ..Commit::default() };
        if !effects.is_empty() || !facts.is_empty() {
            let (seq, at) = (counters.next_seq, self.ground.now);
            counters.next_seq += 1;
            for (index, effect) in effects.into_iter().enumerate() {
                let index = u16::try_from(index).expect("a step asks for fewer effects than that");
                self.ask_for(&mut commit, EffectKey { seq, index }, &subject, effect);
            }
            if let Subject::Customer(by) = subject {
                let asked = commit.effects.iter().map(|row| {
                    let is_question = Recall::Questions.covers(&row.effect.body);
                    let recall = if is_question { Recall::Questions } else { Recall::Everything };
                    AskedFor { by, key: row.key, recall }
                });
                self.top.effects.extend(asked);
            }
            let (subject_of, facts_found) = (subject.clone(), facts.clone());
            let span = self.span.clone();
            self.found.push(Found { span, subject: subject_of, facts: facts_found, source: None });
            let event = name.to_owned();
            commit.entry = Some(JournalEntry { seq, at, subject, event, facts });
            commit.counters = Some(counters);
            self.top.counters = Some(counters);
        }
        if commit != Commit::default() {
            self.commits.push(commit);
        }
    }

    /// Adds an effect to a commit: to the outbox, or back to the inbox if it is an event.
    fn ask_for(&self, commit: &mut Commit, key: EffectKey, subject: &Subject, effect: Effect) {
        let event = match effect.body {
            Body::Signal { customer, name, language, interaction } => {
                Loop::Signal { customer, name, language, interaction }
            }
            Body::Withdraw { customer, interaction } => Loop::Withdraw { customer, interaction },
            body @ (Body::Send { .. }
            | Body::Edit { .. }
            | Body::Copy { .. }
            | Body::Answer { .. }
            | Body::Form { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::OpenRoom { .. }
            | Body::Seat { .. }
            | Body::MarkDelivered { .. }
            | Body::OpenThread { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::DeleteThread { .. }
            | Body::ReopenThread { .. }
            | Body::SendFile { .. }
            | Body::Fetch { .. }
            | Body::Inspect { .. }
            | Body::Pin { .. }) => {
                let pressed_at = self.arrived_at.filter(|_| target::acknowledges(&body));
                commit.effects.push(OutboxRow {
                    key,
                    subject: subject.clone(),
                    effect: Effect { body, ..effect },
                    attempts: 0,
                    sending: false,
                    not_before: self.ground.now,
                    pressed_at,
                    cause: self.cause,
                });
                return;
            }
        };
        let id = ArrivalId { source: LOOP.to_owned(), id: key.to_string() };
        commit.arrivals.push((id, Arrival::Loop(event).encode()));
    }

    /// Holds a customer against the invariants of the core after each step. A broken one is told and
    /// not repaired: what the customer was told must not be lost over it.
    fn check_invariants(&self, before: &Customer, after: &Customer) {
        let policy = self.policy();
        let broken = invariants::check(after, policy);
        for what in broken.into_iter().chain(invariants::check_step(before, after, policy)) {
            self.ground.health.figures.failed(Failure::Invariant);
            error!(customer.id = %after.id, what, "An invariant is broken");
        }
    }
}

/// The parts of the core's outcome, under a name that does not clash with a case's outcome.
struct Outcome {
    effects: Vec<Effect>,
    facts: Vec<Fact>,
    recall: Recall,
    business: Vec<WorkspaceEvent>,
}

impl From<engine::Outcome> for Outcome {
    fn from(engine::Outcome { effects, facts, recall, business }: engine::Outcome) -> Self {
        Self { effects, facts, recall, business }
    }
}

/// What the business writes down of what a customer's step found out.
fn taken_by(fact: &Fact) -> Option<WorkspaceEvent> {
    let Fact::TranscriptTaken { case, by } = fact else { return None };
    Some(WorkspaceEvent::TranscriptTaken { case: *case, by: by.clone() })
}

/// Whether two rows say where the same key leads.
fn leads_from_the_same(one: &IndexRow, other: &IndexRow) -> bool {
    match one {
        IndexRow::Identity(one, _) => {
            matches!(other, IndexRow::Identity(other, _) if one == other)
        }
        IndexRow::Interaction(one, ..) => {
            matches!(other, IndexRow::Interaction(other, ..) if one == other)
        }
        IndexRow::Survey(..)
        | IndexRow::Case(..)
        | IndexRow::Item(..)
        | IndexRow::Thread(..)
        | IndexRow::Receipt(..)
        | IndexRow::Link(..) => false,
    }
}
