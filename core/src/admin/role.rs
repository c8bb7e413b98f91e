//! `/role`: who works here and how high they stand, who administers, and which roles of a platform
//! make people staff (`CONVERSATIONS` 4.6).

mod duty;
mod mapping;
mod naming;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::duty::Duty;
pub(super) use self::{
    mapping::{level_name, map_to, mapped, remap, written_role},
    naming::{keep, name_of, written},
};
use super::{AdminSay, Undo, step::AdminStep};
use crate::{
    desk::DeskSay,
    effect::{Body, Class, OnUnknown, To, Words},
    fact::Fact,
    ids::CaseNumber,
    place::{Actor, Address},
    policy::{Level, RoleLevel, Seen, StaffMember, Workspace},
};

/// What somebody may be, by the names of `/role`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Staff of this level.
    Staff(Level),
    /// Sets what the business says and does.
    Admin,
}

impl Rank {
    /// Every rank, the lowest first.
    pub const ALL: [Self; 4] = [
        Self::Staff(Level::Agent),
        Self::Staff(Level::Senior),
        Self::Staff(Level::Director),
        Self::Admin,
    ];

    /// The name used in commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Staff(level) => level.name(),
            Self::Admin => "admin",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|rank| rank.name().eq_ignore_ascii_case(name))
    }
}

/// All that somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How high they stand as staff.
    pub level: Option<Level>,
    /// Whether they administer.
    pub admin: bool,
    /// They work here because of a role of their platform.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_role: bool,
}

impl Standing {
    pub(super) fn of(workspace: &Workspace, who: &Address) -> Self {
        let member = workspace.staff.iter().find(|member| member.address == *who);
        let admin = workspace.admins.contains(who);
        let by_role = member.is_some_and(|member| member.by_role);
        Self { level: member.map(|member| member.level), admin, by_role }
    }

    fn with(self, rank: Rank) -> Self {
        match rank {
            // By the same level they stay what a role of their platform made them.
            Rank::Staff(level) => Self {
                level: Some(level),
                by_role: self.by_role && self.level == Some(level),
                ..self
            },
            Rank::Admin => Self { admin: true, ..self },
        }
    }

    fn without(self, rank: Rank) -> Self {
        match rank {
            Rank::Staff(level) if self.level == Some(level) => {
                Self { level: None, by_role: false, ..self }
            }
            Rank::Staff(_) => self,
            Rank::Admin => Self { admin: false, ..self },
        }
    }

    /// What they are, the lowest first.
    pub fn ranks(self) -> Vec<Rank> {
        let admin = self.admin.then_some(Rank::Admin);
        self.level.map(Rank::Staff).into_iter().chain(admin).collect()
    }

    /// Makes somebody just that.
    pub(super) fn put(self, workspace: &mut Workspace, who: &Seen) {
        let found = workspace.staff.iter().position(|member| member.address == who.address);
        match (found, self.level) {
            (Some(index), Some(level)) => {
                let member = &mut workspace.staff[index];
                member.by_role = self.by_role;
                member.level = level;
            }
            (Some(index), None) => {
                workspace.staff.remove(index);
            }
            (None, Some(level)) => workspace.staff.push(StaffMember {
                address: who.address.clone(),
                name: who.name.clone(),
                username: who.username.clone(),
                level,
                on_duty: true,
                duty_until: None,
                by_role: false,
            }),
            (None, None) => (),
        }
        workspace.admins.retain(|admin| *admin != who.address);
        if self.admin {
            workspace.admins.push(who.address.clone());
        }
        workspace.chosen.insert(naming::chosen(&who.address));
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.ranks().into_iter().map(Rank::name).collect();
        f.write_str(&if names.is_empty() { "none".to_owned() } else { names.join(" ") })
    }
}

/// One person in the list of `/role`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLine {
    /// Who.
    pub who: Seen,
    /// What they are.
    pub standing: Standing,
    /// They are staff by a role of their platform.
    pub by_role: bool,
    /// They administer by the configuration.
    pub configured: bool,
}

