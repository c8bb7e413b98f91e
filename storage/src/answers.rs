//! The answer record: a second, plain memory of what can't be asked for again.
//!
//! `answers.log` beside the store holds one line for each answer, comment and opened case: eight
//! hexadecimal digits of CRC32, a space, JSON. It is only ever appended to, and synced in the same
//! step as the store. If the store is lost, this is what is left.

use std::{
    fs::{File, OpenOptions, remove_file, rename},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use amends_core::fact::Fact;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    disk::{Disk, Step, sync_dir},
    port::{JournalEntry, Subject},
};

/// Its name in the data directory.
pub(crate) const NAME: &str = "answers.log";
/// Its name while it is written anew.
const FRESH: &str = "answers.log.new";

/// One line of the answer record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Sequence number of the journal entry it stands in.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Whose.
    pub subject: Subject,
    /// What happened.
    pub fact: Fact,
}

impl Line {
    /// The lines that a journal entry leaves in the record.
    pub(crate) fn of(entry: &JournalEntry) -> impl Iterator<Item = Self> {
        entry.facts.iter().filter(|fact| is_kept(fact)).map(|fact| Self {
            seq: entry.seq,
            at: entry.at,
            subject: entry.subject.clone(),
            fact: fact.clone(),
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let json = serde_json::to_vec(self).expect("facts have string keys only");
        out.extend_from_slice(format!("{:08x} ", crc32fast::hash(&json)).as_bytes());
        out.extend_from_slice(&json);
        out.push(b'\n');
    }

    fn parse(line: &[u8]) -> Option<Self> {
        let (head, json) = line.strip_suffix(b"\n")?.split_at_checked(9)?;
        let crc = u32::from_str_radix(str::from_utf8(head).ok()?.strip_suffix(' ')?, 16).ok()?;
        if crc != crc32fast::hash(json) {
            return None;
        }
        serde_json::from_slice(json).ok()
    }
}

fn is_kept(fact: &Fact) -> bool {
    match fact {
        Fact::Answered { .. } | Fact::Commented { .. } | Fact::CaseOpened { .. } | Fact::Erased => {
            true
        }
        Fact::Suppressed { .. }
        | Fact::Planned { .. }
        | Fact::Asked { .. }
        | Fact::Undeliverable { .. }
        | Fact::CaseClaimed { .. }
        | Fact::FirstWord { .. }
        | Fact::LevelRaised { .. }
        | Fact::PromiseMade { .. }
        | Fact::PromiseKept { .. }
        | Fact::PromiseBroken { .. }
        | Fact::Resolved { .. }
        | Fact::Reopened { .. }
        | Fact::CaseClosed { .. }
        | Fact::Merged { .. }
        | Fact::Split { .. }
        | Fact::StaffChanged { .. }
        | Fact::AdminChanged { .. }
        | Fact::Alarm { .. } => false,
    }
}

/// The record, open for appending.
#[derive(Debug)]
pub(crate) struct AnswerRecord {
    file: File,
    length: u64,
}

/// What was found in the record besides its lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// The lines of the last entry: there may be more of it in the store.
    pub(crate) last: Vec<Line>,
    /// Numbers of lines that can't be read, with readable ones after them.
    pub(crate) damaged: Vec<u64>,
    /// Bytes cut off at the end: the rest of a write that was never acknowledged.
    pub(crate) cut: u64,
}

/// Why an append failed, and whether the file can still be trusted.
#[derive(Debug)]
pub(crate) enum AppendError {
    /// Nothing was kept of it.
    NotWritten(io::Error),
    /// The disk did not confirm it: nobody can tell what is on it.
    NotSynced(io::Error),
}

impl AnswerRecord {
    /// Opens the record, hands each readable line to `each`, and cuts off a torn end.
    pub(crate) fn open<E: From<io::Error>>(
        dir: &Path,
        mut each: impl FnMut(&Line) -> Result<(), E>,
    ) -> Result<(Self, Findings), E> {
        let path = dir.join(NAME);
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(path)?;
        let mut findings = Findings::default();
        let mut unreadable = Vec::new();
        let (mut read, mut good) = (0, 0);
        let mut reader = BufReader::new(&file);
        let mut buffer = Vec::new();
        for number in 1_u64.. {
            buffer.clear();
            let length = reader.read_until(b'\n', &mut buffer)?;
            if length == 0 {
                break;
            }
            read += length_of(length);
            let Some(line) = Line::parse(&buffer) else {
                unreadable.push(number);
                continue;
            };
            good = read;
            findings.damaged.append(&mut unreadable);
            each(&line)?;
            if findings.last.first().is_some_and(|last| last.seq != line.seq) {
                findings.last.clear();
            }
            findings.last.push(line);
        }
        if good < read {
            findings.cut = read - good;
            file.set_len(good)?;
        }
        file.sync_all()?;
        sync_dir(dir)?;
        Ok((Self { file, length: good }, findings))
    }

