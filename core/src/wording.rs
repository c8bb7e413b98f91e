//! What admins made of the texts that customers read: every change is a version, and nothing that
//! was said is ever said differently afterwards.
//!
//! The texts that come with amends are not here but in `amends-wording`: where nothing is kept for a
//! key, or nothing but its history, those are in force.

pub mod catalogue;
pub mod check;
pub mod verdict;

use std::{cmp::Ordering, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::{catalogue::Kind, verdict::Tally};
use crate::{
    customer::Customer,
    ids::CustomerId,
    interaction::{Interaction, Source},
    lang::Lang,
    place::Address,
    say::{Question, Say},
    scale::Satisfaction,
    survey::Survey,
};

/// How many versions of a text are remembered.
pub const VERSIONS: usize = 30;
/// How many variants a text may have beside itself.
pub const VARIANTS: usize = 5;
/// How much all texts and their history take, in bytes: a business is written down as a whole
/// whenever anything about it changes.
pub const ROOM: usize = 512 * 1_024;
/// What a version takes beside its texts.
const OVERHEAD: usize = 64;

/// Where a text is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Wherever none of its own is.
    Everywhere,
    /// After contacts that this told us of.
    Source(Source),
    /// After contacts at this place of the business.
    Place(String),
}

/// Which text: a key in a language, and where it is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The key.
    pub key: String,
    /// The language.
    pub lang: Lang,
    /// Where it is said.
    pub scope: Scope,
}

/// A text as it was at some time, variants included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number, counted from 1 and never given twice.
    pub number: u32,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it; nothing: whoever runs the service, by a file.
    pub by: Option<Address>,
    /// The text; nothing: the one that comes with amends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is said in its place to a share of the customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
}

/// One text with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worded {
    /// Which.
    pub slot: Slot,
    /// Its versions, the newest last and in force.
    pub versions: Vec<Version>,
    /// What was answered to the newest version, while it has variants: one count for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<Tally>,
}

/// Every text that an admin ever changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wordings {
    /// Ordered by slot. Shared, so that a change of one leaves the others where they are.
    texts: Vec<Arc<Worded>>,
}

/// The version of a text that a customer got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Which text.
    pub slot: Slot,
    /// The number of the version.
    pub number: u32,
    /// Which variant, counted from 1; 0 is the text itself.
    #[serde(default)]
    pub variant: u8,
    /// Its words; nothing: those that come with amends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// An answer to a question of which there are variants, or a change of that answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which text was asked.
    pub slot: Slot,
    /// In which version.
    pub number: u32,
    /// In which variant.
    pub variant: u8,
    /// What the answer was before, if there was one.
    pub before: Option<Satisfaction>,
    /// What it is now.
    pub now: Satisfaction,
}

/// All texts together would take more than [`ROOM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRoom;

impl Scope {
    /// The sources by the names that commands use.
    pub const SOURCES: [(&'static str, Source); 6] = [
        ("topic", Source::Topic),
        ("done", Source::Done),
        ("link", Source::DeepLink),
        ("customer", Source::Customer),
        ("webhook", Source::Webhook),
        ("manual", Source::Manual),
    ];

    /// Reads what stands after the `@` of a key: `done`, `place:till2`.
    pub fn parse(typed: &str) -> Option<Self> {
        if let Some(place) = typed.strip_prefix("place:") {
            return (!place.is_empty()).then(|| Self::Place(place.to_owned()));
        }
        let known = Self::SOURCES.iter().find(|(name, _)| *name == typed);
        known.map(|(_, source)| Self::Source(*source))
    }

    /// Its name as commands use it; nothing for everywhere.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Everywhere => None,
            Self::Source(source) => {
                let known = Self::SOURCES.iter().find(|(_, known)| known == source);
                known.map(|(name, _)| (*name).to_owned())
            }
            Self::Place(place) => Some(format!("place:{place}")),
        }
    }
}

impl Slot {
    /// A text that is said everywhere.
    pub fn everywhere(key: impl Into<String>, lang: Lang) -> Self {
        Self { key: key.into(), lang, scope: Scope::Everywhere }
    }

    /// The key as commands use it: `ask`, `ask@done`, `ask@place:till2`.
    pub fn name(&self) -> String {
        match self.scope.name() {
            Some(scope) => format!("{}@{scope}", self.key),
            None => self.key.clone(),
        }
    }

    fn against(&self, key: &str, lang: Lang, scope: &Scope) -> Ordering {
        (self.key.as_str(), self.lang, &self.scope).cmp(&(key, lang, scope))
    }
}

