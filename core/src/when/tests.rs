use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{hours::Hours, policy::Workspace};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// In Bucharest it is 11:20 on a Monday.
const NOW: &str = "2026-11-16T09:20:00Z";

fn policy(hours: &str) -> Policy {
    let workspace = Workspace {
        zone: "Europe/Bucharest".to_owned(),
        hours: Hours::parse(hours).unwrap(),
        ..Workspace::new("Luma")
    };
    Policy::new(workspace)
}

fn told(text: &str, now: &str) -> Result<(Timestamp, String), Unfit> {
    let policy = policy("mon-fri 09:00-21:00");
    promised(text, &policy, at(now)).map(|(at, rest)| (at, rest.to_owned()))
}

#[test]
fn every_form_of_a_time_is_read_and_the_words_behind_it_stay() {
    for (typed, wanted) in [
        ("15:00 new card", "2026-11-16T13:00:00Z"),
        ("15:00, new card", "2026-11-16T13:00:00Z"),
        ("today 15:00 new card", "2026-11-16T13:00:00Z"),
        ("tomorrow 9:00 new card", "2026-11-17T07:00:00Z"),
        ("Tomorrow 09:00 new card", "2026-11-17T07:00:00Z"),
        ("+30m new card", "2026-11-16T09:50:00Z"),
        ("+2h new card", "2026-11-16T11:20:00Z"),
        ("+1h30m new card", "2026-11-16T10:50:00Z"),
        ("17.11. 09:00 new card", "2026-11-17T07:00:00Z"),
        ("17.11 09:00 new card", "2026-11-17T07:00:00Z"),
        ("17.11.2026 09:00 new card", "2026-11-17T07:00:00Z"),
        // The moment of closing is the last one that counts.
        ("21:00 new card", "2026-11-16T19:00:00Z"),
    ] {
        assert_eq!(told(typed, NOW), Ok((at(wanted), "new card".to_owned())), "{typed}");
    }
}

#[test]
fn a_date_without_a_year_is_the_nearest_one() {
    let december = "2026-12-28T09:20:00Z";
    assert_eq!(told("5.1. 10:00", december), Ok((at("2027-01-05T08:00:00Z"), String::new())));
    assert_eq!(told("27.12. 10:00", december), Err(Unfit::Passed(at("2026-12-27T08:00:00Z"))));
}

#[test]
fn a_time_that_is_over_is_the_last_one_at_which_the_clock_showed_it() {
    let over = |text: &str| over(text, &policy("mon-fri 09:00-21:00").clock, at(NOW));
    for (typed, wanted) in [
        ("10:00", "2026-11-16T08:00:00Z"),
        ("11:20", "2026-11-16T09:20:00Z"),
        ("18:00", "2026-11-15T16:00:00Z"),
        ("yesterday 10:00", "2026-11-15T08:00:00Z"),
        ("today 10:00", "2026-11-16T08:00:00Z"),
        ("14.11. 18:00", "2026-11-14T16:00:00Z"),
    ] {
        assert_eq!(over(typed), Ok(at(wanted)), "{typed}");
    }
    assert_eq!(over("today 18:00"), Err(NotOver::Ahead(at("2026-11-16T16:00:00Z"))));
    for typed in ["lunch", "", "10:00 or so", "25:00", "yesterday"] {
        assert_eq!(over(typed), Err(NotOver::Unreadable(typed.to_owned())), "{typed}");
    }
}

#[test]
fn what_cannot_be_promised_says_why() {
    let text = |words: &str| words.to_owned();
    for (typed, why) in [
        ("soon new card", Unfit::Vague(text("soon"))),
        ("asap", Unfit::Vague(text("asap"))),
        ("tomorrow", Unfit::Vague(text("tomorrow"))),
        ("", Unfit::Vague(text(""))),
        ("25:00 new card", Unfit::Unreadable(text("25:00"))),
        ("17.11. new card", Unfit::Unreadable(text("17.11."))),
        ("31.2. 10:00 x", Unfit::Unreadable(text("31.2. 10:00"))),
        ("+90000h x", Unfit::Unreadable(text("+90000h"))),
        ("+0m x", Unfit::Unreadable(text("+0m"))),
        ("-30m x", Unfit::Unreadable(text("-30m"))),
        ("11:00 x", Unfit::Passed(at("2026-11-16T09:00:00Z"))),
        ("11:21 x", Unfit::TooSoon(at("2026-11-16T09:21:00Z"))),
        ("+1m x", Unfit::TooSoon(at("2026-11-16T09:21:00Z"))),
        (
            "21:30 x",
            Unfit::Closed { at: at("2026-11-16T19:30:00Z"), next: at("2026-11-17T07:10:00Z") },
        ),
        (
            "21.11. 10:00 x",
            Unfit::Closed { at: at("2026-11-21T08:00:00Z"), next: at("2026-11-23T07:10:00Z") },
        ),
    ] {
        assert_eq!(told(typed, NOW), Err(why), "{typed}");
    }
}

