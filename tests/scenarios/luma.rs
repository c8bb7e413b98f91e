//! Luma Café: the cast of every scenario, on the real adapter, the real shell and a stand-in of the
//! platform, with a clock that stands still until the scenario moves it.

mod moments;
mod proof;
mod scenes;
mod topics;

use std::{fmt::Write as _, sync::Arc, time::Duration};

use amends_core::{
    event::Known,
    hours::Hours,
    interaction::{Interaction, Source},
    place::{Address, Place, Platform},
    policy::{Level, StaffMember, Workspace},
};
use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{Line, NewGroup, NewUser, Tapped},
    world::{Kind, Rights, Role, Standing},
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions, clock::Clock, entropy::Entropy, item::IntakeAnswer,
    port::SharedAdapter,
};
use amends_storage::{MemoryStore, port::Store};
use amends_telegram::{
    adapter::{Settings, TelegramAdapter},
    polling,
};
use jiff::Timestamp;
use tokio::{task::JoinHandle, time};
use tokio_util::sync::CancellationToken;

use crate::screen::Screen;

/// How long a scenario waits for a state before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const DANA: i64 = 7;
pub(crate) const CEM: i64 = 8;
/// Dana's other account.
pub(crate) const DANA_AT_WORK: i64 = 9;
pub(crate) const ANNA: i64 = 50;
pub(crate) const MIHAI: i64 = 51;
pub(crate) const KATRIN: i64 = 52;
pub(crate) const PIOTR: i64 = 53;
/// Somebody in the staff group who is not staff any more.
pub(crate) const ION: i64 = 54;

/// Everybody's name and language.
const CAST: [(i64, &str, &str); 8] = [
    (DANA, "Dana", "en"),
    (DANA_AT_WORK, "Dana at work", "en"),
    (CEM, "Cem", "de"),
    (ANNA, "Anna", "en"),
    (MIHAI, "Mihai", "ro"),
    (KATRIN, "Katrin", "en"),
    (PIOTR, "Piotr", "pl"),
    (ION, "Ion", "ro"),
];

/// The café with everybody in it.
pub(crate) struct Luma {
    pub(crate) telegram: TelegramStandIn,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Clock,
    pub(crate) desk: i64,
    pub(crate) help: i64,
    pub(crate) workspace: Workspace,
    running: Option<Running>,
    screen: Screen,
    log: String,
    contacts: u32,
}

struct Running {
    service: Service,
    polling: JoinHandle<()>,
    stop: CancellationToken,
}

impl Luma {
    /// The café at 09:20 on a Monday morning. Dana has started the bot, Cem has not.
    pub(crate) async fn opens() -> Self {
        Self::opens_with(|_| ()).await
    }

    /// The same, with a business that differs.
    pub(crate) async fn opens_with(change: impl FnOnce(&mut Workspace)) -> Self {
        Self::opens_at("2026-11-16T09:20:00Z", change).await
    }

    /// The same, at another moment.
    pub(crate) async fn opens_at(at: &str, change: impl FnOnce(&mut Workspace)) -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        let people = telegram.people();
        for (id, name, language) in CAST {
            let username = name.to_lowercase().replace(' ', "_");
            let user = NewUser::new(id, name).language(language).username(&username);
            people.create_user(user).unwrap();
        }
        let admin = Standing::Admin(Rights::ALL);
        let staff = [ANNA, MIHAI, KATRIN, PIOTR, ION];
        let desk = NewGroup::forum("Luma desk", PIOTR).members(&staff).bot(admin);
        let desk = people.create_group(&desk).unwrap();
        let help = NewGroup::forum("Luma help", PIOTR).members(&[ANNA, DANA, CEM]).bot(admin);
        let help = people.create_group(&help).unwrap();
        people.set_role(PIOTR, help, ANNA, Role::Admin).unwrap();

