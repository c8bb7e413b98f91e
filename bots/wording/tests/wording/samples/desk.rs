//! Samples of what staff read.

use amends_core::{
    action::Verdict,
    admin::{Setting, Unfit},
    case::{Origin, Outcome, PromiseKind},
    desk::{AuditLine, DeskSay, HistoryLine, HistoryWhat, Mark, Mention, NotDelivered, Title},
    hours::Hours,
    ids::CaseNumber,
    lang::Lang,
    place::{Address, MediaKind, Platform},
    policy::Level,
    scale::Scale,
};
use jiff::SignedDuration;

use super::{CASE, Sample, assert_covered, dana, due, names, rating};

names!(desk_name, DESK_SAYS: DeskSay {
    Card, CardAside, CustomerWords, SpokeThemselves, CustomerEdited, PleaseTake, StillWaits, NeedsYou, PromiseBroken, Aged,
    SeniorAsked, ProgressDue, NobodyOnDuty, Taken, TakenOver, JoinedDesk, LeftDesk, AlreadyTaken,
    OfferWait, NowWaiting, NotSentJoinFirst, NotSentClosed, NotDelivered, AskWhatWasDone,
    DoneTooShort, NotYetPromises, CustomerAsked, VerdictYes, VerdictPartly, VerdictNo, WroteAfter,
    JustThanksNoted, ReopenedDesk, NoReplyWanted, ClosedMistap, ChangedAnswer, ClosedQuiet, DeleteByHand,
    ClosedBy, AnotherContact, AnotherAnswer, Unreachable, Back, CloseWithResolve, RoomGone,
    NotSeated, LeftServer, ThreadRecreated,
    NoThread, History, Promise, Handing, Handling, Inbox, Report, Assist, Transcript, Offer, Why, Story, Feed, Praise, OwnerStays, NobodyLeft, WontAskCaseOpen, WontAskGap,
    WontAskOptedOut, WontAskStale, WontAskPaused, WontAskIncident, WontAskDuplicate, WontAskNoChannel, WontAskLeftOut,
    WontAskFewMessages, WontAskNotSampled, WontAskQuietHours, WillAskLater, WhoseContact, Anonymous,
    NotAllowed, OwnCase, OnlyCustomerCloses, AlreadyTop, WrongPlace, UnknownCommand, SwitchedOff,
    NoSuchCase, AlreadyClosed, Forgotten, DutyWho, OnCall, DutyOn, DutyOff, DutyRefused, Rota, Cases, OneCase, CasesHow,
    Merged, Split, SameAlready, NobodyKnown, MergeHow, NothingToSplit, DuplicateOf, DuplicateHere,
    AdminsOnly, Settings, Admin, SettingRefused, Audit, DeskGone, NotStored, StoreFails, BadTime, NotShown, Reacted, CustomerDeleted, NotSentUnreadable, NotSentUnclear, OnItsWay,
});
names!(outcome_name, OUTCOMES: Outcome {
    Recovered, Partly, NotRecovered, Unconfirmed, Silent, Unreachable, Declined, Mistap, Duplicate,
    Forgotten,
});
names!(origin_name, ORIGINS: Origin {
    Answer, LateChange, AskedContact, Complaint, Staff, Senior, Sorry,
});
names!(promise_name, PROMISES: PromiseKind { FirstReply, Senior, Progress, Explicit, Delivery });
names!(happened_name, HAPPENINGS: HistoryWhat {
    Opened, Taken, Joined, Level, Broken, Promised, PromiseKept, PromiseDoneLate, PromiseMoved,
    PromiseBroken, PromiseCancelled, AskedForHelp, Helped, HandedTo, HandedOver, CameBack, Offer, FirstWord, Resolved, Verdict, Reopened, Note, Closed,
    Merged, Split, DuplicateOf, DuplicateHere, Paused, Why, Cause, Anyway, Prevented,
});

