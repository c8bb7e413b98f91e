//! A place in the answer record up to which everything is known to be in the store.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use serde::{Deserialize, Serialize};

use super::{Line, length_of};

/// A place in the record, behind a line that can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Bytes before it.
    pub(super) length: u64,
    /// Lines before it.
    pub(super) lines: u64,
    /// The last of them; nothing if that can't be read.
    pub(super) last: Option<Last>,
}

/// What a line is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Last {
    /// Sequence number of its journal entry, of which no more lines follow.
    seq: u64,
    /// Its bytes.
    length: u64,
    crc: u32,
}

impl Mark {
    /// The number of the entry before it, no line of which follows.
    pub(crate) fn seq(&self) -> Option<u64> {
        self.last.as_ref().map(|last| last.seq)
    }

    /// Goes behind a line.
    pub(super) fn pass(&mut self, bytes: &[u8], line: Option<&Line>) {
        self.length += length_of(bytes.len());
        self.lines += 1;
        self.last = line.map(|line| Last {
            seq: line.seq,
            length: length_of(bytes.len()),
            crc: crc32fast::hash(bytes),
        });
    }

    /// Whether a record is, up to here, the one in which it was set.
    pub(super) fn is_in(&self, mut file: &File) -> io::Result<bool> {
        let Some(last) = &self.last else { return Ok(false) };
        let Some(begins) = self.length.checked_sub(last.length) else { return Ok(false) };
        if file.metadata()?.len() < self.length {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(begins))?;
        let mut bytes = Vec::new();
        file.take(last.length).read_to_end(&mut bytes)?;
        Ok(crc32fast::hash(&bytes) == last.crc && Line::parse(&bytes).is_some())
    }
}
