//! What is said to customers: the meaning and the facts, never the words (`amends-wording`).

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    action::Action,
    catalogue::ShortName,
    hours::Due,
    ids::{CaseNumber, ItemNumber},
    inbox::Because,
    place::{Address, Emphasis, Place, Platform},
    policy::Level,
    scale::Rating,
};

/// How the one question is put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// How did we do just now?
    JustNow,
    /// How did we do with this topic?
    Topic(String),
    /// How was your visit?
    Visit,
    /// Compared with what you expected?
    Expect,
    /// How likely are you to recommend us?
    Recommend,
    /// One tap is enough: the reminder.
    Reminder,
    /// The code has expired, the opinion hasn't.
    ReceiptExpired,
}

/// What was promised or offered, as its reader knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum What {
    /// In somebody's words.
    Words(String),
    /// In the words of the wording, for something that came with a template of make-goods.
    Gift { gift: String },
}

impl From<&str> for What {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for What {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

/// Something to say to a customer. Each variant is one text of the wording store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Say {
    /// The one question, with the customer's name if it is known.
    Ask {
        question: Question,
        name: Option<String>,
        /// Whom it calls, where others could take it for theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        call: Option<Address>,
    },
    /// The tapped question shown as answered, and what we say to that. `rating` is left out where
    /// others could read it.
    Answered { question: Question, rating: Option<Rating>, then: Box<Self> },
    /// Several texts in one message.
    Both(Box<Self>, Box<Self>),
    /// What is said, with the question's or the text's own words in place of those in force: an
    /// admin chose them for this place or this customer, or the customer has read them already.
    Worded { text: String, say: Box<Self> },
    /// What is said, with a number for each thing that may be chosen where nothing can be pressed.
    Numbered { say: Box<Self>, choices: Vec<(u8, Button)> },
    /// Somebody's own words, after their name. Data: never markup, mention or command.
    Words {
        name: Option<String>,
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Emphasis>,
    },

    /// Thanks for a happy answer.
    ThanksHappy,
    /// So many things were mended in the last 30 days thanks to such answers (F18).
    WhyAnswer { n: u32 },
    /// Thanks for a so-so answer.
    ThanksNeutral,
    /// Sorry, somebody is with you within this time.
    SorryUnhappy { within: SignedDuration },
    /// Sorry, nobody is here now; somebody writes by this time.
    SorryUnhappyLater { due: Due },
    /// Let's talk in private; the link opens the case by this token.
    OpenPrivate { token: String },
    /// All right, we won't write about it.
    NoTalkAck,
    /// Thanks for a comment.
    CommentThanks,
    /// Toast: the changed answer is noted.
    ChangedAck { rating: Rating },
    /// Toast: the tap arrived.
    TapAck,
    /// Toast: this answer is closed.
    ChangeClosed,
    /// Never too late to tell us.
    LateAck,
    /// Toast: the question is for somebody else.
    NotForYou,

    /// Would you recommend us?
    RecommendAsk,
    /// And have you already?
    RecommendedAsk,
    /// Thanks for either answer.
    RecommendThanks,

    /// Greeting after `/start`.
    Start { name: Option<String> },
    /// What stands above the buttons of the panel that anybody can press.
    Panel,
    /// What's wrong? Just write.
    ComplainPrompt,
    /// Somebody is here within this time.
    ComplainAck { within: SignedDuration },
    /// Nobody is here now; somebody writes by this time.
    ComplainAckLater { due: Due },
    /// Nothing is open.
    StatusNone,
    /// Where the open case stands.
    StatusOpen {
        case: CaseNumber,
        status: Status,
        staff: Option<String>,
        latest: Option<String>,
        due: Due,
    },
    /// No more questions.
    StopAck,
    /// Questions again.
    ResumeAck,
    /// The language is set.
    LanguageSet,
    /// What is kept about them, how long, by whom, and what they can do about it.
    Privacy { days: u32 },
    /// Everything that is stored about them, in a file.
    MyData,
    /// Delete everything?
    ForgetConfirm,
    /// Everything is deleted.
    ForgetDone,
    /// What was deleted, what could not be, and what becomes of backups.
    ForgetReceipt { deleted: u32, kept: u32 },
    /// It went wrong on our side.
    Error,

