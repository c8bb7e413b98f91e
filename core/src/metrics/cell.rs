//! What is counted, and for which day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    action::Verdict,
    case::{Origin, Outcome},
    money::Currency,
    recommending::Recommends,
    scale::Satisfaction,
    survey::{Suppressed, Undelivered},
};

/// What is counted. Times are in whole seconds: rounding them leaves their order, and with it each
/// percentile, as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// A contact ended.
    Ended,
    /// It was not asked about.
    Suppressed(Suppressed),
    /// Its question reached nobody.
    Undeliverable(Undelivered),
    /// Its question stood in front of the customer.
    Delivered,
    /// So long after its end.
    ToAsk(u32),
    /// At most a minute after its end.
    WithinMinute,
    /// It was answered in time.
    Answered(Satisfaction),
    /// The scores of these answers together, in halves.
    Score,
    /// So long after the question.
    ToAnswer(u32),
    /// The customer added own words to an answer in time.
    Commented,
    /// Such an answer on the scale of eleven.
    Nps(Satisfaction),
    /// It was answered late.
    Late(Satisfaction),
    /// It was answered in time by a customer to whom nothing went wrong in the same period.
    Calm(Satisfaction),
    /// The scores of these answers together, in halves.
    CalmScore,
    /// Somebody would recommend the business or already did, or not.
    Recommended(Recommends, bool),
    /// A case was opened.
    Opened(Origin),
    /// It is open.
    Open,
    /// So long until somebody took it.
    ToTake(u32),
    /// So long until the first human word.
    ToWord(u32),
    /// So long until it was last resolved.
    ToResolve(u32),
    /// It was resolved.
    Resolved,
    /// It was reopened.
    Reopened,
    /// It was resolved once, within an hour, and the customer was happy with it.
    AtOnce,
    /// A promise of it ended.
    Promise(PromiseEnd),
    /// What the customer first said to what was done.
    FirstCheck(Verdict),
    /// What they last said to it.
    LastCheck(Verdict),
    /// It was closed.
    Closed(Outcome),
    /// It was closed above the first level.
    Escalated,
    /// It was closed, and the customer said something to what was done.
    Told,
    /// It was closed, and something had been offered.
    Offered,
    /// What was given, in the smallest unit.
    Given(Currency),
    /// What that is worth to customers.
    Worth(Currency),
    /// What went wrong.
    Cause(String),
}

/// How a promise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseEnd {
    /// In time.
    Kept,
    /// Not in time.
    Broken,
    /// Moved, and told before it was due.
    Moved,
}

/// For which days something is counted together. Customers to whom nothing went wrong are looked at by
/// day, week and month; everything else by day, and added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKey {
    /// This moment.
    Now,
    /// A day.
    Day(Date),
    /// The week that begins with this day.
    Week(Date),
    /// The month that begins with this day.
    Month(Date),
}

impl CellKey {
    /// By what it is kept.
    pub fn name(self) -> String {
        match self {
            Self::Now => "now".to_owned(),
            Self::Day(date) => format!("day {date}"),
            Self::Week(date) => format!("week {date}"),
            Self::Month(date) => format!("month {date}"),
        }
    }
}

/// What is counted together: all of a key, or what belongs to a segment of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// For which days.
    pub key: CellKey,
    /// Of which segment; nothing: of all.
    pub segment: Option<String>,
}

impl From<CellKey> for Slot {
    fn from(key: CellKey) -> Self {
        Self { key, segment: None }
    }
}

impl Slot {
    /// By what it is kept.
    pub fn name(&self) -> String {
        match &self.segment {
            Some(segment) => format!("of {segment}/{}", self.key.name()),
            None => self.key.name(),
        }
    }
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(Count, i64)>", into = "Vec<(Count, i64)>")]
pub struct Cell(BTreeMap<Count, i64>);

impl From<Vec<(Count, i64)>> for Cell {
    fn from(counts: Vec<(Count, i64)>) -> Self {
        Self(counts.into_iter().collect())
    }
}

impl From<Cell> for Vec<(Count, i64)> {
    fn from(cell: Cell) -> Self {
        cell.0.into_iter().collect()
    }
}

impl Cell {
    /// Counts so many more, or fewer.
    pub fn add(&mut self, count: Count, times: i64) {
        let met = self.0.remove(&count).unwrap_or(0).saturating_add(times);
        if met != 0 {
            self.0.insert(count, met);
        }
    }

    /// Counts all that another cell counts.
    pub fn add_all(&mut self, other: &Self) {
        for (count, times) in &other.0 {
            self.add(count.clone(), *times);
        }
    }

    /// How often something was counted, which may be less than nothing for scores.
    pub fn get(&self, count: &Count) -> i64 {
        self.0.get(count).copied().unwrap_or(0)
    }

    /// How often something was counted.
    pub fn times(&self, count: &Count) -> u64 {
        u64::try_from(self.get(count)).unwrap_or(0)
    }

    /// All that was counted, and of scores how far they are from nought.
    pub fn all(&self) -> impl Iterator<Item = (&Count, i64)> {
        self.0.iter().map(|(count, times)| (count, *times))
    }

    /// All that was counted.
    pub fn counts(&self) -> impl Iterator<Item = (&Count, u64)> {
        self.0.iter().map(|(count, times)| (count, u64::try_from(*times).unwrap_or(0)))
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
