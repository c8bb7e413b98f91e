//! From the gateway into the store. What needs an answer at once goes first; everything else keeps
//! its order, behind what was missed before it.

use std::{
    collections::BTreeMap,
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

use super::{Conversation, Host, atlas::Atlas, lock, reading::Arrived, surround};
use crate::{
    backfill::{Fetch, Fetched},
    classify::is_gone,
    client::{CallError, Client},
    envelope::{Author, Channel},
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
            missing: BTreeMap::new(),
            fetch: None,
            looks: JoinSet::new(),
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
        let mut failures = 0;
        while !self.is_kept(arrived, failures).await {
            // What is not kept when all is over is fetched at the next start, as far as it can be.
            if self.pause(failures).await.is_none() {
                return;
            }
            failures += 1;
        }
    }

    /// Tries once to make events durable.
    async fn is_kept(&self, arrived: &[Arrived], failures: u32) -> bool {
        if arrived.is_empty() {
            return true;
        }
        let batch = arrived.iter().map(|it| (it.id.clone(), it.envelope.to_bytes())).collect();
        match self.host.keep(batch).await {
            Ok(()) if failures == 0 => (),
            Ok(()) => info!("Events are kept again"),
            Err(error) if failures == 0 => {
                error!(%error, "Events of Discord's could not be kept: they wait in memory");
                return false;
            }
            Err(error) => {
                debug!(%error, "Events could not be kept again");
                return false;
            }
        }
        true
    }

    async fn pause(&self, failures: u32) -> Option<()> {
        let wait = Duration::from_secs(1 << failures.min(5)).min(LONGEST_PAUSE);
        self.stop.run_until_cancelled(sleep(wait)).await
    }
}

/// Stores what needs an answer at once. What comes while nothing can be stored is tried as well, so
/// that it is told at once, too.
async fn keep_urgent<H: Host>(store: Store<H>, mut entries: mpsc::Receiver<Arrived>) {
    let mut batch = Vec::new();
    while entries.recv_many(&mut batch, TOGETHER).await != 0 {
        let (mut failures, mut is_open) = (0, true);
        while !store.is_kept(&batch, failures).await {
            let room = WAITING.saturating_sub(batch.len()).min(TOGETHER);
            tokio::select! {
                biased;
                more = entries.recv_many(&mut batch, room), if is_open && 0 < room => {
                    is_open = more != 0;
                }
                paused = store.pause(failures) => match paused {
                    Some(()) => failures += 1,
                    None => return,
                },
            }
        }
        batch.clear();
    }
}

/// Everything else, in order.
struct Line<H> {
    client: Client,
    store: Store<H>,
    atlas: Arc<Mutex<Atlas>>,
    /// What came in channels that wait for something, and for how many things they wait.
    held: BTreeMap<String, (u32, Vec<Arrived>)>,
    /// Conversations in which something was missed, and what is the last that is known of each.
    missing: BTreeMap<String, Option<String>>,
    /// Fetches what was missed; a new session begins anew.
    fetch: Option<JoinHandle<()>>,
    /// Look after threads.
    looks: JoinSet<()>,
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
        if let Some(fetch) = self.fetch.take() {
            fetch.abort();
        }
        // What was held back would otherwise be lost; that it has no order any more is the lesser
        // evil.
        for (_, (_, held)) in std::mem::take(&mut self.held) {
            self.store.keep(&held).await;
        }
    }

    async fn work_off(&mut self, batch: &mut Vec<Entry>, sender: &mpsc::Sender<Fetched>) {
        let mut ready = Vec::new();
        for entry in batch.drain(..) {
            match entry {
                Entry::Event(arrived) => {
                    self.ask_who_wrote(&arrived, sender);
                    let channel = arrived.channel.as_ref();
                    match channel.and_then(|channel| self.held.get_mut(channel)) {
                        Some((_, held)) => held.push(*arrived),
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

    async fn follow(&mut self, order: Order, sender: &mpsc::Sender<Fetched>) {
        match order {
            Order::Began => {
                for Conversation { channel, after } in self.store.host.conversations().await {
                    // What was not fetched after the last start is still missing.
                    if !self.missing.contains_key(&channel) {
                        self.hold(channel.clone());
                        self.missing.insert(channel, after);
                    }
                }
            }
            Order::Settled => {
                if let Some(fetch) = self.fetch.take() {
                    fetch.abort();
                }
                if self.missing.is_empty() {
                    self.store.host.caught_up();
                }
                let conversation = |(channel, after)| Conversation { channel, after };
                let conversations = self.missing.clone().into_iter().map(conversation).collect();
                let fetch = Fetch::new(self.client.clone(), Arc::clone(&self.atlas));
                self.fetch = Some(tokio::spawn(fetch.all(conversations, sender.clone())));
            }
            Order::LookAfter(thread) => {
                self.hold(thread.id.clone());
                let fetch = Fetch::new(self.client.clone(), Arc::clone(&self.atlas));
                self.looks.spawn(fetch.look_after(*thread, sender.clone()));
            }
        }
    }

    /// Finds out who wrote in a thread that was just archived, if nobody saw it: whose contact it
    /// was is told by that.
    fn ask_who_wrote(&mut self, arrived: &Arrived, sender: &mpsc::Sender<Fetched>) {
        let around = &arrived.envelope.around;
        let Some(thread) = around.channel.clone().filter(|thread| {
            arrived.envelope.t == "THREAD_UPDATE"
                && (thread.is_archived || thread.is_locked)
                && thread.authors.is_empty()
                && !lock(&self.atlas).is_mine(thread)
        }) else {
            return;
        };
        self.hold(thread.id.clone());
        let fetch = Fetch::new(self.client.clone(), Arc::clone(&self.atlas));
        self.looks.spawn(fetch.authors(thread, sender.clone()));
    }

    /// From now on what comes in a channel waits.
    fn hold(&mut self, channel: String) {
        self.held.entry(channel).or_default().0 += 1;
    }

    /// Stores what was missed in a channel, and then what came there meanwhile.
    async fn fetched(&mut self, fetched: Fetched) {
        while self.looks.try_join_next().is_some() {}
        let Fetched { channel, arrived, authors, is_conversation } = fetched;
        self.know_authors(&channel, &authors);
        self.store.keep(&arrived).await;
        if is_conversation {
            // Aborted a moment too late: it was fetched for the session before.
            if self.missing.remove(&channel).is_none() {
                return;
            }
            if self.missing.is_empty() {
                self.store.host.caught_up();
            }
        }
        self.release(&channel).await;
    }

    fn know_authors(&mut self, channel: &str, authors: &[Author]) {
        lock(&self.atlas).put_authors(channel, authors);
        let held = self.held.get_mut(channel).into_iter().flat_map(|(_, held)| held);
        for thread in held.filter_map(|arrived| arrived.envelope.around.channel.as_mut()) {
            thread.know_authors(authors);
        }
    }

    async fn release(&mut self, channel: &str) {
        let Some((holds, _)) = self.held.get_mut(channel) else { return };
        *holds = holds.saturating_sub(1);
        if 0 < *holds {
            return;
        }
        let (_, held) = self.held.remove(channel).unwrap_or_default();
        let mut ready = Vec::new();
        for arrived in held {
            ready.push(self.placed(arrived).await);
        }
        self.store.keep(&ready).await;
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
