//! What admins set in the chat (`CONVERSATIONS` 4.7): each change is checked before it is made, and
//! who made it is written down.

mod setting;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::setting::{ASK, REPLY, Setting, Unfit};
use crate::{
    desk::{AuditLine, DeskSay},
    grammar,
    place::{Actor, Address},
    policy::{Policy, Workspace},
};

/// How many changes a business remembers; all of them are in the journal.
const CHANGES_KEPT: usize = 200;
/// How many changes `/audit` shows by itself, and at most.
const AUDIT_SHOWN: usize = 10;
const AUDIT_MOST: usize = 50;

/// Somebody set something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Address,
    /// What, by its name in the configuration.
    pub what: String,
    /// What it was before, as it is written in commands.
    pub from: String,
    /// What it is now.
    pub to: String,
}

/// The answer to a command of an admin; nothing if it is none.
pub(crate) fn answer(
    workspace: &mut Workspace,
    now: Timestamp,
    by: &Actor,
    text: &str,
) -> Option<DeskSay> {
    let command = grammar::command(text).filter(|command| grammar::ADMIN.contains(command))?;
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    if !workspace.admins.contains(&by.address) {
        let member = workspace.staff.iter().find(|member| member.address == by.address);
        return Some(DeskSay::AdminsOnly { is: member.map(|member| member.level) });
    }
    let rest = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
    if command == "audit" {
        return Some(audit(workspace, now, rest));
    }
    Some(match setting::read(command, rest, workspace, now) {
        Ok(Wish::Show(settings)) => DeskSay::Settings { settings },
        Ok(Wish::Set(wanted)) => set(workspace, now, by, &wanted),
        Err(unfit) => DeskSay::SettingRefused { unfit },
    })
}

/// What an admin wants of settings.
enum Wish {
    /// To read them.
    Show(Vec<Setting>),
    /// To change one.
    Set(Setting),
}

fn set(workspace: &mut Workspace, now: Timestamp, by: &Actor, wanted: &Setting) -> DeskSay {
    let before = wanted.in_force(workspace, now);
    wanted.put(workspace);
    let what = wanted.name();
    if before.value() != wanted.value() {
        workspace.changes.push(Change {
            at: now,
            by: by.address.clone(),
            what: what.clone(),
            from: before.value(),
            to: wanted.value(),
        });
        let needless = workspace.changes.len().saturating_sub(CHANGES_KEPT);
        workspace.changes.drain(..needless);
    }
    workspace.chosen.insert(what);
    DeskSay::SettingSaved { setting: wanted.in_force(workspace, now) }
}

/// `/audit`, `/audit 20`: who changed what, the newest first.
fn audit(workspace: &Workspace, now: Timestamp, rest: &str) -> DeskSay {
    let count = rest.parse().unwrap_or(AUDIT_SHOWN).min(AUDIT_MOST);
    let policy = Policy::new(workspace.clone());
    let lines = workspace.changes.iter().rev().take(count).map(|change| AuditLine {
        at: policy.due(change.at, now),
        by: policy.staff_name(&change.by),
        what: change.what.clone(),
        from: change.from.clone(),
        to: change.to.clone(),
    });
    DeskSay::Audit { lines: lines.collect() }
}

impl Workspace {
    /// The same business as it is configured, but for what admins chose in the chat.
    #[must_use]
    pub fn with_choices_of(mut self, stored: &Self) -> Self {
        for name in &stored.chosen {
            if let Some(setting) = Setting::named(name, stored) {
                setting.put(&mut self);
            }
        }
        self.chosen.clone_from(&stored.chosen);
        self.changes.clone_from(&stored.changes);
        self
    }
}
