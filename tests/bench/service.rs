//! The real binary as a child process.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
    time::{Duration, Instant},
};

use amends_runtime::clock::Clock;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time,
};

use crate::figures::{processor_seconds, resident_mb};

const KEY: &str = "k-0123456789-presses";
/// How often a state is looked at that must come.
const AGAIN: Duration = Duration::from_millis(2);
const READY_WITHIN: Duration = Duration::from_secs(30);

/// A running service.
pub(crate) struct Service {
    child: Child,
    /// From its start to the moment at which it said that it is ready.
    pub(crate) ready_after: Duration,
    url: String,
    http: reqwest::Client,
    _dir: TempDir,
}

impl Service {
    /// Starts it and waits until it is ready.
    pub(crate) async fn starts(variables: Vec<(&'static str, String)>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let program = program();
        let began = Instant::now();
        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut child = Command::new(program)
            .arg("serve")
            .current_dir(&dir)
            .env_clear()
            .env("AMENDS_DATA_DIR", dir.path().join("data"))
            .env("AMENDS_HTTP_ADDR", "127.0.0.1:0")
            .env("AMENDS_INTAKE_KEY", KEY)
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = out.next_line().await.unwrap().expect("it says where it listens");
        let url = line.strip_prefix("amends listens on ").expect("it says so").to_owned();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let ready_after = Duration::ZERO;
        let mut service = Self { child, ready_after, url, http, _dir: dir };
        let mut looks = time::interval(AGAIN);
        let ready = async {
            while service.get("/readyz").await != 200 {
                looks.tick().await;
            }
        };
        time::timeout(READY_WITHIN, ready).await.expect("it is ready in time");
        service.ready_after = began.elapsed();
        service
    }

    async fn get(&self, path: &str) -> u16 {
        let answer = self.http.get(format!("{}{path}", self.url)).send().await;
        answer.unwrap().status().as_u16()
    }

    /// Hands in that a contact has ended.
    pub(crate) async fn contact_ends(&self, id: &str, customer: Value) {
        let ended_at = Clock::system().now().to_string();
        let body = json!({"id": id, "ended_at": ended_at, "customer": customer});
        let mut tries = time::interval(AGAIN);
        loop {
            tries.tick().await;
            let request = self.http.post(format!("{}/v1/interactions", self.url));
            let answer = request.bearer_auth(KEY).json(&body).send().await.unwrap();
            match answer.status().as_u16() {
                202 => return,
                429 | 503 => (),
                other => panic!("{other}: {}", answer.text().await.unwrap()),
            }
        }
    }

    /// The memory that it holds at the moment, in MB.
    pub(crate) fn memory_mb(&self) -> f64 {
        resident_mb(self.pid())
    }

    /// The processor time that it has used, in seconds.
    pub(crate) fn processor_seconds(&self) -> f64 {
        processor_seconds(self.pid())
    }

    /// Kills it.
    pub(crate) async fn dies(mut self) {
        self.child.kill().await.unwrap();
    }

    /// What it says at a path, as JSON; asked again while it says that it was asked too fast.
    pub(crate) async fn json(&self, path: &str) -> Value {
        let mut tries = time::interval(AGAIN);
        loop {
            tries.tick().await;
            let request = self.http.get(format!("{}{path}", self.url)).bearer_auth(KEY);
            let answer = request.send().await.unwrap();
            match answer.status().as_u16() {
                200 => return answer.json().await.unwrap(),
                429 => (),
                other => panic!("{other}: {}", answer.text().await.unwrap()),
            }
        }
    }

    /// The sum of a gauge over its labels.
    pub(crate) async fn metric(&self, name: &str) -> f64 {
        let page = self.http.get(format!("{}/metrics", self.url)).send().await.unwrap();
        let page = page.text().await.unwrap();
        let samples = page.lines().filter_map(|line| line.strip_prefix(name)?.rsplit_once(' '));
        samples.map(|(_, value)| value.parse::<f64>().unwrap()).sum()
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) async fn stops(mut self) {
        self.stop().await;
    }

    /// The same, to be started again.
    pub(crate) async fn stop(&mut self) {
        let pid = self.pid().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
        assert!(self.child.wait().await.unwrap().success(), "it stops well");
    }

    fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }
}

/// The binary beside this benchmark, built if it is not there yet.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(built)
}

fn built() -> PathBuf {
    let bench = env::current_exe().unwrap();
    let profile = bench.parent().and_then(Path::parent).expect("it lies in `deps`");
    let program = profile.join(format!("amends{}", env::consts::EXE_SUFFIX));
    let mut build = std::process::Command::new(env!("CARGO"));
    build.args(["build", "--locked", "-p", "amends"]);
    if profile.ends_with("release") {
        build.arg("--release");
    }
    build.arg("--target-dir").arg(profile.parent().expect("it lies in a target directory"));
    assert!(build.status().unwrap().success(), "the binary can't be built");
    program
}
