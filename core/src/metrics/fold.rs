//! How facts become counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    cell::{Cell, CellKey, Count},
    rows::{CaseRow, Counts, SurveyRow},
};
use crate::{
    action::Verdict,
    case::Origin,
    fact::Fact,
    ids::{CaseNumber, SurveyId},
    policy::Level,
};

/// What an earlier fold left.
pub trait Kept {
    /// Why it can't be read.
    type Error;
    /// What is remembered of a survey.
    fn survey(&self, id: SurveyId) -> Result<Option<SurveyRow>, Self::Error>;
    /// What is remembered of a case.
    fn case(&self, number: CaseNumber) -> Result<Option<CaseRow>, Self::Error>;
    /// What was counted.
    fn cell(&self, key: CellKey) -> Result<Option<Cell>, Self::Error>;
}

/// No earlier fold left anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Kept for Nothing {
    type Error = std::convert::Infallible;

    fn survey(&self, _: SurveyId) -> Result<Option<SurveyRow>, Self::Error> {
        Ok(None)
    }

    fn case(&self, _: CaseNumber) -> Result<Option<CaseRow>, Self::Error> {
        Ok(None)
    }

    fn cell(&self, _: CellKey) -> Result<Option<Cell>, Self::Error> {
        Ok(None)
    }
}

/// A fold over facts, on top of what an earlier one left.
#[derive(Debug)]
pub struct Fold<K> {
    kept: K,
    zone: TimeZone,
    changed: Changed,
}

/// What a fold changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// What is remembered of surveys.
    pub surveys: BTreeMap<SurveyId, SurveyRow>,
    /// What is remembered of cases.
    pub cases: BTreeMap<CaseNumber, CaseRow>,
    /// What was counted.
    pub cells: BTreeMap<CellKey, Cell>,
}

impl<K: Kept> Fold<K> {
    /// A fold that goes on where an earlier one ended. Days begin as they do in this zone.
    pub fn new(kept: K, zone: TimeZone) -> Self {
        Self { kept, zone, changed: Changed::default() }
    }

    /// The surveys, cases and cells that changed.
    pub fn changed(&self) -> &Changed {
        &self.changed
    }

    /// What is counted under a key by now.
    pub fn cell(&self, key: CellKey) -> Result<Cell, K::Error> {
        match self.changed.cells.get(&key) {
            Some(cell) => Ok(cell.clone()),
            None => Ok(self.kept.cell(key)?.unwrap_or_default()),
        }
    }

