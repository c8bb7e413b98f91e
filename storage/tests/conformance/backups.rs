//! Backups: made while others write, taken back elsewhere, refused when they are not what they were.

use std::{fs, path::Path};

use amends_core::{
    fact::Fact,
    ids::{CaseNumber, WorkspaceId},
};
use amends_storage::{
    MemoryStore, SledStore, Store, StoreError,
    backup::{self, Backup, BackupError, Copying, Manifest},
    port::{Commit, Counters, Erasure, JournalEntry, OutboxRow},
    sled_store::{Options, Present, Restored},
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    entry, erasing, open, samples,
    samples::at,
    script::{Op, Step, apply, read_all},
};

const FIRST: WorkspaceId = WorkspaceId::FIRST;

/// Takes all steps of a backup, and does something between them.
fn back_up_while(store: &dyn Store, from: &Path, to: &Path, mut also: impl FnMut()) -> Manifest {
    let mut copying = Copying::begin(to, from).unwrap();
    while !store.backup_step(&mut copying).unwrap() {
        also();
    }
    copying.finish(at(500)).unwrap()
}

pub(crate) fn back_up(store: &dyn Store, from: &Path, to: &Path) -> Manifest {
    back_up_while(store, from, to, || ())
}

fn restore(from: &Path, to: &Path) -> Restored {
    let backup = Backup::open(from).unwrap();
    SledStore::restore(to, FIRST, &backup, Present::Stays, |_| ()).unwrap()
}

/// A life with everything in it.
fn live(store: &dyn Store, rounds: u8, now: Timestamp) {
    for round in 0..rounds {
        let now = now + SignedDuration::from_secs(i64::from(round));
        let step = |customer, effects, settles, case| Step {
            customer: Some((customer, Some(60))),
            handles: round % 3 == 0,
            effects,
            settles,
            arrival: Some(round % 7),
            case: Some(case),
        };
        let group = vec![
            step(round % 5, 2, None, (round % 4, true)),
            step((round + 1) % 5, 1, Some(usize::from(round)), ((round + 2) % 4, false)),
        ];
        apply(store, &Op::Receive(vec![round % 6, 3]), now).unwrap();
        apply(store, &Op::Commit(group), now).unwrap();
        apply(store, &Op::Keep(round % 4, round), now).unwrap();
    }
    apply(store, &Op::BuryEffect(1), now).unwrap();
}

/// What a store reads like once nobody knows whether what waits was sent.
fn unsure(store: &dyn Store) -> String {
    let rows: Vec<_> = store.outbox(None, usize::MAX).unwrap();
    let unsure = |row: OutboxRow| OutboxRow { attempts: row.attempts.max(1), sending: true, ..row };
    let rows: Vec<_> = rows.into_iter().map(unsure).collect();
    store.outbox_update(&rows).unwrap();
    read_all(store)
}

#[test]
fn a_backup_of_any_store_holds_everything() {
    let home = tempfile::tempdir().unwrap();
    let disk = home.path().join("disk");
    let (memory, on_disk) = (MemoryStore::new(), open(&disk).store);
    let stores: [(&str, &dyn Store); 2] = [("memory", &memory), ("sled", &on_disk)];
    for (name, store) in stores {
        live(store, 40, at(0));
        let (to, there) = (home.path().join(name), home.path().join(format!("{name}-there")));
        let manifest = back_up(store, &disk, &to);
        assert_eq!(manifest.next_seq, store.counters().unwrap().next_seq);
        assert!(!home.path().join(format!("{name}.unfinished")).exists());
        restore(&to, &there);
        let opened = open(&there);
        assert!(opened.recovered.is_empty() && opened.moved_aside.is_none(), "{name}");
        assert_eq!(read_all(&opened.store), unsure(store), "{name}");
        let audit = opened.store.audit_head().unwrap();
        assert_eq!(audit, store.audit_head().unwrap());
    }
    assert_eq!(
        Backup::open(&home.path().join("memory")).unwrap().manifest().files["answers.log"],
        Backup::open(&home.path().join("sled")).unwrap().manifest().files["answers.log"],
    );
}