pub(super) const OUTCOMES_ALL: [Outcome; 10] = [
    Outcome::Recovered,
    Outcome::Partly,
    Outcome::NotRecovered,
    Outcome::Unconfirmed,
    Outcome::Silent,
    Outcome::Unreachable,
    Outcome::Declined,
    Outcome::Mistap,
    Outcome::Duplicate,
    Outcome::Forgotten,
];
const ORIGINS_ALL: [Origin; 7] = [
    Origin::Answer,
    Origin::LateChange,
    Origin::AskedContact,
    Origin::Complaint,
    Origin::Staff,
    Origin::Senior,
    Origin::Sorry,
];
pub(super) const PROMISES_ALL: [PromiseKind; 5] = [
    PromiseKind::FirstReply,
    PromiseKind::Senior(Level::Senior),
    PromiseKind::Progress,
    PromiseKind::Explicit,
    PromiseKind::Delivery,
];

pub(super) fn anna() -> String {
    "Anna".to_owned()
}

pub(super) fn text(words: &str) -> String {
    words.to_owned()
}

fn mention(name: Option<&str>, username: Option<&str>) -> Mention {
    Mention {
        address: Address::new(Platform::Telegram, "50"),
        name: name.map(str::to_owned),
        username: username.map(str::to_owned),
    }
}

fn on_duty() -> Vec<Mention> {
    vec![mention(Some("Anna"), Some("anna")), mention(Some("Mihai"), None)]
}

pub(super) fn katrin() -> Vec<Mention> {
    vec![mention(None, Some("katrin"))]
}

pub(super) fn title(mark: Mark) -> Title {
    Title { mark, case: CASE, name: Some(dana()) }
}

/// Titles of threads.
pub(crate) fn titles() -> Vec<Title> {
    let mut titles = [Mark::Red, Mark::Yellow, Mark::Green, Mark::Grey].map(title).to_vec();
    titles.push(Title { mark: Mark::Red, case: CASE, name: None });
    titles
}

/// Everything that is said to staff.
pub(crate) fn desk_says() -> Vec<Sample<DeskSay>> {
    let mut says: Vec<DeskSay> =
        super::cards::cards().into_iter().map(|card| DeskSay::Card(Box::new(card))).collect();
    says.extend(
        super::cards::cards().into_iter().next().map(|card| DeskSay::CardAside(Box::new(card))),
    );
    says.extend(calls());
    says.extend(conversation());
    says.extend(putting_right());
    says.extend(other());
    says.extend(feed());
    says.extend(asking());
    says.extend(replies());
    says.extend(administration());
    says.into_iter().map(|value| Sample { name: desk_name(&value).to_owned(), value }).collect()
}

