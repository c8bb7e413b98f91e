//! Published hours, and the clock that runs only while they last.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// When somebody is there. No opening at all means: always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Openings by day of the week, Monday = 1; an end of 00:00 is midnight.
    week: BTreeMap<i8, Vec<(Time, Time)>>,
    /// Days on which nobody is there.
    closed: BTreeSet<Date>,
}

/// The hours can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no opening: use mon-fri 09:00-21:00")]
pub struct BadHours(String);

/// Published hours in a time zone: the staffed clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffedClock {
    zone: TimeZone,
    hours: Hours,
}

/// A moment as people read it on the clock of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The moment on the clock of the business.
    pub civil: DateTime,
    /// It is today, so that the time of day is enough.
    pub today: bool,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Beyond this many closed days in a row no opening is looked for.
const DAYS_SEARCHED: i32 = 400;
/// More openings than these in a row are not looked through for an end.
const OPENINGS_JOINED: usize = 64;

impl Hours {
    /// Reads `mon-fri 09:00-21:00, sat 10:00-14:00`; an empty text means always.
    pub fn parse(text: &str) -> Result<Self, BadHours> {
        let mut hours = Self::default();
        for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            hours.open(part).ok_or_else(|| BadHours(part.to_owned()))?;
        }
        Ok(hours)
    }

    /// Adds one opening such as `mon-fri 09:00-21:00`.
    fn open(&mut self, part: &str) -> Option<()> {
        let (days, times) = part.split_once(char::is_whitespace)?;
        let (from, to) = times.trim().split_once('-')?;
        let span = (clock_time(from)?, clock_time(to)?);
        if span.1 != Time::midnight() && span.1 <= span.0 {
            return None;
        }
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (first, last) = (day_number(first)?, day_number(last)?);
        let mut day = first;
        loop {
            self.week.entry(day).or_default().push(span);
            if day == last {
                return Some(());
            }
            day = day % 7 + 1;
        }
    }

    /// Adds a day on which nobody is there.
    pub fn close_on(&mut self, date: Date) {
        self.closed.insert(date);
    }

    /// The same openings, with the closed days of other hours.
    #[must_use]
    pub fn closed_like(mut self, other: &Self) -> Self {
        self.closed.clone_from(&other.closed);
        self
    }

    fn is_always(&self) -> bool {
        self.week.is_empty() && self.closed.is_empty()
    }

    /// The openings of one day, in order.
    fn on(&self, date: Date) -> Vec<(Time, Time)> {
        if self.closed.contains(&date) {
            return Vec::new();
        }
        if self.week.is_empty() {
            return vec![(Time::midnight(), Time::midnight())];
        }
        let mut spans =
            self.week.get(&date.weekday().to_monday_one_offset()).cloned().unwrap_or_default();
        spans.sort_unstable();
        spans
    }
}

/// The way [`Hours::parse`] reads them, and `always`; closed days come last.
impl fmt::Display for Hours {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        let has = |day: i8, span| self.week.get(&day).is_some_and(|spans| spans.contains(span));
        for (first, spans) in &self.week {
            // Days that follow each other with the same opening are written together.
            for opening in spans.iter().filter(|opening| !has(first - 1, opening)) {
                let last = (*first..=7).take_while(|day| has(*day, opening)).last();
                let days = match last.filter(|last| last != first) {
                    Some(last) => format!("{}-{}", day_name(*first), day_name(last)),
                    None => day_name(*first).to_owned(),
                };
                parts.push(format!("{days} {}", span(opening.0, opening.1)));
            }
        }
        if parts.is_empty() {
            parts.push("always".to_owned());
        }
        out.write_str(&parts.join(", "))?;
        for day in &self.closed {
            write!(out, ", closed {}", day.strftime("%d.%m.%Y"))?;
        }
        Ok(())
    }
}

fn span(from: Time, to: Time) -> String {
    let to =
        if to == Time::midnight() { "24:00".to_owned() } else { to.strftime("%H:%M").to_string() };
    format!("{}-{to}", from.strftime("%H:%M"))
}

fn day_name(day: i8) -> &'static str {
    usize::try_from(day - 1).ok().and_then(|day| DAYS.get(day)).copied().unwrap_or("?")
}

