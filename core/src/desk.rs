//! What is shown to staff: the card, the lines in a case's thread, replies to commands.

#![expect(missing_docs, reason = "each variant names its fields in its own sentence")]

mod assist;
mod audit;
mod card;
mod handing;
mod handling;
mod history;
mod inbox;
mod lists;
mod mention;
mod offer;
mod promise;
mod rota;
mod story;
mod title;
mod told;
mod why;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

pub use self::{
    assist::AssistSay,
    audit::AuditLine,
    card::{Card, CardState},
    handing::HandingSay,
    handling::{Beside, FoundLine, HandlingSay},
    history::{HistoryLine, HistoryWhat, SoFar},
    inbox::{InboxSay, ItemLine, ItemView},
    lists::{CaseLine, CaseStands, Listed, OneCase, Turn},
    mention::Mention,
    offer::{OfferLine, OfferSay, OfferStands, OfferStep},
    promise::{LedgerLine, PromiseSay, Stands, Told},
    rota::{RotaLine, RotaSay},
    story::{Gained, Story},
    title::{Mark, Title},
    told::NotDelivered,
    why::{Checked, Missing, Reasons, WhySay},
};
use crate::{
    admin::{AdminSay, Setting, TrialSay, Unfit, WordingSay},
    case::{Outcome, PromiseKind},
    hours::Due,
    ids::CaseNumber,
    lang::Lang,
    metrics::ReportSay,
    place::{Emphasis, MediaKind},
    policy::Level,
    scale::Rating,
};

