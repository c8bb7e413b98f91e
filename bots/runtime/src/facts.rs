//! Facts in the log: once, by ids only.

use amends_core::{
    fact::{Alarm, Fact},
    merging::MergedBy,
    policy::Level,
};
use amends_storage::port::Subject;
use tracing::{debug, error, info, warn};

/// Tells what a step found out.
pub(crate) fn tell(subject: &Subject, facts: &[Fact]) {
    for fact in facts {
        match subject {
            Subject::Customer(id) => tell_one(&id.to_string(), fact),
            Subject::Workspace => tell_one("workspace", fact),
            Subject::Venue(_) => tell_one("venue", fact),
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each fact")]
fn tell_one(of: &str, fact: &Fact) {
    match fact {
        Fact::Suppressed { survey, why, .. } => {
            info!(of, survey.id = %survey, why = why.name(), "Suppressed a survey");
        }
        Fact::Tagged { .. } => (),
        Fact::Planned { survey, .. } => info!(of, survey.id = %survey, "Planned a survey"),
        Fact::Asked { survey, .. } => info!(of, survey.id = %survey, "Asked"),
        Fact::Undeliverable { survey, why } => {
            info!(of, survey.id = %survey, why = why.name(), "Could not deliver a survey");
        }
        Fact::Answered { survey, rating, late, change, .. } => {
            let band = rating.satisfaction();
            info!(of, survey.id = %survey, ?band, late, change, "A customer answered");
        }
        Fact::Commented { survey: Some(survey), .. } => {
            debug!(of, survey.id = %survey, "A customer commented");
        }
        Fact::Commented { survey: None, .. } => debug!(of, "A customer wrote by themselves"),
        Fact::CaseOpened { case, origin, level, .. } => {
            info!(of, %case, ?origin, case.level = level.number(), "Opened a case");
        }
        Fact::CaseClaimed { case, .. } => info!(of, %case, "Somebody took a case"),
        Fact::FirstWord { case, .. } => info!(of, %case, "The first human word was sent"),
        Fact::LevelRaised { case, level } => {
            info!(of, %case, case.level = level.number(), "Raised a case");
        }
        Fact::PromiseMade { case, kind, due, .. } => {
            info!(of, %case, kind = kind.name(), %due, "Made a promise");
        }
        Fact::PromiseKept { case, kind } => info!(of, %case, kind = kind.name(), "Kept a promise"),
        Fact::PromiseBroken { case, kind } => {
            warn!(of, %case, kind = kind.name(), "Broke a promise");
        }
        Fact::Recommended { yes, .. } => info!(of, yes, "The customer would recommend us, or not"),
        Fact::OfferMade { case, .. } => info!(of, %case, "Offered something"),
        Fact::OfferAnswered { case, yes } => {
            info!(of, %case, yes, "The customer answered an offer");
        }
        Fact::OfferDelivered { case, .. } => info!(of, %case, "Delivered what was offered"),
        Fact::CauseNamed { case, cause } => info!(of, %case, cause, "Named what went wrong"),
        Fact::Apologised { incident } => info!(of, %incident, "Said sorry before they complained"),
        Fact::FixTold { cause, fix } => info!(of, cause, fix, "Told that something is fixed"),
        Fact::Resolved { case, .. } => info!(of, %case, "Resolved a case"),
        Fact::Checked { case, verdict } => {
            info!(of, %case, ?verdict, "The customer said whether it was put right");
        }
        Fact::Reopened { case } => info!(of, %case, "Reopened a case"),
        Fact::CaseClosed { case, outcome } => {
            info!(of, %case, outcome = outcome.name(), "Closed a case");
        }
        Fact::Merged { from, by } => {
            let by = match by {
                MergedBy::Link => "a code",
                MergedBy::Source => "a source",
                MergedBy::Staff(_) => "staff",
            };
            info!(of, %from, by, "Two customers became one");
        }
        Fact::Said { case, .. } => debug!(of, %case, "Something was said in a case"),
        Fact::TranscriptTaken { case, by } => {
            info!(of, %case, by = %by.account, "Somebody took the transcript of a case");
        }
        Fact::ItemOpened { item } => info!(of, %item, "Something came into the inbox"),
        Fact::ItemEnded { item, how, .. } => info!(of, %item, how, "An item of the inbox ended"),
        Fact::LedNowhere => info!(of, "A link has something unknown behind it"),
        Fact::Split { from } => info!(of, %from, "One customer is two again"),
        Fact::StaffChanged { who, level } => {
            let (platform, level) = (who.platform.name(), level.map(Level::name));
            info!(platform, account = who.account, staff.level = level, "Who is staff changed");
        }
        Fact::AdminChanged { who, is_one } => {
            let platform = who.platform.name();
            info!(platform, account = who.account, is_one, "Who administers changed");
        }
        Fact::Erased => info!(of, "Erased a customer"),
        Fact::Alarm { what } => alarm(*what),
    }
}

fn alarm(what: Alarm) {
    match what {
        Alarm::NoDesk(case) => {
            error!(%case, "A case opened and no desk is set: staff can't see it");
        }
        Alarm::NobodyOnDuty(case) => {
            warn!(%case, "A case opened in published hours and nobody is on duty");
        }
        Alarm::NobodyLeft => warn!("Nobody is on duty, in published hours"),
        Alarm::NobodyAnswers(case) => error!(%case, "Level 3 was called and does not answer"),
        Alarm::DeskLost => error!("The desk can't be used any more: let the bot in again"),
        Alarm::NoThread(case) => warn!(%case, "The thread of a case could not be made"),
    }
}