fn day_number(name: &str) -> Option<i8> {
    let name = name.trim().to_ascii_lowercase();
    let index = DAYS.iter().position(|day| *day == name)?;
    i8::try_from(index + 1).ok().filter(|day| Weekday::from_monday_one_offset(*day).is_ok())
}

/// Reads `9:00` or `09:00`; `24:00` is midnight.
pub(crate) fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute) = (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?);
    if hour == 24 && minute == 0 {
        Some(Time::midnight())
    } else {
        Time::new(hour, minute, 0, 0).ok()
    }
}

impl StaffedClock {
    /// The clock of a business.
    pub fn new(zone: TimeZone, hours: Hours) -> Self {
        Self { zone, hours }
    }

    /// The zone that it goes by.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The moment as people of the business read it.
    pub fn due(&self, at: Timestamp, now: Timestamp) -> Due {
        let civil = at.to_zoned(self.zone.clone()).datetime();
        Due { civil, today: civil.date() == now.to_zoned(self.zone.clone()).date() }
    }

    /// Whether somebody is there by the published hours.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.hours.is_always() || self.opening_around(at).is_some_and(|(from, _)| from <= at)
    }

    /// Whether a moment may be told to a customer: the moment of closing is the last one that counts.
    pub fn is_good(&self, at: Timestamp) -> bool {
        let just_before = at.saturating_sub(SignedDuration::from_millis(1)).unwrap_or(at);
        self.is_open(at) || self.is_open(just_before)
    }

    /// The next moment at which the hours are open: `at` itself if they are.
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        if self.is_open(at) {
            return at;
        }
        self.opening_around(at).map_or(at, |(from, _)| from)
    }

    /// The next moment at which the doors open or close; nothing if they never do.
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        if self.hours.is_always() {
            return None;
        }
        let (opens, closes) = self.opening_around(at)?;
        Some(if at < opens { opens } else { closes })
    }

    /// The time without a gap that contains `at` or is the first after it: openings that meet, as at
    /// midnight, are one. It ends after `at`.
    pub(crate) fn shift(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let (begins, mut ends) = self.opening_around(at)?;
        for _ in 0..OPENINGS_JOINED {
            match self.opening_around(ends) {
                Some((opens, closes)) if opens <= ends => ends = closes,
                Some(_) | None => break,
            }
        }
        Some((begins, ends))
    }

    /// The moment that lies `staffed` of open time after `from`.
    pub fn after(&self, from: Timestamp, staffed: SignedDuration) -> Timestamp {
        if self.hours.is_always() {
            return from.saturating_add(staffed).unwrap_or(Timestamp::MAX);
        }
        let mut left = staffed.max(SignedDuration::ZERO);
        let mut at = from;
        while let Some((opens, closes)) = self.opening_around(at) {
            let start = opens.max(at);
            let span = closes.duration_since(start);
            if left <= span {
                return start.saturating_add(left).unwrap_or(Timestamp::MAX);
            }
            left -= span;
            at = closes;
        }
        // Hours that never open again promise nothing better than the plain clock.
        at.saturating_add(left).unwrap_or(Timestamp::MAX)
    }

    /// How much open time lies between two moments.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        if self.hours.is_always() || to <= from {
            return to.duration_since(from).max(SignedDuration::ZERO);
        }
        let mut sum = SignedDuration::ZERO;
        let mut at = from;
        while let Some((opens, closes)) = self.opening_around(at) {
            if to <= opens {
                break;
            }
            sum += closes.min(to).duration_since(opens.max(at));
            if to <= closes {
                break;
            }
            at = closes;
        }
        sum
    }

    /// The opening that contains `at` or is the first after it. It ends after `at`.
    fn opening_around(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let today = at.to_zoned(self.zone.clone()).date();
        let mut date = today;
        for _ in 0..DAYS_SEARCHED {
            for (from, to) in self.hours.on(date) {
                let until_date = if to == Time::midnight() { date.tomorrow().ok()? } else { date };
                let opens = self.zone.to_timestamp(date.to_datetime(from)).ok()?;
                let closes = self.zone.to_timestamp(until_date.to_datetime(to)).ok()?;
                if at < closes {
                    return Some((opens, closes));
                }
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_the_way_they_are_read() {
        for (typed, written) in [
            ("", "always"),
            ("mon-fri 9:00-21:00", "mon-fri 09:00-21:00"),
            ("mon-sun 0:00-24:00", "mon-sun 00:00-24:00"),
            (
                "mon 09:00-12:00, mon 13:00-18:00, wed 10:00-14:00",
                "mon 09:00-12:00, mon 13:00-18:00, wed 10:00-14:00",
            ),
            (
                "sat-sun 10:00-14:00, mon-thu 09:00-21:00",
                "mon-thu 09:00-21:00, sat-sun 10:00-14:00",
            ),
            (
                "mon-fri 22:00-24:00, tue-sat 00:00-06:00, wed 12:00-13:00",
                "mon-fri 22:00-24:00, tue-sat 00:00-06:00, wed 12:00-13:00",
            ),
        ] {
            let hours = Hours::parse(typed).unwrap();
            assert_eq!(hours.to_string(), written);
            if !hours.is_always() {
                assert_eq!(Hours::parse(written).unwrap(), hours, "{typed}");
            }
        }
        let mut hours = Hours::parse("mon 09:00-12:00").unwrap();
        hours.close_on(Date::constant(2026, 12, 25));
        assert_eq!(hours.to_string(), "mon 09:00-12:00, closed 25.12.2026");
    }

    fn clock(hours: &str) -> StaffedClock {
        StaffedClock::new(TimeZone::get("Europe/Bucharest").unwrap(), Hours::parse(hours).unwrap())
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_reply_promised_at_night_is_due_after_the_next_opening() {
        // 22:40 in Bucharest on a Monday; the shop opens at nine.
        let due = clock("mon-fri 09:00-21:00")
            .after(at("2026-11-16T20:40:00Z"), SignedDuration::from_mins(10));
        assert_eq!(due, at("2026-11-17T07:10:00Z"));
    }

    #[test]
    fn what_does_not_fit_before_closing_goes_on_after_the_weekend() {
        let due = clock("mon-fri 09:00-21:00")
            .after(at("2026-11-20T18:55:00Z"), SignedDuration::from_mins(10));
        assert_eq!(due, at("2026-11-23T07:05:00Z"));
    }

    #[test]
    fn closed_days_and_midnight_count() {
        let mut hours = Hours::parse("mon-sun 18:00-24:00").unwrap();
        hours.close_on("2026-12-25".parse().unwrap());
        let clock = StaffedClock::new(TimeZone::UTC, hours);
        assert!(clock.is_open(at("2026-12-24T23:59:59Z")));
        assert!(!clock.is_open(at("2026-12-25T19:00:00Z")));
        assert_eq!(clock.next_open(at("2026-12-25T00:00:00Z")), at("2026-12-26T18:00:00Z"));
    }

    #[test]
    fn between_is_the_inverse_of_after() {
        let clock = clock("mon-fri 09:00-12:00, mon-fri 13:00-17:00");
        let from = at("2026-11-20T08:30:00Z");
        for minutes in [0, 1, 60, 500, 5_000] {
            let staffed = SignedDuration::from_mins(minutes);
            assert_eq!(clock.between(from, clock.after(from, staffed)), staffed, "{minutes} min");
        }
    }

    #[test]
    fn a_closed_day_of_hours_that_are_always_open_is_closed() {
        let mut hours = Hours::default();
        hours.close_on(Date::constant(2026, 11, 20));
        let clock = StaffedClock::new(TimeZone::UTC, hours);
        assert!(clock.is_open(at("2026-11-19T23:59:00Z")));
        assert!(!clock.is_open(at("2026-11-20T00:00:00Z")));
        assert!(!clock.is_open(at("2026-11-20T23:59:00Z")));
        assert!(clock.is_open(at("2026-11-21T00:00:00Z")));
        let hour = SignedDuration::from_hours(1);
        assert_eq!(clock.after(at("2026-11-20T10:00:00Z"), hour), at("2026-11-21T01:00:00Z"));
        assert_eq!(clock.after(at("2026-11-19T23:30:00Z"), hour), at("2026-11-21T00:30:00Z"));
        assert_eq!(clock.after(at("2026-11-22T23:30:00Z"), hour), at("2026-11-23T00:30:00Z"));
    }

    #[test]
    fn nonsense_is_refused_with_an_example() {
        for text in ["always", "mon 9-5", "mon-xyz 09:00-10:00", "fri 10:00-09:00"] {
            assert!(Hours::parse(text).unwrap_err().to_string().contains("mon-fri 09:00-21:00"));
        }
    }
}
