//! The storage of amends: it remembers, and decides nothing.
//!
//! [`port`] says what is remembered and what durable means. Backends: sled (default) and memory
//! (the model that sled is held against).

pub mod answers;
pub mod audit;
pub mod backup;
mod cause;
pub mod crash;
pub mod disk;
mod keys;
pub mod memory;
pub mod port;
mod record;
mod scrub;
pub mod sled_store;

pub use memory::MemoryStore;
pub use port::{Store, StoreError};
pub use sled_store::SledStore;