#[test]
fn what_is_written_meanwhile_is_in_it_up_to_the_last_step() {
    let home = tempfile::tempdir().unwrap();
    let (disk, to, there) =
        (home.path().join("disk"), home.path().join("to"), home.path().join("there"));
    let store = open(&disk).store;
    let mut now = at(0);
    // Enough rows for many steps.
    live(&store, 60, at(0));
    let entries =
        (20_000..28_000).map(|seq| Commit { entry: Some(entry(seq)), ..Commit::default() });
    store.commit(&entries.collect::<Vec<_>>(), now).unwrap();
    let mut written = 0;
    back_up_while(&store, &disk, &to, || {
        now += SignedDuration::from_secs(1);
        live(&store, 2, now);
        written += 1;
    });
    assert!(8 < written, "it took too few steps to be tried: {written}");
    restore(&to, &there);
    let opened = open(&there);
    assert!(opened.recovered.is_empty());
    assert_eq!(read_all(&opened.store), unsure(&store));
}

#[test]
fn a_backup_beside_a_busy_writer_is_one_moment() {
    let home = tempfile::tempdir().unwrap();
    let (disk, to, there) =
        (home.path().join("disk"), home.path().join("to"), home.path().join("there"));
    let store = open(&disk).store;
    live(&store, 250, at(0));
    let is_done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Two rows of each commit are told apart by this number alone.
            for seq in 10_000.. {
                let counters = Some(Counters { next_seq: seq + 1, next_case: CaseNumber(1001) });
                let commit = Commit { entry: Some(entry(seq)), counters, ..Commit::default() };
                store.commit(&[commit], at(1)).unwrap();
                if is_done.load(std::sync::atomic::Ordering::SeqCst) {
                    break;
                }
            }
        });
        back_up(&store, &disk, &to);
        is_done.store(true, std::sync::atomic::Ordering::SeqCst);
    });
    restore(&to, &there);
    let opened = open(&there);
    assert!(opened.recovered.is_empty(), "the record is of the same moment");
    let (next, journal) =
        (opened.store.counters().unwrap().next_seq, opened.store.journal(10_000, 99_999).unwrap());
    assert!(journal.iter().map(|entry| entry.seq).eq(10_000..next), "up to {next}, without gaps");
}

#[test]
fn a_backup_begins_anew_when_everything_is_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let (disk, to, there) =
        (home.path().join("disk"), home.path().join("to"), home.path().join("there"));
    let store = open(&disk).store;
    erasing::lived_in(&store);
    live(&store, 100, at(0));
    let customer = store.customer(samples::customer_id(1)).unwrap().unwrap();
    let mut steps = 0;
    back_up_while(&store, &disk, &to, || {
        steps += 1;
        if steps == 3 {
            let erasures = vec![Erasure::of(&customer)];
            store.commit(&[Commit { erasures, ..Commit::default() }], at(9)).unwrap();
            store.scrub(Timestamp::MIN).unwrap();
        }
    });
    assert!(3 < steps);
    restore(&to, &there);
    assert_eq!(read_all(&open(&there).store), unsure(&store));
    assert!(store.erasures().unwrap().is_empty());
    for file in ["rows", "answers.log"] {
        let bytes = fs::read(to.join(file)).unwrap();
        let found = bytes.windows(13).any(|words| words == b"soup was cold");
        assert!(!found, "{file} holds what was taken out meanwhile");
    }
}

#[test]
fn places_that_would_do_harm_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    drop(open(&data));
    let full = home.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("letter"), b"dear").unwrap();
    let file = home.path().join("file");
    fs::write(&file, b"dear").unwrap();
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&data, &link).unwrap();
    for (dir, wanted) in [
        (data.clone(), "is data_dir itself"),
        (data.join("backup"), "is inside data_dir"),
        (home.path().join("data/../data"), "is data_dir itself"),
        (link.join("backup"), "is inside data_dir"),
        (full.clone(), "is not empty"),
        (file, "is a file"),
        (home.path().join("no/where"), "No such file"),
    ] {
        let said = Copying::begin(&dir, &data).unwrap_err().to_string();
        assert!(said.contains(wanted), "{}: {said}", dir.display());
    }
    assert_eq!(fs::read_dir(&full).unwrap().count(), 1);
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let first = Copying::begin(&empty, &data).unwrap();
    let second = Copying::begin(&empty, &data).unwrap_err().to_string();
    assert!(second.contains("another backup is being written"), "{second}");
    drop(first);
    assert!(!home.path().join("empty.unfinished").exists(), "what is half made is removed");
    back_up(&open(&data).store, &data, &empty);
}

