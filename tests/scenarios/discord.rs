//! What only Discord has.

mod asking;
mod endings;
mod hostile;
mod leaving;
mod missed;
mod rooms;
mod trouble;
