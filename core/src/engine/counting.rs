//! What figures need to know of a customer: what went wrong for whoever answered, and who had answered
//! when something went wrong (`METRICS` 3.4).

use jiff::{SignedDuration, Timestamp};

use super::step::{Step, later};
use crate::{
    case::Case,
    ids::{CaseNumber, SurveyId},
};

/// No period of a report is longer.
const PERIOD: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Whether two moments may lie in one period.
fn is_about_then(one: Timestamp, other: Timestamp) -> bool {
    one <= later(other, PERIOD) && other <= later(one, PERIOD)
}

impl Step<'_> {
    /// The cases of the customer that may be of the same period as a survey.
    pub(crate) fn clouds_over(&self, survey: usize) -> Vec<CaseNumber> {
        let ended_at = self.customer.surveys[survey].interaction.ended_at;
        let is_then = |case: &&Case| is_about_then(case.opened_at, ended_at);
        self.customer.cases.iter().filter(is_then).map(|case| case.number).collect()
    }

    /// The answered surveys of the customer that may be of the same period as what happens now.
    pub(crate) fn clouded(&self) -> Vec<SurveyId> {
        let surveys = self.customer.surveys.iter().filter(|survey| survey.response.is_some());
        let then = surveys.filter(|survey| is_about_then(survey.interaction.ended_at, self.now));
        then.map(|survey| survey.id).collect()
    }
}
