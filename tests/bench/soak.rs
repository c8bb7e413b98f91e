//! Half an hour of everything at once, at the limits of the platform, with a stop and a start in the
//! middle: whether memory stays flat, nothing piles up, nothing is lost and nothing comes twice.
//!
//! `AMENDS_BENCH_MINUTES=5` makes it shorter.

use std::{
    collections::BTreeMap,
    env,
    sync::Arc,
    time::{Duration, Instant},
};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{Line, NewGroup, NewUser},
    world::{Call, Message, Rights, Standing, World},
};
use serde_json::json;
use tempfile::TempDir;
use tokio::time;

use crate::{
    figures::count,
    growth,
    luma::{ANNA, asked},
    pace::{self, TAKE},
    say,
    service::Service,
    table::{Aim, Table},
};

const OF: &str = "soak";
const MINUTES: &str = "AMENDS_BENCH_MINUTES";
const HAPPY: &str = "🙂 Good";
const UNHAPPY: &str = "🙁 Not good";
/// Customers come so far apart: each costs a greeting, a question and its change, of thirty a second.
const APART: Duration = Duration::from_millis(125);
/// One customer of so many is unhappy: a desk bears twenty messages a minute.
const ONE_OF: i64 = 300;
/// One of so many never answers.
const SILENT: i64 = 7;
const MINUTE: Duration = Duration::from_mins(1);
const MINUTE_MS: i64 = 60_000;
/// So many customers were asked before it begins, so that what the engine keeps in memory of what is
/// stored is as large as it gets, and whatever still grows would be ours.
const BEFORE: u64 = 40_000;
/// The first of those who come now.
const NEXT: i64 = 1_000_000;
/// What still waits at the end may take so long.
const REST: Duration = Duration::from_mins(5);

/// The platform, and the service on it.
struct Soak {
    platform: Arc<TelegramStandIn>,
    desk: i64,
    dir: TempDir,
    service: Service,
    /// Customers who came, and what they tapped.
    tapped: BTreeMap<i64, Option<&'static str>>,
    /// Threads of cases that Anna took, and whether she has written there.
    written: BTreeMap<i64, bool>,
    memory: Vec<f64>,
    waiting: Vec<f64>,
}

pub(crate) async fn run(table: &mut Table) {
    let minutes: u64 = env::var(MINUTES).map_or(30, |minutes| minutes.parse().unwrap());
    say(&format!("\n{minutes} minutes of everything, at the limits of Telegram"));
    let mut soak = Soak::begins().await;
    let lasts = MINUTE * u32::try_from(minutes).unwrap();
    soak.lives(lasts / 2).await;
    soak.starts_again().await;
    soak.lives(lasts / 2).await;
    soak.comes_to_rest().await;
    soak.tell(table).await;
}

impl Soak {
    async fn begins() -> Self {
        let options = Options { spec: None, ..Options::default() };
        let platform = Arc::new(TelegramStandIn::start(options).await.unwrap());
        platform.people().create_user(NewUser::new(ANNA, "Anna").language("en")).unwrap();
        let group = NewGroup::forum("Luma desk", ANNA).bot(Standing::Admin(Rights::ALL));
        let desk = platform.people().create_group(&group).unwrap();
        let dir = tempfile::tempdir().unwrap();
        growth::filled(&dir.path().join("data"), "open", BEFORE).await;
        let service = starts(&platform, desk, &dir).await;
        let (tapped, written) = (BTreeMap::new(), BTreeMap::new());
        let (memory, waiting) = (Vec::new(), Vec::new());
        Self { platform, desk, dir, service, tapped, written, memory, waiting }
    }

    /// Customers come, are asked, and answer; whoever is unhappy is written to.
    async fn lives(&mut self, lasts: Duration) {
        let began = Instant::now();
        let (mut turns, mut looked) = (time::interval(APART), Instant::now());
        while began.elapsed() < lasts {
            turns.tick().await;
            let id = NEXT + i64::try_from(self.tapped.len()).unwrap();
            self.comes(id).await;
            self.answer();
            self.write();
            if MINUTE <= looked.elapsed() {
                looked = Instant::now();
                self.look().await;
            }
        }
    }

    async fn comes(&mut self, id: i64) {
        let people = self.platform.people();
        people.create_user(NewUser::new(id, "Dana").language("en")).unwrap();
        people.start(id, None).unwrap();
        self.tapped.insert(id, None);
        self.service.contact_ends(&format!("c{id}"), json!({"telegram_id": id})).await;
    }

    /// Whoever was asked by now taps.
    fn answer(&mut self) {
        let open: Vec<i64> = self.open().collect();
        for id in open {
            let face = if id % ONE_OF == 0 { UNHAPPY } else { HAPPY };
            let message = self.platform.look(|world| asked(world.chats.get(&id)?, face));
            if let Some(message) = message {
                self.platform.people().tap(id, id, message, face).unwrap();
                self.tapped.insert(id, Some(face));
            }
        }
    }

    /// Those who will answer and have not.
    fn open(&self) -> impl Iterator<Item = i64> {
        let open = self.tapped.iter().filter(|(id, tapped)| tapped.is_none() && *id % SILENT != 0);
        open.map(|(id, _)| *id)
    }