    /// How many bytes of it count.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The number of the last entry that a record has lines of; nothing if it has none.
    pub(crate) fn last_seq(path: &Path) -> io::Result<Option<u64>> {
        let mut last = None;
        Self::read(path, |_, line| last = last.max(line.map(|line| line.seq)))?;
        Ok(last)
    }

    /// Hands each line of a record to `each` with its number, as far as it can be read. Nothing is
    /// changed.
    pub(crate) fn read(path: &Path, mut each: impl FnMut(u64, Option<Line>)) -> io::Result<()> {
        let mut reader = BufReader::new(File::open(path)?);
        let mut buffer = Vec::new();
        for number in 1_u64.. {
            buffer.clear();
            if reader.read_until(b'\n', &mut buffer)? == 0 {
                break;
            }
            each(number, Line::parse(&buffer));
        }
        Ok(())
    }

    /// Removes what an earlier process left of writing the record anew.
    pub(crate) fn drop_rewriting(dir: &Path) -> io::Result<()> {
        let fresh = dir.join(FRESH);
        if fresh.exists() { remove_file(fresh) } else { Ok(()) }
    }

    /// Begins to write the record anew. The old one stands, and is appended to, until the new one
    /// takes its place.
    pub(crate) fn rewriting(dir: &Path) -> io::Result<Rewriting> {
        let reader = BufReader::new(File::open(dir.join(NAME))?);
        let writer = BufWriter::new(File::create(dir.join(FRESH))?);
        Ok(Rewriting { reader, writer, read: 0, written: 0 })
    }

    /// Appends lines durably.
    pub(crate) fn append(&mut self, disk: &Disk, lines: &[Line]) -> Result<(), AppendError> {
        let mut bytes = Vec::new();
        for line in lines {
            line.write(&mut bytes);
        }
        let written = disk.before(Step::Append).and_then(|()| self.file.write_all(&bytes));
        if let Err(error) = written {
            // What can't be cut off now is cut off as a torn end at the next opening.
            if let Err(error) = self.file.set_len(self.length) {
                tracing::warn!(%error, "The answer record has a torn end for now");
            }
            return Err(AppendError::NotWritten(error));
        }
        let synced = disk.before(Step::SyncAnswers).and_then(|()| self.file.sync_data());
        synced.map_err(AppendError::NotSynced)?;
        self.length += length_of(bytes.len());
        Ok(())
    }
}

/// The record, as it is being written anew.
#[derive(Debug)]
pub(crate) struct Rewriting {
    reader: BufReader<File>,
    writer: BufWriter<File>,
    read: u64,
    written: u64,
}

impl Rewriting {
    /// Takes about as many bytes over as are wished, each line as it is to be; what can't be read
    /// stays unless it names one of these. Whether all that the record has by now was taken over.
    pub(crate) fn go_on(
        &mut self,
        record: &AnswerRecord,
        most: u64,
        change: impl Fn(Line) -> Line,
        names: &[String],
    ) -> io::Result<bool> {
        let enough = self.read.saturating_add(most).min(record.length);
        let (mut buffer, mut out) = (Vec::new(), Vec::new());
        while self.read < enough {
            buffer.clear();
            self.read += length_of(self.reader.read_until(b'\n', &mut buffer)?);
            if buffer.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            out.clear();
            match Line::parse(&buffer) {
                Some(line) => change(line).write(&mut out),
                None if names.iter().any(|name| contains(&buffer, name)) => (),
                None => out.extend_from_slice(&buffer),
            }
            self.writer.write_all(&out)?;
            self.written += length_of(out.len());
        }
        Ok(record.length <= self.read)
    }

