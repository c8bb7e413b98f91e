//! The shell of amends: inbox → engine → commit → outbox → send scheduler.
//!
//! Nothing is done before it is durable; whatever is durable is done. It never decides and never
//! speaks: the core decides, the wording speaks.

pub mod clock;
pub mod port;
