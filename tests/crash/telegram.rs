//! Telegram with customers in private chats, and with a desk in a forum group.

use std::{collections::BTreeMap, time::Duration};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{Line, NewGroup, NewUser, Tapped},
    world::{Author, Message, World},
};
use serde_json::{Value, json};

use crate::{
    customer::Told,
    house::{ANNA, PATIENCE},
};

const FIRST_CUSTOMER: i64 = 1_000;
/// What a customer reads whose answer is kept.
const THANKS: &str = "Thank you!";

/// Telegram and who is there.
pub(crate) struct Telegram {
    platform: TelegramStandIn,
    desk: i64,
}

impl Telegram {
    pub(crate) async fn opens() -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let platform = TelegramStandIn::start(options).await.unwrap();
        let people = platform.people();
        people.create_user(NewUser::new(ANNA, "Anna").language("en").username("anna")).unwrap();
        let desk = people.create_group(&NewGroup::forum("Luma desk", ANNA)).unwrap();
        Self { platform, desk }
    }

    /// How the service is told to use it.
    pub(crate) fn variables(&self, is_desk: bool) -> Vec<(&'static str, String)> {
        let mut variables = vec![
            ("AMENDS_TELEGRAM_API_URL", self.platform.base_url()),
            ("AMENDS_TELEGRAM_TOKEN", self.platform.token().to_owned()),
        ];
        if is_desk {
            variables.push(("AMENDS_STAFF", format!("telegram:{ANNA}:agent")));
            variables.push(("AMENDS_TELEGRAM_DESK", self.desk.to_string()));
        }
        variables
    }

    /// Opens an account for a new customer who presses Start. Returns their id.
    pub(crate) fn customer_comes(&self, number: i64) -> i64 {
        let id = FIRST_CUSTOMER + number;
        let people = self.platform.people();
        people.create_user(NewUser::new(id, "Dana").language("en")).unwrap();
        people.start(id, None).unwrap();
        id
    }

    /// How a contact names a customer.
    pub(crate) fn identity(customer: i64) -> Value {
        json!({"telegram_id": customer, "name": "Dana"})
    }

    /// Waits until the bot has greeted a customer, so that it can write to them.
    pub(crate) async fn is_greeted(&self, customer: i64, patience: Duration) -> bool {
        let greeted = |world: &World| {
            let messages = &world.chats.get(&customer)?.messages;
            messages.values().any(|message| message.from == Author::Bot).then_some(())
        };
        self.sees(greeted, patience).await.is_some()
    }

    /// The message with the question about a contact, once it stands in front of the customer.
    pub(crate) async fn question(
        &self,
        customer: i64,
        survey: &str,
        patience: Duration,
    ) -> Option<i64> {
        let find = |world: &World| {
            let messages = &world.chats.get(&customer)?.messages;
            let asked =
                |message: &&Message| message.is_shown() && asks_about(message) == Some(survey);
            messages.values().find(asked).map(|message| message.id)
        };
        self.sees(find, patience).await
    }

    /// A customer taps a face, once or impatiently, and looks out for the notice.
    pub(crate) async fn taps(
        &self,
        customer: i64,
        message: i64,
        label: &str,
        is_impatient: bool,
        patience: Duration,
    ) -> Option<Told> {
        let people = self.platform.people();
        let tapped = people.tap(customer, customer, message, label).unwrap();
        if is_impatient {
            // The answer may have taken the faces away by now.
            people.tap(customer, customer, message, label).ok();
        }
        let Tapped::Query(query) = tapped else { panic!("a face is no link") };
        self.notice(&query, patience).await
    }

    /// The notice that a tap brought.
    async fn notice(&self, query: &str, patience: Duration) -> Option<Told> {
        let find = |world: &World| {
            let toast = world.toasts.iter().rev().find(|toast| toast.query_id == query);
            let answered = world.taps.get(query).is_some_and(|tap| tap.answered);
            answered.then(|| toast.map(|toast| toast.text.clone()).unwrap_or_default())
        };
        let said = self.sees(find, patience).await?;
        Some(if said == THANKS { Told::Kept } else { Told::Else(said) })
    }

    pub(crate) fn customer_writes(&self, customer: i64, line: &str) {
        self.platform.people().write(customer, customer, line).unwrap();
    }

    /// Anna takes the case as soon as its card is there. Returns the topic of the case.
    pub(crate) async fn takes_the_case(&self, patience: Duration) -> Option<i64> {
        let desk = self.desk;
        let find = |world: &World| {
            let chat = world.chats.get(&desk)?;
            let cards = chat.messages.values();
            let card = cards.rev().find(|message| message.button("Take it").is_some())?;
            Some((card.id, card.thread_id?))
        };
        let (card, topic) = self.sees(find, patience).await?;
        let tapped = self.platform.people().tap(ANNA, desk, card, "Take it").unwrap();
        let Tapped::Query(query) = tapped else { panic!("it is no link") };
        self.notice(&query, patience).await.map(|_| topic)
    }

    pub(crate) fn staff_writes(&self, topic: i64, line: &str) {
        let written = Line::text(line).in_topic(topic);
        self.platform.people().write(ANNA, self.desk, written).unwrap();
    }

    /// Waits until the bot has brought a line.
    pub(crate) async fn arrives(&self, line: &str, at_desk: bool, patience: Duration) -> bool {
        let find = |world: &World| (0 < arrived(world, line, at_desk)).then_some(());
        self.sees(find, patience).await.is_some()
    }

    /// How often the bot brought a line to the desk, or to customers.
    pub(crate) fn arrived(&self, line: &str, at_desk: bool) -> usize {
        self.platform.look(|world| arrived(world, line, at_desk))
    }

    /// Waits until everything that people did has reached the service.
    pub(crate) async fn everything_is_heard(&self) -> bool {
        let heard = |world: &World| (world.updates_waiting() == 0).then_some(());
        self.sees(heard, PATIENCE).await.is_some()
    }

    /// How often the question of each survey arrived.
    pub(crate) fn delivered(&self) -> BTreeMap<String, usize> {
        self.platform.look(|world| {
            let mut delivered = BTreeMap::new();
            let carried_out = world.calls.iter().filter(|call| call.was_carried_out());
            for call in carried_out.filter(|call| call.method == "sendMessage") {
                let rows = call.params["reply_markup"]["inline_keyboard"].as_array();
                let mut buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
                let survey =
                    buttons.find_map(|button| survey_of(button["callback_data"].as_str()?));
                if let Some(survey) = survey {
                    *delivered.entry(survey.to_owned()).or_insert(0) += 1;
                }
            }
            delivered
        })
    }

    pub(crate) fn violations(&self) -> Vec<String> {
        self.platform.violations()
    }

    pub(crate) fn transcript(&self) -> String {
        self.platform.transcript()
    }

    async fn sees<T>(
        &self,
        find: impl FnMut(&World) -> Option<T>,
        patience: Duration,
    ) -> Option<T> {
        self.platform.wait_for(find, patience).await.ok()
    }
}

/// The survey that a message asks about and has buttons for.
fn asks_about(message: &Message) -> Option<&str> {
    let data = message.buttons.iter().flatten().find_map(|button| button.data.as_deref())?;
    survey_of(data)
}

/// The survey that a button answers.
pub(crate) fn survey_of(code: &str) -> Option<&str> {
    code.strip_prefix("a.")?.split('.').next()
}

/// How often the bot brought a line to the desk, or to customers. A card that shows it is no line.
fn arrived(world: &World, line: &str, at_desk: bool) -> usize {
    let chats = world.chats.values().filter(|chat| (chat.id < 0) == at_desk);
    chats
        .flat_map(|chat| chat.messages.values())
        .filter(|message| message.from == Author::Bot && !message.text.contains("Said:"))
        .filter(|message| message.text.contains(line))
        .count()
}
