//! The service, from outside: how it starts, what it keeps, how it ends.

#![expect(clippy::unwrap_used, reason = "what a test sets up may fail it")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
    time,
};

const KEY: &str = "k-0123456789";
/// Far beyond what anything here takes.
const SOON: Duration = Duration::from_secs(30);

/// A running service.
struct Running {
    child: Child,
    url: String,
}

fn command(dir: &Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
    command
        .current_dir(dir)
        .env_clear()
        .env("AMENDS_HTTP_ADDR", "127.0.0.1:0")
        .env("AMENDS_INTAKE_KEY", KEY)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn start(dir: &Path, variables: &[(&str, &str)]) -> Running {
    let mut child = command(dir, variables).spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    time::timeout(SOON, out.read_line(&mut line)).await.unwrap().unwrap();
    let url = line.trim().strip_prefix("amends listens on ").unwrap().to_owned();
    Running { child, url }
}

impl Running {
    async fn call(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let method = method.parse().unwrap();
        let request = client.request(method, format!("{}{path}", self.url)).bearer_auth(KEY);
        let response = request.json(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn until_ready(&self) {
        let mut looks = time::interval(Duration::from_millis(20));
        let ready = async {
            while self.call("GET", "/readyz", &Value::Null).await.0 != 200 {
                looks.tick().await;
            }
        };
        time::timeout(SOON, ready).await.unwrap();
    }

    /// Ends it the way a supervisor does, and returns its status and its log.
    async fn stop(mut self) -> (i32, String) {
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        self.ended().await
    }

    async fn ended(&mut self) -> (i32, String) {
        let mut log = String::new();
        let mut err = self.child.stderr.take().unwrap();
        time::timeout(SOON, err.read_to_string(&mut log)).await.unwrap().unwrap();
        let status = time::timeout(SOON, self.child.wait()).await.unwrap().unwrap();
        (status.code().unwrap(), log)
    }
}

/// Every file in a directory, with those of the directories in it.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

fn contact(id: &str, ended_at: &str) -> Value {
    json!({"id": id, "ended_at": ended_at, "customer": {"external_id": "C-5512"}})
}

#[tokio::test]
async fn what_was_taken_in_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let body = contact("zd-1", "2026-11-16T09:20:00Z");
    let first = start(dir.path(), &[]).await;
    first.until_ready().await;
    let (status, taken) = first.call("POST", "/v1/interactions", &body).await;
    assert_eq!(status, 200, "{taken}");
    let known = first.call("GET", "/v1/interactions/zd-1", &Value::Null).await;
    assert_eq!(known.0, 200);
    let (status, log) = first.stop().await;
    assert_eq!(status, 0, "{log}");
    assert!(log.contains("AMENDS_TELEGRAM_TOKEN"), "it says what is missing: {log}");
    assert!(!log.contains(KEY));

    let second = start(dir.path(), &[]).await;
    second.until_ready().await;
    let repeat = second.call("POST", "/v1/interactions", &body).await;
    assert_eq!(repeat, (200, json!({"survey": "duplicate"})));
    let other = contact("zd-1", "2026-11-16T09:21:00Z");
    assert_eq!(second.call("POST", "/v1/interactions", &other).await.0, 409);
    assert_eq!(second.call("GET", "/v1/interactions/zd-1", &Value::Null).await, known);
    assert_eq!(second.call("GET", "/v1/cases", &Value::Null).await.0, 200);
    second.stop().await;
}

#[tokio::test]
async fn two_services_do_not_share_a_store() {
    let dir = tempfile::tempdir().unwrap();
    let first = start(dir.path(), &[]).await;
    first.until_ready().await;
    let before = files(&dir.path().join("amends-data"));
    let mut second = start(dir.path(), &[]).await;
    let (status, log) = second.ended().await;
    assert_eq!(status, 1);
    let wanted = "amends: another process uses the store (`amends-data/lock`): stop it first, or \
                  choose another data_dir";
    assert_eq!(log.lines().last(), Some(wanted), "{log}");
    assert_eq!(files(&dir.path().join("amends-data")), before, "nothing was touched");
    // The one that has it works on.
    let body = contact("zd-1", "2026-11-16T09:20:00Z");
    assert_eq!(first.call("POST", "/v1/interactions", &body).await.0, 200);
    let (status, log) = first.stop().await;
    assert_eq!(status, 0, "{log}");
}

#[tokio::test]
async fn a_platform_that_can_not_be_reached_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let token = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";
    // Port 1 is nobody's.
    let variables =
        [("AMENDS_TELEGRAM_TOKEN", token), ("AMENDS_TELEGRAM_API_URL", "http://127.0.0.1:1")];
    let service = start(dir.path(), &variables).await;
    let mut looks = time::interval(Duration::from_millis(20));
    let told = async {
        loop {
            let (status, answer) = service.call("GET", "/readyz", &Value::Null).await;
            assert_eq!(status, 503);
            if answer["detail"].as_str().unwrap().contains("Telegram can't be reached") {
                return;
            }
            looks.tick().await;
        }
    };
    time::timeout(SOON, told).await.unwrap();
    let body = contact("zd-1", "2026-11-16T09:20:00Z");
    assert_eq!(service.call("POST", "/v1/interactions", &body).await.0, 503);
    let (status, log) = service.stop().await;
    assert_eq!(status, 0, "{log}");
    assert!(!log.contains("AAbbCC"), "{log}");
}

#[tokio::test]
async fn a_taken_address_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let output = command(dir.path(), &[("AMENDS_HTTP_ADDR", &addr)]).output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let log = String::from_utf8(output.stderr).unwrap();
    let wanted = format!(
        "amends: can't listen on {addr}: another program does, perhaps amends itself; stop it, or \
         choose another address with http.addr"
    );
    assert_eq!(log.lines().last(), Some(wanted.as_str()), "{log}");
    assert_eq!(files(dir.path()), Vec::<PathBuf>::new(), "nothing was made");
}

