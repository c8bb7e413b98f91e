//! Telegram: the desk's group, and the group where customers are helped.

use amends_platforms::telegram::{
    people::{Line, NewGroup, NewUser, People, Refused},
    world::Role,
};

use super::{ANNA, CAST, DANA, KATRIN, MIHAI, ORDER, PIOTR, TALK, colleagues};

/// The staff forum group.
pub(in crate::rehearse) const DESK: i64 = -1_002_000_000_001;
/// The group where customers are helped, a topic each.
pub(in crate::rehearse) const HELP: i64 = -1_002_000_000_002;

/// Brings everybody together in a new world: Dana has pressed Start and was just helped with an
/// order; Cem has never heard of the bot.
pub(in crate::rehearse) fn gather(people: &People) -> Result<(), Refused> {
    for member in CAST {
        let user = NewUser::new(member.id, member.name).username(member.username).language("en");
        people.create_user(user)?;
    }
    people.start(DANA.id, None)?;
    // Private lines reach only those who have pressed Start.
    for colleague in colleagues() {
        people.start(colleague.id, None)?;
    }
    let members = [ANNA.id, MIHAI.id, KATRIN.id];
    let desk = NewGroup::forum("Luma desk", PIOTR.id).members(&members).id(DESK);
    people.create_group(&desk)?;
    people.set_role(PIOTR.id, DESK, KATRIN.id, Role::Admin)?;
    let help = NewGroup::forum("Luma help", PIOTR.id).members(&members);
    people.create_group(&help.members(&[DANA.id]).id(HELP))?;
    for colleague in members {
        people.set_role(PIOTR.id, HELP, colleague, Role::Admin)?;
    }
    let order = people.create_topic(ANNA.id, HELP, ORDER)?;
    for (member, text) in TALK {
        people.write(member.id, HELP, Line::text(text).in_topic(order))?;
    }
    Ok(())
}
