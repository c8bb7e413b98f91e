//! The store of a service that does not run, and what admins set in it, as a file.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

use amends_core::{
    admin::{Change, blueprint},
    ids::WorkspaceId,
};
use amends_runtime::offline;
use amends_storage::{
    MemoryStore, SledStore, Store,
    audit::{AuditCheck, AuditEntry, AuditVerdict},
    sled_store,
};
use amends_wording::Phrasebook;
use anyhow::{Context, bail};
use thiserror::Error;

use crate::{ahead, config::Config};

fn has_store(config: &Config) -> bool {
    SledStore::is_in(&config.data_dir)
}

/// Opens the store of a service that does not run.
pub(crate) fn open(config: &Config) -> anyhow::Result<SledStore> {
    if !has_store(config) {
        bail!("there is no store in `{}`: look at data_dir", config.data_dir.display());
    }
    open_or_make(config)
}

/// Opens the store of a service that does not run, or that never did.
fn open_or_make(config: &Config) -> anyhow::Result<SledStore> {
    let dir = &config.data_dir;
    let opened = SledStore::open(dir, WorkspaceId::FIRST, sled_store::Options::default());
    let opened = opened.context("the store can't be opened")?;
    Ok(opened.store)
}

fn say(bytes: &[u8]) -> anyhow::Result<()> {
    io::stdout().lock().write_all(bytes)?;
    Ok(())
}

/// A file with settings that can't be put into force.
#[derive(Debug, Error)]
#[error("`{file}` can't be put into force, and nothing was changed:\n  {mistakes}")]
pub(crate) struct WrongFile {
    file: String,
    mistakes: String,
}

/// Writes everything that admins set to standard output.
pub(crate) fn config_export(config: Config) -> anyhow::Result<()> {
    let store = open(&config)?;
    let business = offline::business(&store, config.workspace)?;
    let head =
        "# Everything that admins set, for `amends config import`. Secrets are not in it.\n\n";
    say(head.as_bytes())?;
    say(blueprint::export(&business).as_bytes())
}

/// Puts a file with settings into force, or only shows what that would change.
pub(crate) fn config_import(file: &Path, plan: bool, config: Config) -> anyhow::Result<()> {
    let source = fs::read_to_string(file);
    let source = source.with_context(|| format!("can't read `{}`", file.display()))?;
    let clock = ahead::clock(&config.data_dir)?;
    // Only to look, no store is made.
    let looked_at: Box<dyn Store> =
        if has_store(&config) { Box::new(open(&config)?) } else { Box::new(MemoryStore::new()) };
    let mut done = offline::plan(&*looked_at, config.workspace.clone(), &source, &clock)?;
    drop(looked_at);
    if !plan && done.as_ref().is_ok_and(|changes| !changes.is_empty()) {
        let store = open_or_make(&config)?;
        done = offline::import(&store, config.workspace, &source, &clock)?;
        store.close()?;
    }
    let changes = done.map_err(|wrong| {
        let phrasebook = Phrasebook::new();
        let mistakes: Vec<_> = wrong.iter().map(|wrong| phrasebook.import_refused(wrong)).collect();
        WrongFile { file: file.display().to_string(), mistakes: mistakes.join("\n  ") }
    })?;
    for Change { what, from, to, .. } in &changes {
        say(format!("{what}: {from} → {to}\n").as_bytes())?;
    }
    let said = match (changes.len(), plan) {
        (0, _) => "Everything is as the file says: nothing to change.\n".to_owned(),
        (1, true) => "1 change; without --plan it is made.\n".to_owned(),
        (count, true) => format!("{count} changes; without --plan they are made.\n"),
        (1, false) => "1 change, in force from the next start of the service.\n".to_owned(),
        (count, false) => {
            format!("{count} changes, in force from the next start of the service.\n")
        }
    };
    say(said.as_bytes())
}

/// Looks whether an audit trail that was exported is whole.
pub(crate) fn verify_file(file: &Path) -> anyhow::Result<AuditVerdict> {
    let opened = File::open(file).with_context(|| format!("can't read `{}`", file.display()))?;
    let mut check = AuditCheck::default();
    for (number, line) in (1_u64..).zip(BufReader::new(opened).lines()) {
        let Ok(entry) = serde_json::from_str::<AuditEntry>(&line?) else {
            return Ok(AuditVerdict::Broken { first: number });
        };
        check.next(&entry);
    }
    Ok(check.verdict(None))
}
