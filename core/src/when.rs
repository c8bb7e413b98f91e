//! Times as people type them (`CONVERSATIONS` 4.7): `15:00`, `tomorrow 9:00`, `+30m`,
//! `17.11. 09:00`, on the clock of the business.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time},
};

use crate::{
    desk::{DeskSay, PromiseSay, Told},
    grammar::word,
    hours::{StaffedClock, clock_time},
    policy::Policy,
    timers,
};

/// The least time between a promise and when it is due.
const LEAST: SignedDuration = SignedDuration::from_mins(2);
/// Further ahead than this nobody means.
const MOST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// A time as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    /// A time of day.
    Clock(TimeOfDay),
    /// A time of today.
    Today(TimeOfDay),
    /// A time of tomorrow.
    Tomorrow(TimeOfDay),
    /// A time of yesterday.
    Yesterday(TimeOfDay),
    /// A time of a date, whose year may be left out.
    Date { day: i8, month: i8, year: Option<i16>, at: TimeOfDay },
    /// So long from now.
    In(SignedDuration),
}

/// A time of day; `24:00` is the end of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TimeOfDay {
    time: Time,
    is_end: bool,
}

/// Which day a bare time of day is meant of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bare {
    /// Today, also if that is over.
    Today,
    /// The next one at which the clock shows it.
    Next,
    /// The last one at which the clock showed it.
    Last,
}

/// Why a time can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It is no time: "soon".
    Vague(String),
    /// It looks like a time and is none.
    Unreadable(String),
    /// It is over.
    Passed(Timestamp),
    /// It is all but now.
    TooSoon(Timestamp),
    /// Nobody is there then; the nearest time that can be promised.
    Closed { at: Timestamp, next: Timestamp },
}

/// Why a time is not one that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotOver {
    /// It is no time.
    Unreadable(String),
    /// It is ahead.
    Ahead(Timestamp),
}

impl Unfit {
    /// What whoever typed it reads, where any time will do.
    pub(crate) fn plainly(self, policy: &Policy, now: Timestamp) -> DeskSay {
        match self {
            Self::Vague(typed) | Self::Unreadable(typed) => DeskSay::BadTime { typed },
            Self::Passed(at) => {
                DeskSay::Promise(PromiseSay::TimePassed { at: policy.due(at, now) })
            }
            Self::TooSoon(at) => {
                DeskSay::Promise(PromiseSay::TimeTooSoon { at: policy.due(at, now) })
            }
            Self::Closed { at, next } => DeskSay::Promise(PromiseSay::ClosedThen {
                at: policy.due(at, now),
                next: policy.due(next, now),
                tomorrow: is_day_after(&policy.clock, next, now),
            }),
        }
    }

    /// The same, where a time is promised by a command: vague words are answered with a better form.
    pub(crate) fn by_command(self, policy: &Policy, now: Timestamp, told: Told) -> DeskSay {
        if let Self::Vague(typed) = self {
            return DeskSay::Promise(PromiseSay::TimeVague { typed, told });
        }
        self.plainly(policy, now)
    }
}

/// Reads the time that a text begins with: the moment that is meant, and what follows it.
pub(crate) fn moment<'a>(
    text: &'a str,
    clock: &StaffedClock,
    now: Timestamp,
    bare: Bare,
) -> Result<(Timestamp, &'a str), Unfit> {
    let (first, _) = word(text);
    let Some((typed, rest)) = read(text) else {
        let looks_like_one = first.contains(|letter: char| letter.is_ascii_digit());
        let typed = first.to_owned();
        return Err(if looks_like_one { Unfit::Unreadable(typed) } else { Unfit::Vague(typed) });
    };
    let read = text[..text.len() - rest.len()].trim().to_owned();
    let Some(at) = typed.on(clock, now, bare).filter(|at| at.duration_since(now) <= MOST) else {
        return Err(Unfit::Unreadable(read));
    };
    if at <= now { Err(Unfit::Passed(at)) } else { Ok((at, rest)) }
}

/// Reads a time that is over, and nothing else.
pub(crate) fn over(text: &str, clock: &StaffedClock, now: Timestamp) -> Result<Timestamp, NotOver> {
    let is_all = read(text).is_some_and(|(_, rest)| rest.is_empty());
    match moment(text, clock, now, Bare::Last) {
        Err(Unfit::Passed(at)) if is_all => Ok(at),
        Ok((at, _)) if is_all => Err(NotOver::Ahead(at)),
        Ok(_) | Err(_) => Err(NotOver::Unreadable(text.trim().to_owned())),
    }
}

/// Reads a time that can be promised to a customer: ahead, and within the published hours.
pub(crate) fn promised<'a>(
    text: &'a str,
    policy: &Policy,
    now: Timestamp,
) -> Result<(Timestamp, &'a str), Unfit> {
    let (at, rest) = moment(text, &policy.clock, now, Bare::Today)?;
    if at.duration_since(now) < LEAST {
        return Err(Unfit::TooSoon(at));
    }
    if !policy.clock.is_good(at) {
        // Whoever opens the doors needs a moment, too.
        let next = policy.clock.after(at, policy.timers().reply_within);
        return Err(Unfit::Closed { at, next });
    }
    Ok((at, rest))
}

