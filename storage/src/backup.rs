//! Backups: a directory that holds everything as it was in one moment, in a form that no engine has
//! a part in.
//!
//! `rows` holds every row of the store, `answers.log` the answer record, and `manifest.json` tells
//! what they are and how they must look. A later row of the same key counts; see [`Copying`].

mod copying;
mod known;
mod reading;

use std::{
    collections::BTreeMap,
    fs::read_to_string,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use amends_core::ids::CaseNumber;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::{
    copying::Copying,
    known::{known, remember},
};
pub(crate) use self::{
    copying::{Changes, Part},
    known::{NAME as KNOWN, newest, without_later},
};
use crate::port::StoreError;

/// The form that is written. A reader of a later form also reads the earlier ones.
const FORMAT: u32 = 1;
/// The files of a backup.
const MANIFEST: &str = "manifest.json";
const ROWS: &str = "rows";
const ANSWERS: &str = crate::answers::NAME;

/// Why something can't be done with a backup. Nothing was changed.
#[derive(Debug, Error)]
pub enum BackupError {
    /// There is none.
    #[error("there is no backup of amends in `{}`", .0.display())]
    NotThere(PathBuf),
    /// A later release made it.
    #[error(
        "the backup in `{}` was made by a newer amends ({by}): update amends first, or take another \
         backup",
        .dir.display()
    )]
    Newer {
        /// Where it is.
        dir: PathBuf,
        /// The release.
        by: String,
    },
    /// It is not what it was.
    #[error("the backup in `{}` is damaged ({what}): take another one", .dir.display())]
    Damaged {
        /// Where it is.
        dir: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// What was asked for would do harm.
    #[error("{0}")]
    Refused(String),
    /// The store can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file can't be read or written.
    #[error("`{}`: {error}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl BackupError {
    /// What becomes of a failure at this path.
    pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        |error| Self::File { path: path.to_owned(), error }
    }
}

/// What a backup is, and what its files must look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of its files.
    pub format: u32,
    /// The release that made it.
    pub amends: String,
    /// As of when everything is.
    pub made_at: Timestamp,
    /// The number of the next journal entry by then.
    pub next_seq: u64,
    /// The number of the next case by then.
    pub next_case: CaseNumber,
    /// Its files.
    pub files: BTreeMap<String, Sum>,
}

/// What a file must look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// So long.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// The part of a manifest that every form has.
#[derive(Deserialize)]
struct Head {
    format: u32,
    amends: String,
}

/// A backup that is there, and is not looked through yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    dir: PathBuf,
    manifest: Manifest,
}

impl Backup {
    /// Looks what backup is in a directory.
    pub fn open(dir: &Path) -> Result<Self, BackupError> {
        let path = dir.join(MANIFEST);
        let is_missing = |error: &io::Error| {
            matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
        };
        let text = match read_to_string(&path) {
            Ok(text) => text,
            Err(error) if is_missing(&error) => return Err(BackupError::NotThere(dir.to_owned())),
            Err(error) => return Err(BackupError::File { path, error }),
        };
        let damaged = |error: serde_json::Error| BackupError::Damaged {
            dir: dir.to_owned(),
            what: format!("{MANIFEST}: {error}"),
        };
        let head: Head = serde_json::from_str(&text).map_err(damaged)?;
        if FORMAT < head.format {
            return Err(BackupError::Newer { dir: dir.to_owned(), by: head.amends });
        }
        let manifest = serde_json::from_str(&text).map_err(damaged)?;
        Ok(Self { dir: dir.to_owned(), manifest })
    }

    /// What it is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn damaged(&self, what: impl Into<String>) -> BackupError {
        BackupError::Damaged { dir: self.dir.clone(), what: what.into() }
    }
}
