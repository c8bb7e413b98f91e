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
    let restored = format!("Restored into {here}: everything as of {made_at}.\n");
    let aside = moved_aside.map(|it| format!("The store that was there is in {}.\n", it.display()));
    let since = if kept_record {
        "The answer record that was there is newer and stayed: the next start takes over what \
                 the backup lacks, and forgets again whoever was forgotten since.\n"
    } else {
        "Whoever was forgotten since then is in it again: forget them once more.\n"
    };
    let said = [restored, aside.unwrap_or_default(), since.to_owned()].concat();
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
    let counts = counts.iter().map(|(kind, count)| format!("{count:>10}  {kind}\n"));
    let problems: Vec<_> = problems
        .iter()
        .map(|Problem { what, cure }| format!("wrong: {what}\n       {cure}\n"))
        .collect();
    let end = match (problems.len(), more) {
        (0, _) => "Everything can be read and fits together.\n".to_owned(),
        (_, 0) => String::new(),
        (_, more) => format!("and {more} more\n"),
    };
    counts.chain(problems).chain([end]).collect()
}
