//! Telegram, with customers in front of a question.

use std::time::{Duration, Instant};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewUser, Tapped},
    world::{Message, World},
};
use serde_json::json;

use crate::service::Service;

/// The button that is pressed: nothing follows from it but thanks.
const FACE: &str = "🙂 Good";
/// How long a state is waited for that must come.
const LONG: Duration = Duration::from_mins(2);

const FIRST: i64 = 1_000;

/// Telegram and a service on it.
pub(crate) struct Telegram {
    platform: TelegramStandIn,
    service: Service,
}

impl Telegram {
    pub(crate) async fn opens() -> Self {
        let options = Options { enforce_limits: false, spec: None, ..Options::default() };
        let platform = TelegramStandIn::start(options).await.unwrap();
        let service = Service::starts(vec![
            ("AMENDS_TELEGRAM_API_URL", platform.base_url()),
            ("AMENDS_TELEGRAM_TOKEN", platform.token().to_owned()),
        ]);
        let service = service.await;
        Self { platform, service }
    }

    /// Brings so many customers in front of the question.
    pub(crate) async fn asks(&self, count: i64) {
        for id in FIRST..FIRST + count {
            let people = self.platform.people();
            people.create_user(NewUser::new(id, "Dana").language("en")).unwrap();
            people.start(id, None).unwrap();
            self.service.contact_ends(&format!("c{id}"), json!({"telegram_id": id})).await;
        }
        for id in FIRST..FIRST + count {
            self.sees(|world| asked(world, id).map(drop)).await;
        }
    }

    /// The next customer taps; returns how long it took until the tap was answered.
    pub(crate) async fn press(&self, number: i64) -> Duration {
        let id = FIRST + number;
        let message = self.platform.look(|world| asked(world, id)).unwrap();
        let began = Instant::now();
        let tapped = self.platform.people().tap(id, id, message, FACE).unwrap();
        let Tapped::Query(query) = tapped else { panic!("a face is no link") };
        self.sees(|world| world.taps.get(&query).is_some_and(|tap| tap.answered).then_some(()))
            .await;
        began.elapsed()
    }

    pub(crate) fn processor_seconds(&self) -> f64 {
        self.service.processor_seconds()
    }

    async fn sees(&self, find: impl FnMut(&World) -> Option<()>) {
        self.platform.wait_for(find, LONG).await.unwrap();
    }
}

/// The message with the question.
fn asked(world: &World, id: i64) -> Option<i64> {
    let is_question = |message: &&Message| message.button(FACE).is_some();
    world.chats.get(&id)?.messages.values().find(is_question).map(|message| message.id)
}
