//! The service as a child process: started, watched, killed and started again.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use serde::Serialize;
use tokio::{
    process::{Child, Command},
    sync::{Notify, watch},
    time::{sleep, timeout},
};

use super::{environment, intake::Intake};

/// How much of the log the page shows.
const TAIL_BYTES: u64 = 64 * 1024;
/// A log beyond this starts afresh with the next run of the rehearsal.
const LOG_BYTES: u64 = 8 * 1024 * 1024;
/// How often a service that starts is asked whether it is ready.
const ASKS_EVERY: Duration = Duration::from_millis(100);
/// How long the service has to end by itself when the rehearsal ends.
const PARTING: Duration = Duration::from_secs(5);

/// A variable of the environment: its name and value.
pub(super) type Variable = (&'static str, String);

/// What is needed to start the service.
#[derive(Debug)]
pub(super) struct Launch {
    /// The binary: this one.
    pub(super) program: PathBuf,
    /// Where it keeps everything; also its working directory, so that no `amends.toml` of
    /// somebody's real service is near.
    pub(super) data_dir: PathBuf,
    /// Its environment, beside what it inherits.
    pub(super) variables: Vec<Variable>,
    /// Where its log goes.
    pub(super) log: PathBuf,
    /// The key of its intake.
    pub(super) key: String,
}

/// What the service is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub(super) enum Phase {
    /// It was started and is not ready yet.
    Starting {
        /// Its process.
        pid: u32,
        /// What it says it lacks.
        lacks: String,
    },
    /// It works.
    Running {
        /// Its process.
        pid: u32,
    },
    /// It is not there.
    Stopped {
        /// How it ended, in words; nothing if it never ran.
        how: String,
        /// Whether nobody here killed it.
        by_itself: bool,
    },
}

/// The service, whether it runs or not.
#[derive(Clone, Debug)]
pub(super) struct Service {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    launch: Launch,
    state: Mutex<State>,
    changes: watch::Sender<Phase>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// The variable that says where its desk is; nothing where nobody has set one up.
    desk: Option<Variable>,
    intake: Option<Intake>,
    end: Arc<Notify>,
    parting: Arc<Notify>,
}

impl Service {
    /// Prepares a service that does not run yet.
    pub(super) fn new(launch: Launch, desk: Option<Variable>) -> Self {
        let phase = Phase::Stopped { how: String::new(), by_itself: false };
        let state = State {
            phase: phase.clone(),
            desk,
            intake: None,
            end: Arc::default(),
            parting: Arc::default(),
        };
        let changes = watch::Sender::new(phase);
        Self { shared: Arc::new(Shared { launch, state: Mutex::new(state), changes }) }
    }

    /// What it is doing.
    pub(super) fn phase(&self) -> Phase {
        self.state().phase.clone()
    }

    /// Word of every change of the phase.
    pub(super) fn changes(&self) -> watch::Receiver<Phase> {
        self.shared.changes.subscribe()
    }

    /// Its HTTP interface, once it is ready.
    pub(super) fn intake(&self) -> Option<Intake> {
        let state = self.state();
        match &state.phase {
            Phase::Running { .. } => state.intake.clone(),
            Phase::Starting { .. } | Phase::Stopped { .. } => None,
        }
    }

    /// Gives it another desk from its next start on.
    pub(super) fn move_desk(&self, desk: Option<Variable>) {
        self.state().desk = desk;
    }

    /// Starts it if it does not run.
    pub(super) fn start(&self) -> io::Result<()> {
        let mut state = self.state();
        match &state.phase {
            Phase::Starting { .. } | Phase::Running { .. } => return Ok(()),
            Phase::Stopped { .. } => (),
        }
        let addr = free_address()?;
        let child = self.spawn(addr, state.desk.as_ref())?;
        let pid = child.id().unwrap_or_default();
        let intake = Intake::new(addr, &self.shared.launch.key);
        state.intake = Some(intake.clone());
        (state.end, state.parting) = (Arc::default(), Arc::default());
        let (end, parting) = (Arc::clone(&state.end), Arc::clone(&state.parting));
        state.phase = Phase::Starting { pid, lacks: String::new() };
        self.shared.changes.send_replace(state.phase.clone());
        drop(state);
        tokio::spawn(self.clone().watch(child, pid, intake, end, parting));
        Ok(())
    }

