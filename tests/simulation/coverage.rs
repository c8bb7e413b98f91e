//! Which event met which state: of every machine every pair, and those that never met are failures.
//!
//! A pair that cannot meet is known with the reason, and must not meet either.

mod named;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use amends_core::{
    case::{Case, Stage as CaseStage},
    customer::Customer,
    event::Recorded,
    inbox::{Item, ItemWhat},
    policy::Policy,
    survey::{Stage as SurveyStage, Survey},
};

use self::named::{About, Why, due, told};

/// How often each event met each state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Met {
    pairs: BTreeMap<(Machine, &'static str, String), u64>,
}

/// A state, and what met it.
type Pair = (&'static str, String);

/// What has states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Machine {
    Survey,
    Case,
    Promise,
    Offer,
    Item,
}

impl Machine {
    const ALL: [Self; 5] = [Self::Survey, Self::Case, Self::Promise, Self::Offer, Self::Item];

    fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Case => "case",
            Self::Promise => "promise",
            Self::Offer => "offer",
            Self::Item => "item",
        }
    }

    /// Where it may stand. What is beside a case's stage counts like a stage: it may be handed over,
    /// its customer may be out of reach, and its lines may be held back.
    fn states(self) -> &'static [&'static str] {
        match self {
            Self::Survey => &[
                "none",
                "suppressed",
                "planned",
                "sending",
                "asked",
                "maybe asked",
                "expired",
                "superseded",
                "undeliverable",
                "answered",
                "finished",
                "erased",
            ],
            Self::Case => &[
                "none",
                "open",
                "working",
                "waiting",
                "checking",
                "closed",
                "handed over",
                "unreachable",
                "paused",
            ],
            Self::Promise => &["made", "kept", "broken", "moved", "cancelled"],
            Self::Offer => &["pending", "dropped", "sent", "accepted", "declined", "delivered"],
            Self::Item => &[
                "none",
                "comment",
                "out of the blue",
                "to look into",
                "cause",
                "praise",
                "reason",
                "case",
                "forgotten",
            ],
        }
    }

    fn events(self) -> Vec<String> {
        match self {
            Self::Survey => named::of_survey(),
            Self::Case => named::of_case(),
            Self::Promise => named::OF_PROMISE.map(str::to_owned).to_vec(),
            Self::Offer => named::OF_OFFER.map(str::to_owned).to_vec(),
            Self::Item => named::OF_ITEM.map(str::to_owned).to_vec(),
        }
    }

    /// Why these two do not meet, or need not.
    fn unmet(self, state: &str, event: &str) -> Option<Why> {
        match self {
            Self::Survey => named::unmet_by_survey(state, event),
            Self::Case => named::unmet_by_case(state, event),
            Self::Promise | Self::Offer => named::unmet_by_deed(state, event),
            Self::Item => None,
        }
    }

    /// Whether only what concerns it is looked at, of all that happens around it.
    fn is_part(self) -> bool {
        match self {
            Self::Promise | Self::Offer => true,
            Self::Survey | Self::Case | Self::Item => false,
        }
    }
}

impl Met {
    /// Notes what is about to happen to a customer.
    pub(crate) fn note(&mut self, customer: &Customer, policy: &Policy, recorded: &Recorded) {
        let waking = customer.next_wake(policy).filter(|wake| wake.at <= recorded.at);
        let (event, about) = match waking {
            Some(wake) => due(customer, policy, &wake),
            None => told(customer, &recorded.event),
        };
        let Some(event) = event.as_deref() else { return };
        match about {
            About::Nothing => (),
            About::Survey(survey) => self.meets_survey(survey, event),
            About::Case(case) => self.meets_case(case, event),
            About::Item(item) => {
                self.meets(Machine::Item, item.map_or("none", item_stands), event);
            }
            About::Customer => {
                self.meets_surveys(customer, event);
                self.meets_case(customer.cases.last(), event);
            }
        }
    }

    fn meets_survey(&mut self, survey: Option<&Survey>, event: &str) {
        self.meets(Machine::Survey, survey.map_or("none", |survey| survey_stands(survey)), event);
    }

    fn meets_surveys(&mut self, customer: &Customer, event: &str) {
        if customer.surveys.is_empty() {
            return self.meets_survey(None, event);
        }
        let states: BTreeSet<&str> = customer.surveys.iter().map(survey_stands).collect();
        for state in states {
            self.meets(Machine::Survey, state, event);
        }
    }

