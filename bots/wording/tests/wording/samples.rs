//! A sample of everything that can be said. A new variant does not compile until it is named here,
//! and its name does not pass until there is a sample of it.

mod admin;
mod asking;
mod assist;
mod blueprint;
mod cards;
mod cases;
mod catalogue;
mod desk;
mod handing;
mod handling;
mod inbox;
mod offers;
mod promises;
mod report;
mod role;
mod rota;
mod setup;
mod sorry;
mod story;
mod why;
mod wording;

use std::collections::BTreeSet;

use amends_core::{
    action::Action,
    gap::{ChannelGap, ChannelRight, ChannelRole, DeskGap},
    hours::Due,
    ids::{CaseNumber, ItemNumber, SurveyId},
    inbox::Because,
    place::{Address, Place, Platform},
    policy::Level,
    say::{BoardItem, BoardStatus, Button, Does, Label, Question, Say, Status, What},
    scale::{Rating, Scale},
};
pub(crate) use blueprint::wrongs;
pub(crate) use cards::card;
pub(crate) use desk::{desk_says, titles};
use jiff::{SignedDuration, Timestamp, civil::date};

/// Something to say, and how the gallery calls it.
pub(crate) struct Sample<T> {
    pub(crate) name: String,
    pub(crate) value: T,
}

/// Defines how a value's variant is called, and the list of all such names.
macro_rules! names {
    ($function:ident, $list:ident: $kind:ident { $($variant:ident),+ $(,)? }) => {
        pub(super) fn $function(value: &$kind) -> &'static str {
            match value {
                $($kind::$variant { .. } => stringify!($variant),)+
            }
        }

        pub(super) const $list: &[&str] = &[$(stringify!($variant)),+];
    };
}
pub(crate) use names;

names!(say_name, SAYS: Say {
    Ask, Answered, Worded, Both, Numbered, Words, ThanksHappy, WhyAnswer, ThanksNeutral, RecommendAsk, RecommendedAsk,
    RecommendThanks, SorryUnhappy, SorryUnhappyLater,
    OpenPrivate, NoTalkAck, CommentThanks, ChangedAck, TapAck, ChangeClosed, LateAck, NotForYou,
    Start, ComplainPrompt, ComplainAck, ComplainAckLater, StatusNone, StatusOpen, StopAck,
    ResumeAck, LanguageSet, Privacy, MyData, ForgetConfirm, ForgetReceipt, ForgetDone, Error, Joined, ReplyMissed, Promised, PromiseKept,
    PromiseMoved, PromiseBroken, Offer, OfferAccepted, OfferDeclined, OfferDone, OfferBy, Progress, ProgressHold, Handover, Escalated, SeniorAck, DirectorHere,
    Nudge1, Nudge2, ClosedSilent, Reopened, WelcomeBack, RelayFailed, Panel, FeedbackOff, CodePrompt, Recheck, RightYes, LastTouch,
    RightPartly, RightNo, CauseFixed, SorryFirst, SorryGift, Board, ThreadHere, ThreadIntro, LinkCode, LinkDone, LinkBad,
});
names!(label_name, LABELS: Label {
    Rating, Tell, ContactMe, NoTalk, Change, Senior, StillNeed, NeedHelp, RightYes, RightPartly, RightNo,
    Promise, Progress, HandOver, HandOverCase, TakeCase, ItemCause, PassOnPraise, Because, Back, ShowItem, Cause, AcceptCase, ReturnCase, Offer, Delivered, SendOffer, AdjustOffer, Accept, Decline, Yes, No, Take, Join, History, WaitForAnswer, CallSenior, PutRight, Reopen, JustThanks,
    OpenRecovery, NoAction, CloseMistap, Undo, Send, NotNow, SaveAnyway, CheckAgain, TestMe, StartAsking, PauseAsking, WriteAgain, TellUs, Complain, Feedback, Code,
    Why, Anyway, Skip, Preview,
});
names!(gap_name, GAPS: DeskGap { NoGroup, NoForum, NoTopics, NoPins, Public, Unseen });
names!(channel_gap_name, CHANNEL_GAPS: ChannelGap {
    NoChannel, WrongKind, NoRight, Public, NoRooms, Hidden, Unmentionable, Unseen,
});
names!(question_name, QUESTIONS: Question {
    JustNow, Topic, Visit, Expect, Recommend, Reminder, ReceiptExpired,
});
names!(status_name, STATUSES: Status { Open, Working, Waiting, Checking });

