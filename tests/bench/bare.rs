//! A bare log with the same group commit: one write and one sync for whatever waits.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::oneshot, task::JoinSet};

use crate::{commits::Way, figures::Figures};

/// The log, and the thread that writes it.
pub(crate) struct BareLog {
    appends: mpsc::Sender<oneshot::Sender<Instant>>,
}

impl BareLog {
    /// A log to which so many bytes are appended each time.
    pub(crate) fn new(path: &Path, bytes: usize) -> Self {
        let mut file = File::create(path).unwrap();
        let (appends, waiting) = mpsc::channel::<oneshot::Sender<Instant>>();
        thread::spawn(move || {
            while let Ok(first) = waiting.recv() {
                let group: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
                file.write_all(&vec![b'x'; bytes * group.len()]).unwrap();
                file.sync_data().unwrap();
                for append in group {
                    append.send(Instant::now()).ok();
                }
            }
        });
        Self { appends }
    }

    /// Appends as often as customers would tap.
    pub(crate) async fn taps(&self, way: Way) -> Figures {
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
        Figures::of(taps, began.elapsed(), (0, 0))
    }
}
