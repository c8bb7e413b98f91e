//! The whole shell over real files, with a platform that answers at once.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use amends_core::{
    action::Action,
    effect::{Body, PressRef, Receipt, Refusal, To},
    event::Known,
    ids::{SurveyId, WorkspaceId},
    interaction::{Interaction, Source},
    place::{Actor, Address, FileRef, MessageRef, Place, Platform},
    policy::Workspace,
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions,
    clock::Clock,
    entropy::Entropy,
    item::IntakeAnswer,
    port::{Adapter, Attempt, Fate, File, Incoming, Pending, SendError, SharedAdapter, View},
};
use amends_storage::{
    SledStore, Store,
    disk::{Faults, Step},
    sled_store::Options,
};
use tokio::{sync::oneshot, task::JoinSet, time};

use crate::{commits::Way, figures::Figures};

/// Contacts that are handed in at the same time while a round is prepared.
const AT_ONCE: usize = 256;

/// Counts what the store does to the disk.
#[derive(Debug, Default)]
struct Counts {
    writes: AtomicU32,
    syncs: AtomicU32,
    bytes: AtomicU64,
    spent: Mutex<Spent>,
}

/// What the writer spent in each step.
#[derive(Debug, Default)]
struct Spent {
    since: Option<(Step, Instant)>,
    by: BTreeMap<Step, Duration>,
}

impl Spent {
    /// A step begins; nothing if the write is over.
    fn goes_to(&mut self, step: Option<Step>) {
        let now = Instant::now();
        if let Some((step, since)) = self.since.take() {
            *self.by.entry(step).or_default() += now - since;
        }
        self.since = step.map(|step| (step, now));
    }
}

impl Faults for Counts {
    fn before(&self, step: Step) -> io::Result<()> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.goes_to(Some(step));
        match step {
            Step::Batch => self.writes.fetch_add(1, Ordering::SeqCst),
            Step::Sync | Step::SyncAnswers => self.syncs.fetch_add(1, Ordering::SeqCst),
            Step::Blobs | Step::Flush | Step::Append => 0,
        };
        Ok(())
    }

    fn wrote(&self, bytes: usize) {
        self.spent.lock().unwrap().goes_to(None);
        self.bytes.fetch_add(u64::try_from(bytes).unwrap(), Ordering::SeqCst);
    }
}

impl Counts {
    fn read(&self) -> (u32, u32) {
        (self.writes.load(Ordering::SeqCst), self.syncs.load(Ordering::SeqCst))
    }
}

/// What was found when a tap was acknowledged.
struct Acknowledged {
    at: Instant,
    counts: (u32, u32),
}

/// A platform that does everything at once, and tells when it was asked to acknowledge a tap.
struct Fast {
    waiting: Mutex<BTreeMap<String, oneshot::Sender<Acknowledged>>>,
    messages: AtomicU64,
    counts: Arc<Counts>,
}

impl Adapter for Fast {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    fn read(&self, update: &[u8], _view: &View) -> Vec<Incoming> {
        serde_json::from_slice(update).unwrap()
    }

