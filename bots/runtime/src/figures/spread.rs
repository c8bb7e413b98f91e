//! How values are spread: how many lie below each of a few bounds.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// The most bounds that a spread has.
const MOST: usize = 12;

/// Values counted by bounds, in whole numbers: steps, or microseconds.
#[derive(Debug)]
pub(super) struct Counted {
    bounds: &'static [u64],
    /// How many lie within each bound and above the one before; the last: above all.
    counts: [AtomicU64; MOST + 1],
    sum: AtomicU64,
}

/// How values are spread, for those who look from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// Each bound, and how many values lie within it and above the one before. The last bound is
    /// infinite.
    pub buckets: Vec<(f64, u64)>,
    /// All values together.
    pub sum: f64,
    /// How many there are.
    pub count: u64,
}

impl Counted {
    pub(super) const fn new(bounds: &'static [u64]) -> Self {
        assert!(bounds.len() <= MOST, "there is a number for each bound");
        Self { bounds, counts: [const { AtomicU64::new(0) }; MOST + 1], sum: AtomicU64::new(0) }
    }

    pub(super) fn add(&self, value: u64) {
        let at = self.bounds.partition_point(|bound| *bound < value);
        self.counts[at].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    pub(super) fn add_time(&self, took: Duration) {
        self.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// The spread of whole numbers.
    pub(super) fn numbers(&self) -> Spread {
        self.read(|number| Duration::from_secs(number).as_secs_f64())
    }

    /// The spread of times, in seconds.
    pub(super) fn seconds(&self) -> Spread {
        self.read(|micros| Duration::from_micros(micros).as_secs_f64())
    }

    fn read(&self, value: impl Fn(u64) -> f64) -> Spread {
        let bounds = self.bounds.iter().map(|bound| value(*bound)).chain([f64::INFINITY]);
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed));
        let buckets: Vec<_> = bounds.zip(counts).collect();
        let count = buckets.iter().map(|(_, count)| count).sum();
        Spread { buckets, sum: value(self.sum.load(Ordering::Relaxed)), count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_bound_lies_within_it() {
        let counted = Counted::new(&[1, 10]);
        for value in [0, 1, 2, 10, 11, 1_000] {
            counted.add(value);
        }
        let spread = counted.numbers();
        assert_eq!(spread.buckets, [(1.0, 2), (10.0, 2), (f64::INFINITY, 2)]);
        assert_eq!((spread.count, spread.sum), (6, 1_024.0));
    }
}
