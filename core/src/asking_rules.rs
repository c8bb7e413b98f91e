//! Whom the business does not ask, and when: a share of all contacts, what is left out, how much a
//! customer must have said, quiet hours. What a customer came for themselves is beyond these rules.

use std::{collections::BTreeSet, fmt};

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::{hours::clock_time, interaction::Interaction, survey::Suppressed};

/// The most that can be left out.
pub const SKIPS_MOST: usize = 50;
/// The longest word of what is left out, in characters.
pub const SKIP_CHARACTERS: usize = 64;
/// The most messages that can be required.
pub const MESSAGES_MOST: u32 = 100;

/// The rules of a business.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskingRules {
    /// Of a hundred contacts, so many are asked about; nothing: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<Percent>,
    /// What is not asked about.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub skips: BTreeSet<Skip>,
    /// The customer must have written so many messages, where the source tells how many.
    #[serde(skip_serializing_if = "is_nought")]
    pub messages: u32,
    /// Of a hundred happy customers, so many are asked whether they would recommend the business:
    /// from 0 to 100.
    #[serde(skip_serializing_if = "is_none_of_them")]
    pub recommend: u8,
    /// When nobody is asked, on the customer's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Quiet>,
}

/// A share of a hundred, from 1 to 99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(u8);

/// How many of the happy hear what came of answers.
const WHAT_CAME: Percent = Percent(20);

/// Something that is not asked about. Its words are kept in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// Contacts in whose topic these words stand.
    Topic(String),
    /// Contacts with this tag.
    Tag(String),
    /// Contacts that went so.
    Outcome(String),
}

/// Hours in which nobody is asked; they may lie around midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    from: Time,
    to: Time,
}

impl AskingRules {
    /// Whether nothing is ruled, so that everybody is asked at any time.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Which rule forbids to ask about a contact, whatever the time is.
    pub fn forbids(&self, interaction: &Interaction) -> Option<Suppressed> {
        if let Some(skip) = self.skips.iter().find(|skip| skip.covers(interaction)) {
            return Some(match skip {
                Skip::Topic(_) => Suppressed::TopicOff,
                Skip::Tag(_) => Suppressed::TagOff,
                Skip::Outcome(_) => Suppressed::OutcomeOff,
            });
        }
        if interaction.messages.is_some_and(|messages| messages < self.messages) {
            return Some(Suppressed::FewMessages);
        }
        let is_out = self.sample.is_some_and(|share| !share.takes(&interaction.id.0));
        is_out.then_some(Suppressed::NotSampled)
    }

    /// Whether whoever was happy about this is asked whether they would recommend the business.
    pub fn recommends(&self, what: &str) -> bool {
        Percent(self.recommend).takes(&format!("{what} recommended"))
    }

    /// Whether whoever was happy about this hears what came of such answers: one in five do.
    pub fn hears_what_came(what: &str) -> bool {
        WHAT_CAME.takes(&format!("{what} worth it"))
    }

    /// What of the contact is left out, if anything is.
    pub fn left_out(&self, interaction: &Interaction) -> Option<&Skip> {
        self.skips.iter().find(|skip| skip.covers(interaction))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_none_of_them(share: &u8) -> bool {
    *share == 0
}

impl Percent {
    /// Reads `50%` or `50`: from 1 to 100, of which 100 means all, so that nothing is ruled.
    pub fn read(text: &str) -> Option<Option<Self>> {
        let digits = text.strip_suffix('%').unwrap_or(text).trim_end();
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let share = digits.parse::<u8>().ok().filter(|share| plain && (1..=100).contains(share))?;
        Some((share < 100).then_some(Self(share)))
    }

    /// How many of a hundred.
    pub fn of_hundred(self) -> u8 {
        self.0
    }

    /// Whether something is among those that are taken: the same one always is, or never.
    fn takes(self, contact: &str) -> bool {
        // FNV-1a: it spreads ids that follow each other, and gives the same on every machine.
        let hash = contact.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        hash % 100 < u64::from(self.0)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}%", self.0)
    }
}

impl Skip {
    /// Reads `topic:billing`, `tag:vip`, `outcome:refused`.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, words) = text.split_once(':')?;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let fits = !words.is_empty()
            && words.chars().count() <= SKIP_CHARACTERS
            && !words.chars().any(|letter| letter.is_control() || letter == ',');
        if !fits {
            return None;
        }
        match kind.trim().to_ascii_lowercase().as_str() {
            "topic" => Some(Self::Topic(words)),
            "tag" => Some(Self::Tag(words)),
            "outcome" => Some(Self::Outcome(words)),
            _ => None,
        }
    }

