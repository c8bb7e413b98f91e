//! The open guard: what stands between a damaged file and a service that never starts again.

use std::{
    fs::{File, OpenOptions, TryLockError, create_dir_all, read_dir, remove_file, rename},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use crate::{
    crash,
    disk::{self, Disk, free_name, is_full, make_private, sync_dir},
    keys::Keys,
    port::{Result, StoreError},
    sled_store::{
        restoring::{self, Rebuilt},
        scrubbing,
        settings::{self, Settings},
        tree::{Failure, Tree},
    },
};

/// The engine's folder in the data directory.
pub(crate) const STORE: &str = "store";

/// A process that is just ending, or that is being started by the one that held the lock, may hold
/// it a moment longer: so often it is asked again.
pub(crate) const LOCK_TRIES: u32 = 40;
/// And with so much time between.
pub(crate) const LOCK_WAIT: Duration = Duration::from_millis(25);

/// An open tree, and what had to be done to open it.
#[derive(Debug)]
pub(crate) struct Guarded {
    pub(crate) tree: Tree,
    /// Snapshots were moved aside and rebuilt from the log.
    pub(crate) snapshots_aside: bool,
    /// Where the store that could not be opened was moved to.
    pub(crate) damaged: Option<PathBuf>,
    /// The backup that came in its place.
    pub(crate) rebuilt: Option<Rebuilt>,
}

/// Names of what is ours in a data directory begin like this.
const OURS: [&str; 8] = [
    STORE,
    "answers.log",
    "lock",
    "reserve",
    "backups.json",
    "control.",
    "clock-ahead",
    "rehearsal",
];

/// Keeps other processes out for as long as it lives.
pub(crate) fn lock(dir: &Path) -> Result<File> {
    let path = dir.join("lock");
    let backend = |error: io::Error| {
        let (dir, reason) = (dir.display().to_string(), error.to_string());
        let kind = error.kind();
        if matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
            StoreError::Unwritable { dir, reason }
        } else if is_full(&error) {
            StoreError::Full { dir }
        } else {
            StoreError::Backend(format!("`{}`: {reason}", path.display()))
        }
    };
    disk::has_room_to_begin(dir)?;
    make_private(dir).map_err(backend)?;
    if let Some(file) = foreign(dir).map_err(backend)? {
        return Err(StoreError::Foreign { dir: dir.display().to_string(), file });
    }
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(&path).map_err(backend)?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_WAIT),
            Err(TryLockError::Error(error)) => return Err(backend(error)),
        }
    }
    Err(StoreError::Locked { lock: path.display().to_string() })
}

/// A file of somebody else, in a directory in which nothing is ours.
fn foreign(dir: &Path) -> io::Result<Option<String>> {
    let mut others = Vec::new();
    for entry in read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        // What a file system puts there itself belongs to nobody.
        if name == "lost+found" || name.starts_with('.') {
            continue;
        }
        if OURS.iter().any(|ours| name.starts_with(ours)) {
            return Ok(None);
        }
        others.push(name);
    }
    Ok(others.into_iter().min())
}

/// Opens the tree: as it is, with fresh settings if these are damaged, else without its snapshots, else anew with the old one moved aside, of
/// the newest backup if there is one.
pub(crate) fn open(disk: &Disk, keys: Keys, cache_capacity: u64) -> Result<Guarded> {
    let dir = disk.path(STORE);
    scrubbing::finish(disk).map_err(|error| disk.error(&error))?;
    if restoring::is_in(disk.dir()) {
        tracing::warn!(
            "A store made of a backup was whole and not in its place yet: it takes it now"
        );
    }
    restoring::finish(disk).map_err(|error| disk.error(&error))?;
    create_dir_all(&dir).map_err(|error| disk.error(&error))?;
    remove_unfinished(&dir).map_err(|error| disk.error(&error))?;
    match settings::look(&dir).map_err(|error| disk.error(&error))? {
        Settings::Fine => (),
        Settings::Later(what) => return Err(StoreError::Newer { what }),
        Settings::Damaged => {
            tracing::warn!("The settings of the store's engine are damaged: they are written anew");
            settings::move_aside(&dir).map_err(|error| disk.error(&error))?;
        }
    }
    crash::point(crash::OPEN_BEFORE_ENGINE);
    let reason = match try_open(disk, &dir, cache_capacity)? {
        Ok(tree) => {
            return Ok(Guarded { tree, snapshots_aside: false, damaged: None, rebuilt: None });
        }
        Err(reason) => reason,
    };
    let aside = move_snapshots_aside(&dir).map_err(|error| disk.error(&error))?;
    let reason = if aside == 0 {
        reason
    } else {
        tracing::warn!(reason, aside, "The store's snapshot is damaged: rebuilding from its log");
        match try_open(disk, &dir, cache_capacity)? {
            Ok(tree) => {
                return Ok(Guarded { tree, snapshots_aside: true, damaged: None, rebuilt: None });
            }
            Err(reason) => reason,
        }
    };
    let (damaged, rebuilt) = replace(disk, keys, &reason)?;
    let failed = |reason| StoreError::Backend(format!("a fresh store can't be opened: {reason}"));
    let tree = try_open(disk, &dir, cache_capacity)?.map_err(failed)?;
    Ok(Guarded { tree, snapshots_aside: 0 < aside, damaged: Some(damaged), rebuilt })
}

