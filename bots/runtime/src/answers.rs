//! Answers as rows: for admins in the chat, and for the binary.

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{
    fact::Fact,
    ids::SurveyId,
    making::{Format, Month},
    scale::{Rating, Satisfaction},
};
use amends_storage::port::{JournalEntry, Store, StoreError, Subject};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::taken_in;

/// So much of the journal is read at once.
const PAGE: usize = 512;

/// From when to when something happened: from the first moment on, and before the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub until: Timestamp,
}

impl Span {
    /// All of time.
    pub const ALL: Self = Self { from: Timestamp::MIN, until: Timestamp::MAX };

    /// A month in a time zone.
    pub fn of(month: Month, zone: &TimeZone) -> Self {
        let first = jiff::civil::Date::new(month.year, month.month, 1).ok();
        let next = first.and_then(|first| first.checked_add(jiff::Span::new().months(1)).ok());
        let begins = |day: Option<jiff::civil::Date>| {
            let day = day.and_then(|day| day.to_zoned(zone.clone()).ok());
            day.map(|day| day.timestamp())
        };
        let (from, until) = (begins(first), begins(next));
        Self { from: from.unwrap_or(Timestamp::MIN), until: until.unwrap_or(Timestamp::MAX) }
    }

    fn contains(self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// One answer, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// When it was first given.
    pub at: Timestamp,
    /// Its survey.
    pub survey: String,
    /// Who gave it; nothing if they are forgotten or their name is not known.
    pub customer: Option<String>,
    /// The scale.
    pub scale: &'static str,
    /// The rating on it.
    pub rating: u8,
    /// What it means.
    pub satisfaction: &'static str,
    /// It came late.
    pub late: bool,
    /// What the contact was about.
    pub topic: Option<String>,
    /// Who served.
    pub agent: Option<String>,
    /// Where in the business.
    pub place: Option<String>,
    /// What the customer said about it.
    pub comment: Option<String>,
    /// The case that it opened or joined.
    pub case: Option<String>,
    /// How that case closed.
    pub outcome: Option<&'static str>,
}

/// The answers that were first given within a span, the oldest first.
pub fn rows(store: &dyn Store, span: Span) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    each(store, span, |found| {
        rows.extend(found.row);
        Ok::<_, StoreError>(())
    })?;
    rows.sort_by(|one, other| (one.at, &one.survey).cmp(&(other.at, &other.survey)));
    Ok(rows)
}

/// How far the answers were gone through, and the next of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// So much was looked at.
    pub done: u64,
    /// Of so much.
    pub total: u64,
    /// An answer; nothing: only so much was looked at by now.
    pub row: Option<Row>,
}

/// Hands the answers that were first given within a span out, in the order in which they came, each
/// as it stands by now. They are never in memory together.
pub fn each<E: From<StoreError>>(
    store: &dyn Store,
    span: Span,
    mut each: impl FnMut(Found) -> Result<(), E>,
) -> Result<(), E> {
    let length = store.counters()?.next_seq.saturating_sub(1);
    let total = length.saturating_mul(2);
    let mut changed = BTreeMap::<SurveyId, Rating>::new();
    journal(store, |met| {
        let entry = match met {
            Met::Entry(entry) => entry,
            Met::End(done) => return each(Found { done, total, row: None }),
        };
        for fact in &entry.facts {
            if let Fact::Answered { survey, rating, change: 1.., .. } = fact {
                changed.insert(*survey, *rating);
            }
        }
        Ok(())
    })?;
    let mut seen = BTreeSet::new();
    journal(store, |met| {
        let entry = match met {
            Met::Entry(entry) => entry,
            Met::End(done) => {
                return each(Found { done: length.saturating_add(done), total, row: None });
            }
        };
        let Subject::Customer(id) = entry.subject else { return Ok(()) };
        for fact in &entry.facts {
            let Fact::Answered { survey, rating, late, .. } = fact else { continue };
            if !seen.insert(*survey) || !span.contains(entry.at) {
                continue;
            }
            let rating = changed.get(survey).unwrap_or(rating);
            let mut row = Row::new(entry.at, *survey, *rating, *late);
            if let Some(customer) = taken_in::follow(id, |id| store.customer(id))? {
                tell(&mut row, &customer, *survey);
            }
            let done = length.saturating_add(entry.seq);
            each(Found { done, total, row: Some(row) })?;
        }
        Ok(())
    })
}

/// What is met on the way through the journal.
enum Met<'a> {
    Entry(&'a JournalEntry),
    /// The end of a page, and the number of its last entry.
    End(u64),
}

