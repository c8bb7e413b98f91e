//! The storage engine alone, as it comes: a writer thread that commits whatever waits as one batch,
//! with the same sync, and rows of the same size. And how long it takes to open the files of a store.

use std::{
    fs::{File, OpenOptions},
    path::Path,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::oneshot, task::JoinSet};

use crate::{commits::Way, figures::Figures};

/// Rows of one commit: state, response, effect, deadline.
const ROWS: usize = 4;

/// The engine, and the thread that writes to it.
pub(crate) struct Engine {
    commits: mpsc::Sender<(u64, oneshot::Sender<Instant>)>,
}

impl Engine {
    /// Commits of so many bytes.
    pub(crate) fn new(dir: &Path, bytes: usize) -> Self {
        let db = sled::Config::new().path(dir).cache_capacity(64 << 20).flush_every_ms(None);
        let db = db.open().unwrap();
        let log = OpenOptions::new().write(true).open(dir.join("db")).unwrap();
        let (commits, waiting) = mpsc::channel::<(u64, oneshot::Sender<Instant>)>();
        thread::spawn(move || {
            while let Ok(first) = waiting.recv() {
                let group: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
                commit(&db, &log, group.iter().map(|(number, _)| *number), bytes);
                for (_, committed) in group {
                    committed.send(Instant::now()).ok();
                }
            }
        });
        Self { commits }
    }

    /// Commits as often as customers would tap; `from` is the number of the first.
    pub(crate) async fn taps(&self, way: Way, from: u64) -> Figures {
        let began = Instant::now();
        let mut customers = JoinSet::new();
        let each = way.taps / way.customers;
        for customer in 0..way.customers {
            let commits = self.commits.clone();
            let first = from + u64::try_from(customer * each).unwrap();
            customers.spawn(async move {
                let mut taps: Vec<Duration> = Vec::new();
                for number in first..first + u64::try_from(each).unwrap() {
                    let (commit, committed) = oneshot::channel();
                    let began = Instant::now();
                    commits.send((number, commit)).unwrap();
                    taps.push(committed.await.unwrap().duration_since(began));
                }
                taps
            });
        }
        let taps = customers.join_all().await.into_iter().flatten().collect();
        Figures::of(taps, began.elapsed(), (0, 0))
    }
}

fn commit(db: &sled::Db, log: &File, numbers: impl Iterator<Item = u64>, bytes: usize) {
    let mut batch = sled::Batch::default();
    for number in numbers {
        for kind in 0..ROWS {
            let mut key = vec![u8::try_from(kind).unwrap(); 17];
            // Customers come in no order, everything else in the order in which it happened.
            let place = if kind == 0 { number.wrapping_mul(0x9E37_79B9_7F4A_7C15) } else { number };
            key.extend_from_slice(&place.to_be_bytes());
            batch.insert(key, vec![b'x'; bytes / ROWS - 25]);
        }
    }
    db.apply_batch(batch).unwrap();
    db.flush().unwrap();
    log.sync_data().unwrap();
    for _ in 0..16 {
        crossbeam_epoch::pin().flush();
    }
}

/// Opens the files of a store and nothing else, and returns how long that took.
pub(crate) fn opens(dir: &Path) -> (Duration, sled::Db) {
    let began = Instant::now();
    let db = sled::Config::new().path(dir).cache_capacity(64 << 20).flush_every_ms(None).open();
    (began.elapsed(), db.unwrap())
}
