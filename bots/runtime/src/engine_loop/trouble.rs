//! What is said while nothing can be stored. It can't go through the outbox, which is stored as well:
//! it is said at once, and once.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use amends_core::{
    effect::{Body, PressRef, To},
    event::VenueEvent,
    place::{Actor, Content, MessageRef, Platform},
    unstored::{self, Unstored},
};
use amends_storage::port::StoreError;
use futures::FutureExt;
use jiff::{SignedDuration, Timestamp};
use tracing::{error, warn};

use super::EngineLoop;
use crate::{
    arrival::Arrival,
    port::{Attempt, Incoming, View},
};

/// How long admins are left alone once they were told.
const ALARM_APART: SignedDuration = SignedDuration::from_hours(1);

/// Who was told that nothing can be stored.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// What was answered, in the trouble that lasts.
    answered: BTreeSet<Did>,
    /// When admins were told, in whichever trouble.
    admins_at: Option<Timestamp>,
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
            self.say_at_once(admin.platform, body);
        }
    }

    /// Answers whoever did what can't be stored: nobody must take it for done.
    pub(super) fn admit(&mut self, error: &StoreError, body: &[u8]) {
        let StoreError::Full { .. } = error else { return };
        let Ok(Arrival::Update { platform, raw }) = Arrival::decode(body) else { return };
        let Some(adapter) = self.adapters.get(&platform) else { return };
        let view = View::of(&self.policy);
        let read = catch_unwind(AssertUnwindSafe(|| adapter.read(&raw, &view)));
        for incoming in read.unwrap_or_default() {
            let Some((by, what)) = done(&incoming) else { continue };
            let Some(answer) = unstored::answer(&self.policy, by, what) else { continue };
            if self.state.told.answered.insert(Did::of(what)) {
                self.say_at_once(platform, answer);
            }
        }
    }

    fn say_at_once(&self, platform: Platform, body: Body) {
        let Some(adapter) = self.adapters.get(&platform).map(Arc::clone) else { return };
        let view = View::of(&self.policy);
        self.runtime.spawn(async move {
            let attempt = Attempt::default();
            let said = adapter.perform(&body, &view, &attempt);
            let said = AssertUnwindSafe(said).catch_unwind().await;
            if !matches!(said, Ok(Ok(_))) {
                warn!("Could not tell somebody that nothing can be stored");
            }
        });
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
            let (press, is_form) = (press.as_ref(), form.is_some());
            let wrote =
                |text| Unstored::Wrote { message, text, press, is_form, among_customers: false };
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
    let wrote =
        |text| Unstored::Wrote { message, text, press, is_form: false, among_customers: true };
    content.words().map(|text| (by, wrote(text)))
}
