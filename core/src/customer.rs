//! The customer: the boundary of consistency. Their identities, consent, surveys and cases.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    action::Action,
    case::{AtDesk, Case, Wakes},
    effect::To,
    ids::{CaseNumber, CustomerId, SurveyId},
    inbox::{Item, ItemEnd},
    incident::{Apology, IncidentNumber},
    interaction::{Interaction, InteractionId, Source},
    lang::Lang,
    merging::Merge,
    place::{Address, MessageRef, Place},
    policy::Policy,
    recommending::Recommending,
    say::Question,
    survey::{self, Put, Survey},
};

/// Everything decided about one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Their id.
    pub id: CustomerId,
    /// Their accounts, in the order in which we met them.
    pub contacts: Vec<Contact>,
    /// Their ids in other systems.
    pub external: Vec<String>,
    /// Other ways to reach them that a source named: phone, mail.
    pub otherwise: Option<String>,
    /// Their name; display only.
    pub name: Option<String>,
    /// The language they chose.
    pub chosen_language: Option<Lang>,
    /// The language their app or a source suggests.
    pub hinted_language: Option<Lang>,
    /// Their time zone by its IANA name, where a source told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What they like, or not, as staff noted it (F24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tastes: Option<String>,
    /// Staff flagged them: seen by seniors and by whoever has their case, and never by themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flagged: bool,
    /// Whether they would recommend the business, if they were asked (F29).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommending: Option<Recommending>,
    /// They want no questions.
    pub opted_out: bool,
    /// The next words they write are a complaint.
    pub complaining: bool,
    /// When words outside of everything were last thanked for.
    pub thanked_at: Option<Timestamp>,
    /// What they wrote that belongs to no survey and no case, the newest last, at most five.
    #[serde(default)]
    pub words: Vec<Remark>,
    /// What they said that opened no case, and what is to be looked into; the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inbox: Vec<Item>,
    /// Their surveys, the oldest first.
    pub surveys: Vec<Survey>,
    /// Their cases, the oldest first.
    pub cases: Vec<Case>,
    /// They are known as this customer now, and nothing else is left here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CustomerId>,
    /// Customers who turned out to be the same person, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<Merge>,
    /// The same, of whom nothing else is known any more: they can't be taken out again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_in: Vec<CustomerId>,
    /// The code that connects another account with this customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_code: Option<LinkCode>,
    /// Codes that they tried in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_tries: Option<LinkTries>,
    /// When they last followed a link with something unknown behind it (E49).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead_link_at: Option<Timestamp>,
    /// Messages of ours to them or about them, the newest last, so that they can be deleted; those
    /// that stand in a thread of theirs go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<MessageRef>,
    /// How many older ones were there: nobody knows any more where they stand.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub told_lost: u32,
    /// They had everything about them erased then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Timestamp>,
    /// What stands on the platforms is being deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasing: Option<Erasing>,
    /// Fixes of causes that they, or whoever has their case, were told of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<FixTold>,
    /// What we said sorry for before they complained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apologies: Vec<Apology>,
}

/// Somebody was told that a cause is fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixTold {
    /// Which cause.
    pub cause: String,
    /// Which fix of it.
    pub fix: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub whom: ToldTo,
}

/// Who was told that a cause is fixed, or that we are sorry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldTo {
    /// Whoever has the customer's case: they tell it.
    Staff,
    /// The customer; whether it reached them is not known.
    Customer,
    /// The customer, whom it reached.
    Reached,
}

/// How many messages of ours are remembered.
const TOLD_KEPT: usize = 100;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_nought(number: &u32) -> bool {
    *number == 0
}

/// Messages and threads of a customer who is forgotten are being deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasing {
    /// Where the customer reads what became of it; nothing: nowhere.
    pub to: Option<To>,
    /// In which language.
    pub lang: Lang,
    /// Of how many the platform has not spoken yet.
    pub left: u32,
    /// How many are gone.
    pub deleted: u32,
    /// How many are not.
    pub kept: u32,
}

/// How many words that belong to nothing are kept.
pub(crate) const WORDS_KEPT: usize = 5;

/// Words that belong to no survey and no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredRemark")]
pub struct Remark {
    /// When they were written.
    pub at: Timestamp,
    /// The words.
    pub words: String,
}

/// The same as it is stored: at first without a time.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredRemark {
    Bare(String),
    Dated { at: Timestamp, words: String },
}

impl From<StoredRemark> for Remark {
    fn from(stored: StoredRemark) -> Self {
        match stored {
            // Nobody knows how old they are: they count as over their time.
            StoredRemark::Bare(words) => Self { at: Timestamp::UNIX_EPOCH, words },
            StoredRemark::Dated { at, words } => Self { at, words },
        }
    }
}

