//! Values of platforms with rooms, roles and forms, and of customers known from two places.

use std::collections::BTreeSet;

use amends_core::{
    action::Action,
    admin::{Change, Setting, Undo},
    board::BoardPost,
    case::{
        Assist, Concern, Control, Inside, Resolution, Severity, Stability, UnderWay, WaitingLine,
        Why,
    },
    customer::{Behalf, Contact, Customer, LinkCode, LinkTries, Reach, Room, RoomState},
    desk::{Beside, Card, DeskSay, Gained, HistoryWhat, Reasons},
    effect::{Body, Class, Effect, Form, OnUnknown, PressRef, Purpose, To, Words},
    hours::Hours,
    ids::{CaseNumber, ItemNumber},
    inbox::{Ended, Item, ItemEnd, ItemWhat},
    lang::Lang,
    merging::{Duplicate, Merge, MergedBy, Wishes},
    money::Currency,
    place::{Address, Content, Emphasis, FileRef, MediaKind, Place, Platform, Style},
    policy::{Level, RoleLevel, Signals, Workspace},
    rota::Planned,
    say::Say,
    scale::Scale,
    survey::Put,
};

use super::samples::{
    account, at, card, customer, customer_id, message, survey_id, title, workspace,
};

/// Dana as Discord knows her: with a room, and lines with emphasis and a file.
pub(crate) fn customer_with_room() -> Customer {
    let address = Address::new(Platform::Discord, "77");
    let room = Place::chat(Platform::Discord, "500").thread("600");
    let mut customer = customer();
    customer.contacts.push(Contact {
        reach: Reach::NotStarted,
        room: Some(Room { state: RoomState::Open(room.clone()), case: Some(CaseNumber(1001)) }),
        ..Contact::new(address)
    });
    let survey = customer.surveys[0].id;
    let behalf = Behalf {
        place: Place::chat(Platform::Telegram, "43").thread("b:anna"),
        case: Some(CaseNumber(1001)),
        choices: vec![(1, Action::NoTalk { survey })],
        said_at: Some(at(900)),
    };
    customer.contacts.push(Contact {
        behalf: Some(Box::new(behalf)),
        ..Contact::new(Address::new(Platform::Telegram, "43"))
    });
    customer.surveys[0].put = Put { here: true, room: true, aside: true };
    customer.surveys[0].put_away_at = Some(at(900));
    let left = Address::new(Platform::Discord, "78");
    let state = RoomState::Left(room.thread("601"));
    customer
        .contacts
        .push(Contact { room: Some(Room { state, case: None }), ..Contact::new(left) });
    if let Some(line) = customer.cases[0].lines.first_mut() {
        let media = Some(Box::new(Content::Text("a moment".to_owned())));
        line.under_way = Some(Box::new(UnderWay { media, then: None, counts: Some(Level::Agent) }));
    }
    let bold = Emphasis { from: 0, to: 5, style: Style::Bold };
    let waiting = |id: &str, content: Content| WaitingLine {
        message: message(&room, id),
        reply_to: None,
        text: content.words().map(str::to_owned),
        content: Some(Box::new(content)),
    };
    let file = FileRef {
        id: "f1".to_owned(),
        name: Some("broken.jpg".to_owned()),
        mime: Some("image/jpeg".to_owned()),
        size: Some(12_000),
    };
    let photo = Content::Media { kind: MediaKind::Photo, caption: None, files: vec![file] };
    if let Some(burst) = &mut customer.cases[0].burst {
        burst.lines.push(waiting("505", Content::styled("hello there", vec![bold])));
        burst.lines.push(waiting("506", photo));
    }
    let words = Words::Desk(DeskSay::RoomGone);
    let to = To::Place(room);
    let (buttons, purpose) = (Vec::new(), Some(Purpose::OutOfRoom(CaseNumber(1001))));
    let refused = Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose };
    customer.cases[0].desk.inside = Inside::Leaving;
    customer.cases[0].desk.unsaid = vec![refused];
    customer
}

