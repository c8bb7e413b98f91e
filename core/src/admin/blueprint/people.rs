//! Who works here and who administers, by name and by role.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Taking, Why, address, written};
use crate::{
    admin::{
        role::{self, Standing},
        setting::Unfit,
    },
    hours::Hours,
    place::Address,
    policy::{Level, RoleLevel, Seen, Workspace},
    rota,
};

/// Somebody who works here or administers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonLine {
    account: String,
    name: Option<String>,
    level: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    admin: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rota: Option<String>,
}

/// A role that makes its holders staff.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleLine {
    role: String,
    level: String,
}

/// Everybody who is there by name: who is staff by a role comes with the role.
pub(super) fn people(workspace: &Workspace) -> Vec<PersonLine> {
    let line = |who: &Address| {
        let Standing { level, admin, .. } = by_name(workspace, who);
        let member = workspace.staff.iter().find(|member| member.address == *who);
        PersonLine {
            account: written(who),
            name: member.and_then(|member| member.name.clone()),
            level: level.map(|level| level.name().to_owned()),
            admin,
            // Who works here by a role is not carried, and neither are their hours.
            rota: level.and_then(|_| workspace.rota_of(who)).map(ToString::to_string),
        }
    };
    everybody(workspace).iter().map(line).collect()
}

pub(super) fn roles(workspace: &Workspace) -> Vec<RoleLine> {
    let line = |role: &RoleLevel| RoleLine {
        role: written(&Address::new(role.platform, role.role.as_str())),
        level: role.level.name().to_owned(),
    };
    workspace.roles.iter().map(line).collect()
}

fn everybody(workspace: &Workspace) -> BTreeSet<Address> {
    let by_name = workspace.staff.iter().filter(|member| !member.by_role);
    let staff = by_name.map(|member| member.address.clone());
    staff.chain(workspace.admins.iter().cloned()).collect()
}

/// What somebody is, but for what a role makes them.
fn by_name(workspace: &Workspace, who: &Address) -> Standing {
    let standing = Standing::of(workspace, who);
    let Standing { admin, by_role, .. } = standing;
    if by_role { Standing { admin, ..Standing::default() } } else { standing }
}

impl Taking<'_> {
    pub(super) fn people(&mut self, lines: &[PersonLine]) {
        let mut named = BTreeSet::new();
        for line in lines {
            let at = format!("people.{}", line.account);
            let level = line.level.as_deref().map(|level| Level::parse(level).ok_or(Why::Level));
            let hours = line
                .rota
                .as_deref()
                .map(|typed| rota::hours(typed).ok_or(Why::Unfit(Unfit::Hours)));
            let read = address(&line.account)
                .and_then(|who| Ok((who, level.transpose()?, hours.transpose()?)));
            let Some((who, level, hours)) = self.right(&at, read) else { continue };
            if !named.insert(who.clone()) {
                self.wrong(at, Why::Twice);
                continue;
            }
            let name = line.name.clone();
            let seen = Seen { address: who, name, username: None };
            self.stands(seen.clone(), level, line.admin);
            if level.is_some() {
                self.planned(&seen, hours);
            }
        }
        for address in everybody(self.before).difference(&named) {
            let (address, name, username) = (address.clone(), None, None);
            self.stands(Seen { address, name, username }, None, false);
        }
        self.after.keep_rota_of_staff();
        if !self.before.admins.is_empty() && self.after.admins.is_empty() {
            self.wrong("people", Why::LastAdmin);
        }
    }

    fn stands(&mut self, mut who: Seen, level: Option<Level>, admin: bool) {
        let before = by_name(&self.after, &who.address);
        // Whom the configuration names stays admin.
        let admin = admin || self.after.named_admins.contains(&who.address);
        if (before.level, before.admin) == (level, admin) {
            return;
        }
        who.name = who.name.or_else(|| {
            let mut staff = self.after.staff.iter();
            staff.find(|member| member.address == who.address).and_then(|it| it.name.clone())
        });
        let now = Standing::of(&self.after, &who.address);
        let wanted = match level {
            Some(_) => Standing { level, admin, by_role: false },
            None if now.by_role => Standing { admin, ..now },
            None => Standing { admin, ..Standing::default() },
        };
        wanted.put(&mut self.after, &who);
        let after = by_name(&self.after, &who.address);
        self.changed(role::written(&who), before.to_string(), after.to_string());
    }

    fn planned(&mut self, who: &Seen, hours: Option<Hours>) {
        let written = |workspace: &Workspace| rota::written(workspace.rota_of(&who.address));
        let from = written(&self.after);
        self.after.plan(&who.address, hours);
        let to = written(&self.after);
        if from != to {
            let what = rota::named(&self.after, &who.address);
            self.changed(what, from, to);
        }
    }

    pub(super) fn roles(&mut self, lines: &[RoleLine]) {
        let mut wanted: Vec<RoleLevel> = Vec::new();
        for line in lines {
            let at = format!("roles.{}", line.role);
            let level = Level::parse(&line.level).ok_or(Why::Level);
            let read = address(&line.role).and_then(|role| Ok((role, level?)));
            let Some((Address { platform, account: role }, level)) = self.right(&at, read) else {
                continue;
            };
            if wanted.iter().any(|known| known.platform == platform && known.role == role) {
                self.wrong(at, Why::Twice);
                continue;
            }
            wanted.push(RoleLevel { platform, role, level });
        }
        let known = self.before.roles.clone();
        let is_gone = |role: &&RoleLevel| {
            !wanted.iter().any(|it| it.platform == role.platform && it.role == role.role)
        };
        let gone: Vec<_> = known.iter().filter(is_gone).cloned().collect();
        for role in gone {
            self.mapped(&Address::new(role.platform, role.role), None);
        }
        for role in wanted {
            self.mapped(&Address::new(role.platform, role.role), Some(role.level));
        }
    }

    fn mapped(&mut self, role: &Address, level: Option<Level>) {
        let from = role::mapped(&self.after, role);
        if from == role::level_name(level) {
            return;
        }
        role::map_to(&mut self.after, role, level);
        let to = role::mapped(&self.after, role);
        self.changed(role::written_role(role), from, to);
    }
}
