//! The texts as people read them: every one of them rendered, and the rules they must hold.

mod catalogue;
mod file;
mod gallery;
mod hostile;
mod menus;
mod rules;
mod samples;

use amends_wording::Context;

/// The context of the café in the samples.
fn luma() -> Context<'static> {
    Context {
        business: "Luma Café".to_owned(),
        wording: Box::leak(Box::default()),
        link: &|token| Some(format!("https://t.me/luma_bot?start={token}")),
        room: &|_| "#R-1042 Dana".to_owned(),
        call: &|_| "@Dana".to_owned(),
    }
}
