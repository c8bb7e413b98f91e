//! What is said while nothing can be stored. It can't go through the outbox, which is stored as well:
//! it is said at once, and once.
//!
//! A command that is refused is not carried out later: it waits until its author has heard so, and is
//! then dropped, durably as soon as that works. What could not be told is carried out after all, and
//! says so itself. A process that dies after the refusal was said and before that was noted carries
//! the command out when it is back, with its usual answer: the other way round it would be lost
//! without a word.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use amends_core::{
    effect::{Body, PressRef, To},
    event::VenueEvent,
    place::{Actor, Content, MessageRef, Platform},
    unstored::{self, Answer, Unstored},
};
use amends_storage::port::{ArrivalId, Cause, Commit, StoreError};
use futures::FutureExt;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;
use tracing::{error, info, warn};

use super::EngineLoop;
use crate::{
    arrival::Arrival,
    item::Item,
    port::{Attempt, Incoming, View},
};

/// How long admins are left alone once they were told.
const ALARM_APART: SignedDuration = SignedDuration::from_hours(1);

/// Who was told that nothing can be stored.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// What was answered, in the trouble that lasts.
    answered: BTreeSet<Did>,
    /// What is refused, in whichever trouble, and not dropped durably yet.
    refused: BTreeMap<ArrivalId, Refused>,
    /// When admins were told, in whichever trouble.
    admins_at: Option<Timestamp>,
}

/// How far a refusal is. In either state what is refused is not worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// Its author is being told.
    Saying,
    /// Its author has heard it.
    Heard,
}

/// Something that is answered once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Did {
    Press(PressRef),
    Message(MessageRef),
}

impl Told {
    /// The trouble is over. What comes next is another one, and yet no reason to call admins again.
    pub(super) fn is_over(&mut self) {
        self.answered.clear();
    }

    /// Whether something is refused, or about to be.
    pub(super) fn refuses(&self, id: &ArrivalId) -> bool {
        self.refused.contains_key(id)
    }

    /// Whether something was refused and its author has heard so.
    pub(super) fn was_refused(&self, id: &ArrivalId) -> bool {
        self.refused.get(id) == Some(&Refused::Heard)
    }

    /// Whether something that was refused is still to be dropped durably.
    pub(super) fn has_refused(&self) -> bool {
        self.refused.values().any(|refused| *refused == Refused::Heard)
    }
}

impl EngineLoop {
    /// Writes down why nothing can be stored, and tells admins once an hour while it lasts.
    pub(super) fn tell_trouble(&mut self, error: &StoreError) {
        if self.health.store(Some(error.to_string())) {
            error!(%error, "Nothing can be stored: free some space or look at the disk");
        }
        let now = self.clock.now();
        let was_told = |at: Timestamp| now.duration_since(at) < ALARM_APART;
        if self.state.told.admins_at.is_some_and(was_told) {
            return;
        }
        self.state.told.admins_at = Some(now);
        for body in unstored::alarm(&self.policy) {
            let Body::Send { to: To::Private(admin), .. } = &body else { continue };
            drop(self.say_at_once(admin.platform, body));
        }
    }

    /// Answers whoever did what can't be stored: nobody must take it for done. `is_waiting` tells
    /// whether it is still to be done, for what may have been done although that could not be
    /// confirmed.
    pub(super) fn admit(
        &mut self,
        error: &StoreError,
        (id, body): (&ArrivalId, &[u8]),
        is_waiting: impl Fn(&Self) -> bool,
    ) {
        let StoreError::Full { .. } = error else { return };
        let Ok(Arrival::Update { platform, raw }) = Arrival::decode(body) else { return };
        let Some(adapter) = self.adapters.get(&platform) else { return };
        let view = View::of(&self.policy);
        let read = catch_unwind(AssertUnwindSafe(|| adapter.read(&raw, &view)));
        let read = read.unwrap_or_default();
        let cause = Cause::arrival(id);
        for incoming in &read {
            let Some((by, what)) = done(incoming) else { continue };
            let log_id = Some(cause.to_string());
            let (did, answer) = (Did::of(what), unstored::answer(&self.policy, by, what, log_id));
            let is_known = self.state.told.answered.contains(&did);
            match answer.filter(|_| !is_known) {
                Some(Answer::Waits(body)) => drop(self.say_at_once(platform, body)),
                // What came with something else can't be dropped: it is done later, without a word.
                Some(Answer::Refused(body)) if read.len() == 1 && is_waiting(self) => {
                    self.refuse(id, platform, body);
                }
                Some(Answer::Refused(_)) | None => continue,
            }
            self.state.told.answered.insert(did);
        }
    }

