//! What is promised to customers, and to new ones among them.

use jiff::Timestamp;

use super::{REPLY, REPLY_TO_NEW, Unfit, Wish, timer_of};
use crate::{grammar, policy::Workspace};

/// `within 10m`, `within 5m segment:new`, `within half segment:new`.
pub(super) fn reply_of(typed: &str, workspace: &Workspace, now: Timestamp) -> Result<Wish, Unfit> {
    let segment = |word: &str| {
        let (name, value) = word.split_once(':')?;
        name.eq_ignore_ascii_case("segment").then(|| value.trim().to_lowercase())
    };
    let Some(of) = typed.split_whitespace().find_map(segment) else {
        return timer_of(&REPLY, typed, workspace, now);
    };
    let is_said = |word: &&str| segment(word).is_none();
    let rest = typed.split_whitespace().filter(is_said).collect::<Vec<_>>().join(" ");
    let is_known = of == "new" && grammar::word(&rest).0.eq_ignore_ascii_case("within");
    if is_known { timer_of(&REPLY_TO_NEW, &rest, workspace, now) } else { Err(Unfit::Segment) }
}
