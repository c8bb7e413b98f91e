//! The process aborts at every named durable step; what was told before is there afterwards.
//!
//! `POINT=discord-discord-outbox` chooses some of them by their names.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    future::Future,
    os::unix::process::ExitStatusExt,
    sync::Arc,
    time::Duration,
};

use amends_storage::crash;
use serde_json::json;
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{
    customer::{self, FACES, Seen},
    evidence,
    house::{House, Pairing, Side},
    process::Process,
    say, staff, verdict,
};

/// Houses that are looked after at the same time: they mostly wait for the pace of the platform.
const SIDE_BY_SIDE: usize = 28;
/// Contacts of which one question must arrive: one crash spoils one question at most.
const CONTACTS: usize = 2;
const ABORTED: i32 = 6;
const REHEARSAL: (&str, &str) = ("AMENDS_REHEARSAL", "1");
const TWO_DAYS: i64 = 49 * 3600;
const LINE: &str = "Dana, I’m sorry. That’s on us.";
const FIRST_WORDS: &str = "it was cold";
const LAST_WORDS: &str = "thank you for saying so";

/// When, in the life of a house, a point is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// In a conversation, from the first start to the answer of staff.
    Conversation,
    /// Two days after it, when ids of old arrivals are forgotten.
    TwoDaysLater,
    /// At the start after the store was damaged.
    Damaged,
}

/// One crash: in which house, at which point, at which pass, and when in the life of the house.
#[derive(Clone, Copy, Debug)]
struct Crash {
    pairing: Pairing,
    point: &'static str,
    pass: usize,
    act: Act,
}

impl Crash {
    fn name(self) -> String {
        format!("{}-{}-{}", self.pairing, self.point, self.pass)
    }
}

/// When a point is passed, and at which of its passes the process is killed; or why nobody outside
/// can make it pass.
fn passed(point: &str) -> Result<(Act, &'static [usize]), &'static str> {
    let operation = point.split('.').next().unwrap_or(point);
    Ok(match operation {
        "open" | "deadline" => (Act::Conversation, &[1]),
        // At the start: the business, the key of links, the mark of a run; then customers.
        "keep" => (Act::Conversation, &[1, 2]),
        "commit" => (Act::Conversation, &[1, 3, 5, 7, 9]),
        "engine" => (Act::Conversation, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        "receive" | "inbox" | "outbox" => (Act::Conversation, &[1, 2, 3, 4]),
        "tidy" => (Act::TwoDaysLater, &[1]),
        "recover" | "rebuild" => (Act::Damaged, &[1]),
        "scrub" => return Err("nobody is forgotten here: the tests of the storage kill it there"),
        "backup" | "restore" => {
            return Err(
                "nobody backs up here: tests of the storage and of the commands kill it there",
            );
        }
        "failed" => return Err("no update of the platform makes work on it fail"),
        "bury" => return Err("nothing is given up that the platform or a sender can bring"),
        _ => panic!("{point}: say when it is passed"),
    })
}

/// The same for other houses than those on Telegram alone. What the store does is the same there: it
/// is passed now and then; what the platform has a part in is passed all along the way.
fn passed_in(pairing: Pairing, point: &str) -> &'static [usize] {
    let is_the_stores = crash::CRASH_POINTS.contains(&point);
    let operation = point.split('.').next().unwrap_or(point);
    match (operation, pairing == Pairing::DISCORD) {
        ("commit", true) => &[3, 9],
        ("receive", true) => &[1, 3],
        ("outbox", true) if is_the_stores => &[2, 4],
        ("inbox" | "outbox", true) => &[1, 2, 3, 4, 5],
        ("engine", true) => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        ("engine", false) => &[3, 6, 9],
        ("inbox" | "outbox", false) if !is_the_stores => &[2, 3, 4],
        _ => &[],
    }
}

/// Every crash that is planned, and the points that nobody outside can make pass, by why not.
fn planned() -> (Vec<Crash>, BTreeMap<&'static str, Vec<&'static str>>) {
    let (mut crashes, mut unreached) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
    for point in crash::CRASH_POINTS.iter().copied().chain(amends_runtime::CRASH_POINTS) {
        let mut plan = |pairing, act, passes: &[usize]| {
            let crash = |pass| Crash { pairing, point, pass, act };
            crashes.extend(passes.iter().copied().map(crash));
        };
        match passed(point) {
            Ok((act, passes)) => plan(Pairing::TELEGRAM, act, passes),
            Err(why) => unreached.entry(why).or_default().push(point),
        }
        for pairing in [Pairing::DISCORD, Pairing::TO_DISCORD, Pairing::TO_TELEGRAM] {
            plan(pairing, Act::Conversation, passed_in(pairing, point));
        }
    }
    (crashes, unreached)
}

/// Shows INV 4, INV 17, E46.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_any_durable_step_loses_nothing_that_was_acknowledged() {
    let (mut crashes, unreached) = planned();
    if let Ok(only) = env::var("POINT") {
        crashes.retain(|crash| crash.name().contains(&only));
    }
    let mut counts = BTreeMap::<_, (usize, BTreeSet<_>)>::new();
    for crash in &crashes {
        let (count, points) = counts.entry(crash.pairing.to_string()).or_default();
        *count += 1;
        points.insert(crash.point);
    }
    let places = Arc::new(Semaphore::new(SIDE_BY_SIDE));
    let mut lives = JoinSet::new();
    for crash in crashes {
        let places = Arc::clone(&places);
        lives.spawn(async move {
            let place = places.acquire_owned().await.unwrap();
            let faults = tokio::spawn(faults_of(crash)).await;
            drop(place);
            let faults = faults.unwrap_or_else(|error| vec![error.to_string()]);
            faults.into_iter().map(|fault| format!("{crash:?}: {fault}")).collect::<Vec<_>>()
        });
    }
    let faults: Vec<String> = lives.join_all().await.into_iter().flatten().collect();
    for (why, points) in &unreached {
        say(&format!("points: {} not reached, {why}: {}", points.len(), points.join(", ")));
    }
    for (pairing, (crashes, points)) in &counts {
        say(&format!("points, {pairing}: {} hit, {crashes} crashes", points.len()));
    }
    say(&format!("points: faults: {}", faults.len()));
    assert!(faults.is_empty(), "{faults:#?}");
}

