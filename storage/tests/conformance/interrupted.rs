//! The process is killed at every durable step of a backup, of taking one back, and of the rebuilding
//! of a store that can't be read: what was there is whole, or what comes in its place is.

use std::{
    env,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::Command,
};

use amends_core::ids::WorkspaceId;
use amends_storage::{
    SledStore, Store,
    backup::{self, Backup, Copying},
    crash,
    port::{Commit, Counters, NewState},
    sled_store::Present,
};
use jiff::SignedDuration;

use crate::{
    arrival,
    backups::back_up,
    damage, entry, open, outbox_row,
    samples::{self, at},
    script::read_all,
};

const HOME: &str = "AMENDS_TEST_INTERRUPTED_DIR";
const DOES: &str = "AMENDS_TEST_INTERRUPTED_DOES";
const FIRST: WorkspaceId = WorkspaceId::FIRST;
/// What the system ends a process with that aborts.
const ABORTED: i32 = 6;

/// What is cut short: run in a process of its own.
#[test]
fn child() {
    let (Some(home), Ok(does)) = (env::var_os(HOME), env::var(DOES)) else { return };
    let home = Path::new(&home);
    match does.as_str() {
        "back up" => backs_up(home),
        "restore" => {
            let backup = Backup::open(&home.join("backup")).unwrap();
            let present = Present::MovesAside;
            SledStore::restore(&home.join("data"), FIRST, &backup, present, |_| ()).unwrap();
        }
        "open" => drop(open(&home.join("data"))),
        other => panic!("nobody knows how to {other}"),
    }
}

/// Whether it was killed there; a point that is not passed kills nobody.
fn is_killed(home: &Path, does: &str, point: &str) -> bool {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "interrupted::child", "--test-threads", "1"])
        .env(HOME, home)
        .env(DOES, does)
        .env(crash::VARIABLE, point)
        .output()
        .unwrap();
    let is_killed = output.status.signal() == Some(ABORTED);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(is_killed || output.status.success(), "{does}, {point}: {said}");
    is_killed
}

