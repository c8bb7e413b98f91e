//! How a backup is made: step by step, while others write.
//!
//! Rows are copied in their order. What is written to rows that were copied already is noted, and
//! copied once more in the end; the last step is taken while nobody writes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File, TryLockError, read_dir, remove_dir_all, rename},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{ANSWERS, BackupError, FORMAT, MANIFEST, Manifest, ROWS, Sum};
use crate::{
    crash,
    disk::{make_private, sync_dir},
    port::{Counters, StoreError},
};

/// Stands in place of a length for a row that is gone.
pub(super) const GONE: u32 = u32::MAX;
/// So many bytes are made durable together, so that no sync takes long.
const SYNCED_AT_ONCE: u64 = 8 << 20;
/// So often it is begun anew because everything else was written anew meanwhile.
const TIMES: u32 = 5;

/// A backup that is being made.
#[derive(Debug)]
pub struct Copying {
    target: PathBuf,
    unfinished: PathBuf,
    rows: Sink,
    answers: Sink,
    copied: u64,
    changes: Arc<Changes>,
    part: Part,
    begun: u32,
    /// As it is once it is whole.
    whole: Option<Counters>,
}

/// What is to be copied next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Nothing was begun.
    Nothing,
    /// Rows in their order.
    Rows,
    /// The answer record, and what was written to rows meanwhile.
    Rest {
        /// So often such rows were copied.
        catch_ups: usize,
    },
}

/// What was written to rows that were copied already.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    inner: Mutex<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    /// Where copying goes on; nothing: every row was copied.
    next: Option<Vec<u8>>,
    /// Rows are being read: whatever is written by now may be read as it was.
    is_reading: bool,
    changed: BTreeSet<Vec<u8>>,
    /// The store changed in another way than by writes.
    is_lost: bool,
}

impl Changes {
    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of rows that were written.
    pub(crate) fn note<'a>(&self, keys: impl Iterator<Item = &'a Vec<u8>>) {
        let mut noted = self.noted();
        let (next, is_reading) = (noted.next.clone(), noted.is_reading);
        let is_copied = |key: &&Vec<u8>| is_reading || next.as_ref().is_none_or(|next| *key < next);
        noted.changed.extend(keys.filter(is_copied).cloned());
    }

    /// What was copied by now is worth nothing.
    pub(crate) fn lose(&self) {
        self.noted().is_lost = true;
    }
}

impl Copying {
    /// Begins a backup of a data directory. The target must not be there yet, or be empty.
    pub fn begin(target: &Path, data_dir: &Path) -> Result<Self, BackupError> {
        let target = may_be(target, data_dir)?;
        let mut name = target.file_name().map(ToOwned::to_owned).unwrap_or_default();
        name.push(".unfinished");
        let unfinished = target.with_file_name(name);
        let at = BackupError::at(&unfinished);
        remove_left_over(&unfinished)?;
        make_private(&unfinished).map_err(at)?;
        crash::point(crash::BACKUP_BEFORE_FILES);
        let (rows, answers) = (Sink::new(&unfinished, ROWS)?, Sink::new(&unfinished, ANSWERS)?);
        let changes = Arc::default();
        Ok(Self {
            target,
            unfinished,
            rows,
            answers,
            copied: 0,
            changes,
            part: Part::Nothing,
            begun: 0,
            whole: None,
        })
    }

    /// How many rows were copied by now.
    pub fn copied(&self) -> u64 {
        self.copied
    }

