//! What the command line has done to a store: by itself where nobody has it open, and by the service
//! where it runs.

pub(crate) mod telling;

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use amends_core::making::Format;
use amends_runtime::{
    answers::{self, Span},
    clock::Clock,
    offline,
};
use amends_storage::{
    Store,
    audit::{AuditCheck, AuditVerdict},
    backup::{self, Copying},
};
use anyhow::{Context, bail};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use tracing::warn;

use self::telling::Telling;
use crate::{ahead, cli::ExportArgs, config::Config, data, door::Door};

/// So much of the audit trail is read at once.
const PAGE: usize = 512;
/// So many bytes of a file are said at once.
const SAID_AT_ONCE: usize = 32 << 10;

/// So often it is said how far a backup is.
const STEPS_TOLD: usize = 8;
/// Between two steps of a backup.
const BREATH: Duration = Duration::from_millis(1);

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// Copy everything into a directory.
    Backup { dir: PathBuf },
    /// Say the answers of some days, as a file.
    Export { format: String, from: Option<Date>, to: Option<Date> },
    /// Forget a customer.
    Erase { customer: String },
    /// Say the audit trail, one change in a line.
    AuditExport,
    /// Say whether the audit trail is whole.
    AuditVerify,
    /// Say the business as it is in force.
    Business,
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
    /// A backup; the service may be somewhere else than whoever wants it.
    pub(crate) fn backup(dir: &Path) -> anyhow::Result<Self> {
        let absolute = std::path::absolute(dir);
        let dir = absolute.with_context(|| format!("`{}` is no directory", dir.display()))?;
        Ok(Self::Backup { dir })
    }

    /// What is exported.
    pub(crate) fn export(args: ExportArgs) -> Self {
        let ExportArgs { format, from, to } = args;
        Self::Export { format, from, to }
    }

    /// What the log calls it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Backup { .. } => "backup",
            Self::Export { .. } => "export",
            Self::Erase { .. } => "erase",
            Self::AuditExport => "audit export",
            Self::AuditVerify => "audit verify",
            Self::Business => "business",
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
    let (data_dir, clock) = (config.data_dir.as_path(), &clock);
    let ground = Ground { store: &store, hands: &Alone { store: &store, clock }, data_dir, clock };
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
    clock: &'a Clock,
}

impl Hands for Alone<'_> {
    fn erase(&self, typed: &str) -> anyhow::Result<bool> {
        let Some(customer) = offline::find(self.store, typed)? else { return Ok(false) };
        offline::erase(self.store, customer.id, self.clock)?;
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
    pub(crate) data_dir: &'a Path,
    pub(crate) clock: &'a Clock,
}

impl Ground<'_> {
    /// Carries an order out. Returns whether all is well.
    pub(crate) fn carry_out(&self, order: &Order, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        match order {
            Order::Backup { dir } => self.back_up(dir, tell),
            Order::Export { format, from, to } => self.export(format, (*from, *to), tell),
            Order::Erase { customer } => self.erase(customer, tell),
            Order::AuditExport => self.audit_export(tell),
            Order::AuditVerify => self.audit_verify(tell),
            Order::Business => self.business(tell),
        }
    }

    fn back_up(&self, dir: &Path, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        let mut copying = Copying::begin(dir, self.data_dir)?;
        for step in 1_usize.. {
            if self.store.backup_step(&mut copying)? {
                break;
            }
            if step.is_multiple_of(STEPS_TOLD) {
                tell(Word::Progress { done: copying.copied(), total: 0 })?;
            }
            // Others have more of a hurry.
            thread::sleep(BREATH);
        }
        let rows = copying.copied();
        let manifest = copying.finish(self.clock.now())?;
        if let Err(error) = backup::remember(self.data_dir, dir, manifest.made_at) {
            warn!(%error, "A backup was made, and would not be found if the store was damaged");
        }
        let bytes: u64 = manifest.files.values().map(|file| file.bytes).sum();
        let megabytes = bytes.div_ceil(1 << 20);
        let said = format!("Backed up to {}: {rows} records, {megabytes} MB.\n", dir.display());
        tell(Word::Text(said))?;
        Ok(true)
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

    fn business(&self, tell: &mut Tell<'_>) -> anyhow::Result<bool> {
        let business = self.store.workspace()?.context("nothing is stored yet")?;
        tell(Word::Text(serde_json::to_string(&business)?))?;
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
