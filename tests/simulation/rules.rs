//! Rules of asking, drawn at random and held in the plainest way: no question leaves that a rule
//! forbids, and none in quiet hours.

use amends_core::{
    asking_rules::{AskingRules, Percent, Quiet, Skip},
    customer::Customer,
    effect::{Body, Effect, Purpose, Words},
    interaction::{Interaction, Source},
    policy::Policy,
    say::{Question, Say},
    survey::Survey,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

/// Rules of asking, each there or not.
pub(crate) fn draw(rng: &mut ChaCha8Rng) -> AskingRules {
    let mut rules = AskingRules::default();
    if rng.random_range(0..2) == 0 {
        let quiet = *["21:00-08:00", "09:30-11:00", "00:00-23:30"].choose(rng).unwrap();
        rules.quiet = Quiet::read(quiet);
    }
    if rng.random_range(0..3) == 0 {
        rules.sample = Percent::read("50%").unwrap();
    }
    if rng.random_range(0..3) == 0 {
        rules.skips = ["topic:billing", "tag:vip"].map(|skip| Skip::read(skip).unwrap()).into();
    }
    rules.recommend = *[0, 50, 100].choose(rng).unwrap();
    rules.messages = rng.random_range(0..3);
    rules
}

/// Gives a contact something that rules can be about.
pub(crate) fn decorate(rng: &mut ChaCha8Rng, interaction: &mut Interaction) {
    let topics = [None, Some("Order 118"), Some("Billing, invoice 44")];
    interaction.topic = topics.choose(rng).unwrap().map(ToOwned::to_owned);
    interaction.messages = (rng.random_range(0..2) == 0).then(|| rng.random_range(0..4));
    if rng.random_range(0..6) == 0 {
        interaction.segments = vec!["VIP".to_owned()];
    }
}

/// What is asked against the rules.
pub(crate) fn breaches(
    now: Timestamp,
    customer: &Customer,
    policy: &Policy,
    effects: &[Effect],
) -> Vec<String> {
    let mut breaches = Vec::new();
    let is_quiet = |at: Timestamp| {
        let quiet = policy.workspace.asking.quiet;
        quiet.is_some_and(|quiet| lies_in(&quiet.to_string(), at, &zone(customer, policy)))
    };
    for effect in effects {
        let Body::Send { purpose: Some(purpose), words, .. } = &effect.body else { continue };
        let reminds =
            matches!(words, Words::Customer(Say::Ask { question: Question::Reminder, .. }, _));
        let (Purpose::Question(id) | Purpose::QuestionAgain(id)) = *purpose else { continue };
        if matches!(purpose, Purpose::QuestionAgain(_)) && !reminds {
            continue;
        }
        let Some(survey) = customer.survey(id).filter(|survey| !is_wish(survey)) else { continue };
        if is_quiet(now) {
            breaches.push(format!("{id} is asked in quiet hours"));
        }
        let last = effect.expires_at.map(|until| until - SignedDuration::from_millis(1));
        if last.is_some_and(|last| now < last && is_quiet(last)) {
            breaches.push(format!("{id} may leave in quiet hours"));
        }
        if !reminds && is_forbidden(survey, &policy.workspace.asking) {
            breaches.push(format!("{id} is asked against the rules"));
        }
    }
    breaches
}

fn is_wish(survey: &Survey) -> bool {
    matches!(survey.interaction.source, Source::Customer | Source::DeepLink)
}

fn zone(customer: &Customer, policy: &Policy) -> TimeZone {
    let name = customer.zone.as_ref().unwrap_or(&policy.workspace.zone);
    TimeZone::get(name).unwrap()
}

/// Whether a moment lies in hours such as `21:00-08:00`.
fn lies_in(hours: &str, at: Timestamp, zone: &TimeZone) -> bool {
    let (from, to) = hours.split_once('-').unwrap();
    let time = at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let (after, before) = (from <= time.as_str(), time.as_str() < to);
    if from < to { after && before } else { after || before }
}

fn is_forbidden(survey: &Survey, rules: &AskingRules) -> bool {
    let interaction = &survey.interaction;
    let leaves_out = |skip: &str| rules.skips.contains(&Skip::read(skip).unwrap());
    let billing = interaction.topic.as_ref().is_some_and(|it| it.contains("Billing"));
    let few = interaction.messages.is_some_and(|messages| messages < rules.messages);
    let vip = !interaction.segments.is_empty();
    few || (billing && leaves_out("topic:billing")) || (vip && leaves_out("tag:vip"))
}
