//! Where the story stands: the service over a store, with the real readers of both platforms and a
//! platform that takes everything.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use amends_core::{
    action::{Action, Verdict},
    case::{Stage as CaseStage, ThreadState},
    effect::{Body, PressRef, Receipt, Refusal, To},
    event::Known,
    ids::CaseNumber,
    interaction::{Interaction, Source},
    lang::Lang,
    place::{Actor, Address, Content, FileRef, MessageRef, Named, Place, Platform},
    policy::{Level, RoleLevel, StaffMember, Workspace},
};
use amends_discord::inbound as discord;
use amends_runtime::{
    Pace, Service, ServiceOptions,
    clock::Clock,
    entropy::Entropy,
    port::{Adapter, Attempt, Fate, File, Incoming, Pending, SendError, SharedAdapter, View},
};
use amends_storage::{
    MemoryStore,
    port::{Identity, Store},
};
use amends_telegram::inbound as telegram;
use tokio::time;

use crate::people::{DESK, DESK_CHANNEL, GUILD, TOKEN, Who};

/// How long a deed may take until nothing is left to do.
const PATIENCE: Duration = Duration::from_secs(20);
/// Dana's case.
pub(crate) const CASE: CaseNumber = CaseNumber(1001);
/// A colleague who has cases of his own.
const MIHAI: i64 = 51;

/// Where the story stands. Dana had a contact; Ion was staff until the end of each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Dana is asked.
    Asked,
    /// She was happy.
    Happy,
    /// She was not, and nobody has her case.
    Open,
    /// Anna has it.
    Working,
    /// Anna has it, and Dana changed her answer: she was happy after all.
    Mistap,
    /// Mihai has it.
    Held,
    /// Anna, Katrin and Piotr are in it as well.
    Joined,
    /// They are, and Mihai promised something.
    Promised,
    /// They are, and Mihai hands it over to Anna.
    Handed,
    /// They are, and Mihai offered something.
    Offered,
    /// They are, and Mihai wants to offer more than he may.
    Asking,
    /// They are, and Dana accepted what Mihai offered.
    Accepted,
    /// They are, and Mihai is asked whether it is put right although something is missing.
    Unsure,
    /// Mihai put it right, and Dana is asked.
    Checking,
    /// Dana says that it is.
    Closed,
    /// Nobody has her case, and Olga changed the zone of the business.
    Changed,
}

impl Stage {
    pub(crate) const ALL: [Self; 16] = [
        Self::Asked,
        Self::Happy,
        Self::Open,
        Self::Working,
        Self::Mistap,
        Self::Held,
        Self::Joined,
        Self::Promised,
        Self::Handed,
        Self::Offered,
        Self::Asking,
        Self::Accepted,
        Self::Unsure,
        Self::Checking,
        Self::Closed,
        Self::Changed,
    ];

    /// Whether everybody takes part by then.
    fn is_joined(self) -> bool {
        let alone = [Self::Asked, Self::Happy, Self::Open, Self::Working];
        !alone.contains(&self) && !matches!(self, Self::Mistap | Self::Held | Self::Changed)
    }
}

/// A platform that takes everything and remembers what it was.
struct Taker {
    platform: Platform,
    next: AtomicU64,
    taken: Mutex<Vec<Body>>,
}

impl Adapter for Taker {
    fn platform(&self) -> Platform {
        self.platform
    }

    fn read(&self, update: &[u8], view: &View) -> Vec<Incoming> {
        if update.starts_with(b"[") {
            return serde_json::from_slice(update).unwrap();
        }
        match self.platform {
            Platform::Telegram => {
                let me = telegram::Me { id: 4_839_574_812, username: "luma_bot".to_owned() };
                telegram::read(update, &me, view, &amends_telegram::data::Keys::of(TOKEN))
            }
            Platform::Discord => {
                let me = discord::Me { id: "99".to_owned(), guild: Some(GUILD.to_owned()) };
                discord::read(update, &me, view, &amends_discord::data::Keys::of(TOKEN))
            }
        }
    }

    fn wording_file(&self, _: Lang, _: &View) -> String {
        String::new()
    }

