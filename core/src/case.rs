//! One dissatisfied customer being won back (`BEHAVIOUR` 2.4, 2.5).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

mod assist;
mod handover;
mod offer;
mod promise;
mod why;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    assist::Assist,
    handover::{Handover, Prompt},
    offer::{Offer, OfferState},
    promise::{Deed, Promise, PromiseKind, PromiseState},
    why::{Concern, Control, Severity, Stability, Why, WhyUnfit},
};
use crate::{
    action::Verdict,
    desk::{Card, HistoryWhat},
    effect::Body,
    ids::{CaseNumber, SurveyId},
    place::{Address, Content, MessageRef, Place},
    policy::Level,
};

/// One recovery case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub number: CaseNumber,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How it began.
    pub origin: Origin,
    /// The answers that belong to it.
    pub surveys: Vec<SurveyId>,
    /// How high it has climbed; never falls while it is open.
    pub level: Level,
    /// Where it stands.
    pub stage: Stage,
    /// Every time told to the customer.
    pub promises: Vec<Promise>,
    /// What was offered to make up for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// Who takes part beside the owner.
    pub joined: Vec<Address>,
    /// Somebody else is to have it, and has not said so yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Box<Handover>>,
    /// Colleagues who were asked for help and have not answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assists: Vec<Assist>,
    /// How often a hand-over came back since somebody took it.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub came_back: u8,
    /// When the first human word was sent to the customer.
    pub first_word_at: Option<Timestamp>,
    /// When something was last sent to the customer.
    pub last_word_at: Timestamp,
    /// How often the customer asked for somebody senior.
    pub senior_asked: u32,
    /// What was done, each time it was resolved.
    pub resolutions: Vec<Resolution>,
    /// How often it was reopened.
    pub reopened: u32,
    /// The customer can't be reached since then.
    pub unreachable_since: Option<Timestamp>,
    /// The wakes that are armed for it.
    pub wakes: Wakes,
    /// How it stands at the desk.
    pub desk: AtDesk,
    /// The relayed lines, the oldest first, at most [`Case::LINES_KEPT`].
    pub lines: Vec<Line>,
    /// The number the next line gets.
    pub next_line: u32,
    /// Text lines that wait to be relayed together, and until when.
    pub burst: Option<Burst>,
    /// What the customer said, the newest last, at most five.
    pub said: Vec<String>,
    /// When the customer last wrote after it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard_at: Option<Timestamp>,
    /// Whether the customer's words were thanked for once.
    pub words_thanked: bool,
    /// Whether the last word to the customer was that there is none yet (K-17).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// What happened, for the desk.
    pub history: Vec<(Timestamp, HistoryWhat)>,
    /// The token of "open my case in private".
    pub private_token: Option<String>,
    /// The case that was put right a short while before this one began (E36).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_of: Option<CaseNumber>,
    /// Until then what the customer writes is kept, and not shown (E30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Timestamp>,
    /// The account with which it was talked until it worked no more (K-33).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Address>,
    /// Why it went wrong, as the customer sees it.
    #[serde(default, skip_serializing_if = "Why::is_nothing")]
    pub why: Why,
    /// What went wrong, by its name in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What staff say was done, while they are asked whether that is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsure: Option<Box<Resolution>>,
    /// How often staff spoke to the customer.
    #[serde(default, skip_serializing_if = "is_never")]
    pub spoken: u32,
    /// When somebody senior first wrote to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub senior_word_at: Option<Timestamp>,
}

/// How a case began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// An unhappy answer.
    Answer,
    /// An unhappy answer after the window for changes.
    LateChange,
    /// The customer asked to be contacted.
    AskedContact,
    /// The customer complained by themselves.
    Complaint,
    /// Staff opened it.
    Staff,
    /// The customer asked for somebody senior, and no case was open.
    Senior,
    /// The customer needs help with something for which we said sorry first.
    Sorry,
}

