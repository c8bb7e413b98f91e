//! What the service says when something keeps unhappy customers from reaching anybody.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/called.rs"]
mod called;

use std::{path::Path, time::Duration};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    faults::Fault,
    people::{NewGroup, NewUser},
    world::{Rights, Standing},
};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStderr, Command},
    time,
};

const ANNA: i64 = 50;
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

/// A running service, and the lines it logs.
struct Running {
    child: Child,
    url: String,
    log: Lines<BufReader<ChildStderr>>,
}

impl Running {
    async fn start(dir: &Path, variables: &[(&str, String)]) -> Self {
        let mut child = command(dir, variables).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        time::timeout(SOON, out.read_line(&mut line)).await.unwrap().unwrap();
        let url = line.trim().strip_prefix("amends listens on ").unwrap().to_owned();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, url, log }
    }

    /// Waits until a line of the log holds these words.
    async fn logs(&mut self, words: &str) -> String {
        let mut seen = String::new();
        loop {
            let line = time::timeout(SOON, self.log.next_line()).await;
            let Ok(Ok(Some(line))) = line else { panic!("nothing says `{words}`:\n{seen}") };
            if line.contains(words) {
                return line;
            }
            seen.push_str(&line);
            seen.push('\n');
        }
    }

    /// Waits until the service is as ready as wanted, and returns what it says about that.
    async fn until_ready_is(&self, status: u16) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut looks = time::interval(Duration::from_millis(20));
        let ready = async {
            loop {
                let answer = client.get(format!("{}/readyz", self.url)).send().await.unwrap();
                if answer.status().as_u16() == status {
                    return answer.json().await.unwrap();
                }
                looks.tick().await;
            }
        };
        time::timeout(SOON, ready).await.unwrap()
    }

    async fn stop(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// The service, whose log is read as text.
fn command(dir: &Path, variables: &[(&str, String)]) -> Command {
    let mut command = called::command(dir, variables, &[]);
    command.env("AMENDS_LOG_FORMAT", "text");
    command
}

async fn stand_in() -> TelegramStandIn {
    let stand_in = TelegramStandIn::start(Options::default()).await.unwrap();
    stand_in.people().create_user(NewUser::new(ANNA, "Anna")).unwrap();
    stand_in
}

fn connected(stand_in: &TelegramStandIn) -> Vec<(&'static str, String)> {
    vec![
        ("AMENDS_TELEGRAM_TOKEN", stand_in.token().to_owned()),
        ("AMENDS_TELEGRAM_API_URL", stand_in.base_url()),
    ]
}

#[tokio::test]
async fn a_wrong_token_ends_it_with_what_to_do() {
    let (dir, stand_in) = (tempfile::tempdir().unwrap(), stand_in().await);
    let wrong = "4839574812:AAwrongwrongwrongwrongwrongwrongwr".to_owned();
    let mut variables = connected(&stand_in);
    variables[0].1 = wrong;
    let output = time::timeout(SOON, command(dir.path(), &variables).output()).await;
    let output = output.unwrap().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let log = String::from_utf8(output.stderr).unwrap();
    let wanted = "amends: Telegram does not accept the token: copy it again from @BotFather into \
                  AMENDS_TELEGRAM_TOKEN";
    assert_eq!(log.lines().last(), Some(wanted), "{log}");
    assert!(!log.contains("AAwrong"), "{log}");
}

#[tokio::test]
async fn a_business_without_a_desk_or_staff_is_warned() {
    let (dir, stand_in) = (tempfile::tempdir().unwrap(), stand_in().await);
    let mut service = Running::start(dir.path(), &connected(&stand_in)).await;
    service
        .logs("neither telegram.desk nor discord.desk_channel is set, so unhappy customers")
        .await;
    service.logs("staff is empty, so nobody could take a case").await;
    service.stop().await;
}

#[tokio::test]
async fn rights_that_are_missing_at_the_desk_are_told_one_by_one() {
    let (dir, stand_in) = (tempfile::tempdir().unwrap(), stand_in().await);
    let weak = Rights { manage_topics: false, pin_messages: false, ..Rights::ALL };
    let desk = NewGroup::forum("Luma desk", ANNA).bot(Standing::Admin(weak));
    let desk = stand_in.people().create_group(&desk).unwrap();
    let mut variables = connected(&stand_in);
    variables.push(("AMENDS_TELEGRAM_DESK", desk.to_string()));
    variables.push(("AMENDS_STAFF", format!("telegram:{ANNA}:agent")));
    let mut service = Running::start(dir.path(), &variables).await;
    let first = service.logs("The desk is not ready").await;
    assert!(first.contains("I can't create topics here: make me admin with 'Manage topics'."));
    service.logs("I can't pin the card of a case here: allow me 'Pin messages'.").await;
    service.stop().await;

    variables[2].1 = "-1009999999999".to_owned();
    let mut service = Running::start(dir.path(), &variables).await;
    service.logs("I can't see this group: add me to it, and check the id of the desk.").await;
    service.stop().await;
}

#[tokio::test]
async fn a_second_reader_of_the_updates_shows_in_readiness_until_it_is_gone() {
    let (dir, stand_in) = (tempfile::tempdir().unwrap(), stand_in().await);
    let description = "Conflict: terminated by other getUpdates request".to_owned();
    let conflict = Fault::Refuse { code: 409, description };
    stand_in.faults().next("getUpdates", conflict);
    let mut service = Running::start(dir.path(), &connected(&stand_in)).await;
    let sentence = "another process asks for updates with the same token: stop it, or give amends \
                    a bot of its own";
    service.logs(sentence).await;
    let said = service.until_ready_is(503).await.to_string();
    assert!(said.contains(sentence), "{said}");
    // The next poll ends with an update, before its time is up.
    stand_in.people().start(ANNA, None).unwrap();
    service.until_ready_is(200).await;
    service.stop().await;
}
