//! Changes of one message: what is shown in the end must be the newest.
//!
//! A change by which a press is answered waits for nobody, and so overtakes older changes of the
//! same message. None of those may come after it.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{effect::Body, ids::EffectKey, place::MessageRef};

use super::Job;
use crate::target::{self, Chat};

/// So many messages are remembered; older changes of others are long done.
const REMEMBERED: usize = 10_000;

/// What is known of changes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Messages that are being changed.
    under_way: BTreeSet<MessageRef>,
    /// The newest change of each message by which a press was or will be answered.
    newest: BTreeMap<MessageRef, EffectKey>,
}

impl Changes {
    /// Takes note of what answers a press. If that changes a message, returns the chat in which
    /// older changes of it wait.
    pub(super) fn note(&mut self, job: &Job) -> Option<Chat> {
        let Body::Edit { message, words: Some(_), .. } = &job.row.effect.body else { return None };
        if REMEMBERED <= self.newest.len() {
            self.newest.clear();
        }
        let newest = self.newest.entry(message.clone()).or_insert(job.row.key);
        *newest = job.row.key.max(*newest);
        target::at(&message.place).1
    }

    /// Whether a newer change of the same message leaves nothing of what this one would do. A press
    /// wants its answer all the same.
    pub(super) fn is_overtaken(&self, job: &Job) -> bool {
        let Body::Edit { message, purpose: None, press: None, .. } = &job.row.effect.body else {
            return false;
        };
        self.newest.get(message).is_some_and(|newest| job.row.key < *newest)
    }

    /// Whether nobody else is changing the same message: of two at the same time, nobody knows
    /// which comes last.
    pub(super) fn may_start(&self, job: &Job) -> bool {
        changed(job).is_none_or(|message| !self.under_way.contains(message))
    }

    /// Takes note that a change is under way.
    pub(super) fn began(&mut self, job: &Job) {
        self.under_way.extend(changed(job).cloned());
    }

    /// Takes note that it is over. Returns the chat in which further changes of the message may
    /// wait for that.
    pub(super) fn ended(&mut self, job: &Job) -> Option<Chat> {
        let message = changed(job)?;
        self.under_way.remove(message);
        target::at(&message.place).1
    }
}

fn changed(job: &Job) -> Option<&MessageRef> {
    match &job.row.effect.body {
        Body::Edit { message, .. } => Some(message),
        Body::Send { .. }
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
        | Body::Pin { .. }
        | Body::Signal { .. }
        | Body::SendFile { .. }
        | Body::Fetch { .. }
        | Body::Inspect { .. }
        | Body::Withdraw { .. } => None,
    }
}
