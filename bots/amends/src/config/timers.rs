//! The timers of the policy: their names, what they may be, and what happens below that.

use amends_core::{
    timers::Timers,
    timers::{self, REMINDER, REMINDER_ALLOWED, Timer, written},
};
use jiff::SignedDuration;

use super::keys::{Key, PREFIX};

/// Names of timers whose settings are kept for later: they are taken and have no effect.
const LATER: &[&str] = &[
    "ask_retry",
    "reply_nudge",
    "reply_call",
    "promise_warn",
    "handover_accept",
    "offer_approve",
    "offer_deliver",
    "link_code",
    "staff_undo",
];

/// The keys of all timers.
pub(super) fn keys() -> impl Iterator<Item = Key> {
    let defaults = Timers::default();
    let timers: Vec<_> = Timer::ALL
        .iter()
        .map(|timer| key(timer.name, Some(written(timer.get(&defaults)))))
        .collect();
    let later = LATER.iter().map(|name| key(name, None));
    timers.into_iter().chain([key(REMINDER, Some("off".to_owned()))]).chain(later)
}

fn key(name: &str, default: Option<String>) -> Key {
    Key {
        name: format!("policy.{name}"),
        variable: format!("{PREFIX}POLICY_{}", name.to_ascii_uppercase()),
        default,
        secret: false,
        meaning: "A timer, such as 90s, 10m or 72h.",
    }
}

/// Sets the timer to what is written. Returns a warning where it is taken all the same.
pub(super) fn set(timers: &mut Timers, name: &str, text: &str) -> Result<Option<String>, String> {
    if LATER.contains(&name) {
        return Ok(Some("this timer has no effect in this version".to_owned()));
    }
    if name == REMINDER {
        if text.eq_ignore_ascii_case("off") {
            timers.ask_reminder = None;
            return Ok(None);
        }
        let given = duration(text).map_err(|wrong| format!("{wrong}; or off"))?;
        timers.ask_reminder = Some(given);
        return within(given, Some(REMINDER_ALLOWED));
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
