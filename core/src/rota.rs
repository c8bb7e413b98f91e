//! The rota: who is on duty when, by plan.
//!
//! Whoever has hours in it is on duty while they last, on the clock of the business, and never on a
//! day on which it is closed. What they say themselves (`/duty on`, `/duty off`) holds until the
//! rota changes the next time, or until the time that they said.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    desk::{DeskSay, HandingSay, RotaLine, RotaSay},
    event::OpenCase,
    grammar,
    hours::{Hours, StaffedClock},
    ids::CaseNumber,
    place::{Actor, Address},
    policy::{Level, NotNamed, Policy, StaffMember, Workspace},
};

/// The smallest step of time.
const TICK: SignedDuration = SignedDuration::from_millis(1);
/// Hours without a gap for longer than this have none in any week.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Somebody's hours by plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Whose.
    pub who: Address,
    /// When they are on duty.
    pub hours: Hours,
}

/// The rota on the clock of the business, without the days on which it is closed.
pub(crate) fn plans(workspace: &Workspace, zone: &TimeZone) -> BTreeMap<Address, StaffedClock> {
    let plan = |planned: &Planned| {
        let hours = planned.hours.clone().closed_like(&workspace.hours);
        (planned.who.clone(), StaffedClock::new(zone.clone(), hours))
    };
    workspace.rota.iter().map(plan).collect()
}

impl Workspace {
    /// The hours of somebody who has any.
    pub fn rota_of(&self, who: &Address) -> Option<&Hours> {
        self.rota.iter().find(|planned| planned.who == *who).map(|planned| &planned.hours)
    }

    /// Gives somebody these hours, or none.
    pub(crate) fn plan(&mut self, who: &Address, hours: Option<Hours>) {
        let found = self.rota.iter().position(|planned| planned.who == *who);
        match (found, hours) {
            (Some(index), Some(hours)) => self.rota[index].hours = hours,
            (Some(index), None) => {
                self.rota.remove(index);
            }
            (None, Some(hours)) => self.rota.push(Planned { who: who.clone(), hours }),
            (None, None) => (),
        }
    }

    /// Whether somebody is on duty from now on, and until when that holds.
    fn on_duty(&mut self, who: &Address, on: bool, until: Option<Timestamp>) {
        for member in &mut self.staff {
            if member.address == *who {
                (member.on_duty, member.duty_until) = (on, until);
            }
        }
    }

    /// Whoever works here no more has no hours either.
    pub(crate) fn keep_rota_of_staff(&mut self) {
        let staff = &self.staff;
        self.rota.retain(|planned| staff.iter().any(|member| member.address == planned.who));
    }
}

impl StaffedClock {
    /// The next moment at which these hours begin or end, with openings that meet as one.
    fn next_turn(&self, at: Timestamp) -> Option<Timestamp> {
        let (begins, ends) = self.shift(at)?;
        Some(if at < begins { begins } else { ends })
    }
}

impl Policy {
    /// Whether somebody of staff is on duty: as they said, or by the rota.
    pub(crate) fn is_there(&self, member: &StaffMember, now: Timestamp) -> bool {
        let Some(plan) = self.plan(&member.address) else {
            return member.on_duty && member.duty_until.is_none_or(|until| now < until);
        };
        match member.duty_until {
            Some(until) if now < until => member.on_duty,
            Some(until) if member.on_duty && left_early(plan, until, now) => false,
            Some(_) | None => plan.is_open(now),
        }
    }

    /// The next moment at which somebody may come on duty or go off by themselves.
    pub(crate) fn may_change(&self, member: &StaffMember, now: Timestamp) -> Option<Timestamp> {
        let said = member.duty_until.filter(|until| now < *until);
        let planned = self.plan(&member.address).and_then(|plan| plan.next_turn(now));
        said.into_iter().chain(planned).min()
    }

    /// The next moment at which somebody does.
    fn changes(&self, member: &StaffMember, now: Timestamp) -> Option<Timestamp> {
        let is_there = self.is_there(member, now);
        let said = member.duty_until.filter(|until| now < *until);
        let mut at = said.or_else(|| self.may_change(member, now))?;
        // What was said may end within hours, between them, or with them.
        for _ in 0..2 {
            if self.is_there(member, at) != is_there {
                break;
            }
            at = self.may_change(member, at)?;
        }
        Some(at)
    }

    /// Whose duty may end with a command, so that it must be known what they have: the sender's, or
    /// that of whoever gets other hours.
    pub fn may_leave(&self, by: &Address, text: &str) -> Option<Address> {
        let mut words = text.split_whitespace().skip(1);
        let first = words.next().filter(|_| grammar::command(text) == Some("duty"))?;
        if first == "off" {
            return Some(by.clone());
        }
        let (_, rest) = grammar::word(text);
        let rest = behind(rest).filter(|_| first == PART)?;
        let (named, wish) = read(self, rest).ok()?;
        (wish != Wish::Show).then(|| named.map_or_else(|| by.clone(), |it| it.address.clone()))
    }

