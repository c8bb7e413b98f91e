//! What those outside may see of the state.

use amends_core::{
    case::Case,
    customer::Customer,
    ids::{CaseNumber, CustomerId, SurveyId},
    interaction::InteractionId,
    policy::Policy,
    scale::{Rating, Satisfaction},
};

use crate::port::View;

/// What became of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InteractionView {
    /// The contact.
    pub id: InteractionId,
    /// Its survey.
    pub survey: SurveyId,
    /// Where the survey stands, by the names of the interface.
    pub status: &'static str,
    /// Why it was not asked or not delivered.
    pub why: Option<&'static str>,
    /// The rating that stands.
    pub rating: Option<Rating>,
    /// The band of that rating.
    pub satisfaction: Option<Satisfaction>,
    /// The customer's own words.
    pub comments: Vec<String>,
    /// The case that the answer opened or joined.
    pub case: Option<CaseNumber>,
}

/// A case and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// The customer.
    pub customer: CustomerId,
    /// The case.
    pub case: Case,
    /// The name of who answers for it.
    pub owner: Option<String>,
    /// The rating of the answers that belong to it, as they stand now.
    pub ratings: Vec<Rating>,
}

impl View {
    /// The business as an adapter needs it.
    pub fn of(policy: &Policy) -> Self {
        let workspace = &policy.workspace;
        Self {
            business: workspace.business.clone(),
            wording: workspace.wording.clone(),
            desk: workspace.desk.clone(),
            care: workspace.care.clone(),
            signals: workspace.signals.clone(),
            roles: workspace.roles.clone(),
        }
    }
}

impl InteractionView {
    pub(crate) fn of(customer: &Customer, id: &InteractionId) -> Option<Self> {
        let mut surveys = customer.surveys.iter().rev();
        let survey = surveys.find(|survey| survey.interaction.id == *id)?;
        let rating = survey.rating();
        Some(Self {
            id: id.clone(),
            survey: survey.id,
            status: survey.status(),
            why: survey.why(),
            rating,
            satisfaction: rating.map(Rating::satisfaction),
            comments: survey.comments.iter().filter_map(|comment| comment.words.clone()).collect(),
            case: survey.case,
        })
    }
}

impl CaseView {
    pub(crate) fn of(policy: &Policy, customer: &Customer, number: CaseNumber) -> Option<Self> {
        let case = customer.case(number)?.clone();
        let surveys = case.surveys.iter().filter_map(|survey| customer.survey(*survey));
        Some(Self {
            customer: customer.id,
            owner: case.owner().map(|owner| policy.staff_name(owner)),
            ratings: surveys.filter_map(amends_core::survey::Survey::rating).collect(),
            case,
        })
    }
}
