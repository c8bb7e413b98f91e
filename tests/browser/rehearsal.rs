//! The rehearsal as a process of its own.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

const ANNOUNCES: &str = "The rehearsal is at ";

/// A running rehearsal with a place of its own. Dropping it kills it.
pub(crate) struct Rehearsal {
    place: TempDir,
    begins: &'static [&'static str],
    child: Child,
    address: String,
}

impl Rehearsal {
    /// Starts a new rehearsal on any port.
    pub(crate) fn start() -> Self {
        Self::begin(&[])
    }

    /// Starts one in which nothing is set up yet.
    pub(crate) fn from_nothing() -> Self {
        Self::begin(&["--from-nothing"])
    }

    fn begin(begins: &'static [&'static str]) -> Self {
        let place = tempfile::tempdir().unwrap();
        let (child, address) = launch(&place, "0", begins);
        Self { place, begins, child, address }
    }

    /// Puts a file where the browser can take it from.
    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.place.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        self.address.clone()
    }

    /// Kills the rehearsal without warning; its service ends with it.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts the killed rehearsal again, where it was.
    pub(crate) fn start_again(&mut self) {
        let port = self.address.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
        (self.child, self.address) = launch(&self.place, &port, self.begins);
    }

    /// Kills the service from outside, without the page knowing.
    pub(crate) async fn kill_service(&self) {
        let state = reqwest::get(format!("{}rehearsal/state", self.address)).await.unwrap();
        let state: Value = serde_json::from_str(&state.text().await.unwrap()).unwrap();
        let pid = state["service"]["pid"].to_string();
        let status = Command::new("kill").args(["-9", &pid]).status().unwrap();
        assert!(status.success(), "the service is process {pid}");
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        // It may be gone already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn launch(place: &TempDir, port: &str, begins: &[&str]) -> (Child, String) {
    let mut command = Command::new(binary());
    command
        .args(["rehearse", "--port", port, "--data-dir"])
        .arg(place.path().join("rehearsal"))
        .args(begins)
        .current_dir(place.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines
        .map(Result::unwrap)
        .find_map(|line| line.strip_prefix(ANNOUNCES).map(str::to_owned))
        .expect("the rehearsal tells its address");
    (child, address)
}

/// The binary beside this test, built if it is not there yet.
fn binary() -> PathBuf {
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(|deps| deps.parent()).unwrap();
    let binary = profile.join(format!("amends{}", env::consts::EXE_SUFFIX));
    if !binary.exists() {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--locked", "--package", "amends", "--bin", "amends"]);
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        build.env("CARGO_TARGET_DIR", profile.parent().unwrap());
        if profile.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success(), "the binary can't be built");
    }
    binary
}
