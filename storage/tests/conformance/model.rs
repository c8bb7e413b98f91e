//! Random lives: the store on disk, dropped and opened again now and then, looks like the model.

use amends_storage::{MemoryStore, Store};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::{
    open, samples,
    script::{Op, Step, apply, read_all},
};

fn step() -> impl Strategy<Value = Step> {
    let deadline = prop::option::of(0..4_i64);
    (
        prop::option::of((0..4_u8, deadline)),
        any::<bool>(),
        0..3_u16,
        prop::option::of(0..4_usize),
        prop::option::of(0..6_u8),
        prop::option::of((0..4_u8, any::<bool>())),
    )
        .prop_map(|(customer, handles, effects, settles, arrival, case)| Step {
            customer,
            handles,
            effects,
            settles,
            arrival,
            case,
        })
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => prop::collection::vec(0..6_u8, 0..4).prop_map(Op::Receive),
        4 => prop::collection::vec(step(), 0..4).prop_map(Op::Commit),
        1 => (0..4_usize).prop_map(Op::Failed),
        1 => (0..4_usize).prop_map(Op::Begin),
        1 => (0..4_usize).prop_map(Op::BuryArrival),
        1 => (0..4_usize).prop_map(Op::BuryEffect),
        1 => (0..4_u8, any::<u8>()).prop_map(|(name, value)| Op::Keep(name, value)),
        1 => (0..200_000_i64).prop_map(Op::Tidy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sled_does_what_memory_does(
        life in prop::collection::vec((op(), 0..60_000_i64, prop::bool::weighted(0.1)), 1..40),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let model = MemoryStore::new();
        let mut store = open(dir.path()).store;
        let mut now = samples::at(0);
        for (op, seconds, reopens) in life {
            now += SignedDuration::from_secs(seconds);
            if reopens {
                drop(store);
                let opened = open(dir.path());
                prop_assert!(opened.recovered.is_empty());
                store = opened.store;
            }
            let expected = apply(&model, &op, now).unwrap();
            prop_assert_eq!(apply(&store, &op, now).unwrap(), expected);
            prop_assert_eq!(read_all(&store), read_all(&model));
        }
        store.close().unwrap();
        drop(store);
        prop_assert_eq!(read_all(&open(dir.path()).store), read_all(&model));
    }
}