/// Fails unless the samples show each of the names.
pub(crate) fn assert_covered(
    shown: impl IntoIterator<Item = &'static str>,
    names: &[&'static str],
) {
    let shown: BTreeSet<&str> = shown.into_iter().collect();
    let missing: Vec<&&str> = names.iter().filter(|name| !shown.contains(**name)).collect();
    assert!(missing.is_empty(), "no sample of {missing:?}");
}

pub(crate) fn rating(scale: Scale, value: u8) -> Rating {
    scale.rating(value).expect("the samples use options of the scale")
}

pub(crate) const CASE: CaseNumber = CaseNumber(1042);

/// 17 November 2026, half past nine.
pub(crate) fn due(today: bool) -> Due {
    Due { civil: date(2026, 11, 17).at(9, 30, 0, 0), today }
}

pub(crate) fn dana() -> String {
    "Dana".to_owned()
}

pub(crate) fn gaps() -> [DeskGap; 6] {
    let why = "nobody knows whether it arrived: timed out".to_owned();
    let gaps = [
        DeskGap::NoGroup,
        DeskGap::NoForum,
        DeskGap::NoTopics,
        DeskGap::NoPins,
        DeskGap::Public,
        DeskGap::Unseen { why },
    ];
    assert_covered(gaps.iter().map(gap_name), GAPS);
    gaps
}

pub(crate) fn channel_gaps() -> [ChannelGap; 9] {
    let why = "nobody knows whether it arrived: timed out".to_owned();
    let (desk, care) = (ChannelRole::Desk, ChannelRole::Care);
    let gaps = [
        ChannelGap::NoChannel { role: desk },
        ChannelGap::NoChannel { role: care },
        ChannelGap::WrongKind { role: care },
        ChannelGap::NoRight { role: care, right: ChannelRight::PrivateThreads },
        ChannelGap::Public,
        ChannelGap::NoRooms,
        ChannelGap::Hidden { name: "care".to_owned() },
        ChannelGap::Unmentionable { name: "Staff".to_owned() },
        ChannelGap::Unseen { role: desk, why },
    ];
    assert_covered(gaps.iter().map(channel_gap_name), CHANNEL_GAPS);
    gaps
}

pub(crate) fn questions() -> [Question; 7] {
    [
        Question::JustNow,
        Question::Topic("Order 118".to_owned()),
        Question::Visit,
        Question::Expect,
        Question::Recommend,
        Question::Reminder,
        Question::ReceiptExpired,
    ]
}

/// Everything that is said to customers.
pub(crate) fn says() -> Vec<Sample<Say>> {
    let mut says: Vec<Say> = questions()
        .into_iter()
        .map(|question| Say::Ask { question, name: Some(dana()), call: None })
        .collect();
    says.push(Say::Ask { question: Question::JustNow, name: None, call: None });
    let call = Some(Address::new(Platform::Discord, "42"));
    says.push(Say::Ask { question: Question::JustNow, name: Some(dana()), call });
    says.extend(answers());
    says.extend(in_other_words());
    says.extend([
        Say::ThanksHappy,
        Say::RecommendAsk,
        Say::RecommendedAsk,
        Say::RecommendThanks,
        Say::WhyAnswer { n: 3 },
        Say::ThanksNeutral,
        Say::SorryUnhappy { within: SignedDuration::from_mins(10) },
        Say::SorryUnhappyLater { due: due(false) },
        Say::OpenPrivate { token: "abc".to_owned() },
        Say::NoTalkAck,
        Say::CommentThanks,
        Say::ChangedAck { rating: rating(Scale::Faces3, 1) },
        Say::TapAck,
        Say::ChangeClosed,
        Say::LateAck,
        Say::NotForYou,
        Say::Start { name: Some(dana()) },
        Say::Start { name: None },
        Say::ComplainPrompt,
        Say::ComplainAck { within: SignedDuration::from_hours(36) },
        Say::ComplainAckLater { due: due(true) },
        Say::StatusNone,
        Say::StopAck,
        Say::ResumeAck,
        Say::Privacy { days: 400 },
        Say::MyData,
        Say::ForgetConfirm,
        Say::ForgetReceipt { deleted: 1, kept: 0 },
        Say::ForgetReceipt { deleted: 12, kept: 3 },
        Say::ForgetDone,
        Say::LanguageSet,
        Say::Error,
    ]);
    says.extend(statuses());
    says.extend(recovery());
    says.extend(offers::customer_says());
    says.extend(elsewhere());
    says.extend(before_anybody_complains());
    says.into_iter().map(|value| Sample { name: say_name(&value).to_owned(), value }).collect()
}

/// What an admin wrote, said as a customer reads it.
fn in_other_words() -> Vec<Say> {
    let question = || Question::Topic("Order 118".to_owned());
    let within = SignedDuration::from_mins(10);
    let rating = Scale::Faces3.ratings().next();
    let worded = |text: &str, say| Say::Worded { text: text.to_owned(), say: Box::new(say) };
    let asked = "{hello}\nSo: {topic} – how was it, {nobody}?";
    let thanks = worded("Lovely!", Say::ThanksHappy);
    vec![
        worded(asked, Say::Ask { question: question(), name: Some(dana()), call: None }),
        worded(asked, Say::Answered { question: question(), rating, then: Box::new(thanks) }),
        worded("Sorry, thank you: {duration}.", Say::SorryUnhappy { within }),
        worded("Sorry, thank you: {due}.", Say::SorryUnhappyLater { due: due(true) }),
    ]
}

fn answers() -> Vec<Say> {
    let thanks = || Box::new(Say::ThanksHappy);
    let mut says: Vec<Say> = questions()
        .into_iter()
        .zip([Scale::Faces3, Scale::Csat5, Scale::Thumbs, Scale::Expect3, Scale::Nps11])
        .map(|(question, scale)| Say::Answered {
            question,
            rating: scale.ratings().last(),
            then: thanks(),
        })
        .collect();
    says.push(Say::Answered { question: Question::JustNow, rating: None, then: thanks() });
    says.push(Say::Both(Box::new(Say::LateAck), thanks()));
    says.extend([Scale::Faces3, Scale::Nps11].map(numbered));
    let text = "Your dish is being made now.\nI’ll bring it.".to_owned();
    says.push(Say::Words { name: Some("Anna".to_owned()), text: text.clone(), marks: Vec::new() });
    says.push(Say::Words { name: None, text, marks: Vec::new() });
    says
}

/// The question where nothing can be pressed.
fn numbered(scale: Scale) -> Say {
    let survey = SurveyId::mint(Timestamp::UNIX_EPOCH, &[1; 10]);
    let choice = |(number, rating): (u8, Rating)| {
        let number = if scale == Scale::Nps11 { rating.value() } else { number };
        let does = Does::Act(Action::Rate { survey, value: rating.value() });
        (number, Button { label: Label::Rating(rating), does })
    };
    let say = Say::Ask { question: Question::JustNow, name: Some("Dana".to_owned()), call: None };
    let choices = (1..).zip(scale.ratings()).map(choice).collect();
    Say::Numbered { say: Box::new(say), choices }
}

fn statuses() -> Vec<Say> {
    let open = |status, staff: Option<&str>, latest: Option<&str>| Say::StatusOpen {
        case: CASE,
        status,
        staff: staff.map(str::to_owned),
        latest: latest.map(str::to_owned),
        due: due(true),
    };
    vec![
        open(Status::Open, None, None),
        open(Status::Working, Some("Anna"), Some("Your dish is being made now.")),
        open(Status::Waiting, Some("Anna"), Some("Which one was it?")),
        open(Status::Checking, Some("Anna"), Some("right dish served")),
    ]
}

fn recovery() -> Vec<Say> {
    let anna = || "Anna".to_owned();
    vec![
        Say::Joined { staff: anna() },
        Say::Promised { what: "your dish on the table".to_owned(), due: due(true) },
        Say::PromiseKept { what: "your dish on the table".into() },
        Say::PromiseMoved { what: "your dish on the table".into(), due: due(false) },
        Say::PromiseBroken {
            what: "your dish on the table".into(),
            due: due(true),
            level: Level::Senior,
            next: Some(due(true)),
        },
        Say::PromiseBroken {
            what: "a call".into(),
            due: due(true),
            level: Level::Director,
            next: None,
        },
        Say::Progress { text: "it is on the van.".to_owned(), due: due(true) },
        Say::ProgressHold { staff: anna(), due: due(false) },
        Say::Handover { from: anna(), to: "Mihai".to_owned() },
        Say::ReplyMissed {
            said: SignedDuration::from_mins(10),
            level: Level::Senior,
            due: due(true),
        },
        Say::Escalated { level: Level::Director },
        Say::SeniorAck { level: Level::Senior, due: due(true) },
        Say::DirectorHere { staff: "Piotr".to_owned() },
        Say::Nudge1,
        Say::Nudge2 { due: due(true) },
        Say::ClosedSilent,
        Say::Reopened { within: SignedDuration::from_mins(10) },
        Say::WelcomeBack,
        Say::RelayFailed,
        Say::Panel,
        Say::FeedbackOff,
        Say::CodePrompt,
        Say::Recheck {
            staff: anna(),
            done: "right dish served, dessert on us.".to_owned(),
            prevent: None,
        },
        Say::CauseFixed {
            name: Some("Dana".to_owned()),
            topic: "wrong dish".to_owned(),
            fix: "every order is now read back before it goes to the kitchen.".to_owned(),
        },
        Say::Board { items: Vec::new() },
        Say::Board { items: board() },
        Say::Recheck {
            staff: anna(),
            done: "parcel delivered 11:54.".to_owned(),
            prevent: Some("your street is on the morning tour".to_owned()),
        },
        Say::RightYes { staff: anna() },
        Say::LastTouch { gift: What::Gift { gift: "dessert".to_owned() }, how: None },
        Say::LastTouch {
            gift: What::from("a coffee"),
            how: Some("Show R-1042 at the counter".to_owned()),
        },
        Say::RightPartly { staff: anna() },
        Say::RightNo { level: Level::Agent, due: due(true) },
        Say::RightNo { level: Level::Senior, due: due(true) },
        Say::RightNo { level: Level::Director, due: due(false) },
    ]
}

/// What is said before anybody complains.
fn before_anybody_complains() -> Vec<Say> {
    vec![
        Say::SorryFirst {
            name: Some("Dana".to_owned()),
            what: "food came 50 minutes late.".to_owned(),
            fix: "two more couriers are on the road.".to_owned(),
        },
        Say::SorryGift { gift: What::Gift { gift: "dessert".to_owned() }, how: None },
        Say::SorryGift {
            gift: What::from("a coffee"),
            how: Some("Show S-3 at the counter".to_owned()),
        },
    ]
}

/// What is said because there is more than one platform.
fn elsewhere() -> Vec<Say> {
    let code = |platform| Say::LinkCode {
        code: "K7QM2XVA".to_owned(),
        valid: SignedDuration::from_mins(10),
        platform,
    };
    vec![
        Say::ThreadHere { room: Place::chat(Platform::Discord, "500").thread("600") },
        Say::ThreadIntro { customer: Address::new(Platform::Discord, "42") },
        code(Platform::Telegram),
        code(Platform::Discord),
        Say::LinkDone,
        Say::LinkBad,
    ]
}

/// What customers' buttons say, the options of scales aside.
pub(crate) fn customer_labels() -> Vec<Label> {
    vec![
        Label::Tell,
        Label::TellUs,
        Label::Complain,
        Label::Feedback,
        Label::Code,
        Label::ContactMe,
        Label::NoTalk,
        Label::Change,
        Label::Senior,
        Label::StillNeed,
        Label::NeedHelp,
        Label::Accept,
        Label::Decline,
        Label::RightYes,
        Label::RightPartly,
        Label::RightNo,
        Label::Yes,
        Label::No,
    ]
}

/// What staff's buttons say.
pub(crate) fn staff_labels() -> Vec<Label> {
    vec![
        Label::Take,
        Label::Join,
        Label::History,
        Label::WaitForAnswer,
        Label::CallSenior,
        Label::PutRight,
        Label::Promise,
        Label::Progress,
        Label::HandOver,
        Label::HandOverCase(CASE),
        Label::TakeCase(CASE),
        Label::ItemCause,
        Label::PassOnPraise,
        Label::Because(Because::Nothing),
        Label::Because(Because::Known),
        Label::Because(Because::NotOurs),
        Label::Back,
        Label::ShowItem(ItemNumber(17)),
        Label::Cause("not_as_ordered".into()),
        Label::AcceptCase,
        Label::ReturnCase,
        Label::Offer,
        Label::Delivered,
        Label::SendOffer,
        Label::AdjustOffer,
        Label::Reopen,
        Label::JustThanks,
        Label::OpenRecovery,
        Label::NoAction,
        Label::CloseMistap,
        Label::Undo,
        Label::Send,
        Label::NotNow,
        Label::SaveAnyway,
        Label::CheckAgain,
        Label::TestMe,
        Label::StartAsking,
        Label::PauseAsking,
        Label::WriteAgain,
        Label::Why,
        Label::Anyway,
        Label::Skip,
        Label::Preview,
    ]
}

fn board() -> Vec<BoardItem> {
    let day = date(2026, 11, 30);
    let item = |did: Option<&str>, who: Option<String>, status, told| BoardItem {
        said: "Food came late".to_owned(),
        did: did.map(str::to_owned),
        who,
        status,
        told,
    };
    vec![
        item(Some("orders are read back."), None, BoardStatus::Done(day), Some(9)),
        item(None, Some("Katrin".to_owned()), BoardStatus::Planned(day), None),
        item(None, Some("Katrin".to_owned()), BoardStatus::Doing, None),
    ]
}

/// Every button there is.
pub(crate) fn labels() -> Vec<Label> {
    let options = Scale::ALL.into_iter().flat_map(Scale::ratings).map(Label::Rating);
    options.chain(customer_labels()).chain(staff_labels()).collect()
}

#[test]
fn everything_said_to_customers_has_a_sample() {
    let says = says();
    assert_covered(says.iter().map(|sample| say_name(&sample.value)), SAYS);
    assert_covered(questions().iter().map(question_name), QUESTIONS);
    assert_covered(labels().iter().map(label_name), LABELS);
    let statuses = says.iter().filter_map(|sample| {
        let Say::StatusOpen { status, .. } = &sample.value else { return None };
        Some(status_name(status))
    });
    assert_covered(statuses, STATUSES);
}