    fn rota_line(&self, member: &StaffMember, hours: &Hours, now: Timestamp) -> RotaLine {
        RotaLine {
            name: self.staff_name(&member.address),
            hours: hours.to_string(),
            on: self.is_there(member, now),
            until: self.changes(member, now).map(|at| self.due(at, now)),
        }
    }
}

/// Whether somebody who was there until a time within their hours is not back yet.
fn left_early(plan: &StaffedClock, until: Timestamp, now: Timestamp) -> bool {
    let before = until.saturating_sub(TICK).unwrap_or(until);
    plan.shift(before).is_some_and(|(begins, ends)| begins <= before && now < ends)
}

/// The part of `/duty` that is about the rota.
pub(crate) const PART: &str = "rota";

/// What stands behind `rota`; nothing: it is another part.
pub(crate) fn behind(rest: &str) -> Option<&str> {
    let (part, rest) = grammar::word(rest);
    part.eq_ignore_ascii_case(PART).then(|| rest.trim())
}

/// What somebody wants of the rota.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    Show,
    Set(Hours),
    End,
}

/// What is wished of whom; nobody named: of whoever says it.
fn read<'a>(policy: &'a Policy, rest: &str) -> Result<(Option<&'a StaffMember>, Wish), DeskSay> {
    if let Some(wish) = wished(rest) {
        return Ok((None, wish));
    }
    let unreadable = || DeskSay::rota(RotaSay::BadHours);
    let (first, behind) = grammar::word(rest);
    let names_somebody =
        first.starts_with(['@', '<']) || matches!(wished(behind), Some(Wish::Set(_) | Wish::End));
    match policy.colleague(rest) {
        Ok((member, rest)) => wished(rest).map(|wish| (Some(member), wish)).ok_or_else(unreadable),
        Err(NotNamed::Unknown { typed, nearest }) if names_somebody => {
            Err(DeskSay::handing(HandingSay::Unknown { typed, nearest }))
        }
        Err(NotNamed::Several { typed }) => Err(DeskSay::handing(HandingSay::Several { typed })),
        Err(NotNamed::Unknown { .. } | NotNamed::Nothing) => Err(unreadable()),
    }
}

fn wished(typed: &str) -> Option<Wish> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(Wish::Show);
    }
    if typed.eq_ignore_ascii_case("off") {
        return Some(Wish::End);
    }
    hours(typed).map(Wish::Set)
}

/// Hours as they are typed; nothing but commas are none.
pub(crate) fn hours(typed: &str) -> Option<Hours> {
    Hours::parse(typed).ok().filter(|hours| *hours != Hours::default())
}

/// Somebody's hours where changes are written down.
pub(crate) fn written(hours: Option<&Hours>) -> String {
    hours.map_or_else(|| "none".to_owned(), Hours::to_string)
}

/// How somebody's hours are called there.
pub(crate) fn named(workspace: &Workspace, who: &Address) -> String {
    let member = workspace.staff.iter().find(|member| member.address == *who);
    let account = format!("{}:{}", who.platform.name(), who.account);
    match member.and_then(|member| member.name.as_deref()) {
        Some(name) => format!("rota {name} ({account})"),
        None => format!("rota {account}"),
    }
}