/// A code that connects another account with a customer: good for a short time, and once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCode {
    /// Its eight characters.
    pub code: String,
    /// Not good after this moment.
    pub expires_at: Timestamp,
}

/// Codes that were tried in vain, so that nobody finds one by trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTries {
    /// Since when they are counted.
    pub since: Timestamp,
    /// How many.
    pub count: u8,
}

/// One account of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The account.
    pub address: Address,
    /// Its user name without `@` when it was last seen; for finding it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Whether it can be written to.
    pub reach: Reach,
    /// When they last wrote or pressed from it.
    pub active_at: Option<Timestamp>,
    /// Their private room, where the platform has rooms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Room>,
    /// The chat of one person with them, in which we write on that person's behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behalf: Option<Box<Behalf>>,
}

impl Contact {
    /// An account that nobody wrote to yet.
    pub fn new(address: Address) -> Self {
        let (username, active_at, room, behalf) = (None, None, None, None);
        Self { address, username, reach: Reach::Unknown, active_at, room, behalf }
    }
}

/// A chat of one person with the customer, in which we write on that person's behalf. Nothing can be
/// pressed there: a number is typed in place of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behalf {
    /// Where.
    pub place: Place,
    /// The case that is talked about there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseNumber>,
    /// What may be chosen, by its number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<(u8, Action)>,
    /// When that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Timestamp>,
}

/// A private room of a customer: a thread that only they and staff can read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Whether it is there.
    pub state: RoomState,
    /// The case that is talked about in it; nothing: it was only opened to ask.
    pub case: Option<CaseNumber>,
}

/// Whether a private room is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    /// Asked for.
    Opening,
    /// There.
    Open(Place),
    /// There, but its customer left the server and can't read it.
    Left(Place),
    /// It can't be had.
    Refused,
}

/// Whether an account can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Not known: never tried.
    Unknown,
    /// It works.
    Ok,
    /// They never started the bot, or their private messages are closed.
    NotStarted,
    /// They blocked the bot or left.
    Blocked,
    /// The account is gone.
    Gone,
}

impl Reach {
    /// Whether a message is worth trying.
    pub fn may_work(self) -> bool {
        match self {
            Self::Unknown | Self::Ok => true,
            Self::NotStarted | Self::Blocked | Self::Gone => false,
        }
    }
}

impl Customer {
    /// Whether what the customer says at this place, where a contact was held, belongs to the answer
    /// they gave there: within T6, and where others can't read it, as long as its case is open.
    pub fn listens_at(&self, place: &Place, now: Timestamp) -> bool {
        self.surveys.iter().any(|survey| {
            let is_here = survey.put.here && survey.interaction.held_at.as_ref() == Some(place);
            let in_time = matches!(
                survey.stage,
                survey::Stage::Answered { comment_until } if now < comment_until
            );
            let case = survey.case.and_then(|case| self.case(case));
            is_here && (in_time || (!survey.in_public && case.is_some_and(Case::is_open)))
        })
    }

    /// Somebody we know nothing about yet.
    pub fn new(id: CustomerId) -> Self {
        Self {
            id,
            contacts: Vec::new(),
            external: Vec::new(),
            otherwise: None,
            name: None,
            chosen_language: None,
            hinted_language: None,
            zone: None,
            tastes: None,
            recommending: None,
            flagged: false,
            opted_out: false,
            complaining: false,
            thanked_at: None,
            words: Vec::new(),
            inbox: Vec::new(),
            surveys: Vec::new(),
            cases: Vec::new(),
            merged_into: None,
            merges: Vec::new(),
            taken_in: Vec::new(),
            link_code: None,
            link_tries: None,
            dead_link_at: None,
            told: Vec::new(),
            told_lost: 0,
            erased_at: None,
            erasing: None,
            fixes: Vec::new(),
            apologies: Vec::new(),
        }
    }

