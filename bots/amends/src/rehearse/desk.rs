//! Which platform the staff work on, as it was chosen on the page.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use amends_core::place::Platform;
use anyhow::{Context, bail};

/// The platform of the desk, kept between runs.
#[derive(Debug)]
pub(super) struct Desk {
    path: PathBuf,
    platform: Mutex<Platform>,
}

impl Desk {
    /// Takes the desk of an earlier run, or the one on Telegram.
    pub(super) fn open(path: PathBuf) -> anyhow::Result<Self> {
        let platform = read(&path)?.unwrap_or(Platform::Telegram);
        Ok(Self { path, platform: Mutex::new(platform) })
    }

    /// The platform of the desk.
    pub(super) fn platform(&self) -> Platform {
        *self.lock()
    }

    /// Moves the desk, after that is written down.
    pub(super) fn move_to(&self, platform: Platform) -> io::Result<()> {
        let mut moved = self.lock();
        let unfinished = self.path.with_extension("unfinished");
        fs::write(&unfinished, platform.name())?;
        fs::rename(&unfinished, &self.path)?;
        *moved = platform;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Platform> {
        self.platform.lock().expect("nobody panics while holding it")
    }
}

fn read(path: &Path) -> anyhow::Result<Option<Platform>> {
    match fs::read_to_string(path) {
        Ok(name) => match Platform::parse(name.trim()) {
            Some(platform) => Ok(Some(platform)),
            None => bail!("`{}` is damaged", path.display()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read `{}`", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_desk_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk");
        let desk = Desk::open(path.clone()).unwrap();
        assert_eq!(desk.platform(), Platform::Telegram);
        desk.move_to(Platform::Discord).unwrap();
        assert_eq!(desk.platform(), Platform::Discord);
        assert_eq!(Desk::open(path).unwrap().platform(), Platform::Discord);
    }

    #[test]
    fn damaged_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk");
        fs::write(&path, "matrix").unwrap();
        let error = Desk::open(path).unwrap_err().to_string();
        assert!(error.contains("desk` is damaged"), "{error}");
    }
}
