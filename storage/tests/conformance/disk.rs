//! A disk that is full or fails, and the order in which it is told to keep things.

use std::{
    fs, io,
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use amends_core::ids::WorkspaceId;
use amends_storage::{
    SledStore, Store, StoreError,
    disk::{Faults, Step},
    port::Commit,
    sled_store::Options,
};

use crate::{arrival, entry, open, samples::at, waiting};

/// Records the steps, fails at one of them, and pretends to have so much room.
#[derive(Debug)]
struct Disk {
    steps: Mutex<Vec<Step>>,
    fails: Mutex<Option<(Step, io::ErrorKind)>>,
    room: AtomicU64,
}

impl Disk {
    fn new() -> Arc<Self> {
        let room = AtomicU64::new(u64::MAX);
        Arc::new(Self { steps: Mutex::default(), fails: Mutex::new(None), room })
    }

    fn open(self: &Arc<Self>, dir: &Path) -> SledStore {
        let faults: Arc<dyn Faults> = self.clone();
        let options =
            Options { faults: Some(faults), reserve: 1 << 20, compare: 1, ..Options::default() };
        SledStore::open(dir, WorkspaceId::FIRST, options).unwrap().store
    }

    fn fail_at(&self, step: Step, kind: io::ErrorKind) {
        *self.fails.lock().unwrap() = Some((step, kind));
    }

    fn failure(&self, step: Step) -> Option<io::ErrorKind> {
        self.steps.lock().unwrap().push(step);
        let failure = self.fails.lock().unwrap().take_if(|(at, _)| *at == step);
        failure.map(|(_, kind)| kind)
    }

    fn steps(&self) -> Vec<Step> {
        std::mem::take(&mut self.steps.lock().unwrap())
    }
}

impl Faults for Disk {
    fn before(&self, step: Step) -> io::Result<()> {
        self.failure(step).map_or(Ok(()), |kind| Err(kind.into()))
    }

    fn available(&self, measured: u64) -> u64 {
        measured.min(self.room.load(Ordering::SeqCst))
    }
}

fn answer(seq: u64) -> [Commit; 1] {
    [Commit { entry: Some(entry(seq)), ..Commit::default() }]
}

#[test]
fn every_write_is_synced_step_by_step_before_it_is_ok() {
    let dir = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let store = disk.open(dir.path());
    let without_answers = [Step::Batch, Step::Blobs, Step::Flush, Step::Sync];
    let with_answers = [&without_answers[..], &[Step::Append, Step::SyncAnswers]].concat();
    disk.steps();
    store.receive(&[arrival("a")], at(0)).unwrap();
    assert_eq!(disk.steps(), without_answers);
    store.commit(&[answer(1), answer(2)].concat(), at(0)).unwrap();
    assert_eq!(disk.steps(), with_answers, "one round for the whole group");
    store.keep("key", b"value").unwrap();
    assert_eq!(disk.steps(), without_answers);
    store.receive(&[arrival("a")], at(0)).unwrap();
    store.commit(&[], at(0)).unwrap();
    assert_eq!(disk.steps(), [], "nothing to keep, nothing to sync");
}

#[test]
fn a_write_that_failed_is_whole_or_not_there_and_the_store_goes_on() {
    for step in [Step::Batch, Step::Flush, Step::Append] {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::new();
        let store = disk.open(dir.path());
        store.commit(&answer(1), at(0)).unwrap();
        disk.fail_at(step, io::ErrorKind::StorageFull);
        let error = store.commit(&answer(2), at(0)).unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{step:?}: {error}");
        let found = store.journal(0, 9).unwrap();
        assert!(found == [entry(1)] || found == [entry(1), entry(2)], "{step:?}");
        // Again, as the engine does: it must be there once, in both memories.
        store.commit(&answer(2), at(0)).unwrap();
        store.commit(&answer(3), at(0)).unwrap();
        drop(store);
        let opened = open(dir.path());
        assert!(opened.recovered.is_empty() && opened.damaged_lines.is_empty());
        assert_eq!(opened.store.journal(0, 9).unwrap(), [entry(1), entry(2), entry(3)]);
        let record = fs::read_to_string(dir.path().join("answers.log")).unwrap();
        for seq in 1..=3 {
            assert!(record.contains(&format!("\"seq\":{seq}")), "{step:?}: {seq}");
        }
    }
}

#[test]
fn after_a_sync_that_failed_nothing_is_ok_any_more() {
    for step in [Step::Blobs, Step::Sync, Step::SyncAnswers] {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::new();
        let store = disk.open(dir.path());
        disk.fail_at(step, io::ErrorKind::Other);
        assert!(store.commit(&answer(1), at(0)).is_err());
        let again = store.commit(&answer(1), at(0)).unwrap_err();
        assert!(again.to_string().contains("restart the service"), "{step:?}: {again}");
        assert!(store.journal(0, 9).is_err(), "{step:?}: what is shown may not be on the disk");
        assert!(store.receive(&[arrival("a")], at(0)).is_err());
        drop(store);
        let store = open(dir.path()).store;
        store.commit(&answer(1), at(0)).unwrap();
    }
}

#[test]
fn with_little_room_intake_is_refused_first_and_work_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let store = disk.open(dir.path());
    let reserve = dir.path().join("reserve");
    assert_eq!(fs::metadata(&reserve).unwrap().len(), 1 << 20);
    store.receive(&[arrival("a")], at(0)).unwrap();

    disk.room.store(2 << 20, Ordering::SeqCst);
    let refused = store.receive(&[arrival("b")], at(0)).unwrap_err();
    assert!(matches!(&refused, StoreError::Full { .. }), "{refused}");
    assert!(store.takes_in().is_err());
    assert!(!reserve.exists(), "the reserve is given up");
    assert_eq!(waiting(&store), ["a"]);
    store.commit(&answer(1), at(0)).unwrap();
    let over = vec![arrival("c").0];
    store.commit(&[Commit { over, ..Commit::default() }], at(0)).unwrap();

    disk.room.store(1 << 19, Ordering::SeqCst);
    let refused = store.commit(&answer(2), at(0)).unwrap_err();
    assert!(matches!(&refused, StoreError::Full { .. }), "{refused}");
    assert_eq!(store.journal(0, 9).unwrap(), [entry(1)]);

    disk.room.store(u64::MAX, Ordering::SeqCst);
    store.takes_in().unwrap();
    assert!(reserve.exists(), "the reserve is back");
    store.receive(&[arrival("b"), arrival("c")], at(0)).unwrap();
    assert_eq!(waiting(&store), ["a", "b"], "what was refused is refused for good");
}