/// Where a case stands. Each stage holds what only that stage can know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has it yet.
    Open,
    /// Somebody has it.
    Working { owner: Address, since: Timestamp },
    /// Somebody has it, and it is the customer's turn.
    Waiting { owner: Address, since: Timestamp, nudges: u8 },
    /// It is resolved, and the customer is asked, or will be when `ask_at` comes.
    Checking {
        owner: Address,
        ask_at: Option<Timestamp>,
        asked_at: Timestamp,
        nudged: bool,
        message: Option<MessageRef>,
    },
    /// It is over.
    Closed { outcome: Outcome, at: Timestamp, last_owner: Option<Address> },
}

/// How a case closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The customer says it is right.
    Recovered,
    /// The customer says partly, and a senior closed it.
    Partly,
    /// A senior closed it without the customer's yes.
    NotRecovered,
    /// The recovery check stayed unanswered.
    Unconfirmed,
    /// The customer never came back.
    Silent,
    /// The customer could not be reached any more.
    Unreachable,
    /// The customer wanted no contact.
    Declined,
    /// A slip of the finger.
    Mistap,
    /// The same as another case.
    Duplicate,
    /// The customer had everything erased.
    Forgotten,
}

impl Outcome {
    /// The name used over HTTP, in figures and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recovered => "recovered",
            Self::Partly => "partly",
            Self::NotRecovered => "not_recovered",
            Self::Unconfirmed => "unconfirmed",
            Self::Silent => "silent",
            Self::Unreachable => "unreachable",
            Self::Declined => "declined",
            Self::Mistap => "mistap",
            Self::Duplicate => "duplicate",
            Self::Forgotten => "forgotten",
        }
    }
}

/// What was done to put it right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Address,
    /// What was done, in their words.
    pub done: String,
    /// The customer's word on it.
    pub verdict: Option<(Timestamp, Verdict)>,
    /// What prevents that it comes again, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prevent: Option<String>,
    /// Why it was resolved although something was missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anyway: Option<String>,
}

/// The wakes armed for a case, beside those that its promises and its stage imply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wakes {
    /// T10: ping duty again.
    pub nudge: Option<Timestamp>,
    /// T11: call the next level.
    pub call: Option<Timestamp>,
    /// T13: remind the owner to send word.
    pub progress: Option<Timestamp>,
    /// K-17: a word of ours goes to the customer if nobody sends one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Timestamp>,
    /// T22: the next age at which it climbs.
    pub age: Option<Timestamp>,
    /// The management is called again and again since then, and nobody takes it (K-6b).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<Timestamp>,
    /// The thread of a closed case is put away.
    pub archive: Option<Timestamp>,
}

/// How a case stands at the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtDesk {
    /// Its thread.
    pub thread: ThreadState,
    /// How often a thread was asked for.
    pub attempts: u8,
    /// The message with its card.
    pub card: Option<MessageRef>,
    /// What the card shows, so that it is only edited when that changes.
    pub shown: Option<Box<Card>>,
    /// The title its thread has.
    pub title: Option<crate::desk::Title>,
    /// The prompt "What was done?", once it stands, and who was asked.
    pub prompt: Option<(Option<MessageRef>, Address)>,
    /// The prompts that ask for something; the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<(MessageRef, Prompt)>,
    /// Whether what is written in the thread stays there.
    #[serde(default, skip_serializing_if = "Inside::is_no")]
    pub inside: Inside,
    /// What its thread refused, until it is there again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<Body>,
}

/// Whether what staff write in the thread of a case stays among them, as they were told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inside {
    /// It goes to the customer.
    #[default]
    No,
    /// They talk to the customer in a room.
    Yes,
    /// The room is gone, and they are being told.
    Leaving,
}

impl Inside {
    /// Whether it goes to the customer.
    pub fn is_no(&self) -> bool {
        *self == Self::No
    }
}

/// The thread of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadState {
    /// There is no desk to open it at.
    #[default]
    None,
    /// Prompt for.
    Opening,
    /// There.
    Open(Place),
    /// It can't be made: the case lives in the desk itself.
    Fallback(Place),
}

