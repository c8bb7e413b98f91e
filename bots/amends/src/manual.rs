//! Completions for shells and the manual page, from the same description as the help.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::Cli;

/// Writes completions for a shell to standard output.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "amends", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(())
}

/// Writes the manual page to standard output: the service, and a section for each command.
pub(crate) fn page() -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for command in every(&command) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let name = name.replace('-', " ");
        writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
        let man = Man::new(command.clone());
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    io::stdout().lock().write_all(&page)?;
    Ok(())
}

/// Every command below one, those that only hold others left out.
fn every(command: &clap::Command) -> Vec<&clap::Command> {
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    below
        .flat_map(|below| if below.has_subcommands() { every(below) } else { vec![below] })
        .collect()
}
