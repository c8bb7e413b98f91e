//! A bot that speaks plain HTTP, two people and a desk.

use std::time::Duration;

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser},
};
use serde_json::{Value, json};

pub(crate) const ANNA: i64 = 42;
pub(crate) const BEN: i64 = 50;
pub(crate) const CLIENT_PATIENCE: Duration = Duration::from_secs(20);

/// A bot that speaks plain HTTP, and the stand-in it talks to.
pub(crate) struct Bench {
    pub(crate) stand_in: TelegramStandIn,
    pub(crate) client: reqwest::Client,
    pub(crate) offset: i64,
}

impl Bench {
    pub(crate) async fn with(options: Options) -> Self {
        let stand_in = TelegramStandIn::start(options).await.unwrap();
        let client = reqwest::Client::builder().timeout(CLIENT_PATIENCE).build().unwrap();
        Self { stand_in, client, offset: 0 }
    }

    /// Anna has pressed Start; Ben owns a forum in which the bot may do everything.
    pub(crate) async fn new() -> (Self, i64) {
        let bench = Self::with(Options { enforce_limits: false, ..Options::default() }).await;
        let people = bench.stand_in.people();
        people.create_user(NewUser::new(ANNA, "Anna").username("anna_k").language("de")).unwrap();
        people.create_user(NewUser::new(BEN, "Ben")).unwrap();
        people.start(ANNA, None).unwrap();
        let desk = people.create_group(&NewGroup::forum("Desk", BEN)).unwrap();
        (bench, desk)
    }

    pub(crate) fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.stand_in.base_url(), self.stand_in.token())
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        params: Value,
    ) -> reqwest::Result<reqwest::Response> {
        self.client.post(self.url(method)).json(&params).send().await
    }

    pub(crate) async fn raw(&self, method: &str, params: Value) -> Value {
        self.send(method, params).await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        let reply = self.raw(method, params).await;
        assert_eq!(reply["ok"], true, "{method}: {reply}");
        reply["result"].clone()
    }

    pub(crate) async fn refused(&self, method: &str, params: Value) -> (u64, String) {
        let reply = self.raw(method, params).await;
        assert_eq!(reply["ok"], false, "{method}: {reply}");
        (reply["error_code"].as_u64().unwrap(), reply["description"].as_str().unwrap().to_owned())
    }

    /// Fetches and confirms what is there.
    pub(crate) async fn updates(&mut self) -> Vec<Value> {
        let fetched = self.call("getUpdates", json!({ "offset": self.offset })).await;
        let fetched = fetched.as_array().unwrap().clone();
        if let Some(last) = fetched.last() {
            self.offset = last["update_id"].as_i64().unwrap() + 1;
        }
        fetched
    }

    pub(crate) async fn say(&self, chat: i64, text: &str) -> i64 {
        let sent = self.call("sendMessage", json!({ "chat_id": chat, "text": text })).await;
        sent["message_id"].as_i64().unwrap()
    }

    /// Ends the test: both sides kept to the specification.
    pub(crate) async fn done(self) {
        assert_eq!(self.stand_in.violations(), Vec::<String>::new());
        self.stand_in.shutdown().await.unwrap();
    }
}

pub(crate) fn question() -> Value {
    json!({ "inline_keyboard": [
        [{ "text": "Good", "callback_data": "v1.5" }, { "text": "Bad", "callback_data": "v1.1" }],
        [{ "text": "Terms", "url": "https://example.com/terms" }],
    ] })
}