/// A customer of whom staff know more, in a case that is handled in every way.
pub(crate) fn customer_handled() -> Customer {
    let mut customer = customer();
    customer.tastes = Some("no alcohol".to_owned());
    customer.flagged = true;
    customer.dead_link_at = Some(at(45));
    let case = &mut customer.cases[0];
    case.repeat_of = Some(CaseNumber(1000));
    case.paused_until = Some(at(4_000));
    case.left = Some(account("41"));
    case.history = vec![
        (at(100), HistoryWhat::Paused("Irina".to_owned())),
        (at(110), HistoryWhat::DuplicateOf(CaseNumber(1000))),
        (at(120), HistoryWhat::DuplicateHere { case: CaseNumber(1002), by: "Irina".to_owned() }),
    ];
    case.lines[0].at = Some(at(96));
    case.lines[0].taken_back = true;
    case.why = Why {
        severity: Some(Severity::Severe),
        stability: Some(Stability::Recurring),
        control: Some(Control::Partner),
        about: Some(Concern::Manner),
    };
    case.cause = Some("late".to_owned());
    case.senior_word_at = Some(at(97));
    case.spoken = 2;
    let (prevent, anyway) = (Some("A new tour".to_owned()), Some("They want nothing".to_owned()));
    case.resolutions[0] = Resolution { prevent, anyway, ..case.resolutions[0].clone() };
    case.unsure = Some(Box::new(Resolution { verdict: None, ..case.resolutions[0].clone() }));
    case.history.extend([
        (at(130), HistoryWhat::Why { by: "Irina".to_owned(), why: case.why }),
        (at(130), HistoryWhat::Cause { by: "Irina".to_owned(), cause: "late".to_owned() }),
        (at(140), HistoryWhat::Prevented("A new tour".to_owned())),
        (at(140), HistoryWhat::Anyway { by: "Irina".to_owned(), why: "Gone".to_owned() }),
    ]);
    let worked = vec![("dessert".to_owned(), 2)];
    let reasons = Reasons {
        why: case.why,
        cause: case.cause.clone(),
        worked_for: Some("late".to_owned()),
        worked,
    };
    let (tastes, repeat) = (customer.tastes.clone(), case.repeat_of);
    if let Some(shown) = &mut case.desk.shown {
        shown.beside =
            Beside { tastes, repeat, goes_on_at: Some(Platform::Telegram), left_server: true };
        shown.reasons = reasons;
        let euro = Currency::default();
        shown.last_case = Some((CaseNumber(990), Some("late".to_owned())));
        shown.gained = Gained { gave: vec![(350, euro.clone())], protected: Some((364_000, euro)) };
    }
    customer
}

/// A customer who took another one in, and who has a code and tried some.
pub(crate) fn customer_of_two() -> Customer {
    let mut customer = customer();
    customer.link_code = Some(LinkCode { code: "K7QM2XVA".to_owned(), expires_at: at(600) });
    customer.link_tries = Some(LinkTries { since: at(10), count: 2 });
    customer.merges = vec![Merge {
        from: customer_id(2),
        at: at(700),
        by: MergedBy::Staff(account("7")),
        accounts: vec![account("43")],
        external: vec!["C-5512".to_owned()],
        surveys: vec![survey_id(2)],
        cases: vec![CaseNumber(1050)],
        items: vec![ItemNumber(17)],
        rest: Box::new(Customer {
            name: Some("Dana P.".to_owned()),
            ..Customer::new(customer_id(2))
        }),
        own: Wishes {
            name: Some("Dana".to_owned()),
            otherwise: Some("+40 700".to_owned()),
            chosen_language: Some(Lang::RO),
            hinted_language: Some(Lang::DE),
            zone: None,
            tastes: None,
            flagged: false,
            opted_out: true,
        },
        duplicate: Some(Duplicate {
            closed: CaseNumber(1050),
            kept: CaseNumber(1001),
            surveys: vec![survey_id(2)],
        }),
    }];
    customer
}

/// A business that keeps rooms, knows its staff by a role and heeds every signal.
pub(crate) fn workspace_with_rooms() -> Workspace {
    let mut workspace = workspace();
    workspace.staff[0].by_role = true;
    workspace.care = Some(Place::chat(Platform::Discord, "500"));
    let place = Place::chat(Platform::Discord, "501");
    let message = Some(message(&place, "77"));
    workspace.board = Some(BoardPost { place, message, shown: Say::Board { items: Vec::new() } });
    workspace.roles =
        vec![RoleLevel { platform: Platform::Discord, role: "9".to_owned(), level: Level::Agent }];
    let hours = Hours::parse("mon-fri 09:00-17:00").unwrap();
    workspace.rota = vec![Planned { who: account("7"), hours }];
    workspace.changes = vec![Change {
        nr: 1,
        at: at(50),
        by: Some(account("7")),
        what: "scale".to_owned(),
        from: "faces3".to_owned(),
        to: "csat5".to_owned(),
        undo: Some(Box::new(Undo::Setting(Setting::Scale(Scale::Faces3)))),
    }];
    workspace.last_change = 1;
    workspace.chosen = BTreeSet::from(["scale".to_owned()]);
    workspace.signals = Signals {
        closed: false,
        idle: true,
        solved: Some("solved".to_owned()),
        ticket: Some("ticket-".to_owned()),
        voice: vec![Place::chat(Platform::Discord, "501")],
        watched: vec![Place::chat(Platform::Discord, "502")],
        // What is on by itself is not written down.
        ..Signals::default()
    };
    workspace
}

