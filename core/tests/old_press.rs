//! A press on an old message: the platform no longer tells in which thread it stands.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use amends_core::{
    action::Action,
    customer::{Contact, Customer, Reach},
    effect::{Body, PressRef},
    engine::{Outcome, apply},
    event::{Event, Recorded},
    ids::{CaseNumber, CustomerId, SurveyId},
    interaction::{Interaction, Source},
    place::{Actor, Address, MessageRef, Place, Platform},
    policy::{Policy, Workspace},
    say::Question,
    scale::Scale,
    survey::{Put, Stage, Survey},
};
use jiff::{SignedDuration, Timestamp};

fn start() -> Timestamp {
    "2026-11-16T09:20:00Z".parse().unwrap()
}

fn address() -> Address {
    Address::new(Platform::Telegram, "7")
}

fn group() -> Place {
    Place::chat(Platform::Telegram, "-1001")
}

fn asked(place: Place) -> MessageRef {
    MessageRef { place, id: "12".to_owned() }
}

/// Dana, who never started the bot, was asked in a topic that others can read.
fn dana(survey: SurveyId) -> Customer {
    let interaction = Interaction::new("tg:1", Source::Manual, start());
    let survey = Survey {
        id: survey,
        interaction,
        scale: Scale::Faces3,
        question: Question::JustNow,
        worded: None,
        stage: Stage::Asked {
            expires_at: start() + SignedDuration::from_hours(72),
            remind_at: None,
        },
        message: Some(asked(group().thread("9"))),
        in_public: true,
        put: Put::default(),
        put_away_at: None,
        asked_at: Some(start()),
        shown_again: false,
        response: None,
        comments: Vec::new(),
        tried: Vec::new(),
        case: None,
        receipt: None,
        log_id: None,
    };
    let contact = Contact { reach: Reach::NotStarted, ..Contact::new(address()) };
    let id = CustomerId::mint(start(), &[1; 10]);
    Customer { contacts: vec![contact], surveys: vec![survey], ..Customer::new(id) }
}

fn press(customer: &mut Customer, hours: i64, message: MessageRef, action: Action) -> Outcome {
    let by = Actor {
        address: address(),
        name: Some("Dana".to_owned()),
        username: None,
        language: None,
        anonymous: false,
        roles: Vec::new(),
        founder: false,
    };
    let press = PressRef::new(Platform::Telegram, "1");
    let recorded = Recorded {
        seq: 1,
        at: start() + SignedDuration::from_hours(hours),
        entropy: [0; 32],
        next_case: CaseNumber(1001),
        log_id: None,
        event: Event::Pressed { press, by, message: Some(message), action },
    };
    apply(customer, &Policy::new(Workspace::new("Luma")), &recorded)
}

#[test]
fn an_answer_without_its_thread_stays_where_it_was_asked() {
    let survey = SurveyId::mint(start(), &[2; 10]);
    let mut dana = dana(survey);
    let happy = Action::Rate { survey, value: 3 };
    let happy = press(&mut dana, 49, asked(group()), happy);
    assert_eq!(dana.surveys[0].message, Some(asked(group().thread("9"))));
    assert!(dana.surveys[0].rating().is_some());
    let place = asked(group().thread("9"));
    let is_edit = |body: &Body| matches!(body, Body::Edit { message, .. } if *message == place);
    assert!(happy.effects.iter().any(|effect| is_edit(&effect.body)), "{happy:?}");
    assert_eq!(dana.contacts[0].reach, Reach::NotStarted, "a public press opens no private chat");

    press(&mut dana, 50, asked(group()), Action::Rate { survey, value: 1 });
    assert_eq!(dana.contacts[0].reach, Reach::NotStarted);
    assert_eq!(dana.contacts[0].active_at, None);
}
