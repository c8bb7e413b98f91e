//! What would have become of contacts that are over, by rules that may be others. Nothing is asked
//! and nothing changes: a copy of the customer goes through the rules once more, by the same code
//! that asks.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ruling::Ruling, step::Step};
use crate::{
    case::{Case, Stage as CaseStage},
    customer::{Customer, Reach},
    event::{Event, Recorded},
    ids::{CaseNumber, SurveyId},
    policy::Policy,
    survey::{Stage, Suppressed, Survey},
};

/// A question may be put off so often before it is asked or not.
const TURNS: usize = 4;

/// One contact, as it went and as it would have gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// When we heard of it.
    pub at: Timestamp,
    /// What it was about.
    pub topic: Option<String>,
    /// What became of it.
    pub was: Fate,
    /// What would have become of it.
    pub would: Fate,
}

/// What becomes of a contact, as far as rules decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The customer is asked, or it is tried.
    Asked,
    /// The customer is not asked, and why.
    Not(Suppressed),
}

/// Lets every contact of which we heard since a moment go through the rules of `policy`.
pub fn replay(customer: &Customer, policy: &Policy, since: Timestamp) -> Vec<Replayed> {
    let mut past = Customer { surveys: Vec::new(), cases: Vec::new(), ..customer.clone() };
    for contact in &mut past.contacts {
        // Whether there was a way is what happened, and no rule.
        contact.reach = Reach::Unknown;
    }
    let (mut replayed, mut unasked) = (Vec::new(), Vec::new());
    for survey in &customer.surveys {
        let at = survey.id.minted_at();
        let Some(was) = fate(survey).filter(|_| since <= at) else {
            past.surveys.push(survey.clone());
            continue;
        };
        past.opted_out = was == Fate::Not(Suppressed::OptedOut);
        let would = fate_by_rules(&mut past, customer, survey, policy, &unasked, was);
        if would != Fate::Asked {
            unasked.push(survey.id);
        }
        replayed.push(Replayed { at, topic: survey.interaction.topic.clone(), was, would });
    }
    replayed
}

/// What became of a contact; nothing where that is open or was erased.
fn fate(survey: &Survey) -> Option<Fate> {
    match survey.stage {
        Stage::Suppressed { why } => Some(Fate::Not(why)),
        Stage::Sending
        | Stage::Asked { .. }
        | Stage::MaybeAsked { .. }
        | Stage::Expired
        | Stage::Superseded
        | Stage::Undeliverable { .. }
        | Stage::Answered { .. }
        | Stage::Finished => Some(Fate::Asked),
        Stage::Planned { .. } | Stage::Erased => None,
    }
}

fn fate_by_rules(
    past: &mut Customer,
    customer: &Customer,
    survey: &Survey,
    policy: &Policy,
    unasked: &[SurveyId],
    was: Fate,
) -> Fate {
    let mut at = survey.id.minted_at();
    let planned = Survey {
        stage: Stage::Planned { due: at },
        asked_at: None,
        response: None,
        ..survey.clone()
    };
    past.surveys.push(planned);
    let index = past.surveys.len() - 1;
    let mut ruled = Ruling::At(at);
    for _ in 0..TURNS {
        let earlier: Vec<SurveyId> = past.surveys[..index].iter().map(|survey| survey.id).collect();
        past.cases = cases_open(customer, &earlier, at, unasked);
        let recorded = Recorded {
            seq: 0,
            at,
            entropy: [0; 32],
            next_case: CaseNumber::FIRST,
            log_id: None,
            event: Event::DeadlineReached,
        };
        ruled = Step::new(past, policy, &recorded).ruling(index);
        match ruled {
            Ruling::At(due) | Ruling::PutOff(due) if at < due => at = due,
            Ruling::At(_) | Ruling::PutOff(_) | Ruling::Never(_) => break,
        }
    }
    let would = match (ruled, was) {
        // No rule gives a way to somebody who has none, or asks about what is not over.
        (Ruling::Never(why), _)
        | (_, Fate::Not(why @ (Suppressed::NoChannel | Suppressed::Withdrawn))) => Fate::Not(why),
        (Ruling::At(_) | Ruling::PutOff(_), _) => Fate::Asked,
    };
    past.surveys[index] = match would {
        Fate::Asked if survey.asked_at.is_some() => survey.clone(),
        Fate::Asked => Survey { stage: Stage::Expired, asked_at: Some(at), ..survey.clone() },
        Fate::Not(why) => {
            let stage = Stage::Suppressed { why };
            Survey { stage, asked_at: None, response: None, ..survey.clone() }
        }
    };
    would
}

/// The cases that were open at a moment when so many surveys were known, but for those that an answer
/// opened which would not have been given.
fn cases_open(
    customer: &Customer,
    earlier: &[SurveyId],
    at: Timestamp,
    unasked: &[SurveyId],
) -> Vec<Case> {
    let was_open = |case: &&Case| {
        let is_over = matches!(case.stage, CaseStage::Closed { at: closed, .. } if closed <= at);
        let opened_by = case.surveys.first();
        // No answer opens a case before its question is asked.
        let is_impossible =
            opened_by.is_some_and(|by| !earlier.contains(by) || unasked.contains(by));
        case.opened_at <= at && !is_over && !is_impossible
    };
    let open = customer.cases.iter().filter(was_open);
    open.map(|case| Case { stage: CaseStage::Open, ..case.clone() }).collect()
}
