//! Two businesses in one process, with the same people on the same platforms, under random load and
//! with crashes: no byte crosses. What one of them keeps, says and hands out is, byte for byte, what
//! it would be if it were alone.
//!
//! `APART=42` runs one world.

mod business;
mod evidence;
mod load;
mod standin;

use std::{collections::BTreeSet, env, rc::Rc};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::runtime;

use self::{
    business::{Beside, Business},
    evidence::{Left, differences, places_of},
};

/// The words that tell the businesses apart. Neither stands in any text of amends.
const WORDS: [&str; 2] = ["marigold", "obsidian"];
/// How many worlds are run when nothing else is asked for.
const WORLDS: u64 = 60;
/// How often something happens in one world.
const TURNS: usize = 220;

/// A mistake that is made on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leak {
    None,
    /// One byte of what somebody says at the second business is heard at the first.
    Byte,
    /// What a customer of the second business said is brought to the first.
    Update,
    /// It is kept in the store of the first.
    Note,
}

/// Runs the businesses that are `there`, and returns what each leaves behind.
fn run(seed: u64, there: [bool; 2], leak: Leak) -> [Option<Left>; 2] {
    let mut runtime = runtime::Builder::new_current_thread();
    // One thread beside, which can be held.
    let runtime = runtime.enable_time().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let mut turns = ChaCha8Rng::seed_from_u64(seed);
        let beside = Rc::new(Beside::default());
        beside.holds();
        let mut businesses = [None, None];
        for (index, word) in WORDS.into_iter().enumerate() {
            if there[index] {
                businesses[index] = Some(Business::opens(seed, word, Rc::clone(&beside)).await);
            }
        }
        for turn in 0..TURNS {
            // Whose turn it is does not hang on who is there.
            let index = turns.random_range(0..2);
            if let Some(business) = &mut businesses[index] {
                business.turn().await;
            }
            if turn == TURNS / 2
                && let [Some(first), Some(second)] = &mut businesses
            {
                leaks(first, second, leak).await;
            }
        }
        let mut left = [None, None];
        for (index, business) in businesses.into_iter().enumerate() {
            let Some(mut business) = business else { continue };
            // Once with everything that waits, and once when all is done.
            let mut all = business.leaves();
            business.platform_works_off().await;
            all.extend(business.leaves());
            left[index] = Some(Left { all, happened: business.happened() });
            business.stops().await;
        }
        left
    })
}

/// Makes the mistake that is asked for.
async fn leaks(first: &mut Business, second: &mut Business, leak: Leak) {
    match leak {
        Leak::None => (),
        Leak::Byte => first.slip = second.word.bytes().last(),
        Leak::Update => {
            let (platform, update) = second.said.clone().unwrap();
            first.brings(platform, update).await;
        }
        Leak::Note => {
            let (_, update) = second.said.clone().unwrap();
            first.handle().keep("leak", update).await.unwrap();
        }
    }
}

/// Where a word of one business stands in what another leaves behind, and what of it would be
/// different if it were alone. Nothing, if no byte crosses.
///
/// `own` collects where their own words stood, and what happened.
fn crossings(seed: u64, leak: Leak, own: &mut BTreeSet<String>) -> Vec<String> {
    let [first, second] = run(seed, [true, true], leak).map(Option::unwrap);
    let [alone, _] = run(seed, [true, false], Leak::None);
    let [_, other_alone] = run(seed, [false, true], Leak::None);
    let mut crossed = Vec::new();
    for (index, left, alone) in [(0, first, alone), (1, second, other_alone)] {
        let (word, other) = (WORDS[index], WORDS[1 - index]);
        own.extend(places_of(&left.all, word));
        own.extend(left.happened.iter().map(|fact| (*fact).to_owned()));
        let foreign = places_of(&left.all, other);
        crossed.extend(foreign.iter().map(|what| format!("{word}: {other} stands in {what}")));
        let differ = differences(&left.all, &alone.unwrap().all);
        crossed.extend(differ.iter().map(|what| format!("{word} alone: {what}")));
    }
    crossed
}

#[test]
fn two_businesses_in_one_process_share_no_byte() {
    let one = env::var("APART").ok().and_then(|world| world.parse().ok());
    let worlds = one.map_or(0..WORLDS, |world: u64| world..world + 1);
    let mut own = BTreeSet::new();
    for world in worlds {
        let crossed = crossings(world, Leak::None, &mut own);
        assert!(crossed.is_empty(), "APART={world}: {crossed:#?}");
    }
    // A word that never stood anywhere could not have crossed.
    for what in [
        "what was said",
        "what was handed out",
        "the audit trail",
        "what is in force",
        "the case list",
        "the answers",
        "stored: customer",
        "stored: workspace",
        "stored: identity",
        "stored: interaction",
        "stored: journal",
        "stored: outbox",
        "stored: audit",
        // And worlds in which nothing happens prove nothing.
        "answered",
        "commented",
        "case opened",
        "claimed",
        "first word",
        "promise broken",
        "resolved",
        "erased",
        "admin changed",
    ] {
        assert!(one.is_some() || own.contains(what), "no business ever saw its word, or: {what}");
    }
}

#[test]
fn the_search_finds_what_crosses() {
    for leak in [Leak::Byte, Leak::Update, Leak::Note] {
        let crossed = crossings(1, leak, &mut BTreeSet::new());
        let names_the_other = crossed.iter().any(|it| it.starts_with("marigold: obsidian"));
        let differs = crossed.iter().any(|it| it.starts_with("marigold alone"));
        // One byte is no word, but nothing is as it would be alone.
        assert!(differs, "{leak:?}: {crossed:#?}");
        assert_eq!(names_the_other, leak != Leak::Byte, "{leak:?}: {crossed:#?}");
        let is_harmed = crossed.iter().any(|it| it.starts_with("obsidian"));
        assert!(!is_harmed, "{leak:?} harms the one that it comes from: {crossed:#?}");
    }
}
