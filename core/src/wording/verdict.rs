//! Which of several ways to put a question is answered more happily, and whether that is certain.

use serde::{Deserialize, Serialize};

use crate::scale::Satisfaction;

/// What was answered to one variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many answered.
    pub answers: u32,
    /// How many of them are happy.
    pub happy: u32,
}

/// A share between the bounds of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// What was seen.
    pub seen: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// What can be said of the best variant against the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing is certain so far.
    NotYet,
    /// This one is answered more happily than each of the others.
    Best {
        /// Which; 0 is the text itself.
        variant: u8,
    },
}

/// The quantile of the normal distribution for 95 % on both sides.
const Z: f64 = 1.959_963_984_540_054;

impl Tally {
    pub(super) fn add(&mut self, before: Option<Satisfaction>, now: Satisfaction) {
        match before {
            None => self.answers = self.answers.saturating_add(1),
            Some(Satisfaction::Satisfied) => self.happy = self.happy.saturating_sub(1),
            Some(Satisfaction::Neutral | Satisfaction::Dissatisfied) => (),
        }
        if now == Satisfaction::Satisfied {
            self.happy = self.happy.saturating_add(1);
        }
    }

    /// The share of the happy, with Wilson's interval. Of nobody anything may be true.
    pub fn share(self) -> Between {
        if self.answers == 0 {
            return Between { seen: 0.0, low: 0.0, high: 1.0 };
        }
        let (n, k) = (f64::from(self.answers), f64::from(self.happy));
        let (p, zz) = (k / n, Z * Z);
        let middle = (p + zz / (2.0 * n)) / (1.0 + zz / n);
        let half = Z * (p * (1.0 - p) / n + zz / (4.0 * n * n)).sqrt() / (1.0 + zz / n);
        Between { seen: p, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }

    /// How much happier this one is answered than the other, with Newcombe's interval.
    pub fn ahead_of(self, other: Self) -> Between {
        let (one, two) = (self.share(), other.share());
        let seen = one.seen - two.seen;
        let down = (one.seen - one.low).hypot(two.high - two.seen);
        let up = (one.high - one.seen).hypot(two.seen - two.low);
        Between { seen, low: seen - down, high: seen + up }
    }
}

/// Names a winner only where it is ahead of each of the others for certain: to be ahead of all of
/// them by chance is less likely than to be ahead of one.
pub fn verdict(tallies: &[Tally]) -> Verdict {
    for (index, one) in tallies.iter().enumerate() {
        let mut others = tallies.iter().enumerate().filter(|(other, _)| *other != index);
        let is_best = 1 < tallies.len() && others.all(|(_, other)| 0.0 < one.ahead_of(*other).low);
        if let (true, Ok(variant)) = (is_best, u8::try_from(index)) {
            return Verdict::Best { variant };
        }
    }
    Verdict::NotYet
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(happy: u32, answers: u32) -> Tally {
        Tally { answers, happy }
    }

    #[test]
    fn the_difference_has_the_interval_of_the_table() {
        for ((one, two), (d, low, high)) in [
            ((tally(2, 3), tally(4, 5)), (-0.1333, -0.6207, 0.3707)),
            ((tally(12, 15), tally(60, 80)), (0.05, -0.2148, 0.2166)),
            ((tally(41, 45), tally(140, 175)), (0.1111, -0.0185, 0.1958)),
        ] {
            let between = one.ahead_of(two);
            for (seen, told) in [(between.seen, d), (between.low, low), (between.high, high)] {
                assert!((seen - told).abs() < 0.000_051, "{between:?}");
            }
        }
    }

    #[test]
    fn a_winner_is_named_only_when_it_is_certain() {
        assert_eq!(verdict(&[]), Verdict::NotYet);
        assert_eq!(verdict(&[tally(9, 9)]), Verdict::NotYet, "there is nothing to compare with");
        assert_eq!(verdict(&[tally(0, 0), tally(0, 0)]), Verdict::NotYet);
        assert_eq!(verdict(&[tally(1, 1), tally(0, 1)]), Verdict::NotYet);
        assert_eq!(verdict(&[tally(41, 45), tally(140, 175)]), Verdict::NotYet);
        assert_eq!(verdict(&[tally(50, 100), tally(80, 100)]), Verdict::Best { variant: 1 });
        let third = tally(79, 100);
        assert_eq!(verdict(&[tally(50, 100), tally(80, 100), third]), Verdict::NotYet);
    }

    #[test]
    fn a_changed_answer_is_counted_once() {
        let mut seen = Tally::default();
        seen.add(None, Satisfaction::Satisfied);
        seen.add(Some(Satisfaction::Satisfied), Satisfaction::Dissatisfied);
        assert_eq!(seen, tally(0, 1));
        seen.add(Some(Satisfaction::Dissatisfied), Satisfaction::Satisfied);
        assert_eq!(seen, tally(1, 1));
    }
}