fn administration() -> Vec<DeskSay> {
    let timer =
        |name: &str, length: Option<SignedDuration>| Setting::Timer { name: text(name), length };
    let minutes = SignedDuration::from_mins;
    let zone = Setting::Zone { zone: text("Europe/Bucharest"), shows: due(true) };
    let hours = Hours::parse("mon-fri 09:00-21:00, sat 10:00-14:00").expect("these are hours");
    let settings = [
        zone,
        Setting::Hours(hours),
        Setting::Language(Lang::RO),
        Setting::Offer(Vec::new()),
        Setting::Offer(vec![Lang::EN, Lang::RO]),
        Setting::Scale(Scale::Csat5),
        timer("ask_gap", Some(minutes(240))),
        timer("ask_reminder", None),
        timer("reply_within", Some(minutes(5))),
        timer("reply_within_new", Some(minutes(3))),
        timer("reply_within_new", None),
    ];
    let range = |name: &str, wished| Unfit::Range {
        name: text(name),
        wished,
        least: minutes(0),
        most: minutes(10),
    };
    let unknown = |nearest: Option<&str>| Unfit::Name {
        typed: text("gpa"),
        nearest: nearest.map(text),
        known: vec![text("delay"), text("gap")],
    };
    let unfit = [
        Unfit::Zone { typed: text("Europe/Bukarest"), nearest: Some(text("Europe/Bucharest")) },
        Unfit::Zone { typed: text("Atlantis"), nearest: None },
        Unfit::Hours,
        Unfit::Language,
        Unfit::Offer { default: Lang::RO },
        Unfit::Scale { typed: text("faces9") },
        Unfit::Length { typed: text("soon") },
        range("ask_delay", minutes(120)),
        range("ask_gap", minutes(60_000)),
        unknown(Some("gap")),
        unknown(None),
    ];
    let line = AuditLine {
        at: due(true),
        by: Some(text("Piotr")),
        what: text("scale"),
        from: text("faces3"),
        to: text("csat5"),
    };
    let mut says = vec![
        DeskSay::AdminsOnly { is: Some(Level::Agent) },
        DeskSay::AdminsOnly { is: None },
        DeskSay::Settings { settings: settings.to_vec() },
        DeskSay::Audit { lines: vec![AuditLine { by: None, ..line.clone() }, line] },
        DeskSay::Audit { lines: Vec::new() },
    ];
    let settings: Vec<Setting> = settings.into_iter().chain(super::asking::settings()).collect();
    says.push(DeskSay::Settings { settings: super::asking::settings() });
    says.extend(super::asking::unfit().into_iter().map(|unfit| DeskSay::SettingRefused { unfit }));
    says.extend(super::admin::says(settings).map(|say| DeskSay::Admin(Box::new(say))));
    says.extend(unfit.map(|unfit| DeskSay::SettingRefused { unfit }));
    says
}

fn calls() -> Vec<DeskSay> {
    let level = Level::Senior;
    let mut says = vec![
        DeskSay::PleaseTake { case: CASE, on_duty: on_duty() },
        DeskSay::PleaseTake { case: CASE, on_duty: Vec::new() },
        DeskSay::StillWaits { case: CASE, on_duty: on_duty(), promised: due(true) },
        DeskSay::StillWaits { case: CASE, on_duty: Vec::new(), promised: due(true) },
        DeskSay::PromiseBroken {
            case: CASE,
            called: katrin(),
            level,
            due: due(true),
            what: Vec::new(),
        },
        DeskSay::PromiseBroken {
            case: CASE,
            called: katrin(),
            level,
            due: due(true),
            what: vec![text("your dish."), text("call")],
        },
        DeskSay::Aged { case: CASE, called: katrin(), level },
        DeskSay::ProgressDue { case: CASE, owner: mention(Some("Anna"), None) },
        DeskSay::NobodyOnDuty { case: CASE },
    ];
    for called in [katrin(), Vec::new()] {
        let left = SignedDuration::from_mins(3);
        says.push(DeskSay::NeedsYou { case: CASE, called, left, level });
    }
    for (by_customer, due, why) in [
        (true, Some(due(true)), None),
        (true, None, None),
        (false, Some(due(true)), Some(text("wants the money back"))),
        (false, None, None),
    ] {
        says.push(DeskSay::SeniorAsked {
            case: CASE,
            called: katrin(),
            level,
            by_customer,
            due,
            why,
        });
    }
    says
}

