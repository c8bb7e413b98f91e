//! The transcript of a case: what was said and what happened, in the order of time.

use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};

use crate::{
    case::Case,
    customer::Customer,
    desk::HistoryWhat,
    fact::{Fact, SaidHow},
    ids::CaseNumber,
    place::{Address, MediaKind},
    policy::Policy,
};

/// The format of a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A page for browsers.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Html, Self::Text];

    /// How the names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "txt",
        }
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A transcript, with times on the clock of the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The business.
    pub business: String,
    /// The case.
    pub case: CaseNumber,
    /// The customer.
    pub customer: Option<String>,
    /// What the contact was about.
    pub topic: Option<String>,
    /// The time zone, by its name.
    pub zone: String,
    /// What was said and what happened.
    pub lines: Vec<Line>,
}

/// One line of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: DateTime,
    /// What.
    pub what: What,
}

/// What a line of a transcript tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The customer said something, or one of us to them.
    Said {
        /// Who of us; nothing: the customer.
        by: Option<String>,
        /// The words; nothing: there were none, or they are over their time.
        words: Option<String>,
        /// What was sent with them, or in their place.
        media: Option<MediaKind>,
        /// Where that stands: platform, chat and message.
        at: Option<String>,
        /// Whether it was said, or changed.
        how: SaidHow,
    },
    /// Something happened. Notes are among it: they are for staff alone.
    Happened(HistoryWhat),
}

/// Makes the transcript of a case from its history and from what the journal tells of it.
pub fn of(
    policy: &Policy,
    customer: &Customer,
    case: &Case,
    said: impl IntoIterator<Item = (Timestamp, Fact)>,
) -> Transcript {
    let name = |by: &Address| policy.staff_name(by);
    let history = case.history.iter().cloned();
    let mut lines: Vec<(Timestamp, What)> =
        history.map(|(at, what)| (at, What::Happened(what))).collect();
    for (at, fact) in said {
        if let Fact::Said { case: number, by, words, media, message, how } = fact
            && number == case.number
        {
            let by = by.as_ref().map(name);
            let stands = message
                .map(|it| format!("{} {}/{}", it.place.platform.name(), it.place.chat, it.id));
            lines.push((at, What::Said { by, words, media, at: stands, how }));
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    let zone = policy.clock.zone();
    let local = |at: Timestamp| at.to_zoned(zone.clone()).datetime();
    let first = case.surveys.first().and_then(|id| customer.survey(*id));
    Transcript {
        business: policy.workspace.business.clone(),
        case: case.number,
        customer: customer.name.clone(),
        topic: first.and_then(|survey| survey.interaction.topic.clone()),
        zone: policy.workspace.zone.clone(),
        lines: lines.into_iter().map(|(at, what)| Line { at: local(at), what }).collect(),
    }
}