    /// A person is here now.
    Joined { staff: String },
    /// We said this time and didn't make it.
    ReplyMissed { said: SignedDuration, level: Level, due: Due },
    /// We promise this by then.
    Promised { what: String, due: Due },
    /// It was done in time.
    PromiseKept { what: What },
    /// It takes longer, until then.
    PromiseMoved { what: What, due: Due },
    /// It was promised by then and not kept; somebody of this level writes by the next time.
    PromiseBroken {
        what: What,
        due: Due,
        level: Level,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Due>,
    },
    /// How it stands, and when the next word comes.
    Progress { text: String, due: Due },
    /// No news yet; this person is on it, and the next word comes by then.
    ProgressHold { staff: String, due: Due },
    /// One person hands over to another.
    Handover { from: String, to: String },
    /// To make up for it, this is for you.
    Offer { what: Vec<What> },
    /// With pleasure: how they get it, and by when.
    OfferAccepted { how: Vec<String>, due: Due },
    /// Is there something else that would put it right?
    OfferDeclined,
    /// It is ready, and how they get it.
    OfferDone {
        what: What,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<String>,
    },
    /// We see to it by then.
    OfferBy { due: Due },
    /// More help was brought in.
    Escalated { level: Level },
    /// Somebody senior answers by this time.
    SeniorAck { level: Level, due: Due },
    /// A director is here in person.
    DirectorHere { staff: String },
    /// First reminder of a customer whose turn it is.
    Nudge1,
    /// Nobody can ask to be asked: the business has switched that off.
    FeedbackOff,
    /// Names what the form for a code asks for.
    CodePrompt,
    /// Second one, with the day on which we pause.
    Nudge2 { due: Due },
    /// Paused for now.
    ClosedSilent,
    /// Open again; somebody is here within this time.
    Reopened { within: SignedDuration },
    /// Good to see you again; shall we go on?
    WelcomeBack,
    /// The message could not be passed on.
    RelayFailed,
    /// Your private conversation with us is over there.
    ThreadHere { room: Place },
    /// What this private room is; it calls the customer by name.
    ThreadIntro { customer: Address },
    /// The code that connects two accounts, and on which platform to use it.
    LinkCode { code: String, valid: SignedDuration, platform: Platform },
    /// The two accounts are one customer now.
    LinkDone,
    /// The code isn't valid.
    LinkBad,

    /// Did we put it right?
    Recheck {
        staff: String,
        done: String,
        /// What prevents that it comes again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        prevent: Option<String>,
    },
    /// Thanks, from the person who did it.
    RightYes { staff: String },
    /// One small thing before they go, and how they get it.
    LastTouch {
        gift: What,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<String>,
    },
    /// We are not finished.
    RightPartly { staff: String },
    /// Not done yet; somebody higher joins by this time.
    RightNo { level: Level, due: Due },
    /// What they complained of is fixed, and how.
    CauseFixed { name: Option<String>, topic: String, fix: String },
    /// Something went wrong, we noticed, we are sorry, and this is what we do.
    SorryFirst { name: Option<String>, what: String, fix: String },
    /// What comes with that, without any condition, and how they get it.
    SorryGift {
        gift: What,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<String>,
    },
    /// You said – we did.
    Board { items: Vec<BoardItem> },
}

/// Something that customers said, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardItem {
    /// What they said, in few words of staff.
    pub said: String,
    /// What was done; nothing: nothing yet.
    pub did: Option<String>,
    /// Who sees to it; nothing: the business.
    pub who: Option<String>,
    /// How far it is.
    pub status: BoardStatus,
    /// How many people were told, if there are enough of them.
    pub told: Option<u32>,
}

