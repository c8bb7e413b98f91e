//! What long work shows: a bar on a terminal, and nothing in a pipe; what is exported is the same in
//! both.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    process::Stdio,
    thread,
};

use amends_core::ids::WorkspaceId;
use amends_storage::{
    SledStore, Store,
    port::{Commit, Counters, JournalEntry},
    sled_store::Options,
};
use rustix::{
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use tokio::{process::Command, time};

use crate::{house::House, started::SOON};

const GUEST: i64 = 77;
/// Entries that are looked through beside the answer, so that there is progress to tell of.
const ENTRIES: u64 = 5_000;
/// The bar's own signs.
const BAR: [char; 2] = ['█', '%'];

/// A terminal: the end at which a person sits, and the end that a program is given.
fn terminal() -> (File, File) {
    let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&person).unwrap();
    unlockpt(&person).unwrap();
    let size = Winsize { ws_row: 25, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    let name = ptsname(&person, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY;
    let program = rustix::fs::open(name.as_c_str(), flags, Mode::empty()).unwrap();
    tcsetwinsize(&program, size).unwrap();
    (File::from(person), File::from(program))
}

/// Reads all that is shown until every program has let go of the terminal.
fn shown(mut person: File) -> String {
    let (mut all, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match person.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => all.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => (),
            // The system says so when nobody is left at the other end.
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
                break;
            }
            Err(error) => panic!("{error}"),
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// Runs a command with a terminal for its standard error, and with one for its standard output too if
/// that is wanted. Returns what it wrote to a pipe, and what the terminal showed.
async fn on_a_terminal(mut command: Command, stdout: bool) -> (Vec<u8>, String) {
    let (person, program) = terminal();
    command.env("TERM", "xterm-256color").stderr(Stdio::from(program.try_clone().unwrap()));
    if stdout {
        command.stdout(Stdio::from(program.try_clone().unwrap()));
    }
    drop(program);
    let reading = thread::spawn(move || shown(person));
    let child = command.spawn().unwrap();
    // It holds the program's end of the terminal as well.
    drop(command);
    let output = time::timeout(SOON, child.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{output:?}");
    (output.stdout, reading.join().unwrap())
}

/// A guest has answered, and much else was written down.
async fn answered() -> House {
    let house = House::new().await;
    let service = house.serve().await;
    house.comes(GUEST, "Dana");
    house.asks(&service, GUEST).await;
    house.taps(GUEST, "🙂 Good").await;
    house.reads(GUEST, "Thank you").await;
    assert_eq!(service.stop().await.0, 0);

    let opened = SledStore::open(&house.data_dir(), WorkspaceId::FIRST, Options::default());
    let store = opened.unwrap().store;
    let Counters { next_seq, next_case } = store.counters().unwrap();
    let last = store.journal(0, usize::MAX).unwrap().pop().unwrap();
    let entry = |seq| JournalEntry { seq, facts: Vec::new(), ..last.clone() };
    let entries = (next_seq..next_seq + ENTRIES).map(|seq| {
        let counters = Some(Counters { next_seq: seq + 1, next_case });
        Commit { entry: Some(entry(seq)), counters, ..Commit::default() }
    });
    store.commit(&entries.collect::<Vec<_>>(), last.at).unwrap();
    store.close().unwrap();
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_shows_a_bar_on_a_terminal_and_nothing_in_a_pipe() {
    let house = answered().await;
    let export = ["export", "--format", "csv"];
    let (status, table, said) = house.run(&export).await;
    assert_eq!((status, said.as_str()), (0, ""), "silent in a pipe");
    assert!(table.lines().count() == 2 && table.contains("\"Dana\""), "{table}");

    // `amends export > answers.csv`, typed at a terminal.
    let (written, seen) = on_a_terminal(house.command(&export), false).await;
    assert_eq!(String::from_utf8(written).unwrap(), table, "the same to the byte");
    assert!(BAR.iter().all(|sign| seen.contains(*sign)), "{seen:?}");
    assert!(!seen.contains("Dana"), "{seen:?}");
    // It is taken away in the end.
    assert!(seen.trim_end_matches(['\r', '\n']).ends_with("\u{1b}[2K"), "{seen:?}");

    // `amends export`, typed at a terminal: lines are not torn by the bar.
    let (_, seen) = on_a_terminal(house.command(&export), true).await;
    assert!(BAR.iter().all(|sign| seen.contains(*sign)), "{seen:?}");
    let row = table.lines().nth(1).unwrap();
    assert!(seen.contains(row), "{seen:?}");

    // Beside a service, which tells how far it is through its door.
    let service = house.serve().await;
    let (written, seen) = on_a_terminal(house.command(&export), false).await;
    assert_eq!(String::from_utf8(written).unwrap(), table);
    assert!(BAR.iter().all(|sign| seen.contains(*sign)), "{seen:?}");
    let (status, same, said) = house.run(&export).await;
    assert_eq!((status, same, said.as_str()), (0, table, ""), "silent in a pipe");
    assert_eq!(service.stop().await.0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_and_a_restore_say_how_far_they_are_on_a_terminal() {
    let house = answered().await;
    for args in [&["backup", "backup"][..], &["restore", "backup", "--replace"]] {
        let (written, seen) = on_a_terminal(house.command(args), false).await;
        assert!(seen.contains("records"), "{args:?}: {seen:?}");
        let written = String::from_utf8(written).unwrap();
        let is_told = written.starts_with("Backed up to ") || written.starts_with("Restored into ");
        assert!(is_told && !written.contains('\u{1b}'), "{args:?}: {written}");
    }
}