    /// Whether a contact is among what is left out.
    fn covers(&self, interaction: &Interaction) -> bool {
        match self {
            Self::Topic(words) => interaction.topic.as_ref().is_some_and(|it| says(it, words)),
            Self::Tag(tag) => {
                interaction.segments.iter().any(|segment| segment.trim().to_lowercase() == *tag)
            }
            Self::Outcome(outcome) => interaction
                .outcome
                .as_ref()
                .is_some_and(|told| told.trim().to_lowercase() == *outcome),
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topic(words) => write!(out, "topic:{words}"),
            Self::Tag(words) => write!(out, "tag:{words}"),
            Self::Outcome(words) => write!(out, "outcome:{words}"),
        }
    }
}

impl Quiet {
    /// Reads `21:00-08:00`; an empty span is none.
    pub fn read(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (clock_time(from)?, clock_time(to)?);
        (from != to).then_some(Self { from, to })
    }

    /// When the quiet hours end in which a moment lies; nothing if it lies in none.
    pub fn until(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = at.to_zoned(zone.clone()).datetime();
        let (date, time) = (local.date(), local.time());
        let is_quiet = if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        };
        if !is_quiet {
            return None;
        }
        let ends_on = if time < self.to { Some(date) } else { date.tomorrow().ok() };
        // An hour that the clocks leave out or repeat must not make the end lie behind.
        ends_on.and_then(|date| moment(date, self.to, zone)).filter(|end| at < *end)
    }

    /// When the next quiet hours begin.
    pub fn begins_after(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = at.to_zoned(zone.clone()).date();
        let days = [Some(today), today.tomorrow().ok()];
        days.into_iter()
            .flatten()
            .filter_map(|date| moment(date, self.from, zone))
            .find(|begins| at < *begins)
    }
}

impl fmt::Display for Quiet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.from.strftime("%H:%M"), self.to.strftime("%H:%M"))
    }
}

fn moment(date: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_timestamp(date.to_datetime(time)).ok()
}