    fn perform<'a>(
        &'a self,
        body: &'a Body,
        _view: &'a View,
        _attempt: &'a Attempt,
    ) -> Pending<'a, Fate> {
        let at = Instant::now();
        Box::pin(async move {
            Ok(match body {
                Body::Answer { press, .. } => {
                    let waiting = self.waiting.lock().unwrap().remove(&press.id);
                    let counts = self.counts.read();
                    // Nobody waits for a tap that was acknowledged before.
                    waiting.map(|waiting| waiting.send(Acknowledged { at, counts }).ok());
                    Receipt::Done
                }
                Body::Send { to: To::Private(address), .. } => {
                    let id = self.messages.fetch_add(1, Ordering::SeqCst).to_string();
                    let place = Place::chat(Platform::Telegram, &address.account);
                    Receipt::Message(MessageRef { place, id })
                }
                Body::Send { to: To::Place(_) | To::Room { .. } | To::Reply(_), .. }
                | Body::Copy { .. }
                | Body::Edit { .. }
                | Body::Form { .. }
                | Body::Delete { .. }
                | Body::React { .. }
                | Body::OpenRoom { .. }
                | Body::Seat { .. }
                | Body::MarkDelivered { .. }
                | Body::OpenThread { .. }
                | Body::RenameThread { .. }
                | Body::CloseThread { .. }
                | Body::DeleteThread { .. }
                | Body::ReopenThread { .. }
                | Body::Pin { .. }
                | Body::Signal { .. }
                | Body::SendFile { .. }
                | Body::Fetch { .. }
                | Body::Inspect { .. }
                | Body::Withdraw { .. } => Receipt::Done,
            })
        })
    }

    fn copies(&self, from: Platform) -> bool {
        from == Platform::Telegram
    }

    fn wording_file(&self, _: amends_core::lang::Lang, _: &View) -> String {
        String::new()
    }

    fn upload_limit(&self) -> u64 {
        0
    }

    fn fetch<'a>(
        &'a self,
        _message: &'a MessageRef,
        _files: &'a [FileRef],
        _limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        Box::pin(async { Err(SendError::Refused(Refusal::Unsupported)) })
    }

    fn private_link(&self, _token: &str) -> Option<String> {
        None
    }
}

/// A business with customers in front of its question.
pub(crate) struct House {
    service: Service,
    store: Arc<SledStore>,
    fast: Arc<Fast>,
    counts: Arc<Counts>,
    customers: u64,
    asked: Vec<(u64, SurveyId)>,
}

impl House {
    pub(crate) fn new(dir: &Path) -> Self {
        let counts = Arc::new(Counts::default());
        let faults: Arc<dyn Faults> = Arc::<Counts>::clone(&counts);
        let options = Options { faults: Some(faults), ..Options::default() };
        let store = Arc::new(SledStore::open(dir, WorkspaceId::FIRST, options).unwrap().store);
        let fast = Arc::new(Fast {
            waiting: Mutex::default(),
            messages: AtomicU64::new(1),
            counts: Arc::clone(&counts),
        });
        let adapter: SharedAdapter = Arc::<Fast>::clone(&fast);
        let service = Service::start(ServiceOptions {
            store: Arc::<SledStore>::clone(&store),
            public_url: None,
            adapters: vec![adapter],
            clock: Clock::system(),
            entropy: Entropy::seeded(1),
            workspace: Workspace::new("Luma"),
            pace: Pace::Unlimited,
        });
        let service = service.unwrap();
        service.handle().connected(Platform::Telegram, None);
        Self { service, store, fast, counts, customers: 0, asked: Vec::new() }
    }

    /// How many customers there are by now.
    pub(crate) fn customers(&self) -> u64 {
        self.customers
    }

    /// What the writer spent in each step so far.
    pub(crate) fn spent(&self) -> BTreeMap<Step, Duration> {
        self.counts.spent.lock().unwrap().by.clone()
    }

    /// How much the store is asked to hold for a tap and all that follows from it.
    pub(crate) async fn bytes_of_a_tap(&mut self) -> u32 {
        const TAPS: usize = 64;
        self.prepares(TAPS).await;
        let before = self.counts.bytes.load(Ordering::SeqCst);
        self.taps(Way { customers: 1, taps: TAPS, rested: true }).await;
        let written = self.counts.bytes.load(Ordering::SeqCst) - before;
        u32::try_from(written).unwrap() / u32::try_from(TAPS).unwrap()
    }

    /// So many new customers are asked and tap, many at a time.
    pub(crate) async fn goes_through(&mut self, customers: usize) {
        self.prepares(customers).await;
        self.taps(Way { customers: 64, taps: customers, rested: false }).await;
    }

    /// Brings so many new customers in front of the question.
    pub(crate) async fn prepares(&mut self, count: usize) {
        for _ in 0..count.div_ceil(AT_ONCE) {
            let mut contacts = JoinSet::new();
            for _ in 0..AT_ONCE.min(count - self.asked.len()) {
                self.customers += 1;
                contacts.spawn(ends(self.service.handle(), self.customers));
            }
            self.asked.extend(contacts.join_all().await);
        }
        self.rests().await;
    }

