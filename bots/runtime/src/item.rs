//! What the engine thread is asked for, and what it answers.

use amends_core::{
    effect::{Receipt, Refusal},
    event::{Known, WorkspaceEvent},
    ids::SurveyId,
    interaction::{Interaction, InteractionId},
    survey::Suppressed,
};
use amends_storage::port::{ArrivalId, OutboxRow, StoreError};
use jiff::Timestamp;
use thiserror::Error;
use tokio::sync::oneshot;

/// Why the service did not do what was asked. Nothing of it was done.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ServiceError {
    /// It could not be made durable: ask again later.
    #[error("not stored: {0}")]
    NotStored(String),
    /// Work on it failed; the log says more.
    #[error("work on it failed")]
    Failed,
    /// The service is stopping.
    #[error("the service is stopping")]
    Stopping,
}

impl From<&StoreError> for ServiceError {
    fn from(error: &StoreError) -> Self {
        Self::NotStored(error.to_string())
    }
}

/// What became of a contact that was told to us. It is durable when this is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntakeAnswer {
    /// It will be asked about.
    Planned(SurveyId),
    /// It was told before.
    Duplicate,
    /// It is not asked about, and why.
    Suppressed(Suppressed),
    /// There is no way to reach the customer: the start token of a link to show, print or mail.
    NoChannel {
        /// The start token.
        token: String,
    },
    /// It waits for whoever shows its link.
    Registered {
        /// The start token of the link.
        token: String,
        /// How long it is good.
        expires_at: Timestamp,
        /// Not registered before.
        is_new: bool,
    },
    /// It was told before with other content.
    Conflict,
}

/// An answer that is given once what it says is durable.
pub(crate) type Answer<T> = oneshot::Sender<Result<T, ServiceError>>;

/// Arrivals as they are stored, each with what it is known by.
pub(crate) type Arrivals = Vec<(ArrivalId, Vec<u8>)>;

/// One thing asked of the engine thread.
#[derive(Debug)]
pub(crate) enum Item {
    /// Take arrivals in, durably.
    Receive { arrivals: Arrivals, answer: Answer<usize> },
    /// Store an outbox row as it is now; the answer tells whether it is still to be carried out.
    Mark { row: Box<OutboxRow>, answer: Option<Answer<bool>> },
    /// An effect came to its end.
    Settled(Box<Settled>),
    /// A contact ended.
    Ended(Box<Ended>),
    /// A contact goes on.
    Reopened { id: InteractionId, answer: Answer<bool> },
    /// Forget a customer, known by what somebody typed; the answer tells whether anybody is.
    Erase { typed: String, answer: Answer<bool> },
    /// Something happened to the business.
    Business(Box<WorkspaceEvent>),
    /// A deadline came.
    Due,
    /// Somebody was told that what arrived is refused, or could not be told.
    Refused { id: ArrivalId, heard: bool },
    /// Look whether something waits.
    Wake,
    /// What waits in the inbox can be read by now.
    Readable,
    /// Keep a small value by name.
    Keep { name: String, value: Vec<u8>, answer: Option<Answer<()>> },
    /// Finish what waits and end.
    Stop,
}

/// An effect that came to its end.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    pub(crate) row: OutboxRow,
    pub(crate) fate: Result<Receipt, Refusal>,
    /// How often work on it failed.
    pub(crate) failures: u8,
}

/// A contact that ended, told by a source that waits for the answer.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) known: Known,
    pub(crate) interaction: Interaction,
    pub(crate) digest: u64,
    pub(crate) answer: Answer<IntakeAnswer>,
}
