//! One asking of the one question (`BEHAVIOUR` 2.3).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CaseNumber, SurveyId},
    interaction::Interaction,
    place::{Address, MessageRef},
    say::Question,
    scale::{Rating, Scale},
    wording::Chosen,
};

/// One asking of the one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Its id.
    pub id: SurveyId,
    /// The contact it is about.
    pub interaction: Interaction,
    /// The options; fixed when it is sent.
    pub scale: Scale,
    /// How it is put.
    pub question: Question,
    /// In which version of the text it was put; nothing: as it comes with amends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worded: Option<Box<Chosen>>,
    /// Where it stands.
    pub stage: Stage,
    /// The message with the buttons, once it is known.
    pub message: Option<MessageRef>,
    /// The message stands where others can read it.
    #[serde(default)]
    pub in_public: bool,
    /// The thread in which it was put is put away then: the contact is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_away_at: Option<Timestamp>,
    /// Where it was put beside private chats.
    #[serde(default, skip_serializing_if = "Put::is_nowhere")]
    pub put: Put,
    /// When it stood in front of the customer.
    pub asked_at: Option<Timestamp>,
    /// Whether the faces were shown once more after words without a tap.
    #[serde(default)]
    pub shown_again: bool,
    /// The answer, with its history.
    pub response: Option<Response>,
    /// The customer's own words.
    pub comments: Vec<Comment>,
    /// Accounts already tried in vain.
    #[serde(default)]
    pub tried: Vec<Address>,
    /// The case this answer opened or joined.
    #[serde(default)]
    pub case: Option<CaseNumber>,
    /// Where a customer without a channel can be asked: the token of the link to show.
    #[serde(default)]
    pub receipt: Option<String>,
    /// The id by which the log tells of the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_id: Option<String>,
}

/// Where a question was put, or tried to be put, beside private chats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Put {
    /// Where the contact was.
    pub here: bool,
    /// In a private room.
    pub room: bool,
    /// Where they asked to be asked, as an answer that only they read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
}

impl Put {
    fn is_nowhere(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a survey stands. Each stage holds what only that stage can know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not asked.
    Suppressed { why: Suppressed },
    /// To be asked when this moment comes.
    Planned { due: Timestamp },
    /// On its way.
    Sending,
    /// In front of the customer.
    Asked { expires_at: Timestamp, remind_at: Option<Timestamp> },
    /// It may stand in front of the customer: the platform never said.
    MaybeAsked { expires_at: Timestamp },
    /// Not answered in time; the buttons stay alive.
    Expired,
    /// A newer one was asked; the buttons stay alive.
    Superseded,
    /// It could not be delivered.
    Undeliverable { why: Undelivered },
    /// Answered; words until then belong to it.
    Answered { comment_until: Timestamp },
    /// Answered, and the time for words is over.
    Finished,
    /// Erased on the customer's wish.
    Erased,
}

/// Why a question was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suppressed {
    /// The customer wants no questions.
    OptedOut,
    /// A case of the customer is open.
    CaseOpen,
    /// Asked a short while ago.
    Gap,
    /// The contact is too old.
    Stale,
    /// No way to reach the customer.
    NoChannel,
    /// The contact went on before it was asked about.
    Withdrawn,
    /// Another source already signalled this contact.
    SameContact,
    /// Its topic is switched off.
    TopicOff,
    /// One of its tags is switched off.
    TagOff,
    /// How it went is switched off.
    OutcomeOff,
    /// The customer wrote too few messages.
    FewMessages,
    /// It is not among the share that is asked about.
    NotSampled,
    /// It fell into quiet hours, and would be too old when they end.
    QuietHours,
    /// Nobody is asked at the moment: an admin said so, or the business is not set up yet.
    Paused,
    /// It ended while something went wrong for which we say sorry first.
    Incident,
}

/// Why a question could not be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undelivered {
    /// The customer blocked the bot.
    Blocked,
    /// The customer never started the bot.
    NotStarted,
    /// The account is gone.
    Deactivated,
    /// The platform refused it for another reason.
    Refused,
}

