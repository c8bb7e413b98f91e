//! From the gateway into the store. What needs an answer at once goes first; everything else keeps
//! its order, behind what was missed before it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use serenity::model::id::ChannelId;
use tokio::{
    sync::mpsc,
    task::{JoinHandle, JoinSet},
    time::sleep,
};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info};

use super::{Host, atlas::Atlas, lock, reading::Arrived, surround};
use crate::{
    backfill::{self, Backfill},
    classify::is_gone,
    client::{CallError, Client},
    envelope::Channel,
};

/// So many events may wait to be stored. The gateway's own queue fills up behind them.
const WAITING: usize = 1_024;
/// So many are stored together at most.
const TOGETHER: usize = 100;
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What is to be done beside storing events.
#[derive(Debug)]
pub(super) enum Order {
    /// A session began: hold back what comes in conversations in which something was missed.
    Began,
    /// All servers are known: fetch what was missed.
    Settled,
    /// A thread that was open is out of sight: find out what became of it.
    LookAfter(Box<Channel>),
}

enum Entry {
    Event(Box<Arrived>),
    Order(Order),
}

/// The two ways into the store.
pub(super) struct Intake {
    urgent: mpsc::Sender<Arrived>,
    usual: mpsc::Sender<Entry>,
    tasks: [JoinHandle<()>; 2],
}

impl Intake {
    pub(super) fn start<H: Host>(
        client: Client,
        host: Arc<H>,
        atlas: Arc<Mutex<Atlas>>,
        stop: CancellationToken,
    ) -> Self {
        let (urgent, urgent_entries) = mpsc::channel(WAITING);
        let (usual, usual_entries) = mpsc::channel(WAITING);
        let store = Store { host, stop };
        let line = Line {
            client,
            store: store.clone(),
            atlas,
            held: BTreeMap::new(),
            missing: BTreeSet::new(),
            fetches: JoinSet::new(),
        };
        let tasks = [
            tokio::spawn(keep_urgent(store, urgent_entries)),
            tokio::spawn(line.run(usual_entries)),
        ];
        Self { urgent, usual, tasks }
    }

    /// Takes an event in.
    pub(super) async fn take(&self, arrived: Arrived) {
        // A closed queue means that all is over.
        if arrived.envelope.t == "INTERACTION_CREATE" {
            self.urgent.send(arrived).await.ok();
        } else {
            self.usual.send(Entry::Event(Box::new(arrived))).await.ok();
        }
    }

    pub(super) async fn order(&self, order: Order) {
        self.usual.send(Entry::Order(order)).await.ok();
    }

    /// Lets what waits get into the store, as far as that works.
    pub(super) async fn finish(self) {
        drop((self.urgent, self.usual));
        for task in self.tasks {
            task.await.ok();
        }
    }
}

struct Store<H> {
    host: Arc<H>,
    stop: CancellationToken,
}

impl<H> Clone for Store<H> {
    fn clone(&self) -> Self {
        Self { host: Arc::clone(&self.host), stop: self.stop.clone() }
    }
}

impl<H: Host> Store<H> {
    /// Makes events durable, however often it must be tried.
    async fn keep(&self, arrived: &[Arrived]) {
        if arrived.is_empty() {
            return;
        }
        let batch = || arrived.iter().map(|it| (it.id.clone(), it.envelope.to_bytes())).collect();
        let mut failures = 0;
        while let Err(error) = self.host.keep(batch()).await {
            if failures == 0 {
                error!(%error, "Events of Discord's could not be kept: they wait in memory");
            } else {
                debug!(%error, "Events could not be kept again");
            }
            // What is not kept when all is over is fetched at the next start, as far as it can be.
            if self.pause(failures).await.is_none() {
                return;
            }
            failures += 1;
        }
        if 0 < failures {
            info!("Events are kept again");
        }
    }

    async fn pause(&self, failures: u32) -> Option<()> {
        let wait = Duration::from_secs(1 << failures.min(5)).min(LONGEST_PAUSE);
        self.stop.run_until_cancelled(sleep(wait)).await
    }
}

/// Stores what needs an answer at once.
async fn keep_urgent<H: Host>(store: Store<H>, mut entries: mpsc::Receiver<Arrived>) {
    let mut batch = Vec::new();
    while entries.recv_many(&mut batch, TOGETHER).await != 0 {
        store.keep(&batch).await;
        batch.clear();
    }
}

