//! What is worth remembering for good: folded into figures, kept in the answer record, logged.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    action::Verdict,
    case::{Origin, Outcome, PromiseKind},
    ids::{CaseNumber, CustomerId, ItemNumber, SurveyId},
    incident::IncidentNumber,
    interaction::InteractionId,
    merging::MergedBy,
    money::Currency,
    place::{Address, MediaKind, MessageRef},
    policy::Level,
    recommending::{After, Recommends},
    scale::Rating,
    survey::{Suppressed, Undelivered},
};

/// Something that happened and counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A question was not asked, and why.
    Suppressed {
        survey: SurveyId,
        interaction: InteractionId,
        why: Suppressed,
        /// When the contact ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ended_at: Option<Timestamp>,
    },
    /// A question is planned.
    Planned {
        survey: SurveyId,
        interaction: InteractionId,
        /// When the contact ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ended_at: Option<Timestamp>,
    },
    /// A contact belongs to these segments.
    Tagged { survey: SurveyId, segments: Vec<String> },
    /// A question stands in front of the customer.
    Asked { survey: SurveyId, at: Timestamp },
    /// A question could not be delivered, and why.
    Undeliverable { survey: SurveyId, why: Undelivered },
    /// The customer answered, or changed the answer.
    Answered {
        survey: SurveyId,
        rating: Rating,
        late: bool,
        change: u16,
        /// What went wrong for the same customer about that time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clouds: Vec<CaseNumber>,
    },
    /// The customer commented.
    Commented { survey: Option<SurveyId>, words: Option<String> },
    /// Something came into the inbox.
    ItemOpened { item: ItemNumber },
    /// It ended: by whom, and as what; as which cause.
    ItemEnded {
        item: ItemNumber,
        by: Option<Address>,
        how: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
    },
    /// The customer said something in a case, or one of us to them; for its transcript.
    Said {
        case: CaseNumber,
        /// Who of us; nothing: the customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Address>,
        words: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media: Option<MediaKind>,
        /// Where what was sent with it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageRef>,
        #[serde(default)]
        how: SaidHow,
    },
    /// Somebody took the transcript of a case.
    TranscriptTaken { case: CaseNumber, by: Address },
    /// A case was opened.
    CaseOpened {
        case: CaseNumber,
        origin: Origin,
        survey: Option<SurveyId>,
        level: Level,
        /// The answers of the same customer of about that time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clouds: Vec<SurveyId>,
    },
    /// Somebody took a case.
    CaseClaimed { case: CaseNumber, by: Address },
    /// The first human word reached the customer.
    FirstWord { case: CaseNumber, by: Address },
    /// The level of a case rose.
    LevelRaised { case: CaseNumber, level: Level },
    /// A time was told to the customer.
    PromiseMade {
        case: CaseNumber,
        kind: PromiseKind,
        due: Timestamp,
        /// When the promise was due that was moved to this one, told before it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<Timestamp>,
    },
    /// A told time was kept.
    PromiseKept { case: CaseNumber, kind: PromiseKind },
    /// A told time passed.
    PromiseBroken { case: CaseNumber, kind: PromiseKind },
    /// The customer would recommend the business, or already did, or not (M4, M4c).
    Recommended { asked: Recommends, yes: bool, after: After },
    /// The customer was offered something, in the smallest unit of a currency.
    OfferMade { case: CaseNumber, cost: u64, worth: u64, currency: Currency },
    /// The customer wants what was offered, or does not.
    OfferAnswered { case: CaseNumber, yes: bool },
    /// The customer has what was offered.
    OfferDelivered {
        case: CaseNumber,
        cost: u64,
        /// What it is worth to the customer.
        #[serde(default)]
        worth: u64,
        currency: Currency,
    },
    /// A case was resolved and the customer is asked.
    Resolved { case: CaseNumber, by: Address },
    /// The customer said whether it was put right.
    Checked { case: CaseNumber, verdict: Verdict },
    /// A case was reopened.
    Reopened { case: CaseNumber },
    /// A case was closed.
    CaseClosed { case: CaseNumber, outcome: Outcome },
    /// Somebody named what went wrong in a case.
    CauseNamed { case: CaseNumber, cause: String },
    /// The customer was told that something they complained of is fixed.
    FixTold { cause: String, fix: u32 },
    /// We said sorry to the customer before they complained, for this incident.
    Apologised { incident: IncidentNumber },
    /// A customer followed a link with something unknown behind it.
    LedNowhere,
    /// Another customer was taken in who is the same person, and on whose word.
    Merged { from: CustomerId, by: MergedBy },
    /// The customer who was taken in last is somebody else after all.
    Split { from: CustomerId },
    /// Somebody became staff, stands higher or lower, or is staff no longer: by a role of their
    /// platform, or because an admin said so.
    StaffChanged { who: Address, level: Option<Level> },
    /// Somebody administers from now on, or no longer.
    AdminChanged { who: Address, is_one: bool },
    /// The customer had everything about them erased.
    Erased,
    /// Somebody must look: the sentence is in the log's own words.
    Alarm { what: Alarm },
}

impl Fact {
    /// The same without anybody's words.
    #[must_use]
    pub fn without_words(self) -> Self {
        if let Self::Commented { survey, .. } = self {
            return Self::Commented { survey, words: None };
        }
        if let Self::Said { case, by, media, how, .. } = self {
            return Self::Said { case, by, words: None, media, message: None, how };
        }
        self
    }

    /// The same without anything that tells whom it is about: it counts as before.
    #[must_use]
    pub fn without_person(self) -> Self {
        let mut bare = self.without_words();
        if let Self::Suppressed { survey, interaction, .. }
        | Self::Planned { survey, interaction, .. } = &mut bare
        {
            *interaction = InteractionId::erased(*survey);
        }
        bare
    }
}

/// Whether something was said, or what was said changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidHow {
    /// It was said.
    #[default]
    Said,
    /// It was changed to this.
    Edited,
    /// It was taken back.
    TakenBack,
}

/// What needs a human who runs the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// A case opened and no desk is set.
    NoDesk(CaseNumber),
    /// A case opened in published hours and nobody is on duty.
    NobodyOnDuty(CaseNumber),
    /// Nobody is on duty any more, in published hours.
    NobodyLeft,
    /// Level 3 was called and does not answer.
    NobodyAnswers(CaseNumber),
    /// The desk can't be used any more.
    DeskLost,
    /// A case's thread could not be made.
    NoThread(CaseNumber),
}
