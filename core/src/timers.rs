//! The timers of `BEHAVIOUR` 2.2 by name: what they may be, and how they are written.

use jiff::{SignedDuration, Span, SpanRelativeTo};

use serde::{Deserialize, Serialize};

/// The timers of `BEHAVIOUR` 2.2, by the names of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timers {
    /// T1: end of interaction → ask.
    pub ask_delay: SignedDuration,
    /// T3: older than this when it could first be sent → not sent.
    pub ask_stale: SignedDuration,
    /// T4: response window.
    pub ask_expire: SignedDuration,
    /// T5: one reminder, if wished.
    pub ask_reminder: Option<SignedDuration>,
    /// T6: plain text after the tap belongs to the answer.
    pub ask_comment: SignedDuration,
    /// T7: the answer may be changed.
    pub ask_change: SignedDuration,
    /// T8: least time between two surveys to one customer.
    pub ask_gap: SignedDuration,
    /// T9: first human word, staffed time.
    pub reply_within: SignedDuration,
    /// T9 for customers whom the signal tags as new; nothing: half of what others are promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_within_new: Option<SignedDuration>,
    /// T13: word to the customer, staffed time.
    pub progress_every: SignedDuration,
    /// T14: first reminder of a customer whose turn it is.
    pub silent_nudge1: SignedDuration,
    /// T15: second one.
    pub silent_nudge2: SignedDuration,
    /// T16: the case closes in silence.
    pub silent_close: SignedDuration,
    /// T17: resolved → "Did we put it right?".
    pub reask_delay: SignedDuration,
    /// T18: the recovery check is repeated once.
    pub reask_nudge: SignedDuration,
    /// T19: the recovery check stays unanswered.
    pub reask_close: SignedDuration,
    /// T20: whoever is to have a case accepts it, staffed time.
    pub handover_accept: SignedDuration,
    /// T21: somebody senior decides about an offer, staffed time.
    pub offer_approve: SignedDuration,
    /// T23: what was accepted is delivered.
    pub offer_deliver: SignedDuration,
    /// T22: an unresolved case climbs to level 2.
    pub age_l2: SignedDuration,
    /// T22: an unresolved case climbs to level 3.
    pub age_l3: SignedDuration,
    /// T25: a burst of the customer's lines is relayed together.
    pub relay_merge: SignedDuration,
    /// T27: the case waits for a customer who can't be reached.
    pub unreachable_keep: SignedDuration,
    /// T28: somebody senior answers, staffed time.
    pub senior_within: SignedDuration,
    /// T29: the same case is reopened.
    pub reopen_within: SignedDuration,
}

impl Default for Timers {
    fn default() -> Self {
        let (minutes, hours) = (SignedDuration::from_mins, SignedDuration::from_hours);
        Self {
            ask_delay: SignedDuration::ZERO,
            ask_stale: minutes(30),
            ask_expire: hours(72),
            ask_reminder: None,
            ask_comment: minutes(30),
            ask_change: hours(24),
            ask_gap: hours(4),
            reply_within: minutes(10),
            reply_within_new: None,
            progress_every: hours(4),
            silent_nudge1: hours(24),
            silent_nudge2: hours(72),
            silent_close: hours(7 * 24),
            reask_delay: SignedDuration::ZERO,
            reask_nudge: hours(24),
            reask_close: hours(72),
            handover_accept: minutes(15),
            offer_approve: minutes(10),
            offer_deliver: hours(24),
            age_l2: hours(24),
            age_l3: hours(72),
            relay_merge: SignedDuration::from_millis(1_500),
            unreachable_keep: hours(30 * 24),
            senior_within: minutes(15),
            reopen_within: hours(30 * 24),
        }
    }
}

impl Timers {
    /// T9: what a customer is promised, who may be new.
    pub fn reply_to(&self, is_new: bool) -> SignedDuration {
        let of_new = || self.reply_within_new.unwrap_or(self.reply_within / 2);
        if is_new { of_new() } else { self.reply_within }
    }
}

/// One timer.
#[derive(Clone, Copy, Debug)]
pub struct Timer {
    /// Its name in configuration and records.
    pub name: &'static str,
    /// The range that commands allow; nothing where any length is fine.
    pub allowed: Option<(SignedDuration, SignedDuration)>,
    field: fn(&mut Timers) -> &mut SignedDuration,
}

/// A timer that has no length of its own unless it is wished for.
#[derive(Clone, Copy, Debug)]
pub struct Optional {
    /// Its name in configuration and records.
    pub name: &'static str,
    /// How it is written while it has none.
    pub none: &'static str,
    /// The range that commands allow.
    pub allowed: (SignedDuration, SignedDuration),
    field: fn(&mut Timers) -> &mut Option<SignedDuration>,
}

/// The reminder of those who did not answer.
pub const REMINDER: &str = "ask_reminder";
/// What new customers are promised.
pub const REPLY_NEW: &str = "reply_within_new";

impl Optional {
    /// Every one of them.
    pub const ALL: [Self; 2] = [
        Self {
            name: REMINDER,
            none: "off",
            allowed: (hours(1), hours(24)),
            field: |timers| &mut timers.ask_reminder,
        },
        Self {
            name: REPLY_NEW,
            none: "half",
            allowed: (mins(1), hours(48)),
            field: |timers| &mut timers.reply_within_new,
        },
    ];

    /// The one of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        const ALL: &[Optional] = &Optional::ALL;
        ALL.iter().find(|timer| timer.name == name)
    }

    /// How long it is, if it has a length.
    pub fn get(&self, timers: &Timers) -> Option<SignedDuration> {
        *(self.field)(&mut timers.clone())
    }

    /// Makes it this long.
    pub fn set(&self, timers: &mut Timers, length: Option<SignedDuration>) {
        *(self.field)(timers) = length;
    }

    /// Whether this is how it is written while it has no length.
    pub fn is_none(&self, typed: &str) -> bool {
        typed.eq_ignore_ascii_case(self.none)
    }
}

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
    /// Every timer that always has a length.
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
        timer!(handover_accept, mins(5), hours(4)),
        timer!(offer_approve, mins(2), hours(4)),
        timer!(offer_deliver, hours(1), hours(30 * 24)),
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
