//! The arithmetic of figures (`METRICS` 3.1).

use serde::{Deserialize, Serialize};

/// The share of the normal distribution that an interval of 95 % leaves out on each side.
const Z: f64 = 1.959_963_984_540_054;
/// Below so many a share is marked as a small sample.
const SMALL: u64 = 30;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// So many.
    pub k: u64,
    /// Of so many.
    pub n: u64,
}

/// From where to where something lies, with 95 % certainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub lo: f64,
    /// The upper bound.
    pub hi: f64,
}

/// How much one share is larger than another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference.
    pub d: f64,
    /// From where to where it lies.
    pub interval: Interval,
}

/// A count as a number to calculate with.
pub(super) fn real(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl Share {
    /// So many of so many.
    pub fn of(k: u64, n: u64) -> Self {
        Self { k: k.min(n), n }
    }

    /// The share as a number; nothing of nothing is none.
    pub fn part(self) -> Option<f64> {
        (0 < self.n).then(|| real(self.k) / real(self.n))
    }

    /// In percent with one decimal, half away from zero: `76.7`.
    pub fn percent(self) -> Option<String> {
        let (k, n) = (u128::from(self.k), u128::from(self.n));
        let tenths = (2_000 * k + n).checked_div(2 * n)?;
        Some(format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// The Wilson interval.
    pub fn interval(self) -> Option<Interval> {
        let (p, n) = (self.part()?, real(self.n));
        let spread = 1.0 + Z * Z / n;
        let centre = (p + Z * Z / (2.0 * n)) / spread;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / spread;
        Some(Interval { lo: (centre - half).max(0.0), hi: (centre + half).min(1.0) })
    }

    /// Whether so few say little.
    pub fn is_small(self) -> bool {
        self.n < SMALL
    }

    /// How much larger it is than another share, with the interval of Newcombe.
    pub fn minus(self, other: Self) -> Option<Difference> {
        let (p, q) = (self.part()?, other.part()?);
        let (one, two) = (self.interval()?, other.interval()?);
        let d = p - q;
        let lo = d - (p - one.lo).hypot(two.hi - q);
        let hi = d + (one.hi - p).hypot(q - two.lo);
        Some(Difference { d, interval: Interval { lo, hi } })
    }
}

impl Interval {
    /// Its bounds in percent with one decimal: `59.1`, `88.2`.
    pub fn percent(self) -> (String, String) {
        (tenths(100.0 * self.lo), tenths(100.0 * self.hi))
    }

    /// The same for so many things.
    pub fn times(self, count: u64) -> (String, String) {
        (tenths(real(count) * self.lo), tenths(real(count) * self.hi))
    }
}

impl Difference {
    /// In points with one decimal: the difference, and its bounds.
    pub fn points(self) -> (String, String, String) {
        let points = |part: f64| signed(100.0 * part);
        (points(self.d), points(self.interval.lo), points(self.interval.hi))
    }
}

/// With one decimal, half away from zero.
pub(super) fn tenths(value: f64) -> String {
    format!("{:.1}", (10.0 * value).round() / 10.0)
}

/// With one decimal and a sign.
pub(super) fn signed(value: f64) -> String {
    let rounded = (10.0 * value).round() / 10.0;
    if rounded < 0.0 { format!("−{:.1}", -rounded) } else { format!("+{rounded:.1}") }
}

/// The nearest rank: of values in ascending order with how often each was met, the one below which so
/// many percent are.
pub fn percentile<V>(values: impl IntoIterator<Item = (V, u64)>, percent: u64) -> Option<V> {
    let values: Vec<(V, u64)> = values.into_iter().filter(|(_, times)| 0 < *times).collect();
    let n: u64 = values.iter().map(|(_, times)| times).sum();
    let rank = n.saturating_mul(percent).div_ceil(100).max(1);
    let mut met = 0_u64;
    values.into_iter().find_map(|(value, times)| {
        met = met.saturating_add(times);
        (rank <= met).then_some(value)
    })
}

/// A sum shared out, rounded half away from zero; among none nothing is shared out.
pub fn shared_out(sum: u64, among: u64) -> Option<u64> {
    let (sum, among) = (u128::from(sum), u128::from(among));
    let share = (2 * sum + among).checked_div(2 * among)?;
    u64::try_from(share).ok()
}

/// The mean of scores, from their sum in halves.
pub fn mean(halves: i64, n: u64) -> Option<f64> {
    let is_less = halves < 0;
    let mean = (0 < n).then(|| real(halves.unsigned_abs()) / (2.0 * real(n)))?;
    Some(if is_less { -mean } else { mean })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, wanted: f64) -> bool {
        (value - wanted).abs() < 0.000_05
    }

    /// The table of `METRICS` 3.1.
    #[test]
    fn wilson_gives_the_values_that_were_agreed_on() {
        for (k, n, lo, hi) in [
            (0, 10, 0.0, 0.2775),
            (10, 10, 0.7225, 1.0),
            (1, 1, 0.2065, 1.0),
            (0, 1, 0.0, 0.7935),
            (4, 8, 0.2152, 0.7848),
            (8, 10, 0.4902, 0.9433),
            (2, 3, 0.2077, 0.9385),
            (4, 5, 0.3755, 0.9638),
            (2, 4, 0.1500, 0.8500),
            (1, 4, 0.0456, 0.6994),
            (23, 30, 0.5907, 0.8821),
            (37, 40, 0.8014, 0.9742),
            (185, 200, 0.8800, 0.9540),
            (12, 15, 0.5481, 0.9295),
            (12, 20, 0.3866, 0.7812),
            (18, 20, 0.6990, 0.9721),
            (3, 30, 0.0346, 0.2562),
            (1, 50, 0.0035, 0.1050),
            (8, 9, 0.5650, 0.9801),
            (49, 50, 0.8950, 0.9965),
        ] {
            let interval = Share::of(k, n).interval().unwrap();
            assert!(near(interval.lo, lo) && near(interval.hi, hi), "{k}/{n}: {interval:?}");
        }
        assert_eq!(Share::of(0, 0).interval(), None);
    }

    #[test]
    fn newcombe_gives_the_values_that_were_agreed_on() {
        for (one, other, d, lo, hi) in [
            ((2, 3), (4, 5), -0.1333, -0.6207, 0.3707),
            ((12, 15), (60, 80), 0.05, -0.2148, 0.2166),
            ((41, 45), (140, 175), 0.1111, -0.0185, 0.1958),
        ] {
            let difference = Share::of(one.0, one.1).minus(Share::of(other.0, other.1)).unwrap();
            let Interval { lo: least, hi: most } = difference.interval;
            assert!(near(difference.d, d), "{difference:?}");
            assert!(near(least, lo) && near(most, hi), "{difference:?}");
        }
        let difference = Share::of(41, 45).minus(Share::of(140, 175)).unwrap();
        let points = ("+11.1".to_owned(), "−1.8".to_owned(), "+19.6".to_owned());
        assert_eq!(difference.points(), points);
        assert_eq!(Share::of(1, 2).minus(Share::of(0, 0)), None);
    }

    #[test]
    fn shares_are_rounded_half_away_from_zero() {
        for (k, n, percent) in [
            (23, 30, "76.7"),
            (37, 40, "92.5"),
            (24, 37, "64.9"),
            (21, 30, "70.0"),
            (9, 21, "42.9"),
            (1, 26, "3.8"),
            (1, 800, "0.1"),
            (7, 2_000, "0.4"),
            (1, 2_001, "0.0"),
            (2, 3, "66.7"),
        ] {
            assert_eq!(Share::of(k, n).percent().as_deref(), Some(percent), "{k}/{n}");
        }
        assert_eq!(Share::of(0, 0).percent(), None, "nothing is never divided by");
    }

    /// `METRICS` 3.5 and 3.6: 112.00 for twelve, 18.50 for two.
    #[test]
    fn money_is_shared_out_to_the_smallest_unit() {
        assert_eq!(shared_out(11_200, 12), Some(933));
        assert_eq!(shared_out(1_850, 2), Some(925));
        assert_eq!(shared_out(5, 2), Some(3));
        assert_eq!(shared_out(1_850, 0), None);
        assert_eq!(shared_out(u64::MAX, 1), Some(u64::MAX));
    }

    #[test]
    fn percentiles_are_values_that_were_met() {
        let once = |values: &[u32]| -> Vec<(u32, u64)> {
            values.iter().map(|value| (*value, 1)).collect()
        };
        let asked = once(&[1, 1, 2, 2, 2, 2, 2, 3, 4, 90]);
        assert_eq!((percentile(asked.clone(), 50), percentile(asked, 90)), (Some(2), Some(4)));
        let answered = once(&[10, 18, 30, 30, 40, 60, 120, 210]);
        assert_eq!(
            (percentile(answered.clone(), 50), percentile(answered, 90)),
            (Some(30), Some(210))
        );
        let taken = once(&[40, 88, 120, 776]);
        assert_eq!((percentile(taken.clone(), 50), percentile(taken, 90)), (Some(88), Some(776)));
        assert_eq!(percentile(Vec::<(u32, u64)>::new(), 50), None);
    }

    #[test]
    fn silent_people_come_with_their_range() {
        let range = Share::of(3, 8).interval().unwrap().times(2);
        assert_eq!(range, ("0.3".to_owned(), "1.4".to_owned()));
        let range = Share::of(3, 30).interval().unwrap().times(12);
        assert_eq!(range, ("0.4".to_owned(), "3.1".to_owned()));
    }
}