/// The next time of day that somebody names within plain words, as they would type it: "I'll call
/// you at 17:00". Nothing: they name none that lies ahead today.
pub(crate) fn named_in(text: &str, clock: &StaffedClock, now: Timestamp) -> Option<Timestamp> {
    let mut words = text.split_whitespace().map(bare_word).peekable();
    let mut found = None;
    while let Some(said) = words.next() {
        let after = words.peek().copied().unwrap_or_default();
        let leads = ["at", "by", "until", "before", "um", "bis", "la", "o", "do"];
        let typed = time_of_day(said).or_else(|| {
            leads.contains(&said.to_lowercase().as_str()).then(|| hour(after)).flatten()
        });
        found = found.or(typed);
    }
    let at = Typed::Today(found?).on(clock, now, Bare::Today)?;
    if now < at {
        return Some(at);
    }
    // "At five" is in the afternoon.
    let is_early = clock.due(at, now).civil.hour() < 8;
    let later = at.saturating_add(SignedDuration::from_hours(12)).ok().filter(|_| is_early)?;
    (now < later && clock.due(later, now).today).then_some(later)
}

/// A word without what stands around it in a sentence.
fn bare_word(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// An hour alone, as people say it: `5`, `17`, `5pm`.
fn hour(said: &str) -> Option<TimeOfDay> {
    let said = said.to_lowercase();
    let (number, add) = match said.strip_suffix("pm") {
        Some(number) => (number, 12),
        None => (said.strip_suffix("am").unwrap_or(&said), 0),
    };
    let hour: i8 = number.parse().ok().filter(|hour| (1..24).contains(hour))?;
    let hour = if hour < 12 { hour + add } else { hour };
    Some(TimeOfDay { time: Time::new(hour, 0, 0, 0).ok()?, is_end: false })
}

/// The time at the beginning of a text, and what follows it.
fn read(text: &str) -> Option<(Typed, &str)> {
    let (first, rest) = word(text);
    let first = first.trim_end_matches(',');
    if let Some(length) = first.strip_prefix('+') {
        let length = timers::read(length).filter(SignedDuration::is_positive)?;
        return Some((Typed::In(length), rest));
    }
    if let Some(at) = time_of_day(first) {
        return Some((Typed::Clock(at), rest));
    }
    let (second, rest) = word(rest);
    let at = time_of_day(second.trim_end_matches(','))?;
    let typed = match first.to_lowercase().as_str() {
        "today" => Typed::Today(at),
        "tomorrow" => Typed::Tomorrow(at),
        "yesterday" => Typed::Yesterday(at),
        date => {
            let mut parts = date.splitn(3, '.');
            let day = parts.next()?.parse().ok()?;
            let month = parts.next()?.parse().ok()?;
            let year = match parts.next().unwrap_or_default() {
                "" => None,
                year => Some(year.parse().ok().filter(|year| (2000..=9999).contains(year))?),
            };
            Typed::Date { day, month, year, at }
        }
    };
    Some((typed, rest))
}

fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let time = clock_time(text).filter(|_| plain)?;
    Some(TimeOfDay { time, is_end: text.starts_with("24") })
}

impl Typed {
    /// The moment that is meant; nothing: there is no such day.
    fn on(self, clock: &StaffedClock, now: Timestamp, bare: Bare) -> Option<Timestamp> {
        let today = clock.due(now, now).civil.date();
        let on = |date: Date, at: TimeOfDay| {
            let date = if at.is_end { date.tomorrow().ok()? } else { date };
            clock.zone().to_timestamp(date.to_datetime(at.time)).ok()
        };
        match self {
            Self::In(length) => now.saturating_add(length).ok(),
            Self::Clock(at) => {
                let at_once = on(today, at)?;
                match bare {
                    Bare::Next if at_once <= now => on(today.tomorrow().ok()?, at),
                    Bare::Last if now < at_once => on(today.yesterday().ok()?, at),
                    Bare::Today | Bare::Next | Bare::Last => Some(at_once),
                }
            }
            Self::Today(at) => on(today, at),
            Self::Tomorrow(at) => on(today.tomorrow().ok()?, at),
            Self::Yesterday(at) => on(today.yesterday().ok()?, at),
            Self::Date { day, month, year: Some(year), at } => {
                on(Date::new(year, month, day).ok()?, at)
            }
            Self::Date { day, month, year: None, at } => {
                // In December the fifth of January lies ahead; yesterday does not.
                let years = [today.year() - 1, today.year(), today.year() + 1];
                let dates = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
                let nearest = dates.min_by_key(|date| {
                    let apart = today.until(*date).map_or(i32::MAX, |span| span.get_days().abs());
                    (apart, *date < today)
                });
                on(nearest?, at)
            }
        }
    }
}

/// Whether a moment lies on the day after another one, on the clock of the business.
pub(crate) fn is_day_after(clock: &StaffedClock, at: Timestamp, now: Timestamp) -> bool {
    let today = clock.due(now, now).civil.date();
    today.checked_add(1.day()).is_ok_and(|tomorrow| clock.due(at, now).civil.date() == tomorrow)
}

#[cfg(test)]
mod tests;
