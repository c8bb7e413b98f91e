//! The command line.

use std::path::PathBuf;

use amends_core::lang::Lang;
use clap::{ArgGroup, Args, Parser, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::qr;

/// One question the moment an interaction ends; a human at once if it went wrong.
#[derive(Debug, Parser)]
#[command(
    name = "amends",
    version,
    after_help = "Example:\n  AMENDS_TELEGRAM_TOKEN=123456:ABC… amends\n\n\
                  Exit status: 0 done; 1 failed; 2 wrong usage or configuration; 3 the doctor \
                  found something wrong."
)]
pub(crate) struct Cli {
    /// The configuration file; amends.toml in this directory if there is one.
    #[arg(long, global = true, env = "AMENDS_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What to do; nothing means serve.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the bots and the intake.
    #[command(after_help = "Example:\n  AMENDS_TELEGRAM_TOKEN=123456:ABC… amends serve")]
    Serve,
    /// Try the whole product with stand-ins, without a token, an account or a network.
    #[command(after_help = "Example:\n  amends rehearse")]
    Rehearse(RehearseArgs),
    /// Look at everything that must be right, and say how to put right what is not.
    #[command(after_help = "Examples:\n  amends doctor\n  amends doctor --room 20GB\n\n\
                      Exit status: 3 if something is wrong.")]
    Doctor(DoctorArgs),
    /// Ask one customer by hand, through the running service.
    #[command(
        after_help = "Examples:\n  amends ask --telegram 77 --topic \"Order 118\" --agent anna\n  \
                      amends ask --discord 804100000000000001"
    )]
    Ask(AskArgs),
    /// Print the link of a till or a table, and draw it as a QR code.
    #[command(
        after_help = "Examples:\n  amends qr till2\n  amends qr till2 --png till2.png --lang de\n\n\
                      With the service stopped or running; then AMENDS_INTAKE_KEY must be set for \
                      both."
    )]
    Qr(QrArgs),
    /// Write the answers to standard output, also while the service runs.
    #[command(
        after_help = "Example:\n  amends export --format csv --from 2026-11-01 > answers.csv"
    )]
    Export(ExportArgs),
    /// Copy everything into a directory, also while the service runs.
    #[command(
        after_help = "Example:\n  amends backup /mnt/backups/amends-2026-11-22\n\nThe directory must not \
                      be there yet, or be empty. The service writes it, if it runs."
    )]
    Backup {
        /// The directory that is made.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Take a backup back into the data directory; the service must not run.
    #[command(after_help = "Examples:\n  amends restore /mnt/backups/amends-2026-11-22\n  \
                      amends restore /mnt/backups/amends-2026-11-22 --replace")]
    Restore {
        /// The backup.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Move the store that is there aside; nothing of it is deleted.
        #[arg(long)]
        replace: bool,
    },
    /// Look at the store.
    #[command(subcommand, after_help = "Example:\n  amends store check")]
    Store(StoreCommand),
    /// Forget a customer: delete everything about them, also while the service runs.
    #[command(
        after_help = "Examples:\n  amends erase --customer telegram:77\n  amends erase --customer C-5512\n\n\
                      Exit status: 1 if nobody is known by that."
    )]
    Erase(EraseArgs),
    /// Look at the audit trail, also while the service runs.
    #[command(subcommand, after_help = "Example:\n  amends audit verify")]
    Audit(AuditCommand),
    /// Look at the configuration.
    #[command(subcommand, after_help = "Example:\n  amends config check")]
    Config(ConfigCommand),
    /// Write completions for a shell to standard output.
    #[command(
        after_help = "Example:\n  amends completions bash > ~/.local/share/bash-completion/completions/amends"
    )]
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Write the manual page to standard output.
    #[command(after_help = "Example:\n  amends man > ~/.local/share/man/man1/amends.1")]
    Man,
}

/// Which place, and what is made of its link.
#[derive(Debug, Args)]
pub(crate) struct QrArgs {
    /// The place, as it stands in the link: till2, garden.
    #[arg(value_parser = qr::place)]
    pub(crate) place: String,
    /// Draw the code into this file, as SVG: for print.
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Draw the code into this file, as PNG.
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
    /// Print the words that belong beside the code as well, in this language.
    #[arg(long, value_name = "LANGUAGE", value_parser = qr::language)]
    pub(crate) lang: Option<Lang>,
    /// Overwrite files.
    #[arg(long)]
    pub(crate) force: bool,
}

