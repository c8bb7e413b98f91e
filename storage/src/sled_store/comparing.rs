//! How far the answer record is known to be in the store, so that a start need not read all of it, and
//! the look through all of it that goes on while the store is in use.

use std::{
    fs::{File, OpenOptions, remove_file},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use super::{
    SledStore,
    plan::Plan,
    reader::Reader,
    recover::{Lacking, Unread},
};
use crate::{
    answers::{self, AnswerRecord, Line, Mark},
    disk::{Disk, sync_dir},
    port::{Result, StoreError},
    record,
};

/// The note of how far the record is known. It stands in the store, so that a store which lost its
/// newest part does not claim what it lost.
const NOTE: &str = "compared";
/// While this file is there, nothing is taken for known.
const DOUBT: &str = "store.doubted";
/// So many lines are looked at in a step.
const AT_ONCE: usize = 2_000;

/// How far the record is known to be in the store.
pub(super) fn known(reader: &Reader<'_>) -> Result<Option<Mark>> {
    let Some(note) = reader.raw(&reader.keys.note(NOTE))? else { return Ok(None) };
    // What can't be read says nothing: then everything is compared.
    let known = record::decode_raw("note", &note).ok();
    Ok(known.and_then(|known| serde_json::from_slice(&known).ok()))
}

/// Notes in the store how far the record is known.
pub(super) fn keep(plan: &mut Plan<'_>, mark: &Mark) {
    plan.keep(NOTE, &serde_json::to_vec(mark).expect("a mark has string keys only"));
}

/// Whether the next start compares everything.
pub(super) fn is_doubted(disk: &Disk) -> bool {
    disk.path(DOUBT).exists()
}

/// Everything was compared.
pub(super) fn trust(disk: &Disk) -> Result<()> {
    match remove_file(disk.path(DOUBT)) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(disk.error(&error)),
    }
}

/// Lets the next start compare everything.
pub(super) fn doubt(disk: &Disk) {
    if is_doubted(disk) {
        return;
    }
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(disk.path(DOUBT));
    if let Err(error) = file.and_then(|file| file.sync_all()).and_then(|()| sync_dir(disk.dir())) {
        tracing::error!(%error, "Can't note that the store is damaged");
    }
}

impl SledStore {
    /// Looks through some of the answer record, from this byte on, for what the store lacks or can't
    /// read. Returns where to go on.
    pub(super) fn compare_on(&self, from: u64) -> Result<Option<u64>> {
        let end = self.writer().record.length();
        let path = self.disk.path(answers::NAME);
        if !begins_a_line(&path, from).map_err(|error| self.disk.error(&error))? {
            // It was written anew meanwhile.
            return Ok(Some(0));
        }
        let (mut lacks, mut damaged) = (0, 0);
        let looked = self.read(|reader| {
            let mut lacking = Lacking::new(reader);
            let each = |line: Option<&Line>| {
                damaged += u32::from(line.is_none());
                line.map_or(Ok(()), |line| lacking.look_for(line))
            };
            let part = AnswerRecord::part(&path, (from, end), AT_ONCE, each);
            lacks = lacking.lines.len();
            part.map_err(|unread| match unread {
                Unread::Disk(error) => self.disk.error(&error),
                Unread::Store(error) => error,
            })
        });
        if 0 < damaged {
            tracing::error!(lines = damaged, "The answer record has damaged lines: check the disk");
        }
        let reason = match looked {
            Ok(next) if lacks == 0 => return Ok(next),
            Ok(_) => format!("it lacks {lacks} answers that were recorded"),
            Err(StoreError::Damaged { kind, reason }) => format!("{kind}: {reason}"),
            Err(error) => return Err(error),
        };
        doubt(&self.disk);
        tracing::error!(reason, "The store is damaged: restart the service, which repairs it");
        Err(StoreError::Damaged { kind: "store", reason })
    }
}

/// Whether a line of a file begins with this byte.
fn begins_a_line(path: &Path, at: u64) -> io::Result<bool> {
    let Some(before) = at.checked_sub(1) else { return Ok(true) };
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(before))?;
    let mut byte = [0];
    let read = file.read(&mut byte)?;
    Ok(read == 1 && byte == *b"\n")
}

#[cfg(test)]
mod tests {
    use amends_core::{
        fact::Fact,
        ids::{CaseNumber, WorkspaceId},
    };
    use jiff::Timestamp;

    use super::*;
    use crate::{
        Store,
        keys::Keys,
        port::{Commit, Counters, JournalEntry, Subject},
        sled_store::{
            Opened, Options,
            tree::{Tree, Writes},
        },
    };

    const KEYS: Keys = Keys(WorkspaceId::FIRST);

    fn open(dir: &Path) -> Opened {
        let options = Options { reserve: 1 << 20, compare: 1, ..Options::default() };
        SledStore::open(dir, WorkspaceId::FIRST, options).unwrap()
    }

    fn write(store: &SledStore, seq: u64) {
        let facts = vec![Fact::Commented { survey: None, words: Some(format!("words {seq}")) }];
        let (at, subject) = (Timestamp::UNIX_EPOCH, Subject::Workspace);
        let entry = JournalEntry { seq, at, subject, event: "wrote".to_owned(), facts };
        let counters = Counters { next_seq: seq + 1, next_case: CaseNumber::FIRST };
        let (entry, counters) = (Some(entry), Some(counters));
        store.commit(&[Commit { entry, counters, ..Commit::default() }], at).unwrap();
    }

    fn loses(dir: &Path, seq: u64) {
        let tree = Tree::open(&dir.join("store"), 1 << 20).unwrap();
        let writes = Writes::from([(KEYS.journal(seq), None)]);
        tree.apply(&writes).unwrap();
        tree.flush().unwrap();
    }

    fn recovered(opened: &Opened) -> Vec<u64> {
        opened.recovered.iter().map(|line| line.seq).collect()
    }

    fn look_through(store: &SledStore) -> Result<()> {
        let mut from = 0;
        while let Some(next) = store.compare_step(from)? {
            from = next;
        }
        Ok(())
    }

    #[test]
    fn a_start_compares_only_what_is_not_known() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path()).store;
        (1..=20).for_each(|seq| write(&store, seq));
        look_through(&store).unwrap();
        drop(store);
        // Nobody knew yet that the last one is on both sides.
        loses(dir.path(), 20);
        let opened = open(dir.path());
        assert_eq!(recovered(&opened), [20]);
        drop(opened);

        loses(dir.path(), 3);
        let opened = open(dir.path());
        assert_eq!(recovered(&opened), [0; 0], "it is not looked at");
        assert!(look_through(&opened.store).is_err(), "until all is looked through");
        drop(opened);
        let opened = open(dir.path());
        assert_eq!(recovered(&opened), [3]);
        look_through(&opened.store).unwrap();
        drop(opened);
        assert!(!dir.path().join(DOUBT).exists(), "it is whole again");
    }

    #[test]
    fn a_mark_that_cannot_be_read_says_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path()).store;
        (1..=20).for_each(|seq| write(&store, seq));
        drop(store);
        let tree = Tree::open(&dir.path().join("store"), 1 << 20).unwrap();
        for value in [b"nonsense".to_vec(), record::encode_raw(b"nonsense")] {
            let writes = Writes::from([(KEYS.note(NOTE), Some(value)), (KEYS.journal(3), None)]);
            tree.apply(&writes).unwrap();
        }
        tree.flush().unwrap();
        drop(tree);
        assert_eq!(recovered(&open(dir.path())), [3], "everything is compared");
    }
}
