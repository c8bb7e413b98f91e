//! Figures, held against a fold from nothing and against what the customers' own states say.

use std::{cell::RefCell, convert::Infallible, rc::Rc};

use amends_core::{
    case::{Case, PromiseState, Stage},
    customer::Customer,
    fact::Fact,
    ids::{CaseNumber, SurveyId},
    metrics::{
        CaseRow, Cell, CellKey, Changed, Count, Fold, Kept, Nothing, PromiseEnd, Slot, SurveyRow,
    },
    scale::Rating,
};
use jiff::{Timestamp, tz::TimeZone};

/// So many steps are folded together.
const PIECE: usize = 7;

/// What was counted step by step, and everything it was counted from.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    journal: Vec<(Timestamp, Vec<Fact>)>,
    folded: usize,
    /// Somebody was forgotten.
    erased: bool,
    shelf: Shelf,
}

/// What folds left.
#[derive(Clone, Debug, Default)]
struct Shelf(Rc<RefCell<Changed>>);

impl Shelf {
    fn put<K: Kept>(&self, fold: &Fold<K>) {
        let Changed { surveys, cases, cells } = fold.changed().clone();
        let mut kept = self.0.borrow_mut();
        kept.surveys.extend(surveys);
        kept.cases.extend(cases);
        kept.cells.extend(cells);
    }
}

impl Kept for Shelf {
    type Error = Infallible;

    fn survey(&self, id: SurveyId) -> Result<Option<SurveyRow>, Infallible> {
        Ok(self.0.borrow().surveys.get(&id).cloned())
    }

    fn case(&self, number: CaseNumber) -> Result<Option<CaseRow>, Infallible> {
        Ok(self.0.borrow().cases.get(&number).cloned())
    }

    fn cell(&self, slot: &Slot) -> Result<Option<Cell>, Infallible> {
        Ok(self.0.borrow().cells.get(slot).cloned())
    }
}

impl Counted {
    /// A step found something out.
    pub(crate) fn hear(&mut self, at: Timestamp, facts: &[Fact]) {
        self.erased |= facts.contains(&Fact::Erased);
        if !facts.is_empty() {
            self.journal.push((at, facts.to_vec()));
        }
        if PIECE <= self.journal.len() - self.folded {
            self.fold();
        }
    }

    fn fold(&mut self) {
        let mut fold = Fold::new(self.shelf.clone(), TimeZone::UTC);
        for (at, facts) in &self.journal[self.folded..] {
            let Ok(()) = fold.take(*at, facts);
        }
        self.folded = self.journal.len();
        self.shelf.put(&fold);
    }

    /// INV 20: in the end, every figure is that of the whole journal, and that of the customers.
    pub(crate) fn breaches(&mut self, customers: &[Customer]) -> Vec<String> {
        self.fold();
        let mut whole = Fold::new(Nothing, TimeZone::UTC);
        for (at, facts) in &self.journal {
            let Ok(()) = whole.take(*at, facts);
        }
        let mut breaches = Vec::new();
        let kept = self.shelf.0.borrow();
        if *kept != *whole.changed() {
            breaches.push("INV 20: what was counted step by step is not the journal's".to_owned());
        }
        let mut days = Cell::default();
        for (key, cell) in &kept.cells {
            if let Slot { key: CellKey::Day(_), segment: None } = key {
                days.add_all(cell);
            }
        }
        let is_score = |count: &Count| matches!(count, Count::Score | Count::CalmScore);
        if days.all().any(|(count, times)| times < 0 && !is_score(count)) {
            breaches.push("INV 20: something was counted less often than never".to_owned());
        }
        // Of whoever is forgotten nothing is left but counts.
        if !self.erased {
            breaches.extend(against_states(&days, customers));
        }
        breaches
    }
}

/// What the customers' states say against what was counted.
fn against_states(days: &Cell, customers: &[Customer]) -> Vec<String> {
    let mut states = Cell::default();
    for customer in customers.iter().filter(|customer| customer.merged_into.is_none()) {
        for survey in &customer.surveys {
            let Some(response) = &survey.response else { continue };
            let Some(mood) = response.rating().map(Rating::satisfaction) else {
                continue;
            };
            let count = if response.late { Count::Late(mood) } else { Count::Answered(mood) };
            states.add(count, 1);
        }
        for case in &customer.cases {
            if let Stage::Closed { outcome, .. } = case.stage {
                states.add(Count::Closed(outcome), 1);
            } else {
                states.add(Count::Open, 1);
            }
            of_promises(&mut states, case);
        }
    }
    let compared = |count: &Count| {
        matches!(
            count,
            Count::Answered(_)
                | Count::Late(_)
                | Count::Closed(_)
                | Count::Open
                | Count::Promise(_)
        )
    };
    let mut counts: Vec<&Count> = days.all().chain(states.all()).map(|(count, _)| count).collect();
    counts.sort();
    counts.dedup();
    let differing = counts.into_iter().filter(|count| compared(count));
    let differing = differing.filter(|count| days.get(count) != states.get(count));
    differing
        .map(|count| {
            let (is, wanted) = (days.get(count), states.get(count));
            format!("INV 20: {count:?} is counted {is} times, and customers say {wanted}")
        })
        .collect()
}

fn of_promises(states: &mut Cell, case: &Case) {
    use amends_core::case::Outcome::{Declined, Duplicate, Forgotten, Mistap};
    // What is no case in the end is left out.
    if let Stage::Closed { outcome: Declined | Mistap | Duplicate | Forgotten, .. } = case.stage {
        return;
    }
    for (index, promise) in case.promises.iter().enumerate() {
        let deed = promise.deed.as_ref().map(|deed| deed.number);
        let mut later = case.promises[index + 1..].iter().filter_map(|it| it.deed.as_ref());
        // What went over to another case was not moved to another time.
        let was_told = later.any(|later| Some(later.number) == deed);
        let end = match promise.state {
            PromiseState::Kept { .. } => PromiseEnd::Kept,
            PromiseState::Broken { .. } => PromiseEnd::Broken,
            PromiseState::Moved { .. } if was_told => PromiseEnd::Moved,
            PromiseState::Moved { .. } | PromiseState::Made | PromiseState::Cancelled { .. } => {
                continue;
            }
        };
        states.add(Count::Promise(end), 1);
    }
}
