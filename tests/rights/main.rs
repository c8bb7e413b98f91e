//! Who may do what: every command and every button, by everybody who could try, on both platforms.
//!
//! What happens is brought in as the platforms tell it and read by the real adapters; what comes of it
//! is held to one table. Whoever may does something; whoever may not changes nothing, and hears at
//! most that they may not.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

mod people;
mod stage;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use amends_core::{
    action::Action,
    case::Stage as CaseStage,
    catalogue::sum_of,
    customer::Customer,
    desk::{DeskSay, HistoryWhat},
    effect::{Body, Words},
    ids::{CustomerId, ItemNumber, SurveyId},
    place::Platform,
};
use amends_storage::{
    MemoryStore,
    port::{Identity, Store},
};
use serde_json::{Value, json};

use crate::{
    people::{What, Who},
    stage::{CASE, House, Stage, account},
    table::{Deed, Right, may},
};

/// What may be said to somebody who may not: that they may not, or what is said to customers'
/// own words wherever those are written.
const HARMLESS: [&str; 13] = [
    "say:not_allowed",
    "say:admins_only",
    "say:anonymous",
    "say:own_case",
    "say:not_for_you",
    "say:already_taken",
    "say:for_somebody_else",
    "say:feed",
    "say:comment_thanks",
    "say:wrote_after",
    "say:customer_words",
    "say:only_customer_closes",
    "say:tap_ack",
];

/// How a command of customers that is called like one of admins answers.
const NAMESAKE: (&str, &str) = ("/language default ro", "say:language_set");

/// What matters of the state: nothing that a customer says in their own words.
fn state(house: &House, platform: Platform) -> Value {
    let accounts: BTreeSet<i64> = Who::ALL.into_iter().map(|who| who.account().0).collect();
    let customer = |id: &i64| {
        let identity = Identity::Account(account(platform, *id));
        let id = house.store.customer_of(&identity).unwrap()?;
        house.store.customer(id).unwrap().map(|customer| of_customer(&customer))
    };
    let customers: Vec<_> = accounts.iter().filter_map(customer).collect();
    let mut workspace = house.store.workspace().unwrap().unwrap();
    workspace.seen.clear();
    for member in &mut workspace.staff {
        (member.name, member.username) = (None, None);
    }
    json!([customers, workspace])
}

fn of_customer(customer: &Customer) -> Value {
    let surveys = customer.surveys.iter();
    let surveys: Vec<_> =
        surveys.map(|survey| json!([survey.status(), survey.rating(), survey.case])).collect();
    let cases: Vec<_> = customer
        .cases
        .iter()
        .map(|case| {
            let stage = if let CaseStage::Closed { outcome, .. } = &case.stage {
                json!(outcome)
            } else {
                json!(case.stage)
            };
            let notes = case.history.iter();
            let notes = notes.filter(|(_, what)| matches!(what, HistoryWhat::Note { .. })).count();
            json!([
                stage,
                case.level,
                case.joined,
                case.handover,
                case.assists.len(),
                case.resolutions.len(),
                notes,
                case.promises,
                case.offers.iter().map(|offer| offer.state).collect::<Vec<_>>(),
                case.reopened,
                case.senior_asked,
                case.paused_until,
                case.why,
                case.cause
            ])
        })
        .collect();
    json!([
        customer.opted_out,
        customer.chosen_language,
        customer.tastes,
        customer.flagged,
        customer.complaining,
        customer.inbox.iter().filter_map(|item| item.end.as_ref()).collect::<Vec<_>>(),
        surveys,
        cases,
        customer.merged_into,
        customer.link_code.is_some()
    ])
}

/// What was said or done outside.
fn evidence(bodies: &[Body]) -> Vec<String> {
    let said = |words: &Words| {
        let say = match words {
            Words::Customer(say, _) => serde_json::to_value(say).unwrap(),
            Words::Desk(DeskSay::Handing(say)) => serde_json::to_value(say).unwrap(),
            Words::Desk(say) => serde_json::to_value(say).unwrap(),
        };
        let fields = say.as_object().and_then(|say| say.keys().next().cloned());
        let name = say.as_str().map(str::to_owned).or(fields).unwrap();
        format!("say:{name}")
    };
    let one = |body: &Body| match body {
        Body::Send { words, .. }
        | Body::SendFile { words, .. }
        | Body::Edit { words: Some(words), .. }
        | Body::Answer { words: Some(words), .. } => Some(said(words)),
        Body::Edit { words: None, .. } => Some("strip".to_owned()),
        // The press is only confirmed; what the desk shows of a case follows its state.
        Body::Answer { words: None, .. } | Body::RenameThread { .. } => None,
        Body::Form { .. } => Some("form".to_owned()),
        Body::MarkDelivered { .. } => Some("mark".to_owned()),
        Body::Copy { .. } => Some("copy".to_owned()),
        Body::Delete { .. }
        | Body::React { .. }
        | Body::OpenRoom { .. }
        | Body::Seat { .. }
        | Body::OpenThread { .. }
        | Body::CloseThread { .. }
        | Body::DeleteThread { .. }
        | Body::ReopenThread { .. }
        | Body::Pin { .. }
        | Body::Fetch { .. }
        | Body::Inspect { .. }
        | Body::Signal { .. }
        | Body::Withdraw { .. } => Some("other".to_owned()),
    };
    bodies.iter().filter_map(one).filter(|said| said != "say:card").collect()
}

