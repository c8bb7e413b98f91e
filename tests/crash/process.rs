//! The binary as a child process, and its HTTP interface.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::OnceLock,
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, ChildStdin, Command},
    sync::watch,
    task::JoinHandle,
    time,
};

/// How long a start may take until the service is ready, on a busy machine.
pub(crate) const READY_WITHIN: Duration = Duration::from_secs(30);
/// How long a caller goes on calling while the service comes and goes.
const ANSWER_WITHIN: Duration = Duration::from_mins(2);
/// How long a service that was told to stop may take.
const STOP_WITHIN: Duration = Duration::from_secs(30);
/// How often something is looked at or tried again.
pub(crate) const AGAIN: Duration = Duration::from_millis(20);
/// How much of a log is shown when something went wrong.
const TAIL: usize = 6_000;

/// The binary beside this test, built if it is not there yet.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = env::current_exe().unwrap();
        let profile = test.parent().and_then(Path::parent).expect("it lies in `deps`");
        let program = profile.join(format!("amends{}", env::consts::EXE_SUFFIX));
        if !program.exists() {
            let mut build = std::process::Command::new(env!("CARGO"));
            build.args(["build", "--locked", "-p", "amends"]);
            if profile.ends_with("release") {
                build.arg("--release");
            }
            build.arg("--target-dir").arg(profile.parent().expect("it lies in a target directory"));
            assert!(build.status().unwrap().success(), "the binary can't be built");
        }
        program
    })
}

/// A running service.
pub(crate) struct Process {
    child: Child,
    /// Held open: a rehearsal ends with it.
    _stdin: Option<ChildStdin>,
    log: PathBuf,
    /// Where its own part of the log begins.
    log_from: usize,
    listening: JoinHandle<()>,
    url: watch::Sender<Option<String>>,
    client: reqwest::Client,
}

impl Process {
    /// Starts it; `url` is told where it listens, and that it does no more.
    pub(crate) fn spawn(
        dir: &Path,
        variables: &[(&str, String)],
        url: &watch::Sender<Option<String>>,
        client: &reqwest::Client,
    ) -> Self {
        let log = dir.join("log");
        let append = fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let log_from = fs::read(&log).unwrap().len();
        let mut child = Command::new(program())
            .arg("serve")
            .current_dir(dir)
            .env_clear()
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(append)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        let stdin = child.stdin.take();
        let told = url.clone();
        let listening = tokio::spawn(async move {
            let mut lines = out.lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(url) = line.strip_prefix("amends listens on ") {
                    told.send_replace(Some(url.to_owned()));
                }
            }
        });
        Self {
            child,
            _stdin: stdin,
            log,
            log_from,
            listening,
            url: url.clone(),
            client: client.clone(),
        }
    }

    /// Waits until it says that it is ready. Returns whether it ended in place of that.
    pub(crate) async fn until_ready(&mut self) -> Result<Duration, ExitStatus> {
        let began = time::Instant::now();
        let mut looks = time::interval(AGAIN / 4);
        loop {
            looks.tick().await;
            if let Some(status) = self.child.try_wait().unwrap() {
                self.gone();
                return Err(status);
            }
            let url = self.url.borrow().clone();
            if let Some(url) = url
                && let Ok(answer) = self.client.get(format!("{url}/readyz")).send().await
                && answer.status().as_u16() == 200
            {
                return Ok(began.elapsed());
            }
            assert!(began.elapsed() < READY_WITHIN, "it is never ready:\n{}", self.log());
        }
    }

    /// Waits until its own part of the log says something after it said something else for the last
    /// time.
    pub(crate) async fn until_it_says_after(&self, before: &str, words: &str, patience: Duration) {
        let mut looks = time::interval(AGAIN);
        let said = async {
            loop {
                let log = self.own_log();
                let from = log.rfind(before).unwrap_or_default();
                if log[from..].contains(words) {
                    return;
                }
                looks.tick().await;
            }
        };
        let said = time::timeout(patience, said).await;
        assert!(said.is_ok(), "it never says “{words}” after “{before}”:\n{}", self.log());
    }

    fn own_log(&self) -> String {
        let bytes = fs::read(&self.log).unwrap();
        String::from_utf8_lossy(&bytes[self.log_from..]).into_owned()
    }

    /// Waits until it ends by itself.
    pub(crate) async fn ends(&mut self) -> ExitStatus {
        let status = self.child.wait().await.unwrap();
        self.gone();
        status
    }

    /// Waits until it ends by itself, and no longer than this.
    pub(crate) async fn ends_within(&mut self, patience: Duration) -> Option<ExitStatus> {
        time::timeout(patience, self.ends()).await.ok()
    }

    /// Ends it without warning, and returns what it had logged.
    pub(crate) async fn kill(mut self) -> String {
        self.child.kill().await.unwrap();
        self.gone();
        self.own_log()
    }

    /// Ends it the way a supervisor does.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        let status = self.ends_within(STOP_WITHIN).await;
        let is_clean = status.is_some_and(|status| status.success());
        assert!(is_clean, "it did not stop well: {status:?}\n{}", self.log());
    }

    /// The end of its log.
    pub(crate) fn log(&self) -> String {
        tail(&self.log)
    }

    fn gone(&self) {
        self.listening.abort();
        self.url.send_replace(None);
    }
}

/// The end of a log.
pub(crate) fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let from = text.char_indices().rev().nth(TAIL).map_or(0, |(at, _)| at);
    text[from..].to_owned()
}

/// The HTTP interface of whichever process runs.
pub(crate) struct Http {
    pub(crate) url: watch::Sender<Option<String>>,
    pub(crate) client: reqwest::Client,
    pub(crate) key: String,
}

impl Http {
    pub(crate) fn new(key: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20));
        let client = client.build().unwrap();
        Self { url: watch::Sender::new(None), client, key: key.to_owned() }
    }

    /// Calls once; nothing if there was no answer.
    pub(crate) async fn once(&self, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let url = format!("{}{path}", self.url.borrow().clone()?);
        let request = match body {
            Some(body) => self.client.post(url).json(body),
            None => self.client.get(url),
        };
        let answer = request.bearer_auth(&self.key).send().await.ok()?;
        let status = answer.status().as_u16();
        // A port that was given back may be another service's by now, which knows other keys.
        if status == 401 {
            return None;
        }
        Some((status, answer.json().await.ok()?))
    }

    /// Calls until there is an answer that stands.
    pub(crate) async fn call(&self, path: &str, body: Option<&Value>) -> (u16, Value) {
        let mut tries = time::interval(AGAIN);
        let answered = async {
            loop {
                tries.tick().await;
                match self.once(path, body).await {
                    Some((429 | 503, _)) | None => (),
                    Some(answer) => return answer,
                }
            }
        };
        let answered = time::timeout(ANSWER_WITHIN, answered).await;
        answered.unwrap_or_else(|_| panic!("nobody answers {path}"))
    }
}
