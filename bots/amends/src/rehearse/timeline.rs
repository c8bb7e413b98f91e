//! The time of the rehearsal: real time, moved forward by hand, kept between runs.

use std::{
    fs, io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use amends_runtime::clock::Clock;
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};

/// The clock of the stand-in and of the page. The service has its own and is made to agree.
#[derive(Debug)]
pub(super) struct Timeline {
    clock: Clock,
    /// Read by the stand-in.
    ahead_ms: Arc<AtomicI64>,
    path: PathBuf,
}

impl Timeline {
    /// Continues where an earlier run was.
    pub(super) fn open(path: PathBuf) -> anyhow::Result<Self> {
        let ahead_ms = match fs::read_to_string(&path) {
            Ok(text) => {
                text.trim().parse().with_context(|| format!("`{}` is damaged", path.display()))?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => {
                return Err(error).with_context(|| format!("can't read `{}`", path.display()));
            }
        };
        let clock = Clock::system();
        clock.advance(SignedDuration::from_millis(ahead_ms));
        Ok(Self { clock, ahead_ms: Arc::new(AtomicI64::new(ahead_ms)), path })
    }

    /// How far ahead of real time it is, in milliseconds; for the stand-in to follow.
    pub(super) fn ahead_ms(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.ahead_ms)
    }

    /// The time of the rehearsal.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the time forward, after it is written down how far.
    pub(super) fn advance(&self, by: SignedDuration) -> io::Result<()> {
        let ahead = self.clock.ahead().saturating_add(by);
        let millis = i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX);
        let unfinished = self.path.with_extension("unfinished");
        fs::write(&unfinished, millis.to_string())?;
        fs::rename(&unfinished, &self.path)?;
        self.clock.advance(by);
        self.ahead_ms.store(millis, Ordering::SeqCst);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_time_survives_a_restart_and_moves_the_stand_in() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ahead");
        let timeline = Timeline::open(path.clone()).unwrap();
        let before = timeline.now();
        timeline.advance(SignedDuration::from_hours(1)).unwrap();
        assert!(SignedDuration::from_hours(1) <= timeline.now().duration_since(before));
        assert_eq!(timeline.ahead_ms().load(Ordering::SeqCst), 3_600_000);
        let again = Timeline::open(path).unwrap();
        assert_eq!(again.ahead_ms().load(Ordering::SeqCst), 3_600_000);
    }

    #[test]
    fn damaged_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ahead");
        fs::write(&path, "soon").unwrap();
        let error = Timeline::open(path).unwrap_err().to_string();
        assert!(error.contains("ahead` is damaged"), "{error}");
    }
}