impl Suppressed {
    /// The name used in answers over HTTP and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::CaseOpen => "case_open",
            Self::Gap => "gap",
            Self::Stale => "stale",
            Self::NoChannel => "no_channel",
            Self::Withdrawn => "withdrawn",
            Self::SameContact => "same_contact",
            Self::TopicOff => "topic_off",
            Self::TagOff => "tag_off",
            Self::OutcomeOff => "outcome_off",
            Self::FewMessages => "few_messages",
            Self::NotSampled => "not_sampled",
            Self::QuietHours => "quiet_hours",
            Self::Paused => "paused",
            Self::Incident => "incident",
        }
    }
}

impl Undelivered {
    /// The name used in answers over HTTP and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::NotStarted => "not_started",
            Self::Deactivated => "deactivated",
            Self::Refused => "refused",
        }
    }
}

/// The rating with its history. The history only grows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Every rating given, with its time; the last one stands.
    pub history: Vec<(Timestamp, Rating)>,
    /// It came after the response window, or after a newer survey.
    pub late: bool,
    /// Since when the rating that counts is frozen: the first human word in the case.
    pub frozen_at: Option<Timestamp>,
}

impl Response {
    /// The rating that stands.
    pub fn rating(&self) -> Option<Rating> {
        self.history.last().map(|(_, rating)| *rating)
    }

    /// When the first rating was given.
    pub fn first_at(&self) -> Option<Timestamp> {
        self.history.first().map(|(at, _)| *at)
    }
}

/// The customer's own words about the contact, or a reference to what was sent in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// When.
    pub at: Timestamp,
    /// The words.
    pub words: Option<String>,
    /// The message, so that a voice or a picture can be found.
    pub message: MessageRef,
}

impl Survey {
    /// Whether it stands, or may stand, unanswered in front of the customer.
    pub fn is_asked(&self) -> bool {
        match self.stage {
            Stage::Asked { .. } | Stage::MaybeAsked { .. } => true,
            Stage::Suppressed { .. }
            | Stage::Planned { .. }
            | Stage::Sending
            | Stage::Expired
            | Stage::Superseded
            | Stage::Undeliverable { .. }
            | Stage::Answered { .. }
            | Stage::Finished
            | Stage::Erased => false,
        }
    }

    /// Whether it was answered, as far as its stage tells.
    pub fn is_answered(&self) -> bool {
        match self.stage {
            Stage::Answered { .. } | Stage::Finished => true,
            Stage::Suppressed { .. }
            | Stage::Planned { .. }
            | Stage::Sending
            | Stage::Asked { .. }
            | Stage::MaybeAsked { .. }
            | Stage::Expired
            | Stage::Superseded
            | Stage::Undeliverable { .. }
            | Stage::Erased => false,
        }
    }

    /// The rating that stands, if any.
    pub fn rating(&self) -> Option<Rating> {
        self.response.as_ref().and_then(Response::rating)
    }

    /// The name of the stage used in answers over HTTP (`INTERFACE`).
    pub fn status(&self) -> &'static str {
        match self.stage {
            Stage::Suppressed { .. } => "suppressed",
            Stage::Planned { .. } => "planned",
            Stage::Sending => "sending",
            Stage::Asked { .. } => "asked",
            Stage::MaybeAsked { .. } => "maybe_asked",
            Stage::Expired => "expired",
            Stage::Superseded => "superseded",
            Stage::Undeliverable { .. } => "undeliverable",
            Stage::Answered { .. } | Stage::Finished => "answered",
            Stage::Erased => "erased",
        }
    }

    /// Why it was not asked or not delivered.
    pub fn why(&self) -> Option<&'static str> {
        match self.stage {
            Stage::Suppressed { why } => Some(why.name()),
            Stage::Undeliverable { why } => Some(why.name()),
            Stage::Planned { .. }
            | Stage::Sending
            | Stage::Asked { .. }
            | Stage::MaybeAsked { .. }
            | Stage::Expired
            | Stage::Superseded
            | Stage::Answered { .. }
            | Stage::Finished
            | Stage::Erased => None,
        }
    }
}