fn conversation() -> Vec<DeskSay> {
    let mut says = super::promises::says(&katrin());
    says.extend(super::assist::says(&katrin()));
    says.extend([false, true].map(|sent| DeskSay::Transcript { case: CASE, sent }));
    says.extend(super::cases::says());
    says.extend(super::inbox::says());
    says.extend(super::report::says());
    says.extend(super::rota::says());
    says.extend(super::handing::says(&katrin()));
    says.extend(super::handling::says(&katrin()));
    says.extend(super::offers::says(&katrin()));
    says.extend(super::why::says(&katrin()));
    says.extend(super::story::stories().into_iter().map(|it| DeskSay::Story(Box::new(it))));
    says.extend([
        DeskSay::Taken { by: anna() },
        DeskSay::TakenOver { by: text("Katrin"), from: anna(), so_far: None },
        DeskSay::TakenOver {
            by: text("Katrin"),
            from: anna(),
            so_far: Some(Box::new(super::handing::so_far())),
        },
        DeskSay::JoinedDesk { by: anna() },
        DeskSay::LeftDesk { by: anna() },
        DeskSay::AlreadyTaken { by: text("Mihai"), ago: SignedDuration::from_secs(2) },
        DeskSay::AlreadyTaken { by: text("Mihai"), ago: SignedDuration::from_millis(300) },
        DeskSay::OwnCase,
        DeskSay::CustomerWords {
            name: Some(dana()),
            lines: vec![text("waited 40 min"), text("cold")],
            marks: Vec::new(),
        },
        DeskSay::CustomerWords { name: None, lines: vec![text("hello?")], marks: Vec::new() },
        DeskSay::SpokeThemselves { by: text("Anna"), lines: vec![text("I am so sorry.")] },
        DeskSay::CustomerEdited { name: Some(dana()), text: text("waited 45 min") },
        DeskSay::OfferWait,
        DeskSay::NowWaiting,
        DeskSay::NotSentJoinFirst,
        DeskSay::NotSentUnreadable,
        DeskSay::NotSentUnclear,
        DeskSay::OnItsWay,
        DeskSay::Reacted { name: Some(dana()), emoji: text("👍") },
        DeskSay::CustomerDeleted { name: Some(dana()) },
        DeskSay::NotSentClosed { case: CASE },
        DeskSay::Unreachable { otherwise: None },
        DeskSay::Unreachable { otherwise: Some(text("+40 700 000 000")) },
        DeskSay::Back,
    ]);
    for why in [
        NotDelivered::Unreachable,
        NotDelivered::Unsupported,
        NotDelivered::TooLarge,
        NotDelivered::Unknown,
    ] {
        says.push(DeskSay::NotDelivered { why });
        let size = (why == NotDelivered::TooLarge).then_some(26_000_000);
        says.push(DeskSay::NotShown { name: Some(dana()), kind: MediaKind::Document, why, size });
    }
    says
}

fn putting_right() -> Vec<DeskSay> {
    vec![
        DeskSay::AskWhatWasDone { case: CASE },
        DeskSay::DoneTooShort,
        DeskSay::NotYetPromises {
            open: vec![(PromiseKind::FirstReply, due(true))],
            deeds: Vec::new(),
        },
        DeskSay::NotYetPromises {
            open: PROMISES_ALL.map(|kind| (kind, due(true))).to_vec(),
            deeds: Vec::new(),
        },
        DeskSay::NotYetPromises { open: Vec::new(), deeds: vec![(text("call"), due(true))] },
        DeskSay::CustomerAsked { done: text("right dish served, dessert on us"), due: None },
        DeskSay::CustomerAsked { done: text("parcel on the van"), due: Some(due(false)) },
        DeskSay::VerdictYes { case: CASE, after: SignedDuration::from_secs(1_028) },
        DeskSay::VerdictPartly { case: CASE },
        DeskSay::VerdictNo { case: CASE, called: katrin(), level: Level::Senior, due: due(true) },
        DeskSay::WroteAfter { case: CASE, owner: Some(mention(None, Some("anna"))) },
        DeskSay::WroteAfter { case: CASE, owner: None },
        DeskSay::JustThanksNoted,
        DeskSay::ReopenedDesk { case: CASE, due: due(true) },
        DeskSay::OnlyCustomerCloses,
        DeskSay::AlreadyTop,
    ]
}

