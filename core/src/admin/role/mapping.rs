//! Roles of a platform that make their holders staff.

use super::{RoleSay, naming, say};
use crate::{
    admin::{AdminSay, Undo, step::AdminStep},
    fact::Fact,
    place::Address,
    policy::{Level, RoleLevel, Workspace},
};

/// `/role map <role> agent|senior|director|none`.
pub(super) fn map(step: &mut AdminStep<'_>, words: &[&str]) {
    let Some((typed, role)) = words.split_last() else { return say(step, RoleSay::How) };
    let level = if typed.eq_ignore_ascii_case("none") {
        None
    } else if let Some(level) = Level::parse(&typed.to_lowercase()) {
        Some(level)
    } else {
        return say(step, RoleSay::UnknownLevel { typed: (*typed).to_owned() });
    };
    let Some((platform, id, name)) = naming::role(step, &role.join(" ")) else {
        return say(step, RoleSay::UnknownRole);
    };
    let mapped = Address::new(platform, id.as_str());
    let was = remap(step, &mapped, level);
    let said = RoleSay::Mapped { role: name.unwrap_or(id), level };
    if was == level {
        return say(step, said);
    }
    let what = written_role(&mapped);
    let undo = Undo::Map { role: mapped, before: was };
    let nr = step.changed(what, level_name(was), level_name(level), Some(undo));
    step.reply_with(AdminSay::Role(said), AdminStep::undo_row(nr));
}

/// Makes holders of a role what they are to be. Returns what they were.
pub(in crate::admin) fn remap(
    step: &mut AdminStep<'_>,
    role: &Address,
    level: Option<Level>,
) -> Option<Level> {
    let (was, lost) = map_to(step.workspace, role, level);
    let facts = lost.into_iter().map(|who| Fact::StaffChanged { who, level: None });
    step.out.facts.extend(facts);
    was
}

/// What holders of a role are, as a change of it is written down.
pub(in crate::admin) fn mapped(workspace: &Workspace, role: &Address) -> String {
    let mut roles = workspace.roles.iter();
    let found = roles.find(|known| known.platform == role.platform && known.role == role.account);
    level_name(found.map(|known| known.level)).to_owned()
}

pub(in crate::admin) fn level_name(level: Option<Level>) -> &'static str {
    level.map_or("none", Level::name)
}

/// Makes holders of a role staff of this level; nothing: no longer. Returns the level before, and
/// who is no staff any more.
pub(in crate::admin) fn map_to(
    workspace: &mut Workspace,
    role: &Address,
    level: Option<Level>,
) -> (Option<Level>, Vec<Address>) {
    let is_it = |known: &RoleLevel| known.platform == role.platform && known.role == role.account;
    let before = workspace.clone();
    let was = before.roles.iter().find(|role| is_it(role)).map(|role| role.level);
    workspace.roles.retain(|role| !is_it(role));
    let (platform, id) = (role.platform, role.account.clone());
    workspace.chosen.insert(naming::chosen_role(platform, &id));
    workspace.roles.extend(level.map(|level| RoleLevel { platform, role: id, level }));
    let lost = before
        .staff
        .iter()
        .filter(|member| member.by_role && !workspace.keeps_by_role(&before, member));
    let lost: Vec<Address> = lost.map(|member| member.address.clone()).collect();
    workspace.staff.retain(|member| !lost.contains(&member.address));
    (was, lost)
}

/// How a role is called where changes are written down.
pub(in crate::admin) fn written_role(role: &Address) -> String {
    format!("role {} {}", role.platform.name(), role.account)
}