/// A line that was relayed, or waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the case.
    pub number: u32,
    /// Which way it goes.
    pub way: Way,
    /// The messages it came from; more than one after a burst.
    pub from: Vec<MessageRef>,
    /// The message it became.
    pub to: Option<MessageRef>,
    /// Who wrote it, if staff.
    pub by: Option<Address>,
    /// What is known of it while it is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_way: Option<Box<UnderWay>>,
    /// The emoji for its other side that are on their way, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moods: Vec<Mood>,
    /// When it was said, if by staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// It was taken back (T26).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}

/// A line on its way to the other side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// What it carries, if that is no mere words or was said in the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Box<Content>>,
    /// It counts as said only once the customer is known to have it: the level of whoever said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Level>,
    /// What happens to its copy as soon as that is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
}

impl UnderWay {
    /// The copy will carry this. What was taken back stays so.
    pub(crate) fn edit(&mut self, content: &Content) {
        if self.then != Some(Then::Delete) {
            self.then = Some(Then::Edit(content.clone()));
        }
    }
}

/// What happened to a line while it was on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// It was edited, and carries this now.
    Edit(Content),
    /// It was taken back.
    Delete,
}

/// An emoji that somebody put on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mood {
    /// Which one.
    pub emoji: String,
    /// On it, or off.
    pub on: bool,
}

/// Which way a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From the customer to the desk.
    ToDesk,
    /// From staff to the customer.
    ToCustomer,
}

/// Lines of the customer that wait to be relayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    /// When they are relayed.
    pub due: Timestamp,
    /// The lines, in order.
    pub lines: Vec<WaitingLine>,
}

/// A line of the customer that waits to be relayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingLine {
    /// The message.
    pub message: MessageRef,
    /// The message it answers.
    pub reply_to: Option<MessageRef>,
    /// Its words; nothing for media, which are copied.
    pub text: Option<String>,
    /// What it carries, if that is more than plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Box<Content>>,
}

impl Case {
    /// How many relayed lines a case remembers for replies and edits.
    pub const LINES_KEPT: usize = 100;

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        match self.stage {
            Stage::Open
            | Stage::Working { .. }
            | Stage::Waiting { .. }
            | Stage::Checking { .. } => true,
            Stage::Closed { .. } => false,
        }
    }

    /// Who answers for it.
    pub fn owner(&self) -> Option<&Address> {
        match &self.stage {
            Stage::Working { owner, .. }
            | Stage::Waiting { owner, .. }
            | Stage::Checking { owner, .. } => Some(owner),
            Stage::Open | Stage::Closed { .. } => None,
        }
    }

    /// The promises that stand.
    pub fn open_promises(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| promise.state == PromiseState::Made)
    }

    /// The words that were promised and stand: the customer waits to hear from somebody.
    pub fn open_words(&self) -> impl Iterator<Item = &Promise> {
        self.open_promises().filter(|promise| promise.kind.is_word())
    }

    /// What staff promised to do and nobody did so far, be it late.
    pub fn undone(&self) -> impl Iterator<Item = (&Promise, &Deed)> {
        self.promises.iter().filter_map(|promise| Some((promise, promise.undone()?)))
    }

    /// The thread, or the desk that stands in for it.
    pub fn thread(&self) -> Option<&Place> {
        match &self.desk.thread {
            ThreadState::Open(place) | ThreadState::Fallback(place) => Some(place),
            ThreadState::None | ThreadState::Opening => None,
        }
    }

    /// The name of its state used over HTTP.
    pub fn state(&self) -> &'static str {
        match self.stage {
            Stage::Open => "open",
            Stage::Working { .. } => "working",
            Stage::Waiting { .. } => "waiting",
            Stage::Checking { .. } => "checking",
            Stage::Closed { .. } => "closed",
        }
    }

    /// The rating that opened it, as its surveys tell it now, is looked up by the customer; this is
    /// the rating a resolution got last.
    pub fn last_verdict(&self) -> Option<Verdict> {
        self.resolutions
            .iter()
            .rev()
            .find_map(|resolution| resolution.verdict.map(|(_, verdict)| verdict))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_nought(count: &u8) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_never(count: &u32) -> bool {
    *count == 0
}
