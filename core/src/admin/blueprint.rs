//! Everything that admins set, as one file: to be kept, compared, carried to another machine, and
//! put into force as a whole or not at all.
//!
//! A section of the file is the whole of what it is about, but for `settings`, `policy` and
//! `signals`, of which only what is named counts; a section that is not there is left alone. Values
//! are written as they are typed in commands, and read by the same readers. Secrets, what was asked
//! of admins, history, who is on duty and who was seen are not in it; the rota is.

mod parts;
mod people;
mod settings;
mod texts;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use toml::Value;

use self::{
    parts::{CauseLine, MakeGoodLine, Money},
    people::{PersonLine, RoleLine},
};
use super::{
    Change,
    authority::AuthoritySay,
    data::DataSay,
    makegood::MakeGoodSay,
    setting::{Setting, Unfit},
    typed::TextUnfit,
    wording::Unsaid,
};
use crate::{
    lang::Lang,
    money::MoneyUnfit,
    place::Address,
    policy::{Policy, Workspace},
};

/// How a file of ours is laid out; another number is another layout.
const LAYOUT: u32 = 1;

/// A mistake in such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where: the name in the file, with its section.
    pub at: String,
    /// What is wrong.
    pub why: Why,
}

/// What is wrong with something in such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It can't be read.
    Unread {
        /// Where.
        line: usize,
        /// What the reader says.
        said: String,
    },
    /// It is laid out for another version.
    Layout {
        /// Its number.
        is: u32,
    },
    /// There is no such name.
    Unknown {
        /// A name like it.
        nearest: Option<String>,
    },
    /// A setting can't be that.
    Unfit(Unfit),
    /// Data can't be kept so long.
    Data(DataSay),
    /// It is no amount.
    Money(MoneyUnfit),
    /// It is no text that is kept.
    Text(TextUnfit),
    /// Customers can't read that.
    Wording(Unsaid),
    /// Levels can't give that.
    Authority(AuthoritySay),
    /// It can't be given so.
    MakeGood(MakeGoodSay),
    /// It is neither on nor off.
    Switch,
    /// It is no account, such as `telegram:77`.
    Account,
    /// It is no place.
    Place,
    /// It is no level.
    Level,
    /// It is no way to exceed what is expected.
    Kind,
    /// It is no day.
    Day,
    /// It is there twice.
    Twice,
    /// There are more than there may be.
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// Nobody would administer any more.
    LastAdmin,
    /// Customers would be asked, and nobody would be there for the unhappy ones.
    NobodyReached,
}

/// What a file says, section by section.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Blueprint {
    amends: u32,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    #[serde(default)]
    policy: BTreeMap<String, String>,
    #[serde(default)]
    signals: BTreeMap<String, String>,
    people: Option<Vec<PersonLine>>,
    roles: Option<Vec<RoleLine>>,
    money: Option<Money>,
    make_goods: Option<Vec<MakeGoodLine>>,
    causes: Option<Vec<CauseLine>>,
    wording: Option<BTreeMap<String, BTreeMap<String, Value>>>,
}

/// Everything that admins of a business set, as a file.
///
/// # Panics
///
/// Never: a file has a place for every value.
#[must_use]
pub fn export(workspace: &Workspace) -> String {
    let catalogue = &workspace.catalogue;
    let blueprint = Blueprint {
        amends: LAYOUT,
        settings: settings::section(workspace, ""),
        policy: settings::section(workspace, "policy."),
        signals: settings::section(workspace, "signals."),
        people: Some(people::people(workspace)),
        roles: Some(people::roles(workspace)),
        money: Some(Money::of(catalogue)),
        make_goods: Some(MakeGoodLine::all(catalogue)),
        causes: Some(CauseLine::all(catalogue)),
        wording: Some(texts::texts(workspace)),
    };
    toml::to_string(&blueprint).expect("every value has its place in such a file")
}

/// The business as it is once a file is in force, with every change that this takes written down.
///
/// # Errors
///
/// Every mistake in the file; then nothing of it counts.
pub fn import(
    before: &Workspace,
    source: &str,
    by: Option<&Address>,
    now: Timestamp,
) -> Result<Workspace, Vec<Wrong>> {
    let blueprint = read(source)?;
    let spoken = match &blueprint.wording {
        Some(texts) => texts.keys().filter_map(|code| Lang::parse(code)).collect(),
        None => before.wording.languages(),
    };
    let mut taking = Taking { before, after: before.clone(), by, now, spoken, wrong: Vec::new() };
    taking.settings(&blueprint);
    if let Some(people) = &blueprint.people {
        taking.people(people);
    }
    if let Some(roles) = &blueprint.roles {
        taking.roles(roles);
    }
    taking.parts(&blueprint);
    if let Some(texts) = &blueprint.wording {
        taking.texts(texts);
    }
    taking.reaches_somebody();
    let Taking { after, wrong, .. } = taking;
    if wrong.is_empty() { Ok(after) } else { Err(wrong) }
}

/// What is different in a business, in the order in which it was changed.
pub fn differences<'a>(
    before: &Workspace,
    after: &'a Workspace,
) -> impl Iterator<Item = &'a Change> {
    let last = before.last_change;
    after.changes.iter().filter(move |change| last < change.nr)
}

fn read(source: &str) -> Result<Blueprint, Vec<Wrong>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let blueprint: Blueprint = toml::from_str(source).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = source.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let why = Why::Unread { line, said: error.message().to_owned() };
        vec![Wrong { at: String::new(), why }]
    })?;
    if blueprint.amends != LAYOUT {
        let why = Why::Layout { is: blueprint.amends };
        return Err(vec![Wrong { at: "amends".to_owned(), why }]);
    }
    Ok(blueprint)
}

/// A file on its way into force.
struct Taking<'a> {
    before: &'a Workspace,
    after: Workspace,
    by: Option<&'a Address>,
    now: Timestamp,
    /// The languages in which there are texts once the file is in force, beside those that come
    /// with amends.
    spoken: Vec<Lang>,
    wrong: Vec<Wrong>,
}

impl Taking<'_> {
    /// Notes a mistake.
    fn wrong(&mut self, at: impl Into<String>, why: Why) {
        self.wrong.push(Wrong { at: at.into(), why });
    }

    /// Gives back what is right, and notes what is not.
    fn right<T>(&mut self, at: &str, read: Result<T, Why>) -> Option<T> {
        read.map_err(|why| self.wrong(at, why)).ok()
    }

    /// Writes a change down.
    fn changed(&mut self, what: impl Into<String>, from: String, to: String) {
        self.after.record((self.now, self.by), what, (from, to), None);
    }

    /// Asking is not switched on by a file while an unhappy customer would reach nobody.
    fn reaches_somebody(&mut self) {
        let is_switched_on = self.before.paused && !self.after.paused;
        let policy = Policy::new(self.after.clone());
        let has_staff = !self.after.staff.is_empty() || !self.after.roles.is_empty();
        if is_switched_on && (policy.desk().is_none() || !has_staff) {
            self.wrong(Setting::Asking(true).name(), Why::NobodyReached);
        }
    }
}

/// Reads `telegram:77`: what stands before the colon is a platform.
fn address(typed: &str) -> Result<Address, Why> {
    let (platform, account) = typed.split_once(':').ok_or(Why::Account)?;
    let platform = crate::place::Platform::parse(platform).ok_or(Why::Account)?;
    if is_number(account) { Ok(Address::new(platform, account)) } else { Err(Why::Account) }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// An account as it is written in such a file.
fn written(who: &Address) -> String {
    format!("{}:{}", who.platform.name(), who.account)
}

#[cfg(test)]
mod tests;