#[test]
fn backups_that_are_not_what_they_were_are_refused_and_nothing_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let (disk, to) = (home.path().join("disk"), home.path().join("to"));
    let store = open(&disk).store;
    live(&store, 10, at(0));
    back_up(&store, &disk, &to);
    let manifest = fs::read_to_string(to.join("manifest.json")).unwrap();
    let rows = fs::read(to.join("rows")).unwrap();
    let mut flipped = rows.clone();
    flipped[rows.len() / 2] ^= 1;
    let newer = manifest.replace("\"format\": 1", "\"format\": 2").replace("0.1.0", "9.0.0");
    let cases: [(&str, &[u8], &str); 6] = [
        ("rows", &flipped, "`rows` was altered"),
        ("rows", &rows[..rows.len() - 1], "`rows` has"),
        ("answers.log", b"", "`answers.log` has 0 bytes"),
        ("manifest.json", &manifest.as_bytes()[..99], "manifest.json"),
        ("manifest.json", newer.as_bytes(), "was made by a newer amends (9.0.0)"),
        ("manifest.json", b"{}", "is damaged"),
    ];
    for (file, bytes, wanted) in cases {
        let whole = fs::read(to.join(file)).unwrap();
        fs::write(to.join(file), bytes).unwrap();
        let there = home.path().join("there");
        let refused = Backup::open(&to)
            .and_then(|it| SledStore::restore(&there, FIRST, &it, Present::MovesAside, |_| ()));
        let said = refused.unwrap_err().to_string();
        assert!(said.contains(wanted), "{said}");
        assert!(!SledStore::is_in(&there));
        fs::write(to.join(file), whole).unwrap();
    }
    let nowhere = Backup::open(home.path()).unwrap_err();
    assert!(matches!(nowhere, BackupError::NotThere(_)), "{nowhere}");
    let backup = Backup::open(&to).unwrap();
    let refused = SledStore::restore(&disk, FIRST, &backup, Present::Stays, |_| ()).unwrap_err();
    assert!(matches!(refused, BackupError::Store(StoreError::Locked { .. })), "{refused}");
    drop(store);
    let refused = SledStore::restore(&disk, FIRST, &backup, Present::Stays, |_| ()).unwrap_err();
    assert!(refused.to_string().contains("--replace"), "{refused}");
}

#[test]
fn what_came_after_the_backup_is_taken_over_and_who_was_forgotten_stays_so() {
    let home = tempfile::tempdir().unwrap();
    let (disk, to) = (home.path().join("disk"), home.path().join("to"));
    let store = open(&disk).store;
    erasing::lived_in(&store);
    let made = back_up(&store, &disk, &to);
    let dana = samples::customer_id(1);
    let mut customer = store.customer(dana).unwrap().unwrap();
    let erasures = vec![Erasure::of(&customer)];
    customer.erase(at(40));
    let seq = store.counters().unwrap().next_seq;
    let next_case = store.counters().unwrap().next_case;
    let erased = JournalEntry { seq, facts: vec![Fact::Erased], ..entry(seq) };
    let counters = Some(Counters { next_seq: seq + 1, next_case });
    let state = Some(amends_storage::port::NewState::Customer(Box::new(customer), None));
    let erasing = Commit { state, entry: Some(erased), erasures, counters, ..Commit::default() };
    store.commit(&[erasing], at(40)).unwrap();
    let counters = Some(Counters { next_seq: seq + 2, next_case });
    let of_others = amends_storage::port::Subject::Customer(samples::customer_id(2));
    let after = JournalEntry { subject: of_others, ..entry(seq + 1) };
    store.commit(&[Commit { entry: Some(after), counters, ..Commit::default() }], at(41)).unwrap();
    drop(store);

    let backup = Backup::open(&to).unwrap();
    backup::remember(&disk, &to, made.made_at).unwrap();
    let restored = SledStore::restore(&disk, FIRST, &backup, Present::MovesAside, |_| ()).unwrap();
    assert_eq!(restored.moved_aside, Some(disk.join("store.replaced-1")));
    assert!(restored.kept_record);
    let opened = open(&disk);
    assert!(opened.moved_aside.is_none() && opened.rebuilt.is_none());
    assert_eq!(opened.store.counters().unwrap().next_seq, seq + 2);
    assert!(
        !opened.store.journal(seq + 1, 1).unwrap().is_empty(),
        "the answer since then is there"
    );
    let forgotten = opened.store.customer(dana).unwrap().unwrap();
    assert!(forgotten.erased_at.is_some() && forgotten.name.is_none());
}