async fn faults_of(crash: Crash) -> Vec<String> {
    let house = Arc::new(House::new(&crash.name(), crash.pairing).await);
    let at = format!("{}:{}", crash.point, crash.pass);
    let crashing = ("AMENDS_CRASH_AT", at.as_str());
    match crash.act {
        Act::Conversation => {
            let (process, crashes, seen) = kept(&house, &[crashing], converse(&house)).await;
            let mut faults = wrong(&house, process, &seen).await;
            faults.extend((crashes != 1).then(|| format!("it crashed {crashes} times")));
            faults
        }
        Act::TwoDaysLater => {
            let (process, _, seen) = kept(&house, &[REHEARSAL], converse(&house)).await;
            process.stop().await;
            let mut process = house.starts(&[REHEARSAL, crashing]);
            process.until_ready().await.expect("it is not reached yet");
            // It may be gone before it could answer.
            house.http.once("/rehearsal/advance", Some(&json!({"seconds": TWO_DAYS}))).await;
            aborts(&mut process).await;
            let mut process = house.starts(&[REHEARSAL]);
            process.until_ready().await.expect("it starts");
            wrong(&house, process, &seen).await
        }
        Act::Damaged => {
            let (process, _, seen) = kept(&house, &[], converse(&house)).await;
            let mut faults = wrong(&house, process, &seen).await;
            faults.extend(rebuilt(&house, crashing).await);
            faults
        }
    }
}

