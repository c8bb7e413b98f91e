//! Looks a store through: what is there, and whether it fits together. Nothing of it is changed: the
//! engine gets a copy, because it writes when it opens.

mod rows;

use std::{
    collections::BTreeMap,
    fs::{copy, create_dir_all, read_dir, remove_dir_all},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use amends_core::ids::WorkspaceId;

use super::{
    SledStore, guard, recover, restoring, scrubbing,
    settings::{self, Settings},
    tree,
};
use crate::{
    answers::{AnswerRecord, Line},
    backup::{Backup, BackupError},
    disk::{Disk, make_private},
    keys::Keys,
    port::{Result, StoreError},
    sled_store::{reader::Reader, tree::Tree},
};

/// Where the copy is.
pub(super) const COPY: &str = "store.checking";

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub what: String,
    /// What to do about it.
    pub cure: &'static str,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How much of what there is.
    pub counts: BTreeMap<&'static str, u64>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Beside those, so much more is wrong.
    pub more: u64,
}

/// So many problems are told one by one.
const TOLD: usize = 100;

impl Checked {
    fn count(&mut self, kind: &'static str) {
        self.add(kind, 1);
    }

    fn add(&mut self, kind: &'static str, more: u64) {
        *self.counts.entry(kind).or_default() += more;
    }

    fn wrong(&mut self, what: impl Into<String>, cure: &'static str) {
        if self.problems.len() < TOLD {
            self.problems.push(Problem { what: what.into(), cure });
        } else {
            self.more += 1;
        }
    }
}

const RESTORE: &str = "restore a backup (`amends restore DIR --replace`), or start amends, which \
    rebuilds what can't be read";
const START: &str = "start amends: it takes them over";
const ANEW: &str = "start amends: it writes them anew, and nothing is lost";
const DISK: &str = "check the disk, and keep a copy of answers.log";

impl SledStore {
    /// Looks through the store in a directory. Nobody has it open meanwhile.
    pub fn check(dir: &Path, workspace: WorkspaceId) -> Result<Checked> {
        let disk = Disk::new(dir, 0, None);
        if !Self::is_in(dir) {
            let what = format!("there is no store in `{}`: look at data_dir", dir.display());
            return Err(StoreError::Backend(what));
        }
        let _lock = guard::lock(dir)?;
        let scratch = disk.path(COPY);
        let (from, record) = restoring::in_use(&disk);
        let io = |error: io::Error| disk.error(&error);
        disk.has_room_beside(scrubbing::size(&from).map_err(io)?)?;
        let copied = copy_all(&from, &scratch).map_err(io);
        let checked = copied.and_then(|()| check(&disk, &scratch, &record, Keys(workspace)));
        remove_dir_all(&scratch).map_err(io)?;
        checked
    }

    /// Looks through a backup. The copy that this takes is made in `scratch`, which is not there yet.
    pub fn check_backup(
        backup: &Backup,
        workspace: WorkspaceId,
        scratch: &Path,
    ) -> Result<Checked, BackupError> {
        backup.verify()?;
        make_private(scratch).map_err(BackupError::at(scratch))?;
        let (disk, keys) = (Disk::new(scratch, 0, None), Keys(workspace));
        let store = disk.path(guard::STORE);
        let loaded = restoring::load(&disk, &store, keys, backup, &mut |_| ());
        let checked = loaded.and_then(|()| Ok(check(&disk, &store, &backup.answers(), keys)?));
        remove_dir_all(scratch).map_err(BackupError::at(scratch))?;
        checked
    }
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        remove_dir_all(to)?;
    }
    create_dir_all(to)?;
    for entry in read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_all(&path, &target)?;
        } else if path.extension().is_none_or(|extension| extension != "generating") {
            // A snapshot that was never finished is removed at every start.
            copy(path, target)?;
        }
    }
    Ok(())
}

fn check(disk: &Disk, store: &Path, record: &Path, keys: Keys) -> Result<Checked> {
    let mut checked = Checked::default();
    let looked = catch_unwind(AssertUnwindSafe(|| {
        match settings::look(store).map_err(|error| disk.error(&error))? {
            Settings::Fine => (),
            Settings::Later(what) => return Err(StoreError::Newer { what }),
            Settings::Damaged => {
                checked.wrong("the settings of the store's engine are damaged", ANEW);
                settings::move_aside(store).map_err(|error| disk.error(&error))?;
            }
        }
        let opened = Tree::open(store, 64 << 20);
        let tree = opened.map_err(|failure| guard::error(disk, failure))?;
        let reader = Reader { keys, tree: &tree, disk };
        rows::look(&reader, &mut checked)?;
        compare(&reader, record, &mut checked)
    }));
    let looked = looked.unwrap_or_else(|_| Err(guard::error(disk, tree::panicked())));
    match looked {
        Ok(()) => (),
        Err(StoreError::Damaged { kind, reason }) => {
            checked
                .wrong(format!("the store can't be read: a {kind} is damaged ({reason})"), RESTORE);
        }
        Err(error) => return Err(error),
    }
    Ok(checked)
}

/// Holds the answer record against the journal.
fn compare(reader: &Reader<'_>, record: &Path, checked: &mut Checked) -> Result<()> {
    if !record.exists() {
        let what = "the answer record (answers.log) is missing";
        checked.wrong(what, "start amends: it is written anew from the journal");
        return Ok(());
    }
    let mut lines: Vec<(u64, Option<Line>)> = Vec::new();
    let mut failed = None;
    let mut unreadable = Vec::new();
    let read = AnswerRecord::read(record, |number, line| {
        checked.count("lines of the answer record");
        let Some(line) = line else {
            unreadable.push(number);
            return;
        };
        // What can't be read at the end is the rest of a write that nobody was told of.
        lines.extend(unreadable.drain(..).map(|number| (number, None)));
        match reader.entry(line.seq) {
            Ok(entry) => {
                let has = |it: &crate::port::JournalEntry| {
                    it.facts.iter().any(|fact| recover::is_same(fact, &line.fact))
                };
                if !entry.as_ref().is_some_and(has) {
                    lines.push((number, Some(line)));
                }
            }
            Err(StoreError::Damaged { .. }) => (),
            Err(error) => failed = Some(error),
        }
    });
    read.map_err(|error| reader.disk.error(&error))?;
    if let Some(error) = failed {
        return Err(error);
    }
    for (number, line) in lines {
        match line {
            None => checked.wrong(format!("line {number} of answers.log can't be read"), DISK),
            Some(line) => checked.wrong(
                format!("line {number} of answers.log (entry {}) is not in the store", line.seq),
                START,
            ),
        }
    }
    Ok(())
}
