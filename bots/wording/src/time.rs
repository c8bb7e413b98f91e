//! How long and by when, as people read it.

use amends_core::{hours::Due, lang::Lang};
use jiff::SignedDuration;

use crate::Phrasebook;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A larger count of a unit is told in the next one.
const MOST_OF_A_UNIT: i64 = 180;
/// From here on days are counted: they are two at least, so that one word fits them all.
const DAYS_FROM: i64 = 2 * DAY;

impl Phrasebook {
    /// A length of time, exact where that stays readable: a promise of 90 minutes is not one of an
    /// hour. What is left of the unit is dropped; under 48 h no days are counted.
    pub fn duration(&self, duration: SignedDuration, lang: Lang) -> String {
        let (key, number) = counted(duration);
        self.customer_text(lang, key, &[("n", number.to_string())])
    }

    /// A moment: the time of day if it is today, else with its date. No words, so that it reads
    /// the same in every language.
    pub fn due(&self, due: &Due) -> String {
        if due.today {
            due.civil.strftime("%H:%M").to_string()
        } else {
            due.civil.strftime("%d.%m. %H:%M").to_string()
        }
    }
}

/// The key of the unit in which a length of time is told, and how many of it.
pub(crate) fn counted(duration: SignedDuration) -> (&'static str, i64) {
    let seconds = duration.as_secs().max(0);
    let (key, unit) = if DAYS_FROM <= seconds {
        ("unit_d", DAY)
    } else if fits(seconds, HOUR) {
        ("unit_h", HOUR)
    } else if fits(seconds, MINUTE) {
        ("unit_min", MINUTE)
    } else {
        ("unit_s", 1)
    };
    (key, seconds / unit)
}

/// Whether the unit is the one to count in: it divides the time, or a smaller one is too many.
fn fits(seconds: i64, unit: i64) -> bool {
    let smaller = if unit == HOUR { MINUTE } else { 1 };
    unit <= seconds && (seconds % unit == 0 || MOST_OF_A_UNIT < seconds / smaller)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_told_in_the_unit_that_fits() {
        let book = Phrasebook::new();
        let told = |seconds| book.duration(SignedDuration::from_secs(seconds), Lang::EN);
        let cases = [
            (-5, "0 s"),
            (0, "0 s"),
            (2, "2 s"),
            (59, "59 s"),
            (60, "1 min"),
            (90, "90 s"),
            (150, "150 s"),
            (600, "10 min"),
            (1_028, "17 min"),
            (5_400, "90 min"),
            (3_600, "1 h"),
            (25 * HOUR + 800, "25 h"),
            (47 * HOUR + 3_599, "47 h"),
            (48 * HOUR, "2 days"),
            (71 * HOUR, "2 days"),
            (72 * HOUR, "3 days"),
        ];
        for (seconds, text) in cases {
            assert_eq!(told(seconds), text, "{seconds} s");
        }
    }

    #[test]
    fn a_moment_of_today_has_no_date() {
        let book = Phrasebook::new();
        let civil = jiff::civil::date(2026, 11, 7).at(9, 5, 59, 0);
        assert_eq!(book.due(&Due { civil, today: true }), "09:05");
        assert_eq!(book.due(&Due { civil, today: false }), "07.11. 09:05");
    }
}