/// Damages the store, has the process abort while it makes the best of that, and looks whether the
/// answers are there all the same.
async fn rebuilt(house: &House, crashing: (&'static str, &str)) -> Option<String> {
    let before = evidence::record(house);
    let store = house.data.join("store");
    // A file in place of a folder is the one damage that the engine always notices.
    let blobs = store.join("blobs");
    fs::remove_dir_all(&blobs).unwrap();
    fs::write(blobs, b"no place for large values").unwrap();
    let mut process = house.starts(&[crashing]);
    aborts(&mut process).await;
    let mut process = house.starts(&[]);
    process.until_ready().await.expect("it starts");
    process.stop().await;
    let kept: Vec<_> = before.iter().map(|line| (line.seq, line.fact.clone())).collect();
    let opened = evidence::open(house).await;
    let is_whole = evidence::told(&opened.store) == kept && evidence::record(house) == before;
    (!is_whole).then(|| "the answers of a damaged store are lost".to_owned())
}

async fn aborts(process: &mut Process) {
    let status = process.ends_within(Duration::from_mins(1)).await;
    let signal = status.and_then(|status| status.signal());
    assert_eq!(signal, Some(ABORTED), "{status:?}:\n{}", process.log());
}

/// Keeps the service running while something happens: started with these variables first, and
/// without them after it crashed. Returns the one that runs, and how many crashed before it.
async fn kept<T>(
    house: &Arc<House>,
    first: &[(&'static str, &str)],
    happens: impl Future<Output = T>,
) -> (Process, usize, T) {
    let mut process = house.starts(first);
    let done = CancellationToken::new();
    let (keeper, over) = (Arc::clone(house), done.clone());
    let keeping = tokio::spawn(async move {
        let mut crashes = 0;
        while let Some(status) = over.run_until_cancelled(process.ends()).await {
            assert_eq!(status.signal(), Some(ABORTED), "{status:?}:\n{}", process.log());
            crashes += 1;
            process = keeper.starts(&[]);
        }
        process.until_ready().await.expect("it starts");
        (process, crashes)
    });
    let happened = happens.await;
    done.cancel();
    let (process, crashes) = keeping.await.unwrap();
    (process, crashes, happened)
}

/// A small conversation: asked, unhappy, words about it, an answer by staff, and an answer to that.
async fn converse(house: &House) -> Vec<Seen> {
    let customer = customer::comes(house, 0).await;
    let mut all = Vec::new();
    for number in 0..CONTACTS {
        let id = format!("c{number}");
        let mut seen = customer::contact_ends(house, &id, customer).await;
        let Some(message) = customer::question(house, customer, &seen.survey).await else {
            all.push(seen);
            continue;
        };
        customer::taps(house, customer, message, FACES[0], false, &mut seen).await;
        assert!(seen.is_acknowledged(), "no thanks for the tap: {seen:?}\n{}", house.log());
        customer::writes(house, customer, FIRST_WORDS, true, &mut seen).await;
        let thread = staff::takes_the_case(house).await;
        if house.pairing.customers != house.pairing.desk {
            // Nothing puts what two platforms bring after a crash into the order in which it was
            // written: people answer what they have read.
            staff::reads(house, FIRST_WORDS).await;
        }
        staff::writes(house, thread, LINE).await;
        customer::writes(house, customer, LAST_WORDS, true, &mut seen).await;
        staff::reads(house, LAST_WORDS).await;
        if let Side::Discord(discord) = house.customers() {
            // They read each other whether or not the service does.
            assert!(discord.everything_is_heard().await, "nothing is heard:\n{}", house.log());
        }
        all.push(seen);
        return all;
    }
    panic!("no question arrived: {all:?}\n{}", house.log());
}

/// What is wrong in the end.
async fn wrong(house: &House, process: Process, seen: &[Seen]) -> Vec<String> {
    let evidence = evidence::gather(house, process, seen).await;
    let mut faults = verdict::faults(seen, &evidence);
    for (line, at_desk) in [(LINE, false), (FIRST_WORDS, true), (LAST_WORDS, true)] {
        let (arrived, most) = staff::arrived(house, line, at_desk);
        if !(1..=most).contains(&arrived) {
            let all = house.transcript();
            faults.push(format!("“{line}” arrived {arrived} times:\n{all}"));
        }
    }
    for case in evidence.cases.iter().filter(|case| case["first_word_at"].is_null()) {
        faults.push(format!("nobody heard that staff answered: {case}"));
    }
    faults
}