/// Moves a store that can't be read out of the way; in its place comes what the newest backup holds,
/// or a fresh one.
pub(crate) fn replace(disk: &Disk, keys: Keys, reason: &str) -> Result<(PathBuf, Option<Rebuilt>)> {
    crash::point(crash::REBUILD_BEFORE_COPY);
    let rebuilt = restoring::prepare_newest(disk, keys);
    crash::point(crash::REBUILD_BEFORE_MOVE);
    let here = disk.dir().to_path_buf();
    let aside = free_name(&here, "store.damaged");
    rename(disk.path(STORE), &aside)
        .and_then(|()| sync_dir(&here))
        .inspect(|()| crash::point(crash::REBUILD_BETWEEN_MOVES))
        .and_then(|()| restoring::finish(disk))
        .and_then(|()| create_dir_all(disk.path(STORE)))
        .and_then(|()| sync_dir(&here))
        .map_err(|error| disk.error(&error))?;
    let moved = aside.display();
    if let Some(Rebuilt { from, manifest }) = &rebuilt {
        tracing::error!(
            reason,
            aside = %moved,
            backup = %from.display(),
            of = %manifest.made_at,
            "The store is damaged and was moved aside: it was rebuilt from the newest backup, and \
             the answers since then come from the answer record; what else happened since then is \
             lacking"
        );
    } else {
        tracing::error!(
            reason,
            aside = %moved,
            "The store is damaged and was moved aside: a fresh one starts from the answer record, \
             which holds answers, comments and cases alone; if there is a backup, stop amends and \
             give `amends restore DIR --replace`"
        );
    }
    crash::point(crash::REBUILD_AFTER_MOVE);
    Ok((aside, rebuilt))
}

/// A damaged store is the inner error: something can be done about it.
fn try_open(disk: &Disk, dir: &Path, cache_capacity: u64) -> Result<Result<Tree, String>> {
    let opened = match Tree::open(dir, cache_capacity) {
        Err(Failure::Full) => {
            disk.release_reserve();
            Tree::open(dir, cache_capacity)
        }
        opened => opened,
    };
    match opened {
        Ok(tree) => Ok(Ok(tree)),
        Err(Failure::Damaged(reason)) => Ok(Err(reason)),
        Err(failure) => Err(error(disk, failure)),
    }
}

/// What a failure of the engine means to the caller.
pub(crate) fn error(disk: &Disk, failure: Failure) -> StoreError {
    match failure {
        Failure::Locked(lock) => StoreError::Locked { lock: lock.display().to_string() },
        Failure::Full => disk.full(),
        Failure::Damaged(reason) => StoreError::Damaged { kind: "page", reason },
        Failure::Newer(what) => StoreError::Newer { what },
        Failure::Other(reason) => StoreError::Backend(reason),
    }
}

/// A snapshot that was being written when the process was killed: the engine would take it for the
/// newest one and refuse to open for ever.
fn remove_unfinished(dir: &Path) -> io::Result<()> {
    for path in snapshots(dir)? {
        if path.extension().is_some_and(|extension| extension == "generating") {
            tracing::info!(file = %path.display(), "Removing an unfinished snapshot");
            remove_file(path)?;
        }
    }
    Ok(())
}

fn move_snapshots_aside(dir: &Path) -> io::Result<usize> {
    let found = snapshots(dir)?;
    for path in &found {
        rename(path, free_name(dir, "aside-snap"))?;
    }
    sync_dir(dir)?;
    Ok(found.len())
}

fn snapshots(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("snap.") {
            found.push(entry.path());
        }
    }
    Ok(found)
}
