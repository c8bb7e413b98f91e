//! `amends doctor`: looks at everything that must be right, and says how to put right what is not.

mod bots;
mod intake;
mod machine;
mod people;
mod running;
mod signals;

use std::{
    fmt::Display,
    io::{self, Write},
};

use amends_core::place::Platform;

use crate::{
    ahead,
    cli::DoctorArgs,
    config::{self, Bots, Config, Gap, Mistake},
};

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// As it should be.
    Fine,
    /// Worth knowing.
    Note,
    /// To be put right.
    Wrong,
}

/// What was looked at, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    verdict: Verdict,
    subject: &'static str,
    says: String,
}

/// Everything that was found, told at once: a platform that does not answer takes its time.
#[derive(Debug, Default)]
struct Findings {
    is_healthy: bool,
}

impl Findings {
    fn fine(&mut self, subject: &'static str, says: impl Display) -> io::Result<()> {
        self.tell(&Finding { verdict: Verdict::Fine, subject, says: says.to_string() })
    }

    fn note(&mut self, subject: &'static str, says: impl Display) -> io::Result<()> {
        self.tell(&Finding { verdict: Verdict::Note, subject, says: says.to_string() })
    }

    fn wrong(&mut self, subject: &'static str, says: impl Display) -> io::Result<()> {
        self.tell(&Finding { verdict: Verdict::Wrong, subject, says: says.to_string() })
    }

    fn tell(&mut self, finding: &Finding) -> io::Result<()> {
        let Finding { verdict, subject, says } = finding;
        let verdict = match verdict {
            Verdict::Fine => "ok",
            Verdict::Note => "note",
            Verdict::Wrong => {
                self.is_healthy = false;
                "wrong"
            }
        };
        writeln!(io::stdout(), "{verdict:<5}  {subject:<15}  {says}")
    }
}

/// Looks at everything and tells each finding in a line. Returns whether nothing is wrong.
pub(crate) fn run(
    args: &DoctorArgs,
    config: &Config,
    warnings: &[Mistake],
) -> anyhow::Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut findings = Findings { is_healthy: true };
    runtime.block_on(look(args, config, warnings, &mut findings))?;
    Ok(findings.is_healthy)
}

async fn look(
    args: &DoctorArgs,
    config: &Config,
    warnings: &[Mistake],
    out: &mut Findings,
) -> anyhow::Result<()> {
    for warning in warnings {
        out.note("configuration", warning)?;
    }
    if warnings.is_empty() {
        out.fine("configuration", "has no mistakes")?;
    }
    machine::disk(&config.data_dir, args.room, out)?;
    let (business, running) = machine::store(config, out).await?;
    // What commands changed since the first start counts; without a store they changed nothing.
    let business = business.unwrap_or_else(|| config.workspace.clone());
    machine::clock(config, out).await?;
    intake::address(config, running, out).await?;
    intake::tell(config, &business, running, out).await?;
    let mut bots = Bots::of(config);
    if !bots.telegram && bots.discord.is_none() {
        out.wrong(
            "token",
            "no bot runs, so nobody is asked: set AMENDS_TELEGRAM_TOKEN to the token that \
             @BotFather gave you, or AMENDS_DISCORD_TOKEN to the one of the developer portal",
        )?;
    }
    bots::telegram(config, &business, running, out).await?;
    let seen = bots::discord(config, &business, &mut bots, out).await?;
    signals::tell(&business, bots, seen.as_deref(), out)?;
    let gaps = config::gaps(&business, bots);
    people::tell(&business, ahead::clock(&config.data_dir)?.now(), out)?;
    for Gap { subject, says, is_grave } in &gaps {
        if *is_grave { out.wrong(subject, says)? } else { out.note(subject, says)? }
    }
    if let (Some(desk), false) = (&business.desk, gaps.iter().any(|gap| gap.is_grave)) {
        let platform = match desk.platform {
            Platform::Telegram => "Telegram",
            Platform::Discord => "Discord",
        };
        out.fine("desk", format!("unhappy customers reach your staff on {platform}"))?;
    }
    Ok(())
}