#[tokio::test]
async fn customers_are_asked_for_by_hand_through_the_running_service() {
    let dir = tempfile::tempdir().unwrap();
    let service = start(dir.path(), &[]).await;
    service.until_ready().await;
    let addr = service.url.strip_prefix("http://").unwrap();
    let ask = |key: &'static str| {
        let mut ask =
            command(dir.path(), &[("AMENDS_HTTP_ADDR", addr), ("AMENDS_INTAKE_KEY", key)]);
        ask.args(["ask", "--telegram", "77", "--topic", "Order 118"]);
        ask
    };
    let output = ask(KEY).output().await.unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(said.starts_with("planned: ") || said.contains("not asked: "), "{said}");
    let output = ask("k-987654321").output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("401") && said.contains("AMENDS_INTAKE_KEY"), "{said}");
    service.stop().await;
}

#[tokio::test]
async fn a_rehearsal_moves_the_clock_keeps_it_and_ends_with_its_parent() {
    let dir = tempfile::tempdir().unwrap();
    let rehearsal = [("AMENDS_REHEARSAL", "1")];
    let advance = json!({"seconds": 3_600});
    let mut first = start(dir.path(), &rehearsal).await;
    first.until_ready().await;
    let (status, moved) = first.call("POST", "/rehearsal/advance", &advance).await;
    assert_eq!(status, 200, "{moved}");
    drop(first.child.stdin.take());
    let (status, log) = first.ended().await;
    assert_eq!(status, 0, "{log}");

    let second = start(dir.path(), &rehearsal).await;
    second.until_ready().await;
    let (_, again) = second.call("POST", "/rehearsal/advance", &json!({"seconds": 0})).await;
    // As moments: the text of a whole second ends sooner.
    let at = |told: &Value| told["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(at(&moved) <= at(&again), "{moved} {again}");
    second.stop().await;

    let live = start(dir.path(), &[]).await;
    live.until_ready().await;
    assert_eq!(live.call("POST", "/rehearsal/advance", &advance).await.0, 404);
    live.stop().await;
}