impl Version {
    /// The words of a variant; nothing: those that come with amends.
    pub fn words(&self, variant: u8) -> Option<&str> {
        match usize::from(variant).checked_sub(1) {
            Some(index) => self.variants.get(index).map(String::as_str),
            None => self.text.as_deref(),
        }
    }

    /// Whether it says nothing of its own.
    pub fn is_default(&self) -> bool {
        self.text.is_none() && self.variants.is_empty()
    }

    fn size(&self) -> usize {
        let texts = self.text.iter().chain(&self.variants);
        texts.map(String::len).sum::<usize>() + OVERHEAD
    }
}

impl Worded {
    /// The version in force.
    pub fn now(&self) -> Option<&Version> {
        self.versions.last()
    }

    fn size(&self) -> usize {
        self.slot.key.len() + self.versions.iter().map(Version::size).sum::<usize>()
    }
}

/// The languages in which a text is looked for: one that does not come with amends may lack it, and
/// then it is read in English.
fn read_in(lang: Lang) -> impl Iterator<Item = Lang> + Clone {
    let fallback = (!lang.is_built_in()).then_some(Lang::EN);
    [lang].into_iter().chain(fallback)
}

impl Wordings {
    /// Whether nothing was ever changed.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Every text that was ever changed.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Worded> {
        self.texts.iter().map(Arc::as_ref)
    }

    /// A text with its history, if it was ever changed.
    pub fn get(&self, slot: &Slot) -> Option<&Worded> {
        self.find(&slot.key, slot.lang, &slot.scope)
    }

    /// What is in force of a text: its words, if they are not those that come with amends, and its
    /// variants.
    pub fn now(&self, slot: &Slot) -> (Option<&str>, &[String]) {
        let now = self.get(slot).and_then(Worded::now);
        now.map(|now| (now.text.as_deref(), &now.variants[..])).unwrap_or_default()
    }

    /// The words in force everywhere, if they are not those that come with amends.
    pub fn in_force(&self, key: &str, lang: Lang) -> Option<&str> {
        read_in(lang)
            .find_map(|lang| self.find(key, lang, &Scope::Everywhere)?.now()?.text.as_deref())
    }

    /// Whether any text is in force in this language that does not come with amends.
    pub fn has(&self, lang: Lang) -> bool {
        self.own().any(|slot| slot.lang == lang)
    }

    /// Every language in which there are texts: those that come with amends, and then those that
    /// admins added.
    pub fn languages(&self) -> Vec<Lang> {
        let mut langs = Lang::BUILT_IN.to_vec();
        langs.extend(self.own().map(|slot| slot.lang));
        langs.sort_unstable();
        langs.dedup();
        langs
    }

    /// How many texts customers can read in this language, whatever the place.
    pub fn count_in(&self, lang: Lang) -> usize {
        let everywhere = |slot: &&Slot| slot.lang == lang && slot.scope == Scope::Everywhere;
        self.own().filter(everywhere).count()
    }

    /// Where something else is in force than what comes with amends.
    fn own(&self) -> impl Iterator<Item = &Slot> {
        let own = self.all().filter(|text| text.now().is_some_and(|now| !now.is_default()));
        own.map(|text| &text.slot)
    }

    fn find(&self, key: &str, lang: Lang, scope: &Scope) -> Option<&Worded> {
        let found = self.texts.binary_search_by(|text| text.slot.against(key, lang, scope));
        found.ok().and_then(|index| self.texts.get(index)).map(Arc::as_ref)
    }

    /// Makes a new version of a text and returns its number. Either all of it is kept or nothing.
    pub fn put(
        &mut self,
        slot: &Slot,
        (at, by): (Timestamp, Option<&Address>),
        text: Option<String>,
        variants: Vec<String>,
    ) -> Result<u32, NoRoom> {
        let known = self.get(slot);
        let number = known.and_then(Worded::now).map_or(1, |now| now.number.saturating_add(1));
        let version = Version { number, at, by: by.cloned(), text, variants };
        let mut worded = known.cloned().unwrap_or_else(|| Worded {
            slot: slot.clone(),
            versions: Vec::new(),
            tallies: Vec::new(),
        });
        let before = known.map_or(0, Worded::size);
        // Only what was answered to a question says anything about how it was put.
        let is_question = catalogue::entry(&slot.key).is_some_and(|it| it.kind == Kind::Question);
        let is_split = is_question && !version.variants.is_empty();
        let count = if is_split { version.variants.len() + 1 } else { 0 };
        worded.tallies = vec![Tally::default(); count];
        worded.versions.push(version);
        let needless = worded.versions.len().saturating_sub(VERSIONS);
        worded.versions.drain(..needless);
        let total = self.all().map(Worded::size).sum::<usize>() - before + worded.size();
        if ROOM < total {
            return Err(NoRoom);
        }
        let (key, lang, scope) = (&slot.key, slot.lang, &slot.scope);
        match self.texts.binary_search_by(|text| text.slot.against(key, lang, scope)) {
            Ok(index) => self.texts[index] = Arc::new(worded),
            Err(index) => self.texts.insert(index, Arc::new(worded)),
        }
        Ok(number)
    }

    /// The version that this customer gets after this contact: that of the place before that of the
    /// source before that for everywhere. Nothing: the text that comes with amends.
    pub fn choose(
        &self,
        key: &str,
        lang: Lang,
        interaction: &Interaction,
        customer: CustomerId,
    ) -> Option<Chosen> {
        if self.is_empty() {
            return None;
        }
        let place = interaction.place.as_deref().map(place_name);
        let scopes = [
            place.map(Scope::Place),
            Some(Scope::Source(interaction.source)),
            Some(Scope::Everywhere),
        ];
        let scopes = scopes.into_iter().flatten();
        let slots = read_in(lang).flat_map(|lang| scopes.clone().map(move |scope| (lang, scope)));
        slots.into_iter().find_map(|(lang, scope)| {
            let worded = self.find(key, lang, &scope)?;
            let version = worded.now().filter(|version| !version.is_default())?;
            let variant = share(customer, version.variants.len());
            Some(Chosen {
                slot: worded.slot.clone(),
                number: version.number,
                variant,
                text: version.words(variant).map(str::to_owned),
            })
        })
    }

    /// Counts an answer, if what was asked is still in force.
    pub(crate) fn count(&mut self, counted: &Counted) {
        let Counted { slot, number, variant, before, now } = counted;
        let (key, lang, scope) = (&slot.key, slot.lang, &slot.scope);
        let found = self.texts.binary_search_by(|text| text.slot.against(key, lang, scope));
        let Some(worded) = found.ok().and_then(|index| self.texts.get_mut(index)) else { return };
        let worded = Arc::make_mut(worded);
        let is_in_force = worded.now().is_some_and(|version| version.number == *number);
        let Some(tally) = worded.tallies.get_mut(usize::from(*variant)) else { return };
        if is_in_force {
            tally.add(*before, *now);
        }
    }
}

