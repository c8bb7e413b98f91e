//! Figures are counted page by page, go on where they were after a kill, and are those that a fold of
//! the whole journal gives.

use amends_core::{
    case::{Origin, Outcome},
    fact::Fact,
    ids::{CaseNumber, CustomerId, SurveyId},
    interaction::InteractionId,
    metrics::{Figures, Fold, Nothing, Period, Span},
    policy::Level,
    scale::Scale,
};
use amends_runtime::{clock::Clock, reports};
use amends_storage::{
    MemoryStore, Store,
    port::{Commit, Counters, JournalEntry, Subject},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::date, tz::TimeZone};

use crate::world::{Fake, World, account, at_desk, business, until};

/// So many contacts happen, each with several entries.
const CONTACTS: u8 = 200;

fn start() -> Timestamp {
    "2026-11-16T00:00:00Z".parse().unwrap()
}

/// What a contact finds out, step by step.
fn of_contact(number: u8) -> Vec<(Timestamp, Vec<Fact>)> {
    let ended = start() + SignedDuration::from_mins(40 * i64::from(number));
    let survey = SurveyId::mint(ended, &[number; 10]);
    let interaction = InteractionId(format!("web:{number}"));
    let after = |seconds| ended + SignedDuration::from_secs(seconds);
    let rating = Scale::Faces3.rating(1 + number % 3).unwrap();
    let answered = Fact::Answered { survey, rating, late: false, change: 0, clouds: Vec::new() };
    let mut steps = vec![
        (ended, vec![Fact::Planned { survey, interaction, ended_at: Some(ended) }]),
        (after(2), vec![Fact::Asked { survey, at: after(2) }]),
    ];
    if !number.is_multiple_of(3) {
        steps.push((after(30), vec![answered]));
        return steps;
    }
    let (case, level) = (CaseNumber(1001 + u32::from(number)), Level::Agent);
    let (origin, clouds) = (Origin::Answer, vec![survey]);
    let opened = Fact::CaseOpened { case, origin, survey: Some(survey), level, clouds };
    let by = account("50");
    steps.push((after(30), vec![answered, opened]));
    steps.push((after(90), vec![Fact::FirstWord { case, by: by.clone() }]));
    steps.push((after(600), vec![Fact::Resolved { case, by }]));
    let outcome = if number.is_multiple_of(2) { Outcome::Recovered } else { Outcome::Mistap };
    steps.push((after(700), vec![Fact::CaseClosed { case, outcome }]));
    steps
}

/// A store in which all that happened, and nothing is counted.
fn busy() -> MemoryStore {
    let store = MemoryStore::new();
    let mut steps: Vec<_> = (0..CONTACTS).flat_map(of_contact).collect();
    steps.sort_by_key(|(at, _)| *at);
    let subject = Subject::Customer(CustomerId::mint(start(), &[1; 10]));
    let commits = steps.into_iter().zip(1_u64..).map(|((at, facts), seq)| Commit {
        entry: Some(JournalEntry {
            seq,
            at,
            subject: subject.clone(),
            event: "x".to_owned(),
            facts,
        }),
        counters: Some(Counters { next_seq: seq + 1, ..Counters::default() }),
        ..Commit::default()
    });
    store.commit(&commits.collect::<Vec<_>>(), start()).unwrap();
    store
}

fn november() -> Span {
    Span { period: Period::Month, first: date(2026, 11, 1), last: date(2026, 11, 30) }
}

fn days() -> Vec<Span> {
    let days = date(2026, 11, 15).series(1.day()).take(9);
    let days = days.map(|day| Span { period: Period::Today, first: day, last: day });
    days.chain([november()]).collect()
}

/// The figures of a fold of everything from nothing.
fn from_nothing(store: &MemoryStore, zone: &str) -> Vec<Figures> {
    let mut fold = Fold::new(Nothing, TimeZone::get(zone).unwrap());
    for entry in store.journal(0, 100_000).unwrap() {
        fold.take(entry.at, &entry.facts).unwrap();
    }
    days().into_iter().map(|span| span.figures(&fold, None).unwrap()).collect()
}

/// The figures as a report tells them.
fn as_told(store: &MemoryStore, zone: &str) -> Vec<Figures> {
    let tz = TimeZone::get(zone).unwrap();
    let of = |span| reports::figures(store, (zone, &tz), span).unwrap();
    days().into_iter().map(of).collect()
}

fn counted(store: &MemoryStore) -> u64 {
    reports::counted_so_far(store).unwrap()
}

fn over(store: &MemoryStore) -> World {
    let later = start() + SignedDuration::from_hours(24 * 7);
    World::over(store.clone(), Clock::standing(later), Fake::new())
}

/// Wherever the service was killed, it goes on from there, and no entry is counted twice.
/// Shows INV 20.
#[tokio::test(flavor = "multi_thread")]
async fn figures_go_on_where_they_were_and_count_nothing_twice() {
    let store = busy();
    let last = store.counters().unwrap().next_seq - 1;
    let wanted = from_nothing(&store, "UTC");
    assert_eq!(wanted.last().unwrap().ended, u64::from(CONTACTS));
    assert_eq!(as_told(&store, "UTC"), wanted, "before anything is counted for good");
    let mut killed = store.fork();
    let mut stops = Vec::new();
    while counted(&killed) + 64 <= last {
        let before = counted(&killed);
        let running = killed.fork();
        let world = over(&running);
        until("it counts", || before < counted(&running)).await;
        // The disk as it is in this moment.
        killed = running.fork();
        drop(world);
        stops.push(counted(&killed));
        assert_eq!(as_told(&killed, "UTC"), wanted, "killed at {stops:?}");
    }
    assert!(!stops.is_empty() && last < counted(&killed) + 64, "{stops:?} of {last}");
}

/// Days that begin elsewhere are counted anew, and reports are right all the while.
/// Shows INV 20.
#[tokio::test(flavor = "multi_thread")]
async fn another_zone_counts_everything_anew() {
    let store = busy();
    let last = store.counters().unwrap().next_seq - 1;
    let mut workspace = business();
    workspace.admins = vec![account("50")];
    store
        .commit(
            &[Commit {
                state: Some(amends_storage::port::NewState::Workspace(Box::new(workspace))),
                ..Commit::default()
            }],
            start(),
        )
        .unwrap();
    let world = over(&store);
    until("all is counted", || last < counted(&store) + 64).await;
    world.receives("1", at_desk("50", "1", "/zone Europe/Bucharest")).await;
    let there = "Europe/Bucharest";
    let is_there = || world.handle().policy().workspace.zone == there;
    until("days begin in Bucharest", is_there).await;
    let kept = || String::from_utf8(store.note("figures").unwrap().unwrap()).unwrap();
    until("all is counted anew", || kept().contains(there) && last < counted(&store) + 64).await;
    assert_eq!(as_told(&store, there), from_nothing(&store, there));
    assert_ne!(from_nothing(&store, there), from_nothing(&store, "UTC"), "the days differ");
}
