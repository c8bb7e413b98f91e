//! Reports, as they are posted (`CONVERSATIONS` 4.8). Where there is nothing to count, words say so.

use amends_core::{
    case::Outcome,
    catalogue::Stage,
    metrics::{
        CauseLine, Figures, Interval, Money, Part, Period, Report, ReportSay, Share, Span, Times,
        shared_out,
    },
    money::Currency,
};

use super::{
    COMMAND_LIMIT,
    admin::catalogue::{grouped, short},
    card::DOT,
    why::cause_name,
};
use crate::{Phrasebook, clean::one_line_text};

/// How wide the name of a part is.
const WIDTH: usize = 11;
/// So many reasons are named, the most frequent ones.
const REASONS: usize = 5;
/// Of a segment no share of fewer is shown: it would tell of single people (`METRICS` 3.1).
const FEW: u64 = 5;
/// Between two things of one line that have nothing to do with each other.
const GAP: &str = "      ";

fn range(share: Share) -> String {
    share.interval().map_or_else(String::new, |interval| {
        let (lo, hi) = interval.percent();
        format!("[{lo}-{hi}]")
    })
}

fn percent(share: Share) -> String {
    share.percent().unwrap_or_default()
}

/// What a share is filled in by.
fn parts(share: Share) -> [(&'static str, String); 4] {
    [
        ("k", share.k.to_string()),
        ("n", share.n.to_string()),
        ("pct", percent(share)),
        ("range", range(share)),
    ]
}

/// Of how many a share must be to be shown.
fn least(report: &Report) -> u64 {
    if report.segment.is_some() { FEW } else { 1 }
}

/// A part of the report: its name, and lines under one another.
fn section(name: &str, lines: &[String]) -> String {
    let lines = lines.iter().enumerate().map(|(index, line)| {
        let name = if index == 0 { name } else { "" };
        format!("{name:<WIDTH$}{line}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Phrasebook {
    pub(super) fn about_report(&self, say: &ReportSay) -> String {
        match say {
            ReportSay::Report(report) => self.report(report),
            ReportSay::How { typed } => {
                self.desk_text("report_how", &[("typed", one_line_text(typed, COMMAND_LIMIT))])
            }
            ReportSay::Wording { compared } if compared.is_empty() => {
                self.line("report_no_variants")
            }
            ReportSay::Wording { compared } => {
                let texts = compared.iter().map(|(slot, tallies)| self.variants_of(slot, tallies));
                texts.collect::<Vec<_>>().join("\n\n")
            }
        }
    }

    fn report(&self, report: &Report) -> String {
        let mut period = self.period(report.span);
        if let Some(segment) = &report.segment {
            let segment = ("segment", one_line_text(segment, COMMAND_LIMIT));
            period = self.desk_text("report_of_segment", &[("period", period), segment]);
        }
        let head = [("business", report.business.clone()), ("period", period)];
        let mut lines = vec![self.desk_text("report_title", &head), self.right_now(report)];
        if let Some(until) = &report.until {
            lines.push(self.desk_text("report_until", &[("until", self.due(until))]));
        }
        lines.push(String::new());
        let figures = &report.figures;
        if let Some(segment) =
            report.segment.as_ref().filter(|_| figures.ended.max(figures.opened) < FEW)
        {
            let segment = ("segment", one_line_text(segment, COMMAND_LIMIT));
            lines.push(self.desk_text("report_few_in_all", &[segment]));
            return lines.join("\n");
        }
        let part = |key, lines: Vec<String>| section(&self.line(key), &lines);
        let (all, least) = (report.part == Part::All, least(report));
        if all {
            lines.push(part("report_sent", self.heard(report)));
        }
        if all || report.part == Part::Recovery {
            lines.push(part("report_fixed", self.put_right(figures, report.part, least)));
            lines.push(part("report_delighted", self.delighted(figures, least)));
        }
        if all || report.part == Part::Causes {
            lines.push(part("report_causes", vec![self.went_wrong(report)]));
        }
        if (all || report.part == Part::Money) && report.money != Money::Hidden {
            lines.push(part("report_money", self.costs(report)));
        }
        if all || report.part == Part::Money {
            let mut silence = vec![self.silence(figures, least)];
            if !all && least <= figures.answered.all() {
                silence.push(self.line("report_own_if"));
            }
            lines.push(part("report_silence", silence));
        }
        lines.join("\n")
    }

    fn period(&self, span: Span) -> String {
        match span.period {
            Period::Today => {
                let day = span.first.strftime("%d.%m.").to_string();
                self.desk_text("report_today", &[("day", day)])
            }
            Period::Week => {
                let n = span.first.iso_week_date().week().to_string();
                self.desk_text("report_week", &[("n", n)])
            }
            Period::Month | Period::Named(_) => span.first.strftime("%Y-%m").to_string(),
        }
    }

    fn right_now(&self, report: &Report) -> String {
        let open = ("n", report.open.to_string());
        let open = match report.oldest.filter(|_| 0 < report.open) {
            Some(age) => self.desk_text("report_open_oldest", &[open, ("age", self.took(age))]),
            None => self.desk_text("report_open", &[open]),
        };
        let hanging = self.desk_text("report_hanging", &[("n", report.hanging.to_string())]);
        let names: Vec<String> = report.on_duty.iter().map(|name| self.colleague(name)).collect();
        let duty = if names.is_empty() {
            self.line("report_duty_nobody")
        } else {
            self.desk_text("report_duty", &[("names", names.join(", "))])
        };
        [open, hanging, duty].join(GAP)
    }

    /// How long something took, in the unit that fits.
    fn took(&self, seconds: u64) -> String {
        let (key, n) = match seconds {
            0..120 => ("report_seconds", seconds.to_string()),
            120..7_200 => ("report_minutes", ((seconds + 30) / 60).to_string()),
            _ => {
                let tenths = (seconds + 180) / 360;
                let hours = match tenths % 10 {
                    0 => (tenths / 10).to_string(),
                    rest => format!("{}.{rest}", tenths / 10),
                };
                ("report_hours", hours)
            }
        };
        self.desk_text(key, &[("n", n)])
    }

    /// How long half of them and nine of ten took; nothing of nothing.
    fn times(&self, key: &str, times: Times) -> Option<String> {
        let (p50, p90) = (self.took(times.p50?.into()), self.took(times.p90?.into()));
        Some(self.desk_text(key, &[("p50", p50), ("p90", p90)]))
    }

    fn heard(&self, report: &Report) -> Vec<String> {
        let figures = &report.figures;
        let least = least(report);
        if figures.ended == 0 {
            return vec![self.line("report_no_contacts")];
        }
        if figures.ended < least {
            return vec![self.line("report_few")];
        }
        let mut sent = vec![self.desk_text("report_asked", &parts(figures.coverage()))];
        sent.extend(self.times("report_asked_in", figures.to_ask));
        if least <= figures.delivered {
            sent.push(self.desk_text("report_answered", &parts(figures.response())));
        }
        if 0 < figures.late.all() {
            sent.push(self.desk_text("report_late", &[("n", figures.late.all().to_string())]));
        }
        let mut lines = vec![sent.join(DOT), self.moods(report)];
        let count = |why: String, n: u64| {
            self.desk_text("report_reason", &[("why", why), ("n", n.to_string())])
        };
        let listed = |key, why: Vec<String>| {
            (!why.is_empty()).then(|| self.desk_text(key, &[("why", why.join(", "))]))
        };
        let mut suppressed = figures.suppressed.clone();
        suppressed.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let why = suppressed.iter().take(REASONS).map(|(why, n)| count(self.why_not(*why), *n));
        let not_asked = listed("report_not_asked", why.collect());
        let why = figures.undeliverable.iter().map(|(why, n)| count(self.not_reached(*why), *n));
        let not_reached = listed("report_not_reached", why.collect());
        let reasons: Vec<String> = [not_asked, not_reached].into_iter().flatten().collect();
        if !reasons.is_empty() {
            lines.push(reasons.join(DOT));
        }
        lines
    }

    fn moods(&self, report: &Report) -> String {
        let answered = report.figures.answered;
        let top = answered.top();
        if top.n == 0 {
            return self.line("report_no_answers");
        }
        if top.n < least(report) {
            return self.line("report_few");
        }
        let values = [
            ("happy", answered.happy.to_string()),
            ("pct", percent(top)),
            ("range", range(top)),
            ("neutral", answered.neutral.to_string()),
            ("unhappy", answered.unhappy.to_string()),
        ];
        let mut parts = vec![self.desk_text("report_moods", &values)];
        if top.is_small() {
            parts.push(self.line("report_small"));
        }
        let before = match report.span.period {
            Period::Today => "report_before_today",
            Period::Week => "report_before_week",
            Period::Month | Period::Named(_) => "report_before_month",
        };
        let before_counts = least(report) <= report.before.n;
        if let Some(change) = top.minus(report.before).filter(|_| before_counts) {
            let (points, _, _) = change.points();
            let key = match points.as_str() {
                "+0.0" => "report_same",
                points if points.starts_with('+') => "report_up",
                _ => "report_down",
            };
            let values = [("points", points), ("before", self.line(before))];
            parts.push(self.desk_text(key, &values));
        }
        parts.join("    ")
    }

    fn put_right(&self, figures: &Figures, part: Part, least: u64) -> Vec<String> {
        if figures.opened == 0 {
            return vec![self.line("report_no_cases")];
        }
        if figures.opened < least {
            return vec![self.line("report_few")];
        }
        let few = |share: Share| share.n < least;
        let word = self.times("report_word", figures.to_word);
        let mut promises = match figures.promises() {
            Share { n: 0, .. } => self.line("report_no_promises"),
            share if few(share) => self.line("report_few"),
            share => self.desk_text("report_promises", &parts(share)[..3]),
        };
        if 0 < figures.moved {
            let values = [("promises", promises), ("n", figures.moved.to_string())];
            promises = self.desk_text("report_moved", &values);
        }
        let first = [word.unwrap_or_else(|| self.line("report_no_word")), promises].join(DOT);
        let mut second = vec![match figures.recovered() {
            Share { n: 0, .. } => self.line("report_none_closed"),
            share if few(share) => self.line("report_few"),
            share => self.desk_text("report_recovered", &parts(share)),
        }];
        if least <= figures.told && part == Part::All {
            second.push(self.desk_text("report_of_told", &parts(figures.recovered_of_told())[..2]));
        }
        if part == Part::All && !(1..least).contains(&figures.resolved) {
            let reopened = [("n", figures.reopened.to_string())];
            second.push(self.desk_text("report_reopened", &reopened));
        }
        let mut lines = vec![first, second.join(DOT)];
        if part == Part::Recovery {
            lines.extend(self.in_full(figures, least));
        }
        lines
    }

    /// What else there is about recoveries.
    fn in_full(&self, figures: &Figures, least: u64) -> Vec<String> {
        let times = [
            self.times("report_taken", figures.to_take),
            self.times("report_resolved", figures.to_resolve),
        ];
        let times: Vec<String> = times.into_iter().flatten().collect();
        let shares = [
            ("report_share_of_told", figures.recovered_of_told()),
            ("report_share_reopened", figures.reopening()),
            ("report_share_double", figures.first_check.bottom()),
            ("report_share_level", figures.escalation()),
            ("report_share_offered", figures.offering()),
            ("report_share_at_once", Share::of(figures.at_once, figures.counted())),
        ];
        let shares =
            shares.into_iter().filter(|(_, share)| least <= share.n).map(|(what, share)| {
                let [k, n, pct, range] = parts(share);
                self.desk_text("report_share", &[("what", self.line(what)), k, n, pct, range])
            });
        let times = (!times.is_empty()).then(|| times.join(DOT));
        times.into_iter().chain(shares).collect()
    }

    fn delighted(&self, figures: &Figures, least: u64) -> Vec<String> {
        let (after, calm) = (figures.last_check.top(), figures.calm.top());
        if (1..least).contains(&after.n) || (1..least).contains(&calm.n) {
            return vec![self.line("report_few")];
        }
        let named = |share: Share, some, none| match share.n {
            0 => self.line(none),
            _ => self.desk_text(some, &[("pct", percent(share))]),
        };
        let both = [
            named(after, "report_after", "report_no_after"),
            named(calm, "report_calm", "report_no_calm"),
        ];
        let both = both.join(", ");
        let Some(paradox) = figures.paradox() else {
            return vec![both, self.line("report_not_enough")];
        };
        let (points, lo, hi) = paradox.points();
        let points = self.desk_text("report_points", &[("points", points), ("lo", lo), ("hi", hi)]);
        let Interval { lo, hi } = paradox.interval;
        let verdict = if 0.0 < lo {
            "report_observed"
        } else if hi < 0.0 {
            "report_opposite"
        } else {
            "report_not_enough"
        };
        vec![format!("{both}: {points}"), self.line(verdict)]
    }

    fn went_wrong(&self, report: &Report) -> String {
        if report.figures.opened == 0 || report.causes.is_empty() {
            return self.line("report_no_causes");
        }
        if report.figures.opened < least(report) {
            return self.line("report_few");
        }
        let mut causes: Vec<String> =
            report.causes.iter().map(|line| self.cause_in(line)).collect();
        if 0 < report.other_causes {
            let other = [("n", report.other_causes.to_string())];
            causes.push(self.desk_text("report_cause_other", &other));
        }
        causes.join(DOT)
    }

    fn cause_in(&self, line: &CauseLine) -> String {
        let values = [("name", cause_name(&line.name)), ("n", line.times.to_string())];
        let about = line.stands.as_ref().and_then(|stands| match stands.stage {
            Stage::Noted | Stage::Named => None,
            Stage::Owned => stands.owner.as_ref().map(|(owner, day)| {
                let day = day.strftime("%d.%m.").to_string();
                let owner = self.colleague(owner);
                self.desk_text("report_cause_due", &[("day", day), ("owner", owner)])
            }),
            Stage::Fixing => Some(self.line("report_cause_fixing")),
            Stage::Fixed => Some(match stands.told {
                Some((told, of)) => {
                    let values = [("told", told.to_string()), ("n", of.to_string())];
                    self.desk_text("report_cause_fixed_told", &values)
                }
                None => self.line("report_cause_fixed"),
            }),
            Stage::Back => Some(self.line("report_cause_back")),
        });
        let [name, n] = values;
        match about {
            Some(about) => self.desk_text("report_cause_about", &[name, n, ("about", about)]),
            None => self.desk_text("report_cause", &[name, n]),
        }
    }

    fn costs(&self, report: &Report) -> Vec<String> {
        let Money::Shown(value, currency) = &report.money else {
            return vec![self.line("report_money_aside")];
        };
        let figures = &report.figures;
        if (1..least(report)).contains(&figures.opened) {
            return vec![self.line("report_few")];
        }
        let (at_risk, protected) = (figures.at_risk(), figures.closed_as(Outcome::Recovered));
        let all = report.part == Part::Money;
        let mut first = Vec::new();
        match value {
            None => {
                let values = [("n", at_risk.to_string()), ("protected", protected.to_string())];
                first.push(self.desk_text("report_no_value", &values));
            }
            Some(value) => {
                let mut of = |key, in_full, n: u64| {
                    let one = ("value", short(value.at_risk(), currency));
                    let n_of = ("n", n.to_string());
                    first.push(if all {
                        let sum = grouped(n.saturating_mul(value.at_risk()), currency);
                        self.desk_text(in_full, &[n_of, one, ("all", sum)])
                    } else {
                        self.desk_text(key, &[n_of, one])
                    });
                };
                of("report_at_risk", "report_at_risk_all", at_risk);
                of("report_protected", "report_protected_all", protected);
            }
        }
        let given: Vec<String> = figures
            .given
            .iter()
            .map(|given| self.given_in_all(given, currency, protected))
            .collect();
        let worth = figures.given.iter().filter_map(|given| self.worth(given)).collect::<Vec<_>>();
        first.extend(if given.is_empty() {
            vec![self.line("report_given_nothing")]
        } else {
            given
        });
        let mut lines = vec![first.join(DOT)];
        if all && !worth.is_empty() {
            lines.push(worth.join(DOT));
        }
        lines
    }

    /// What was given in one currency. Amounts of others are named with it.
    fn given_in_all(
        &self,
        (currency, cost, _): &(Currency, u64, u64),
        usual: &Currency,
        recovered: u64,
    ) -> String {
        let amount = |amount: u64| {
            let amount = grouped(amount, currency);
            if currency == usual { amount } else { format!("{amount} {}", currency.code()) }
        };
        let given = ("given", amount(*cost));
        match shared_out(*cost, recovered) {
            Some(each) => self.desk_text("report_given", &[given, ("each", amount(each))]),
            None => self.desk_text("report_given_nobody", &[given]),
        }
    }

    fn worth(&self, (currency, cost, worth): &(Currency, u64, u64)) -> Option<String> {
        let hundredths = shared_out(worth.saturating_mul(100), *cost)?;
        let times = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let worth = grouped(*worth, currency);
        Some(self.desk_text("report_worth", &[("worth", worth), ("times", times)]))
    }

    fn silence(&self, figures: &Figures, least: u64) -> String {
        let silence = figures.silence();
        let (silent, unhappy) = silence.own;
        let own = match (unhappy.part(), unhappy.interval()) {
            (Some(_), Some(_)) if unhappy.n < least => self.line("report_few"),
            (Some(part), Some(interval)) => {
                let (lo, hi) = interval.times(silent);
                let (n, _) = Interval { lo: part, hi: part }.times(silent);
                self.desk_text("report_own", &[("n", n), ("lo", lo), ("hi", hi)])
            }
            (_, _) => self.line("report_own_none"),
        };
        let by = |key, n: u64| self.desk_text(key, &[("n", n.to_string())]);
        [by("report_one_in_26", silence.one_in_26), by("report_twenty", silence.twenty), own]
            .join(DOT)
    }
}
