//! The world on disk, so that it outlives the process.

use std::{fs, io, path::Path, path::PathBuf, sync::Arc, time::Duration};

use tokio::time::sleep;
use tracing::error;

use super::{shared::Shared, world::World};

/// Changes that follow each other closely are written together.
const GATHERS: Duration = Duration::from_millis(50);

/// Returns the world of an earlier run, if there was one.
pub(crate) fn load(path: &Path) -> io::Result<Option<World>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes the world so that a reader finds either the earlier or the new one, never a part.
pub(crate) fn save(shared: &Shared, path: &Path) -> io::Result<()> {
    let (version, bytes) = {
        let state = shared.lock();
        (state.world.version, serde_json::to_vec(&state.world)?)
    };
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, path)?;
    shared.kept.send_replace(version);
    Ok(())
}

/// Writes the world shortly after every change, until the stand-in stops.
pub(crate) async fn keep(shared: Arc<Shared>, path: PathBuf) {
    let mut changes = shared.changes.subscribe();
    // What happened before the first look is to be kept as well.
    changes.mark_changed();
    let mut end = shared.stopping.subscribe();
    loop {
        tokio::select! {
            _ = changes.changed() => (),
            _ = end.wait_for(|is_stopping| *is_stopping) => return,
        }
        sleep(GATHERS).await;
        changes.mark_unchanged();
        if let Err(error) = save(&shared, &path) {
            error!("The stand-in could not keep its world: {error}");
        }
    }
}
