//! The real binary, called in a directory of its own.

use std::{ffi::OsStr, path::Path, process::Stdio};

use tokio::process::Command;

/// The binary with these variables and no others, but that it listens where nobody else does unless
/// they say where.
pub(crate) fn command(
    dir: impl AsRef<Path>,
    variables: &[(&str, impl AsRef<OsStr>)],
    args: &[&str],
) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
    command
        .args(args)
        .current_dir(dir)
        .env_clear()
        .env("AMENDS_HTTP_ADDR", "127.0.0.1:0")
        .envs(variables.iter().map(|(name, value)| (*name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}