    fn perform<'a>(&'a self, body: &'a Body, _: &'a View, _: &'a Attempt) -> Pending<'a, Fate> {
        self.taken.lock().unwrap().push(body.clone());
        let id = (100 + self.next.fetch_add(1, Ordering::SeqCst)).to_string();
        let fate = match body {
            Body::Send { to, .. } | Body::Copy { to, .. } | Body::SendFile { to, .. } => {
                let place = match to {
                    To::Private(address) => Place::chat(self.platform, &address.account),
                    To::Place(place) | To::Room { room: place, .. } => place.clone(),
                    To::Reply(press) => Place::chat(self.platform, &press.id),
                };
                Ok(Receipt::Message(MessageRef { place, id }))
            }
            Body::OpenThread { desk: place, .. } | Body::OpenRoom { care: place, .. } => {
                Ok(Receipt::Thread(place.thread(id)))
            }
            Body::Fetch { .. } | Body::Inspect { .. } => {
                Err(SendError::Refused(Refusal::Unsupported))
            }
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
            | Body::Withdraw { .. } => Ok(Receipt::Done),
        };
        Box::pin(async move { fate })
    }

    fn copies(&self, from: Platform) -> bool {
        from == self.platform
    }

    fn upload_limit(&self) -> u64 {
        1024
    }

    fn fetch<'a>(
        &'a self,
        _: &'a MessageRef,
        _: &'a [FileRef],
        _: u64,
    ) -> Pending<'a, Result<Vec<File>, SendError>> {
        Box::pin(async { Err(SendError::Refused(Refusal::Unsupported)) })
    }

    fn private_link(&self, token: &str) -> Option<String> {
        Some(format!("https://chat.example/{token}"))
    }
}

/// The business at work.
pub(crate) struct House {
    pub(crate) store: MemoryStore,
    platform: Platform,
    taker: Arc<Taker>,
    service: Service,
    next: u64,
}

impl House {
    /// Starts the service over what is durable.
    pub(crate) fn opens(platform: Platform, store: MemoryStore) -> Self {
        let taker = Arc::new(Taker {
            platform,
            next: AtomicU64::new(store.journal(0, 1_000).unwrap().len().try_into().unwrap()),
            taken: Mutex::default(),
        });
        let adapter: SharedAdapter = taker.clone();
        let service = Service::start(ServiceOptions {
            store: Arc::new(store.clone()),
            public_url: None,
            adapters: vec![adapter],
            clock: Clock::standing("2026-11-16T09:20:00Z".parse().unwrap()),
            entropy: Entropy::seeded(1),
            workspace: business(platform),
            pace: Pace::Unlimited,
        });
        let service = service.unwrap();
        service.handle().connected(platform, None);
        Self { store, platform, taker, service, next: 0 }
    }

    /// Hands an update in and waits until nothing is left to do. Returns what it led to.
    pub(crate) async fn brings(&mut self, update: Vec<u8>) -> Vec<Body> {
        self.next += 1;
        let id = format!("{}.{}", self.store.journal(0, 1_000).unwrap().len(), self.next);
        let handle = self.service.handle();
        handle.receive(self.platform, vec![(id, update)]).await.unwrap();
        self.rests().await;
        std::mem::take(&mut *self.taker.taken.lock().unwrap())
    }

    async fn rests(&self) {
        let wait = async {
            while !self.store.inbox(0, 1).unwrap().is_empty()
                || !self.store.outbox(None, 1).unwrap().is_empty()
            {
                time::sleep(Duration::from_millis(1)).await;
            }
        };
        time::timeout(PATIENCE, wait).await.expect("it comes to rest");
    }

    /// Stops, and returns what is durable.
    pub(crate) async fn closes(self) -> MemoryStore {
        let store = self.store.fork();
        self.service.shutdown().await.unwrap();
        store
    }

    /// The survey and the customer's record of Dana.
    pub(crate) fn dana(&self) -> amends_core::customer::Customer {
        let account = Identity::Account(account(self.platform, Who::Customer.account().0));
        let id = self.store.customer_of(&account).unwrap().unwrap();
        self.store.customer(id).unwrap().unwrap()
    }

    /// The thread of her case.
    pub(crate) fn thread(&self) -> Option<String> {
        let dana = self.dana();
        match &dana.case(CASE)?.desk.thread {
            ThreadState::Open(thread) => thread.thread.clone(),
            ThreadState::None | ThreadState::Opening | ThreadState::Fallback(_) => None,
        }
    }

