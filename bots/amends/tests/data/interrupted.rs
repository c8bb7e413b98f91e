//! Commands that are cut short at every durable step: what customers were told stays true, and
//! whoever calls again gets what was wanted.

use std::{fs, os::unix::process::ExitStatusExt};

use amends_storage::crash;
use tokio::time;

use crate::{
    house::House,
    started::{self, SOON, Service},
};

/// What the system ends a process with that aborts.
const ABORTED: i32 = 6;
const FIRST_GUEST: i64 = 100;

fn points(operation: &str) -> impl Iterator<Item = &'static str> {
    let is_one = move |point: &&&str| point.split('.').next() == Some(operation);
    crash::CRASH_POINTS.iter().filter(is_one).copied()
}

/// A guest is asked, answers, and is thanked.
async fn answers(house: &House, service: &Service, guest: i64) {
    house.comes(guest, "Dana");
    house.asks(service, guest).await;
    house.taps(guest, "🙂 Good").await;
    house.reads(guest, "Thank you").await;
}

/// How many answers there are, in a store that nobody has open or in that of a service.
async fn count(house: &House) -> usize {
    let (status, lines, said) = house.run(&["export", "--format", "jsonl"]).await;
    assert_eq!(status, 0, "{said}");
    lines.lines().count()
}

async fn is_clean(house: &House, about: &str) {
    let (status, told, said) = house.run(&["store", "check"]).await;
    assert_eq!(status, 0, "{about}: {told}{said}");
}

/// Looks what a backup that was cut short comes to, and clears it away if it is whole.
async fn is_whole_or_none(house: &House, point: &str) {
    let to = house.dir.path().join("backup");
    if to.exists() {
        let (status, told, said) = house.run(&["store", "check", "backup"]).await;
        assert_eq!(status, 0, "{point}: {told}{said}");
        return fs::remove_dir_all(to).unwrap();
    }
    let there = house.dir.path().join("there");
    let (status, _, said) = house.run_in(&there, &["restore", "backup"]).await;
    assert_eq!(status, 1, "{point}");
    assert!(said.contains("there is no backup of amends in `backup`"), "{point}: {said}");
    assert!(!there.exists(), "{point}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_killed_while_it_backs_up_keeps_what_it_was_told() {
    let house = House::new().await;
    let mut guest = FIRST_GUEST;
    for point in points("backup") {
        let mut command = house.command(&["serve"]);
        command.env(crash::VARIABLE, point);
        let mut service = started::serve(command).await;
        answers(&house, &service, guest).await;
        guest += 1;
        let (status, told, said) = house.run(&["backup", "backup"]).await;
        assert_eq!((status, told.as_str()), (1, ""), "{point}: {said}");
        let is_told = ["broke off", "did not answer", "ended before this was done"];
        assert!(is_told.iter().any(|words| said.contains(words)), "{point}: {said}");
        let status = time::timeout(SOON, service.child.wait()).await.unwrap().unwrap();
        assert_eq!(status.signal(), Some(ABORTED), "{point}: {}", service.log.await.unwrap());
        is_clean(&house, point).await;
        is_whole_or_none(&house, point).await;
    }
    let service = house.serve().await;
    answers(&house, &service, guest).await;
    assert_eq!(count(&house).await, usize::try_from(guest + 1 - FIRST_GUEST).unwrap());
    let (status, _, said) = house.run(&["backup", "backup"]).await;
    assert_eq!(status, 0, "what was left does not stand in the way: {said}");
    assert!(!house.dir.path().join("backup.unfinished").exists());
    let (status, log) = service.stop().await;
    assert_eq!(status, 0, "{log}");
    assert!(!log.contains("The store lacks"), "{log}");
    assert_eq!(house.telegram.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_killed_leaves_what_the_next_start_serves() {
    let house = House::new().await;
    let service = house.serve().await;
    answers(&house, &service, FIRST_GUEST).await;
    let (status, _, said) = house.run(&["backup", "early"]).await;
    assert_eq!(status, 0, "{said}");
    answers(&house, &service, FIRST_GUEST + 1).await;
    assert_eq!(service.stop().await.0, 0);

    let is_killed = async |args: &[&str], point: &str| {
        let mut command = house.command(args);
        command.env(crash::VARIABLE, point);
        let output = time::timeout(SOON, command.output()).await.unwrap().unwrap();
        let is_killed = output.status.signal() == Some(ABORTED);
        assert!(is_killed || output.status.success(), "{point}: {output:?}");
        is_killed
    };
    for point in points("backup") {
        assert!(is_killed(&["backup", "backup"], point).await, "{point}");
        is_clean(&house, point).await;
        is_whole_or_none(&house, point).await;
    }
    let mut killed = 0;
    for point in points("restore") {
        killed += usize::from(is_killed(&["restore", "early", "--replace"], point).await);
        // Whatever stands there now, the answer since the backup is in the record.
        assert_eq!(count(&house).await, 2, "{point}");
        is_clean(&house, point).await;
    }
    // The record that is there is newer each time, and stays.
    assert_eq!(killed, points("restore").count() - 1);

    let service = house.serve().await;
    answers(&house, &service, FIRST_GUEST + 2).await;
    assert_eq!(count(&house).await, 3);
    let (status, log) = service.stop().await;
    assert_eq!(status, 0, "{log}");
    is_clean(&house, "in the end").await;
    assert_eq!(house.telegram.violations(), Vec::<String>::new());
}
