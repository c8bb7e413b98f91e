//! Everything is written anew step by step, while others write; and the process is killed at each of
//! its steps.

use std::{
    collections::BTreeSet,
    env,
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
    process::Command,
};

use amends_core::{
    fact::Fact,
    ids::{CaseNumber, CustomerId},
};
use amends_storage::{
    SledStore, Store, crash,
    port::{Commit, Counters, JournalEntry, NewState, Subject},
};
use jiff::Timestamp;

use crate::{
    arrival,
    erasing::{forget, lived_in, sightings},
    open, samples,
    samples::at,
};

const DIR: &str = "AMENDS_TEST_SCRUB_DIR";
/// Enough rows for more than one step.
const ROWS: u32 = 2_000;
/// The first journal entry that is written meanwhile.
const FIRST: u64 = 10;

/// Dana is forgotten, and there is much else.
fn crowded(dir: &Path) -> SledStore {
    let store = open(dir).store;
    lived_in(&store);
    let crowd: Vec<Commit> = (0..ROWS).map(of_the_crowd).collect();
    store.commit(&crowd, at(1)).unwrap();
    forget(&store);
    store
}

fn of_the_crowd(number: u32) -> Commit {
    let id = CustomerId(uuid::Uuid::from_u128(0x0100_0000 + u128::from(number)));
    let mut customer = samples::customer();
    customer.id = id;
    let state = Some(NewState::Customer(Box::new(customer), None));
    Commit { state, ..Commit::default() }
}

/// An answer that somebody gives while everything is written anew.
fn answer(seq: u64) -> Commit {
    let mut answered = samples::facts().into_iter();
    let entry = JournalEntry {
        seq,
        at: at(200),
        subject: Subject::Customer(samples::customer_id(2)),
        event: "pressed".to_owned(),
        facts: vec![answered.find(|fact| matches!(fact, Fact::Answered { .. })).unwrap()],
    };
    let counters = Some(Counters { next_seq: seq + 1, next_case: CaseNumber(1002) });
    Commit { entry: Some(entry), counters, ..Commit::default() }
}

/// Writes everything anew, and something between any two steps. Returns how many steps it took.
fn scrub_beside(store: &SledStore, mut wrote: impl FnMut(u64)) -> u64 {
    for step in 0.. {
        if store.scrub_step(Timestamp::MIN, &BTreeSet::new()).unwrap() {
            return step;
        }
        store.commit(&[answer(FIRST + step)], at(200)).unwrap();
        let again = u32::try_from(step).unwrap() * 31 % ROWS;
        let mut changed = of_the_crowd(again);
        let Some(NewState::Customer(customer, _)) = &mut changed.state else { panic!() };
        customer.name = Some(format!("after step {step}"));
        store.commit(&[changed], at(200)).unwrap();
        wrote(FIRST + step);
    }
    unreachable!("it ends")
}

#[test]
fn what_is_written_meanwhile_stays() {
    let dir = tempfile::tempdir().unwrap();
    let store = crowded(dir.path());
    store.receive(&[arrival("before"), arrival("handled")], at(100)).unwrap();
    let handled = store.inbox(0, 9).unwrap().last().unwrap().seq;
    let mut later = None;
    let steps = scrub_beside(&store, |seq| {
        if seq == FIRST + 3 {
            let handled = vec![handled];
            store.commit(&[Commit { handled, ..Commit::default() }], at(200)).unwrap();
            // Somebody else is forgotten when the first rows are copied already.
            let other = CustomerId(uuid::Uuid::from_u128(0x0100_0000));
            let customer = store.customer(other).unwrap().unwrap();
            let erasure = amends_storage::port::Erasure::of(&customer);
            let erasures = vec![erasure.clone()];
            store.commit(&[Commit { erasures, ..Commit::default() }], at(200)).unwrap();
            later = Some(erasure);
        }
    });
    assert!(5 < steps, "{steps} steps");
    assert_eq!(store.erasures().unwrap(), Vec::from_iter(later), "the other is still to be done");
    assert_eq!(sightings(dir.path()), Vec::<String>::new());
    let is_whole = |store: &SledStore| {
        let journal = store.journal(FIRST, 999).unwrap();
        assert_eq!(journal.len(), usize::try_from(steps).unwrap());
        for step in 0..steps {
            let number = u32::try_from(step).unwrap() * 31 % ROWS;
            let id = CustomerId(uuid::Uuid::from_u128(0x0100_0000 + u128::from(number)));
            let name = store.customer(id).unwrap().unwrap().name;
            assert_eq!(name, Some(format!("after step {step}")));
        }
        assert_eq!(store.inbox(0, 9).unwrap().len(), 1, "what was worked on is gone");
    };
    is_whole(&store);
    drop(store);
    let opened = open(dir.path());
    assert!(opened.recovered.is_empty() && opened.damaged_lines.is_empty(), "{opened:?}");
    is_whole(&opened.store);
    opened.store.scrub(Timestamp::MIN).unwrap();
    assert!(opened.store.erasures().unwrap().is_empty());
}

/// The life that is cut short: run in a process of its own.
#[test]
fn child() {
    let Some(dir) = env::var_os(DIR) else { return };
    let dir = Path::new(&dir);
    let store = open(&dir.join("data")).store;
    let mut acknowledged =
        OpenOptions::new().create(true).append(true).open(dir.join("acknowledged")).unwrap();
    scrub_beside(&store, |_| acknowledged.write_all(b".").unwrap());
}

#[test]
fn a_kill_loses_no_answer_and_nobody_stays() {
    let points = crash::CRASH_POINTS.iter().filter(|point| point.starts_with("scrub"));
    for point in points {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        drop(crowded(&data));
        let pass = if point.ends_with("between_rows") { 3 } else { 1 };
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "scrubs::child", "--test-threads", "1"])
            .env(DIR, dir.path())
            .env(crash::VARIABLE, format!("{point}:{pass}"))
            .output()
            .unwrap();
        assert!(!output.status.success(), "{point} is not passed: {output:?}");
        let acknowledged = fs::read(dir.path().join("acknowledged")).map_or(0, |all| all.len());
        let opened = open(&data);
        assert!(opened.recovered.is_empty() && opened.damaged_lines.is_empty(), "{point}");
        assert!(opened.moved_aside.is_none(), "{point}");
        let kept = opened.store.journal(FIRST, 999).unwrap().len();
        // The last one may be there although nobody was told so.
        assert!((acknowledged..=acknowledged + 1).contains(&kept), "{point}: {kept}");
        let is_pending = !opened.store.erasures().unwrap().is_empty();
        let is_done = sightings(&data).is_empty();
        assert!(is_pending || is_done, "{point}: it is neither done nor to be done again");
        opened.store.scrub(Timestamp::MIN).unwrap();
        assert!(opened.store.erasures().unwrap().is_empty(), "{point}");
        drop(opened);
        // Opened once more, it is at its own place.
        drop(open(&data));
        assert_eq!(sightings(&data), Vec::<String>::new(), "{point}");
        let record = fs::read_to_string(data.join("answers.log")).unwrap();
        let answers = record.lines().filter(|line| line.contains("\"answered\"")).count();
        assert_eq!(answers, kept, "{point}");
        for left in ["store.other", "store.is_other", "answers.log.new"] {
            assert!(!data.join(left).exists(), "{point}: {left} is left");
        }
    }
}
