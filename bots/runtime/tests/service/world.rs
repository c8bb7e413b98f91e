//! A service over the memory store with a platform that does as it is told.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use amends_core::{
    action::Action,
    effect::{Body, PressRef, Receipt, Refusal, To},
    event::Known,
    ids::SurveyId,
    interaction::{Interaction, InteractionId, Source},
    place::{Actor, Address, Content, FileRef, MessageRef, Named, Place, Platform},
    policy::{Level, RoleLevel, StaffMember, Workspace},
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions,
    clock::Clock,
    entropy::Entropy,
    item::IntakeAnswer,
    port::{Adapter, Attempt, Fate, File, Incoming, Pending, SendError, SharedAdapter, View},
};
use amends_storage::{MemoryStore, Store, port::ArrivalId};
use jiff::Timestamp;
use tokio::{sync::watch, time};

pub(crate) const DESK: &str = "-100200";
/// The role that makes its holders staff.
pub(crate) const ROLE: &str = "10";
const PATIENCE: Duration = Duration::from_secs(20);

/// What the platform does with the next effect.
#[derive(Debug)]
pub(crate) enum Reaction {
    /// It ends like this.
    Fate(Fate),
    /// It never ends.
    Hang,
}

/// A platform that does as it is told, and remembers what was asked of it.
pub(crate) struct Fake {
    performed: watch::Sender<Vec<(Body, bool)>>,
    reactions: Mutex<VecDeque<Reaction>>,
    next_message: AtomicU64,
    /// How many updates were begun to be read.
    pub(crate) reading: AtomicUsize,
    /// How often a poisoned update was read.
    pub(crate) poisoned: AtomicUsize,
    /// It was not reached yet, and can neither read nor send.
    pub(crate) late: AtomicBool,
    closed: Mutex<bool>,
    opened: Condvar,
    held: watch::Sender<bool>,
}

impl Fake {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            performed: watch::Sender::new(Vec::new()),
            reactions: Mutex::default(),
            next_message: AtomicU64::new(1),
            reading: AtomicUsize::new(0),
            poisoned: AtomicUsize::new(0),
            late: AtomicBool::new(false),
            closed: Mutex::new(false),
            opened: Condvar::new(),
            held: watch::Sender::new(false),
        })
    }

    /// Tells what becomes of the next effect.
    pub(crate) fn reacts(&self, reaction: Reaction) {
        self.reactions.lock().unwrap().push_back(reaction);
    }

    pub(crate) fn fails(&self, error: SendError) {
        self.reacts(Reaction::Fate(Err(error)));
    }

    /// Reading an update takes until it is opened again: work on the inbox stands still.
    pub(crate) fn close(&self) {
        *self.closed.lock().unwrap() = true;
    }

    pub(crate) fn open(&self) {
        *self.closed.lock().unwrap() = false;
        self.opened.notify_all();
    }

    /// What is asked for is not done until it lets go.
    pub(crate) fn holds(&self) {
        self.held.send_replace(true);
    }

    pub(crate) fn lets_go(&self) {
        self.held.send_replace(false);
    }

    pub(crate) fn performed(&self) -> Vec<(Body, bool)> {
        self.performed.borrow().clone()
    }

    /// Waits until so many effects were tried.
    pub(crate) async fn tried(&self, count: usize) -> Vec<(Body, bool)> {
        let mut performed = self.performed.subscribe();
        let found = performed.wait_for(|performed| count <= performed.len());
        let found = time::timeout(PATIENCE, found).await;
        let found = found.unwrap_or_else(|_| panic!("only {:?}", self.performed()));
        found.unwrap().clone()
    }

    fn receipt(&self, body: &Body) -> Receipt {
        let id = self.next_message.fetch_add(1, Ordering::SeqCst).to_string();
        match body {
            Body::Send { to, .. } | Body::Copy { to, .. } => {
                let place = match to {
                    To::Private(address) => Place::chat(Platform::Telegram, &address.account),
                    To::Place(place) | To::Room { room: place, .. } => place.clone(),
                    To::Reply(press) => Place::chat(press.platform, &press.id),
                };
                Receipt::Message(MessageRef { place, id })
            }
            Body::OpenThread { desk, .. } => Receipt::Thread(desk.thread(id)),
            Body::OpenRoom { care, .. } => Receipt::Thread(care.thread(id)),
            Body::Edit { .. }
            | Body::Answer { .. }
            | Body::Form { .. }
            | Body::Delete { .. }
            | Body::React { .. }
            | Body::Seat { .. }
            | Body::MarkDelivered { .. }
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
        }
    }
}

