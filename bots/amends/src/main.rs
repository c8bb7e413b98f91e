//! amends.
fn main() {}
