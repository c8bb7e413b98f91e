//! Rules about the repository itself: who knows whom, what no file may hold, what must be there.
//! Each exception stands in a list with its reason, and an exception that nothing needs any more
//! fails as well.

mod layers;
mod manifests;
mod repository;
mod rows;
mod rust;
mod sources;
mod tree;
