//! Backups that are taken back, and stores that are looked through.

use std::{env, path::Path};

use amends_core::ids::WorkspaceId;
use amends_storage::{
    SledStore, StoreError,
    backup::{Backup, BackupError},
    sled_store::{Checked, Present, Problem, Restored},
};
use anyhow::bail;

use crate::{
    config::Config,
    orders::{Word, telling::Telling},
};

/// Makes the store in `data_dir` of a backup.
pub(crate) fn restore(dir: &Path, present: Present, config: &Config) -> anyhow::Result<()> {
    let backup = Backup::open(dir)?;
    let mut telling = Telling::new();
    let tell = |done| drop(telling.hear(&Word::Progress { done, total: 0 }));
    let restored =
        SledStore::restore(&config.data_dir, WorkspaceId::FIRST, &backup, present, tell)?;
    let Restored { moved_aside, kept_record } = restored;
    let (here, made_at) = (config.data_dir.display(), backup.manifest().made_at);
    let mut said = format!("Restored into {here}: everything as of {made_at}.\n");
    if let Some(aside) = moved_aside {
        said += &format!("The store that was there is in {}.\n", aside.display());
    }
    if kept_record {
        said += "The answer record that was there is newer and stayed: the next start takes over what \
                 the backup lacks, and forgets again whoever was forgotten since.\n";
    } else {
        said += "Whoever was forgotten since then is in it again: forget them once more.\n";
    }
    telling.hear(&Word::Text(said))
}

/// Looks through a store or a backup, and tells what was found. Returns whether all is well.
pub(crate) fn check(dir: Option<&Path>, config: &Config) -> anyhow::Result<bool> {
    let dir = dir.unwrap_or(&config.data_dir);
    let checked = match Backup::open(dir) {
        Ok(backup) => {
            let scratch = format!("amends-check-{}", std::process::id());
            let scratch = env::temp_dir().join(scratch);
            SledStore::check_backup(&backup, WorkspaceId::FIRST, &scratch)?
        }
        Err(BackupError::NotThere(_)) => match SledStore::check(dir, WorkspaceId::FIRST) {
            Ok(checked) => checked,
            Err(StoreError::Locked { lock }) => bail!(
                "a service uses the store (`{lock}`): make a backup beside it (amends backup DIR) and \
                 check that (amends store check DIR)"
            ),
            Err(error) => return Err(error.into()),
        },
        Err(error) => return Err(error.into()),
    };
    Telling::new().hear(&Word::Text(told(&checked)))?;
    Ok(checked.problems.is_empty())
}

fn told(checked: &Checked) -> String {
    let Checked { counts, problems, more } = checked;
    let mut said = String::new();
    for (kind, count) in counts {
        said += &format!("{count:>10}  {kind}\n");
    }
    for Problem { what, cure } in problems {
        said += &format!("wrong: {what}\n       {cure}\n");
    }
    if 0 < *more {
        said += &format!("and {more} more\n");
    }
    if problems.is_empty() {
        said += "Everything can be read and fits together.\n";
    }
    said
}
