//! Whom `/role` is about, and what of it outlives the configuration.

use super::{Rank, RoleSay};
use crate::{
    admin::{setting::nearest, step::AdminStep},
    place::{Address, Platform},
    policy::{RoleLevel, Seen, Workspace},
};

/// Begins the names of people whose standing was chosen in the chat, and of roles.
const PERSON: &str = "role.";
const ROLE: &str = "map.";

/// Who is meant, and which ranks: `@anna agent`, `50 agent admin`; `agent` in answer to somebody.
pub(super) fn asked(step: &AdminStep<'_>, words: &[&str]) -> Result<(Seen, Vec<Rank>), RoleSay> {
    let is_named = words.first().is_some_and(|word| is_handle(word));
    let (typed, ranks) = if is_named {
        (words[0].to_owned(), &words[1..])
    } else {
        let ranks = words.iter().rev().take_while(|word| Rank::parse(word).is_some()).count();
        let (who, ranks) = words.split_at(words.len() - ranks);
        (who.join(" "), ranks)
    };
    let mut found = Vec::new();
    for word in ranks {
        found.push(Rank::parse(word).ok_or_else(|| unknown(word))?);
    }
    if typed.is_empty() {
        let answered = step.named.answered.as_deref();
        return answered.map(|who| (Seen::of(who), found)).ok_or(RoleSay::How);
    }
    match whom(step, &typed) {
        Err(RoleSay::NotSeen { .. }) if !is_named && step.named.answered.is_some() => {
            // In answer to somebody everything typed is a rank.
            Err(unknown(&typed))
        }
        found_who => found_who.map(|who| (who, found)),
    }
}

fn unknown(typed: &str) -> RoleSay {
    let nearest = nearest(typed, Rank::ALL.into_iter().map(Rank::name));
    RoleSay::UnknownRank { typed: typed.to_owned(), nearest }
}

/// Whether a word can only name somebody: `@anna`, `50`, `telegram:50`.
fn is_handle(word: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    word.starts_with('@') || is_number(word) || address(word).is_some()
}

/// `telegram:50`, as in the configuration.
fn address(word: &str) -> Option<Address> {
    let (platform, account) = word.split_once(':')?;
    Platform::parse(platform).map(|platform| Address::new(platform, account))
}

/// The one person of this name among those who are known.
fn whom(step: &AdminStep<'_>, typed: &str) -> Result<Seen, RoleSay> {
    let (exact, name) = (address(typed), typed.strip_prefix('@').unwrap_or(typed));
    let is_it = |who: &&Seen| {
        exact.as_ref() == Some(&who.address)
            || (who.address.account == typed)
            || who.username.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name))
    };
    let known = known(step);
    let found: Vec<&Seen> = known.iter().filter(is_it).collect();
    // Some platforms name whoever is answered, which is no naming.
    let answered = step.named.answered.as_deref().map(|who| &who.address);
    let named = step.named.people.iter().filter(|who| Some(&who.address) != answered);
    match (&found[..], &named.collect::<Vec<_>>()[..]) {
        ([who], _) => Ok((*who).clone()),
        // The platform knows whom it shows by this name.
        ([], [named]) if !is_handle(typed) => Ok(Seen::of(named)),
        ([], _) => Err(RoleSay::NotSeen { typed: typed.to_owned() }),
        (several, _) => {
            let accounts = several.iter().map(|who| who.address.clone()).collect();
            Err(RoleSay::Several { typed: typed.to_owned(), accounts })
        }
    }
}

/// Everybody who is known, each once, by the newest name.
fn known(step: &AdminStep<'_>) -> Vec<Seen> {
    let mut known: Vec<Seen> = step.named.people.iter().map(Seen::of).collect();
    let workspace = &*step.workspace;
    let staff = workspace.staff.iter().map(|member| &member.address);
    let others = workspace.seen.iter().map(|seen| &seen.address).chain(staff);
    for address in others.chain(&workspace.admins) {
        if known.iter().all(|who| who.address != *address) {
            known.push(known_as(workspace, address));
        }
    }
    known
}

/// Somebody by the newest name that is known of them.
pub(super) fn known_as(workspace: &Workspace, who: &Address) -> Seen {
    let seen = workspace.seen.iter().find(|seen| seen.address == *who);
    if let Some(seen) = seen.filter(|seen| seen.name.is_some()) {
        return seen.clone();
    }
    let member = workspace.staff.iter().find(|member| member.address == *who);
    let names = member.map(|member| (member.name.clone(), member.username.clone()));
    let (name, username) = names.unwrap_or_default();
    Seen { address: who.clone(), name, username }
}

/// The name by which somebody is shown where changes are read.
pub(in crate::admin) fn name_of(workspace: &Workspace, who: &Address) -> String {
    let Seen { name, username, .. } = known_as(workspace, who);
    let username = username.map(|username| format!("@{username}"));
    name.or(username).unwrap_or_else(|| format!("{}:{}", who.platform.name(), who.account))
}

/// The role that the platform named, or one that is mapped already: its platform, id and name.
pub(super) fn role(
    step: &AdminStep<'_>,
    typed: &str,
) -> Option<(Platform, String, Option<String>)> {
    let platform = step.by.address.platform;
    let mut named = step.named.roles.iter();
    if let Some(role) = named.find(|role| role.id == typed || role.name == typed) {
        return Some((platform, role.id.clone(), Some(role.name.clone())));
    }
    let mapped = step.workspace.roles.iter().find(|role| role.role == typed)?;
    Some((mapped.platform, mapped.role.clone(), None))
}

/// How somebody is called where changes are written down.
pub(in crate::admin) fn written(who: &Seen) -> String {
    let account = format!("{}:{}", who.address.platform.name(), who.address.account);
    match &who.name {
        Some(name) => format!("role {name} ({account})"),
        None => format!("role {account}"),
    }
}

pub(super) fn chosen(who: &Address) -> String {
    format!("{PERSON}{}:{}", who.platform.name(), who.account)
}

pub(super) fn chosen_role(platform: Platform, role: &str) -> String {
    format!("{ROLE}{}:{role}", platform.name())
}

/// Keeps what was chosen in the chat when the configuration is read anew. An admin whom the
/// configuration names stays one.
pub(in crate::admin) fn keep(configured: &mut Workspace, stored: &Workspace) {
    for name in &stored.chosen {
        if let Some(who) = name.strip_prefix(PERSON).and_then(address) {
            let by_name = stored.staff.iter().filter(|it| it.address == who && !it.by_role);
            configured.staff.retain(|known| known.address != who);
            configured.staff.extend(by_name.cloned());
            let is_admin = stored.admins.contains(&who) || configured.named_admins.contains(&who);
            configured.admins.retain(|admin| *admin != who);
            configured.admins.extend(is_admin.then_some(who));
        } else if let Some(role) = name.strip_prefix(ROLE).and_then(address) {
            let is_it =
                |known: &&RoleLevel| known.platform == role.platform && known.role == role.account;
            configured.roles.retain(|known| !is_it(&known));
            configured.roles.extend(stored.roles.iter().filter(is_it).cloned());
        }
    }
}