impl Adapter for Fake {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    fn is_ready(&self) -> bool {
        !self.late.load(Ordering::SeqCst)
    }

    fn read(&self, update: &[u8], _view: &View) -> Vec<Incoming> {
        assert!(self.is_ready(), "nothing can be read yet");
        self.reading.fetch_add(1, Ordering::SeqCst);
        let closed = self.closed.lock().unwrap();
        drop(self.opened.wait_while(closed, |closed| *closed).unwrap());
        if update == b"poison" {
            self.poisoned.fetch_add(1, Ordering::SeqCst);
            panic!("an update that nobody can bear");
        }
        serde_json::from_slice(update).unwrap()
    }

    fn perform<'a>(
        &'a self,
        body: &'a Body,
        _view: &'a View,
        attempt: &'a Attempt,
    ) -> Pending<'a, Fate> {
        let repeat = attempt.repeat;
        Box::pin(async move {
            let reaction = self.reactions.lock().unwrap().pop_front();
            self.performed.send_modify(|performed| performed.push((body.clone(), repeat)));
            self.held.subscribe().wait_for(|held| !held).await.unwrap();
            match reaction {
                None => Ok(self.receipt(body)),
                Some(Reaction::Fate(fate)) => fate,
                Some(Reaction::Hang) => std::future::pending().await,
            }
        })
    }

    fn copies(&self, from: Platform) -> bool {
        from == Platform::Telegram
    }

    fn wording_file(&self, _: amends_core::lang::Lang, _: &View) -> String {
        String::new()
    }

    fn upload_limit(&self) -> u64 {
        50 * 1024 * 1024
    }

    fn fetch<'a>(
        &'a self,
        _message: &'a MessageRef,
        _files: &'a [FileRef],
        _limit: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        Box::pin(async { Err(SendError::Refused(Refusal::Unsupported)) })
    }

    fn private_link(&self, token: &str) -> Option<String> {
        Some(format!("https://chat.example/{token}"))
    }
}

/// A running service and its surroundings.
pub(crate) struct World {
    pub(crate) store: MemoryStore,
    pub(crate) clock: Clock,
    pub(crate) fake: Arc<Fake>,
    pub(crate) service: Service,
    workspace: Workspace,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(business())
    }

    /// A world of another business.
    pub(crate) fn of(workspace: Workspace) -> Self {
        let start: Timestamp = "2027-03-01T12:00:00Z".parse().unwrap();
        Self::start(MemoryStore::new(), Clock::standing(start), Fake::new(), workspace)
    }

    /// Starts a service over a store that may have seen another one.
    pub(crate) fn over(store: MemoryStore, clock: Clock, fake: Arc<Fake>) -> Self {
        Self::start(store, clock, fake, business())
    }

    fn start(store: MemoryStore, clock: Clock, fake: Arc<Fake>, workspace: Workspace) -> Self {
        let adapter: SharedAdapter = fake.clone();
        let options = ServiceOptions {
            store: Arc::new(store.clone()),
            public_url: None,
            adapters: vec![adapter],
            clock: clock.clone(),
            entropy: Entropy::seeded(1),
            workspace: workspace.clone(),
            pace: Pace::Platform,
        };
        let service = Service::start(options).unwrap();
        service.handle().connected(Platform::Telegram, None);
        Self { store, clock, fake, service, workspace }
    }

    /// Kills the service and starts another one over what was durable.
    pub(crate) fn crashes(self) -> Self {
        let (store, clock) = (self.store.fork(), self.clock.clone());
        Self::start(store, clock, Fake::new(), self.workspace)
    }

    pub(crate) fn handle(&self) -> Handle {
        self.service.handle()
    }

    pub(crate) async fn receives(&self, id: &str, incoming: Incoming) {
        let raw = serde_json::to_vec(&[incoming]).unwrap();
        let updates = vec![(id.to_owned(), raw)];
        self.handle().receive(Platform::Telegram, updates).await.unwrap();
    }

    /// Has something wait in the inbox until [`World::reads`].
    pub(crate) async fn keeps_waiting(&self, id: &str, incoming: Incoming) {
        self.fake.late.store(true, Ordering::SeqCst);
        self.receives(id, incoming).await;
        assert_eq!(self.store.inbox(0, 10).unwrap().len(), 1);
    }

    /// What was kept waiting can be read now.
    pub(crate) async fn reads(&self) {
        self.fake.late.store(false, Ordering::SeqCst);
        self.handle().can_read().await;
    }

    /// Leaves something in the inbox, as a process that ended leaves it.
    pub(crate) fn has_waiting(&self, id: &str, incoming: Incoming) {
        let mut body = b"{\"update\":\"telegram\"}\n".to_vec();
        serde_json::to_writer(&mut body, &[incoming]).unwrap();
        let id = ArrivalId { source: "telegram".to_owned(), id: id.to_owned() };
        assert_eq!(self.store.receive(&[(id, body)], self.clock.now()).unwrap(), 1);
    }

    /// Moves the clock forward.
    pub(crate) fn passes(&self, seconds: i64) {
        self.clock.advance(jiff::SignedDuration::from_secs(seconds));
    }
}

