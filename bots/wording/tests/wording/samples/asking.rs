//! Samples of what is said about asking, signals, and what a customer was asked.

use amends_core::{
    admin::{AdminSay, Example, Setting, SignalSetting, Source, SourceLine, Tried, Unfit},
    asking_rules::{Percent, Quiet, Skip},
    engine::Fate,
    ledger::{Ledger, LedgerLine, LedgerWhat},
    place::{Place, Platform},
    scale::Scale,
    survey::{Suppressed, Undelivered},
};

use super::{CASE, dana, due, rating};

const REASONS: [Suppressed; 15] = [
    Suppressed::OptedOut,
    Suppressed::CaseOpen,
    Suppressed::Gap,
    Suppressed::Stale,
    Suppressed::NoChannel,
    Suppressed::Withdrawn,
    Suppressed::SameContact,
    Suppressed::TopicOff,
    Suppressed::TagOff,
    Suppressed::OutcomeOff,
    Suppressed::FewMessages,
    Suppressed::NotSampled,
    Suppressed::QuietHours,
    Suppressed::Paused,
    Suppressed::Incident,
];

fn text(text: &str) -> String {
    text.to_owned()
}

pub(super) fn settings() -> Vec<Setting> {
    let skips = ["topic:billing", "tag:vip"].map(|skip| Skip::read(skip).expect("a rule"));
    let channel = Place::chat(Platform::Discord, "123456789012345678");
    vec![
        Setting::Sample(Percent::read("50%").expect("a share")),
        Setting::Sample(None),
        Setting::Recommend(20),
        Setting::Recommend(0),
        Setting::Messages(2),
        Setting::Messages(0),
        Setting::Quiet(Quiet::read("21:00-08:00")),
        Setting::Quiet(None),
        Setting::Skips(skips.into()),
        Setting::Skips([].into()),
        Setting::Signal(SignalSetting::Closed(true)),
        Setting::Signal(SignalSetting::Idle(false)),
        Setting::Signal(SignalSetting::Solved(Some(text("Done")))),
        Setting::Signal(SignalSetting::Ticket(None)),
        Setting::Signal(SignalSetting::Voice(vec![channel])),
        Setting::Signal(SignalSetting::Voice(Vec::new())),
        Setting::Signal(SignalSetting::Panel(false)),
        Setting::Signal(SignalSetting::Done(true)),
        Setting::Signal(SignalSetting::Feedback(true)),
    ]
}

pub(super) fn unfit() -> Vec<Unfit> {
    let known = || vec![text("topic_closed"), text("idle")];
    let mut unfit = vec![
        Unfit::Share { typed: text("5.5%") },
        Unfit::Count { typed: text("many"), most: 100 },
        Unfit::Quiet { typed: text("at night") },
        Unfit::Skip { typed: text("weather:sunny") },
        Unfit::NotSkipped { typed: text("tag:vip"), known: vec![text("topic:billing")] },
        Unfit::NotSkipped { typed: text("tag:vip"), known: Vec::new() },
        Unfit::TooManySkips,
        Unfit::Later { typed: text("dry-run") },
        Unfit::Incomplete { typed: text("gap") },
        Unfit::Source { typed: text("iddle"), nearest: Some(text("idle")), known: known() },
        Unfit::Source { typed: text("telepathy"), nearest: None, known: known() },
        Unfit::OwnSilence { typed: text("15m") },
        Unfit::Segment,
    ];
    unfit.extend(Source::ALL.map(Unfit::SourceValue));
    unfit
}

pub(super) fn says() -> Vec<AdminSay> {
    let mut says: Vec<AdminSay> = Scale::ALL.map(AdminSay::Scale).to_vec();
    says.extend(tried().map(AdminSay::Tried));
    let line = |source: Source| SourceLine {
        source,
        value: source.is_switched().then(|| text("on")),
        lacks: source == Source::Panel,
        last: (source == Source::Done).then(|| due(true)),
        contacts: 12,
        not_asked: 3,
    };
    says.push(AdminSay::Signals { lines: Source::ALL.map(line).to_vec(), is_part: true });
    says.extend(ledgers().map(AdminSay::Ledger));
    says.push(AdminSay::LedgerOfWhom);
    says
}

fn tried() -> [Tried; 3] {
    let example = |topic: Option<&str>, name, was, would| Example {
        at: due(false),
        name,
        topic: topic.map(text),
        was,
        would,
    };
    let gap = Fate::Not(Suppressed::Gap);
    [
        Tried {
            with: Some((text("policy.ask_gap"), text("24h"))),
            contacts: 42,
            asked: 30,
            would: 21,
            reasons: vec![(Suppressed::CaseOpen, 4, 4), (Suppressed::Gap, 8, 17)],
            examples: vec![
                example(Some("Order 118"), Some(dana()), Fate::Asked, gap),
                example(None, None, gap, Fate::Asked),
            ],
            is_part: true,
        },
        Tried { contacts: 1, asked: 1, would: 1, ..Tried::default() },
        Tried::default(),
    ]
}

fn ledgers() -> [Ledger; 3] {
    let line = |what| LedgerLine {
        at: due(false),
        topic: Some(text("Order 118")),
        agent: Some(text("Anna")),
        what,
        log_id: Some("c2s".to_owned()),
    };
    let mut lines: Vec<LedgerLine> = REASONS.map(|why| line(LedgerWhat::NotAsked(why))).to_vec();
    lines.extend(
        [
            LedgerWhat::Planned(due(true)),
            LedgerWhat::OnItsWay,
            LedgerWhat::Asked(due(true)),
            LedgerWhat::MaybeAsked,
            LedgerWhat::Expired,
            LedgerWhat::Superseded,
            LedgerWhat::NotDelivered(Undelivered::Blocked),
            LedgerWhat::NotDelivered(Undelivered::NotStarted),
            LedgerWhat::NotDelivered(Undelivered::Deactivated),
            LedgerWhat::NotDelivered(Undelivered::Refused),
            LedgerWhat::Answered(Some(rating(Scale::Csat5, 2))),
            LedgerWhat::Answered(None),
        ]
        .map(line),
    );
    let bare = LedgerLine { topic: None, agent: None, log_id: None, ..line(LedgerWhat::Erased) };
    lines.push(bare);
    let erased = vec![lines[lines.len() - 1].clone()];
    [
        Ledger { name: None, opted_out: false, case: None, lines: erased, older: 0, log_id: None },
        Ledger {
            name: Some(dana()),
            opted_out: true,
            case: Some(CASE),
            lines,
            older: 3,
            log_id: Some("a1k9".to_owned()),
        },
        Ledger {
            name: None,
            opted_out: false,
            case: None,
            lines: Vec::new(),
            older: 0,
            log_id: None,
        },
    ]
}
