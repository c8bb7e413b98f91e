//! `/report`: what was heard, put right and won back in a period (`CONVERSATIONS` 4.8).

use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    cell::{Cell, CellKey, Count, Slot},
    figures::Figures,
    fold::{Fold, Kept},
    math::Share,
    rows::{monday_of, segment_named},
};
use crate::{
    admin::{CauseLine as CauseStands, cause_line},
    catalogue::LostCustomer,
    desk::DeskSay,
    grammar,
    hours::Due,
    making::Month,
    money::Currency,
    place::Actor,
    policy::{Level, Policy},
    wording::{self, verdict::Tally},
};

/// So many causes are named; of more, nobody reads the list.
const CAUSES: usize = 5;

/// Which period somebody asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Today.
    Today,
    /// This week.
    Week,
    /// This month.
    Month,
    /// A month that is named.
    Named(Month),
}

/// The days of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Which period it is.
    pub period: Period,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

/// What of a report somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it.
    All,
    /// What is at risk and what was given.
    Money,
    /// What was put right.
    Recovery,
    /// What went wrong.
    Causes,
}

/// A report that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportAsked {
    span: Span,
    part: Part,
    /// Of which segment; nothing: of all.
    segment: Option<String>,
    money: Seen,
}

/// Whether money is shown to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Yes,
    /// Not where others read along.
    Aside,
    No,
}

/// What only the shell knows of this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightNow {
    /// When the oldest open case was opened.
    pub oldest: Option<Timestamp>,
    /// Open cases of which nobody will be reminded.
    pub hanging: u64,
    /// What happened after this moment is not counted so far.
    pub until: Option<Timestamp>,
}

/// What went wrong, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseLine {
    /// Its name.
    pub name: String,
    /// How often.
    pub times: u64,
    /// How it stands, if it is in the catalogue.
    pub stands: Option<CauseStands>,
}

/// What may be shown of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Money {
    /// Whoever asks sees none.
    Hidden,
    /// Others read along.
    Aside,
    /// What a lost customer costs, if somebody said so, and in what.
    Shown(Option<LostCustomer>, Currency),
}

/// What happened in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The business.
    pub business: String,
    /// The period.
    pub span: Span,
    /// What of it is shown.
    pub part: Part,
    /// Of which segment; nothing: of all. What is open, and who is on duty, is of all.
    pub segment: Option<String>,
    /// Open cases.
    pub open: u64,
    /// For how many seconds the oldest of them is open.
    pub oldest: Option<u64>,
    /// Open cases of which nobody will be reminded.
    pub hanging: u64,
    /// Who is on duty.
    pub on_duty: Vec<String>,
    /// What was counted.
    pub figures: Figures,
    /// How many of the answers of the period before were happy.
    pub before: Share,
    /// What went wrong most often.
    pub causes: Vec<CauseLine>,
    /// What else went wrong.
    pub other_causes: u64,
    /// What is shown of money.
    pub money: Money,
    /// What happened after this moment is not counted so far.
    pub until: Option<Due>,
}

/// What is said about reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportSay {
    /// One.
    Report(Box<Report>),
    /// That is no period and no part of a report.
    How {
        /// What was typed.
        typed: String,
    },
    /// What was answered to the texts that have variants.
    Wording {
        /// Which texts, and what was answered to each of their variants.
        compared: Vec<(wording::Slot, Vec<Tally>)>,
    },
}

impl Period {
    fn parse(typed: &str) -> Option<Self> {
        match typed.to_lowercase().as_str() {
            "today" => Some(Self::Today),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            other => Month::parse(other).map(Self::Named),
        }
    }

    fn span(self, today: Date) -> Option<Span> {
        let (first, last) = match self {
            Self::Today => (today, today),
            Self::Week => {
                let monday = monday_of(today);
                (monday, monday.checked_add(6.days()).ok()?)
            }
            Self::Month => (today.first_of_month(), today.last_of_month()),
            Self::Named(Month { year, month }) => {
                let first = Date::new(year, month, 1).ok()?;
                (first, first.last_of_month())
            }
        };
        Some(Span { period: self, first, last })
    }
}

impl Span {
    /// The days before it that are compared with it.
    fn before(self) -> Option<Self> {
        let last = self.first.checked_sub(1.day()).ok()?;
        let first = match self.period {
            Period::Today => last,
            Period::Week => monday_of(last),
            Period::Month | Period::Named(_) => last.first_of_month(),
        };
        Some(Self { first, last, ..self })
    }

    fn key(self) -> CellKey {
        match self.period {
            Period::Today => CellKey::Day(self.first),
            Period::Week => CellKey::Week(self.first),
            Period::Month | Period::Named(_) => CellKey::Month(self.first),
        }
    }

