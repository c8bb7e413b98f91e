//! The process is killed at every named durable step; the store that opens afterwards holds all
//! that was acknowledged, and the interrupted step whole or not at all.

use std::{
    env,
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
    process::Command,
};

use amends_storage::{MemoryStore, crash};

use crate::{
    open, samples,
    script::{Op, Step, apply, read_all},
};

const DIR: &str = "AMENDS_TEST_CRASH_DIR";

fn script() -> Vec<Op> {
    let step = Step {
        customer: Some((1, Some(60))),
        handles: true,
        effects: 2,
        settles: None,
        arrival: Some(9),
        case: Some((2, true)),
    };
    let second = Step {
        customer: Some((1, Some(90))),
        handles: false,
        effects: 1,
        settles: Some(0),
        arrival: None,
        case: Some((2, false)),
    };
    vec![
        Op::Receive(vec![1, 2, 3]),
        Op::Commit(vec![step.clone(), second.clone()]),
        Op::Begin(0),
        Op::Failed(0),
        Op::BuryArrival(0),
        Op::Keep(1, 7),
        Op::Tidy(-1),
        Op::Receive(vec![4]),
        Op::Commit(vec![second, step]),
    ]
}

/// The life that is cut short: run in a process of its own.
#[test]
fn child() {
    let Some(dir) = env::var_os(DIR) else { return };
    let dir = Path::new(&dir);
    let store = open(dir).store;
    let mut acknowledged =
        OpenOptions::new().create(true).append(true).open(dir.join("acknowledged")).unwrap();
    for op in script() {
        apply(&store, &op, samples::at(0)).unwrap();
        acknowledged.write_all(b".").unwrap();
    }
}

fn is_killed(dir: &Path, point: &str) -> bool {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "crashes::child", "--test-threads", "1"])
        .env(DIR, dir)
        .env(crash::VARIABLE, point)
        .output()
        .unwrap();
    !output.status.success()
}

/// What must be read after so many acknowledged steps.
fn expected(steps: usize) -> String {
    let model = MemoryStore::new();
    for op in script().iter().take(steps) {
        apply(&model, op, samples::at(0)).unwrap();
    }
    read_all(&model)
}

fn acknowledged(dir: &Path) -> usize {
    fs::read(dir.join("acknowledged")).map_or(0, |marks| marks.len())
}

#[test]
fn no_kill_loses_or_tears_anything() {
    for point in crash::CRASH_POINTS {
        if ["rebuild", "recover", "scrub", "backup", "restore"]
            .iter()
            .any(|other| point.starts_with(other))
        {
            continue;
        }
        // Only some steps of the script come twice; the others are passed once and not again.
        for pass in [1, 2] {
            let dir = tempfile::tempdir().unwrap();
            let killed = is_killed(dir.path(), &format!("{point}:{pass}"));
            let twice = ["receive", "commit"].iter().any(|name| point.starts_with(name));
            assert_eq!(killed, pass == 1 || twice, "{point}:{pass}");
            let steps = acknowledged(dir.path());
            let opened = open(dir.path());
            assert!(opened.recovered.is_empty(), "{point}: nothing is only in the record");
            assert!(opened.moved_aside.is_none() && opened.damaged_lines.is_empty());
            let found = read_all(&opened.store);
            let (before, after) = (expected(steps), expected(steps + 1));
            assert!(found == before || found == after, "{point}:{pass} after {steps}:\n{found}");
            if !killed || point.starts_with("open") {
                assert_eq!(found, before, "{point}:{pass}: nothing was going on");
            } else if point.ends_with("before_ok") {
                assert_eq!(found, after, "{point}: it was durable");
            } else if point.ends_with("before_batch") {
                assert_eq!(found, before, "{point}: nothing had begun");
            }
        }
    }
}

#[test]
fn a_kill_while_a_damaged_store_is_rebuilt_only_delays_it() {
    for point in crash::CRASH_POINTS {
        if !point.starts_with("rebuild") && !point.starts_with("recover") {
            continue;
        }
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_killed(dir.path(), ""), "an empty name is no point");
        let answers = fs::read_to_string(dir.path().join("answers.log")).unwrap();
        crate::opening::damage(dir.path());
        assert!(is_killed(dir.path(), point), "{point}");
        let opened = open(dir.path());
        let facts: usize = amends_storage::Store::journal(&opened.store, 0, 99)
            .unwrap()
            .iter()
            .map(|entry| entry.facts.len())
            .sum();
        assert_eq!(facts, answers.lines().count(), "{point}");
        assert_eq!(fs::read_to_string(dir.path().join("answers.log")).unwrap(), answers, "{point}");
    }
}
