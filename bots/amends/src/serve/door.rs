//! The other side of the door: orders of the command line are carried out beside everything else.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use amends_runtime::{Handle, clock::Clock};
use amends_storage::Store;
use anyhow::{Context, bail};
use axum::{Json, Router, body::Body, extract::State, routing::post};
use futures::stream;
use tokio::{net::UnixListener, runtime, sync::mpsc, task, time};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::LEAVE_WITHIN;
use crate::{
    door::{PATH, socket},
    orders::{Ground, Hands, Order, Word},
};

/// So many words wait for whoever gave the order.
const WAITING: usize = 16;

/// An open door.
pub(super) struct Door {
    behind: Arc<Behind>,
    listening: Option<task::JoinHandle<io::Result<()>>>,
}

/// What is behind it.
struct Behind {
    store: Arc<dyn Store>,
    dir: PathBuf,
    clock: Clock,
    service: OnceLock<Handle>,
    stop: CancellationToken,
}

impl Door {
    /// Opens the door. Should that fail, everything else works all the same.
    pub(super) fn open(dir: &Path, store: Arc<dyn Store>, clock: Clock) -> Self {
        let (service, stop) = (OnceLock::new(), CancellationToken::new());
        let behind = Arc::new(Behind { store, dir: dir.to_owned(), clock, service, stop });
        let listening = match socket::listen(dir).and_then(UnixListener::from_std) {
            Ok(listener) => Some(listen(listener, Arc::clone(&behind))),
            Err(error) => {
                warn!(%error, "Commands such as backup and export can't reach the running service");
                None
            }
        };
        Self { behind, listening }
    }

    /// From now on orders can be carried out that change something.
    pub(super) fn serves(&self, handle: &Handle) {
        self.behind.service.get_or_init(|| handle.clone());
    }

    /// Closes it. What is under way is told so.
    pub(super) async fn close(self) {
        socket::remove(&self.behind.dir);
        self.behind.stop.cancel();
        let Some(listening) = self.listening else { return };
        match time::timeout(LEAVE_WITHIN, listening).await {
            Ok(Ok(Ok(()))) => (),
            Ok(Ok(Err(error))) => warn!(%error, "The door for commands was closed badly"),
            Ok(Err(error)) => error!(%error, "The door for commands failed"),
            Err(_) => warn!("A command that was under way did not end"),
        }
    }
}

fn listen(listener: UnixListener, behind: Arc<Behind>) -> task::JoinHandle<io::Result<()>> {
    let stop = behind.stop.clone();
    let router = Router::new().route(PATH, post(carry_out)).with_state(behind);
    task::spawn(async move {
        let serving = axum::serve(listener, router);
        serving.with_graceful_shutdown(stop.cancelled_owned()).await
    })
}

/// Carries an order out on a thread of its own, and says meanwhile what comes of it.
async fn carry_out(State(behind): State<Arc<Behind>>, Json(order): Json<Order>) -> Body {
    let (words, said) = mpsc::channel(WAITING);
    task::spawn_blocking(move || {
        let word = match behind.carry_out(&order, &words) {
            Ok(is_well) => Word::Ended { is_well },
            Err(error) => Word::Failed(format!("{error:#}")),
        };
        // Whoever gave it may be gone.
        words.blocking_send(word).ok();
    });
    let lines = stream::unfold(said, async |mut said: mpsc::Receiver<Word>| {
        let word = said.recv().await?;
        let mut line = serde_json::to_vec(&word).expect("words have string keys only");
        line.push(b'\n');
        Some((Ok::<_, io::Error>(line), said))
    });
    Body::from_stream(lines)
}

impl Behind {
    fn carry_out(&self, order: &Order, words: &mpsc::Sender<Word>) -> anyhow::Result<bool> {
        info!(order = order.name(), "Carrying out an order of the command line");
        let (data_dir, clock) = (self.dir.as_path(), &self.clock);
        let ground = Ground { store: &*self.store, hands: self, data_dir, clock };
        ground.carry_out(order, &mut |word| {
            if self.stop.is_cancelled() {
                bail!("the service is stopping: try again");
            }
            words.blocking_send(word).context("nobody listens any more")
        })
    }
}

impl Hands for Behind {
    fn erase(&self, typed: &str) -> anyhow::Result<bool> {
        let Some(service) = self.service.get() else {
            bail!("the service is still connecting to its platforms: try again in a moment");
        };
        Ok(runtime::Handle::current().block_on(service.erase(typed.to_owned()))?)
    }

    fn erased(&self) -> &'static str {
        "Forgotten. What stands on the platforms is deleted now, and then the store is written anew; \
         backups from before are left to you.\n"
    }
}
