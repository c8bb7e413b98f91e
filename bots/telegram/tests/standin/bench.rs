//! A bot that is connected to a stand-in, and the people around it.

use std::{
    convert::Infallible,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use amends_core::{
    action::Action,
    desk::{DeskSay, Mark as Colour, Title},
    effect::{Body, Receipt, Refusal, To, Words},
    ids::{CaseNumber, SurveyId},
    lang::Lang,
    place::{Address, MessageRef, Place, Platform},
    policy::Signals,
    say::{Button, Does, Label, Question, Say},
    scale::Scale,
};
use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser, People},
    world::Message,
};
use amends_runtime::port::{Adapter, Attempt, Fate, Incoming, SendError, View};
use amends_telegram::{
    adapter::{Settings, TelegramAdapter},
    polling,
};
use secrecy::SecretString;
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) const DANA: i64 = 42;
pub(crate) const ANNA: i64 = 50;
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A bot that is connected and listens, and the people around it.
pub(crate) struct Bench {
    pub(crate) standin: TelegramStandIn,
    pub(crate) ahead_ms: Arc<AtomicI64>,
    pub(crate) adapter: Arc<TelegramAdapter>,
    pub(crate) view: View,
    pub(crate) desk: Place,
    pub(crate) updates: mpsc::UnboundedReceiver<Vec<u8>>,
    pub(crate) listening: JoinHandle<()>,
    pub(crate) stop: CancellationToken,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let ahead_ms = Arc::clone(&options.clock_offset_ms);
        let standin = TelegramStandIn::start(options).await.unwrap();
        let people = standin.people();
        people.create_user(NewUser::new(DANA, "Dana").username("dana_p").language("ro")).unwrap();
        people.create_user(NewUser::new(ANNA, "Anna")).unwrap();
        let desk = people.create_group(&NewGroup::forum("Luma desk", ANNA)).unwrap();
        let desk = Place::chat(Platform::Telegram, desk.to_string());
        let adapter = TelegramAdapter::connect(settings(&standin)).await.unwrap();
        let view = View {
            business: "Luma Café".to_owned(),
            wording: Arc::default(),
            desk: Some(desk.clone()),
            care: None,
            signals: Signals::default(),
            roles: Vec::new(),
        };
        let (adapter, stop) = (Arc::new(adapter), CancellationToken::new());
        let (sender, updates) = mpsc::unbounded_channel();
        let (listener, stopping) = (Arc::clone(&adapter), stop.clone());
        let listening = tokio::spawn(async move {
            let keep = |batch: polling::Batch| async {
                for (_, update) in batch {
                    sender.send(update).unwrap();
                }
                Ok::<(), Infallible>(())
            };
            polling::run(listener.client(), keep, drop, &stopping).await.unwrap();
        });
        let mut bench = Self { standin, ahead_ms, adapter, view, desk, updates, listening, stop };
        // The bot learns that it was added to the desk.
        let place = bench.desk.clone();
        assert_eq!(bench.next().await, Incoming::Standing { place, usable: true });
        bench
    }

    pub(crate) fn people(&self) -> People {
        self.standin.people()
    }

    /// Waits for the next thing that means something.
    pub(crate) async fn next(&mut self) -> Incoming {
        loop {
            let update = timeout(PATIENCE, self.updates.recv()).await;
            let update = update.expect("an update in time").expect("the loop runs");
            let mut incoming = self.adapter.read(&update, &self.view);
            assert!(incoming.len() <= 1);
            if let Some(incoming) = incoming.pop() {
                return incoming;
            }
        }
    }

    pub(crate) async fn perform(&self, body: &Body) -> Fate {
        self.adapter.perform(body, &self.view, &Attempt::default()).await
    }

    pub(crate) async fn sent(&self, body: &Body) -> MessageRef {
        match self.perform(body).await {
            Ok(Receipt::Message(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn thread(&self) -> Place {
        let (desk, case) = (self.desk.clone(), CaseNumber(1042));
        let body = Body::OpenThread { desk, case, title: title(), card: None };
        match self.perform(&body).await {
            Ok(Receipt::Thread(thread)) => thread,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn shown(&self, message: &MessageRef) -> Message {
        let chat = self.standin.chat(number(&message.place.chat)).unwrap();
        chat.messages[&number(&message.id)].clone()
    }

    /// Ends it, and checks that both sides kept to the specification.
    pub(crate) async fn done(self) {
        self.stop.cancel();
        self.listening.await.unwrap();
        assert_eq!(self.standin.violations(), Vec::<String>::new());
        self.standin.shutdown().await.unwrap();
    }
}

pub(crate) fn settings(standin: &TelegramStandIn) -> Settings {
    Settings { token: SecretString::from(standin.token()), api_url: standin.base_url() }
}

pub(crate) fn number(id: &str) -> i64 {
    id.parse().unwrap()
}

pub(crate) fn private() -> Place {
    Place::chat(Platform::Telegram, DANA.to_string())
}

pub(crate) fn dana() -> To {
    To::Private(Address::new(Platform::Telegram, DANA.to_string()))
}

pub(crate) fn title() -> Title {
    Title { mark: Colour::Red, case: CaseNumber(1042), name: Some("Dana".to_owned()) }
}

pub(crate) fn send(to: To, words: Words, buttons: Vec<Vec<Button>>) -> Body {
    Body::Send { to, words, buttons, reply_to: None, ask_reply: false, purpose: None }
}

pub(crate) fn to_dana(text: &str) -> Body {
    let say = Say::Words { name: None, text: text.to_owned(), marks: Vec::new() };
    send(dana(), Words::Customer(say, Lang::EN), Vec::new())
}

pub(crate) fn at_desk(place: &Place) -> Body {
    send(To::Place(place.clone()), Words::Desk(DeskSay::OfferWait), Vec::new())
}

pub(crate) fn question() -> Body {
    let survey = SurveyId(Uuid::from_u128(7));
    let faces = Scale::Faces3.ratings().map(|rating| Button {
        label: Label::Rating(rating),
        does: Does::Act(Action::Rate { survey, value: rating.value() }),
    });
    let name = Some("Dana".to_owned());
    let ask = Say::Ask { question: Question::JustNow, name, call: None };
    send(dana(), Words::Customer(ask, Lang::EN), vec![faces.collect()])
}

pub(crate) fn refused(refusal: Refusal) -> Fate {
    Err(SendError::Refused(refusal))
}