fn journal<E: From<StoreError>>(
    store: &dyn Store,
    mut each: impl FnMut(Met<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut from = 0;
    loop {
        let entries = store.journal(from, PAGE)?;
        let Some(last) = entries.last() else { return Ok(()) };
        from = last.seq.saturating_add(1);
        for entry in &entries {
            each(Met::Entry(entry))?;
        }
        each(Met::End(last.seq))?;
    }
}

impl Row {
    fn new(at: Timestamp, survey: SurveyId, rating: Rating, late: bool) -> Self {
        Self {
            at,
            survey: survey.to_string(),
            customer: None,
            scale: rating.scale().name(),
            rating: rating.value(),
            satisfaction: meaning(rating.satisfaction()),
            late,
            topic: None,
            agent: None,
            place: None,
            comment: None,
            case: None,
            outcome: None,
        }
    }
}

/// Adds what is known of the contact and the customer.
fn tell(row: &mut Row, customer: &amends_core::customer::Customer, survey: SurveyId) {
    row.customer.clone_from(&customer.name);
    let Some(survey) = customer.survey(survey) else { return };
    let about = &survey.interaction;
    row.topic.clone_from(&about.topic);
    row.agent.clone_from(&about.agent);
    row.place.clone_from(&about.place);
    let words: Vec<&str> =
        survey.comments.iter().filter_map(|comment| comment.words.as_deref()).collect();
    row.comment = (!words.is_empty()).then(|| words.join("\n"));
    let case = survey.case.and_then(|number| customer.case(number));
    row.case = survey.case.map(|number| number.to_string());
    row.outcome = case.and_then(|case| match &case.stage {
        amends_core::case::Stage::Closed { outcome, .. } => Some(outcome.name()),
        amends_core::case::Stage::Open
        | amends_core::case::Stage::Working { .. }
        | amends_core::case::Stage::Waiting { .. }
        | amends_core::case::Stage::Checking { .. } => None,
    });
}

fn meaning(satisfaction: Satisfaction) -> &'static str {
    match satisfaction {
        Satisfaction::Satisfied => "satisfied",
        Satisfaction::Neutral => "neutral",
        Satisfaction::Dissatisfied => "dissatisfied",
    }
}

/// The rows as a file.
pub fn write(rows: &[Row], format: Format) -> Vec<u8> {
    let mut bytes = begin(format);
    for row in rows {
        bytes.extend(line(row, format));
    }
    bytes
}

/// How a file of rows begins.
pub fn begin(format: Format) -> Vec<u8> {
    match format {
        Format::Csv => record(COLUMNS.map(str::to_owned)),
        Format::Jsonl => Vec::new(),
    }
}

/// A row as it stands in the file.
///
/// # Panics
///
/// Never: rows can always be written to memory.
pub fn line(row: &Row, format: Format) -> Vec<u8> {
    match format {
        Format::Csv => record(cells(row).map(harmless)),
        Format::Jsonl => {
            let mut line = serde_json::to_vec(row).expect("rows have string keys only");
            line.push(b'\n');
            line
        }
    }
}

const COLUMNS: [&str; 13] = [
    "at",
    "survey",
    "customer",
    "scale",
    "rating",
    "satisfaction",
    "late",
    "topic",
    "agent",
    "place",
    "comment",
    "case",
    "outcome",
];

fn cells(row: &Row) -> [String; 13] {
    [
        row.at.to_string(),
        row.survey.clone(),
        row.customer.clone().unwrap_or_default(),
        row.scale.to_owned(),
        row.rating.to_string(),
        row.satisfaction.to_owned(),
        row.late.to_string(),
        row.topic.clone().unwrap_or_default(),
        row.agent.clone().unwrap_or_default(),
        row.place.clone().unwrap_or_default(),
        row.comment.clone().unwrap_or_default(),
        row.case.clone().unwrap_or_default(),
        row.outcome.unwrap_or_default().to_owned(),
    ]
}

fn record(cells: [String; 13]) -> Vec<u8> {
    let mut table =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    table.write_record(cells).expect("memory takes everything");
    table.into_inner().expect("memory takes everything")
}

/// A cell that a spreadsheet does not take for a formula. Full-width forms count as well.
fn harmless(cell: String) -> String {
    let is_formula = |first: char| "=+-@\t\r\n＝＋－＠".contains(first);
    if cell.starts_with(is_formula) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula() {
        let row = Row {
            at: Timestamp::UNIX_EPOCH,
            survey: "s".to_owned(),
            customer: Some("=HYPERLINK(\"http://x\",\"y\")".to_owned()),
            scale: "faces3",
            rating: 1,
            satisfaction: "dissatisfied",
            late: false,
            topic: Some("-2+3".to_owned()),
            agent: Some("@SUM(1)".to_owned()),
            place: Some("+1".to_owned()),
            comment: Some("\t=1, \"two\"\nlines".to_owned()),
            case: None,
            outcome: None,
        };
        let bytes = write(&[row], Format::Csv);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let cells: Vec<String> =
            reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(cells.len(), COLUMNS.len());
        for cell in &cells {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
        assert_eq!(cells[10], "'\t=1, \"two\"\nlines");
    }

    #[test]
    fn a_month_begins_and_ends_where_the_business_is() {
        let zone = TimeZone::get("Europe/Bucharest").unwrap();
        let span = Span::of(Month { year: 2026, month: 11 }, &zone);
        assert_eq!(span.from.to_string(), "2026-10-31T22:00:00Z");
        assert_eq!(span.until.to_string(), "2026-11-30T22:00:00Z");
    }
}
