//! The timers of the policy: their names, what they may be, and what happens below that.

use amends_core::{
    timers::Timers,
    timers::{self, Optional, REMINDER, REPLY_NEW, Timer, written},
};
use jiff::SignedDuration;

use super::keys::{Key, PREFIX};

/// Names of timers whose settings are kept for later: they are taken and have no effect.
const LATER: &[&str] =
    &["ask_retry", "reply_nudge", "reply_call", "promise_warn", "link_code", "staff_undo"];

/// What each timer is the time for.
const MEANINGS: &[(&str, &str)] = &[
    ("ask_delay", "From the end of a contact to the question."),
    ("ask_stale", "A question that could not be sent for so long is not sent any more."),
    ("ask_expire", "How long a question can be answered."),
    ("ask_comment", "So long after the tap, words belong to the answer."),
    ("ask_change", "How long an answer can be changed."),
    ("ask_gap", "The least time between two questions to one customer."),
    ("reply_within", "Promised to an unhappy customer: a person is there, in staffed time."),
    ("progress_every", "Promised while a case is open: a word every so often, in staffed time."),
    ("silent_nudge1", "A customer whose turn it is is reminded after this."),
    ("silent_nudge2", "And once more after this."),
    ("silent_close", "A case of which the customer says nothing closes after this."),
    ("reask_delay", "From \"put right\" to \"Did we put it right?\"."),
    ("reask_nudge", "That question is repeated once after this."),
    ("reask_close", "Without an answer to it the case closes after this."),
    (
        "handover_accept",
        "So long a colleague can accept a case that is handed to them, in staffed time.",
    ),
    (
        "offer_approve",
        "What a colleague wants to offer is decided within this, in staffed time; else the next level is asked.",
    ),
    ("offer_deliver", "What a customer accepted is delivered within this."),
    ("age_l2", "A case that is not put right goes to a senior after this."),
    ("age_l3", "And to a director after this."),
    ("relay_merge", "Lines that a customer writes within this time are passed on together."),
    ("unreachable_keep", "So long a case waits for a customer who can't be reached."),
    ("senior_within", "Promised once a senior is called, in staffed time."),
    ("reopen_within", "So long after its end the same case is opened again."),
    (
        REPLY_NEW,
        "Promised to customers whom the signal tags as new; or half of policy.reply_within.",
    ),
    (REMINDER, "Customers who did not answer are reminded once after this; or off."),
];

/// Whether a key is taken, and has no effect in this version.
pub(super) fn is_for_later(name: &str) -> bool {
    name.strip_prefix("policy.").is_some_and(|name| LATER.contains(&name))
}

/// The keys of all timers.
pub(super) fn keys() -> impl Iterator<Item = Key> {
    let defaults = Timers::default();
    let timers: Vec<_> = Timer::ALL
        .iter()
        .map(|timer| key(timer.name, Some(written(timer.get(&defaults)))))
        .collect();
    let later = LATER.iter().map(|name| key(name, None));
    let optional = Optional::ALL.map(|timer| key(timer.name, Some(timer.none.to_owned())));
    timers.into_iter().chain(optional).chain(later)
}

fn key(name: &str, default: Option<String>) -> Key {
    let meaning = MEANINGS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning);
    Key {
        name: format!("policy.{name}"),
        variable: format!("{PREFIX}POLICY_{}", name.to_ascii_uppercase()),
        default,
        secret: false,
        meaning: meaning.unwrap_or("Taken, and without effect in this version."),
    }
}

/// Sets the timer to what is written. Returns a warning where it is taken all the same.
pub(super) fn set(timers: &mut Timers, name: &str, text: &str) -> Result<Option<String>, String> {
    if LATER.contains(&name) {
        return Ok(Some("this timer has no effect in this version".to_owned()));
    }
    if let Some(timer) = Optional::named(name) {
        if timer.is_none(text) {
            timer.set(timers, None);
            return Ok(None);
        }
        let given = duration(text).map_err(|wrong| format!("{wrong}; or {}", timer.none))?;
        timer.set(timers, Some(given));
        return within(given, Some(timer.allowed));
    }
    let timer = Timer::named(name).ok_or_else(|| format!("`{name}` is no timer"))?;
    let given = duration(text)?;
    timer.set(timers, given);
    within(given, timer.allowed)
}