/// `/duty rota`, `/duty rota mon-fri 09:00-17:00`, `/duty rota @anna off`.
pub(crate) fn command(
    workspace: &mut Workspace,
    now: Timestamp,
    by: &Actor,
    rest: &str,
    open_cases: &[OpenCase],
) -> DeskSay {
    let policy = Policy::new(workspace.clone());
    let (named, wish) = match read(&policy, rest) {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    if wish == Wish::Show {
        return shown(&policy, named, now);
    }
    let sender = policy.staff(&by.address);
    let is = sender.map(|member| member.level);
    let others = named.filter(|member| member.address != by.address);
    let may = workspace.admins.contains(&by.address) || Some(Level::Senior) <= is;
    let member = match (others, sender) {
        (Some(_), _) if !may => return DeskSay::NotAllowed { needs: Level::Senior, is },
        (Some(member), _) | (None, Some(member)) => member,
        (None, None) => return DeskSay::NotAllowed { needs: Level::Agent, is },
    };
    if policy.at_desk().all(|it| it.address != member.address) {
        let name = policy.staff_name(&member.address);
        return DeskSay::handing(HandingSay::Elsewhere { name });
    }
    match wish {
        Wish::Set(hours) if is_always(&hours) => DeskSay::rota(RotaSay::Always),
        Wish::Set(hours) => planned(workspace, (now, by), (&policy, member), &hours, open_cases),
        Wish::End | Wish::Show => ended(workspace, (now, by), (&policy, member)),
    }
}

/// Whoever is always there by these hours needs none.
fn is_always(hours: &Hours) -> bool {
    let week = StaffedClock::new(TimeZone::UTC, hours.clone());
    let shift = week.shift(Timestamp::UNIX_EPOCH);
    shift.is_some_and(|(begins, ends)| WEEK <= ends.duration_since(begins))
}

/// Who has which hours: everybody who can be called at the desk, or one of them.
fn shown(policy: &Policy, named: Option<&StaffMember>, now: Timestamp) -> DeskSay {
    let (mut lines, mut without) = (Vec::new(), Vec::new());
    let is_meant = |member: &&StaffMember| named.is_none_or(|it| it.address == member.address);
    for member in policy.at_desk().filter(is_meant) {
        match policy.workspace.rota_of(&member.address) {
            Some(hours) => lines.push(policy.rota_line(member, hours, now)),
            None => without.push(policy.staff_name(&member.address)),
        }
    }
    DeskSay::rota(match named {
        Some(member) if lines.is_empty() => {
            RotaSay::None { name: policy.staff_name(&member.address) }
        }
        Some(_) | None => RotaSay::List { lines, without },
    })
}

/// Somebody has these hours from now on. Nobody goes off duty by that with open cases (K-39): they
/// stay until the rota changes the next time.
fn planned(
    workspace: &mut Workspace,
    at: (Timestamp, &Actor),
    (policy, member): (&Policy, &StaffMember),
    hours: &Hours,
    open_cases: &[OpenCase],
) -> DeskSay {
    let (now, who) = (at.0, &member.address);
    let theirs = open_cases.iter().filter(|case| case.owner.as_ref() == Some(who));
    let mut keeps: Vec<CaseNumber> = theirs.map(|case| case.line.title.case).collect();
    change(workspace, at, who, Some(hours.clone()));
    workspace.on_duty(who, true, None);
    let mut after = Policy::new(workspace.clone());
    if after.is_on_duty(who, now) || !policy.is_there(member, now) {
        keeps.clear();
    }
    if !keeps.is_empty() {
        let until = after.plan(who).and_then(|plan| plan.next_turn(now));
        workspace.on_duty(who, true, until);
        after = Policy::new(workspace.clone());
    }
    let Some(member) = after.staff(who) else { return DeskSay::DutyOff };
    let line = after.rota_line(member, hours, now);
    DeskSay::rota(RotaSay::Set { line, keeps })
}

/// Somebody has no hours any more: they stay what they are at this moment, until they say otherwise.
fn ended(
    workspace: &mut Workspace,
    at: (Timestamp, &Actor),
    (policy, member): (&Policy, &StaffMember),
) -> DeskSay {
    let (who, name) = (&member.address, policy.staff_name(&member.address));
    if policy.plan(who).is_none() {
        return DeskSay::rota(RotaSay::None { name });
    }
    let on = policy.is_there(member, at.0);
    change(workspace, at, who, None);
    workspace.on_duty(who, on, None);
    DeskSay::rota(RotaSay::Ended { name, on })
}

/// Changes somebody's hours, and writes it down.
fn change(
    workspace: &mut Workspace,
    (now, by): (Timestamp, &Actor),
    who: &Address,
    hours: Option<Hours>,
) {
    let values = (written(workspace.rota_of(who)), written(hours.as_ref()));
    let what = named(workspace, who);
    workspace.plan(who, hours);
    workspace.record((now, Some(&by.address)), what, values, None);
}

/// `/duty on` and `/duty off` of somebody, who may have said until when. By the rota it holds until
/// that changes the next time.
pub(crate) fn says_duty(
    workspace: &mut Workspace,
    now: Timestamp,
    who: &Address,
    (on, until): (bool, Option<Timestamp>),
) -> DeskSay {
    let policy = Policy::new(workspace.clone());
    let turn = policy.plan(who).map(|plan| plan.next_turn(now).unwrap_or(Timestamp::MAX));
    workspace.on_duty(who, on, until.or(turn));
    let plainly = if on {
        DeskSay::DutyOn { until: until.map(|until| policy.due(until, now)) }
    } else {
        DeskSay::DutyOff
    };
    let Some(hours) = workspace.rota_of(who) else { return plainly };
    let after = Policy::new(workspace.clone());
    let changes = after.staff(who).and_then(|member| after.changes(member, now));
    match changes {
        Some(at) => {
            let (until, hours) = (policy.due(at, now), hours.to_string());
            DeskSay::rota(RotaSay::Duty { on, until, hours })
        }
        None => plainly,
    }
}