    /// Where the customer is talked with, and the threads of the desk in which they are talked about.
    pub fn places(&self) -> Vec<Place> {
        let rooms = self.contacts.iter().filter_map(Contact::open_room).cloned();
        let threads = self.cases.iter().filter_map(|case| case.thread()).cloned();
        let lines = self.cases.iter().flat_map(|case| &case.lines);
        let said = lines.flat_map(|line| line.from.iter().chain(&line.to));
        let told = self.told.iter().chain(self.surveys.iter().filter_map(|it| it.message.as_ref()));
        // A thread in which they were only spoken of is that of somebody else.
        let told = told.filter(|message| message.place.thread.is_none());
        let places = said.chain(told).map(|message| message.place.clone());
        let mut places: Vec<Place> = rooms.chain(threads).chain(places).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Takes everything out that tells who the customer is or what they said. What counts stays.
    pub fn erase(&mut self, now: Timestamp) {
        self.surveys.iter_mut().for_each(erase_survey);
        self.cases.iter_mut().for_each(erase_case);
        let (surveys, cases) = (std::mem::take(&mut self.surveys), std::mem::take(&mut self.cases));
        let mut inbox = std::mem::take(&mut self.inbox);
        for item in &mut inbox {
            item.erase(now);
        }
        let (opted_out, erased_at) = (self.opted_out, Some(now));
        *self = Self { opted_out, inbox, surveys, cases, erased_at, ..Self::new(self.id) };
    }

    /// Keeps where a message of ours to them or about them stands. The oldest of too many is lost, and
    /// counted.
    pub(crate) fn remember_told(&mut self, message: &MessageRef) {
        if self.told.iter().any(|known| known.is_same(message)) {
            return;
        }
        self.told.push(message.clone());
        let lost = self.told.len().saturating_sub(TOLD_KEPT);
        self.told.drain(..lost);
        let lost = u32::try_from(lost).unwrap_or(u32::MAX);
        self.told_lost = self.told_lost.saturating_add(lost);
    }

    /// The language they are written to in.
    pub fn language(&self, policy: &Policy) -> Lang {
        let wished = [self.chosen_language, self.hinted_language].into_iter().flatten();
        let offered = |lang: &Lang| policy.workspace.offers(*lang);
        wished.into_iter().find(offered).unwrap_or(policy.workspace.language)
    }

    /// The time zone they live in; where nobody told it, that of the business.
    pub fn zone(&self, policy: &Policy) -> TimeZone {
        let own = self.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
        own.unwrap_or_else(|| policy.clock.zone().clone())
    }

    /// The survey with this id.
    pub fn survey(&self, id: SurveyId) -> Option<&Survey> {
        self.surveys.iter().find(|survey| survey.id == id)
    }

    /// The case with this number.
    pub fn case(&self, number: CaseNumber) -> Option<&Case> {
        self.cases.iter().find(|case| case.number == number)
    }

    /// Their open case: there is at most one.
    pub fn open_case(&self) -> Option<&Case> {
        self.cases.iter().find(|case| case.is_open())
    }

    /// Whether the customer complained of this cause: what they are told of when it is fixed.
    pub fn complained_of(&self, cause: &str) -> bool {
        let mut items = self.inbox.iter().filter_map(|item| item.end.as_ref());
        self.cases.iter().any(|case| case.cause.as_deref() == Some(cause))
            || items.any(|end| matches!(&end.how, ItemEnd::Cause(name) if name == cause))
    }

    /// Whether they, or whoever has their case, were told of this fix of a cause.
    pub fn knows_fix(&self, cause: &str, fix: u32) -> bool {
        self.fixes.iter().any(|told| told.cause == cause && told.fix == fix)
    }

    /// Whether they, or whoever has their case, heard of this incident from us.
    pub fn knows_incident(&self, incident: IncidentNumber) -> bool {
        self.apologies.iter().any(|said| said.incident == incident)
    }

    /// Whether the account is one of theirs.
    pub fn is(&self, address: &Address) -> bool {
        self.contacts.iter().any(|contact| contact.address == *address)
    }
}

/// Nothing of the contact stays but that there was one, and how it was rated.
pub(crate) fn erase_survey(survey: &mut Survey) {
    let ended_at = survey.interaction.ended_at;
    let id = InteractionId::erased(survey.id);
    survey.interaction = Interaction { id, ..Interaction::new("", Source::Manual, ended_at) };
    survey.stage = survey::Stage::Erased;
    survey.question = Question::JustNow;
    survey.message = None;
    survey.put_away_at = None;
    survey.put = Put::default();
    survey.comments.clear();
    survey.tried.clear();
    survey.receipt = None;
    survey.log_id = None;
}

pub(crate) fn erase_case(case: &mut Case) {
    case.said.clear();
    case.lines.clear();
    case.burst = None;
    case.history.clear();
    case.assists.clear();
    case.private_token = None;
    case.paused_until = None;
    case.left = None;
    case.wakes = Wakes::default();
    case.unsure = None;
    for resolution in &mut case.resolutions {
        resolution.done.clear();
        resolution.prevent = None;
        resolution.anyway = None;
    }
    case.erase_given();
    case.desk = AtDesk::default();
}
