//! Whatever is asked for, and however long it takes: what the platform bears is never exceeded.

use std::collections::BTreeSet;

use amends_core::effect::Class;
use proptest::prelude::*;

use super::{Sent, World, busiest};

const CLASSES: [Class; 5] =
    [Class::Recovery, Class::Staff, Class::Thanks, Class::Question, Class::Digest];

/// How far a private chat ran ahead of one message a second at most.
fn behind(times: &[i64]) -> i64 {
    let mut rested_at = i64::MIN;
    let behind = times.iter().map(|at| {
        let behind = rested_at.saturating_sub(*at).max(0);
        rested_at = rested_at.max(*at) + 1_000;
        behind
    });
    behind.max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_window_is_ever_exceeded_and_order_is_kept(
        jobs in prop::collection::vec((0_usize..5, 0_usize..30, 0_i64..400), 1..300),
        latency_ms in 0_i64..400,
        arrives in 0_i64..=100,
    ) {
        let mut world = World::new();
        world.latency_ms = latency_ms;
        let count = jobs.len();
        for (class, chat, pause_ms) in jobs {
            // Many chats, two of them groups; bursts now and then.
            let chat = match chat { 0 => "-1".into(), 1 => "-2".into(), other => other.to_string() };
            world.asks(CLASSES[class], &chat);
            if pause_ms < 40 {
                world.passes(pause_ms * 10);
            }
        }
        while world.sent.len() < count && world.now_ms < 2_000_000 {
            world.passes(1_000);
        }
        prop_assert_eq!(world.sent.len(), count, "not everything was sent");

        let times = |keep: &dyn Fn(&Sent) -> bool| -> Vec<i64> {
            world.sent.iter().filter(|sent| keep(sent)).map(|sent| sent.at_ms).collect()
        };
        prop_assert!(busiest(&times(&|_| true), 1_000) <= 30);
        prop_assert!(busiest(&times(&|sent| Class::Question <= sent.class), 1_000) <= 29);
        // What counts is when it arrives: for one early, for the next late.
        let arrivals = |mut times: Vec<i64>, late: usize| {
            for (index, at_ms) in times.iter_mut().enumerate() {
                let early = index % 2 == late;
                *at_ms += if early { latency_ms * arrives / 100 } else { latency_ms };
            }
            times
        };
        prop_assert!(busiest(&arrivals(times(&|_| true), 0), 1_000) <= 30);
        let chats: BTreeSet<_> = world.sent.iter().map(|sent| sent.chat.clone()).collect();
        for chat in chats {
            let to_chat = times(&|sent| sent.chat == chat);
            if chat.as_ref().is_some_and(|chat| chat.starts_with('-')) {
                // A group bears twenty.
                for late in [0, 1] {
                    prop_assert!(busiest(&arrivals(to_chat.clone(), late), 60_000) <= 19);
                }
            } else {
                for late in [0, 1] {
                    let behind = behind(&arrivals(to_chat.clone(), late));
                    prop_assert!(behind <= 2_000, "{behind} ms behind one a second");
                }
            }
            for class in CLASSES {
                let mine = |sent: &&Sent| sent.chat == chat && sent.class == class;
                let order: Vec<u64> = world.sent.iter().filter(mine).map(|s| s.seq).collect();
                prop_assert!(order.is_sorted(), "{chat:?} {class:?} left as {order:?}");
            }
        }
    }
}