fn other() -> Vec<DeskSay> {
    let mut says = vec![
        DeskSay::NoReplyWanted { case: CASE },
        DeskSay::ClosedMistap { case: CASE },
        DeskSay::ChangedAnswer { rating: rating(Scale::Csat5, 4) },
        DeskSay::ClosedBy {
            case: CASE,
            by: text("Katrin"),
            outcome: Outcome::Partly,
            reason: text("agreed on the phone"),
        },
        DeskSay::AnotherContact { topic: Some(text("Order 119")), agent: Some(text("Mihai")) },
        DeskSay::AnotherContact { topic: None, agent: Some(text("Mihai")) },
        DeskSay::AnotherContact { topic: None, agent: None },
        DeskSay::AnotherAnswer { rating: Some(rating(Scale::Faces3, 1)) },
        DeskSay::AnotherAnswer { rating: None },
        DeskSay::CloseWithResolve { case: CASE },
        DeskSay::RoomGone,
        DeskSay::NotSeated { who: anna() },
        DeskSay::LeftServer { name: Some(dana()) },
        DeskSay::LeftServer { name: None },
        DeskSay::ThreadRecreated { lines: vec![text("Dana: hello?"), text("Anna: one moment")] },
        DeskSay::ThreadRecreated { lines: Vec::new() },
        DeskSay::Merged { case: CASE },
        DeskSay::Split { case: CASE },
        DeskSay::SameAlready,
        DeskSay::NobodyKnown { who: text("C-5512") },
        DeskSay::MergeHow,
        DeskSay::NothingToSplit { case: CASE },
        DeskSay::DuplicateOf { case: CaseNumber(1050), of: CASE },
        DeskSay::DuplicateHere { case: CaseNumber(1050), lines: vec![text("it is cold\nagain")] },
        DeskSay::DuplicateHere { case: CaseNumber(1050), lines: Vec::new() },
        DeskSay::NoThread { case: CASE, no_rights: true },
        DeskSay::NoThread { case: CASE, no_rights: false },
        DeskSay::History { case: CASE, lines: history() },
        DeskSay::History { case: CASE, lines: Vec::new() },
    ];
    says.push(DeskSay::DeleteByHand { case: CASE });
    says.extend(OUTCOMES_ALL.map(|outcome| DeskSay::ClosedQuiet { case: CASE, outcome }));
    says
}

fn history() -> Vec<HistoryLine> {
    let mut happened: Vec<HistoryWhat> = ORIGINS_ALL.map(HistoryWhat::Opened).to_vec();
    happened.extend(super::promises::happenings());
    happened.extend(super::handing::happenings());
    happened.extend(super::assist::happenings());
    happened.extend(super::handling::happenings());
    happened.extend(super::offers::happenings());
    happened.extend(super::why::happenings());
    happened.extend([
        HistoryWhat::Taken(anna()),
        HistoryWhat::Joined(text("Ion")),
        HistoryWhat::Level(Level::Senior),
        HistoryWhat::FirstWord(anna()),
        HistoryWhat::Resolved(text("right dish served")),
        HistoryWhat::Verdict(Verdict::No),
        HistoryWhat::Verdict(Verdict::Partly),
        HistoryWhat::Verdict(Verdict::Yes),
        HistoryWhat::Reopened,
        HistoryWhat::Merged(None),
        HistoryWhat::Merged(Some(CaseNumber(1050))),
        HistoryWhat::Split,
        HistoryWhat::Note { by: String::new(), text: text("a regular at\nthe window") },
        HistoryWhat::Closed(Outcome::Recovered),
    ]);
    happened.extend(PROMISES_ALL.map(HistoryWhat::Broken));
    happened.into_iter().map(|what| HistoryLine { at: due(true), what }).collect()
}

fn feed() -> Vec<DeskSay> {
    let comment = Some(text("maybe a plug near the window"));
    let face = Some(rating(Scale::Faces3, 3));
    vec![
        DeskSay::Feed {
            rating: face,
            name: Some(dana()),
            topic: Some(text("Order 118")),
            agent: Some(anna()),
            comment: comment.clone(),
        },
        DeskSay::Feed { rating: face, name: Some(dana()), topic: None, agent: None, comment: None },
        DeskSay::Feed { rating: None, name: None, topic: None, agent: None, comment },
        DeskSay::Praise {
            rating: rating(Scale::Faces3, 3),
            name: Some(dana()),
            topic: Some(text("Order 118")),
        },
        DeskSay::Praise { rating: rating(Scale::Csat5, 5), name: None, topic: None },
    ]
}

