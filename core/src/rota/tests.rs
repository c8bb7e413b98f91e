use super::*;
use crate::{place::Platform, policy::Workspace};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn anna() -> Address {
    Address::new(Platform::Telegram, "50")
}

/// Anna works at a business that is on UTC, by this rota.
fn luma(hours: &str) -> Workspace {
    let anna = StaffMember {
        address: anna(),
        name: Some("Anna".to_owned()),
        username: Some("anna".to_owned()),
        level: Level::Agent,
        on_duty: true,
        duty_until: None,
        by_role: false,
    };
    let mut luma = Workspace { staff: vec![anna], ..Workspace::new("Luma") };
    luma.plan(&self::anna(), Some(Hours::parse(hours).unwrap()));
    luma
}

fn is_on(luma: &Workspace, now: &str) -> bool {
    Policy::new(luma.clone()).is_on_duty(&anna(), at(now))
}

/// What changes and when, for so long.
fn turns(luma: &Workspace, from: &str, days: i64) -> Vec<(String, bool)> {
    let policy = Policy::new(luma.clone());
    let member = policy.staff(&anna()).unwrap();
    let (mut now, mut turns) = (at(from), Vec::new());
    let until = now + SignedDuration::from_hours(24 * days);
    while let Some(next) = policy.changes(member, now).filter(|next| *next <= until) {
        assert!(now < next, "it changes for ever at {now}");
        assert!(policy.may_change(member, now).unwrap() <= next, "looked at too late: {next}");
        now = next;
        turns.push((now.strftime("%a %H:%M").to_string(), policy.is_there(member, now)));
    }
    turns
}

fn told(turns: &[(&str, bool)]) -> Vec<(String, bool)> {
    turns.iter().map(|(when, on)| ((*when).to_owned(), *on)).collect()
}

fn says(luma: &mut Workspace, now: &str, on: bool, until: Option<&str>) -> DeskSay {
    says_duty(luma, at(now), &anna(), (on, until.map(at)))
}

const MONDAY: &str = "2026-11-16T08:00:00Z";

#[test]
fn whoever_has_hours_is_there_while_they_last() {
    let luma = luma("mon-fri 09:00-17:00");
    assert_eq!(
        turns(&luma, MONDAY, 2),
        told(&[
            ("Mon 09:00", true),
            ("Mon 17:00", false),
            ("Tue 09:00", true),
            ("Tue 17:00", false)
        ])
    );
}

#[test]
fn a_night_is_one_shift() {
    let mut luma = luma("mon-fri 22:00-24:00, tue-sat 00:00-06:00");
    let nights = [("Mon 22:00", true), ("Tue 06:00", false), ("Tue 22:00", true)];
    assert_eq!(turns(&luma, MONDAY, 1), told(&nights[..2]));
    // Whoever leaves before midnight is not back with it.
    says(&mut luma, "2026-11-16T23:00:00Z", false, None);
    assert_eq!(turns(&luma, "2026-11-16T23:00:00Z", 1), told(&nights[2..]));
    says(&mut luma, "2026-11-16T22:30:00Z", true, Some("2026-11-16T23:30:00Z"));
    let early = [("Mon 23:30", false), ("Tue 22:00", true)];
    assert_eq!(turns(&luma, "2026-11-16T22:30:00Z", 1), told(&early));
}

#[test]
fn nobody_is_there_by_plan_on_a_closed_day() {
    let mut luma = luma("mon-fri 09:00-17:00");
    luma.hours.close_on("2026-11-17".parse().unwrap());
    let turns = turns(&luma, "2026-11-16T16:00:00Z", 2);
    assert_eq!(turns, told(&[("Mon 17:00", false), ("Wed 09:00", true)]));
    // They may say that they are.
    says(&mut luma, "2026-11-17T10:00:00Z", true, None);
    assert!(is_on(&luma, "2026-11-17T12:00:00Z"));
}