/// One cell: somebody tries something. Returns what is wrong with what came of it.
async fn cell(
    platform: Platform,
    store: &MemoryStore,
    (who, what): (Who, What<'_>),
    (right, deed): (Right, Deed),
) -> Option<String> {
    let mut house = House::opens(platform, store.fork());
    let before = state(&house, platform);
    let update = people::update(platform, who, what, right, house.thread().as_deref());
    let bodies = house.brings(update).await;
    let (after, told) = (state(&house, platform), evidence(&bodies));
    house.closes().await;
    let is_namesake = |said: &str| matches!(what, What::Says(text) if (text, said) == NAMESAKE);
    let acted = before != after
        || told.iter().any(|said| !HARMLESS.contains(&said.as_str()) && !is_namesake(said));
    let allowed = may(who, right, deed);
    (acted != allowed).then(|| {
        let name = platform.name();
        let changed = if before == after { "nothing changed" } else { "the state changed" };
        let wrong = if allowed { "may, and could not" } else { "may not, and did" };
        format!("{name}: {who:?} {wrong}: {what:?} ({right:?}): {changed}, {told:?}")
    })
}

/// Every button whose data can be read, with the numbers of the story.
fn buttons(dana: CustomerId, survey: SurveyId, item: ItemNumber, change: u32) -> Vec<Action> {
    let details = ["", ".3", ".1y", ".1p", ".1n", ".0a", ".1s", ".1j", ".1d"].map(str::to_owned);
    let details = details.into_iter().chain(('a'..='z').map(|letter| format!(".{letter}")));
    let late = format!(".{}", sum_of("late"));
    let details: Vec<String> = details.chain([late]).collect();
    let about = [
        survey.to_string(),
        CASE.0.to_string(),
        dana.to_string(),
        change.to_string(),
        item.0.to_string(),
        "c".to_owned(),
        "f".to_owned(),
        "faces3en".to_owned(),
    ];
    let mut found = BTreeSet::new();
    for verb in ('a'..='z').chain('A'..='Z') {
        for about in &about {
            for detail in &details {
                found.extend(Action::parse(&format!("{verb}.{about}{detail}")));
            }
        }
    }
    // Numbers of cases and changes look alike, and so do the ids of surveys and customers.
    let is_of_story = |action: &Action| match *action {
        Action::NameCause { cause, .. } if cause != sum_of("late") => false,
        Action::Rate { survey: it, .. }
        | Action::Change { survey: it }
        | Action::NoTalk { survey: it }
        | Action::ContactMe { survey: it }
        | Action::OpenRecovery { survey: it }
        | Action::NoAction { survey: it }
        | Action::Tell { survey: it } => it == survey,
        Action::Senior { case }
        | Action::StillNeed { case }
        | Action::Right { case, .. }
        | Action::GoOn { case, .. }
        | Action::Take { case }
        | Action::Join { case }
        | Action::History { case }
        | Action::WaitForAnswer { case }
        | Action::Promise { case }
        | Action::Progress { case }
        | Action::HandOver { case }
        | Action::Accept { case }
        | Action::Return { case }
        | Action::MakeGood { case, .. }
        | Action::Offered { case, .. }
        | Action::CallSenior { case }
        | Action::PutRight { case }
        | Action::Reopen { case }
        | Action::JustThanks { case }
        | Action::CloseMistap { case }
        | Action::Why { case }
        | Action::Anyway { case }
        | Action::NameCause { case, .. }
        | Action::TellInCase { case } => case == CASE,
        Action::Contact { customer }
        | Action::OpenFor { customer }
        | Action::Recommend { customer, .. }
        | Action::NeedHelp { customer, .. }
        | Action::Forget { customer, .. } => customer == dana,
        Action::Item { item: it, .. } => it == item,
        Action::Admin { nr, .. } => nr == change,
        Action::Complain | Action::Feedback | Action::Code | Action::Trial { .. } => true,
    };
    found.into_iter().filter(is_of_story).collect()
}

async fn every_cell(platform: Platform) {
    let stores: BTreeMap<Stage, MemoryStore> = stage::stages(platform).await;
    let people: Vec<Who> = Who::ALL.into_iter().filter(|who| who.is_on(platform)).collect();
    let (mut cells, mut wrong) = (0, Vec::new());
    for (text, right, stage) in table::commands() {
        for who in &people {
            let deed = (right, Deed::Command);
            wrong.extend(cell(platform, &stores[&stage], (*who, What::Says(&text)), deed).await);
            cells += 1;
        }
    }
    // Customers and surveys are called otherwise in each run of the story.
    let of_stage = |stage: Stage| {
        let house = House::opens(platform, stores[&stage].fork());
        let dana = house.dana();
        let changes = house.store.workspace().unwrap().unwrap().changes;
        let zone = changes.iter().find(|change| change.what == "zone");
        let item = dana.inbox.first().map_or(ItemNumber(0), |item| item.number);
        buttons(dana.id, dana.surveys[0].id, item, zone.map_or(1, |change| change.nr))
    };
    let mut kinds = BTreeSet::new();
    for stage in Stage::ALL {
        for action in of_stage(stage) {
            let (right, needs) = table::of_button(action);
            if needs != stage {
                continue;
            }
            kinds.insert(action.code().split('.').next().unwrap().to_owned());
            for who in &people {
                let deed = (right, Deed::Button);
                let tried = (*who, What::Presses(action));
                wrong.extend(cell(platform, &stores[&stage], tried, deed).await);
                cells += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
    assert!(400 <= cells, "only {cells} cells");
    assert!(25 <= kinds.len(), "only these buttons were pressed: {kinds:?}");
}

/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_may_act_on_telegram() {
    every_cell(Platform::Telegram).await;
}

/// Shows INV 22.
#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_may_act_on_discord() {
    every_cell(Platform::Discord).await;
}
