//! One group: drafts of everything that waits, and what is handed on once they are durable.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use amends_core::{
    event::{Event, WorkspaceEvent},
    interaction::Source,
    survey::{Stage, Suppressed},
};
use amends_storage::port::{
    ArrivalId, Cause, CauseKind, Commit, Dead, DeadLetter, InboxRow, ReceiptRow, StoreError,
    Subject,
};
use jiff::{SignedDuration, Timestamp};
use tracing::{Span, debug, error, warn};

use super::{
    EngineLoop, GROUP, Trouble,
    at_once::Fresh,
    because::{self, Because},
};
use crate::{
    arrival::Arrival,
    draft::{Draft, Drafted, Found, Ground},
    facts,
    figures::Failure,
    item::{Answer, Ended, IntakeAnswer, ServiceError, Settled},
    layer::Layer,
    port::View,
    target,
};

/// How often work on something is tried before it is given up.
const TRIES: u8 = 3;
/// How long a receipt is good.
const RECEIPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An arrival that is being worked on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Worked<'a> {
    /// It waited in the inbox.
    Waited(&'a InboxRow),
    /// It never waited.
    AtOnce(&'a ArrivalId),
}

/// Work that becomes durable together.
pub(crate) struct Group {
    pub(crate) now: Timestamp,
    pub(crate) commits: Vec<Commit>,
    layer: Layer,
    found: Vec<Found>,
    intake: Vec<(Answer<IntakeAnswer>, IntakeAnswer)>,
    /// Whether what was named is known.
    pub(super) known: Vec<(Answer<bool>, bool)>,
    business: Vec<WorkspaceEvent>,
    settled: Vec<Settled>,
    arrivals: Vec<InboxRow>,
    /// Where the log tells of each piece of work.
    spans: Vec<Span>,
    /// What was worked on without waiting in the inbox, and who waits for it.
    pub(super) fresh: Fresh,
}

impl Group {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            now,
            commits: Vec::new(),
            layer: Layer::default(),
            found: Vec::new(),
            intake: Vec::new(),
            known: Vec::new(),
            business: Vec::new(),
            settled: Vec::new(),
            arrivals: Vec::new(),
            spans: Vec::new(),
            fresh: Fresh::default(),
        }
    }

    fn absorb(&mut self, drafted: Drafted) {
        self.layer.absorb(drafted.layer);
        self.commits.extend(drafted.commits);
        self.found.extend(drafted.found);
    }
}

impl EngineLoop {
    /// Works on one thing. If it panics or fails, nothing of it stays in the group.
    pub(super) fn draft<T>(
        &mut self,
        group: &mut Group,
        because: Because,
        work: impl FnOnce(&mut Draft<'_>) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let ground = Ground {
            store: &*self.store,
            policy: &self.policy,
            links: &self.links,
            entrances: &self.entrances,
            health: &self.health,
            now: group.now,
        };
        let mut draft = Draft::new(ground, &group.layer, &mut self.entropy);
        let cause = because.cause(&draft)?;
        let span = because::span(cause);
        (draft.cause, draft.span) = (Some(cause), span.clone());
        let caught = span.in_scope(|| catch_unwind(AssertUnwindSafe(|| work(&mut draft))));
        let value = caught.unwrap_or_else(|panic| Err(Trouble::Item(words_of(&*panic))))?;
        let drafted = draft.finish();
        group.absorb(drafted);
        group.spans.push(span);
        Ok(value)
    }