#[test]
fn whoever_goes_back_is_not_brought_forward_again() {
    let home = tempfile::tempdir().unwrap();
    let (disk, early, late) =
        (home.path().join("disk"), home.path().join("early"), home.path().join("late"));
    let store = open(&disk).store;
    live(&store, 5, at(0));
    let first = back_up(&store, &disk, &early);
    backup::remember(&disk, &early, first.made_at).unwrap();
    live(&store, 5, at(60));
    let second = back_up(&store, &disk, &late);
    backup::remember(&disk, &late, second.made_at + SignedDuration::from_secs(9)).unwrap();
    drop(store);
    assert_eq!(backup::known(&disk).len(), 2);
    fs::remove_file(disk.join("answers.log")).unwrap();
    let backup = Backup::open(&early).unwrap();
    SledStore::restore(&disk, FIRST, &backup, Present::MovesAside, |_| ()).unwrap();
    let opened = open(&disk);
    assert!(opened.moved_aside.is_none());
    assert_eq!(opened.store.counters().unwrap().next_seq, first.next_seq);
}

/// A process that was killed while it restored or backed up: whoever comes next finishes or removes
/// what it left.
#[test]
fn what_a_killed_process_left_is_finished_or_removed() {
    let home = tempfile::tempdir().unwrap();
    let (disk, there) = (home.path().join("disk"), home.path().join("there"));
    let store = open(&disk).store;
    live(&store, 5, at(0));
    let wanted = read_all(&store);
    drop(store);
    fs::create_dir_all(&there).unwrap();
    fs::write(there.join("lock"), b"").unwrap();
    // Between moving the old store aside and putting the new one in its place.
    fs::rename(disk.join("store"), there.join("store.restored")).unwrap();
    fs::copy(disk.join("answers.log"), there.join("answers.log")).unwrap();
    assert!(SledStore::is_in(&there));
    let opened = open(&there);
    assert!(opened.moved_aside.is_none() && opened.recovered.is_empty());
    assert_eq!(read_all(&opened.store), wanted);
    drop(opened);
    // While it was still writing, and before it moved anything.
    for left in ["store.restoring", "store.restored", "store.checking"] {
        fs::create_dir(there.join(left)).unwrap();
        fs::write(there.join(left).join("db"), b"half").unwrap();
    }
    let store = open(&there).store;
    assert_eq!(read_all(&store), wanted);
    let has = |name: &str| there.join(name).exists();
    assert!(!has("store.restoring") && !has("store.restored") && !has("store.checking"));
    // While it was backing up.
    let unfinished = home.path().join("to.unfinished");
    fs::create_dir(&unfinished).unwrap();
    fs::write(unfinished.join("rows"), b"half").unwrap();
    back_up(&store, &there, &home.path().join("to"));
    assert!(!unfinished.exists());
    fs::create_dir(&unfinished).unwrap();
    fs::write(unfinished.join("letter"), b"dear").unwrap();
    let refused = Copying::begin(&home.path().join("other"), &there);
    drop(refused.unwrap());
    fs::remove_dir_all(home.path().join("to")).unwrap();
    let refused = Copying::begin(&home.path().join("to"), &there).unwrap_err().to_string();
    assert!(refused.contains("is in the way") && unfinished.join("letter").exists(), "{refused}");
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let refused = |dir: &Path| SledStore::open(dir, FIRST, Options::default()).unwrap_err();
    fs::write(home.path().join("letters"), b"dear").unwrap();
    let error = refused(home.path());
    assert!(matches!(&error, StoreError::Foreign { file, .. } if file == "letters"), "{error}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    let mounted = home.path().join("mounted");
    fs::create_dir_all(mounted.join("lost+found")).unwrap();
    fs::write(mounted.join(".keep"), b"").unwrap();
    drop(open(&mounted));
}
