//! How facts become counts.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    cell::{Cell, CellKey, Count, Slot},
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
    fn cell(&self, slot: &Slot) -> Result<Option<Cell>, Self::Error>;
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

    fn cell(&self, _: &Slot) -> Result<Option<Cell>, Self::Error> {
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
    pub cells: BTreeMap<Slot, Cell>,
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

    /// What is counted together by now.
    pub fn cell(&self, slot: &Slot) -> Result<Cell, K::Error> {
        match self.changed.cells.get(slot) {
            Some(cell) => Ok(cell.clone()),
            None => Ok(self.kept.cell(slot)?.unwrap_or_default()),
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
            Fact::Tagged { survey, segments } => self.survey(*survey, at, |row| {
                row.segments.clone_from(segments);
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
                self.count(vec![(CellKey::Day(day), Count::Recommended(*asked, *yes), 1)], &[], 1)
            }
            Fact::CaseOpened { case, origin, survey, level, clouds } => {
                let about = survey.map(|survey| self.kept_survey(survey)).transpose()?.flatten();
                self.case(*case, at, |row| {
                    (row.opened_at, row.origin, row.level) = (at, *origin, *level);
                    row.segments = about.map(|survey| survey.segments).unwrap_or_default();
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
        let kept = self.kept_survey(id)?;
        if let Some(before) = &kept {
            self.count(before.counts(&self.zone), &before.segments, -1)?;
        }
        let mut row = kept.unwrap_or_else(|| SurveyRow::new(at));
        change(&mut row);
        self.count(row.counts(&self.zone), &row.segments, 1)?;
        self.changed.surveys.insert(id, row);
        Ok(())
    }

    fn kept_survey(&self, id: SurveyId) -> Result<Option<SurveyRow>, K::Error> {
        match self.changed.surveys.get(&id) {
            Some(row) => Ok(Some(row.clone())),
            None => self.kept.survey(id),
        }
    }

    /// Something is known of a case. One that nothing is known of yet was opened now.
    fn case(
        &mut self,
        number: CaseNumber,
        at: Timestamp,
        change: impl FnOnce(&mut CaseRow),
    ) -> Result<(), K::Error> {
        let kept = self.kept_case(number)?;
        if let Some(before) = &kept {
            self.count(before.counts(&self.zone), &before.segments, -1)?;
        }
        let mut row = kept.unwrap_or_else(|| CaseRow::new(at, Origin::Answer, Level::Agent));
        let did_count = row.counts_for_something();
        change(&mut row);
        let counts = row.counts_for_something();
        let clouded = if did_count == counts { Vec::new() } else { row.clouded.clone() };
        self.count(row.counts(&self.zone), &row.segments, 1)?;
        self.changed.cases.insert(number, row);
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

    /// Counts for all, and for each segment.
    fn count(&mut self, counts: Counts, segments: &[String], sign: i64) -> Result<(), K::Error> {
        for (key, what, times) in counts {
            if times == 0 {
                continue;
            }
            for segment in segments {
                let slot = Slot { key, segment: Some(segment.clone()) };
                self.add(slot, what.clone(), sign * times)?;
            }
            self.add(Slot::from(key), what, sign * times)?;
        }
        Ok(())
    }

    fn add(&mut self, slot: Slot, what: Count, times: i64) -> Result<(), K::Error> {
        let cell = match self.changed.cells.entry(slot) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let kept = self.kept.cell(new.key())?.unwrap_or_default();
                new.insert(kept)
            }
        };
        cell.add(what, times);
        Ok(())
    }
}