fn points(operations: &[&str]) -> Vec<&'static str> {
    let is_one =
        |point: &&&str| operations.iter().any(|name| point.split('.').next() == Some(*name));
    crash::CRASH_POINTS.iter().filter(is_one).copied().collect()
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for found in fs::read_dir(from).unwrap() {
        let path = found.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_all(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// A life whose entries are answers.
fn live(store: &dyn Store, answers: u64) {
    let business = Some(NewState::Workspace(Box::new(samples::workspace())));
    let effects = vec![outbox_row(store.counters().unwrap().next_seq, 0)];
    let business = Commit { state: business, effects, ..Commit::default() };
    store.commit(&[business, damage::customer()], at(0)).unwrap();
    store.receive(&[arrival("a")], at(0)).unwrap();
    for _ in 0..answers {
        let Counters { next_seq: seq, next_case } = store.counters().unwrap();
        let counters = Some(Counters { next_seq: seq + 1, next_case });
        let commit = Commit { entry: Some(entry(seq)), counters, ..Commit::default() };
        store.commit(&[commit], at(0)).unwrap();
    }
}

/// Everything that a data directory holds for whoever opens it.
#[derive(Debug, PartialEq, Eq)]
struct Held {
    read: String,
    record: String,
    known: Vec<PathBuf>,
}

/// Opens a data directory, and reads all of it. What lay in it before must not lie there any more.
fn held(data: &Path, about: &str) -> Held {
    let opened = open(data);
    assert!(opened.damaged_lines.is_empty(), "{about}");
    let read = read_all(&opened.store);
    drop(opened);
    for found in fs::read_dir(data).unwrap() {
        let name = found.unwrap().file_name().into_string().unwrap();
        assert!(!name.contains("restor"), "{about}: `{name}` is left over");
    }
    let record = fs::read_to_string(data.join("answers.log")).unwrap();
    Held { read, record, known: backup::known(data) }
}

/// The copies that were moved aside, of the store and of its record.
fn aside(data: &Path, name: &str) -> usize {
    let names = fs::read_dir(data).unwrap().map(|it| it.unwrap().file_name());
    names.filter(|it| it.to_string_lossy().starts_with(name)).count()
}

/// A backup that may be cut short, with answers that were acknowledged between its steps.
fn backs_up(home: &Path) {
    let (data, to) = (home.join("data"), home.join("backup"));
    let store = open(&data).store;
    let mut told = OpenOptions::new().append(true).open(home.join("acknowledged")).unwrap();
    let mut copying = Copying::begin(&to, &data).unwrap();
    loop {
        live(&store, 1);
        told.write_all(b".").unwrap();
        if store.backup_step(&mut copying).unwrap() {
            break;
        }
    }
    let manifest = copying.finish(at(500)).unwrap();
    backup::remember(&data, &to, manifest.made_at).unwrap();
}

#[test]
fn a_kill_during_a_backup_loses_nothing_and_leaves_no_half_backup() {
    for point in points(&["backup"]) {
        let home = tempfile::tempdir().unwrap();
        let (data, to) = (home.path().join("data"), home.path().join("backup"));
        fs::write(home.path().join("acknowledged"), b"").unwrap();
        live(&open(&data).store, 20);
        assert!(is_killed(home.path(), "back up", point), "{point} is not passed");

        assert_eq!(SledStore::check(&data, FIRST).unwrap().problems, [], "{point}");
        let opened = open(&data);
        assert!(opened.recovered.is_empty() && opened.moved_aside.is_none(), "{point}");
        let answers = 20 + fs::read(home.path().join("acknowledged")).unwrap().len();
        let journal = opened.store.journal(0, usize::MAX).unwrap();
        let kept = journal.iter().filter(|it| it.facts == samples::facts());
        assert!(answers <= kept.count(), "{point}: an answer is lost");

        let is_there = to.exists();
        let is_named = ["backup.after_name", "backup.before_known"].contains(&point);
        assert_eq!(is_there, is_named, "{point}");
        if is_there {
            let made = Backup::open(&to).unwrap();
            made.verify().unwrap();
            fs::remove_dir_all(&to).unwrap();
        } else {
            // Whoever takes what is left for a backup is told so, unless nothing is lacking.
            let left = Backup::open(&home.path().join("backup.unfinished"));
            let is_refused = left.and_then(|left| left.verify()).is_err();
            assert_eq!(is_refused, point != "backup.before_name", "{point}");
        }
        assert!(backup::known(&data).is_empty(), "{point}");
        let manifest = back_up(&opened.store, &data, &to);
        backup::remember(&data, &to, manifest.made_at).unwrap();
        assert!(!home.path().join("backup.unfinished").exists(), "{point}");
        assert_eq!(backup::known(&data), [to.canonicalize().unwrap()], "{point}");
        Backup::open(&to).unwrap().verify().unwrap();
    }
}

/// What a restore begins with: answers of the store that is there, and of the backup.
struct Beginning {
    name: &'static str,
    /// None: there is no store yet.
    here: Option<u64>,
    there: u64,
}

impl Beginning {
    /// Everything that a restore begins with, in a home of its own.
    fn made(&self) -> tempfile::TempDir {
        let source = tempfile::tempdir().unwrap();
        let home = source.path();
        {
            let elsewhere = home.join("elsewhere");
            let store = open(&elsewhere).store;
            live(&store, self.there);
            store.keep("whose", b"of the backup").unwrap();
            back_up(&store, &elsewhere, &home.join("backup"));
        }
        let data = home.join("data");
        if let Some(answers) = self.here {
            let store = open(&data).store;
            live(&store, answers);
            store.keep("whose", b"of the store").unwrap();
            let later = back_up(&store, &data, &home.join("later"));
            let made_at = later.made_at + SignedDuration::from_secs(9);
            backup::remember(&data, &home.join("later"), made_at).unwrap();
        }
        source
    }
}

/// From here on what comes of a backup counts.
fn is_decided(point: &str, is_first: bool) -> bool {
    let after = ["after_move", "between_records", "before_place", "before_ok"];
    let decided = |name: &str| point.strip_prefix("restore.") == Some(name);
    // Nobody has to make room where there is nothing.
    after.iter().any(|name| decided(name)) || (is_first && point == "restore.before_move")
}

#[test]
fn a_kill_while_a_backup_is_taken_back_leaves_all_of_the_old_or_all_of_the_new() {
    let beginnings = [
        Beginning { name: "newer than the backup", here: Some(40), there: 10 },
        Beginning { name: "older than the backup", here: Some(5), there: 30 },
        Beginning { name: "nothing", here: None, there: 30 },
    ];
    for beginning in beginnings {
        let source = beginning.made();
        let home = source.path();
        let begin = || {
            let dir = tempfile::tempdir().unwrap();
            copy_all(home, dir.path());
            dir
        };
        let old = beginning.here.map(|_| held(&begin().path().join("data"), "as it was"));
        let whole = begin();
        assert!(!is_killed(whole.path(), "restore", "nowhere"));
        let restored = held(&whole.path().join("data"), "as it becomes");
        assert!(restored.known.is_empty(), "whoever goes back wants no later backup");
        assert_ne!(old.as_ref(), Some(&restored));

        for point in points(&["restore"]) {
            let about = format!("{}, {point}", beginning.name);
            let dir = begin();
            let data = dir.path().join("data");
            let killed = is_killed(dir.path(), "restore", point);
            let (is_first, is_newer) = (beginning.here.is_none(), beginning.here == Some(40));
            let is_passed = match point {
                "restore.after_move" => !is_first,
                "restore.between_records" => !is_newer,
                _ => true,
            };
            assert_eq!(killed, is_passed, "{about}");
            let is_decided = !killed || is_decided(point, is_first);
            assert_eq!(SledStore::is_in(&data), is_decided || !is_first, "{about}");
            if !SledStore::is_in(&data) {
                assert!(SledStore::check(&data, FIRST).is_err(), "{about}: there is none");
            } else if !is_newer || !is_decided {
                // A record that is newer is taken over when the store is opened.
                assert_eq!(SledStore::check(&data, FIRST).unwrap().problems, [], "{about}");
            }
            let found = match &old {
                Some(old) if !is_decided => (held(&data, &about), old),
                None if !is_decided => {
                    assert!(open(&data).recovered.is_empty(), "{about}: nothing of it is left");
                    continue;
                }
                _ => (held(&data, &about), &restored),
            };
            assert_eq!(found.0.read, found.1.read, "{about}");
            assert_eq!(found.0.record, found.1.record, "{about}");
            assert_eq!(found.0.known.len(), found.1.known.len(), "{about}");
            assert_eq!(SledStore::check(&data, FIRST).unwrap().problems, [], "{about}");
            let moved = usize::from(is_decided && !is_first);
            assert_eq!(aside(&data, "store.replaced"), moved, "{about}: nothing is thrown away");
            let moved = usize::from(is_decided && !is_first && !is_newer);
            assert_eq!(aside(&data, "answers.log.replaced"), moved, "{about}: nor its record");
            assert!(!is_killed(dir.path(), "restore", "nowhere"), "{about}: it can be done again");
            assert_eq!(held(&data, &about).read, restored.read, "{about}");
        }
    }
}

#[test]
fn a_kill_while_a_store_is_rebuilt_of_a_backup_only_delays_it() {
    let source = tempfile::tempdir().unwrap();
    let home = source.path();
    let data = home.join("data");
    {
        let store = open(&data).store;
        live(&store, 20);
        back_up(&store, &data, &home.join("backup"));
        live(&store, 20);
    }
    crate::opening::damage(&data);
    let begin = || {
        let dir = tempfile::tempdir().unwrap();
        copy_all(home, dir.path());
        // It is remembered by its whole path.
        let (data, to) = (dir.path().join("data"), dir.path().join("backup"));
        backup::remember(&data, &to, at(500)).unwrap();
        dir
    };
    let whole = begin();
    let opened = open(&whole.path().join("data"));
    assert!(opened.rebuilt.is_some() && !opened.recovered.is_empty());
    drop(opened);
    let wanted = held(&whole.path().join("data"), "uninterrupted");
    let mut killed = Vec::new();
    for point in points(&["rebuild", "restore", "recover"]) {
        let dir = begin();
        let data = dir.path().join("data");
        if is_killed(dir.path(), "open", point) {
            killed.push(point);
        }
        let found = held(&data, point);
        assert_eq!(found.read, wanted.read, "{point}");
        assert_eq!(found.record, wanted.record, "{point}");
        assert_eq!(aside(&data, "store.damaged"), 1, "{point}: it is moved once, and kept");
        assert_eq!(SledStore::check(&data, FIRST).unwrap().problems, [], "{point}");
    }
    assert_eq!(
        killed,
        [
            "rebuild.before_copy",
            "rebuild.before_move",
            "rebuild.between_moves",
            "rebuild.after_move",
            "restore.between_rows",
            "restore.before_whole",
            "restore.before_place",
            "recover.before_batch",
            "recover.before_flush",
            "recover.before_sync",
            "recover.before_answers",
            "recover.before_ok",
        ]
    );
}
