//! `/why @customer`: what a customer was asked, what not, and why.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    admin::AdminSay,
    customer::Customer,
    desk::DeskSay,
    hours::Due,
    ids::CaseNumber,
    place::Actor,
    policy::{Level, Policy},
    scale::Rating,
    survey::{Stage, Suppressed, Survey, Undelivered},
};

/// So many contacts are shown.
const LINES: usize = 15;

/// What a customer was asked, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The customer.
    pub name: Option<String>,
    /// They want no questions.
    pub opted_out: bool,
    /// Their open case: while it is, no question is asked.
    pub case: Option<CaseNumber>,
    /// Contacts that ended.
    pub lines: Vec<LedgerLine>,
    /// So many older ones are not shown.
    pub older: u32,
    /// The id by which the log tells of this look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_id: Option<String>,
}

/// One contact, and what became of its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// When we heard of it.
    pub at: Due,
    /// What it was about.
    pub topic: Option<String>,
    /// Who served.
    pub agent: Option<String>,
    /// What became of the question.
    pub what: LedgerWhat,
    /// The id by which the log tells of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_id: Option<String>,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerWhat {
    /// It was not asked.
    NotAsked(Suppressed),
    /// It is asked at this moment.
    Planned(Due),
    /// It is on its way.
    OnItsWay,
    /// It stands in front of the customer, since this moment.
    Asked(Due),
    /// It may stand in front of the customer.
    MaybeAsked,
    /// It was asked and not answered in time.
    Expired,
    /// It was asked, and a newer one took its place.
    Superseded,
    /// It could not be delivered.
    NotDelivered(Undelivered),
    /// It was answered.
    Answered(Option<Rating>),
    /// What it was about was erased on the customer's wish.
    Erased,
}

/// Why somebody may not read what a customer was asked; nothing if they may.
pub fn refusal(policy: &Policy, by: &Actor) -> Option<DeskSay> {
    if by.anonymous {
        return Some(DeskSay::Anonymous);
    }
    let is = policy.staff(&by.address).map(|member| member.level);
    let may = is >= Some(Level::Senior) || policy.workspace.admins.contains(&by.address);
    (!may).then_some(DeskSay::NotAllowed { needs: Level::Senior, is })
}

/// What the customer was asked, what not, and why; with the id by which the log tells of the answer.
pub fn of(customer: &Customer, policy: &Policy, now: Timestamp, log_id: Option<String>) -> DeskSay {
    let lines = customer.surveys.iter().rev().take(LINES);
    let older = customer.surveys.len().saturating_sub(LINES);
    DeskSay::Admin(Box::new(AdminSay::Ledger(Ledger {
        name: customer.name.clone(),
        opted_out: customer.opted_out,
        case: customer.open_case().map(|case| case.number),
        lines: lines.map(|survey| line(survey, policy, now)).collect(),
        older: u32::try_from(older).unwrap_or(u32::MAX),
        log_id,
    })))
}

/// The answer to whoever named nobody.
pub fn whose() -> DeskSay {
    DeskSay::Admin(Box::new(AdminSay::LedgerOfWhom))
}

fn line(survey: &Survey, policy: &Policy, now: Timestamp) -> LedgerLine {
    let due = |at| policy.due(at, now);
    let heard = survey.id.minted_at();
    let what = match survey.stage {
        Stage::Suppressed { why } => LedgerWhat::NotAsked(why),
        Stage::Planned { due: at } => LedgerWhat::Planned(due(at)),
        Stage::Sending => LedgerWhat::OnItsWay,
        Stage::Asked { .. } => LedgerWhat::Asked(due(survey.asked_at.unwrap_or(heard))),
        Stage::MaybeAsked { .. } => LedgerWhat::MaybeAsked,
        Stage::Expired => LedgerWhat::Expired,
        Stage::Superseded => LedgerWhat::Superseded,
        Stage::Undeliverable { why } => LedgerWhat::NotDelivered(why),
        Stage::Answered { .. } | Stage::Finished => LedgerWhat::Answered(survey.rating()),
        Stage::Erased => LedgerWhat::Erased,
    };
    LedgerLine {
        at: due(heard),
        topic: survey.interaction.topic.clone(),
        agent: survey.interaction.agent.clone(),
        what,
        log_id: survey.log_id.clone(),
    }
}
