//! The figures of one moment, for those who look from outside.

use std::{collections::BTreeMap, time::Duration};

use amends_core::{
    effect::Class, ids::CaseNumber, interaction::Source, place::Platform, policy::Level,
    scale::Satisfaction,
};
use amends_storage::port::{Room, StoreError};
use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::{mpsc, oneshot},
    task, time,
};
use tracing::warn;

use super::{
    ALARMS, BECAME, Became, CLASSES, FAILURES, Failure, Figures, OUTCOMES, Outcome, PLATFORMS,
    PROMISES, Promise, SATISFACTIONS, SOURCES, Spread,
};
use crate::{Handle, health::Readiness, scheduler::Job};

/// So many cases or arrivals are read at once.
const PAGE: usize = 100;
/// So many of what was given up on are counted at most.
const GIVEN_UP: usize = 10_000;
/// Time for an outbox to tell what waits there.
const WITHIN: Duration = Duration::from_secs(2);
const LEVELS: [Level; 3] = [Level::Agent, Level::Senior, Level::Director];

/// Numbers by the members of closed sets.
pub type Labelled<const N: usize> = Vec<([&'static str; N], u64)>;

/// What waits in an outbox: by urgency how many, and since when the oldest of them.
pub(crate) type Waits = BTreeMap<Class, (u64, Timestamp)>;

/// Asks an outbox what waits there.
pub(crate) type AskOutbox = mpsc::Sender<oneshot::Sender<Waits>>;

/// The figures of a service at one moment. What could not be found out is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Contacts taken in: by what told of them, and what became of them.
    pub contacts: Labelled<2>,
    /// Answers of customers: by what they say, and whether one was changed.
    pub answers: Labelled<2>,
    /// Questions that stand in front of customers.
    pub asked: u64,
    /// Tries to carry effects out: by platform, urgency and how they ended.
    pub sends: Labelled<3>,
    /// How often a platform told us to wait.
    pub told_to_wait: Labelled<1>,
    /// Times told to customers: by whether they were made, kept or broken.
    pub promises: Labelled<1>,
    /// What somebody should look at, by kind.
    pub failures: Labelled<1>,
    /// What needed a human, by kind.
    pub alarms: Labelled<1>,
    /// How many steps are made durable together.
    pub group: Spread,
    /// How long that takes, in seconds.
    pub commit: Spread,
    /// From the arrival of a press to the platform's word that it was answered, in seconds.
    pub press: Spread,
    /// Effects that wait to be carried out or are being: by platform and urgency.
    pub waiting: Labelled<2>,
    /// How long the oldest of them waits, in seconds, by urgency.
    pub oldest: Vec<([&'static str; 1], f64)>,
    /// What only the store knows.
    pub stored: Option<Stored>,
    /// Whether the store takes everything in.
    pub store_works: bool,
    /// Whether the service can do its work.
    pub ready: bool,
    /// The platforms, and whether each is connected.
    pub connected: Vec<([&'static str; 1], bool)>,
}

/// The figures that are read from the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Arrivals that wait to be worked on.
    pub inbox: u64,
    /// Open cases by level.
    pub open_cases: Labelled<1>,
    /// Open cases without anything that would wake anybody.
    pub hanging: u64,
    /// Open cases that nobody takes, though the management is called again and again.
    pub unanswered: u64,
    /// What was given up after three tries and still lies there.
    pub given_up: u64,
    /// How much of the disk the store takes, and how much is free.
    pub room: Option<Room>,
}

/// Counts what waits in an outbox.
pub(crate) fn waits<'a>(
    waiting: impl Iterator<Item = &'a Job>,
    under_way: impl Iterator<Item = (Class, Timestamp)>,
) -> Waits {
    let mut waits = Waits::new();
    let waiting = waiting.map(|job| (job.row.effect.class, job.since));
    for (class, since) in waiting.chain(under_way) {
        let (count, oldest) = waits.entry(class).or_insert((0, since));
        *count += 1;
        *oldest = since.min(*oldest);
    }
    waits
}

impl Handle {
    /// The figures of the service as they are now.
    pub async fn measure(&self) -> Measured {
        let mut measured = self.health.figures.read();
        let now = self.clock.now();
        let mut oldest: BTreeMap<Class, Timestamp> = BTreeMap::new();
        for (platform, outbox) in self.outboxes.iter() {
            let Some(waits) = ask(outbox).await else { continue };
            for class in CLASSES {
                let found = waits.get(&class);
                let count = found.map_or(0, |(count, _)| *count);
                measured.waiting.push(([platform.name(), class_name(class)], count));
                if let Some((_, since)) = found {
                    let known = oldest.entry(class).or_insert(*since);
                    *known = (*known).min(*since);
                }
            }
        }
        if !measured.waiting.is_empty() {
            let waits = |class| oldest.get(class).map(|since| now.duration_since(*since));
            let waits = |class| waits(class).unwrap_or_default().max(SignedDuration::ZERO);
            let named = CLASSES.iter().map(|it| ([class_name(*it)], waits(it).as_secs_f64()));
            measured.oldest = named.collect();
        }
        let handle = self.clone();
        let stored = task::spawn_blocking(move || handle.read_figures()).await;
        measured.stored = match stored {
            Ok(Ok(stored)) => Some(stored),
            Ok(Err(error)) => {
                warn!(%error, "Some figures can't be read from the store");
                None
            }
            Err(_) => None,
        };
        let Readiness { ready, store, adapters, .. } = self.ready();
        measured.ready = ready;
        measured.store_works = store.is_none();
        let connected = adapters.into_iter();
        measured.connected =
            connected.map(|(platform, trouble)| ([platform.name()], trouble.is_none())).collect();
        measured
    }

    fn read_figures(&self) -> Result<Stored, StoreError> {
        let (mut levels, mut hanging, mut after) = ([0; LEVELS.len()], 0, CaseNumber(0));
        let mut unanswered = 0;
        let policy = self.policy();
        loop {
            let open = self.store.open_cases(after, PAGE)?;
            let Some((last, _)) = open.last() else { break };
            after = *last;
            for (number, id) in open {
                let customer = self.customer(id)?;
                let Some(customer) = customer else { continue };
                let Some(case) = customer.case(number) else { continue };
                levels[super::place(&LEVELS, &case.level)] += 1;
                unanswered += u64::from(case.wakes.unanswered.is_some());
                hanging += u64::from(customer.next_wake_in(number, &policy).is_none());
            }
        }
        let open_cases = LEVELS.iter().zip(levels);
        Ok(Stored {
            inbox: self.count_inbox()?,
            open_cases: open_cases.map(|(level, count)| ([level.name()], count)).collect(),
            hanging,
            unanswered,
            given_up: count(self.store.dead_letters(GIVEN_UP)?.len()),
            room: self.store.room()?,
        })
    }

    fn count_inbox(&self) -> Result<u64, StoreError> {
        let (mut waiting, mut after) = (0, 0);
        loop {
            let rows = self.store.inbox(after, PAGE)?;
            let Some(last) = rows.last() else { return Ok(waiting) };
            after = last.seq;
            waiting += count(rows.len());
        }
    }
}

async fn ask(outbox: &AskOutbox) -> Option<Waits> {
    let (answer, answered) = oneshot::channel();
    let asked = async {
        outbox.send(answer).await.ok()?;
        answered.await.ok()
    };
    time::timeout(WITHIN, asked).await.ok().flatten()
}

impl Figures {
    /// What was counted until now.
    fn read(&self) -> Measured {
        let platforms = PLATFORMS.iter().flat_map(|platform| {
            CLASSES.iter().flat_map(move |class| {
                OUTCOMES
                    .iter()
                    .map(move |it| [platform.name(), class_name(*class), outcome_name(*it)])
            })
        });
        let contacts = SOURCES.iter().flat_map(|source| {
            BECAME.iter().map(move |became| [source_name(*source), became_name(*became)])
        });
        let answers = SATISFACTIONS.iter().flat_map(|satisfaction| {
            ["first", "changed"].map(|which| [satisfaction_name(*satisfaction), which])
        });
        Measured {
            contacts: self.contacts.named(contacts),
            answers: self.answers.named(answers),
            asked: self.asked.at(0),
            sends: self.sends.named(platforms),
            told_to_wait: self.told_to_wait.named(PLATFORMS.iter().map(|it| [Platform::name(*it)])),
            promises: self.promises.named(PROMISES.iter().map(|it| [promise_name(*it)])),
            failures: self.failures.named(FAILURES.iter().map(|it| [failure_name(*it)])),
            alarms: self.alarms.named(ALARMS.iter().map(|it| [*it])),
            group: self.group.numbers(),
            commit: self.commit.seconds(),
            press: self.press.seconds(),
            ..Measured::default()
        }
    }
}

impl<const N: usize> super::Counts<N> {
    /// The numbers with the names of their places.
    fn named<const K: usize>(&self, names: impl Iterator<Item = [&'static str; K]>) -> Labelled<K> {
        names.enumerate().map(|(place, names)| (names, self.at(place))).collect()
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The name of an urgency in figures and in the log.
pub(crate) fn class_name(class: Class) -> &'static str {
    match class {
        Class::Ack => "ack",
        Class::Recovery => "recovery",
        Class::Staff => "staff",
        Class::Thanks => "thanks",
        Class::Card => "card",
        Class::Question => "question",
        Class::Digest => "digest",
    }
}

fn source_name(source: Source) -> &'static str {
    match source {
        Source::Topic => "topic",
        Source::Done => "done",
        Source::DeepLink => "deep_link",
        Source::Receipt => "receipt",
        Source::Customer => "customer",
        Source::Webhook => "webhook",
        Source::Manual => "manual",
    }
}

fn satisfaction_name(satisfaction: Satisfaction) -> &'static str {
    match satisfaction {
        Satisfaction::Dissatisfied => "dissatisfied",
        Satisfaction::Neutral => "neutral",
        Satisfaction::Satisfied => "satisfied",
    }
}

fn became_name(became: Became) -> &'static str {
    match became {
        Became::Planned => "planned",
        Became::Suppressed => "suppressed",
        Became::NoChannel => "no_channel",
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Refused => "refused",
        Outcome::Unknown => "unknown",
        Outcome::PutOff => "put_off",
        Outcome::NotSent => "not_sent",
    }
}

fn promise_name(promise: Promise) -> &'static str {
    match promise {
        Promise::Made => "made",
        Promise::Kept => "kept",
        Promise::Broken => "broken",
        Promise::Moved => "moved",
    }
}

fn failure_name(failure: Failure) -> &'static str {
    match failure {
        Failure::Store => "store",
        Failure::Arrival => "arrival",
        Failure::Contact => "contact",
        Failure::Settling => "settling",
        Failure::Deadline => "deadline",
        Failure::Invariant => "invariant",
        Failure::Rejected => "rejected",
        Failure::Panic => "panic",
    }
}
