//! The answer record: a second, plain memory of what can't be asked for again.
//!
//! `answers.log` beside the store holds one line for each answer, comment and opened case: eight
//! hexadecimal digits of CRC32, a space, JSON. It is only ever appended to, and synced in the same
//! step as the store. If the store is lost, this is what is left.

mod mark;

use std::{
    fs::{File, OpenOptions, remove_file, rename},
    io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write},
    path::Path,
};

use amends_core::fact::Fact;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use self::mark::Mark;
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
        Fact::Tagged { .. }
        | Fact::Suppressed { .. }
        | Fact::Planned { .. }
        | Fact::Asked { .. }
        | Fact::Undeliverable { .. }
        | Fact::CaseClaimed { .. }
        | Fact::FirstWord { .. }
        | Fact::LevelRaised { .. }
        | Fact::PromiseMade { .. }
        | Fact::PromiseKept { .. }
        | Fact::PromiseBroken { .. }
        | Fact::Recommended { .. }
        | Fact::OfferMade { .. }
        | Fact::OfferAnswered { .. }
        | Fact::OfferDelivered { .. }
        | Fact::CauseNamed { .. }
        | Fact::FixTold { .. }
        | Fact::Apologised { .. }
        | Fact::Resolved { .. }
        | Fact::Checked { .. }
        | Fact::Reopened { .. }
        | Fact::CaseClosed { .. }
        | Fact::Merged { .. }
        | Fact::Said { .. }
        | Fact::TranscriptTaken { .. }
        | Fact::ItemOpened { .. }
        | Fact::ItemEnded { .. }
        | Fact::LedNowhere
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
    /// How far it counts: all of it is in the store, too.
    end: Mark,
    /// The length up to which the store was told so.
    marked: u64,
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
    /// All before this place was known to be in the store and was not read.
    pub(crate) known: Option<Mark>,
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
    /// Opens the record, hands each readable line to `each`, and cuts off a torn end. Where it is
    /// known up to a mark, it is read from there on.
    pub(crate) fn open<E: From<io::Error>>(
        dir: &Path,
        known: Option<Mark>,
        mut each: impl FnMut(&Line) -> Result<(), E>,
    ) -> Result<(Self, Findings), E> {
        let path = dir.join(NAME);
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(path)?;
        let known = match known {
            Some(mark) if mark.is_in(&file)? => Some(mark),
            Some(_) | None => None,
        };
        let mut end = known.clone().unwrap_or_default();
        let marked = end.length;
        let mut findings = Findings { known, ..Findings::default() };
        let mut unreadable = Vec::new();
        let mut read = end.clone();
        let mut reader = BufReader::new(&file);
        reader.seek(SeekFrom::Start(read.length))?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            if reader.read_until(b'\n', &mut buffer)? == 0 {
                break;
            }
            let line = Line::parse(&buffer);
            read.pass(&buffer, line.as_ref());
            let Some(line) = line else {
                unreadable.push(read.lines);
                continue;
            };
            end = read.clone();
            findings.damaged.append(&mut unreadable);
            each(&line)?;
            if findings.last.first().is_some_and(|last| last.seq != line.seq) {
                findings.last.clear();
            }
            findings.last.push(line);
        }
        if end.length < read.length {
            findings.cut = read.length - end.length;
            file.set_len(end.length)?;
        }
        file.sync_all()?;
        sync_dir(dir)?;
        Ok((Self { file, end, marked }, findings))
    }

    /// Where it ends, if it grew by so many bytes since the store was told last. What is before is
    /// durable on both sides.
    pub(crate) fn grown(&self, by: u64) -> Option<Mark> {
        let grown = self.end.length - self.marked;
        (0 < grown && by <= grown && self.end.last.is_some()).then(|| self.end.clone())
    }

    /// The store was told that it has all before this place.
    pub(crate) fn told(&mut self, mark: &Mark) {
        self.marked = mark.length;
    }

    /// Reads so many lines from a byte on, which must be the first of a line, and hands each to `each`
    /// as far as it can be read. Returns where the next line begins, if there is one.
    pub(crate) fn part<E: From<io::Error>>(
        path: &Path,
        (from, end): (u64, u64),
        most: usize,
        mut each: impl FnMut(Option<&Line>) -> Result<(), E>,
    ) -> Result<Option<u64>, E> {
        let mut reader = BufReader::new(File::open(path)?);
        reader.seek(SeekFrom::Start(from))?;
        let (mut at, mut buffer) = (from, Vec::new());
        for _ in 0..most {
            buffer.clear();
            let length = length_of(reader.read_until(b'\n', &mut buffer)?);
            at += length;
            if length == 0 || end < at {
                return Ok(None);
            }
            each(Line::parse(&buffer).as_ref())?;
        }
        Ok(Some(at))
    }

    /// How many bytes of it count.
    pub(crate) fn length(&self) -> u64 {
        self.end.length
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
        Ok(Rewriting { reader, writer, read: 0, written: Mark::default() })
    }

    /// Appends lines durably.
    pub(crate) fn append(&mut self, disk: &Disk, lines: &[Line]) -> Result<(), AppendError> {
        let (mut bytes, mut end) = (Vec::new(), self.end.clone());
        for line in lines {
            let begins = bytes.len();
            line.write(&mut bytes);
            end.pass(&bytes[begins..], Some(line));
        }
        let written = disk.before(Step::Append).and_then(|()| self.file.write_all(&bytes));
        if let Err(error) = written {
            // What can't be cut off now is cut off as a torn end at the next opening.
            if let Err(error) = self.file.set_len(self.end.length) {
                tracing::warn!(%error, "The answer record has a torn end for now");
            }
            return Err(AppendError::NotWritten(error));
        }
        let synced = disk.before(Step::SyncAnswers).and_then(|()| self.file.sync_data());
        synced.map_err(AppendError::NotSynced)?;
        self.end = end;
        Ok(())
    }
}

