//! Samples of what admins read about who may do what.

use amends_core::{
    admin::{AdminSay, Rank, RoleLine, RoleSay, Standing},
    ids::CaseNumber,
    place::{Address, Platform},
    policy::{Level, RoleLevel, Seen},
};

use super::{CASE, assert_covered, names};

names!(role_name, ROLE_SAYS: RoleSay {
    List, Given, Already, Taken, NothingToTake, NotSeen, Several, LastAdmin, Configured, ByRole,
    UnknownRank, UnknownLevel, Mapped, UnknownRole, How, FirstAdmin,
});

fn somebody(account: &str, name: Option<&str>, username: Option<&str>) -> Seen {
    Seen {
        address: Address::new(Platform::Telegram, account),
        name: name.map(str::to_owned),
        username: username.map(str::to_owned),
    }
}

fn anna() -> Seen {
    somebody("50", Some("Anna"), Some("anna"))
}

fn list() -> RoleSay {
    let line = |who, level, admin| RoleLine {
        who,
        standing: Standing { level, admin, ..Standing::default() },
        by_role: false,
        configured: false,
    };
    let director = line(somebody("53", Some("Piotr"), None), Some(Level::Director), true);
    let by_role = line(somebody("51", None, Some("mihai")), Some(Level::Agent), false);
    let people = vec![
        RoleLine { configured: true, ..director },
        line(anna(), Some(Level::Senior), false),
        RoleLine { by_role: true, ..by_role },
        line(somebody("55", None, None), None, true),
    ];
    let role =
        RoleLevel { platform: Platform::Discord, role: "900".to_owned(), level: Level::Agent };
    RoleSay::List { people, roles: vec![role] }
}

/// Everything that is said about it.
pub(super) fn says() -> impl Iterator<Item = AdminSay> {
    let (none, agent) = (Standing::default(), Rank::Staff(Level::Agent));
    let senior = Standing { level: Some(Level::Senior), admin: true, ..Standing::default() };
    let typed = || "@anna".to_owned();
    let boss = || "boss".to_owned();
    let says = vec![
        RoleSay::List { people: Vec::new(), roles: Vec::new() },
        list(),
        RoleSay::Given { who: anna(), standing: senior },
        RoleSay::Already { who: anna(), rank: agent },
        RoleSay::Taken { who: anna(), standing: none, cases: vec![CASE, CaseNumber(1047)] },
        RoleSay::Taken { who: anna(), standing: none, cases: Vec::new() },
        RoleSay::Taken { who: anna(), standing: senior, cases: Vec::new() },
        RoleSay::NothingToTake { who: anna(), rank: None },
        RoleSay::NothingToTake { who: anna(), rank: Some(Rank::Admin) },
        RoleSay::NotSeen { typed: typed() },
        RoleSay::Several {
            typed: typed(),
            accounts: vec![anna().address, Address::new(Platform::Discord, "61")],
        },
        RoleSay::LastAdmin,
        RoleSay::Configured { who: anna() },
        RoleSay::ByRole { who: anna() },
        RoleSay::UnknownRank { typed: boss(), nearest: None },
        RoleSay::UnknownRank { typed: "agnet".to_owned(), nearest: Some("agent".to_owned()) },
        RoleSay::UnknownLevel { typed: boss() },
        RoleSay::Mapped { role: "care team".to_owned(), level: Some(Level::Agent) },
        RoleSay::Mapped { role: "care team".to_owned(), level: None },
        RoleSay::UnknownRole,
        RoleSay::How,
        RoleSay::FirstAdmin { who: anna() },
    ];
    assert_covered(says.iter().map(role_name), ROLE_SAYS);
    says.into_iter().map(AdminSay::Role)
}
