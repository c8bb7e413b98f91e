//! What the adapters and the web ask of the running service.

use std::sync::Arc;

use amends_core::{
    customer::Customer,
    effect::Body,
    event::Known,
    ids::{CaseNumber, CustomerId},
    interaction::{Interaction, InteractionId},
    place::Platform,
    policy::Policy,
};
use amends_storage::port::{ArrivalId, OutboxRow, Store, StoreError};
use jiff::Timestamp;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use crate::{
    arrival::Arrival,
    clock::Clock,
    entrances::{Entrances, NoLink, WayIn},
    figures::AskOutbox,
    health::{Health, Readiness},
    item::{Ended, IntakeAnswer, Item, ServiceError},
    links::LinkKey,
    taken_in,
    talks::{self, Correspondent, Talk},
    views::{CaseView, InteractionView},
};

/// So many cases or effects are read at once.
const PAGE: usize = 100;

/// The running service, for whoever brings something in or looks at it.
#[derive(Clone)]
pub struct Handle {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) items: mpsc::Sender<Item>,
    pub(crate) policy: watch::Receiver<Arc<Policy>>,
    pub(crate) health: Arc<Health>,
    pub(crate) clock: Clock,
    pub(crate) links: LinkKey,
    pub(crate) entrances: Entrances,
    pub(crate) timer: Arc<Notify>,
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) outboxes: Arc<[(Platform, AskOutbox)]>,
}

impl Handle {
    /// Takes updates of a platform in, each with its id there. They, or what follows from them, are
    /// durable when this returns, and only then the platform may be told that they arrived. Returns how many were new, among
    /// them those of others that were taken in at the same moment.
    pub async fn receive(
        &self,
        platform: Platform,
        updates: Vec<(String, Vec<u8>)>,
    ) -> Result<usize, ServiceError> {
        self.receive_from(platform.name(), platform, updates).await
    }

    /// The same for updates whose ids are unique to this source only: one bot of several.
    pub async fn receive_from(
        &self,
        source: &str,
        platform: Platform,
        updates: Vec<(String, Vec<u8>)>,
    ) -> Result<usize, ServiceError> {
        let arrivals = updates
            .into_iter()
            .map(|(id, raw)| {
                let id = ArrivalId { source: source.to_owned(), id };
                (id, Arrival::Update { platform, raw }.encode())
            })
            .collect();
        self.ask(|answer| Item::Receive { arrivals, answer }).await
    }

    /// Tells that a contact ended. What the answer says is durable. `digest` stands for the content
    /// as it was told: the same id with another digest is a conflict.
    pub async fn interaction_ended(
        &self,
        known: Known,
        interaction: Interaction,
        digest: u64,
    ) -> Result<IntakeAnswer, ServiceError> {
        self.ask(|answer| Item::Ended(Box::new(Ended { known, interaction, digest, answer }))).await
    }

    /// Tells that a contact goes on: a question that was not sent yet is withdrawn. Returns whether
    /// the contact is known.
    pub async fn reopened(&self, id: InteractionId) -> Result<bool, ServiceError> {
        self.ask(|answer| Item::Reopened { id, answer }).await
    }

    /// Forgets a customer, known by what somebody typed: `telegram:77`, the id in the business's own
    /// system, or the one in the log. That is durable when this returns; what stands on the platforms
    /// goes then. Returns whether anybody is known by it.
    pub async fn erase(&self, typed: String) -> Result<bool, ServiceError> {
        self.ask(|answer| Item::Erase { typed, answer }).await
    }

