//! The golden week G1 (`METRICS` 3.6), as facts: every number that was agreed on, and the same numbers
//! however the fold is cut into pieces.

#![expect(clippy::unwrap_used, reason = "these are tests throughout")]

use std::{cell::RefCell, rc::Rc};

use amends_core::{
    action::Verdict,
    case::{Origin, Outcome, PromiseKind},
    fact::Fact,
    ids::{CaseNumber, SurveyId},
    interaction::InteractionId,
    metrics::{
        CaseRow, Cell, Changed, Figures, Fold, Kept, Moods, Nothing, Period, Share, Slot, Span,
        SurveyRow, mean, shared_out,
    },
    money::Currency,
    place::{Address, Platform},
    policy::Level,
    scale::{Rating, Scale},
    survey::{Suppressed, Undelivered},
};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use serde_json::Value;
use uuid::Uuid;

type Entry = (Timestamp, Vec<Fact>);

fn golden() -> Value {
    serde_json::from_str(include_str!("../../tests/golden_g1.json")).unwrap()
}

fn at(value: &Value) -> Option<Timestamp> {
    value.as_str().map(|at| at.parse().unwrap())
}

fn survey(id: &str) -> SurveyId {
    SurveyId(Uuid::from_u128(id[1..].parse().unwrap()))
}

fn case(id: &str) -> CaseNumber {
    CaseNumber(1000 + id[1..].parse::<u32>().unwrap())
}

fn anna() -> Address {
    Address::new(Platform::Telegram, "50")
}