/// The name of a place as keys have it: in one word, small.
pub fn place_name(place: &str) -> String {
    place.split_whitespace().collect::<String>().to_lowercase()
}

/// Which of `variants` and the text itself a customer gets: always the same one, and each for as
/// many customers.
fn share(customer: CustomerId, variants: usize) -> u8 {
    // The finisher of SplitMix64, written down here so that it never changes: who reads what would
    // change with it.
    let (high, low) = customer.0.as_u64_pair();
    let mut mixed = high ^ low;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let all = u64::try_from(variants).unwrap_or(0).saturating_add(1);
    u8::try_from(mixed % all).unwrap_or(0)
}

/// What a step changed about answers to questions of which there are variants.
pub fn counted(before: &Customer, after: &Customer) -> Vec<Counted> {
    let answered = |survey: &Survey| survey.rating().map(crate::scale::Rating::satisfaction);
    let counted = after.surveys.iter().filter_map(|survey| {
        let chosen = survey.worded.as_deref()?;
        let now = answered(survey)?;
        // A survey that comes with somebody who is taken in was counted where it was answered.
        let before = answered(before.surveys.iter().find(|known| known.id == survey.id)?);
        (before != Some(now)).then(|| Counted {
            slot: chosen.slot.clone(),
            number: chosen.number,
            variant: chosen.variant,
            before,
            now,
        })
    });
    counted.collect()
}

/// The key of the text that puts a question.
pub fn key_of_question(question: &Question) -> &'static str {
    match question {
        Question::JustNow => "ask",
        Question::Topic(_) => "ask_topic",
        Question::Visit => "ask_visit",
        Question::Expect => "ask_expect",
        Question::Recommend => "nps_ask",
        Question::Reminder => "reminder",
        Question::ReceiptExpired => "receipt_expired",
    }
}

/// The key of what is said straight after the tap; nothing if a source or place has none of its own.
pub(crate) fn key_after_tap(say: &Say) -> Option<&'static str> {
    if *say == Say::ThanksHappy {
        Some("thanks_happy")
    } else if *say == Say::ThanksNeutral {
        Some("thanks_neutral")
    } else if let Say::SorryUnhappy { .. } = say {
        Some("sorry_unhappy")
    } else if let Say::SorryUnhappyLater { .. } = say {
        Some("sorry_unhappy_later")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
