//! What a store costs as it grows: by the contact, on the disk, and at the start after `kill -9`.
//!
//! The store is filled by a process of its own, which is killed when it is done: what is measured then
//! is what a crash leaves.

use std::{
    env,
    io::{BufRead, BufReader},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use amends_storage::{SledStore, Store, disk::room, sled_store};
use jiff::Timestamp;
use tokio::{runtime, task};

use crate::{
    engine,
    figures::{count, middle, on_disk, processor_seconds},
    house::House,
    memory, say,
    table::{Aim, Table},
};

/// The argument that makes this program the process that fills a store.
pub(crate) const CHILD: &str = "child";
const OF: &str = "growth";
/// How many contacts are stored at most: 5,000,000 take an hour and 30 GB.
const MOST: &str = "AMENDS_BENCH_CONTACTS";
const ALL: [u64; 3] = [10_000, 1_000_000, 5_000_000];
/// Contacts of which the cost is measured.
const MEASURED: usize = 6_400;
const ROUNDS: usize = 5;
/// What a contact takes on the disk at most, while it is written.
const ROOM: u64 = 12_000;
const OPENINGS: usize = 3;
const ABORTED: i32 = 6;

pub(crate) async fn run(table: &mut Table) {
    say("\nA store that grows");
    let most = env::var(MOST).map_or(1_000_000, |most| most.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let free = room(dir.path()).unwrap();
    let sizes = ALL.into_iter().filter(|size| *size <= most && size * ROOM <= free);
    let sizes: Vec<u64> = sizes.collect();
    for size in ALL.into_iter().filter(|size| !sizes.contains(size)) {
        let gigabytes = (size * ROOM) >> 30;
        table.leave_out(format!("{size} contacts: set {MOST}={size} and have {gigabytes} GB free"));
    }
    let data = dir.path().join("data");
    let lines = child(&["fill", &data.display().to_string(), &sizes.last().unwrap().to_string()]);
    let costs = lines.iter().map(|line| cost(line));
    for (size, [seconds, used, few, few_used]) in sizes.iter().zip(costs) {
        let (ratio, work) = (seconds / few, used / few_used);
        let what = format!("with {size} stored, a contact takes");
        table.add(OF, what, seconds * 1e6, "µs", Aim::None);
        if *size != sizes[0] {
            table.add(OF, "  of one with few stored, beside it", ratio, "times", Aim::AtMost(1.1));
            table.add(OF, "  and in processor time", work, "times", Aim::AtMost(1.1));
        }
    }
    let stored = count(usize::try_from(*sizes.last().unwrap()).unwrap());
    table.add(OF, "on the disk", bytes(&data) / stored, "bytes a contact", Aim::None);
    opens(table, &data).await;
    let before = bytes(&data);
    child(&["scrub", &data.display().to_string()]);
    let left = bytes(&data) / before * 100.0;
    table.add(OF, "left of that once the store was written anew", left, "%", Aim::None);
}

fn bytes(data: &Path) -> f64 {
    let megabytes = u32::try_from(on_disk(data) >> 10).unwrap();
    f64::from(megabytes) * 1024.0
}

/// Opens what a crash left, in turns with the engine alone; then what a clean stop left.
async fn opens(table: &mut Table, data: &Path) {
    let telegram = memory::stand_in().await;
    let (mut ours, mut alone, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        let lines = child(&["open", &data.join("store").display().to_string()]);
        alone.push(lines[0].parse::<f64>().unwrap());
        let service = memory::on(&telegram, data).await;
        ours.push(service.ready_after.as_secs_f64());
        held.push(service.memory_mb());
        service.dies().await;
    }
    let (ours, alone) = (middle(ours), middle(alone));
    table.add(OF, "the engine alone opens it after kill -9", alone, "s", Aim::None);
    table.add(OF, "start to ready after kill -9", ours, "s", Aim::None);
    table.add(OF, "start to ready / the engine alone", ours / alone, "times", Aim::AtMost(1.3));
    table.add(OF, "memory after that start", middle(held), "MB", Aim::None);
    memory::on(&telegram, data).await.stops().await;
    let service = memory::on(&telegram, data).await;
    let after = service.ready_after.as_secs_f64();
    table.add(OF, "start to ready after a clean stop", after, "s", Aim::AtMost(1.0));
    service.stops().await;
}

/// Runs this program as another process, and returns what it says.
fn child(arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new(env::current_exe().unwrap());
    let mut child = command.arg(CHILD).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines = lines.map(Result::unwrap).collect();
    let status = child.wait().unwrap();
    assert!(status.success() || status.signal() == Some(ABORTED), "{status}");
    lines
}

/// Fills a store in another process.
pub(crate) async fn filled(data: &Path, how: &str, contacts: u64) {
    let (how, data) = (how.to_owned(), data.display().to_string());
    let filling = task::spawn_blocking(move || match how.as_str() {
        "open" => child(&["asked", &data, &contacts.to_string()]),
        other => panic!("{other}"),
    });
    filling.await.unwrap();
}

/// Seconds and processor seconds of a contact, and those of one beside it.
fn cost(line: &str) -> [f64; 4] {
    let parts: Vec<f64> = line.split(' ').map(|part| part.parse().unwrap()).collect();
    parts.try_into().unwrap()
}

/// What this program does as another process.
pub(crate) fn is_child(arguments: &[String]) {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match arguments {
        [what, data, contacts] if what == "fill" => {
            runtime.block_on(fills(Path::new(data), contacts.parse().unwrap()));
            // As kill -9 leaves it.
            std::process::abort();
        }
        [what, data, contacts] if what == "asked" => runtime.block_on(async {
            let mut house = House::new(Path::new(data));
            house.prepares(contacts.parse().unwrap()).await;
            house.closes().await;
        }),
        [what, store] if what == "open" => {
            let (took, _open) = engine::opens(Path::new(store));
            say(&took.as_secs_f64().to_string());
            // It is not closed: that would make the next opening another one.
            std::process::abort();
        }
        [what, data] if what == "scrub" => {
            let opened = SledStore::open(
                Path::new(data),
                amends_core::ids::WorkspaceId::FIRST,
                sled_store::Options::default(),
            );
            let store = opened.unwrap().store;
            store.scrub(Timestamp::MIN).unwrap();
            store.close().unwrap();
        }
        other => panic!("{other:?}"),
    }
}

/// Has so many contacts asked and answered, and says what one costs at each size, and what one costs
/// with few stored. Both are measured in turns: a machine that is slower than it was slows both.
async fn fills(data: &Path, contacts: u64) {
    let mut house = House::new(data);
    for size in ALL.into_iter().filter(|size| *size <= contacts) {
        let measured = u64::try_from(MEASURED * ROUNDS).unwrap();
        while house.customers() + measured < size {
            house.goes_through(MEASURED).await;
        }
        let beside = tempfile::tempdir().unwrap();
        let mut small = House::new(&beside.path().join("data"));
        let (mut costs, mut of_few) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            costs.push(round(&mut house).await);
            of_few.push(round(&mut small).await);
        }
        small.closes().await;
        let ((seconds, used), (few, few_used)) = (each(&costs), each(&of_few));
        say(&format!("{seconds} {used} {few} {few_used}"));
    }
}

/// What a round takes, in time and in time of the processor.
async fn round(house: &mut House) -> (Duration, f64) {
    let (before, began) = (processor_seconds(std::process::id()), Instant::now());
    house.goes_through(MEASURED).await;
    (began.elapsed(), processor_seconds(std::process::id()) - before)
}

/// What a contact takes in the middle round, in seconds of either.
fn each(rounds: &[(Duration, f64)]) -> (f64, f64) {
    let of = |cost: fn(&(Duration, f64)) -> f64| middle(rounds.iter().map(cost).collect());
    (of(|it| it.0.as_secs_f64()) / count(MEASURED), of(|it| it.1) / count(MEASURED))
}