/// Something to say to staff. Each variant is one text of the desk's wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskSay {
    /// The card of a case.
    Card(Box<Card>),
    /// The same to those in charge, in private, while there is no desk (E43).
    CardAside(Box<Card>),
    /// The customer's words in the thread; several lines of a burst stand in one message.
    CustomerWords {
        name: Option<String>,
        lines: Vec<String>,
        /// What is emphasised, line by line; nothing: nothing is.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Vec<Emphasis>>,
    },
    /// Somebody of staff wrote to the customer in a chat of their own.
    SpokeThemselves { by: String, lines: Vec<String> },
    /// The customer sent something that can't be shown here, and why.
    NotShown { name: Option<String>, kind: MediaKind, why: NotDelivered, size: Option<u64> },
    /// The customer put this emoji on a message that can't carry it here.
    Reacted { name: Option<String>, emoji: String },
    /// The customer took a message back.
    CustomerDeleted { name: Option<String> },
    /// The customer edited what was relayed in a burst.
    CustomerEdited { name: Option<String>, text: String },
    /// Please take this case.
    PleaseTake { case: CaseNumber, on_duty: Vec<Mention> },
    /// It still waits; promised by.
    StillWaits { case: CaseNumber, on_duty: Vec<Mention>, promised: Due },
    /// The next level is needed; this much staffed time is left.
    NeedsYou { case: CaseNumber, called: Vec<Mention>, left: SignedDuration, level: Level },
    /// The promise was broken and the customer was told.
    PromiseBroken {
        case: CaseNumber,
        called: Vec<Mention>,
        level: Level,
        due: Due,
        /// What staff had said they would do.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        what: Vec<String>,
    },
    /// Something about a promise of staff.
    Promise(PromiseSay),
    /// Something about a hand-over.
    Handing(Box<HandingSay>),
    /// Something about handling a case beside the conversation.
    Handling(HandlingSay),
    /// Something about the inbox.
    Inbox(Box<InboxSay>),
    /// A report.
    Report(Box<ReportSay>),
    /// Something about help of a colleague.
    Assist(Box<AssistSay>),
    /// The transcript of a case: it stands below, or was sent to whoever asked.
    Transcript { case: CaseNumber, sent: bool },
    /// Something about an offer.
    Offer(Box<OfferSay>),
    /// Something about why a case is one.
    Why(Box<WhySay>),
    /// How a case was put right.
    Story(Box<Story>),
    /// The case climbed because of its age.
    Aged { case: CaseNumber, called: Vec<Mention>, level: Level },
    /// The customer or a colleague asked for somebody senior.
    SeniorAsked {
        case: CaseNumber,
        called: Vec<Mention>,
        level: Level,
        by_customer: bool,
        due: Option<Due>,
        why: Option<String>,
    },
    /// Owner: nothing was sent to the customer for too long.
    ProgressDue { case: CaseNumber, owner: Mention },
    /// Nobody is on duty in published hours.
    NobodyOnDuty { case: CaseNumber },
    /// Somebody took the case.
    Taken { by: String },
    /// Somebody took the case over from somebody.
    TakenOver {
        by: String,
        from: String,
        /// What the new owner must know, as the history has it (E24).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        so_far: Option<Box<SoFar>>,
    },
    /// Somebody joined.
    JoinedDesk { by: String },
    /// Whoever answers for a case can't just leave it.
    OwnerStays,
    /// Nobody is on duty any more, in published hours.
    NobodyLeft { called: Vec<Mention> },
    /// Somebody left.
    LeftDesk { by: String },
    /// A colleague was faster by this much.
    AlreadyTaken { by: String, ago: SignedDuration },
    /// The customer answered: offered after a message that ends in a question mark.
    OfferWait,
    /// It is the customer's turn now.
    NowWaiting,
    /// Not sent: join first.
    NotSentJoinFirst,
    /// Not sent: it answers a message of ours that is none of the customer's lines.
    NotSentUnclear,
    /// Not sent: the platform does not let the bot read it. The command `/say` works.
    NotSentUnreadable,
    /// It is on its way to the customer.
    OnItsWay,
    /// Not sent: the case is closed.
    NotSentClosed { case: CaseNumber },
    /// Not delivered to the customer, and why.
    NotDelivered { why: NotDelivered },
    /// What was done? Reply to this message.
    AskWhatWasDone { case: CaseNumber },
    /// A few words please: what was done.
    DoneTooShort,
    /// Not yet: these promises are open.
    NotYetPromises {
        open: Vec<(PromiseKind, Due)>,
        /// What staff said they would do.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        deeds: Vec<(String, Due)>,
    },
    /// The customer was asked.
    CustomerAsked {
        done: String,
        /// When the customer is asked, if they were not yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Due>,
    },
    /// The customer says it is right.
    VerdictYes { case: CaseNumber, after: SignedDuration },
    /// The customer says: partly.
    VerdictPartly { case: CaseNumber },
    /// The customer says no; the next level is called.
    VerdictNo { case: CaseNumber, called: Vec<Mention>, level: Level, due: Due },
    /// Everything about the customer of this case was deleted but its thread: staff can do that.
    DeleteByHand { case: CaseNumber },
    /// The customer wrote while the recovery check is open or the case is closed.
    WroteAfter { case: CaseNumber, owner: Option<Mention> },
    /// It was a thank-you; nothing changes.
    JustThanksNoted,
    /// The case is open again.
    ReopenedDesk { case: CaseNumber, due: Due },
    /// The customer wants no reply: look into it all the same.
    NoReplyWanted { case: CaseNumber },
    /// The customer changed the answer before anybody had it.
    ClosedMistap { case: CaseNumber },
    /// The customer changed the answer: look and close.
    ChangedAnswer { rating: Rating },
    /// The case closed because of silence.
    ClosedQuiet { case: CaseNumber, outcome: Outcome },
    /// A senior closed the case with a reason.
    ClosedBy { case: CaseNumber, by: String, outcome: Outcome, reason: String },
    /// Another contact of the same customer; no question was asked.
    AnotherContact { topic: Option<String>, agent: Option<String> },
    /// Another answer of the same customer belongs to this case.
    AnotherAnswer { rating: Option<Rating> },
    /// The customer can't be reached here.
    Unreachable { otherwise: Option<String> },
    /// The customer is back.
    Back,
    /// The thread was closed by hand.
    CloseWithResolve { case: CaseNumber },
    /// The room is gone: what is written in the thread goes to the customer again.
    RoomGone,
    /// Somebody of staff can't be let into the room.
    NotSeated { who: String },
    /// The customer left the server and can't read the room any more.
    LeftServer { name: Option<String> },
    /// That is for admins.
    AdminsOnly { is: Option<Level> },
    /// Settings as they are.
    Settings { settings: Vec<Setting> },
    /// Something for an admin.
    Admin(Box<AdminSay>),
    /// A setting can't be that.
    SettingRefused { unfit: Unfit },
    /// Who changed what, the newest first.
    Audit { lines: Vec<AuditLine> },
    /// The thread was lost and made anew; the last lines follow.
    ThreadRecreated { lines: Vec<String> },
    /// The thread can't be made; what to do.
    NoThread { case: CaseNumber, no_rights: bool },
    /// What happened so far.
    History { case: CaseNumber, lines: Vec<HistoryLine> },
    /// A praise or comment in the feed.
    Feed {
        rating: Option<Rating>,
        name: Option<String>,
        topic: Option<String>,
        agent: Option<String>,
        comment: Option<String>,
    },
    /// Private line to the agent who served.
    Praise { rating: Rating, name: Option<String>, topic: Option<String> },
    /// The customer has an open case, so no question.
    WontAskCaseOpen { name: Option<String>, case: CaseNumber },
    /// Asked a while ago; next possible at.
    WontAskGap { ago: SignedDuration, next: Due },
    /// The customer wants no questions.
    WontAskOptedOut { name: Option<String> },
    /// The contact is too old to be asked about.
    WontAskStale,
    /// Nobody is asked at the moment.
    WontAskPaused,
    /// The contact ended while something went wrong, for which we say sorry first.
    WontAskIncident,
    /// The same contact was signalled before.
    WontAskDuplicate,
    /// No way to reach the customer.
    WontAskNoChannel { name: Option<String> },
    /// What the contact was about, its tag or its outcome is switched off.
    WontAskLeftOut { what: String },
    /// The customer wrote too few messages.
    WontAskFewMessages { wrote: u32, least: u32 },
    /// It is not among the share that is asked about.
    WontAskNotSampled { share: String },
    /// It fell into quiet hours, and would be too old when they end.
    WontAskQuietHours { quiet: String },
    /// The customer is asked when quiet hours end.
    WillAskLater { due: Due },
    /// Whose contact ended?
    WhoseContact,
    /// Who writes can't be seen.
    Anonymous,
    /// That's for a level; the person is.
    NotAllowed { needs: Level, is: Option<Level> },
    /// Nobody can take their own case.
    OwnCase,
    /// Only the customer's yes closes it, or a senior with a reason.
    OnlyCustomerCloses,
    /// Already with the management.
    AlreadyTop,
    /// Use it inside a case or add its number.
    WrongPlace { command: String },
    /// An unknown command, with the nearest known one.
    UnknownCommand { command: String, nearest: Option<String> },
    /// The business has switched the command off.
    SwitchedOff { command: String },
    /// The case can't be found.
    NoSuchCase { case: CaseNumber },
    /// The customer had everything about them deleted.
    Forgotten,
    /// The case is already closed.
    AlreadyClosed { case: CaseNumber },
    /// Who is on duty.
    DutyWho { on: Vec<String> },
    /// The sender is called out of hours about what is very bad, or not.
    OnCall { on: bool },
    /// Duty is on.
    DutyOn { until: Option<Due> },
    /// Duty is off.
    DutyOff,
    /// Something about the rota.
    Rota(Box<RotaSay>),
    /// Duty can't end with open cases, each with what was promised next.
    DutyRefused { cases: Vec<(CaseNumber, Option<Due>)> },
    /// The desk can't be used any more: to admins, in private.
    DeskGone,
    /// What somebody of staff asked for could not be stored. The log tells of it by this id.
    NotStored(Option<String>),
    /// Nothing can be stored at the moment: to admins, in private.
    StoreFails,
    /// A time that can't be read.
    BadTime { typed: String },
    /// Two customers are one from now on.
    Merged { case: CaseNumber },
    /// One customer is two again.
    Split { case: CaseNumber },
    /// The two are one customer already.
    SameAlready,
    /// Nobody is known by this id.
    NobodyKnown { who: String },
    /// How two customers are made one.
    MergeHow,
    /// Nobody was taken in lately.
    NothingToSplit { case: CaseNumber },
    /// The case is about the customer of another one: it goes on there.
    DuplicateOf { case: CaseNumber, of: CaseNumber },
    /// Another case of the same customer goes on here; what they said in it.
    DuplicateHere { case: CaseNumber, lines: Vec<String> },
    /// Open cases, one line each.
    Cases {
        lines: Vec<CaseLine>,
        /// Which of them were asked for.
        #[serde(default)]
        which: Listed,
        /// So many more are not even there.
        #[serde(default)]
        left_out: u32,
    },
    /// One case, as somebody asked for it.
    OneCase(Box<OneCase>),
    /// How cases are listed, after something else was asked for.
    CasesHow { typed: String },
}