    async fn presses(&mut self, who: i64, action: Action) {
        let by = actor(self.platform, who);
        let press = PressRef::new(self.platform, "1");
        let place = self.desk();
        let message = Some(MessageRef { place, id: "900".to_owned() });
        let pressed = Incoming::Pressed { press, by, message, action: Some(action) };
        self.brings(serde_json::to_vec(&[pressed]).unwrap()).await;
    }

    async fn says(&mut self, who: i64, text: &str) {
        let said = Incoming::Desk {
            by: actor(self.platform, who),
            message: MessageRef { place: self.desk(), id: "901".to_owned() },
            reply_to: None,
            content: Content::Text(text.to_owned()),
            named: Named::default(),
            press: None,
            form: None,
        };
        self.brings(serde_json::to_vec(&[said]).unwrap()).await;
    }

    async fn writes(&mut self, who: i64, text: &str) {
        let place = Place::chat(self.platform, who.to_string());
        let wrote = Incoming::Wrote {
            by: actor(self.platform, who),
            message: MessageRef { place, id: "902".to_owned() },
            reply_to: None,
            content: Content::Text(text.to_owned()),
            token: None,
            named: Named::default(),
            press: None,
            form: None,
        };
        self.brings(serde_json::to_vec(&[wrote]).unwrap()).await;
    }

    fn desk(&self) -> Place {
        desk(self.platform)
    }

    /// Plays the story up to a stage.
    async fn plays(&mut self, stage: Stage) {
        let dana = Who::Customer.account().0;
        let (anna, katrin) = (Who::Agent.account().0, Who::Senior.account().0);
        let (piotr, olga) = (Who::Director.account().0, Who::Admin.account().0);
        let interaction =
            Interaction::new("web:1", Source::Webhook, self.service.handle().clock().now());
        for who in [Who::OtherCustomer, Who::Former] {
            self.writes(who.account().0, "/start").await;
        }
        let addresses = vec![account(self.platform, dana)];
        let known = Known { addresses, name: Some("Dana".to_owned()), ..Known::default() };
        self.service.handle().interaction_ended(known, interaction, 0).await.unwrap();
        self.rests().await;
        let survey = self.dana().surveys[0].id;
        let (happy, unhappy) =
            (Action::Rate { survey, value: 3 }, Action::Rate { survey, value: 1 });
        let (take, join) = (Action::Take { case: CASE }, Action::Join { case: CASE });
        match stage {
            Stage::Asked => (),
            Stage::Happy => self.presses(dana, happy).await,
            Stage::Open | Stage::Changed => self.presses(dana, unhappy).await,
            Stage::Working | Stage::Mistap => {
                self.presses(dana, unhappy).await;
                self.presses(anna, take).await;
            }
            Stage::Held
            | Stage::Joined
            | Stage::Promised
            | Stage::Handed
            | Stage::Offered
            | Stage::Asking
            | Stage::Accepted
            | Stage::Unsure
            | Stage::Checking
            | Stage::Closed => {
                self.presses(dana, unhappy).await;
                self.presses(MIHAI, take).await;
            }
        }
        if stage.is_joined() {
            for who in [anna, katrin, piotr] {
                self.presses(who, join).await;
            }
            self.says(MIHAI, "/say R-1001 Dana, I am sorry.").await;
        }
        if stage == Stage::Promised {
            self.says(MIHAI, "/promise R-1001 +2h a new card").await;
        }
        if stage == Stage::Handed {
            self.says(MIHAI, "/handover R-1001 @anna Done: apologised. Next: call.").await;
        }
        self.offers(stage).await;
        self.resolves(stage).await;
        if stage == Stage::Mistap {
            self.presses(dana, happy).await;
        }
        if stage == Stage::Closed {
            let (case, verdict) = (CASE, Verdict::Yes);
            self.presses(dana, Action::Right { case, resolution: 1, verdict }).await;
        }
        if stage == Stage::Changed {
            self.says(olga, "/zone Europe/Bucharest").await;
        }
        // What was drawn for Ion was drawn while he was staff.
        self.says(olga, "/role remove @ion").await;
        self.stands(stage);
    }

