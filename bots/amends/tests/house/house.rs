//! The real binary beside a stand-in of Telegram, with a guest, a senior and a desk.

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser},
    world::{Message, Rights, Standing},
};
use tokio::{process::Command, time};

use crate::started::{self, KEY, SOON, Service, until};

pub(crate) const GUEST: i64 = 770_042_017;
pub(crate) const KATRIN: i64 = 52;
pub(crate) const NAME: &str = "Canarina";

/// A business on Telegram.
pub(crate) struct House {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) telegram: TelegramStandIn,
    pub(crate) desk: i64,
    pub(crate) variables: Vec<(&'static str, String)>,
}

impl House {
    pub(crate) async fn new() -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        let people = telegram.people();
        people.create_user(NewUser::new(GUEST, NAME)).unwrap();
        people.create_user(NewUser::new(KATRIN, "Katrin")).unwrap();
        let desk = NewGroup::forum("Luma desk", KATRIN).bot(Standing::Admin(Rights::ALL));
        let desk = people.create_group(&desk).unwrap();
        let variables = vec![
            ("AMENDS_TELEGRAM_TOKEN", telegram.token().to_owned()),
            ("AMENDS_TELEGRAM_API_URL", telegram.base_url()),
            ("AMENDS_TELEGRAM_DESK", desk.to_string()),
            ("AMENDS_STAFF", format!("telegram:{KATRIN}:senior")),
        ];
        Self { dir: tempfile::tempdir().unwrap(), telegram, desk, variables }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        started::command(self.dir.path(), &self.variables, args)
    }

    pub(crate) async fn serve(&self) -> Service {
        started::serve(self.command(&["serve"])).await
    }

    /// The guest starts the bot, and is greeted.
    pub(crate) async fn greets(&self) {
        self.telegram.people().start(GUEST, None).unwrap();
        until(async || self.telegram.chat(GUEST).is_some_and(|chat| 1 < chat.messages.len())).await;
    }

    /// The newest message to the guest that has this button.
    pub(crate) fn button(&self, label: &str) -> Option<i64> {
        let chat = self.telegram.chat(GUEST)?;
        let has = |message: &&Message| message.is_shown() && message.button(label).is_some();
        chat.messages.values().rev().find(has).map(|message| message.id)
    }

    /// The guest taps, as soon as there is such a button.
    pub(crate) async fn taps(&self, label: &str) {
        until(async || self.button(label).is_some()).await;
        let message = self.button(label).unwrap();
        self.telegram.people().tap(GUEST, GUEST, message, label).unwrap();
    }

    /// Whether the desk shows these words.
    pub(crate) fn desk_shows(&self, words: &str) -> bool {
        let chat = self.telegram.chat(self.desk).unwrap();
        chat.messages.values().any(|message| message.is_shown() && message.text.contains(words))
    }
}

impl Service {
    pub(crate) async fn get(&self, path: &str) -> Option<(u16, String)> {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let got = client.get(format!("http://{}{path}", self.addr)).bearer_auth(KEY).send().await;
        let got = got.ok()?;
        Some((got.status().as_u16(), got.text().await.ok()?))
    }

    pub(crate) async fn signal(&self, name: &str) {
        let pid = self.child.id().unwrap().to_string();
        let done = Command::new("kill").args([name, &pid]).status().await.unwrap();
        assert!(done.success());
    }

    /// Waits for the end, and returns its exit status and the whole log.
    pub(crate) async fn ended(mut self) -> (Option<i32>, String) {
        let status = time::timeout(SOON, self.child.wait()).await.unwrap().unwrap();
        (status.code(), self.log.await.unwrap())
    }

    pub(crate) async fn stop(self) -> String {
        self.signal("-TERM").await;
        let (status, log) = self.ended().await;
        assert_eq!(status, Some(0), "{log}");
        log
    }
}
