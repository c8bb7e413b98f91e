//! What is reached of the pace that the platform allows, with a long queue of questions, and how long
//! a line of a recovery takes past that queue.

use std::time::{Duration, Instant};

use amends_platforms::telegram::world::{Message, World};
use amends_runtime::Pace;
use tokio::{task::JoinSet, time};

use crate::{
    discord::Discord,
    figures::{millis, percentile},
    luma::{ANNA, FIRST, Luma, ends},
    say,
    table::{Aim, Table},
};

const OF: &str = "pace";
/// Questions that wait.
const WAITING: i64 = 20_000;
/// Contacts that are handed in at the same time.
const AT_ONCE: i64 = 256;
/// Lines that staff write meanwhile, and how far apart: a private chat bears one a second.
const LINES: u32 = 40;
const APART: Duration = Duration::from_millis(1_500);
/// What Telegram allows in a second.
const CEILING: f64 = 30.0;
const LONG: Duration = Duration::from_secs(30);
/// Customers on Discord, of whom so many are measured: it takes in fifty contacts a second.
const ON_DISCORD: u64 = 2_000;
const MEASURED: usize = 1_500;
/// Requests that Discord allows in a second.
const OF_DISCORD: f64 = 50.0;
const DANA: i64 = FIRST;
/// What whoever takes a case presses.
pub(crate) const TAKE: &str = "Take it";

pub(crate) async fn run(table: &mut Table) {
    say("\nThe pace that Telegram allows, with 20,000 questions waiting");
    let luma = Luma::opens(WAITING + 1, true, Pace::Platform).await;
    let handle = luma.handle();
    // Dana is unhappy, and Anna takes care of it.
    ends(&handle, DANA).await;
    luma.platform.wait_for(|world| newest(world, DANA, "🙁 Not good"), LONG).await.unwrap();
    luma.taps(DANA, "🙁 Not good");
    let desk = luma.desk;
    let opened = |world: &World| world.chats.get(&desk)?.topics.keys().max().copied();
    let topic = luma.platform.wait_for(|world| opened(world).filter(|it| 1 < *it), LONG);
    let topic = topic.await.unwrap();
    let card = luma.platform.wait_for(|world| newest(world, desk, TAKE), LONG).await.unwrap();
    luma.platform.people().tap(ANNA, desk, card, TAKE).unwrap();
    luma.platform.wait_for(|world| is_taken(world, desk, topic).then_some(()), LONG).await.unwrap();
    says(&luma, topic, "I am on it").await;

    let began = Instant::now();
    for first in (1..=WAITING).step_by(AT_ONCE.try_into().unwrap()) {
        let mut contacts = JoinSet::new();
        for number in first..=WAITING.min(first + AT_ONCE - 1) {
            let handle = handle.clone();
            contacts.spawn(async move { ends(&handle, FIRST + number).await });
        }
        contacts.join_all().await;
    }
    let queueing = began.elapsed().as_secs_f64();
    let mut lines = Vec::new();
    let mut turns = time::interval(APART);
    let began = Instant::now();
    let calls = luma.platform.look(|world| world.calls.len());
    for number in 0..LINES {
        turns.tick().await;
        lines.push(says(&luma, topic, &format!("this is line {number}")).await);
    }
    let took = began.elapsed().as_secs_f64();
    let sent = luma.platform.look(|world| {
        let sends = |method: &str| method.starts_with("send") || method.starts_with("edit");
        world.calls.iter().skip(calls).filter(|call| sends(&call.method)).count()
    });
    let after = luma.platform.stats();
    let share = crate::figures::count(sent) / took / CEILING * 100.0;
    table.add(
        OF,
        "contacts taken in while questions queue",
        20_000.0 / queueing,
        "a second",
        Aim::None,
    );
    table.add(OF, "share of the ceiling that is reached", share, "%", Aim::AtLeast(95.0));
    let refused = f64::from(u32::try_from(after.too_many).unwrap());
    table.add(OF, "answers 429", refused, "", Aim::AtMost(0.0));
    let most = crate::figures::count(after.max_per_second);
    table.add(OF, "the most in any second", most, "", Aim::AtMost(CEILING));
    let (p50, p95) = (percentile(lines.clone(), 50), percentile(lines, 95));
    table.add(OF, "a line of staff to the customer, median", millis(p50), "ms", Aim::None);
    table.add(OF, "a line of staff to the customer, 95 %", millis(p95), "ms", Aim::AtMost(1_000.0));
    luma.closes().await;
}

/// What is reached on Discord, where each customer has written to the bot before.
pub(crate) async fn on_discord(table: &mut Table) {
    say("\nThe pace that Discord allows, with 2,000 questions");
    let discord = Discord::opens(ON_DISCORD, true).await;
    discord.fills(ON_DISCORD).await;
    let pace = discord.asks_at_once(ON_DISCORD, MEASURED).await;
    let share = pace / OF_DISCORD * 100.0;
    table.add(OF, "share of Discord's ceiling that is reached", share, "%", Aim::AtLeast(95.0));
    let (refused, most) = discord.too_fast();
    table.add(OF, "answers 429 on Discord", refused, "", Aim::AtMost(0.0));
    table.add(OF, "the most in any second on Discord", most, "", Aim::AtMost(OF_DISCORD));
}

/// Whether Anna has the case of this thread.
pub(crate) fn is_taken(world: &World, desk: i64, topic: i64) -> bool {
    let is_card = |it: &Message| it.thread_id == Some(topic) && it.text.contains("Anna has it");
    world.chats[&desk].messages.values().any(is_card)
}

/// Anna writes in the thread of the case; returns how long it took until Dana could read it.
async fn says(luma: &Luma, topic: i64, text: &str) -> Duration {
    let line = amends_platforms::telegram::people::Line::text(text).in_topic(topic);
    let began = Instant::now();
    luma.platform.people().write(ANNA, luma.desk, line).unwrap();
    let reads = |world: &World| {
        let messages = &world.chats.get(&DANA)?.messages;
        messages.values().rev().take(8).any(|it| it.text.contains(text)).then_some(())
    };
    luma.platform.wait_for(reads, LONG).await.unwrap();
    began.elapsed()
}

fn newest(world: &World, chat: i64, face: &str) -> Option<i64> {
    let offers = |message: &&Message| message.button(face).is_some();
    world.chats.get(&chat)?.messages.values().rev().find(offers).map(|message| message.id)
}
