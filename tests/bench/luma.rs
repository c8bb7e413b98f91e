//! A business on the stand-in of Telegram in one process with it, with a store on the disk.

use std::sync::Arc;

use amends_core::{
    event::Known,
    ids::WorkspaceId,
    interaction::{Interaction, Source},
    place::{Address, Place, Platform},
    policy::{Level, StaffMember, Workspace},
};
use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser, Tapped},
    world::{Chat, Message, Rights, Standing},
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions, clock::Clock, entropy::Entropy, port::SharedAdapter,
};
use amends_storage::{SledStore, sled_store};
use amends_telegram::{
    adapter::{Settings, TelegramAdapter},
    polling,
};
use jiff::SignedDuration;
use serde_json::Value;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Who works at the desk.
pub(crate) const ANNA: i64 = 50;
/// The first of the customers.
pub(crate) const FIRST: i64 = 1_000;

/// The business, and the platform it is on.
pub(crate) struct Luma {
    pub(crate) platform: TelegramStandIn,
    pub(crate) desk: i64,
    service: Service,
    polling: JoinHandle<()>,
    stop: CancellationToken,
    _dir: TempDir,
}

impl Luma {
    /// Opens with so many customers who have started the bot some time ago.
    pub(crate) async fn opens(customers: i64, enforce_limits: bool, pace: Pace) -> Self {
        let options = Options { enforce_limits, spec: None, ..Options::default() };
        let platform = TelegramStandIn::start(options).await.unwrap();
        let people = platform.people();
        people.create_user(NewUser::new(ANNA, "Anna").language("en")).unwrap();
        let group = NewGroup::forum("Luma desk", ANNA).bot(Standing::Admin(Rights::ALL));
        let desk = people.create_group(&group).unwrap();
        for id in FIRST..FIRST + customers {
            people.create_user(NewUser::new(id, "Dana").language("en")).unwrap();
            people.start(id, None).unwrap();
        }
        forget_updates(&platform).await;
        let dir = tempfile::tempdir().unwrap();
        let opened = SledStore::open(
            &dir.path().join("data"),
            WorkspaceId::FIRST,
            sled_store::Options::default(),
        );
        let settings =
            Settings { token: platform.token().to_owned().into(), api_url: platform.base_url() };
        let adapter = Arc::new(TelegramAdapter::connect(settings).await.unwrap());
        let shared: SharedAdapter = Arc::<TelegramAdapter>::clone(&adapter);
        let service = Service::start(ServiceOptions {
            store: Arc::new(opened.unwrap().store),
            public_url: None,
            adapters: vec![shared],
            clock: Clock::system(),
            entropy: Entropy::seeded(1),
            workspace: workspace(desk),
            pace,
        });
        let (service, stop) = (service.unwrap(), CancellationToken::new());
        let polling = listens(adapter, service.handle(), stop.clone());
        Self { platform, desk, service, polling, stop, _dir: dir }
    }

    pub(crate) fn handle(&self) -> Handle {
        self.service.handle()
    }

    /// The customer taps what the newest question offers; returns the id of the tap.
    pub(crate) fn taps(&self, customer: i64, face: &str) -> String {
        let found = self.platform.look(|world| asked(world.chats.get(&customer)?, face));
        let tapped = self.platform.people().tap(customer, customer, found.unwrap(), face).unwrap();
        let Tapped::Query(query) = tapped else { panic!("a face is no link") };
        query
    }

    pub(crate) async fn closes(self) {
        self.stop.cancel();
        self.polling.await.unwrap();
        self.service.shutdown().await.unwrap();
    }
}

/// A contact with a customer ends.
pub(crate) async fn ends(handle: &Handle, customer: i64) {
    let address = Address::new(Platform::Telegram, customer.to_string());
    let known = Known { addresses: vec![address], ..Known::default() };
    let id = format!("web:{customer}");
    let contact = Interaction::new(id, Source::Webhook, handle.clock().now());
    let digest = u64::try_from(customer).unwrap();
    handle.interaction_ended(known, contact, digest).await.unwrap();
}

/// The message that offers this face.
pub(crate) fn asked(chat: &Chat, face: &str) -> Option<i64> {
    let is_question = |message: &&Message| message.button(face).is_some();
    chat.messages.values().rev().find(is_question).map(|message| message.id)
}

fn workspace(desk: i64) -> Workspace {
    let mut workspace = Workspace::new("Luma");
    workspace.desk = Some(Place::chat(Platform::Telegram, desk.to_string()));
    workspace.staff.push(StaffMember {
        address: Address::new(Platform::Telegram, ANNA.to_string()),
        name: Some("Anna".to_owned()),
        level: Level::Agent,
        on_duty: true,
        by_role: false,
        duty_until: None,
        username: None,
    });
    // Nobody is given up because the way to them is long.
    workspace.timers.ask_stale = SignedDuration::from_hours(6);
    workspace
}

fn listens(
    adapter: Arc<TelegramAdapter>,
    handle: Handle,
    stop: CancellationToken,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let keep = |updates| {
            let (adapter, handle) = (Arc::clone(&adapter), handle.clone());
            async move { adapter.take_in(&handle, updates).await }
        };
        handle.connected(Platform::Telegram, None);
        let tell = |trouble| handle.connected(Platform::Telegram, trouble);
        polling::run(adapter.client(), keep, tell, &stop).await.unwrap();
    })
}

/// What happened so far was answered by somebody else, a while ago.
async fn forget_updates(platform: &TelegramStandIn) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/bot{}/getUpdates", platform.base_url(), platform.token());
    let mut offset = 0;
    loop {
        let asked = http.get(format!("{url}?offset={offset}&limit=100&timeout=0"));
        let said: Value = asked.send().await.unwrap().json().await.unwrap();
        let updates = said["result"].as_array().unwrap();
        let Some(last) = updates.last() else { return };
        offset = last["update_id"].as_i64().unwrap() + 1;
    }
}
