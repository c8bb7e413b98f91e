//! Samples of reports.

use amends_core::{
    admin::CauseLine as Stands,
    case::Outcome,
    catalogue::{LostCustomer, Stage},
    desk::DeskSay,
    lang::Lang,
    metrics::{
        CauseLine, Figures, Money, Moods, Part, Period, Report, ReportSay, Share, Span, Times,
    },
    money::Currency,
    survey::{Suppressed, Undelivered},
    wording::{Scope, Slot, verdict::Tally},
};
use jiff::civil::date;

use super::{
    assert_covered,
    desk::{anna, text},
    due, names,
};

names!(report_say_name, REPORT_SAYS: ReportSay { Report, How, Wording });

/// Everything that is said about reports.
pub(super) fn says() -> Vec<DeskSay> {
    let week = Span { period: Period::Week, first: date(2026, 11, 16), last: date(2026, 11, 22) };
    let today = Span { period: Period::Today, first: date(2026, 11, 16), last: date(2026, 11, 16) };
    let month = Span { period: Period::Month, first: date(2026, 11, 1), last: date(2026, 11, 30) };
    let all = report(week, figures());
    let part = |part, span| Report { part, span, ..report(week, figures()) };
    let aside = Report { money: Money::Aside, until: Some(due(true)), ..report(today, figures()) };
    let hidden =
        Report { money: Money::Hidden, before: Share::of(4, 5), ..report(month, figures()) };
    let unset = Money::Shown(None, Currency::default());
    let nobody = Figures { closed: vec![(Outcome::Silent, 1)], ..figures() };
    let nobody = Report { money: unset, part: Part::Money, ..report(week, nobody) };
    let nothing = Report {
        open: 0,
        oldest: None,
        on_duty: Vec::new(),
        before: Share::default(),
        causes: Vec::new(),
        other_causes: 0,
        ..report(week, Figures::default())
    };
    let reports = [
        all,
        part(Part::Money, week),
        part(Part::Recovery, month),
        part(Part::Causes, today),
        aside,
        hidden,
        nobody,
        nothing,
        report(week, turned(figures())),
        Report { segment: Some(text("new")), ..report(week, figures()) },
        Report { segment: Some(text("new")), ..report(week, few(figures())) },
        Report { segment: Some(text("vip")), ..report(week, Figures::default()) },
    ];
    let says = reports.into_iter().map(|report| ReportSay::Report(Box::new(report)));
    let says = says.chain([
        ReportSay::How { typed: text("yesteryear") },
        ReportSay::Wording { compared: Vec::new() },
        ReportSay::Wording { compared: vec![compared("ask"), compared("thanks_happy")] },
    ]);
    let says: Vec<ReportSay> = says.collect();
    assert_covered(says.iter().map(report_say_name), REPORT_SAYS);
    says.into_iter().map(DeskSay::report).collect()
}

fn report(span: Span, figures: Figures) -> Report {
    let cause = |name, times, stands| CauseLine { name: text(name), times, stands };
    let stands = |stage, told| Stands {
        name: text("late"),
        stage,
        public: None,
        owner: Some((text("Katrin"), date(2026, 11, 30))),
        how: None,
        told,
    };
    Report {
        business: text("Luma Café"),
        span,
        part: Part::All,
        segment: None,
        open: 2,
        oldest: Some(3 * 3_600),
        hanging: 0,
        on_duty: vec![anna(), text("Mihai")],
        before: Share::of(72, 100),
        causes: vec![
            cause("late", 6, Some(stands(Stage::Owned, None))),
            cause("not_as_ordered", 4, Some(stands(Stage::Fixed, Some((9, 10))))),
            cause("rude", 3, Some(stands(Stage::Fixing, None))),
            cause("cold", 2, Some(stands(Stage::Back, None))),
            cause("broken", 1, Some(stands(Stage::Fixed, None))),
        ],
        other_causes: 3,
        money: Money::Shown(
            Some(LostCustomer { primary: 1_000, secondary: 1_000, potential: 50_000, tellers: 7 }),
            Currency::default(),
        ),
        until: None,
        figures,
    }
}

/// A text with two variants.
fn compared(key: &str) -> (Slot, Vec<Tally>) {
    let tally = |happy, answers| Tally { answers, happy };
    (
        Slot { key: text(key), lang: Lang::RO, scope: Scope::Everywhere },
        vec![tally(60, 80), tally(9, 10)],
    )
}

/// The same with little that closed, and few who answered.
fn few(figures: Figures) -> Figures {
    let answered = Moods { happy: 3, ..Moods::default() };
    Figures { answered, opened: 4, told: 2, ..figures }
}

/// Those of the example of `CONVERSATIONS` 4.8.
fn figures() -> Figures {
    let moods = |happy, neutral, unhappy| Moods { happy, neutral, unhappy, score: 0 };
    let times = |p50, p90| Times { p50: Some(p50), p90: Some(p90) };
    Figures {
        ended: 40,
        suppressed: vec![(Suppressed::CaseOpen, 4), (Suppressed::Gap, 2)],
        undeliverable: vec![(Undelivered::Blocked, 4)],
        delivered: 30,
        to_ask: times(2, 4),
        answered: moods(16, 3, 2),
        late: moods(0, 0, 1),
        calm: moods(140, 30, 5),
        complaints: 4,
        opened: 20,
        open: 0,
        to_take: times(88, 776),
        to_word: times(180, 900),
        to_resolve: times(2_340, 8_068),
        resolved: 20,
        reopened: 2,
        at_once: 3,
        escalated: 5,
        offered: 17,
        told: 15,
        kept: 18,
        broken: 2,
        moved: 1,
        first_check: moods(10, 2, 3),
        last_check: moods(41, 3, 1),
        closed: vec![
            (Outcome::Recovered, 12),
            (Outcome::Partly, 2),
            (Outcome::NotRecovered, 1),
            (Outcome::Unconfirmed, 4),
            (Outcome::Unreachable, 1),
        ],
        given: vec![(Currency::default(), 11_200, 29_680)],
        ..Figures::default()
    }
}

/// The same where a recovery pleases, or does not, and nobody answered.
fn turned(figures: Figures) -> Figures {
    let calm = Moods { happy: 90, neutral: 0, unhappy: 10, score: 0 };
    let last_check = Moods { happy: 10, neutral: 0, unhappy: 30, score: 0 };
    let ron = Currency::parse("RON").unwrap_or_default();
    let given = vec![(Currency::default(), 1_850, 4_900), (ron, 5_000, 0)];
    Figures { calm, last_check, given, answered: Moods::default(), ..figures }
}
