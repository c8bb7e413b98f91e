//! What we expect, small enough to read in one sitting: what may never be sent, and what must not be
//! lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use amends_core::{
    customer::Customer,
    effect::{Body, Effect, Purpose, Refusal, To, Words},
    fact::Fact,
    ids::SurveyId,
    say::Say,
    scale::Rating,
};

/// Words that staff wrote for themselves, or without having joined.
pub(crate) const SECRET: &str = "internal-secret";

/// The expectations about one customer.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    answers: BTreeMap<SurveyId, Vec<Rating>>,
    questions: BTreeMap<SurveyId, u32>,
    pub(crate) breaches: Vec<String>,
    pub(crate) seen: Seen,
}

/// What happened, so that a simulation that gets nowhere is noticed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    facts: BTreeMap<&'static str, u64>,
}

impl Reference {
    /// Holds one step against the expectations.
    pub(crate) fn watch(
        &mut self,
        after: &Customer,
        facts: &[Fact],
        effects: &[Effect],
        case_was_open: bool,
    ) {
        for fact in facts {
            self.seen.count(name_of(fact));
            if let Fact::Answered { survey, rating, .. } = fact {
                self.answers.entry(*survey).or_default().push(*rating);
            }
        }
        for effect in effects {
            self.watch_effect(effect, case_was_open);
        }
        self.nothing_lost(after);
    }

    fn watch_effect(&mut self, effect: &Effect, case_was_open: bool) {
        let (to_customer, words) = match &effect.body {
            Body::Send { to, words, purpose, .. } => {
                if let Some(Purpose::Question(survey)) = purpose {
                    *self.questions.entry(*survey).or_default() += 1;
                    if case_was_open {
                        self.breaches
                            .push(format!("INV 3: {survey} is asked while a case is open"));
                    }
                    if 1 < self.questions[survey] {
                        self.breaches.push(format!("I2: {survey} is asked twice"));
                    }
                }
                (matches!(to, To::Private(_)), Some(words))
            }
            Body::Copy { to, caption, .. } => (matches!(to, To::Private(_)), caption.as_ref()),
            Body::Edit { words, .. } | Body::Answer { words, .. } => (true, words.as_ref()),
            Body::OpenThread { .. }
            | Body::RenameThread { .. }
            | Body::CloseThread { .. }
            | Body::ReopenThread { .. }
            | Body::MarkDelivered { .. }
            | Body::Pin { .. }
            | Body::Signal { .. }
            | Body::Withdraw { .. } => return,
        };
        if let (true, Some(Words::Customer(Say::Words { text, .. }, _))) = (to_customer, words)
            && text.contains(SECRET)
        {
            self.breaches.push("INV 13: internal words were sent to the customer".to_owned());
        }
    }

    /// A question that was refused for good may be asked in another way.
    pub(crate) fn refused(&mut self, purpose: Purpose, refusal: Refusal) {
        if let Purpose::Question(survey) = purpose
            && refusal != Refusal::Unknown
        {
            self.questions.remove(&survey);
        }
    }

    /// I1: every acknowledged answer is there, with its whole history.
    fn nothing_lost(&mut self, after: &Customer) {
        for (survey, ratings) in &self.answers {
            let stored: Option<Vec<Rating>> = after
                .survey(*survey)
                .and_then(|survey| survey.response.as_ref())
                .map(|response| response.history.iter().map(|(_, rating)| *rating).collect());
            if stored.as_ref() != Some(ratings) {
                self.breaches
                    .push(format!("I1: the answer to {survey} is not what was acknowledged"));
            }
        }
    }
}

impl Seen {
    fn count(&mut self, what: &'static str) {
        *self.facts.entry(what).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (what, count) in &other.facts {
            *self.facts.entry(what).or_default() += count;
        }
    }

    pub(crate) fn assert_everything_happened(&self) {
        let happened: BTreeSet<&str> = self.facts.keys().copied().collect();
        for what in [
            "asked",
            "answered",
            "commented",
            "suppressed",
            "undeliverable",
            "case opened",
            "claimed",
            "first word",
            "level raised",
            "promise kept",
            "promise broken",
            "resolved",
            "reopened",
            "recovered",
            "silent",
            "unconfirmed",
            "unreachable",
            "declined",
            "mistap",
            "not_recovered",
            "alarm",
        ] {
            assert!(happened.contains(what), "no world ever saw: {what}");
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> =
            self.facts.iter().map(|(what, count)| format!("{what} {count}")).collect();
        f.write_str(&all.join(", "))
    }
}

fn name_of(fact: &Fact) -> &'static str {
    match fact {
        Fact::Suppressed { .. } => "suppressed",
        Fact::Planned { .. } => "planned",
        Fact::Asked { .. } => "asked",
        Fact::Undeliverable { .. } => "undeliverable",
        Fact::Answered { .. } => "answered",
        Fact::Commented { .. } => "commented",
        Fact::CaseOpened { .. } => "case opened",
        Fact::CaseClaimed { .. } => "claimed",
        Fact::FirstWord { .. } => "first word",
        Fact::LevelRaised { .. } => "level raised",
        Fact::PromiseMade { .. } => "promise made",
        Fact::PromiseKept { .. } => "promise kept",
        Fact::PromiseBroken { .. } => "promise broken",
        Fact::Resolved { .. } => "resolved",
        Fact::Reopened { .. } => "reopened",
        Fact::CaseClosed { outcome, .. } => outcome.name(),
        Fact::Alarm { .. } => "alarm",
    }
}
