use amends_core::{
    effect::{Effect, OnUnknown, PressRef, To, Words},
    ids::EffectKey,
    lang::Lang,
    place::{Address, MessageRef, Place, Platform},
    say::Say,
};
use amends_storage::port::Subject;
use governor::clock::FakeRelativeClock;

use super::*;

mod changes;
mod windows;

const START: i64 = 1_800_000_000_000;
const GROUP: &str = "-1001";

/// One scheduler with its two clocks, and what it sent when.
struct World {
    scheduler: Scheduler<FakeRelativeClock>,
    clock: FakeRelativeClock,
    now_ms: i64,
    next_seq: u64,
    sent: Vec<Sent>,
    expired: Vec<u64>,
    /// What another one made needless.
    needless: Vec<u64>,
    /// How long a send takes.
    latency_ms: i64,
    under_way: Vec<(i64, Job)>,
    most_at_once: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Sent {
    at_ms: i64,
    chat: Option<String>,
    class: Class,
    seq: u64,
}

impl World {
    fn new() -> Self {
        let clock = FakeRelativeClock::default();
        let limits = Limits::of(Platform::Telegram);
        Self {
            scheduler: Scheduler::new(limits, clock.clone()),
            clock,
            now_ms: 0,
            next_seq: 1,
            sent: Vec::new(),
            expired: Vec::new(),
            needless: Vec::new(),
            latency_ms: 20,
            under_way: Vec::new(),
            most_at_once: 0,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(START + self.now_ms).unwrap()
    }

    /// Asks for a message to a chat; returns its sequence number.
    fn asks(&mut self, class: Class, chat: &str) -> u64 {
        self.asks_until(class, chat, None)
    }

    fn asks_until(&mut self, class: Class, chat: &str, expires_in_ms: Option<i64>) -> u64 {
        let to = if chat.starts_with('-') {
            To::Place(Place::chat(Platform::Telegram, chat))
        } else {
            To::Private(Address::new(Platform::Telegram, chat))
        };
        let body = Body::Send {
            to,
            words: Words::Customer(Say::TapAck, Lang::EN),
            buttons: Vec::new(),
            reply_to: None,
            ask_reply: false,
            purpose: None,
        };
        self.asks_for(class, body, expires_in_ms)
    }

    fn asks_for(&mut self, class: Class, body: Body, expires_in_ms: Option<i64>) -> u64 {
        let expires_at = expires_in_ms.map(|ms| self.now() + SignedDuration::from_millis(ms));
        let seq = self.next_seq;
        self.next_seq += 1;
        let now = self.now();
        let row = OutboxRow {
            key: EffectKey { seq, index: 0 },
            subject: Subject::Workspace,
            effect: Effect { class, expires_at, on_unknown: OnUnknown::Leave, body },
            attempts: 0,
            sending: false,
            not_before: now,
            pressed_at: None,
            cause: None,
        };
        let needless = self.scheduler.push(Job::new(row, now), now);
        self.needless.extend(needless.map(|job| job.row.key.seq));
        seq
    }

    /// Asks for a change of the card.
    fn edits_card(&mut self, card: &str) -> u64 {
        let place = Place::chat(Platform::Telegram, GROUP);
        let message = MessageRef { place, id: card.to_owned() };
        let words = Some(Words::Customer(Say::TapAck, Lang::EN));
        let body = Body::Edit { message, words, buttons: Vec::new(), purpose: None, press: None };
        self.asks_for(Class::Card, body, None)
    }

    /// Asks for a mark on what was written in the group.
    fn marks(&mut self, message: &str) -> u64 {
        let place = Place::chat(Platform::Telegram, GROUP);
        let message = MessageRef { place, id: message.to_owned() };
        self.asks_for(Class::Digest, Body::MarkDelivered { message }, None)
    }

    /// Asks for a change of a card on Discord, as the answer to a press or by itself.
    fn edits_pressed(&mut self, card: &str, pressed: bool) -> u64 {
        let place = Place::chat(Platform::Discord, "70");
        let message = MessageRef { place, id: card.to_owned() };
        let words = Some(Words::Customer(Say::TapAck, Lang::EN));
        let press =
            pressed.then(|| PressRef::whispering(Platform::Discord, format!("c.{card}.token")));
        let body = Body::Edit { message, words, buttons: Vec::new(), purpose: None, press };
        self.asks_for(Class::Card, body, None)
    }

    /// Lets time pass in steps of ten milliseconds.
    fn passes(&mut self, ms: i64) {
        let until = self.now_ms + ms;
        while self.now_ms < until {
            self.sends_what_may();
            self.clock.advance(Duration::from_millis(10));
            self.now_ms += 10;
            self.ends_what_is_done();
        }
    }

    fn sends_what_may(&mut self) {
        let now = self.now();
        loop {
            match self.scheduler.next(now) {
                Next::Start(job) => {
                    let (_, chat) = target::target(&job.row.effect.body);
                    let busy = self.under_way.iter().any(|(_, other)| {
                        let (_, other) = target::target(&other.row.effect.body);
                        other.is_some() && other == chat
                    });
                    assert!(!busy, "two messages were under way to {chat:?}");
                    let chat = chat.map(|chat| chat.id);
                    let (at_ms, class, seq) = (self.now_ms, job.row.effect.class, job.row.key.seq);
                    self.sent.push(Sent { at_ms, chat, class, seq });
                    self.under_way.push((self.now_ms + self.latency_ms, *job));
                    self.most_at_once = self.most_at_once.max(self.under_way.len());
                }
                Next::Expired(job) => self.expired.push(job.row.key.seq),
                Next::Wait(_) => return,
            }
        }
    }

    fn ends_what_is_done(&mut self) {
        let (now, now_ms) = (self.now(), self.now_ms);
        let (done, rest) = self.under_way.drain(..).partition(|(until, _)| *until <= now_ms);
        self.under_way = rest;
        for (_, job) in done {
            self.scheduler.finished(&job, now);
        }
    }

    fn refused(&mut self, chat: &str, after: Duration) {
        let kind = if chat.starts_with('-') { ChatKind::Group } else { ChatKind::Private };
        let chat = Chat { kind, id: chat.to_owned() };
        let now = self.now();
        self.scheduler.told_to_wait(&chat, after, now);
    }

    fn sent_at(&self, seq: u64) -> i64 {
        let found = self.sent.iter().find(|sent| sent.seq == seq);
        found.unwrap_or_else(|| panic!("{seq} was not sent: {:?}", self.sent)).at_ms
    }
}

/// The most that was sent within any window of this length.
fn busiest(times: &[i64], window_ms: i64) -> usize {
    let within = |from: i64| times.iter().filter(move |at| from <= **at && **at < from + window_ms);
    times.iter().map(|from| within(*from).count()).max().unwrap_or(0)
}

#[test]
fn the_windows_are_used_and_not_only_kept() {
    let mut world = World::new();
    for chat in 0..200 {
        world.asks(Class::Recovery, &chat.to_string());
    }
    world.passes(6_900);
    assert_eq!(world.sent.len(), 200, "30 a second and a burst of 8 leave no more than 7 s");
}

/// Shows E31.
#[test]
fn a_busy_desk_does_not_delay_a_private_question() {
    let mut world = World::new();
    for _ in 0..60 {
        world.asks(Class::Recovery, GROUP);
    }
    world.passes(500);
    let question = world.asks(Class::Question, "42");
    world.passes(2_000);
    assert!(world.sent_at(question) - 500 <= 1_000, "waited until {}", world.sent_at(question));
}

#[test]
fn recovery_overtakes_questions_that_wait() {
    let mut world = World::new();
    for chat in 0..500 {
        world.asks(Class::Question, &chat.to_string());
    }
    world.passes(5_000);
    let line = world.asks(Class::Recovery, "9000");
    world.passes(1_000);
    assert!(world.sent_at(line) - 5_000 <= 60, "waited until {}", world.sent_at(line));
}

#[test]
fn questions_use_the_pace_and_leave_a_place_to_what_is_urgent() {
    let mut world = World::new();
    world.latency_ms = 10;
    for chat in 0..500 {
        world.asks(Class::Question, &chat.to_string());
    }
    world.passes(10_000);
    let sent = world.sent.len();
    assert!((285..=300).contains(&sent), "29 a second, but {sent} in ten seconds");
    for number in 0..20 {
        let line = world.asks(Class::Recovery, &(9_000 + number).to_string());
        let asked_ms = world.now_ms;
        world.passes(500);
        assert!(world.sent_at(line) - asked_ms <= 40, "waited until {}", world.sent_at(line));
    }
}

#[test]
fn chats_take_turns() {
    let mut world = World::new();
    for _ in 0..10 {
        world.asks(Class::Staff, "1");
    }
    let other = world.asks(Class::Staff, "2");
    world.passes(100);
    assert!(world.sent_at(other) <= 20, "one chat kept the other waiting");
}

#[test]
fn of_two_changes_of_a_card_only_the_newer_is_sent() {
    let mut world = World::new();
    for _ in 0..4 {
        world.asks(Class::Staff, GROUP);
    }
    world.sends_what_may();
    let (older, other) = (world.edits_card("1"), world.edits_card("2"));
    let newer = world.edits_card("1");
    assert_eq!(world.needless, [older]);
    world.passes(60_000);
    assert!(world.sent_at(other) < world.sent_at(newer));
    assert!(world.sent.iter().all(|sent| sent.seq != older));
}

#[test]
fn a_reply_and_its_edit_are_not_a_second_apart() {
    let mut world = World::new();
    for _ in 0..3 {
        world.asks(Class::Recovery, "1");
    }
    world.passes(200);
    assert_eq!(world.sent.len(), 3);
}

#[test]
fn what_is_put_off_holds_back_its_class_and_no_other() {
    let mut world = World::new();
    let first = world.asks(Class::Recovery, "1");
    world.latency_ms = 1_000_000;
    world.sends_what_may();
    let (_, mut job) = world.under_way.pop().unwrap();
    let now = world.now();
    job.row.not_before = now + SignedDuration::from_secs(5);
    world.scheduler.finished(&job, now);
    assert!(world.scheduler.push(job, now).is_none());
    world.latency_ms = 20;
    world.sent.clear();

    let second = world.asks(Class::Recovery, "1");
    let thanks = world.asks(Class::Thanks, "1");
    world.passes(8_000);
    assert!(world.sent_at(thanks) < 100);
    assert!(5_000 <= world.sent_at(first));
    assert!(world.sent_at(first) < world.sent_at(second), "a line overtook an earlier one");
}

#[test]
fn a_refused_chat_is_left_alone_and_others_are_not() {
    let mut world = World::new();
    world.refused("1", Duration::from_secs(7));
    let (refused, other) = (world.asks(Class::Recovery, "1"), world.asks(Class::Recovery, "2"));
    world.passes(8_000);
    assert!(world.sent_at(other) < 100);
    assert!(7_000 <= world.sent_at(refused));
}

#[test]
fn two_refused_chats_pause_everything_but_recovery() {
    let mut world = World::new();
    world.refused("1", Duration::from_secs(4));
    world.passes(1_000);
    world.refused("2", Duration::from_secs(4));
    let (thanks, line) = (world.asks(Class::Thanks, "3"), world.asks(Class::Recovery, "4"));
    world.passes(6_000);
    assert!(world.sent_at(line) < 2_000, "the line waited until {}", world.sent_at(line));
    assert!(5_000 <= world.sent_at(thanks));
}

#[test]
fn after_refusals_it_goes_at_half_the_rate_and_recovers() {
    let mut world = World::new();
    world.refused("1", Duration::from_secs(1));
    world.refused("2", Duration::from_secs(1));
    for chat in 0..5_000 {
        world.asks(Class::Staff, &(10 + chat).to_string());
    }
    world.passes(1_000);
    world.sent.clear();
    world.passes(10_000);
    let slow = world.sent.len();
    assert!((145..=155).contains(&slow), "15 a second, but {slow} in ten seconds");
    world.passes(110_000);
    world.sent.clear();
    world.passes(10_000);
    let faster = world.sent.len();
    assert!((160..=180).contains(&faster), "17 a second by now, but {faster} in ten seconds");
}

#[test]
fn a_card_waits_behind_calls_and_lines_but_not_for_ever() {
    let mut world = World::new();
    for _ in 0..20 {
        world.asks(Class::Staff, GROUP);
    }
    world.passes(1);
    let card = world.edits_card("1");
    let call = world.asks(Class::Staff, GROUP);
    let line = world.asks(Class::Recovery, GROUP);
    world.passes(120_000);
    assert!(world.sent_at(line) < world.sent_at(call), "a line goes first");
    assert!(world.sent_at(call) < world.sent_at(card), "then whoever is called, then the card");

    // Staff go on and on; the card has its place among what was asked for after it, also when it
    // changes again.
    let (mut cards, mut calls) = (vec![world.edits_card("1")], Vec::new());
    for _ in 0..40 {
        calls.push(world.asks(Class::Staff, GROUP));
        world.passes(1_000);
        cards.push(world.edits_card("1"));
    }
    world.passes(200_000);
    let shown = cards.iter().filter_map(|card| world.sent.iter().find(|sent| sent.seq == *card));
    let first = shown.map(|sent| sent.at_ms).min().expect("the card was shown");
    let last = calls.iter().map(|call| world.sent_at(*call)).max().expect("there were calls");
    assert!(first + 60_000 < last, "the card was shown at {first}, the last call came at {last}");
}

#[test]
fn a_mark_does_not_wait_for_what_is_counted() {
    let mut world = World::new();
    for _ in 0..20 {
        world.asks(Class::Staff, GROUP);
    }
    world.passes(10_000);
    let (first, second) = (world.marks("1"), world.marks("2"));
    world.passes(1_000);
    let (first, second) = (world.sent_at(first), world.sent_at(second));
    assert!(first < second, "marks keep their order: {first}, {second}");
    assert!(second < 10_200, "a mark waited until {second}");
    world.passes(200_000);
    assert_eq!(world.sent.len(), 22);
    let group = |sent: &&Sent| sent.class == Class::Staff;
    let group: Vec<i64> = world.sent.iter().filter(group).map(|sent| sent.at_ms).collect();
    assert!(busiest(&group, 60_000) <= 20);
}

/// Shows S-10b.
#[test]
fn a_question_that_expired_is_not_sent() {
    let mut world = World::new();
    world.refused("1", Duration::from_secs(10));
    let question = world.asks_until(Class::Question, "1", Some(5_000));
    world.passes(12_000);
    assert_eq!(world.expired, [question]);
    assert!(world.sent.is_empty());
}

#[test]
fn a_question_past_half_its_time_goes_before_others() {
    let mut world = World::new();
    for chat in 0..400 {
        world.asks(Class::Question, &(100 + chat).to_string());
    }
    // Behind thirteen seconds of questions, but half its time is over after two.
    let urgent = world.asks_until(Class::Question, "1", Some(4_000));
    world.passes(6_000);
    let at = world.sent_at(urgent);
    assert!((2_000..2_200).contains(&at), "sent at {at}");
}

#[test]
fn an_unclean_stop_leaves_no_burst() {
    let mut world = World::new();
    world.scheduler.start_careful();
    for chat in 0..50 {
        world.asks(Class::Recovery, &chat.to_string());
    }
    world.passes(500);
    assert!(world.sent.len() <= 15, "{} in the first half second", world.sent.len());
    world.passes(500);
    assert!(world.sent.len() <= 30, "{} in the first second", world.sent.len());
}

/// The most that a group sees in a minute in which we were started again.
fn busiest_over_a_restart(is_careful: bool, rest_ms: i64) -> usize {
    let (mut world, mut next) = (World::new(), World::new());
    for _ in 0..60 {
        world.asks(Class::Staff, GROUP);
    }
    world.passes(40_000);
    if is_careful {
        next.scheduler.start_careful();
    }
    next.passes(rest_ms);
    for _ in 0..60 {
        next.asks(Class::Staff, GROUP);
    }
    next.passes(60_000);
    let before = world.sent.iter().map(|sent| sent.at_ms - world.now_ms);
    let sent: Vec<i64> = before.chain(next.sent.iter().map(|sent| sent.at_ms)).collect();
    busiest(&sent, 60_000)
}

#[test]
fn a_restart_keeps_a_group_within_its_minute() {
    assert!(20 < busiest_over_a_restart(false, 0), "else there is nothing to be careful about");
    for rest_ms in [0, 500, 9_000, 30_000] {
        let most = busiest_over_a_restart(true, rest_ms);
        assert!(most <= 20, "{most} in a minute, {rest_ms} ms after the start");
    }
}

#[test]
fn penalties_survive_a_restart() {
    let mut world = World::new();
    world.refused("1", Duration::from_secs(7));
    world.refused(GROUP, Duration::from_secs(9));
    let now = world.now();
    let kept = serde_json::to_vec(world.scheduler.penalties(now)).unwrap();

    let mut world = World::new();
    for (chat, until) in serde_json::from_slice::<Penalties>(&kept).unwrap().all() {
        let now = world.now();
        world.scheduler.punish(&chat, until, now);
    }
    let (private, group) = (world.asks(Class::Recovery, "1"), world.asks(Class::Staff, GROUP));
    world.passes(10_000);
    assert!(7_000 <= world.sent_at(private));
    assert!(9_000 <= world.sent_at(group));
}

#[test]
fn chats_with_nothing_to_do_are_forgotten() {
    let mut world = World::new();
    for chat in 0..100 {
        world.asks(Class::Recovery, &chat.to_string());
    }
    world.passes(20_000);
    assert_eq!(world.sent.len(), 100);
    assert!(world.scheduler.lanes.is_empty(), "{} are kept", world.scheduler.lanes.len());
    assert_eq!(world.scheduler.len(), 0);
}
