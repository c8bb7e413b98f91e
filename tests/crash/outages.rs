//! Discord's gateway breaks, sends the bot away, or ends its session, again and again under a stream
//! of contacts, taps and words: nothing is missed, and nothing comes twice.

use std::{sync::Arc, time::Duration};

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha12Rng;

use crate::{
    customer::Seen,
    evidence,
    house::{House, PATIENCE, Pairing},
    kills::seed,
    process::Process,
    say,
    stream::Streams,
    verdict,
};

/// What the gateway does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outage {
    /// It breaks without a word.
    Dropped,
    /// It closes with a code that means: come back.
    Closed,
    /// It asks the bot to come back and go on.
    SentAway,
    /// It ends the session: what happens until the next one begins is told to nobody.
    Ended,
    /// It is not there for a while.
    Shut,
}

/// How often each of them happens.
const OUTAGES: [(Outage, usize); 5] = [
    (Outage::Dropped, 4),
    (Outage::Closed, 2),
    (Outage::SentAway, 3),
    (Outage::Ended, 3),
    (Outage::Shut, 1),
];
/// The longest time between two of them.
const QUIET_MS: u64 = 1_500;
/// How long it is not there.
const SHUT: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn outages_of_the_gateway_miss_nothing_and_repeat_nothing() {
    let seed = seed();
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    let house = Arc::new(House::new("outages", Pairing::DISCORD).await);
    let mut process = house.starts(&[]);
    process.until_ready().await.expect("it starts");
    let customers = Streams::flow(&house, &mut rng);
    let mut outages: Vec<Outage> =
        OUTAGES.iter().flat_map(|(outage, times)| vec![*outage; *times]).collect();
    outages.shuffle(&mut rng);
    for outage in &outages {
        let quiet = Duration::from_millis(rng.random_range(0..QUIET_MS));
        assert!(process.ends_within(quiet).await.is_none(), "it ended:\n{}", process.log());
        befalls(&house, &mut process, *outage).await;
    }
    let witnessed = customers.end().await;
    let evidence = evidence::gather(&house, process, &witnessed).await;
    let faults = verdict::faults(&witnessed, &evidence);
    let (identified, resumed) = house.discord().sessions();
    let count = |holds: fn(&Seen) -> bool| witnessed.iter().filter(|one| holds(one)).count();
    say(&format!(
        "outages: {}, SEED={seed}; {identified} sessions, {resumed} resumed; {} contacts, {} \
         thanked, {} with words, {} cases; faults: {}",
        outages.len(),
        witnessed.len(),
        count(Seen::is_acknowledged),
        count(|one| !one.words.is_empty()),
        evidence.cases.len(),
        faults.len(),
    ));
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(3 <= identified && 3 <= resumed, "every way of coming back is taken");
}

/// Lets an outage happen, and waits until the bot is there again.
async fn befalls(house: &House, process: &mut Process, outage: Outage) {
    let discord = house.discord();
    let (faults, before) = (discord.faults(), discord.sessions());
    match outage {
        Outage::Dropped => faults.drop_gateway(),
        Outage::Closed => faults.close_gateway(4000),
        Outage::SentAway => faults.reconnect_gateway(),
        Outage::Ended => faults.invalidate_sessions(),
        Outage::Shut => {
            faults.shut_gateway();
            let ended = process.ends_within(SHUT).await;
            assert!(ended.is_none(), "it ended:\n{}", house.log());
            faults.clear();
        }
    }
    let is_back = discord.comes_back(before, PATIENCE).await;
    assert!(is_back, "it never comes back after {outage:?}:\n{}", house.log());
}
