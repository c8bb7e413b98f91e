//! Who is in the rehearsal, and where they meet.

use amends_platforms::telegram::{
    people::{Line, NewGroup, NewUser, People, Refused},
    world::Role,
};
use serde_json::{Value, json};

/// The business that people rehearse with, unless the environment names another.
pub(super) const BUSINESS: &str = "Luma Café";
/// The staff forum group.
pub(super) const DESK: i64 = -1_002_000_000_001;
/// The group where customers are helped, a topic each.
pub(super) const HELP: i64 = -1_002_000_000_002;
/// The topic of the help group that is there from the start.
pub(super) const ORDER: &str = "Order 118";

const DANA: i64 = 1001;
const CEM: i64 = 1002;
const ANNA: i64 = 2001;
const MIHAI: i64 = 2002;
const KATRIN: i64 = 2003;
const PIOTR: i64 = 2004;

/// Somebody in the rehearsal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) id: i64,
    pub(super) name: &'static str,
    pub(super) username: &'static str,
    /// The level on the staff; none means a customer.
    pub(super) level: Option<&'static str>,
}

const fn member(
    id: i64,
    name: &'static str,
    username: &'static str,
    level: Option<&'static str>,
) -> Member {
    Member { id, name, username, level }
}

/// Everybody.
pub(super) const CAST: [Member; 6] = [
    member(DANA, "Dana", "dana", None),
    member(CEM, "Cem", "cemi", None),
    member(ANNA, "Anna", "anna", Some("agent")),
    member(MIHAI, "Mihai", "mihai", Some("agent")),
    member(KATRIN, "Katrin", "katrin", Some("senior")),
    member(PIOTR, "Piotr", "piotr", Some("director")),
];

/// Finds somebody by the id of their account.
pub(super) fn find(id: i64) -> Option<&'static Member> {
    CAST.iter().find(|member| member.id == id)
}

/// The staff as the configuration wants them: `telegram:2001:agent,…`.
pub(super) fn staff() -> String {
    let staff = CAST.iter().filter_map(|member| {
        let level = member.level?;
        Some(format!("telegram:{}:{level}", member.id))
    });
    staff.collect::<Vec<_>>().join(",")
}

/// The cast for the page.
pub(super) fn to_json() -> Value {
    let members = CAST
        .iter()
        .map(|member| json!({ "id": member.id, "name": member.name, "level": member.level }));
    members.collect()
}

/// Brings everybody together in a new world: Dana has pressed Start and was just helped with an
/// order; Cem has never heard of the bot.
pub(super) fn gather(people: &People) -> Result<(), Refused> {
    for member in CAST {
        let user = NewUser::new(member.id, member.name).username(member.username).language("en");
        people.create_user(user)?;
    }
    people.start(DANA, None)?;
    let colleagues = [ANNA, MIHAI, KATRIN];
    // Private lines reach only those who have pressed Start.
    for user in [ANNA, MIHAI, KATRIN, PIOTR] {
        people.start(user, None)?;
    }
    let desk = NewGroup::forum("Luma desk", PIOTR).members(&colleagues).id(DESK);
    people.create_group(&desk)?;
    people.set_role(PIOTR, DESK, KATRIN, Role::Admin)?;
    let help = NewGroup::forum("Luma help", PIOTR).members(&colleagues).members(&[DANA]).id(HELP);
    people.create_group(&help)?;
    for user in colleagues {
        people.set_role(PIOTR, HELP, user, Role::Admin)?;
    }
    let order = people.create_topic(ANNA, HELP, ORDER)?;
    let talk = [
        (DANA, "Hello, could I have order 118 without onions?"),
        (ANNA, "Of course, Dana. The kitchen knows – it is on its way."),
        (DANA, "Perfect, thanks!"),
    ];
    for (user, text) in talk {
        people.write(user, HELP, Line::text(text).in_topic(order))?;
    }
    Ok(())
}