/// Whether the words stand in a text one after the other, as whole words.
pub(crate) fn says(text: &str, words: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(ToOwned::to_owned)
            .collect()
    };
    let (text, words) = (split(text), split(words));
    !words.is_empty() && text.windows(words.len()).any(|window| window == words)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_nought(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interaction::Source;

    fn contact(id: &str) -> Interaction {
        Interaction::new(id, Source::Webhook, Timestamp::UNIX_EPOCH)
    }

    fn rules(skip: &str) -> AskingRules {
        AskingRules { skips: [Skip::read(skip).unwrap()].into(), ..AskingRules::default() }
    }

    #[test]
    fn a_share_is_taken_evenly_and_the_same_contact_always_fares_the_same() {
        for wished in [1_u8, 20, 50, 99] {
            let share = Percent::read(&format!("{wished}%")).unwrap().unwrap();
            let taken = (0..10_000).filter(|n| share.takes(&format!("web:zd-{n}"))).count();
            let meant = usize::from(wished) * 100;
            assert!(taken.abs_diff(meant) < 200, "{taken} of 10000 with {wished}%");
            assert_eq!(share.takes("web:1"), share.takes("web:1"));
        }
        assert_eq!(Percent::read("100%"), Some(None));
        for wrong in ["0%", "101", "-5", "5.5%", "%", "+7", "half"] {
            assert_eq!(Percent::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn who_is_taken_stays_so_when_the_share_grows() {
        let [some, more] = ["30%", "60%"].map(|text| Percent::read(text).unwrap().unwrap());
        for n in 0..500 {
            let id = format!("web:{n}");
            assert!(!some.takes(&id) || more.takes(&id), "{id}");
        }
    }

    #[test]
    fn a_topic_is_left_out_by_its_whole_words() {
        let billing = rules("topic: Billing");
        for (topic, out) in [
            ("Billing", true),
            ("billing: invoice 44", true),
            ("Question (BILLING)", true),
            ("rebilling", false),
            ("Order 118", false),
        ] {
            let interaction = Interaction { topic: Some(topic.to_owned()), ..contact("1") };
            let forbidden = billing.forbids(&interaction).is_some();
            assert_eq!(forbidden, out, "{topic}");
        }
        let two = rules("topic:lost card");
        let said = |topic: &str| {
            let interaction = Interaction { topic: Some(topic.to_owned()), ..contact("1") };
            two.forbids(&interaction)
        };
        assert_eq!(said("A lost card again"), Some(Suppressed::TopicOff));
        assert_eq!(said("Card lost"), None);
    }

    #[test]
    fn tags_and_outcomes_are_left_out_as_they_are() {
        let tagged = Interaction { segments: vec!["VIP".to_owned()], ..contact("1") };
        assert_eq!(rules("tag:vip").forbids(&tagged), Some(Suppressed::TagOff));
        assert_eq!(rules("tag:vi").forbids(&tagged), None);
        let refused = Interaction { outcome: Some("Refused".to_owned()), ..contact("1") };
        assert_eq!(rules("outcome:refused").forbids(&refused), Some(Suppressed::OutcomeOff));
        assert_eq!(rules("outcome:refused").forbids(&contact("1")), None);
    }

    #[test]
    fn too_few_messages_count_only_where_the_source_tells() {
        let rules = AskingRules { messages: 2, ..AskingRules::default() };
        let wrote = |messages| Interaction { messages, ..contact("1") };
        assert_eq!(rules.forbids(&wrote(Some(1))), Some(Suppressed::FewMessages));
        assert_eq!(rules.forbids(&wrote(Some(2))), None);
        assert_eq!(rules.forbids(&wrote(None)), None);
    }

    #[test]
    fn quiet_hours_may_lie_around_midnight_and_go_by_the_zone() {
        let zone = |name| TimeZone::get(name).unwrap();
        let quiet = Quiet::read("21:00-8:00").unwrap();
        assert_eq!(quiet.to_string(), "21:00-08:00");
        let until = |at: &str, name| {
            let end = quiet.until(at.parse().unwrap(), &zone(name));
            end.map(|end| end.to_string())
        };
        let ends = |at: &str| Some(at.to_owned());
        assert_eq!(until("2026-11-16T21:00:00Z", "UTC"), ends("2026-11-17T08:00:00Z"));
        assert_eq!(until("2026-11-17T07:59:59Z", "UTC"), ends("2026-11-17T08:00:00Z"));
        assert_eq!(until("2026-11-17T08:00:00Z", "UTC"), None);
        assert_eq!(until("2026-11-16T20:59:59Z", "UTC"), None);
        assert_eq!(until("2026-11-16T19:30:00Z", "Europe/Bucharest"), ends("2026-11-17T06:00:00Z"));
        let noon = Quiet::read("12:00-14:00").unwrap();
        assert!(noon.until("2026-11-16T13:00:00Z".parse().unwrap(), &TimeZone::UTC).is_some());
        assert!(noon.until("2026-11-16T14:00:00Z".parse().unwrap(), &TimeZone::UTC).is_none());
        let begins = quiet.begins_after("2026-11-16T21:30:00Z".parse().unwrap(), &TimeZone::UTC);
        assert_eq!(begins, "2026-11-17T21:00:00Z".parse().ok());
        for wrong in ["21:00", "21:00-21:00", "25:00-08:00", "9-5", ""] {
            assert_eq!(Quiet::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn strange_words_are_no_rule() {
        let long = format!("topic:{}", "x".repeat(SKIP_CHARACTERS + 1));
        for wrong in ["topic:", "topic", "weather:sunny", "tag:a,b", "topic:\u{7}", &long] {
            assert_eq!(Skip::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rules_that_say_nothing_are_stored_as_nothing() {
        assert!(AskingRules::default().is_empty());
        assert!(!rules("tag:vip").is_empty());
    }
}