/// What `/role` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleSay {
    /// Who may do what.
    List {
        /// People.
        people: Vec<RoleLine>,
        /// Roles of a platform.
        roles: Vec<RoleLevel>,
    },
    /// Somebody is this from now on.
    Given {
        /// Who.
        who: Seen,
        /// What they are now.
        standing: Standing,
    },
    /// Somebody was this before.
    Already {
        /// Who.
        who: Seen,
        /// What.
        rank: Rank,
    },
    /// Something was taken from somebody.
    Taken {
        /// Who.
        who: Seen,
        /// What is left.
        standing: Standing,
        /// Open cases that they still answer for.
        cases: Vec<CaseNumber>,
    },
    /// There is nothing to take: they are no such thing.
    NothingToTake {
        /// Who.
        who: Seen,
        /// What was to be taken; nothing: all.
        rank: Option<Rank>,
    },
    /// Nobody of this name was seen.
    NotSeen {
        /// What was typed.
        typed: String,
    },
    /// Several people go by this name.
    Several {
        /// What was typed.
        typed: String,
        /// Their accounts.
        accounts: Vec<Address>,
    },
    /// That would leave no admin.
    LastAdmin,
    /// They are named as an admin in the configuration.
    Configured {
        /// Who.
        who: Seen,
    },
    /// They are staff because of a role of their platform.
    ByRole {
        /// Who.
        who: Seen,
    },
    /// There is no such rank.
    UnknownRank {
        /// What was typed.
        typed: String,
        /// A name like it.
        nearest: Option<String>,
    },
    /// There is no such level that a role could give.
    UnknownLevel {
        /// What was typed.
        typed: String,
    },
    /// Holders of a role are staff from now on, or no longer.
    Mapped {
        /// Its name, or its id where the platform did not tell it.
        role: String,
        /// How high they stand.
        level: Option<Level>,
    },
    /// The platform did not name such a role.
    UnknownRole,
    /// How it is used.
    How,
    /// Nobody administered so far, and the platform says that the place of work is theirs.
    FirstAdmin {
        /// Who.
        who: Seen,
    },
}

/// `/role list`, `/role add @anna agent`, `/role remove @anna`, `/role map <role> <level>`.
pub(super) fn command(step: &mut AdminStep<'_>, rest: &str) {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (verb, words) = words.split_first().map_or(("list", &[][..]), |(verb, rest)| (*verb, rest));
    match verb.to_lowercase().as_str() {
        "list" => list(step),
        "add" => add(step, words),
        "remove" => remove(step, words),
        "map" => mapping::map(step, words),
        _ => say(step, RoleSay::How),
    }
}

fn say(step: &mut AdminStep<'_>, say: RoleSay) {
    step.reply(AdminSay::Role(say));
}

fn list(step: &mut AdminStep<'_>) {
    let workspace = &*step.workspace;
    let staff = workspace.staff.iter().map(|member| &member.address);
    let alone = workspace.admins.iter();
    let alone = alone.filter(|admin| workspace.staff.iter().all(|it| it.address != **admin));
    let mut people: Vec<RoleLine> = staff
        .chain(alone)
        .map(|who| RoleLine {
            who: naming::known_as(workspace, who),
            standing: Standing::of(workspace, who),
            by_role: workspace.staff.iter().any(|it| it.address == *who && it.by_role),
            configured: workspace.named_admins.contains(who),
        })
        .collect();
    people.sort_by_key(|line| (line.standing.level, line.standing.admin));
    people.reverse();
    let roles = workspace.roles.clone();
    say(step, RoleSay::List { people, roles });
}

fn add(step: &mut AdminStep<'_>, words: &[&str]) {
    let (who, rank) = match naming::asked(step, words) {
        Ok((who, ranks)) => match ranks[..] {
            [rank] => (who, rank),
            _ => return say(step, RoleSay::How),
        },
        Err(refusal) => return say(step, refusal),
    };
    let before = Standing::of(step.workspace, &who.address);
    let after = before.with(rank);
    let member = step.workspace.staff.iter().find(|member| member.address == who.address);
    let stays = member.is_none_or(|member| !member.by_role) || rank == Rank::Admin;
    if before == after && stays {
        return say(step, RoleSay::Already { who, rank });
    }
    let nr = set(step, &who, before, after);
    if !stays {
        // From now on they are staff by name, whichever roles they hold.
        for member in &mut step.workspace.staff {
            member.by_role &= member.address != who.address;
        }
    }
    let say = RoleSay::Given { who, standing: after };
    step.reply_with(AdminSay::Role(say), AdminStep::undo_row(nr));
}