/// The record, as it is being written anew.
#[derive(Debug)]
pub(crate) struct Rewriting {
    reader: BufReader<File>,
    writer: BufWriter<File>,
    read: u64,
    written: Mark,
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
        let enough = self.read.saturating_add(most).min(record.length());
        let (mut buffer, mut out) = (Vec::new(), Vec::new());
        while self.read < enough {
            buffer.clear();
            self.read += length_of(self.reader.read_until(b'\n', &mut buffer)?);
            if buffer.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            out.clear();
            let line = Line::parse(&buffer).map(&change);
            match &line {
                Some(line) => line.write(&mut out),
                None if names.iter().any(|name| contains(&buffer, name)) => continue,
                None => out.extend_from_slice(&buffer),
            }
            self.writer.write_all(&out)?;
            self.written.pass(&out, line.as_ref());
        }
        Ok(record.length() <= self.read)
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
        Ok(AnswerRecord { file, end: self.written, marked: 0 })
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
        let (_, findings) = AnswerRecord::open(dir, None, each).unwrap();
        (lines, findings)
    }

    fn write(dir: &Path, lines: &[Line]) {
        let (mut record, _) = AnswerRecord::open(dir, None, |_| io::Result::Ok(())).unwrap();
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
    fn what_is_known_is_not_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(NAME);
        let disk = Disk::new(dir.path(), 0, None);
        let (mut record, _) = AnswerRecord::open(dir.path(), None, |_| io::Result::Ok(())).unwrap();
        assert_eq!(record.grown(0), None, "there is nothing to know yet");
        record.append(&disk, &[line(1, "one"), line(2, "two")]).unwrap();
        let mark = record.grown(1).unwrap();
        assert_eq!((mark.seq(), record.grown(1_000)), (Some(2), None));
        record.append(&disk, &[line(3, "three")]).unwrap();
        record.told(&mark);
        assert_ne!(record.grown(1), Some(mark.clone()));
        drop(record);

        let seen = |known: &Mark| {
            let mut seqs = Vec::new();
            let each = |line: &Line| -> io::Result<()> {
                seqs.push(line.seq);
                Ok(())
            };
            let (record, findings) =
                AnswerRecord::open(dir.path(), Some(known.clone()), each).unwrap();
            (seqs, findings.known.is_some(), record.end)
        };
        let (seqs, known, end) = seen(&mark);
        assert_eq!((seqs, known), (vec![3], true));
        assert_eq!((end.lines, end.length), (3, fs::metadata(&path).unwrap().len()));

        // The same place in a record that was written anew is not the same place.
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("two", "owt")).unwrap();
        let (seqs, known, _) = seen(&mark);
        assert_eq!((seqs, known), (vec![1, 3], false));
        fs::write(&path, &text[..40]).unwrap();
        assert!(!seen(&mark).1, "it is too short");
    }

    #[test]
    fn only_what_a_customer_told_us_is_kept() {
        let Line { seq, at, subject, fact } = line(4, "words");
        let facts = vec![Fact::Reopened { case: CaseNumber::FIRST }, fact];
        let entry = JournalEntry { seq, at, subject, event: "wrote".to_owned(), facts };
        assert_eq!(Line::of(&entry).collect::<Vec<_>>(), [line(4, "words")]);
    }
}
