//! SIGKILL at random moments, under a stream of contacts and taps.

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha12Rng;
use tokio::{task::JoinSet, time};

use crate::{
    customer::{self, FACES, Seen},
    evidence,
    house::House,
    say,
    verdict::{self, Evidence},
};

/// Houses that are struck side by side.
const HOUSES: u64 = 2;
/// Customers of each house who are served at the same time.
const CUSTOMERS: i64 = 10;
/// Kills in each house while it starts, and while it works.
const IN_STARTUP: usize = 45;
const AT_WORK: usize = 80;
/// The longest a service lives that is killed while it starts, or after it was ready.
const STARTUP_MS: u64 = 300;
const WORK_MS: u64 = 1_900;

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

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_nothing_that_was_acknowledged() {
    let seed: u64 = env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    say(&format!("kills: SEED={seed}"));
    let mut houses = JoinSet::new();
    for number in 0..HOUSES {
        houses.spawn(strike(seed.wrapping_mul(HOUSES).wrapping_add(number)));
    }
    let tallies = houses.join_all().await;
    let mut faults = Vec::new();
    for tally in &tallies {
        say(&tally.summary());
        faults.extend(verdict::faults(&tally.seen, &tally.evidence));
    }
    let (kills, in_startup): (usize, usize) =
        (tallies.iter().map(|one| one.kills).sum(), tallies.iter().map(|one| one.in_startup).sum());
    say(&format!("kills: {kills}, {in_startup} of them in start-up; faults: {}", faults.len()));
    assert!(faults.is_empty(), "SEED={seed}: {faults:#?}");
    assert!(200 <= kills && 40 <= in_startup);
}

impl Tally {
    fn summary(&self) -> String {
        let count = |holds: fn(&Seen) -> bool| self.seen.iter().filter(|one| holds(one)).count();
        let taken = count(|one| one.taken_in);
        let tapped = count(|one| one.tapped.is_some());
        let thanked = count(Seen::is_acknowledged);
        // A stream that brings nothing proves nothing.
        assert!(100 <= taken && 50 <= thanked, "too little happened: {taken}, {thanked}");
        format!(
            "kills: {} ({} in start-up, {} before it was ready), {} restarts, slowest start {} \
             ms; {taken} contacts taken in, {} of them told twice; {} questions delivered; \
             {tapped} taps, {thanked} thanked; {} of them with words; {} cases",
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
async fn strike(seed: u64) -> Tally {
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    let house = Arc::new(House::new(&format!("kills-{seed}")).await);
    let closing = Arc::new(AtomicBool::new(false));
    let newcomers = Arc::new(AtomicI64::new(0));
    let mut customers = JoinSet::new();
    for number in 0..CUSTOMERS {
        let rng = ChaCha12Rng::seed_from_u64(rng.random());
        let stream = Stream {
            house: Arc::clone(&house),
            closing: Arc::clone(&closing),
            newcomers: Arc::clone(&newcomers),
            number,
            rng,
        };
        customers.spawn(stream.flows());
    }
    let mut tally = Tally::default();
    for death in deaths(&mut rng) {
        live_and_die(&house, death, &mut tally).await;
    }
    let mut process = house.starts(&[]);
    process.until_ready().await.expect("it starts");
    closing.store(true, Ordering::SeqCst);
    tally.seen = customers.join_all().await.into_iter().flatten().collect();
    tally.evidence = evidence::gather(&house, process, &tally.seen).await;
    tally
}

fn deaths(rng: &mut ChaCha12Rng) -> Vec<Death> {
    let mut within = |most_ms: u64| Duration::from_micros(rng.random_range(0..most_ms * 1_000));
    let mut deaths = Vec::new();
    for index in 0..IN_STARTUP {
        // On a fast machine a start is over long before the end of its time: most die early.
        let most = if index % 3 == 0 { STARTUP_MS } else { STARTUP_MS / 8 };
        deaths.push(Death::Startup(within(most)));
    }
    for _ in 0..AT_WORK {
        deaths.push(Death::Work(within(WORK_MS)));
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

/// One customer after the other at one table of the house.
struct Stream {
    house: Arc<House>,
    closing: Arc<AtomicBool>,
    newcomers: Arc<AtomicI64>,
    number: i64,
    rng: ChaCha12Rng,
}

impl Stream {
    async fn flows(mut self) -> Vec<Seen> {
        let mut all = Vec::new();
        let mut pace = time::interval(Duration::from_millis(200));
        let mut customer = self.newcomer().await;
        while !self.closing.load(Ordering::SeqCst) {
            pace.tick().await;
            let id = format!("c{}-{}", self.number, all.len());
            let seen = self.contact(&id, customer).await;
            // Who has a case is not asked again.
            if seen.is_unhappy() {
                customer = self.newcomer().await;
            }
            all.push(seen);
        }
        all
    }

    async fn newcomer(&self) -> i64 {
        let customer = self.house.customer_comes(self.newcomers.fetch_add(1, Ordering::SeqCst));
        customer::is_greeted(&self.house, customer).await;
        customer
    }

    async fn contact(&mut self, id: &str, customer: i64) -> Seen {
        let house = Arc::clone(&self.house);
        let mut seen = customer::contact_ends(&house, id, customer).await;
        let Some(message) = customer::question(&house, customer, &seen.survey).await else {
            return seen;
        };
        if self.rng.random_bool(0.1) {
            // Not everybody answers.
            return seen;
        }
        let face = FACES[if self.rng.random_bool(0.4) { 0 } else { self.rng.random_range(1..3) }];
        let impatient = self.rng.random_bool(0.2);
        customer::taps(&house, customer, message, face, impatient, &mut seen).await;
        if self.rng.random_bool(0.3) {
            customer::writes(&house, customer, &format!("words about {id}"), &mut seen);
        }
        seen
    }
}
