//! Opening: after kills, damage, and beside another process.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use amends_core::{
    fact::Fact,
    ids::{CaseNumber, WorkspaceId},
};
use amends_storage::{
    SledStore, Store, StoreError,
    port::{Commit, Counters},
    sled_store::Options,
};

use crate::{arrival, entry, open, samples::at, waiting};

/// Makes a store unreadable, snapshots and all.
pub(crate) fn damage(dir: &Path) {
    let store = dir.join("store");
    for path in files(&store) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("snap.") {
            fs::write(&path, b"nonsense nonsense nonsense").unwrap();
        }
    }
    // A file in place of a folder is the one damage that the engine always notices.
    let blobs = store.join("blobs");
    fs::remove_dir_all(&blobs).unwrap();
    fs::write(blobs, b"no place for large values").unwrap();
}

fn files(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn snapshots(dir: &Path) -> Vec<PathBuf> {
    let is_snapshot =
        |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("snap.");
    files(&dir.join("store")).into_iter().filter(is_snapshot).collect()
}

fn answer(store: &dyn Store, seq: u64) {
    let counters = Some(Counters { next_seq: seq + 1, next_case: CaseNumber(1002) });
    let commit = Commit { entry: Some(entry(seq)), counters, ..Commit::default() };
    store.commit(&[commit], at(0)).unwrap();
}

/// A store with an arrival and three entries, opened twice so that it has a snapshot.
fn filled() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    store.receive(&[arrival("a")], at(0)).unwrap();
    (1..=3).for_each(|seq| answer(&store, seq));
    store.close().unwrap();
    drop(store);
    drop(open(dir.path()));
    assert!(!snapshots(dir.path()).is_empty(), "the test needs a snapshot");
    dir
}

fn is_whole(store: &dyn Store) {
    assert_eq!(waiting(store), ["a"]);
    assert_eq!(store.journal(0, 9).unwrap(), [entry(1), entry(2), entry(3)]);
}

#[test]
fn what_was_stored_is_there_after_a_drop_without_close() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).store;
    store.receive(&[arrival("a")], at(0)).unwrap();
    drop(store);
    let store = open(dir.path()).store;
    assert_eq!(waiting(&store), ["a"]);
    assert_eq!(store.receive(&[arrival("a")], at(1)).unwrap(), 0);
}

#[test]
fn numbers_of_arrivals_are_never_given_out_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut last = 0;
    for life in 0..3 {
        let store = open(dir.path()).store;
        store.receive(&[arrival(&life.to_string())], at(0)).unwrap();
        let row = store.inbox(0, 9).unwrap().remove(0);
        assert!(last < row.seq);
        last = row.seq;
        let handled = vec![row.seq];
        store.commit(&[Commit { handled, ..Commit::default() }], at(0)).unwrap();
    }
}

#[test]
fn an_unfinished_snapshot_is_removed() {
    let dir = filled();
    let left_over = dir.path().join("store/snap.FFFFFFFFFFFFFFFF.generating");
    fs::write(&left_over, b"").unwrap();
    let opened = open(dir.path());
    assert!(!left_over.exists() && !opened.snapshot_rebuilt);
    is_whole(&opened.store);
}

#[test]
fn a_damaged_snapshot_is_rebuilt_from_the_log() {
    let dir = filled();
    for path in snapshots(dir.path()) {
        let mut bytes = fs::read(&path).unwrap();
        bytes[0] ^= 0xFF;
        fs::write(&path, bytes).unwrap();
    }
    let opened = open(dir.path());
    assert!(opened.snapshot_rebuilt && opened.moved_aside.is_none());
    is_whole(&opened.store);
    drop(opened);
    assert!(!open(dir.path()).snapshot_rebuilt, "once is enough");
}

#[test]
fn a_second_handle_is_told_which_file_is_locked() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path()).store;
    let second = SledStore::open(dir.path(), WorkspaceId::FIRST, Options::default());
    let error = second.unwrap_err();
    let lock = dir.path().join("lock").display().to_string();
    assert!(matches!(&error, StoreError::Locked { lock: file } if *file == lock), "{error}");
    drop(first);
    open(dir.path());
}

#[test]
fn an_engine_held_by_somebody_else_is_told_too() {
    let dir = filled();
    let held = fs::File::open(dir.path().join("store/db")).unwrap();
    held.lock().unwrap();
    let error = SledStore::open(dir.path(), WorkspaceId::FIRST, Options::default()).unwrap_err();
    assert!(matches!(&error, StoreError::Locked { lock } if lock.ends_with("store/db")), "{error}");
    drop(held);
    is_whole(&open(dir.path()).store);
}

