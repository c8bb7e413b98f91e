//! What is remembered of a survey and of a case, to count it anew when more is known.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::cell::{CellKey, Count, PromiseEnd};
use crate::{
    action::Verdict,
    case::{Origin, Outcome},
    ids::{CaseNumber, SurveyId},
    interaction::Interaction,
    money::Currency,
    policy::Level,
    scale::{Rating, Satisfaction, Scale},
    survey::{Suppressed, Undelivered},
};

/// A case that was resolved once in so short a time was put right at once.
const AT_ONCE: SignedDuration = SignedDuration::from_hours(1);

/// What a survey is counted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRow {
    /// When its contact ended.
    pub ended_at: Timestamp,
    /// Why it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Suppressed>,
    /// Why it reached nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undelivered: Option<Undelivered>,
    /// When it stood in front of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When it was first answered, what stands, and whether that was late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<(Timestamp, Rating, bool)>,
    /// The customer added own words.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub commented: bool,
    /// The segments that it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// What went wrong for the same customer, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clouds: Vec<(CaseNumber, Timestamp)>,
}

/// What a case is counted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How it began.
    pub origin: Origin,
    /// How high it has climbed.
    pub level: Level,
    /// When it was first taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// When the customer first heard from a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word_at: Option<Timestamp>,
    /// How often it was resolved.
    #[serde(default)]
    pub resolved: u32,
    /// When it was last resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// It was reopened.
    #[serde(default)]
    pub reopened: bool,
    /// How many promises were kept, broken and moved.
    #[serde(default)]
    pub promises: (i64, i64, i64),
    /// What the customer first and last said to what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<(Verdict, Verdict)>,
    /// Something was offered.
    #[serde(default)]
    pub offered: bool,
    /// What was given: what it cost, and what it is worth.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<(Currency, i64, i64)>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// How it closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The segments of the contact that it began with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// The answers of the same customer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clouded: Vec<SurveyId>,
}

/// What something puts into cells.
pub(super) type Counts = Vec<(CellKey, Count, i64)>;

/// The name of a segment is not told apart from others behind so many characters.
const SEGMENT_MOST: usize = 40;
/// By so many segments a contact is counted.
const SEGMENTS_MOST: usize = 5;

/// A segment as figures are counted by it; nothing if that is none.
pub(super) fn segment_named(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let named: String = words.join("_").to_lowercase().chars().take(SEGMENT_MOST).collect();
    (!named.is_empty()).then_some(named)
}

/// The segments by which a contact is counted.
pub(crate) fn segments_of(interaction: &Interaction) -> Vec<String> {
    let named = interaction.segments.iter().filter_map(|named| segment_named(named));
    let mut segments: Vec<String> = named.collect();
    segments.sort_unstable();
    segments.dedup();
    segments.truncate(SEGMENTS_MOST);
    segments
}

/// The day, and the first days of its week and month.
fn keys_of(at: Timestamp, zone: &TimeZone) -> [CellKey; 3] {
    let day = at.to_zoned(zone.clone()).date();
    [CellKey::Day(day), CellKey::Week(monday_of(day)), CellKey::Month(day.first_of_month())]
}

/// The first day of a week.
pub(super) fn monday_of(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(since)).unwrap_or(day)
}

/// How long something took, in whole seconds; never less than nothing (E45).
fn seconds(from: Timestamp, until: Timestamp) -> u32 {
    let took = until.duration_since(from).as_millis().max(0);
    u32::try_from((took + 500) / 1_000).unwrap_or(u32::MAX)
}

/// A score in halves.
fn halves(rating: Rating) -> i64 {
    if rating.scale() == Scale::Csat5 {
        return i64::from(rating.value()) - 3;
    }
    match rating.satisfaction() {
        Satisfaction::Dissatisfied => -2,
        Satisfaction::Neutral => 0,
        Satisfaction::Satisfied => 2,
    }
}

impl SurveyRow {
    /// A contact that ended then.
    pub fn new(ended_at: Timestamp) -> Self {
        Self {
            ended_at,
            suppressed: None,
            undelivered: None,
            asked_at: None,
            answer: None,
            commented: false,
            segments: Vec::new(),
            clouds: Vec::new(),
        }
    }

