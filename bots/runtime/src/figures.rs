//! What is counted while the service runs. Counting is one addition to a number of its own: it
//! locks nothing and allocates nothing.

mod measured;
mod spread;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use amends_core::{
    effect::Class,
    fact::{Alarm, Fact},
    interaction::Source,
    place::Platform,
    scale::Satisfaction,
    survey::Suppressed,
};
use jiff::Timestamp;

pub(crate) use self::measured::{AskOutbox, Waits, class_name, waits};
use self::spread::Counted;
pub use self::{
    measured::{Labelled, Measured, Stored},
    spread::Spread,
};

const PLATFORMS: [Platform; 2] = [Platform::Telegram, Platform::Discord];
const CLASSES: [Class; 7] = [
    Class::Ack,
    Class::Recovery,
    Class::Staff,
    Class::Thanks,
    Class::Card,
    Class::Question,
    Class::Digest,
];
const SOURCES: [Source; 7] = [
    Source::Topic,
    Source::Done,
    Source::DeepLink,
    Source::Receipt,
    Source::Customer,
    Source::Webhook,
    Source::Manual,
];
const SATISFACTIONS: [Satisfaction; 3] =
    [Satisfaction::Dissatisfied, Satisfaction::Neutral, Satisfaction::Satisfied];
const BECAME: [Became; 3] = [Became::Planned, Became::Suppressed, Became::NoChannel];
const OUTCOMES: [Outcome; 5] =
    [Outcome::Done, Outcome::Refused, Outcome::Unknown, Outcome::PutOff, Outcome::NotSent];
const PROMISES: [Promise; 4] = [Promise::Made, Promise::Kept, Promise::Broken, Promise::Moved];
const ALARMS: [&str; 6] =
    ["no_desk", "nobody_on_duty", "nobody_left", "nobody_answers", "desk_lost", "no_thread"];
const FAILURES: [Failure; 8] = [
    Failure::Store,
    Failure::Arrival,
    Failure::Contact,
    Failure::Settling,
    Failure::Deadline,
    Failure::Invariant,
    Failure::Rejected,
    Failure::Panic,
];

/// Upper bounds of how long a commit takes, in microseconds.
const COMMIT: &[u64] = &[
    250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000,
];
/// Upper bounds of how long a press waits for its answer, in microseconds.
const PRESS: &[u64] = &[
    2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    5_000_000, 15_000_000,
];
/// Upper bounds of how many steps are made durable together.
const GROUP: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

/// What became of a contact that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// It is to be asked about.
    Planned,
    /// It is not asked about.
    Suppressed,
    /// Nobody knows where to ask.
    NoChannel,
}

/// How one try to carry out an effect ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The platform did it.
    Done,
    /// The platform, or its turn that came too late, said no.
    Refused,
    /// Nobody knows.
    Unknown,
    /// The platform told us to wait.
    PutOff,
    /// It did not leave this machine.
    NotSent,
}

/// What happened to a time that was told to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promise {
    Made,
    Kept,
    Broken,
    /// Told anew, before it was due.
    Moved,
}

/// What somebody who runs the service should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The store could not be written or read.
    Store,
    /// Work on an arrival failed.
    Arrival,
    /// Work on a contact failed.
    Contact,
    /// Work on the fate of an effect failed.
    Settling,
    /// Work on a deadline failed.
    Deadline,
    /// An invariant of the behaviour was broken.
    Invariant,
    /// A platform does not accept us.
    Rejected,
    /// An adapter panicked.
    Panic,
}

/// Numbers by the members of closed sets, in the order in which the sets are listed.
#[derive(Debug)]
struct Counts<const N: usize>([AtomicU64; N]);

impl<const N: usize> Default for Counts<N> {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; N])
    }
}

impl<const N: usize> Counts<N> {
    fn add(&self, place: usize) {
        if let Some(count) = self.0.get(place) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn at(&self, place: usize) -> u64 {
        self.0.get(place).map_or(0, |count| count.load(Ordering::Relaxed))
    }
}

/// Where something stands in its set.
fn place<T: PartialEq>(set: &[T], wanted: &T) -> usize {
    set.iter().position(|one| one == wanted).unwrap_or(set.len())
}

/// Everything that is counted, since the service started.
#[derive(Debug)]
pub(crate) struct Figures {
    contacts: Counts<{ SOURCES.len() * BECAME.len() }>,
    answers: Counts<{ SATISFACTIONS.len() * 2 }>,
    asked: Counts<1>,
    sends: Counts<{ PLATFORMS.len() * CLASSES.len() * OUTCOMES.len() }>,
    told_to_wait: Counts<{ PLATFORMS.len() }>,
    promises: Counts<{ PROMISES.len() }>,
    failures: Counts<{ FAILURES.len() }>,
    alarms: Counts<{ ALARMS.len() }>,
    group: Counted,
    commit: Counted,
    press: Counted,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            contacts: Counts::default(),
            answers: Counts::default(),
            asked: Counts::default(),
            sends: Counts::default(),
            told_to_wait: Counts::default(),
            promises: Counts::default(),
            failures: Counts::default(),
            alarms: Counts::default(),
            group: Counted::new(GROUP),
            commit: Counted::new(COMMIT),
            press: Counted::new(PRESS),
        }
    }
}