#[test]
fn what_is_said_holds_until_the_rota_changes() {
    let hours = "mon-fri 09:00-17:00";
    for (now, on, wanted) in [
        ("2026-11-16T13:00:00Z", false, [("Tue 09:00", true), ("Tue 17:00", false)]),
        ("2026-11-16T08:00:00Z", false, [("Mon 09:00", true), ("Mon 17:00", false)]),
        ("2026-11-16T13:00:00Z", true, [("Mon 17:00", false), ("Tue 09:00", true)]),
        ("2026-11-16T19:00:00Z", true, [("Tue 17:00", false), ("Wed 09:00", true)]),
    ] {
        let mut luma = luma(hours);
        let said = says(&mut luma, now, on, None);
        assert_eq!(is_on(&luma, now), on, "{now}");
        assert_eq!(turns(&luma, now, 3)[..2], told(&wanted), "{now} {on}");
        let DeskSay::Rota(said) = said else { panic!("{said:?}") };
        let RotaSay::Duty { until, .. } = *said else { panic!("{said:?}") };
        assert_eq!(until.civil.strftime("%a %H:%M").to_string(), wanted[0].0, "{now} {on}");
    }
}

#[test]
fn whoever_says_until_when_is_gone_for_the_rest_of_the_shift() {
    for (until, wanted) in [
        ("2026-11-16T15:00:00Z", [("Mon 15:00", false), ("Tue 09:00", true)]),
        ("2026-11-16T17:00:00Z", [("Mon 17:00", false), ("Tue 09:00", true)]),
        ("2026-11-16T19:00:00Z", [("Mon 19:00", false), ("Tue 09:00", true)]),
        // The shift that begins then goes on.
        ("2026-11-17T09:00:00Z", [("Tue 17:00", false), ("Wed 09:00", true)]),
        ("2026-11-17T11:00:00Z", [("Tue 11:00", false), ("Wed 09:00", true)]),
    ] {
        let mut luma = luma("mon-fri 09:00-17:00");
        let now = "2026-11-16T10:00:00Z";
        says(&mut luma, now, true, Some(until));
        assert_eq!(turns(&luma, now, 3)[..2], told(&wanted), "{until}");
    }
}

#[test]
fn whom_and_what_is_read() {
    let policy = Policy::new(luma("mon 09:00-17:00"));
    let read = |rest: &str| {
        let read = read(&policy, rest).map_err(|said| format!("{said:?}"));
        read.map(|(who, wish)| (who.is_some(), wish))
    };
    let hours = Hours::parse("mon-fri 09:00-17:00").unwrap();
    for (typed, wanted) in [
        ("", (false, Wish::Show)),
        ("mon-fri 9:00-17:00", (false, Wish::Set(hours.clone()))),
        ("off", (false, Wish::End)),
        ("@anna", (true, Wish::Show)),
        ("@anna mon-fri 09:00-17:00", (true, Wish::Set(hours.clone()))),
        ("Anna mon-fri 09:00-17:00", (true, Wish::Set(hours))),
        ("@Anna OFF", (true, Wish::End)),
    ] {
        assert_eq!(read(typed), Ok(wanted), "{typed}");
    }
    for typed in ["mon-fri", "9-17", "always", ",", "mon-fri 17:00-09:00", "@anna 9-17", "zoe"] {
        assert_eq!(read(typed), Err("Rota(BadHours)".to_owned()), "{typed}");
    }
    for typed in ["@zoe", "@zoe 9-17", "zoe mon-fri 09:00-17:00", "zoe off"] {
        assert!(read(typed).unwrap_err().starts_with("Handing(Unknown"), "{typed}");
    }
}

#[test]
fn hours_without_an_end_are_none() {
    for (hours, wanted) in [
        ("mon-sun 00:00-24:00", true),
        ("mon-sun 00:00-12:00, mon-sun 11:00-24:00", true),
        ("mon-sat 00:00-24:00, sun 00:00-23:00", false),
        ("mon-fri 22:00-24:00, tue-sat 00:00-06:00", false),
    ] {
        assert_eq!(is_always(&Hours::parse(hours).unwrap()), wanted, "{hours}");
    }
}

#[test]
fn whoever_works_here_no_more_has_no_hours() {
    let mut luma = luma("mon-fri 09:00-17:00");
    luma.keep_rota_of_staff();
    assert!(luma.rota_of(&anna()).is_some());
    luma.staff.clear();
    luma.keep_rota_of_staff();
    assert_eq!(luma.rota, []);
}