    /// What it puts into cells.
    pub(super) fn counts(&self, zone: &TimeZone) -> Counts {
        let keys = keys_of(self.ended_at, zone);
        let mut counts = Counts::new();
        let mut count = |what, times| counts.push((keys[0], what, times));
        if self.asked_at.is_none() && self.answer.is_none() {
            match (self.suppressed, self.undelivered) {
                // Both are about a contact that goes on, or that is counted already.
                (Some(Suppressed::Withdrawn | Suppressed::SameContact), _) => return counts,
                (_, Some(why)) => count(Count::Undeliverable(why), 1),
                (Some(why), None) => count(Count::Suppressed(why), 1),
                (None, None) => (),
            }
            count(Count::Ended, 1);
            return counts;
        }
        count(Count::Ended, 1);
        count(Count::Delivered, 1);
        if let Some(at) = self.asked_at {
            let is_soon = at.duration_since(self.ended_at) <= SignedDuration::from_mins(1);
            count(Count::ToAsk(seconds(self.ended_at, at)), 1);
            count(Count::WithinMinute, i64::from(is_soon));
        }
        let Some((at, rating, late)) = self.answer else { return counts };
        let (mood, score) = (rating.satisfaction(), halves(rating));
        if late {
            count(Count::Late(mood), 1);
            return counts;
        }
        count(Count::Answered(mood), 1);
        count(Count::Score, score);
        count(Count::Commented, i64::from(self.commented));
        count(Count::Nps(mood), i64::from(rating.scale() == Scale::Nps11));
        if let Some(asked_at) = self.asked_at {
            count(Count::ToAnswer(seconds(asked_at, at)), 1);
        }
        for (which, key) in keys.into_iter().enumerate() {
            let is_then = |(_, at): &(_, Timestamp)| keys_of(*at, zone)[which] == key;
            if !self.clouds.iter().any(is_then) {
                counts.push((key, Count::Calm(mood), 1));
                counts.push((key, Count::CalmScore, score));
            }
        }
        counts
    }
}

impl CaseRow {
    /// A case that was opened then.
    pub fn new(opened_at: Timestamp, origin: Origin, level: Level) -> Self {
        Self {
            opened_at,
            origin,
            level,
            taken_at: None,
            word_at: None,
            resolved: 0,
            resolved_at: None,
            reopened: false,
            promises: (0, 0, 0),
            checks: None,
            offered: false,
            given: Vec::new(),
            cause: None,
            outcome: None,
            segments: Vec::new(),
            clouded: Vec::new(),
        }
    }

    /// Whether it counts: most of what can become of a case says that something went wrong.
    pub fn counts_for_something(&self) -> bool {
        match self.outcome {
            Some(Outcome::Declined | Outcome::Mistap | Outcome::Duplicate | Outcome::Forgotten) => {
                false
            }
            Some(
                Outcome::Recovered
                | Outcome::Partly
                | Outcome::NotRecovered
                | Outcome::Unconfirmed
                | Outcome::Silent
                | Outcome::Unreachable,
            )
            | None => true,
        }
    }

    /// What it puts into cells.
    pub(super) fn counts(&self, zone: &TimeZone) -> Counts {
        let [day, _, _] = keys_of(self.opened_at, zone);
        let mut counts = Counts::new();
        let mut count = |what, times| counts.push((day, what, times));
        if let Some(outcome) = self.outcome {
            count(Count::Closed(outcome), 1);
        }
        if !self.counts_for_something() {
            return counts;
        }
        count(Count::Opened(self.origin), 1);
        let took = |at: Option<Timestamp>| at.map(|at| seconds(self.opened_at, at));
        if let Some(took) = took(self.taken_at) {
            count(Count::ToTake(took), 1);
        }
        if let Some(took) = took(self.word_at) {
            count(Count::ToWord(took), 1);
        }
        if let Some(took) = took(self.resolved_at) {
            count(Count::ToResolve(took), 1);
            count(Count::Resolved, 1);
            count(Count::Reopened, i64::from(self.reopened));
        }
        let (kept, broken, moved) = self.promises;
        count(Count::Promise(PromiseEnd::Kept), kept);
        count(Count::Promise(PromiseEnd::Broken), broken);
        count(Count::Promise(PromiseEnd::Moved), moved);
        if let Some((first, last)) = self.checks {
            count(Count::FirstCheck(first), 1);
            count(Count::LastCheck(last), 1);
        }
        if let Some(cause) = &self.cause {
            count(Count::Cause(cause.clone()), 1);
        }
        for (currency, cost, worth) in &self.given {
            count(Count::Given(currency.clone()), *cost);
            count(Count::Worth(currency.clone()), *worth);
        }
        if self.outcome.is_some() {
            count(Count::Escalated, i64::from(Level::Agent < self.level));
            count(Count::Told, i64::from(self.checks.is_some()));
            count(Count::Offered, i64::from(self.offered));
            count(Count::AtOnce, i64::from(self.was_put_right_at_once()));
        } else {
            count(Count::Open, 1);
            counts.push((CellKey::Now, Count::Open, 1));
        }
        counts
    }

    fn was_put_right_at_once(&self) -> bool {
        let took = self.resolved_at.map(|at| at.duration_since(self.opened_at));
        self.resolved == 1
            && took.is_some_and(|took| took <= AT_ONCE)
            && self.checks.is_some_and(|(first, _)| first == Verdict::Yes)
    }
}