    /// Kills it without warning, as `kill -9` does, and waits until it is gone.
    pub(super) async fn kill(&self) {
        self.state().end.notify_one();
        self.gone().await;
    }

    /// Ends it gently: its standard input closes, and only a service that then stays is killed.
    pub(super) async fn part(&self) {
        self.state().parting.notify_one();
        if timeout(PARTING, self.gone()).await.is_err() {
            self.kill().await;
        }
    }

    /// The end of its log.
    pub(super) fn log_tail(&self) -> io::Result<String> {
        let mut file = match File::open(&self.shared.launch.log) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
            Err(error) => return Err(error),
        };
        let size = file.metadata()?.len();
        let start = size.saturating_sub(TAIL_BYTES);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let whole_lines = if start == 0 { 0 } else { text.find('\n').map_or(0, |end| end + 1) };
        Ok(text[whole_lines..].to_owned())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().expect("nobody panics while holding it")
    }

    fn set(&self, phase: Phase) {
        let mut state = self.state();
        if state.phase != phase {
            state.phase.clone_from(&phase);
            drop(state);
            self.shared.changes.send_replace(phase);
        }
    }

    async fn gone(&self) {
        let mut changes = self.changes();
        // The sender lives in `self`, so the wait cannot fail.
        changes.wait_for(|phase| matches!(phase, Phase::Stopped { .. })).await.ok();
    }

    fn spawn(&self, addr: SocketAddr, desk: Option<&Variable>) -> io::Result<Child> {
        let launch = &self.shared.launch;
        if fs::metadata(&launch.log).is_ok_and(|log| LOG_BYTES < log.len()) {
            fs::remove_file(&launch.log)?;
        }
        let log = OpenOptions::new().create(true).append(true).open(&launch.log)?;
        let mut command = Command::new(&launch.program);
        for name in environment::foreign() {
            command.env_remove(name);
        }
        command
            .arg("serve")
            .current_dir(&launch.data_dir)
            .envs(launch.variables.iter().chain(desk).map(|(name, value)| (name, value)))
            .env("AMENDS_HTTP_ADDR", addr.to_string())
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true);
        command.spawn()
    }

    /// Stays with one process until its end.
    async fn watch(
        self,
        mut child: Child,
        pid: u32,
        intake: Intake,
        end: Arc<Notify>,
        parting: Arc<Notify>,
    ) {
        // Waiting would close it, and with its standard input the service ends.
        let mut line = child.stdin.take();
        let mut was_killed = false;
        let get_ready = self.until_ready(pid, &intake);
        tokio::pin!(get_ready);
        let mut is_ready = false;
        let status = loop {
            tokio::select! {
                status = child.wait() => break status,
                () = end.notified() => {
                    was_killed = true;
                    // It may be gone already, which is as good.
                    child.start_kill().ok();
                }
                () = parting.notified() => {
                    was_killed = true;
                    line = None;
                }
                () = &mut get_ready, if !is_ready => {
                    is_ready = true;
                    self.set(Phase::Running { pid });
                }
            }
        };
        drop(line);
        self.set(Phase::Stopped { how: ending(status), by_itself: !was_killed });
    }

    async fn until_ready(&self, pid: u32, intake: &Intake) {
        loop {
            match intake.lacks().await {
                None => return,
                Some(lacks) => self.set(Phase::Starting { pid, lacks }),
            }
            sleep(ASKS_EVERY).await;
        }
    }
}

/// An address on loopback that nobody uses at the moment.
fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

fn ending(status: io::Result<ExitStatus>) -> String {
    status.map_or_else(|error| error.to_string(), |status| status.to_string())
}