/// Hides how full the disk is, so that the engine itself runs into its end.
#[derive(Debug)]
struct Blind;

impl Faults for Blind {
    fn available(&self, _measured: u64) -> u64 {
        u64::MAX
    }
}

/// A small file system of its own, where this process may mount one.
struct Mount(tempfile::TempDir);

impl Mount {
    fn new(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let size = format!("size={size}");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(dir.path())
            .output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self(dir))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "it is still in use");
    }
}

/// Fills a directory's disk, but for so many bytes.
fn fill(path: &Path, but_for: usize) {
    let mut size = 0_usize;
    let mut piece = 1 << 20;
    let mut bytes = Vec::new();
    while 4096 <= piece {
        bytes.resize(size + piece, b'x');
        if fs::write(path, &bytes).is_ok() {
            size += piece;
        } else {
            piece /= 2;
        }
    }
    fs::write(path, &bytes[..size.saturating_sub(but_for)]).unwrap();
}

#[test]
fn a_disk_that_is_really_full_is_told_and_survived() {
    let Some(mount) = Mount::new("24m") else {
        // Needs the right to mount; the tests above cover the same with a pretended disk.
        return say_skipped();
    };
    let faults: Option<Arc<dyn Faults>> = Some(Arc::new(Blind));
    let options = Options { faults, reserve: 4 << 20, compare: 1, ..Options::default() };
    let dir = mount.0.path().join("data");
    let ballast = mount.0.path().join("ballast");
    let store = SledStore::open(&dir, WorkspaceId::FIRST, options).unwrap().store;
    store.commit(&answer(1), at(0)).unwrap();
    fill(&ballast, 64 << 10);

    let mut kept = 1;
    let mut refusals = 0;
    for seq in 2..20_000 {
        match store.commit(&answer(seq), at(0)) {
            Ok(()) => kept = seq,
            Err(error) => {
                assert!(matches!(error, StoreError::Full { .. }), "{error}");
                refusals += 1;
                if refusals == 20 {
                    break;
                }
            }
        }
    }
    assert_eq!(refusals, 20, "the disk was never full");

    fs::remove_file(&ballast).unwrap();
    store.commit(&answer(kept + 1), at(0)).unwrap();
    store.receive(&[arrival("a")], at(0)).unwrap();
    assert_eq!(waiting(&store), ["a"]);
    drop(store);
    let opened = open(&dir);
    assert!(opened.moved_aside.is_none() && opened.recovered.is_empty());
    let journal = opened.store.journal(0, usize::MAX).unwrap();
    assert!(journal.iter().any(|entry| entry.seq == kept), "the last acknowledged answer");
}

fn say_skipped() {
    use std::io::Write;
    let said = writeln!(io::stderr(), "skipped: this process may not mount a small file system");
    said.unwrap();
}
