//! Damage of every kind, to the store, to the answer record, and to both: what opens afterwards holds
//! every answer that is left anywhere, and the check says what is what.

use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::{Seek, SeekFrom, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use amends_core::{
    fact::Fact,
    ids::{CaseNumber, WorkspaceId},
    policy::Policy,
};
use amends_storage::{
    SledStore, Store, StoreError,
    port::{CaseIsOpen, Commit, Counters, IndexRow, NewState},
    sled_store::{Checked, Opened, Options},
};

use crate::{arrival, backups::back_up, entry, open, samples, samples::at};

/// So many answers there are, and so many of them are in the backup.
const ANSWERS: u64 = 40;
const BACKED_UP: u64 = 20;

/// A kind of damage, and how many answers may be lost by it: only those that nothing holds any more.
struct Damage {
    name: &'static str,
    does: fn(&Path),
    may_lose: u64,
}

const fn damage(name: &'static str, does: fn(&Path)) -> Damage {
    Damage { name, does, may_lose: 0 }
}

const ALL: [Damage; 32] = [
    damage("nothing", |_| ()),
    damage("log cut to nothing", |dir| cut(&db(dir), 0, 1)),
    damage("log cut early", |dir| cut(&db(dir), 1, 8)),
    damage("log cut in the middle", |dir| cut(&db(dir), 1, 2)),
    damage("log cut late", |dir| cut(&db(dir), 7, 8)),
    damage("log without its last byte", |dir| cut_bytes(&db(dir), 1)),
    damage("log zeroed at its head", |dir| overwrite(&db(dir), 0, 0, 512)),
    damage("log zeroed in the middle", |dir| overwrite(&db(dir), 1, 0, 4096)),
    damage("log zeroed altogether", |dir| overwrite(&db(dir), 0, 0, usize::MAX)),
    damage("log overwritten at its head", |dir| overwrite(&db(dir), 0, 0xA5, 512)),
    damage("log overwritten in the middle", |dir| overwrite(&db(dir), 1, 0xA5, 4096)),
    damage("a bit flipped early in the log", |dir| flip(&db(dir), 1, 8)),
    damage("a bit flipped in the middle of the log", |dir| flip(&db(dir), 1, 2)),
    damage("a bit flipped late in the log", |dir| flip(&db(dir), 7, 8)),
    damage("no log", |dir| fs::remove_file(db(dir)).unwrap()),
    damage("no settings", |dir| fs::remove_file(store(dir).join("conf")).unwrap()),
    damage("empty settings", |dir| fs::write(store(dir).join("conf"), b"").unwrap()),
    damage("settings of another kind", |dir| {
        fs::write(store(dir).join("conf"), b"segment_size: nonsense\n\0\0\0\0").unwrap();
    }),
    damage("settings that are no text", |dir| flip(&store(dir).join("conf"), 1, 8)),
    damage("settings torn in the middle", |dir| cut(&store(dir).join("conf"), 1, 2)),
    damage("settings that are a directory", |dir| {
        fs::remove_file(store(dir).join("conf")).unwrap();
        fs::create_dir(store(dir).join("conf")).unwrap();
    }),
    damage("no large values", |dir| fs::remove_dir_all(store(dir).join("blobs")).unwrap()),
    damage("no place for large values", |dir| no_place(&store(dir).join("blobs"))),
    damage("a log that is a directory", |dir| {
        fs::remove_file(db(dir)).unwrap();
        fs::create_dir(db(dir)).unwrap();
    }),
    damage("no snapshots", |dir| each(&store(dir), "snap.", |path| fs::remove_file(path).unwrap())),
    damage("empty snapshots", |dir| each(&store(dir), "snap.", |path| cut(path, 0, 1))),
    damage("a snapshot that was never finished", |dir| {
        fs::write(store(dir).join("snap.FFFFFFFFFFFFFFFF.generating"), b"half").unwrap();
    }),
    damage("no store", |dir| fs::remove_dir_all(store(dir)).unwrap()),
    damage("an empty store", |dir| {
        fs::remove_dir_all(store(dir)).unwrap();
        fs::create_dir(store(dir)).unwrap();
    }),
    damage("record torn at its end", |dir| cut_bytes(&record(dir), 9)),
    damage("record with a damaged line", |dir| flip(&record(dir), 1, 2)),
    damage("files that nobody may read", |dir| {
        fs::set_permissions(db(dir), fs::Permissions::from_mode(0o200)).unwrap();
    }),
];

/// The store and its record at once: what neither holds is lost.
const BOTH: [Damage; 3] = [
    Damage {
        name: "log cut to nothing, record with a damaged line",
        does: |dir| {
            cut(&db(dir), 0, 1);
            flip(&record(dir), 1, 2);
        },
        may_lose: 1,
    },
    Damage {
        name: "no place for large values, record torn at its end",
        does: |dir| {
            no_place(&store(dir).join("blobs"));
            cut_bytes(&record(dir), 9);
        },
        may_lose: 1,
    },
    Damage {
        name: "no store and no record",
        does: |dir| {
            fs::remove_dir_all(store(dir)).unwrap();
            fs::remove_file(record(dir)).unwrap();
        },
        may_lose: ANSWERS,
    },
];

fn store(dir: &Path) -> PathBuf {
    dir.join("store")
}

fn db(dir: &Path) -> PathBuf {
    store(dir).join("db")
}

fn record(dir: &Path) -> PathBuf {
    dir.join("answers.log")
}

/// A file where a folder must be.
fn no_place(dir: &Path) {
    fs::remove_dir_all(dir).unwrap();
    fs::write(dir, b"no place for large values").unwrap();
}

fn each(dir: &Path, prefix: &str, does: impl Fn(&Path)) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with(prefix) {
            does(&path);
        }
    }
}

