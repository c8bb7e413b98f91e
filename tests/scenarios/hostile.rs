//! What hostile people, a hostile network and a misconfigured desk can do, and can't
//! (`PLATFORMS` 5).

mod network;
mod rights;
mod taps;
mod words;
