//! One business of several in a process: its service, its store, its platforms and its clock.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{Arc, mpsc},
    time::Duration,
};

use amends_core::{
    effect::Body,
    place::{Address, Platform},
    policy::Workspace,
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions, clock::Clock, entropy::Entropy, port::SharedAdapter,
};
use amends_storage::{
    MemoryStore,
    port::{OutboxRow, Store},
};
use jiff::SignedDuration;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::{task, time};

use super::standin::{StandIn, Stands};
use crate::setting::Setting;

const PLATFORMS: [Platform; 2] = [Platform::Telegram, Platform::Discord];
/// So many effects are looked at.
const MANY: usize = 10_000;
/// Far longer than anything takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// One business.
pub(super) struct Business {
    /// The word that stands in every text that its people choose.
    pub(super) word: &'static str,
    pub(super) setting: Setting,
    pub(super) rng: ChaCha8Rng,
    pub(super) store: MemoryStore,
    pub(super) clock: Clock,
    pub(super) stands: Arc<Stands>,
    workspace: Workspace,
    beside: Rc<Beside>,
    service: Option<Service>,
    /// How often it was started.
    runs: u64,
    seed: u64,
    /// Contacts that ended so far.
    pub(super) contacts: u32,
    /// Updates that came so far.
    pub(super) updates: u32,
    /// What a customer said last.
    pub(super) said: Option<(Platform, Vec<u8>)>,
    /// A byte that is not its own, and is in the way of the next words of a customer.
    pub(super) slip: Option<u8>,
}

impl Business {
    /// A business of this world. All that is random about it comes from the seed and its word.
    pub(super) async fn opens(seed: u64, word: &'static str, beside: Rc<Beside>) -> Self {
        let own = word.bytes().fold(seed, |seed, byte| {
            seed.wrapping_mul(0x0100_0000_01b3).wrapping_add(u64::from(byte))
        });
        let mut rng = ChaCha8Rng::seed_from_u64(own);
        // Both are on the same platforms, with the same people.
        let setting = Setting::of(seed);
        let mut workspace = setting.workspace(&mut rng);
        workspace.business = format!("House of {word}");
        workspace.admins = ["53", "40"].map(|id| Address::new(setting.desk, id)).to_vec();
        let stands = Stands::new(setting, &mut rng);
        let mut business = Self {
            word,
            setting,
            rng,
            store: MemoryStore::new(),
            clock: Clock::standing("2026-11-16T09:00:00Z".parse().unwrap()),
            stands,
            workspace,
            beside,
            service: None,
            runs: 0,
            seed: own,
            contacts: 0,
            updates: 0,
            said: None,
            slip: None,
        };
        business.starts();
        business.rests().await;
        business
    }

    fn starts(&mut self) {
        let adapter = |platform| -> SharedAdapter {
            Arc::new(StandIn { platform, stands: Arc::clone(&self.stands) })
        };
        self.runs += 1;
        let service = Service::start(ServiceOptions {
            store: Arc::new(self.store.clone()),
            public_url: None,
            adapters: PLATFORMS.map(adapter).to_vec(),
            clock: self.clock.clone(),
            entropy: Entropy::seeded(self.seed ^ self.runs),
            workspace: self.workspace.clone(),
            pace: Pace::Unlimited,
        });
        self.service = Some(service.unwrap());
    }

    /// The service is killed, whatever it was at, and starts again over what is durable.
    pub(super) async fn crashes(&mut self) {
        let left = self.store.fork();
        self.stops().await;
        self.store = left;
        self.starts();
        self.rests().await;
    }

    pub(super) async fn stops(&mut self) {
        let service = self.service.take().unwrap();
        self.stands.forget(&mut self.rng);
        self.beside.lets_go();
        service.shutdown().await.unwrap();
        self.beside.holds();
    }

    pub(super) fn handle(&self) -> Handle {
        self.service.as_ref().unwrap().handle()
    }

    /// One of the things that were asked of its platforms happens.
    pub(super) async fn platform_works(&mut self, luck: bool) -> bool {
        let worked = self.stands.carry_one(&mut self.rng, luck);
        if worked {
            self.rests().await;
        }
        worked
    }

    /// Everything that is asked of its platforms happens, and all that comes of it.
    pub(super) async fn platform_works_off(&mut self) {
        let mut left = 2_000;
        while self.platform_works(true).await {
            left -= 1;
            assert!(0 < left, "the platforms never come to rest");
        }
    }

    /// Time passes. Before it does, the platforms get done with what they were asked for.
    pub(super) async fn time_passes(&mut self, by: SignedDuration) {
        self.platform_works_off().await;
        self.clock.advance(by);
        self.handle().clock_moved();
        self.rests().await;
    }

    /// Time jumps to the next deadline, and one tick to either side.
    pub(super) async fn time_jumps(&mut self) {
        let Some(due) = self.store.next_due().unwrap() else { return };
        let nudge = SignedDuration::from_millis(self.rng.random_range(-1..=1));
        let by = due.duration_since(self.clock.now()) + nudge;
        self.time_passes(by.max(SignedDuration::ZERO)).await;
    }

    /// Waits until the service has done all that it can do by itself: whatever it asks of its
    /// platforms happens only when the world says so.
    pub(super) async fn rests(&self) {
        self.settles().await;
        loop {
            let outbox = self.store.outbox(None, MANY).unwrap();
            let sends = |row: &OutboxRow| matches!(row.effect.body, Body::SendFile { .. });
            if !outbox.iter().any(sends) {
                return;
            }
            // Files are made of what is stored, so while they are nothing else happens.
            let before = self.standing();
            self.beside.works().await;
            self.settles().await;
            if self.standing() == before {
                return;
            }
        }
    }

    async fn settles(&self) {
        let deadline = time::Instant::now() + PATIENCE;
        let handle = self.handle();
        let (mut last, mut same) = (None, 0);
        while same < 2 {
            // Whoever asks twice knows that all that was brought before is worked on.
            for _ in 0..2 {
                handle.receive(self.setting.desk, Vec::new()).await.unwrap();
            }
            for _ in 0..12 {
                task::yield_now().await;
            }
            let now = Some(self.standing());
            same = if last == now { same + 1 } else { 0 };
            last = now;
            assert!(time::Instant::now() < deadline, "{} never comes to rest", self.word);
        }
    }

    fn standing(&self) -> Standing {
        let outbox = self.store.outbox(None, MANY).unwrap();
        Standing {
            waits: outbox.len(),
            begun: outbox.iter().filter(|row| row.sending).count(),
            inbox: self.store.inbox(0, MANY).unwrap().len(),
            steps: self.store.counters().unwrap().next_seq,
            asked: self.stands.count(),
        }
    }
}

/// The one thread beside: it makes files when it is let.
#[derive(Default)]
pub(super) struct Beside {
    held: RefCell<Option<mpsc::Sender<()>>>,
}

impl Beside {
    /// From now on what is to be made waits.
    pub(super) fn holds(&self) {
        let (held, until) = mpsc::channel();
        task::spawn_blocking(move || until.recv().is_ok());
        self.held.replace(Some(held));
    }

    fn lets_go(&self) {
        self.held.take();
    }

    /// All that waits is made, one after the other.
    async fn works(&self) {
        self.lets_go();
        task::spawn_blocking(|| ()).await.unwrap();
        self.holds();
    }
}

/// How far a service is.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    waits: usize,
    begun: usize,
    inbox: usize,
    steps: u64,
    asked: (u64, usize),
}
