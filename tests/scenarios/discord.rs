//! What only Discord has.

mod asking;
mod endings;
mod hostile;
mod rooms;
mod trouble;