fn welcome(to: To) -> Body {
    Body::Send {
        to,
        words: Words::Customer(Say::WelcomeBack, Lang::EN),
        buttons: Vec::new(),
        reply_to: None,
        ask_reply: false,
        purpose: Some(Purpose::ToCustomer(CaseNumber(1001))),
    }
}

/// One of each effect that only platforms with rooms and forms know, by the name of its golden.
pub(crate) fn room_effects() -> Vec<(&'static str, Effect)> {
    let channel = Place::chat(Platform::Discord, "500");
    let room = channel.thread("600");
    let customer = Address::new(Platform::Discord, "77");
    let press = PressRef::whispering(Platform::Discord, "c.1.t0ken");
    let seat = Some(Purpose::Seat(CaseNumber(1001)));
    let staff = |body| Effect {
        class: Class::Staff,
        expires_at: None,
        on_unknown: OnUnknown::Repeat,
        body,
    };
    let card = (
        Words::Desk(DeskSay::Card(Box::new(Card { room: Some(room.clone()), ..card() }))),
        Vec::new(),
    );
    vec![
        (
            "outbox_open_room",
            staff(Body::OpenRoom {
                care: channel.clone(),
                with: customer.clone(),
                title: Some(title()),
                purpose: Some(Purpose::Room(CaseNumber(1001))),
            }),
        ),
        (
            "outbox_seat",
            staff(Body::Seat {
                room: room.clone(),
                who: customer.clone(),
                inside: true,
                purpose: seat,
            }),
        ),
        ("outbox_in_room", staff(welcome(To::Room { room: room.clone(), of: customer }))),
        (
            "outbox_thread_on_card",
            staff(Body::OpenThread {
                desk: channel,
                case: CaseNumber(1001),
                title: title(),
                card: Some(card),
            }),
        ),
        (
            "outbox_form",
            staff(Body::Form {
                press: press.clone(),
                form: Form::Done(CaseNumber(1001)),
                words: Words::Desk(DeskSay::AskWhatWasDone { case: CaseNumber(1001) }),
                to: Some(To::Reply(press.clone())),
                purpose: Some(Purpose::DonePrompt(CaseNumber(1001))),
            }),
        ),
        ("outbox_covered_answer", staff(Body::Answer { press, words: None, covered: true })),
        ("outbox_delete", staff(Body::Delete { message: message(&room, "505"), purpose: None })),
        (
            "outbox_reaction",
            staff(Body::React {
                message: message(&room, "505"),
                emoji: "👍".to_owned(),
                on: true,
                purpose: Some(Purpose::Reaction(CaseNumber(1001), 3)),
            }),
        ),
    ]
}

/// A customer who said something that opened no case, twice, and a case that a colleague helps with.
pub(crate) fn customer_with_an_inbox() -> Customer {
    let mut customer = customer();
    let item = |number, what, end| Item {
        number: ItemNumber(number),
        at: at(60),
        what,
        survey: None,
        words: vec!["a plug near the window".to_owned()],
        end,
    };
    let how = ItemEnd::Reason("there is none".to_owned());
    let end = Some(Box::new(Ended { at: at(90), by: Some(account("7")), how }));
    customer.inbox = vec![
        item(17, ItemWhat::OutOfTheBlue, end),
        item(18, ItemWhat::LookInto(CaseNumber(1042)), None),
    ];
    let (to, by, question) = (account("8"), account("7"), "which plate?".to_owned());
    if let Some(case) = customer.cases.last_mut() {
        case.assists =
            vec![Assist { to, by, question, asked_at: at(60), due: at(600), reminded: true }];
    }
    customer
}
