//! Values in which every field is set, for goldens and conformance.

use amends_core::{
    action::{Action, Verdict},
    case::{
        AtDesk, Burst, Case, Handover, Inside, Line, Offer, OfferState, Origin, Outcome, Promise,
        PromiseKind, PromiseState, Resolution, Stage as CaseStage, ThreadState, WaitingLine, Wakes,
        Way, Why,
    },
    catalogue::Gift,
    customer::{Contact, Customer, Reach},
    desk::{Beside, Card, CardState, DeskSay, Gained, HistoryWhat, Mark, Reasons, Title},
    effect::{Body, Class, Effect, OnUnknown, Purpose, To, Words},
    fact::{Alarm, Fact},
    hours::{Due, Hours},
    ids::{CaseNumber, CustomerId, SurveyId},
    interaction::{Interaction, InteractionId, Source},
    lang::Lang,
    money::Currency,
    place::{Actor, Address, MessageRef, Place, Platform},
    policy::{Level, StaffMember, Workspace},
    say::{Button, Does, Label, Question, Say, What},
    scale::{Rating, Scale},
    survey::{Comment, Put, Response, Stage, Survey},
    timers::Timers,
    venue::Venue,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A moment so many seconds after the day on which all samples play.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

pub(crate) fn customer_id(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

pub(crate) fn survey_id(number: u128) -> SurveyId {
    SurveyId(Uuid::from_u128(0x5000 + number))
}

pub(crate) fn account(id: &str) -> Address {
    Address::new(Platform::Telegram, id)
}

pub(crate) fn desk() -> Place {
    Place::chat(Platform::Telegram, "-1001")
}

pub(crate) fn message(place: &Place, id: &str) -> MessageRef {
    MessageRef { place: place.clone(), id: id.to_owned() }
}

pub(crate) fn rating() -> Rating {
    Scale::Faces3.rating(1).unwrap()
}

fn private() -> Place {
    Place::chat(Platform::Telegram, "42")
}

fn actor() -> Actor {
    Actor {
        address: account("42"),
        name: Some("Dana".to_owned()),
        username: Some("dana".to_owned()),
        language: Some("ro".to_owned()),
        anonymous: false,
        roles: Vec::new(),
        founder: false,
    }
}

pub(crate) fn interaction() -> Interaction {
    Interaction {
        correlation: Some("order-7".to_owned()),
        topic: Some("Delivery".to_owned()),
        agent: Some("Irina".to_owned()),
        agent_account: Some(account("7")),
        channel: Some("chat".to_owned()),
        place: Some("Shop 3".to_owned()),
        outcome: Some("solved".to_owned()),
        amount: Some(12_900),
        currency: Some("EUR".to_owned()),
        segments: vec!["vip".to_owned()],
        held_at: Some(desk().thread("77")),
        requested_by: Some(message(&desk(), "900")),
        ..Interaction::new("tg:topic:-1001:77:1", Source::Topic, at(0))
    }
}

pub(crate) fn survey() -> Survey {
    Survey {
        id: survey_id(1),
        interaction: interaction(),
        scale: Scale::Faces3,
        question: Question::Topic("Delivery".to_owned()),
        worded: None,
        stage: Stage::Answered { comment_until: at(1_830) },
        message: Some(message(&private(), "501")),
        in_public: false,
        put: Put::default(),
        put_away_at: None,
        asked_at: Some(at(5)),
        shown_again: true,
        response: Some(Response {
            history: vec![(at(20), Scale::Faces3.rating(3).unwrap()), (at(30), rating())],
            late: false,
            frozen_at: Some(at(90)),
        }),
        comments: vec![Comment {
            at: at(40),
            words: Some("Waited \"an hour\"\n🙁".to_owned()),
            message: message(&private(), "502"),
        }],
        tried: vec![account("41")],
        case: Some(CaseNumber(1001)),
        receipt: Some("r3c31pt".to_owned()),
        log_id: None,
    }
}

pub(crate) fn title() -> Title {
    Title { mark: Mark::Yellow, case: CaseNumber(1001), name: Some("Dana".to_owned()) }
}

pub(crate) fn card() -> Card {
    let due = Due { civil: "2026-09-21T15:00:00".parse().unwrap(), today: true };
    Card {
        title: title(),
        state: CardState::Working("Irina".to_owned()),
        level: Level::Senior,
        origin: Origin::Answer,
        rating: Some(rating()),
        topic: Some("Delivery".to_owned()),
        amount: Some((12_900, "EUR".to_owned())),
        agent: Some("Irina".to_owned()),
        place: Some("Shop 3".to_owned()),
        language: Lang::RO,
        contacts: 2,
        before: vec![Scale::Faces3.rating(3).unwrap()],
        cases: 1,
        last_case: None,
        said: vec!["Waited an hour".to_owned()],
        promised: vec![(PromiseKind::Senior(Level::Senior), due)],
        ledger: Vec::new(),
        offers: Vec::new(),
        joined: vec!["Oleg".to_owned()],
        handed_to: None,
        assists: Vec::new(),
        reopened: 1,
        unreachable: Some(Some("+40 700".to_owned())),
        changed_to: Some(rating()),
        room: None,
        thread: false,
        apology: None,
        beside: Beside::default(),
        reasons: Reasons::default(),
        gained: Gained::default(),
    }
}

fn promise() -> Promise {
    Promise {
        kind: PromiseKind::FirstReply,
        made_at: at(30),
        due: at(630),
        said: SignedDuration::from_mins(10),
        state: PromiseState::Kept { at: at(90) },
        raised: true,
        deed: None,
        warn_at: None,
        warned_at: None,
    }
}

fn offer() -> Offer {
    Offer {
        number: 1,
        gift: Gift {
            item: Some("delivery".to_owned()),
            what: What::Gift { gift: "delivery".to_owned() },
            how: Some("Show {case}".to_owned()),
            cost: 500,
            worth: 1_000,
            currency: Currency::default(),
        },
        by: account("7"),
        made_at: at(95),
        approved_by: Some(account("9")),
        instead_of: Some(1_500),
        state: OfferState::Declined { at: at(98) },
        message: Some(message(&private(), "511")),
        deed: None,
    }
}

fn resolution() -> Resolution {
    Resolution {
        at: at(700),
        by: account("7"),
        done: "Sent a courier".to_owned(),
        verdict: Some((at(720), Verdict::Partly)),
        prevent: None,
        anyway: None,
    }
}

fn wakes() -> Wakes {
    Wakes {
        nudge: Some(at(120)),
        call: Some(at(330)),
        progress: Some(at(14_000)),
        hold: None,
        age: Some(at(86_400)),
        unanswered: Some(at(400)),
        archive: Some(at(90_000)),
    }
}

fn handover() -> Handover {
    Handover {
        to: account("8"),
        by: account("7"),
        note: "Done: apologised. Next: the right dish.".to_owned(),
        asked_at: at(15_000),
        due: at(16_000),
    }
}

fn line(thread: &Place) -> Line {
    Line {
        number: 0,
        way: Way::ToDesk,
        from: vec![message(&private(), "502"), message(&private(), "503")],
        to: Some(message(thread, "902")),
        by: Some(account("7")),
        under_way: None,
        moods: Vec::new(),
        at: None,
        taken_back: false,
    }
}

fn case() -> Case {
    let thread = desk().thread("88");
    Case {
        number: CaseNumber(1001),
        opened_at: at(30),
        origin: Origin::Answer,
        surveys: vec![survey_id(1)],
        level: Level::Senior,
        stage: CaseStage::Checking {
            owner: account("7"),
            ask_at: Some(at(700)),
            asked_at: at(710),
            nudged: true,
            message: Some(message(&private(), "510")),
        },
        promises: vec![promise()],
        offers: vec![offer()],
        joined: vec![account("8")],
        handover: Some(Box::new(handover())),
        assists: Vec::new(),
        came_back: 1,
        first_word_at: Some(at(90)),
        last_word_at: at(95),
        senior_asked: 1,
        resolutions: vec![resolution()],
        reopened: 1,
        unreachable_since: Some(at(600)),
        wakes: wakes(),
        desk: AtDesk {
            thread: ThreadState::Open(thread.clone()),
            attempts: 1,
            card: Some(message(&thread, "901")),
            shown: Some(Box::new(card())),
            title: Some(title()),
            prompt: Some((Some(message(&thread, "905")), account("7"))),
            asks: Vec::new(),
            inside: Inside::No,
            unsaid: Vec::new(),
        },
        lines: vec![line(&thread)],
        next_line: 1,
        burst: Some(Burst {
            due: at(41),
            lines: vec![WaitingLine {
                message: message(&private(), "504"),
                reply_to: Some(message(&private(), "501")),
                text: Some("hello?".to_owned()),
                content: None,
            }],
        }),
        said: vec!["Waited an hour".to_owned()],
        heard_at: None,
        words_thanked: true,
        held: false,
        history: vec![
            (at(30), HistoryWhat::Opened(Origin::Answer)),
            (at(95), HistoryWhat::Note { by: "Irina".to_owned(), text: "calm".to_owned() }),
            (at(800), HistoryWhat::Closed(Outcome::Recovered)),
        ],
        private_token: Some("pr1vate".to_owned()),
        repeat_of: None,
        paused_until: None,
        left: None,
        why: Why::default(),
        cause: None,
        unsure: None,
        spoken: 0,
        senior_word_at: None,
    }
}

/// A customer with a survey and a case in which everything is set.
pub(crate) fn customer() -> Customer {
    Customer {
        contacts: vec![Contact {
            reach: Reach::Ok,
            active_at: Some(at(40)),
            ..Contact::new(account("42"))
        }],
        external: vec!["crm-9".to_owned()],
        otherwise: Some("+40 700".to_owned()),
        name: Some("Dana".to_owned()),
        chosen_language: Some(Lang::RO),
        hinted_language: Some(Lang::DE),
        opted_out: true,
        complaining: true,
        thanked_at: Some(at(50)),
        surveys: vec![survey()],
        cases: vec![case()],
        ..Customer::new(customer_id(1))
    }
}

pub(crate) fn workspace() -> Workspace {
    let mut hours = Hours::parse("mon-fri 09:00-21:00, sat 10:00-24:00").unwrap();
    hours.close_on("2026-12-25".parse().unwrap());
    Workspace {
        zone: "Europe/Bucharest".to_owned(),
        language: Lang::RO,
        scale: Scale::Csat5,
        hours,
        timers: Timers { ask_reminder: Some(SignedDuration::from_hours(24)), ..Timers::default() },
        staff: vec![StaffMember {
            address: account("7"),
            name: Some("Irina".to_owned()),
            username: Some("irina".to_owned()),
            level: Level::Senior,
            on_duty: true,
            duty_until: Some(at(28_800)),
            by_role: false,
        }],
        admins: vec![account("1")],
        desk: Some(desk()),
        desk_lost: true,
        ..Workspace::new("Shop")
    }
}

pub(crate) fn venue() -> Venue {
    Venue {
        title: Some("Order 7".to_owned()),
        customers: vec![actor()],
        customer_messages: 3,
        last_staff: Some(actor()),
        ends: 2,
        ..Venue::new(desk().thread("77"))
    }
}

/// The question, on its way to the customer.
pub(crate) fn effect() -> Effect {
    let does = Action::Rate { survey: survey_id(1), value: 1 };
    Effect {
        class: Class::Question,
        expires_at: Some(at(1_800)),
        on_unknown: OnUnknown::Leave,
        body: Body::Send {
            to: To::Private(account("42")),
            words: Words::Customer(
                Say::Ask { question: Question::JustNow, name: Some("Dana".to_owned()), call: None },
                Lang::RO,
            ),
            buttons: vec![vec![Button { label: Label::Rating(rating()), does: Does::Act(does) }]],
            reply_to: Some(message(&private(), "500")),
            ask_reply: true,
            purpose: Some(Purpose::Question(survey_id(1))),
        },
    }
}

/// The card of a case, on its way to the desk.
pub(crate) fn desk_effect() -> Effect {
    Effect {
        class: Class::Staff,
        expires_at: None,
        on_unknown: OnUnknown::Repeat,
        body: Body::Edit {
            message: message(&desk().thread("88"), "901"),
            words: Some(Words::Desk(DeskSay::Card(Box::new(card())))),
            buttons: Vec::new(),
            purpose: Some(Purpose::Card(CaseNumber(1001))),
            press: None,
        },
    }
}

/// One fact of each kind that goes into the answer record, and some that don't.
pub(crate) fn facts() -> Vec<Fact> {
    let survey = survey_id(1);
    vec![
        Fact::Planned { survey, interaction: InteractionId("web:1".to_owned()), ended_at: None },
        Fact::Answered { survey, rating: rating(), late: false, change: 1, clouds: Vec::new() },
        Fact::Commented { survey: Some(survey), words: Some("Waited an hour".to_owned()) },
        Fact::CaseOpened {
            case: CaseNumber(1001),
            origin: Origin::Answer,
            survey: Some(survey),
            level: Level::Agent,
            clouds: Vec::new(),
        },
        Fact::PromiseMade {
            case: CaseNumber(1001),
            kind: PromiseKind::FirstReply,
            due: at(630),
            instead_of: None,
        },
        Fact::Alarm { what: Alarm::NoDesk(CaseNumber(1001)) },
    ]
}
