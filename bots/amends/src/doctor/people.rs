//! Whether anybody is there for unhappy customers, and when.

use std::io;

use amends_core::policy::{Level, Policy, Workspace};
use jiff::{Timestamp, tz::TimeZone};

use super::Findings;

/// Looks at zone, hours, and who could be called.
pub(super) fn tell(business: &Workspace, now: Timestamp, out: &mut Findings) -> io::Result<()> {
    if TimeZone::get(&business.zone).is_err() {
        let says = format!(
            "the time zone `{}` is not known, so hours are read as UTC: set one by its name, such \
             as Europe/Bucharest, with AMENDS_ZONE or /zone",
            business.zone
        );
        out.wrong("zone", says)?;
    }
    let policy = Policy::new(business.clone());
    let is_open = policy.clock.is_open(now);
    if !is_open && policy.clock.next_open(now) <= now {
        out.wrong(
            "hours",
            "the published hours never open again, so nobody is ever promised a person: set them \
             with AMENDS_HOURS or /hours, such as mon-fri 09:00-21:00",
        )?;
    }
    // Who is missing altogether is told with the desk.
    if policy.at_desk().next().is_none() {
        return Ok(());
    }
    match (policy.anyone_on_duty(now), is_open) {
        (true, _) => out.fine("duty", "somebody is on duty")?,
        (false, true) => out.wrong(
            "duty",
            "nobody is on duty, in published hours: unhappy customers would wait; whoever works \
             now says /duty on at the desk",
        )?,
        (false, false) => out.note("duty", "nobody is on duty, outside of the published hours")?,
    }
    callable(&policy, out)
}

/// Looks whether somebody higher can be called when nobody comes.
fn callable(policy: &Policy, out: &mut Findings) -> io::Result<()> {
    let has_role = |level: Level| policy.workspace.roles.iter().any(|role| level <= role.level);
    let has = |level: Level| policy.at_desk().any(|it| level <= it.level) || has_role(level);
    if !has(Level::Senior) {
        return out.note(
            "staff",
            "nobody is senior or director, so nobody is called when no agent comes in time: make \
             somebody that with AMENDS_STAFF or /role",
        );
    }
    if !has(Level::Director) {
        return out.note(
            "staff",
            "nobody is director, so nobody is called when seniors don't come in time: make somebody \
             that with AMENDS_STAFF or /role",
        );
    }
    out.fine("staff", "agents, seniors and directors can be called")
}