pub(crate) fn business() -> Workspace {
    let mut workspace = Workspace::new("Luma");
    workspace.desk = Some(Place::chat(Platform::Telegram, DESK));
    workspace.staff.push(member("50", Level::Agent));
    workspace.roles.push(RoleLevel {
        platform: Platform::Telegram,
        role: ROLE.to_owned(),
        level: Level::Agent,
    });
    workspace
}

pub(crate) fn member(id: &str, level: Level) -> StaffMember {
    StaffMember {
        address: account(id),
        name: None,
        username: None,
        level,
        on_duty: true,
        duty_until: None,
        by_role: false,
    }
}

pub(crate) fn account(id: &str) -> Address {
    Address::new(Platform::Telegram, id)
}

pub(crate) fn actor(id: &str, name: &str) -> Actor {
    Actor {
        address: account(id),
        name: Some(name.to_owned()),
        username: None,
        language: None,
        anonymous: false,
        roles: Vec::new(),
        founder: false,
    }
}

pub(crate) fn message(chat: &str, id: &str) -> MessageRef {
    MessageRef { place: Place::chat(Platform::Telegram, chat), id: id.to_owned() }
}

/// A customer writes in private.
pub(crate) fn wrote(by: &str, id: &str, text: &str) -> Incoming {
    Incoming::Wrote {
        by: actor(by, "Dana"),
        message: message(by, id),
        reply_to: None,
        content: Content::Text(text.to_owned()),
        token: text.strip_prefix("/start ").map(str::to_owned),
        named: Named::default(),
        press: None,
        form: None,
    }
}

/// Somebody writes at the desk.
pub(crate) fn at_desk(by: &str, id: &str, text: &str) -> Incoming {
    Incoming::Desk {
        by: actor(by, "Anna"),
        message: message(DESK, id),
        reply_to: None,
        content: Content::Text(text.to_owned()),
        named: Named::default(),
        press: None,
        form: None,
    }
}

pub(crate) fn pressed(by: &str, press: &str, action: Option<Action>) -> Incoming {
    Incoming::Pressed {
        press: PressRef::new(Platform::Telegram, press),
        by: actor(by, "Dana"),
        message: None,
        action,
    }
}

pub(crate) fn contact(id: &str, clock: &Clock) -> Interaction {
    Interaction::new(id, Source::Webhook, clock.now())
}

pub(crate) fn known(id: &str) -> Known {
    Known { addresses: vec![account(id)], ..Known::default() }
}

/// Waits until something holds.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let wait = async {
        let mut look = time::interval(Duration::from_millis(5));
        while !holds() {
            look.tick().await;
        }
    };
    time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("never came: {what}"));
}

pub(crate) fn status(world: &World, id: &str) -> Option<&'static str> {
    let view = world.handle().interaction(&InteractionId(id.to_owned())).unwrap();
    view.map(|view| view.status)
}

pub(crate) async fn ends(world: &World, id: &str, customer: &str) -> IntakeAnswer {
    let contact = contact(id, &world.clock);
    world.handle().interaction_ended(known(customer), contact, 7).await.unwrap()
}

pub(crate) fn survey(world: &World, id: &str) -> SurveyId {
    world.handle().interaction(&InteractionId(id.to_owned())).unwrap().unwrap().survey
}

pub(crate) fn sent_to(body: &Body) -> Option<&To> {
    match body {
        Body::Send { to, .. } => Some(to),
        Body::Edit { .. }
        | Body::Copy { .. }
        | Body::Answer { .. }
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
        | Body::Withdraw { .. } => None,
    }
}

pub(crate) fn is_answer(body: &Body) -> bool {
    matches!(body, Body::Answer { .. })
}
