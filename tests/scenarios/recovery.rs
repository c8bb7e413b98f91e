//! Recovery in the situations that nobody wishes for (`BEHAVIOUR` 2.4, 2.10).

mod again;
mod anew;
mod approving;
mod assisting;
mod causes;
mod commands;
mod duty;
mod elsewhere;
mod handing;
mod handling;
mod identity;
mod inbox;
mod lacking;
mod listing;
mod machine;
mod merging;
mod needing;
mod offering;
mod people;
mod promising;
mod resolving;
mod rota;
mod silence;
mod sorry;
mod telling;
mod transcribing;