    /// Waits until nothing is left to do.
    async fn rests(&self) {
        rests(&self.store).await;
    }

    /// Every customer who was asked taps, so many at the same time.
    pub(crate) async fn taps(&mut self, way: Way) -> Figures {
        let before = self.counts.read();
        let began = Instant::now();
        let mut customers = JoinSet::new();
        let asked = std::mem::take(&mut self.asked);
        for asked in asked.chunks(way.taps / way.customers) {
            let tapping = Tapping {
                handle: self.service.handle(),
                fast: Arc::clone(&self.fast),
                store: way.rested.then(|| Arc::clone(&self.store)),
                asked: asked.to_vec(),
            };
            customers.spawn(tapping.tap());
        }
        let (mut taps, mut on_the_way) = (Vec::new(), (0, 0));
        for (one, counts) in customers.join_all().await {
            taps.extend(one);
            on_the_way = (on_the_way.0 + counts.0, on_the_way.1 + counts.1);
        }
        // The time for coming to rest is not the taps'.
        let took = if way.rested { taps.iter().sum() } else { began.elapsed() };
        self.rests().await;
        let after = self.counts.read();
        let counts = if way.rested { on_the_way } else { (after.0 - before.0, after.1 - before.1) };
        Figures::of(taps, took, counts)
    }

    pub(crate) async fn closes(self) {
        self.service.shutdown().await.unwrap();
    }
}

/// A contact with a new customer ends.
async fn ends(handle: Handle, customer: u64) -> (u64, SurveyId) {
    let known = Known { addresses: vec![account(customer)], ..Known::default() };
    let contact =
        Interaction::new(format!("web:{customer}"), Source::Webhook, handle.clock().now());
    let answer = handle.interaction_ended(known, contact, customer).await.unwrap();
    let IntakeAnswer::Planned(survey) = answer else { panic!("{answer:?}") };
    (customer, survey)
}

async fn rests(store: &SledStore) {
    let mut looks = time::interval(Duration::from_millis(1));
    while !store.outbox(None, 1).unwrap().is_empty() || !store.inbox(0, 1).unwrap().is_empty() {
        looks.tick().await;
    }
}

/// Customers who tap one after the other.
struct Tapping {
    handle: Handle,
    fast: Arc<Fast>,
    /// To wait in between until nothing is left to do.
    store: Option<Arc<SledStore>>,
    asked: Vec<(u64, SurveyId)>,
}

impl Tapping {
    /// Returns how long each tap took, and what the store did to the disk on its way.
    async fn tap(self) -> (Vec<Duration>, (u32, u32)) {
        let (mut taps, mut writes, mut syncs) = (Vec::new(), 0, 0);
        for (customer, survey) in &self.asked {
            let press = customer.to_string();
            let incoming = pressed(*customer, *survey);
            let raw = serde_json::to_vec(&[incoming]).unwrap();
            let (acknowledge, acknowledged) = oneshot::channel();
            self.fast.waiting.lock().unwrap().insert(press.clone(), acknowledge);
            let before = self.fast.counts.read();
            let began = Instant::now();
            self.handle.receive(Platform::Telegram, vec![(press, raw)]).await.unwrap();
            let Acknowledged { at, counts } = acknowledged.await.unwrap();
            taps.push(at.duration_since(began));
            writes += counts.0 - before.0;
            syncs += counts.1 - before.1;
            if let Some(store) = &self.store {
                rests(store).await;
            }
        }
        (taps, (writes, syncs))
    }
}

fn pressed(customer: u64, survey: SurveyId) -> Incoming {
    Incoming::Pressed {
        press: PressRef::new(Platform::Telegram, customer.to_string()),
        by: Actor {
            address: account(customer),
            name: Some("Dana".to_owned()),
            username: None,
            language: Some("en".to_owned()),
            anonymous: false,
            roles: Vec::new(),
            founder: false,
        },
        message: None,
        action: Some(Action::Rate { survey, value: 3 }),
    }
}

fn account(customer: u64) -> Address {
    Address::new(Platform::Telegram, customer.to_string())
}
