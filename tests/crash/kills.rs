//! SIGKILL at random moments, under a stream of contacts and taps.

use std::{env, sync::Arc, time::Duration};

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha12Rng;
use tokio::task::JoinSet;

use crate::{
    customer::Seen,
    evidence,
    house::{House, Pairing},
    say,
    stream::Streams,
    verdict::{self, Evidence},
};

/// What is done to one house.
#[derive(Clone, Copy)]
struct Plan {
    pairing: Pairing,
    /// Kills while it starts, and while it works.
    in_startup: usize,
    at_work: usize,
    /// The longest a service lives that is killed while it starts, or after it was ready.
    startup_ms: u64,
    work_ms: u64,
    /// A stream that brings fewer acknowledged answers proves nothing: then it is killed more often.
    thanked: usize,
}

const ON_TELEGRAM: Plan = Plan {
    pairing: Pairing::TELEGRAM,
    in_startup: 27,
    at_work: 48,
    startup_ms: 300,
    work_ms: 1_900,
    thanked: 40,
};
const ON_DISCORD: Plan = Plan {
    pairing: Pairing::DISCORD,
    in_startup: 18,
    at_work: 32,
    // It starts when Discord's gateway has told what there is.
    startup_ms: 500,
    work_ms: 2_000,
    thanked: 15,
};
/// Houses that are struck side by side.
const HOUSES: [Plan; 4] = [ON_TELEGRAM, ON_DISCORD, ON_TELEGRAM, ON_DISCORD];

/// When a service is killed.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// So long after it was started.
    Startup(Duration),
    /// So long after it was ready.
    Work(Duration),
}

/// What was done to a house and in it.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    in_startup: usize,
    before_ready: usize,
    restarts: usize,
    slowest_start: Duration,
    seen: Vec<Seen>,
    evidence: Evidence,
}

/// Shows INV 4, INV 17, E46.
#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_nothing_that_was_acknowledged() {
    let seed = seed();
    say(&format!("kills: SEED={seed}"));
    let mut houses = JoinSet::new();
    for (number, plan) in (0..).zip(HOUSES) {
        houses.spawn(strike(plan, seed.wrapping_mul(16).wrapping_add(number)));
    }
    let tallies = houses.join_all().await;
    let mut faults = Vec::new();
    for (plan, tally) in &tallies {
        say(&tally.summary(*plan));
        let found = verdict::faults(&tally.seen, &tally.evidence);
        faults.extend(found.iter().map(|fault| format!("{}: {fault}", plan.pairing)));
    }
    let (kills, in_startup): (usize, usize) = (
        tallies.iter().map(|(_, one)| one.kills).sum(),
        tallies.iter().map(|(_, one)| one.in_startup).sum(),
    );
    say(&format!("kills: {kills}, {in_startup} of them in start-up; faults: {}", faults.len()));
    assert!(faults.is_empty(), "SEED={seed}: {faults:#?}");
    assert!(200 <= kills && 40 <= in_startup);
}

/// What chooses the moments.
pub(crate) fn seed() -> u64 {
    env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

impl Tally {
    fn summary(&self, plan: Plan) -> String {
        let count = |holds: fn(&Seen) -> bool| self.seen.iter().filter(|one| holds(one)).count();
        let taken = count(|one| one.taken_in);
        let tapped = count(|one| one.tapped.is_some());
        let thanked = count(Seen::is_acknowledged);
        assert!(plan.thanked <= thanked, "{}: too little happened: {thanked}", plan.pairing);
        format!(
            "kills, {}: {} ({} in start-up, {} before it was ready), {} restarts, slowest start \
             {} ms; {taken} contacts taken in, {} of them told twice; {} questions delivered; \
             {tapped} taps, {thanked} thanked; {} of them with words; {} cases",
            plan.pairing,
            self.kills,
            self.in_startup,
            self.before_ready,
            self.restarts,
            self.slowest_start.as_millis(),
            count(|one| one.repeated),
            self.evidence.delivered.len(),
            count(|one| !one.words.is_empty()),
            self.evidence.cases.len(),
        )
    }
}

/// Kills the service of a house again and again while its customers go on, and looks at what is
/// left.
async fn strike(plan: Plan, seed: u64) -> (Plan, Tally) {
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    let house = Arc::new(House::new(&format!("kills-{seed}"), plan.pairing).await);
    let customers = Streams::flow(&house, &mut rng);
    let mut tally = Tally::default();
    for death in deaths(plan, &mut rng) {
        live_and_die(&house, death, &mut tally).await;
    }
    // A busy machine answers less between two deaths: there it dies more often.
    while customers.thanked() < plan.thanked && tally.kills < 3 * (plan.in_startup + plan.at_work) {
        live_and_die(&house, Death::Work(Duration::from_millis(plan.work_ms)), &mut tally).await;
    }
    let mut process = house.starts(&[]);
    process.until_ready().await.expect("it starts");
    tally.seen = customers.end().await;
    tally.evidence = evidence::gather(&house, process, &tally.seen).await;
    (plan, tally)
}

fn deaths(plan: Plan, rng: &mut ChaCha12Rng) -> Vec<Death> {
    let mut within = |most_ms: u64| Duration::from_micros(rng.random_range(0..most_ms * 1_000));
    let mut deaths = Vec::new();
    for index in 0..plan.in_startup {
        // On a fast machine a start is over long before the end of its time: most die early.
        let most = if index % 3 == 0 { plan.startup_ms } else { plan.startup_ms / 8 };
        deaths.push(Death::Startup(within(most)));
    }
    for _ in 0..plan.at_work {
        deaths.push(Death::Work(within(plan.work_ms)));
    }
    deaths.shuffle(rng);
    deaths
}

async fn live_and_die(house: &House, death: Death, tally: &mut Tally) {
    let mut process = house.starts(&[]);
    tally.restarts += 1;
    let wait = match death {
        Death::Startup(wait) => {
            tally.in_startup += 1;
            wait
        }
        Death::Work(wait) => {
            let ready = process.until_ready().await;
            let took = ready.unwrap_or_else(|status| panic!("{status}:\n{}", process.log()));
            tally.slowest_start = tally.slowest_start.max(took);
            wait
        }
    };
    let ended = process.ends_within(wait).await;
    assert!(ended.is_none(), "it ended by itself: {ended:?}\n{}", process.log());
    let log = process.kill().await;
    if !log.contains("Started") {
        tally.before_ready += 1;
    }
    tally.kills += 1;
}