/// How far something on the board is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardStatus {
    /// It is planned for this day.
    Planned(Date),
    /// It is being done.
    Doing,
    /// It was done on this day.
    Done(Date),
}

/// Where a case stands, as the customer reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Someone is on the way.
    Open,
    /// We're working on it.
    Working,
    /// Waiting for the customer's answer.
    Waiting,
    /// Done; the customer is asked whether it is right.
    Checking,
}

/// A button: what it says and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: Label,
    /// What it does.
    pub does: Does,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// It comes back to us as this action.
    Act(Action),
    /// It opens a private chat with the bot, with this start token.
    OpenPrivate(String),
}

/// What a button says. Each is one text of the wording store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// One option of a scale.
    Rating(Rating),
    /// Tell us what happened.
    Tell,
    /// Tell us, after an answer that was not unhappy.
    TellUs,
    /// Something wrong?
    Complain,
    /// How was it?
    Feedback,
    /// I have a code.
    Code,
    /// Please contact me.
    ContactMe,
    /// No reply needed.
    NoTalk,
    /// Change my answer.
    Change,
    /// Talk to someone senior.
    Senior,
    /// I still need help.
    StillNeed,
    /// I need help.
    NeedHelp,
    /// Yes, please.
    Accept,
    /// No, thank you.
    Decline,
    /// Yes, all good.
    RightYes,
    /// Partly.
    RightPartly,
    /// No.
    RightNo,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Staff: take the case.
    Take,
    /// Staff: join the conversation.
    Join,
    /// Staff: what happened so far.
    History,
    /// Staff: the customer's turn.
    WaitForAnswer,
    /// Staff: promise something.
    Promise,
    /// Staff: tell how it stands.
    Progress,
    /// Staff: hand the case over.
    HandOver,
    /// Staff: hand this case over, of several.
    HandOverCase(CaseNumber),
    /// Staff: it is a cause; which, is asked then.
    ItemCause,
    /// Staff: pass praise on.
    PassOnPraise,
    /// Staff: nothing is done about it, for this reason.
    Because(Because),
    /// Staff: neither; ask again.
    Back,
    /// Staff see this item of the inbox.
    ShowItem(ItemNumber),
    /// Staff take this case, named in a list.
    TakeCase(CaseNumber),
    /// Staff: have the case from now on.
    AcceptCase,
    /// Staff: give it back.
    ReturnCase,
    /// Staff: offer something.
    Offer,
    /// Staff: the customer has what they accepted.
    Delivered,
    /// Staff: send what a colleague wants to offer.
    SendOffer,
    /// Staff: send something else in its place.
    AdjustOffer,
    /// Staff: call somebody senior.
    CallSenior,
    /// Staff: it is put right.
    PutRight,
    /// Staff: open the closed case again.
    Reopen,
    /// Staff: it was only a thank-you.
    JustThanks,
    /// Staff: open a recovery case from the feed.
    OpenRecovery,
    /// Staff: nothing to be done about a feed item.
    NoAction,
    /// Staff: close a case that was a slip of the finger.
    CloseMistap,
    /// Admins: take a change back.
    Undo,
    /// Admins: send it.
    Send,
    /// Admins: leave it for now.
    NotNow,
    /// Admins: save it all the same.
    SaveAnyway,
    /// Admins: look at the desk once more.
    CheckAgain,
    /// Admins: send the question to me.
    TestMe,
    /// Admins: let customers be asked.
    StartAsking,
    /// Admins: let nobody be asked.
    PauseAsking,
    /// Admins: write the text once more.
    WriteAgain,
    /// Staff: why it went wrong.
    Why,
    /// Staff: resolve it although something is missing.
    Anyway,
    /// Staff: leave out what is missing.
    Skip,
    /// Staff: this is what went wrong.
    Cause(ShortName),
    /// Admins: see what customers would read.
    Preview,
}