    /// Makes what was taken over durable.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_all()
    }

    /// What was taken over is the record from here on. It must be durable.
    pub(crate) fn take_place(self, dir: &Path) -> io::Result<AnswerRecord> {
        let path = dir.join(NAME);
        rename(dir.join(FRESH), &path)?;
        sync_dir(dir)?;
        let file = OpenOptions::new().read(true).append(true).open(path)?;
        Ok(AnswerRecord { file, length: self.written })
    }
}

/// Whether these words stand somewhere in the bytes.
pub(crate) fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len().max(1)).any(|window| window == words.as_bytes())
}

fn length_of(bytes: usize) -> u64 {
    u64::try_from(bytes).expect("no machine has more memory than fits")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use amends_core::ids::{CaseNumber, CustomerId, SurveyId};
    use uuid::Uuid;

    use super::*;

    fn line(seq: u64, words: &str) -> Line {
        Line {
            seq,
            at: Timestamp::UNIX_EPOCH,
            subject: Subject::Customer(CustomerId(Uuid::from_u128(7))),
            fact: Fact::Commented {
                survey: Some(SurveyId(Uuid::from_u128(9))),
                words: Some(words.to_owned()),
            },
        }
    }

    fn read(dir: &Path) -> (Vec<Line>, Findings) {
        let mut lines = Vec::new();
        let each = |line: &Line| -> io::Result<()> {
            lines.push(line.clone());
            Ok(())
        };
        let (_, findings) = AnswerRecord::open(dir, each).unwrap();
        (lines, findings)
    }

    fn write(dir: &Path, lines: &[Line]) {
        let (mut record, _) = AnswerRecord::open(dir, |_| io::Result::Ok(())).unwrap();
        record.append(&Disk::new(dir, 0, None), lines).unwrap();
    }

    #[test]
    fn lines_read_back_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let lines = [line(1, "one\ntwo"), line(1, "three"), line(5, "🙁")];
        write(dir.path(), &lines[..1]);
        write(dir.path(), &lines[1..]);
        let (found, findings) = read(dir.path());
        assert_eq!(found, lines);
        assert_eq!(findings, Findings { last: vec![line(5, "🙁")], ..Findings::default() });
    }

    #[test]
    fn a_line_keeps_its_bytes() {
        let mut bytes = Vec::new();
        line(3, "so rude").write(&mut bytes);
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "a187c96a {\"seq\":3,\"at\":\"1970-01-01T00:00:00Z\",\"subject\":{\"customer\":\
             \"00000000-0000-0000-0000-000000000007\"},\"fact\":{\"commented\":{\"survey\":\
             \"00000000-0000-0000-0000-000000000009\",\"words\":\"so rude\"}}}\n"
        );
    }

    #[test]
    fn a_torn_end_is_cut_off_and_written_over() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[line(1, "one"), line(2, "two")]);
        let path = dir.path().join(NAME);
        let whole = fs::read(&path).unwrap();
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for end in first..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let (found, findings) = read(dir.path());
            assert_eq!(found, [line(1, "one")], "cut at {end}");
            assert_eq!(findings.cut, u64::try_from(end - first).unwrap());
            assert!(findings.damaged.is_empty());
        }
        write(dir.path(), &[line(3, "three")]);
        assert_eq!(read(dir.path()).0, [line(1, "one"), line(3, "three")]);
    }

    #[test]
    fn a_damaged_line_in_the_middle_is_told() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[line(1, "one"), line(2, "two"), line(3, "three")]);
        let path = dir.path().join(NAME);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("two", "owt")).unwrap();
        let (found, findings) = read(dir.path());
        assert_eq!(found, [line(1, "one"), line(3, "three")]);
        assert_eq!((findings.damaged, findings.cut), (vec![2], 0));
        assert_eq!(fs::read_to_string(&path).unwrap().len(), text.len(), "nothing is thrown away");
    }

    #[test]
    fn only_what_a_customer_told_us_is_kept() {
        let Line { seq, at, subject, fact } = line(4, "words");
        let facts = vec![Fact::Reopened { case: CaseNumber::FIRST }, fact];
        let entry = JournalEntry { seq, at, subject, event: "wrote".to_owned(), facts };
        assert_eq!(Line::of(&entry).collect::<Vec<_>>(), [line(4, "words")]);
    }
}