        let mut workspace = Workspace::new("Luma Café");
        workspace.desk = Some(Place::chat(Platform::Telegram, desk.to_string()));
        let levels = [
            (ANNA, "Anna", Level::Agent),
            (MIHAI, "Mihai", Level::Agent),
            (KATRIN, "Katrin", Level::Senior),
            (PIOTR, "Piotr", Level::Director),
        ];
        workspace.staff = levels.map(|(id, name, level)| staff_member(id, name, level)).to_vec();
        change(&mut workspace);
        let clock = Clock::standing(at.parse().unwrap());
        let mut luma = Self {
            telegram,
            store: MemoryStore::new(),
            clock,
            desk,
            help,
            workspace,
            running: None,
            screen: Screen::default(),
            log: String::new(),
            contacts: 0,
        };
        luma.service_starts().await;
        luma.telegram.people().start(DANA, None).unwrap();
        luma.rests().await;
        // What was said before the scenario begins is not part of it.
        luma.look();
        luma.log.clear();
        luma
    }

    /// Starts the service over what is durable.
    pub(crate) async fn service_starts(&mut self) {
        let settings = Settings {
            token: self.telegram.token().to_owned().into(),
            api_url: self.telegram.base_url(),
        };
        let adapter = Arc::new(TelegramAdapter::connect(settings).await.unwrap());
        let shared: SharedAdapter = adapter.clone();
        let service = Service::start(ServiceOptions {
            store: Arc::new(self.store.clone()),
            adapters: vec![shared],
            clock: self.clock.clone(),
            entropy: Entropy::seeded(1),
            workspace: self.workspace.clone(),
            pace: Pace::Unlimited,
        });
        let service = service.unwrap();
        let (handle, stop) = (service.handle(), CancellationToken::new());
        let polling = tokio::spawn(poll(adapter, handle, stop.clone()));
        self.running = Some(Running { service, polling, stop });
    }

    /// Kills the service: only what is durable is left.
    pub(crate) async fn service_is_killed(&mut self) {
        self.note("⟶ the service is killed");
        if let Some(running) = self.running.take() {
            self.store = self.store.fork();
            running.stop.cancel();
            running.polling.abort();
            running.service.shutdown().await.ok();
        }
    }

    /// The service comes back after a kill.
    pub(crate) async fn service_comes_back(&mut self) -> &mut Self {
        self.note("⟶ the service starts again");
        self.service_starts().await;
        self.settle().await
    }

    pub(crate) fn handle(&self) -> Handle {
        self.running.as_ref().expect("the service runs").service.handle()
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Writes a line of the scenario down.
    pub(crate) fn note(&mut self, line: &str) {
        let at = self.now().strftime("%H:%M:%S").to_string();
        writeln!(self.log, "{at} {line}").unwrap();
    }

    /// A contact with a customer ends; the source tells us over HTTP.
    pub(crate) async fn contact_ends(&mut self, customer: i64, topic: &str) -> &mut Self {
        self.contact_ends_with(customer, topic, |_| ()).await
    }

    /// The same, with more known about the contact.
    pub(crate) async fn contact_ends_with(
        &mut self,
        customer: i64,
        topic: &str,
        change: impl FnOnce(&mut Interaction),
    ) -> &mut Self {
        self.contact_ends_known(customer, topic, change, |_| ()).await
    }

    /// The same, with more known about the customer.
    pub(crate) async fn contact_ends_known(
        &mut self,
        customer: i64,
        topic: &str,
        change: impl FnOnce(&mut Interaction),
        learn: impl FnOnce(&mut Known),
    ) -> &mut Self {
        self.contacts += 1;
        let id = format!("web:{}", self.contacts);
        let mut interaction = Interaction::new(id, Source::Webhook, self.now());
        interaction.topic = Some(topic.to_owned());
        interaction.agent = Some("Anna".to_owned());
        change(&mut interaction);
        let mut known = Known {
            addresses: vec![account(customer)],
            name: Some(name_of(customer).to_owned()),
            ..Known::default()
        };
        learn(&mut known);
        let answer = self.handle().interaction_ended(known, interaction, 0).await.unwrap();
        let answer = match answer {
            IntakeAnswer::Planned(_) => "planned".to_owned(),
            IntakeAnswer::Duplicate => "duplicate".to_owned(),
            IntakeAnswer::Suppressed(why) => format!("suppressed: {}", why.name()),
            IntakeAnswer::NoChannel { .. } => "no_channel, with a link to show".to_owned(),
            IntakeAnswer::Conflict => "conflict".to_owned(),
        };
        self.note(&format!("⟶ contact ended: {topic} → {answer}"));
        self.settle().await
    }

    /// A customer presses the newest button that says this, in their private chat.
    pub(crate) async fn taps(&mut self, customer: i64, label: &str) -> &mut Self {
        let message = self.newest_with(customer, label, |_| true);
        self.tap_on(customer, customer, message, label).await
    }

    /// Somebody presses the newest button that says this, anywhere at the desk.
    pub(crate) async fn presses(&mut self, staff: i64, label: &str) -> &mut Self {
        let message = self.newest_with(self.desk, label, |_| true);
        self.tap_on(staff, self.desk, message, label).await
    }

    /// Somebody presses a button of one message.
    pub(crate) async fn tap_on(
        &mut self,
        who: i64,
        chat: i64,
        message: i64,
        label: &str,
    ) -> &mut Self {
        self.note(&format!("{} presses [{label}]", name_of(who)));
        let tapped = self.telegram.people().tap(who, chat, message, label).unwrap();
        if let Tapped::Link(url) = tapped {
            let token = url.rsplit("start=").next().unwrap_or_default();
            self.telegram.people().start(who, Some(token)).unwrap();
        }
        self.settle().await
    }

    /// The newest message of a chat with a button that says this.
    pub(crate) fn newest_with(
        &self,
        chat: i64,
        label: &str,
        wanted: impl Fn(&amends_platforms::telegram::world::Message) -> bool,
    ) -> i64 {
        let chat = self.telegram.chat(chat).expect("the chat is there");
        let found = chat.messages.values().rev().find(|message| {
            message.is_shown() && wanted(message) && message.button(label).is_some()
        });
        let Some(message) = found else {
            panic!("nothing says [{label}]:\n{}", self.telegram.transcript())
        };
        message.id
    }

    /// A customer writes in private.
    pub(crate) async fn writes(&mut self, customer: i64, text: &str) -> &mut Self {
        self.note(&format!("{}: {text}", name_of(customer)));
        self.telegram.people().write(customer, customer, text).unwrap();
        self.settle().await
    }

    /// A customer sends something other than words.
    pub(crate) async fn sends(&mut self, customer: i64, kind: Kind, caption: &str) -> &mut Self {
        self.note(&format!("{} sends {kind:?} “{caption}”", name_of(customer)));
        let line = Line::attachment(kind, caption);
        self.telegram.people().write(customer, customer, line).unwrap();
        self.settle().await
    }

    /// Somebody writes in the newest topic of the desk.
    pub(crate) async fn says(&mut self, staff: i64, text: &str) -> &mut Self {
        self.writes_at_desk(staff, Line::text(text)).await
    }

    /// Somebody writes in the newest topic of the desk, in any form.
    pub(crate) async fn writes_at_desk(&mut self, staff: i64, line: Line) -> &mut Self {
        let topic = self.newest_topic();
        self.note(&format!("{} at the desk: {}", name_of(staff), screenable(&line)));
        self.telegram.people().write(staff, self.desk, line.in_topic(topic)).unwrap();
        self.settle().await
    }

    /// Somebody writes at the desk outside of any topic.
    pub(crate) async fn says_in_general(&mut self, staff: i64, text: &str) -> &mut Self {
        self.note(&format!("{} in General: {text}", name_of(staff)));
        self.telegram.people().write(staff, self.desk, text).unwrap();
        self.settle().await
    }

    /// Somebody answers the newest message in the newest topic that contains these words.
    pub(crate) async fn replies(&mut self, staff: i64, to: &str, text: &str) -> &mut Self {
        let topic = self.newest_topic();
        let chat = self.telegram.chat(self.desk).expect("the desk is there");
        let found = chat.messages.values().rev().find(|message| message.text.contains(to));
        let message = found.expect("somebody said that").id;
        self.note(&format!("{} answers “{to}”: {text}", name_of(staff)));
        let line = Line::text(text).in_topic(topic).replying_to(message);
        self.telegram.people().write(staff, self.desk, line).unwrap();
        self.settle().await
    }

    /// The newest topic of the desk.
    pub(crate) fn newest_topic(&self) -> i64 {
        let chat = self.telegram.chat(self.desk).expect("the desk is there");
        chat.topics.values().filter(|topic| !topic.deleted).map(|topic| topic.id).max().unwrap_or(1)
    }

    /// Waits until nothing is left to do, and writes down what can be seen.
    pub(crate) async fn settle(&mut self) -> &mut Self {
        self.rests().await;
        self.look();
        self.holds();
        self
    }

    async fn rests(&self) {
        let rest = async {
            let mut ticks = time::interval(Duration::from_millis(1));
            while !self.is_at_rest() {
                ticks.tick().await;
            }
        };
        let rested = time::timeout(PATIENCE, rest).await;
        assert!(
            rested.is_ok(),
            "never comes to rest:\n{}\n{}",
            self.log,
            self.telegram.transcript()
        );
    }

    fn is_at_rest(&self) -> bool {
        let due = self.store.next_due().unwrap().is_some_and(|due| due <= self.now());
        self.telegram.look(|world| world.updates_waiting() == 0)
            && self.store.inbox(0, 1).unwrap().is_empty()
            && self.store.outbox(None, 1).unwrap().is_empty()
            && !due
    }

    fn look(&mut self) {
        let lines = self.telegram.look(|world| self.screen.changes(world, self.desk));
        self.log.push_str(&lines);
    }

    /// What happened and what could be seen, since the last call.
    pub(crate) fn transcript(&mut self) -> String {
        let violations = self.telegram.violations();
        assert!(violations.is_empty(), "departures from the specification: {violations:#?}");
        self.holds();
        std::mem::take(&mut self.log)
    }
}

