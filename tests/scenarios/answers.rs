//! Answers and what belongs to them, in all situations (`BEHAVIOUR` 2.3, 2.10).

mod changes;
mod late;
mod recommending;
mod scales;
mod sources;
mod words;