/// Everything else, in order.
struct Line<H> {
    client: Client,
    store: Store<H>,
    atlas: Arc<Mutex<Atlas>>,
    /// What came in channels in which something is still missing before it.
    held: BTreeMap<String, Vec<Arrived>>,
    missing: BTreeSet<String>,
    fetches: JoinSet<()>,
}

impl<H: Host> Line<H> {
    async fn run(mut self, mut entries: mpsc::Receiver<Entry>) {
        let (sender, mut fetched) = mpsc::channel(WAITING);
        let mut batch = Vec::new();
        loop {
            tokio::select! {
                biased;
                Some(fetched) = fetched.recv() => self.fetched(fetched).await,
                count = entries.recv_many(&mut batch, TOGETHER) => {
                    if count == 0 {
                        break;
                    }
                    self.work_off(&mut batch, &sender).await;
                }
            }
        }
        // What was held back would otherwise be lost; that it has no order any more is the lesser
        // evil.
        for (_, held) in std::mem::take(&mut self.held) {
            self.store.keep(&held).await;
        }
    }

    async fn work_off(&mut self, batch: &mut Vec<Entry>, sender: &mpsc::Sender<Backfill>) {
        let mut ready = Vec::new();
        for entry in batch.drain(..) {
            match entry {
                Entry::Event(arrived) => {
                    let held_in = arrived.channel.as_ref().filter(|it| self.missing.contains(*it));
                    match held_in.cloned() {
                        Some(channel) => self.held.entry(channel).or_default().push(*arrived),
                        None => ready.push(self.placed(*arrived).await),
                    }
                }
                Entry::Order(order) => {
                    self.store.keep(&ready).await;
                    ready.clear();
                    self.follow(order, sender).await;
                }
            }
        }
        self.store.keep(&ready).await;
    }

    async fn follow(&mut self, order: Order, sender: &mpsc::Sender<Backfill>) {
        match order {
            Order::Began => {
                let conversations = self.store.host.conversations().await;
                self.missing.extend(conversations.into_iter().map(|it| it.channel));
            }
            Order::Settled => {
                self.fetches.abort_all();
                let conversations = self.store.host.conversations().await;
                // What is not a conversation any more waits for nothing.
                let wanted: BTreeSet<String> =
                    conversations.iter().map(|it| it.channel.clone()).collect();
                let done: Vec<String> = self.missing.difference(&wanted).cloned().collect();
                for channel in done {
                    self.release(&channel).await;
                }
                self.missing.extend(wanted);
                self.fetches.spawn(backfill::run(
                    self.client.clone(),
                    Arc::clone(&self.atlas),
                    conversations,
                    sender.clone(),
                ));
            }
            Order::LookAfter(thread) => {
                self.fetches.spawn(backfill::look_after(
                    self.client.clone(),
                    Arc::clone(&self.atlas),
                    *thread,
                    sender.clone(),
                ));
            }
        }
    }

    /// Stores what was missed in a channel, and then what came there meanwhile.
    async fn fetched(&mut self, fetched: Backfill) {
        self.store.keep(&fetched.arrived).await;
        self.release(&fetched.channel).await;
    }

    async fn release(&mut self, channel: &str) {
        self.missing.remove(channel);
        let mut held = Vec::new();
        for arrived in self.held.remove(channel).unwrap_or_default() {
            held.push(self.placed(arrived).await);
        }
        self.store.keep(&held).await;
    }

    /// Finds out where something happened, if that is not known.
    async fn placed(&self, mut arrived: Arrived) -> Arrived {
        let envelope = &arrived.envelope;
        let is_on_server = envelope.d["guild_id"].is_string();
        let Some(channel) = arrived.channel.clone().filter(|_| {
            is_on_server && envelope.around.channel.is_none() && envelope.around.before.is_none()
        }) else {
            return arrived;
        };
        let known = lock(&self.atlas).channel(&channel).cloned();
        let found = match known {
            Some(known) => Some(known),
            None => self.find(&channel).await,
        };
        if let Some(found) = found {
            surround(&lock(&self.atlas), &mut arrived.envelope, found);
        }
        arrived
    }

    async fn find(&self, channel: &str) -> Option<Channel> {
        let id: ChannelId = channel.parse().ok()?;
        let mut failures = 0;
        loop {
            match self.client.channel(id).await {
                Ok(d) => {
                    let found = Channel::read(&d)?;
                    lock(&self.atlas).put(found.clone());
                    return Some(found);
                }
                Err(error) if is_gone(&error) => return None,
                Err(CallError::Refused { .. }) => return None,
                Err(error) => debug!(%error, "A channel could not be looked up"),
            }
            self.store.pause(failures).await?;
            failures += 1;
        }
    }
}
