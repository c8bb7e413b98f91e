//! The rehearsal: the same product against stand-ins of the platforms, with a page in the browser
//! that shows a customer's phone and the staff desk.
//!
//! This process is the platform and the people. The service is a child of its own, so that it can
//! be killed and started again while the rehearsal goes on.

mod cast;
mod desk;
mod environment;
mod intake;
mod page;
mod service;
mod stage;
mod timeline;

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    net::Ipv4Addr,
    path::Path,
};

use amends_runtime::entropy::Entropy;
use anyhow::{Context, bail};
use tokio::net::TcpListener;

use self::{service::Phase, stage::Stage};
use crate::cli::RehearseArgs;

/// Where the page is if nobody wants it elsewhere and nobody else is there.
const USUAL_PORT: u16 = 4455;

/// Runs the rehearsal until it is ended.
pub(crate) fn run(args: &RehearseArgs) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(rehearse(args))
}

async fn rehearse(args: &RehearseArgs) -> anyhow::Result<()> {
    let home = args.data_dir.join("rehearsal");
    fs::create_dir_all(&home).with_context(|| format!("can't create `{}`", home.display()))?;
    // The service runs in its own directory, so every path has to be whole.
    let data_dir = args.data_dir.canonicalize()?;
    let home = home.canonicalize()?;
    let _alone = lock(&home.join("lock"))?;
    let listener = listen(args.port).await?;
    let address = listener.local_addr()?;
    let stage = Stage::open(&data_dir, &home, args).await?;
    stage.service.start().context("the service can't be started")?;
    let dir = data_dir.display();
    // In one piece: whoever reads the first line may listen no longer.
    let hello = format!(
        "The rehearsal is at http://{address}/\nEverything is kept in {dir}; Ctrl-C ends it.\n"
    );
    io::stdout().write_all(hello.as_bytes())?;
    let serving = tokio::spawn(page::serve(listener, stage.clone()));
    let following = tokio::spawn(stage.clone().follow_service());
    ended().await?;
    serving.abort();
    following.abort();
    stage.service.part().await;
    stage.kept().await;
    Ok(())
}

/// Keeps a second rehearsal away from the same directory.
fn lock(path: &Path) -> anyhow::Result<File> {
    let file = File::create(path).with_context(|| format!("can't create `{}`", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "a rehearsal runs here already; end it first, or give this one a place of its own with \
             --data-dir"
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("can't lock `{}`", path.display()))
        }
    }
}

async fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let at = async |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    let listener = match port {
        Some(port) => at(port).await,
        None => match at(USUAL_PORT).await {
            Ok(listener) => Ok(listener),
            Err(_) => at(0).await,
        },
    };
    listener.with_context(|| format!("port {} is taken", port.unwrap_or_default()))
}

/// Waits until somebody ends the rehearsal.
async fn ended() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The key of the service's intake: drawn once, so that scripts can use it as well.
fn key(path: &Path) -> anyhow::Result<String> {
    match fs::read_to_string(path) {
        Ok(key) if !key.trim().is_empty() => return Ok(key.trim().to_owned()),
        Ok(_) => (),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (),
        Err(error) => {
            return Err(error).with_context(|| format!("can't read `{}`", path.display()));
        }
    }
    let key = Entropy::system().token();
    fs::write(path, &key).with_context(|| format!("can't write `{}`", path.display()))?;
    Ok(key)
}

/// Tells whether the service answers at the moment.
fn is_running(phase: &Phase) -> bool {
    match phase {
        Phase::Running { .. } => true,
        Phase::Starting { .. } | Phase::Stopped { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_stays_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let first = key(&path).unwrap();
        assert_eq!(key(&path).unwrap(), first);
        assert!(20 < first.len());
    }

    #[test]
    fn two_rehearsals_do_not_share_a_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = lock(&path).unwrap();
        let error = lock(&path).unwrap_err().to_string();
        assert!(error.contains("runs here already"), "{error}");
        drop(first);
        lock(&path).unwrap();
    }
}
