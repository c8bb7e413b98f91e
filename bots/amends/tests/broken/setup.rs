//! A setup of which the doctor is asked.

use std::{fmt::Display, time::Duration};

use amends_platforms::telegram::{
    self, TelegramStandIn,
    people::{NewGroup, NewUser},
    world::{Rights, Standing},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time,
};

use crate::{ANNA, SOON, called};

/// A setup in which nothing is broken yet.
pub(crate) struct Setup {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) telegram: TelegramStandIn,
    variables: Vec<(&'static str, String)>,
    /// What differs from run to run, and what stands for it.
    pub(crate) masks: Vec<(String, &'static str)>,
}

impl Setup {
    /// On Telegram with Anna, who is everything, and a desk that the bot is in like this.
    pub(crate) async fn with_desk(desk: NewGroup) -> Self {
        let telegram = TelegramStandIn::start(telegram::Options::default()).await.unwrap();
        telegram.people().create_user(NewUser::new(ANNA, "Anna")).unwrap();
        let desk = telegram.people().create_group(&desk).unwrap();
        let mut setup = Self {
            dir: tempfile::tempdir().unwrap(),
            telegram,
            variables: Vec::new(),
            masks: Vec::new(),
        };
        setup.set("AMENDS_INTAKE_KEY", "k-0123456789-0123456789");
        setup.set("AMENDS_TELEGRAM_TOKEN", setup.telegram.token().to_owned());
        setup.set("AMENDS_TELEGRAM_API_URL", setup.telegram.base_url());
        setup.set("AMENDS_TELEGRAM_DESK", desk);
        setup.set("AMENDS_STAFF", format!("telegram:{ANNA}:director"));
        setup
    }

    pub(crate) async fn new() -> Self {
        let desk = NewGroup::forum("Luma desk", ANNA).bot(Standing::Admin(Rights::ALL));
        Self::with_desk(desk).await
    }

    pub(crate) fn set(&mut self, name: &'static str, value: impl Display) {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.to_string()));
    }

    pub(crate) fn unset(&mut self, name: &str) {
        self.variables.retain(|(known, _)| *known != name);
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        let (_, value) = self.variables.iter().find(|(known, _)| *known == name).unwrap();
        value
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        called::command(&self.dir, &self.variables, args)
    }

    /// What the doctor finds wrong or worth a note. It ends with 3 exactly if something is wrong.
    pub(crate) async fn doctor(&self) -> String {
        self.doctor_with(&[]).await
    }

    pub(crate) async fn doctor_with(&self, args: &[&str]) -> String {
        let args = [&["doctor"], args].concat();
        let output = time::timeout(SOON, self.command(&args).output()).await;
        let output = output.unwrap().unwrap();
        let mut said = String::from_utf8(output.stdout).unwrap();
        for (what, mask) in &self.masks {
            said = said.replace(what, mask);
        }
        let status = output.status.code();
        let is_wrong = said.lines().any(|line| line.starts_with("wrong"));
        assert_eq!(status, Some(if is_wrong { 3 } else { 0 }), "{said}");
        assert!(!said.contains("standinstandin"), "a token: {said}");
        let found = said.lines().filter(|line| !line.starts_with("ok "));
        // Whatever room the machine has is its own affair, and the stand-ins are no platforms.
        let found = found.filter(|line| !line.contains("space soon") && !line.contains("api_url"));
        found.fold(String::new(), |all, line| all + line + "\n")
    }

    /// Starts the service; from then on the doctor asks it.
    pub(crate) async fn serve(&mut self) -> Child {
        let mut child = self.command(&["serve"]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        time::timeout(SOON, out.read_line(&mut said)).await.unwrap().unwrap();
        let addr = said.trim().strip_prefix("amends listens on http://").unwrap().to_owned();
        self.masks.push((addr.clone(), "[addr]"));
        self.set("AMENDS_HTTP_ADDR", addr);
        child
    }

    /// Waits until the service is as ready as wanted.
    pub(crate) async fn until_ready_is(&self, wanted: u16, words: &str) {
        let addr = self.value("AMENDS_HTTP_ADDR");
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut looks = time::interval(Duration::from_millis(20));
        let comes = async {
            loop {
                looks.tick().await;
                let answer = client.get(format!("http://{addr}/readyz")).send().await.unwrap();
                let status = answer.status().as_u16();
                if status == wanted && answer.text().await.unwrap().contains(words) {
                    return;
                }
            }
        };
        time::timeout(SOON, comes).await.unwrap();
    }

    /// Runs the service until this holds, and ends it.
    pub(crate) async fn serves_until(&mut self, done: impl AsyncFnOnce(&Self)) {
        let mut service = self.serve().await;
        self.until_ready_is(200, "").await;
        done(self).await;
        let pid = service.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        time::timeout(SOON, service.wait()).await.unwrap().unwrap();
    }
}
