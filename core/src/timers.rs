//! The timers of `BEHAVIOUR` 2.2 by name: what they may be, and how they are written.

use jiff::{SignedDuration, Span, SpanRelativeTo};

use crate::policy::Timers;

/// One timer.
#[derive(Clone, Copy, Debug)]
pub struct Timer {
    /// Its name in configuration and records.
    pub name: &'static str,
    /// The range that commands allow; nothing where any length is fine.
    pub allowed: Option<(SignedDuration, SignedDuration)>,
    field: fn(&mut Timers) -> &mut SignedDuration,
}

/// The one timer that is off unless it is wished for.
pub const REMINDER: &str = "ask_reminder";
/// What it may be.
pub const REMINDER_ALLOWED: (SignedDuration, SignedDuration) = (hours(1), hours(24));

const fn secs(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

const fn mins(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

macro_rules! timer {
    ($name:ident) => {
        Timer { name: stringify!($name), allowed: None, field: |timers| &mut timers.$name }
    };
    ($name:ident, $least:expr, $most:expr) => {
        Timer {
            name: stringify!($name),
            allowed: Some(($least, $most)),
            field: |timers| &mut timers.$name,
        }
    };
}

impl Timer {
    /// Every timer but the reminder.
    pub const ALL: &[Self] = &[
        timer!(ask_delay, secs(0), secs(600)),
        timer!(ask_stale, mins(5), hours(6)),
        timer!(ask_expire, hours(1), hours(14 * 24)),
        timer!(ask_comment, mins(5), hours(24)),
        timer!(ask_change, mins(1), hours(72)),
        timer!(ask_gap, secs(0), hours(30 * 24)),
        timer!(reply_within, mins(1), hours(48)),
        timer!(progress_every, mins(30), hours(48)),
        timer!(silent_nudge1),
        timer!(silent_nudge2),
        timer!(silent_close),
        timer!(reask_delay, secs(0), hours(24)),
        timer!(reask_nudge),
        timer!(reask_close),
        timer!(age_l2),
        timer!(age_l3),
        timer!(relay_merge, secs(0), secs(5)),
        timer!(unreachable_keep),
        timer!(senior_within, mins(5), hours(24)),
        timer!(reopen_within),
    ];

    /// The timer of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|timer| timer.name == name)
    }

    /// How long it is.
    pub fn get(&self, timers: &Timers) -> SignedDuration {
        // The field is reached through a copy, so that one way to it serves both.
        *(self.field)(&mut timers.clone())
    }

    /// Makes it this long.
    pub fn set(&self, timers: &mut Timers, length: SignedDuration) {
        *(self.field)(timers) = length;
    }
}

/// Reads `10m`, `72h`, `30d`, `1.5s`; a day has 24 hours. Nothing if it is no length of time.
pub fn read(text: &str) -> Option<SignedDuration> {
    text.parse::<Span>()
        .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()))
        .ok()
        .filter(|duration| !duration.is_negative())
}

/// A length of time the way it is written: `1h30m`.
pub fn written(duration: SignedDuration) -> String {
    format!("{duration:#}").replace(' ', "")
}