    fn meets_case(&mut self, case: Option<&Case>, event: &str) {
        let Some(case) = case else { return self.meets(Machine::Case, "none", event) };
        for state in case_stands(case) {
            self.meets(Machine::Case, state, event);
        }
        let promises: BTreeSet<&str> = case.promises.iter().map(|it| it.state.name()).collect();
        for state in promises {
            self.meets(Machine::Promise, state, event);
        }
        let offers: BTreeSet<&str> = case.offers.iter().map(|offer| offer.state.name()).collect();
        for state in offers {
            self.meets(Machine::Offer, state, event);
        }
    }

    fn meets(&mut self, machine: Machine, state: &'static str, event: &str) {
        *self.pairs.entry((machine, state, event.to_owned())).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (pair, count) in &other.pairs {
            *self.pairs.entry(pair.clone()).or_default() += count;
        }
    }

    /// How much of what can meet did.
    pub(crate) fn told(&self) -> String {
        let mut told = String::new();
        for machine in Machine::ALL {
            let (met, all) = (self.of(machine), expected(machine));
            let taken = all.iter().filter(|pair| met.contains_key(*pair)).count();
            let rarest = all.iter().filter_map(|pair| Some((met.get(pair)?, pair))).min();
            let rarest = rarest.map_or_else(String::new, |(count, (state, event))| {
                format!("; the rarest: {event} while {state}, {count} times")
            });
            writeln!(told, "{}: {taken} of {} pairs{rarest}", machine.name(), all.len()).unwrap();
        }
        told
    }

    fn of(&self, machine: Machine) -> BTreeMap<Pair, u64> {
        let events: BTreeSet<String> = machine.events().into_iter().collect();
        let ours = self.pairs.iter().filter(|((of, _, event), _)| {
            *of == machine && (!machine.is_part() || events.contains(event))
        });
        ours.map(|((_, state, event), count)| ((*state, event.clone()), *count)).collect()
    }

    /// What should have met, and did not; and what met that cannot.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for machine in Machine::ALL {
            let (met, all, name) = (self.of(machine), expected(machine), machine.name());
            let events: BTreeSet<String> = machine.events().into_iter().collect();
            let never = all.iter().filter(|pair| !met.contains_key(*pair));
            let never = never.map(|(state, event)| format!("{name}, never: {event} while {state}"));
            wrong.extend(never);
            for (state, event) in met.keys() {
                if !events.contains(event) {
                    wrong.push(format!("{name}, not in the table: {event}"));
                }
                if let Some(Why::Never(why)) = machine.unmet(state, event) {
                    wrong.push(format!("{name}, though {why}: {event} while {state}"));
                }
            }
        }
        wrong
    }
}

/// What has to meet.
fn expected(machine: Machine) -> BTreeSet<Pair> {
    let events = machine.events();
    let of = |state: &&'static str| {
        let state = *state;
        events.iter().map(move |event| (state, event.clone())).collect::<Vec<Pair>>()
    };
    let all = machine.states().iter().flat_map(of);
    all.filter(|(state, event)| machine.unmet(state, event).is_none()).collect()
}

fn survey_stands(survey: &Survey) -> &'static str {
    match survey.stage {
        SurveyStage::Suppressed { .. } => "suppressed",
        SurveyStage::Planned { .. } => "planned",
        SurveyStage::Sending => "sending",
        SurveyStage::Asked { .. } => "asked",
        SurveyStage::MaybeAsked { .. } => "maybe asked",
        SurveyStage::Expired => "expired",
        SurveyStage::Superseded => "superseded",
        SurveyStage::Undeliverable { .. } => "undeliverable",
        SurveyStage::Answered { .. } => "answered",
        SurveyStage::Finished => "finished",
        SurveyStage::Erased => "erased",
    }
}

fn item_stands(item: &Item) -> &'static str {
    match (&item.end, item.what) {
        (Some(end), _) => end.how.name(),
        (None, ItemWhat::Comment) => "comment",
        (None, ItemWhat::OutOfTheBlue) => "out of the blue",
        (None, ItemWhat::LookInto(_)) => "to look into",
    }
}

fn case_stands(case: &Case) -> Vec<&'static str> {
    let stage = match case.stage {
        CaseStage::Open => "open",
        CaseStage::Working { .. } => "working",
        CaseStage::Waiting { .. } => "waiting",
        CaseStage::Checking { .. } => "checking",
        CaseStage::Closed { .. } => "closed",
    };
    let handed = case.handover.as_ref().map(|_| "handed over");
    let gone = case.unreachable_since.filter(|_| stage != "closed").map(|_| "unreachable");
    let paused = case.paused_until.map(|_| "paused");
    [stage].into_iter().chain(handed).chain(gone).chain(paused).collect()
}
