//! The disk under the store: what must be synced by hand, how much room there is, and the reserve
//! that is given up when there is none.

use std::{
    fmt,
    fs::{DirBuilder, File, OpenOptions, remove_file},
    io::{self, ErrorKind, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

use crate::port::StoreError;

/// Room that is kept free beside what a write needs: the engine writes ahead in pieces of half a
/// megabyte, and its snapshot at the next opening needs room too.
const MARGIN: u64 = 4 << 20;
/// With less than this even the reserve is used up.
const LEAST: u64 = 1 << 20;
/// The engine writes a row more than once; measured at 14 to 20 times over its life, most of which
/// is reused room.
const WRITTEN_PER_BYTE: u64 = 4;

/// A durable step, in the order in which one write takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The batch is handed to the engine.
    Batch,
    /// Large values that the engine keeps in files of their own are synced.
    Blobs,
    /// The engine writes its buffers to its log.
    Flush,
    /// The engine's log is synced.
    Sync,
    /// Lines are appended to the answer record.
    Append,
    /// The answer record is synced.
    SyncAnswers,
}

/// A disk that fails on purpose, for tests. Counting in it shows the order of steps and how much is
/// written.
pub trait Faults: fmt::Debug + Send + Sync {
    /// Comes before each step; an error is that step's failure.
    fn before(&self, step: Step) -> io::Result<()> {
        let _ = step;
        Ok(())
    }

    /// Comes after each write that succeeded, with what it was asked to hold: its rows, keys
    /// included.
    fn wrote(&self, bytes: usize) {
        let _ = bytes;
    }

    /// The room that the disk pretends to have.
    fn available(&self, measured: u64) -> u64 {
        measured
    }
}

/// The store's directory, and how full its disk is.
#[derive(Debug)]
pub(crate) struct Disk {
    dir: PathBuf,
    reserve_size: u64,
    holds_reserve: AtomicBool,
    faults: Option<Arc<dyn Faults>>,
}

/// What the room is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Taking something new in: refused first.
    Intake,
    /// Finishing what was taken in: may use the reserve.
    Work,
}

impl Disk {
    pub(crate) fn new(dir: &Path, reserve_size: u64, faults: Option<Arc<dyn Faults>>) -> Self {
        let dir = dir.to_path_buf();
        Self { dir, reserve_size, holds_reserve: AtomicBool::new(false), faults }
    }

    /// The store's directory.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// A path in the store's directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Comes before each durable step.
    pub(crate) fn before(&self, step: Step) -> io::Result<()> {
        self.faults.as_ref().map_or(Ok(()), |faults| faults.before(step))
    }

    /// Comes after each write that succeeded.
    pub(crate) fn wrote(&self, bytes: usize) {
        if let Some(faults) = &self.faults {
            faults.wrote(bytes);
        }
    }

    /// What a failure of the disk means to the caller.
    pub(crate) fn error(&self, error: &io::Error) -> StoreError {
        if is_full(error) { self.full() } else { StoreError::Backend(error.to_string()) }
    }

    /// The disk is full.
    pub(crate) fn full(&self) -> StoreError {
        StoreError::Full { dir: self.dir.display().to_string() }
    }

    /// Refuses a write of about this many bytes before it is begun if there is no room for it: the
    /// engine takes a full disk badly. Takes the reserve back as soon as there is room again.
    pub(crate) fn make_room(&self, bytes: usize, purpose: Purpose) -> Result<(), StoreError> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(WRITTEN_PER_BYTE);
        let wanted = bytes.saturating_add(MARGIN);
        let available = self.available();
        let held = self.holds_reserve.load(Ordering::Acquire);
        if held && wanted <= available {
            return Ok(());
        }
        if held {
            self.release_reserve();
        } else if wanted.saturating_add(self.reserve_size) <= available && self.take_reserve() {
            tracing::info!("Space is back: work goes on as usual");
            return Ok(());
        }
        let least = bytes.saturating_add(LEAST);
        match purpose {
            Purpose::Intake => Err(self.full()),
            Purpose::Work if self.available() < least => Err(self.full()),
            Purpose::Work => Ok(()),
        }
    }

    /// Refuses what takes this many bytes for a while, unless all else has its room beside it.
    pub(crate) fn has_room_beside(&self, bytes: u64) -> Result<(), StoreError> {
        let wanted = bytes.saturating_add(MARGIN).saturating_add(self.reserve_size);
        if self.available() < wanted { Err(self.full()) } else { Ok(()) }
    }

    /// Sets room aside, if it is not set aside already. Whether it is held now.
    pub(crate) fn take_reserve(&self) -> bool {
        let path = self.path("reserve");
        match set_aside(&path, self.reserve_size) {
            Ok(()) => {
                self.holds_reserve.store(true, Ordering::Release);
                true
            }
            Err(error) => {
                tracing::warn!(%error, "No room for the reserve: nothing new is taken in");
                self.holds_reserve.store(false, Ordering::Release);
                if let Err(error) = remove_file(path) {
                    tracing::debug!(%error, "There is no part of the reserve to be removed");
                }
                false
            }
        }
    }

    /// Gives the reserve up, so that what was taken in can be finished.
    pub(crate) fn release_reserve(&self) {
        self.holds_reserve.store(false, Ordering::Release);
        match remove_file(self.path("reserve")) {
            Ok(()) => tracing::error!(
                "The disk is full: free some space in the data directory; nothing new is taken in"
            ),
            Err(error) if error.kind() == ErrorKind::NotFound => (),
            Err(error) => tracing::error!(%error, "The disk is full and the reserve is stuck"),
        }
    }

    fn available(&self) -> u64 {
        let measured = room(&self.dir).unwrap_or(u64::MAX);
        self.faults.as_ref().map_or(measured, |faults| faults.available(measured))
    }
}

/// How many bytes may still be written to the disk on which a directory lies.
pub fn room(dir: &Path) -> io::Result<u64> {
    let stat = statvfs(dir)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Refuses to begin a store where there is no room for one, before anything is made.
pub(crate) fn has_room_to_begin(dir: &Path) -> Result<(), StoreError> {
    let Some(there) = dir.ancestors().find(|there| there.is_dir()) else { return Ok(()) };
    let is_begun = dir.join("lock").exists();
    if !is_begun && room(there).is_ok_and(|room| room < MARGIN) {
        return Err(StoreError::Full { dir: dir.display().to_string() });
    }
    Ok(())
}

/// Whether the error says that the disk, or the quota on it, is full.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// Makes a directory, and what leads to it, for the account of this process alone: what customers
/// write is kept there. One that is there already stays as it is.
pub(crate) fn make_private(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Makes the entries of a directory durable: new and renamed files.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Makes a path's file durable, if it is there.
pub(crate) fn sync_file(path: &Path) -> io::Result<()> {
    match File::open(path) {
        Ok(file) => file.sync_all(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// The first of `name-1`, `name-2` … that is free in the directory.
pub(crate) fn free_name(dir: &Path, name: &str) -> PathBuf {
    let mut count = 1_u32;
    loop {
        let path = dir.join(format!("{name}-{count}"));
        if !path.exists() {
            return path;
        }
        count += 1;
    }
}

fn set_aside(path: &Path, size: u64) -> io::Result<()> {
    if size == 0 {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match fallocate(&file, FallocateFlags::empty(), 0, size) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::OPNOTSUPP) => {
            file.set_len(0)?;
            io::copy(&mut io::Read::take(io::repeat(0xA5), size), &mut file)?;
            file.flush()
        }
        Err(error) => Err(error.into()),
    }
}
