//! A business on Telegram, its customers, and the binary that serves it.

use std::path::{Path, PathBuf};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser},
    world::{Chat, Message, Rights, Standing},
};
use tokio::{process::Command, time};

use crate::started::{self, SOON, Service, until};

/// Who works here and administers.
const KATRIN: i64 = 52;

/// The business, the directory in which it works, and Telegram.
pub(crate) struct House {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) telegram: TelegramStandIn,
    variables: Vec<(&'static str, String)>,
}

impl House {
    /// A business that nobody was served by yet.
    pub(crate) async fn new() -> Self {
        let options = Options { enforce_limits: false, ..Options::default() };
        let telegram = TelegramStandIn::start(options).await.unwrap();
        let people = telegram.people();
        people.create_user(NewUser::new(KATRIN, "Katrin")).unwrap();
        let desk = NewGroup::forum("Luma desk", KATRIN).bot(Standing::Admin(Rights::ALL));
        let desk = people.create_group(&desk).unwrap();
        let variables = vec![
            ("AMENDS_TELEGRAM_TOKEN", telegram.token().to_owned()),
            ("AMENDS_TELEGRAM_API_URL", telegram.base_url()),
            ("AMENDS_TELEGRAM_DESK", desk.to_string()),
            ("AMENDS_STAFF", format!("telegram:{KATRIN}:senior")),
            ("AMENDS_ADMINS", format!("telegram:{KATRIN}")),
        ];
        Self { dir: tempfile::tempdir().unwrap(), telegram, variables }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.dir.path().join("amends-data")
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        started::command(self.dir.path(), &self.variables, args)
    }

    /// Runs a command to its end: its status, what it wrote, and what it complained of.
    pub(crate) async fn run(&self, args: &[&str]) -> (i32, String, String) {
        ended(self.command(args)).await
    }

    /// The same on another data directory.
    pub(crate) async fn run_in(&self, data_dir: &Path, args: &[&str]) -> (i32, String, String) {
        let mut command = self.command(args);
        command.env("AMENDS_DATA_DIR", data_dir);
        ended(command).await
    }

    /// Starts the service, and waits until it is ready.
    pub(crate) async fn serve(&self) -> Service {
        started::serve(self.command(&["serve"])).await
    }

    /// Somebody comes, and is known to the bot.
    pub(crate) fn comes(&self, guest: i64, name: &str) {
        let people = self.telegram.people();
        people.create_user(NewUser::new(guest, name)).unwrap();
        people.start(guest, None).unwrap();
    }

    /// A contact with a customer ends.
    pub(crate) async fn asks(&self, service: &Service, guest: i64) {
        let id = guest.to_string();
        let mut ask = self.command(&["ask", "--telegram", &id, "--topic", "Order 118"]);
        ask.env("AMENDS_HTTP_ADDR", &service.addr);
        let (status, _, said) = ended(ask).await;
        assert_eq!(status, 0, "{said}");
    }

    /// The customer presses this, as soon as it is there.
    pub(crate) async fn taps(&self, guest: i64, label: &str) {
        let button = || {
            let chat: Chat = self.telegram.chat(guest)?;
            let has = |it: &&Message| it.is_shown() && it.button(label).is_some();
            chat.messages.values().rev().find(has).map(|message| message.id)
        };
        until(async || button().is_some()).await;
        self.telegram.people().tap(guest, guest, button().unwrap(), label).unwrap();
    }

    /// Waits until these words are shown to somebody.
    pub(crate) async fn reads(&self, guest: i64, words: &str) {
        let shows = || {
            let chat: Option<Chat> = self.telegram.chat(guest);
            let has = |it: &Message| it.is_shown() && it.text.contains(words);
            chat.is_some_and(|chat| chat.messages.values().any(has))
        };
        until(async || shows()).await;
    }
}

impl Service {
    /// Ends it the way a supervisor does, and returns its status and its log.
    pub(crate) async fn stop(mut self) -> (i32, String) {
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        let status = time::timeout(SOON, self.child.wait()).await.unwrap().unwrap();
        (status.code().unwrap(), self.log.await.unwrap())
    }
}

async fn ended(mut command: Command) -> (i32, String, String) {
    let output = time::timeout(SOON, command.output()).await.unwrap().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
