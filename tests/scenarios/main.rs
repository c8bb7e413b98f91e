//! The conversations of the product, as they happen: each scenario runs the real adapter against a
//! stand-in of the platform and shows what everybody sees.

mod luma;
mod screen;

mod main_job;
