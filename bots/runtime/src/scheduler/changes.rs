//! Changes of one message, and answers to one press: what is shown in the end must be the newest, and
//! what answers a press first must leave first.
//!
//! A change by which a press is answered waits for nobody, and so overtakes older changes of the
//! same message. None of those may come after it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use amends_core::{
    effect::{Body, PressRef, To},
    ids::EffectKey,
    place::MessageRef,
};
use jiff::Timestamp;

use super::Job;
use crate::target::{self, Chat};

/// So many messages are remembered; older changes of others are long done.
const REMEMBERED: usize = 10_000;

/// What is known of changes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Messages that are being changed.
    under_way: BTreeSet<MessageRef>,
    /// Presses that are being answered. The first answer is another thing to the platform than what
    /// follows it.
    answered: BTreeSet<PressRef>,
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
        let is_free = |press: &PressRef| !self.answered.contains(press);
        changed(job).is_none_or(|message| !self.under_way.contains(message))
            && pressed(job).is_none_or(is_free)
    }

    /// Which of these answers to presses may leave first: none before another one to the same press
    /// that waits longer.
    pub(super) fn next_of(&self, answers: &VecDeque<Job>, now: Timestamp) -> Option<usize> {
        let mut held: Vec<&PressRef> = Vec::new();
        answers.iter().position(|job| {
            let press = pressed(job);
            if press.is_some_and(|press| held.contains(&press)) {
                return false;
            }
            let may = job.row.not_before <= now && self.may_start(job);
            if !may {
                held.extend(press);
            }
            may
        })
    }

    /// Takes note that a change is under way.
    pub(super) fn began(&mut self, job: &Job) {
        self.under_way.extend(changed(job).cloned());
        self.answered.extend(pressed(job).cloned());
    }

    /// Takes note that it is over. Returns the chat in which further changes of the message may
    /// wait for that.
    pub(super) fn ended(&mut self, job: &Job) -> Option<Chat> {
        if let Some(press) = pressed(job) {
            self.answered.remove(press);
        }
        let message = changed(job)?;
        self.under_way.remove(message);
        target::at(&message.place).1
    }
}

/// The press that it answers.
fn pressed(job: &Job) -> Option<&PressRef> {
    if let Body::Answer { press, .. }
    | Body::Form { press, .. }
    | Body::Edit { press: Some(press), .. }
    | Body::Send { to: To::Reply(press), .. }
    | Body::Copy { to: To::Reply(press), .. }
    | Body::SendFile { to: To::Reply(press), .. } = &job.row.effect.body
    {
        target::answers_by_change(press.platform).then_some(press)
    } else {
        None
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
