//! How a backup is read: first as a whole, to see that it is what it was; then row by row.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::PathBuf,
};

use sha2::{Digest, Sha256};

use super::{
    ANSWERS, Backup, BackupError, ROWS,
    copying::{GONE, digits},
};

/// So much of a file is read at once.
const BUFFER: usize = 256 << 10;

/// A row of a backup: its value, or nothing if it is gone.
pub(crate) type Change = (Vec<u8>, Option<Vec<u8>>);

impl Backup {
    /// Looks through all of it: whether it is what it was.
    pub fn verify(&self) -> Result<(), BackupError> {
        for name in [ROWS, ANSWERS] {
            let Some(wanted) = self.manifest.files.get(name) else {
                return Err(self.damaged(format!("its manifest does not name `{name}`")));
            };
            let path = self.dir.join(name);
            let mut file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(self.damaged(format!("`{name}` is missing")));
                }
                Err(error) => return Err(BackupError::File { path, error }),
            };
            let (mut hash, mut buffer, mut length) = (Sha256::new(), vec![0; BUFFER], 0_u64);
            loop {
                let read = file.read(&mut buffer).map_err(BackupError::at(&path))?;
                let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
                    break;
                };
                hash.update(bytes);
                length += u64::try_from(read).unwrap_or(u64::MAX);
            }
            if length != wanted.bytes {
                let had = wanted.bytes;
                return Err(self.damaged(format!("`{name}` has {length} bytes, and had {had}")));
            }
            if digits(&hash) != wanted.sha256 {
                return Err(self.damaged(format!("`{name}` was altered")));
            }
        }
        Ok(())
    }

    /// Its answer record.
    pub(crate) fn answers(&self) -> PathBuf {
        self.dir.join(ANSWERS)
    }

    /// Its rows, in the order in which they are to be taken over.
    pub(crate) fn rows(&self) -> Result<Rows, BackupError> {
        let path = self.dir.join(ROWS);
        let file = File::open(&path).map_err(BackupError::at(&path))?;
        let left = file.metadata().map_err(BackupError::at(&path))?.len();
        Ok(Rows { path, file: BufReader::with_capacity(BUFFER, file), left })
    }
}

/// The rows of a backup that are still to be read.
#[derive(Debug)]
pub(crate) struct Rows {
    path: PathBuf,
    file: BufReader<File>,
    left: u64,
}

impl Rows {
    /// The next ones, at most `limit`.
    pub(crate) fn next(&mut self, limit: usize) -> Result<Vec<Change>, BackupError> {
        let mut rows = Vec::new();
        while rows.len() < limit && 0 < self.left {
            rows.push(self.row().map_err(BackupError::at(&self.path))?);
        }
        Ok(rows)
    }

    fn row(&mut self) -> io::Result<Change> {
        let key_length = self.length()?;
        let value_length = self.length()?;
        let key = self.bytes(key_length)?;
        let value = if value_length == GONE { None } else { Some(self.bytes(value_length)?) };
        Ok((key, value))
    }

    fn length(&mut self) -> io::Result<u32> {
        let bytes = self.bytes(4)?;
        let bytes = bytes.try_into().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn bytes(&mut self, length: u32) -> io::Result<Vec<u8>> {
        let left = self.left.checked_sub(u64::from(length));
        self.left = left.ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
