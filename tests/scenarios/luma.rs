//! Luma Café: the cast of every scenario, on the real adapter, the real shell and a stand-in of the
//! platform, with a clock that stands still until the scenario moves it.
//!
//! A scenario does not say on which platform it runs: the environment does, by `AMENDS_PLATFORM`.

pub(crate) mod discord;
mod house;
mod houses;
pub(crate) mod log_ids;
mod moments;
mod proof;
mod scenes;
mod telegram;
mod topics;

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    io::{self, Write as _},
    sync::Arc,
    thread,
    time::Duration,
};

use amends_core::{
    event::Known,
    hours::Hours,
    interaction::{Interaction, Source},
    place::{Address, Platform},
    policy::{Level, StaffMember, Workspace},
};
use amends_runtime::{
    Handle, Pace, Service, ServiceOptions, clock::Clock, entropy::Entropy, item::IntakeAnswer,
};
use amends_storage::{MemoryStore, port::Store};
use jiff::Timestamp;
use tokio::{task::JoinHandle, time};
use tokio_util::sync::CancellationToken;

use self::houses::Houses;
pub(crate) use self::{
    house::{Call, Kind, Line, Trouble},
    scenes::gives_a_dessert,
};

/// How long a scenario waits for a state before it fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long it waits until it looks anew.
const AGAIN: Duration = Duration::from_millis(60);

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

/// Who works here, or did.
pub(crate) const STAFF: [i64; 5] = [ANNA, MIHAI, KATRIN, PIOTR, ION];

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
    houses: Houses,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Clock,
    pub(crate) desk: i64,
    pub(crate) help: i64,
    pub(crate) workspace: Workspace,
    running: Option<Running>,
    log: String,
    contacts: u32,
    newcomers: BTreeMap<i64, String>,
}

struct Running {
    service: Service,
    listening: Vec<JoinHandle<()>>,
    stop: CancellationToken,
}

/// Shows what the service logs, as far as `RUST_LOG` asks for it.
fn logs() {
    if env::var_os("RUST_LOG").is_some() {
        let wanted = tracing_subscriber::EnvFilter::from_default_env();
        // Another scenario may have been here before.
        tracing_subscriber::fmt().with_env_filter(wanted).with_test_writer().try_init().ok();
    }
}

/// The platform that this run is about.
pub(crate) fn platform() -> Platform {
    let Some(name) = env::var_os("AMENDS_PLATFORM") else { return Platform::Telegram };
    let named = name.to_str().and_then(Platform::parse);
    named.expect("AMENDS_PLATFORM is telegram or discord")
}