/// How to rehearse.
#[derive(Debug, Args)]
pub(crate) struct RehearseArgs {
    /// Where the rehearsal is kept between runs.
    #[arg(long, value_name = "DIR", default_value = "amends-rehearsal")]
    pub(crate) data_dir: PathBuf,
    /// The port of the page on this machine; 0 takes any. By itself 4455, or any if it is taken.
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// Let the stand-in take messages faster than the real platform does.
    #[arg(long)]
    pub(crate) no_limits: bool,
    /// Begin with nothing set up: Piotr says /setup where his team works.
    #[arg(long)]
    pub(crate) from_nothing: bool,
}

/// Whom to ask, about what.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("customer").required(true).args(["telegram", "discord"]))]
pub(crate) struct AskArgs {
    /// The customer's numeric id on Telegram.
    #[arg(long, value_name = "ID")]
    pub(crate) telegram: Option<u64>,
    /// The customer's numeric id on Discord.
    #[arg(long, value_name = "ID")]
    pub(crate) discord: Option<u64>,
    /// What it was about.
    #[arg(long)]
    pub(crate) topic: Option<String>,
    /// Who served.
    #[arg(long)]
    pub(crate) agent: Option<String>,
}

/// What is to be right.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// So much room must be left on the disk, such as 500MB, 20GB or 1TB; never less than 64 MB.
    #[arg(long, value_name = "SIZE", value_parser = bytes_of)]
    pub(crate) room: Option<u64>,
}

/// Reads `500MB`, `20GB`, `1 TB`.
fn bytes_of(typed: &str) -> Result<u64, String> {
    let typed = typed.trim().to_ascii_uppercase();
    let units = [("MB", 20), ("GB", 30), ("TB", 40)];
    let found = units.iter().find_map(|(unit, bits)| {
        let count: u64 = typed.strip_suffix(unit)?.trim().parse().ok()?;
        count.checked_mul(1 << bits)
    });
    found.ok_or_else(|| "write a size such as 500MB, 20GB or 1TB".to_owned())
}

/// Which answers, and how.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// csv or jsonl.
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = ["csv", "jsonl"])]
    pub(crate) format: String,
    /// From this day on.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<Date>,
    /// Up to and with this day.
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<Date>,
}

/// Whom to forget.
#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// The account (telegram:77, discord:8041), the id in your own system, or the id in the log.
    #[arg(long, value_name = "ID")]
    pub(crate) customer: String,
}

/// What to do with the store.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Look through all of it: what is there, and whether it fits together. Nothing is changed.
    #[command(
        after_help = "Examples:\n  amends store check\n  amends store check /mnt/backups/amends-2026-11-22\n\n\
                      Exit status: 1 if something is wrong."
    )]
    Check {
        /// A backup, or a data directory; by itself the one that is configured. No service may run on it.
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// What to do with the audit trail.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Write it to standard output, one change in a line.
    #[command(after_help = "Example:\n  amends audit export > audit.jsonl")]
    Export,
    /// Tell whether it is whole: each change carries the hash of the one before.
    #[command(
        after_help = "Examples:\n  amends audit verify\n  amends audit verify audit.jsonl\n\n\
                      Exit status: 1 if it is broken."
    )]
    Verify {
        /// An exported trail; nothing: that of the store.
        file: Option<PathBuf>,
    },
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show what is in force and where it comes from; secrets are masked.
    #[command(
        after_help = "Examples:\n  amends config show\n  amends config show --reference > amends.toml"
    )]
    Show {
        /// Show every key with its meaning and default instead.
        #[arg(long)]
        reference: bool,
    },
    /// Write every key with its meaning and default to standard output.
    #[command(after_help = "Examples:\n  amends config reference > amends.toml\n  \
                      amends config reference --markdown")]
    Reference {
        /// As a table of Markdown.
        #[arg(long)]
        markdown: bool,
    },
    /// Tell every mistake at once, with its line or variable.
    #[command(after_help = "Example:\n  amends config check --config /etc/amends.toml")]
    Check,
    /// Write everything that admins set in the chat to standard output, as one file; the service
    /// must not run.
    #[command(
        after_help = "Example:\n  amends config export > luma.toml\n\nSecrets of webhooks, history \
                      and what belongs to customers are not in it."
    )]
    Export,
    /// Put such a file into force, as a whole or not at all; the service must not run.
    #[command(after_help = "Examples:\n  amends config import luma.toml --plan\n  \
                      amends config import luma.toml\n\n\
                      A list in the file replaces the list there is; a section that is not in the \
                      file stays as it is.\n\nExit status: 2 if the file has mistakes.")]
    Import {
        /// The file.
        file: PathBuf,
        /// Only show what would be changed.
        #[arg(long)]
        plan: bool,
    },
}