    pub(crate) fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        taken_in::follow(id, |id| self.store.customer(id))
    }

    /// What became of a contact.
    pub fn interaction(&self, id: &InteractionId) -> Result<Option<InteractionView>, StoreError> {
        let Some((customer, _)) = self.store.customer_of_interaction(id)? else { return Ok(None) };
        let customer = self.customer(customer)?;
        Ok(customer.and_then(|customer| InteractionView::of(&customer, id)))
    }

    /// The open cases with a number above `after`, in order, at most `limit`.
    pub fn cases(&self, after: CaseNumber, limit: usize) -> Result<Vec<CaseView>, StoreError> {
        let policy = self.policy();
        let mut views = Vec::new();
        for (number, id) in self.store.open_cases(after, limit)? {
            if let Some(customer) = self.customer(id)? {
                views.extend(CaseView::of(&policy, &customer, number));
            }
        }
        Ok(views)
    }

    /// A case, open or closed.
    pub fn case(&self, number: CaseNumber) -> Result<Option<CaseView>, StoreError> {
        let Some(id) = self.store.customer_of_case(number)? else { return Ok(None) };
        let customer = self.customer(id)?;
        Ok(customer.and_then(|customer| CaseView::of(&self.policy(), &customer, number)))
    }

    /// Where the open cases are talked about on a platform, and who may write there in private.
    pub(crate) fn talks(
        &self,
        platform: Platform,
    ) -> Result<(Vec<Talk>, Vec<Correspondent>), StoreError> {
        let (mut talks, mut people, mut after) = (Vec::new(), Vec::new(), CaseNumber(0));
        loop {
            let open = self.store.open_cases(after, PAGE)?;
            let Some((last, _)) = open.last() else { return Ok((talks, people)) };
            after = *last;
            for (number, id) in open {
                let Some(customer) = self.customer(id)? else { continue };
                let Some(case) = customer.case(number) else { continue };
                talks.extend(talks::of(&customer, case, platform));
                people.extend(talks::correspondents(&customer, case, platform));
            }
        }
    }

    /// Whether a thread or room is still to be opened on a platform: where it is, is not known yet.
    pub fn is_opening(&self, platform: Platform) -> Result<bool, StoreError> {
        let mut after = None;
        loop {
            let rows = self.store.outbox(after, PAGE)?;
            let Some(last) = rows.last() else { return Ok(false) };
            after = Some(last.key);
            let opens = |row: &OutboxRow| match &row.effect.body {
                Body::OpenThread { desk: place, .. } | Body::OpenRoom { care: place, .. } => {
                    place.platform == platform
                }
                Body::Send { .. }
                | Body::Edit { .. }
                | Body::Copy { .. }
                | Body::Answer { .. }
                | Body::Form { .. }
                | Body::Delete { .. }
                | Body::React { .. }
                | Body::Seat { .. }
                | Body::MarkDelivered { .. }
                | Body::RenameThread { .. }
                | Body::CloseThread { .. }
                | Body::DeleteThread { .. }
                | Body::ReopenThread { .. }
                | Body::Pin { .. }
                | Body::Signal { .. }
                | Body::SendFile { .. }
                | Body::Fetch { .. }
                | Body::Inspect { .. }
                | Body::Withdraw { .. } => false,
            };
            if rows.iter().any(opens) {
                return Ok(true);
            }
        }
    }

    /// A small value that was kept by this name.
    pub fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.note(&kept_name(name))
    }

    /// Keeps a small value by name. It is durable when this returns.
    pub async fn keep(&self, name: &str, value: Vec<u8>) -> Result<(), ServiceError> {
        let name = kept_name(name);
        self.ask(|answer| Item::Keep { name, value, answer: Some(answer) }).await
    }

    /// Whether the service can do its work, and what stands in the way.
    pub fn ready(&self) -> Readiness {
        self.health.read()
    }

    /// Notes whether a platform's updates reach us, and why not.
    pub fn connected(&self, platform: Platform, trouble: Option<String>) {
        self.health.intake(platform, trouble);
    }

    /// Tells that a platform can be read by now, which could not be since the start.
    pub async fn can_read(&self) {
        // Nobody takes it any more only while the service stops.
        self.items.send(Item::Readable).await.ok();
    }

    /// The start token to print for a place; none if the name can't stand in a link.
    pub fn visit_token(&self, place: &str) -> Option<String> {
        self.links.visit(place)
    }

    /// The one link to print, show or send for a start token.
    pub fn link_for(&self, token: &str) -> Result<String, NoLink> {
        self.entrances.link(&self.policy().workspace, token)
    }

    /// The ways that whoever has this start token can take at the moment.
    pub fn ways_in(&self, token: &str) -> Vec<WayIn> {
        self.entrances.ways(&self.policy().workspace, token)
    }

    /// The business as it is now.
    pub fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.borrow())
    }

    /// Tells each time the business has changed, durably.
    pub fn policies(&self) -> watch::Receiver<Arc<Policy>> {
        self.policy.clone()
    }

    /// Tells that the clock was moved, so that what is due by now is looked for at once.
    pub fn clock_moved(&self) {
        self.timer.notify_one();
    }

    /// The next moment at which something is due: for a customer, or for the business.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let business = self.policy().next_look(self.clock.now());
        Ok(self.store.next_due()?.into_iter().chain(business).min())
    }

    /// The clock of the service.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns when the service is told to stop.
    pub async fn stopping(&self) {
        let mut stop = self.stop.clone();
        stop.wait_for(|stop| *stop).await.ok();
    }

    async fn ask<T>(
        &self,
        item: impl FnOnce(oneshot::Sender<Result<T, ServiceError>>) -> Item,
    ) -> Result<T, ServiceError> {
        if *self.stop.borrow() {
            return Err(ServiceError::Stopping);
        }
        let (answer, answered) = oneshot::channel();
        self.items.send(item(answer)).await.map_err(|_| ServiceError::Stopping)?;
        answered.await.map_err(|_| ServiceError::Stopping)?
    }
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handle").finish_non_exhaustive()
    }
}

/// The name of a value that is kept for others: it can't clash with those of the service itself.
fn kept_name(name: &str) -> String {
    format!("for.{name}")
}