/// Whether this run is not about the one platform on which a scenario makes sense; if so, says why.
pub(crate) fn is_elsewhere(only: Platform, why: &str) -> bool {
    let is_elsewhere = platform() != only;
    if is_elsewhere {
        let name = thread::current().name().unwrap_or_default().to_owned();
        let line = format!("not here: {name} is about {} alone: {why}", only.name());
        // Not through the macros, whose words the test harness keeps to itself.
        writeln!(io::stderr(), "{line}").ok();
    }
    is_elsewhere
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
        logs();
        Self::opens_between(platform(), platform(), at, change).await
    }

    /// Customers on one platform, the desk on another.
    pub(crate) async fn across(customers: Platform, desk: Platform) -> Self {
        Self::across_with(customers, desk, |_| ()).await
    }

    /// The same, with a business that differs.
    pub(crate) async fn across_with(
        customers: Platform,
        desk: Platform,
        change: impl FnOnce(&mut Workspace),
    ) -> Self {
        logs();
        Self::opens_between(customers, desk, "2026-11-16T09:20:00Z", change).await
    }

    async fn opens_between(
        customers: Platform,
        desk: Platform,
        at: &str,
        change: impl FnOnce(&mut Workspace),
    ) -> Self {
        let clock = Clock::standing(at.parse().unwrap());
        let houses = Houses::open(customers, desk, clock.now()).await;
        let mut luma = Self::opens_in(houses, clock, change);
        luma.service_starts().await;
        luma.front().starts(DANA, None);
        luma.rests().await;
        // What was said before the scenario begins is not part of it.
        luma.look();
        luma.log.clear();
        luma
    }

    fn opens_in(houses: Houses, clock: Clock, change: impl FnOnce(&mut Workspace)) -> Self {
        let mut workspace = Workspace::new("Luma Café");
        houses.furnish(&mut workspace);
        let levels = [
            (ANNA, "Anna", Level::Agent),
            (MIHAI, "Mihai", Level::Agent),
            (KATRIN, "Katrin", Level::Senior),
            (PIOTR, "Piotr", Level::Director),
        ];
        workspace.staff = levels.map(|(id, name, level)| staff_member(id, name, level)).to_vec();
        for member in &mut workspace.staff {
            member.address.platform = houses.back;
        }
        change(&mut workspace);
        let (desk, help) = (houses.of(houses.back).desk(), houses.of(houses.front).help());
        Self {
            houses,
            store: MemoryStore::new(),
            clock,
            desk,
            help,
            workspace,
            running: None,
            log: String::new(),
            contacts: 0,
            newcomers: BTreeMap::new(),
        }
    }

    /// Starts the service over what is durable.
    pub(crate) async fn service_starts(&mut self) {
        self.houses.clock_moved(self.now());
        let doors = self.houses.connect().await;
        let service = Service::start(ServiceOptions {
            store: Arc::new(self.store.clone()),
            public_url: None,
            adapters: doors.adapters(),
            clock: self.clock.clone(),
            entropy: Entropy::seeded(1),
            workspace: self.workspace.clone(),
            pace: Pace::Unlimited,
        });
        let service = service.unwrap();
        let stop = CancellationToken::new();
        let listening = doors.listen(&service.handle(), &stop);
        self.running = Some(Running { service, listening, stop });
    }

    /// Kills the service: only what is durable is left.
    pub(crate) async fn service_is_killed(&mut self) {
        self.note("⟶ the service is killed");
        if let Some(running) = self.running.take() {
            self.store = self.store.fork();
            running.stop.cancel();
            for listening in running.listening {
                listening.abort();
            }
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
            addresses: vec![self.account(customer)],
            name: Some(self.name_told(customer)),
            ..Known::default()
        };
        learn(&mut known);
        let answer = self.handle().interaction_ended(known, interaction, 0).await.unwrap();
        let answer = match answer {
            IntakeAnswer::Planned(_) => "planned".to_owned(),
            IntakeAnswer::Duplicate => "duplicate".to_owned(),
            IntakeAnswer::Suppressed(why) => format!("suppressed: {}", why.name()),
            IntakeAnswer::NoChannel { .. } => "no_channel, with a link to show".to_owned(),
            IntakeAnswer::Registered { .. } => "registered, with a link to show".to_owned(),
            IntakeAnswer::Conflict => "conflict".to_owned(),
        };
        self.note(&format!("⟶ contact ended: {topic} → {answer}"));
        self.settle().await
    }

    /// The name by which sources know somebody.
    fn name_told(&self, customer: i64) -> String {
        let newcomer = self.newcomers.get(&customer);
        newcomer.cloned().unwrap_or_else(|| name_of(customer).to_owned())
    }

    /// A customer presses the newest button that says this, in their private chat.
    pub(crate) async fn taps(&mut self, customer: i64, label: &str) -> &mut Self {
        let message = self.newest_with(customer, label);
        self.tap_on(customer, customer, message, label).await
    }

    /// Somebody presses the newest button that says this, anywhere at the desk.
    pub(crate) async fn presses(&mut self, staff: i64, label: &str) -> &mut Self {
        let message = self.newest_with(self.desk, label);
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
        let meant = self.house_with(chat).label(message, label);
        self.note(&format!("{} presses [{meant}]", name_of(who)));
        let token = self.house_with(chat).press(who, chat, message, label);
        if let Some(token) = token {
            self.front().starts(who, Some(&token));
        }
        self.settle().await
    }

    /// The newest message of a chat with a button that says this.
    pub(crate) fn newest_with(&self, chat: i64, label: &str) -> i64 {
        let house = self.house_with(chat);
        let Some(message) = house.newest_with(chat, label) else {
            panic!("nothing says [{label}]:\n{}\n{}", self.log, house.everything())
        };
        message
    }

    /// A customer writes in private.
    pub(crate) async fn writes(&mut self, customer: i64, text: &str) -> &mut Self {
        let place = self.house_of_mut(customer).tells(customer, Line::text(text));
        self.note(&format!("{}{place}: {text}", name_of(customer)));
        self.settle().await
    }

    /// A customer sends something other than words.
    pub(crate) async fn sends(&mut self, customer: i64, kind: Kind, caption: &str) -> &mut Self {
        let line = Line::attachment(kind, caption);
        let place = self.house_of_mut(customer).tells(customer, line);
        self.note(&format!("{} sends {kind:?} “{caption}”{place}", name_of(customer)));
        self.settle().await
    }

    /// Somebody writes in the newest topic of the desk.
    pub(crate) async fn says(&mut self, staff: i64, text: &str) -> &mut Self {
        self.writes_at_desk(staff, Line::text(text)).await
    }

    /// Somebody writes in the newest topic of the desk, in any form.
    pub(crate) async fn writes_at_desk(&mut self, staff: i64, line: Line) -> &mut Self {
        let text = line.text.clone();
        let place = self.back_mut().talks(staff, line);
        self.note(&format!("{}{place}: {text}", name_of(staff)));
        self.settle().await
    }

    /// Somebody writes at the desk outside of any topic.
    pub(crate) async fn says_in_general(&mut self, staff: i64, text: &str) -> &mut Self {
        let place = self.back_mut().calls_out(staff, Line::text(text));
        self.note(&format!("{}{place}: {text}", name_of(staff)));
        self.settle().await
    }

    /// Somebody answers the newest message in the newest topic that contains these words.
    pub(crate) async fn replies(&mut self, staff: i64, to: &str, text: &str) -> &mut Self {
        let place = self.back_mut().replies(staff, to, text, true);
        self.note(&format!("{} answers “{to}”{place}: {text}", name_of(staff)));
        self.settle().await
    }

    /// Somebody answers the newest message at the desk that contains these words, outside of topics.
    pub(crate) async fn replies_in_general(
        &mut self,
        staff: i64,
        to: &str,
        text: &str,
    ) -> &mut Self {
        let place = self.back_mut().replies(staff, to, text, false);
        self.note(&format!("{} answers “{to}”{place}: {text}", name_of(staff)));
        self.settle().await
    }

    /// Waits until nothing is left to do, and writes down what can be seen.
    pub(crate) async fn settle(&mut self) -> &mut Self {
        self.rests().await;
        self.look();
        self.holds();
        self
    }

    async fn rests(&mut self) {
        let deadline = time::Instant::now() + PATIENCE;
        let mut ticks = time::interval(Duration::from_millis(1));
        loop {
            self.houses.each(|house| house.probe());
            // What is sent while nobody listens yet is lost.
            let again = time::Instant::now() + AGAIN;
            while !self.is_at_rest() && time::Instant::now() < again {
                assert!(
                    time::Instant::now() < deadline,
                    "never comes to rest: {}\n{}\n{}",
                    self.unrest(),
                    self.log,
                    self.everything()
                );
                ticks.tick().await;
            }
            if self.is_at_rest() && !self.houses.any(|house| house.is_stirred()) {
                return;
            }
        }
    }

    fn is_at_rest(&self) -> bool {
        let next = match &self.running {
            Some(running) => running.service.handle().next_due(),
            None => self.store.next_due(),
        };
        let due = next.unwrap().is_some_and(|due| due <= self.now());
        !self.houses.any(|house| !house.is_quiet())
            && self.store.inbox(0, 1).unwrap().is_empty()
            && self.store.outbox(None, 1).unwrap().is_empty()
            && self.running.as_ref().is_none_or(|it| it.service.handle().ready().outbox == 0)
            && !due
            && (self.running.as_ref())
                .is_none_or(|it| it.service.handle().policy().workspace.tellings.is_empty())
    }

    /// What keeps everybody busy.
    pub(crate) fn unrest(&self) -> String {
        let inbox = self.store.inbox(0, 10).unwrap().len();
        let outbox = self.store.outbox(None, 10).unwrap();
        let noisy = self.houses.any(|house| !house.is_quiet());
        let dead = self.store.dead_letters(10).unwrap();
        format!("{inbox} in the inbox, a platform waits: {noisy}, {outbox:#?}, {dead:#?}")
    }

    fn look(&mut self) {
        let mut lines = String::new();
        self.houses.each(|house| lines.push_str(&house.changes()));
        self.log.push_str(&lines);
    }

    /// What happened and what could be seen, since the last call.
    pub(crate) fn transcript(&mut self) -> String {
        self.houses.each(|house| {
            let violations = house.violations();
            assert!(violations.is_empty(), "departures from the specification: {violations:#?}");
        });
        self.holds();
        std::mem::take(&mut self.log)
    }
}

pub(crate) fn staff_member(id: i64, name: &str, level: Level) -> StaffMember {
    StaffMember {
        address: account(id),
        name: Some(name.to_owned()),
        username: Some(name.to_lowercase()),
        level,
        on_duty: true,
        duty_until: None,
        by_role: false,
    }
}

pub(crate) fn account(id: i64) -> Address {
    Address::new(platform(), id.to_string())
}

pub(crate) fn name_of(id: i64) -> &'static str {
    CAST.iter().find(|(known, ..)| *known == id).map_or("somebody", |(_, name, _)| *name)
}

/// Published hours for [`Luma::opens_with`].
pub(crate) fn open_hours(workspace: &mut Workspace, hours: &str) {
    workspace.hours = Hours::parse(hours).unwrap();
}
