//! What only Discord has.

mod asking;
mod endings;
mod hostile;
mod missed;
mod rooms;
mod trouble;