    /// Works on a contact that ended.
    pub(super) fn ended(&mut self, group: &mut Group, ended: Ended) -> Result<(), StoreError> {
        let Ended { known, interaction, digest, answer } = ended;
        let because = Because::Happened(CauseKind::Contact);
        let result =
            self.draft(group, because, |draft| Ok(intake(draft, known, interaction, digest)?));
        match result {
            Ok(said) => group.intake.push((answer, said)),
            Err(Trouble::Item(reason)) => {
                self.health.figures.failed(Failure::Contact);
                error!(reason, "Could not work on a contact");
                answer.send(Err(ServiceError::Failed)).ok();
            }
            Err(Trouble::Store(error)) => {
                answer.send(Err(ServiceError::from(&error))).ok();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Works on what happened to the business.
    pub(super) fn business(&mut self, group: &mut Group) -> Result<(), StoreError> {
        while let Some(event) = self.state.business.pop_front() {
            let because = Because::Happened(CauseKind::Business);
            match self.draft(group, because, |draft| Ok(draft.workspace_step(event.clone())?)) {
                Ok(()) => group.business.push(event),
                Err(Trouble::Item(reason)) => {
                    error!(reason, "Could not work on an event of the business");
                }
                Err(Trouble::Store(error)) => {
                    self.state.business.push_front(event);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Settles effects that came to their end: the row goes in the commit that brings its fate.
    pub(super) fn settle(&mut self, group: &mut Group) -> Result<(), StoreError> {
        for _ in 0..self.state.settled.len().min(GROUP) {
            let Some(mut settled) = self.state.settled.pop_front() else { break };
            let (row, fate) = (settled.row.clone(), settled.fate.clone());
            let result = self.draft(group, Because::Known(row.cause()), |draft| {
                debug!(effect.key = %row.key, is_done = fate.is_ok(), "An effect came to its end");
                let (purpose, to) = target::purpose(&row.effect.body);
                if let (Some(purpose), Subject::Workspace) = (purpose, &row.subject) {
                    let fate = fate.clone();
                    draft.workspace_step(WorkspaceEvent::Settled { purpose, fate })?;
                }
                if let (Some(purpose), Subject::Customer(id)) = (purpose, &row.subject) {
                    for id in draft.concerned(*id, purpose, to.as_ref())? {
                        let (to, fate) = (to.clone(), fate.clone());
                        let refused = fate.as_ref().err().and_then(|refusal| {
                            target::worth_another_way(&row.effect.body, *refusal)
                        });
                        let event = Event::Settled { purpose, to, fate, refused };
                        draft.customer_step(id, event, Vec::new())?;
                    }
                }
                draft.last().settled.push(row.key);
                Ok(())
            });
            match result {
                Ok(()) => group.settled.push(settled),
                Err(Trouble::Item(reason)) => {
                    self.health.figures.failed(Failure::Settling);
                    settled.failures += 1;
                    if settled.failures < TRIES {
                        self.state.settled.push_back(settled);
                    } else {
                        self.bury(Dead::Effect(Box::new(settled.row)), reason);
                    }
                }
                Err(Trouble::Store(error)) => {
                    self.state.settled.push_front(settled);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Works on what waits in the inbox.
    pub(super) fn inbox(&mut self, group: &mut Group) -> Result<(), StoreError> {
        if !self.state.inbox {
            return Ok(());
        }
        let (rows, may_be_more) = self.readable()?;
        self.health.inbox(rows.len());
        self.state.inbox = may_be_more;
        for row in rows {
            // The row may have been buried, or its work may fail: a later one does not wait for it.
            group.arrivals.push(row.clone());
            match self.arrival(group, &row.body, Worked::Waited(&row)) {
                Ok(()) => (),
                Err(Trouble::Item(reason)) => {
                    group.arrivals.pop();
                    self.arrival_failed(row, reason);
                }
                Err(Trouble::Store(error)) => {
                    self.state.inbox = true;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Arrivals that can be worked on, and whether there may be more of them. Those of a platform that
    /// was not reached yet wait, and so does what is refused.
    fn readable(&self) -> Result<(Vec<InboxRow>, bool), StoreError> {
        let is_late = |platform| self.adapters.get(&platform).is_some_and(|it| !it.is_ready());
        let is_refused = |row: &InboxRow| self.state.told.refuses(&row.id);
        let anybody_is = self.adapters.values().any(|adapter| !adapter.is_ready());
        let mut after = 0;
        loop {
            let mut rows = self.store.inbox(after, GROUP)?;
            let may_be_more = rows.len() == GROUP;
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok((rows, false)) };
            rows.retain(|row| !is_refused(row));
            if anybody_is {
                rows.retain(|row| match Arrival::decode(&row.body) {
                    Ok(Arrival::Update { platform, .. }) => !is_late(platform),
                    Ok(Arrival::Loop(_)) | Err(_) => true,
                });
            }
            if !rows.is_empty() || !may_be_more {
                return Ok((rows, may_be_more));
            }
            after = last;
        }
    }

    /// Works on an arrival.
    pub(super) fn arrival(
        &mut self,
        group: &mut Group,
        body: &[u8],
        worked: Worked<'_>,
    ) -> Result<(), Trouble> {
        let adapters = self.adapters.clone();
        let (id, at) = match worked {
            Worked::Waited(row) => (&row.id, row.at),
            Worked::AtOnce(id) => (id, group.now),
        };
        self.draft(group, Because::Known(Cause::arrival(id)), |draft| {
            debug!(source = id.source, update = id.id, "Working on an arrival");
            draft.arrived_at = Some(at);
            let arrival = Arrival::decode(body);
            match arrival.map_err(|error| Trouble::Item(error.to_string()))? {
                Arrival::Update { platform, raw } => {
                    let view = View::of(draft.policy());
                    let adapter = adapters.get(&platform);
                    if adapter.is_none() {
                        warn!(platform = platform.name(), "Nobody can read an update");
                    }
                    for incoming in
                        adapter.map(|adapter| adapter.read(&raw, &view)).into_iter().flatten()
                    {
                        draft.take(incoming)?;
                    }
                }
                Arrival::Loop(event) => draft.take_loop(event)?,
            }
            match worked {
                Worked::Waited(row) => draft.last().handled.push(row.seq),
                Worked::AtOnce(id) => draft.last().over.push(id.clone()),
            }
            Ok(())
        })
    }

    pub(super) fn arrival_failed(&mut self, row: InboxRow, reason: String) {
        self.health.figures.failed(Failure::Arrival);
        let failures = row.failures.saturating_add(1);
        let id = Cause::arrival(&row.id);
        warn!(%id, failures, "Work on an arrival failed");
        if TRIES <= failures {
            self.bury(Dead::Arrival(Box::new(row)), reason);
            return;
        }
        self.state.inbox = true;
        if let Err(error) = self.store.inbox_failed(row.seq) {
            self.store_failed(&error);
        }
    }

    fn bury(&mut self, what: Dead, reason: String) {
        let (kind, cause, key) = match &what {
            Dead::Arrival(row) => ("arrival", Cause::arrival(&row.id), None),
            Dead::Effect(row) => ("effect", row.cause(), Some(row.key.to_string())),
        };
        error!(
            id = %cause,
            kind,
            effect.key = key,
            "Gave something up after three tries: see the dead letters"
        );
        let letter = DeadLetter { at: self.clock.now(), reason, what };
        if let Err(error) = self.store.bury(&letter) {
            self.state.inbox = true;
            self.store_failed(&error);
        }
    }

    /// Puts back what a group could not make durable, and says so to those who wait.
    pub(super) fn give_back(&mut self, group: Group, error: &StoreError) {
        self.state.doubtful.add(group.commits);
        let why = ServiceError::from(error);
        for (answer, _) in group.intake {
            answer.send(Err(why.clone())).ok();
        }
        for (answer, _) in group.known {
            answer.send(Err(why.clone())).ok();
        }
        for event in group.business.into_iter().rev() {
            self.state.business.push_front(event);
        }
        for settled in group.settled.into_iter().rev() {
            self.state.settled.push_front(settled);
        }
        // Perhaps it can wait, if it can't be done.
        self.receive(group.fresh);
        self.state.inbox |= !group.arrivals.is_empty();
        for row in group.arrivals {
            let is_waiting = |engine: &Self| {
                let waiting = engine.store.inbox(row.seq.saturating_sub(1), 1);
                waiting.is_ok_and(|rows| rows.first().is_some_and(|first| first.seq == row.seq))
            };
            self.admit(error, (&row.id, &row.body), is_waiting);
        }
    }

    /// Answers those who wait and hands on what is durable now.
    pub(super) fn hand_on(&mut self, group: Group) {
        for span in group.spans.iter().filter(|_| !group.commits.is_empty()) {
            span.in_scope(|| debug!("Made durable"));
        }
        self.note_erasures(&group);
        if let Some(policy) = group.layer.policy {
            self.policy = Arc::clone(&policy);
            self.published.send_replace(policy);
            self.note_dates();
        }
        let has_changed = !group.commits.is_empty();
        let (mut rows, mut settled) = (Vec::new(), BTreeSet::new());
        for commit in group.commits {
            self.state.inbox |= !commit.arrivals.is_empty();
            rows.extend(commit.effects);
            settled.extend(commit.settled);
        }
        // What was recalled within the group never leaves.
        rows.retain(|row| !settled.contains(&row.key));
        self.send_out(rows);
        if !self.state.inbox {
            self.health.inbox(0);
        }
        group.fresh.answer();
        for (answer, said) in group.intake {
            answer.send(Ok(said)).ok();
        }
        for (answer, said) in group.known {
            answer.send(Ok(said)).ok();
        }
        for Found { span, subject, facts, source } in &group.found {
            self.health.figures.found(facts, *source);
            span.in_scope(|| facts::tell(subject, facts));
        }
        // Whoever waits for a change would otherwise wake this thread at once, over and over.
        if has_changed {
            self.timer.notify_one();
        }
    }
}

/// Takes a contact in and says what became of it.
fn intake(
    draft: &mut Draft<'_>,
    known: amends_core::event::Known,
    interaction: amends_core::interaction::Interaction,
    digest: u64,
) -> Result<IntakeAnswer, StoreError> {
    let id = interaction.id.clone();
    let is_receipt = interaction.source == Source::Receipt;
    if let Some((customer, before)) = draft.customer_of_interaction(&id)? {
        if before != digest {
            return Ok(IntakeAnswer::Conflict);
        }
        if !is_receipt {
            return Ok(IntakeAnswer::Duplicate);
        }
        // A contact whose customer is asked, or was, has no link.
        let Some((token, row)) = draft.registered(customer, &id)? else {
            return Ok(IntakeAnswer::Conflict);
        };
        let expires_at = row.expires_at;
        return Ok(IntakeAnswer::Registered { token, expires_at, is_new: false });
    }
    let customer = draft.ended(known, interaction, digest)?;
    let survey = customer.surveys.iter().rev().find(|survey| survey.interaction.id == id);
    let Some(survey) = survey else { return Ok(IntakeAnswer::Duplicate) };
    let why = match survey.stage {
        Stage::Suppressed { why } => why,
        Stage::Planned { .. }
        | Stage::Sending
        | Stage::Asked { .. }
        | Stage::MaybeAsked { .. }
        | Stage::Expired
        | Stage::Superseded
        | Stage::Undeliverable { .. }
        | Stage::Answered { .. }
        | Stage::Finished
        | Stage::Erased => return Ok(IntakeAnswer::Planned(survey.id)),
    };
    if why != Suppressed::NoChannel {
        return Ok(IntakeAnswer::Suppressed(why));
    }
    let token = survey.receipt.clone().unwrap_or_else(|| format!("r_{}", draft.new_token()));
    let expires_at = draft.ground.now.saturating_add(RECEIPT).unwrap_or(Timestamp::MAX);
    let receipt = ReceiptRow { customer: customer.id, interaction: id, expires_at, used: false };
    draft.keep_receipt(&token, receipt);
    if is_receipt {
        return Ok(IntakeAnswer::Registered { token, expires_at, is_new: true });
    }
    Ok(IntakeAnswer::NoChannel { token })
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without words"))
}
