//! The real binary: called in a directory of its own, started, and waited for.

#[path = "called.rs"]
mod called;

use std::{path::Path, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
    task::JoinHandle,
    time,
};

/// The key of the intake.
pub(crate) const KEY: &str = "k-0123456789";
/// Far beyond what anything here takes.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// A running service whose whole log is kept.
pub(crate) struct Service {
    pub(crate) child: Child,
    pub(crate) addr: String,
    pub(crate) log: JoinHandle<String>,
}

/// The binary with the key of the intake and these variables.
pub(crate) fn command(dir: &Path, variables: &[(&'static str, String)], args: &[&str]) -> Command {
    let key = ("AMENDS_INTAKE_KEY", KEY.to_owned());
    let variables: Vec<_> = [key].into_iter().chain(variables.iter().cloned()).collect();
    called::command(dir, &variables, args)
}

/// Starts `amends serve`, and waits until it is ready.
pub(crate) async fn serve(mut command: Command) -> Service {
    let mut child = command.spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    time::timeout(SOON, out.read_line(&mut said)).await.unwrap().unwrap();
    let addr = said.trim().strip_prefix("amends listens on http://").unwrap().to_owned();
    let mut err = child.stderr.take().unwrap();
    let log = tokio::spawn(async move {
        let mut log = String::new();
        err.read_to_string(&mut log).await.unwrap();
        log
    });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let ready = format!("http://{addr}/readyz");
    until(async || client.get(&ready).send().await.is_ok_and(|it| it.status() == 200)).await;
    Service { child, addr, log }
}

/// Waits for a state.
pub(crate) async fn until(is_so: impl AsyncFn() -> bool) {
    let mut looks = time::interval(Duration::from_millis(20));
    let comes = async {
        while !is_so().await {
            looks.tick().await;
        }
    };
    time::timeout(SOON, comes).await.unwrap();
}