    /// Makes the backup durable, and gives it its name. Every step was taken.
    pub fn finish(mut self, made_at: Timestamp) -> Result<Manifest, BackupError> {
        let Some(counters) = self.whole else {
            return Err(BackupError::Refused("a backup that is not whole is none".to_owned()));
        };
        let at = BackupError::at(&self.unfinished);
        crash::point(crash::BACKUP_BEFORE_SYNC);
        let mut files = BTreeMap::new();
        for (name, sink) in [(ROWS, &mut self.rows), (ANSWERS, &mut self.answers)] {
            files.insert(name.to_owned(), sink.finish().map_err(&at)?);
        }
        let manifest = Manifest {
            format: FORMAT,
            amends: env!("CARGO_PKG_VERSION").to_owned(),
            made_at,
            next_seq: counters.next_seq,
            next_case: counters.next_case,
            files,
        };
        crash::point(crash::BACKUP_BEFORE_MANIFEST);
        let path = self.unfinished.join(MANIFEST);
        let text =
            serde_json::to_string_pretty(&manifest).map_err(io::Error::other).map_err(&at)?;
        fs::write(&path, text + "\n").map_err(&at)?;
        let parent = parent(&self.target);
        let put = || -> io::Result<()> {
            File::open(&path)?.sync_all()?;
            sync_dir(&self.unfinished)?;
            crash::point(crash::BACKUP_BEFORE_NAME);
            rename(&self.unfinished, &self.target)?;
            sync_dir(&parent)?;
            crash::point(crash::BACKUP_AFTER_NAME);
            Ok(())
        };
        put().map_err(BackupError::at(&self.target))?;
        Ok(manifest)
    }

    /// What is to be copied next.
    pub(crate) fn part(&self) -> Part {
        self.part
    }

    /// Begins to copy rows, with whoever notes changes meanwhile.
    pub(crate) fn begin_rows(&mut self) -> Result<Arc<Changes>, StoreError> {
        self.begun += 1;
        if TIMES < self.begun {
            let why = "a backup was begun anew too often: try again later";
            return Err(StoreError::Backend(why.to_owned()));
        }
        self.rows.begin_anew().and_then(|()| self.answers.begin_anew()).map_err(failed)?;
        self.copied = 0;
        let noted = Noted { next: Some(Vec::new()), ..Noted::default() };
        self.changes = Arc::new(Changes { inner: Mutex::new(noted) });
        self.part = Part::Rows;
        Ok(Arc::clone(&self.changes))
    }

    /// Whether it must be begun anew.
    pub(crate) fn is_lost(&mut self) -> bool {
        let is_lost = self.changes.noted().is_lost;
        if is_lost {
            self.part = Part::Nothing;
        }
        is_lost
    }

    /// Where rows are to be read from; nothing: all were read.
    pub(crate) fn reads_from(&self) -> Option<Vec<u8>> {
        let mut noted = self.changes.noted();
        noted.is_reading = true;
        noted.next.clone()
    }

    /// Copies rows that were read.
    pub(crate) fn take(&mut self, rows: &[(Vec<u8>, Vec<u8>)]) -> Result<(), StoreError> {
        for (key, value) in rows {
            self.row(key, Some(value))?;
        }
        crash::point(crash::BACKUP_BETWEEN_ROWS);
        let mut noted = self.changes.noted();
        noted.is_reading = false;
        noted.next = rows.last().map(|(last, _)| [last.as_slice(), &[0]].concat());
        if noted.next.is_none() {
            self.part = Part::Rest { catch_ups: 0 };
        }
        Ok(())
    }

    /// Rows that were written after they had been copied: as long as there are many, they are copied
    /// in steps of their own.
    pub(crate) fn many_changed(&mut self, many: usize, times: usize) -> Option<BTreeSet<Vec<u8>>> {
        let Part::Rest { catch_ups } = &mut self.part else { return None };
        let mut noted = self.changes.noted();
        if noted.changed.len() <= many || times <= *catch_ups {
            return None;
        }
        *catch_ups += 1;
        Some(std::mem::take(&mut noted.changed))
    }

    /// All of them.
    pub(crate) fn changed(&self) -> BTreeSet<Vec<u8>> {
        std::mem::take(&mut self.changes.noted().changed)
    }

    /// Copies a row as it is by now.
    pub(crate) fn row(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).ok().filter(|it| *it != GONE);
        let lengths = length(key).zip(value.map_or(Some(GONE), length));
        let Some((key_length, value_length)) = lengths else {
            return Err(StoreError::Backend("a row is too large for a backup".to_owned()));
        };
        let head = [key_length.to_be_bytes(), value_length.to_be_bytes()].concat();
        for bytes in [&head, key, value.unwrap_or_default()] {
            self.rows.write(bytes).map_err(failed)?;
        }
        self.copied += 1;
        Ok(())
    }

    /// How much of the answer record was copied.
    pub(crate) fn answers_length(&self) -> u64 {
        self.answers.length
    }

    /// Copies some of the answer record.
    pub(crate) fn answers(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.answers.write(bytes).map_err(failed)
    }

    /// All of it was copied, and with it these counters.
    pub(crate) fn is_whole(&mut self, counters: Counters) {
        self.whole = Some(counters);
    }
}