fn asking() -> Vec<DeskSay> {
    vec![
        DeskSay::OwnerStays,
        DeskSay::NobodyLeft { called: katrin() },
        DeskSay::NobodyLeft { called: Vec::new() },
        DeskSay::WontAskCaseOpen { name: Some(dana()), case: CASE },
        DeskSay::WontAskCaseOpen { name: None, case: CASE },
        DeskSay::WontAskGap { ago: SignedDuration::from_hours(2), next: due(true) },
        DeskSay::WontAskOptedOut { name: None },
        DeskSay::WontAskStale,
        DeskSay::WontAskPaused,
        DeskSay::WontAskIncident,
        DeskSay::Forgotten,
        DeskSay::WontAskDuplicate,
        DeskSay::WontAskNoChannel { name: None },
        DeskSay::WontAskLeftOut { what: "topic:billing".to_owned() },
        DeskSay::WontAskFewMessages { wrote: 1, least: 2 },
        DeskSay::WontAskFewMessages { wrote: 0, least: 2 },
        DeskSay::WontAskNotSampled { share: "50%".to_owned() },
        DeskSay::WontAskQuietHours { quiet: "21:00-08:00".to_owned() },
        DeskSay::WillAskLater { due: due(false) },
        DeskSay::WhoseContact,
    ]
}

fn replies() -> Vec<DeskSay> {
    vec![
        DeskSay::Anonymous,
        DeskSay::NotAllowed { needs: Level::Senior, is: Some(Level::Agent) },
        DeskSay::NotAllowed { needs: Level::Agent, is: None },
        DeskSay::NotAllowed { needs: Level::Director, is: Some(Level::Senior) },
        DeskSay::WrongPlace { command: text("/promise") },
        DeskSay::WrongPlace { command: text("/take") },
        DeskSay::UnknownCommand { command: text("/wordng"), nearest: Some(text("wording")) },
        DeskSay::UnknownCommand { command: text("dance"), nearest: None },
        DeskSay::SwitchedOff { command: text("/done") },
        DeskSay::NoSuchCase { case: CASE },
        DeskSay::AlreadyClosed { case: CASE },
        DeskSay::DutyWho { on: vec![anna(), text("Mihai")] },
        DeskSay::DutyWho { on: Vec::new() },
        DeskSay::DutyOn { until: Some(due(true)) },
        DeskSay::DutyOn { until: None },
        DeskSay::OnCall { on: true },
        DeskSay::OnCall { on: false },
        DeskSay::DutyOff,
        DeskSay::DutyRefused { cases: vec![(CASE, None)] },
        DeskSay::DutyRefused {
            cases: vec![
                (CASE, Some(due(true))),
                (CaseNumber(1047), None),
                (CaseNumber(1050), Some(due(false))),
            ],
        },
        DeskSay::DeskGone,
        DeskSay::NotStored(None),
        DeskSay::NotStored(Some("a1k9".to_owned())),
        DeskSay::StoreFails,
        DeskSay::BadTime { typed: text("soon") },
    ]
}

#[test]
fn everything_said_to_staff_has_a_sample() {
    assert_covered(desk_says().iter().map(|sample| desk_name(&sample.value)), DESK_SAYS);
    assert_covered(OUTCOMES_ALL.iter().map(outcome_name), OUTCOMES);
    assert_covered(ORIGINS_ALL.iter().map(origin_name), ORIGINS);
    assert_covered(PROMISES_ALL.iter().map(promise_name), PROMISES);
    assert_covered(history().iter().map(|line| happened_name(&line.what)), HAPPENINGS);
}
