//! From the tap to its acknowledgement: decided, made durable, and only then acknowledged. Beside it,
//! in the same run, a bare log with the same group commit and as many bytes, and the storage engine
//! alone.

use crate::{
    bare::BareLog,
    engine::Engine,
    figures::{Figures, median},
    house::House,
    say,
    table::{
        Aim::{AtLeast, AtMost, None},
        Table,
    },
};

/// Rounds that are measured, after one that is not.
const ROUNDS: usize = 5;
const OF: &str = "commits";

/// One way of tapping.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) customers: usize,
    /// Taps of one round.
    pub(crate) taps: usize,
    /// Each tap waits until all that the one before set off is done.
    pub(crate) rested: bool,
}

const WAYS: [Way; 4] = [
    Way { customers: 1, taps: 300, rested: true },
    Way { customers: 1, taps: 500, rested: false },
    Way { customers: 64, taps: 6_400, rested: false },
    Way { customers: 1_024, taps: 20_480, rested: false },
];

pub(crate) async fn run(table: &mut Table) {
    say("\nFrom the tap to its acknowledgement, through the whole engine path");
    let dir = tempfile::tempdir().unwrap();
    let mut house = House::new(&dir.path().join("data"));
    let bytes = house.bytes_of_a_tap().await;
    table.add(OF, "rows of a tap, keys included", f64::from(bytes), "bytes", None);
    let bytes = usize::try_from(bytes).unwrap();
    let bare = BareLog::new(&dir.path().join("bare.log"), bytes);
    let engine = Engine::new(&dir.path().join("engine"), bytes);
    let mut from = 0;
    for way in WAYS {
        let (mut ours, mut raw, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            house.prepares(way.taps).await;
            let taps = (house.taps(way).await, bare.taps(way).await, engine.taps(way, from).await);
            from += u64::try_from(way.taps).unwrap();
            if 0 < round {
                ours.push(taps.0);
                raw.push(taps.1);
                alone.push(taps.2);
            }
        }
        tell(table, way, &median(&ours), &median(&raw), &median(&alone));
    }
    house.closes().await;
}

fn tell(table: &mut Table, way: Way, ours: &Figures, raw: &Figures, alone: &Figures) {
    let Way { customers, rested, .. } = way;
    let rest = if rested { ", each at rest" } else { "" };
    let said = format!("{customers} at a time{rest}");
    let (share, p50, p99) = match customers {
        64 => (AtLeast(0.15), AtMost(2.0), AtMost(3.0)),
        1_024 => (AtLeast(0.10), None, None),
        _ => (None, None, None),
    };
    table.add(OF, format!("{said}: taps"), ours.per_second, "a second", None);
    table.add(OF, format!("{said}: tap to acknowledged, median"), ours.p50, "ms", None);
    table.add(OF, format!("{said}: tap to acknowledged, 99 %"), ours.p99, "ms", None);
    table.add(OF, format!("{said}: syncs"), ours.syncs, "a tap", None);
    table.add(OF, format!("{said}: a bare log"), raw.per_second, "a second", None);
    let ratio = ours.per_second / raw.per_second;
    table.add(OF, format!("{said}: taps / bare log"), ratio, "", share);
    table.add(OF, format!("{said}: the storage engine alone"), alone.per_second, "a second", None);
    let (middle, far) = (ours.p50 / alone.p50, ours.p99 / alone.p99);
    table.add(OF, format!("{said}: median / that of the engine alone"), middle, "times", p50);
    table.add(OF, format!("{said}: 99 % / that of the engine alone"), far, "times", p99);
}