    /// What was counted in it, of all or of a segment.
    pub fn figures<K: Kept>(
        self,
        fold: &Fold<K>,
        segment: Option<&str>,
    ) -> Result<Figures, K::Error> {
        let slot = |key| Slot { key, segment: segment.map(str::to_owned) };
        let mut days = Cell::default();
        for day in self.first.series(1.day()).take_while(|day| *day <= self.last) {
            days.add_all(&fold.cell(&slot(CellKey::Day(day)))?);
        }
        Ok(Figures::of(&days, &fold.cell(&slot(self.key()))?))
    }
}

impl ReportAsked {
    /// Reads `/report`, `/report month`, `/report 2026-11 recovery`; nothing if the text is something
    /// else. Rights are checked here: nothing is looked at without them. `alone` says that nobody else
    /// reads the answer.
    pub fn read(
        policy: &Policy,
        by: &Actor,
        text: &str,
        alone: bool,
        now: Timestamp,
    ) -> Option<Result<Self, DeskSay>> {
        if grammar::command(text) != Some("report") {
            return None;
        }
        if by.anonymous {
            return Some(Err(DeskSay::Anonymous));
        }
        let is = policy.staff(&by.address).map(|member| member.level);
        let is_admin = policy.workspace.admins.contains(&by.address);
        if is.is_none() && !is_admin {
            return Some(Err(DeskSay::NotAllowed { needs: Level::Agent, is: None }));
        }
        let sees_all = is_admin || is.is_some_and(|level| Level::Senior <= level);
        let (mut period, mut part, mut segment) = (Period::Week, Part::All, None);
        for typed in text.split_whitespace().skip(1) {
            match typed.to_lowercase().as_str() {
                "money" => part = Part::Money,
                "recovery" => part = Part::Recovery,
                "causes" => part = Part::Causes,
                "wording" => {
                    let all = policy.workspace.wording.all();
                    let compared = all.filter(|text| !text.tallies.is_empty());
                    let compared =
                        compared.map(|text| (text.slot.clone(), text.tallies.clone())).collect();
                    return Some(Err(DeskSay::report(ReportSay::Wording { compared })));
                }
                word => {
                    if let Some(named) = word.strip_prefix("segment:").and_then(segment_named) {
                        segment = Some(named);
                        continue;
                    }
                    let Some(named) = Period::parse(word) else {
                        let say = ReportSay::How { typed: typed.to_owned() };
                        return Some(Err(DeskSay::report(say)));
                    };
                    period = named;
                }
            }
        }
        if part == Part::Money && !sees_all {
            return Some(Err(DeskSay::NotAllowed { needs: Level::Senior, is }));
        }
        let money = match (sees_all, alone) {
            (true, true) => Seen::Yes,
            (true, false) => Seen::Aside,
            (false, _) => Seen::No,
        };
        let today = now.to_zoned(policy.clock.zone().clone()).date();
        let asked = period.span(today).map(|span| Self { span, part, segment, money });
        Some(asked.ok_or_else(|| DeskSay::report(ReportSay::How { typed: text.to_owned() })))
    }

    /// The answer.
    pub fn say<K: Kept>(
        &self,
        policy: &Policy,
        fold: &Fold<K>,
        right_now: &RightNow,
        now: Timestamp,
    ) -> Result<DeskSay, K::Error> {
        let segment = self.segment.as_deref();
        let figures = self.span.figures(fold, segment)?;
        let before = match self.span.before() {
            Some(before) => before.figures(fold, segment)?.answered.top(),
            None => Share::default(),
        };
        let catalogue = &policy.workspace.catalogue;
        let causes = figures.causes.iter().take(CAUSES).map(|(name, times)| {
            let known = catalogue.causes.iter().find(|cause| cause.name == *name);
            let stands = known.map(|cause| cause_line(cause, &policy.workspace));
            CauseLine { name: name.clone(), times: *times, stands }
        });
        let causes: Vec<CauseLine> = causes.collect();
        let named: u64 = causes.iter().map(|line| line.times).sum();
        let money = match self.money {
            Seen::Yes => Money::Shown(catalogue.value, catalogue.currency.clone()),
            Seen::Aside => Money::Aside,
            Seen::No => Money::Hidden,
        };
        let age = |at: Timestamp| u64::try_from(now.duration_since(at).as_secs()).unwrap_or(0);
        let on = policy.at_desk().filter(|member| policy.is_on_duty(&member.address, now));
        let report = Report {
            business: policy.workspace.business.clone(),
            span: self.span,
            part: self.part,
            segment: self.segment.clone(),
            open: fold.cell(&Slot::from(CellKey::Now))?.times(&Count::Open),
            oldest: right_now.oldest.map(age),
            hanging: right_now.hanging,
            on_duty: on.map(|member| policy.staff_name(&member.address)).collect(),
            before,
            causes,
            other_causes: figures.opened.saturating_sub(named),
            money,
            until: right_now.until.map(|until| policy.due(until, now)),
            figures,
        };
        Ok(DeskSay::report(ReportSay::Report(Box::new(report))))
    }
}