/// How much of a file was ever written.
fn used(path: &Path) -> usize {
    fs::read(path).unwrap().iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)
}

fn cut(path: &Path, part: usize, of: usize) {
    let length = u64::try_from(used(path) * part / of).unwrap();
    OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

fn cut_bytes(path: &Path, count: usize) {
    let length = u64::try_from(used(path) - count).unwrap();
    OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

/// From the head on, or from the middle.
fn overwrite(path: &Path, half: usize, byte: u8, count: usize) {
    let used = used(path);
    let from = used * half / 2;
    let bytes = vec![byte; count.min(used - from)];
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(u64::try_from(from).unwrap())).unwrap();
    file.write_all(&bytes).unwrap();
}

fn flip(path: &Path, part: usize, of: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = used(path) * part / of;
    bytes[at] ^= 0x80;
    fs::write(path, bytes).unwrap();
}

fn answer(store: &dyn Store, seq: u64) {
    let counters = Some(Counters { next_seq: seq + 1, next_case: CaseNumber(1002) });
    let commit = Commit { entry: Some(entry(seq)), counters, ..Commit::default() };
    store.commit(&[commit], at(0)).unwrap();
}

/// Somebody with open business, whose rows fit together.
pub(crate) fn customer() -> Commit {
    let (customer, policy) = (samples::customer(), Policy::new(samples::workspace()));
    let deadline = customer.next_deadline(&policy).map(|deadline| deadline.at);
    let index = customer.cases.iter().map(|case| {
        let is_open = if case.is_open() { CaseIsOpen::Open } else { CaseIsOpen::Closed };
        IndexRow::Case(case.number, customer.id, is_open)
    });
    let index = index.collect();
    Commit {
        state: Some(NewState::Customer(Box::new(customer), deadline)),
        index,
        ..Commit::default()
    }
}

/// How much of the record a start takes for known.
#[derive(Clone, Copy)]
enum Known {
    /// None of it, as in a small store: it compares everything.
    Nothing,
    /// All up to the last write but one, as in a store in which that is little.
    Almost,
}

/// A store with everything in it, with a snapshot, a large value, and a backup of its first half.
fn filled(home: &Path, with_backup: bool, known: Known) -> PathBuf {
    let dir = home.join("data");
    let compare = match known {
        Known::Nothing => u64::MAX,
        Known::Almost => 1,
    };
    let options = Options { reserve: 1 << 20, compare, ..Options::default() };
    let store = SledStore::open(&dir, WorkspaceId::FIRST, options).unwrap().store;
    let business = Some(NewState::Workspace(Box::new(samples::workspace())));
    store.commit(&[Commit { state: business, ..Commit::default() }, customer()], at(0)).unwrap();
    store.receive(&[arrival("a")], at(0)).unwrap();
    store.keep("large", &vec![7; 300_000]).unwrap();
    (1..=BACKED_UP).for_each(|seq| answer(&store, seq));
    if with_backup {
        let to = home.join("backup");
        let manifest = back_up(&store, &dir, &to);
        amends_storage::backup::remember(&dir, &to, manifest.made_at).unwrap();
    }
    (BACKED_UP + 1..=ANSWERS).for_each(|seq| answer(&store, seq));
    store.close().unwrap();
    drop(store);
    drop(open(&dir));
    let checked = check(&dir);
    assert_eq!(checked.problems, [], "it must fit together to begin with");
    assert_eq!(checked.counts["customers"], 1);
    dir
}

fn check(dir: &Path) -> Checked {
    looked(dir, "what is whole")
}

fn looked(dir: &Path, name: &str) -> Checked {
    match SledStore::check(dir, WorkspaceId::FIRST) {
        Ok(checked) => checked,
        Err(error) => panic!("{name}: {error}"),
    }
}

/// Every file with its bytes.
fn bytes_of(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes_of(&path));
        } else {
            all.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

/// The answers that a store has by now.
fn answers(store: &dyn Store) -> BTreeSet<u64> {
    let journal = store.journal(0, usize::MAX).unwrap().into_iter();
    let has_answer = |fact: &Fact| matches!(fact, Fact::Answered { .. });
    journal.filter(|entry| entry.facts.iter().any(has_answer)).map(|entry| entry.seq).collect()
}

/// Opens what is damaged and looks through all of it, as a service does; what is found then is healed
/// by opening it once more.
fn healed(dir: &Path, name: &str) -> Opened {
    let open = || {
        let opened = SledStore::open(dir, WorkspaceId::FIRST, Options::default());
        opened.unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let opened = open();
    if is_sound(&opened.store) {
        return opened;
    }
    drop(opened);
    let again = open();
    assert!(is_sound(&again.store), "{name}: it is still damaged");
    again
}

/// Whether nothing is missing in the store, nor can't be read.
fn is_sound(store: &dyn Store) -> bool {
    let mut from = 0;
    loop {
        match store.compare_step(from) {
            Ok(Some(next)) => from = next,
            Ok(None) => return true,
            Err(StoreError::Damaged { .. }) => return false,
            Err(error) => panic!("{error}"),
        }
    }
}

fn heals(Damage { name, does, may_lose }: &Damage, with_backup: bool, known: Known) {
    let home = tempfile::tempdir().unwrap();
    let dir = filled(home.path(), with_backup, known);
    does(&dir);
    let before = bytes_of(&dir);
    if SledStore::is_in(&dir) {
        looked(&dir, name);
        assert!(bytes_of(&dir) == before, "{name}: the check changed something");
    }
    let opened = healed(&dir, name);
    let found = answers(&opened.store);
    let lost = (1..=ANSWERS).filter(|seq| !found.contains(seq)).count();
    let most = if with_backup { may_lose.min(&(ANSWERS - BACKED_UP)) } else { may_lose };
    assert!(u64::try_from(lost).unwrap() <= *most, "{name}: {lost} answers are lost");
    if opened.moved_aside.is_some() {
        assert_eq!(opened.rebuilt.is_some(), with_backup, "{name}");
        let customer = opened.store.customer(samples::customer_id(1)).unwrap();
        assert_eq!(customer.is_some(), with_backup, "{name}: customers come from the backup");
    }
    let next = opened.store.counters().unwrap().next_seq;
    answer(&opened.store, next);
    let is_of_settings = name.contains("settings");
    assert!(!is_of_settings || opened.moved_aside.is_none(), "{name}: all of it can be read");
    let is_record_damaged = !opened.damaged_lines.is_empty();
    opened.store.close().unwrap();
    drop(opened);
    let checked = check(&dir);
    let told: Vec<_> = checked.problems.iter().map(|it| it.what.as_str()).collect();
    let is_told = told.iter().any(|what| what.contains("answers.log can't be read"));
    match known {
        Known::Nothing => assert_eq!(is_told, is_record_damaged, "{name}: {told:?}"),
        Known::Almost => assert!(is_told || !is_record_damaged, "{name}: {told:?}"),
    }
    assert!(told.len() == usize::from(is_told), "{name}: {told:?}");
    let again = open(&dir);
    assert!(again.moved_aside.is_none(), "{name}: once is enough");
    assert!(answers(&again.store).contains(&next), "{name}: it goes on from there");
}

#[test]
fn every_damage_to_a_store_with_a_backup_heals() {
    ALL.iter().chain(&BOTH).for_each(|damage| heals(damage, true, Known::Nothing));
}

#[test]
fn every_damage_to_a_store_without_a_backup_heals() {
    ALL.iter().chain(&BOTH).for_each(|damage| heals(damage, false, Known::Nothing));
}

#[test]
fn damage_in_what_a_start_takes_for_known_is_found_and_heals() {
    for with_backup in [false, true] {
        ALL.iter().chain(&BOTH).for_each(|damage| heals(damage, with_backup, Known::Almost));
    }
}

#[test]
fn a_damaged_backup_is_passed_over_for_the_one_before() {
    let home = tempfile::tempdir().unwrap();
    let dir = filled(home.path(), true, Known::Nothing);
    let store = open(&dir).store;
    let to = home.path().join("later");
    let manifest = back_up(&store, &dir, &to);
    amends_storage::backup::remember(
        &dir,
        &to,
        manifest.made_at + jiff::SignedDuration::from_secs(1),
    )
    .unwrap();
    drop(store);
    flip(&to.join("rows"), 1, 2);
    no_place(&dir.join("store/blobs"));
    let opened = open(&dir);
    let rebuilt = opened.rebuilt.unwrap();
    assert!(rebuilt.from.ends_with("backup"), "{}", rebuilt.from.display());
    assert_eq!(answers(&opened.store).len(), usize::try_from(ANSWERS).unwrap());
}

fn store_conf(dir: &Path) -> PathBuf {
    store(dir).join("conf")
}

/// Every byte of the settings, damaged in two ways: the store stays where it is, with all that is in
/// it. Only what looks as if a later release had written it is left alone.
#[test]
fn settings_that_are_damaged_are_written_anew_and_nothing_moves() {
    let home = tempfile::tempdir().unwrap();
    let dir = filled(home.path(), true, Known::Nothing);
    let conf = store_conf(&dir);
    let whole = fs::read(&conf).unwrap();
    let mut later = 0;
    for (index, bit) in (0..whole.len()).flat_map(|index| [(index, 0x80), (index, 0x01)]) {
        let mut bytes = whole.clone();
        bytes[index] ^= bit;
        fs::write(&conf, &bytes).unwrap();
        let name = format!("byte {index} with {bit:#x}");
        let before = bytes_of(&dir);
        let told = match SledStore::check(&dir, WorkspaceId::FIRST) {
            Ok(checked) => checked.problems,
            Err(StoreError::Newer { what }) => {
                assert!(what.starts_with("version: "), "{name}: {what}");
                let opened = SledStore::open(&dir, WorkspaceId::FIRST, Options::default());
                assert!(matches!(opened, Err(StoreError::Newer { .. })), "{name}");
                later += 1;
                continue;
            }
            Err(error) => panic!("{name}: {error}"),
        };
        assert!(bytes_of(&dir) == before, "{name}: the check changed something");
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert_eq!(told[0].what, "the settings of the store's engine are damaged", "{name}");
        let opened = open(&dir);
        assert!(opened.moved_aside.is_none() && opened.recovered.is_empty(), "{name}");
        assert!(!opened.snapshot_rebuilt, "{name}");
        assert_eq!(answers(&opened.store).len(), usize::try_from(ANSWERS).unwrap(), "{name}");
        let customer = opened.store.customer(samples::customer_id(1)).unwrap();
        assert!(customer.is_some(), "{name}");
        drop(opened);
        assert_eq!(fs::read(&conf).unwrap(), whole, "{name}");
    }
    // A digit of the version that became another one.
    assert!((1..4).contains(&later), "{later}");
    fs::write(&conf, whole).unwrap();
    assert_eq!(check(&dir).problems, []);
}

#[test]
fn what_does_not_fit_together_is_found() {
    let home = tempfile::tempdir().unwrap();
    let dir = filled(home.path(), false, Known::Nothing);
    let store = open(&dir).store;
    let nobody = samples::customer_id(77);
    let index = vec![
        IndexRow::Survey(samples::survey_id(77), nobody),
        IndexRow::Case(CaseNumber(1077), nobody, CaseIsOpen::Open),
        IndexRow::Thread(samples::desk().thread("77"), CaseNumber(1099)),
    ];
    store.commit(&[Commit { index, ..Commit::default() }], at(0)).unwrap();
    let late = NewState::Customer(Box::new(samples::customer()), Some(at(123_456)));
    store.commit(&[Commit { state: Some(late), ..Commit::default() }], at(0)).unwrap();
    let row = amends_storage::port::OutboxRow {
        subject: amends_storage::port::Subject::Customer(nobody),
        ..crate::outbox_row(50, 0)
    };
    store.commit(&[Commit { effects: vec![row], ..Commit::default() }], at(0)).unwrap();
    drop(store);
    fs::write(
        record(&dir),
        fs::read_to_string(record(&dir)).unwrap().replacen("{\"seq\":3", "{\"seq\":9", 1),
    )
    .unwrap();
    let checked = check(&dir);
    let told: Vec<_> = checked.problems.iter().map(|it| it.what.clone()).collect();
    for wanted in [
        "a survey leads to customer",
        "a case leads to customer",
        "is listed as open",
        "a thread leads to case R-1099",
        "the deadline of customer",
        "is of customer",
        "of answers.log can't be read",
    ] {
        assert!(told.iter().any(|what| what.contains(wanted)), "{wanted}: {told:#?}");
    }
}