    /// Anna takes each case that she sees, and writes a line once she has it.
    fn write(&mut self) {
        let desk = self.desk;
        let (fresh, taken): (Vec<_>, Vec<_>) = self.platform.look(|world| {
            let topics = world.chats[&desk].topics.keys().filter(|topic| 1 < **topic);
            let open = topics.filter(|topic| self.written.get(topic) != Some(&true));
            let is_taken = |topic: i64| pace::is_taken(world, desk, topic);
            let (taken, fresh): (Vec<i64>, Vec<i64>) = open.partition(|topic| is_taken(**topic));
            let card = |topic: i64| card(world, desk, topic).map(|card| (topic, card));
            (fresh.into_iter().filter_map(card).collect(), taken)
        });
        let people = self.platform.people();
        for (topic, card) in fresh {
            if self.written.insert(topic, false).is_none() {
                people.tap(ANNA, desk, card, TAKE).unwrap();
            }
        }
        for topic in taken {
            self.written.insert(topic, true);
            let line = Line::text(format!("line for {topic}")).in_topic(topic);
            people.write(ANNA, desk, line).unwrap();
        }
    }

    async fn look(&mut self) {
        self.memory.push(self.service.memory_mb());
        let waiting = self.service.metric("amends_effects_waiting").await;
        self.waiting.push(waiting);
        say(&format!(
            "  {} customers, {} MB, {waiting} effects wait",
            self.tapped.len(),
            self.memory.last().unwrap()
        ));
    }

    /// Told to stop in the middle of it, and started again.
    async fn starts_again(&mut self) {
        self.service.stop().await;
        self.service = starts(&self.platform, self.desk, &self.dir).await;
    }

    async fn comes_to_rest(&mut self) {
        let began = Instant::now();
        let mut looks = time::interval(APART);
        while self.open().next().is_some()
            || self.written.values().any(|written| !written)
            || 0.0 < self.service.metric("amends_effects_waiting").await
        {
            assert!(began.elapsed() < REST, "it does not come to rest");
            looks.tick().await;
            self.answer();
            self.write();
        }
    }

    async fn tell(self, table: &mut Table) {
        let (mut lost, mut twice) = (0, 0);
        for (id, tapped) in &self.tapped {
            let stored = self.service.json(&format!("/v1/interactions/c{id}")).await;
            let is_answered = stored["status"] == "answered";
            lost += usize::from(tapped.is_some() != is_answered);
            let asked = self.platform.look(|world| questions(world, *id));
            twice += usize::from(1 < asked);
        }
        let unhappy = self.tapped.values().filter(|it| **it == Some(UNHAPPY)).count();
        let cases = self.platform.look(|world| {
            let topics = world.chats[&self.desk].topics.values();
            topics.filter(|topic| 1 < topic.id).count()
        });
        let lines = self.platform.look(|world| {
            let is_line = |text: &str| text.contains("line for ");
            let chats = world.chats.iter().filter(|(id, _)| NEXT <= **id);
            chats
                .flat_map(|(_, chat)| chat.messages.values())
                .filter(|it| is_line(&it.text))
                .count()
        });
        table.add(OF, "customers", count(self.tapped.len()), "", Aim::None);
        table.add(OF, "answers lost, or there without a tap", count(lost), "", Aim::AtMost(0.0));
        table.add(OF, "questions asked twice", count(twice), "", Aim::AtMost(0.0));
        let missing = count(unhappy) - count(cases);
        table.add(
            OF,
            "unhappy answers without a case of their own",
            missing.abs(),
            "",
            Aim::AtMost(0.0),
        );
        let missing = count(self.written.len()) - count(lines);
        table.add(OF, "lines of staff lost or twice", missing.abs(), "", Aim::AtMost(0.0));
        let stats = self.platform.stats();
        let refused = f64::from(u32::try_from(stats.too_many).unwrap());
        table.add(OF, "answers 429", refused, "", Aim::AtMost(0.0));
        self.platform.look(tell_refused);
        let most = self.waiting.iter().copied().fold(0.0, f64::max);
        table.add(OF, "the most effects that waited", most, "", Aim::None);
        let early = self.memory.get(1).or(self.memory.first());
        if let (Some(early), Some(late)) = (early, self.memory.last()) {
            table.add(OF, "memory at the second minute", *early, "MB", Aim::None);
            table.add(OF, "memory at the end", *late, "MB", Aim::None);
        }
    }
}

/// Says which calls were refused as too fast, and when their chat was written to before.
fn tell_refused(world: &World) {
    let is_refused = |call: &&Call| call.reply["error_code"] == 429;
    for refused in world.calls.iter().filter(is_refused) {
        let chat = &refused.params["chat_id"];
        let earlier = world.calls.iter().filter(|call| {
            let ago = refused.at_ms - call.at_ms;
            call.params["chat_id"] == *chat && (0..MINUTE_MS).contains(&ago)
        });
        let earlier: Vec<String> = earlier
            .map(|call| format!("{} {} ms ago", call.method, refused.at_ms - call.at_ms))
            .collect();
        say(&format!("  refused: {} to {chat}: {}", refused.method, earlier.join(", ")));
    }
}

/// The card of a case that can be taken.
fn card(world: &World, desk: i64, topic: i64) -> Option<i64> {
    let is_it = |it: &&Message| it.thread_id == Some(topic) && it.button(TAKE).is_some();
    world.chats[&desk].messages.values().find(is_it).map(|message| message.id)
}

/// How often a customer was asked.
fn questions(world: &World, id: i64) -> usize {
    let chat = &world.chats[&id];
    let is_question = |text: &str| text.starts_with("How did we do");
    chat.messages.values().filter(|message| is_question(&message.text)).count()
}

async fn starts(platform: &TelegramStandIn, desk: i64, dir: &TempDir) -> Service {
    let variables = vec![
        ("AMENDS_TELEGRAM_API_URL", platform.base_url()),
        ("AMENDS_TELEGRAM_TOKEN", platform.token().to_owned()),
        ("AMENDS_TELEGRAM_DESK", desk.to_string()),
        ("AMENDS_STAFF", format!("telegram:{ANNA}:agent")),
        ("AMENDS_DATA_DIR", dir.path().join("data").display().to_string()),
    ];
    Service::starts(variables).await
}