    /// Where days begin.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Takes in what a step found out.
    pub fn take(&mut self, at: Timestamp, facts: &[Fact]) -> Result<(), K::Error> {
        facts.iter().try_for_each(|fact| self.fact(at, fact))
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each thing that counts")]
    fn fact(&mut self, at: Timestamp, fact: &Fact) -> Result<(), K::Error> {
        match fact {
            Fact::Planned { survey, ended_at, .. } => self.survey(*survey, at, |row| {
                row.ended_at = ended_at.unwrap_or(row.ended_at);
                row.suppressed = None;
            }),
            Fact::Suppressed { survey, ended_at, why, .. } => self.survey(*survey, at, |row| {
                row.ended_at = ended_at.unwrap_or(row.ended_at);
                row.suppressed = Some(*why);
            }),
            Fact::Asked { survey, at: asked_at } => self.survey(*survey, at, |row| {
                row.asked_at = row.asked_at.or(Some(*asked_at));
            }),
            Fact::Undeliverable { survey, why } => self.survey(*survey, at, |row| {
                row.undelivered = Some(*why);
            }),
            Fact::Answered { survey, rating, late, clouds, .. } => {
                self.survey(*survey, at, |row| {
                    row.answer = match row.answer {
                        Some((first, _, late)) => Some((first, *rating, late)),
                        None => Some((at, *rating, *late)),
                    };
                })?;
                clouds.iter().try_for_each(|case| self.cloud(*case, &[*survey]))
            }
            Fact::Commented { survey: Some(survey), .. } => {
                self.survey(*survey, at, |row| row.commented = true)
            }
            Fact::Recommended { asked, yes, .. } => {
                let day = at.to_zoned(self.zone.clone()).date();
                self.count(vec![(CellKey::Day(day), Count::Recommended(*asked, *yes), 1)], 1)
            }
            Fact::CaseOpened { case, origin, level, clouds, .. } => {
                self.case(*case, at, |row| {
                    (row.opened_at, row.origin, row.level) = (at, *origin, *level);
                })?;
                self.cloud(*case, clouds)
            }
            Fact::CaseClaimed { case, .. } => {
                self.case(*case, at, |row| row.taken_at = row.taken_at.or(Some(at)))
            }
            Fact::FirstWord { case, .. } => {
                self.case(*case, at, |row| row.word_at = row.word_at.or(Some(at)))
            }
            Fact::LevelRaised { case, level } => self.case(*case, at, |row| row.level = *level),
            Fact::PromiseMade { case, instead_of: Some(_), .. } => {
                self.case(*case, at, |row| row.promises.2 += 1)
            }
            Fact::PromiseKept { case, .. } => self.case(*case, at, |row| row.promises.0 += 1),
            Fact::PromiseBroken { case, .. } => self.case(*case, at, |row| row.promises.1 += 1),
            Fact::OfferMade { case, .. } => self.case(*case, at, |row| row.offered = true),
            Fact::OfferDelivered { case, cost, worth, currency } => {
                let amount = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
                self.case(*case, at, |row| {
                    row.given.push((currency.clone(), amount(*cost), amount(*worth)));
                })
            }
            Fact::Resolved { case, .. } => self.case(*case, at, |row| {
                row.resolved = row.resolved.saturating_add(1);
                row.resolved_at = Some(at);
            }),
            Fact::Checked { case, verdict } => self.case(*case, at, |row| {
                let first = row.checks.map_or(*verdict, |(first, _): (Verdict, _)| first);
                row.checks = Some((first, *verdict));
            }),
            Fact::Reopened { case } => self.case(*case, at, |row| {
                row.reopened = true;
                row.outcome = None;
            }),
            Fact::CaseClosed { case, outcome } => {
                self.case(*case, at, |row| row.outcome = Some(*outcome))
            }
            Fact::CauseNamed { case, cause } => {
                self.case(*case, at, |row| row.cause = Some(cause.clone()))
            }
            Fact::Commented { survey: None, .. }
            | Fact::PromiseMade { instead_of: None, .. }
            | Fact::ItemOpened { .. }
            | Fact::ItemEnded { .. }
            | Fact::Said { .. }
            | Fact::TranscriptTaken { .. }
            | Fact::OfferAnswered { .. }
            | Fact::FixTold { .. }
            | Fact::Apologised { .. }
            | Fact::LedNowhere
            | Fact::Merged { .. }
            | Fact::Split { .. }
            | Fact::StaffChanged { .. }
            | Fact::AdminChanged { .. }
            | Fact::Erased
            | Fact::Alarm { .. } => Ok(()),
        }
    }

    /// Something is known of a survey. Of one that nothing is known of yet, its contact ended now.
    fn survey(
        &mut self,
        id: SurveyId,
        at: Timestamp,
        change: impl FnOnce(&mut SurveyRow),
    ) -> Result<(), K::Error> {
        let kept = match self.changed.surveys.get(&id) {
            Some(row) => Some(row.clone()),
            None => self.kept.survey(id)?,
        };
        let before = kept.as_ref().map_or_else(Vec::new, |row| row.counts(&self.zone));
        let mut row = kept.unwrap_or_else(|| SurveyRow::new(at));
        change(&mut row);
        let after = row.counts(&self.zone);
        self.changed.surveys.insert(id, row);
        self.count(before, -1)?;
        self.count(after, 1)
    }

    /// Something is known of a case. One that nothing is known of yet was opened now.
    fn case(
        &mut self,
        number: CaseNumber,
        at: Timestamp,
        change: impl FnOnce(&mut CaseRow),
    ) -> Result<(), K::Error> {
        let kept = self.kept_case(number)?;
        let before = kept.as_ref().map_or_else(Vec::new, |row| row.counts(&self.zone));
        let mut row = kept.unwrap_or_else(|| CaseRow::new(at, Origin::Answer, Level::Agent));
        let did_count = row.counts_for_something();
        change(&mut row);
        let (after, counts) = (row.counts(&self.zone), row.counts_for_something());
        let clouded = if did_count == counts { Vec::new() } else { row.clouded.clone() };
        self.changed.cases.insert(number, row);
        self.count(before, -1)?;
        self.count(after, 1)?;
        self.cloud(number, &clouded)
    }

    fn kept_case(&self, number: CaseNumber) -> Result<Option<CaseRow>, K::Error> {
        match self.changed.cases.get(&number) {
            Some(row) => Ok(Some(row.clone())),
            None => self.kept.case(number),
        }
    }

    /// Answers are of a customer to whom this case happened, if it counts.
    fn cloud(&mut self, number: CaseNumber, surveys: &[SurveyId]) -> Result<(), K::Error> {
        if surveys.is_empty() {
            return Ok(());
        }
        let Some(mut case) = self.kept_case(number)? else { return Ok(()) };
        let known: BTreeSet<SurveyId> = case.clouded.iter().copied().collect();
        case.clouded.extend(surveys.iter().filter(|survey| !known.contains(survey)));
        let (opened_at, counts) = (case.opened_at, case.counts_for_something());
        self.changed.cases.insert(number, case);
        for survey in surveys {
            self.survey(*survey, opened_at, |row| {
                row.clouds.retain(|(known, _)| *known != number);
                row.clouds.extend(counts.then_some((number, opened_at)));
            })?;
        }
        Ok(())
    }

    fn count(&mut self, counts: Counts, sign: i64) -> Result<(), K::Error> {
        for (key, what, times) in counts {
            if times == 0 {
                continue;
            }
            if !self.changed.cells.contains_key(&key) {
                let kept = self.kept.cell(key)?.unwrap_or_default();
                self.changed.cells.insert(key, kept);
            }
            if let Some(cell) = self.changed.cells.get_mut(&key) {
                cell.add(what, sign * times);
            }
        }
        Ok(())
    }
}