fn within(
    given: SignedDuration,
    allowed: Option<(SignedDuration, SignedDuration)>,
) -> Result<Option<String>, String> {
    let Some((least, most)) = allowed else {
        return if given.is_zero() { Err("must be more than 0s".to_owned()) } else { Ok(None) };
    };
    let (least_said, most_said) = (written(least), written(most));
    if given.is_zero() && !least.is_zero() {
        return Err(format!("must be more than 0s; {least_said} to {most_said} is usual"));
    }
    if most < given {
        return Err(format!("`{}` is too long: {most_said} at most", written(given)));
    }
    let below = given < least;
    Ok(below.then(|| {
        format!("`{}` is below {least_said}: fine for a trial, not for customers", written(given))
    }))
}

/// Reads `10m`, `72h`, `30d`, `1.5s`. A day has 24 hours here.
fn duration(text: &str) -> Result<SignedDuration, String> {
    timers::read(text).ok_or_else(|| format!("`{text}` is no duration: write 90s, 10m, 72h or 0s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(seconds: i64) -> SignedDuration {
        SignedDuration::from_secs(seconds)
    }

    const fn mins(minutes: i64) -> SignedDuration {
        SignedDuration::from_mins(minutes)
    }

    const fn hours(hours: i64) -> SignedDuration {
        SignedDuration::from_hours(hours)
    }

    #[test]
    fn durations_are_read_the_way_people_write_them() {
        for (text, wanted) in [
            ("10m", mins(10)),
            ("72h", hours(72)),
            ("0s", secs(0)),
            ("7d", hours(168)),
            ("1h 30m", mins(90)),
            ("1.5s", SignedDuration::from_millis(1_500)),
            ("2 hours", hours(2)),
            ("PT5M", mins(5)),
        ] {
            assert_eq!(duration(text), Ok(wanted), "{text}");
        }
        for text in ["", "10", "ten minutes", "-5m", "1 month", "99999999999h"] {
            let wrong = duration(text).unwrap_err();
            assert!(wrong.ends_with("write 90s, 10m, 72h or 0s"), "{text}: {wrong}");
        }
    }

    #[test]
    fn below_the_range_is_taken_with_a_warning_and_above_is_refused() {
        let mut timers = Timers::default();
        let warning = set(&mut timers, "reply_within", "3s").unwrap().unwrap();
        assert!(warning.contains("`3s` is below 1m"), "{warning}");
        assert_eq!(timers.reply_within, secs(3));
        assert_eq!(set(&mut timers, "reply_within", "20m"), Ok(None));
        let wrong = set(&mut timers, "reply_within", "49h").unwrap_err();
        assert!(wrong.contains("48h at most"), "{wrong}");
        assert!(set(&mut timers, "reply_within", "0s").is_err());
        assert!(set(&mut timers, "age_l2", "0s").is_err());
        assert_eq!(set(&mut timers, "ask_gap", "0s"), Ok(None));
    }

    #[test]
    fn every_timer_says_what_it_is_for() {
        for key in keys() {
            let is_said = !key.meaning.starts_with("Taken,");
            assert_eq!(is_said, !is_for_later(&key.name), "{}: {}", key.name, key.meaning);
        }
        let known: Vec<String> = keys().map(|key| key.name).collect();
        for (name, _) in MEANINGS {
            assert!(known.contains(&format!("policy.{name}")), "{name} is no timer");
        }
    }

    #[test]
    fn the_reminder_is_off_until_it_is_wished_for() {
        let mut timers = Timers::default();
        assert_eq!(set(&mut timers, REMINDER, "24h"), Ok(None));
        assert_eq!(timers.ask_reminder, Some(hours(24)));
        assert_eq!(set(&mut timers, REMINDER, "off"), Ok(None));
        assert_eq!(timers.ask_reminder, None);
        assert!(set(&mut timers, REMINDER, "never").unwrap_err().ends_with("; or off"));
    }

    #[test]
    fn every_default_can_be_written_down_and_read_back() {
        let mut timers = Timers::default();
        for key in keys() {
            let Some(default) = &key.default else { continue };
            let name = key.name.strip_prefix("policy.").unwrap();
            assert_eq!(set(&mut timers, name, default), Ok(None), "{name}");
        }
        assert_eq!(timers, Timers::default());
    }
}
