//! What the command line has done to a store: by itself where nobody has it open, and by the service
//! where it runs.

mod telling;

use std::path::Path;

use amends_core::making::Format;
use amends_runtime::{
    answers::{self, Span},
    clock::Clock,
    offline,
};
use amends_storage::{
    Store,
    audit::{AuditCheck, AuditVerdict},
};
use anyhow::bail;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use self::telling::Telling;
use crate::{ahead, cli::ExportArgs, config::Config, data, door::Door};

/// So much of the audit trail is read at once.
const PAGE: usize = 512;
/// So many bytes of a file are said at once.
const SAID_AT_ONCE: usize = 32 << 10;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// Say the answers of some days, as a file.
    Export { format: String, from: Option<Date>, to: Option<Date> },
    /// Forget a customer.
    Erase { customer: String },
    /// Say the audit trail, one change in a line.
    AuditExport,
    /// Say whether the audit trail is whole.
    AuditVerify,
}

/// What is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    /// What is to stand on standard output.
    Text(String),
    /// How far it is.
    Progress { done: u64, total: u64 },
    /// It is done, and whether all is well.
    Ended { is_well: bool },
    /// It could not be done, and why.
    Failed(String),
}

impl Order {
    /// What is exported.
    pub(crate) fn export(args: ExportArgs) -> Self {
        let ExportArgs { format, from, to } = args;
        Self::Export { format, from, to }
    }

    /// What the log calls it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Export { .. } => "export",
            Self::Erase { .. } => "erase",
            Self::AuditExport => "audit export",
            Self::AuditVerify => "audit verify",
        }
    }
}

/// Gives an order, and says on standard output what came of it. Returns whether all is well.
pub(crate) fn give(order: &Order, config: &Config) -> anyhow::Result<bool> {
    let mut telling = Telling::new();
    if let Some(door) = Door::find(&config.data_dir)? {
        return door.give(order, |word| telling.hear(&word));
    }
    let store = data::open(config)?;
    let clock = ahead::clock(&config.data_dir)?;
    let ground = Ground { store: &store, hands: &Alone { store: &store, clock } };
    let is_well = ground.carry_out(order, &mut |word| telling.hear(&word))?;
    store.close()?;
    Ok(is_well)
}

/// Whoever says what comes of an order.
pub(crate) type Tell<'a> = dyn FnMut(Word) -> anyhow::Result<()> + 'a;

/// Who changes the store: there is never more than one.
pub(crate) trait Hands {
    /// Forgets a customer; whether anybody is known as this.
    fn erase(&self, typed: &str) -> anyhow::Result<bool>;
    /// What is said to whoever had somebody forgotten.
    fn erased(&self) -> &'static str;
}

/// Nobody else has the store open.
struct Alone<'a> {
    store: &'a dyn Store,
    clock: Clock,
}

impl Hands for Alone<'_> {
    fn erase(&self, typed: &str) -> anyhow::Result<bool> {
        let Some(customer) = offline::find(self.store, typed)? else { return Ok(false) };
        offline::erase(self.store, customer.id, &self.clock)?;
        Ok(true)
    }

    fn erased(&self) -> &'static str {
        "Forgotten. The next start of the service deletes what stands on the platforms and writes the \
         store anew; backups from before are left to you.\n"
    }
}

/// What orders are carried out on.
pub(crate) struct Ground<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) hands: &'a dyn Hands,
}

impl Ground<'_> {
    /// Carries an order out. Returns whether all is well.
    pub(crate) fn carry_out(&self, order: &Order, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        match order {
            Order::Export { format, from, to } => self.export(format, (*from, *to), tell),
            Order::Erase { customer } => self.erase(customer, tell),
            Order::AuditExport => self.audit_export(tell),
            Order::AuditVerify => self.audit_verify(tell),
        }
    }

    fn export(
        &self,
        format: &str,
        (from, to): (Option<Date>, Option<Date>),
        tell: &mut Tell<'_>,
    ) -> anyhow::Result<bool> {
        let Some(format) = Format::parse(format) else { bail!("the format is csv or jsonl") };
        let zone = self.store.workspace()?.and_then(|it| TimeZone::get(&it.zone).ok());
        let zone = zone.unwrap_or(TimeZone::UTC);
        let begins = |day: Date| anyhow::Ok(day.to_zoned(zone.clone())?.timestamp());
        let from = from.map(begins).transpose()?.unwrap_or(Timestamp::MIN);
        let until = to.map(|day| begins(day.tomorrow()?)).transpose()?;
        let span = Span { from, until: until.unwrap_or(Timestamp::MAX) };
        let mut bytes = answers::begin(format);
        answers::each(self.store, span, |found| {
            if let Some(row) = &found.row {
                bytes.extend(answers::line(row, format));
            } else {
                tell(Word::Progress { done: found.done, total: found.total })?;
            }
            if SAID_AT_ONCE <= bytes.len() { say(&mut bytes, tell) } else { Ok(()) }
        })?;
        say(&mut bytes, tell)?;
        Ok(true)
    }

    fn erase(&self, customer: &str, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        if !self.hands.erase(customer)? {
            bail!("nobody is known as `{customer}`: nothing was erased");
        }
        tell(Word::Text(self.hands.erased().to_owned()))?;
        Ok(true)
    }

    fn audit_export(&self, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        let mut from = 0;
        loop {
            let entries = self.store.audit(from, PAGE)?;
            let Some(last) = entries.last() else { return Ok(true) };
            from = last.number.saturating_add(1);
            let mut lines = Vec::new();
            for entry in &entries {
                serde_json::to_writer(&mut lines, entry)?;
                lines.push(b'\n');
            }
            say(&mut lines, tell)?;
        }
    }

    fn audit_verify(&self, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        let (mut check, mut from) = (AuditCheck::default(), 0);
        loop {
            let entries = self.store.audit(from, PAGE)?;
            let Some(last) = entries.last() else { break };
            from = last.number.saturating_add(1);
            for entry in &entries {
                check.next(entry);
            }
        }
        let (said, is_whole) = verdict(check.verdict(Some(&self.store.audit_head()?)));
        tell(Word::Text(said))?;
        Ok(is_whole)
    }
}

fn say(bytes: &mut Vec<u8>, tell: &mut Tell<'_>) -> anyhow::Result<()> {
    let bytes = std::mem::take(bytes);
    if bytes.is_empty() {
        return Ok(());
    }
    tell(Word::Text(String::from_utf8(bytes)?))
}

/// Looks whether an audit trail that was exported is whole, and says so. Returns whether it is.
pub(crate) fn verify_file(file: &Path) -> anyhow::Result<bool> {
    let (said, is_whole) = verdict(data::verify_file(file)?);
    Telling::new().hear(&Word::Text(said))?;
    Ok(is_whole)
}

/// A verdict in words, and whether all is well.
fn verdict(verdict: AuditVerdict) -> (String, bool) {
    match verdict {
        AuditVerdict::Whole { entries: 1 } => ("1 change, and the chain is whole\n".into(), true),
        AuditVerdict::Whole { entries } => {
            (format!("{entries} changes, and the chain is whole\n"), true)
        }
        AuditVerdict::Broken { first } => {
            (format!("the chain is broken: change {first} is not what it was\n"), false)
        }
    }
}