fn rating(name: &str) -> Rating {
    let value = match name {
        "happy" => 3,
        "neutral" => 2,
        _ => 1,
    };
    Scale::Faces3.rating(value).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn of_contact(contact: &Value, entries: &mut Vec<Entry>) {
    let id = contact["id"].as_str().unwrap();
    let (of, ended_at) = (survey(id), at(&contact["ended_at"]));
    let interaction = InteractionId(id.to_owned());
    let note = contact["note"].as_str().unwrap();
    let ended = ended_at.unwrap();
    if note.starts_with("suppressed") {
        let why = Suppressed::CaseOpen;
        let fact = Fact::Suppressed { survey: of, interaction, why, ended_at };
        return entries.push((ended, vec![fact]));
    }
    entries.push((ended, vec![Fact::Planned { survey: of, interaction, ended_at }]));
    if note.starts_with("undeliverable") {
        let why = Undelivered::Blocked;
        return entries.push((ended, vec![Fact::Undeliverable { survey: of, why }]));
    }
    let asked_at = at(&contact["delivered_at"]).unwrap();
    entries.push((asked_at, vec![Fact::Asked { survey: of, at: asked_at }]));
    let Some(first) = at(&contact["first_answer_at"]) else { return };
    let late = note.starts_with("late");
    let answered = |name: &Value, change| Fact::Answered {
        survey: of,
        rating: rating(name.as_str().unwrap()),
        late,
        change,
        clouds: Vec::new(),
    };
    entries.push((first, vec![answered(&contact["first_rating"], 0)]));
    for (change, step) in list(&contact["history"]).iter().enumerate().skip(1) {
        let change = u16::try_from(change).unwrap();
        entries.push((at(&step["at"]).unwrap(), vec![answered(&step["rating"], change)]));
    }
}

fn of_case(one: &Value, entries: &mut Vec<Entry>) {
    let number = case(one["id"].as_str().unwrap());
    let of = survey(one["survey"].as_str().unwrap());
    let mut push = |at: Timestamp, fact| entries.push((at, vec![fact]));
    let opened = at(&one["opened"]).unwrap();
    let (origin, level) = (Origin::Answer, Level::Agent);
    let clouds = vec![of];
    push(opened, Fact::CaseOpened { case: number, origin, survey: Some(of), level, clouds });
    push(at(&one["claimed"]).unwrap(), Fact::CaseClaimed { case: number, by: anna() });
    push(at(&one["first_human"]).unwrap(), Fact::FirstWord { case: number, by: anna() });
    let resolved: Vec<Timestamp> = list(&one["resolved"]).iter().filter_map(at).collect();
    let checks: Vec<Verdict> = list(&one["reask"])
        .iter()
        .map(|check| match check.as_str().unwrap() {
            "happy" => Verdict::Yes,
            "neutral" => Verdict::Partly,
            _ => Verdict::No,
        })
        .collect();
    for (nr, at) in resolved.iter().enumerate() {
        push(*at, Fact::Resolved { case: number, by: anna() });
        if let Some(verdict) = checks.get(nr) {
            push(*at, Fact::Checked { case: number, verdict: *verdict });
        }
        if nr + 1 < resolved.len() {
            push(*at, Fact::Reopened { case: number });
        }
    }
    let last = *resolved.last().unwrap();
    if one["level"] == 3 {
        push(resolved[0], Fact::LevelRaised { case: number, level: Level::Director });
    }
    let outcome = match one["outcome"].as_str().unwrap() {
        "recovered" => Outcome::Recovered,
        "partly" => Outcome::Partly,
        _ => Outcome::Unconfirmed,
    };
    push(last, Fact::CaseClosed { case: number, outcome });
}

fn of_promise(promise: &Value, instead_of: &mut Option<Timestamp>, entries: &mut Vec<Entry>) {
    let number = case(promise["case"].as_str().unwrap());
    let (kind, due) = (PromiseKind::Explicit, at(&promise["due"]).unwrap());
    let instead = instead_of.take();
    entries.push((due, vec![Fact::PromiseMade { case: number, kind, due, instead_of: instead }]));
    match promise["state"].as_str().unwrap() {
        "kept" => entries.push((due, vec![Fact::PromiseKept { case: number, kind }])),
        "broken" => entries.push((due, vec![Fact::PromiseBroken { case: number, kind }])),
        _ => *instead_of = Some(due),
    }
}

/// Everything that happened, in order.
fn entries() -> Vec<Entry> {
    let golden = golden();
    let mut entries = Vec::new();
    for contact in list(&golden["interactions"]) {
        of_contact(contact, &mut entries);
    }
    for one in list(&golden["cases"]) {
        of_case(one, &mut entries);
    }
    let mut instead_of = None;
    for promise in list(&golden["promises"]) {
        of_promise(promise, &mut instead_of, &mut entries);
    }
    for offer in list(&golden["offers"]) {
        let number = case(offer["case"].as_str().unwrap());
        let (cost, currency) = (offer["cost"].as_u64().unwrap(), Currency::default());
        let worth = offer["perceived"].as_u64().unwrap_or(0);
        let then = "2026-11-16T12:00:00Z".parse().unwrap();
        let made = Fact::OfferMade { case: number, cost, worth, currency: currency.clone() };
        let is_delivered = offer["state"] == "delivered";
        let delivered = Fact::OfferDelivered { case: number, cost, worth, currency };
        let facts = [Some(made), is_delivered.then_some(delivered)].into_iter().flatten();
        entries.push((then, facts.collect()));
    }
    entries.sort_by_key(|(at, _)| *at);
    entries
}

fn day(number: i8) -> Span {
    let day = date(2026, 11, number);
    Span { period: Period::Today, first: day, last: day }
}

fn week() -> Span {
    Span { period: Period::Week, first: date(2026, 11, 16), last: date(2026, 11, 22) }
}

fn folded() -> Fold<Nothing> {
    let mut fold = Fold::new(Nothing, TimeZone::UTC);
    for (at, facts) in entries() {
        fold.take(at, &facts).unwrap();
    }
    fold
}

fn share(wanted: &Value) -> Share {
    Share::of(wanted["k"].as_u64().unwrap(), wanted["n"].as_u64().unwrap())
}

/// That a share is what was agreed on, in percent and with its interval.
fn assert_share(name: &str, is: Share) {
    let wanted = &golden()["expected"][name];
    if wanted.get("k").is_some() {
        assert_eq!(is, share(wanted), "{name}");
    }
    if let Some(percent) = wanted["pct"].as_str() {
        assert_eq!(is.percent().as_deref(), Some(percent), "{name}");
    }
    if let Some(lo) = wanted["lo"].as_str() {
        let (least, most) = is.interval().unwrap().percent();
        assert_eq!((least.as_str(), Some(most.as_str())), (lo, wanted["hi"].as_str()), "{name}");
    }
}

/// Shows AT 21.
#[test]
fn every_figure_of_the_golden_week() {
    let figures = week().figures(&folded(), None).unwrap();
    let wanted = &golden()["expected"];
    let number = |name: &str| wanted[name].as_u64().unwrap();
    let whole = |counts: u64, name: &str| assert_eq!(counts, number(name), "{name}");
    whole(figures.ended, "ended");
    whole(figures.suppressed.iter().map(|(_, n)| n).sum(), "suppressed");
    whole(figures.undeliverable.iter().map(|(_, n)| n).sum(), "undeliverable");
    whole(figures.delivered, "delivered");
    whole(figures.answered.all(), "answered_in_window");
    whole(figures.late.all(), "late");
    whole(figures.silent(), "silent");
    whole(figures.answered.happy, "happy");
    whole(figures.answered.neutral, "neutral");
    whole(figures.answered.unhappy, "unhappy");
    assert_share("csat", figures.answered.top());
    assert_share("response", figures.response());
    assert_share("coverage", figures.coverage());
    assert_share("csat_with_late", figures.top_with_late());
    assert_share("escalated", figures.escalation());
    assert_share("promises", figures.promises());
    assert_eq!((figures.kept, figures.broken, figures.moved), (8, 1, 1));
    assert_share("reopened", figures.reopening());
    assert_share("double_failure", figures.first_check.bottom());
    assert_share("recovered", figures.recovered());
    assert_share("recovered_of_answered", figures.recovered_of_told());
    let times = [
        ("time_to_ask_s", figures.to_ask),
        ("time_to_answer_s", figures.to_answer),
        ("time_to_take_s", figures.to_take),
        ("first_human_s", figures.to_word),
        ("time_to_resolve_s", figures.to_resolve),
    ];
    for (name, times) in times {
        let wanted = &wanted[name];
        let is = (times.p50.map(u64::from), times.p90.map(u64::from));
        assert_eq!(is, (wanted["p50"].as_u64(), wanted["p90"].as_u64()), "{name}");
    }
    let within = share(&wanted["time_to_ask_s"]["within60"]);
    assert_eq!(Share::of(figures.within_minute, figures.delivered), within);
    let text = |value: Option<f64>, digits: usize| format!("{:.digits$}", value.unwrap());
    assert_eq!(text(figures.answered.mean(), 3), wanted["gap"]);
    paradox_and_money(&figures, wanted);
}

fn paradox_and_money(figures: &Figures, wanted: &Value) {
    assert_eq!((figures.last_check.top(), figures.calm.top()), (Share::of(2, 3), Share::of(4, 5)));
    let (d, lo, hi) = figures.paradox().unwrap().points();
    let paradox = &wanted["paradox_top_box"];
    for (is, name) in [(d, "d"), (lo, "lo"), (hi, "hi")] {
        let is = is.replace('−', "-").trim_start_matches('+').to_owned();
        assert_eq!(is, paradox[name].as_str().unwrap());
    }
    let Moods { score, .. } = figures.last_check;
    let means = mean(score, figures.last_check.all()).zip(figures.calm.mean());
    assert_eq!(
        format!("{:.4}", means.map(|(after, calm)| after - calm).unwrap()),
        wanted["paradox_mean"]
    );
    let (_, cost, worth) = figures.given[0].clone();
    assert_eq!(
        shared_out(cost, figures.closed_as(Outcome::Recovered)),
        wanted["cost_per_recovered_minor"].as_u64()
    );
    assert_eq!((cost, worth, shared_out(worth * 100, cost)), (1_850, 4_900, Some(265)));
    let (silent, unhappy) = figures.silence().own;
    let range = unhappy.interval().unwrap().times(silent);
    assert_eq!((silent, unhappy), (2, Share::of(3, 8)), "0.75 of them");
    assert_eq!(range, ("0.3".to_owned(), "1.4".to_owned()));
    assert_eq!(figures.at_risk() * 364_000, wanted["at_risk_minor"].as_u64().unwrap());
    let protected = figures.closed_as(Outcome::Recovered) * 364_000;
    assert_eq!(protected, wanted["protected_minor"].as_u64().unwrap());
}

/// A late answer is of the day on which its contact ended; its case, of the day on which it opened.
/// Shows E5.
#[test]
fn a_late_answer_is_counted_apart_on_the_day_of_its_contact() {
    let fold = folded();
    let (monday, friday) =
        (day(16).figures(&fold, None).unwrap(), day(20).figures(&fold, None).unwrap());
    assert_eq!((monday.late.unhappy, monday.opened), (1, 3));
    assert_eq!((friday.ended, friday.late.all(), friday.opened), (0, 0, 1));
    assert_eq!(monday.response(), Share::of(8, 10));
}

/// A segment has figures of its own, also of the cases that began with its contacts; all together are
/// what they are without segments.
#[test]
fn segments_are_counted_apart_and_change_nothing_of_all() {
    let then: Timestamp = "2026-11-16T10:00:00Z".parse().unwrap();
    let contact = |of, face, segments: &[&str]| {
        let segments: Vec<String> = segments.iter().map(|it| (*it).to_owned()).collect();
        let (interaction, ended_at) = (InteractionId("x".to_owned()), Some(then));
        let clouds = Vec::new();
        let tagged = Fact::Tagged { survey: of, segments };
        let facts = vec![
            Fact::Planned { survey: of, interaction, ended_at },
            Fact::Asked { survey: of, at: then },
            Fact::Answered { survey: of, rating: rating(face), late: false, change: 0, clouds },
        ];
        (tagged, facts)
    };
    let (mut tagged, mut plain) =
        (Fold::new(Nothing, TimeZone::UTC), Fold::new(Nothing, TimeZone::UTC));
    let contacts = [
        contact(survey("i1"), "happy", &["new", "vip"]),
        contact(survey("i2"), "unhappy", &["new"]),
        contact(survey("i3"), "happy", &[]),
    ];
    for (segments, facts) in contacts {
        tagged.take(then, &[segments]).unwrap();
        tagged.take(then, &facts).unwrap();
        plain.take(then, &facts).unwrap();
    }
    let (case, origin, level) = (CaseNumber(1001), Origin::Answer, Level::Agent);
    let (about, clouds) = (Some(survey("i2")), Vec::new());
    let opened = [Fact::CaseOpened { case, origin, survey: about, level, clouds }];
    tagged.take(then, &opened).unwrap();
    plain.take(then, &opened).unwrap();
    let of = |segment| day(16).figures(&tagged, segment).unwrap();
    let seen = |figures: Figures| (figures.ended, figures.answered.happy, figures.opened);
    assert_eq!(seen(of(Some("new"))), (2, 1, 1));
    assert_eq!(seen(of(Some("vip"))), (1, 1, 0));
    assert_eq!(of(Some("old")), Figures::default());
    assert_eq!(of(None), day(16).figures(&plain, None).unwrap());
}

/// A case that turns out to be none takes nothing of its customer away, nor a mis-tap from the rates.
#[test]
fn what_is_no_case_in_the_end_is_left_out_everywhere() {
    let (one, two) = (survey("i1"), survey("i2"));
    let then: Timestamp = "2026-11-16T10:00:00Z".parse().unwrap();
    let happy = |of, clouds| {
        let ended_at = Some(then);
        let interaction = InteractionId("x".to_owned());
        vec![
            Fact::Planned { survey: of, interaction, ended_at },
            Fact::Asked { survey: of, at: then },
            Fact::Answered { survey: of, rating: rating("happy"), late: false, change: 0, clouds },
        ]
    };
    let number = CaseNumber(1001);
    let (origin, level, clouds) = (Origin::Complaint, Level::Agent, vec![one]);
    let opened = Fact::CaseOpened { case: number, origin, survey: None, level, clouds };
    let mut fold = Fold::new(Nothing, TimeZone::UTC);
    fold.take(then, &happy(one, Vec::new())).unwrap();
    fold.take(then, &[opened]).unwrap();
    fold.take(then, &happy(two, vec![number])).unwrap();
    let figures = day(16).figures(&fold, None).unwrap();
    assert_eq!((figures.calm.all(), figures.opened, figures.complaints), (0, 1, 1));
    assert_eq!(day(17).figures(&fold, None).unwrap(), Figures::default());
    fold.take(then, &[Fact::CaseClosed { case: number, outcome: Outcome::Mistap }]).unwrap();
    let figures = day(16).figures(&fold, None).unwrap();
    assert_eq!((figures.calm.all(), figures.opened, figures.counted()), (2, 0, 0));
    fold.take(then, &[Fact::Reopened { case: number }]).unwrap();
    let figures = day(16).figures(&fold, None).unwrap();
    assert_eq!((figures.calm.all(), figures.open, figures.at_risk()), (0, 1, 1));
}

/// What folds left, shared between them.
#[derive(Clone, Debug, Default)]
struct Shelf(Rc<RefCell<Changed>>);

impl Kept for Shelf {
    type Error = std::convert::Infallible;

    fn survey(&self, id: SurveyId) -> Result<Option<SurveyRow>, Self::Error> {
        Ok(self.0.borrow().surveys.get(&id).cloned())
    }

    fn case(&self, number: CaseNumber) -> Result<Option<CaseRow>, Self::Error> {
        Ok(self.0.borrow().cases.get(&number).cloned())
    }

    fn cell(&self, slot: &Slot) -> Result<Option<Cell>, Self::Error> {
        Ok(self.0.borrow().cells.get(slot).cloned())
    }
}

/// Shows INV 20.
#[test]
fn a_fold_in_pieces_is_the_fold_of_everything() {
    let whole = folded();
    for piece in [1, 2, 3, 7, 50] {
        let shelf = Shelf::default();
        for entries in entries().chunks(piece) {
            let mut fold = Fold::new(shelf.clone(), TimeZone::UTC);
            for (at, facts) in entries {
                fold.take(*at, facts).unwrap();
            }
            let Changed { surveys, cases, cells } = fold.changed();
            let mut kept = shelf.0.borrow_mut();
            // As it is written down and read again.
            let cells = cells.iter().map(|(key, cell)| {
                let text = serde_json::to_string(cell).unwrap();
                (key.clone(), serde_json::from_str(&text).unwrap())
            });
            kept.surveys.extend(surveys.clone());
            kept.cases.extend(cases.clone());
            kept.cells.extend(cells);
        }
        assert_eq!(*shelf.0.borrow(), *whole.changed(), "in pieces of {piece}");
    }
}
