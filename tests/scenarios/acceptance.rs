//! The acceptance scenarios of the product (`ACCEPTANCE`), by their numbers.

mod asking;
mod calling;
mod checking;
mod fixing;
mod handing;
mod reaching;