    /// Tells the author of something that it is refused. Until that is over it waits.
    fn refuse(&mut self, id: &ArrivalId, platform: Platform, body: Body) {
        let Some(said) = self.say_at_once(platform, body) else { return };
        warn!(id = %Cause::arrival(id), "Refused a command, since it could not be stored");
        self.state.told.refused.insert(id.clone(), Refused::Saying);
        let (id, engine) = (id.clone(), self.own.clone());
        self.runtime.spawn(async move {
            let heard = said.await.unwrap_or_default();
            // Nobody is there any more only while the service stops.
            if let Some(engine) = engine.upgrade() {
                engine.send(Item::Refused { id, heard }).await.ok();
            }
        });
    }

    /// Takes note of whether the author of something has heard that it is refused.
    pub(super) fn refused(&mut self, id: ArrivalId, heard: bool) {
        if heard {
            self.state.told.refused.insert(id, Refused::Heard);
        } else {
            // It is done after all, and says so itself.
            self.state.told.refused.remove(&id);
            self.state.inbox = true;
        }
    }

    /// Drops what was refused, durably.
    pub(super) fn drop_refused(&mut self) -> Result<(), StoreError> {
        let refused = self.state.told.refused.iter();
        let heard = refused.filter(|(_, refused)| **refused == Refused::Heard);
        let over: Vec<ArrivalId> = heard.map(|(id, _)| id.clone()).collect();
        if over.is_empty() {
            return Ok(());
        }
        let commit = Commit { over: over.clone(), ..Commit::default() };
        self.store.commit(&[commit], self.clock.now())?;
        info!(count = over.len(), "Dropped what was refused while nothing could be stored");
        self.state.told.refused.retain(|id, _| !over.contains(id));
        Ok(())
    }

    /// Says something past the outbox. What comes back tells whether it arrived.
    fn say_at_once(&self, platform: Platform, body: Body) -> Option<JoinHandle<bool>> {
        let adapter = self.adapters.get(&platform).map(Arc::clone)?;
        let view = View::of(&self.policy);
        Some(self.runtime.spawn(async move {
            let attempt = Attempt::default();
            let said = adapter.perform(&body, &view, &attempt);
            let said = AssertUnwindSafe(said).catch_unwind().await;
            let has_arrived = matches!(said, Ok(Ok(_)));
            if !has_arrived {
                warn!("Could not tell somebody that nothing can be stored");
            }
            has_arrived
        }))
    }
}

impl Did {
    fn of(what: Unstored<'_>) -> Self {
        match what {
            Unstored::Pressed { press, .. } | Unstored::Wrote { press: Some(press), .. } => {
                Self::Press(press.clone())
            }
            Unstored::Wrote { message, press: None, .. } => Self::Message(message.clone()),
        }
    }
}

/// Who did something that may be answered, and what.
fn done(incoming: &Incoming) -> Option<(&Actor, Unstored<'_>)> {
    match incoming {
        Incoming::Pressed { press, by, message, action } => {
            let place = message.as_ref().map(|message| &message.place);
            Some((by, Unstored::Pressed { press, place, action: *action }))
        }
        Incoming::Wrote { by, message, content, press, form, .. }
        | Incoming::Desk { by, message, content, press, form, .. } => {
            let (press, form) = (press.as_ref(), form.as_ref());
            let wrote =
                |text| Unstored::Wrote { message, text, press, form, among_customers: false };
            content.words().map(|text| (by, wrote(text)))
        }
        Incoming::Room { by, message, content, .. } => among_customers(by, message, content, None),
        Incoming::Venue {
            event: VenueEvent::Wrote { by, message, content, press, .. }, ..
        } => among_customers(by, message, content, press.as_ref()),
        Incoming::Deleted { .. }
        | Incoming::Reacted { .. }
        | Incoming::Edited { .. }
        | Incoming::Reach { .. }
        | Incoming::DeskEdited { .. }
        | Incoming::DeskThreadClosed { .. }
        | Incoming::Venue { .. }
        | Incoming::Migrated { .. }
        | Incoming::Standing { .. } => None,
    }
}

fn among_customers<'a>(
    by: &'a Actor,
    message: &'a MessageRef,
    content: &'a Content,
    press: Option<&'a PressRef>,
) -> Option<(&'a Actor, Unstored<'a>)> {
    let wrote = |text| Unstored::Wrote { message, text, press, form: None, among_customers: true };
    content.words().map(|text| (by, wrote(text)))
}
