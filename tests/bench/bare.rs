//! A bare log with the same group commit: one write and one sync for whatever waits.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::oneshot, task::JoinSet};

use crate::{Way, figures::Figures};

/// What the commit of one tap writes, by measure: state, journal entry, effects and deadline.
pub(crate) const PAYLOAD: usize = 1_300;

/// The log, and the thread that writes it.
pub(crate) struct BareLog {
    appends: mpsc::Sender<oneshot::Sender<Instant>>,
    groups: Arc<AtomicU32>,
}

impl BareLog {
    pub(crate) fn new(path: &Path) -> Self {
        let mut file = File::create(path).unwrap();
        let (appends, waiting) = mpsc::channel::<oneshot::Sender<Instant>>();
        let groups = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&groups);
        thread::spawn(move || {
            while let Ok(first) = waiting.recv() {
                let group: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
                file.write_all(&vec![b'x'; PAYLOAD * group.len()]).unwrap();
                file.sync_data().unwrap();
                counted.fetch_add(1, Ordering::SeqCst);
                for append in group {
                    append.send(Instant::now()).ok();
                }
            }
        });
        Self { appends, groups }
    }

    /// Appends as often as customers would tap.
    pub(crate) async fn taps(&self, way: Way) -> Figures {
        let before = self.groups.load(Ordering::SeqCst);
        let began = Instant::now();
        let mut customers = JoinSet::new();
        for _ in 0..way.customers {
            let appends = self.appends.clone();
            customers.spawn(async move {
                let mut taps: Vec<Duration> = Vec::new();
                for _ in 0..way.taps / way.customers {
                    let (append, appended) = oneshot::channel();
                    let began = Instant::now();
                    appends.send(append).unwrap();
                    taps.push(appended.await.unwrap().duration_since(began));
                }
                taps
            });
        }
        let taps = customers.join_all().await.into_iter().flatten().collect();
        let groups = self.groups.load(Ordering::SeqCst) - before;
        Figures::of(taps, began.elapsed(), (groups, groups))
    }
}
