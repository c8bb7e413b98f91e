//! The doctor, from outside: what it finds, and how it ends.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

#[path = "house/called.rs"]
mod called;

use std::{path::Path, time::Duration};

use amends_platforms::telegram::{
    Options, TelegramStandIn,
    people::{NewGroup, NewUser},
    world::{Rights, Standing},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    time,
};

use self::called::command;

const ANNA: i64 = 50;
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

/// What the doctor says, and its exit status.
async fn doctor(dir: &Path, variables: &[(&str, String)]) -> (i32, String) {
    let output =
        time::timeout(SOON, command(dir, variables, &["doctor"]).output()).await.unwrap().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), said)
}

/// The line about something.
#[track_caller]
fn line<'a>(said: &'a str, subject: &str) -> &'a str {
    let mut lines = said.lines();
    let line = lines.find(|line| line.get(7..).is_some_and(|line| line.starts_with(subject)));
    line.unwrap_or_else(|| panic!("nothing about {subject}:\n{said}"))
}

struct Setting {
    dir: tempfile::TempDir,
    stand_in: TelegramStandIn,
    variables: Vec<(&'static str, String)>,
}

/// A service on Telegram with a desk where the bot has these rights.
async fn setting(rights: Rights) -> Setting {
    let stand_in = TelegramStandIn::start(Options::default()).await.unwrap();
    stand_in.people().create_user(NewUser::new(ANNA, "Anna")).unwrap();
    let desk = NewGroup::forum("Luma desk", ANNA).bot(Standing::Admin(rights));
    let desk = stand_in.people().create_group(&desk).unwrap();
    let variables = vec![
        ("AMENDS_TELEGRAM_TOKEN", stand_in.token().to_owned()),
        ("AMENDS_TELEGRAM_API_URL", stand_in.base_url()),
        ("AMENDS_TELEGRAM_DESK", desk.to_string()),
        ("AMENDS_STAFF", format!("telegram:{ANNA}:agent")),
    ];
    Setting { dir: tempfile::tempdir().unwrap(), stand_in, variables }
}

#[tokio::test]
async fn a_service_that_lacks_nothing_is_well() {
    let Setting { dir, stand_in, variables } = setting(Rights::ALL).await;
    let (status, said) = doctor(dir.path(), &variables).await;
    assert_eq!(status, 0, "{said}");
    for subject in ["configuration", "disk", "store", "clock", "telegram", "telegram desk", "desk"]
    {
        assert!(line(&said, subject).starts_with("ok "), "{said}");
    }
    assert!(line(&said, "discord").starts_with("note "), "{said}");
    assert!(!said.contains(stand_in.token()), "{said}");
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_told_with_its_cure() {
    let rights = Rights { manage_topics: false, pin_messages: false, ..Rights::ALL };
    let Setting { dir, stand_in: _stand_in, variables } = setting(rights).await;
    let (status, said) = doctor(dir.path(), &variables).await;
    assert_eq!(status, 3, "{said}");
    let wrong: Vec<&str> = said.lines().filter(|line| line.starts_with("wrong")).collect();
    assert_eq!(wrong.len(), 2, "{said}");
    assert!(wrong[0].contains("make me admin with 'Manage topics'"), "{said}");
    assert!(wrong[1].contains("allow me 'Pin messages'"), "{said}");
}

#[tokio::test]
async fn a_wrong_token_and_an_empty_business_are_told() {
    let Setting { dir, stand_in: _stand_in, mut variables } = setting(Rights::ALL).await;
    variables[0].1 = "4839574812:AAwrongwrongwrongwrongwrongwrongwr".to_owned();
    variables.truncate(2);
    let (status, said) = doctor(dir.path(), &variables).await;
    assert_eq!(status, 3, "{said}");
    assert!(line(&said, "telegram").contains("copy it again from @BotFather"), "{said}");
    assert!(line(&said, "desk").contains("AMENDS_TELEGRAM_DESK"), "{said}");
    assert!(said.contains("AMENDS_STAFF="), "{said}");
    assert!(!said.contains("AAwrong"), "{said}");
}

#[tokio::test]
async fn nothing_set_up_at_all_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (status, said) = doctor(dir.path(), &[]).await;
    assert_eq!(status, 3, "{said}");
    let token = line(&said, "token");
    assert!(token.starts_with("wrong"), "{said}");
    assert!(token.contains("AMENDS_TELEGRAM_TOKEN") && token.contains("AMENDS_DISCORD_TOKEN"));
}

#[tokio::test]
async fn a_running_service_is_asked_how_it_does() {
    let Setting { dir, stand_in: _stand_in, mut variables } = setting(Rights::ALL).await;
    let mut service = command(dir.path(), &variables, &[]).spawn().unwrap();
    let mut out = BufReader::new(service.stdout.take().unwrap());
    let mut said = String::new();
    time::timeout(SOON, out.read_line(&mut said)).await.unwrap().unwrap();
    let addr = said.trim().strip_prefix("amends listens on http://").unwrap().to_owned();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut looks = time::interval(Duration::from_millis(20));
    let ready = async {
        while client.get(format!("http://{addr}/readyz")).send().await.unwrap().status() != 200 {
            looks.tick().await;
        }
    };
    time::timeout(SOON, ready).await.unwrap();

    variables.push(("AMENDS_HTTP_ADDR", addr));
    let (status, said) = doctor(dir.path(), &variables).await;
    assert_eq!(status, 0, "{said}");
    assert!(line(&said, "service").contains("runs and is ready"), "{said}");
    let elsewhere = variables.len() - 1;
    // Port 1 is nobody's.
    variables[elsewhere].1 = "127.0.0.1:1".to_owned();
    let (status, said) = doctor(dir.path(), &variables).await;
    assert_eq!(status, 3, "{said}");
    assert!(line(&said, "service").contains("no service answers"), "{said}");
    service.kill().await.unwrap();

    let (status, said) = doctor(dir.path(), &variables).await;
    assert_eq!(status, 0, "{said}");
    assert!(line(&said, "store").contains("opens well; open cases: 0"), "{said}");
}
