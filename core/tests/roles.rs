//! Roles of a platform make their holders staff, and only as long as they hold them.

use amends_core::{
    engine::Outcome,
    event::WorkspaceEvent,
    fact::Fact,
    place::{Actor, Address, Platform},
    policy::{Level, RoleLevel, StaffMember, Workspace},
    workspace::{WorkspaceRecorded, apply},
};
use jiff::Timestamp;

fn business() -> Workspace {
    let role =
        |id: &str, level| RoleLevel { platform: Platform::Discord, role: id.to_owned(), level };
    let roles = vec![role("10", Level::Agent), role("20", Level::Senior)];
    Workspace { roles, ..Workspace::new("Luma") }
}

fn mihai(roles: &[&str]) -> Actor {
    Actor {
        name: Some("Mihai".to_owned()),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..Actor::new(Address::new(Platform::Discord, "7"))
    }
}

/// Shows somebody to the business, and returns what it found out.
fn seen(workspace: &mut Workspace, by: Actor, roles_told: bool) -> Vec<Fact> {
    let event = WorkspaceEvent::StaffSeen { by, roles_told };
    let Outcome { effects, facts } = apply(
        workspace,
        &WorkspaceRecorded { seq: 1, at: Timestamp::UNIX_EPOCH, entropy: [0; 32], event },
    );
    assert_eq!(effects, []);
    facts
}

fn changed(level: Option<Level>) -> Vec<Fact> {
    vec![Fact::StaffChanged { who: Address::new(Platform::Discord, "7"), level }]
}

#[test]
fn a_role_makes_its_holder_staff_and_the_highest_one_counts() {
    let mut workspace = business();
    assert_eq!(seen(&mut workspace, mihai(&["99", "10"]), true), changed(Some(Level::Agent)));
    let member = &workspace.staff[0];
    assert_eq!((member.level, member.by_role, member.on_duty), (Level::Agent, true, true));
    assert_eq!(member.name.as_deref(), Some("Mihai"));
    assert_eq!(seen(&mut workspace, mihai(&["10"]), true), [], "nothing changed");
    assert_eq!(seen(&mut workspace, mihai(&["20", "10"]), true), changed(Some(Level::Senior)));
    assert_eq!(workspace.staff.len(), 1);
    assert_eq!(workspace.staff[0].level, Level::Senior);
}

#[test]
fn who_lost_the_role_is_staff_no_more() {
    let mut workspace = business();
    seen(&mut workspace, mihai(&["10"]), true);
    assert_eq!(seen(&mut workspace, mihai(&[]), false), [], "in private no roles are told");
    assert_eq!(workspace.staff.len(), 1);
    assert_eq!(seen(&mut workspace, mihai(&["99"]), true), changed(None));
    assert_eq!(workspace.staff, []);
}

#[test]
fn who_is_listed_by_name_is_left_as_they_are() {
    let mut workspace = business();
    workspace.staff.push(StaffMember {
        address: Address::new(Platform::Discord, "7"),
        name: None,
        username: None,
        level: Level::Director,
        on_duty: true,
        duty_until: None,
        by_role: false,
    });
    for roles in [&["10"][..], &[]] {
        assert_eq!(seen(&mut workspace, mihai(roles), true), []);
        assert_eq!(workspace.staff[0].level, Level::Director);
    }
    assert_eq!(workspace.staff[0].name.as_deref(), Some("Mihai"), "names are kept all the same");
}

#[test]
fn roles_of_another_platform_and_of_those_who_hide_count_for_nothing() {
    let mut workspace = business();
    let elsewhere = Actor { address: Address::new(Platform::Telegram, "7"), ..mihai(&["10"]) };
    let hidden = Actor { anonymous: true, ..mihai(&["10"]) };
    assert_eq!(seen(&mut workspace, elsewhere, true), []);
    assert_eq!(seen(&mut workspace, hidden, true), []);
    assert_eq!(workspace.staff, []);
}
