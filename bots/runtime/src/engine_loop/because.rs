//! What a piece of work is done because of, in the log and on everything that follows from it.

use amends_storage::port::{Cause, CauseKind, StoreError};
use tracing::{Span, info_span};

use crate::draft::Draft;

/// What a piece of work is done because of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Because {
    /// It has an id already.
    Known(Cause),
    /// It happens now: its id is the place in the journal at which it begins. If nothing comes of
    /// it, that place is free for what happens next.
    Happened(CauseKind),
}

impl Because {
    pub(super) fn cause(self, draft: &Draft<'_>) -> Result<Cause, StoreError> {
        match self {
            Self::Known(cause) => Ok(cause),
            Self::Happened(kind) => Ok(Cause { kind, nr: draft.counters()?.next_seq }),
        }
    }
}

/// Where the log tells of work.
pub(super) fn span(id: Cause) -> Span {
    match id.kind {
        CauseKind::Arrival => info_span!("arrival", %id),
        CauseKind::Contact => info_span!("contact", %id),
        CauseKind::Deadline => info_span!("deadline", %id),
        CauseKind::Business => info_span!("business", %id),
        CauseKind::Fate => info_span!("fate", %id),
    }
}
