//! What admins read about who may do what.

use amends_core::{
    admin::{Rank, RoleLine, RoleSay, Standing},
    ids::CaseNumber,
    place::Address,
    policy::{Level, RoleLevel, Seen},
};

use super::super::{COMMAND_LIMIT, lists::Keep};
use crate::{
    Phrasebook,
    clean::{clean_name, clean_username, one_line_text},
};

impl Phrasebook {
    pub(super) fn role(&self, say: &RoleSay) -> String {
        let about = |key, who: &Seen| self.desk_text(key, &[("who", called(who))]);
        match say {
            RoleSay::List { people, roles } => self.roles(people, roles),
            RoleSay::Given { who, standing } => self
                .desk_text("role_given", &[("who", called(who)), ("ranks", self.ranks(*standing))]),
            RoleSay::Already { who, rank } => {
                let rank = ("rank", rank.name().to_owned());
                self.desk_text("role_already", &[("who", called(who)), rank])
            }
            RoleSay::Taken { who, standing, cases } => self.taken_from(who, *standing, cases),
            RoleSay::NothingToTake { who, rank: None } => about("role_nothing", who),
            RoleSay::NothingToTake { who, rank: Some(rank) } => {
                let rank = ("rank", rank.name().to_owned());
                self.desk_text("role_nothing_such", &[("who", called(who)), rank])
            }
            RoleSay::NotSeen { typed } => self.desk_text("role_not_seen", &[quoted(typed)]),
            RoleSay::Several { typed, accounts } => {
                let accounts: Vec<String> = accounts.iter().map(account).collect();
                let accounts = ("accounts", accounts.join(", "));
                self.desk_text("role_several", &[quoted(typed), accounts])
            }
            RoleSay::LastAdmin => self.line("role_last_admin"),
            RoleSay::Configured { who } => about("role_configured", who),
            RoleSay::ByRole { who } => about("role_by_role", who),
            RoleSay::UnknownRank { typed, nearest } => {
                let known = ("known", Rank::ALL.map(Rank::name).join(", "));
                match nearest {
                    Some(nearest) => self.desk_text(
                        "role_unknown_rank_near",
                        &[quoted(typed), ("nearest", nearest.clone()), known],
                    ),
                    None => self.desk_text("role_unknown_rank", &[quoted(typed), known]),
                }
            }
            RoleSay::UnknownLevel { typed } => {
                self.desk_text("role_unknown_level", &[quoted(typed)])
            }
            RoleSay::Mapped { role, level } => self.mapped(role, *level),
            RoleSay::UnknownRole => self.line("role_unknown_role"),
            RoleSay::How => self.line("role_how"),
            RoleSay::FirstAdmin { who } => about("role_first_admin", who),
        }
    }

    fn roles(&self, people: &[RoleLine], roles: &[RoleLevel]) -> String {
        if people.is_empty() && roles.is_empty() {
            return self.line("role_list_none");
        }
        let person = |line: &RoleLine| {
            let key = match (line.by_role, line.configured) {
                (_, true) => "role_line_configured",
                (true, false) => "role_line_by_role",
                (false, false) => "role_line",
            };
            let who = match (line.who.name.as_deref().and_then(clean_name), username(&line.who)) {
                (Some(name), Some(username)) => format!("{name} ({username})"),
                (None, _) | (_, None) => called(&line.who),
            };
            self.desk_text(key, &[("who", who), ("ranks", self.ranks(line.standing))])
        };
        let role = |role: &RoleLevel| {
            let values = [("role", role.role.clone()), ("level", role.level.name().to_owned())];
            self.desk_text("role_line_mapped", &values)
        };
        let lines = people.iter().map(person).chain(roles.iter().map(role));
        self.list(&self.line("role_list"), lines.collect(), Keep::First)
    }

    fn ranks(&self, standing: Standing) -> String {
        let names: Vec<String> =
            standing.ranks().into_iter().map(|rank| rank.name().to_owned()).collect();
        self.listed(&names)
    }

    fn taken_from(&self, who: &Seen, standing: Standing, cases: &[CaseNumber]) -> String {
        let taken = if standing == Standing::default() {
            self.desk_text("role_taken", &[("who", called(who))])
        } else {
            let ranks = ("ranks", self.ranks(standing));
            self.desk_text("role_taken_left", &[("who", called(who)), ranks])
        };
        if cases.is_empty() {
            return taken;
        }
        let cases: Vec<String> = cases.iter().map(ToString::to_string).collect();
        let values = [("who", called(who)), ("cases", self.listed(&cases))];
        format!("{taken}\n{}", self.desk_text("role_cases", &values))
    }

    fn mapped(&self, role: &str, level: Option<Level>) -> String {
        let role = ("role", one_line_text(role, COMMAND_LIMIT));
        match level {
            Some(level) => {
                self.desk_text("role_mapped", &[role, ("level", level.name().to_owned())])
            }
            None => self.desk_text("role_unmapped", &[role]),
        }
    }
}

/// Somebody by the best name that is known of them.
fn called(who: &Seen) -> String {
    let name = who.name.as_deref().and_then(clean_name);
    name.or_else(|| username(who)).unwrap_or_else(|| account(&who.address))
}

fn username(who: &Seen) -> Option<String> {
    let username = who.username.as_deref().and_then(clean_username);
    username.map(|username| format!("@{username}"))
}

/// An account as the configuration and `/role` take it.
fn account(of: &Address) -> String {
    format!("{}:{}", of.platform.name(), of.account)
}

fn quoted(typed: &str) -> (&'static str, String) {
    ("typed", one_line_text(typed, COMMAND_LIMIT))
}