#[test]
fn a_bare_time_of_duty_is_the_next_one() {
    let clock = policy("").clock;
    let until = |text| moment(text, &clock, at(NOW), Bare::Next).map(|(at, _)| at);
    assert_eq!(until("18:00"), Ok(at("2026-11-16T16:00:00Z")));
    assert_eq!(until("2:00"), Ok(at("2026-11-17T00:00:00Z")));
    assert_eq!(until("24:00"), Ok(at("2026-11-16T22:00:00Z")));
}

#[test]
fn a_time_in_plain_words_is_seen() {
    let clock = policy("").clock;
    let seen = |text| named_in(text, &clock, at(NOW));
    assert_eq!(seen("I'll call you at 17:00."), Some(at("2026-11-16T15:00:00Z")));
    assert_eq!(seen("I'll call you at 5!"), Some(at("2026-11-16T15:00:00Z")));
    assert_eq!(seen("by 5pm you have it"), Some(at("2026-11-16T15:00:00Z")));
    assert_eq!(seen("Wir rufen um 17 Uhr an"), Some(at("2026-11-16T15:00:00Z")));
    for text in ["you came at 10:30 today? (10:30)", "it is ready", "at table 5", "at all", ""] {
        assert_eq!(seen(text), None, "{text}");
    }
}

proptest! {
    /// Whatever is typed: what is taken lies ahead and within the hours, and what is proposed in its
    /// place is taken.
    #[test]
    fn only_good_times_are_told(
        typed in "(\\+[0-9]{1,3}[mh]|[0-9]{1,2}:[0-5][0-9]|tomorrow [0-9]{1,2}:[0-5][0-9]\
            |[0-9]{1,2}\\.[0-9]{1,2}\\. [0-9]{1,2}:[0-5][0-9]|[a-z +:.0-9]{0,12}) ?[a-z]{0,6}",
        seconds in 1_780_000_000_i64..1_810_000_000,
        hours in prop::sample::select(vec!["", "mon-fri 09:00-21:00", "tue 10:00-10:05, sat 22:00-24:00"]),
    ) {
        let policy = policy(hours);
        let now = Timestamp::from_second(seconds).unwrap();
        match promised(&typed, &policy, now) {
            Ok((at, rest)) => {
                prop_assert!(LEAST <= at.duration_since(now));
                prop_assert!(policy.clock.is_good(at));
                prop_assert!(typed.ends_with(rest));
            }
            Err(Unfit::Closed { at, next }) => {
                prop_assert!(!policy.clock.is_good(at) && at < next && policy.clock.is_good(next));
                let due = policy.clock.due(next, now);
                let again = due.civil.strftime("%d.%m.%Y %H:%M").to_string();
                let minute = SignedDuration::from_mins(1);
                let taken = promised(&again, &policy, now);
                let in_year = next.duration_since(now) < MOST - minute;
                prop_assert!(!in_year || matches!(taken, Ok((at, "")) if next.duration_since(at) < minute), "{taken:?}");
            }
            Err(Unfit::Passed(at)) => prop_assert!(at <= now),
            Err(Unfit::TooSoon(at)) => prop_assert!(now < at && at.duration_since(now) < LEAST),
            Err(Unfit::Vague(_) | Unfit::Unreadable(_)) => (),
        }
    }

    /// A time is the one that the clock of the business shows then.
    #[test]
    fn a_time_is_read_on_the_clock_of_the_business(
        hour in 0_i8..24, minute in 0_i8..60, seconds in 1_780_000_000_i64..1_810_000_000,
    ) {
        let clock = StaffedClock::new(TimeZone::get("Asia/Kolkata").unwrap(), Hours::default());
        let now = Timestamp::from_second(seconds).unwrap();
        let typed = format!("{hour}:{minute:02}");
        let (at, _) = moment(&typed, &clock, now, Bare::Next).unwrap();
        let shown = clock.due(at, now).civil.time();
        prop_assert_eq!((shown.hour(), shown.minute(), shown.second()), (hour, minute, 0));
        prop_assert!(now < at && at.duration_since(now) <= SignedDuration::from_hours(24));
    }
}
