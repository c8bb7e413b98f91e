//! From the tap to its acknowledgement: decided, made durable, and only then acknowledged. Beside it,
//! in the same run, a bare log with the same group commit and as many bytes, and the storage engine
//! alone.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use amends_storage::disk::Step;

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
        let mut spent = Spent::default();
        for round in 0..=ROUNDS {
            house.prepares(way.taps).await;
            let (began, before) = (Instant::now(), house.spent());
            let taps = house.taps(way).await;
            spent.add(began.elapsed(), &before, &house.spent());
            let taps = (taps, bare.taps(way).await, engine.taps(way, from).await);
            from += u64::try_from(way.taps).unwrap();
            if 0 < round {
                ours.push(taps.0);
                raw.push(taps.1);
                alone.push(taps.2);
            }
        }
        tell(table, way, &median(&ours), &median(&raw), &median(&alone));
        if !way.rested && 1 < way.customers {
            spent.tell(table, way);
        }
    }
    house.closes().await;
}

/// Where the time of the writing thread went: without the rest it could do nothing faster.
#[derive(Default)]
struct Spent {
    all: Duration,
    by: BTreeMap<Step, Duration>,
}

impl Spent {
    fn add(
        &mut self,
        took: Duration,
        before: &BTreeMap<Step, Duration>,
        after: &BTreeMap<Step, Duration>,
    ) {
        self.all += took;
        for (step, until) in after {
            let since = before.get(step).copied().unwrap_or_default();
            *self.by.entry(*step).or_default() += until.saturating_sub(since);
        }
    }

    fn tell(&self, table: &mut Table, way: Way) {
        let of = |steps: &[Step]| {
            let spent = steps.iter().filter_map(|step| self.by.get(step));
            spent.map(Duration::as_secs_f64).sum::<f64>() / self.all.as_secs_f64() * 100.0
        };
        let parts = [
            ("in the pages of the engine", of(&[Step::Batch, Step::Blobs])),
            ("in its log", of(&[Step::Flush])),
            (
                "waiting for the disk, and letting go of old pages",
                of(&[Step::Sync, Step::SyncAnswers]),
            ),
            ("in the answer record", of(&[Step::Append])),
        ];
        let known: f64 = parts.iter().map(|(_, share)| share).sum();
        let rest = ("in reading, deciding, and putting rows into words", 100.0 - known);
        for (part, share) in parts.into_iter().chain([rest]) {
            let said = format!("{} at a time: the writer's time {part}", way.customers);
            table.add(OF, said, share, "%", None);
        }
    }
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