    /// Mihai puts it right, be it that he is asked about what is missing.
    async fn resolves(&mut self, stage: Stage) {
        let anyway = if stage == Stage::Unsure { "" } else { " anyway: they want nothing" };
        if matches!(stage, Stage::Unsure | Stage::Checking | Stage::Closed) {
            let resolve = format!("/resolve R-1001 right dish served today{anyway}");
            self.says(MIHAI, &resolve).await;
        }
    }

    /// What Mihai offers, and what Dana says to it.
    async fn offers(&mut self, stage: Stage) {
        if stage == Stage::Happy {
            self.writes(Who::Customer.account().0, "a plug near the window").await;
        }
        if stage == Stage::Asking {
            self.says(MIHAI, "/offer R-1001 45 new shoes").await;
        }
        if matches!(stage, Stage::Offered | Stage::Accepted) {
            self.says(MIHAI, "/offer R-1001 12.50 free delivery").await;
        }
        if stage == Stage::Accepted {
            let action = Action::Offered { case: CASE, offer: 1, yes: true };
            self.presses(Who::Customer.account().0, action).await;
        }
    }

    /// Holds the story to it that it came to this stage.
    fn stands(&self, stage: Stage) {
        let dana = self.dana();
        let case = dana.case(CASE).map(|case| &case.stage);
        let holds = match stage {
            Stage::Asked => dana.surveys[0].is_asked(),
            Stage::Happy => case.is_none() && dana.surveys[0].rating().is_some(),
            Stage::Open => matches!(case, Some(CaseStage::Open)),
            Stage::Working
            | Stage::Mistap
            | Stage::Held
            | Stage::Joined
            | Stage::Promised
            | Stage::Offered
            | Stage::Asking
            | Stage::Accepted => {
                matches!(case, Some(CaseStage::Working { .. }))
            }
            Stage::Unsure => dana.case(CASE).is_some_and(|case| case.unsure.is_some()),
            Stage::Handed => dana.case(CASE).is_some_and(|case| case.handover.is_some()),
            Stage::Checking => matches!(case, Some(CaseStage::Checking { .. })),
            Stage::Closed => matches!(case, Some(CaseStage::Closed { .. })),
            Stage::Changed => self.service.handle().policy().workspace.zone == "Europe/Bucharest",
        };
        assert!(holds, "{stage:?} was not reached: {case:?}");
        let ion = account(self.platform, Who::Former.account().0);
        assert!(self.service.handle().policy().staff(&ion).is_none(), "Ion is not staff any more");
    }
}

/// The store at each stage.
pub(crate) async fn stages(platform: Platform) -> BTreeMap<Stage, MemoryStore> {
    let mut stores = BTreeMap::new();
    for stage in Stage::ALL {
        let mut house = House::opens(platform, MemoryStore::new());
        house.plays(stage).await;
        stores.insert(stage, house.closes().await);
    }
    stores
}

pub(crate) fn account(platform: Platform, id: i64) -> Address {
    Address::new(platform, id.to_string())
}

fn actor(platform: Platform, id: i64) -> Actor {
    let named = Who::ALL.into_iter().map(Who::account).find(|(account, _)| *account == id);
    let name = named.map(|(_, name)| name.to_owned());
    Actor { name, ..Actor::new(account(platform, id)) }
}

fn desk(platform: Platform) -> Place {
    match platform {
        Platform::Telegram => Place::chat(platform, DESK.to_string()),
        Platform::Discord => Place::chat(platform, DESK_CHANNEL),
    }
}

fn business(platform: Platform) -> Workspace {
    let mut workspace = Workspace::new("Luma");
    workspace.desk = Some(desk(platform));
    let member = |(id, name): (i64, &str), level| StaffMember {
        address: account(platform, id),
        name: Some(name.to_owned()),
        username: Some(name.to_lowercase()),
        level,
        on_duty: true,
        duty_until: None,
        by_role: false,
    };
    workspace.staff = vec![
        member(Who::Agent.account(), Level::Agent),
        member((MIHAI, "Mihai"), Level::Agent),
        member(Who::Former.account(), Level::Agent),
        member(Who::Senior.account(), Level::Senior),
        member(Who::Director.account(), Level::Director),
    ];
    workspace.admins = vec![account(platform, Who::Admin.account().0)];
    let role = "10".to_owned();
    workspace.roles = vec![RoleLevel { platform, role, level: Level::Agent }];
    workspace
}