async fn poll(adapter: Arc<TelegramAdapter>, handle: Handle, stop: CancellationToken) {
    let keep = |updates| {
        let handle = handle.clone();
        async move { handle.receive(Platform::Telegram, updates).await.map(drop) }
    };
    handle.connected(Platform::Telegram, None);
    let tell = |trouble| handle.connected(Platform::Telegram, trouble);
    polling::run(adapter.client(), keep, tell, &stop).await.expect("the token is good");
}

fn screenable(line: &Line) -> String {
    format!("{line:?}").split('"').nth(1).unwrap_or("(attachment)").to_owned()
}

pub(crate) fn staff_member(id: i64, name: &str, level: Level) -> StaffMember {
    StaffMember {
        address: account(id),
        name: Some(name.to_owned()),
        username: Some(name.to_lowercase()),
        level,
        on_duty: true,
        duty_until: None,
    }
}

pub(crate) fn account(id: i64) -> Address {
    Address::new(Platform::Telegram, id.to_string())
}

pub(crate) fn name_of(id: i64) -> &'static str {
    CAST.iter().find(|(known, ..)| *known == id).map_or("somebody", |(_, name, _)| *name)
}

/// Published hours for [`Luma::opens_with`].
pub(crate) fn open_hours(workspace: &mut Workspace, hours: &str) {
    workspace.hours = Hours::parse(hours).unwrap();
}
