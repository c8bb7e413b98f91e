//! The binary of amends: the command line, the configuration and the wiring.

mod ahead;
mod ask;
mod backups;
mod cli;
mod config;
mod data;
mod doctor;
mod door;
mod manual;
mod orders;
mod qr;
mod rehearse;
mod serve;
mod telemetry;

use std::{
    fmt::Display,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use amends_storage::{StoreError, backup::BackupError, sled_store::Present};
use clap::Parser;

use crate::{
    cli::{AuditCommand, Cli, Command, ConfigCommand, EraseArgs, StoreCommand},
    config::{Bots, Loaded, Mistakes},
    orders::Order,
};

/// Keeps resident memory flat under the garbage of the store.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Wrong usage or configuration; clap ends with the same status.
const WRONG_USAGE: u8 = 2;
/// The doctor found something wrong.
const UNWELL: u8 = 3;

fn main() -> ExitCode {
    keep_small();
    let Cli { config, command } = Cli::parse();
    let done = run(config.as_deref(), command.unwrap_or(Command::Serve));
    let error = match done {
        Ok(status) => return status,
        Err(error) => error,
    };
    complain(&format!("amends: {}", said(&error)));
    let is_usage = error.is::<Mistakes>() || error.is::<data::WrongFile>();
    if is_usage { ExitCode::from(WRONG_USAGE) } else { ExitCode::FAILURE }
}

/// What kept a command from being done. It has ended: a disk that is full is not waited for.
fn said(error: &anyhow::Error) -> String {
    let of_backup = match error.downcast_ref() {
        Some(BackupError::Store(error)) => Some(error),
        Some(_) | None => None,
    };
    match error.downcast_ref().or(of_backup) {
        Some(StoreError::Full { dir }) => {
            format!("the disk is full: free some space in `{dir}`, and try again; nothing was lost")
        }
        Some(_) | None => format!("{error:#}"),
    }
}

fn run(path: Option<&Path>, command: Command) -> anyhow::Result<ExitCode> {
    let done = match command {
        Command::Serve => {
            let loaded = config::load(path)?;
            telemetry::start(&loaded.config.log, loaded.config.log_format)?;
            serve::run(loaded.config, loaded.others, &loaded.warnings)
        }
        Command::Rehearse(args) => rehearse::run(&args),
        Command::Doctor(args) => {
            let Loaded { config, others, warnings, .. } = config::load(path)?;
            let mut is_healthy = doctor::run(&args, &config, &warnings)?;
            for other in &others {
                print(&format!("\n{}\n", other.workspace.business))?;
                is_healthy &= doctor::run(&args, other, &[])?;
            }
            return Ok(if is_healthy { ExitCode::SUCCESS } else { ExitCode::from(UNWELL) });
        }
        Command::Ask(args) => {
            let loaded = config::load(path)?;
            warn(&loaded.warnings);
            ask::run(&args, &loaded.config)
        }
        Command::Qr(args) => {
            let loaded = config::load(path)?;
            warn(&loaded.warnings);
            qr::run(&args, &loaded.config)
        }
        Command::Completions { shell } => manual::completions(shell),
        Command::Man => manual::page(),
        Command::Export(args) => return order(&Order::export(args), path),
        Command::Backup { dir } => return order(&Order::backup(&dir)?, path),
        Command::Restore { dir, replace } => {
            let present = if replace { Present::MovesAside } else { Present::Stays };
            backups::restore(&dir, present, &config::load(path)?.config)
        }
        Command::Store(StoreCommand::Check { dir }) => {
            return Ok(status(backups::check(dir.as_deref(), &config::load(path)?.config)?));
        }
        Command::Erase(EraseArgs { customer }) => return order(&Order::Erase { customer }, path),
        Command::Audit(AuditCommand::Export) => return order(&Order::AuditExport, path),
        Command::Audit(AuditCommand::Verify { file: None }) => {
            return order(&Order::AuditVerify, path);
        }
        Command::Audit(AuditCommand::Verify { file: Some(file) }) => {
            return Ok(status(orders::verify_file(&file)?));
        }
        Command::Config(command) => configuration(path, command),
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn configuration(path: Option<&Path>, command: ConfigCommand) -> anyhow::Result<()> {
    match command {
        ConfigCommand::Reference { markdown: true } => print(&config::reference_table()),
        ConfigCommand::Show { reference: true } | ConfigCommand::Reference { markdown: false } => {
            print(&config::reference())
        }
        ConfigCommand::Show { reference: false } => {
            let loaded = config::load(path)?;
            warn(&loaded.warnings);
            print(&loaded.shown())
        }
        ConfigCommand::Export => data::config_export(config::load(path)?.config),
        ConfigCommand::Import { file, plan } => {
            data::config_import(&file, plan, config::load(path)?.config)
        }
        ConfigCommand::Check => {
            let Loaded { config, others, warnings, .. } = config::load(path)?;
            warn(&warnings);
            let all = std::iter::once(&config).chain(&others);
            let gaps = all.flat_map(|one| config::gaps(&one.workspace, Bots::of(one)));
            let gaps: Vec<_> = gaps.collect();
            warn(&gaps);
            if warnings.is_empty() && gaps.is_empty() {
                print("the configuration is fine\n")
            } else {
                print("the configuration has no mistakes; please read the warnings\n")
            }
        }
    }
}

/// Has the system give memory in small pages. Huge ones would be filled by the allocator's few kilobytes
/// here and there: measured, 63 MB at rest in place of 21.
fn keep_small() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        complain(&format!("amends: more memory is held than needed: {error}"));
    }
}

/// Gives an order to the store, or to the service that has it open.
fn order(order: &Order, path: Option<&Path>) -> anyhow::Result<ExitCode> {
    Ok(status(orders::give(order, &config::load(path)?.config)?))
}

fn status(is_well: bool) -> ExitCode {
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(text: &str) -> anyhow::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

fn warn<T: Display>(warnings: &[T]) {
    for warning in warnings {
        complain(&format!("warning: {warning}"));
    }
}

/// Says something on standard error. If nobody listens there, there is nobody to tell that to.
fn complain(text: &str) {
    writeln!(io::stderr(), "{text}").ok();
}