impl Figures {
    /// Counts what a step found out; `source` is what told us of the contact it is about.
    pub(crate) fn found(&self, facts: &[Fact], source: Option<Source>) {
        for fact in facts {
            match fact {
                Fact::Planned { .. } => self.contact(source, Became::Planned),
                Fact::Suppressed { why: Suppressed::NoChannel, .. } => {
                    self.contact(source, Became::NoChannel);
                }
                Fact::Suppressed { .. } => self.contact(source, Became::Suppressed),
                Fact::Asked { .. } => self.asked.add(0),
                Fact::Answered { rating, change, .. } => {
                    let satisfaction = place(&SATISFACTIONS, &rating.satisfaction());
                    self.answers.add(satisfaction * 2 + usize::from(0 < *change));
                }
                Fact::PromiseMade { instead_of, .. } => {
                    self.promises.add(place(&PROMISES, &Promise::Made));
                    if instead_of.is_some() {
                        self.promises.add(place(&PROMISES, &Promise::Moved));
                    }
                }
                Fact::PromiseKept { .. } => self.promises.add(place(&PROMISES, &Promise::Kept)),
                Fact::PromiseBroken { .. } => self.promises.add(place(&PROMISES, &Promise::Broken)),
                Fact::Undeliverable { .. }
                | Fact::Commented { .. }
                | Fact::Tagged { .. }
                | Fact::CaseOpened { .. }
                | Fact::CaseClaimed { .. }
                | Fact::FirstWord { .. }
                | Fact::LevelRaised { .. }
                | Fact::Recommended { .. }
                | Fact::OfferMade { .. }
                | Fact::OfferAnswered { .. }
                | Fact::OfferDelivered { .. }
                | Fact::CauseNamed { .. }
                | Fact::FixTold { .. }
                | Fact::Apologised { .. }
                | Fact::Resolved { .. }
                | Fact::Checked { .. }
                | Fact::Reopened { .. }
                | Fact::CaseClosed { .. }
                | Fact::Merged { .. }
                | Fact::Said { .. }
                | Fact::TranscriptTaken { .. }
                | Fact::ItemOpened { .. }
                | Fact::ItemEnded { .. }
                | Fact::LedNowhere
                | Fact::Split { .. }
                | Fact::StaffChanged { .. }
                | Fact::AdminChanged { .. }
                | Fact::Erased => (),
                Fact::Alarm { what } => self.alarms.add(place(&ALARMS, &alarm_name(*what))),
            }
        }
    }

    fn contact(&self, source: Option<Source>, became: Became) {
        // A contact that was withheld meanwhile was counted when it came.
        if let Some(source) = source {
            self.contacts.add(place(&SOURCES, &source) * BECAME.len() + place(&BECAME, &became));
        }
    }

    /// Counts the end of one try to carry out an effect.
    pub(crate) fn tried(&self, platform: Platform, class: Class, outcome: Outcome) {
        let at = place(&PLATFORMS, &platform) * CLASSES.len() + place(&CLASSES, &class);
        self.sends.add(at * OUTCOMES.len() + place(&OUTCOMES, &outcome));
        if outcome == Outcome::PutOff {
            self.told_to_wait.add(place(&PLATFORMS, &platform));
        }
    }

    /// Notes that a press was answered.
    pub(crate) fn answered(&self, pressed_at: Timestamp, now: Timestamp) {
        let took = Duration::try_from(now.duration_since(pressed_at)).unwrap_or_default();
        self.press.add_time(took);
    }

    /// Notes that a group became durable.
    pub(crate) fn committed(&self, steps: usize, took: Duration) {
        self.group.add(u64::try_from(steps).unwrap_or(u64::MAX));
        self.commit.add_time(took);
    }

    /// Counts something that somebody should look at.
    pub(crate) fn failed(&self, what: Failure) {
        self.failures.add(place(&FAILURES, &what));
    }
}

/// The name of what needs a human, in figures.
fn alarm_name(what: Alarm) -> &'static str {
    match what {
        Alarm::NoDesk(_) => "no_desk",
        Alarm::NobodyOnDuty(_) => "nobody_on_duty",
        Alarm::NobodyLeft => "nobody_left",
        Alarm::NobodyAnswers(_) => "nobody_answers",
        Alarm::DeskLost => "desk_lost",
        Alarm::NoThread(_) => "no_thread",
    }
}

#[cfg(test)]
mod tests {
    use amends_core::{ids::SurveyId, interaction::InteractionId, scale::Scale};

    use super::*;

    fn planned() -> Fact {
        let survey = SurveyId::mint(Timestamp::UNIX_EPOCH, &[7; 10]);
        Fact::Planned { survey, interaction: InteractionId("web:1".to_owned()), ended_at: None }
    }

    #[test]
    fn each_member_of_a_set_has_a_number_of_its_own() {
        let figures = Figures::default();
        for platform in PLATFORMS {
            for class in CLASSES {
                for outcome in OUTCOMES {
                    figures.tried(platform, class, outcome);
                }
            }
        }
        assert!(figures.sends.0.iter().all(|count| count.load(Ordering::Relaxed) == 1));
        for failure in FAILURES {
            figures.failed(failure);
        }
        assert!(figures.failures.0.iter().all(|count| count.load(Ordering::Relaxed) == 1));
        assert!(figures.told_to_wait.0.iter().all(|count| count.load(Ordering::Relaxed) == 7));
    }

    #[test]
    fn a_contact_counts_with_what_told_of_it() {
        let figures = Figures::default();
        figures.found(&[planned()], Some(Source::Webhook));
        figures.found(&[planned()], None);
        let rating = Scale::Faces3.rating(1).unwrap();
        let survey = SurveyId::mint(Timestamp::UNIX_EPOCH, &[7; 10]);
        figures.found(
            &[Fact::Answered { survey, rating, late: false, change: 1, clouds: Vec::new() }],
            None,
        );
        let counted = figures.contacts.0.iter().map(|count| count.load(Ordering::Relaxed));
        assert_eq!(counted.sum::<u64>(), 1);
        assert_eq!(figures.contacts.at(place(&SOURCES, &Source::Webhook) * BECAME.len()), 1);
        assert_eq!(figures.answers.at(1), 1, "a changed answer of somebody unhappy");
    }
}