#[test]
fn answers_that_the_store_lacks_are_taken_over_from_the_record() {
    let dir = filled();
    let record = fs::read(dir.path().join("answers.log")).unwrap();
    // The store goes back to before the answers, the record does not.
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    let opened = open(dir.path());
    let (store, recovered) = (opened.store, opened.recovered);
    assert_eq!(recovered.len(), 9, "three kinds in each of three entries");
    assert_eq!(recovered[0].seq, 1);
    let journal = store.journal(0, 9).unwrap();
    assert_eq!(journal.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(journal.iter().all(|entry| entry.event == "recovered"));
    assert!(matches!(journal[0].facts[0], Fact::Answered { .. }));
    let counters = store.counters().unwrap();
    assert_eq!(counters, Counters { next_seq: 4, next_case: CaseNumber(1002) });
    drop(store);
    assert_eq!(fs::read(dir.path().join("answers.log")).unwrap(), record);
    assert!(open(dir.path()).recovered.is_empty(), "they are taken over once");
}

#[test]
fn an_answer_whose_place_is_taken_is_told_and_kept_in_the_record() {
    let dir = filled();
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    fs::rename(dir.path().join("answers.log"), dir.path().join("kept")).unwrap();
    let store = open(dir.path()).store;
    let other = Commit {
        entry: Some(amends_storage::port::JournalEntry { facts: Vec::new(), ..entry(2) }),
        ..Commit::default()
    };
    store.commit(&[other], at(0)).unwrap();
    drop(store);
    fs::rename(dir.path().join("kept"), dir.path().join("answers.log")).unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.recovered.len(), 9);
    let journal = opened.store.journal(0, 9).unwrap();
    assert_eq!(journal.iter().map(|entry| entry.facts.len()).collect::<Vec<_>>(), [3, 0, 3]);
    drop(opened);
    assert_eq!(open(dir.path()).recovered.len(), 3, "until a human has looked");
}

#[test]
fn what_the_record_lost_is_completed_from_the_store() {
    let dir = filled();
    let path = dir.path().join("answers.log");
    let whole = fs::read(&path).unwrap();
    for kept in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..kept]).unwrap();
        let opened = open(dir.path());
        assert!(opened.recovered.is_empty());
        is_whole(&opened.store);
        drop(opened);
        assert_eq!(fs::read(&path).unwrap(), whole, "cut at {kept}");
    }
}

#[test]
fn a_damaged_line_of_the_record_is_told() {
    let dir = filled();
    let path = dir.path().join("answers.log");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"seq\":3", "\"seq\":9", 1)).unwrap();
    let opened = open(dir.path());
    assert_eq!(opened.damaged_lines, [7]);
    assert!(opened.recovered.is_empty());
    is_whole(&opened.store);
}

#[test]
fn a_damaged_store_is_moved_aside_and_rebuilt_from_the_record() {
    let dir = filled();
    damage(dir.path());
    let opened = open(dir.path());
    assert_eq!(opened.moved_aside, Some(dir.path().join("store.damaged-1")));
    assert!(dir.path().join("store.damaged-1/db").exists(), "nothing is thrown away");
    assert_eq!(opened.recovered.len(), 9);
    assert_eq!(opened.store.journal(0, 9).unwrap().len(), 3);
    answer(&opened.store, 4);
    drop(opened);
    damage(dir.path());
    let opened = open(dir.path());
    assert_eq!(opened.moved_aside, Some(dir.path().join("store.damaged-2")));
    assert_eq!(opened.store.journal(0, 9).unwrap().len(), 4);
}

#[test]
fn any_damage_to_the_log_leaves_the_answers_readable() {
    for kind in 0..3 {
        for part in 1..6_usize {
            let dir = filled();
            for path in snapshots(dir.path()) {
                fs::remove_file(path).unwrap();
            }
            let path = dir.path().join("store/db");
            let mut bytes = fs::read(&path).unwrap();
            let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
            let from = used * part / 6;
            match kind {
                0 => bytes.truncate(from),
                1 => bytes[from..].fill(0),
                _ => bytes[from..from + 512.min(used - from)].fill(0xA5),
            }
            fs::write(&path, bytes).unwrap();
            let opened = open(dir.path());
            let seqs: Vec<u64> =
                opened.store.journal(0, 9).unwrap().iter().map(|entry| entry.seq).collect();
            assert_eq!(seqs, [1, 2, 3], "damage {kind} at {part}/6");
            answer(&opened.store, 4);
        }
    }
}

#[test]
fn a_store_of_a_later_release_is_refused_and_left_alone() {
    let dir = filled();
    let conf = dir.path().join("store/conf");
    let text = fs::read(&conf).unwrap();
    let text = String::from_utf8_lossy(&text[..text.len() - 4]).replace("0.34", "0.99");
    let mut file = OpenOptions::new().write(true).truncate(true).open(&conf).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.write_all(&[0; 4]).unwrap();
    drop(file);
    let error = SledStore::open(dir.path(), WorkspaceId::FIRST, Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error}");
    assert!(!dir.path().join("store.damaged-1").exists());
}