fn remove(step: &mut AdminStep<'_>, words: &[&str]) {
    let (who, ranks) = match naming::asked(step, words) {
        Ok(asked) => asked,
        Err(refusal) => return say(step, refusal),
    };
    let before = Standing::of(step.workspace, &who.address);
    let after = if ranks.is_empty() {
        Standing::default()
    } else {
        ranks.iter().fold(before, |standing, rank| standing.without(*rank))
    };
    if before == after {
        let rank = ranks.first().copied();
        return say(step, RoleSay::NothingToTake { who, rank });
    }
    if let Some(refusal) = refusal_to_take(step.workspace, &who, before, after) {
        return say(step, refusal);
    }
    let nr = set(step, &who, before, after);
    let mine = step.open_cases.iter().filter(|case| case.owner.as_ref() == Some(&who.address));
    let cases = if after.level.is_none() {
        mine.map(|case| case.line.title.case).collect()
    } else {
        Vec::new()
    };
    let say = RoleSay::Taken { who, standing: after, cases };
    step.reply_with(AdminSay::Role(say), AdminStep::undo_row(nr));
}

/// Why somebody can't lose what they are.
fn refusal_to_take(
    workspace: &Workspace,
    who: &Seen,
    before: Standing,
    after: Standing,
) -> Option<RoleSay> {
    let loses_admin = before.admin && !after.admin;
    if loses_admin && workspace.admins.iter().all(|admin| *admin == who.address) {
        return Some(RoleSay::LastAdmin);
    }
    if loses_admin && workspace.named_admins.contains(&who.address) {
        return Some(RoleSay::Configured { who: who.clone() });
    }
    let member = workspace.staff.iter().find(|member| member.address == who.address);
    let by_role = member.is_some_and(|member| member.by_role);
    (by_role && after.level.is_none()).then(|| RoleSay::ByRole { who: who.clone() })
}

/// Makes somebody what they are to be, and writes it down. Returns the number of the change.
fn set(step: &mut AdminStep<'_>, who: &Seen, before: Standing, after: Standing) -> u32 {
    let address = &who.address;
    let duty = Duty::of(step.workspace, address);
    after.put(step.workspace, who);
    if before.level != after.level {
        let (who, level) = (address.clone(), after.level);
        step.out.facts.push(Fact::StaffChanged { who, level });
    }
    if before.admin != after.admin {
        let (who, is_one) = (address.clone(), after.admin);
        step.out.facts.push(Fact::AdminChanged { who, is_one });
    }
    let undo = Undo::Role { who: who.clone(), before, duty };
    step.changed(written(who), before.to_string(), after.to_string(), Some(undo))
}

/// What somebody is now, as the change of it was written down.
pub(super) fn in_force(workspace: &Workspace, who: &Seen) -> String {
    Standing::of(workspace, &who.address).to_string()
}

/// Makes somebody again what they were before a change; or says why that can't be.
pub(super) fn undo(
    step: &mut AdminStep<'_>,
    who: &Seen,
    before: Standing,
    duty: Option<Duty>,
) -> Option<AdminSay> {
    let now = Standing::of(step.workspace, &who.address);
    if let Some(refusal) = refusal_to_take(step.workspace, who, now, before) {
        return Some(AdminSay::Role(refusal));
    }
    before.put(step.workspace, who);
    // Whoever comes back to the list is on duty or not, as they were.
    if let (None, Some(duty)) = (now.level, duty) {
        duty.put(step.workspace, &who.address);
    }
    None
}

/// Whether somebody becomes the first admin with their next command of an admin.
pub(super) fn may_be_first(workspace: &Workspace, by: &Actor) -> bool {
    by.founder && !by.anonymous && workspace.admins.is_empty()
}

/// Whoever owns the place of work becomes admin with their first command of an admin, as long as
/// there is none at all.
pub(super) fn first_admin(step: &mut AdminStep<'_>) {
    let by = step.by;
    if !may_be_first(step.workspace, by) {
        return;
    }
    let who = Seen::of(by);
    let before = Standing::of(step.workspace, &by.address);
    set(step, &who, before, before.with(Rank::Admin));
    let place = step.workspace.desk.clone().unwrap_or_else(|| step.message.place.clone());
    let say = AdminSay::Role(RoleSay::FirstAdmin { who });
    let body = Body::Send {
        to: To::Place(place),
        words: Words::Desk(DeskSay::Admin(Box::new(say))),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: None,
    };
    step.effect(Class::Staff, OnUnknown::Resend, body);
}
