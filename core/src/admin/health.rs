//! `/health`: whether everything works, for admins.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AdminSay, step::AdminStep};
use crate::{
    hours::Due,
    ids::CaseNumber,
    place::Platform,
    policy::{Level, Policy},
};

/// A backup that is so many days old is old.
const STALE: u32 = 7;

/// What only the shell knows about the service, gathered when somebody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vitals {
    /// The platforms, and what is wrong with one that does not work.
    pub platforms: Vec<(Platform, Option<String>)>,
    /// What keeps the store from taking anything.
    pub store: Option<String>,
    /// What came in and waits to be worked on.
    pub inbox: u64,
    /// What waits to be sent.
    pub outbox: u64,
    /// What was given up on.
    pub given_up: u64,
    /// Open cases of which nobody will be reminded.
    pub hanging: u64,
    /// Open cases.
    pub open: u64,
    /// Open cases that nobody takes, though the management is called again and again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<CaseNumber>,
    /// What stands in the inbox of comments, and how much of it for more than a day.
    #[serde(default)]
    pub items: (u64, u64),
    /// When the last backup was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<Timestamp>,
}

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// What the shell knows.
    pub vitals: Vitals,
    /// There is a desk, and it can be used.
    pub desk: DeskHealth,
    /// Who is on duty.
    pub on_duty: Vec<String>,
    /// Somebody senior is on duty.
    pub senior: bool,
    /// Until when it is closed, if it is.
    pub opens: Option<Due>,
    /// Customers are asked.
    pub asking: bool,
    /// The last backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<LastBackup>,
}

/// When the last backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// The moment.
    pub at: Due,
    /// So many whole days ago.
    pub days: u32,
}

impl LastBackup {
    /// Whether losing all that is newer would be felt.
    pub fn is_old(&self) -> bool {
        STALE <= self.days
    }
}

/// How the desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskHealth {
    /// It can be used.
    Fine,
    /// It can't be used at the moment.
    Lost,
    /// There is none.
    Missing,
}

/// `/health`.
pub(super) fn command(step: &mut AdminStep<'_>, vitals: Option<&Vitals>) {
    let policy = Policy::new(step.workspace.clone());
    let now = step.now;
    let desk = match (&policy.workspace.desk, policy.workspace.desk_lost) {
        (None, _) => DeskHealth::Missing,
        (Some(_), true) => DeskHealth::Lost,
        (Some(_), false) => DeskHealth::Fine,
    };
    let on = || policy.at_desk().filter(|member| policy.is_on_duty(&member.address, now));
    let opens = (!policy.clock.is_open(now)).then(|| policy.due(policy.clock.next_open(now), now));
    let health = Health {
        vitals: vitals.cloned().unwrap_or_default(),
        desk,
        on_duty: on().map(|member| policy.staff_name(&member.address)).collect(),
        senior: on().any(|member| Level::Agent < member.level),
        opens,
        asking: !policy.workspace.paused,
        backup: vitals.and_then(|vitals| vitals.backup).map(|at| last_backup(&policy, at, now)),
    };
    step.reply(AdminSay::Health(Box::new(health)));
}

fn last_backup(policy: &Policy, at: Timestamp, now: Timestamp) -> LastBackup {
    let days = now.duration_since(at).as_hours() / 24;
    LastBackup { at: policy.due(at, now), days: u32::try_from(days).unwrap_or(0) }
}