impl Drop for Copying {
    fn drop(&mut self) {
        // What is not finished only takes room; once it has its name it is not there any more.
        remove_dir_all(&self.unfinished).ok();
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what is mapped over errors")]
fn failed(error: io::Error) -> StoreError {
    StoreError::Backend(format!("the backup can't be written: {error}"))
}

/// A file that is written.
#[derive(Debug)]
struct Sink {
    file: BufWriter<File>,
    hash: Sha256,
    length: u64,
    unsynced: u64,
}

impl Sink {
    fn new(dir: &Path, name: &str) -> Result<Self, BackupError> {
        let path = dir.join(name);
        let file = File::create(&path).map_err(BackupError::at(&path))?;
        // For as long as the file is open, so that nobody else writes to the same place.
        drop(file.try_lock());
        Ok(Self { file: BufWriter::new(file), hash: Sha256::new(), length: 0, unsynced: 0 })
    }

    fn begin_anew(&mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().set_len(0)?;
        io::Seek::rewind(self.file.get_mut())?;
        (self.hash, self.length, self.unsynced) = (Sha256::new(), 0, 0);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.length = self.length.saturating_add(length);
        self.unsynced = self.unsynced.saturating_add(length);
        if SYNCED_AT_ONCE <= self.unsynced {
            self.unsynced = 0;
            self.file.flush()?;
            self.file.get_ref().sync_data()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<Sum> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(Sum { bytes: self.length, sha256: digits(&std::mem::take(&mut self.hash)) })
    }
}

pub(super) fn digits(hash: &Sha256) -> String {
    use std::fmt::Write;
    hash.clone().finalize().iter().fold(String::new(), |mut all, byte| {
        write!(all, "{byte:02x}").expect("memory takes everything");
        all
    })
}

fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The target with all links followed, if a backup may be made there.
fn may_be(target: &Path, data_dir: &Path) -> Result<PathBuf, BackupError> {
    let shown = target.display();
    let refused = |why: String| Err(BackupError::Refused(why));
    let Some(name) = target.file_name().filter(|_| !target.is_symlink()) else {
        return refused(format!(
            "`{shown}` can't be a backup: name a directory that is to be made"
        ));
    };
    let parent = parent(target);
    let parent = parent.canonicalize().map_err(BackupError::at(&parent))?;
    let target = parent.join(name);
    let data_dir = data_dir.canonicalize().map_err(BackupError::at(data_dir))?;
    if target == data_dir {
        return refused(format!(
            "`{shown}` is data_dir itself: a backup belongs elsewhere, best on another disk"
        ));
    }
    if target.starts_with(&data_dir) {
        return refused(format!(
            "`{shown}` is inside data_dir: a backup belongs elsewhere, best on another disk"
        ));
    }
    let mut entries = match read_dir(&target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(target),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return refused(format!("`{shown}` is a file: name a directory that is to be made"));
        }
        Err(error) => return Err(BackupError::File { path: target, error }),
    };
    if entries.next().is_some() {
        return refused(format!("`{shown}` is not empty: name a directory that is to be made"));
    }
    Ok(target)
}

/// Removes what an earlier process left; what another one is writing stays.
fn remove_left_over(unfinished: &Path) -> Result<(), BackupError> {
    let at = BackupError::at(unfinished);
    if !unfinished.exists() {
        return Ok(());
    }
    let is_ours = |name: &std::ffi::OsStr| [MANIFEST, ROWS, ANSWERS].iter().any(|it| name == *it);
    for entry in read_dir(unfinished).map_err(&at)? {
        if !is_ours(&entry.map_err(&at)?.file_name()) {
            let shown = unfinished.display();
            return Err(BackupError::Refused(format!("`{shown}` is in the way: move it aside")));
        }
    }
    if let Ok(rows) = File::open(unfinished.join(ROWS))
        && let Err(TryLockError::WouldBlock) = rows.try_lock()
    {
        let shown = unfinished.display();
        return Err(BackupError::Refused(format!("another backup is being written to `{shown}`")));
    }
    remove_dir_all(unfinished).map_err(at)
}
