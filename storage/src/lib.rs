//! The storage of amends: it remembers, and decides nothing.
//!
//! [`port`] says what is remembered and what durable means. Backends: sled (default) and memory
//! (the model that sled is held against).

pub mod port;
