//! The shell of amends: arrival → engine → commit → outbox → send scheduler, with an inbox for what has
//! to wait.
//!
//! Nothing is done before it is durable; whatever is durable is done. It never decides and never
//! speaks: the core decides, the wording speaks.

/// The names of the points at which a test may kill the process, in the order of a tap's path.
pub const CRASH_POINTS: [&str; 7] = [
    "inbox.after_receive",
    "engine.before_commit",
    "engine.after_commit",
    "outbox.before_sending",
    "outbox.after_sending_mark",
    "outbox.after_send",
    "deadline.fired",
];

pub mod answers;
mod arrival;
pub mod clock;
pub mod documents;
mod draft;
mod engine_loop;
pub mod entrances;
pub mod entropy;
mod facts;
mod fate;
pub mod figures;
pub mod handle;
pub mod health;
mod index;
pub mod item;
mod layer;
mod links;
pub mod missed;
mod names;
pub mod offline;
mod outbox;
pub mod port;
pub mod qr;
pub mod reports;
mod resolve;
mod scheduler;
pub mod service;
mod taken_in;
mod talks;
mod target;
mod transcripts;
pub mod views;
pub mod window;

pub use handle::Handle;
pub use service::{Pace, Service, ServiceOptions};
