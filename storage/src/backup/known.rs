//! Where backups were made: kept in the data directory beside the store, for the day on which the
//! store can't be read.

use std::{
    fs::{self, File, rename},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::disk::sync_dir;

/// Its name in the data directory.
const NAME: &str = "backups.json";
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

fn write(data_dir: &Path, known: &[Known]) -> io::Result<()> {
    let text = serde_json::to_string_pretty(known).map_err(io::Error::other)?;
    let fresh = data_dir.join(FRESH);
    fs::write(&fresh, text + "\n")?;
    File::open(&fresh)?.sync_all()?;
    rename(fresh, data_dir.join(NAME))?;
    sync_dir(data_dir)
}

/// Where backups of a data directory were made, the newest first.
pub fn known(data_dir: &Path) -> Vec<PathBuf> {
    let mut known = read(data_dir);
    known.sort_by_key(|one| std::cmp::Reverse(one.made_at));
    known.into_iter().map(|one| one.dir).collect()
}

/// Remembers where a backup was made.
pub fn remember(data_dir: &Path, dir: &Path, made_at: Timestamp) -> io::Result<()> {
    let dir = dir.canonicalize()?;
    let mut known = read(data_dir);
    known.retain(|one| one.dir != dir);
    known.push(Known { dir, made_at });
    known.sort_by_key(|one| one.made_at);
    known.drain(..known.len().saturating_sub(MOST));
    write(data_dir, &known)
}

/// Forgets backups that were made later: whoever went back before them does not want them.
pub(crate) fn forget_after(data_dir: &Path, made_at: Timestamp) -> io::Result<()> {
    let mut known = read(data_dir);
    let before = known.len();
    known.retain(|one| one.made_at <= made_at);
    if known.len() == before { Ok(()) } else { write(data_dir, &known) }
}
