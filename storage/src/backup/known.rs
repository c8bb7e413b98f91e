//! Where backups were made: kept in the data directory beside the store, for the day on which the
//! store can't be read.

use std::{
    fs::{self, File, rename},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{crash, disk::sync_dir};

/// Its name in the data directory.
pub(crate) const NAME: &str = "backups.json";
const FRESH: &str = "backups.json.new";
/// So many are remembered.
const MOST: usize = 20;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    dir: PathBuf,
    made_at: Timestamp,
}

fn read(data_dir: &Path) -> Vec<Known> {
    let text = match fs::read_to_string(data_dir.join(NAME)) {
        Ok(text) => text,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                tracing::warn!(%error, "Which backups were made is not known");
            }
            return Vec::new();
        }
    };
    serde_json::from_str(&text).unwrap_or_else(|error| {
        tracing::warn!(%error, "Which backups were made is not known");
        Vec::new()
    })
}

fn write(path: &Path, known: &[Known]) -> io::Result<()> {
    let text = serde_json::to_string_pretty(known).map_err(io::Error::other)?;
    fs::write(path, text + "\n")?;
    File::open(path)?.sync_all()
}

/// Where backups of a data directory were made, the newest first.
pub fn known(data_dir: &Path) -> Vec<PathBuf> {
    let mut known = read(data_dir);
    known.sort_by_key(|one| std::cmp::Reverse(one.made_at));
    known.into_iter().map(|one| one.dir).collect()
}

/// When the newest backup of a data directory was made, of those that are remembered.
pub(crate) fn newest(data_dir: &Path) -> Option<Timestamp> {
    read(data_dir).into_iter().map(|one| one.made_at).max()
}

/// Remembers where a backup was made.
pub fn remember(data_dir: &Path, dir: &Path, made_at: Timestamp) -> io::Result<()> {
    let dir = dir.canonicalize()?;
    let mut known = read(data_dir);
    known.retain(|one| one.dir != dir);
    known.push(Known { dir, made_at });
    known.sort_by_key(|one| one.made_at);
    known.drain(..known.len().saturating_sub(MOST));
    let fresh = data_dir.join(FRESH);
    write(&fresh, &known)?;
    crash::point(crash::BACKUP_BEFORE_KNOWN);
    rename(fresh, data_dir.join(NAME))?;
    sync_dir(data_dir)
}

/// Writes down which backups are left without those that were made later, if there are such: whoever
/// goes back before them does not want them.
pub(crate) fn without_later(data_dir: &Path, made_at: Timestamp, to: &Path) -> io::Result<()> {
    let mut known = read(data_dir);
    let before = known.len();
    known.retain(|one| one.made_at <= made_at);
    if known.len() == before { Ok(()) } else { write(to, &known) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_backup_is_known_whichever_was_remembered_last() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(newest(dir.path()), None);
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (new, old) = (at("2026-11-16T09:20:00Z"), at("2026-11-15T09:20:00Z"));
        for (name, made_at) in [("one", new), ("two", old)] {
            let made = dir.path().join(name);
            fs::create_dir(&made).unwrap();
            remember(dir.path(), &made, made_at).unwrap();
        }
        assert_eq!(newest(dir.path()), Some(new));
        fs::write(dir.path().join(NAME), "{").unwrap();
        assert_eq!(newest(dir.path()), None, "what can't be read is not made up");
    }
}
