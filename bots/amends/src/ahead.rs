//! The clock of a rehearsal: how far it runs ahead survives a restart.

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use amends_runtime::clock::Clock;
use amends_web::server::Advance;
use anyhow::Context;
use jiff::SignedDuration;

const VARIABLE: &str = "AMENDS_REHEARSAL";
const FILE: &str = "clock-ahead";

/// Whether this process is the one behind a rehearsal.
pub(crate) fn is_rehearsal() -> bool {
    env::var_os(VARIABLE).is_some_and(|value| value == "1")
}

/// The clock of this process: the system's, moved ahead in a rehearsal that had moved it.
pub(crate) fn clock(data_dir: &Path) -> anyhow::Result<Clock> {
    if is_rehearsal() { kept(data_dir) } else { Ok(Clock::system()) }
}

fn kept(data_dir: &Path) -> anyhow::Result<Clock> {
    let clock = Clock::system();
    let path = file(data_dir);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let millis = text.trim().parse();
            let millis = millis.with_context(|| format!("`{}` is damaged", path.display()))?;
            clock.advance(SignedDuration::from_millis(millis));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("can't read `{}`", path.display()));
        }
    }
    Ok(clock)
}

/// Moves the clock forward, after it is written down how far.
pub(crate) fn advance(clock: Clock, data_dir: &Path) -> Advance {
    let path = file(data_dir);
    let alone = Mutex::new(());
    Arc::new(move |by| {
        let _alone = alone.lock().expect("nobody panics while holding it");
        let ahead = clock.ahead().saturating_add(by);
        fs::write(&path, ahead.as_millis().to_string())
            .map_err(|error| format!("`{}` can't be written ({error})", path.display()))?;
        clock.advance(by);
        Ok(clock.now())
    })
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_the_clock_runs_ahead_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let clock = kept(dir.path()).unwrap();
        assert_eq!(clock.ahead(), SignedDuration::ZERO);
        let advance = advance(clock.clone(), dir.path());
        advance(SignedDuration::from_mins(10)).unwrap();
        advance(SignedDuration::from_secs(1)).unwrap();
        assert_eq!(clock.ahead(), SignedDuration::from_secs(601));
        assert_eq!(kept(dir.path()).unwrap().ahead(), SignedDuration::from_secs(601));
    }

    #[test]
    fn the_clock_does_not_move_if_that_can_not_be_written_down() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        let advance = advance(clock.clone(), &dir.path().join("nowhere"));
        assert!(advance(SignedDuration::from_mins(10)).is_err());
        assert_eq!(clock.ahead(), SignedDuration::ZERO);
    }
}