impl DeskSay {
    /// Something about a hand-over.
    pub fn handing(say: HandingSay) -> Self {
        Self::Handing(Box::new(say))
    }

    /// Something about help of a colleague.
    pub fn assist(say: AssistSay) -> Self {
        Self::Assist(Box::new(say))
    }

    /// Something about the inbox.
    pub fn inbox(say: InboxSay) -> Self {
        Self::Inbox(Box::new(say))
    }

    /// Something about the rota.
    pub fn rota(say: RotaSay) -> Self {
        Self::Rota(Box::new(say))
    }

    /// A report, or why there is none.
    pub fn report(say: ReportSay) -> Self {
        Self::Report(Box::new(say))
    }

    /// Something about an offer.
    pub fn offer(say: OfferSay) -> Self {
        Self::Offer(Box::new(say))
    }

    /// Something about why a case is one.
    pub fn why(say: WhySay) -> Self {
        Self::Why(Box::new(say))
    }

    /// The language of what a customer would read, where that is shown to staff.
    pub fn shown_in(&self) -> Option<Lang> {
        let Self::Admin(say) = self else { return None };
        match &**say {
            AdminSay::Trial(TrialSay::Shown { lang, .. }) => Some(*lang),
            AdminSay::Wording(say) => {
                let (WordingSay::Saved { slot, .. } | WordingSay::VariantSaved { slot, .. }) =
                    &**say
                else {
                    return None;
                };
                Some(slot.lang)
            }
            AdminSay::Trial(
                TrialSay::WouldOpen { .. } | TrialSay::NoDesk | TrialSay::Unknown { .. },
            )
            | AdminSay::Undone { .. }
            | AdminSay::ChangedSince { .. }
            | AdminSay::Over
            | AdminSay::NotAsked { .. }
            | AdminSay::SettingSaved(_)
            | AdminSay::Role(_)
            | AdminSay::Scale(_)
            | AdminSay::Tried(_)
            | AdminSay::Signals { .. }
            | AdminSay::Ledger(_)
            | AdminSay::LedgerOfWhom
            | AdminSay::Setup(_)
            | AdminSay::Data(_)
            | AdminSay::Health(_)
            | AdminSay::Money(_)
            | AdminSay::Text(_)
            | AdminSay::Authority(_)
            | AdminSay::MakeGood(_)
            | AdminSay::Cause(_)
            | AdminSay::Sorry(_)
            | AdminSay::Value(_)
            | AdminSay::Webhook(_)
            | AdminSay::Qr(_) => None,
        }
    }

    /// Those whom it calls, in the order in which its text names them.
    pub fn called(&self) -> &[Mention] {
        if let Self::PleaseTake { on_duty: called, .. }
        | Self::StillWaits { on_duty: called, .. }
        | Self::NeedsYou { called, .. }
        | Self::PromiseBroken { called, .. }
        | Self::Aged { called, .. }
        | Self::SeniorAsked { called, .. }
        | Self::NobodyLeft { called }
        | Self::VerdictNo { called, .. } = self
        {
            called
        } else if let Self::Promise(say) = self {
            say.called()
        } else if let Self::Handing(say) = self {
            say.called()
        } else if let Self::Handling(say) = self {
            say.called()
        } else if let Self::Assist(say) = self {
            say.called()
        } else if let Self::Offer(say) = self {
            say.called()
        } else if let Self::Why(say) = self {
            say.called()
        } else if let Self::ProgressDue { owner, .. }
        | Self::WroteAfter { owner: Some(owner), .. } = self
        {
            std::slice::from_ref(owner)
        } else {
            &[]
        }
    }
}
